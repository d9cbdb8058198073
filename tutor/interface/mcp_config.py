"""`mlops-tutor mcp --config`: what the common assistants want to be told, with the path of this installation."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tutor.lesson.catalog import find

NAME = "mlops-tutor"
_PASSED_ON = ("MLOPS_TUTOR_HOME", "MLOPS_TUTOR_LESSONS")
"""An assistant does not start the server from your shell: without these it would keep another record."""


def configuration(assistant: str, lesson: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """The configuration for one of the assistants, or for `all` of them with where it goes.

    Raises:
        UsageError: there is no such lesson.
    """
    server = entry(command(), lesson, environ)
    if assistant != "all":
        return _JSON[assistant](server)
    return "\n\n".join(f"# {_WHERE[name]}\n{_JSON[name](server)}" for name in _WHERE)


def command() -> list[str]:
    """What starts this installation, from any folder: the script where there is one, else this Python."""
    started = Path(sys.argv[0])
    if started.name.split(".")[0] == NAME and started.is_file():
        return [str(started.absolute())]
    script = Path(sys.executable).with_name(NAME)
    if script.is_file():
        return [str(script)]
    return [sys.executable, "-m", "tutor"]


def entry(program: Sequence[str], lesson: str | None, environ: Mapping[str, str]) -> dict[str, Any]:
    """The server's entry as assistants read it: a command, its arguments and its environment."""
    arguments = [*program[1:], "mcp"]
    if lesson is not None:
        folder = find(lesson, environ)  # says what is wrong now, and not later inside an assistant
        arguments += ["--lesson", str(folder.absolute()) if Path(lesson).is_dir() else lesson]
    passed_on = {name: _absolute(value) for name in _PASSED_ON if (value := environ.get(name))}
    return {"command": program[0], "args": arguments, **({"env": passed_on} if passed_on else {})}


def _absolute(paths: str) -> str:
    return os.pathsep.join(str(Path(path).expanduser().absolute()) for path in paths.split(os.pathsep) if path)


def _servers(server: Mapping[str, Any]) -> str:
    return json.dumps({"mcpServers": {NAME: server}}, indent=2)


def _vscode(server: Mapping[str, Any]) -> str:
    return json.dumps({"servers": {NAME: {"type": "stdio", **server}}}, indent=2)


def _cursor(server: Mapping[str, Any]) -> str:
    return json.dumps({"mcpServers": {NAME: {"type": "stdio", **server}}}, indent=2)


def _plain(server: Mapping[str, Any]) -> str:
    """One line of a shell, for whatever asks for a command."""
    setting = [f"{name}={shlex.quote(value)}" for name, value in server.get("env", {}).items()]
    return " ".join([*(["env", *setting] if setting else []), shlex.join([server["command"], *server["args"]])])


_JSON = {"claude": _servers, "vscode": _vscode, "cursor": _cursor, "plain": _plain}
_WHERE = {
    "claude": "Claude Desktop: Settings > Developer > Edit Config (claude_desktop_config.json); then restart it",
    "vscode": "VS Code: the file .vscode/mcp.json in a folder, or the command “MCP: Open User Configuration”",
    "cursor": "Cursor: the file ~/.cursor/mcp.json",
    "plain": "Any other assistant: the command to start, over standard input and output",
}
