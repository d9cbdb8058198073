"""The learner's sessions, as the tools of an assistant use them: one call at a time, each on the record as it stands.

An assistant's program stays open for days. So a session is held, with the lock that every front end takes, only while
a call works on it: a lesson begun in a terminal goes on here, and the other way round, without anything being closed
first. What another program did in between is read from the record before each call.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterable, Iterator

from tutor.interface.connect import Staff
from tutor.interface.opening import Opened, take, take_again
from tutor.learner import events as ev
from tutor.learner.journal import Journal, Recorded
from tutor.learner.state import State, fold_all
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching import assistant
from tutor.teaching.assistant import Progress, Refused, Turn
from tutor.teaching.session import Output, Teacher

ASSISTANT = Teacher("assistant")
_PATIENCE = 1.0
"""Seconds to wait for another program's call to end before it counts as a program that stays."""
_OWN = "Another program has this learner's session open, so this is a new one."
_NOT_OPEN = f"The lesson is not open here, or this question does not stand. {assistant.START}"
_WENT_ON = (
    "The lesson went on in another program since your last call. Nothing was stored. "
    "Call next_step: it says what stands now."
)
_RESUMED = "This session was begun before; what `say` holds brings the learner back to it."


class AssistantStaff(Staff):
    """The ear and the grader of the lesson itself: an assistant speaks, and nothing is sent anywhere from here."""

    def switch(self, wanted: str) -> Teacher | None:
        return None


class Desk:
    """The one place through which an assistant's calls reach the learner's sessions. Safe to call from any thread.

    Methods raise Refused for what is out of order, and StoreError when the record cannot be used.
    """

    def __init__(self, lesson: Lesson, assessment: Assessment | None, journal: Journal) -> None:
        self.lesson = lesson
        self.assessment = assessment
        self.staff = AssistantStaff(lesson)
        self._journal = journal
        self._one_call = threading.Lock()
        self._session: str | None = None
        """The session to go on with; None before the first, and after one that is over."""
        self._last: str | None = None
        """The session that was last worked on, over or not."""
        self._seen = 0
        """The number of its last event that a result of ours has told."""

    def next_step(self, *, new: bool = False, said: str = "") -> Turn:
        """What comes next: the turn that stands, told again, or the beginning of a session, or where it was left."""
        with self._one_call, self._held(new=new) as opened:
            events, state = _events(opened.history), opened.session.state
            if self._is_as_told(opened):
                return self._turn(opened, events, assistant.last_turn(events), wrong=self._wrong(state, events, said))
            return self._begin(opened, events)

    def reply(self, text: str, *, ask: str | None = None, said: str = "") -> Turn:
        """Take the learner's reply to the question that stands, and go on."""
        with self._one_call:
            if self._session is None:
                newest = self._newest_unfinished()
                if ask is None or newest is None:
                    raise Refused(_NOT_OPEN)
                self._session, self._seen = newest, 0
            with self._held() as opened:
                answered = self._reply(opened, text, ask, said)
            if answered is None:
                with self._held(new=True) as again:
                    return self._begin(again, [])
            return answered

    def _reply(self, opened: Opened, text: str, ask: str | None, said: str) -> Turn | None:
        """The turn after the reply; None when the learner starts over."""
        events = _events(opened.history)
        if not self._is_as_told(opened):
            if ask is None or opened.session.state.pending != ask:
                raise Refused(_WENT_ON if self._seen else _NOT_OPEN)
            # another program was here, or this one was started anew: that it goes on here is put on record, as anywhere
            self._begin(opened, events)
            events += self._new
        state = opened.session.state
        assistant.check_reply(state, assistant.standing(state, events), ask)
        wrong = self._wrong(state, events, said)
        since = len(events) + 1  # the assistant knows the learner's own words
        notices = self._take(opened, opened.session.reply(text))
        if opened.session.over:
            self._session = None
        match opened.session.over:
            case "quit":
                return assistant.left(opened.session.state, opened.session.id)
            case "restart":
                return None
        return self._turn(opened, [*events, *self._new], since, notes=notices, wrong=wrong)

    def state(self) -> State | None:
        """The learner's state as the record has it; None when nothing was begun. Holds nothing and stores nothing."""
        return self._read()[1]

    def progress(self) -> Progress:
        """How far the learner is, in the session that was last worked on here, or the newest one."""
        session, state, events = self._read()
        return assistant.progress(self.lesson, state or State(), events, session)

    def _read(self) -> tuple[str | None, State | None, list[ev.Event]]:
        with self._one_call:
            session = self._last or next((one.session for one in self._journal.sessions(self.lesson.id)), None)
            if session is None:
                return None, None, []
            events = _events(self._journal.events(session))
            return session, fold_all(events), events

    @contextlib.contextmanager
    def _held(self, *, new: bool = False) -> Iterator[Opened]:
        """The session to work on, held for as long as this takes."""
        opened = self._taken(new=new)
        try:
            yield opened
        finally:
            opened.lock.release()

    def _taken(self, *, new: bool) -> Opened:
        """The session that was worked on last, or the newest unfinished one, or a new one.

        Another program that is only in the middle of a call is waited for.

        Raises:
            Refused: another program stays in the session that this one was working on.
        """
        everything = (self.lesson, self.assessment, self._journal, self.staff)
        known = None if new else self._session or self._newest_unfinished()
        given_up = time.monotonic() + _PATIENCE
        while known is not None:
            if opened := take_again(*everything, known):
                if not opened.session.state.finished:
                    return opened
                opened.lock.release()  # finished by another program: the next one begins
                self._session = known = None
            elif time.monotonic() < given_up:
                time.sleep(0.02)
            elif self._session is None:
                break
            else:
                raise Refused(
                    "The learner has this session open in another program, such as a terminal. Nothing was stored. "
                    "Ask them to go on there, or to leave it there (/quit) and then call next_step; "
                    "next_step with new true starts a session of its own."
                )
        return take(*everything, new=new)

    def _newest_unfinished(self) -> str | None:
        return next(iter(self._journal.unfinished(self.lesson.id)), None)

    def _is_as_told(self, opened: Opened) -> bool:
        """Whether nothing has happened in the session since the last result."""
        return opened.session.id == self._session and opened.resumed and opened.history[-1].seq == self._seen

    def _begin(self, opened: Opened, before: list[ev.Event]) -> Turn:
        """Start or resume, and what is to be done first."""
        notes = [_OWN] if opened.held_elsewhere else [_RESUMED] if opened.resumed else []
        notes += self._take(opened, opened.session.begin(ASSISTANT, opened.after))
        return self._turn(opened, [*before, *self._new], len(before), notes=notes)

    def _take(self, opened: Opened, outputs: Iterable[Output]) -> list[str]:
        """Let it happen: what was stored is in `_new`, and what it said of itself is returned."""
        self._new: list[ev.Event] = []
        notices = []
        self._session = self._last = opened.session.id
        for output in outputs:
            if isinstance(output, Recorded):
                self._seen = output.seq
                self._new += [output.event] if output.event else []
            else:
                notices.append(output.text)
        return notices

    def _turn(
        self,
        opened: Opened,
        events: list[ev.Event],
        since: int,
        *,
        notes: Iterable[str] = (),
        wrong: tuple[assistant.Wrong, ...] = (),
    ) -> Turn:
        session = opened.session
        fixes = assistant.corrections(wrong, session.state)
        return assistant.turn(session.state, events, since, session.id, notes=tuple(notes), corrections=fixes)

    def _wrong(self, state: State, events: list[ev.Event], said: str) -> tuple[assistant.Wrong, ...]:
        return assistant.wrong(self.lesson, self.assessment, state, events, said) if said.strip() else ()


def _events(history: Iterable[Recorded]) -> list[ev.Event]:
    return [recorded.event for recorded in history if recorded.event]
