"""Markdown that is still arriving: shown sentence by sentence, each thing written once and never again.

Running text and list items flow word by word, so the first sentence is on the screen as soon as it is released. Code,
tables and other blocks are laid out when they are complete. The cost is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tutor.interface import cells, render
from tutor.interface.clean import clean

_ITEM = re.compile(r"^\s*([-*]|\d+[.)])\s+")
_BLOCK = re.compile(r"^\s*(```|~~~|\||#|>)")
_FENCE = re.compile(r"^\s*(```|~~~)")


class StreamedMarkdown:
    """Takes fragments, writes terminal text through `write`. `columns` is asked for again at every line."""

    def __init__(self, write: Callable[[str], None], columns: Callable[[], int]) -> None:
        self._write = write
        self._columns = columns
        self._pending = ""
        """The beginning of a line that is not yet told apart from a block."""
        self._block: list[str] = []
        self._fenced = False
        self._column = 0
        """Cells written on the present line of running text; 0 at its start."""
        self._hanging = ""
        self._flowing = False
        """Inside a line of the source whose words are already being written."""
        self._gap = False
        """A blank line is owed before the next thing."""

    def feed(self, text: str) -> None:
        """Show what can be shown of one more fragment."""
        for piece in re.split(r"(\n)", clean(text)):
            if piece == "\n":
                self._end_of_line()
            elif piece:
                self._piece(piece)

    def end(self) -> None:
        """Show what is left, and end the line."""
        self._end_of_line()
        self._flush_block()
        self._break_line()

    def _piece(self, piece: str) -> None:
        if self._flowing:
            self._words(piece)
            return
        self._pending += piece
        if self._block or self._fenced or _BLOCK.match(self._pending):
            return
        if len(self._pending.strip()) < 4 and not self._pending.strip().isalnum():
            return  # too short to tell
        self._start_flow()

    def _start_flow(self) -> None:
        line, self._pending = self._pending, ""
        item = _ITEM.match(line)
        if item:
            self._break_line()
            self._owe_gap()
            mark = "• " if item[1] in "-*" else f"{item[1]} "
            self._hanging = " " * len(mark)
            self._write(render.INDENT + mark)
            self._column = len(render.INDENT) + len(mark)
            line = line[item.end() :]
        elif self._column == 0:
            self._owe_gap()
            self._hanging = ""
        self._flowing = True
        self._words(line)

    def _words(self, text: str) -> None:
        limit = len(render.INDENT) + render.measure(self._columns())
        hidden = render.hide_marks(text)
        for word in hidden.split():
            size = cells.width(render.without_marks(word))
            if self._column == 0:
                self._write(render.INDENT + self._hanging)
                self._column = len(render.INDENT) + len(self._hanging)
            elif self._column + 1 + size > limit and self._column > len(render.INDENT) + len(self._hanging):
                self._write(f"\n{render.INDENT}{self._hanging}")
                self._column = len(render.INDENT) + len(self._hanging)
            elif self._column > len(render.INDENT) + len(self._hanging):
                self._write(" ")
                self._column += 1
            self._write(render.show_marks(word, styled=True))
            self._column += size

    def _end_of_line(self) -> None:
        if self._flowing:
            self._flowing = False
            return
        line, self._pending = self._pending, ""
        if self._fenced or _BLOCK.match(line):
            self._block.append(line)
            if _FENCE.match(line):
                self._fenced = not self._fenced
                if not self._fenced:
                    self._flush_block()
            return
        if line.strip():
            self._flush_block()
            self._pending = line
            self._start_flow()
            self._flowing = False
            return
        self._flush_block()
        if self._column:
            self._break_line()
            self._gap = True

    def _flush_block(self) -> None:
        if self._block:
            self._break_line()
            self._owe_gap()
            text, self._block, self._fenced = "\n".join(self._block), [], False
            self._write(render.markdown(text, self._columns(), styled=True) + "\n")
            self._gap = True

    def _break_line(self) -> None:
        if self._column:
            self._write("\n")
            self._column = 0
            self._hanging = ""

    def _owe_gap(self) -> None:
        if self._gap:
            self._write("\n")
            self._gap = False
