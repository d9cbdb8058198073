"""Figures of agreement, against values worked out by hand."""

from __future__ import annotations

import pytest

from evals.measures import accuracy, confusion, f1_by_label, kappa, macro_f1, table, weighted_cost

# 4 yes (3 said yes, 1 no), 4 no (2 said no, 1 yes, 1 unknown), 2 unknown (both said unknown)
PAIRS = [
    *[("yes", "yes")] * 3, ("yes", "no"),
    *[("no", "no")] * 2, ("no", "yes"), ("no", "unknown"),
    *[("unknown", "unknown")] * 2,
]  # fmt: skip


def test_pairs_are_counted() -> None:
    """Each combination of right and said is counted."""
    found = confusion(PAIRS)
    assert found["yes", "yes"] == 3 and found["no", "unknown"] == 1 and found["unknown", "yes"] == 0
    assert sum(found.values()) == 10


def test_accuracy_is_the_share_that_agrees() -> None:
    """7 of 10 agree."""
    assert accuracy(PAIRS) == pytest.approx(0.7)


def test_f1_of_each_label() -> None:
    """Yes: 3 of 4 said and 3 of 4 there. No: 2 of 3 said, 2 of 4 there. Unknown: 2 of 3 said, 2 of 2 there."""
    found = f1_by_label(PAIRS)
    assert found["yes"] == pytest.approx((3 / 4, 3 / 4, 3 / 4))
    assert found["no"] == pytest.approx((2 / 3, 1 / 2, 4 / 7))
    assert found["unknown"] == pytest.approx((2 / 3, 1.0, 4 / 5))
    assert macro_f1(PAIRS) == pytest.approx((3 / 4 + 4 / 7 + 4 / 5) / 3)


def test_a_label_that_is_only_said_counts_nothing() -> None:
    """What is said and never right has an F1 of 0, and counts in the mean."""
    assert f1_by_label([("a", "a"), ("a", "b")])["b"] == (0.0, 0.0, 0.0)
    assert macro_f1([("a", "a"), ("a", "b")]) == pytest.approx((2 / 3) / 2)


def test_kappa_takes_off_chance() -> None:
    """Agreement 0.7; by chance 0.4 x 0.4 + 0.4 x 0.3 + 0.2 x 0.3 = 0.34; so 0.36 / 0.66."""
    assert kappa(PAIRS) == pytest.approx(0.36 / 0.66)


def test_kappa_where_chance_explains_everything() -> None:
    """One label throughout: there is nothing beyond chance."""
    assert kappa([("a", "a")] * 5) == 0.0


def test_costs_are_weighed() -> None:
    """What has no cost of its own costs 1 where it disagrees: (2 x 5 + 1) / 10 here."""
    costs = {("yes", "no"): 5.0, ("no", "yes"): 5.0}
    assert weighted_cost(PAIRS, costs) == pytest.approx(1.1)


@pytest.mark.parametrize("measure", [accuracy, macro_f1, kappa])
def test_nothing_measured_is_nothing(measure: object) -> None:
    """No pair gives 0, and no error."""
    assert callable(measure) and measure([]) == 0.0
    assert weighted_cost([], {}) == 0.0


def test_the_table_reads_from_right_to_said() -> None:
    """A row for each label that is right, a column for each that was said."""
    assert table(PAIRS, ["yes", "no"], ["yes", "no", "unknown"]).splitlines() == [
        "| right \\ said | yes | no | unknown |",
        "|---|---|---|---|",
        "| yes | 3 | 1 | 0 |",
        "| no | 1 | 2 | 1 |",
    ]
