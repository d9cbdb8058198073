"""Events are a contract: their names, their fields, and that what was stored reads back as what happened."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.learner import events as ev

CONTRACT = {
    "session_started": {"lesson", "lesson_digest", "tutor", "model", "endpoint"},
    "session_resumed": {"lesson_digest", "tutor", "model", "endpoint"},
    "stage_started": {"stage"},
    "stage_finished": {"stage"},
    "prompt_opened": {"prompt", "text"},
    "tutor_said": {"text", "by", "purpose"},
    "asked": {"ask", "kind", "text"},
    "learner_said": {"text"},
    "fact_learned": {"fact", "value", "evidence", "by"},
    "level_assessed": {"facts", "assumed", "level", "advice"},
    "answer_graded": {"ask", "kind", "verdict", "criteria", "by"},
    "hint_given": {"ask", "rung"},
    "answer_shown": {"ask"},
    "skipped": {"ask"},
    "grade_disputed": {"ask", "reason"},
    "model_called": {
        "purpose", "model", "prompt_tokens", "cached_tokens", "completion_tokens", "first_token_s", "total_s",
    },
    "model_failed": {"purpose", "error", "detail"},
    "session_finished": {"asked", "correct"},
}  # fmt: skip

EXAMPLES: tuple[ev.Event, ...] = (
    ev.SessionStarted(lesson="l", lesson_digest="d", tutor="authored"),
    ev.SessionResumed(lesson_digest="d", tutor="model", model="m", endpoint="host"),
    ev.StageStarted(stage="why"),
    ev.StageFinished(stage="why"),
    ev.PromptOpened(prompt=1, text="t"),
    ev.TutorSaid(text="t", by="authored", purpose="why"),
    ev.Asked(ask="a", kind="quiz", text="t", options=(ev.Option(id="a", text="x"),)),
    ev.LearnerSaid(text="t"),
    ev.ReplyClassified(act="answer", ask="a"),
    ev.FactsRead(readings=(ev.FactReading(fact="f", value=True, evidence="e", by="rule"),)),
    ev.FactLearned(fact="f", value=None, evidence="", by="rule"),
    ev.LevelAssessed(facts={"f": True}, assumed=("g",), level=0, advice="a"),
    ev.AnswerGraded(
        ask="a", kind="check", verdict="partial", by="matcher", criteria=(ev.CriterionResult(id="c", met=None),)
    ),
    ev.HintGiven(ask="a", rung=1),
    ev.AnswerShown(ask="a"),
    ev.Skipped(ask="a"),
    ev.GradeDisputed(ask="a", reason="r"),
    ev.ModelCalled(purpose="p", model="m", prompt_tokens=1, total_s=0.5),
    ev.ModelFailed(purpose="p", error="timeout", detail="d"),
    ev.TutorChanged(tutor="authored"),
    ev.LessonReloaded(lesson_digest="d", told_again=("explain",), level="again", note="n"),
    ev.SessionFinished(asked=3, correct=2),
)


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: event.type)
def test_a_payload_has_the_fields_of_the_contract(event: ev.Event) -> None:
    """An event's payload names its type first and has every field that the contract names."""
    payload = event.payload()
    assert next(iter(payload)) == "type"
    assert payload["type"] == event.type
    assert CONTRACT.get(event.type, set()) <= set(payload)


def test_every_type_has_an_example() -> None:
    """The table of types, and the examples of this test, are complete, and the contract's types are among them."""
    assert {event.type for event in EXAMPLES} == set(ev.EVENT_TYPES)
    assert set(CONTRACT) <= set(ev.EVENT_TYPES)


def test_options_stand_only_where_there_are_some() -> None:
    """`options` is a list of id and text for a choice, and absent for anything else."""
    shown = ev.Asked(ask="a", kind="quiz", text="t", options=(ev.Option(id="a", text="x"),)).payload()
    assert shown["options"] == [{"id": "a", "text": "x"}]
    assert "options" not in ev.Asked(ask="a", kind="quiz", text="t").payload()


def values_of(kind: type[ev.Event]) -> st.SearchStrategy[ev.Event]:
    """Any event of a type: pydantic's own schema tells hypothesis what a field may be."""
    return st.builds(kind, **{name: field for name, field in FIELDS.items() if name in kind.model_fields}).filter(bool)


def examples_of(kind: type[ev.Event]) -> st.SearchStrategy[ev.Event]:
    return st.builds(kind) if not kind.model_fields else values_of(kind)


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "after": st.none() | st.dictionaries(TEXT, st.none() | st.integers() | TEXT),
    "assumed": st.lists(TEXT).map(tuple),
    "facts": st.dictionaries(TEXT, st.booleans()),
    "criteria": st.lists(st.builds(ev.CriterionResult, id=TEXT, met=st.none() | st.booleans(), evidence=TEXT)).map(
        tuple
    ),
    "options": st.none() | st.lists(st.builds(ev.Option, id=TEXT, text=TEXT)).map(tuple),
    "readings": st.lists(
        st.builds(
            ev.FactReading, fact=TEXT, value=st.none() | st.booleans(), evidence=TEXT, by=st.sampled_from(["rule"])
        )
    ).map(tuple),
    "text": TEXT,
    "ask": TEXT,
    "detail": TEXT,
    "reason": TEXT,
}


@given(data=st.data())
@pytest.mark.parametrize("kind", ev.EVENT_TYPES.values(), ids=lambda kind: kind.type)
def test_an_event_reads_back_as_it_was(kind: type[ev.Event], data: st.DataObject) -> None:
    """An event written as JSON and read again is the same event."""
    event = data.draw(examples_of(kind))
    assert ev.read_event(json.loads(json.dumps(event.payload()))) == event


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: event.type)
def test_a_newer_field_is_ignored(event: ev.Event) -> None:
    """A reader ignores what it does not know: a field of a newer version does not break an event."""
    assert ev.read_event({**event.payload(), "of_the_future": 1}) == event


def test_a_newer_type_is_no_event() -> None:
    """A type that this version does not know reads as None, and so does a payload without a type."""
    assert ev.read_event({"type": "of_the_future"}) is None
    assert ev.read_event({}) is None
