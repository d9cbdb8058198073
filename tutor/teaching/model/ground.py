"""What is known in a turn, as the grounding checks need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tutor.learner.state import State
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Choice, Item, Lesson, Order, Predict
from tutor.teaching import asking
from tutor.teaching.grounding.check import Known, contradiction
from tutor.teaching.grounding.leak import leak
from tutor.teaching.model.failure import FailureClass
from tutor.teaching.model.guarded import Check


def checker(lesson: Lesson, assessment: Assessment | None, state: State) -> Check:
    """The check of every sentence of this turn."""
    level = lesson.level(state.assessed.level) if state.assessed else None
    graded = state.last_graded if "feedback" in state.owed else None
    topics = {
        fact.id: (fact.label, *(lesson.cues[fact.id].topic if fact.id in lesson.cues else ())) for fact in lesson.facts
    }
    item = _pending(lesson, state)
    expected = _expected_level(assessment, item, state)
    labels = (
        {option.id: asking.label_of(item, option.id) for option in item.options}
        if isinstance(item, Choice | Order)
        else {}
    )

    def computed(facts: Mapping[str, bool]) -> int:
        assert assessment
        return assessment(facts).level

    known = Known(
        level=state.assessed.level if state.assessed else None,
        level_names={one.level: one.name for one in lesson.levels},
        verdict=state.ask(graded).verdict if graded else None,
        facts=state.known_facts(),
        topics=topics,
        opposite=level.opposite if level else (),
        assess=computed if assessment and lesson.facts else None,
    )

    def check(
        sentence: str, before: str, what_ifs: Sequence[tuple[dict[str, bool], int]]
    ) -> tuple[FailureClass, str] | None:
        if wrong := contradiction(sentence, before, replace(known, what_ifs=what_ifs)):
            return "contradicted", wrong
        if item is not None and (given_away := leak(sentence, before, item, expected_level=expected, labels=labels)):
            return "leaked", given_away
        return None

    return check


def _pending(lesson: Lesson, state: State) -> Item | None:
    """The item whose key must not be given away: it stands, and the attempt at it is not over."""
    item = lesson.asked_items().get(state.pending or "")
    return item if item is not None and item.kind != "reflect" else None


def _expected_level(assessment: Assessment | None, item: Item | None, state: State) -> int | None:
    if not isinstance(item, Predict) or assessment is None:
        return None
    return assessment(asking.predicted_facts(item, state.ask(item.id))).level
