"""`mlops-tutor assess`: the level from the facts, without a conversation."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from tutor.errors import UsageError
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Fact, Lesson


def assess(lesson: Lesson, assessment: Assessment | None, answers: Mapping[str, str | None], *, as_json: bool) -> str:
    """The line to print. Missing answers are asked for in a terminal.

    Raises:
        UsageError: an answer is missing and there is nobody to ask, or the lesson assesses nothing.
    """
    if assessment is None:
        raise UsageError(f'the lesson "{lesson.id}" assesses nothing; see `mlops-tutor lesson list`')
    facts = {fact.id: (answers.get(fact.id) or _ask(fact)) == "yes" for fact in lesson.facts}
    result = assessment(facts)
    if as_json:
        return json.dumps({"level": result.level, "advice": result.advice, "facts": facts})
    return f"Level {result.level}: {result.advice}"


def _ask(fact: Fact) -> str:
    option = f"--{fact.id.replace('_', '-')}"
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"{option} is missing; add `{option} yes` or `{option} no`")
    while True:
        print(f"{fact.question.strip()} (yes or no) ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise UsageError(f"{option} is missing; add `{option} yes` or `{option} no`")
        answer = line.strip().lower()
        if answer in ("yes", "y", "no", "n"):
            return "yes" if answer.startswith("y") else "no"
