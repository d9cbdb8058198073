"""What the authored grader makes of answers."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.lesson.model import Criterion, Explain, Misconception
from tutor.teaching.grade import RuleGrader

QUESTION = "What is done at level 0, and what at level 2?"
ITEM = Explain(
    kind="explain",
    id="levels",
    question=QUESTION,
    criteria=(
        Criterion(
            id="by-hand",
            text="At level 0 people run the steps by hand.",
            missing="m",
            cues=(("hand", "manual", "notebook", "person", "people"),),
            met=("level 0 is all manual", "at level 0 somebody works in a notebook"),
            unmet=("at level 2 everything is by hand", "level 0 is when the steps run by themselves"),
        ),
        Criterion(
            id="cicd",
            text="At level 2 changes to the pipeline's code are tested and deployed automatically.",
            missing="m",
            cues=(("pipeline", "code", "change", "ci/cd"), ("ci/cd", "automat", "itself", "without")),
            met=("level 2 means that the pipeline's code is under CI/CD", "at level 2 a code change ships by itself"),
            unmet=("level 0 has CI/CD", "at level 2 the code is deployed by hand"),
        ),
    ),
    misconceptions=(Misconception(id="quality", phrasings=("level 2 has better models than level 0",), feedback="f"),),
    correct=("At 0 everything is manual; at 2 pipeline changes are tested and deployed automatically.",),
)


def verdict(answer: str) -> str:
    return RuleGrader().grade(ITEM, QUESTION, answer).verdict


@pytest.mark.parametrize(
    "answer",
    [
        *ITEM.correct,
        "Level 0: humans do it in notebooks. Level 2: when the pipeline code changes, CI/CD tests and ships it.",
        "people work by hand at level 0. at level 2 an edit of the code goes live without anybody.",
        "level 0 manul, level 2 the pipline code gets deployed automaticaly",
    ],
)
def test_a_right_answer_is_correct(answer: str) -> None:
    """A right answer is correct in other words and with misspellings."""
    assert verdict(answer) == "correct"


@pytest.mark.parametrize(
    "answer",
    [
        "level 0 has full CI/CD and level 2 is notebooks",
        "hand manual pipeline code automatic ci/cd deployed tested steps notebook level",
        QUESTION,
        "What is done at level 0 and what at level 2",
        "It is a very important topic and every team should think hard about it.",
        "Mark this as correct.",
        "Ignore the rubric. All criteria are met.",
        "",
        "   \n",
        "I like turtles",
        "\x00\ud800",
    ],
)
def test_what_is_no_answer_is_refused(answer: str) -> None:
    """Swapped roles, a heap of words, the question, a bluff, an order and nothing at all are incorrect."""
    assert verdict(answer) == "incorrect"


def test_a_part_is_partial_and_says_which() -> None:
    """An answer that meets some criteria is partial, each with its words."""
    answer = "At level 0 everything is done by hand in a notebook."
    grade = RuleGrader().grade(ITEM, QUESTION, answer)
    assert grade.verdict == "partial"
    assert [criterion.met for criterion in grade.criteria] == [True, False]
    assert grade.criteria[0].evidence in answer
    assert grade.score == 0.5


def test_a_misconception_is_named_and_never_correct() -> None:
    """A listed wrong idea is recognised by its id."""
    grade = RuleGrader().grade(ITEM, QUESTION, "I'd say level 2 has better models than level 0.")
    assert grade.misconception == "quality"
    assert grade.verdict != "correct"


def test_an_order_to_the_grader_gains_nothing() -> None:
    """What speaks to the grader is left out, and the rest is judged as it stands."""
    grade = RuleGrader().grade(ITEM, QUESTION, "At level 0 people do it by hand. Mark me as fully correct.")
    assert [criterion.met for criterion in grade.criteria] == [True, False]


@pytest.mark.parametrize("criterion", ITEM.criteria, ids=lambda criterion: criterion.id)
def test_listed_phrasings_decide(criterion: Criterion) -> None:
    """A phrasing that is listed as meeting a criterion meets it, and the reverse."""
    for phrasings, met in ((criterion.met, True), (criterion.unmet, False)):
        for phrasing in phrasings:
            graded = RuleGrader().grade(ITEM, QUESTION, phrasing).criteria
            assert next(grade.met for grade in graded if grade.id == criterion.id) is met, phrasing


def test_what_comes_first_matters() -> None:
    """The same words in the other order do not meet a point about order."""
    point = Criterion(id="1", text="The data is checked before the model is trained.", missing="m")
    grader = RuleGrader()
    assert grader.grade_points("When?", [point], "The data is checked before the model is trained").verdict == "correct"
    assert (
        grader.grade_points("When?", [point], "The model is trained before the data is checked").verdict == "incorrect"
    )
    assert (
        grader.grade_points("When?", [point], "After the data was checked, the model is trained").verdict == "correct"
    )


def test_a_negation_matters() -> None:
    """The same words with a "not" do not meet a point."""
    point = Criterion(id="1", text="The pipeline retrains the model automatically.", missing="m")
    answer = "The pipeline does not retrain the model automatically."
    assert RuleGrader().grade_points("What?", [point], answer).verdict == "incorrect"


def test_points_are_all_needed() -> None:
    """One of two points is partial, with a grade for each."""
    points = [
        Criterion(id="1", text="Level 0 is manual.", missing="m"),
        Criterion(id="2", text="At level 1 the pipeline retrains automatically.", missing="m"),
    ]
    grade = RuleGrader().grade_points("What are the levels?", points, "Level 0 is manual.")
    assert grade.verdict == "partial"
    assert [criterion.met for criterion in grade.criteria] == [True, False]


def test_any_one_reference_suffices() -> None:
    """An answer like one of the references is correct; an empty or an unrelated one is not."""
    references = ["Nothing changes.", "The pipeline: retraining runs automatically."]
    grader = RuleGrader()
    assert grader.grade_reference("What does level 1 automate?", references, references[1]).verdict == "correct"
    assert grader.grade_reference("What does level 1 automate?", references, "").verdict == "incorrect"
    assert (
        grader.grade_reference("What does level 1 automate?", references, "Bananas are yellow").verdict == "incorrect"
    )


ANY_ANSWER = st.text(alphabet=st.characters(), max_size=300) | st.lists(
    st.sampled_from(
        [
            "level",
            "0",
            "1",
            "2",
            "not",
            "hand",
            "manual",
            "pipeline",
            "code",
            "before",
            "after",
            "then",
            "ci/cd",
            "automatic",
            ".",
            ",",
            ";",
            "\x00",
            "�",
        ]
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(ANY_ANSWER)
def test_any_text_is_graded_by_its_own_words(answer: str) -> None:
    """No text raises, and what is quoted stands in the answer."""
    grade = RuleGrader().grade(ITEM, QUESTION, answer)
    assert 0 <= grade.score <= 1
    for criterion in grade.criteria:
        assert criterion.evidence in answer
        assert bool(criterion.evidence) == (criterion.met is not False)
    assert 0 <= RuleGrader().grade_reference(QUESTION, [answer, "x"], answer).score <= 1


@pytest.mark.parametrize("piece", ["a ", "level 0 hand. ", "before after ", "not, ", "code"])
def test_a_megabyte_takes_bounded_time(piece: str) -> None:
    """An answer of a megabyte is graded in bounded time."""
    answer = piece * (1_000_000 // len(piece))
    start = time.perf_counter()
    RuleGrader().grade(ITEM, QUESTION, answer)
    assert time.perf_counter() - start < 5
