"""Draws docs/screen.svg from the terminal's own screen: a real run, typed into a pseudo-terminal.

python docs/draw_screen.py
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
import time
from pathlib import Path

import pexpect
import pyte
from rich.console import Console
from rich.style import Style
from rich.text import Text

COLUMNS, LINES = 80, 37
REPLIES = (
    "/level",
    "no, somebody reruns the notebook on Fridays",
    "no, Jonas copies the model over by hand",
    "yes, when a merge is green it goes to prod by itself",
)
NAMED = {"brown": "yellow", "default": None}


def screen_after(replies: tuple[str, ...]) -> pyte.Screen:
    """The screen once every reply was typed and answered."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "MLOPS_TUTOR"))}
    with tempfile.TemporaryDirectory() as home:
        command = str(Path(sys.executable).parent / "mlops-tutor")
        child = pexpect.spawn(
            command, env=kept | {"MLOPS_TUTOR_HOME": home, "TERM": "xterm-256color"}, dimensions=(LINES, COLUMNS)
        )

        def settle(seconds: float) -> None:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                try:
                    chunk = child.read_nonblocking(65536, timeout=0.1)
                except pexpect.TIMEOUT:
                    continue
                if b"\x1b[6n" in chunk:
                    child.send(f"\x1b[{screen.cursor.y + 1};{screen.cursor.x + 1}R")
                stream.feed(chunk)

        settle(2)
        for reply in replies:
            child.send(reply + "\r")
            settle(1.5)
        child.close(force=True)
    return screen


def as_text(screen: pyte.Screen) -> Text:
    """The screen's cells with their styles."""
    text = Text()
    for row in range(LINES):
        for column in range(COLUMNS):
            cell = screen.buffer[row][column]
            color = NAMED.get(cell.fg, cell.fg if re.fullmatch("[a-z]+", cell.fg) else None)
            text.append(cell.data, Style(bold=cell.bold, italic=cell.italics, color=color, reverse=cell.reverse))
        text.append("\n")
    return text


def main() -> None:
    console = Console(width=COLUMNS, record=True, file=io.StringIO())
    console.print(as_text(screen_after(REPLIES)), end="")
    svg = console.export_svg(title="mlops-tutor", clear=True)
    # the picture must not fetch a font from anywhere
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")
    Path(__file__).with_name("screen.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
