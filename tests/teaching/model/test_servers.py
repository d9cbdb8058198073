"""Whole lessons through each kind of server, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from replay import GROUND, KEY, SHAPES, VLLM, Minimal, OpenAI, Replay, Reply, Request, Shape, nothing_read, wants_json

from tutor.teaching.model.endpoint import Endpoint
from tutor.teaching.model.failure import ModelFailure

IN_DOUBT = "At level 0 it is all done by people and the upper ones have machines doing more of the work."
FREE = "Our data folks look after it, more or less, when they get round to it."


def replies(answers: dict[str, str]) -> Callable[[dict[str, Any]], str]:
    """Answers each named question once as given, and passes the others by."""
    left = {**answers}

    def reply(asked: dict[str, Any]) -> str:
        usual = {"diagnostic": "no", "confirm": "yes"}.get(asked["kind"], "/next")
        return left.pop(asked["ask"], usual)

    return reply


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_lesson_to_the_end(shape: type[Shape], replay: Callable[..., Replay], process: Callable[..., Any]) -> None:
    """With every kind of server the lesson ends, and what the model said was used and nothing else of it."""

    def script(request: Request) -> Reply:
        if wants_json(request):
            return Reply(nothing_read(request), reasoning="Let me see.")
        return Reply(f"{GROUND} Here is more.", reasoning="They want a secret thought.", chunk=3)

    server = replay(shape, script)
    lesson = process(server.url, OPENAI_API_KEY=KEY)
    status = lesson.to_the_end(
        replies({"explain-levels": IN_DOUBT, "automated_training": FREE, "what-rises": "What is drift?"})
    )
    assert status == 0, lesson.error
    by_model = [said["text"] for said in lesson.of("tutor_said") if said["by"] == "model"]
    assert len(by_model) >= 5
    assert set(by_model) == {f"{GROUND} Here is more."}
    assert not lesson.of("model_failed")
    assert lesson.of("level_assessed")[-1]["level"] == 0
    assert lesson.of("session_started")[0]["tutor"] == "model"
    assert lesson.of("session_started")[0]["endpoint"] == "127.0.0.1"
    everything = repr(lesson.events) + lesson.error
    assert "secret thought" not in everything
    assert "Let me see" not in everything
    assert KEY not in everything


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_workarounds_are_found_once(
    shape: type[Shape], replay: Callable[..., Replay], talk: Callable[..., Any]
) -> None:
    """What a server refuses is found out in the first requests and not tried again."""
    server = replay(shape)
    one = talk(server.url)
    one.say("What is drift?")
    refused = server.refused
    one.say("What is a pipeline?")
    one.say("What is MLOps?")
    assert server.refused == refused
    assert len(server.talks) == 3
    assert [said.by for said in one.said] == ["model"]


def test_a_model_that_thinks_at_the_expense_of_its_answer(
    replay: Callable[..., Replay], talk: Callable[..., Any]
) -> None:
    """Where thoughts use up the answer's limit, the limit is raised once, and the answer is heard."""

    def script(request: Request) -> Reply:
        limit = request.get("max_completion_tokens") or request["max_tokens"]
        return Reply(GROUND, reasoning="Hm.") if limit > 2000 else Reply("", reasoning="Hm, hm.", finish="length")

    server = replay(OpenAI, script)
    one = talk(server.url)
    one.say("What is drift?")
    assert one.shown == GROUND and not one.of("model_failed")
    asked = len(server.requests)
    one.say("What is a pipeline?")
    assert len(server.requests) == asked + 1


def test_how_hard_to_think_is_asked_of_openai_alone() -> None:
    """At OpenAI's own address a lesson asks for little thought and leaves room for it; what refuses that is told less."""
    at_openai = Endpoint(None, KEY, None)
    assert at_openai.quirks.thinks and at_openai.quirks.effort == "low"
    assert at_openai._learn(ModelFailure("malformed", "Unsupported parameter: 'reasoning_effort'"))
    assert at_openai.quirks.thinks and not at_openai.quirks.effort
    assert not Endpoint("http://127.0.0.1:1/v1", None, None).quirks.effort


def test_usage_is_recorded(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """Tokens are recorded where the endpoint says them, and are null where it does not."""
    told, silent = talk(replay(OpenAI).url, session="told"), talk(replay(Minimal).url, session="silent")
    for one in (told, silent):
        one.say("What is drift?")
    called = told.of("model_called")[-1]
    assert called.prompt_tokens > 0 and called.cached_tokens > 0 and called.completion_tokens > 0
    assert called.model == "replayed" and called.first_token_s >= 0 and called.total_s >= called.first_token_s
    called = silent.of("model_called")[-1]
    assert (called.prompt_tokens, called.cached_tokens, called.completion_tokens) == (None, None, None)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_structured_output(shape: type[Shape], replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """A fact is read out of a free sentence by whichever way of structured output the server has."""
    reply = "Honestly the folks upstairs have wired it so that it redoes itself around midnight."

    def script(request: Request) -> Reply:
        if not wants_json(request):
            return Reply(GROUND)
        unknown = '{"value": "unknown", "quote": ""}'
        found = (
            '{"automated_training": {"value": "yes", "quote": "redoes itself around midnight"}, '
            f'"automated_pipeline": {unknown}, "automated_cicd": {unknown}}}'
        )
        forced = isinstance(request.get("tool_choice"), dict) and server.shape.name != "llama.cpp"
        return Reply(calls=[("understand", found)]) if forced else Reply(found)

    server = replay(shape, script)
    one = talk(server.url).until("automated_training")
    one.say(reply)
    assert not one.of("model_failed"), one.of("model_failed")
    assert one.asked.kind == "confirm" and "redoes itself around midnight" in one.asked.text
    one.say("yes")
    learned = one.of("fact_learned")[0]
    assert (learned.fact, learned.value, learned.evidence) == (
        "automated_training", True, "redoes itself around midnight",
    )  # fmt: skip


def test_strict_schemas_are_taken(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """OpenAI's strict mode takes the schemas as they are sent: no request is wasted."""
    server = replay(OpenAI)
    one = talk(server.url).until("automated_training")
    refused = server.refused
    one.say(FREE)
    assert server.refused == refused
    assert any("response_format" in request for request in server.requests)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_the_form_is_told_where_no_schema_is_taken(
    shape: type[Shape], replay: Callable[..., Replay], talk: Callable[..., Any]
) -> None:
    """Where the schema is not part of the request, the words of the request describe the object that is wanted."""
    server = replay(shape)
    talk(server.url).until("automated_training").say(FREE)
    asked = [request for request in server.requests if wants_json(request)]
    assert asked
    last = asked[-1]
    if "tools" in last or last.get("response_format", {}).get("type") == "json_schema":
        return
    task = last["messages"][-1]["content"]
    assert "JSON" in task
    assert '"value"' in task and '"quote"' in task


def test_the_models_name_is_asked_for(replay: Callable[..., Replay], process: Callable[..., Any]) -> None:
    """Without a name the first model that the endpoint lists teaches."""
    server = replay(VLLM)
    server.listed = ["first-one", "second-one"]
    lesson = process(server.url)
    lesson.until_asked()
    lesson.say("What is drift?")
    assert lesson.of("session_started")[0]["model"] == "first-one"
    assert {request["model"] for request in server.requests} == {"first-one"}


def test_an_endpoint_without_models(replay: Callable[..., Replay], process: Callable[..., Any]) -> None:
    """An endpoint that lists no model is one line that names --model, and exit status 2."""
    server = replay()
    server.listed = []
    lesson = process(server.url)
    assert lesson.end() == 2
    assert lesson.error.count("\n") == 1 and "--model" in lesson.error


def test_a_base_url_needs_no_key(replay: Callable[..., Replay], process: Callable[..., Any]) -> None:
    """With a base URL alone a model teaches."""
    lesson = process(replay().url)
    lesson.until_asked()
    lesson.say("What is drift?")
    assert [said["by"] for said in lesson.of("tutor_said")][-1] == "model"


def test_empty_variables_are_unset(replay: Callable[..., Replay], process: Callable[..., Any]) -> None:
    """An empty base URL and an empty key mean the authored lesson."""
    lesson = process("", OPENAI_API_KEY="", MLOPS_TUTOR_MODEL="")
    lesson.until_asked()
    assert lesson.of("session_started")[0]["tutor"] == "authored"


def test_offline_sends_nothing(replay: Callable[..., Replay], process: Callable[..., Any]) -> None:
    """With --offline nothing is sent, whatever the environment says."""
    server = replay()
    lesson = process(server.url, "--offline", OPENAI_API_KEY=KEY)
    lesson.until_asked()
    lesson.say("What is drift?")
    assert lesson.of("session_started")[0]["tutor"] == "authored"
    assert not server.bodies and not server.headers


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_doctor_tries_the_endpoint(shape: type[Shape], replay: Callable[..., Replay], program: Any) -> None:
    """`doctor` names the model, the host and the latency, and leaves with 0."""
    server = replay(shape, lambda request: Reply('{"answer": "yes"}'))
    done = program.run("doctor", OPENAI_BASE_URL=server.url, OPENAI_API_KEY=KEY)
    assert done.returncode == 0, done.stdout
    assert "replayed at 127.0.0.1" in done.stdout and "first token after" in done.stdout
    assert ("system role: no" in done.stdout) == (shape is Minimal)
    assert KEY not in done.stdout + done.stderr


def test_doctor_and_an_endpoint_that_does_not_work(replay: Callable[..., Replay], program: Any) -> None:
    """A key that is not accepted is exit status 4 and one line, without the key."""
    server = replay(script=lambda request: Reply(status=401, error=f"Incorrect API key provided: {KEY}"))
    done = program.run("doctor", OPENAI_BASE_URL=server.url, OPENAI_API_KEY=KEY)
    assert done.returncode == 4
    assert "FAIL" in done.stdout and "did not accept the key" in done.stdout
    assert KEY not in done.stdout + done.stderr and "SECRET" not in done.stdout + done.stderr
