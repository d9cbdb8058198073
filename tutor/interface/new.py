"""`mlops-tutor lesson new`: a pack to begin with, or one made from a published lesson's text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.errors import UsageError
from tutor.interface.check import count, findings_of
from tutor.interface.settings import Settings, read_settings
from tutor.lesson.new import lesson_id, published_text, refuse_existing, small_files, write_pack
from tutor.lesson.published.drafts import Drafts
from tutor.lesson.published.lines import form_of, lines_of
from tutor.lesson.published.recognise import Recognised, recognise
from tutor.lesson.published.write import assessed, pack_files

if TYPE_CHECKING:
    from tutor.teaching.model.draft import Drafting


def new_lesson(folder: Path, source: Path | None, *, draft: bool = False) -> Iterator[str]:
    """Write a pack and yield the lines to print. With `draft` a model proposes what the text does not contain.

    Raises:
        UsageError: the folder exists, the published text cannot be read, or there is no endpoint to ask.
    """
    if source is None:
        if draft:
            raise UsageError("--draft fills in what a published text does not contain; add --from FILE")
        write_pack(folder, small_files(lesson_id(folder)))
        yield f"A small complete lesson is in {folder}: change it into yours. Its files explain themselves."
        yield from _what_next(folder)
        return
    refuse_existing(folder)
    settings = read_settings()
    if draft and not settings.has_endpoint:
        raise UsageError("--draft needs an endpoint; set OPENAI_API_KEY or OPENAI_BASE_URL")
    text = published_text(source)
    published = recognise(lines_of(text, form_of(source.name, text)))
    yield from report(published, source)
    yield ""
    drafts = Drafts()
    if draft:
        drafting = _drafting(settings, published)
        yield from (f"  {line}" for line in drafting.run())
        drafts = drafting.drafts
    write_pack(folder, pack_files(published, lesson_id(folder), drafts))
    yield f"The lesson is in {folder}: {count(findings_of(folder, fast=True))}."
    yield from _what_next(folder)


def _drafting(settings: Settings, published: Recognised) -> Drafting:
    """The model that the settings name, about to propose."""
    from tutor.teaching.model.draft import Drafting
    from tutor.teaching.model.endpoint import Endpoint

    endpoint = Endpoint(settings.base_url, settings.api_key, settings.model)
    return Drafting(endpoint, published, assessed(published.code))


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
    yield f"See what is to be written with `mlops-tutor lesson check {folder}`,"
    yield f"how it looks with `mlops-tutor lesson preview {folder}`."
