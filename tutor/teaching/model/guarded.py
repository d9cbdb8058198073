"""One streamed answer, sentence by sentence: released only when it contradicts nothing and gives nothing away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tutor.learner import events as ev
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching.model import tool as tools
from tutor.teaching.model.endpoint import Answer, Endpoint, Message
from tutor.teaching.model.failure import FailureClass, ModelFailure
from tutor.teaching.model.sentences import SentenceStream

Check = Callable[[str, str, Sequence[tuple[dict[str, bool], int]]], tuple[FailureClass, str] | None]
"""(sentence, what was said before it in this turn, what-ifs computed in this turn) → what is wrong, or None."""


@dataclass
class Turn:
    """What one answer came to, filled while it is streamed."""

    shown: str = ""
    stopped: bool = False
    """The learner stopped it."""
    events: list[ev.Event] = field(default_factory=list)
    """Requests made, in order."""
    what_ifs: list[tuple[dict[str, bool], int]] = field(default_factory=list)
    calls: int = 0
    """Calls of the assessment that the model asked for, whether they were answered or not."""


def speak(
    endpoint: Endpoint,
    lesson: Lesson,
    assessment: Assessment | None,
    messages: Sequence[Message],
    *,
    purpose: str,
    limit: int,
    check: Check,
    stop: threading.Event,
    turn: Turn,
) -> Iterator[str]:
    """Yield sentences that may be shown. Calls of the assessment are answered on the way, at most `MOST_CALLS`.

    Raises:
        ModelFailure: what was shown so far stands in `turn.shown`.
    """
    offered = [tools.tool(lesson, assessment)] if assessment and lesson.facts else []
    thread: list[Message] = list(messages)
    for _ in range(tools.MOST_CALLS + 1):
        answer: Answer | None = None
        sentences = SentenceStream()
        held = ""
        parts = endpoint.stream(thread, limit=limit, tools=offered if turn.calls < tools.MOST_CALLS else (), stop=stop)
        try:
            for part in parts:
                if isinstance(part, Answer):
                    answer = part
                    complete = [] if part.truncated and turn.shown.strip() else sentences.end()
                else:
                    complete = sentences.feed(part)
                for sentence in complete:
                    # a question at the very end would be a second question beside the lesson's own
                    sentence, held = held + sentence, ""
                    if sentence.rstrip().endswith(("?", "？", "؟")):
                        held = sentence
                        continue
                    if not turn.shown and not sentence.strip():
                        continue  # blanks are nothing to show, and nothing to begin with
                    _released(sentence, check, turn)
                    yield sentence
        finally:
            parts.close()
        if stop.is_set():
            turn.stopped = True
            return
        if answer is None:
            raise ModelFailure("cut", "no end of the answer")
        turn.events.append(called(endpoint, purpose, answer))
        if not answer.tool_calls or assessment is None:
            if not turn.shown.strip():
                raise ModelFailure("empty", "nothing to show in the answer")
            return
        thread.extend(_answered(lesson, assessment, answer, turn))
    raise ModelFailure("malformed", "the model calls the function again and again")


MOST_REPEATS = 3
"""How often one sentence may be said in a turn before the model is taken to be caught in a loop."""


def _released(sentence: str, check: Check, turn: Turn) -> None:
    if len(sentence.split()) > 2 and turn.shown.count(sentence.strip()) >= MOST_REPEATS:
        raise ModelFailure("too_long", "the model repeats itself")
    wrong = check(sentence, turn.shown, turn.what_ifs)
    if wrong:
        raise ModelFailure(*wrong)
    turn.shown += sentence


def _answered(lesson: Lesson, assessment: Assessment, answer: Answer, turn: Turn) -> list[Message]:
    calls: list[dict[str, Any]] = []
    results: list[Message] = []
    for one in answer.tool_calls:
        calls.append(
            {"id": one.id, "type": "function", "function": {"name": one.name, "arguments": one.arguments or "{}"}}
        )
        text, computed = (
            tools.call(lesson, assessment, one.name, one.arguments)
            if turn.calls < tools.MOST_CALLS
            else ('{"error": "too many calls in one turn"}', None)
        )
        if computed:
            turn.what_ifs.append((computed[0], computed[1].level))
        turn.calls += 1
        results.append({"role": "tool", "tool_call_id": one.id, "content": text})
    return [{"role": "assistant", "content": answer.text or None, "tool_calls": calls}, *results]


def called(endpoint: Endpoint, purpose: str, answer: Answer) -> ev.ModelCalled:
    """The request as the record keeps it."""
    return ev.ModelCalled(
        purpose=purpose,
        model=endpoint.model,
        prompt_tokens=answer.prompt_tokens,
        cached_tokens=answer.cached_tokens,
        completion_tokens=answer.completion_tokens,
        first_token_s=answer.first_token_s,
        total_s=answer.total_s,
    )
