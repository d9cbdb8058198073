"""A few labelled rows of the shipped lesson, as a folder of data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROWS: dict[str, list[dict[str, Any]]] = {
    "replies": [
        {"id": "r1", "question": "automated_training", "reply": "yes", "answer": "yes", "plain": True, "author": "terse"},
        {"id": "r2", "question": "automated_cicd", "reply": "by hand", "answer": "no", "plain": True, "tags": ["by-hand"]},
        {"id": "r3", "question": "automated_cicd", "reply": "No. A person does it by hand, *always*.", "answer": "yes", "plain": True,
         "tags": ["sarcasm"], "author": "contrarian"},
        {"id": "r4", "question": "automated_pipeline", "reply": "no idea", "answer": "unknown", "plain": False},
    ],
    "answers": [
        {"id": "a1", "item": "explain-levels", "answer": "", "verdict": "incorrect",
         "met": {"by-hand": False, "retrains-itself": False, "pipeline-changes": False}},
        {"id": "a2", "item": "explain-levels", "answer": "bananas are yellow", "verdict": "correct", "author": "adversary",
         "met": {"by-hand": True, "retrains-itself": True, "pipeline-changes": True}, "tags": ["off-target"]},
    ],
    "references": [
        {"id": "o1", "question": "What does a thermometer measure?", "reference": ["the temperature"],
         "answer": "the temperature", "verdict": "correct"},
        {"id": "o2", "question": "What are primary colors?", "points": ["red is one", "blue is one"], "answer": "dogs",
         "verdict": "incorrect"},
    ],
    "questions": [
        {"id": "q1", "question": "would we have to set up kubernetes for reaching level 1 here", "entry": "kubernetes"},
        {"id": "q2", "question": "who won the chess championship of 1972", "entry": None, "tags": ["off-topic"]},
        {"id": "q3", "question": "Do I need Kubernetes?", "entry": "kubernetes"},
    ],
}  # fmt: skip


def written(folder: Path) -> Path:
    folder.mkdir()
    for name, rows in ROWS.items():
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with all four files."""
    return written(tmp_path / "rows")


@pytest.fixture(scope="session")
def few_rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, for many tests to read."""
    return written(tmp_path_factory.mktemp("few") / "rows")
