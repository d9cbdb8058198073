"""Opens a session for a front end: the lesson, the record, and which session this process holds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tutor.errors import TutorError
from tutor.interface.connect import Staff, staff, teach_anew
from tutor.interface.settings import Settings
from tutor.learner.journal import Journal, Recorded, SessionLock
from tutor.lesson.assessment import Assessment, resolve
from tutor.lesson.catalog import find
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Lesson
from tutor.teaching.session import Output, Reloaded, Session

MOST_FINDINGS = 8
"""Findings that are shown in the middle of a lesson."""


def load(wanted: str | None) -> tuple[Lesson, Assessment | None]:
    """The lesson by its id or folder, and its assessment."""
    lesson = load_lesson(find(wanted))
    declared = lesson.manifest.assessment
    return lesson, resolve(declared) if declared else None


@dataclass
class Opened:
    """A session that this process holds, ready to begin."""

    lesson: Lesson
    assessment: Assessment | None
    journal: Journal
    session: Session
    staff: Staff
    lock: SessionLock
    history: Sequence[Recorded]
    held_elsewhere: bool
    """Another living process holds the session that would have been resumed."""
    after: dict[str, object] | None
    """How the last finished session ended, where this one follows it."""
    settings: Settings | None = None
    """What this process was asked for: where the lesson's files lie."""

    def __post_init__(self) -> None:
        self.session.read_again = self.reload

    @property
    def resumed(self) -> bool:
        return bool(self.history)

    def begin(self) -> Iterator[Output]:
        return self.session.begin(self.staff.teacher, self.after)

    def turns(self, next_reply: Callable[[], str | None]) -> Iterator[Iterator[Output]]:
        """The outputs of one turn after another, until the session is over or `next_reply` gives None.

        A restart goes on with a new session in the place of this one, which stays in the record. Each turn's outputs
        have to be taken to their end before the next turn.
        """
        yield self.begin()
        while True:
            if self.session.over == "restart":
                self._restart()
                yield self.begin()
                continue
            reply = None if self.session.over else next_reply()
            if reply is None:
                return
            yield self.session.reply(reply)

    def reload(self) -> Reloaded | str:
        """The lesson as its files stand now, or why it cannot be taught."""
        if self.settings is None:
            return "This lesson has no files to read again."
        folder = find(self.settings.lesson)
        try:
            lesson, assessment = load(self.settings.lesson)
            if lesson.id != self.lesson.id:
                return f'the id is now "{lesson.id}", and the record is kept by it: start that lesson anew'
            teach_anew(self.staff, self.settings, lesson, assessment)
        except TutorError as error:
            findings = str(error).replace(f"{folder}{os.sep}", "").split("\n")
            more = [f"and {len(findings) - MOST_FINDINGS} more"] if len(findings) > MOST_FINDINGS else []
            return "\n".join([*findings[:MOST_FINDINGS], *more])
        self.lesson, self.assessment = lesson, assessment
        return Reloaded(lesson, assessment, self.staff.voice)

    def _restart(self) -> None:
        self.lock.release()
        new = take(self.lesson, self.assessment, self.journal, self.staff, self.settings, new=True)
        self.session, self.lock, self.history = new.session, new.lock, new.history
        self.held_elsewhere, self.after = new.held_elsewhere, new.after
        self.session.read_again = self.reload

    def close(self) -> None:
        self.lock.release()
        self.journal.close()
        if self.staff.model:
            self.staff.model.endpoint.close()


def open_session(settings: Settings, *, new: bool) -> Opened:
    """Resume the newest unfinished session that no living process holds, or start one."""
    lesson, assessment = load(settings.lesson)
    journal = Journal(settings.home)
    return take(lesson, assessment, journal, staff(settings, lesson, assessment), settings, new=new)


def take(
    lesson: Lesson,
    assessment: Assessment | None,
    journal: Journal,
    staff: Staff,
    settings: Settings | None = None,
    *,
    new: bool,
) -> Opened:
    """The newest unfinished session that no living process holds, or a new one; this process holds it from here on."""
    held_elsewhere = False
    for session_id in () if new else journal.unfinished(lesson.id):
        if opened := take_again(lesson, assessment, journal, staff, session_id, settings):
            return opened
        held_elsewhere = True
    session_id = os.urandom(6).hex()
    lock = SessionLock(journal.home, session_id)
    lock.acquire()
    after = None if new or held_elsewhere else _after_finished(journal, lesson)
    return _opened(lesson, assessment, journal, staff, settings, session_id, lock, (), held_elsewhere, after)


def take_again(
    lesson: Lesson,
    assessment: Assessment | None,
    journal: Journal,
    staff: Staff,
    session_id: str,
    settings: Settings | None = None,
) -> Opened | None:
    """A session that is in the record, as it stands now; None while another living process holds it."""
    lock = SessionLock(journal.home, session_id)
    if not lock.acquire():
        return None
    history = journal.events(session_id)
    return _opened(lesson, assessment, journal, staff, settings, session_id, lock, history, False, None)


def _after_finished(journal: Journal, lesson: Lesson) -> dict[str, object] | None:
    last = journal.newest_finished(lesson.id)
    if last is None or last.finished is None:
        return None
    return {
        "session": last.session,
        "at": last.last,
        "level": last.level,
        "correct": last.finished["correct"],
        "asked": last.finished["asked"],
    }


def _opened(
    lesson: Lesson,
    assessment: Assessment | None,
    journal: Journal,
    staff: Staff,
    settings: Settings | None,
    session_id: str,
    lock: SessionLock,
    history: Sequence[Recorded],
    held_elsewhere: bool,
    after: dict[str, object] | None,
) -> Opened:
    session = Session(
        lesson,
        assessment,
        journal,
        session_id,
        staff.roles,
        staff.voice,
        staff.switch,
        history=[recorded.event for recorded in history if recorded.event],
    )
    return Opened(lesson, assessment, journal, session, staff, lock, history, held_elsewhere, after, settings)
