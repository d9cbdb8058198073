"""Which authored answer belongs to a learner's question."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.lesson.model import Lesson, Question
from tutor.teaching.find_answer import Finder
from tutor.teaching.roles import FoundAnswer

QUESTIONS = (
    Question(
        id="kubernetes",
        ask=("Do I need Kubernetes?", "can I do this without k8s", "must everything be in containers"),
        answer="No. A scheduler is enough.",
        keywords=("kubernetes", "k8s", "docker"),
    ),
    Question(
        id="skip",
        ask=("Can I skip level 1?", "can we go straight from 0 to 2", "why not jump directly to level 2"),
        answer="Level 2 contains level 1.",
        keywords=("skip", "jump", "straight"),
    ),
    Question(
        id="drift",
        ask=("What is drift?", "why do models get worse over time", "data drift or concept drift"),
        answer="The world changes and the model does not.",
        keywords=("drift", "decay"),
    ),
    Question(
        id="rollback",
        ask=("What is a rollback?", "how do we go back to the old model", "how do we undo a deployment"),
        answer="Return to the model before.",
        keywords=("rollback", "undo", "revert"),
    ),
)


def find_answer(questions: tuple[Question, ...], text: str) -> FoundAnswer:
    """The answer in a lesson that has these questions and lists no others."""
    return Finder(Lesson.model_construct(questions=questions, folder=Path("nowhere"))).find(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("is kubernetes really needed?", "kubernetes"),
        ("do I ned kubernetis", "kubernetes"),
        ("do we need docker for this", "kubernetes"),
        ("may we jump straight to level 2", "skip"),
        ("what's concept drift", "drift"),
        ("explain drift to me", "drift"),
        ("how can I undo a bad deployment?", "rollback"),
        *((ask, question.id) for question in QUESTIONS for ask in question.ask),
    ],
)
def test_the_right_entry_answers(text: str, wanted: str) -> None:
    """A covered question gets its entry, in other words and misspelt."""
    found = find_answer(QUESTIONS, text).question
    assert found is not None
    assert found.id == wanted


@pytest.mark.parametrize(
    "text", ["what's the capital of France", "how do I tune a learning rate", "who are you", "", "??", "\x00"]
)
def test_what_is_not_covered_gets_the_nearest_and_no_answer(text: str) -> None:
    """An uncovered question gets no answer, and at most three questions that the lesson can answer."""
    found = find_answer(QUESTIONS, text)
    assert found.question is None
    assert len(found.nearest) == 3


def test_no_questions_give_no_answer() -> None:
    """A lesson without questions answers none."""
    assert find_answer((), "what is drift?").nearest == ()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_is_looked_up(text: str) -> None:
    """No text raises, and the answer's entry is the nearest."""
    found = find_answer(QUESTIONS, text)
    assert found.question is None or found.question == found.nearest[0]


def test_a_megabyte_takes_bounded_time() -> None:
    """A question of a megabyte is looked up in bounded time."""
    start = time.perf_counter()
    find_answer(QUESTIONS, "drift kubernetes " * 60_000)
    assert time.perf_counter() - start < 2


def learning() -> Finder:
    """One that lists enough questions to learn from them."""
    from tutor.lesson.examples import AskedBefore

    about = {
        "drift": "the world changed under the model",
        "rollback": "put the old model back in service",
        None: "cake",
    }
    listed = [
        AskedBefore(question=f"question {number}: {words}?", entry=entry)
        for number in range(100)
        for entry, words in about.items()
    ]
    return Finder(Lesson.model_construct(questions=QUESTIONS, folder=Path("nowhere")), listed)


def test_learning_goes_by_steps_and_a_question_takes_what_is_left() -> None:
    """Half learned in the background, a question is answered as by a finder that learned at once."""
    at_once, by_steps = learning(), learning()
    steps = by_steps.warm_up()
    next(steps), next(steps)
    asked = "the world changed, didn't it"
    assert by_steps.find(asked) == at_once.find(asked)
    assert list(steps) == list(by_steps.warm_up()) == []
    found = at_once.find(asked).question
    assert found is not None
    assert found.id == "drift"


def test_a_fault_while_learning_shows_itself_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of what was to be learned is never taken for all of it."""
    finder = learning()
    with monkeypatch.context() as patched:
        patched.setattr("tutor.teaching.fitted.ridge.Counted.add", lambda *_: 1 / 0)
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                finder.find("the world changed")
    assert finder.find("the world changed").question is not None
