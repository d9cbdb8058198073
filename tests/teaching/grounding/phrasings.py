"""The phrasing files as tests and benchmarks read them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching.grounding.check import Known

FOLDER = Path(__file__).parent
SIMPLEST = {0: (False, False, False), 1: (False, True, False), 2: (True, True, True), None: (None, None, None)}


@dataclass(frozen=True)
class Phrasing:
    """One sentence of a phrasing file, and what is known when it is said."""

    text: str
    half: str
    level: int | None
    verdict: str | None
    facts: Mapping[str, bool | None]
    before: str
    why: str


def phrasings(name: str) -> list[Phrasing]:
    """All sentences of `must_stop.toml` or `must_pass.toml`."""
    tables = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    return [_phrasing(table, half) for half, listed in tables.items() for table in listed]


def _phrasing(table: Mapping[str, Any], half: str) -> Phrasing:
    level = table.get("level", 0)
    level = None if level == "none" else level
    names = ("automated_training", "automated_pipeline", "automated_cicd")
    facts = dict(zip(names, SIMPLEST[level], strict=True)) | table.get("facts", {})
    return Phrasing(
        table["text"], half, level, table.get("verdict"), facts, table.get("before", ""), table.get("why", "")
    )


def at(level: int | None) -> Phrasing:
    """Nothing said, to the simplest team at a level."""
    return _phrasing({"text": "", "level": "none" if level is None else level}, "")


def known(lesson: Lesson, assessment: Assessment, phrasing: Phrasing) -> Known:
    """What code knows when the sentence is said."""
    level = lesson.level(phrasing.level) if phrasing.level is not None else None

    def computed(facts: Mapping[str, bool]) -> int:
        return assessment(facts).level

    return Known(
        level=phrasing.level,
        level_names={one.level: one.name for one in lesson.levels},
        also_called={one.level: one.also_called for one in lesson.levels},
        adjectives={one.level: one.adjectives for one in lesson.levels},
        verdict=phrasing.verdict,
        facts=phrasing.facts,
        topics={
            fact.id: (
                fact.label,
                *lesson.cues[fact.id].topic,
                *(word for one in lesson.levels for word in one.facts_called.get(fact.id, ())),
            )
            for fact in lesson.facts
        },
        first=level.first if level else (),
        later=level.later if level else (),
        assess=computed,
    )
