"""The assessment as a function that the model may call: answered by code, at most four times in a turn."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from replay import GROUND, VLLM, OpenAI, Replay, Reply, Shape

from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching.model import tool

NAME = "maturity_level"
PIPELINE = '{"automated_training": false, "automated_pipeline": true, "automated_cicd": false}'
QUESTION = "What if we automated the pipeline?"


def results(request: dict[str, Any]) -> list[dict[str, Any]]:
    """What the model was told about its calls."""
    return [json.loads(m["content"]) for m in request["messages"] if m["role"] == "tool"]


@pytest.mark.parametrize("shape", [OpenAI, VLLM], ids=lambda shape: shape.name)
def test_a_good_call(
    shape: type[Shape], replay: Callable[..., Replay], talk: Callable[..., Any], assessment: Assessment
) -> None:
    """A call with good arguments is answered with the function's own level and advice; then the model speaks."""
    server = replay(shape)
    one = talk(server.url).until("diagnosis:level")
    server.bodies.clear()
    server.said = [Reply(calls=[(NAME, PIPELINE)]), "With that, your team would be at level 1."]
    one.say(QUESTION)
    first, second = server.requests
    expected = assessment(json.loads(PIPELINE))
    assert results(second) == [{"level": expected.level, "advice": expected.advice, "facts": json.loads(PIPELINE)}]
    call, result = second["messages"][-2:]
    assert call["role"] == "assistant" and call["tool_calls"][0]["function"] == {"name": NAME, "arguments": PIPELINE}
    assert result["tool_call_id"] == call["tool_calls"][0]["id"]
    assert second["messages"][:-2] == first["messages"]
    assert one.shown == "With that, your team would be at level 1."
    assert len([c for c in one.of("model_called") if c.purpose == "reply"]) == 2
    assert one.session.state.assessed.level == 0, "a what-if changes nothing"


@pytest.mark.parametrize("claimed", [0, 2])
def test_another_level_than_was_computed(claimed: int, replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """A what-if told otherwise than the function computed it is never shown."""
    server = replay()
    one = talk(server.url).until("diagnosis:level")
    wrong = f"If you automated the pipeline, you would be at level {claimed}."
    server.said = [Reply(calls=[(NAME, PIPELINE)]), wrong, Reply(calls=[(NAME, PIPELINE)]), wrong]
    one.say(QUESTION)
    assert wrong not in one.shown
    assert [f.error for f in one.of("model_failed")] == ["contradicted", "contradicted"]
    assert one.said[-1].by == "authored"


@pytest.mark.parametrize("facts", list(itertools.product([False, True], repeat=3)))
def test_every_what_if_agrees_with_the_function(
    facts: tuple[bool, ...], lesson: Lesson, assessment: Assessment
) -> None:
    """For all facts the tool's answer is the function's."""
    given = dict(zip((fact.id for fact in lesson.facts), facts, strict=True))
    text, computed = tool.call(lesson, assessment, NAME, json.dumps(given))
    result = assessment(given)
    assert json.loads(text) == {"level": result.level, "advice": result.advice, "facts": given}
    assert computed == (given, result)


BAD = {
    "missing": ('{"automated_pipeline": true}', "automated_training"),
    "empty": ("", "automated_training"),
    "words": (
        '{"automated_training": "yes", "automated_pipeline": true, "automated_cicd": false}',
        "automated_training",
    ),
    "numbers": ('{"automated_training": 1, "automated_pipeline": true, "automated_cicd": false}', "automated_training"),
    "more": ('{"automated_training": true, "automated_pipeline": true, "automated_cicd": false, "level": 2}', "level"),
    "list": ("[true, true, true]", "arguments"),
    "not JSON": ("automated_pipeline=True", "arguments"),
    "broken": ('{"automated_training": tr', "arguments"),
    "null": ("null", "arguments"),
    "deep": ("[" * 100_000, "arguments"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_arguments(name: str, replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """A call with bad arguments is answered with what was wrong, and the turn goes on."""
    arguments, named = BAD[name]
    server = replay()
    one = talk(server.url)
    server.said = [Reply(calls=[(NAME, arguments)], chunk=5000), GROUND]
    one.say(QUESTION)
    [result] = results(server.requests[-1])
    assert "bad arguments" in result["error"] and named in result["error"]
    assert len(result["error"]) < 1000
    assert one.shown == GROUND
    assert not one.of("model_failed")


@pytest.mark.parametrize("name", ["delete_everything", "", "maturity_level ", "x" * 10_000])
def test_an_unknown_function(name: str, replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """A call of another function is answered with the one that there is."""
    server = replay()
    one = talk(server.url)
    server.said = [Reply(calls=[(name, PIPELINE)]), GROUND]
    one.say(QUESTION)
    [result] = results(server.requests[-1])
    assert NAME in result["error"] and len(result["error"]) < 300
    assert one.shown == GROUND


def test_five_calls_at_once(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """Of five calls in one answer four are computed, and the fifth is told so."""
    server = replay()
    one = talk(server.url)
    server.said = [Reply(calls=[(NAME, PIPELINE)] * 5), GROUND]
    one.say(QUESTION)
    told = results(server.requests[-1])
    assert len(told) == 5
    assert sum("level" in result for result in told) == 4
    assert "too many" in told[-1]["error"]
    assert one.shown == GROUND


def test_calls_again_and_again(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """At most four calls are answered in a turn, however they are spread; then the model has to speak."""
    server = replay()
    one = talk(server.url)
    server.said = [Reply(calls=[(NAME, PIPELINE)] * 2)] * 3 + [GROUND]
    one.say(QUESTION)
    told = results(server.requests[-1])
    assert sum("level" in result for result in told) <= 4
    assert one.said[-1].text


def test_a_model_that_only_calls(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """A model that never speaks is given up, with the calm line and the authored text."""
    server = replay(script=lambda request: Reply(calls=[(NAME, PIPELINE)]))
    one = talk(server.url)
    one.say(QUESTION)
    assert [f.error for f in one.of("model_failed")] == ["malformed"]
    assert "tools" not in server.requests[-1]
    assert len(server.bodies) <= 5
    assert one.said[-1].by == "authored"
    assert len(one.notices) == 1


def test_words_before_a_call(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """What is said before a call is shown once, and what follows is joined to it in the record."""
    server = replay()
    one = talk(server.url)
    server.said = [Reply("Let me compute that. ", calls=[(NAME, PIPELINE)]), GROUND]
    one.say(QUESTION)
    assert one.shown == f"Let me compute that. {GROUND}"
    assert [said.text for said in one.said] == [one.shown]


def test_a_lesson_without_an_assessment(write_pack: Callable[..., Any]) -> None:
    """A call is only offered where the lesson has facts and a function."""
    from tutor.lesson.load import load_lesson

    small = load_lesson(write_pack())
    schema = tool.arguments_model(small).model_json_schema()
    assert set(schema["required"]) == {"tests", "deploys"}
