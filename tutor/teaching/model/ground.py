"""What is known in a turn, as the grounding checks need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tutor.learner.state import State
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Choice, Explain, Item, Lesson, Order, Predict
from tutor.teaching import asking
from tutor.teaching.grounding.check import Known, contradiction
from tutor.teaching.grounding.leak import leak
from tutor.teaching.model.failure import FailureClass
from tutor.teaching.model.guarded import Check
from tutor.teaching.model.sentences import sentences_of


def checker(lesson: Lesson, assessment: Assessment | None, state: State) -> Check:
    """The check of every sentence of this turn."""
    level = lesson.level(state.assessed.level) if state.assessed else None
    graded = state.last_graded if "feedback" in state.owed else None
    topics = {
        fact.id: (
            fact.label,
            *(lesson.cues[fact.id].topic if fact.id in lesson.cues else ()),
            *(word for one in lesson.levels for word in one.facts_called.get(fact.id, ())),
        )
        for fact in lesson.facts
    }
    item = _pending(lesson, state)
    expected = _expected_level(assessment, item, state)
    labels = _labels(item)

    def computed(facts: Mapping[str, bool]) -> int:
        assert assessment
        return assessment(facts).level

    known = Known(
        level=state.assessed.level if state.assessed else None,
        level_names={one.level: one.name for one in lesson.levels},
        also_called={one.level: one.also_called for one in lesson.levels},
        adjectives={one.level: one.adjectives for one in lesson.levels},
        verdict=state.ask(graded).verdict if graded else None,
        facts=state.known_facts(),
        topics=topics,
        first=level.first if level else (),
        later=level.later if level else (),
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


def help_that_gives_nothing_away(lesson: Lesson, assessment: Assessment | None, state: State) -> list[str]:
    """The standing item's question, hints and usual mistakes with their feedback, as lines; no line of them is its key.

    Feedback that states the answer counts as key and is left out. Empty when no graded item stands.
    """
    item = _pending(lesson, state)
    if item is None:
        return []
    expected, labels = _expected_level(assessment, item, state), _labels(item)
    mistakes: list[str] = []
    match item:
        case Explain():
            mistakes = [f"{one.phrasings[0].strip()} — {one.feedback.strip()}" for one in item.misconceptions]
        case Choice():
            mistakes = [one.feedback.strip() for one in item.options if one.feedback]
        case Predict():
            mistakes = [text.strip() for text in item.feedback.values()]
        case Order() if item.feedback:
            mistakes = [item.feedback.strip()]
    lines = [*(f"hint: {hint.strip()}" for hint in item.hints), *(f"usual mistake: {one}" for one in mistakes)]
    return [
        f"question: {state.ask(item.id).text.strip()}",
        *(
            line
            for line in lines
            if not any(leak(part, "", item, expected_level=expected, labels=labels) for part in sentences_of(line))
        ),
    ]


def _labels(item: Item | None) -> dict[str, str]:
    return {o.id: asking.label_of(item, o.id) for o in item.options} if isinstance(item, Choice | Order) else {}


def _pending(lesson: Lesson, state: State) -> Item | None:
    """The item whose key must not be given away: it stands, and the attempt at it is not over."""
    item = lesson.asked_items().get(state.pending or "")
    return item if item is not None and item.kind != "reflect" else None


def _expected_level(assessment: Assessment | None, item: Item | None, state: State) -> int | None:
    if not isinstance(item, Predict) or assessment is None:
        return None
    return assessment(asking.predicted_facts(item, state.ask(item.id))).level
