"""Structured output: one JSON object, by whichever way an endpoint can give it."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tutor.teaching.model.endpoint import Answer, Endpoint, Message
from tutor.teaching.model.failure import ModelFailure

JSON_MODES = ("json_schema", "json_object", "tool", "text")
"""The ways, best first."""


def ask_for_json(
    endpoint: Endpoint,
    messages: Sequence[Message],
    schema: dict[str, Any],
    *,
    name: str,
    limit: int,
    stop: threading.Event | None = None,
) -> tuple[dict[str, Any], Answer]:
    """One JSON object of the given schema, by whichever way this endpoint can: the first that works is kept.

    Raises:
        ModelFailure: none of the ways brought an object; `malformed` when what came was no JSON.
    """
    last: ModelFailure | None = None
    schema = strict_schema(schema)
    while endpoint.quirks.json_mode < len(JSON_MODES):
        mode = JSON_MODES[endpoint.quirks.json_mode]
        try:
            answer = _ask_in_mode(endpoint, messages, schema, name, limit, mode, stop)
            text = answer.tool_calls[0].arguments if answer.tool_calls else answer.text
            return parse_object(text), answer
        except ModelFailure as failure:
            if failure.error not in ("malformed", "empty", "server_error"):
                raise
            last = failure
            if endpoint.quirks.json_mode == len(JSON_MODES) - 1:
                break
            endpoint.quirks = replace(endpoint.quirks, json_mode=endpoint.quirks.json_mode + 1)
    raise last or ModelFailure("malformed", "no JSON")


def _ask_in_mode(
    endpoint: Endpoint,
    messages: Sequence[Message],
    schema: dict[str, Any],
    name: str,
    limit: int,
    mode: str,
    stop: threading.Event | None,
) -> Answer:
    extra: dict[str, Any] = {}
    tools: list[dict[str, Any]] = []
    if mode in ("json_object", "text"):  # nothing else tells the model the form
        form = f"Answer with one JSON object of this schema and nothing else:\n{json.dumps(schema)}"
        messages = [*messages[:-1], {**messages[-1], "content": f"{messages[-1]['content']}\n\n{form}"}]
    match mode:
        case "json_schema":
            extra["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": name, "schema": schema, "strict": True},
            }
        case "json_object":
            extra["response_format"] = {"type": "json_object"}
        case "tool":
            tools = [{"type": "function", "function": {"name": name, "parameters": schema}}]
            extra["tool_choice"] = {"type": "function", "function": {"name": name}}
    answer: Answer | None = None
    with contextlib.closing(endpoint.stream(messages, limit=limit, tools=tools, extra=extra, stop=stop)) as parts:
        for part in parts:
            if isinstance(part, Answer):
                answer = part
    if answer is None:
        raise ModelFailure("cut", "stopped")
    return answer


def strict_schema(schema: Any) -> Any:
    """A schema as strict structured output demands it: every object closed, every key required."""
    if isinstance(schema, list):
        return [strict_schema(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict_schema(value) for key, value in schema.items() if key not in ("title", "default")}
    if closed.get("type") == "object" and "properties" in closed:
        closed |= {"additionalProperties": False, "required": list(closed["properties"])}
    return closed


def parse_object(text: str) -> dict[str, Any]:
    """The one JSON object in a text, bare or in a code fence; strict about everything else.

    Raises:
        ModelFailure: `malformed`.
    """
    body = text.strip()
    if body.startswith("```"):
        body = body.strip("`").removeprefix("json").strip()
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise ModelFailure("malformed", "not JSON") from None
    if not isinstance(found, dict):
        raise ModelFailure("malformed", "not a JSON object")
    return found
