"""A broken pack is told precisely: file, line, what is wrong and what to write, and nothing else happens."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.errors import LessonError
from tutor.interface.main import run
from tutor.learner.events import SessionStarted
from tutor.learner.journal import Journal
from tutor.lesson.findings import line_of
from tutor.lesson.load import load_lesson, read_lesson

CHECKS = "1-the-three-levels/checks.toml"


@dataclass(frozen=True)
class Break:
    """One edit of a pack, and the finding that it must give."""

    name: str
    file: str
    old: str
    new: str
    at: str
    """A text whose line (in the edited file) the finding must name; empty: line 1."""
    says: str
    """A part of the message, as a regular expression."""
    found_in: str = ""
    """The file that the finding names, when it is another one."""
    nth: int = 0
    """Which occurrence of `at` is meant."""


BREAKS = [
    Break("an unknown key", "lesson.toml", "minutes = 40", "minutes = 40\nminuets = 40", "minuets", 'unknown key "minuets".*"minutes"'),
    Break("a missing key", "lesson.toml", "minutes = 40\n", "", "", '"minutes" is missing'),
    Break("a wrong type", "lesson.toml", "minutes = 40", 'minutes = "forty"', "minutes =", '"minutes".*integer.*forty'),
    Break("a number out of range", "lesson.toml", "minutes = 40", "minutes = 0", "minutes =", '"minutes".*greater than 0'),
    Break("a newer format", "lesson.toml", "format = 1", "format = 2", "format = 2", "newer.*upgrade"),
    Break("an unknown format", "lesson.toml", "format = 1", 'format = "one"', "format =", '"format"'),
    Break("bad TOML", "lesson.toml", "minutes = 40", "minutes = = 40", "minutes =", "not valid TOML"),
    Break("an open string", "lesson.toml", 'summary = "Find', 'summary = "Find\n', "summary =", "not valid TOML"),
    Break("a key twice", "lesson.toml", "minutes = 40", "minutes = 40\nminutes = 41", "minutes = 41", "not valid TOML"),
    Break("a bad id", "lesson.toml", 'id = "mlops-maturity"', 'id = "MLOps maturity"', "id =", '"id"'),
    Break("an unknown function", "lesson.toml", '"maturity_level"', '"maturity"', "function =", 'no assessment "maturity"'),
    Break("a table without a last rule", "lesson.toml", 'function = "maturity_level"', '[[assessment.rule]]\nwhen = { automated_cicd = true }\nlevel = 1\nadvice = "x"', "[[assessment.rule]]", "without `when`"),
    Break("a rule on an unknown fact", "lesson.toml", 'function = "maturity_level"', '[[assessment.rule]]\nwhen = { automated_cd = true }\nlevel = 1\nadvice = "x"\n\n[[assessment.rule]]\nlevel = 0\nadvice = "y"', "when =", 'no fact "automated_cd".*"automated_cicd"'),
    Break("prompts in the wrong order", "lesson.toml", '    "1-the-three-levels.md",\n    "2-what-changes-and-why-the-order.md",', '    "2-what-changes-and-why-the-order.md",\n    "1-the-three-levels.md",', "2-what-changes", "prompt 1 here.*1-"),
    Break("a prompt outside the pack", "lesson.toml", '"1-the-three-levels.md"', '"../1-the-three-levels.md"', "../1-", "prompt 1 here"),
    Break("no prompts", "lesson.toml", 'prompts = [\n    "1-the-three-levels.md",\n    "2-what-changes-and-why-the-order.md",\n    "3-the-jump-to-retraining.md",\n]', "prompts = []", "prompts =", '"prompts" is empty'),
    Break("a prompt that is not there", "lesson.toml", '"3-the-jump-to-retraining.md"', '"3-the-jump.md"', "", "missing", "3-the-jump.md"),
    Break("an unknown kind of item", "try-it.toml", 'kind = "order"', 'kind = "sort"', "[[item]]", "sort", nth=3),
    Break("an id twice", "try-it.toml", 'id = "northlight"', 'id = "quiet-cron"', 'id = "quiet-cron"', '"quiet-cron" is used twice', nth=1),
    Break("an id of a fact", "try-it.toml", 'id = "northlight"', 'id = "automated_cicd"', 'id = "automated_cicd"', "used twice"),
    Break("a key that is no option", "try-it.toml", 'key = "pipeline-cicd"', 'key = "pipeline-cdci"', "pipeline-cdci", 'no option.*"pipeline-cicd"'),
    Break("an order that is not complete", "try-it.toml", 'key = ["owner", "track", "gate", "on-demand", "schedule"]', 'key = ["owner", "track", "gate", "on-demand"]', 'key = ["owner"', "every option once"),
    Break("a stage that is none", "try-it.toml", 'see = "demo"', 'see = "prompt-7"', 'see = "prompt-7"', "no stage"),
    Break("a prediction of unknown facts", "try-it.toml", "[item.given]\nautomated_training = false", "[item.given]\nautomated_trainin = false", "automated_trainin =", 'no fact "automated_trainin".*"automated_training"'),
    Break("a prediction that lacks a fact", "try-it.toml", "[item.given]\nautomated_training = false\n", "[item.given]\n", "[item.given]", "every fact"),
    Break("a yes that is a word", "try-it.toml", "automated_pipeline = true", 'automated_pipeline = "perhaps"', "automated_pipeline =", "boolean"),
    Break("an empty question", "try-it.toml", 'question = "Moving from level 0 to level 1 changes the thing that a team ships. What does it ship at level 1?"', 'question = ""', 'question = ""', '"question" is empty'),
    Break("a choice without options", "try-it.toml", 'key = "pipeline"\n', 'key = "pipeline"\noptions = []\n', "[[item.options]]", "not valid TOML"),
    Break("a wrong kind of opener", CHECKS, 'kind = "reflect"', 'kind = "choice"', "kind =", "reflect"),
    Break("an explanation without criteria", "try-it.toml", 'question = "Last one:', 'criteria = []\nquestion = "Last one:', "criteria = []", 'unknown key "criteria"'),
    Break("a fact that is missing", "diagnosis.toml", 'id = "automated_cicd"', 'id = "automated_cd"', "automated_cd", 'takes no fact "automated_cd".*"automated_cicd"'),
    Break("a note on an unknown fact", "diagnosis.toml", "[note.when]\nautomated_training = false", "[note.when]\nautomated_trainin = false", "automated_trainin =", "no fact"),
    Break("a caveat on an unknown fact", "diagnosis.toml", '[[caveat]]\nfact = "automated_training"', '[[caveat]]\nfact = "training"', 'fact = "training"', 'no fact "training"'),
    Break("cues for an unknown fact", "cues.toml", "[automated_training]", "[automated_trainings]", "[automated_trainings]", "no fact"),
    Break("a demo on an unknown fact", "demo.toml", "[given]\nautomated_training = false", "[given]\nautomated_trainin = false", "automated_trainin =", "no fact"),
    Break("a demo that lacks a fact", "demo.toml", "[given]\nautomated_training = false\n", "[given]\n", "[given]", "fact"),
    Break("a question whose stage is none", "questions.toml", 'see = "prompt-2"', 'see = "promt-2"', 'see = "promt-2"', 'no stage.*"prompt-2"'),
    Break("a control character in TOML", "levels.toml", "There is no higher", "There is \\u001b\x1b no higher", "There is \\u001b", "control character"),
    Break("a control character in a prompt", "1-the-three-levels.md", "In one", "In\x9b2J one", "In", "control character"),
    Break("a fact twice", "diagnosis.toml", "[[note]]", '[[fact]]\nid = "automated_cicd"\nlabel = "x"\nmeans_yes = "x"\nmeans_no = "x"\nstatement = "x"\nquestion = "x"\ncounts_as_yes = ["x"]\ncounts_as_no = ["x"]\nexplanation = "x"\nfollow_up = "x"\npartly = "x"\nfinding_out = "x"\n\n[[note]]', 'id = "automated_cicd"', "twice", nth=1),
    Break("an option's id twice", "try-it.toml", 'id = "more-often"', 'id = "pipeline-cicd"', 'id = "pipeline-cicd"', "twice", nth=1),
    Break("a level twice", "levels.toml", "level = 1", "level = 0", "level = 0", "twice|level 1", nth=1),
    Break("a question's id twice", "questions.toml", 'id = "level-2-the-goal"', 'id = "kubernetes"', 'id = "kubernetes"', "twice", nth=1),
]  # fmt: skip


def apply(folder: Path, broken: Break) -> int:
    """Edit the pack and return the line that the finding must name."""
    path = folder / broken.file
    text = path.read_text(encoding="utf-8")
    assert broken.old in text, f"the pack no longer holds {broken.old!r}"
    text = text.replace(broken.old, broken.new, 1)
    path.write_text(text, encoding="utf-8")
    if not broken.at:
        return 1
    lines = [number for number, line in enumerate(text.split("\n"), 1) if broken.at in line]
    return lines[broken.nth]


def snapshot(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()}


@pytest.fixture
def record(home: Path) -> dict[str, bytes]:
    """A record that holds one session, and what its files hold."""
    journal = Journal(home)
    journal.append(
        "s", [SessionStarted(lesson="mlops-maturity", lesson_digest="d", tutor="authored")], datetime.now(UTC)
    )
    journal.close()
    return snapshot(home)


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.name.replace(" ", "-"))
def test_a_break_is_told_with_file_and_line(
    copied: Path, home: Path, record: dict[str, bytes], capfd: pytest.CaptureFixture[str], broken: Break
) -> None:
    """One break of the pack gives its file, its line and a usable sentence, exit 1, and leaves the record alone."""
    line = apply(copied, broken)
    assert run(["--lesson", str(copied), "--plain", "--offline"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert "Traceback" not in err
    where = f"{copied / (broken.found_in or broken.file)}:{line}: error: "
    told = [text.removeprefix(where) for text in err.splitlines() if text.startswith(where)]
    assert told, f"nothing at {where}\n{err}"
    assert re.search(broken.says, told[0], re.DOTALL), told[0]
    assert snapshot(home) == record


FILES = [
    "lesson.toml",
    "why.md",
    "1-the-three-levels.md",
    "2-what-changes-and-why-the-order/explanation.md",
    "3-the-jump-to-retraining/checks.toml",
    "diagnosis.toml",
    "levels.toml",
]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    """A file that a lesson needs and that is not there is named at line 1."""
    (copied / name).unlink()
    _, findings = read_lesson(copied)
    assert [(f.file, f.line) for f in findings] == [(str(copied / name), 1)]
    assert "missing" in findings[0].message


@pytest.mark.parametrize("name", FILES)
def test_a_file_in_another_encoding_is_named(copied: Path, name: str) -> None:
    """A file that is not UTF-8 is named with the line of its first bad byte."""
    path = copied / name
    path.write_bytes(b"# one\n# two\n# caf\xe9\n" + path.read_bytes())
    _, findings = read_lesson(copied)
    assert [(f.file, f.line) for f in findings] == [(str(path), 3)]
    assert "UTF-8" in findings[0].message


@pytest.mark.parametrize("name", FILES)
def test_a_folder_instead_of_a_file_is_named(copied: Path, name: str) -> None:
    """A folder in the place of a file is one finding, not a crash."""
    (copied / name).unlink()
    (copied / name).mkdir()
    _, findings = read_lesson(copied)
    assert [f.file for f in findings] == [str(copied / name)]


@pytest.mark.parametrize("name", ["why.md", "2-what-changes-and-why-the-order.md", "1-the-three-levels/explanation.md"])
def test_an_empty_text_is_named(copied: Path, name: str) -> None:
    """A text that has to be there and is empty is named."""
    (copied / name).write_text(" \n\n", encoding="utf-8")
    _, findings = read_lesson(copied)
    assert [(f.file, f.line) for f in findings] == [(str(copied / name), 1)]
    assert "empty" in findings[0].message


def test_a_whole_pack_is_read_before_it_is_refused(copied: Path) -> None:
    """Breaks in several files are told in one run, sorted by file and line."""
    for broken in BREAKS:
        if broken.name in ("an unknown kind of item", "a control character in TOML", "a question whose stage is none"):
            apply(copied, broken)
    (copied / "why.md").unlink()
    _, findings = read_lesson(copied)
    assert {Path(f.file).name for f in findings} >= {"try-it.toml", "levels.toml", "why.md"}
    assert findings == sorted(findings)


def test_a_folder_that_is_not_there_is_one_finding(tmp_path: Path) -> None:
    """A folder that does not exist says so."""
    with pytest.raises(LessonError, match="no such folder"):
        load_lesson(tmp_path / "nowhere")


def test_a_byte_order_mark_and_windows_lines_are_fine(copied: Path, shipped: Path) -> None:
    """A pack saved by a Windows editor teaches the same texts."""
    for path in copied.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
            path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_lesson(copied).prompts == load_lesson(shipped).prompts
    assert load_lesson(copied).items == load_lesson(shipped).items


@pytest.mark.parametrize(
    "source", ["a = " + "[" * 5000, "a = " + "{ a = " * 5000, "minutes = " + "9" * 5000, "a." * 5000 + "a = 1"]
)
def test_toml_that_breaks_parsers_is_a_finding(copied: Path, source: str) -> None:
    """Nesting and numbers beyond what a parser takes are a finding of the file, not a crash."""
    (copied / "levels.toml").write_text(source + "\n", encoding="utf-8")
    with pytest.raises(LessonError, match=r"levels\.toml:1: error: "):
        load_lesson(copied)


def test_a_prediction_needs_an_assessment(write_pack: Callable[..., Path]) -> None:
    """A lesson without an assessment cannot ask what the assessment returns."""
    item = '[[item]]\nkind = "predict"\nid = "p"\nquestion = "Which level?"\n[item.given]\n'
    manifest = 'format = 1\nid = "small"\ntitle = "t"\nsummary = "s"\nminutes = 5\nprompts = ["1-only.md"]\n'
    folder = write_pack({"try-it.toml": item, "lesson.toml": manifest, "diagnosis.toml": None, "levels.toml": None})
    with pytest.raises(LessonError, match=r"try-it\.toml:\d+: error: .*assess"):
        load_lesson(folder)


def test_a_lesson_may_have_no_assessment(write_pack: Callable[..., Path]) -> None:
    """A lesson without an assessment, a demo or items lacks those stages and loads."""
    manifest = 'format = 1\nid = "small"\ntitle = "t"\nsummary = "s"\nminutes = 5\nprompts = ["1-only.md"]\n'
    folder = write_pack({"lesson.toml": manifest, "diagnosis.toml": None, "levels.toml": None, "try-it.toml": None})
    assert load_lesson(folder).stages == ("why", "prompt-1", "wrap-up")


def test_the_small_pack_is_in_order(write_pack: Callable[..., Path]) -> None:
    """A pack with a table of rules loads, without a demo."""
    assert load_lesson(write_pack()).stages == ("why", "prompt-1", "diagnosis", "quiz", "wrap-up")


@settings(max_examples=150)
@given(data=st.data())
def test_a_damaged_pack_is_refused_or_taught(
    shipped: Path, damaged: Callable[[bytes, st.DataObject], bytes], data: st.DataObject
) -> None:
    """Whatever happens to the bytes of a pack, it loads or raises LessonError with a file and a line."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(shutil.copytree(shipped, Path(parent) / "pack"))
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        for _ in range(data.draw(st.integers(1, 3))):
            path = data.draw(st.sampled_from(files))
            if path.exists():
                path.write_bytes(damaged(path.read_bytes(), data))
            if data.draw(st.integers(0, 9)) == 0:
                path.unlink(missing_ok=True)
        try:
            load_lesson(folder)
        except LessonError as refused:
            for line in str(refused).splitlines():
                assert re.match(rf"{re.escape(str(folder))}/[^:]+:[1-9]\d*: (error|warning): ", line), line


def test_the_line_of_a_key_is_found_however_it_is_written() -> None:
    """Positions are found in tables, arrays of tables, inline tables, arrays and dotted or quoted keys."""
    source = """a = 1
[t]
b.c = 2
"q u" = 3

[[item]]
id = "one"

[[item]]
id = "two"
list = [
  "x",
  { y = 1,
    z = 2 },
]
[item.given]
f = true
"""
    wanted = {
        ("a",): 1,
        ("t",): 2,
        ("t", "b", "c"): 3,
        ("t", "q u"): 4,
        ("item", 0, "id"): 7,
        ("item", 1): 9,
        ("item", 1, "list", 1): 13,
        ("item", 1, "given", "f"): 17,
        ("item", 1, "absent"): 9,
        ("absent",): 1,
    }
    assert {path: line_of(source, path) for path in wanted} == wanted
