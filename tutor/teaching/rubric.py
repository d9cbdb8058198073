"""What a rubric's phrasings teach: how near a stretch of an answer is to what meets a criterion, and to what does not.

A criterion's own phrasings are its training examples. A stretch is looked at by its words and letters, and by where its
words stand in an embedding; the figures say how it compares, and deciding is left to whoever reads them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tutor.teaching.fitted.ngrams import Profile, profile
from tutor.teaching.fitted.ridge import Ridge, solved
from tutor.teaching.text import spans

if TYPE_CHECKING:
    from tutor.teaching.fitted.embedding import Embedding

ENOUGH = 12
"""Phrasings that a criterion needs on each side before there is something to learn from them."""
_MOST_STRETCHES = 60
_LONGEST = 3000
_PENALTY, _SENSE_PENALTY = 0.5, 0.3
_NEAREST = 3


class Stretch(NamedTuple):
    """A part of an answer that is judged as one: a sentence, a clause, or two neighbours."""

    start: int
    end: int


def stretches(text: str) -> list[Stretch]:
    """The parts of an answer, sentences first; the whole when it has none."""
    clauses = spans(text[:_LONGEST])
    by_sentence: dict[int, list[Stretch]] = {}
    long_enough: dict[int, list[Stretch]] = {}
    for clause in clauses:
        by_sentence.setdefault(clause.sentence, []).append(Stretch(clause.start, clause.end))
        if len(clause.words) >= 3:
            long_enough.setdefault(clause.sentence, []).append(Stretch(clause.start, clause.end))
    whole = [Stretch(parts[0].start, parts[-1].end) for parts in by_sentence.values()]
    found = [*whole]
    for number, parts in by_sentence.items():
        if len(parts) > 1:
            found += long_enough.get(number, [])
            found += _pairs(parts)
    found += _pairs(whole)
    return list(dict.fromkeys(found))[:_MOST_STRETCHES] or [Stretch(0, len(text))]


def _pairs(parts: Sequence[Stretch]) -> list[Stretch]:
    return [Stretch(one.start, other.end) for one, other in itertools.pairwise(parts)]


class Read:
    """An answer, with its stretches as points of the embedding."""

    def __init__(self, answer: str, embedding: Embedding) -> None:
        self.answer = answer[:_LONGEST]
        self.stretches = stretches(self.answer)
        self.texts = [self.answer[one.start : one.end] for one in self.stretches]
        self.profiles = [profile(text) for text in self.texts]
        self.points = embedding.texts(self.texts)
        self.whole_profile = profile(self.answer)
        self.whole_point = embedding.text(self.answer)


class Phrasings:
    """Phrasings as profiles and as points, each read once."""

    def __init__(self, embedding: Embedding) -> None:
        self._embedding = embedding
        self._profiles: dict[str, Profile] = {}
        self._points: dict[str, Any] = {}

    def profile(self, text: str) -> Profile:
        if text not in self._profiles:
            self._profiles[text] = profile(text)
        return self._profiles[text]

    def point(self, text: str) -> Any:
        if text not in self._points:
            self._points[text] = self._embedding.text(text)
        return self._points[text]


class LearnedCriterion:
    """One criterion, learned from phrasings.

    Args:
        meeting: phrasings that meet it.
        failing: phrasings that do not, though they look like it.
        elsewhere: phrasings that meet the item's other criteria.
        phrasings: reads them; the criteria of an item share one, since they share many phrasings.
    """

    def __init__(
        self, meeting: Sequence[str], failing: Sequence[str], elsewhere: Sequence[str], phrasings: Phrasings
    ) -> None:
        examples = [*meeting, *failing, *elsewhere]
        met = np.array([1.0] * len(meeting) + [0.0] * (len(failing) + len(elsewhere)), dtype=np.float32)
        profiles = [phrasings.profile(text) for text in examples]
        self._words = Ridge(profiles, np.stack([1 - met, met], axis=1), penalty=_PENALTY)
        self._listed = self._words.rows(profiles[: len(meeting) + len(failing)])
        points = np.stack([phrasings.point(text) for text in examples])
        self._listed_points = points[: len(meeting) + len(failing)]
        self._meeting = len(meeting)
        # ridge on the embedding: which directions of meaning meet it
        self._centre = points.mean(axis=0)
        moved = points - self._centre
        signs = 2 * met - 1
        dual = solved(moved @ moved.T, _SENSE_PENALTY, (signs - signs.mean())[:, None])
        self._direction = moved.T @ dual[:, 0]
        self._offset = float(signs.mean())

    def figures(self, read: Read) -> tuple[dict[str, float], Stretch]:
        """How the answer compares, by named figures, and the stretch that speaks most for the criterion."""
        by_words = np.array([self._by_words(one) for one in read.profiles])
        by_sense = (read.points - self._centre) @ self._direction + self._offset
        near = self._nearness(self._words.rows(read.profiles).beside(self._listed))
        near_sense = self._nearness(read.points @ self._listed_points.T)
        found: dict[str, float] = {}
        for name, figure in (
            ("words", by_words), ("sense", by_sense), ("both", by_words + by_sense),
            ("listed", near["ahead"]), ("listed_met", near["met"]), ("listed_unmet", near["unmet"]),
            ("like", near_sense["ahead"]), ("like_met", near_sense["met"]), ("like_unmet", near_sense["unmet"]),
        ):  # fmt: skip
            ordered = np.sort(figure)[::-1]
            found[f"{name}.best"] = float(ordered[0])
            found[f"{name}.second"] = float(ordered[:2].mean())
            found[f"{name}.mean"] = float(figure.mean())
            found[f"{name}.least"] = float(ordered[-1])
        best = int((by_words + by_sense).argmax())
        found["listed.there"] = float(near["met"][best] - near["unmet"][best])
        found["like.there"] = float(near_sense["met"][best] - near_sense["unmet"][best])
        found["words.whole"] = self._by_words(read.whole_profile)
        found["sense.whole"] = float((read.whole_point - self._centre) @ self._direction + self._offset)
        return found, read.stretches[best]

    def _by_words(self, one: Any) -> float:
        unmet, met = self._words.scores(one)
        return float(met - unmet)

    def _nearness(self, likeness: Any) -> Mapping[str, Any]:
        """Of each stretch: likeness to the nearest phrasing on either side, and by how much the meeting ones lead."""
        met = np.sort(likeness[:, : self._meeting], axis=1)[:, ::-1]
        unmet = np.sort(likeness[:, self._meeting :], axis=1)[:, ::-1]
        ahead = met[:, :_NEAREST].mean(axis=1) - unmet[:, :_NEAREST].mean(axis=1)
        return {"met": met[:, 0], "unmet": unmet[:, 0], "ahead": ahead}


def logarithm(count: int) -> float:
    """A length as the figures have it: log(1 + n)."""
    return math.log1p(count)
