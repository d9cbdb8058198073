"""The guide for instructors, gone through from its first block to its last, leads to a finished second lesson."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tutor.interface.check import findings_of
from tutor.learner import events as ev
from tutor.lesson.assessment import resolve
from tutor.lesson.load import load_lesson
from tutor.teaching.learners import KNOWS_IT, SimulatedLearner

GUIDE = Path(__file__).parents[2] / "docs" / "instructors.md"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """`docs/generate.py`."""
    spec = importlib.util.spec_from_file_location("docs_generate_walk", GUIDE.with_name("generate.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def timeless(text: str) -> str:
    """Without the seconds of the table, which are never the same."""
    return re.sub(r"^(\S+ +yes +\d+ +\d+ +)\d+\.\d", r"\1s", text, flags=re.MULTILINE)


def test_the_guide_leads_to_a_lesson_that_can_be_taught(
    generate: ModuleType, tmp_path: Path, jsonl: Callable[..., Any]
) -> None:
    """Every output in it is what its command prints now; what it makes has no finding and is taught to its end."""
    text = GUIDE.read_text(encoding="utf-8")
    assert timeless(generate.walked(text, tmp_path)) == timeless(text), "run `python docs/generate.py walk`"
    folder = tmp_path / "alerts"
    assert findings_of(folder, fast=False) == []
    lesson = load_lesson(folder)
    assert lesson.manifest.assessment
    learner = SimulatedLearner(KNOWS_IT, lesson, resolve(lesson.manifest.assessment))
    lines = jsonl("--lesson", str(folder))
    event = lines.until_asked()
    for _ in range(60):
        if event["type"] == "session_finished":
            break
        event = lines.say(learner.reply(ev.Asked.model_validate(event)))
    assert (event["type"], event["asked"], event["correct"]) == ("session_finished", 2, 2)
    assert lines.end() == (0, "")


def test_every_command_of_the_guide_is_run(generate: ModuleType) -> None:
    """No command stands in the guide with an output that nobody produced."""
    text = GUIDE.read_text(encoding="utf-8")
    for block in re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        language, body = block
        if language == "console":
            assert body.startswith("$ ") and body.count("\n$ ") == 0 and body.count("\n") > 1
        else:
            assert "\n$ mlops-tutor" not in f"\n{body}"
    assert text.count("```console") >= 10
