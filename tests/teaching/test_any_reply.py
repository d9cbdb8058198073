"""Whatever a learner replies, the ear never raises, and never claims what the reply does not say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.lesson.model import Lesson
from tutor.teaching.ear import OfflineEar
from tutor.teaching.roles import Ear
from tutor.teaching.text import words
from tutor.teaching.understand import RuleEar

EXAMPLES, EACH = 500, 20
"""As many examples, of as many replies each: 10,000 replies for either ear."""
GLUE = (", ", ". ", "? ", "! ", " ", " not ", " and ", " but ", "\n", " — ", "; ", ' "', "n't ", "\u200d", " 👍 ")


@pytest.fixture(scope="session")
def own(lesson: Lesson) -> list[str]:
    """Words and stretches of the lesson's texts and cues about its facts: what an ear has most to do with."""
    texts = [text for fact in lesson.facts for text in (fact.question, fact.statement)]
    texts += [text for fact in lesson.facts for text in (*fact.counts_as_yes, *fact.counts_as_no)]
    for cues in lesson.cues.values():
        texts += [
            *cues.topic,
            *cues.automatic,
            *cues.manual,
            *cues.likely,
            *cues.harmless,
            *cues.yes,
            *cues.no,
            *cues.unknown,
        ]
    return sorted({*texts, *(word.text for text in texts for word in words(text))})


@pytest.fixture(scope="session", params=["rules", "offline"])
def ear(request: pytest.FixtureRequest, lesson: Lesson) -> Ear:
    return RuleEar() if request.param == "rules" else OfflineEar(lesson)


def replies(own: list[str]) -> st.SearchStrategy[str]:
    """Any text; and the lesson's own words, in any order, with anything between them."""
    pieces = st.lists(st.sampled_from(own), min_size=1, max_size=6)
    built = st.builds(lambda listed, glue: glue.join(listed), pieces, st.sampled_from(GLUE))
    return st.one_of(st.text(max_size=60), built, st.builds("{}{}".format, built, st.text(max_size=10)))


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_any_reply_is_read_honestly(ear: Ear, lesson: Lesson, own: list[str], data: st.DataObject) -> None:
    """None of 10,000 replies raises; what is read of a fact rests on words that stand in the reply as typed."""
    asked = [fact.id for fact in lesson.facts]
    listed = data.draw(st.lists(replies(own), min_size=EACH, max_size=EACH))
    for number, reply in enumerate(listed):
        understood = ear.understand(lesson, asked[number % len(asked)], reply)
        known = [reading for reading in understood.readings if reading.value is not None]
        assert len({reading.fact for reading in known}) == len(known), reply
        for reading in known:
            assert reading.fact in asked and reading.evidence in reply, (reply, reading)
            assert reading.evidence or not reading.plain, (reply, reading)


@pytest.mark.parametrize(
    "reply",
    [
        "the moon pulls at the water, and so the tide comes in twice a day",
        "my sister plays the cello in an orchestra in Leipzig",
        "a good sauce needs butter, patience and a little lemon",
        "well, the blue one goes up the hill when the moon has a good day",
        "green leaves take in light",
    ],
)
@pytest.mark.parametrize("asked", ["automated_training", "automated_pipeline", "automated_cicd"])
def test_what_is_about_something_else_is_never_plain(ear: Ear, lesson: Lesson, asked: str, reply: str) -> None:
    """Where nothing is said of the subject nothing counts without a confirmation."""
    assert not [reading for reading in ear.understand(lesson, asked, reply).readings if reading.plain]
