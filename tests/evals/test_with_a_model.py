"""The evaluation with an endpoint set: a second column, and what was asked of it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.__main__ import main

sys.path.insert(0, str(Path(__file__).parents[1] / "teaching" / "model"))

from replay import Replay


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """A scripted endpoint that reads nothing into any reply, as the environment sets one."""
    replay = Replay()
    monkeypatch.setenv("OPENAI_BASE_URL", replay.url)
    yield replay
    replay.close()


@pytest.fixture
def few(folder: Path) -> Path:
    """Replies, and answers to questions from anywhere: nothing that has to be learned first."""
    (folder / "answers.jsonl").unlink()
    (folder / "questions.jsonl").unlink()
    with (folder / "replies.jsonl").open("a", encoding="utf-8") as file:
        row = {"id": "r5", "question": "automated_cicd", "reply": UNCLEAR, "answer": "unknown", "plain": False}
        file.write(f"\n{json.dumps(row)}")
    return folder


UNCLEAR = "it depends on how one looks at it, really"
"""What the rules can make nothing of: the model is asked."""


def test_the_model_is_measured_beside_the_rules(
    endpoint: Replay, few: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its figures stand in a column of their own under its name, with the number of its requests."""
    assert main(["--data", str(few), "--out", "-"]) == 0
    text = capsys.readouterr().out
    assert "| | aim | offline | replayed |" in text
    assert re.search(r"replayed: [1-9]\d* requests were answered, 0 failed", text)
    assert "What was right (down) and what was read (across), replayed:" in text


def test_offline_asks_no_model(endpoint: Replay, few: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--offline` nothing is sent, whatever the environment says."""
    assert main(["--offline", "--data", str(few), "--out", "-"]) == 0
    assert "| | aim | offline |\n" in capsys.readouterr().out
    assert not endpoint.bodies
