"""Figures of a run: shares, costs and times, and whether they are what is aimed at. No text is made here."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from evals.measures import accuracy, f1_by_label, kappa, macro_f1, weighted_cost
from evals.runs import UNKNOWN, Judged, Looked, Understood

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)

WRONG_PLAIN, WRONG_CONFIRMED, UNHEARD, NEEDLESS = 10.0, 2.0, 1.0, 0.25
"""What a reply costs that is read wrongly as plain; wrongly, but to be confirmed; not at all although it says; rightly,
but to be confirmed although it was plain. All else costs nothing."""

GRADE_COSTS = {
    ("incorrect", "correct"): 5.0, ("correct", "incorrect"): 3.0, ("partial", "correct"): 2.0,
    ("correct", "partial"): 1.0, ("partial", "incorrect"): 1.0, ("incorrect", "partial"): 1.0,
    ("correct", "unsure"): 0.5, ("partial", "unsure"): 0.5, ("incorrect", "unsure"): 0.5,
}  # fmt: skip
"""What an answer costs that is (first) and was graded (second); after `unsure` the learner compares with the rubric."""


class Aim(NamedTuple):
    """What a figure should be."""

    bound: float
    further: float | None = None
    """What it should come to after that."""
    least: bool = True
    """At least; else at most."""

    def holds(self, value: float) -> bool:
        return value >= self.bound if self.least else value <= self.bound


UNDERSTANDING = {
    "right as first read": Aim(0.85, 0.95),
    "wrong and not to be confirmed": Aim(0.02, 0.01, least=False),
    "to be confirmed": Aim(0.30, 0.15, least=False),
}
GRADING = {
    "agreement where it decides": Aim(0.88),
    "wrong answers called correct": Aim(0.02, least=False),
    "unsure": Aim(0.12, least=False),
}
FINDING = {
    "covered, answered by the right entry": Aim(0.90),
    "not covered, given an answer": Aim(0.05, least=False),
}
CORPUS = Aim(0.74)
"""Macro-F1 over correct and not correct, on questions that were not learned from."""


def share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def groups(rows: Iterable[Row], keys: Callable[[Row], Iterable[Key]]) -> dict[Key, list[Row]]:
    """The rows by each of their keys, the largest group first."""
    found: dict[Key, list[Row]] = {}
    for row in rows:
        for key in keys(row):
            found.setdefault(key, []).append(row)
    return dict(sorted(found.items(), key=lambda one: (-len(one[1]), str(one[0]))))


class Times(NamedTuple):
    """Seconds for each of several things."""

    median: float
    most: float
    """95 % took no longer."""
    longest: float


def times(seconds: Sequence[float]) -> Times:
    if not seconds:
        return Times(0.0, 0.0, 0.0)
    ordered = sorted(seconds)
    return Times(statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], ordered[-1])


# — understanding —


def is_right(one: Understood) -> bool:
    """As first read, before any confirmation."""
    return one.asked.said == one.row.answer


def is_wrong_and_plain(one: Understood) -> bool:
    """A wrong yes or no that nobody is asked about: the worst that can happen."""
    return not is_right(one) and one.asked.said != "unknown" and not one.asked.confirm


def understanding_pairs(rows: Iterable[Understood]) -> list[tuple[str, str]]:
    return [(one.row.answer, one.asked.said) for one in rows]


def understanding(rows: Sequence[Understood]) -> dict[str, float]:
    """Shares of the replies and what they cost, by name."""
    count, pairs = len(rows), understanding_pairs(rows)
    others = of_others(rows)
    return {
        "right as first read": share(sum(map(is_right, rows)), count),
        "wrong and not to be confirmed": share(sum(map(is_wrong_and_plain, rows)), count),
        "to be confirmed": share(sum(one.asked.confirm for one in rows), count),
        "said something, heard as unknown": share(
            sum(one.asked.said == "unknown" != one.row.answer for one in rows), count
        ),
        "macro-F1": macro_f1(pairs),
        "cost of a reply": sum(map(reply_cost, rows)) / count if count else 0.0,
        "other facts: right": share(others.right, others.said),
        "other facts: wrong and not to be confirmed": share(others.wrong, others.said),
        "settled another fact that was not plainly said": share(others.unsaid, count),
    }


def reply_cost(one: Understood) -> float:
    if is_wrong_and_plain(one):
        return WRONG_PLAIN
    if not is_right(one):
        return WRONG_CONFIRMED if one.asked.confirm else UNHEARD
    return NEEDLESS if one.asked.confirm and one.row.plain else 0.0


class Others(NamedTuple):
    """How other facts fared than the one that was asked for."""

    said: int
    """Plainly said in the replies."""
    right: int
    wrong: int
    """A wrong yes or no that would not be confirmed."""
    unsaid: int
    """Replies that settled, without asking, a fact of which they do not plainly speak."""


def of_others(rows: Iterable[Understood]) -> Others:
    said = right = wrong = unsaid = 0
    for one in rows:
        for fact, answer in one.row.also.items():
            read = one.others.get(fact, UNKNOWN)
            said += 1
            right += read.said == answer
            wrong += read.said not in (answer, "unknown") and not read.confirm
        unsaid += any(fact not in one.row.also and not read.confirm for fact, read in one.others.items())
    return Others(said, right, wrong, unsaid)


# — grading —


def grading_pairs(rows: Iterable[Judged]) -> list[tuple[str, str]]:
    return [(one.row.verdict, one.grade.verdict) for one in rows]


def decided(rows: Iterable[Judged]) -> list[tuple[str, str]]:
    """Without those that the grader leaves to the learner."""
    return [pair for pair in grading_pairs(rows) if pair[1] != "unsure"]


def without_doubt(one: Judged) -> str:
    """The verdict if the grader had to decide: what is in doubt counts as met, which is likelier than not.

    By full answers: the likelier of correct and incorrect.
    """
    if one.grade.verdict != "unsure":
        return one.grade.verdict
    if not one.grade.criteria:
        return "correct" if one.grade.score >= 0.5 else "incorrect"
    met = [criterion.met is not False for criterion in one.grade.criteria]
    return "correct" if all(met) else "partial" if any(met) else "incorrect"


def grading(rows: Sequence[Judged]) -> dict[str, float]:
    """Shares of the answers and what they cost, by name."""
    pairs, sure = grading_pairs(rows), decided(rows)
    wrong = [said for right, said in pairs if right == "incorrect"]
    partial = [said for right, said in pairs if right == "partial"]
    forced = [(one.row.verdict, without_doubt(one)) for one in rows]
    mistaken = [right != said for right, said in forced]
    doubted = [said == "unsure" for _, said in pairs]
    both = sum(m and d for m, d in zip(mistaken, doubted, strict=True))
    return {
        "agreement where it decides": accuracy(sure),
        "wrong answers called correct": share(wrong.count("correct"), len(wrong)),
        "partial answers called correct": share(partial.count("correct"), len(partial)),
        "unsure": share(sum(doubted), len(pairs)),
        "macro-F1 where it decides": macro_f1(sure),
        "kappa where it decides": kappa(sure),
        "agreement if it had to decide all": accuracy(forced),
        "doubts that were called for": share(both, sum(doubted)),
        "mistakes that a doubt prevented": share(both, sum(mistaken)),
        "cost of an answer": weighted_cost(pairs, GRADE_COSTS),
    }


# — finding answers —


def found_right(one: Looked) -> bool:
    """The entry that answers it or another that would do; none where none does."""
    if one.row.entry is None:
        return one.entry is None
    return one.entry is not None and one.entry in (one.row.entry, *one.row.also)


def finding(rows: Sequence[Looked]) -> dict[str, float]:
    """Shares of the covered and of the other questions, by name."""
    covered = [one for one in rows if one.row.entry is not None]
    other = [one for one in rows if one.row.entry is None]
    near = sum(bool({one.row.entry, *one.row.also} & {one.entry, *one.nearest}) for one in covered)
    return {
        "covered, answered by the right entry": share(sum(map(found_right, covered)), len(covered)),
        "covered, answered by another entry": share(
            sum(one.entry is not None and not found_right(one) for one in covered), len(covered)
        ),
        "covered, the right entry among the three nearest": share(near, len(covered)),
        "not covered, given an answer": share(sum(one.entry is not None for one in other), len(other)),
    }


def two_way(pairs: Sequence[tuple[bool, bool]]) -> dict[str, float]:
    """Agreement over correct and not correct."""
    by_label = f1_by_label(pairs)
    return {
        "macro-F1": macro_f1(pairs),
        "accuracy": accuracy(pairs),
        "F1 of correct": by_label[True].f1 if True in by_label else 0.0,
    }
