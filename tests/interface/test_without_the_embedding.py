"""Where the package `wordllama` is not installed: the rules grade alone, and it is said."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

WITHOUT = (
    sys.executable,
    "-c",
    "import sys; sys.modules['wordllama'] = None; from tutor.__main__ import main; sys.exit(main())",
)
"""The program, which finds no such package."""
LIMITS = "the package wordllama is not installed: answers are graded by rules alone"


def test_the_learner_is_told_once(program: Any) -> None:
    """One calm line with the first reply, and none after it."""
    said = "\na pipeline does\nI think so\nwhat is drift?\n/quiz\nsomething\n"
    done = program.run("learn", "--offline", "--plain", command=WITHOUT, stdin=said)
    assert done.returncode == 0
    assert done.stdout.count(LIMITS) == 1


def test_nobody_is_told_of_what_is_there(program: Any) -> None:
    """With the package the line does not appear."""
    done = program.run("learn", "--offline", "--plain", stdin="\na pipeline does\n")
    assert "wordllama" not in done.stdout


def test_doctor_tells(program: Any) -> None:
    """`doctor` has a line on the grader, with the package and without it; neither is a failure."""
    with_it, without_it = program.run("doctor"), program.run("doctor", command=WITHOUT)
    assert with_it.returncode == without_it.returncode == 0
    assert "ok    grader    by rules and by what the lesson's examples teach" in with_it.stdout
    assert f"ok    grader    {LIMITS}" in without_it.stdout


@pytest.mark.parametrize("judged_by", ["item", "reference", "points"])
def test_the_rules_grade_alone(program: Any, judged_by: str) -> None:
    """Each way of grading works without the package, and calls nothing correct that is not listed."""
    lines = {
        "item": {"item": "explain-levels", "answer": "by hand at first, then a pipeline, then tests for the pipeline"},
        "reference": {"question": "What is ice?", "reference": ["frozen water"], "answer": "a sort of rock"},
        "points": {"question": "What is ice?", "points": ["it is frozen", "it is water"], "answer": "a sort of rock"},
    }
    done = program.run("grade", "--offline", command=WITHOUT, stdin=json.dumps({"id": 1, **lines[judged_by]}))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] in ("partial", "incorrect", "unsure")
