"""The three roles of a tutor: a voice says a step, an ear understands a reply, a grader judges an answer.

Each has two implementations, authored and model. What they exchange is data; none of them decides what comes next.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from tutor.learner.events import Event
from tutor.lesson.model import Criterion, Explain, Lesson, Question

By = Literal["code", "rule", "matcher", "model", "learner"]
Verdict = Literal["correct", "partial", "incorrect", "unsure"]
Act = Literal["answer", "question", "dont_know", "off_topic"]


@dataclass(frozen=True)
class Reading:
    """What a reply says of one fact."""

    fact: str
    value: bool | None
    """None: the reply does not say."""
    evidence: str
    """One stretch of the reply, as typed, or empty."""
    plain: bool
    """Plain enough to count without asking the learner to confirm."""
    by: By
    partly: bool = False
    """The reply said that a part is done and a part is not (the value is then no)."""


@dataclass(frozen=True)
class Understanding:
    """What a reply to a diagnostic question is, and what it says."""

    act: Act
    readings: tuple[Reading, ...] = ()
    """At most one for each fact; the asked fact is among them when the reply settles it."""


@dataclass(frozen=True)
class CriterionGrade:
    """Whether an answer meets one criterion."""

    id: str
    met: bool | None
    """None: in doubt."""
    evidence: str = ""
    """One stretch of the answer, as typed, or empty."""
    listed: bool = False
    """The rubric lists these very words, as meeting the criterion or as not meeting it."""
    likeness: float = 0.0
    """0 to 1: how like the nearest of the rubric's phrasings those words are."""


@dataclass(frozen=True)
class Grade:
    """The verdict on an answer, with what it rests on."""

    verdict: Verdict
    score: float
    """0 to 1: the share of criteria met, or the likeness to the best reference."""
    criteria: tuple[CriterionGrade, ...]
    by: By
    misconception: str = ""
    """The id of the misconception that the answer shows, if one was recognised."""


@dataclass(frozen=True)
class FoundAnswer:
    """The authored answer to a learner's question, or the nearest questions that the lesson can answer."""

    question: Question | None
    nearest: tuple[Question, ...] = ()
    """At most three, best first."""


class Ear(Protocol):
    """Understands replies."""

    def understand(self, lesson: Lesson, asked: str | None, reply: str) -> Understanding:
        """Read the lesson's facts out of `reply`; `asked` is the fact that was asked for, or None."""

    def classify(self, lesson: Lesson, question: str, reply: str) -> Act:
        """What a reply to a check or quiz question is; only an answer is graded."""


class Grader(Protocol):
    """Judges explanations."""

    def grade(self, item: Explain, question: str, answer: str) -> Grade: ...

    def grade_reference(self, question: str, references: Sequence[str], answer: str) -> Grade: ...

    def grade_points(self, question: str, points: Sequence[Criterion], answer: str) -> Grade: ...


@dataclass(frozen=True)
class Roles:
    """Who listens and who judges."""

    ear: Ear
    grader: Grader
    log: list[Event] = field(default_factory=list)
    """What asking a model cost and how it failed, since it was last taken into the record."""
    notices: list[str] = field(default_factory=list)
    """Calm lines for the learner about what went wrong while listening, since they were last shown."""
    remote: bool = False
    """Listening may take a while: what the learner said is stored first."""
    learn: tuple[Callable[[], Iterator[None]], ...] = ()
    """What can be learned before the first reply, in steps; each may be called in the background."""

    def warm_up(self) -> Iterator[None]:
        """Learn now, a step at a time, what would otherwise be learned when it is first needed."""
        for each in self.learn:
            yield from each()
        # what was learned stays: the collector would go through all of it in the middle of a reply, time and again
        gc.freeze()
