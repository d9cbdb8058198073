"""The lesson as one text: whole, within its limit, and with a table that is the function."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.interface.opening import load
from tutor.lesson.assessment import Assessed, Assessment, RulesAssessment, combinations
from tutor.lesson.model import Fact, Lesson, Reflect, Rule
from tutor.teaching import asking
from tutor.teaching.export import LONGEST, as_markdown, as_prompt, decision_table


def fact(name: str) -> Fact:
    return Fact(
        id=name, label=name, means_yes="y", means_no="n", statement="s", question="q", counts_as_yes=("a",),
        counts_as_no=("b",), explanation="e", follow_up="f", partly="p", finding_out="o",
    )  # fmt: skip


def test_the_shipped_lesson_is_whole_and_within_the_limit(lesson: Lesson, assessment: Assessment) -> None:
    """Who, the rules, the ground truth, every prompt word for word, every question with its key and rubric, the order."""
    text = as_prompt(lesson, assessment)
    assert len(text) <= LONGEST == 24_000
    assert lesson.why.strip() in text
    assert all(f"> {prompt.text.strip()}" in text for prompt in lesson.prompts)
    assert all(prompt.explanation.strip() in text for prompt in lesson.prompts)
    assert assessment.source().strip() in text
    for item in lesson.items:
        assert asking.item(item, "quiz", "").text in text
        if not isinstance(item, Reflect):
            assert " ".join(item.answer.split()) in text
        if item.kind == "explain":
            assert all(criterion.text.strip().rstrip(".") in text for criterion in item.criteria)
    assert all(quirk.text.split()[0] in text for quirk in lesson.demo.quirk) if lesson.demo else True
    assert "one question at a time" in text.lower()
    assert "show none before the learner's attempt" in text


def test_the_table_says_what_the_function_says(lesson: Lesson, assessment: Assessment) -> None:
    """A row for every combination of facts, and each level's sentence as it stands."""
    text = as_prompt(lesson, assessment)
    for facts in combinations(tuple(f.id for f in lesson.facts)):
        level, advice = assessment(facts)
        assert f"| {' | '.join('yes' if facts[f.id] else 'no' for f in lesson.facts)} | {level} |" in text
        assert f"- Level {level}: {advice}\n" in text


NAMES = tuple("abcdefg")
RULES = st.lists(
    st.builds(
        Rule,
        when=st.dictionaries(st.sampled_from(NAMES), st.booleans(), min_size=1, max_size=3),
        level=st.integers(0, 3),
        advice=st.sampled_from(["Do this.", "Do that."]),
    ),
    max_size=4,
)


@given(rules=RULES, count=st.integers(0, len(NAMES)))
def test_every_combination_has_one_row(rules: list[Rule], count: int) -> None:
    """For any table of rules: exactly one row matches, and it has what the assessment returns."""
    names = NAMES[:count]
    usable = [rule for rule in rules if set(rule.when) <= set(names)]
    assessment = RulesAssessment((*usable, Rule(level=0, advice="Else.")))
    table = decision_table([fact(name) for name in names], assessment)
    for facts in combinations(names):
        matching = [
            assessed for given, assessed in table if all(given[n] in (None, value) for n, value in facts.items())
        ]
        assert matching == [assessment(facts)]


def test_sentences_that_differ_within_a_level_stand_in_the_rows(lesson: Lesson) -> None:
    """Where a level has more than one piece of advice the row says which."""

    class Wordy:
        name, parameters = "wordy", ()

        def __call__(self, facts: dict[str, bool]) -> Assessed:
            return Assessed(0, f"Do {sum(facts.values())} | things.")

        def source(self) -> str:
            return ""

    text = as_prompt(lesson, Wordy())
    assert "| yes | yes | no | Level 0: Do 2 / things. |" in text


def test_the_text_for_people_has_its_answers_at_the_end(lesson: Lesson, assessment: Assessment) -> None:
    """What is before them can be read without having an answer given away."""
    text = as_markdown(lesson, assessment)
    before, _, answers = text.partition("# Answers to the try-it list")
    for item in lesson.items:
        assert asking.item(item, "quiz", "").text in before
        if not isinstance(item, Reflect):
            assert " ".join(item.answer.split()) in answers
            assert " ".join(item.answer.split()) not in " ".join(before.split())


@pytest.mark.parametrize("form", [as_prompt, as_markdown])
def test_another_lesson(write_pack: Callable[..., Path], form: Callable[[Lesson, Assessment | None], str]) -> None:
    """It has its own facts and its own words, and no others."""
    lesson, assessment = load(str(write_pack()))
    text = form(lesson, assessment)
    assert "MLOps" not in text
    assert "| yes | no | 1 |" in text
    assert "- Level 1: Deploy by machine." in text


def test_a_lesson_that_is_too_long_keeps_its_rules_and_rubrics(write_pack: Callable[..., Path]) -> None:
    """What can be left out is; what cannot be stays, and the text is then as long as it must be."""
    folder = write_pack({"why.md": "Because. " * 4000})
    text = as_prompt(*load(str(folder)))
    assert len(text) > LONGEST
    assert "# Rules" in text
    assert "What will you do, and when?" in text
    assert "What does it cost?" not in text
    assert text.rstrip().endswith("Then wait.")


def test_a_lesson_that_assesses_nothing(write_pack: Callable[..., Path]) -> None:
    """No table, and nothing said of a level."""
    toml = 'format = 1\nid = "talk"\ntitle = "A talk"\nsummary = "Only told."\nminutes = 1\nprompts = ["1-only.md"]\n'
    gone = dict.fromkeys(("diagnosis.toml", "levels.toml", "questions.toml", "try-it.toml"))
    text = as_prompt(*load(str(write_pack({"lesson.toml": toml, **gone}, "talk"))))
    assert "look it up" not in text
    assert "try-it" not in text
