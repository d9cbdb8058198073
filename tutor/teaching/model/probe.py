"""Tries an endpoint for real: what it can do, and how soon it begins to answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tutor.teaching.model.endpoint import Answer, Endpoint, Message
from tutor.teaching.model.failure import ModelFailure
from tutor.teaching.model.structured import JSON_MODES, ask_for_json

_SCHEMA = {
    "type": "object",
    "properties": {"answer": {"type": "string"}},
    "required": ["answer"],
    "additionalProperties": False,
}
_TOOL = {
    "type": "function",
    "function": {
        "name": "add",
        "description": "Add two whole numbers.",
        "parameters": {
            "type": "object",
            "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
            "required": ["a", "b"],
        },
    },
}
_FEW_TOKENS = 200


def probe(endpoint: Endpoint) -> Iterator[str]:
    """A line for each thing that was tried. Raises ModelFailure when not even a plain answer came."""
    yield f"{endpoint.model} at {endpoint.host}"
    answer = _ask(endpoint, [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Say hello."}])
    latency = "unknown" if answer.first_token_s is None else f"{answer.first_token_s:.2f} s"
    yield f"streams an answer; first token after {latency}"
    yield f"system role: {'yes' if endpoint.quirks.system_role else 'no, its text goes into the first message'}"
    yield f"limit of the answer's length: {endpoint.quirks.token_limit or 'none is taken'}"
    yield f"thinks before it speaks: {'yes, or may' if endpoint.quirks.thinks else 'not found to'}"
    yield f"counts tokens: {'yes' if answer.prompt_tokens is not None else 'no'}"
    yield f"tools: {_tools(endpoint)}"
    yield f"structured output: {_structured(endpoint)}"


def _ask(endpoint: Endpoint, messages: list[Message], tools: Sequence[dict[str, Any]] = ()) -> Answer:
    for part in endpoint.stream(messages, limit=_FEW_TOKENS, tools=tools):
        if isinstance(part, Answer):
            return part
    raise ModelFailure("cut", "no end of the answer")


def _tools(endpoint: Endpoint) -> str:
    try:
        answer = _ask(endpoint, [{"role": "user", "content": "Add 19 and 23 with the function."}], (_TOOL,))
    except ModelFailure as failure:
        return f"no ({failure.error})"
    if not endpoint.quirks.tools:
        return "no, it refuses them"
    return "yes" if answer.tool_calls else "taken, but not used"


def _structured(endpoint: Endpoint) -> str:
    found = []
    for position, mode in enumerate(JSON_MODES):
        endpoint.quirks = replace(endpoint.quirks, json_mode=position)
        messages: list[Message] = [
            {"role": "user", "content": 'Return a JSON object with one key, "answer", whose value is "yes".'}
        ]
        try:
            ask_for_json(endpoint, messages, _SCHEMA, name="answer", limit=_FEW_TOKENS)
        except ModelFailure:
            continue
        if endpoint.quirks.json_mode == position:
            found.append(mode)
    return ", ".join(found) if found else "none works; what is not plain is asked of the learner"
