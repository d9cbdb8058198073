"""A linear classifier that is fitted from a few hundred or thousand examples while the learner reads.

Ridge regression on hashed, idf-weighted counts, one target for each label (Hoerl and Kennard 1970; the hashing is that
of Weinberger et al. 2009). It has a closed solution, so the same examples always give the same classifier.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import math
import zlib
from array import array
from collections.abc import Callable, Generator, Iterable
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from tutor.teaching.fitted.ngrams import Profile

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int32]
_RARE, _RARE_SHARE = 20, 0.02
"""Up to how many rows, and up to what share of them, a place may be in for it to count as rare."""
_AT_ONCE = 16384
"""Numbers that are summed at one time: the more, the more memory."""


@lru_cache(maxsize=1)
def _give_back_what_is_let_go() -> None:
    """Have the C library return large blocks to the system as soon as they are freed.

    glibc raises the size from which it does so with each block that is freed, and what is learned from thousands of
    examples would leave tens of megabytes with the process. Other C libraries have no such call, and no such habit.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_M_TRIM_THRESHOLD, _LARGE // 4)  # with less, the blocks of each reply would come and go as well


_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_LARGE = 3 * 2**20


class Counted:
    """Profiles with their features hashed to places below `dimensions`, all in a row: few objects, little memory."""

    def __init__(self, profiles: Iterable[Profile], dimensions: int) -> None:
        _give_back_what_is_let_go()
        self.size, self.dimensions = 0, dimensions
        self._places, self._counts = array("i"), array("f")
        self._lengths, self._shares, self._rows = array("i"), array("f"), array("i")
        for profile in profiles:
            self.add(profile)

    def add(self, profile: Profile) -> None:
        """One more; not after the numbers were asked for."""
        for group, share in profile:
            self._places.extend([zlib.crc32(feature.encode()) % self.dimensions for feature in group])
            self._counts.extend([1 + math.log(count) for count in group.values()])
            self._lengths.append(len(group))
            self._shares.append(share)
            self._rows.append(self.size)
        self.size += 1

    @cached_property
    def places(self) -> Places:
        return np.frombuffer(self._places, dtype=np.int32)

    @cached_property
    def counts(self) -> Floats:
        return np.frombuffer(self._counts, dtype=np.float32)

    @cached_property
    def shares(self) -> Floats:
        """Of each group."""
        return np.frombuffer(self._shares, dtype=np.float32)

    @cached_property
    def groups(self) -> Places:
        """For each number its group."""
        return np.repeat(np.arange(len(self._lengths), dtype=np.int32), self._lengths)

    @cached_property
    def rows(self) -> Places:
        """For each number its profile."""
        return np.repeat(np.frombuffer(self._rows, dtype=np.int32), self._lengths)


class Weighing:
    """How much a feature counts: the rarer it is among the examples, the more."""

    def __init__(self, examples: Counted) -> None:
        inside = np.sort(examples.rows.astype(np.int64) * examples.dimensions + examples.places)
        once = inside[np.diff(inside, prepend=-1) > 0]
        seen = np.bincount(once % examples.dimensions, minlength=examples.dimensions)
        self._idf: Floats = (np.log((1 + examples.size) / (1 + seen)) + 1).astype(np.float32)

    def rows(self, counted: Counted) -> Rows:
        """A row for each profile, each group brought to the length of its share."""
        weighed = counted.counts * self._idf[counted.places]
        lengths = np.sqrt(np.bincount(counted.groups, weighed * weighed, len(counted.shares)))
        scale = counted.shares / np.where(lengths > 0, lengths, 1)
        values = (weighed * scale[counted.groups]).astype(np.float32)
        return Rows(counted.rows, counted.places, values, (counted.size, counted.dimensions))


class Linear(NamedTuple):
    """Scores of labels for a row."""

    weights: Floats
    """For each dimension a weight for each label."""
    mean: Floats
    """What a label scores where nothing is known."""

    def scores(self, rows: Rows) -> Floats:
        """For each row a score for each label: about 1 where an example of it would stand, about 0 where one of another
        would."""
        found = np.zeros((rows.count, len(self.mean)), dtype=np.float32)
        np.add.at(found, rows.rows, rows.values[:, None] * self.weights[rows.places])
        return found + self.mean


class Fitting:
    """Fits classifiers to rows. Holds more than the rows themselves do: to be let go when all is fitted.

    The products of every two rows would take memory by the square of their number, so they are never made. What the
    fit needs of them is a product with the transposed rows and one with the rows. The places that many rows share are
    kept in full for it, where matrix products are fast, and the many others as they are.
    """

    def __init__(self, rows: Rows) -> None:
        self._count, self._dimensions = rows.count, rows.dimensions
        shared = np.bincount(rows.places, minlength=rows.dimensions)
        self._common = np.flatnonzero(shared > max(_RARE, rows.count * _RARE_SHARE))
        column = np.full(rows.dimensions, -1, dtype=np.int32)
        column[self._common] = np.arange(len(self._common))
        common = column[rows.places] >= 0
        self._dense: Floats = np.zeros((rows.count, len(self._common)), dtype=np.float32)
        np.add.at(self._dense, (rows.rows[common], column[rows.places[common]]), rows.values[common])
        # the others, once by place and once by row, with where each begins
        places, values, inside = rows.places[~common], rows.values[~common], rows.rows[~common]
        self._by_place = _Runs(places, values, inside)
        order = np.argsort(inside, kind="stable")
        self._by_row = _Runs(inside[order], values[order], places[order])

    def fit(self, chosen: npt.NDArray[np.intp], targets: Any, penalty: float) -> Linear:
        """Fit a classifier to some of the rows.

        Args:
            chosen: the numbers of the rows that are the examples.
            targets: for each example a number for each label, usually 1 for its own and 0 for the others.
            penalty: how strongly weights are kept small; 0.3 to 1.5 for profiles of length about 1.
        """
        return finished(self.fit_in_steps(chosen, targets, penalty))

    def fit_in_steps(self, chosen: npt.NDArray[np.intp], targets: Any, penalty: float) -> Generator[None, None, Linear]:
        """The same, a few hundredths of a second at a time."""
        wanted = np.asarray(targets, dtype=np.float32)
        mean = wanted.mean(axis=0)

        def times(shares: Floats) -> Floats:
            products: Floats = self._scores(self._weights(self._spread(chosen, shares)))[chosen]
            return products

        shares = yield from solved_in_steps(times, penalty, wanted - mean)
        return Linear(self._weights(self._spread(chosen, shares)), mean)

    def _spread(self, chosen: npt.NDArray[np.intp], shares: Floats) -> Floats:
        every = np.zeros((self._count, shares.shape[1]), dtype=np.float32)
        np.add.at(every, chosen, shares)
        return every

    def _weights(self, shares: Floats) -> Floats:
        """The sum of all rows, once for each column of `shares`, which says how much of each row."""
        found = self._by_place.sums(shares, self._dimensions)
        found[self._common] = self._dense.T @ shares
        return found

    def _scores(self, weights: Floats) -> Floats:
        """The product of each row with each column of `weights`."""
        return self._dense @ weights[self._common] + self._by_row.sums(weights, self._count)


class _Runs:
    """Numbers of a sparse matrix in the order of what they are summed by."""

    def __init__(self, by: Places, values: Floats, other: Places) -> None:
        self._starts = np.flatnonzero(np.diff(by, prepend=-1))
        self._summed_by, self._values, self._other = by[self._starts], values[:, None], other
        # which runs are summed at one time
        cuts = np.searchsorted(self._starts, np.arange(0, len(by), _AT_ONCE))
        self._pieces = list(itertools.pairwise([*dict.fromkeys(map(int, cuts)), len(self._starts)]))

    def sums(self, columns: Floats, size: int) -> Floats:
        """For each of `size` places the sum of its numbers, each times its row of `columns`."""
        found: Floats = np.zeros((size, columns.shape[1]), dtype=np.float32)
        for first, last in self._pieces:
            start = self._starts[first]
            inside = slice(start, self._starts[last] if last < len(self._starts) else len(self._other))
            parts = self._values[inside] * columns[self._other[inside]]
            found[self._summed_by[first:last]] = np.add.reduceat(parts, self._starts[first:last] - start)
        return found


class Rows:
    """Rows of numbers of which few are not 0, kept by place: whatever asks for a few places finds them at once."""

    def __init__(self, rows: Places, places: Places, values: Floats, shape: tuple[int, int]) -> None:
        self.count, self.dimensions = shape
        order = np.argsort(places, kind="stable")
        self.rows, self.places, self.values = rows[order], places[order], values[order]

    def beside(self, others: Rows) -> Floats:
        """The product of every row (down) with every other row (across)."""
        starts = np.searchsorted(others.places, self.places, side="left")
        counts = np.searchsorted(others.places, self.places, side="right") - starts
        found = np.zeros(self.count * others.count)
        ends = np.cumsum(counts)
        cuts = np.searchsorted(ends, np.arange(0, ends[-1] if len(ends) else 0, 2 * _AT_ONCE))
        for first, last in itertools.pairwise([*map(int, cuts), len(counts)]):
            times = counts[first:last]
            # for each of our numbers, where the others' numbers of the same place stand
            there = np.repeat(starts[first:last] - np.cumsum(times) + times, times) + np.arange(times.sum())
            at = np.repeat(self.rows[first:last].astype(np.int64) * others.count, times) + others.rows[there]
            values = np.repeat(self.values[first:last], times) * others.values[there]
            found += np.bincount(at, values, len(found))
        return found.astype(np.float32).reshape(self.count, others.count)


_ENOUGH = 1e-3
_MOST_STEPS = 200


def solved(times: Callable[[Floats], Floats], penalty: float, wanted: Floats) -> Floats:
    """Solve (products + penalty) x = wanted by conjugate gradients, for all columns at once.

    Args:
        times: multiplies the products, a symmetric matrix, by what it is given.
    """
    return finished(solved_in_steps(times, penalty, wanted))


def solved_in_steps(times: Callable[[Floats], Floats], penalty: float, wanted: Floats) -> Generator[None, None, Floats]:
    """The same, a multiplication at a time."""
    found = np.zeros_like(wanted)
    left = wanted.copy()
    direction = left.copy()
    power = (left * left).sum(axis=0)
    aim = _ENOUGH**2 * np.maximum(power, 1e-12)
    for _ in range(_MOST_STEPS):
        if (power <= aim).all():
            break
        moved = times(direction) + penalty * direction
        step = power / np.maximum((direction * moved).sum(axis=0), 1e-20)
        found += step * direction
        left -= step * moved
        before, power = power, (left * left).sum(axis=0)
        direction = left + power / np.maximum(before, 1e-20) * direction
        yield
    return found


_Result = TypeVar("_Result")


def finished(steps: Generator[None, None, _Result]) -> _Result:
    """What comes of the steps, all taken now."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: _Result = end.value
            return result
