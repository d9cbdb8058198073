"""`mlops-tutor doctor`: what is in use, each part tried for real."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tutor.errors import TutorError
from tutor.interface.opening import load
from tutor.interface.settings import read_settings
from tutor.learner.journal import Journal
from tutor.lesson.catalog import find


def doctor(*, lesson: str | None, offline: bool) -> int:
    """Print a line for each part; the exit status is that of the first that does not work."""
    settings = read_settings(lesson=lesson, offline=offline)
    status = 0
    checks: dict[str, Callable[[], str]] = {
        "lesson": lambda: _lesson(lesson),
        "store": lambda: _store(settings.home),
    }
    for name, check in checks.items():
        try:
            print(f"ok    {name:<9} {check()}")
        except TutorError as error:
            print(f"FAIL  {name:<9} {error}")
            status = status or error.exit_status
    print("ok    teacher   the lesson as written, no model")
    return status


def _lesson(wanted: str | None) -> str:
    lesson, assessment = load(wanted)
    return f"{lesson.id} at {find(wanted)}, assessed by {assessment.name if assessment else 'nothing'}"


def _store(home: Path) -> str:
    journal = Journal(home)
    try:
        journal.try_writing()
        return f"{journal.path}, {len(journal.sessions())} sessions"
    finally:
        journal.close()
