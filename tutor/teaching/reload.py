"""What changes for a session under way when its lesson was edited: what is told again, and whether the level holds."""

from __future__ import annotations

from typing import Literal

from tutor.learner import events as ev
from tutor.learner.state import State
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching import authored

_TOLD = ("why", "explain", "simpler", "example", "demo", "demo-run", "diagnosis", "next-step", "quiz")
"""What a stage tells from the lesson's own text, in its order; the quirks of the demo stand behind `demo-run`."""


def reloaded(
    old: Lesson, old_assessment: Assessment | None, new: Lesson, new_assessment: Assessment | None, state: State
) -> ev.LessonReloaded:
    """The event of the change from one text of the lesson to another, for a session in this state."""

    def reads_otherwise(purpose: str) -> bool:
        before = authored.say(old, old_assessment, state, [purpose])
        return before != authored.say(new, new_assessment, state, [purpose])

    told: tuple[str, ...] = ()
    if state.stage in new.stages and state.stage in old.stages:
        told = tuple(p for p in _purposes(old, new) if state.has_said(p) and reads_otherwise(p))
    return ev.LessonReloaded(
        lesson_digest=new.digest,
        told_again=told,
        level=_level(new, new_assessment, state),
        note=_note(old, new, state),
    )


def _purposes(old: Lesson, new: Lesson) -> tuple[str, ...]:
    quirks = min(len(lesson.demo.quirk) if lesson.demo else 0 for lesson in (old, new))
    return (*_TOLD[:6], *(f"quirk-{number}" for number in range(1, quirks + 1)), *_TOLD[6:])


def _level(new: Lesson, assessment: Assessment | None, state: State) -> Literal["stands", "again", "open"]:
    if state.assessed is None:
        return "stands"
    if assessment is None or set(state.assessed.facts) != {fact.id for fact in new.facts}:
        return "open"
    return "stands" if assessment(state.assessed.facts) == (state.assessed.level, state.assessed.advice) else "again"


def _note(old: Lesson, new: Lesson, state: State) -> str:
    """What the change is when nothing of it is told again: that nothing changed, or how the prompt reads now."""
    if old.digest == new.digest:
        return "Nothing in them has changed."
    stage = state.stage or ""
    if stage.startswith("prompt-") and stage in new.stages and stage in old.stages:
        number = int(stage.removeprefix("prompt-"))
        if (text := new.prompts[number - 1].text) != old.prompts[number - 1].text:
            return f"Prompt {number} reads now: “{text}”"
    return ""
