"""Whatever an endpoint does, the turn is finished, in one calm line and the lesson's own text."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from tutor.learner import events as ev
from tutor.teaching.model.endpoint import Deadlines
from tutor.teaching.model.failure import CALM

KEY = "sk-test-SECRET-1234567890"
QUESTION = "what is continuous training?"


def error(status: int, message: str = "no", **headers: str) -> Callable[[Any, Any], None]:
    return lambda answering, asked: answering.fail(status, f"{message} (key {KEY})", **headers)


def html(answering: Any, asked: Any) -> None:
    answering.plain(200, b"<html><body>Please log in</body></html>", "text/html")


def not_json_at_all(answering: Any, asked: Any) -> None:
    answering.plain(200, b"\x00\x01 garbage", "application/octet-stream")


def begun(*then: Callable[[Any], None]) -> Callable[[Any, Any], None]:
    """A stream that says a whole sentence and the beginning of another, and then does something else."""

    def reply(answering: Any, asked: Any) -> None:
        answering.open()
        answering.chunk({"content": "The order matters. If you"})
        answering.chunk({"content": " automate retraining before"})
        for one in then:
            one(answering)

    return reply


def drip(answering: Any) -> None:
    for _ in range(400):
        answering.chunk({"content": " and"})
        time.sleep(0.05)


def flood(answering: Any) -> None:
    for _ in range(5_000):
        answering.chunk({"content": "This goes on and on. " * 50})


def silent(answering: Any, asked: Any) -> None:
    answering.open()
    time.sleep(4)


def empty(answering: Any, asked: Any) -> None:
    answering.open()
    answering.chunk({}, "stop")
    answering.raw(b"data: [DONE]\n\n")


FAILURES = {
    "a wrong key": (error(401, "Incorrect API key provided"), "unauthorized"),
    "a key without the right": (error(403), "unauthorized"),
    "an unknown model": (error(404, "The model does not exist"), "unknown_model"),
    "too many requests": (error(429), "rate_limited"),
    "too many requests, with a time": (error(429, Retry_After="7"), "rate_limited"),
    "an internal error": (error(500), "server_error"),
    "overload": (error(503), "server_error"),
    "a full context": (error(400, "maximum context length is 4096 tokens, you exceeded it"), "too_long"),
    "a page instead of an answer": (html, "malformed"),
    "bytes instead of an answer": (not_json_at_all, "malformed"),
    "no first token": (silent, "timeout"),
    "an empty answer": (empty, "empty"),
    "a stream that is cut": (begun(), "cut"),
    "a stream that stalls": (begun(lambda answering: time.sleep(4)), "timeout"),
    "a stream that drips": (begun(drip), "timeout"),
    "an answer without an end": (begun(flood), "too_long"),
    "garbage in the stream": (begun(lambda answering: answering.raw(b"data: {not json\n\n")), "malformed"),
    "no Unicode in the stream": (begun(lambda answering: answering.raw(b"data: \xff\xfe\n\n")), "malformed"),
    "an error in the stream": (
        begun(lambda answering: answering.raw(b'data: {"error": {"message": "out of memory"}}\n\n')),
        "server_error",
    ),
    "a content filter": (begun(lambda answering: answering.chunk({}, "content_filter")), "refused"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_ends_in_the_lessons_own_text(server: Any, talk: Any, name: str) -> None:
    """One calm line, the authored text of the same purpose, the class in the record, and no key anywhere."""
    reply, failed_as = FAILURES[name]
    server.replies = [reply]
    one = talk(deadlines=Deadlines(first_token=0.8, stall=0.8, total=2.5))
    turn = one.say(QUESTION)
    (failure,) = [event for event in turn if isinstance(event, ev.ModelFailed)]
    said = [event for event in turn if isinstance(event, ev.TutorSaid)]
    assert failure.error == failed_as
    assert one.notices == [f"{CALM[failed_as]}; going on from the lesson's own text"]
    assert said[-1].by == "authored"
    assert said[-1].purpose == failure.purpose == "reply"
    assert "retrain" in said[-1].text
    assert KEY not in repr(one.events) + repr(one.notices) + repr(one.shown)
    assert isinstance(turn[-1], ev.Asked)
    if "The order matters." in "".join(one.shown):
        assert said[0].cut
        assert said[0].by == "model"
        assert said[0].text == "".join(one.shown).strip()
        assert name == "an answer without an end" or "automate retraining before" not in said[0].text
    else:
        assert [event.by for event in said] == ["authored"]


def test_nobody_listens(talk: Any, refused: str) -> None:
    """A refused connection is told as an endpoint that cannot be reached."""
    one = talk(refused)
    one.say(QUESTION)
    assert [event.error for event in one.of(ev.ModelFailed)] == ["unreachable"]


def test_no_such_host(talk: Any) -> None:
    """A name that does not resolve is told as an endpoint that cannot be reached."""
    one = talk("http://nohost.invalid/v1")
    one.say(QUESTION)
    assert [event.error for event in one.of(ev.ModelFailed)] == ["unreachable"]


def test_the_next_turn_tries_again(server: Any, talk: Any) -> None:
    """One failure costs one turn: the next question goes to the model."""
    server.replies = [error(500), "It makes new models from new data."]
    one = talk()
    one.say(QUESTION)
    turn = one.say(QUESTION)
    assert [event.by for event in turn if isinstance(event, ev.TutorSaid)] == ["model"]


def test_three_failures_in_a_row_leave_the_lesson_as_written(server: Any, talk: Any) -> None:
    """After the third failure nothing is asked any more, until /model on."""
    server.replies = [error(500), error(500), error(500), "It makes new models."]
    one = talk()
    one.say(QUESTION, QUESTION, QUESTION)
    assert "/model on" in one.notices[-1]
    one.say(QUESTION)
    assert len(server.requests) == 3
    one.say("/model on")
    turn = one.say(QUESTION)
    assert [event.by for event in turn if isinstance(event, ev.TutorSaid)] == ["model"]


def test_a_stopped_reply_is_kept_and_its_connection_closed(server: Any, talk: Any) -> None:
    """Stopping ends the reply, keeps what was shown, closes the connection, and the lesson goes on."""

    def slow(answering: Any, asked: Any) -> None:
        answering.open()
        answering.chunk({"content": "This was shown. "})
        answering.chunk({"content": "This "})
        for _ in range(200):
            answering.chunk({"content": "goes on "})
            time.sleep(0.02)

    server.replies = [slow]
    one = talk()
    threading.Timer(0.5, one.staff.stop.set).start()
    turn = one.say(QUESTION)
    (said,) = [event for event in turn if isinstance(event, ev.TutorSaid)]
    assert (said.by, said.cut, said.text) == ("model", True, "This was shown.")
    assert isinstance(turn[-1], ev.Asked)
    assert server.closed.wait(10)
    assert not one.of(ev.ModelFailed)
