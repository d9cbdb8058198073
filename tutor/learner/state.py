"""What the journal says about the learner: a fold of its events, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, Literal

from tutor.learner import events as ev

Speaker = Literal["tutor", "asked", "learner", "prompt"]


@dataclass(frozen=True)
class AskState:
    """What has happened to one question. Counters of a round start anew when the question comes back."""

    kind: ev.AskKind = "continue"
    text: str = ""
    """As last asked."""
    asked: int = 0
    variants: frozenset[str] = frozenset()
    """In which words it was asked; see `Asked.variant`."""
    variant: str = ""
    """In which words it was last asked."""
    rounds: int = 0
    """How often it was settled: answered right, kept, explained or skipped."""
    attempts: int = 0
    """Graded attempts in this round."""
    dont_knows: int = 0
    """In this round; for a fact, every reply that did not settle it."""
    rung: int = 0
    """The last hint given in this round (0: none)."""
    earned_hint: bool = False
    """There was an attempt or an "I don't know" since the last hint."""
    verdict: ev.Verdict | None = None
    """The last one."""
    misconception: str = ""
    met: Mapping[str, str] = field(default_factory=dict)
    """Criteria met so far in this round, with the words that met them: answers are pooled over the attempts."""
    doubt: tuple[str, ...] = ()
    """Criteria that the learner is to judge."""
    first_verdict: ev.Verdict | None = None
    aided: bool = False
    """A hint was given or the answer shown before it was right."""
    shown: bool = False
    skipped: bool = False
    disputed: bool = False
    rejected: bool = False
    """A fact: the learner said that it was misread, or the reply gave no answer; it is asked again at once."""
    partly: bool = False
    kept: str | None = None
    """The learner's own words, for a question that is kept and not graded."""


@dataclass(frozen=True)
class Settled:
    """A fact as it stands."""

    value: bool | None
    evidence: str
    by: ev.By


@dataclass(frozen=True)
class Utterance:
    """One thing said in the conversation."""

    speaker: Speaker
    text: str
    stage: str | None


@dataclass(frozen=True)
class State:
    """A session as its events tell it. Frozen: `fold` returns a new one."""

    session: ev.SessionStarted | None = None
    tutor: ev.Tutor = "authored"
    model: str | None = None
    endpoint: str | None = None
    digest: str = ""
    lesson_changed: bool = False
    """The lesson was edited between the last two starts."""
    branch: str = ""
    """What the learner chose after a finished lesson: `assess`, `quiz` or `start`."""
    stage: str | None = None
    finished_stages: frozenset[str] = frozenset()
    opened_prompts: frozenset[int] = frozenset()
    said: frozenset[tuple[str | None, str]] = frozenset()
    """(stage, purpose) of what was said in that stage."""
    asks: Mapping[str, AskState] = field(default_factory=dict)
    pending: str | None = None
    """The question that stands."""
    last_ask: str | None = None
    """The question that the last reply was about."""
    last_graded: str | None = None
    last_act: ev.Act | None = None
    owed: tuple[str, ...] = ()
    """What the tutor has yet to say about the last reply, in order, as purposes."""
    argument: str = ""
    """What the last question or command was about."""
    command: str = ""
    unconfirmed: tuple[ev.FactReading, ...] = ()
    """Facts read from a reply that the learner is asked to confirm."""
    correcting: bool = False
    """The unconfirmed facts are a correction that the learner volunteered."""
    facts: Mapping[str, Settled] = field(default_factory=dict)
    assessed: ev.LevelAssessed | None = None
    stale: bool = False
    """A fact changed since the last assessment."""
    dialogue: tuple[Utterance, ...] = ()
    failures_in_a_row: int = 0
    tokens: tuple[int, int, int] = (0, 0, 0)
    """Prompt, cached and completion tokens so far."""
    calls: int = 0
    finished: ev.SessionFinished | None = None

    def ask(self, ask_id: str) -> AskState:
        return self.asks.get(ask_id, AskState())

    def with_ask(self, ask_id: str, **changes: Any) -> State:
        return replace(self, asks={**self.asks, ask_id: replace(self.ask(ask_id), **changes)})

    def has_said(self, purpose: str) -> bool:
        """Whether it was said in the present stage."""
        return (self.stage, purpose) in self.said

    def known_facts(self) -> dict[str, bool | None]:
        return {name: settled.value for name, settled in self.facts.items()}

    def say_more(self, speaker: Speaker, text: str) -> State:
        return replace(self, dialogue=(*self.dialogue, Utterance(speaker, text, self.stage)))


def fold(state: State, event: ev.Event) -> State:
    """The state after `event`."""
    match event:
        case ev.SessionStarted():
            return replace(
                state, session=event, tutor=event.tutor, model=event.model, endpoint=event.endpoint,
                digest=event.lesson_digest,
            )  # fmt: skip
        case ev.SessionResumed():
            return replace(
                state, tutor=event.tutor, model=event.model, endpoint=event.endpoint, digest=event.lesson_digest,
                lesson_changed=event.lesson_digest != state.digest, owed=("resumed",), failures_in_a_row=0,
            )  # fmt: skip
        case ev.LessonReloaded():
            return _reloaded(state, event)
        case ev.TutorChanged():
            return replace(state, tutor=event.tutor, model=event.model, endpoint=event.endpoint, failures_in_a_row=0)
        case ev.StageStarted(stage=stage):
            return _enter(state, stage)
        case ev.StageFinished(stage=stage):
            return replace(state, finished_stages=state.finished_stages | {stage}, pending=None)
        case ev.PromptOpened(prompt=number, text=text):
            return replace(state, opened_prompts=state.opened_prompts | {number}).say_more("prompt", text)
        case ev.TutorSaid():
            purposes = event.purpose.split("+")
            return replace(
                state,
                said=state.said | {(state.stage, purpose) for purpose in purposes},
                owed=tuple(purpose for purpose in state.owed if purpose not in purposes),
            ).say_more("tutor", event.text)
        case ev.Asked():
            before = state.ask(event.ask)
            comes_back = event.variant == "again" and "again" not in before.variants
            return (
                replace(state, pending=event.ask, owed=())
                .with_ask(
                    event.ask, kind=event.kind, text=event.text, asked=before.asked + 1,
                    variants=before.variants | {event.variant}, variant=event.variant, rejected=False,
                    met={} if comes_back else before.met,
                )
                .say_more("asked", event.text)
            )  # fmt: skip
        case ev.LearnerSaid(text=text):
            return replace(state, last_ask=state.pending, owed=(), last_act=None).say_more("learner", text)
        case ev.ReplyClassified():
            return _classified(state, event)
        case ev.FactsRead(readings=readings):
            return replace(state, unconfirmed=readings)
        case ev.FactLearned():
            return _learned(state, event)
        case ev.LevelAssessed():
            return _owe(replace(state, assessed=event, stale=False), "level")
        case ev.AnswerGraded():
            return _graded(state, event)
        case ev.HintGiven(ask=ask, rung=rung):
            return _owe(state, "hint").with_ask(ask, rung=max(rung, state.ask(ask).rung), earned_hint=False, aided=True)
        case ev.AnswerShown(ask=ask):
            shown = _owe(state, "answer").with_ask(ask, shown=True, aided=True)
            return _settle_ask(shown, ask)
        case ev.Skipped(ask=ask):
            before = state.ask(ask)
            skipped = replace(state, unconfirmed=(), correcting=False, pending=None).with_ask(
                ask, skipped=True, doubt=(), dont_knows=before.dont_knows + 1
            )
            return _settle_ask(skipped, ask) if before.kind == "reflect" else skipped
        case ev.GradeDisputed(ask=ask):
            return _owe(state, "disputed").with_ask(ask, disputed=True)
        case ev.ModelCalled():
            prompt, cached, completion = state.tokens
            return replace(
                state,
                calls=state.calls + 1,
                failures_in_a_row=0,
                tokens=(
                    prompt + (event.prompt_tokens or 0),
                    cached + (event.cached_tokens or 0),
                    completion + (event.completion_tokens or 0),
                ),
            )
        case ev.ModelFailed():
            # a contradiction or a leak was caught: the endpoint itself works
            working = event.error in ("contradicted", "leaked")
            return state if working else replace(state, failures_in_a_row=state.failures_in_a_row + 1)
        case ev.SessionFinished():
            return replace(state, finished=event, pending=None)
        case _:
            return state


def fold_all(events: Iterable[ev.Event], start: State | None = None) -> State:
    return reduce(fold, events, start or State())


def _reloaded(state: State, event: ev.LessonReloaded) -> State:
    state = replace(state, digest=event.lesson_digest, argument=event.note)
    if event.level == "again":
        state = replace(state, stale=True)
    elif event.level == "open":
        said = frozenset(s for s in state.said if s[1] not in ("level", "next-step"))
        finished = state.finished_stages - {"diagnosis"}
        state = replace(state, assessed=None, stale=False, said=said, finished_stages=finished)
    return _owe(state, "reloaded", *event.told_again)


def _owe(state: State, *purposes: str) -> State:
    return replace(state, owed=(*state.owed, *purposes))


def _enter(state: State, stage: str) -> State:
    jumped = state.stage is not None and state.stage not in state.finished_stages and state.stage != stage
    returned = stage in state.finished_stages
    # whoever jumps to a stage is told it again; whoever comes back to one that was left half done goes on in it
    said = frozenset(s for s in state.said if s[0] != stage) if jumped or returned else state.said
    asks = dict(state.asks)
    if jumped or returned:
        for name in [name for name, ask in asks.items() if ask.kind == "continue" and name.startswith(f"{stage}:")]:
            del asks[name]
    if state.last_graded in asks:
        asks[state.last_graded] = replace(asks[state.last_graded], doubt=())
    return replace(
        state, stage=stage, said=said, asks=asks, pending=None, unconfirmed=(), correcting=False,
        finished_stages=state.finished_stages - {stage},
    )  # fmt: skip


def _settle_ask(state: State, ask: str) -> State:
    return replace(state, pending=None if state.pending == ask else state.pending).with_ask(
        ask,
        rounds=state.ask(ask).rounds + 1,
        attempts=0,
        dont_knows=0,
        rung=0,
        earned_hint=False,
        doubt=(),
        rejected=False,
    )


def _classified(state: State, event: ev.ReplyClassified) -> State:
    state = replace(state, last_act=event.act, argument=event.argument, command=event.command)
    state = _owe(state, event.tell) if event.tell else state
    if event.ask is None:
        return state
    now = state.ask(event.ask)
    match event.act, event.outcome:
        case "correction", _:
            return replace(state, correcting=True)
        case "go_on", _:
            return _settle_ask(replace(state, branch=event.argument or state.branch), event.ask)
        case "dont_know", _:
            state = replace(state, pending=None) if now.kind == "diagnostic" else state
            return state.with_ask(event.ask, dont_knows=now.dont_knows + 1, earned_hint=True)
        case "answer", "kept":
            words = next((u.text for u in reversed(state.dialogue) if u.speaker == "learner"), "")
            return _settle_ask(state.with_ask(event.ask, kept=words), event.ask)
        case "answer", "not-understood":
            return replace(state, pending=None).with_ask(event.ask, rejected=True, dont_knows=now.dont_knows + 1)
        case "answer", "rejected":
            return _reject(state)
        case _:
            return state


def _reject(state: State) -> State:
    """Drop what was misread. Of facts that were asked for, the first is asked again at once, the others in turn."""
    readings, correcting = state.unconfirmed, state.correcting
    state = replace(state, unconfirmed=(), correcting=False, pending=None)
    for position, reading in enumerate(() if correcting else readings):
        before = state.ask(reading.fact)
        state = state.with_ask(
            reading.fact,
            rejected=position == 0,
            dont_knows=before.dont_knows + (position == 0),
            partly=reading.partly,
        )
    return state


def _learned(state: State, event: ev.FactLearned) -> State:
    before = state.facts.get(event.fact)
    changed = before is None or before.value != event.value
    settled = Settled(event.value, event.evidence, event.by)
    left = tuple(reading for reading in state.unconfirmed if reading.fact != event.fact)
    return replace(
        _settle_ask(state, event.fact),
        facts={**state.facts, event.fact: settled},
        unconfirmed=left,
        correcting=state.correcting and bool(left),
        stale=state.stale or (changed and state.assessed is not None),
    )


def _graded(state: State, event: ev.AnswerGraded) -> State:
    now = state.ask(event.ask)
    first = now.first_verdict or (event.verdict if event.verdict != "unsure" and now.attempts == 0 else None)
    met = {c.id: c.evidence for c in event.criteria if c.met}
    doubt = tuple(c.id for c in event.criteria if c.met is None) if event.verdict == "unsure" else ()
    state = replace(state, last_graded=event.ask).with_ask(
        event.ask, verdict=event.verdict, misconception=event.misconception, met={**now.met, **met}, doubt=doubt,
        attempts=now.attempts + (0 if event.by == "learner" else 1), earned_hint=True, first_verdict=first,
    )  # fmt: skip
    if event.verdict == "unsure":
        return state
    state = _owe(state, "feedback")
    return _settle_ask(state, event.ask) if event.verdict == "correct" else state
