"""One session under way: replies in, what is to be shown out, and everything in the journal before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from tutor.learner import events as ev
from tutor.learner.journal import Recorded, clean_unicode
from tutor.learner.state import State, fold, fold_all
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching import authored
from tutor.teaching.plan import Speech, plan_turn

if TYPE_CHECKING:
    from tutor.teaching.roles import Roles


class Fragment(NamedTuple):
    """A stretch of speech that may be shown at once; the whole follows as `tutor_said`."""

    text: str


class Notice(NamedTuple):
    """One calm line about something that went wrong or changed."""

    text: str


Output = Recorded | Fragment | Notice


class Store(Protocol):
    """Where events go; `tutor.learner.journal.Journal` is one."""

    def append(self, session: str, events: Sequence[ev.Event], now: datetime) -> list[Recorded]: ...


class Voice(Protocol):
    """Says what a turn is for. Ends with, or consists of, `tutor_said` events."""

    def speak(
        self, lesson: Lesson, assessment: Assessment | None, state: State, purposes: tuple[str, ...]
    ) -> Iterator[ev.Event | Fragment | Notice]: ...


def authored_speech(
    lesson: Lesson, assessment: Assessment | None, state: State, purposes: Sequence[str]
) -> ev.TutorSaid:
    """What the lesson's authors wrote for these purposes, as it is recorded."""
    text = authored.say(lesson, assessment, state, purposes)
    return ev.TutorSaid(text=text, by="authored", purpose="+".join(purposes))


class AuthoredVoice:
    """Says what the lesson's authors wrote."""

    def speak(
        self, lesson: Lesson, assessment: Assessment | None, state: State, purposes: tuple[str, ...]
    ) -> Iterator[ev.Event | Fragment | Notice]:
        yield authored_speech(lesson, assessment, state, purposes)


class Teacher(NamedTuple):
    """Who teaches, as the journal names it."""

    tutor: ev.Tutor = "authored"
    model: str | None = None
    endpoint: str | None = None


class Reloaded(NamedTuple):
    """The lesson as its files stand now, and who says it."""

    lesson: Lesson
    assessment: Assessment | None
    voice: Voice


def _nothing_to_read() -> Reloaded | str:
    return "This lesson has no files to read again."


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Session:
    """Drives one session of a lesson. Every method yields what to show, after it was stored."""

    def __init__(
        self,
        lesson: Lesson,
        assessment: Assessment | None,
        store: Store,
        session: str,
        roles: Callable[[State], Roles],
        voice: Voice | None = None,
        switch: Callable[[str], Teacher | None] = lambda wanted: None,
        history: Sequence[ev.Event] = (),
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.lesson = lesson
        self.assessment = assessment
        self.id = session
        self.state = fold_all(history)
        self.over: Literal["quit", "restart", "finished"] | None = None
        self._store = store
        self._roles = roles
        self._switch = switch
        self._voice = voice or AuthoredVoice()
        self._now = now
        self.read_again: Callable[[], Reloaded | str] = _nothing_to_read
        """Reads the lesson's files again, or says why they cannot be taught; set by whoever knows where they lie."""
        self._unstored: list[ev.Event] = []

    def begin(self, teacher: Teacher, after: dict[str, object] | None = None) -> Iterator[Output]:
        """Start, or resume when there is a history, and say what comes first."""
        digest = self.lesson.digest
        who = {"tutor": teacher.tutor, "model": teacher.model, "endpoint": teacher.endpoint}
        if self.state.session is None:
            self._happen(ev.SessionStarted(lesson=self.lesson.id, lesson_digest=digest, after=after, **who))
        else:
            self._happen(ev.SessionResumed(lesson_digest=digest, **who))
        yield from self._go_on()

    def reply(self, text: str) -> Iterator[Output]:
        """Take one reply, and go on to the next question or to the end."""
        from tutor.teaching.respond import respond  # not needed before the first prompt

        text = clean_unicode(text)
        self._happen(ev.LearnerSaid(text=text))
        roles = self._roles(self.state)
        if roles.remote:
            yield from self._stored()
        caused = respond(self.lesson, self.assessment, self.state, text, roles)
        for event in roles.log:
            self._happen(event)
        roles.log.clear()
        if roles.notices:
            yield from self._stored()
            yield from map(Notice, roles.notices)
            roles.notices.clear()
        if caused == "quit" or caused == "restart":
            yield from self._stored()
            self.over = caused
            return
        if caused == "reload":
            self._reload()
            yield from self._go_on()
            return
        for event in caused:
            self._happen(event)
            if isinstance(event, ev.ReplyClassified) and event.command == "model" and event.argument:
                self._change_teacher(event.argument)
        yield from self._go_on()

    def _reload(self) -> None:
        """Take the lesson as its files stand now; where they cannot be taught, it goes on as it was."""
        from tutor.teaching.reload import reloaded  # only where a lesson is being edited

        found = self.read_again()
        refused = found if isinstance(found, str) else ""
        tell = "not-reloaded" if refused else ""
        pending = self.state.pending
        self._happen(ev.ReplyClassified(act="command", ask=pending, command="reload", argument=refused, tell=tell))
        if isinstance(found, Reloaded):
            self._happen(reloaded(self.lesson, self.assessment, found.lesson, found.assessment, self.state))
            self.lesson, self.assessment, self._voice = found

    def _change_teacher(self, wanted: str) -> None:
        teacher = self._switch(wanted)
        if teacher is not None:
            self._happen(ev.TutorChanged(tutor=teacher.tutor, model=teacher.model, endpoint=teacher.endpoint))

    def _happen(self, event: ev.Event) -> None:
        self.state = fold(self.state, event)
        self._unstored.append(event)

    def _stored(self) -> Iterator[Output]:
        if self._unstored:
            unstored, self._unstored = self._unstored, []
            yield from self._store.append(self.id, unstored, self._now())

    def _go_on(self) -> Iterator[Output]:
        for step in plan_turn(self.lesson, self.assessment, self.state):
            if not isinstance(step, Speech):
                self._happen(step)
                continue
            for said in self._voice.speak(self.lesson, self.assessment, self.state, step.purposes):
                if isinstance(said, ev.Event):
                    self._happen(said)
                else:
                    yield from self._stored()
                    yield said
        yield from self._stored()
        if self.state.finished:
            self.over = "finished"
