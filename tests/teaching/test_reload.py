"""`/reload`: a lesson that is edited while it is taught goes on in place, with what its files say now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tutor.learner import events as ev
from tutor.lesson.assessment import resolve
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Lesson
from tutor.teaching.session import AuthoredVoice, Reloaded


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_new_text_is_told_and_the_place_is_kept(jsonl: Callable[..., Any], write_pack: Callable[..., Path]) -> None:
    """What this stage has told and reads otherwise now is told again; the question stands, in its new words."""
    folder = write_pack()
    lines = jsonl("--lesson", str(folder))
    lines.until_asked()
    asked = lines.say("/next")
    assert asked["ask"] == "which"
    (folder / "1-only" / "explanation.md").write_text("The one thing is another.\n", encoding="utf-8")
    edit(folder / "1-only" / "checks.toml", "Which one?", "Which of the two?")
    start = len(lines.events)
    asked = lines.say("/reload")
    turn = lines.events[start:]
    assert [event["type"] for event in turn] == [
        "learner_said", "reply_classified", "lesson_reloaded", "tutor_said", "asked",
    ]  # fmt: skip
    assert turn[3]["text"].endswith("The one thing is another.")
    assert (asked["ask"], asked["text"]) == ("which", "Which of the two?")
    assert lines.say("/reload")["ask"] == "which"
    assert lines.events[-2]["text"].endswith("Nothing in them has changed.")


def test_a_broken_file_is_told_and_the_last_good_text_stays(
    jsonl: Callable[..., Any], write_pack: Callable[..., Path]
) -> None:
    """Files that cannot be taught are told with file and line, and nothing changes until they are mended."""
    folder = write_pack()
    lines = jsonl("--lesson", str(folder))
    lines.until_asked()
    lines.say("/next")
    edit(folder / "1-only" / "checks.toml", "hints =", "hint =")
    edit(folder / "why.md", "Because", "Since")
    asked = lines.say("/reload")
    told = lines.events[-2]["text"]
    assert '1-only/checks.toml:9: error: unknown key "hint"; did you mean "hints"?' in told
    assert str(folder) not in told
    assert asked["text"] == "Which one?" and not [e for e in lines.events if e["type"] == "lesson_reloaded"]
    lines.say("/why")
    assert lines.events[-2]["text"] == "Because it matters."
    edit(folder / "1-only" / "checks.toml", "hint =", "hints =")
    lines.say("/reload")
    lines.say("/why")
    assert lines.events[-2]["text"] == "Since it matters."


def test_the_id_may_not_change(jsonl: Callable[..., Any], write_pack: Callable[..., Path]) -> None:
    """A record is kept by the lesson's id: with another one it is another lesson."""
    folder = write_pack()
    lines = jsonl("--lesson", str(folder))
    lines.until_asked()
    edit(folder / "lesson.toml", 'id = "small"', 'id = "other"')
    lines.say("/reload")
    assert "start that lesson anew" in lines.events[-2]["text"]


@pytest.fixture
def under_way(begin: Callable[..., Any], write_pack: Callable[..., Path]) -> Callable[[], tuple[Any, Path]]:
    """A session of a small lesson whose files can be edited, with both facts settled at level 1."""

    def start() -> tuple[Any, Path]:
        folder = write_pack()
        driver = begin(of=load_lesson(folder), by=resolve_of(load_lesson(folder)))

        def read() -> Reloaded:
            lesson = load_lesson(folder)
            return Reloaded(lesson, resolve_of(lesson), AuthoredVoice())

        driver.session.read_again = read
        for reply in ("/level", "yes", "no"):
            driver.say(reply)
        assert driver.of(ev.LevelAssessed)[-1].level == 1
        return driver, folder

    return start


def resolve_of(lesson: Lesson) -> Any:
    return resolve(lesson.manifest.assessment) if lesson.manifest.assessment else None


def test_other_rules_give_another_level_at_once(under_way: Callable[[], tuple[Any, Path]]) -> None:
    """When the rules now give another level for the same facts, it is computed and told in the same turn."""
    driver, folder = under_way()
    edit(folder / "lesson.toml", "when = { tests = true }\nlevel = 1", "when = { tests = true }\nlevel = 2")
    driver.say("/reload")
    assert driver.of(ev.LessonReloaded, turn=True)[0].level == "again"
    assert driver.of(ev.LevelAssessed, turn=True)[0].level == 2
    driver.say("/reload")
    assert not driver.of(ev.LevelAssessed, turn=True)


def test_other_facts_are_asked_for(under_way: Callable[[], tuple[Any, Path]]) -> None:
    """When the assessment takes another fact, the level is open again and the new fact is asked for."""
    driver, folder = under_way()
    diagnosis = (folder / "diagnosis.toml").read_text(encoding="utf-8")
    start = diagnosis.index('[[fact]]\nid = "deploys"')
    (folder / "diagnosis.toml").write_text(
        diagnosis + "\n" + diagnosis[start:].replace("deploys", "watches"), encoding="utf-8"
    )
    driver.say("/reload")
    assert driver.of(ev.LessonReloaded, turn=True)[0].level == "open"
    assert driver.state.assessed is None and driver.pending.ask == "watches"
    driver.finish()
    assert driver.of(ev.LevelAssessed)[-1].facts == {"tests": True, "deploys": False, "watches": False}


def test_an_assessment_that_is_gone(under_way: Callable[[], tuple[Any, Path]]) -> None:
    """A lesson that assesses nothing any more goes on to its end without a level."""
    driver, folder = under_way()
    manifest = (folder / "lesson.toml").read_text(encoding="utf-8")
    (folder / "lesson.toml").write_text(manifest[: manifest.index("[assessment]")], encoding="utf-8")
    driver.say("/reload")
    assert driver.state.assessed is None
    driver.finish()
    assert "level" not in driver.spoken


def test_a_prompt_that_reads_otherwise_is_shown(under_way: Callable[[], tuple[Any, Path]]) -> None:
    """A prompt is opened once in a session; when it changes, its new words are told."""
    driver, folder = under_way()
    driver.until("which", lambda asked: "/back")
    (folder / "1-only.md").write_text("Explain the other thing.\n", encoding="utf-8")
    driver.say("/reload")
    assert "Prompt 1 reads now: “Explain the other thing.”" in driver.spoken
    assert driver.pending.ask == "which"


def test_a_question_that_is_gone(under_way: Callable[[], tuple[Any, Path]]) -> None:
    """When the question that stood is no longer in the lesson, the next one is asked."""
    driver, folder = under_way()
    driver.until("which", lambda asked: "/back")
    (folder / "1-only" / "checks.toml").write_text('title = "Nothing"\n', encoding="utf-8")
    driver.say("/reload")
    assert driver.pending.ask == "prompt-1:go-on"


def test_a_session_without_files(driver: Any) -> None:
    """Where nobody knows where the files lie, that is said, and the question stands."""
    before = driver.pending
    driver.say("/reload")
    assert "no files" in driver.spoken and driver.pending == before
