"""An answer beside its rubric: where the grader is not sure, the learner says which points it makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from tutor.interface.connect import authored_roles
from tutor.learner import events as ev
from tutor.lesson.model import Criterion, Explain, Lesson
from tutor.teaching.roles import CriterionGrade, Grade, Roles

ITEM = "explain-levels"
ANSWER = "people, then pipelines, then more pipelines"


@dataclass(frozen=True)
class Says:
    """A grader that says of each criterion what it was made to say; None is doubt."""

    met: tuple[bool | None, ...]

    def grade(self, item: Explain, question: str, answer: str) -> Grade:
        ids = [criterion.id for criterion in item.criteria]
        grades = [CriterionGrade(name, met, answer if met else "") for name, met in zip(ids, self.met, strict=True)]
        verdict = "unsure" if None in self.met else "partial"
        return Grade(verdict, 0.5, tuple(grades), "matcher")  # type: ignore[arg-type]

    def grade_reference(self, question: str, references: Sequence[str], answer: str) -> Grade:
        raise AssertionError("a lesson grades items only")

    def grade_points(self, question: str, points: Sequence[Criterion], answer: str) -> Grade:
        raise AssertionError("a lesson grades items only")


@pytest.fixture
def doubted(begin: Callable[..., Any], lesson: Lesson) -> Callable[..., Any]:
    """A learner whose explanation was graded like this, and who is asked about what is in doubt."""

    def start(*met: bool | None, **more: Any) -> Any:
        def roles() -> Roles:
            return Roles(ear=authored_roles(lesson).ear, grader=Says(met))

        driver = begin(roles=roles, **more)
        driver.until(ITEM)
        driver.say(ANSWER)
        return driver

    return start


def test_the_answer_is_laid_beside_the_points_in_doubt(doubted: Callable[..., Any], lesson: Lesson) -> None:
    """An unsure grade asks the learner, listing the criteria in doubt by number and no others."""
    driver = doubted(True, None, None)
    asked = driver.pending
    assert (asked.ask, asked.kind) == (ITEM, "confirm")
    first, second, third = lesson.asked_items()[ITEM].criteria
    assert f"1. {second.text}" in asked.text and f"2. {third.text}" in asked.text
    assert first.text not in asked.text
    assert not driver.of(ev.HintGiven, turn=True) and not driver.of(ev.AnswerShown, turn=True)


@pytest.mark.parametrize(
    ("reply", "verdict", "met"),
    [
        ("yes", "correct", [True, True, True]),
        ("all", "correct", [True, True, True]),
        ("1 2", "correct", [True, True, True]),
        ("1, 2", "correct", [True, True, True]),
        ("1 and 2", "correct", [True, True, True]),
        ("2", "partial", [True, False, True]),
        ("no", "partial", [True, False, False]),
        ("none", "partial", [True, False, False]),
    ],
)
def test_the_learner_judges(doubted: Callable[..., Any], reply: str, verdict: str, met: list[bool]) -> None:
    """Yes is all, no is none, numbers are those; the grade is the learner's, and follows from the points."""
    driver = doubted(True, None, None)
    driver.say(reply)
    graded = driver.of(ev.AnswerGraded, turn=True)[0]
    assert (graded.verdict, graded.by) == (verdict, "learner")
    assert [criterion.met for criterion in graded.criteria] == met
    assert driver.pending.kind != "confirm"


def test_no_point_at_all_is_incorrect(doubted: Callable[..., Any]) -> None:
    """When no point is met the verdict is incorrect, and a hint comes."""
    driver = doubted(None, None, None)
    driver.say("no")
    assert driver.of(ev.AnswerGraded, turn=True)[0].verdict == "incorrect"
    assert [event.rung for event in driver.of(ev.HintGiven, turn=True)] == [1]
    assert (driver.pending.ask, driver.pending.kind) == (ITEM, "check")


def test_a_doubted_answer_is_one_attempt(doubted: Callable[..., Any]) -> None:
    """The answer and the learner's judgement of it are one attempt together."""
    driver = doubted(None, None, None)
    driver.say("no")
    assert driver.state.ask(ITEM).attempts == 1


@pytest.mark.parametrize("reply", ["", "3", "0.5", "purple", "1 7", "What is CI/CD?", "/help", "/progress", "²"])
def test_what_is_no_judgement_leaves_the_question(doubted: Callable[..., Any], reply: str) -> None:
    """Anything but yes, no and the numbers on the page judges nothing, and the question stands."""
    driver = doubted(True, None, None)
    before = driver.pending
    driver.say(reply)
    assert driver.pending == before
    assert not driver.of(ev.AnswerGraded, turn=True)


def test_a_doubt_can_be_skipped(doubted: Callable[..., Any]) -> None:
    """`/skip` leaves the doubt: the answer is shown, and the item comes back once."""
    driver = doubted(True, None, None)
    driver.say("/skip")
    assert driver.of(ev.AnswerShown, turn=True)
    assert driver.pending.kind != "confirm"
    driver.finish()


@pytest.mark.parametrize("command", ["/back", "/quiz", "/level"])
def test_a_doubt_does_not_follow_the_learner(doubted: Callable[..., Any], command: str) -> None:
    """Whoever goes to another stage is not asked about the doubt there."""
    driver = doubted(True, None, None)
    driver.say(command)
    assert driver.pending.kind != "confirm"
    driver.finish()


def test_a_doubt_survives_leaving(doubted: Callable[..., Any], begin: Callable[..., Any]) -> None:
    """Leaving at the doubt and coming back asks about it in the same words."""
    driver = doubted(True, None, None)
    again = begin(history=driver.events, session="again")
    assert again.pending == driver.pending


def test_points_that_the_learner_granted_are_pooled(doubted: Callable[..., Any]) -> None:
    """A point that the learner found in the answer need not be made again."""
    driver = doubted(None, False, None)
    driver.say("1")
    assert driver.of(ev.AnswerGraded, turn=True)[0].verdict == "partial"
    driver.say(ANSWER)
    graded = driver.of(ev.AnswerGraded, turn=True)[0]
    assert graded.criteria[0].met is True
