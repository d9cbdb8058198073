"""`lesson preview` and `/reload` at a real pseudo-terminal, with real files that are saved while it runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tutor.errors import UsageError
from tutor.interface.main import run
from tutor.interface.preview import Preview, _place_of, changed_stage, marked


@pytest.fixture
def pack(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """A new small lesson."""
    assert run(["lesson", "new", str(tmp_path / "mine")]) == 0
    capfd.readouterr()
    return tmp_path / "mine"


def save(path: Path, text: str) -> None:
    """Save as editors do: into another file that takes the place of the first."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    save(path, text.replace(old, new, 1))


def last_page(screen: Any) -> str:
    """What was shown since the last line of dashes that tells of a saved file."""
    return str(screen.text.rpartition("saved: ")[2])


def test_stages_are_shown_and_changes_when_they_are_saved(terminal: Callable[..., Any], pack: Path) -> None:
    """Jumping by number and name; a saved file shows what it changed, in whichever stage; a broken one stays away."""
    screen = terminal("lesson", "preview", str(pack), wait=False)
    screen.shows("People lose files who had a backup.")
    screen.shows("saved changes show at once")
    screen.type("3\r")
    screen.shows("prompt 2 of 2: Why you restore")
    screen.type("prompt 1\r")
    screen.shows("prompt 1 of 2: What a backup is")
    screen.shows("2 of 8 prompt-1")

    edit(pack / "1-what-a-backup-is" / "explanation.md", "A backup is a second copy", "A backup is a SECOND copy")
    screen.shows("explanation.md saved: ▌ stands beside what has changed in prompt-1")
    screen.shows("A backup is a SECOND copy of your files")
    page = last_page(screen)
    assert any(line.startswith("▌") and "SECOND" in line for line in page.split("\n"))
    assert not any(line.startswith("▌") and "stolen" in line for line in page.split("\n"))

    edit(pack / "levels.toml", 'name = "luck"', 'name = "good luck"')
    screen.shows("levels.toml saved: ▌ stands beside what has changed in diagnosis")
    screen.shows("0 good luck")
    screen.shows("5 of 8 diagnosis")

    edit(pack / "try-it.toml", 'hints = [\n    "Begin', 'hint = [\n    "Begin')
    screen.shows("try-it.toml saved: 1 error, no warnings; the last good version stays")
    screen.shows('unknown key "hint"; did you mean "hints"?')
    screen.type("why\r")
    screen.shows("1 of 8 why 1 error, no warnings")

    edit(pack / "try-it.toml", "hint = [", "hints = [")
    screen.shows("try-it.toml saved: nothing that this learner sees has changed")
    screen.shows("no errors, no warnings saved changes show at once")
    edit(pack / "questions.toml", "As often as you", "Exactly as often as you")
    screen.shows("questions.toml saved: ▌ stands beside what has changed in questions")
    edit(pack / "2-why-you-restore" / "simpler.md", "A fire drill", "An alarm drill")
    screen.shows("simpler.md saved: ▌ stands beside what has changed in prompt-2")
    screen.type("q\r")
    assert screen.end() == 0


def test_other_learners_and_levels(terminal: Callable[..., Any], pack: Path) -> None:
    """The same stage as another learner takes it, and the diagnosis of somebody at another level."""
    screen = terminal("lesson", "preview", str(pack), wait=False)
    screen.shows("saved changes show at once")
    screen.type("as sure-and-wrong\r")
    screen.shows("as sure-and-wrong")
    screen.type("prompt-1\r")
    screen.shows("Not that one.")
    screen.type("as nobody\r")
    screen.shows("there is no such learner; there are knows-it, newcomer,")
    screen.type("as knows-it\r")
    screen.type("level 2\r")
    screen.shows("By the lesson's rule you are at level 2, proven.")
    screen.type("nonsense\r")
    screen.shows('there is no stage "nonsense"; there are 1 why, 2 prompt-1')
    screen.type("?\r")
    screen.shows("A number or a name shows that stage")
    screen.type("\x04")
    assert screen.end() == 0


def test_reload_in_the_terminal(terminal: Callable[..., Any], pack: Path) -> None:
    """In a running lesson `/reload` shows the new text and the same question, and tells what is broken."""
    learner = terminal("--lesson", str(pack), "--offline", wait=False)
    learner.shows("When did you last lose a file")
    for reply in ("/next", "/next", "/next"):
        learner.type(f"{reply}\r")
    learner.shows("Which of these survives when a laptop is stolen?")
    edit(pack / "1-what-a-backup-is" / "explanation.md", "A backup is a second copy", "A backup is a SECOND copy")
    learner.type("/reload\r")
    learner.shows("The lesson's files were read again. A backup is a SECOND copy of your files")
    save(pack / "why.md", "")
    learner.type("/reload\r")
    learner.shows("The lesson goes on as it was, since its files cannot be taught:")
    learner.shows("why.md:1: error: this file is empty")
    learner.type("/quit\r")
    assert learner.end() == 0


# — without a terminal —


def test_without_a_terminal_every_stage_is_printed(program: Any, pack: Path) -> None:
    """Into a pipe the whole lesson is printed, as the learner sees it, and one stage when it is asked for."""
    done = program.run("lesson", "preview", str(pack))
    assert done.returncode == 0
    places = [done.stdout.index(f"── {stage}") for stage in ("the why", "prompt 1 of 2", "prompt 2 of 2", "the demo", "your own process", "the try-it list", "the summary")]  # fmt: skip
    assert places == sorted(places)
    one = program.run("lesson", "preview", str(pack), "--stage", "try it")
    assert "── the try-it list" in one.stdout and "── the demo" not in one.stdout
    assert "\x1b" not in done.stdout + one.stdout


def test_what_cannot_be_shown(program: Any, pack: Path) -> None:
    """A broken pack is told with its findings, an unknown stage or learner with what there is."""
    done = program.run("lesson", "preview", str(pack), "--stage", "9")
    assert done.returncode == 2 and 'no stage "9"; there are 1 why' in done.stderr
    done = program.run("lesson", "preview", str(pack), "--as", "nobody")
    assert done.returncode == 2 and "newcomer" in done.stderr
    (pack / "why.md").unlink()
    done = program.run("lesson", "preview", str(pack))
    assert done.returncode == 1 and "why.md:1: error: this file is missing" in done.stderr and not done.stdout


# — the pure part —


def test_the_stage_to_look_at_after_a_change() -> None:
    """The one that is looked at when it changed, else the first that did, else none."""
    before = {"why": ["a"], "demo": ["b"], "quiz": ["c"]}
    assert changed_stage(before, before, "why") is None
    assert changed_stage(before, {**before, "demo": ["B"], "quiz": ["C"]}, "why") == "demo"
    assert changed_stage(before, {**before, "demo": ["B"], "quiz": ["C"]}, "quiz") == "quiz"
    assert changed_stage(before, {"why": ["a"], "new": ["n"]}, "why") == "new"


def test_only_what_is_new_is_marked() -> None:
    """A line that was there before is shown as it is, wherever it stands now; styles make no difference."""
    plain = ["  one", "", "  new", "x", "  two"]
    styled = ["  one", "", "  \x1b[1mnew\x1b[0m", "x", "  two"]
    assert marked(styled, plain, ["  one", "  two"]) == ["  one", "", "▌ \x1b[1mnew\x1b[0m", "▌x", "  two"]


def test_a_level_that_nobody_can_reach_shows_the_usual_answers(pack: Path) -> None:
    """`level 9` leaves the learner's answers as they are."""
    shown = Preview(pack, level=9)
    assert shown.read()
    with pytest.raises(UsageError, match="no stage"):
        _place_of(shown, "0")
    assert _place_of(shown, "Prompt 2") == 2
    assert any("level 0" in block for block in shown.blocks("diagnosis", 80, styled=False))
