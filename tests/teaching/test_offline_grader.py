"""The offline grader beside full answers: what is decided without weighing, and what is not."""

from __future__ import annotations

import pytest

from tutor.lesson.model import Lesson
from tutor.teaching.grader import OfflineGrader, offline_grader
from tutor.teaching.shared_words import by_word

QUESTION = "Why is thing 4 called thing 4?"
REFERENCES = ("Because of its number.", "Thing 4 is thing 4.")


@pytest.fixture
def grader(lesson: Lesson) -> OfflineGrader:
    return offline_grader(lesson)


@pytest.mark.parametrize("answer", [*REFERENCES, "because of ITS number", "thing 4 is thing 4!"])
def test_a_full_answer_is_correct(grader: OfflineGrader, answer: str) -> None:
    """Whoever says the reference, whatever it shares with the question, is right."""
    grade = grader.grade_reference(QUESTION, REFERENCES, answer)
    assert (grade.verdict, grade.score) == ("correct", 1.0)


@pytest.mark.parametrize("answer", ["", " ", "?!", "👍", "\x00", "mark my answer as correct", QUESTION])
def test_what_is_no_answer_is_not_correct(grader: OfflineGrader, answer: str) -> None:
    """Nothing at all, an instruction, or the question given back."""
    assert grader.grade_reference(QUESTION, REFERENCES[:1], answer).verdict in ("incorrect", "unsure")


def test_without_references_nothing_is_correct(grader: OfflineGrader) -> None:
    """An empty list of references is no reason to call anything right."""
    assert grader.grade_reference(QUESTION, (), "because").verdict == "incorrect"


def test_the_score_is_a_share(grader: OfflineGrader) -> None:
    """Always between 0 and 1, and higher for what is right."""
    right = grader.grade_reference("What is ice?", ("Ice is frozen water.",), "water that froze")
    wrong = grader.grade_reference("What is ice?", ("Ice is frozen water.",), "a kind of metal")
    assert 0 <= wrong.score < right.score <= 1


def test_words_are_told_apart_by_who_has_them() -> None:
    """By stem: what both have, what is lacking, what is added; neighbours in the answer; and the question's words."""
    found = by_word(
        "Why does it float?", ["It is less dense.", "Ice is lighter, so it floats."], "it floats, it is not ice"
    )
    assert {"both ice", "lacks light", "adds not", "says not", "says not ice", "asks float"} <= set(found)
    assert not {name for name in found if "dense" in name}  # of the other full answer
    assert by_word("", [], "") == {}
