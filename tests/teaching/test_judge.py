"""Verdicts that code computes: predictions, choices and orders, however they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.lesson.model import Choice, Option, Order
from tutor.teaching.judge import Answered, judge_choice, judge_order, judge_predict

CHOICE = Choice(
    kind="choice",
    id="c",
    question="?",
    key="by-itself",
    options=(
        Option(id="copied", text="An engineer copies it."),
        Option(id="merge", text="It goes live with the next merge."),
        Option(id="by-itself", text="The pipeline puts it into service."),
    ),
)
ORDER = Order(
    kind="order",
    id="o",
    question="?",
    key=("two", "three", "one"),
    options=(Option(id="one", text="One"), Option(id="two", text="Two"), Option(id="three", text="Three")),
)
RIGHT = Answered("correct")


@pytest.mark.parametrize(
    "reply",
    [
        "1",
        " 1 ",
        "level 1",
        "Level 1.",
        "it returns 1",
        "(1)",
        "one",
        "= 1",
        "I think it is 1",
        "1!",
        "uno",
        "eins",
        "1, because there is no CI/CD",
        "1 because level 2 needs both",
    ],
)
def test_a_level_is_read(reply: str) -> None:
    """A reply that names one level is compared with the function's."""
    assert judge_predict(1, reply) == RIGHT
    wrong = judge_predict(0, reply)
    assert wrong is not None and (wrong.verdict, wrong.wrong) == ("incorrect", "1")


@pytest.mark.parametrize(
    "reply", ["", "no", "a", "1 or 2", "between 0 and 1", "3.5", "50%", "I don't know", "version v2x"]
)
def test_no_single_level_is_no_answer(reply: str) -> None:
    """A reply that names no level, or more than one, is not graded."""
    assert judge_predict(1, reply) is None


@pytest.mark.parametrize("level", ["-1", "3", "12"])
def test_a_level_that_does_not_exist_is_wrong(level: str) -> None:
    """Another number is an answer, and a wrong one."""
    assert judge_predict(1, level) == Answered("incorrect", level)


@pytest.mark.parametrize(
    "reply",
    [
        "c",
        "C",
        " c ",
        "c)",
        "(c)",
        "c.",
        "option c",
        "answer c",
        "it's c",
        "The pipeline puts it into service.",
        "the pipeline puts it into service",
        "pipeline puts it into",
    ],
)
def test_an_option_is_read(reply: str) -> None:
    """A label, or the option's text, chooses it."""
    assert judge_choice(CHOICE, reply) == RIGHT


def test_a_wrong_option_is_named() -> None:
    """A wrong choice says which option it was."""
    assert judge_choice(CHOICE, "b") == Answered("incorrect", "merge")


@pytest.mark.parametrize("reply", ["", "z", "d", "e", "a b", "it", "pipeline", "3", "yes", "…", "İ", "ſ"])
def test_what_names_no_option_is_no_answer(reply: str) -> None:
    """Anything else is not graded."""
    assert judge_choice(CHOICE, reply) is None


@pytest.mark.parametrize(
    "reply",
    ["b c a", "b, c, a", "B C A", "bca", "b,c,a", "b > c > a", "b → c → a", "b - c - a", " b  c a ", "b;c;a", "b c a."],
)
def test_an_order_is_read(reply: str) -> None:
    """Labels separated by blanks, commas or arrows, or written together, are an order."""
    assert judge_order(ORDER, reply) == RIGHT


@pytest.mark.parametrize("reply", ["a b c", "c b a", "cab"])
def test_another_order_is_wrong(reply: str) -> None:
    """Every label once in another order is an answer, and a wrong one."""
    assert judge_order(ORDER, reply) == Answered("incorrect")


@pytest.mark.parametrize("reply", ["", "a", "a b", "a b b", "a b c d", "one two three", "1 2 3", "b c a please"])
def test_no_complete_order_is_no_answer(reply: str) -> None:
    """A label that is missing, doubled or unknown makes it no answer."""
    assert judge_order(ORDER, reply) is None


@given(st.text(st.characters()))
def test_any_text_is_judged_without_an_error(reply: str) -> None:
    """No text makes a judge raise."""
    for judged in (judge_predict(1, reply), judge_choice(CHOICE, reply), judge_order(ORDER, reply)):
        assert judged is None or judged.verdict in ("correct", "incorrect")
