"""What a turn is for, told to the model: the authored text as the ground to stand on, and the task."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.learner.state import State
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching import authored
from tutor.teaching.model.ground import help_that_gives_nothing_away

_RULES = (
    "At most 120 words. End with a statement: the program asks the next question itself. "
    "Do not repeat what was said before."
)

_TASKS = {
    "explain": (
        "Answer the lesson's prompt for this learner, in the light of what they said of their own team:\n"
        "“{prompt}”\nKeep to this text:"
    ),
    "simpler": "The learner asks for a simpler version. Say this more simply, without jargon:",
    "example": "The learner asks for an example. Tell this one, close to their own team if they described it:",
    "reply": "Answer the learner's question from the lesson only. What the lesson says about it:",
    "who-you-are": (
        "The learner says who they are. Say in one or two sentences what in this lesson will matter most to somebody "
        "in their place, and that the question still stands. What the lesson itself would say:"
    ),
    "kept": "Acknowledge in one or two sentences what the learner just said, without judging it, and lead on as here:",
    "feedback": (
        "The program has graded the learner's answer as {verdict}. Tell them what was right and what is missing, in "
        "their own words where possible, without adding the missing part. The feedback to give:"
    ),
    "hint": "Then give this hint, and no more than it:",
    "level": (
        "The program has assessed the learner's process and shown the level. Explain, without changing it, what it "
        "means for their team. What holds for them:"
    ),
}

_ASKED_ON_THE_WAY = frozenset(("reply", "simpler", "example", "who-you-are"))
_STANDS = (
    "The learner has this question before them and has not answered it. Do not answer it and do not repeat it. If they "
    "ask for help with it, give the first of these hints that was not given yet, and nothing more; where they make one "
    "of these mistakes, its reply:"
)


def of(lesson: Lesson, assessment: Assessment | None, state: State, purposes: Sequence[str]) -> str:
    """The last part of the request. It holds no key of an item whose attempt is not over."""
    parts = []
    for purpose in purposes:
        text = authored.say(lesson, assessment, state, [purpose])
        prompt = ""
        if purpose == "explain" and state.stage and state.stage.startswith("prompt-"):
            prompt = lesson.prompts[int(state.stage.removeprefix("prompt-")) - 1].text
        verdict = state.ask(state.last_graded).verdict if state.last_graded else None
        task = _TASKS[purpose].format(prompt=prompt, verdict=verdict)
        parts.append(f"{task}\n<<<\n{text}\n>>>")
    if _ASKED_ON_THE_WAY.intersection(purposes) and (lines := help_that_gives_nothing_away(lesson, assessment, state)):
        parts.append("\n".join([_STANDS, *(f"- {line}" for line in lines)]))
    return "\n\n".join([*parts, _RULES])


def again(task: str, wrong: str, shown: str) -> str:
    """The task once more after a sentence was stopped."""
    continued = (
        f" The learner has already read this, so go on after it: “{shown.strip()[-400:]}”" if shown.strip() else ""
    )
    return f"{task}\n\nYour last answer was stopped: {wrong}. Write it again without that.{continued}"
