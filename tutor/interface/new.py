"""`mlops-tutor lesson new`: a pack to begin with, or one made from a published lesson's text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tutor.interface.check import count, findings_of
from tutor.lesson.new import lesson_id, published_text, small_files, write_pack
from tutor.lesson.published.lines import form_of, lines_of
from tutor.lesson.published.recognise import Recognised, recognise
from tutor.lesson.published.write import pack_files


def new_lesson(folder: Path, source: Path | None) -> Iterator[str]:
    """Write a pack and yield the lines to print.

    Raises:
        UsageError: the folder exists, or the published text cannot be read.
    """
    if source is None:
        write_pack(folder, small_files(lesson_id(folder)))
        yield f"A small complete lesson is in {_shown(folder)}: change it into yours. Its files explain themselves."
        yield from _what_next(folder)
        return
    text = published_text(source)
    published = recognise(lines_of(text, form_of(source.name, text)))
    write_pack(folder, pack_files(published, lesson_id(folder)))
    yield from report(published, source)
    yield ""
    yield f"The lesson is in {_shown(folder)}: {count(findings_of(folder, fast=True))}."
    yield from _what_next(folder)


def report(published: Recognised, source: Path) -> Iterator[str]:
    """What was recognised in a published text, what deserves a look, and what was not used."""
    yield f"Recognised in {source}:"
    yield from (f"  {part}" for part in published.found)
    if published.doubts:
        yield "To look at:"
        yield from (f"  {part}" for part in published.doubts)
    if published.unused:
        yield "Not used:"
        yield from (f"  {part}" for part in published.unused)
    missing = [
        name
        for name, part in (("the why", published.why), ("the prompts", published.prompts), ("the demo", published.code))
        if not part
    ]
    if missing:
        yield f"Not found: {', '.join(missing)}."


def _what_next(folder: Path) -> Iterator[str]:
    yield f"See what is to be written with `mlops-tutor lesson check {_shown(folder)}`,"
    yield f"how it looks with `mlops-tutor lesson preview {_shown(folder)}`."


def _shown(folder: Path) -> str:
    return os.fspath(folder)
