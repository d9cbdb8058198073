"""What simulated learners found out about a lesson: counted from their events, and compared with a run before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

STUCK = 4
"""How often in a row one question is put, with nothing that leads on in between, before a learner is stuck there."""

Events = Sequence[Mapping[str, Any]]
"""A session's events as the JSON-lines front end gives them."""


class Spot(BaseModel):
    """A place in the lesson where something happened."""

    model_config = ConfigDict(frozen=True)
    ask: str
    """The id of the question."""
    seq: int
    """Where in the session's events."""
    text: str = ""
    """What the learner said, or what else is worth knowing."""


class Taken(BaseModel):
    """How one learner got through the lesson."""

    learner: str
    stages: list[str]
    """Those that were reached, in order."""
    finished: bool
    turns: int
    """Replies that the learner gave."""
    seconds: float
    level: int | None = None
    correct: int = 0
    asked: int = 0
    """Questions of the try-it list that were put and graded."""
    asked_twice: list[Spot] = []
    """Questions that were put more than once in the same words."""
    hints: int = 0
    answers_shown: int = 0
    not_understood: list[Spot] = []
    """Replies of which nothing could be made."""
    unsure: list[Spot] = []
    """Answers that the grader left in doubt."""
    stuck: list[Spot] = []
    """Questions that were put again and again, with nothing that led on."""
    contradictions: int = 0
    """Sentences of a model that were stopped: they contradicted the assessment or gave an answer away."""
    model_failures: int = 0
    learner_failures: int = 0
    """Replies that a model which plays the learner did not give; they were then taken from the pack."""
    error: str = ""
    """Why the session ended before its end."""


class Trial(BaseModel):
    """One run of all learners through one lesson."""

    lesson: str
    digest: str
    """Of the lesson's files."""
    at: str
    """UTC, ISO 8601."""
    learner_model: str = ""
    """The model that played the learners; empty when they answered from the pack."""
    taken: list[Taken]


_NOT_UNDERSTOOD = frozenset({"not-understood", "not-an-option", "off-topic"})


def taken_of(learner: str, events: Events, seconds: float, error: str = "") -> Taken:
    """Count one learner's events."""
    asked = [event for event in events if event["type"] == "asked"]
    finished = next((event for event in events if event["type"] == "session_finished"), None)
    levels = [event["level"] for event in events if event["type"] == "level_assessed"]
    failures = Counter(event["error"] for event in events if event["type"] == "model_failed")
    stopped = failures["contradicted"] + failures["leaked"]
    return Taken(
        learner=learner,
        stages=list(dict.fromkeys(event["stage"] for event in events if event["type"] == "stage_started")),
        finished=finished is not None,
        turns=sum(event["type"] == "learner_said" for event in events),
        seconds=round(seconds, 2),
        level=levels[-1] if levels else None,
        correct=finished["correct"] if finished else 0,
        asked=finished["asked"] if finished else 0,
        asked_twice=_asked_twice(asked),
        hints=sum(event["type"] == "hint_given" for event in events),
        answers_shown=sum(event["type"] == "answer_shown" for event in events),
        not_understood=_not_understood(events),
        unsure=[
            Spot(ask=event["ask"], seq=said["seq"], text=" ".join(said["text"].split())[:200])
            for said, event in _with_what_was_said(events)
            if event["type"] == "answer_graded" and event["verdict"] == "unsure"
        ],
        stuck=_stuck(events),
        contradictions=stopped,
        model_failures=failures.total() - stopped,
        error=error,
    )


def _asked_twice(asked: Events) -> list[Spot]:
    seen: dict[tuple[str, str], int] = {}
    found: dict[str, Spot] = {}
    for event in asked:
        key = (event["ask"], event["text"])
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1 and event["kind"] not in ("continue", "confirm"):
            found[event["ask"]] = Spot(ask=event["ask"], seq=event["seq"], text=f"{seen[key]} times")
    return list(found.values())


def _not_understood(events: Events) -> list[Spot]:
    return [
        Spot(ask=event["ask"] or "", seq=said["seq"], text=" ".join(said["text"].split())[:200])
        for said, event in _with_what_was_said(events)
        if event["type"] == "reply_classified" and event["tell"] in _NOT_UNDERSTOOD
    ]


def _with_what_was_said(events: Events) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each event after a reply, with the reply."""
    said: Mapping[str, Any] | None = None
    for event in events:
        if event["type"] == "learner_said":
            said = event
        elif said is not None:
            yield said, event


_LEADS_ON = frozenset({"hint_given", "answer_shown", "answer_graded", "fact_learned", "facts_read", "skipped"})


def _stuck(events: Events) -> list[Spot]:
    found, run, before = [], 0, ""
    for event in events:
        if event["type"] in _LEADS_ON:
            run = 0
        elif event["type"] == "asked":
            run = run + 1 if event["ask"] == before else 1
            before = event["ask"]
            if run == STUCK:
                found.append(Spot(ask=before, seq=event["seq"], text=" ".join(event["text"].split())[:120]))
    return found


# — comparing —

_COUNTED = (
    ("turns", "turns"),
    ("correct", "right in the try-it list"),
    ("hints", "hints"),
    ("answers_shown", "answers shown"),
    ("contradictions", "contradictions stopped"),
    ("model_failures", "failures of the model"),
)
_LISTED = (
    ("asked_twice", "questions asked twice"),
    ("not_understood", "replies not understood"),
    ("unsure", "answers in doubt"),
    ("stuck", "places where they were stuck"),
)


def differences(before: Trial, after: Trial) -> list[str]:
    """What is otherwise than in a run before, one line each; empty when nothing is."""
    lines: list[str] = []
    old = {taken.learner: taken for taken in before.taken}
    for new in after.taken:
        was = old.get(new.learner)
        if was is None:
            lines.append(f"{new.learner}: was not there before")
            continue
        lines += [f"{new.learner}: {line}" for line in _differences(was, new)]
    lines += [f"{name}: is not there any more" for name in old if name not in {taken.learner for taken in after.taken}]
    return lines


def _differences(was: Taken, now: Taken) -> list[str]:
    lines = []
    if was.finished != now.finished:
        lines.append("now gets to the end" if now.finished else f"no longer gets to the end ({now.error or 'stopped'})")
    if was.stages != now.stages:
        lines.append(f"stages: {', '.join(was.stages)} → {', '.join(now.stages)}")
    if was.level != now.level:
        lines.append(f"level: {_or_none(was.level)} → {_or_none(now.level)}")
    lines += [
        f"{words}: {getattr(was, name)} → {getattr(now, name)}"
        for name, words in _COUNTED
        if getattr(was, name) != getattr(now, name)
    ]
    for name, words in _LISTED:
        gone, come = _moved(getattr(was, name), getattr(now, name))
        if gone or come:
            moved = [f"{how} {_few(asks)}" for how, asks in (("no longer", gone), ("now also", come)) if asks]
            lines.append(f"{words}: {len(getattr(was, name))} → {len(getattr(now, name))} ({'; '.join(moved)})")
    return lines


def _few(asks: Sequence[str], most: int = 5) -> str:
    return ", ".join(asks[:most]) + (f" and {len(asks) - most} more" if len(asks) > most else "")


def _moved(was: Sequence[Spot], now: Sequence[Spot]) -> tuple[list[str], list[str]]:
    """The questions that are no longer among the spots, and those that are new."""
    old, new = Counter(spot.ask for spot in was), Counter(spot.ask for spot in now)
    return sorted((old - new).keys()), sorted((new - old).keys())


def _or_none(level: int | None) -> str:
    return "none" if level is None else str(level)
