"""What a model may be let say about the learner's level, a grade or the next step."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.teaching.guard.check import Known, contradiction

HERE = Path(__file__).parent


def phrasings(name: str) -> list[dict[str, Any]]:
    """Every table of a phrasing file."""
    read = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    return [row for rows in read.values() for row in rows]


STOP, PASS = phrasings("must_stop"), phrasings("must_pass")
ANYTHING = Known(
    0, {0: "manual", 1: "pipeline automation"}, "incorrect", {}, {"a": ("pipeline",)}, ("Do it.",), lambda facts: 0
)


def test_there_are_enough_phrasings() -> None:
    """At least 120 of either kind, none of them twice."""
    for rows in (STOP, PASS):
        said = [(row["text"], row.get("level"), row.get("verdict"), row.get("before")) for row in rows]
        assert len(said) >= 120
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("row", STOP, ids=lambda row: row["text"][:60])
def test_a_contradiction_is_stopped(known: Any, row: dict[str, Any]) -> None:
    """A sentence that contradicts what is known is given a reason, and not shown."""
    assert contradiction(row["text"], row.get("before", ""), known(row))


@pytest.mark.parametrize("row", PASS, ids=lambda row: row["text"][:60])
def test_what_agrees_is_let_pass(known: Any, row: dict[str, Any]) -> None:
    """General statements, and what agrees with the assessment, are shown."""
    assert contradiction(row["text"], row.get("before", ""), known(row)) is None


@pytest.mark.parametrize("hidden", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d"])
def test_what_cannot_be_seen_changes_nothing(known: Any, hidden: str) -> None:
    """A wrong level with invisible characters between its letters is stopped all the same."""
    row = {"text": "You are at level 2."}
    assert contradiction(hidden.join(row["text"]), "", known(row))


@given(st.text(max_size=400), st.text(max_size=80))
def test_any_text_is_checked(sentence: str, before: str) -> None:
    """Whatever a model writes, the check gives a reason or none, and never raises."""
    found = contradiction(sentence, before, ANYTHING)
    assert found is None or found


@pytest.mark.parametrize("level", [0, 1, 2])
def test_the_authored_texts_pass(level: int, known: Any) -> None:
    """What the lesson itself says at a level contradicts nothing at that level."""
    from tutor.interface.opening import load
    from tutor.teaching.model.sentences import SentenceStream

    lesson, _ = load(None)
    described = lesson.level(level)
    assert described and lesson.diagnosis
    texts = [described.why, described.next_step, *described.actions, *(prompt.explanation for prompt in lesson.prompts)]
    stopped = []
    for text in texts:
        stream = SentenceStream()
        for sentence in [*stream.feed(" ".join(text.split())), *stream.end()]:
            if why := contradiction(sentence, "", known({"level": level})):
                stopped.append((sentence, why))
    assert not stopped
