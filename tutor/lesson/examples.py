"""What learners wrote before, as a pack lists it: statements for a rubric's criteria, and questions with their entry.

`examples/statements.jsonl` and `examples/questions.jsonl` are read when they are first needed: teaching never waits for
them. What stands there is learned from, and never shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from tutor.lesson.model import Lesson
from tutor.lesson.pack import Pack
from tutor.lesson.validate import nearest

STATEMENTS = "examples/statements.jsonl"
QUESTIONS = "examples/questions.jsonl"
_ENTRIES = "questions.toml"
WEIGHTS = "ear.json"
"""What was fitted on replies to the lesson's questions about facts."""


class Statement(BaseModel):
    """A sentence as learners write it, and whether it meets a criterion of an item."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    item: str
    criterion: str
    text: str
    met: bool

    @property
    def key(self) -> str:
        return f"{self.item}, {self.criterion}"


class AskedBefore(BaseModel):
    """A question as learners put it, and the entry of `questions.toml` that answers it; null where none does."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    question: str
    entry: str | None


Row = TypeVar("Row", bound=BaseModel)


def read_statements(lesson: Lesson) -> tuple[Statement, ...]:
    """The statements of the pack that the lesson was read from; a line that is not in order is passed over."""
    return tuple(_rows(lesson.folder / STATEMENTS, Statement))


def read_questions(lesson: Lesson) -> tuple[AskedBefore, ...]:
    """The questions of the pack that the lesson was read from; a line that is not in order is passed over."""
    return tuple(_rows(lesson.folder / QUESTIONS, AskedBefore))


def check_examples(pack: Pack, lesson: Lesson) -> None:
    """Note lines that are not in order, that are about what the lesson does not have, or that contradict another."""
    items = lesson.asked_items()
    criteria = {name: {c.id for c in getattr(item, "criteria", ())} for name, item in items.items()}
    said: dict[tuple[str, str, str], tuple[int, bool]] = {}
    strange: dict[tuple[str, str], list[int]] = {}
    for number, row in _lines(pack, STATEMENTS, Statement):
        if isinstance(row, str):
            pack.find("broken-example", STATEMENTS, f"{row}; write item, criterion, text and met", line=number)
            continue
        if row.criterion not in criteria.get(row.item, ()):
            strange.setdefault((row.item, row.criterion), []).append(number)
            continue
        place = (row.item, row.criterion, " ".join(row.text.lower().split()))
        first, met = said.setdefault(place, (number, row.met))
        if met is not row.met:
            message = f"line {first} says the opposite of the same words; keep the one that is right"
            pack.find("broken-example", STATEMENTS, message, line=number)
    if not pack.mended.keys() - {_ENTRIES}:  # behind a stand-in there may be what the lines are about
        known = sorted(f"{item}, {criterion}" for item, own in criteria.items() for criterion in own)
        for (item, criterion), lines in strange.items():
            what = f"there is no criterion “{criterion}” of an item “{item}”{nearest(f'{item}, {criterion}', known)}"
            pack.find("broken-example", STATEMENTS, what + _more(lines), line=lines[0])
    _check_questions(pack, {question.id for question in lesson.questions})


def _check_questions(pack: Pack, entries: set[str]) -> None:
    strange: dict[str, list[int]] = {}
    for number, asked in _lines(pack, QUESTIONS, AskedBefore):
        if isinstance(asked, str):
            pack.find("broken-example", QUESTIONS, f"{asked}; write question and entry", line=number)
        elif asked.entry is not None and asked.entry not in entries:
            strange.setdefault(asked.entry, []).append(number)
    if _ENTRIES not in pack.mended:
        for entry, lines in strange.items():
            what = f"{_ENTRIES} has no entry “{entry}”{nearest(entry, sorted(entries))}"
            pack.find("broken-example", QUESTIONS, what + _more(lines), line=lines[0])


def _more(lines: Sequence[int]) -> str:
    """How many lines have the fault of the first."""
    return f" ({len(lines)} lines, this is the first)" if len(lines) > 1 else ""


def _lines(pack: Pack, name: str, kind: type[Row]) -> Iterator[tuple[int, Row | str]]:
    text = pack.text(name, required=False)
    lines = enumerate((text or "").splitlines(), 1)
    return ((number, _row(kind, line)) for number, line in lines if line.strip())


def _rows(path: Path, kind: type[Row]) -> Iterator[Row]:
    """Every line that is in order; nothing for a file that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for line in lines:
        row = _row(kind, line)
        if not isinstance(row, str):
            yield row


def _row(kind: type[Row], line: str) -> Row | str:
    """A line as what it is, or what is wrong with it."""
    try:
        return kind.model_validate(json.loads(line))
    except ValidationError as invalid:
        problem = invalid.errors(include_url=False)[0]
        return f"{'.'.join(map(str, problem['loc'])) or 'the line'}: {problem['msg'].lower()}"
    except (ValueError, RecursionError):
        return "not JSON"
