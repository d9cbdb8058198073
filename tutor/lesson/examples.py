"""What learners wrote before, as a pack lists it: statements for a rubric's criteria, and questions with their entry.

`examples/statements.jsonl` and `examples/questions.jsonl` are read when they are first needed: teaching never waits for
them. What stands there is learned from, and never shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from tutor.lesson.findings import Finding
from tutor.lesson.model import Lesson

STATEMENTS = "examples/statements.jsonl"
QUESTIONS = "examples/questions.jsonl"


class Statement(BaseModel):
    """A sentence as learners write it, and whether it meets a criterion of an item."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    item: str
    criterion: str
    text: str
    met: bool


class AskedBefore(BaseModel):
    """A question as learners put it, and the entry of `questions.toml` that answers it; null where none does."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    question: str
    entry: str | None


class Examples(NamedTuple):
    """All examples of a pack."""

    statements: tuple[Statement, ...]
    questions: tuple[AskedBefore, ...]


Row = TypeVar("Row", bound=BaseModel)


def read_examples(lesson: Lesson) -> Examples:
    """The examples of the pack that the lesson was read from; a line that is not in order is passed over."""
    return Examples(
        tuple(row for row in _rows(lesson.folder / STATEMENTS, Statement) if isinstance(row, Statement)),
        tuple(row for row in _rows(lesson.folder / QUESTIONS, AskedBefore) if isinstance(row, AskedBefore)),
    )


def check_examples(lesson: Lesson) -> list[Finding]:
    """Lines that are not in order, and lines about an item, a criterion or an entry that the lesson does not have."""
    items = lesson.asked_items()
    entries = {question.id for question in lesson.questions}
    found: list[Finding] = []
    for number, row in enumerate(_rows(lesson.folder / STATEMENTS, Statement), 1):
        if isinstance(row, str):
            message = f"{row}; write item, criterion, text and met"
        elif row.item not in items:
            message = f'there is no item "{row.item}"; name one of the lesson\'s'
        elif row.criterion not in {c.id for c in getattr(items[row.item], "criteria", ())}:
            message = f'the item "{row.item}" has no criterion "{row.criterion}"; name one of its criteria'
        else:
            continue
        found.append(Finding(str(lesson.folder / STATEMENTS), number, "error", message))
    for number, asked in enumerate(_rows(lesson.folder / QUESTIONS, AskedBefore), 1):
        if isinstance(asked, str):
            message = f"{asked}; write question and entry"
        elif asked.entry is not None and asked.entry not in entries:
            message = f'there is no entry "{asked.entry}"; name one of questions.toml, or null'
        else:
            continue
        found.append(Finding(str(lesson.folder / QUESTIONS), number, "error", message))
    return found


def _rows(path: Path, kind: type[Row]) -> Iterator[Row | str]:
    """Every line as what it is, or as what is wrong with it; nothing for a file that is not there."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        yield f"cannot be read ({type(error).__name__})"
        return
    for line in lines:
        try:
            yield kind.model_validate(json.loads(line))
        except ValidationError as invalid:
            problem = invalid.errors(include_url=False)[0]
            yield f"{'.'.join(map(str, problem['loc'])) or 'the line'}: {problem['msg'].lower()}"
        except (ValueError, RecursionError):
            yield "not JSON"
