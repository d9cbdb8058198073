"""What is counted of a run, against values worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from evals import figures
from evals.data import Answer, Open, Question, Reply
from evals.figures import Aim
from evals.runs import Judged, Looked, OfFact, Understood
from tutor.teaching.roles import CriterionGrade, Grade

# — understanding —


def reply(right: str, said: str, confirm: bool = False, plain: bool = True, **more: Any) -> Understood:
    others = more.pop("others", {})
    row = Reply(id="r", question="f", reply="words", answer=right, plain=plain, **more)  # type: ignore[arg-type]
    return Understood(row, OfFact(said, confirm, ""), others, 0.01)  # type: ignore[arg-type]


REPLIES = [
    reply("yes", "yes"),
    reply("yes", "yes", confirm=True),
    reply("no", "no", confirm=True, plain=False),
    reply("no", "yes"),
    reply("no", "yes", confirm=True),
    reply("no", "unknown"),
    reply("unknown", "unknown", plain=False),
    reply("unknown", "no"),
]


def test_replies_are_counted() -> None:
    """4 of 8 right, 2 wrong and plain, 3 to be confirmed, 1 heard as unknown."""
    found = figures.understanding(REPLIES)
    assert found["right as first read"] == 4 / 8
    assert found["wrong and not to be confirmed"] == 2 / 8
    assert found["to be confirmed"] == 3 / 8
    assert found["said something, heard as unknown"] == 1 / 8


def test_a_wrong_plain_reading_costs_most() -> None:
    """10 each for two, 2 for a wrong one that is asked about, 1 for unheard, 0.25 for a needless question."""
    costs = [figures.reply_cost(one) for one in REPLIES]
    assert costs == [0, 0.25, 0, 10, 2, 1, 0, 10]
    assert figures.understanding(REPLIES)["cost of a reply"] == sum(costs) / 8


def test_other_facts_are_counted() -> None:
    """Of two other facts that were said one was read; a third was settled although nobody spoke of it."""
    rows = [
        reply("yes", "yes", also={"g": "no"}, others={"g": OfFact("no", False, "")}),
        reply("yes", "yes", also={"g": "no"}, others={"h": OfFact("yes", False, "")}),
        reply("yes", "yes", others={"h": OfFact("yes", True, "")}),
    ]
    assert figures.of_others(rows) == (2, 1, 0, 1)
    wrong = [reply("yes", "yes", also={"g": "no"}, others={"g": OfFact("yes", False, "")})]
    assert figures.of_others(wrong) == (1, 0, 1, 0)


# — grading —


def answer(right: str, verdict: str, *met: bool | None, score: float = 0.0) -> Judged:
    row = Answer(id="a", item="i", answer="words", verdict=right, met={})  # type: ignore[arg-type]
    grades = tuple(CriterionGrade(str(number), one) for number, one in enumerate(met))
    return Judged(row, Grade(verdict, score, grades, "matcher"), 0.01)  # type: ignore[arg-type]


ANSWERS = [
    answer("correct", "correct", True),
    answer("correct", "partial", True, False),
    answer("partial", "correct", True, True),
    answer("incorrect", "incorrect", False),
    answer("incorrect", "correct", True),
    answer("incorrect", "unsure", None),
    answer("correct", "unsure", True, None),
    answer("partial", "unsure", False, None),
]


def test_answers_are_counted() -> None:
    """2 of the 5 decided agree, 1 of 3 wrong ones is called correct, 3 of 8 are unsure."""
    found = figures.grading(ANSWERS)
    assert found["agreement where it decides"] == 2 / 5
    assert found["wrong answers called correct"] == 1 / 3
    assert found["partial answers called correct"] == 1 / 2
    assert found["unsure"] == 3 / 8


def test_what_an_answer_costs() -> None:
    """1 for correct as partial, 2 for partial as correct, 5 for wrong as correct, half for each of three doubts."""
    assert figures.grading(ANSWERS)["cost of an answer"] == (1 + 2 + 5 + 1.5) / 8


def test_a_doubt_is_called_for_where_deciding_would_be_wrong() -> None:
    """With what is in doubt counted as met: the wrong answer becomes correct (a mistake), the other two are right."""
    decided = [figures.without_doubt(one) for one in ANSWERS[-3:]]
    assert decided == ["correct", "correct", "partial"]
    found = figures.grading(ANSWERS)
    assert found["doubts that were called for"] == 1 / 3
    assert found["mistakes that a doubt prevented"] == 1 / 4
    assert found["agreement if it had to decide all"] == 4 / 8


@pytest.mark.parametrize(("score", "decided"), [(0.5, "correct"), (0.49, "incorrect")])
def test_a_doubt_beside_full_answers_goes_by_the_score(score: float, decided: str) -> None:
    """Without criteria the likelier verdict is taken."""
    row = Open(id="o", question="q", answer="a", verdict="correct", reference=("r",))
    assert figures.without_doubt(Judged(row, Grade("unsure", score, (), "matcher"), 0.0)) == decided


# — finding —


def question(entry: str | None, found: str | None, *nearest: str, also: tuple[str, ...] = ()) -> Looked:
    return Looked(Question(id="q", question="?", entry=entry, also=also), found, nearest, 0.01)


def test_questions_are_counted() -> None:
    """Of four covered ones two got an entry that answers them, one another; of two others one got an answer."""
    rows = [
        question("a", "a", "a"),
        question("a", "b", "b", also=("b",)),
        question("a", "c", "c", "a"),
        question("a", None, "b", "c"),
        question(None, None, "a"),
        question(None, "a", "a"),
    ]
    found = figures.finding(rows)
    assert found["covered, answered by the right entry"] == 2 / 4
    assert found["covered, answered by another entry"] == 1 / 4
    assert found["covered, the right entry among the three nearest"] == 3 / 4
    assert found["not covered, given an answer"] == 1 / 2


# — all —


@pytest.mark.parametrize("count", [figures.understanding, figures.grading, figures.finding])
def test_nothing_measured_is_nothing(count: Any) -> None:
    """No row gives zeros, and no error."""
    assert set(count([]).values()) == {0.0}


def test_an_aim_is_a_least_or_a_most() -> None:
    """The bound itself holds."""
    assert Aim(0.9).holds(0.9) and not Aim(0.9).holds(0.89)
    assert Aim(0.02, least=False).holds(0.02) and not Aim(0.02, least=False).holds(0.021)


def test_times_are_ordered() -> None:
    """Of 1 to 100: the median 50.5, 95 within 96, the longest 100."""
    assert figures.times([float(n) for n in range(100, 0, -1)]) == (50.5, 96.0, 100.0)
    assert figures.times([]) == (0.0, 0.0, 0.0)


def test_groups_stand_by_size() -> None:
    """A row counts in each of its groups; the largest stands first."""
    found = figures.groups(["ab", "b", "b"], tuple)
    assert found == {"b": ["ab", "b", "b"], "a": ["ab"]}
    assert list(found) == ["b", "a"]


def test_two_way_figures() -> None:
    """3 of 4 agree; correct: 2/3 and 2/2, so 0.8; the rest: 1/1 and 1/2, so 2/3."""
    found = figures.two_way([(True, True), (True, True), (False, True), (False, False)])
    assert found["accuracy"] == 0.75
    assert found["F1 of correct"] == pytest.approx(0.8)
    assert found["macro-F1"] == pytest.approx((0.8 + 2 / 3) / 2)
