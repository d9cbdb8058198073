"""The assessment as a function tool: the model may call it, and what it was called with is validated."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from tutor.lesson.assessment import Assessed, Assessment
from tutor.lesson.model import Lesson

MOST_CALLS = 4
"""Calls that are answered in one turn."""


def arguments_model(lesson: Lesson) -> type[BaseModel]:
    """One required boolean for each fact that the lesson declares."""
    fields: dict[str, Any] = {fact.id: (bool, Field(description=fact.statement)) for fact in lesson.facts}
    return create_model("Facts", __config__=ConfigDict(extra="forbid", strict=True), **fields)


def tool(lesson: Lesson, assessment: Assessment) -> dict[str, Any]:
    """The tool as Chat Completions takes it."""
    return {
        "type": "function",
        "function": {
            "name": assessment.name,
            "description": "Compute the level for given facts. Use it for every question of the kind “what if”.",
            "parameters": arguments_model(lesson).model_json_schema(),
        },
    }


def call(
    lesson: Lesson, assessment: Assessment, name: str, arguments: str
) -> tuple[str, tuple[dict[str, bool], Assessed] | None]:
    """Answer one call: the result as JSON for the model, and the facts with their result."""
    if name != assessment.name:
        return json.dumps({"error": f"there is no function {name[:60]!r}; call {assessment.name}"}), None
    try:
        facts = arguments_model(lesson).model_validate_json(arguments or "{}").model_dump()
    except ValidationError as invalid:
        wrong = "; ".join(
            f"{'.'.join(map(str, problem['loc'])) or 'arguments'}: {problem['msg']}"
            for problem in invalid.errors(include_url=False, include_input=False)[:6]
        )
        return json.dumps({"error": f"bad arguments: {wrong}"}), None
    result = assessment(facts)
    return json.dumps({"level": result.level, "advice": result.advice, "facts": facts}), (facts, result)
