"""Widths on the screen: a letter may take two cells, or none. Narrow text, nearly all there is, stays cheap."""

from __future__ import annotations

import textwrap

_FIRST_WIDE = "\u0300"
"""No character before it takes other than one cell, controls aside."""


def is_narrow(text: str) -> bool:
    """Whether every character surely takes one cell."""
    # typographic characters of the authored text: dashes, quotes, arrows, boxes, bullets
    return all(character < _FIRST_WIDE or "\u2010" <= character <= "\u25ff" for character in text)


def width(text: str) -> int:
    """The cells that one line takes."""
    if is_narrow(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrap(text: str, cells: int) -> list[str]:
    """The words of `text` on lines of at most so many cells; words that are longer are broken."""
    if is_narrow(text):
        return textwrap.wrap(text, cells, break_on_hyphens=False)
    import io

    from rich.console import Console
    from rich.text import Text

    console = Console(file=io.StringIO(), width=cells)
    return [line.plain.rstrip() for line in Text(" ".join(text.split())).wrap(console, cells)]


def pad(text: str, cells: int) -> str:
    """`text` with blanks up to so many cells."""
    return text + " " * (cells - width(text))


def shorten(text: str, cells: int, end: str = "…") -> str:
    """`text` cut to so many cells, with `end` where it was cut."""
    if width(text) <= cells:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > cells - width(end):
            break
        kept += character
    return kept.rstrip() + end
