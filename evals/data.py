"""The labelled data: replies, answers and questions, each in a development half and a test half."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.corpora import lines_of
from tutor.learner.events import Verdict

FOLDER = Path(__file__).parent / "data"
Half = Literal["development", "test"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    tags: tuple[str, ...] = ()
    """What is difficult about it."""
    author: str = ""
    """The manner in which it was written."""


class Reply(_Row):
    """A reply to a diagnostic question, as `mlops-tutor understand` takes it."""

    question: str
    """The fact that was asked for."""
    reply: str
    answer: Literal["yes", "no", "unknown"]
    plain: bool
    """A careful colleague would take it as settled without asking back."""
    also: dict[str, Literal["yes", "no", "unknown"]] = {}
    """Other facts that the same reply plainly settles."""


class Answer(_Row):
    """An answer to an item of the lesson, with the criteria that it meets."""

    item: str
    answer: str
    verdict: Verdict
    met: dict[str, bool]


class Labelled(BaseModel):
    """An answer to learn from."""

    model_config = ConfigDict(frozen=True)
    item: str
    answer: str
    met: dict[str, bool]
    wrong: bool = False
    """It also says something that is not so."""


class Heard(BaseModel):
    """A reply to learn from."""

    model_config = ConfigDict(frozen=True)
    question: str
    reply: str
    answer: Literal["yes", "no", "unknown"]


class General(BaseModel):
    """An answer to learn from, to a question from anywhere."""

    model_config = ConfigDict(frozen=True)
    question: str
    answer: str
    reference: tuple[str, ...] = ()
    label: str = ""
    points: tuple[str, ...] = ()
    met: tuple[bool, ...] = ()


class Open(_Row):
    """An answer to a question from anywhere, judged by full answers (any one suffices) or points (all are needed)."""

    question: str
    answer: str
    verdict: Verdict
    reference: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


class Question(_Row):
    """A learner's question, with the entry that answers it, or none."""

    question: str
    entry: str | None
    also: tuple[str, ...] = ()
    """Other entries that would do."""


Row = TypeVar("Row", bound=BaseModel)


def read(path: Path, kind: type[Row]) -> list[Row]:
    """The rows of a JSON-lines file.

    Raises:
        ValueError: names the file and the line of a row that is not in order.
        OSError: the file cannot be read.
    """
    return [_row(kind, raw, f"{path}:{number}") for number, raw in _objects(path)]


def _row(kind: type[Row], raw: Any, place: str) -> Row:
    try:
        return kind.model_validate(raw)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "the line"
        raise ValueError(f"{place}: {field}: {first['msg'].lower()}") from invalid


def _objects(path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines_of(path), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"{path}:{number}: not JSON ({error})") from error


class Set(NamedTuple):
    """Everything that is measured in one run."""

    replies: Sequence[Reply] = ()
    answers: Sequence[Answer] = ()
    open_answers: Sequence[Open] = ()
    questions: Sequence[Question] = ()


def read_set(folder: Path) -> Set:
    """The rows of a folder's `replies`, `answers`, `references` and `questions.jsonl`; what is missing is empty.

    Raises:
        ValueError: names the file and the line of a row that is not in order, or the folder that has none of the files.
        OSError: a file cannot be read.
    """
    kinds: dict[str, type[BaseModel]] = {
        "replies": Reply, "answers": Answer, "references": Open, "questions": Question,
    }  # fmt: skip
    if not any((folder / f"{name}.jsonl").exists() for name in kinds):
        raise ValueError(f"{folder} holds none of {', '.join(f'{name}.jsonl' for name in kinds)}")
    found: list[Any] = []
    for name, kind in kinds.items():
        path = folder / f"{name}.jsonl"
        found.append(read(path, kind) if path.exists() else [])
    return Set(*found)


def replies(half: Half) -> list[Reply]:
    return read(FOLDER / half / "replies.jsonl", Reply)


def answers(half: Half) -> list[Answer]:
    return read(FOLDER / half / "answers.jsonl", Answer)


def open_answers(half: Half) -> list[Open]:
    return read(FOLDER / half / "references.jsonl", Open)


def questions(half: Half) -> list[Question]:
    return read(FOLDER / half / "questions.jsonl", Question)
