"""The phrasings that must be stopped and those that must pass, with what is known when each is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tutor.interface.opening import load
from tutor.teaching.guard.check import Known

SIMPLEST = {0: (False, False, False), 1: (True, True, False), 2: (True, True, True)}


@pytest.fixture(scope="session")
def known() -> Callable[[dict[str, Any]], Known]:
    """What is known for a phrasing."""
    lesson, assessment = load(None)
    assert assessment
    names = [fact.id for fact in lesson.facts]

    def of(row: dict[str, Any]) -> Known:
        level = None if row.get("level", 0) == "none" else int(row.get("level", 0))
        facts = row.get("facts") or (dict(zip(names, SIMPLEST[level], strict=True)) if level is not None else {})
        described = lesson.level(level) if level is not None else None
        return Known(
            level=level,
            level_names={one.level: one.name for one in lesson.levels},
            verdict=row.get("verdict"),
            facts=facts,
            topics={fact.id: (fact.label, *lesson.cues[fact.id].topic) for fact in lesson.facts},
            opposite=described.opposite if described else (),
            assess=lambda given: assessment(given).level,
        )

    return of
