"""How alike a learner's answer and a full answer are, as named figures; whether that is enough is decided elsewhere.

Overlap of stems both ways and word-by-word alignment by an embedding, with and without the words that the question gave
away (Sultan et al. 2016), and what likeness misses: negation, opposites, numbers, lengths.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from tutor.teaching.grade import OPPOSITES, opposite
from tutor.teaching.rubric import stretches
from tutor.teaching.text import NEGATORS, STOP, Word, negated, words

if TYPE_CHECKING:
    from tutor.teaching.fitted.embedding import Embedding

_OVERALL = ("cosine", "recall", "precision", "aligned", "aligned.back", "recall.new", "aligned.new", "recall.rare",
            "pairs")  # fmt: skip
_BY_LETTERS = ("letters3.recall", "letters3.cosine", "letters4.cosine")
_POINT_BEST = ("cosine", "recall", "aligned", "aligned.new", "recall.rare", "recall.new")
_MOST_PARTS = 20
_LONGEST = 3000


_Letters: TypeAlias = Mapping[int, Counter[str]]


class _Text(NamedTuple):
    text: str
    words: tuple[Word, ...]
    content: tuple[Word, ...]
    point: Any


class Likeness:
    """Compares answers to one question."""

    def __init__(self, question: str, embedding: Embedding) -> None:
        self._embedding = embedding
        self._question = self._take(question)
        self._given = {word.stem for word in self._question.words}
        self._given_letters = _letters(question)

    def to_references(self, references: Sequence[str], answer: str) -> dict[str, float]:
        """Of an answer to the full answer it is most like, and the best of some figures over all of them."""
        taken, own_letters = self._take(answer), _letters(answer)
        wanted = [self._take(one) for one in references]
        listed: list[Mapping[str, float]] = [
            {**self._figures(one, taken), **self._of_letters(_letters(one.text), own_letters)} for one in wanted
        ]
        best = max(listed, key=_roughly)
        found = {**best}
        for name in _OVERALL:
            found[f"{name}.any"] = max(figures[name] for figures in listed)
        for name in _BY_LETTERS:
            found[f"{name}.any"] = max(figures[name] for figures in listed)
            found[f"{name}.mean"] = sum(figures[name] for figures in listed) / len(listed)
        lengths = [len(one.words) for one in wanted]
        found["references"] = math.log1p(len(references) - 1)
        found["references.longest"] = math.log1p(max(lengths))
        found["references.mean"] = math.log1p(sum(lengths) / len(lengths))
        found["question.length"] = math.log1p(len(self._question.words))
        return found

    def to_point(self, point: str, answer: str) -> dict[str, float]:
        """Of the part of an answer that is most like a statement, with some figures of the best part and the whole."""
        wanted, whole = self._take(point), self._take(answer)
        parts = [self._take(whole.text[one.start : one.end]) for one in stretches(whole.text)[:_MOST_PARTS]]
        listed: list[Mapping[str, float]] = [self._figures(wanted, part) for part in parts]
        overall = self._figures(wanted, whole)
        best = max(listed, key=_roughly)
        found = {**best}
        for name in _POINT_BEST:
            found[f"{name}.any"] = max(overall[name], *(figures[name] for figures in listed))
            found[f"{name}.whole"] = overall[name]
        return found

    def _take(self, text: str) -> _Text:
        text = text[:_LONGEST]
        inside = tuple(words(text))
        content = tuple(word for word in inside if word.text not in STOP and word.text not in NEGATORS)
        return _Text(text, inside, content, self._embedding.text(text, sharpness=0.0))

    def _figures(self, wanted: _Text, said: _Text) -> dict[str, float]:
        target = wanted.content or wanted.words
        theirs, own = {word.stem for word in target}, {word.stem for word in said.content}
        new = [word for word in target if word.stem not in self._given]
        own_new = [word for word in said.content if word.stem not in self._given]
        asked_new = {word.stem for word in new} or theirs
        aligned, aligned_least = self._aligned(target, said.content)
        back, back_least = self._aligned(said.content, target)
        return {
            "cosine": float(wanted.point @ said.point),
            "cosine.new": self._cosine(new, own_new),
            "recall": _share(theirs & own, theirs),
            "precision": _share(theirs & own, own),
            "recall.new": _share(asked_new & own, asked_new),
            "precision.new": _share({w.stem for w in own_new} & theirs, {w.stem for w in own_new}),
            "aligned": aligned,
            "aligned.least": aligned_least,
            "aligned.back": back,
            "aligned.back.least": back_least,
            "aligned.new": self._aligned(new, said.content)[0],
            "aligned.new.least": self._aligned(new, said.content)[1],
            "aligned.back.new": self._aligned(own_new, target)[0],
            "recall.rare": self._rare_recall(target, own),
            "pairs": _share(_neighbours(wanted.words) & _neighbours(said.words), _neighbours(wanted.words)),
            "negation.differs": float(_denies(wanted.words) != _denies(said.words)),
            "negation": float(_denies(said.words)),
            "negation.moved": _moved_negation(wanted.words, said.words, theirs & own),
            "opposite": float(opposite(_sides(said.words), _sides(wanted.words))),
            "number.missing": float(not _numbers(wanted.words) <= _numbers(said.words)),
            "length": math.log1p(len(said.content)),
            "length.wanted": math.log1p(len(target)),
            "length.ratio": math.log1p(len(said.content)) - math.log1p(len(target)),
            "nothing.new": float(not own_new),
            "of.question": _share(own & self._given, own),
            "cosine.question": float(self._question.point @ said.point),
        }  # fmt: skip

    def _of_letters(self, wanted: _Letters, said: _Letters) -> dict[str, float]:
        """Overlap of stretches of letters, which endings and slips leave alike; with and without the question's."""
        found: dict[str, float] = {}
        for size, theirs in wanted.items():
            own, given = said[size], self._given_letters[size]
            both = (theirs & own).total()
            name = f"letters{size}"
            found[f"{name}.recall"] = both / max(1, theirs.total())
            found[f"{name}.precision"] = both / max(1, own.total())
            found[f"{name}.cosine"] = _cosine_of_counts(theirs, own)
            theirs_new, own_new = theirs - given, own - given
            both_new = (theirs_new & own_new).total()
            found[f"{name}.recall.new"] = both_new / max(1, theirs_new.total())
            found[f"{name}.precision.new"] = both_new / max(1, own_new.total())
        return found

    def _cosine(self, some: Sequence[Word], others: Sequence[Word]) -> float:
        if not some or not others:
            return 0.0
        one, other = (
            self._embedding.text(" ".join(word.text for word in listed), sharpness=0.0) for listed in (some, others)
        )
        return float(one @ other)

    def _aligned(self, some: Sequence[Word], others: Sequence[Word]) -> tuple[float, float]:
        """The mean likeness of each word to the nearest other, rare words counting more; and that of the worst off."""
        if not some or not others:
            return 0.0, 0.0
        likeness = (
            np.stack([self._embedding.word(word.text) for word in some])
            @ np.stack([self._embedding.word(word.text) for word in others]).T
        )
        stems = {word.stem for word in others}
        nearest = likeness.max(axis=1)
        for place, word in enumerate(some):
            if word.stem in stems:
                nearest[place] = 1.0
        rare = np.array([self._embedding.rarity(word.text) for word in some])
        return float((nearest * rare).sum() / rare.sum()), float(nearest.min())

    def _rare_recall(self, target: Sequence[Word], own: set[str]) -> float:
        whole = sum(self._embedding.rarity(word.text) for word in target)
        hit = sum(self._embedding.rarity(word.text) for word in target if word.stem in own)
        return hit / whole if whole else 0.0


def _letters(text: str) -> _Letters:
    """Stretches of three and of four letters of the words in a row."""
    row = f" {' '.join(word.text for word in words(text[:_LONGEST]))} "
    return {size: Counter(row[at : at + size] for at in range(len(row) - size + 1)) for size in (3, 4)}


def _cosine_of_counts(some: Counter[str], others: Counter[str]) -> float:
    product = sum(count * others[piece] for piece, count in some.items())
    lengths = sum(count * count for count in some.values()) * sum(count * count for count in others.values())
    return product / math.sqrt(lengths) if lengths else 0.0


def _roughly(figures: Mapping[str, float]) -> float:
    return figures["aligned"] + figures["aligned.back"] + figures["cosine"] + figures["recall"]


def _share(part: set[Any], whole: set[Any]) -> float:
    return len(part) / len(whole) if whole else 0.0


def _neighbours(inside: Sequence[Word]) -> set[tuple[str, str]]:
    return {(one.stem, other.stem) for one, other in itertools.pairwise(inside)}


def _denies(inside: Iterable[Word]) -> bool:
    return any(word.text in NEGATORS for word in inside)


def _moved_negation(wanted: Sequence[Word], said: Sequence[Word], shared: set[str]) -> float:
    """The share of common words that one denies and the other does not."""
    there = {word.stem: negated(wanted, at) for at, word in enumerate(wanted)}
    here = {word.stem: negated(said, at) for at, word in enumerate(said)}
    return sum(there.get(stem) != here.get(stem) for stem in shared) / len(shared) if shared else 0.0


def _sides(inside: Sequence[Word]) -> frozenset[tuple[int, int]]:
    return frozenset(
        (number, 1 - side if negated(inside, at) else side)
        for at, word in enumerate(inside)
        for number, side in OPPOSITES.get(word.stem, ())
    )


def _numbers(inside: Iterable[Word]) -> set[str]:
    return {word.text for word in inside if word.text.isdigit()}
