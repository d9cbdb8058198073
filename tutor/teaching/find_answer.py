"""Finds the authored answer to a learner's free question, or says honestly that there is none.

A pack that lists how learners ask (`examples/questions.jsonl`) is learned from: questions with an entry, and questions
that only sound like it. Without such a list an index of the entries' own words decides.
"""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from math import log
from typing import TYPE_CHECKING

from tutor.lesson.examples import AskedBefore, read_questions
from tutor.lesson.model import Lesson, Question
from tutor.teaching.per_lesson import per_lesson
from tutor.teaching.roles import FoundAnswer
from tutor.teaching.text import STOP, Phrases, Word, alike, word_set, words

if TYPE_CHECKING:
    from tutor.teaching.fitted.ngrams import Profile
    from tutor.teaching.fitted.ridge import Linear, Weighing

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

    def find(self, text: str) -> FoundAnswer:
        """The entry that is most like the question, when it is like enough and well ahead of the next."""
        inside = words(text[:_LONGEST])
        stems = list(dict.fromkeys(self.recognise(word.stem) for word in _content(inside)))[:60]
        if not stems:
            return FoundAnswer(None, tuple(self.questions[:3]))
        everyone = range(len(self.questions))
        ranked = sorted(((self.score(number, inside, stems), -number) for number in everyone), reverse=True)
        nearest = tuple(self.questions[-number] for _, number in ranked[:3])
        best = ranked[0][0]
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        if best >= _ENOUGH and (best - second >= _AHEAD or best >= 0.9):
            return FoundAnswer(nearest[0], nearest)
        return FoundAnswer(None, nearest)


_FEWEST = 100
"""Listed questions that there have to be before they are learned from."""
_RATHER_AN_ENTRY, _AHEAD_OF_NEXT = 0.05, 0.03
"""How far "none of these" has to lead before a question counts as not covered; how far an entry leads the next."""
_LONGEST = 2000
_DIMENSIONS = 8192
"""Into how many numbers words and letters are hashed."""
_AT_ONCE = 100
"""Questions that are counted in one step."""


class _Learned:
    """The entries' own questions and the listed ones, learned; the label 0 stands for none of the entries."""

    def __init__(self, questions: Sequence[Question], weighing: Weighing, scores: Linear) -> None:
        self._questions, self._weighing, self._scores = questions, weighing, scores

    @classmethod
    def in_steps(cls, lesson: Lesson, listed: Sequence[tuple[str, str | None]]) -> Generator[None, None, _Learned]:
        """Learn, a few hundredths of a second at a time."""
        import numpy as np

        from tutor.teaching.fitted.ridge import Counted, Fitting, Weighing

        label = {question.id: number for number, question in enumerate(lesson.questions, 1)}
        asked = [(ask, question.id) for question in lesson.questions for ask in question.ask]
        known = [*asked, *((text, entry) for text, entry in listed if entry is None or entry in label)]
        targets = np.zeros((len(known), len(label) + 1), dtype=np.float32)
        targets[np.arange(len(known)), [label.get(entry or "", 0) for _, entry in known]] = 1
        examples = Counted((), _DIMENSIONS)
        for number, (text, _) in enumerate(known, 1):
            examples.add(_profile(text))
            if number % _AT_ONCE == 0:
                yield
        weighing = Weighing(examples)
        fitting = Fitting(weighing.rows(examples))
        del examples  # the fit needs the memory
        yield
        scores = yield from fitting.fit_in_steps(np.arange(len(known)), targets, penalty=1.5)
        return cls(lesson.questions, weighing, scores)

    def find(self, text: str) -> FoundAnswer:
        """The entry with the highest score, unless "none" is well ahead of it."""
        from tutor.teaching.fitted.ridge import Counted

        row = self._weighing.rows(Counted([_profile(text)], _DIMENSIONS))
        none, *scores = map(float, self._scores.scores(row)[0])
        ranked = sorted(range(len(scores)), key=lambda number: -scores[number])
        nearest = tuple(self._questions[number] for number in ranked[:3])
        ahead = scores[ranked[0]] - max((scores[number] for number in ranked[1:2]), default=0.0)
        covered = scores[ranked[0]] > none - _RATHER_AN_ENTRY and ahead > _AHEAD_OF_NEXT
        return FoundAnswer(nearest[0] if covered else None, nearest)


def _profile(text: str) -> Profile:
    from tutor.teaching.fitted.ngrams import of_letters

    stems = [word.stem for word in words(text[:_LONGEST])]
    counted = Counter(stems)
    counted.update(f"{one} {other}" for one, other in itertools.pairwise(stems))
    return ((counted, 1.5), (of_letters(text[:_LONGEST], (3, 4, 5)), 1.0))


class Finder:
    """Finds answers in one lesson.

    Args:
        listed: learned from in place of the questions that the pack lists.
    """

    def __init__(self, lesson: Lesson, listed: Sequence[AskedBefore] | None = None) -> None:
        self._lesson = lesson
        self._listed = listed
        self._stepping = threading.Lock()
        self._steps: Iterator[None] | None = None
        self._ready = False
        self._learned: _Learned | None = None
        self._index: _Index | None = None

    def warm_up(self) -> Iterator[None]:
        """Learn the listed questions, in steps; safe in the background, also while a question is asked."""
        while not self._ready:
            # held for one step only: whoever asks meanwhile takes the next steps and does not begin anew
            with self._stepping:
                self._step()
            yield

    def _step(self) -> None:
        if self._ready:
            return
        self._steps = self._steps or self._learn()
        try:
            self._ready = next(self._steps, self) is self
        except BaseException:
            self._steps = None
            raise

    def _learn(self) -> Iterator[None]:
        rows = read_questions(self._lesson) if self._listed is None else self._listed
        listed = [(one.question, one.entry) for one in rows]
        if len(listed) >= _FEWEST:
            self._learned = yield from _Learned.in_steps(self._lesson, listed)

    def find(self, text: str) -> FoundAnswer:
        """The question that `text` asks, or none with the three nearest."""
        questions = self._lesson.questions
        if not questions or not words(text[:_LONGEST]):
            return FoundAnswer(None, tuple(questions[:3]))
        for _ in self.warm_up():
            pass
        if self._learned:
            return self._learned.find(text)
        self._index = self._index or _Index(questions)
        return self._index.find(text)


finder = per_lesson(Finder)
"""The finder of a lesson."""


def find_answer(lesson: Lesson, text: str) -> FoundAnswer:
    """The question that `text` asks, or none with the three nearest."""
    return finder(lesson).find(text)
