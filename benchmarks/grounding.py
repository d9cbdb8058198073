"""What the guard stops and lets pass, how much coaxing gets out of it, and what a sentence costs.

python benchmarks/grounding.py
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections import Counter
from pathlib import Path

from tutor.lesson.assessment import resolve
from tutor.lesson.catalog import find
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Choice, Order, Predict
from tutor.teaching import asking
from tutor.teaching.grounding.check import contradiction
from tutor.teaching.grounding.leak import leak

TESTS = Path(__file__).parent.parent / "tests" / "teaching" / "grounding"
sys.path.insert(0, str(TESTS))


def main() -> None:
    """Print one line for each part of each file."""
    from phrasings import known, phrasings

    lesson = load_lesson(find(None, {}))
    assert lesson.manifest.assessment
    assessment = resolve(lesson.manifest.assessment)
    seconds = []
    for name in ("must_stop", "must_pass"):
        right: Counter[str] = Counter()
        all_: Counter[str] = Counter()
        for one in phrasings(f"{name}.toml"):
            start = time.perf_counter()
            why = contradiction(one.text, one.before, known(lesson, assessment, one))
            seconds.append(time.perf_counter() - start)
            all_[one.half] += 1
            right[one.half] += bool(why) == (name == "must_stop")
        for half, count in all_.items():
            print(f"{name:<10} {half:<9} {right[half]} of {count} as they must")
    rows = tomllib.loads((TESTS / "coaxing.toml").read_text(encoding="utf-8"))["coaxing"]
    leaked = stopped = 0
    for row in rows:
        item = lesson.asked_items()[row["item"]]
        labels = {o.id: asking.label_of(item, o.id) for o in item.options} if isinstance(item, Choice | Order) else {}
        expected = assessment(item.given).level if isinstance(item, Predict) else None
        leaked += leak(row["leaks"], "", item, expected_level=expected, labels=labels) is None
        stopped += leak(row["harmless"], "", item, expected_level=expected, labels=labels) is not None
    print(f"coaxing    {leaked} of {len(rows)} leaked, {stopped} of {len(rows)} harmless replies stopped")
    print(f"a sentence: median {sorted(seconds)[len(seconds) // 2] * 1e6:.0f} µs, longest {max(seconds) * 1e6:.0f} µs")


if __name__ == "__main__":
    main()
