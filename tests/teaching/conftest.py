"""A learner for tests: says something, and sees what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from tutor.interface.connect import authored_roles
from tutor.learner import events as ev
from tutor.learner.journal import Journal, Recorded
from tutor.learner.state import State, fold_all
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching.roles import Roles
from tutor.teaching.session import Session, Store, Teacher

_Event = TypeVar("_Event", bound=ev.Event)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Kept:
    """A store in memory, for tests that hold thousands of sessions."""

    def __init__(self) -> None:
        self.events: list[ev.Event] = []

    def append(self, session: str, events: Sequence[ev.Event], now: datetime) -> list[Recorded]:
        first = len(self.events) + 1
        self.events += events
        at = now.isoformat()
        return [Recorded(session, seq, at, {"type": e.type}, e) for seq, e in enumerate(events, first)]


class Driver:
    """One session of a lesson, and what has happened in it."""

    def __init__(
        self,
        lesson: Lesson,
        assessment: Assessment | None,
        store: Store,
        after: dict[str, object] | None = None,
        history: Sequence[ev.Event] = (),
        session: str = "s",
        roles: Callable[[], Roles] | None = None,
    ) -> None:
        self.lesson, self.assessment, self.store = lesson, assessment, store
        self.session = Session(
            lesson,
            assessment,
            store,
            session,
            lambda state: roles() if roles else authored_roles(lesson),
            history=history,
            now=lambda: NOW,
        )
        self.events: list[ev.Event] = list(history)
        self.turn: list[ev.Event] = []
        self._take(self.session.begin(Teacher(), after))

    def _take(self, outputs: Iterator[object]) -> list[ev.Event]:
        self.turn = [output.event for output in outputs if isinstance(output, Recorded) and output.event]
        self.events += self.turn
        return self.turn

    def say(self, text: str) -> list[ev.Event]:
        """One reply; the events of the turn."""
        return self._take(self.session.reply(text))

    @property
    def state(self) -> State:
        return self.session.state

    @property
    def over(self) -> str | None:
        return self.session.over

    @property
    def pending(self) -> ev.Asked:
        """The question that stands: the last event of the turn."""
        last = self.events[-1]
        assert isinstance(last, ev.Asked), f"nothing is asked: {last}"
        return last

    @property
    def spoken(self) -> str:
        """What the tutor said in this turn."""
        return "\n\n".join(event.text for event in self.turn if isinstance(event, ev.TutorSaid))

    def of(self, kind: type[_Event], turn: bool = False) -> list[_Event]:
        """The events of a type, in the whole session or in this turn."""
        return [event for event in (self.turn if turn else self.events) if isinstance(event, kind)]

    def until(self, ask: str, answer: Callable[[ev.Asked], str] = lambda asked: "/next", variant: str = "") -> None:
        """Go on until a question is asked."""
        for _ in range(400):
            if self.pending.ask == ask and self.pending.variant == variant:
                return
            self.say(answer(self.pending))
        raise AssertionError(f"{ask} was never asked")

    def finish(self, answer: Callable[[ev.Asked], str] = lambda asked: "/next", limit: int = 400) -> int:
        """Go on to the end; the number of replies that it took."""
        for count in range(limit):
            if self.over == "finished":
                return count
            self.say(answer(self.pending))
        raise AssertionError(f"no end in sight; last asked {self.events[-1]}")


@pytest.fixture
def begin(lesson: Lesson, assessment: Assessment, home: Path) -> Iterator[Callable[..., Driver]]:
    """Begins a session of the shipped lesson (or another) in a real journal."""
    journal = Journal(home)
    count = iter(range(1000))

    def start(of: Lesson | None = None, by: Assessment | None = None, **more: object) -> Driver:
        name = str(more.pop("session", f"s{next(count)}"))
        return Driver(of or lesson, by if of else assessment, journal, session=name, **more)  # type: ignore[arg-type]

    yield start
    journal.close()


@pytest.fixture
def driver(begin: Callable[..., Driver]) -> Driver:
    """A learner at the start of the shipped lesson."""
    return begin()


@pytest.fixture(scope="session")
def quick(lesson: Lesson, assessment: Assessment) -> Callable[..., Driver]:
    """Begins a session that is kept in memory only, for thousands of them."""

    def start(after: dict[str, object] | None = None) -> Driver:
        return Driver(lesson, assessment, Kept(), after)

    return start


@pytest.fixture(scope="session")
def refold() -> Callable[[Sequence[ev.Event]], State]:
    return fold_all
