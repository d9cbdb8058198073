"""A whole lesson as one learner goes through it, stage by stage, in memory: nothing is stored and nobody is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from tutor.learner import events as ev
from tutor.learner.journal import Recorded
from tutor.learner.state import State, fold
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching.roles import Roles
from tutor.teaching.session import Session, Teacher

MOST_TURNS = 400
"""Replies after which a learner who gets nowhere is taken out of the lesson."""

Moment = tuple[ev.Event, State]
"""What happened, and the state of the session after it."""


def stages_as_taken(
    lesson: Lesson, assessment: Assessment | None, roles: Roles, reply: Callable[[ev.Asked], str]
) -> dict[str, list[Moment]]:
    """What happens in each stage when every question is answered by `reply`, in the order of the lesson."""
    stages: dict[str, list[Moment]] = {}
    now, state = "", State()
    for event in _whole_lesson(Session(lesson, assessment, _Nowhere(), "", lambda state: roles), reply):
        state = fold(state, event)
        if isinstance(event, ev.StageStarted):
            now = event.stage
        if now:
            stages.setdefault(now, []).append((event, state))
    return stages


def _whole_lesson(session: Session, reply: Callable[[ev.Asked], str]) -> Iterator[ev.Event]:
    outputs = session.begin(Teacher())
    for _ in range(MOST_TURNS):
        asked: ev.Event | None = None
        for output in outputs:
            if isinstance(output, Recorded) and output.event:
                asked = output.event
                yield asked
        if not isinstance(asked, ev.Asked):
            return
        outputs = session.reply(reply(asked))


class _Nowhere:
    """A store that keeps nothing."""

    def append(self, session: str, events: Sequence[ev.Event], now: datetime) -> list[Recorded]:
        at = now.isoformat()
        return [Recorded(session, seq, at, {"type": event.type}, event) for seq, event in enumerate(events, 1)]
