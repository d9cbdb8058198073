"""What an ear, a grader and a finder make of the labelled rows, and how long each took. Nothing is counted here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Literal, NamedTuple, TypeVar

from evals.data import Answer, Open, Question, Reply, Set
from tutor.lesson.model import Criterion, Explain, Lesson
from tutor.teaching.roles import Ear, FoundAnswer, Grade, Grader

Said = Literal["yes", "no", "unknown"]
Made = TypeVar("Made")


class OfFact(NamedTuple):
    """What was read of one fact."""

    said: Said
    confirm: bool
    """The lesson would ask before it counts; never so for unknown."""
    evidence: str


class Understood(NamedTuple):
    """A reply, and what was made of it."""

    row: Reply
    asked: OfFact
    others: dict[str, OfFact]
    """Of facts that were not asked for."""
    seconds: float


class Judged(NamedTuple):
    """An answer, and the grade that it got."""

    row: Answer | Open
    grade: Grade
    seconds: float


class Looked(NamedTuple):
    """A question, and the entry that was found for it."""

    row: Question
    entry: str | None
    nearest: tuple[str, ...]
    seconds: float


class Run(NamedTuple):
    """Everything that one ear, one grader and one finder made of the rows."""

    name: str
    """Who listened and graded: `offline`, or the model's name."""
    replies: Sequence[Understood] = ()
    answers: Sequence[Judged] = ()
    open_answers: Sequence[Judged] = ()
    questions: Sequence[Looked] = ()
    requests: int = 0
    """That a model answered."""
    failures: int = 0
    """Requests that failed; the lesson's own rules decided alone there."""


UNKNOWN = OfFact("unknown", False, "")


def check(lesson: Lesson, rows: Set) -> None:
    """See that the rows are about the lesson.

    Raises:
        ValueError: a row asks for a fact, an item with a rubric or an entry that the lesson does not have.
    """
    facts, items = {fact.id for fact in lesson.facts}, lesson.asked_items()
    entries = {question.id for question in lesson.questions}
    for reply in rows.replies:
        for fact in (reply.question, *reply.also):
            if fact not in facts:
                raise ValueError(f'{reply.id}: the lesson has no fact "{fact}"')
    for answer in rows.answers:
        if not isinstance(items.get(answer.item), Explain):
            raise ValueError(f'{answer.id}: the lesson has no item "{answer.item}" with a rubric')
    for asked in rows.questions:
        for entry in (asked.entry, *asked.also):
            if entry is not None and entry not in entries:
                raise ValueError(f'{asked.id}: the lesson has no entry "{entry}"')


def understood(lesson: Lesson, ear: Ear, rows: Iterable[Reply]) -> list[Understood]:
    """Each reply as it is first read, before anything is confirmed."""
    found = []
    for row in rows:
        heard, seconds = _timed(partial(ear.understand, lesson, row.question, row.reply))
        read = {
            reading.fact: OfFact("yes" if reading.value else "no", not reading.plain, reading.evidence)
            for reading in heard.readings
            if reading.value is not None
        }
        asked = read.pop(row.question, UNKNOWN)
        found.append(Understood(row, asked, read, seconds))
    return found


def judged(lesson: Lesson, grader: Grader, rows: Iterable[Answer]) -> list[Judged]:
    """Each answer to an item of the lesson with its grade."""
    items = lesson.asked_items()
    found = []
    for row in rows:
        item = items[row.item]
        assert isinstance(item, Explain)
        found.append(Judged(row, *_timed(partial(grader.grade, item, item.question, row.answer))))
    return found


def judged_anywhere(grader: Grader, rows: Iterable[Open]) -> list[Judged]:
    """Each answer to a question from anywhere with its grade."""
    return [Judged(row, *_timed(_judging(grader, row))) for row in rows]


def _judging(grader: Grader, row: Open) -> Callable[[], Grade]:
    if row.reference:
        return partial(grader.grade_reference, row.question, row.reference, row.answer)
    points = [Criterion(id=str(number), text=text, missing=text) for number, text in enumerate(row.points, 1)]
    return partial(grader.grade_points, row.question, points, row.answer)


def looked_up(find: Callable[[str], FoundAnswer], rows: Iterable[Question]) -> list[Looked]:
    """Each question with the entry that answers it, or none."""
    found = []
    for row in rows:
        answer, seconds = _timed(partial(find, row.question))
        entry = answer.question.id if answer.question else None
        found.append(Looked(row, entry, tuple(one.id for one in answer.nearest), seconds))
    return found


def _timed(make: Callable[[], Made]) -> tuple[Made, float]:
    start = time.perf_counter()
    made = make()
    return made, time.perf_counter() - start
