"""`mlops-tutor doctor`: what is in use, each part tried for real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tutor.errors import EndpointError, TutorError
from tutor.interface.clean import clean
from tutor.interface.opening import load
from tutor.interface.settings import Settings, read_settings
from tutor.learner.journal import Journal
from tutor.lesson.catalog import find


def doctor(*, lesson: str | None, offline: bool, model: str | None = None, base_url: str | None = None) -> int:
    """Print a line for each part; the exit status is that of the first that does not work."""
    settings = read_settings(lesson=lesson, offline=offline, model=model, base_url=base_url)
    checks: dict[str, Callable[[], Iterator[str]]] = {
        "lesson": lambda: _lesson(lesson),
        "store": lambda: _store(settings.home),
        "grader": _grader,
        "teacher": lambda: _teacher(settings),
    }
    status = 0
    for name, check in checks.items():
        try:
            for line in check():
                print(clean(f"ok    {name:<9} {line}"), flush=True)
        except TutorError as error:
            print(clean(f"FAIL  {name:<9} {error}"), flush=True)
            status = status or error.exit_status
    return status


def _lesson(wanted: str | None) -> Iterator[str]:
    lesson, assessment = load(wanted)
    yield f"{lesson.id} at {find(wanted)}, assessed by {assessment.name if assessment else 'nothing'}"


def _grader() -> Iterator[str]:
    from tutor.teaching.fitted.embedding import embedding, installed
    from tutor.teaching.grader import RULES_ALONE

    if not installed():
        yield RULES_ALONE
    elif embedding() is None:
        yield "the package wordllama cannot be read: answers are graded by rules alone; install it again"
    else:
        yield "by rules and by what the lesson's examples teach"


def _store(home: Path) -> Iterator[str]:
    journal = Journal(home)
    try:
        journal.try_writing()
        yield f"{journal.path}, {len(journal.sessions())} sessions"
    finally:
        journal.close()


def _teacher(settings: Settings) -> Iterator[str]:
    if not settings.has_endpoint:
        yield "the lesson as written, no model"
        return
    from tutor.teaching.model.endpoint import Endpoint
    from tutor.teaching.model.failure import CALM, ModelFailure
    from tutor.teaching.model.probe import probe

    endpoint = Endpoint(settings.base_url, settings.api_key, settings.model)
    try:
        yield from probe(endpoint)
    except ModelFailure as failure:
        raise EndpointError(f"{endpoint.host}: {CALM[failure.error]} ({failure.detail})") from failure
