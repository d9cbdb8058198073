"""The labelled data: every row is in order, there is enough, and nothing stands on both sides."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from evals import data
from tutor.lesson.examples import read_statements
from tutor.lesson.model import Explain, Lesson

HALVES: tuple[data.Half, ...] = ("development", "test")


@pytest.fixture(scope="session")
def both() -> dict[str, data.Set]:
    return {half: data.read_set(data.FOLDER / half) for half in HALVES}


def norm(*texts: str) -> str:
    """A text without case, marks and white space."""
    return " ".join(re.findall(r"\w+|[^\w\s.,;:!?'\"’“”()-]", " / ".join(texts).lower()))


def test_there_is_enough(both: dict[str, data.Set]) -> None:
    """In both halves together 400 replies, 400 answers over ten items and questions, and 150 questions."""
    assert sum(len(half.replies) for half in both.values()) >= 400
    answers = [one.item for half in both.values() for one in half.answers]
    asked = [one.question for half in both.values() for one in half.open_answers]
    assert len(answers) >= 400
    assert len({*answers}) + len({*asked}) >= 10
    assert sum(len(half.questions) for half in both.values()) >= 150


@pytest.mark.parametrize("half", HALVES)
def test_no_half_is_lopsided(both: dict[str, data.Set], half: str) -> None:
    """Every label makes up at least a tenth of its half, and every item has at least twenty answers."""
    replies, answers, questions = both[half].replies, both[half].answers, both[half].questions
    assert min(Counter(one.answer for one in replies).values()) >= len(replies) / 10
    assert min(Counter(one.verdict for one in answers).values()) >= len(answers) / 10
    assert min(Counter(one.item for one in answers).values()) >= 20
    assert 20 <= sum(one.entry is None for one in questions) <= len(questions) - 20


@pytest.mark.parametrize("half", HALVES)
def test_every_row_fits_the_lesson(both: dict[str, data.Set], lesson: Lesson, half: str) -> None:
    """Facts, items, criteria and entries are the lesson's; ids are there once; a verdict follows from the criteria."""
    rows = both[half]
    for listed in rows:
        assert len({one.id for one in listed}) == len(listed)
    facts = {fact.id for fact in lesson.facts}
    assert {one.question for one in rows.replies} == facts
    assert all(set(one.also) <= facts - {one.question} for one in rows.replies)
    assert all(one.reply.strip() for one in rows.replies)
    items = lesson.asked_items()
    for answer in rows.answers:
        item = items[answer.item]
        assert isinstance(item, Explain) and set(answer.met) == {criterion.id for criterion in item.criteria}
        assert (answer.verdict == "correct") <= all(answer.met.values()), answer.id
    for one in rows.open_answers:
        assert bool(one.reference) != bool(one.points), one.id
    entries = {question.id for question in lesson.questions}
    assert {entry for one in rows.questions for entry in (one.entry, *one.also) if entry} <= entries


def test_the_training_data_is_in_order(lesson: Lesson) -> None:
    """Every row can be learned from."""
    items, facts = lesson.asked_items(), {fact.id for fact in lesson.facts}
    folder = data.FOLDER / "training"
    for heard in data.read(folder / "replies.jsonl", data.Heard):
        assert heard.question in facts
    for answer in data.read(folder / "answers.jsonl", data.Labelled):
        item = items[answer.item]
        assert isinstance(item, Explain) and set(answer.met) == {criterion.id for criterion in item.criteria}
    for row in data.read(folder / "general.jsonl", data.General):
        assert len(row.points) == len(row.met) and ((row.reference and row.label) or row.points)


# — nothing on both sides —


def test_the_halves_have_nothing_in_common(both: dict[str, data.Set]) -> None:
    """No reply, answer or question stands in both halves."""
    for task in ("replies", "answers", "open_answers", "questions"):
        first, second = ({texts(one) for one in getattr(both[half], task)} for half in HALVES)
        assert not first & second, task


def test_the_test_half_is_not_learned_from(both: dict[str, data.Set], lesson: Lesson) -> None:
    """No reply of more than a few words, and no answer, of the test half stands in what is learned from.

    Questions that the pack lists word for word are left out when they are measured.
    """
    folder, test = data.FOLDER / "training", both["test"]
    heard = {norm(one.question, one.reply) for one in data.read(folder / "replies.jsonl", data.Heard)}
    assert not heard & {texts(one) for one in test.replies if len(one.reply.split()) > SHORT}
    learned = {norm(one.item, one.answer) for one in data.read(folder / "answers.jsonl", data.Labelled)}
    learned |= {norm(one.item, one.text) for one in read_statements(lesson)}
    for item in lesson.asked_items().values():
        if isinstance(item, Explain):
            listed = [*item.correct, *(text for c in item.criteria for text in (*c.met, *c.unmet))]
            learned |= {norm(item.id, text) for text in listed}
    assert not learned & {texts(one) for one in test.answers}
    general = {norm(one.question, one.answer) for one in data.read(folder / "general.jsonl", data.General)}
    assert not general & {texts(one) for one in test.open_answers}


SHORT = 3
"""Words up to which two people write the same: "yes", "by hand", "somebody starts it"."""


def texts(one: data.Reply | data.Answer | data.Open | data.Question) -> str:
    match one:
        case data.Reply():
            return norm(one.question, one.reply)
        case data.Answer():
            return norm(one.item, one.answer)
        case data.Open():
            return norm(one.question, one.answer)
    return norm(one.question)


# — what is not in order —


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not JSON"),
        ("[1]", "the line: "),
        ('{"id": "x"}', "question: field required"),
        (json.dumps({"id": "x", "question": "f", "reply": "r", "answer": "maybe", "plain": True}), "answer: "),
        (json.dumps({"id": "x", "question": "f", "reply": "r", "answer": "no", "plain": True, "odd": 1}), "odd: "),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, line: str, told: str) -> None:
    """File, line and field stand in the error."""
    path = tmp_path / "replies.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"replies\.jsonl:2: ") as found:
        data.read_set(tmp_path)
    assert f"replies.jsonl:2: {told}" in str(found.value)


def test_a_reply_may_hold_any_line_mark(tmp_path: Path) -> None:
    """Characters that some take for the end of a line are part of a reply."""
    row = {"id": "x", "question": "f", "reply": "one\u2028two\x0bthree\x85four", "answer": "no", "plain": True}
    (tmp_path / "replies.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert data.read_set(tmp_path).replies[0].reply == row["reply"]
