"""A learner at a real pseudo-terminal: types keys, and reads the screen as a terminal emulator draws it."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest

HANGING = 30
STARTS, ENDS = b"\x1b[?2004h", b"\x1b[?2004l"
"""What prompt-toolkit writes when it begins and ends to read a line (bracketed paste on and off)."""
TOOLBAR = re.compile(r"^ \[?(why|you|try it)\b")


def stored(home: Path) -> list[dict[str, Any]]:
    """Every event in the record, in the order stored."""
    db = sqlite3.connect(home / "record.sqlite3")
    rows = db.execute("SELECT session, seq, body FROM event ORDER BY id").fetchall()
    db.close()
    return [{"session": session, "seq": seq, **json.loads(body)} for session, seq, body in rows]


def flat(text: str) -> str:
    """The words of a text, without line breaks, frames and marks of Markdown."""
    text = re.sub(r"^\s*- ", "", text, flags=re.MULTILINE)
    return " ".join(re.sub(r"[│╭╮╰╯─*`•“”]", " ", text).split())


class Terminal:
    """The program in a terminal of so many columns and rows."""

    def __init__(self, home: Path, *arguments: str, columns: int = 80, rows: int = 24, **environment: str) -> None:
        self.home = home
        self.screen = pyte.HistoryScreen(columns, rows, history=20_000, ratio=0.5)
        self.screen.write_process_input = lambda data: self.child.send(data.encode())
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "tutor", *arguments],
            dimensions=(rows, columns),
            env={**os.environ, "TERM": "xterm-256color", "MLOPS_TUTOR_HOME": str(home), **environment},
            timeout=HANGING,
        )
        self.child.delaybeforesend = None
        self.ended = False
        self._prompts = 0
        self._heard = 0

    # — reading —

    def pump(self, until: Callable[[], bool], what: str) -> None:
        """Read what the program writes until a condition holds."""
        end = time.monotonic() + HANGING
        while not until():
            if self.ended or time.monotonic() > end:
                raise AssertionError(f"waited for {what}; the screen:\n{self.text}")
            try:
                chunk = self.child.read_nonblocking(65536, timeout=0.5)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                self.ended = True
                continue
            self.raw += chunk
            self.stream.feed(chunk)

    @property
    def display(self) -> list[str]:
        """The lines on the screen."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """Everything that scrolled by, and the screen."""
        above = [
            "".join(line[column].data for column in range(max(line, default=-1) + 1)).rstrip()
            for line in self.screen.history.top
        ]
        return "\n".join([*above, *self.display])

    @property
    def line(self) -> str:
        """The line on which the cursor stands."""
        return self.display[self.screen.cursor.y]

    def stands(self) -> bool:
        """Whether a new prompt stands, after all that the last reply caused."""
        return (
            self.raw.count(STARTS) > self._prompts
            and self.line.startswith("›")
            and bool(TOOLBAR.match(self.display[-1]))
            and (not self._heard or len(self.events) > self._heard)
        )

    def ready(self) -> None:
        """Wait until a new prompt stands, with its toolbar in the last line."""
        self.pump(self.stands, "the prompt")
        self._prompts, self._heard = self.raw.count(STARTS), 0

    def shows(self, words: str) -> None:
        """Wait until these words stand somewhere, however they are wrapped."""
        self.pump(lambda: flat(words) in flat(self.text), repr(words))

    # — typing —

    def type(self, keys: str) -> None:
        self.child.send(keys.encode())

    def enter(self, reply: str) -> None:
        """Type a reply and Enter."""
        self._prompts, self._heard = self.raw.count(STARTS), len(self.events)
        self.type(f"{reply}\r")

    def say(self, reply: str) -> None:
        """Type a reply and Enter, and wait for the next question."""
        self.enter(reply)
        self.ready()

    def say_on(self, reply: str) -> bool:
        """The same where the lesson may end; whether a question stands."""
        self.enter(reply)
        self.pump(lambda: self.ended or self.stands(), "the next question, or the end")
        if not self.ended:
            self.ready()
        return not self.ended

    def end(self) -> int:
        """Wait for the program to end; its exit status, or minus the signal that killed it."""
        self.pump(lambda: self.ended, "the end")
        self.child.wait() if self.child.isalive() else None
        self.child.close()
        if self.child.exitstatus is None:
            return -int(self.child.signalstatus or 0)
        return int(self.child.exitstatus)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window, as a person who drags its corner."""
        dropped = max(0, self.screen.lines - rows)  # from the top, as terminals do; pyte leaves the cursor behind
        self.screen.resize(rows, columns)
        self.screen.cursor.y = max(0, self.screen.cursor.y - dropped)
        self.child.setwinsize(rows, columns)

    # — the record —

    @property
    def events(self) -> list[dict[str, Any]]:
        return stored(self.home)

    @property
    def asked(self) -> dict[str, Any]:
        """The question that stands."""
        last = self.events[-1]
        assert last["type"] == "asked", last
        return last

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]


@pytest.fixture
def terminal(home: Path) -> Iterator[Callable[..., Terminal]]:
    """Starts the program in a terminal, waits for its first prompt, and ends what is left."""
    started: list[Terminal] = []

    def start(*arguments: str, wait: bool = True, **more: Any) -> Terminal:
        started.append(Terminal(home, *arguments, **more))
        if wait:
            started[-1].ready()
        return started[-1]

    yield start
    for one in started:
        one.child.close(force=True)


@pytest.fixture
def words() -> Callable[[str], str]:
    return flat


@pytest.fixture
def read_record(home: Path) -> Callable[[], list[dict[str, Any]]]:
    return lambda: stored(home)
