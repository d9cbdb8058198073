"""The commands that need no conversation, each in a process of its own: what they print, and how they exit."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import tutor
from tutor.interface.main import run

FACTS = ("automated_training", "automated_pipeline", "automated_cicd")
ADVICE = {
    0: "Manual: notebooks + hand deploys. Next: get experiment tracking + versioned data BEFORE automating anything.",
    1: "Pipeline automation: retraining runs automatically. Next: add CI/CD for the pipeline code itself.",
    2: "Full CI/CD: code+pipeline changes auto-tested and deployed. Focus: governance, drift, cost.",
}


def flags(values: tuple[bool, ...]) -> list[str]:
    pairs = zip(FACTS, values, strict=True)
    return [word for name, value in pairs for word in (f"--{name.replace('_', '-')}", "yes" if value else "no")]


def one_line(done: Any, status: int, *parts: str) -> None:
    """The command failed with this status and one line that holds these parts."""
    assert done.returncode == status, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert all(part in done.stderr for part in parts), done.stderr


# — assess and demo —


@pytest.mark.parametrize("values", list(product((False, True), repeat=3)))
def test_assess_prints_the_function_s_line(capfd: pytest.CaptureFixture[str], values: tuple[bool, ...]) -> None:
    """`assess` prints the level and the advice as its only line, and the same as JSON."""
    level = 2 if values[1] and values[2] else 1 if values[1] else 0
    assert run(["assess", *flags(values)]) == 0
    assert capfd.readouterr().out == f"Level {level}: {ADVICE[level]}\n"
    assert run(["assess", "--json", *flags(values)]) == 0
    data = json.loads(capfd.readouterr().out)
    assert data == {"level": level, "advice": ADVICE[level], "facts": dict(zip(FACTS, values, strict=True))}


def test_assess_without_an_answer_and_a_terminal(program: Any) -> None:
    """A missing answer is an error of usage that names the flag."""
    one_line(program.run("assess", "--automated-training", "yes"), 2, "--automated-pipeline")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["--automated-trainin", "yes"], "--automated-training"),
        (["--automated-training", "perhaps"], "yes"),
        (["--jsno"], "--json"),
    ],
)
def test_assess_mistyped(program: Any, typed: list[str], meant: str) -> None:
    """A mistyped flag or value is one line that says what to type."""
    one_line(program.run("assess", *typed), 2, meant)


def test_assess_of_another_lesson(program: Any, write_pack: Any) -> None:
    """With `--lesson` the flags are that lesson's facts, wherever the option stands."""
    folder = str(write_pack())
    done = program.run("assess", "--tests", "yes", "--deploys", "no", "--lesson", folder)
    assert (done.returncode, done.stdout) == (0, "Level 1: Deploy by machine.\n")
    assert "--deploys" in program.run("assess", f"--lesson={folder}", "--help").stdout


def test_assess_of_a_pack_with_controls(program: Any, write_pack: Any) -> None:
    """Advice that holds an escape is printed without what a terminal would obey."""
    folder = write_pack()
    manifest = (folder / "lesson.toml").read_text(encoding="utf-8")
    (folder / "lesson.toml").write_text(manifest.replace("Write a", "Write\\u001b[2J a"), encoding="utf-8")
    done = program.run("assess", "--tests", "no", "--deploys", "no", "--lesson", str(folder))
    assert "\x1b" not in done.stdout + done.stderr


def test_demo_shows_the_source_and_its_line(program: Any) -> None:
    """`demo` prints the function as it runs, and what it prints for a team with nothing automated."""
    done = program.run("demo")
    code, _, line = done.stdout.rstrip("\n").rpartition("\n\n")
    assert line == f"Level 0: {ADVICE[0]}"
    names: dict[str, Any] = {"print": lambda text: printed.append(text)}
    printed: list[str] = []
    exec(code, names)
    assert printed == [line]


def test_a_lesson_without_a_demo(program: Any, write_pack: Any) -> None:
    """A lesson that has no demo says so."""
    one_line(program.run("demo", "--lesson", str(write_pack())), 2, "no demo")


# — history —


def test_history_lists_and_shows(program: Any, jsonl: Any) -> None:
    """`history` lists sessions, newest first, and shows one in words or as the very lines that were printed."""
    lines = jsonl()
    lines.until_asked()
    lines.say("somebody runs\x1b[2J a notebook")
    lines.end()
    session = lines.events[0]["session"]
    listed = program.run("history").stdout.splitlines()
    assert len(listed) == 1 and listed[0].startswith(session) and "not finished" in listed[0]
    assert json.loads(program.run("history", "--jsonl").stdout)["session"] == session
    assert program.history(session) == lines.events
    shown = program.run("history", "--session", session).stdout
    assert "somebody runs[2J a notebook" in shown and "\x1b" not in shown


def test_history_without_sessions(program: Any) -> None:
    """An empty record says how to begin."""
    done = program.run("history")
    assert done.returncode == 0 and "mlops-tutor" in done.stdout
    assert program.run("history", "--jsonl").stdout == ""


def test_history_of_an_unknown_session(program: Any) -> None:
    """An unknown session is an error of usage."""
    one_line(program.run("history", "--session", "nope"), 2, "nope")


# — understand and grade —


def each(done: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_understand_answers_every_line_in_order(program: Any) -> None:
    """`understand` reads facts out of replies, with their evidence, and keeps the order and the ids."""
    replies = [
        ("automated_pipeline", "no"), ("automated_cicd", "Yes, by itself."), ("automated_training", "what do you mean?"),
        ("automated_training", "partly"), ("automated_pipeline", ""), ("automated_cicd", "I don't know"),
    ]  # fmt: skip
    lines = [json.dumps({"id": n, "question": q, "reply": r}) for n, (q, r) in enumerate(replies)]
    done = program.run("understand", "--offline", stdin="\n".join(lines))
    out = each(done)
    assert done.returncode == 0
    assert [one["id"] for one in out] == list(range(6))
    assert [one["answer"] for one in out] == ["no", "yes", "unknown", "no", "unknown", "unknown"]
    assert out[3]["confirm"] is True and out[0]["confirm"] is False
    for one, (_, reply) in zip(out, replies, strict=True):
        assert set(one) >= {"id", "answer", "confirm", "evidence", "by"}
        assert one["evidence"] in reply
        assert one["by"] in ("rule", "matcher", "model", "learner")


MALFORMED = [
    "not json", "3", "[]", "{}", '{"id": 7}', '{"id": {"a": [1]}, "question": 3, "reply": "x"}',
    '{"id": 8, "question": "automated_cdci", "reply": "x"}', '{"id": 9, "question": "automated_cicd", "reply": null}',
    "[" * 50_000,
]  # fmt: skip


def test_understand_goes_on_after_malformed_lines(program: Any) -> None:
    """A malformed line gets its id, or null, and an error; the rest go on, and the exit status is 1."""
    good = '{"id": "g", "question": "automated_cicd", "reply": "no"}'
    done = program.run("understand", "--offline", stdin="\n".join([*MALFORMED, "", good]))
    out = each(done)
    assert done.returncode == 1
    assert [one["id"] for one in out] == [None, None, None, None, 7, {"a": [1]}, 8, 9, None, "g"]
    assert all(isinstance(one["error"], str) and "\n" not in one["error"] for one in out[:-1])
    assert out[-1]["answer"] == "no"


def test_understand_reads_bytes_that_are_no_text(program: Any) -> None:
    """A line that is not UTF-8 is malformed, and the next one is answered."""
    done = program.run(
        "understand", "--offline", stdin=b'\xff\xfe\n{"id": 1, "question": "automated_cicd", "reply": "no"}\n'
    )
    assert done.returncode == 1
    assert [one["id"] for one in each(done)] == [None, 1]


def test_grade_takes_items_references_and_points(program: Any, correct_answer: Any) -> None:
    """`grade` judges by an item, by reference answers and by points, in order, each with verdict and score."""
    reference = "The pipeline: retraining runs automatically."
    lines: list[dict[str, Any]] = [
        {"id": 1, "item": "unit-of-shipping", "answer": correct_answer("unit-of-shipping", "")},
        {"id": 2, "item": "unit-of-shipping", "answer": "a"},
        {"id": 3, "item": "one-run", "answer": correct_answer("one-run", "")},
        {"id": 4, "item": "quiet-cron", "answer": "2"},
        {"id": 5, "item": "data-or-idea", "answer": correct_answer("data-or-idea", "")},
        {"id": 6, "question": "What does level 1 automate?", "reference": ["Nothing.", reference], "answer": reference},
        {"id": 7, "question": "What does level 1 automate?", "reference": [reference], "answer": ""},
        {"id": 8, "question": "?", "points": ["Level 0 is manual.", "At level 1 the pipeline retrains automatically."], "answer": "Level 0 is manual."},
    ]  # fmt: skip
    done = program.run("grade", "--offline", stdin="\n".join(map(json.dumps, lines)))
    out = each(done)
    assert done.returncode == 0
    assert [one["id"] for one in out] == list(range(1, 9))
    verdicts = [one["verdict"] for one in out]
    assert verdicts == ["correct", "incorrect", "correct", "incorrect", "correct", "correct", "incorrect", "partial"]
    assert all(0 <= one["score"] <= 1 for one in out)
    assert all({"id", "verdict", "score", "criteria", "by"} <= set(one) for one in out)
    assert len(out[7]["criteria"]) == 2
    assert out[7]["score"] == 0.5


def test_grade_of_what_cannot_be_graded(program: Any) -> None:
    """An unknown item, a kept question, and a line without anything to grade by get an error each."""
    lines = ['{"id": 1, "item": "nope", "answer": "x"}', '{"id": 2, "item": "plan", "answer": "x"}', '{"id": 3, "answer": "x"}', '{"id": 4, "item": "one-run"}', '{"id": 5, "reference": [], "answer": "x"}', '{"id": 6, "points": "x", "answer": "x"}']  # fmt: skip
    done = program.run("grade", "--offline", stdin="\n".join(lines))
    assert done.returncode == 1
    assert [one["id"] for one in each(done)] == [1, 2, 3, 4, 5, 6]
    assert all("error" in one for one in each(done))


# — lessons and doctor —


def test_lessons_are_listed_with_where_they_come_from(program: Any, write_pack: Any, tmp_path: Path) -> None:
    """`lesson list` names the shipped lesson and those of the settings' folders, broken ones too."""
    write_pack(name="lessons/good")
    write_pack({"why.md": None}, name="lessons/broken")
    done = program.run("lesson", "list", MLOPS_TUTOR_LESSONS=str(tmp_path / "lessons"))
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert any(line.startswith("mlops-maturity") and "shipped" in line for line in lines)
    assert any(line.startswith("small") and "Two facts" in line for line in lines)
    assert any(line.startswith("small") and "cannot be taught" in line for line in lines)


def test_a_lesson_is_taught_by_its_id(program: Any, write_pack: Any, tmp_path: Path) -> None:
    """A lesson in a folder of the settings is taught by its id."""
    write_pack(name="lessons/good")
    done = program.run("--lesson", "small", "--plain", MLOPS_TUTOR_LESSONS=str(tmp_path / "lessons"))
    assert done.returncode == 0 and "A small lesson" in done.stdout


def test_a_copied_lesson_can_be_taught(program: Any, tmp_path: Path) -> None:
    """`lesson copy` copies a pack that can be taught as it is, and edits of it are taught at the next start."""
    folder = tmp_path / "mine"
    done = program.run("lesson", "copy", "mlops-maturity", str(folder))
    assert done.returncode == 0 and str(folder) in done.stdout
    (folder / "why.md").write_text("An edited reason.\n", encoding="utf-8")
    assert "An edited reason." in program.run("--lesson", str(folder), "--plain").stdout


def test_a_copy_overwrites_nothing(program: Any, tmp_path: Path) -> None:
    """A folder that exists is left alone."""
    one_line(program.run("lesson", "copy", "mlops-maturity", str(tmp_path)), 2, "exists")
    one_line(program.run("lesson", "copy", "mlops-maturty", str(tmp_path / "x")), 2, "mlops-maturity")
    assert not (tmp_path / "x").exists()


def test_doctor_tries_each_part(program: Any, home: Path) -> None:
    """`doctor` names the lesson, the store and the teacher in use, and exits 0 when all work."""
    done = program.run("doctor")
    assert done.returncode == 0
    assert "mlops-maturity" in done.stdout and str(home) in done.stdout
    assert all(line.startswith("ok") for line in done.stdout.splitlines())


def test_doctor_of_a_broken_store_and_lesson(program: Any, home: Path, write_pack: Any) -> None:
    """`doctor` exits with the status of what does not work, and still tries the rest."""
    home.write_text("mine", encoding="utf-8")
    assert program.run("doctor").returncode == 3
    done = program.run("doctor", "--lesson", str(write_pack({"why.md": None})))
    assert done.returncode == 1
    assert done.stdout.count("FAIL") == 2


# — exit statuses and mistypes —


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["asess"], "assess"),
        (["lern"], "learn"),
        (["histroy"], "history"),
        (["lesson", "lst"], "list"),
        (["--plian"], "--plain"),
        (["learn", "--jsnol"], "--jsonl"),
        (["history", "--sesion", "x"], "--session"),
        (["--lesson", "mlops-maturty", "--plain"], "mlops-maturity"),
        (["--lesson", "./nowhere", "--plain"], "./nowhere"),
        (["zzzzzz"], "--help"),
        (["--lesson"], "--lesson"),
        (["learn", "extra"], "extra"),
        (["lesson", "copy", "mlops-maturity"], "--help"),
    ],
)
def test_a_mistyped_word_gets_one_line(program: Any, typed: list[str], meant: str) -> None:
    """An unknown command, option or lesson is one line with what to type instead, and exit status 2."""
    one_line(program.run(*typed), 2, meant)


def test_a_home_that_is_a_file(program: Any, home: Path) -> None:
    """A store that cannot be written is one line, exit status 3, and the file stays."""
    home.write_text("mine", encoding="utf-8")
    for arguments in (["--plain", "--offline"], ["--jsonl"], ["history"]):
        one_line(program.run(*arguments), 3, "MLOPS_TUTOR_HOME")
    assert home.read_text(encoding="utf-8") == "mine"


def test_a_foreign_database_stays_as_it_is(program: Any, home: Path) -> None:
    """A database of another program in the record's place is one line, exit status 3, and not touched."""
    home.mkdir()
    path = home / "record.sqlite3"
    db = sqlite3.connect(path)
    db.executescript("CREATE TABLE mine (x);")
    db.close()
    before = path.read_bytes()
    one_line(program.run("--plain", "--offline"), 3, str(path))
    assert path.read_bytes() == before


def test_a_broken_lesson_exits_1_with_findings_only(program: Any, write_pack: Any, home: Path) -> None:
    """A lesson that cannot be taught exits 1; each line of standard error is a finding; no record is begun."""
    folder = write_pack({"levels.toml": "level = [", "why.md": None})
    done = program.run("--lesson", str(folder), "--plain")
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert all(re.match(rf"{re.escape(str(folder))}/[\w./-]+:\d+: error: ", line) for line in lines)
    assert not home.exists()


COMMANDS = [[], ["learn"], ["assess"], ["demo"], ["history"], ["understand"], ["grade"], ["doctor"], ["lesson"], ["lesson", "list"], ["lesson", "copy"], ["lesson", "new"], ["lesson", "check"], ["lesson", "preview"], ["lesson", "try"]]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: "-".join(command) or "bare")
def test_every_command_has_help(capfd: pytest.CaptureFixture[str], command: list[str]) -> None:
    """`--help` works on every command and says what it does."""
    assert run([*command, "--help"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert len(out.splitlines()) >= 4


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: "-".join(command) or "bare")
def test_every_command_tells_its_version(capfd: pytest.CaptureFixture[str], command: list[str]) -> None:
    """`--version` works on every command."""
    assert run([*command, "--version"]) == 0
    assert capfd.readouterr().out == f"mlops-tutor {tutor.__version__}\n"


def test_the_installed_command_is_the_module(program: Any) -> None:
    """`mlops-tutor` and `python -m tutor` are the same program."""
    installed = Path(sys.executable).with_name("mlops-tutor")
    if not installed.exists():
        pytest.skip("the command is not installed beside this interpreter")
    assert program.run("--help", command=[str(installed)]).stdout == program.run("--help").stdout
