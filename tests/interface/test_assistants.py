"""What stands around the server: the configuration, the clipboard, who may listen where, and the commands."""

from __future__ import annotations

import base64
import json
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.errors import UsageError
from tutor.interface import clipboard
from tutor.interface.mcp_config import configuration
from tutor.interface.mcp_http import allowed_hosts, allowed_origins, given_token, in_url, is_loopback

# — configuration —


def test_the_configuration_names_this_installation(program: Any, home: Path, copied: Path) -> None:
    """Each assistant's own form holds the same command; it can be run from anywhere and keeps the same record."""
    servers = []
    for name, key in (("claude", "mcpServers"), ("vscode", "servers"), ("cursor", "mcpServers")):
        done = program.run("mcp", "--config", name, "--lesson", str(copied))
        assert done.returncode == 0, done.stderr
        servers.append(json.loads(done.stdout)[key]["mlops-tutor"])
        servers[-1].pop("type", None)
    assert servers[0] == servers[1] == servers[2]
    assert Path(servers[0]["command"]).is_absolute()
    assert servers[0]["args"][-2:] == ["--lesson", str(copied)]
    assert servers[0]["env"] == {"MLOPS_TUTOR_HOME": str(home)}
    plain = program.run("mcp", "--config", "plain", "--lesson", str(copied)).stdout
    assert shlex.split(plain)[2:] == [servers[0]["command"], *servers[0]["args"]]
    started = subprocess.run(plain, shell=True, input=b"", capture_output=True, cwd="/", check=False)
    assert (started.returncode, started.stdout, started.stderr) == (0, b"", b"")


def test_all_configurations_say_where_they_go(program: Any) -> None:
    """Without a name all of them are printed, each under where it goes."""
    text = program.run("mcp", "--config").stdout
    for name in ("Claude Desktop", "VS Code", "Cursor", "Any other assistant"):
        assert name in text
    assert "did you mean" in program.run("mcp", "--config", "--lesson", "mlops-maturty").stderr


def test_a_path_that_is_relative_is_written_whole(monkeypatch: pytest.MonkeyPatch, copied: Path) -> None:
    """An assistant starts the server in a folder of its own."""
    monkeypatch.chdir(copied.parent)
    entry = json.loads(configuration("claude", "copied", {"MLOPS_TUTOR_HOME": "records"}))["mcpServers"]["mlops-tutor"]
    assert entry["args"][-1] == str(copied)
    assert entry["env"] == {"MLOPS_TUTOR_HOME": str(copied.parent / "records")}


# — the clipboard —


@given(st.text())
def test_the_terminal_is_sent_the_text_and_no_byte_of_it_as_it_is(text: str) -> None:
    """Whatever stands in a lesson, the sequence holds base64 only, and decodes to it."""
    head, body = clipboard.osc52(text)[:7], clipboard.osc52(text)[7:-1]
    assert (head, clipboard.osc52(text)[-1:]) == (b"\x1b]52;c;", b"\x07")
    assert base64.b64decode(body, validate=True).decode() == text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("environ", "platform", "first"),
    [
        ({}, "darwin", "pbcopy"),
        ({}, "win32", "clip"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux", "wl-copy"),
        ({"DISPLAY": ":0"}, "linux", "xclip"),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", "clip.exe"),
        ({"TMUX": "/tmp/tmux", "DISPLAY": ":0"}, "linux", "tmux"),
        ({"SSH_TTY": "/dev/pts/1", "DISPLAY": ":0"}, "linux", None),
        ({}, "linux", None),
    ],
)
def test_which_tool_is_taken(environ: dict[str, str], platform: str, first: str | None) -> None:
    """The platform's own, and none over ssh, where it would fill another machine's clipboard."""
    found = list(clipboard.tools(environ, platform))
    assert (found[0][0] if found else None) == first


def test_the_clipboard_falls_back_and_says_so(tmp_path: Path) -> None:
    """A tool that fails gives way to the next and to the terminal; with nothing there it says what to type instead."""
    tried: list[tuple[str, bytes]] = []

    def run(command: Sequence[str], text: bytes) -> bool:
        tried.append((command[0], text))
        return command[0] == "xsel"

    environ, terminal = {"WAYLAND_DISPLAY": "0", "DISPLAY": ":0"}, tmp_path / "tty"
    terminal.touch()
    every = {"which": lambda name: name, "run": run, "terminal": str(terminal)}
    assert clipboard.copy("é", environ, **every) == "xsel"
    assert tried == [("wl-copy", "é".encode()), ("xclip", "é".encode()), ("xsel", "é".encode())]
    assert clipboard.copy("é", {}, **every) == "the terminal"
    assert terminal.read_bytes() == clipboard.osc52("é")
    with pytest.raises(UsageError, match="mlops-tutor export >"):
        clipboard.copy("é", {}, which=lambda name: None, terminal=str(tmp_path / "none" / "tty"))


def test_a_tool_that_is_not_there_or_fails_is_no_clipboard() -> None:
    assert not clipboard._run(["no-such-tool-anywhere"], b"")
    assert not clipboard._run(["false"], b"")
    assert clipboard._run(["cat"], b"text")


# — export —


def test_export(program: Any) -> None:
    """To standard output in two forms, with nothing on standard error."""
    prompt, markdown = program.run("export"), program.run("export", "--format", "markdown")
    assert (prompt.returncode, prompt.stderr, markdown.returncode, markdown.stderr) == (0, "", 0, "")
    assert prompt.stdout.startswith("# Who you are\n")
    assert len(prompt.stdout) <= 24_000
    assert markdown.stdout.startswith("# What MLOps maturity actually is\n")


def test_export_of_what_is_not_there(program: Any) -> None:
    """One line that says what to type instead."""
    for arguments, said in (
        (["--lesson", "mlops-maturty"], "did you mean"),
        (["--format", "pdf"], "markdown"),
    ):
        done = program.run("export", *arguments)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
        assert said in done.stderr


# — who may listen where —


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "localhost", "LOCALHOST", "::1", "[::1]"])
def test_loopback_needs_no_token_of_ones_own(address: str) -> None:
    assert is_loopback(address)
    assert given_token(address, None, {}) is None
    assert given_token(address, "mine", {"MLOPS_TUTOR_MCP_TOKEN": "other"}) == "mine"
    assert given_token(address, None, {"MLOPS_TUTOR_MCP_TOKEN": "other"}) == "other"


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "::", "192.168.1.5", "fe80::1", "localhost.example", "127.0.0.1.nip.io"]
)
def test_another_address_needs_one(address: str) -> None:
    for environ in ({}, {"MLOPS_TUTOR_MCP_TOKEN": ""}, {"MLOPS_TUTOR_MCP_TOKEN": "  "}):
        with pytest.raises(UsageError, match="MLOPS_TUTOR_MCP_TOKEN"):
            given_token(address, None, environ)
    assert given_token(address, "mine", {}) == "mine"


@given(st.text(min_size=1))
def test_a_token_is_one_that_a_header_can_carry(token: str) -> None:
    """Anything else is refused when the server starts, and not when a client comes."""
    try:
        taken = given_token("127.0.0.1", token, {})
    except UsageError:
        stripped = token.strip()
        assert not (stripped.isascii() and stripped.isprintable() and " " not in stripped)
    else:
        assert taken is None or f"Bearer {taken}".encode("ascii")


def test_names_under_which_the_server_answers() -> None:
    """Loopback's, the address that it listens on, and what was allowed; with its own port only."""
    names = [in_url("fe80::1"), "tutor.example"]
    assert allowed_hosts(names, 8642) == [
        "127.0.0.1:8642", "localhost:8642", "[::1]:8642", "[fe80::1]:8642", "tutor.example:8642",
    ]  # fmt: skip
    assert "http://localhost:*" in allowed_origins(names)
    assert "https://tutor.example:*" in allowed_origins(names)
