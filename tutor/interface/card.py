"""The assessment as it is shown: the ladder with "you are here", the function's sentence, and its inputs."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from tutor.interface.clean import clean
from tutor.learner.events import LevelAssessed
from tutor.learner.state import Settled
from tutor.lesson.model import Lesson

HERE = "◀ you are here"


def card_lines(lesson: Lesson, assessed: LevelAssessed, facts: Mapping[str, Settled], width: int) -> list[str]:
    """The card's lines, none longer than `width`. Level and advice are those that the function returned."""
    return [
        *_ladder(lesson, assessed.level, width),
        "",
        *textwrap.wrap(f"Level {assessed.level}: {assessed.advice}", width),
        "",
        *_inputs(lesson, assessed, facts, width),
    ]


def _ladder(lesson: Lesson, level: int, width: int) -> list[str]:
    levels = sorted(lesson.levels, key=lambda one: one.level)
    longest = max((len(f"{one.level}  {one.name}") for one in levels), default=0) + len(HERE) + 5
    step = min(19, (width - longest) // max(len(levels) - 1, 1)) if len(levels) > 1 else 0
    if step < 6:
        return [f"{'▶' if one.level == level else ' '} {one.level}  {one.name}" for one in reversed(levels)]
    first = 8
    columns = [first + position * step for position in range(len(levels))]
    lines = [" " * columns[-1] + "┌" + "─" * (step - 1) + "┐"]
    for position in range(len(levels) - 1, -1, -1):
        tread = " " * columns[position - 1] + "┌" + "─" * (step - 1) if position else " " + "─" * (first - 1)
        one = levels[position]
        here = f"   {HERE}" if one.level == level else ""
        lines.append(f"{tread}┘ {one.level}  {one.name}{here}")
    return [line[:width] for line in lines]


def _inputs(lesson: Lesson, assessed: LevelAssessed, facts: Mapping[str, Settled], width: int) -> Sequence[str]:
    label_width = max((len(fact.label) for fact in lesson.facts), default=0)
    lines = []
    for fact in lesson.facts:
        value = "not known" if fact.id in assessed.assumed else "yes" if assessed.facts.get(fact.id) else "no"
        settled = facts.get(fact.id)
        words = " ".join(clean(settled.evidence).split()) if settled else ""
        line = f"{fact.label:<{label_width}}  {value:<{9 if assessed.assumed else 3}}"
        lines.append(textwrap.shorten(f"“{words}”", max(width - len(line) - 2, 12), placeholder=" …”") if words else "")
        lines[-1] = f"{line}  {lines[-1]}".rstrip()
    return lines
