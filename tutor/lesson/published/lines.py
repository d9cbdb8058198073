"""A published text in lines, whatever it is written in: Markdown, HTML or plain text.

A line keeps its number in the file, so that what was recognised, and what was not used, can be pointed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

Form = Literal["markdown", "html", "plain"]
Role = Literal["text", "heading", "title", "item", "code", "aside"]


class Line(NamedTuple):
    """One line of a text."""

    number: int
    """In the file, from 1."""
    text: str
    """As a reader of the page sees it."""
    role: Role = "text"
    """`aside` is what a page has around its text: navigation, buttons, forms."""
    raw: str = ""
    """As it stands in the file; for code it matters."""
    language: str = ""
    """What a code block says of itself."""
    starts: bool = True
    """Something begins here: a paragraph, an item, a block of code. False: it goes on from the line before."""


def form_of(name: str, text: str) -> Form:
    """What a text is written in, by its file's name or else by its looks."""
    suffix = name.rpartition(".")[2].lower()
    if suffix in ("html", "htm", "xhtml") or re.search(
        r"<(html|body|p|div|article|section|h[1-6])\b[^>]*>", text, re.I
    ):
        return "html"
    if suffix in ("md", "markdown", "mdown") or re.search(r"^(#{1,6} \w.*\n\s*\n|```|~~~)", text, re.M):
        return "markdown"
    return "plain"


def lines_of(text: str, form: Form) -> list[Line]:
    """The lines of a text, without empty ones; control characters and lost blanks are mended on the way."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\u200b", "").lstrip("\ufeff")
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)
    found = {"html": _html, "markdown": _markdown, "plain": _plain}[form](text)
    return [line for line in found if line.role == "code" or line.text.strip()]


def _plain(text: str) -> Iterator[Line]:
    after_blank = True
    for number, raw in enumerate(text.split("\n"), 1):
        marker = re.match(r"\s*(?:[-*•‣◦]|\(?\d{1,2}[.)])\s+(?=\S)", raw)
        if marker:
            yield Line(number, raw[marker.end() :].strip(), "item", raw)
        else:
            yield Line(number, " ".join(raw.split()), "text", raw, starts=after_blank)
        after_blank = not raw.strip()


# — Markdown —


def _markdown(text: str) -> Iterator[Line]:
    from markdown_it import MarkdownIt  # only where a Markdown file is turned into a lesson

    raws = text.split("\n")
    role: Role = "text"
    depth = 0
    for token in MarkdownIt("commonmark").parse(text):
        match token.type:
            case "heading_open":
                role = "heading"
            case "heading_close":
                role = "text"
            case "list_item_open":
                depth += 1
                role = "item"
            case "list_item_close":
                depth -= 1
                role = "item" if depth else "text"
            case "fence" | "code_block" if token.map:
                first = token.map[0] + (2 if token.type == "fence" else 1)
                language = token.info.split()[0].lower() if token.info.strip() else ""
                for n, code in enumerate(token.content.rstrip("\n").split("\n")):
                    yield Line(first + n, code or " ", "code", code, language, starts=n == 0)
            case "html_block" if token.map:
                for line in _html(token.content):
                    number = line.number + token.map[0]
                    yield line._replace(number=number)
            case "inline" if token.map:
                for n, shown in enumerate(_shown(token.children or [])):
                    number = token.map[0] + 1 + n
                    yield Line(number, " ".join(shown.split()), role, raws[number - 1], starts=n == 0)


def _shown(tokens: Sequence[Token]) -> list[str]:
    """The lines of a paragraph as a reader sees them: links as their words, no marks."""
    shown = ""
    for token in tokens:
        kind, content = token.type, token.content
        shown += "\n" if kind in ("softbreak", "hardbreak") else content if kind in ("text", "code_inline") else ""
    return shown.split("\n")


# — HTML —

_ASIDE = frozenset({"nav", "header", "footer", "aside", "button", "form", "select", "menu", "dialog"})
_HIDDEN = frozenset({"script", "style", "noscript", "svg", "template", "iframe", "head"})
_BLOCK = frozenset(
    """p div section article main ul ol li blockquote h1 h2 h3 h4 h5 h6 pre table tr td th figure figcaption br hr dl
    dt dd details summary""".split()  # noqa: SIM905 (prose reads better)
)
_HEADING = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "source"})


class _Page(HTMLParser):
    """Collects the text of a page, line by line of what a reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._open: list[str] = []
        self._text = ""
        self._number = 1
        self._language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCK or tag in _ASIDE or tag == "title":
            self._end_line()
        if tag not in _VOID:
            self._open.append(tag)
        if tag in ("pre", "code"):
            named = " ".join(value or "" for name, value in attrs if name == "class")
            found = re.search(r"(?:language|lang|highlight)-(\w+)", named)
            self._language = found[1].lower() if found else self._language

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCK or tag in _ASIDE or tag == "title":
            self._end_line()
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "pre":
            self._language = ""

    def handle_data(self, data: str) -> None:
        hidden = _HIDDEN.intersection(self._open) and "title" not in self._open
        if hidden:
            return
        if "pre" in self._open and not _ASIDE.intersection(self._open):
            self._code(data)
            return
        if not self._text.strip():
            blank = len(data) - len(data.lstrip())
            self._number = self.getpos()[0] + data[:blank].count("\n")
        self._text += data

    def _code(self, data: str) -> None:
        first = self.getpos()[0]
        begun = bool(self.lines) and self.lines[-1].role == "code" and self.lines[-1].number == first
        for n, code in enumerate(data.split("\n")):
            if n == 0 and begun:  # a highlighted line comes in pieces
                before = self.lines.pop()
                self.lines.append(before._replace(text=before.text + code, raw=before.raw + code))
            else:
                goes_on = bool(self.lines) and self.lines[-1].role == "code"
                self.lines.append(Line(first + n, code or " ", "code", code, self._language, starts=not goes_on))

    def _end_line(self) -> None:
        text = " ".join(self._text.split())
        if text:
            self.lines.append(Line(self._number, text, self._role(), text))
        self._text = ""

    def _role(self) -> Role:
        if _ASIDE.intersection(self._open):
            return "aside"
        if "title" in self._open:
            return "title"
        if _HEADING.intersection(self._open):
            return "heading"
        return "item" if "li" in self._open else "text"

    def close(self) -> None:
        super().close()
        self._end_line()


def _html(text: str) -> Iterator[Line]:
    page = _Page()
    page.feed(text)
    page.close()
    yield from page.lines
