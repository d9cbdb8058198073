"""The plain front end: a transcript for pipes, screen readers and terminals that can do no more."""

from __future__ import annotations

import sys
from typing import BinaryIO, TextIO

from tutor.interface import screen_text
from tutor.interface.clean import clean
from tutor.interface.opening import Opened
from tutor.learner import events as ev
from tutor.learner.journal import Recorded
from tutor.teaching.session import Fragment

COLUMNS = 80


def run(opened: Opened, replies: BinaryIO, out: TextIO, *, echo: bool) -> None:
    """Write the transcript and take one line of input for each reply; `echo` where nobody saw it being typed."""

    def show(text: str) -> None:
        print(text, file=out, flush=True)

    def text_of(event: ev.Event | None) -> str:
        return screen_text.of_event(opened.lesson, opened.session.state, event, COLUMNS, styled=False)

    def next_reply() -> str | None:
        raw = replies.readline()
        if not raw:
            return None
        reply = raw.decode("utf-8", "replace").rstrip("\r\n")
        if echo:
            show(f"\n> {clean(reply)}")
        return reply

    for line in screen_text.header(opened, COLUMNS):
        show(line)
    for outputs in opened.turns(next_reply):
        streamed = False
        for output in outputs:
            if isinstance(output, Fragment):
                print(clean(output.text), end="", file=out, flush=True)
                streamed = True
            elif isinstance(output, Recorded):
                if isinstance(output.event, ev.TutorSaid) and streamed:
                    streamed = False
                    show("")
                elif text := text_of(output.event):
                    show(f"\n{text}")
            else:
                streamed = False
                show(f"\n── {clean(output.text)} ──")
    if opened.session.over != "finished":
        show(f"\n{screen_text.farewell()}")


def run_on_standard_streams(opened: Opened) -> None:
    run(opened, sys.stdin.buffer, sys.stdout, echo=not sys.stdin.isatty())
