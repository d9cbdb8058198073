"""The assessment as it is shown: the ladder with "you are here", the function's sentence, and its inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutor.interface import cells
from tutor.interface.clean import clean
from tutor.learner.events import LevelAssessed
from tutor.learner.state import Settled
from tutor.lesson.model import Lesson

HERE = "◀ you are here"


def card_lines(lesson: Lesson, assessed: LevelAssessed, facts: Mapping[str, Settled], width: int) -> list[str]:
    """The card's lines, none longer than `width`. Level and advice are those that the function returned."""
    lines = [
        *_ladder(lesson, assessed.level, width),
        "",
        *cells.wrap(clean(f"Level {assessed.level}: {assessed.advice}"), width),
        "",
        *_inputs(lesson, assessed, facts, width),
    ]
    return [clean(line) for line in lines]


def _ladder(lesson: Lesson, level: int, width: int) -> list[str]:
    levels = sorted(lesson.levels, key=lambda one: one.level)
    longest = max((cells.width(f"{one.level}  {one.name}") for one in levels), default=0) + len(HERE) + 5
    step = min(19, (width - longest) // max(len(levels) - 1, 1)) if len(levels) > 1 else 0
    if step < 6:
        rungs = (f"{'▶' if one.level == level else ' '} {one.level}  {one.name}" for one in reversed(levels))
        return [cells.shorten(rung, width) for rung in rungs]
    first = 8
    columns = [first + position * step for position in range(len(levels))]
    lines = [" " * columns[-1] + "┌" + "─" * (step - 1) + "┐"]
    for position in range(len(levels) - 1, -1, -1):
        tread = " " * columns[position - 1] + "┌" + "─" * (step - 1) if position else " " + "─" * (first - 1)
        one = levels[position]
        here = f"   {HERE}" if one.level == level else ""
        lines.append(f"{tread}┘ {one.level}  {one.name}{here}")
    return [cells.shorten(line, width) for line in lines]


def _inputs(lesson: Lesson, assessed: LevelAssessed, facts: Mapping[str, Settled], width: int) -> Sequence[str]:
    label_width = max((cells.width(fact.label) for fact in lesson.facts), default=0)
    lines = []
    for fact in lesson.facts:
        value = "not known" if fact.id in assessed.assumed else "yes" if assessed.facts.get(fact.id) else "no"
        settled = facts.get(fact.id)
        words = " ".join(clean(settled.evidence).split()) if settled else ""
        line = f"{cells.pad(fact.label, label_width)}  {value:<{9 if assessed.assumed else 3}}"
        room = width - cells.width(line) - 4
        quoted = f"  “{cells.shorten(words, room)}”" if words and room > 8 else ""
        lines.append(cells.shorten(f"{line}{quoted}".rstrip(), width))
    return lines
