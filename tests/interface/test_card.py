"""The card with the level: what it shows fits, and is what the function returned."""

from __future__ import annotations

import re
from itertools import product

import pytest
from prompt_toolkit.utils import get_cwidth

from tutor.interface.card import HERE, card_lines
from tutor.learner.events import LevelAssessed
from tutor.learner.state import Settled
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson

FACTS = ("automated_training", "automated_pipeline", "automated_cicd")
COMBINATIONS = list(product((False, True), repeat=3))


def assessed(assessment: Assessment, values: tuple[bool, ...], assumed: tuple[str, ...] = ()) -> LevelAssessed:
    facts = dict(zip(FACTS, values, strict=True))
    result = assessment(facts)
    return LevelAssessed(facts=facts, assumed=assumed, level=result.level, advice=result.advice)


WORDS = {
    "short": "no",
    "long": "well, " * 60 + "by hand",
    "one long word": "x" * 400,
    "lines": "first\nsecond\n\nthird",
    "controls": "\x1b[2Jclear\x9b2J",
    "wide": "毎週金曜日にノートブックを実行します" * 6,
}


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("width", [36, 76, 196])
@pytest.mark.parametrize("values", [(False, False, False), (False, True, False), (True, True, True)])
def test_the_card_fits(
    lesson: Lesson, assessment: Assessment, width: int, words: str, values: tuple[bool, ...]
) -> None:
    """In 40, 80 and 200 columns no line is too long, whatever the learner's words are."""
    facts = {name: Settled(value, WORDS[words], "rule") for name, value in zip(FACTS, values, strict=True)}
    for line in card_lines(lesson, assessed(assessment, values, FACTS[:1]), facts, width):
        assert get_cwidth(line) <= width, line
        assert not re.search(r"[\x00-\x1f\x7f-\x9f]", line)


@pytest.mark.parametrize("width", [36, 76, 196])
@pytest.mark.parametrize("values", COMBINATIONS)
def test_level_and_advice_stand_verbatim(
    lesson: Lesson, assessment: Assessment, width: int, values: tuple[bool, ...]
) -> None:
    """The card holds the function's level and its sentence, word for word."""
    event = assessed(assessment, values)
    text = " ".join(" ".join(card_lines(lesson, event, {}, width)).split())
    assert f"Level {event.level}: {event.advice}" in text


@pytest.mark.parametrize("width", [36, 76, 196])
@pytest.mark.parametrize("values", [(False, False, False), (False, True, False), (False, True, True)])
def test_exactly_one_level_is_yours(
    lesson: Lesson, assessment: Assessment, width: int, values: tuple[bool, ...]
) -> None:
    """The ladder has every level, the highest on top, and marks the learner's and no other."""
    event = assessed(assessment, values)
    lines = card_lines(lesson, event, {}, width)
    rungs = [
        line
        for line in lines
        if any(line.rstrip().removesuffix(HERE).rstrip().endswith(one.name) for one in lesson.levels)
    ]
    found = [next(one.level for one in lesson.levels if f"{one.level}  {one.name}" in line) for line in rungs]
    assert found == [2, 1, 0]
    marked = [level for level, line in zip(found, rungs, strict=True) if HERE in line or "▶" in line]
    assert marked == [event.level]


def test_the_learner_s_own_words_stand_behind_each_fact(lesson: Lesson, assessment: Assessment) -> None:
    """Each fact is shown with its value and the words that carried it; what is not known is called so."""
    facts = {
        "automated_training": Settled(True, "there is a cron job", "rule"),
        "automated_pipeline": Settled(False, "somebody copies the model", "rule"),
        "automated_cicd": Settled(None, "", "rule"),
    }
    event = assessed(assessment, (True, False, False), ("automated_cicd",))
    *_, training, pipeline, cicd = card_lines(lesson, event, facts, 76)
    assert "yes" in training and "“there is a cron job”" in training
    assert "no" in pipeline and "“somebody copies the model”" in pipeline
    assert "not known" in cicd
