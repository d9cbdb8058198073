"""Figures of agreement, from pairs of what is right and what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

Label = TypeVar("Label", bound=Hashable)


class F1(NamedTuple):
    """Precision, recall and their harmonic mean for one label."""

    precision: float
    recall: float
    f1: float


def confusion(pairs: Iterable[tuple[Label, Label]]) -> Counter[tuple[Label, Label]]:
    """How often each (right, said) occurred."""
    return Counter(pairs)


def accuracy(pairs: Sequence[tuple[Label, Label]]) -> float:
    """The share of pairs that agree; 0 for none."""
    return sum(right == said for right, said in pairs) / len(pairs) if pairs else 0.0


def f1_by_label(pairs: Sequence[tuple[Label, Label]]) -> dict[Label, F1]:
    """For every label that is right at least once or was said at least once."""
    table = confusion(pairs)
    found: dict[Label, F1] = {}
    for label in sorted({label for pair in table for label in pair}, key=str):
        hit = table[label, label]
        said = sum(count for (_, s), count in table.items() if s == label)
        right = sum(count for (r, _), count in table.items() if r == label)
        precision, recall = hit / said if said else 0.0, hit / right if right else 0.0
        both = precision + recall
        found[label] = F1(precision, recall, 2 * precision * recall / both if both else 0.0)
    return found


def macro_f1(pairs: Sequence[tuple[Label, Label]]) -> float:
    """The mean of the labels' F1, each counting alike."""
    by_label = f1_by_label(pairs)
    return sum(one.f1 for one in by_label.values()) / len(by_label) if by_label else 0.0


def kappa(pairs: Sequence[tuple[Label, Label]]) -> float:
    """Cohen's kappa: agreement beyond chance. 0 where chance alone explains everything."""
    if not pairs:
        return 0.0
    rights, saids = Counter(right for right, _ in pairs), Counter(said for _, said in pairs)
    chance = sum(rights[label] * saids[label] for label in rights) / len(pairs) ** 2
    return (accuracy(pairs) - chance) / (1 - chance) if chance < 1 else 0.0


def weighted_cost(pairs: Iterable[tuple[Label, Label]], costs: Mapping[tuple[Label, Label], float]) -> float:
    """The mean cost of a pair; what has no cost of its own costs 1 where it disagrees and nothing where it agrees."""
    listed = [costs.get((right, said), float(right != said)) for right, said in pairs]
    return sum(listed) / len(listed) if listed else 0.0


def table(pairs: Sequence[tuple[str, str]], labels: Sequence[str], said_labels: Sequence[str]) -> str:
    """A confusion matrix in Markdown: a row for what is right, a column for what was said."""
    counts = confusion(pairs)
    head = f"| right \\ said | {' | '.join(said_labels)} |\n|---|{'---|' * len(said_labels)}"
    rows = (f"| {r} | {' | '.join(str(counts[r, s]) for s in said_labels)} |" for r in labels)
    return "\n".join((head, *rows))
