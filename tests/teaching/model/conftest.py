"""A loopback endpoint that speaks Chat Completions, scripted by the test, and a session that talks to it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tutor.interface.connect import Staff, tutor_prompt
from tutor.interface.opening import load
from tutor.learner import events as ev
from tutor.learner.journal import Recorded
from tutor.teaching.model.endpoint import Deadlines, Endpoint
from tutor.teaching.model.teacher import build
from tutor.teaching.session import Fragment, Notice, Session, Teacher

KEY = "sk-test-SECRET-1234567890"
Reply = Callable[["Answering", dict[str, Any]], None]


class Answering:
    """One request being answered: what a server can do to a client."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self.handler = handler

    def fail(self, status: int, message: str, **headers: str) -> None:
        """An error with a JSON body."""
        body = json.dumps({"error": {"message": message, "type": "error", "code": None}}).encode()
        self.plain(status, body, "application/json", **headers)

    def plain(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        """Any body at all."""
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", kind)
        self.handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()
        self.handler.wfile.write(body)

    def open(self) -> None:
        """Begin a stream."""
        self.handler.send_response(200)
        self.handler.send_header("Content-Type", "text/event-stream")
        self.handler.send_header("Connection", "close")
        self.handler.end_headers()
        self.handler.close_connection = True

    def raw(self, data: bytes) -> None:
        self.handler.wfile.write(data)
        self.handler.wfile.flush()

    def chunk(self, delta: dict[str, Any], finish: str | None = None) -> None:
        """One chunk of the stream."""
        body = {
            "id": "c", "object": "chat.completion.chunk", "created": 1, "model": "scripted",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }  # fmt: skip
        self.raw(f"data: {json.dumps(body)}\n\n".encode())

    def usage(self, prompt: int = 100, cached: int = 80, completion: int = 20) -> None:
        """The last chunk, with what it cost."""
        body = {
            "id": "c", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [],
            "usage": {
                "prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion,
                "prompt_tokens_details": {"cached_tokens": cached},
            },
        }  # fmt: skip
        self.raw(f"data: {json.dumps(body)}\n\n".encode())

    def say(self, text: str) -> None:
        """A whole answer, a few characters at a time, as servers do."""
        self.open()
        for start in range(0, len(text), 7):
            self.chunk({"content": text[start : start + 7]})
        self.chunk({}, "stop")
        self.usage()
        self.raw(b"data: [DONE]\n\n")

    def call(self, name: str, *arguments: str) -> None:
        """Ask for calls of a function, with the arguments split over chunks."""
        self.open()
        for index, text in enumerate(arguments):
            self.chunk(
                {
                    "tool_calls": [
                        {
                            "index": index,
                            "id": f"call_{index}",
                            "type": "function",
                            "function": {"name": name, "arguments": ""},
                        }
                    ]
                }
            )
            for start in range(0, len(text), 9):
                self.chunk({"tool_calls": [{"index": index, "function": {"arguments": text[start : start + 9]}}]})
        self.chunk({}, "tool_calls")
        self.raw(b"data: [DONE]\n\n")


class Server:
    """The endpoint: answers with the scripted replies in order, the last one for ever, and keeps what it was asked."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.replies: list[Reply | str] = ["That is how it is."]
        self.closed = threading.Event()
        """The client went away in the middle of a stream."""
        self.models = ["scripted"]
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                names = [{"id": name, "object": "model", "created": 1, "owned_by": "me"} for name in server.models]
                Answering(self).plain(200, json.dumps({"object": "list", "data": names}).encode(), "application/json")

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                position = min(len(server.requests), len(server.replies) - 1)
                server.requests.append(asked)
                reply = server.replies[position]
                try:
                    if isinstance(reply, str):
                        Answering(self).say(reply)
                    else:
                        reply(Answering(self), asked)
                except (BrokenPipeError, ConnectionResetError):
                    server.closed.set()
                    self.close_connection = True

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                server.closed.set()

        self._http = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


class Talk:
    """A session with a model, in memory: what was shown, in order, and what was stored."""

    def __init__(self, url: str, deadlines: Deadlines | None = None, context: int = 4096) -> None:
        self.lesson, self.assessment = load(None)
        self.staff = Staff()
        self.endpoint = Endpoint(url, KEY, "scripted", deadlines or Deadlines(5, 5, 20))
        self.staff.model = build(
            self.endpoint, self.lesson, self.assessment, tutor_prompt(), None, self.staff.stop, context
        )
        self.events: list[ev.Event] = []
        self.shown: list[str] = []
        self.notices: list[str] = []
        self.session = Session(
            self.lesson, self.assessment, self, "s", self.staff.roles, self.staff.voice, self.staff.switch
        )
        self._take(self.session.begin(Teacher("model", "scripted", "127.0.0.1")))

    def append(self, session: str, events: Sequence[ev.Event], now: datetime) -> list[Recorded]:
        first = len(self.events) + 1
        self.events += events
        at = datetime.now(UTC).isoformat()
        return [Recorded(session, seq, at, {"type": e.type}, e) for seq, e in enumerate(events, first)]

    def _take(self, outputs: Iterator[Any]) -> None:
        for output in outputs:
            if isinstance(output, Fragment):
                self.shown.append(output.text)
            elif isinstance(output, Notice):
                self.notices.append(output.text)

    def say(self, *replies: str) -> list[ev.Event]:
        """Reply, and return what the last reply caused."""
        before = len(self.events)
        for reply in replies:
            before = len(self.events)
            self._take(self.session.reply(reply))
        return self.events[before:]

    def until(self, ask: str) -> None:
        """Go on by /next until this is asked."""
        for _ in range(200):
            if self.session.state.pending == ask:
                return
            self.say("/next")
        raise AssertionError(f"{ask} is never asked")

    def of(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def talk(server: Server) -> Iterator[Callable[..., Talk]]:
    talks: list[Talk] = []

    def begin(url: str | None = None, **settings: Any) -> Talk:
        talks.append(Talk(url or server.url, **settings))
        return talks[-1]

    yield begin
    for one in talks:
        one.endpoint.close()


def free_port() -> int:
    """A port on loopback on which nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def refused() -> str:
    return f"http://127.0.0.1:{free_port()}/v1"
