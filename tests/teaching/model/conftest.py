"""A model's lesson in tests: the replayed endpoint, a session in this process, and the program in its own."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from replay import KEY, Replay, Script, Shape, teacher

from tutor.interface import plain
from tutor.interface.connect import Staff, tutor_prompt
from tutor.interface.opening import Opened
from tutor.learner import events as ev
from tutor.learner.journal import Journal, Recorded, SessionLock
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching.model.endpoint import Deadlines, Endpoint
from tutor.teaching.model.teacher import build
from tutor.teaching.session import Fragment, Notice, Output, Session

HANGING = 60
"""Seconds after which something is taken for hanging; no test measures time by it."""


@pytest.fixture
def replay() -> Iterator[Callable[..., Replay]]:
    """Starts replayed endpoints, and ends them."""
    started: list[Replay] = []

    def start(shape: type[Shape] | None = None, script: Script = teacher) -> Replay:
        started.append(Replay(shape, script) if shape else Replay(script=script))
        return started[-1]

    yield start
    for one in started:
        one.close()


@dataclass
class Talk:
    """One session in this process, with a model at some endpoint."""

    lesson: Lesson
    assessment: Assessment | None
    session: Session
    staff: Staff
    journal: Journal
    events: list[ev.Event] = field(default_factory=list)
    turn: list[Output] = field(default_factory=list)
    """What the last reply brought."""

    def begin(self) -> Talk:
        self.take(self.session.begin(self.staff.teacher))
        return self

    def take(self, outputs: Iterator[Output]) -> list[Output]:
        self.turn = []
        for output in outputs:
            self.turn.append(output)
            if isinstance(output, Recorded) and output.event:
                self.events.append(output.event)
        return self.turn

    def say(self, reply: str) -> list[Output]:
        return self.take(self.session.reply(reply))

    @property
    def asked(self) -> ev.Asked | None:
        """The question that stands."""
        last = self.events[-1]
        return last if isinstance(last, ev.Asked) else None

    @property
    def said(self) -> list[ev.TutorSaid]:
        """What was said in the last turn."""
        return [o.event for o in self.turn if isinstance(o, Recorded) and isinstance(o.event, ev.TutorSaid)]

    @property
    def shown(self) -> str:
        """What was streamed in the last turn."""
        return "".join(o.text for o in self.turn if isinstance(o, Fragment))

    @property
    def notices(self) -> list[str]:
        return [o.text for o in self.turn if isinstance(o, Notice)]

    def of(self, kind: str) -> list[Any]:
        return [event for event in self.events if event.type == kind]

    def until(self, ask: str, reply: Callable[[ev.Asked], str] | None = None) -> Talk:
        """Pass over everything before the question `ask`."""
        for _ in range(200):
            assert self.asked, f"{ask} never came"
            if self.asked.ask == ask:
                return self
            self.say(reply(self.asked) if reply else pass_by(self.asked.kind))
        raise AssertionError(f"{ask} never came")

    def to_the_end(self, reply: Callable[[ev.Asked], str] | None = None) -> Talk:
        for _ in range(300):
            if not self.asked:
                assert self.session.over == "finished"
                return self
            self.say(reply(self.asked) if reply else pass_by(self.asked.kind))
        raise AssertionError("the lesson does not end")


def pass_by(kind: str) -> str:
    """The reply that gets on fastest and costs nothing."""
    return {"diagnostic": "no", "confirm": "yes"}.get(kind, "/next")


def shut(endpoint: Endpoint) -> None:
    """Close the connections of an endpoint, which otherwise stay as long as the process."""
    loop = endpoint._loop
    if loop is None:
        return

    async def close() -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for other in others:
            other.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await endpoint._client.close()
        await loop.shutdown_asyncgens()

    asyncio.run_coroutine_threadsafe(close(), loop).result(HANGING)
    loop.call_soon_threadsafe(loop.stop)
    while loop.is_running():
        time.sleep(0.001)
    loop.close()


@pytest.fixture
def endpoint() -> Iterator[Callable[..., Endpoint]]:
    """Makes endpoints, and closes their connections."""
    made: list[Endpoint] = []

    def make(
        url: str, key: str | None = KEY, model: str | None = "replayed", deadlines: Deadlines | None = None
    ) -> Endpoint:
        made.append(Endpoint(url, key, model, deadlines))
        return made[-1]

    yield make
    for one in made:
        shut(one)


@pytest.fixture
def talk(
    lesson: Lesson, assessment: Assessment, home: Path, endpoint: Callable[..., Endpoint]
) -> Iterator[Callable[..., Talk]]:
    """Begins sessions whose teacher is a model at `url`."""
    journals: list[Journal] = []

    def begin(
        url: str,
        *,
        model: str | None = "replayed",
        deadlines: Deadlines | None = None,
        key: str | None = KEY,
        context: int = 4096,
        language: str | None = None,
        history: list[ev.Event] | None = None,
        of: Lesson | None = None,
        session: str = "s",
    ) -> Talk:
        taught = of or lesson
        staff = Staff(lesson)
        staff.model = build(
            endpoint(url, key, model, deadlines),
            taught,
            assessment,
            tutor_prompt(),
            language,
            staff.stop,
            context,
            staff.authored,
        )
        journals.append(Journal(home))
        one = Session(
            taught, assessment, journals[-1], session, staff.roles, staff.voice, staff.switch, history=history or (),
            now=lambda: datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        return Talk(taught, assessment, one, staff, journals[-1]).begin()

    yield begin
    for journal in journals:
        journal.close()


@dataclass
class Transcript:
    """What the plain front end printed, and what was stored."""

    text: str
    events: list[dict[str, Any]]
    record: bytes
    """Every byte that was written to disk."""

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    @property
    def calm(self) -> list[str]:
        """The calm lines, in order."""
        return [line[3:-3] for line in self.text.splitlines() if line.startswith("── ") and line.endswith(" ──")]


@pytest.fixture
def plainly(
    lesson: Lesson, assessment: Assessment, home: Path, endpoint: Callable[..., Endpoint]
) -> Callable[..., Transcript]:
    """Runs the plain front end in this process over a list of replies."""

    def run(
        url: str, *replies: str, deadlines: Deadlines | None = None, model: str | None = "replayed", key: str = KEY
    ) -> Transcript:
        staff = Staff(lesson)
        staff.model = build(
            endpoint(url, key, model, deadlines),
            lesson,
            assessment,
            tutor_prompt(),
            None,
            staff.stop,
            4096,
            staff.authored,
        )
        journal = Journal(home)
        lock = SessionLock(home, "s")
        lock.acquire()
        session = Session(lesson, assessment, journal, "s", staff.roles, staff.voice, staff.switch)
        opened = Opened(lesson, assessment, journal, session, staff, lock, (), False, None)
        out = io.StringIO()
        plain.run(opened, io.BytesIO("".join(f"{reply}\n" for reply in replies).encode()), out, echo=True)
        events = [json.loads(recorded.line()) for recorded in journal.events("s")]
        record = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
        opened.close()
        return Transcript(out.getvalue(), events, record)

    return run


class Process:
    """`learn --jsonl` in a process of its own, with a model at `url`."""

    def __init__(self, home: Path, url: str, *arguments: str, **environment: str) -> None:
        self.events: list[dict[str, Any]] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tutor", "learn", "--jsonl", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "MLOPS_TUTOR_HOME": str(home), "OPENAI_BASE_URL": url, **environment},
        )
        assert self.process.stdin and self.process.stdout and self.process.stderr
        self.stdin, self.stdout, self.stderr = self.process.stdin, self.process.stdout, self.process.stderr
        self.error = ""

    def until_asked(self) -> dict[str, Any]:
        """Read up to the next question, or the end of the session."""
        for line in self.stdout:
            event: dict[str, Any] = json.loads(line)
            self.events.append(event)
            if event["type"] in ("asked", "session_finished"):
                return event
        raise AssertionError(f"ended: {self.stderr.read().decode()}")

    def say(self, text: str) -> dict[str, Any]:
        self.stdin.write(json.dumps({"reply": text}).encode() + b"\n")
        self.stdin.flush()
        return self.until_asked()

    def to_the_end(self, reply: Callable[[dict[str, Any]], str]) -> int:
        """Answer every question; the exit status."""
        asked = self.until_asked()
        for _ in range(300):
            if asked["type"] == "session_finished":
                return self.end()
            asked = self.say(reply(asked))
        raise AssertionError("the lesson does not end")

    def end(self) -> int:
        with contextlib.suppress(BrokenPipeError):
            self.stdin.close()
        self.stdout.read()
        self.error = self.stderr.read().decode()
        return self.process.wait(HANGING)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]


@pytest.fixture
def process(home: Path) -> Iterator[Callable[..., Process]]:
    """Starts `learn --jsonl` with a model, and ends what is left."""
    started: list[Process] = []

    def start(url: str, *arguments: str, **environment: str) -> Process:
        started.append(Process(home, url, *arguments, **environment))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()
        for stream in (one.stdin, one.stdout, one.stderr):
            with contextlib.suppress(BrokenPipeError):
                stream.close()


@pytest.fixture
def terminal(home: Path) -> Iterator[Callable[..., Any]]:
    """Starts the program in a terminal, waits for its first prompt, and ends what is left."""
    path = Path(__file__).parents[2] / "end_to_end" / "conftest.py"
    spec = importlib.util.spec_from_file_location("terminal_of_tests", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    started: list[Any] = []

    def start(*arguments: str, **more: Any) -> Any:
        started.append(module.Terminal(home, *arguments, **more))
        started[-1].ready()
        return started[-1]

    yield start
    for one in started:
        one.child.close(force=True)
