"""What the check of a model's sentences stops and lets pass, and what it costs.

python benchmarks/grounding.py
"""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

from tutor.interface.opening import load
from tutor.teaching.guard.check import Known, contradiction

PHRASINGS = Path(__file__).parent.parent / "tests" / "teaching" / "guard"
SIMPLEST = {0: (False, False, False), 1: (True, True, False), 2: (True, True, True)}


def known(row: dict[str, Any]) -> Known:
    """What is known when a phrasing is said."""
    lesson, assessment = load(None)
    assert assessment
    level = None if row.get("level", 0) == "none" else int(row.get("level", 0))
    names = [fact.id for fact in lesson.facts]
    described = lesson.level(level) if level is not None else None
    return Known(
        level=level,
        level_names={one.level: one.name for one in lesson.levels},
        verdict=row.get("verdict"),
        facts=row.get("facts") or (dict(zip(names, SIMPLEST[level], strict=True)) if level is not None else {}),
        topics={fact.id: (fact.label, *lesson.cues[fact.id].topic) for fact in lesson.facts},
        opposite=described.opposite if described else (),
        assess=lambda given: assessment(given).level,
    )


def main() -> None:
    seconds = []
    for name, wanted in (("must_stop", True), ("must_pass", False)):
        for half, rows in tomllib.loads((PHRASINGS / f"{name}.toml").read_text(encoding="utf-8")).items():
            right = 0
            for row in rows:
                given = known(row)
                start = time.perf_counter()
                found = contradiction(row["text"], row.get("before", ""), given)
                seconds.append(time.perf_counter() - start)
                right += bool(found) == wanted
            print(f"{name:<10} {half:<7} {right} of {len(rows)} as they must")
    median = sorted(seconds)[len(seconds) // 2]
    print(f"median of a sentence: {median * 1000:.2f} ms, longest {max(seconds) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
