"""The shipped lesson holds what the published text and the contract promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tutor.lesson.assessment import Assessment
from tutor.lesson.load import load_lesson, read_lesson
from tutor.lesson.model import Choice, Explain, Item, Lesson, Order, Predict, Reflect

PROMPTS = (
    "In one paragraph, explain the MLOps maturity model and its levels 0, 1, and 2 like I'm new to it.",
    "Walk me through what concretely changes between MLOps level 0, 1, and 2 — what gets automated at each step and why the order matters.",
    "Given a team at level 0 that wants to jump straight to automated retraining, explain what will break and what they must put in place first.",
)
STAGES = ("why", "prompt-1", "prompt-2", "prompt-3", "demo", "diagnosis", "quiz", "wrap-up")


def graded(lesson: Lesson) -> list[Item]:
    return [item for item in lesson.asked_items().values() if not isinstance(item, Reflect)]


def test_it_loads_without_a_finding(shipped: Path) -> None:
    """The shipped lesson is in order."""
    lesson, findings = read_lesson(shipped)
    assert lesson is not None
    assert findings == []


def test_the_prompts_are_the_three_sentences(lesson: Lesson) -> None:
    """The prompts stand verbatim, in order."""
    assert tuple(prompt.text for prompt in lesson.prompts) == PROMPTS


def test_each_prompt_stands_in_a_file_of_its_own(shipped: Path, lesson: Lesson) -> None:
    """An instructor who opens a prompt's file finds the sentence and nothing else."""
    for name, sentence in zip(lesson.manifest.prompts, PROMPTS, strict=True):
        assert (shipped / name).read_text(encoding="utf-8").strip() == sentence


def test_its_stages_are_those_of_the_contract(lesson: Lesson) -> None:
    """The shipped lesson has all eight stages in order."""
    assert lesson.stages == STAGES


def test_the_why_is_the_published_text(lesson: Lesson) -> None:
    """The why begins and ends with the published sentences."""
    words = " ".join(lesson.why.split())
    assert words.startswith("Teams don't fail at MLOps because they pick the wrong tool — they fail because they try")
    assert words.endswith("and that's fine as a starting point as long as you know it.")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_prompt_has_all_that_is_taught_around_it(lesson: Lesson, number: int) -> None:
    """Each prompt has an explanation, a simpler one, an example, and two checks with three hints and an answer."""
    prompt = lesson.prompts[number - 1]
    assert prompt.explanation and prompt.simpler and prompt.example
    checks = [check for check in prompt.checks.check if not isinstance(check, Reflect)]
    assert len(checks) >= 2
    for check in checks:
        assert len(check.hints) == 3, check.id
        assert check.answer.strip(), check.id
        assert check.again.strip(), check.id


def test_the_first_prompt_is_answered_in_one_paragraph(lesson: Lesson) -> None:
    """Prompt 1 asks for one paragraph and gets one."""
    assert "\n\n" not in lesson.prompts[0].explanation.strip()


def test_the_try_it_list_is_long_and_varied_enough(lesson: Lesson) -> None:
    """At least ten items, of all five kinds."""
    assert len(lesson.items) >= 10
    assert {item.kind for item in lesson.items} == {"predict", "choice", "order", "explain", "reflect"}


def test_the_common_questions_are_there(lesson: Lesson) -> None:
    """At least fifteen questions that learners ask, each asked in several ways, with ids of their own."""
    assert len(lesson.questions) >= 15
    assert len({question.id for question in lesson.questions}) == len(lesson.questions)
    assert all(len(question.ask) > 1 for question in lesson.questions)


def test_a_prediction_s_wrong_levels_are_wrong(lesson: Lesson, assessment: Assessment) -> None:
    """No feedback for a wrong level belongs to the level that the function returns."""
    for item in graded(lesson):
        if isinstance(item, Predict):
            assert str(assessment(item.given).level) not in item.feedback, item.id


def test_a_prediction_s_answers_state_the_level(lesson: Lesson, assessment: Assessment) -> None:
    """The authored answer to each prediction names the level that the function returns, before and after."""
    for item in graded(lesson):
        if isinstance(item, Predict):
            assert item.answer.strip().startswith(f"Level {assessment(item.given).level}"), item.id
            if item.again_with:
                assert item.again_answer.strip().startswith(f"Level {assessment(item.again_with).level}"), item.id


def test_every_place_to_look_is_a_stage(lesson: Lesson) -> None:
    """Each `see` of an item or a question is a stage of the lesson."""
    for item in graded(lesson):
        assert item.see in STAGES, item.id
    assert all(not question.see or question.see in STAGES for question in lesson.questions)


def test_no_hint_gives_the_answer_away(lesson: Lesson, assessment: Assessment) -> None:
    """No hint contains the right option's text, an order's sequence, or a model answer."""
    for item in graded(lesson):
        hints = " ".join(item.hints).lower()
        match item:
            case Choice():
                right = next(option for option in item.options if option.id == item.key)
                assert right.text.lower().strip(" .") not in hints, item.id
            case Explain():
                assert all(answer.lower() not in hints for answer in item.correct), item.id
            case Predict():
                assert not re.search(rf"level {assessment(item.given).level}\b", hints), item.id
            case Order():
                texts = {option.id: option.text.lower() for option in item.options}
                assert not all(texts[key] in hints for key in item.key), item.id


def test_no_feedback_names_the_right_option(lesson: Lesson) -> None:
    """The feedback for a wrong option does not contain the right one's text, which would end the attempts."""
    for item in graded(lesson):
        if isinstance(item, Choice):
            right = next(option for option in item.options if option.id == item.key)
            wrong = [option for option in item.options if option.id != item.key]
            assert all(option.feedback.strip() for option in wrong), item.id
            assert all(right.text.lower().strip(" .") not in option.feedback.lower() for option in wrong), item.id


def test_the_levels_are_those_that_the_function_returns(lesson: Lesson) -> None:
    """Each level has its why, one next step, actions for this week and what not to buy yet."""
    assert [level.level for level in lesson.levels] == [0, 1, 2]
    assert all(len(level.actions) >= 3 for level in lesson.levels)


def test_the_bar_can_be_reached(lesson: Lesson) -> None:
    """The mastery bar asks for no more right answers than there are graded items."""
    count = sum(not isinstance(item, Reflect) for item in lesson.items)
    assert lesson.manifest.mastery
    assert lesson.manifest.mastery.correct <= count
    assert lesson.manifest.mastery.unaided <= lesson.manifest.mastery.correct


def test_the_demo_shows_pieces_of_its_own_source(lesson: Lesson, assessment: Assessment) -> None:
    """Each piece of code that the demo explains stands in the function's source, however it is wrapped."""

    def plain(code: str) -> str:
        return re.sub(r",?\s*([()])\s*", r"\1", re.sub(r"\s+", " ", code)).replace(" ", "")

    assert lesson.demo
    source = plain(assessment.source())
    assert lesson.demo.piece
    for piece in lesson.demo.piece:
        assert plain(piece.code) in source


def test_the_digest_changes_with_any_file(copied: Path) -> None:
    """An edit of any file of the pack, and nothing else, changes its digest."""
    before = load_lesson(copied).digest
    assert load_lesson(copied).digest == before
    (copied / "why.md").write_text("Another reason.\n", encoding="utf-8")
    assert load_lesson(copied).digest != before
