"""The terminal front end: prompt-toolkit reads, the scrollback keeps everything that was said."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

from tutor.interface import render, screen_text
from tutor.interface.clean import clean
from tutor.interface.opening import Opened
from tutor.learner import events as ev
from tutor.learner.journal import Recorded
from tutor.teaching.session import Fragment, Output

if TYPE_CHECKING:
    from tutor.interface.input_line import InputLine


def run(opened: Opened) -> None:
    """Teach in the terminal until the lesson ends or the learner leaves; the place is always saved."""
    screen = Screen(opened)
    screen.header()
    line: InputLine | None = None
    leaving = threading.Event()

    def next_reply() -> str | None:
        nonlocal line
        if line is None:
            from tutor.interface.input_line import InputLine  # prompt-toolkit: once the first words are on the screen

            line = InputLine(opened)
        return line.read(when_idle=partial(_load_what_comes_next, opened, leaving, screen.silence))

    try:
        for outputs in opened.turns(next_reply):
            screen.show_all(outputs)
    finally:
        leaving.set()
    if opened.session.over != "finished":
        screen.line(f"\n{render.INDENT}{screen_text.farewell()}")


_UNDISTURBED = 0.5
"""Seconds of silence after which the learner is taken to be reading."""


def _load_what_comes_next(opened: Opened, leaving: threading.Event, silence: Callable[[], float]) -> None:
    """Import and learn what the next turns need, a step at a time, while the learner reads and until they leave."""

    def undisturbed() -> bool:
        while not leaving.is_set() and (wait := _UNDISTURBED - silence()) > 0:
            leaving.wait(wait)
        return not leaving.is_set()

    patient = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)  # a reply that is arriving meanwhile must not wait for this thread
    with contextlib.suppress(Exception):
        render.markdown("```python\n1\n```", 80, styled=True)
    opened.staff.learn_while(undisturbed)
    sys.setswitchinterval(patient)


class Screen:
    """Writes to standard output below what is there, and never redraws it."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self._streamed = None if opened.staff.model is None else _Streamed(self)
        self._silent_since: float | None = time.monotonic()
        """None while something is being said."""

    def silence(self) -> float:
        """For how many seconds nothing has been said; 0 while something is."""
        since = self._silent_since
        return 0.0 if since is None else time.monotonic() - since

    @property
    def columns(self) -> int:
        return render.window_columns()

    def write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    def line(self, text: str) -> None:
        self.write(f"{text}\n")

    def header(self) -> None:
        for text in screen_text.header(self.opened, self.columns):
            self.line(f"{render.DIM}{text}{render.RESET}")

    def show_all(self, outputs: Iterable[Output]) -> None:
        """Show outputs as they come. Ctrl-C stops what is being said; what was shown is kept."""
        spoken = outputs if self._streamed is None else self._streamed.while_waiting(outputs)
        self._silent_since = None
        try:
            with _interrupt_sets(self.opened.staff.stop):
                for output in spoken:
                    self.show(output)
        finally:
            self._silent_since = time.monotonic()

    def show(self, output: Output) -> None:
        match output:
            case Fragment(text):
                if self._streamed:
                    self._streamed.feed(text)
            case Recorded(event=event):
                if isinstance(event, ev.TutorSaid) and self._streamed and self._streamed.ended():
                    return
                if text := self._text(event):
                    self.line(f"\n{text}")
            case _:
                if self._streamed:
                    self._streamed.ended()
                self.line(f"\n{render.INDENT}{render.DIM}── {clean(output.text)} ──{render.RESET}")

    def _text(self, event: ev.Event | None) -> str:
        opened = self.opened
        return screen_text.of_event(opened.lesson, opened.session.state, event, self.columns, styled=True)


class _Streamed:
    """A reply that is arriving, and the spinner before it."""

    def __init__(self, screen: Screen) -> None:
        from tutor.interface.stream import StreamedMarkdown

        self._screen = screen
        self._kind = StreamedMarkdown
        self._text: StreamedMarkdown | None = None

    def feed(self, text: str) -> None:
        if self._text is None:
            self._screen.line("")
            self._text = self._kind(self._screen.write, lambda: self._screen.columns)
        self._text.feed(text)

    def ended(self) -> bool:
        """End the text that was arriving; False when there was none."""
        if self._text is None:
            return False
        self._text.end()
        self._text = None
        return True

    def while_waiting(self, outputs: Iterable[Output]) -> Iterator[Output]:
        """The outputs, with a spinner before each that takes its time; none in the middle of a line of text."""
        from tutor.interface.waiting import Waiting

        iterator = iter(outputs)
        while True:
            waiting = Waiting(self._screen.write) if self._text is None else None
            try:
                output = next(iterator, None)
            finally:
                if waiting:
                    waiting.stop()
            if output is None:
                return
            yield output


@contextlib.contextmanager
def _interrupt_sets(stop: threading.Event) -> Iterator[None]:
    """Ctrl-C asks for the end of what is being said, and interrupts nothing else."""

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    before = signal.signal(signal.SIGINT, ask_to_stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        stop.clear()
