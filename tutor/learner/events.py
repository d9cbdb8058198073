"""What can happen in a session. Everything that happens is one of these; nothing else is stored.

An event says what happened; the journal adds when (`at`), where (`session`) and in which order (`seq`). The fields
are a contract with other programs (`docs/interfaces.md`): fields and types may be added, none renamed or dropped.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

AskKind = Literal["continue", "check", "diagnostic", "confirm", "quiz", "reflect"]
Verdict = Literal["correct", "partial", "incorrect", "unsure"]
By = Literal["code", "rule", "matcher", "model", "learner"]
Tutor = Literal["authored", "model", "assistant"]
Act = Literal["answer", "question", "dont_know", "off_topic", "empty", "command", "go_on", "correction"]


class Event(BaseModel):
    """Base of all events. Unknown fields are ignored, so that a record from a newer minor version still reads."""

    # schemas are built when an event is first used: a session's start needs four of them, not all
    model_config = ConfigDict(frozen=True, defer_build=True)
    type: ClassVar[str]

    def payload(self) -> dict[str, Any]:
        """The event's own fields as JSON values, `type` first."""
        return {"type": self.type, **self.model_dump(mode="json")}


class Option(BaseModel):
    """One labelled option of a choice or an order, as shown."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    id: str
    """The label that the learner types."""
    text: str


class CriterionResult(BaseModel):
    """Whether one criterion was met, and by which words."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    id: str
    met: bool | None
    """None: in doubt."""
    evidence: str = ""


class FactReading(BaseModel):
    """A fact as read from a reply, before it is settled."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    fact: str
    value: bool | None
    evidence: str
    by: By
    partly: bool = False
    """The reply said that a part is done and a part is not."""


class SessionStarted(Event):
    type: ClassVar[str] = "session_started"
    lesson: str
    lesson_digest: str
    tutor: Tutor
    model: str | None = None
    endpoint: str | None = None
    after: dict[str, Any] | None = None
    """How the learner's last finished session of this lesson ended: session, at, level, correct, asked."""


class SessionResumed(Event):
    type: ClassVar[str] = "session_resumed"
    lesson_digest: str
    tutor: Tutor
    model: str | None = None
    endpoint: str | None = None


class StageStarted(Event):
    type: ClassVar[str] = "stage_started"
    stage: str


class StageFinished(Event):
    type: ClassVar[str] = "stage_finished"
    stage: str


class PromptOpened(Event):
    type: ClassVar[str] = "prompt_opened"
    prompt: int
    text: str


class TutorSaid(Event):
    type: ClassVar[str] = "tutor_said"
    text: str
    by: Literal["authored", "model"]
    purpose: str
    cut: bool = False


class Asked(Event):
    type: ClassVar[str] = "asked"
    ask: str
    kind: AskKind
    text: str
    options: tuple[Option, ...] | None = None
    variant: str = ""
    """Empty, or in which other words: `again`, `follow-up`, `partly`, `caveat`, `doubt`."""

    def payload(self) -> dict[str, Any]:
        full = super().payload()
        if self.options is None:
            del full["options"]
        return full


class LearnerSaid(Event):
    type: ClassVar[str] = "learner_said"
    text: str


class ReplyClassified(Event):
    """What the reply just stored was taken for; only an `answer` is graded."""

    type: ClassVar[str] = "reply_classified"
    act: Act
    ask: str | None = None
    """The question that was standing."""
    outcome: Literal["", "kept", "rejected", "not-understood"] = ""
    """For an `answer` that is not graded: kept, a reading that the learner rejected, or nothing understood."""
    command: str = ""
    """The command's name, for `command`."""
    argument: str = ""
    """What was given with the command, what was asked, or which way was chosen."""
    tell: str = ""
    """The purpose of what the tutor owes the learner in return, if anything."""


class FactsRead(Event):
    """Facts read from a reply that was not plain: they count once the learner has confirmed them."""

    type: ClassVar[str] = "facts_read"
    readings: tuple[FactReading, ...]


class FactLearned(Event):
    type: ClassVar[str] = "fact_learned"
    fact: str
    value: bool | None
    evidence: str
    by: By


class LevelAssessed(Event):
    type: ClassVar[str] = "level_assessed"
    facts: dict[str, bool]
    assumed: tuple[str, ...]
    level: int
    advice: str


class AnswerGraded(Event):
    type: ClassVar[str] = "answer_graded"
    ask: str
    kind: AskKind
    verdict: Verdict
    criteria: tuple[CriterionResult, ...]
    by: By
    misconception: str = ""
    """The wrong answer that was recognised, if one was: an option, a level or a misconception's id."""


class HintGiven(Event):
    type: ClassVar[str] = "hint_given"
    ask: str
    rung: int


class AnswerShown(Event):
    type: ClassVar[str] = "answer_shown"
    ask: str


class Skipped(Event):
    type: ClassVar[str] = "skipped"
    ask: str


class GradeDisputed(Event):
    type: ClassVar[str] = "grade_disputed"
    ask: str
    reason: str


class ModelCalled(Event):
    type: ClassVar[str] = "model_called"
    purpose: str
    model: str
    prompt_tokens: int | None = None
    cached_tokens: int | None = None
    completion_tokens: int | None = None
    first_token_s: float | None = None
    total_s: float | None = None


class ModelFailed(Event):
    type: ClassVar[str] = "model_failed"
    purpose: str
    error: str
    detail: str


class TutorChanged(Event):
    """`/model`: who teaches from here on."""

    type: ClassVar[str] = "tutor_changed"
    tutor: Tutor
    model: str | None = None
    endpoint: str | None = None


class LessonReloaded(Event):
    """`/reload`: the lesson's files were read again, and the session goes on in place with what they say now."""

    type: ClassVar[str] = "lesson_reloaded"
    lesson_digest: str
    told_again: tuple[str, ...] = ()
    """The purposes of what was told in this stage and reads otherwise now."""
    level: Literal["stands", "again", "open"] = "stands"
    """Whether the level holds: it stands, is computed `again` from the same facts, or the facts are others (`open`)."""
    note: str = ""
    """What else is worth saying, as Markdown."""


class SessionFinished(Event):
    type: ClassVar[str] = "session_finished"
    asked: int
    correct: int


EVENT_TYPES: dict[str, type[Event]] = {
    kind.type: kind
    for kind in (
        SessionStarted, SessionResumed, StageStarted, StageFinished, PromptOpened, TutorSaid, Asked, LearnerSaid,
        ReplyClassified, FactsRead, FactLearned, LevelAssessed, AnswerGraded, HintGiven, AnswerShown, Skipped,
        GradeDisputed, ModelCalled, ModelFailed, TutorChanged, LessonReloaded, SessionFinished,
    )
}  # fmt: skip


def read_event(payload: dict[str, Any]) -> Event | None:
    """The event of a stored payload, or None for a type that this version does not know."""
    kind = EVENT_TYPES.get(payload.get("type", ""))
    return kind.model_validate(payload) if kind else None
