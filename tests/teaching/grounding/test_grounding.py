"""What a model may not be let say: contradictions and leaks."""

from __future__ import annotations

import importlib.util
import re
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Choice, Item, Lesson, Order, Predict
from tutor.teaching import asking
from tutor.teaching.grounding.check import Known, contradiction
from tutor.teaching.grounding.leak import leak

FOLDER = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("grounding_phrasings", FOLDER / "phrasings.py")
assert _spec and _spec.loader
_module = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = _module
_spec.loader.exec_module(_module)
phrasings, known = _module.phrasings, _module.known

STOP, PASS = ([one for one in phrasings(f"must_{name}.toml") if one.half != "weakness"] for name in ("stop", "pass"))
COAXING: list[dict[str, str]] = tomllib.loads((FOLDER / "coaxing.toml").read_text(encoding="utf-8"))["coaxing"]
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\ufe0f\u2063"
ANY = st.text(st.characters(exclude_categories=()), max_size=200)


def leaked(lesson: Lesson, assessment: Assessment, item: Item, text: str, before: str = "") -> str | None:
    labels = {o.id: asking.label_of(item, o.id) for o in item.options} if isinstance(item, Choice | Order) else {}
    expected = assessment(item.given).level if isinstance(item, Predict) else None
    return leak(text, before, item, expected_level=expected, labels=labels)


@pytest.mark.parametrize("phrasing", STOP, ids=lambda phrasing: phrasing.text[:50])
def test_a_contradiction_is_stopped(lesson: Lesson, assessment: Assessment, phrasing: Any) -> None:
    """Each sentence that contradicts what is known is stopped, with one short line that says why."""
    why = contradiction(phrasing.text, phrasing.before, known(lesson, assessment, phrasing))
    assert why and "\n" not in why and len(why) < 200


@pytest.mark.parametrize("phrasing", PASS, ids=lambda phrasing: phrasing.text[:50])
def test_what_is_true_or_general_passes(lesson: Lesson, assessment: Assessment, phrasing: Any) -> None:
    """Each sentence that is true of the learner or says nothing of them passes."""
    assert contradiction(phrasing.text, phrasing.before, known(lesson, assessment, phrasing)) is None


@pytest.mark.parametrize("row", COAXING, ids=lambda row: row["leaks"][:50])
def test_a_coaxed_reply_is_stopped_where_it_leaks(lesson: Lesson, assessment: Assessment, row: dict[str, str]) -> None:
    """The reply that gives the key away is stopped, and the one that does not passes."""
    item = lesson.asked_items()[row["item"]]
    assert leaked(lesson, assessment, item, row["leaks"])
    assert leaked(lesson, assessment, item, row["harmless"]) is None


def test_an_items_own_hints_and_feedback_leak_nothing(lesson: Lesson, assessment: Assessment) -> None:
    """Everything that the lesson itself says before an answer may be said by a model too."""
    for item in lesson.asked_items().values():
        said = [*item.hints, *(o.feedback for o in getattr(item, "options", ()))]
        said += [c.missing for c in getattr(item, "criteria", ())]
        for text in filter(None, said):
            for sentence in re.split(r"(?<=[.!?]) ", text):
                assert leaked(lesson, assessment, item, sentence) is None, (item.id, sentence)


def test_a_levels_own_texts_pass_at_that_level(lesson: Lesson, assessment: Assessment) -> None:
    """Everything that the lesson itself says of a level may be said by a model to a learner who is there."""
    for level in lesson.levels:
        given_ = known(lesson, assessment, _module.at(level.level))
        for text in (level.why, level.next_step, level.not_yet, *level.actions):
            for sentence in re.split(r"(?<=[.!?]) ", text):
                assert contradiction(sentence, "", given_) is None, (level.level, sentence)


@settings(max_examples=300)
@given(text=ANY, before=ANY, half=st.sampled_from([p.text for p in STOP]))
def test_nothing_raises(lesson: Lesson, assessment: Assessment, text: str, before: str, half: str) -> None:
    """Any text at all, alone or around a sentence, is judged without an exception."""
    given_ = known(lesson, assessment, STOP[0])
    for said in (text, half[: len(half) // 2] + text + half[len(half) // 2 :]):
        contradiction(said, before, given_)
        for name in ("unit-of-shipping", "one-run", "demo-predict", "explain-levels"):
            leaked(lesson, assessment, lesson.asked_items()[name], said, before)


@settings(max_examples=200)
@given(data=st.data())
def test_what_is_invisible_hides_nothing(lesson: Lesson, assessment: Assessment, data: st.DataObject) -> None:
    """A stopped sentence with invisible characters anywhere in it is stopped too."""
    phrasing = data.draw(st.sampled_from(STOP))
    text = phrasing.text
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(INVISIBLE)) + text[at:]
    assert contradiction(text, phrasing.before, known(lesson, assessment, phrasing))


def test_a_long_sentence_takes_no_longer_than_its_length(lesson: Lesson, assessment: Assessment) -> None:
    """Megabytes are judged by their beginning, quickly."""
    given_: Known = known(lesson, assessment, STOP[0])
    for piece in ("you are at level ", "a ", "1 2 ", "_a_ ", "**", "l e v e l ", "if you ", "你的级别", "not "):
        start = time.perf_counter()
        contradiction(piece * 200_000, piece * 1000, given_)
        for name in ("unit-of-shipping", "one-run", "demo-predict", "explain-levels"):
            leaked(lesson, assessment, lesson.asked_items()[name], piece * 20_000)
        assert time.perf_counter() - start < 8, piece
