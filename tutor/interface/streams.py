"""`mlops-tutor understand` and `grade`: the ear and the grader for other programs, by JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, StrictStr, ValidationError

from tutor.errors import UsageError
from tutor.interface.connect import staff
from tutor.interface.opening import load
from tutor.interface.settings import Settings, read_settings
from tutor.learner.journal import clean_unicode
from tutor.learner.state import State
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Criterion, Explain, Item, Lesson, Predict, Reflect
from tutor.teaching.judge import judge_choice, judge_order, judge_predict
from tutor.teaching.roles import CriterionGrade, Grade, Roles


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: Any = None


class ReplyLine(_Line):
    """One reply to understand."""

    question: StrictStr
    reply: StrictStr


class AnswerLine(_Line):
    """One answer to grade: by an item of the lesson, by reference answers, or by points."""

    answer: StrictStr
    item: StrictStr | None = None
    question: StrictStr = ""
    reference: list[StrictStr] | None = None
    points: list[StrictStr] | None = None


def understand(*, lesson: str | None, offline: bool, model: str | None = None, base_url: str | None = None) -> int:
    """Read JSON lines from standard input; the exit status is 1 when one of them was malformed."""
    loaded, assessment = load(lesson)
    if not loaded.facts:
        raise UsageError(f'the lesson "{loaded.id}" has no facts; see `mlops-tutor lesson list`')
    roles = _roles(read_settings(lesson=lesson, offline=offline, model=model, base_url=base_url), loaded, assessment)
    return _each_line(lambda raw: understand_line(loaded, roles, ReplyLine.model_validate(raw)))


def understand_line(lesson: Lesson, roles: Roles, line: ReplyLine) -> dict[str, Any]:
    """What the reply says of the fact that was asked for.

    Raises:
        ValueError: the lesson has no such fact.
    """
    if line.question not in (known := [fact.id for fact in lesson.facts]):
        raise ValueError(f'question "{line.question}" is no fact; the facts are {", ".join(known)}')
    understood = roles.ear.understand(lesson, line.question, clean_unicode(line.reply))
    reading = next((r for r in understood.readings if r.fact == line.question and r.value is not None), None)
    if reading is None:
        return {"answer": "unknown", "confirm": False, "evidence": "", "by": "rule"}
    answer = "yes" if reading.value else "no"
    return {"answer": answer, "confirm": not reading.plain, "evidence": reading.evidence, "by": reading.by}


def grade(*, lesson: str | None, offline: bool, model: str | None = None, base_url: str | None = None) -> int:
    """Read JSON lines from standard input; the exit status is 1 when one of them was malformed."""
    loaded, assessment = load(lesson)
    roles = _roles(read_settings(lesson=lesson, offline=offline, model=model, base_url=base_url), loaded, assessment)
    return _each_line(lambda raw: grade_line(loaded, assessment, roles, AnswerLine.model_validate(raw)))


def _roles(settings: Settings, lesson: Lesson, assessment: Assessment | None) -> Roles:
    """The same ear and grader as in the lesson: a model's when one is set."""
    return staff(settings, lesson, assessment).roles(State(tutor="model"))


def grade_line(lesson: Lesson, assessment: Assessment | None, roles: Roles, line: AnswerLine) -> dict[str, Any]:
    """The verdict on one answer.

    Raises:
        ValueError: neither an item, nor reference answers, nor points.
    """
    answer = clean_unicode(line.answer)
    if line.item is not None:
        item = lesson.asked_items().get(line.item)
        if item is None or isinstance(item, Reflect):
            raise ValueError(f'item "{line.item}" is not graded in this lesson')
        graded = grade_item(item, assessment, roles, answer)
    elif line.reference:
        graded = roles.grader.grade_reference(line.question, line.reference, answer)
    elif line.points:
        points = [Criterion(id=str(number), text=text, missing=text) for number, text in enumerate(line.points, 1)]
        graded = roles.grader.grade_points(line.question, points, answer)
    else:
        raise ValueError("give one of item, reference (a list) or points (a list)")
    return {
        "verdict": graded.verdict,
        "score": round(graded.score, 4),
        "criteria": [{"id": c.id, "met": c.met, "evidence": c.evidence} for c in graded.criteria],
        "by": graded.by,
    }


def grade_item(item: Item, assessment: Assessment | None, roles: Roles, answer: str) -> Grade:
    """Grade an answer to an item as the lesson does; what names no option, order or level is incorrect."""
    if isinstance(item, Explain):
        return roles.grader.grade(item, item.question, answer)
    match item.kind:
        case "choice":
            answered = judge_choice(item, answer)
        case "order":
            answered = judge_order(item, answer)
        case "predict" if isinstance(item, Predict) and assessment:
            answered = judge_predict(assessment(item.given).level, answer)
        case _:
            answered = None
    right = answered is not None and answered.verdict == "correct"
    criteria = (CriterionGrade(item.id, right, answer.strip() if right else ""),)
    return Grade("correct" if right else "incorrect", float(right), criteria, "code")


def _each_line(
    handle: Callable[[Any], dict[str, Any]],
    lines: Iterable[bytes] | None = None,
    out: TextIO | None = None,
) -> int:
    """Answer every line in order; a malformed one gets an object with `id` (or null) and `error`."""
    failed = False
    for raw in lines if lines is not None else sys.stdin.buffer:
        if not raw.strip():
            continue
        line_id = None
        try:
            line = json.loads(raw)
            line_id = line.get("id") if isinstance(line, dict) else None
            answered = {"id": line_id, **handle(line)}
        except (ValueError, RecursionError) as error:
            failed = True
            answered = {"id": line_id, "error": _one_line(error)}
        print(json.dumps(answered), file=out or sys.stdout, flush=True)
    return 1 if failed else 0


def _one_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the line"
        return f"{where}: {first['msg']}"
    return " ".join(str(error).split()) or "malformed"
