"""A published text in blocks: paragraphs, items, headings, runs of code; apart where the page ran them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutor.lesson.published import patterns
from tutor.lesson.published.lines import Line, Role


class Block(NamedTuple):
    """Lines that belong together: a paragraph, an item, a heading, or a run of code."""

    first: int
    last: int
    text: str
    role: Role
    lines: tuple[str, ...] = ()
    """The lines of code."""
    language: str = ""


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The lines of a text as blocks, in order."""
    apart = list(_with_code(list(_separated(lines))))
    return list(_joined(apart, list(_widths(apart))))


def _separated(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines that ran together where the page had a button or an end of a paragraph, apart again."""
    for line in lines:
        if line.role in ("code", "aside", "title"):
            yield line
            continue
        text = line.text
        if label := patterns.GLUED_LABEL.match(text):
            yield line._replace(text=label[0], raw=label[0], role="aside")
            text = text[label.end() :]
        # in code nothing is taken apart but the command that runs it
        parts = (
            [text]
            if patterns.CODE.fullmatch(text) and not text.endswith((".", "?"))
            else patterns.GLUED_SENTENCE.split(text)
        )
        whole = len(parts) == 1 and text == line.text
        for part in parts:
            starts = True if not whole else line.starts
            if button := patterns.GLUED_BUTTON.match(part):
                yield line._replace(text=button[0], raw=button[0], role="aside")
                part, whole, starts = part[button.end() :], False, True
            run = patterns.GLUED_RUN.search(part)
            if run:
                part, whole = part[: run.start()], False
            if part.strip():
                raw = line.raw if whole else part
                yield line._replace(text=part.strip(), raw=raw, starts=starts)
            if run:
                yield line._replace(text=run[1], raw=run[1], role="text", starts=True)


def _with_code(lines: list[Line]) -> Iterator[Line]:
    """Lines of code that nothing marks as code, found by how they read: a run with at least two of them."""
    at = 0
    while at < len(lines):
        end = _end_of_code(lines, at)
        if end > at:
            for n, line in enumerate(lines[at:end]):
                yield line._replace(role="code", text=line.raw.rstrip() or " ", starts=n == 0)
            at = end
        else:
            yield lines[at]
            at += 1


def _end_of_code(lines: Sequence[Line], at: int) -> int:
    """Where a run of code that begins here ends; `at` itself when none begins here."""
    if lines[at].role in ("code", "aside", "title") or not _may_be_code(lines[at].text):
        return at
    end, depth, strong = at, 0, 0
    while end < len(lines):
        text = lines[end].text
        if lines[end].role in ("aside", "title", "code") or (depth <= 0 and not _may_be_code(text)):
            break
        depth += sum(map(text.count, "([{")) - sum(map(text.count, ")]}"))
        strong += bool(patterns.STRONG_CODE.fullmatch(text))
        end += 1
    while (
        end > at
        and lines[end - 1].role == "heading"
        and not any(line.role != "heading" for line in lines[end - 1 : end])
    ):
        end -= 1  # a heading at the end is no comment
    return end if strong >= 2 or (strong and end - at >= 2) else at


def _may_be_code(text: str) -> bool:
    return patterns.CODE.fullmatch(text) is not None and patterns.RUN.fullmatch(text) is None


def _widths(lines: Sequence[Line]) -> Iterator[int]:
    """For each line the width at which its paragraph was wrapped; 0 where nothing says that it was."""
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and not lines[end].starts and lines[end].role == lines[at].role:
            end += 1
        longest = max(len(line.text) for line in lines[at:end])
        full = sum(len(line.text) > longest - 16 for line in lines[at : end - 1])
        wrapped = end - at >= 3 and 40 <= longest <= 120 and full >= 0.6 * (end - at - 1)
        yield from [longest if wrapped else 0] * (end - at)
        at = end


def _joined(lines: Sequence[Line], widths: Sequence[int]) -> Iterator[Block]:
    """Paragraphs that were wrapped at some width, and runs of code, as one block each."""
    group: list[Line] = []
    for line, width in zip(lines, widths, strict=True):
        if group and _goes_on(group[-1], line, width):
            group.append(line)
            continue
        if group:
            yield _block(group)
        group = [line]
    if group:
        yield _block(group)


def _goes_on(before: Line, line: Line, width: int) -> bool:
    if line.starts:
        return False
    if line.role == "code" or before.role == "code":
        return line.role == before.role
    if before.role == "item" and line.role == "text":
        return line.raw[:1].isspace()
    if line.role != before.role or line.role not in ("text", "item"):
        return False
    ended = before.text.rstrip().endswith((".", "!", "?", ":", "”", '"'))
    full = width > 0 and len(before.text) + len(line.text.split(" ", 1)[0]) + 1 > width
    return full or (not ended and line.text[:1].islower())


def _block(group: Sequence[Line]) -> Block:
    first, last = group[0].number, group[-1].number
    if group[0].role == "code":
        lines: list[str] = []
        for n, line in enumerate(group):
            lines += [""] * (line.number - group[n - 1].number - 1 if n else 0)  # empty lines were left out on the way
            lines.append(line.raw)
        return Block(first, last, "\n".join(lines), "code", tuple(lines), group[0].language)
    return Block(first, last, " ".join(line.text for line in group), group[0].role)
