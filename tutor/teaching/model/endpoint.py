"""One endpoint that speaks Chat Completions: streamed requests with deadlines, and workarounds for what it lacks.

The SDK runs in an event loop of its own thread, so that a request can be given up at once and its connection closed,
whatever it is waiting for; deadlines are kept here, since a read timeout does not bound a stream that drips.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Coroutine, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from tutor.teaching.model.failure import ModelFailure, classify
from tutor.teaching.model.thinking import ThinkFilter

OPENAI_URL = "https://api.openai.com/v1"
DEFAULT_MODEL = "gpt-5-mini"
"""Used at OpenAI's own address when no model is named."""
LONGEST_ANSWER = 20_000
"""Characters after which an answer is given up."""
ROOM_TO_THINK = 3000
"""Tokens that a model which reasons may spend before its first word: they count against the answer's limit."""

Message = dict[str, Any]


@dataclass(frozen=True)
class Deadlines:
    """Seconds."""

    first_token: float = 20.0
    stall: float = 15.0
    total: float = 120.0


@dataclass(frozen=True)
class Quirks:
    """What this endpoint was found to lack; remembered for the rest of the process."""

    system_role: bool = True
    tools: bool = True
    usage: bool = True
    token_limit: str = "max_completion_tokens"
    """The name under which it takes a limit of the answer's length, or empty."""
    json_mode: int = 0
    """How structured output is asked for: a position in `structured.JSON_MODES`."""
    thinks: bool = False
    """Its thoughts count against the answer's limit: `ROOM_TO_THINK` is added to it."""
    effort: str = ""
    """How hard it is asked to think; empty where that is not asked."""


@dataclass(frozen=True)
class ToolCall:
    """A call that the model wants made."""

    id: str
    name: str
    arguments: str
    """As the model wrote them: to be validated."""


@dataclass(frozen=True)
class Answer:
    """The end of a streamed answer: what it cost, and what the model wants called."""

    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    prompt_tokens: int | None = None
    cached_tokens: int | None = None
    completion_tokens: int | None = None
    first_token_s: float | None = None
    total_s: float = 0.0
    truncated: bool = False
    """It ended at the limit of its length, in the middle of a sentence."""


@dataclass
class _Partial:
    text: list[str] = field(default_factory=list)
    calls: dict[int, dict[str, str]] = field(default_factory=dict)
    finish: str | None = None
    usage: Any = None
    thought: bool = False
    """Some of the answer was reasoning."""


class Endpoint:
    """Requests to one model at one address."""

    def __init__(
        self,
        base_url: str | None,
        api_key: str | None,
        model: str | None,
        deadlines: Deadlines | None = None,
    ) -> None:
        self.base_url = base_url or OPENAI_URL
        self.deadlines = deadlines or Deadlines()
        self.quirks = self._at_first()
        self._key = api_key
        self._model = model
        self._client: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def _at_first(self) -> Quirks:
        """What is assumed before anything was learned: OpenAI's own models think, and a lesson needs little of it."""
        return Quirks(thinks=True, effort="low") if self.is_openai else Quirks()

    @property
    def is_openai(self) -> bool:
        """Whether this is OpenAI's own address."""
        return self.host == "api.openai.com"

    @property
    def host(self) -> str:
        """The host alone: nothing of an address that could hold a secret."""
        return urlsplit(self.base_url).hostname or "?"

    @property
    def model(self) -> str:
        """The model's name; asks the endpoint when none was given. Raises ModelFailure."""
        if self._model is None:
            self._model = DEFAULT_MODEL if self.is_openai else self._first_model()
        return self._model

    @property
    def known_model(self) -> str | None:
        """The model's name as far as it is known without asking the endpoint."""
        return self._model or (DEFAULT_MODEL if self.is_openai else None)

    def use_model(self, name: str) -> None:
        """From now on ask this model; what was learned of the endpoint is learned anew."""
        self._model, self.quirks = name, self._at_first()

    def warm_up(self) -> None:
        """Import the SDK and make the client: slow, and safe to call in the background."""
        self._ready()

    def close(self) -> None:
        """Close the connections and end the thread; nothing happens when none was opened."""
        with self._starting:
            loop, self._loop = self._loop, None
        if loop is None:
            return

        async def closed() -> None:
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await self._client.close()

        with contextlib.suppress(Exception):  # there is nobody left to tell
            asyncio.run_coroutine_threadsafe(closed(), loop).result(2)
        loop.call_soon_threadsafe(loop.stop)
        if self._thread:
            self._thread.join(2)
        loop.close()

    def models(self) -> list[str]:
        """The names that the endpoint lists. Raises ModelFailure."""

        async def listed() -> list[str]:
            page = await self._client.models.list()
            return [str(model.id) for model in page.data or []]

        return list(self._wait_for(listed()))

    def _first_model(self) -> str:
        names = self.models()
        if not names:
            raise ModelFailure("unknown_model", "the endpoint lists no model; name one with --model")
        return names[0]

    def _wait_for(self, work: Coroutine[Any, Any, Any]) -> Any:
        loop = self._ready()
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result(self.deadlines.first_token)
        except BaseException as raised:
            future.cancel()
            if isinstance(raised, KeyboardInterrupt):
                raise
            raise classify(raised, self._key) from None

    def _ready(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                import openai

                # most servers that need no key still want the header
                self._client = openai.AsyncOpenAI(
                    api_key=self._key or "none", base_url=self.base_url, max_retries=0, timeout=self.deadlines.total
                )
                loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=loop.run_forever, daemon=True, name="endpoint")
                self._thread.start()
                self._loop = loop
            return self._loop

    def stream(
        self,
        messages: Sequence[Message],
        *,
        limit: int,
        tools: Sequence[dict[str, Any]] = (),
        extra: dict[str, Any] | None = None,
        stop: threading.Event | None = None,
    ) -> Generator[str | Answer]:
        """Yield the answer's text as it arrives, then one `Answer`. Closing the iterator closes the connection.

        Args:
            limit: the longest answer, in tokens.
            stop: when it is set the connection is closed and the iterator ends, without an `Answer`.

        Raises:
            ModelFailure: with the class for the record; text that was yielded before stays yielded.
        """
        for _ in range(6):
            before = self.quirks
            try:
                yield from self._stream_once(messages, limit, tools if before.tools else (), extra or {}, stop)
                return
            except ModelFailure as failure:
                if not self._learn(failure):
                    raise
        raise ModelFailure("malformed", "the endpoint refuses every form of the request")

    def _learn(self, failure: ModelFailure) -> bool:
        """Find in a refusal what this endpoint lacks; False when it was about something else."""
        text, quirks = failure.detail.lower(), self.quirks
        if text == _ALL_THOUGHT and not quirks.thinks:
            self.quirks = replace(quirks, thinks=True)
            return True
        if failure.error not in ("malformed", "server_error"):
            return False
        if "reasoning_effort" in text and quirks.effort:
            self.quirks = replace(quirks, effort="")
        elif "max_completion_tokens" in text and quirks.token_limit == "max_completion_tokens":
            self.quirks = replace(quirks, token_limit="max_tokens")
        elif "max_tokens" in text and quirks.token_limit == "max_tokens":
            self.quirks = replace(quirks, token_limit="")
        elif "stream_options" in text and quirks.usage:
            self.quirks = replace(quirks, usage=False)
        elif "system" in text and quirks.system_role:
            self.quirks = replace(quirks, system_role=False)
        elif "tool" in text and quirks.tools:
            self.quirks = replace(quirks, tools=False)
        else:
            return False
        return True

    def _stream_once(
        self,
        messages: Sequence[Message],
        limit: int,
        tools: Sequence[dict[str, Any]],
        extra: dict[str, Any],
        stop: threading.Event | None,
    ) -> Iterator[str | Answer]:
        model = self.model
        loop = self._ready()
        request: dict[str, Any] = {
            "model": model,
            "messages": list(messages) if self.quirks.system_role else without_system_role(messages),
            "stream": True,
            **extra,
        }
        if self.quirks.usage:
            request["stream_options"] = {"include_usage": True}
        if self.quirks.token_limit:
            request[self.quirks.token_limit] = limit + (ROOM_TO_THINK if self.quirks.thinks else 0)
        if self.quirks.effort:
            request["reasoning_effort"] = self.quirks.effort
        if tools:
            request["tools"] = list(tools)
        arrived: queue.Queue[Any] = queue.Queue()
        future = asyncio.run_coroutine_threadsafe(_read(self._client, request, arrived), loop)
        try:
            yield from self._consume(arrived, stop or threading.Event())
        finally:
            future.cancel()

    def _consume(self, arrived: queue.Queue[Any], stop: threading.Event) -> Iterator[str | Answer]:
        start = time.monotonic()
        first_token: float | None = None
        think, partial, length = ThinkFilter(), _Partial(), 0
        while True:
            patience = self.deadlines.first_token if first_token is None else self.deadlines.stall
            end = min(time.monotonic() + patience, start + self.deadlines.total)
            item = _next_item(arrived, end, stop)
            if stop.is_set():
                return
            if item is _NOTHING:
                raise ModelFailure("timeout", "no first token" if first_token is None else "the stream stalled")
            if isinstance(item, BaseException):
                failure = classify(item, self._key)
                if failure.error == "unreachable" and first_token is not None:
                    raise ModelFailure("cut", failure.detail)
                raise failure
            if item is None:
                break
            first_token = first_token if first_token is not None else time.monotonic() - start
            try:
                text = think.feed(_take(item, partial))
            except (AttributeError, TypeError, LookupError, ValueError) as odd:
                raise ModelFailure("malformed", f"a chunk of another form ({type(odd).__name__})") from None
            length += len(text)
            if length > LONGEST_ANSWER or time.monotonic() - start > self.deadlines.total:
                raise ModelFailure("too_long" if length > LONGEST_ANSWER else "timeout", "the answer does not end")
            if text:
                partial.text.append(text)
                yield text
        if tail := think.end():
            partial.text.append(tail)
            yield tail
        answer = _finished(partial, first_token, time.monotonic() - start)
        if answer.truncated and (partial.thought or think.found):
            self.quirks = replace(self.quirks, thinks=True)
        yield answer


_NOTHING = object()
_THOUGHTS = ("reasoning_content", "reasoning")
"""Fields in which servers put a model's reasoning."""
_ALL_THOUGHT = "the limit was spent before the first word"
_HEARTBEAT = 0.03
"""Seconds between two looks at whether the learner has stopped the reply."""


def _next_item(arrived: queue.Queue[Any], end: float, stop: threading.Event) -> Any:
    """The next item, or `_NOTHING` when the deadline `end` (monotonic) passes or the learner stops the reply."""
    # not a SimpleQueue: in CPython 3.11 a signal that outlasts its timeout makes its `get` wait for ever
    while not stop.is_set():
        left = end - time.monotonic()
        with contextlib.suppress(queue.Empty):
            return arrived.get(timeout=max(min(left, _HEARTBEAT), 0.0))
        if left <= 0:
            break
    return _NOTHING


async def _read(client: Any, request: dict[str, Any], arrived: queue.Queue[Any]) -> None:
    """Read the stream into the queue: chunks, then None, or what was raised."""
    try:
        stream = await client.chat.completions.create(**request)
        async with stream:
            async for chunk in stream:
                arrived.put(chunk)
        arrived.put(None)
    except asyncio.CancelledError:
        raise
    except BaseException as raised:  # whatever it is belongs to the thread that waits
        arrived.put(raised)


def _take(chunk: Any, partial: _Partial) -> str:
    """Collect a chunk; the visible text in it. Reasoning in a field of its own is dropped here."""
    if getattr(chunk, "usage", None):
        partial.usage = chunk.usage
    if not getattr(chunk, "choices", None):
        return ""
    choice = chunk.choices[0]
    partial.finish = choice.finish_reason or partial.finish
    delta = choice.delta
    if delta is None:
        return ""
    partial.thought = partial.thought or any(getattr(delta, name, None) for name in _THOUGHTS)
    for call in delta.tool_calls or []:
        known = partial.calls.setdefault(call.index or 0, {"id": "", "name": "", "arguments": ""})
        known["id"] = call.id or known["id"]
        if call.function:
            known["name"] = call.function.name or known["name"]
            known["arguments"] += call.function.arguments or ""
    return delta.content or getattr(delta, "refusal", None) or "" if isinstance(delta.content, str | None) else ""


def _finished(partial: _Partial, first_token: float | None, total: float) -> Answer:
    text = "".join(partial.text)
    if partial.finish == "content_filter":
        raise ModelFailure("refused", "content filter")
    if partial.finish is None and (text or partial.calls):
        raise ModelFailure("cut", "the stream ended without a finish")
    if not text.strip() and not partial.calls and partial.finish == "length":
        raise ModelFailure("empty", _ALL_THOUGHT)
    if not text.strip() and not partial.calls:
        # an endpoint that ended its answer had nothing to say; one that sent no event at all is no such endpoint
        raise ModelFailure("empty" if partial.finish else "malformed", "no text in the answer")
    usage = partial.usage
    details = getattr(usage, "prompt_tokens_details", None)
    return Answer(
        text=text,
        tool_calls=tuple(
            ToolCall(call["id"] or f"call_{n}", call["name"], call["arguments"])
            for n, call in sorted(partial.calls.items())
        ),
        prompt_tokens=getattr(usage, "prompt_tokens", None),
        cached_tokens=getattr(details, "cached_tokens", None),
        completion_tokens=getattr(usage, "completion_tokens", None),
        first_token_s=round(first_token, 3) if first_token is not None else None,
        total_s=round(total, 3),
        truncated=partial.finish == "length",
    )


def without_system_role(messages: Sequence[Message]) -> list[Message]:
    """The same messages for an endpoint that refuses the system role: its text leads the first user message."""
    system = "\n\n".join(str(m["content"]) for m in messages if m["role"] == "system")
    rest = [dict(m) for m in messages if m["role"] != "system"]
    if not system:
        return rest
    if rest and rest[0]["role"] == "user":
        rest[0]["content"] = f"{system}\n\n{rest[0]['content']}"
        return rest
    return [{"role": "user", "content": system}, *rest]
