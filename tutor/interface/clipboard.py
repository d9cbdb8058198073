"""Puts a text on the clipboard: by the platform's own tool, or by the terminal (OSC 52), which works over ssh too."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from tutor.errors import UsageError

_PATIENCE = 10.0
"""Seconds for a tool to take the text."""


def copy(
    text: str,
    environ: Mapping[str, str] = os.environ,
    *,
    which: Callable[[str], str | None] = shutil.which,
    run: Callable[[Sequence[str], bytes], bool] | None = None,
    terminal: str = "/dev/tty",
) -> str:
    """Copy, and say by what.

    Raises:
        UsageError: neither a tool nor a terminal is there.
    """
    run = run or _run
    for command in tools(environ, sys.platform):
        if which(command[0]) and run(command, text.encode("utf-8", "replace")):
            return command[0]
    try:
        with open(terminal, "wb", buffering=0) as out:  # noqa: PTH123 (a device, and no file)
            out.write(osc52(text))
    except OSError:
        raise UsageError(
            "there is no clipboard to be reached from here; write a file with `mlops-tutor export > lesson.md`"
        ) from None
    return "the terminal"


def tools(environ: Mapping[str, str], platform: str) -> Iterator[list[str]]:
    """The commands that can do it, the likeliest first. Over ssh none of them would reach the clipboard you look at."""
    if environ.get("TMUX"):
        yield ["tmux", "load-buffer", "-w", "-"]
    if environ.get("SSH_TTY") or environ.get("SSH_CONNECTION"):
        return
    if platform == "darwin":
        yield ["pbcopy"]
    elif platform in ("win32", "cygwin"):
        yield ["clip"]
    else:
        if environ.get("WAYLAND_DISPLAY"):
            yield ["wl-copy"]
        if environ.get("DISPLAY"):
            yield ["xclip", "-selection", "clipboard"]
            yield ["xsel", "--clipboard", "--input"]
        if environ.get("WSL_DISTRO_NAME"):
            yield ["clip.exe"]
        if environ.get("TERMUX_VERSION"):
            yield ["termux-clipboard-set"]


def osc52(text: str) -> bytes:
    """The sequence that asks a terminal to take `text` to the clipboard. Nothing of the text itself is in it."""
    return b"\x1b]52;c;" + base64.b64encode(text.encode("utf-8", "replace")) + b"\x07"


def _run(command: Sequence[str], text: bytes) -> bool:
    try:
        done = subprocess.run(
            command, input=text, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
