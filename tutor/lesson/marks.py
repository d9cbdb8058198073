"""Marks that an author leaves in a pack: what is not written yet, and what a model proposed and nobody has read."""

from __future__ import annotations

from typing import Any

STUB = "TODO:"
"""A text that begins with it is not written yet; what follows says what is wanted."""
DRAFT = "DRAFT:"
"""A Markdown file that begins with it was proposed by a model. In a TOML table it is `draft = true`."""

NOT_WRITTEN = "Not written yet: "
"""What a learner sees at the beginning of a text that is a stub."""
NOT_READ = "*A draft: nobody has checked this yet.*"
"""What a learner sees beside a text that is a draft."""


def is_stub(text: str) -> bool:
    """Whether a text of a loaded lesson stands for one that is not written yet."""
    return text.startswith(NOT_WRITTEN)


def with_mark(text: str, *, draft: bool) -> str:
    """A text of a table as it is shown: with a word that nobody has checked it, when it is a draft."""
    return f"{text.strip()}\n\n{NOT_READ}" if draft else text.strip()


def told(text: str) -> str:
    """A text of a file as it is shown: a mark at its beginning becomes words that a learner understands."""
    bare = text.lstrip()
    if bare.startswith(STUB):
        return NOT_WRITTEN + bare.removeprefix(STUB).strip()
    if bare.startswith(DRAFT):
        return f"{NOT_READ}\n\n{bare.removeprefix(DRAFT).strip()}"
    return text


def told_everywhere(value: Any) -> Any:
    """The tables of a TOML file with every text as it is shown."""
    if isinstance(value, str):
        return told(value)
    if isinstance(value, dict):
        return {key: told_everywhere(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [told_everywhere(inner) for inner in value]
    return value


def marked(source: str) -> bool:
    """Whether a file may hold a mark; finished lessons pay for no more than this look."""
    return STUB in source or DRAFT in source
