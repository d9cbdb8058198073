"""A linear classifier that is fitted from a few hundred or thousand examples while the learner reads.

Ridge regression on hashed, idf-weighted counts, one target for each label (Hoerl and Kennard 1970; the hashing is that
of Weinberger et al. 2009). It has a closed solution, so the same examples always give the same classifier.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tutor.teaching.fitted.ngrams import Profile

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int32]
Counted = Sequence[tuple[Places, Floats, float]]
"""A profile with its features hashed: each group as places and logarithmic counts, with its share."""
Row = tuple[Places, Floats]
"""Numbers of which few are not 0: where they stand, and what they are."""

_BLOCK = 512
"""Dimensions that are held in full at one time: the fit needs little memory beyond the examples' products."""


def counted(one: Profile, dimensions: int) -> Counted:
    """Hash the features of a profile to places below `dimensions`."""
    groups = []
    for group, share in one:
        places = [zlib.crc32(feature.encode()) % dimensions for feature in group]
        counts = [1 + math.log(count) for count in group.values()]
        groups.append((np.array(places, dtype=np.int32), np.array(counts, dtype=np.float32), share))
    return groups


class Weighing:
    """How much a feature counts: the rarer it is among the examples, the more."""

    def __init__(self, examples: Sequence[Counted], dimensions: int) -> None:
        self.dimensions = dimensions
        seen = np.zeros(dimensions, dtype=np.float32)
        for groups in examples:
            seen[np.unique(np.concatenate([places for places, _, _ in groups]))] += 1
        self._idf: Floats = np.log((1 + len(examples)) / (1 + seen)) + 1

    def row(self, groups: Counted) -> Row:
        """All groups as one row, each brought to the length of its share."""
        values = []
        for places, counts, share in groups:
            weighed = counts * self._idf[places]
            length = float(np.linalg.norm(weighed))
            values.append(weighed * (share / length) if length else weighed)
        return np.concatenate([places for places, _, _ in groups]), np.concatenate(values)

    def rows(self, examples: Iterable[Counted]) -> Rows:
        """Profiles as rows of numbers: products of two rows say how alike they are."""
        return Rows([self.row(groups) for groups in examples], self.dimensions)


class Linear(NamedTuple):
    """Scores of labels for a row."""

    weights: Floats
    """For each dimension a weight for each label."""
    mean: Floats
    """What a label scores where nothing is known."""

    def scores(self, row: Row) -> Floats:
        """A score for each label: about 1 where an example of it would stand, about 0 where one of another would."""
        places, values = row
        scored: Floats = values @ self.weights[places] + self.mean
        return scored


def fitted(rows: Rows, products: Floats, chosen: npt.NDArray[np.intp], targets: Any, penalty: float) -> Linear:
    """Fit a classifier to some of the rows.

    Args:
        products: of every two of the rows; not to be used again when all rows are chosen.
        chosen: the numbers of the rows that are the examples.
        targets: for each example a number for each label, usually 1 for its own and 0 for the others.
        penalty: how strongly weights are kept small; 0.3 to 1.5 for profiles of length about 1.
    """
    wanted = np.asarray(targets, dtype=np.float32)
    mean = wanted.mean(axis=0)
    shares = np.zeros((len(products), wanted.shape[1]), dtype=np.float32)
    everything = len(chosen) == len(products) and bool((chosen == np.arange(len(products))).all())
    own = products if everything else products[np.ix_(chosen, chosen)]  # a copy of thousands of rows takes much memory
    np.add.at(shares, chosen, solved(own, penalty, wanted - mean))
    return Linear(rows.combined(shares), mean)


class Rows:
    """Rows of numbers of which few are not 0, kept by place: whatever asks for a few places finds them at once."""

    def __init__(self, rows: Sequence[Row], dimensions: int) -> None:
        self._count, self._dimensions = len(rows), dimensions
        places = np.concatenate([places for places, _ in rows])
        lengths = [len(places) for places, _ in rows]
        order = np.argsort(places, kind="stable")
        self._places = places[order]
        self._values = np.concatenate([values for _, values in rows])[order]
        self._rows = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)[order]

    def products(self) -> Floats:
        """The product of every two rows, a block of dimensions at a time."""
        found = np.zeros((self._count, self._count), dtype=np.float32)
        for start in range(0, self._dimensions, _BLOCK):
            block = self._dense(start, min(start + _BLOCK, self._dimensions))
            for top in range(0, self._count, _BLOCK):
                found[top : top + _BLOCK] += block[top : top + _BLOCK] @ block.T
        return found

    def beside(self, others: Rows) -> Floats:
        """The product of every row (down) with every other row (across)."""
        starts = np.searchsorted(others._places, self._places, side="left")
        counts = np.searchsorted(others._places, self._places, side="right") - starts
        # for each of our numbers, where the others' numbers of the same place stand
        there = np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        at = np.repeat(self._rows.astype(np.int64) * others._count, counts) + others._rows[there]
        values = np.repeat(self._values, counts) * others._values[there]
        found: Floats = np.bincount(at, values, self._count * others._count).astype(np.float32)
        return found.reshape(self._count, others._count)

    def combined(self, shares: Floats) -> Floats:
        """The sum of all rows, once for each column of `shares`, which says how much of each row."""
        sums = [np.bincount(self._places, self._values * column[self._rows], self._dimensions) for column in shares.T]
        return np.stack(sums, axis=1).astype(np.float32)

    def _dense(self, start: int, end: int) -> Floats:
        """The columns from `start` to `end` in full."""
        inside = (self._places >= start) & (self._places < end)
        width = end - start
        at = self._rows[inside].astype(np.int64) * width + self._places[inside] - start
        dense: Floats = np.zeros(self._count * width, dtype=np.float32)
        np.add.at(dense, at, self._values[inside])
        return dense.reshape(self._count, width)


_ENOUGH = 1e-4
_MOST_STEPS = 200


def solved(products: Floats, penalty: float, wanted: Floats) -> Floats:
    """Solve (products + penalty) x = wanted by conjugate gradients, for all columns at once.

    Needs no second matrix; `products` is changed.
    """
    products[np.diag_indices(len(products))] += penalty
    found = np.zeros_like(wanted)
    left = wanted.copy()
    direction = left.copy()
    power = (left * left).sum(axis=0)
    aim = _ENOUGH**2 * np.maximum(power, 1e-12)
    for _ in range(_MOST_STEPS):
        if (power <= aim).all():
            break
        moved = products @ direction
        step = power / np.maximum((direction * moved).sum(axis=0), 1e-20)
        found += step * direction
        left -= step * moved
        before, power = power, (left * left).sum(axis=0)
        direction = left + power / np.maximum(before, 1e-20) * direction
    return found
