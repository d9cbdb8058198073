"""Finds the authored answer to a learner's free question, or says honestly that there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log

from tutor.lesson.model import Question
from tutor.teaching.roles import FoundAnswer
from tutor.teaching.text import STOP, Phrases, Word, alike, word_set, words

_ENOUGH = 0.45
"""The least likeness at which an entry answers the question."""

_STRANGE = 1.6
"""What a word counts that the lesson's questions never use, against their rarest: it speaks for another subject."""

_AHEAD = 0.01
"""How far the best entry has to be ahead of the next, unless it is all but the same question."""

_FROM_ANSWER = 0.45
"""What a word is worth that stands in an entry's answer and not in its questions."""

# What people put around a question; none of it tells which question it is.
_AROUND = word_set(
    """
    what how why when who where which can could should would do does did is are was have has need please explain
    tell question wait okay ok hey hi so actually again exactly really mean means meaning example thing stuff
    help me want know understand curious wonder wondering someone people person sorry quick define possible wie
    warum wann ist sind que como cual est ce don
    """
)
_BARE = word_set("the a an is it do i")


def _content(inside: Sequence[Word]) -> list[Word]:
    kept = [word for word in inside if word.text not in STOP and word.text not in _AROUND]
    return kept or [word for word in inside if word.text not in _BARE]


def _stems(texts: Iterable[str]) -> list[str]:
    return [word.stem for text in texts for word in _content(words(text))]


class _Index:
    """The questions' words, with how rare each is."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = questions
        self.asked = [[frozenset(_stems([ask])) for ask in question.ask] for question in questions]
        self.keywords = [Phrases(question.keywords) for question in questions]
        self.named = [frozenset(_stems(question.ask)) | frozenset(_stems(question.keywords)) for question in questions]
        self.told = [
            frozenset(_stems([question.answer])) - named for question, named in zip(questions, self.named, strict=True)
        ]
        counts = Counter(stem for vocabulary in self.named for stem in vocabulary)
        told = Counter(stem for vocabulary in self.told for stem in vocabulary)
        everything = set(counts) | set(told)
        size = len(questions)
        self.rare = {stem: log(1 + size / (counts[stem] + 0.3 * told[stem])) for stem in everything}
        self.rarest = log(1 + size)
        self.known = tuple(word for word in everything if len(word) >= 6)

    def weight(self, stem: str) -> float:
        return self.rare.get(stem, _STRANGE * self.rarest)

    def recognise(self, stem: str) -> str:
        """The index's own word for a misspelt one."""
        if stem in self.rare:
            return stem
        return next((word for word in self.known if alike(stem, word)), stem)

    def score(self, number: int, inside: Sequence[Word], stems: Sequence[str]) -> float:
        """How well the entry answers a question with these words."""
        total = sum(self.weight(stem) for stem in stems)
        named, told = self.named[number], self.told[number]
        covered = sum(
            self.weight(stem) * (1.0 if stem in named else _FROM_ANSWER if stem in told else 0.0) for stem in stems
        )
        best = 0.0
        for ask in self.asked[number]:
            both = sum(self.weight(stem) for stem in stems if stem in ask)
            best = max(best, 2 * both / (total + sum(self.weight(stem) for stem in ask)))
        keyed = 0.0
        for hit in self.keywords[number].find(inside):
            keyed = max(keyed, max(self.weight(word.stem) for word in inside[hit.first : hit.last + 1]) / self.rarest)
        return 0.45 * covered / total + 0.4 * best + 0.25 * keyed


@lru_cache(maxsize=4)
def _index(questions: tuple[Question, ...]) -> _Index:
    return _Index(questions)


# A lesson's questions are one tuple for as long as it is loaded; hashing all of its text each time would cost more
# than the search.
_last: list[tuple[Sequence[Question], _Index]] = []


def _index_of(questions: Sequence[Question]) -> _Index:
    if not _last or _last[0][0] is not questions:
        _last[:] = [(questions, _index(tuple(questions)))]
    return _last[0][1]


def find_answer(questions: Sequence[Question], text: str) -> FoundAnswer:
    """The question that `text` asks, or none with the three nearest."""
    if not questions:
        return FoundAnswer(None)
    inside = words(text[:2000])
    index = _index_of(questions)
    stems = list(dict.fromkeys(index.recognise(word.stem) for word in _content(inside)))[:60]
    if not stems:
        return FoundAnswer(None, tuple(questions[:3]))
    ranked = sorted(((index.score(n, inside, stems), -n) for n in range(len(questions))), reverse=True)
    nearest = tuple(questions[-n] for _, n in ranked[:3])
    best = ranked[0][0]
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    if best >= _ENOUGH and (best - second >= _AHEAD or best >= 0.9):
        return FoundAnswer(nearest[0], nearest)
    return FoundAnswer(None, nearest)
