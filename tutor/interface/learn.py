"""`mlops-tutor learn`: one of three front ends on the same session."""

from __future__ import annotations

import os
import sys

from tutor.interface.clean import clean
from tutor.interface.opening import open_session
from tutor.interface.settings import read_settings
from tutor.lesson.catalog import not_taught


def learn(
    *,
    lesson: str | None = None,
    offline: bool = False,
    model: str | None = None,
    base_url: str | None = None,
    language: str | None = None,
    new: bool = False,
    plain: bool = False,
    jsonl: bool = False,
) -> None:
    """Teach, until the lesson ends, the input ends, or the learner leaves."""
    settings = read_settings(lesson=lesson, offline=offline, model=model, base_url=base_url, language=language)
    opened = open_session(settings, new=new)
    for other in not_taught(lesson):
        line = f"mlops-tutor: the lesson in {other.folder} has the same id and is not taught: the other one is nearer"
        print(clean(line), file=sys.stderr, flush=True)
    try:
        if jsonl:
            from tutor.interface.jsonl import run_on_standard_streams

            run_on_standard_streams(opened)
        elif plain or not _is_terminal():
            from tutor.interface.plain import run_on_standard_streams as run_plain

            run_plain(opened)
        else:
            from tutor.interface.terminal import run

            run(opened)
    finally:
        opened.close()


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
