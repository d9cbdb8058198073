"""The terminal front end: prompt-toolkit reads, the scrollback keeps everything that was said."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterable

from tutor.interface import render, screen_text
from tutor.interface.clean import clean
from tutor.interface.opening import Opened
from tutor.learner import events as ev
from tutor.learner.journal import Recorded
from tutor.teaching.session import Fragment, Output


def run(opened: Opened) -> None:
    """Teach in the terminal until the lesson ends or the learner leaves; the place is always saved."""
    screen = Screen(opened)
    screen.header()
    outputs = opened.begin()
    screen.show_all(outputs)
    from tutor.interface.input_line import (
        InputLine,  # prompt-toolkit: only once the first words are on the screen
    )

    line = InputLine(lambda: opened)
    while True:
        if opened.session.over == "restart":
            opened = opened.again()
            screen.opened = opened
            screen.show_all(opened.begin())
            continue
        if opened.session.over == "finished":
            return
        reply = None if opened.session.over else line.read(when_idle=_load_what_comes_next)
        if reply is None:
            screen.write(f"\n{render.INDENT}{screen_text.farewell()}")
            return
        screen.show_all(opened.session.reply(reply))


def _load_what_comes_next() -> None:
    """Import what the next turns need while the learner reads."""
    # a fault in here shows itself, with its traceback, where the thing is used
    with contextlib.suppress(Exception):
        import tutor.teaching.understand  # noqa: F401

        render.markdown("```python\n1\n```", 80, styled=True)


class Screen:
    """Writes to standard output below what is there, and never redraws it."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self._streaming = False

    @property
    def columns(self) -> int:
        return shutil.get_terminal_size((80, 24)).columns

    def write(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def header(self) -> None:
        dim = f"{render.DIM}{{}}{render.RESET}".format
        for line in screen_text.header(self.opened, self.columns):
            self.write(dim(line))

    def show_all(self, outputs: Iterable[Output]) -> None:
        """Show outputs as they come. Ctrl-C stops what is being said; everything stored is shown or kept."""
        try:
            for output in outputs:
                self.show(output)
        except KeyboardInterrupt:
            self.write("")

    def show(self, output: Output) -> None:
        match output:
            case Fragment(text):
                sys.stdout.write(clean(text))
                sys.stdout.flush()
                self._streaming = True
            case Recorded(event=event):
                if self._streaming and isinstance(event, ev.TutorSaid):
                    self._streaming = False
                    self.write("")
                elif text := screen_text.of_event(self.opened, event, self.columns, styled=True):
                    self.write(f"\n{text}")
            case _:
                self.write(f"\n{render.INDENT}{render.DIM}── {clean(output.text)} ──{render.RESET}")
