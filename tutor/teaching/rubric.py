"""What a rubric's phrasings teach: how near a stretch of an answer is to what meets a criterion, and to what does not.

A criterion's own phrasings are its training examples. A stretch is looked at by its words and letters, and by where its
words stand in an embedding; the figures say how it compares, and deciding is left to whoever reads them.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tutor.teaching.fitted.ngrams import profile
from tutor.teaching.fitted.ridge import Counted, Fitting, Weighing, solved
from tutor.teaching.text import spans

if TYPE_CHECKING:
    from tutor.teaching.fitted.embedding import Embedding
    from tutor.teaching.fitted.ridge import Rows

ENOUGH = 12
"""Phrasings that a criterion needs on each side before there is something to learn from them."""
_MOST_STRETCHES = 60
_LONGEST = 3000
_DIMENSIONS = 4096
"""Into how many numbers words and letters are hashed."""
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
    """An answer, with its stretches hashed and as points of the embedding."""

    def __init__(self, answer: str, embedding: Embedding) -> None:
        self.answer = answer[:_LONGEST]
        self.stretches = stretches(self.answer)
        texts = [self.answer[one.start : one.end] for one in self.stretches]
        self.counted = Counted(map(profile, (*texts, self.answer)), _DIMENSIONS)
        """Of the stretches, and last of the whole."""
        self.points = embedding.texts(texts)
        self.whole_point = embedding.text(self.answer)


class LearnedItem:
    """The criteria of one item, learned from their phrasings.

    Args:
        phrasings: by criterion, those that meet it, and those that do not though they look like it.
    """

    def __init__(self, phrasings: Mapping[str, tuple[Sequence[str], Sequence[str]]], embedding: Embedding) -> None:
        number: dict[str, int] = {}
        for meeting, failing in phrasings.values():
            for text in (*meeting, *failing):
                number.setdefault(text, len(number))
        listed = Counted(map(profile, number), _DIMENSIONS)
        self._weighing = Weighing(listed)
        self._rows = self._weighing.rows(listed)
        points = embedding.texts(list(number))
        self._points = points.astype(np.float16)  # kept for every item: in half the memory
        fitting = Fitting(self._rows)
        self._criteria: dict[str, _Criterion] = {}
        for name, (meeting, failing) in phrasings.items():
            elsewhere = [text for other, (theirs, _) in phrasings.items() if other != name for text in theirs]
            met, unmet, others = (
                np.array([number[text] for text in texts], dtype=np.intp) for texts in (meeting, failing, elsewhere)
            )
            self._criteria[name] = _Criterion(met, unmet, others, fitting, points)

    def figures(self, read: Read) -> dict[str, tuple[dict[str, float], Stretch]]:
        """For each criterion how the answer compares, by named figures, and the stretch that speaks most for it."""
        rows = self._weighing.rows(read.counted)
        alike = rows.beside(self._rows)[:-1]
        alike_in_sense = read.points @ self._points.astype(np.float32).T
        found = {}
        for name, criterion in self._criteria.items():
            figures, best = criterion.figures(read, rows, alike, alike_in_sense)
            found[name] = (figures, read.stretches[best])
        return found


class _Criterion:
    """One criterion; `meeting`, `failing` and `elsewhere` are numbers of the item's phrasings."""

    def __init__(self, meeting: Any, failing: Any, elsewhere: Any, fitting: Fitting, points: Any) -> None:
        self._meeting, self._failing = meeting, failing
        chosen = np.concatenate([meeting, failing, elsewhere])
        met = np.zeros(len(chosen), dtype=np.float32)
        met[: len(meeting)] = 1.0
        self._words = fitting.fit(chosen, np.stack([1 - met, met], axis=1), _PENALTY)
        # ridge on the embedding: which directions of meaning meet it
        own = points[chosen]
        self._centre = own.mean(axis=0)
        moved = own - self._centre
        signs = 2 * met - 1
        products = moved @ moved.T
        dual = solved(lambda shares: products @ shares, _SENSE_PENALTY, (signs - signs.mean())[:, None])
        self._direction = moved.T @ dual[:, 0]
        self._offset = float(signs.mean())

    def figures(self, read: Read, rows: Rows, alike: Any, alike_in_sense: Any) -> tuple[dict[str, float], int]:
        """The figures, and the number of the stretch that speaks most for the criterion."""
        unmet, met = self._words.scores(rows).T
        by_words, of_whole = (met - unmet)[:-1], float(met[-1] - unmet[-1])
        by_sense = (read.points - self._centre) @ self._direction + self._offset
        near = self._nearness(alike)
        near_sense = self._nearness(alike_in_sense)
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
        found["words.whole"] = of_whole
        found["sense.whole"] = float((read.whole_point - self._centre) @ self._direction + self._offset)
        return found, best

    def _nearness(self, likeness: Any) -> Mapping[str, Any]:
        """Of each stretch: likeness to the nearest phrasing on either side, and by how much the meeting ones lead."""
        met = np.sort(likeness[:, self._meeting], axis=1)[:, ::-1]
        unmet = np.sort(likeness[:, self._failing], axis=1)[:, ::-1]
        ahead = met[:, :_NEAREST].mean(axis=1) - unmet[:, :_NEAREST].mean(axis=1)
        return {"met": met[:, 0], "unmet": unmet[:, 0], "ahead": ahead}
