"""The offline ear: the rules, and what was learned from labelled replies, weighed together.

A lesson may bring weights (`ear.json`, made by `python -m evals fit`); without them the rules hear alone. What both
agree on is plain; what only one of them hears, or what is denied twice, is put to the learner before it counts.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence

from tutor.lesson.examples import WEIGHTS
from tutor.lesson.model import Lesson
from tutor.teaching.ear_figures import figures, surface
from tutor.teaching.fitted.logistic import Multinomial, read_multinomials
from tutor.teaching.per_lesson import per_lesson
from tutor.teaching.roles import Act, Reading, Understanding
from tutor.teaching.text import NEGATORS, sentences, spans, word_set, words
from tutor.teaching.understand import RuleEar, gives_orders

_BOTH_PLAIN, _ELSE, _DENIED = 0.65, 0.85, 0.9
"""Probabilities from which a reading is plain: the rules read the same plainly, or not; something is denied twice."""
_RULES_STAND = 0.25
"""The probability below which what the rules read never stands, to be confirmed, against what is likelier."""
_ALONE = 0.85
"""The probability from which the words that a reading rests on leave no doubt by themselves."""
_MODELS = 2
"""One model of what the rules found in a reply, one of what was typed."""
_LABELS = ("no", "yes")
_SHORT = 2
"""Words of a reply that the rules alone read: "yes", "by hand", a thumb."""
_DENIES = word_set("deny denies denied disagree untrue false impossible doubt")
_LONGEST = 2400
"""Characters of a reply that are read: four hundred words, so that a paste of a megabyte is answered at once."""
_MOST_PARTS = 10
"""Sentences and clauses among which the evidence is looked for."""


class OfflineEar:
    """Understands replies to one lesson's questions.

    Args:
        weights: used in place of those that the pack brings.
    """

    def __init__(self, lesson: Lesson, weights: Sequence[Multinomial] | None = None) -> None:
        self._lesson = lesson
        self._rules = RuleEar()
        self._reading = threading.Lock()
        self._read = weights is not None
        self._weights = weights

    def warm_up(self) -> Iterator[None]:
        """Read the weights now; safe in the background."""
        self._load()
        yield

    def _load(self) -> None:
        with self._reading:
            if self._read:
                return
            self._read = True
            try:
                found = read_multinomials((self._lesson.folder / WEIGHTS).read_text(encoding="utf-8"))
                self._weights = found if len(found) == _MODELS else None
            except (OSError, ValueError):
                self._weights = None  # the rules hear alone; `lesson check` says why

    def classify(self, lesson: Lesson, question: str, reply: str) -> Act:
        return self._rules.classify(lesson, question, reply)

    def understand(self, lesson: Lesson, asked: str | None, reply: str) -> Understanding:
        reply = reply[:_LONGEST]
        heard = self._rules.understand(lesson, asked, reply)
        self._load()
        inside = words(reply)
        if asked is None or self._weights is None or not inside or gives_orders(reply):
            return heard
        ruled = next((r for r in heard.readings if r.fact == asked and r.value is not None), None)
        if len(inside) <= _SHORT and (ruled or heard.act != "answer"):
            return heard
        likely = self._likely(lesson, asked, reply, heard)
        said = max(likely, key=lambda label: likely[label])
        if ruled and said != _LABELS[bool(ruled.value)] and self._stands(lesson, asked, ruled, likely):
            said = _LABELS[bool(ruled.value)]
        others = tuple(reading for reading in heard.readings if reading.fact != asked)
        if said == "unknown":
            return Understanding("answer" if ruled or others else heard.act, others)
        value = said == "yes"
        same = ruled is not None and ruled.value is value
        evidence = ruled.evidence if ruled and same and ruled.evidence else self._evidence(lesson, asked, reply, said)
        bar = _BOTH_PLAIN if ruled and same and ruled.plain else _ELSE
        if denied_twice(reply):
            bar = max(bar, _DENIED)
        plain = likely[said] >= bar and bool(evidence)
        partly = bool(ruled and ruled.partly and not value) and not plain
        reading = Reading(asked, value, evidence, plain, "rule" if same else "matcher", partly)
        return Understanding("answer", (reading, *others))

    def _stands(self, lesson: Lesson, asked: str, ruled: Reading, likely: Mapping[str, float]) -> bool:
        """Whether what the rules read is kept against what is likelier: it is plain, or its words alone leave no doubt.

        In a long reply the fitted models see much that is about something else.
        """
        label = _LABELS[bool(ruled.value)]
        if likely[label] < _RULES_STAND:
            return False
        if ruled.plain:
            return True
        alone = self._rules.understand(lesson, asked, ruled.evidence)
        return self._likely(lesson, asked, ruled.evidence, alone)[label] >= _ALONE

    def _likely(self, lesson: Lesson, asked: str, reply: str, heard: Understanding) -> dict[str, float]:
        """The mean of what the fitted models say: one sees what the rules found, the other what was typed."""
        assert self._weights
        by_figures, by_surface = self._weights
        one = by_figures.probabilities(figures(lesson, asked, reply, heard))
        other = by_surface.probabilities(surface(asked, reply))
        return {label: (one[label] + other[label]) / 2 for label in one}

    def _evidence(self, lesson: Lesson, asked: str, reply: str, said: str) -> str:
        """The sentence, or the clause of it, that says so most clearly by itself."""
        best, found = -1.0, ""
        parts = [*sentences(reply), *spans(reply)][:_MOST_PARTS]
        for part in parts:
            text = reply[part.start : part.end]
            alone = self._rules.understand(lesson, asked, text)
            likely = self._likely(lesson, asked, text, alone)[said]
            if likely > best:
                best, found = likely, text
        return found[:400]


def denied_twice(reply: str) -> bool:
    """Whether a clause denies two times, or denies a denial: who does is easily misread."""
    return any(
        sum(word.text in NEGATORS or word.text in _DENIES for word in clause.words) > 1 for clause in spans(reply)
    )


offline_ear = per_lesson(OfflineEar)
"""The offline ear of a lesson."""
