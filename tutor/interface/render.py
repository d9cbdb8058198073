"""Markdown to the text of a terminal or a pipe.

The first screen and the commonest turns are plain paragraphs and questions: those are laid out here, so that rich,
which takes longer to import than all that precedes the first prompt may take, is needed only later.
"""

from __future__ import annotations

import os
import re
import sys
import textwrap
from functools import lru_cache
from typing import Any

from tutor.interface import cells
from tutor.interface.clean import clean

INDENT = "  "
READABLE = 76
"""The widest line of running text: longer ones are hard to read."""

BOLD, DIM, ITALIC, RESET = "\x1b[1m", "\x1b[2m", "\x1b[3m", "\x1b[0m"

# what needs a real Markdown renderer: code fences, tables, headings, quotes, links, numbered lists, nested lists
_NEEDS_RICH = re.compile(r"^(```|~~~|\||#|>|\d+[.)] |\s+[-*] |: )|\]\(|<\w|\\", re.MULTILINE)


def window_columns() -> int:
    """The columns of the terminal as it is now; 80 where standard output is none."""
    # not shutil's: it believes COLUMNS, which a resize does not change
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except OSError:
        return 80


def measure(columns: int) -> int:
    """The width of running text in a terminal of so many columns."""
    return max(20, min(READABLE, columns - len(INDENT) - 2))


def markdown(text: str, columns: int, *, styled: bool) -> str:
    """`text` laid out with an indent, without a trailing newline; with SGR sequences only when `styled`."""
    text = clean(text).strip()
    width = measure(columns)
    rich_needed = _NEEDS_RICH.search(text) or not cells.is_narrow(text)
    laid_out = _rich(text, width, styled=styled) if rich_needed else _prose(text, width, styled=styled)
    return textwrap.indent(laid_out, INDENT)


def _prose(text: str, width: int, *, styled: bool) -> str:
    blocks = []
    for block in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in block.split("\n")]
        paragraphs: list[tuple[str, str]] = []
        for line in lines:
            if line.startswith(("- ", "* ")):
                paragraphs.append(("• ", line[2:]))
            elif paragraphs:
                mark, before = paragraphs[-1]
                paragraphs[-1] = (mark, f"{before} {line}")
            else:
                paragraphs.append(("", line))
        blocks.append("\n".join(_wrap(mark, words, width, styled) for mark, words in paragraphs))
    return "\n\n".join(blocks)


def _wrap(mark: str, text: str, width: int, styled: bool) -> str:
    """Wrap without counting the marks of inline styles, then put the styles in."""
    wrapped = textwrap.fill(
        hide_marks(text),
        width,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=True,
        break_on_hyphens=False,
    )
    return show_marks(wrapped, styled=styled)


# each mark of an inline style becomes one private character, so that wrapping is off by one column at the most
_STYLES = {"\ue000": BOLD, "\ue001": "\x1b[22m", "\ue002": ITALIC, "\ue003": "\x1b[23m"}
_COLORS = {"\ue004": "\x1b[36m", "\ue005": "\x1b[39m"}
_ANY_MARK = re.compile("[\ue000-\ue005]")


def hide_marks(text: str) -> str:
    """`text` with a private character for each mark of an inline style (bold, italic, code)."""
    text = re.sub(r"`([^`\n]+)`", "\ue004\\1\ue005", text)
    text = re.sub(r"\*\*([^*\n]+)\*\*", "\ue000\\1\ue001", text)
    return re.sub(r"(?<![\w*])\*([^*\s](?:[^*\n]*[^*\s])?)\*(?![\w*])", "\ue002\\1\ue003", text)


def without_marks(text: str) -> str:
    """What is left to be seen of a text with hidden marks."""
    return _ANY_MARK.sub("", text)


def show_marks(text: str, *, styled: bool) -> str:
    """Put the styles in for the hidden marks, or nothing when not `styled`; colors only where they are welcome."""
    if not styled:
        return without_marks(text)
    sequences = _STYLES if os.environ.get("NO_COLOR") else _STYLES | _COLORS
    return _ANY_MARK.sub(lambda mark: sequences.get(mark[0], ""), text)


@lru_cache(maxsize=1)
def _rich_parts() -> Any:
    """rich's Markdown with quiet headings and colors that read on dark and on light backgrounds."""
    from pygments.token import Comment, Keyword, Name, Number, Operator, String, Token
    from rich.console import Console
    from rich.markdown import Heading, Markdown
    from rich.style import Style
    from rich.syntax import ANSISyntaxTheme
    from rich.text import Text
    from rich.theme import Theme

    class QuietHeading(Heading):
        def __rich_console__(self, console: Any, options: Any) -> Any:
            self.text.justify = "left"
            yield Text.assemble((self.text.plain, "bold"))

    class QuietMarkdown(Markdown):
        elements = {**Markdown.elements, "heading_open": QuietHeading}  # noqa: RUF012

    theme = ANSISyntaxTheme(
        {
            Token: Style(),
            Comment: Style(dim=True),
            Keyword: Style(color="magenta"),
            Keyword.Constant: Style(color="cyan"),
            Name.Function: Style(bold=True),
            Number: Style(color="cyan"),
            String: Style(color="green"),
            Operator.Word: Style(color="magenta"),
        }
    )
    styles = Theme({"markdown.code": "cyan", "markdown.block_quote": "italic", "markdown.item.number": "none"})
    return Console, QuietMarkdown, theme, styles


def _rich(text: str, width: int, *, styled: bool) -> str:
    import io

    console_class, markdown_class, code_theme, styles = _rich_parts()
    out = io.StringIO()
    console = console_class(
        file=out, width=width, theme=styles, force_terminal=styled, legacy_windows=False, highlight=False,
        color_system="standard" if styled else None, no_color=bool(os.environ.get("NO_COLOR")),
    )  # fmt: skip
    console.print(markdown_class(text, code_theme=code_theme, hyperlinks=False))
    return "\n".join(_without_trailing(line) for line in out.getvalue().strip("\n").split("\n"))


def _without_trailing(line: str) -> str:
    return re.sub(r"\s+((?:\x1b\[[0-9;]*m)*)$", r"\1", line)
