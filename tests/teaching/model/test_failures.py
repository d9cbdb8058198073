"""Whatever an endpoint does, the learner sees one calm line, and the lesson goes on as it is written."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from replay import DONE, GROUND, KEY, Cut, Hold, Replay, Reply, event, says

from tutor.learner import events as ev
from tutor.learner.journal import Recorded
from tutor.teaching.model.endpoint import LONGEST_ANSWER, Deadlines
from tutor.teaching.model.failure import CALM
from tutor.teaching.session import Fragment

FIRST = "Whoever serves the model is part of the way. "
HELD = "And then"
QUESTION = "What is drift?"
QUICK = Deadlines(first_token=0.9, stall=0.9, total=1.6)
HTML = b"<!doctype html><html><body><h1>Sign in</h1><p>Welcome to the hotel's network.</p></body></html>\n"


class Fault(NamedTuple):
    """What the server does once, and how it is to be recorded."""

    name: str
    reply: Reply
    error: str
    """The class; alternatives are separated by a bar."""
    shown: str = ""
    """What the learner has read by then."""


def streamed(*parts: bytes | float | Hold | Cut) -> Reply:
    return Reply(raw=parts)


FAULTS = (
    Fault("wrong-key", Reply(status=401, error=f"Incorrect API key provided: {KEY}. Find yours at example.org."), "unauthorized"),
    Fault("masked-key", Reply(status=401, error="Incorrect API key provided: sk-test-*******7890."), "unauthorized"),
    Fault("forbidden", Reply(status=403, error="Your key has no access to this model"), "unauthorized"),
    Fault("unknown-model", Reply(status=404, error="The model `replayed` does not exist"), "unknown_model"),
    Fault("busy", Reply(status=429, error="Rate limit reached"), "rate_limited"),
    Fault("busy-retry-after", Reply(status=429, error="Rate limit reached", headers={"Retry-After": "30"}), "rate_limited"),
    Fault("busy-retry-date", Reply(status=429, error="Quota", headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), "rate_limited"),
    Fault("error-500", Reply(status=500, error="The server had an error while processing your request"), "server_error"),
    Fault("error-502", Reply(status=502, error="Bad gateway"), "server_error"),
    Fault("error-503", Reply(status=503, error="Loading model"), "server_error"),
    Fault("error-500-about-tools", Reply(status=500, error=f"Bearer {KEY} crashed"), "server_error"),
    Fault("no-first-token", streamed(Hold()), "timeout"),
    Fault("stall", streamed(says(FIRST), says(HELD), Hold()), "timeout", FIRST),
    Fault("drips-for-ever", Reply(raw=[says(FIRST)], endless=says("a ")), "timeout", FIRST),
    Fault("drips-keep-alives", Reply(raw=[says(FIRST), says(HELD)], endless=b": keep-alive\n\n"), "timeout", FIRST),
    Fault("drips-empty-events", Reply(raw=[says(FIRST), says(HELD)], endless=event({})), "timeout", FIRST),
    Fault("thinks-for-ever", Reply(raw=[], endless=event({"reasoning_content": "hm "})), "timeout"),
    Fault("cut-before-text", streamed(event({"role": "assistant", "content": ""}), Cut()), "cut"),
    Fault("cut-in-the-middle", streamed(says(FIRST), says(HELD), Cut()), "cut", FIRST),
    Fault("no-finish", streamed(says(FIRST), says(HELD)), "cut", FIRST),
    Fault("bad-json", streamed(says(FIRST), says(HELD), b'data: {"choices": [{"delta": {"conte\n\n', DONE), "malformed", FIRST),
    Fault("bad-json-first", streamed(b"data: {nonsense}\n\n", DONE), "malformed"),
    Fault("json-of-another-form", streamed(b'data: {"choices": "none"}\n\n', DONE), "malformed"),
    Fault("json-array", streamed(b"data: [1, 2]\n\n", DONE), "malformed|empty"),
    Fault("choices-of-nothing", streamed(b'data: {"choices": [null]}\n\n', DONE), "malformed"),
    Fault("text-is-a-number", streamed(event({"content": 7}), DONE), "malformed|empty"),
    Fault("bad-utf-8", streamed(says(FIRST), says(HELD), b'data: {"choices": [{"delta": {"content": "\xff\xfe"}}]}\n\n', DONE), "malformed", FIRST),
    Fault("binary-garbage", streamed(b"\x00\x01\xfe\xff\n\n" * 50), "malformed"),
    Fault("empty", streamed(event({"role": "assistant", "content": ""}), DONE), "empty"),
    Fault("blanks", streamed(says("  \n "), DONE), "empty"),
    Fault("thought-only", streamed(says("<think>Everything is thought."), DONE), "empty"),
    Fault("nothing", streamed(), "empty|malformed|cut"),
    Fault("html", Reply(raw=[HTML], content_type="text/html"), "malformed"),
    Fault("html-as-events", Reply(raw=[HTML]), "malformed"),
    Fault("five-megabytes", Reply(raw=[says(FIRST), says(HELD), *[says("word " * 13_000)] * 80, DONE]), "too_long", FIRST),
    Fault("five-megabytes-at-once", Reply(raw=[says("x" * 5_000_000), DONE]), "too_long"),
    Fault("content-filter", streamed(says(FIRST), says(HELD), event({}, "content_filter"), b"data: [DONE]\n\n"), "refused", FIRST),
    Fault("content-filter-400", Reply(status=400, error="The response was filtered due to the prompt triggering content management policy"), "refused"),
    Fault("overflow", Reply(status=400, error="This model's maximum context length is 4096 tokens. However, your messages resulted in 4500 tokens."), "too_long"),
    Fault("overflow-llama.cpp", Reply(status=400, error="the request exceeds the available context size (4096 tokens), try increasing it"), "too_long"),
    Fault("error-in-the-stream", streamed(says(FIRST), says(HELD), b'data: {"error": {"message": "The server had an error", "type": "server_error"}}\n\n', DONE), "server_error", FIRST),
    Fault("error-as-text", streamed(b'data: {"error": "out of memory"}\n\n', DONE), "server_error"),
)  # fmt: skip


def no_secret(*texts: str | bytes) -> None:
    """The key, and no part of it that would help to guess it, stands nowhere."""
    for text in texts:
        whole = text if isinstance(text, bytes) else text.encode()
        for part in (KEY, "SECRET", "1234567890"):
            assert part.encode() not in whole


def check_one_failure(seen: Any, error: str, shown: str, authored: str) -> None:
    """The calm line, the record, the authored continuation; nothing lost and nothing said twice."""
    failed = seen.of("model_failed")
    assert len(failed) == 1 and failed[0]["error"] in error.split("|"), failed
    error = failed[0]["error"]
    assert failed[0]["purpose"] == "reply"
    assert len(failed[0]["detail"]) <= 300 and "\n" not in failed[0]["detail"]
    assert seen.calm == [f"{CALM[error]}; going on from the lesson's own text"]
    place = seen.events.index(failed[0])
    by_model = [e for e in seen.events[:place] if e["type"] == "tutor_said" and e["by"] == "model"]
    if shown:
        assert [(e["text"], e["cut"], e["purpose"]) for e in by_model] == [(shown.strip(), True, "reply")]
        assert seen.text.count(shown.strip()) == 1
        assert seen.text.index(shown.strip()) < seen.text.index(f"── {seen.calm[0]} ──")
    else:
        assert not by_model
    assert HELD not in seen.text
    following = seen.events[place + 1]
    assert (following["type"], following["by"], following["purpose"]) == ("tutor_said", "authored", "reply")
    assert following["text"] == authored
    opening = " ".join(authored.split()[:6])
    assert " ".join(seen.text.split()).count(opening) == 1


@pytest.fixture
def authored_reply(talk: Callable[..., Any], replay: Callable[..., Replay]) -> str:
    """What the lesson itself answers to `QUESTION`."""
    one = talk(replay().url, session="authored")
    one.say("/model off")
    one.say(QUESTION)
    [said] = one.said
    assert said.by == "authored"
    return str(said.text)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_one_failure(
    fault: Fault, replay: Callable[..., Replay], plainly: Callable[..., Any], authored_reply: str
) -> None:
    """One calm line, then the lesson's own text, then the model again; all of it in the record."""
    server = replay()
    server.said = [fault.reply]
    slow = fault.error == "timeout"
    seen = plainly(server.url, QUESTION, "What is a model?", deadlines=QUICK if slow else None)
    check_one_failure(seen, fault.error, fault.shown, authored_reply)
    assert len(server.talks) == 2, "a failure is not tried again within its turn"
    again = [e for e in seen.events if e["type"] == "tutor_said"][-1]
    assert (again["by"], again["text"]) == ("model", GROUND)
    assert seen.text.count(GROUND) == 1
    assert len(seen.of("model_called")) == 1
    assert [said["text"] for said in seen.of("learner_said")] == [QUESTION, "What is a model?"]
    no_secret(seen.text, seen.record, repr(seen.events))


def test_refused_connection(plainly: Callable[..., Any], authored_reply: str) -> None:
    """Nobody listens at the address: `unreachable`, and the same again at the next turn."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    seen = plainly(f"http://127.0.0.1:{port}/v1", QUESTION)
    check_one_failure(seen, "unreachable", "", authored_reply)
    no_secret(seen.text, seen.record)


def test_unknown_host(plainly: Callable[..., Any], authored_reply: str) -> None:
    """The name of the host is not known: `unreachable`."""
    seen = plainly("http://nohost.invalid/v1", QUESTION)
    check_one_failure(seen, "unreachable", "", authored_reply)
    no_secret(seen.text, seen.record)


def test_a_connection_that_is_never_answered(plainly: Callable[..., Any], authored_reply: str) -> None:
    """The connection is taken and nothing ever comes: `timeout`."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        seen = plainly(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", QUESTION, deadlines=QUICK)
    check_one_failure(seen, "timeout", "", authored_reply)


def test_a_connection_closed_before_the_answer(plainly: Callable[..., Any], authored_reply: str) -> None:
    """The connection is closed instead of an answer: one calm line."""
    with socket.create_server(("127.0.0.1", 0)) as rude:

        def hang_up() -> None:
            with contextlib.suppress(OSError):
                while True:
                    rude.accept()[0].close()

        threading.Thread(target=hang_up, daemon=True).start()
        seen = plainly(f"http://127.0.0.1:{rude.getsockname()[1]}/v1", QUESTION)
    check_one_failure(seen, "unreachable", "", authored_reply)


def test_no_key_at_openai(replay: Callable[..., Replay], plainly: Callable[..., Any]) -> None:
    """A server that wants a key where none is set: `unauthorized`."""
    server = replay()
    server.said = [Reply(status=401, error="You didn't provide an API key.")]
    seen = plainly(server.url, QUESTION, key=None)
    assert [one["error"] for one in seen.of("model_failed")] == ["unauthorized"]
    assert seen.calm == [f"{CALM['unauthorized']}; going on from the lesson's own text"]


@pytest.mark.parametrize("key", ["gsk_0123456789abcdefghijklmnop", "0f9e8d7c6b5a49382716", "tok/with+signs=="])
def test_keys_of_every_form_stay_secret(key: str, replay: Callable[..., Replay], plainly: Callable[..., Any]) -> None:
    """Whatever a key looks like, it is in no record when a server quotes it, whole or in part."""
    server = replay()
    server.said = [
        Reply(status=401, error=f"bad key {key}"),
        Reply(status=500, error=f"key beginning with {key[:12]} and ending with {key[-8:]}"),
        streamed(b'data: {"error": {"message": "' + key.encode() + b'"}}\n\n', DONE),
    ]
    seen = plainly(server.url, QUESTION, QUESTION, QUESTION, key=key)
    assert len(seen.of("model_failed")) == 3
    for part in (key, key[:12], key[-8:]):
        assert part not in seen.text
        assert part.encode() not in seen.record


def test_an_address_with_a_password(replay: Callable[..., Replay], plainly: Callable[..., Any]) -> None:
    """A secret inside the address itself is neither shown nor stored."""
    url = replay().url.replace("127.0.0.1", "user:hunter2secret@127.0.0.1") + "?token=hunter2secret"
    seen = plainly(url, QUESTION)
    assert "hunter2secret" not in seen.text
    assert b"hunter2secret" not in seen.record


def test_after_three_failures_the_lesson_goes_on_as_written(
    replay: Callable[..., Replay], plainly: Callable[..., Any]
) -> None:
    """After three failures in a row nothing more is asked of the model, until /model on."""
    server = replay()
    server.said = [Reply(status=500, error="down")] * 3
    seen = plainly(server.url, *[QUESTION] * 5, "/model on", QUESTION)
    assert len(seen.of("model_failed")) == 3
    assert len(server.talks) == 4
    assert [line.partition("; ")[2] for line in seen.calm] == [
        "going on from the lesson's own text",
        "going on from the lesson's own text",
        "the lesson goes on as written; /model on asks the model again",
    ]
    voices = [e["by"] for e in seen.events if e["type"] == "tutor_said" and e["purpose"] == "reply"]
    assert voices == ["authored"] * 5 + ["model"]


def test_failures_that_are_not_in_a_row(replay: Callable[..., Replay], plainly: Callable[..., Any]) -> None:
    """An answer in between starts the count anew."""
    server = replay()
    down = Reply(status=500, error="down")
    server.said = [down, down, GROUND, down, down, GROUND]
    seen = plainly(server.url, *[QUESTION] * 6)
    voices = [e["by"] for e in seen.events if e["type"] == "tutor_said" and e["purpose"] == "reply"]
    assert voices == ["authored", "authored", "model"] * 2
    assert all(line.endswith("going on from the lesson's own text") for line in seen.calm)


def test_the_count_survives_a_restart(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """Who resumes after three failures finds the authored lesson, or the model tried anew; never a broken one."""
    server = replay()
    server.said = [Reply(status=500, error="down")] * 3
    one = talk(server.url, session="one")
    for _ in range(3):
        one.say(QUESTION)
    other = talk(server.url, session="other", history=one.events)
    other.say(QUESTION)
    assert other.said
    assert other.notices == []


def test_a_whole_lesson_with_an_endpoint_that_is_down(process: Callable[..., Any]) -> None:
    """With nobody at the address the whole lesson is taught as written, with the right level."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    lesson = process(f"http://127.0.0.1:{port}/v1", OPENAI_API_KEY=KEY)
    usual = {"diagnostic": "no", "confirm": "yes"}
    assert lesson.to_the_end(lambda asked: usual.get(asked["kind"], "/next")) == 0
    assert {said["by"] for said in lesson.of("tutor_said")} == {"authored"}
    assert 1 <= len(lesson.of("model_failed")) <= 3
    assert lesson.of("level_assessed")[-1]["level"] == 0
    no_secret(json.dumps(lesson.events), lesson.error)


def test_a_failure_while_listening(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """When the model cannot be asked what a reply says, the lesson's own rules read it, and it is in the record."""
    server = replay(script=lambda request: Reply(status=500, error="down"))
    one = talk(server.url)
    server.script = lambda request: Reply(GROUND)
    one.until("automated_training")
    server.script = lambda request: Reply(status=500, error="down")
    one.say("Our data folks look after it, more or less, when they get round to it.")
    failed = one.of("model_failed")
    assert [(f.purpose, f.error) for f in failed] == [("understand", "server_error")]
    assert one.asked
    assert len(one.notices) == 1 and one.notices[0].startswith(CALM["server_error"])
    server.script = lambda request: Reply(GROUND)
    one.to_the_end()


@pytest.mark.parametrize("after", ["first-sentence", "nothing"])
def test_ctrl_c_stops_a_reply(
    after: str, replay: Callable[..., Replay], talk: Callable[..., Any], authored_reply: str
) -> None:
    """A stopped reply keeps what was shown, is no failure, and its connection is closed; the lesson goes on."""
    server = replay()
    spoken = [says(FIRST), says(HELD)] if after == "first-sentence" else []
    server.said = [streamed(*spoken, Hold())]
    one = talk(server.url, deadlines=Deadlines(600, 600, 600))
    stop = one.staff.stop
    if after == "nothing":
        threading.Timer(0.3, stop.set).start()
    outputs = one.session.reply(QUESTION)
    shown = ""
    for output in outputs:
        one.turn.append(output)
        if isinstance(output, Fragment):
            shown += output.text
            stop.set()
        elif isinstance(output, Recorded) and output.event:
            one.events.append(output.event)
    stop.clear()
    assert server.hung_up.wait(30), "the connection stays open"
    assert not one.of("model_failed")
    said = [e for e in one.events if isinstance(e, ev.TutorSaid) and e.purpose == "reply"]
    if after == "first-sentence":
        assert shown == FIRST
        assert [(e.text, e.by, e.cut) for e in said] == [(FIRST.strip(), "model", True)]
    else:
        assert shown == ""
        assert all(e.text or e.cut for e in said)
    assert one.asked
    one.say("What is a model?")
    assert [(e.by, e.text) for e in one.said] == [("model", GROUND)]


def test_ctrl_c_while_the_model_listens(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """Ctrl-C while a reply is being read goes on with the lesson's own rules, and closes the connection."""
    server = replay()
    one = talk(server.url, deadlines=Deadlines(600, 600, 600)).until("automated_training")
    server.script = lambda request: Reply(raw=[Hold()])
    threading.Timer(0.3, one.staff.stop.set).start()
    one.say("Our data folks look after it, more or less, when they get round to it.")
    assert server.hung_up.wait(30)
    assert one.asked
    assert one.session.state.failures_in_a_row == 0


def test_a_megabyte_is_never_shown(replay: Callable[..., Replay], plainly: Callable[..., Any]) -> None:
    """Of an answer without end no more is shown than the longest answer that is taken."""
    server = replay()
    server.said = [Reply(raw=[*[says("A short sentence of no great worth. " * 2000)] * 80, DONE])]
    seen = plainly(server.url, QUESTION)
    assert [one["error"] for one in seen.of("model_failed")] == ["too_long"]
    [cut] = [e for e in seen.of("tutor_said") if e["by"] == "model"] or [{"text": ""}]
    assert len(cut["text"]) <= LONGEST_ANSWER
