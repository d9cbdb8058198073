"""Simulated learners, and what is counted of what they did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tutor.interface.connect import authored_roles
from tutor.learner import events as ev
from tutor.lesson.assessment import Assessment, resolve
from tutor.lesson.catalog import find
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Lesson
from tutor.lesson.new import SMALL
from tutor.teaching.learners import KNOWS_IT, LEARNERS, LearnerKind, SimulatedLearner
from tutor.teaching.trial import STUCK, Taken, Trial, differences, taken_of
from tutor.teaching.walk import Moment, stages_as_taken

LESSONS = [find(None, {}), SMALL, *sorted((Path(__file__).parents[1] / "lessons").iterdir())]


def taught(folder: Path) -> tuple[Lesson, Assessment | None]:
    lesson = load_lesson(folder)
    return lesson, resolve(lesson.manifest.assessment) if lesson.manifest.assessment else None


def walked(folder: Path, kind: LearnerKind) -> dict[str, list[Moment]]:
    lesson, assessment = taught(folder)
    return stages_as_taken(lesson, assessment, authored_roles(lesson), SimulatedLearner(kind, lesson, assessment).reply)


@pytest.mark.parametrize("kind", [KNOWS_IT, *LEARNERS], ids=lambda kind: kind.name)
@pytest.mark.parametrize("folder", LESSONS, ids=lambda folder: folder.name)
def test_every_learner_gets_to_the_end_of_every_lesson(folder: Path, kind: LearnerKind) -> None:
    """Each kind of learner reaches every stage, and the same lesson is taken in the same way again."""
    lesson, _ = taught(folder)
    stages = walked(folder, kind)
    assert tuple(stages) == lesson.stages
    assert isinstance(stages["wrap-up"][-1][0], ev.SessionFinished)
    again = walked(folder, kind)
    assert [[event for event, _ in moments] for moments in again.values()] == [
        [event for event, _ in moments] for moments in stages.values()
    ]


def test_there_are_eight_of_a_kind_of_their_own() -> None:
    """Eight learners, and no two of them take the lesson in the same way."""
    assert len(LEARNERS) == 8
    said = {
        tuple(
            event.text
            for moments in walked(SMALL, kind).values()
            for event, _ in moments
            if event.type == "learner_said"
        )  # type: ignore[attr-defined]
        for kind in LEARNERS
    }
    assert len(said) == 8


@pytest.mark.parametrize("folder", LESSONS[:2], ids=lambda folder: folder.name)
def test_they_are_what_their_names_say(folder: Path) -> None:
    """Who knows it is right in everything, who is wrong in nothing; the newcomer needs hints, the skipper skips."""
    events = {kind.name: [e for moments in walked(folder, kind).values() for e, _ in moments] for kind in (KNOWS_IT, *LEARNERS)}  # fmt: skip
    of: Any = lambda name, kind: [event for event in events[name] if isinstance(event, kind)]  # noqa: E731
    assert {event.verdict for event in of("knows-it", ev.AnswerGraded)} == {"correct"}
    assert not {event.verdict for event in of("sure-and-wrong", ev.AnswerGraded)} & {"correct", "unsure"}
    assert of("sure-and-wrong", ev.GradeDisputed)
    assert len(of("newcomer", ev.HintGiven)) > 10 and of("newcomer", ev.SessionFinished)[0].correct > 0
    assert not of("skipper", ev.AnswerGraded) and of("skipper", ev.Skipped)
    assert max(len(event.text.split()) for event in of("terse", ev.LearnerSaid)) <= 5  # an order has a word for each
    assert max(len(event.text.split()) for event in of("rambling", ev.LearnerSaid)) > 60
    questions = [event for event in of("questioner", ev.ReplyClassified) if event.act == "question"]
    assert len(questions) > 10
    assert not any(event.value for event in of("hostile", ev.FactLearned))
    assert of("hostile", ev.SessionFinished)[0].correct == 0


# — counting —


def events_of(*told: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": kind, "seq": seq, **fields} for seq, (kind, fields) in enumerate(told, 1)]


def asked(ask: str, text: str = "Which?", kind: str = "check") -> tuple[str, dict[str, Any]]:
    return "asked", {"ask": ask, "kind": kind, "text": text}


def said(text: str = "hm") -> tuple[str, dict[str, Any]]:
    return "learner_said", {"text": text}


def misread(tell: str) -> tuple[str, dict[str, Any]]:
    return "reply_classified", {"ask": "a", "tell": tell}


def test_what_is_counted() -> None:
    """Stages, turns, questions asked twice, hints, what was not understood, doubt, and sentences stopped."""
    told = events_of(
        ("stage_started", {"stage": "why"}), asked("a"), said("one  two"), misread("not-an-option"), asked("a"),
        said(), ("hint_given", {"ask": "a", "rung": 1}), asked("a", "Which, then?"), said("three"),
        ("answer_graded", {"ask": "a", "verdict": "unsure"}), ("answer_shown", {"ask": "a"}),
        ("model_failed", {"error": "contradicted", "detail": ""}), ("model_failed", {"error": "timeout", "detail": ""}),
        ("level_assessed", {"level": 1, "advice": ""}), ("stage_started", {"stage": "wrap-up"}),
        ("session_finished", {"asked": 3, "correct": 2}),
    )  # fmt: skip
    taken = taken_of("x", told, 1.234)
    assert taken.stages == ["why", "wrap-up"] and taken.finished
    assert (taken.turns, taken.seconds, taken.level, taken.correct, taken.asked) == (3, 1.23, 1, 2, 3)
    assert [(spot.ask, spot.text) for spot in taken.asked_twice] == [("a", "2 times")]
    assert [(spot.seq, spot.text) for spot in taken.not_understood] == [(3, "one two")]
    assert [(spot.ask, spot.text) for spot in taken.unsure] == [("a", "three")]
    assert (taken.hints, taken.answers_shown, taken.contradictions, taken.model_failures) == (1, 1, 1, 1)
    assert not taken.stuck


def test_where_a_learner_is_stuck() -> None:
    """A question that is put again and again with nothing that leads on is a place to look at; with hints it is not."""
    plain = [one for _ in range(STUCK) for one in (asked("a"), said())]
    assert [spot.ask for spot in taken_of("x", events_of(*plain), 0).stuck] == ["a"]
    assert not taken_of("x", events_of(*plain[:-2]), 0).stuck
    helped = [one for _ in range(9) for one in (asked("a"), said(), ("hint_given", {"ask": "a", "rung": 1}))]
    assert not taken_of("x", events_of(*helped), 0).stuck


def trial(*taken: Taken) -> Trial:
    return Trial(lesson="l", digest="d", at="2026-01-01T00:00:00+00:00", taken=list(taken))


def taken(name: str = "x", told: Sequence[tuple[str, dict[str, Any]]] = (), **changes: Any) -> Taken:
    return taken_of(name, events_of(*told), 1.0).model_copy(update=changes)


def test_what_is_otherwise_than_before() -> None:
    """Each difference is a line; time is none."""
    before = trial(taken(turns=3, hints=1, finished=True, level=0), taken("gone"))
    after = trial(
        taken(turns=5, hints=1, finished=False, level=None, error="broke", seconds=9.0, stages=["why"]), taken("new")
    )
    assert differences(before, before) == []
    assert differences(before, after) == [
        "x: no longer gets to the end (broke)",
        "x: stages:  → why",
        "x: level: 0 → none",
        "x: turns: 3 → 5",
        "new: was not there before",
        "gone: is not there any more",
    ]


def test_places_that_moved_are_named() -> None:
    """Questions that come up newly or no longer are named, at most five of a sort."""
    stuck = [one for _ in range(STUCK) for one in (asked("a"), said())]
    many = [one for ask in "bcdefgh" for _ in range(STUCK) for one in (asked(ask), said())]
    lines = differences(trial(taken(told=stuck)), trial(taken(told=many, turns=4, asked_twice=[])))
    assert "x: places where they were stuck: 1 → 7 (no longer a; now also b, c, d, e, f and 2 more)" in lines


def test_a_result_survives_its_file() -> None:
    """What is written for the next comparison is read back as it was."""
    stuck = [one for _ in range(STUCK) for one in (asked("a"), said())]
    one = trial(taken(told=stuck))
    assert Trial.model_validate(json.loads(one.model_dump_json())) == one
