"""A loopback endpoint that speaks Chat Completions, in the shapes of several servers, scripted by a test."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]
KEY = "sk-test-SECRET-1234567890"
GROUND = "Take the time that you need, and picture your own team."
"""What the model says unless a test scripts something else: true, and no answer to any question."""


class Hold:
    """In a raw answer: nothing more is sent until the client closes the connection."""


class Cut:
    """In a raw answer: the connection is closed in the middle."""


@dataclass(frozen=True)
class Reply:
    """One answer of the model, or what the server sends in its place."""

    text: str = ""
    calls: Sequence[tuple[str, str]] = ()
    """(function's name, its arguments as written)"""
    reasoning: str = ""
    finish: str | None = None
    chunk: int = 7
    """Characters of text in one event of the stream."""
    pause: float = 0
    """Seconds before each event of the stream."""
    status: int = 200
    error: str = ""
    """The message of an error object, sent with `status`."""
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = ""
    raw: Sequence[bytes | float | Hold | Cut] | None = None
    """The body itself, in place of everything above: bytes are sent, numbers are slept."""
    endless: bytes = b""
    """Sent again and again after `raw`, until the client closes the connection."""


Script = Callable[[Request], "Reply | str"]


def event(delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
    """One event of a stream."""
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "replayed",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        **more,
    }
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def says(text: str) -> bytes:
    return event({"content": text})


DONE = event({}, "stop") + b"data: [DONE]\n\n"


class Shape:
    """What every server does; the others differ from it."""

    name = "any"
    known: frozenset[str] | None = None
    """Parameters that are taken; None for all."""
    reasoning_field = "reasoning_content"
    ends_with_done = True
    always_usage = False
    in_text = False
    """Reasoning comes as a think block in the text."""

    def refusal(self, request: Request) -> str | None:
        """The message of a 400, or None."""
        if self.known is not None and (unknown := set(request) - self.known):
            return f"Unknown parameter: '{sorted(unknown)[0]}'"
        return None

    def usage(self, request: Request) -> bool:
        return self.always_usage or bool((request.get("stream_options") or {}).get("include_usage"))

    def events(self, request: Request, reply: Reply) -> Iterator[bytes]:
        yield event({"role": "assistant", "content": ""})
        text = reply.text
        if reply.reasoning and self.in_text:
            text = f"<think>{reply.reasoning}</think>{text}"
        elif reply.reasoning:
            for piece in _pieces(reply.reasoning, reply.chunk):
                yield event({self.reasoning_field: piece})
        for piece in _pieces(text, reply.chunk):
            yield says(piece)
        yield from self.calls(reply)
        yield event({}, reply.finish or ("tool_calls" if reply.calls else "stop"))
        if self.usage(request):
            length = len(json.dumps(request["messages"])) // 4
            usage = {
                "prompt_tokens": length,
                "completion_tokens": len(text) // 4 + 1,
                "total_tokens": length + len(text) // 4 + 1,
                "prompt_tokens_details": {"cached_tokens": length // 2},
            }
            chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "replayed"}
            yield b"data: " + json.dumps({**chunk, "choices": [], "usage": usage}).encode() + b"\n\n"
        if self.ends_with_done:
            yield b"data: [DONE]\n\n"

    def calls(self, reply: Reply) -> Iterator[bytes]:
        for n, (name, arguments) in enumerate(reply.calls):
            call = {"index": n, "id": f"call_{n}", "type": "function"}
            yield event({"tool_calls": [{**call, "function": {"name": name, "arguments": arguments}}]})


class OpenAI(Shape):
    """Strict about schemas, and takes `max_completion_tokens` only."""

    name = "openai"

    def refusal(self, request: Request) -> str | None:
        if "max_tokens" in request:
            return (
                "Unsupported parameter: 'max_tokens' is not supported with this model. "
                "Use 'max_completion_tokens' instead."
            )
        if "tool_choice" in request and "tools" not in request:
            return "'tool_choice' is only allowed when 'tools' are specified."
        wanted = request.get("response_format", {})
        if wanted.get("type") == "json_schema" and (loose := _not_strict(wanted["json_schema"]["schema"])):
            return f"Invalid schema for response_format '{wanted['json_schema']['name']}': {loose}"
        if wanted.get("type") == "json_object" and "json" not in json.dumps(request["messages"]).lower():
            return (
                "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
            )
        return super().refusal(request)


def _not_strict(schema: Any) -> str | None:
    """What OpenAI's strict mode refuses in a schema."""
    if isinstance(schema, list):
        return next(filter(None, map(_not_strict, schema)), None)
    if not isinstance(schema, dict):
        return None
    if "properties" in schema and isinstance(schema["properties"], dict):
        if schema.get("additionalProperties") is not False:
            return "'additionalProperties' is required to be supplied and to be false."
        if set(schema.get("required", ())) != set(schema["properties"]):
            return "'required' is required to be supplied and to be an array including every key in properties."
    return next(filter(None, map(_not_strict, schema.values())), None)


class Ollama(Shape):
    """Counts tokens when asked to; its thinking is in `reasoning`; ignores what it does not know."""

    name = "ollama"
    reasoning_field = "reasoning"


class VLLM(Shape):
    """Splits a tool call over many events; its thinking is in `reasoning_content`."""

    name = "vllm"

    def calls(self, reply: Reply) -> Iterator[bytes]:
        for n, (name, arguments) in enumerate(reply.calls):
            first = {"index": n, "id": f"chatcmpl-tool-{n}", "type": "function", "function": {"name": name}}
            yield event({"tool_calls": [first]})
            for piece in _pieces(arguments, 5):
                yield event({"tool_calls": [{"index": n, "function": {"arguments": piece}}]})


class LlamaCpp(Shape):
    """Refuses what it does not know; a forced tool call is not understood."""

    name = "llama.cpp"
    known = frozenset(
        ("model", "messages", "stream", "stream_options", "max_tokens", "tools", "tool_choice", "response_format")
    )


class Minimal(Shape):
    """Can do nothing but talk: no system role, no tools, no structured output, no usage, thoughts in the text."""

    name = "minimal"
    ends_with_done = False
    in_text = True

    def refusal(self, request: Request) -> str | None:
        if any(message["role"] == "system" for message in request["messages"]):
            return "System role not supported"
        for name in ("tools", "tool_choice", "response_format", "stream_options", "max_completion_tokens"):
            if name in request:
                return f"unrecognized field: {name}"
        return None


SHAPES = (OpenAI, Ollama, VLLM, LlamaCpp, Minimal)


def _pieces(text: str, size: int) -> Iterator[str]:
    for start in range(0, len(text), size):
        yield text[start : start + size]


def words_of(request: Request) -> str:
    """All text that a request holds."""
    return "\n\n".join(str(message.get("content") or "") for message in request["messages"])


def wants_json(request: Request) -> bool:
    """Whether a request asks for an object: readings of facts, or grades of criteria."""
    return "exact quotation" in str(request["messages"][-1].get("content"))


def nothing_read(request: Request) -> str:
    """The object of a model that finds nothing."""
    task = str(request["messages"][-1]["content"])
    if "Judge whether" in task:
        return '{"criteria": []}'
    facts = ("automated_training", "automated_pipeline", "automated_cicd")
    return json.dumps({fact: {"value": "unknown", "quote": ""} for fact in facts})


def teacher(request: Request) -> Reply:
    """A model that is harmless: reads nothing into answers, and says one true sentence."""
    if wants_json(request):
        return Reply(nothing_read(request))
    return Reply(GROUND)


class Replay:
    """The server. `requests` are the bodies as received, in order; `said` answers the next ones, then `script`."""

    def __init__(self, shape: type[Shape] = Ollama, script: Script = teacher) -> None:
        self.shape = shape()
        self.script = script
        self.said: list[Reply | str] = []
        self.bodies: list[bytes] = []
        self.refused = 0
        self.headers: list[dict[str, str]] = []
        self.hung_up = threading.Event()
        """A client closed a connection in the middle of an answer."""
        self.listed: list[str] = ["replayed"]
        self.ending = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.replay = self
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def requests(self) -> list[Request]:
        """Every request that was not refused for its form."""
        return [json.loads(body) for body in self.bodies]

    @property
    def talks(self) -> list[Request]:
        """The requests for speech, and not for an object."""
        return [request for request in self.requests if not wants_json(request)]

    def answer(self, request: Request) -> Reply:
        found = self.said.pop(0) if self.said and not wants_json(request) else self.script(request)
        return Reply(found) if isinstance(found, str) else found

    def close(self) -> None:
        self.ending.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    replay: Replay

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        listed = [{"id": name, "object": "model", "created": 1, "owned_by": "x"} for name in self.server.replay.listed]
        self._whole(200, json.dumps({"object": "list", "data": listed}).encode())

    def do_POST(self) -> None:
        replay = self.server.replay
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = json.loads(body)
        replay.headers.append(dict(self.headers))
        if refusal := replay.shape.refusal(request):
            replay.refused += 1
            self._error(400, refusal)
            return
        replay.bodies.append(body)
        reply = replay.answer(request)
        if reply.error or reply.status != 200:
            self._error(reply.status, reply.error or "error", reply.headers)
            return
        self.send_response(200)
        self.send_header("Content-Type", reply.content_type or "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self._send(replay, request, reply)
        except OSError:
            replay.hung_up.set()
            self.close_connection = True

    def _send(self, replay: Replay, request: Request, reply: Reply) -> None:
        if reply.raw is None:
            for part in replay.shape.events(request, reply):
                time.sleep(reply.pause)
                self._chunk(part)
        for piece in reply.raw or ():
            match piece:
                case bytes():
                    self._chunk(piece)
                case Hold():
                    self._hold(replay)
                    return
                case Cut():
                    self.close_connection = True
                    with contextlib.suppress(OSError):
                        self.connection.shutdown(socket.SHUT_RDWR)
                    return
                case _:
                    time.sleep(piece)
        while reply.endless and not replay.ending.wait(0.05):
            self._chunk(reply.endless)
        self.wfile.write(b"0\r\n\r\n")

    def _hold(self, replay: Replay) -> None:
        """Say nothing until the client is gone."""
        self.close_connection = True
        while not replay.ending.is_set():
            readable, _, _ = select.select([self.connection], [], [], 0.02)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                replay.hung_up.set()
                return

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _error(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        error = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
        self._whole(status, json.dumps({"error": error}).encode(), headers)

    def _whole(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
