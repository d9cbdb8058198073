"""Whole lessons through pipes: JSON lines and plain text, signals, kills, two at once, and readers that go away."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tutor.interface import jsonl as jsonl_front_end
from tutor.interface.opening import open_session
from tutor.interface.settings import Settings
from tutor.learner.journal import Journal
from tutor.lesson.model import Lesson

STAGES = ["why", "prompt-1", "prompt-2", "prompt-3", "demo", "diagnosis", "quiz", "wrap-up"]
FACTS = ("automated_training", "automated_pipeline", "automated_cicd")
CONTRACT = {
    "session_started": "lesson lesson_digest tutor model endpoint",
    "session_resumed": "lesson_digest tutor model endpoint",
    "stage_started": "stage",
    "stage_finished": "stage",
    "prompt_opened": "prompt text",
    "tutor_said": "text by purpose",
    "asked": "ask kind text",
    "learner_said": "text",
    "fact_learned": "fact value evidence by",
    "level_assessed": "facts assumed level advice",
    "answer_graded": "ask kind verdict criteria by",
    "hint_given": "ask rung",
    "answer_shown": "ask",
    "skipped": "ask",
    "grade_disputed": "ask reason",
    "session_finished": "asked correct",
}
ALLOWED: dict[tuple[str, str], set[Any]] = {
    ("session_started", "tutor"): {"authored"},
    ("session_resumed", "tutor"): {"authored"},
    ("stage_started", "stage"): set(STAGES),
    ("stage_finished", "stage"): set(STAGES),
    ("prompt_opened", "prompt"): {1, 2, 3},
    ("tutor_said", "by"): {"authored"},
    ("asked", "kind"): {"continue", "check", "diagnostic", "confirm", "quiz", "reflect"},
    ("fact_learned", "fact"): {*FACTS, "tests", "deploys"},
    ("fact_learned", "value"): {True, False, None},
    ("fact_learned", "by"): {"rule", "matcher", "learner"},
    ("level_assessed", "level"): {0, 1, 2},
    ("answer_graded", "kind"): {"check", "quiz"},
    ("answer_graded", "verdict"): {"correct", "partial", "incorrect", "unsure"},
    ("answer_graded", "by"): {"code", "matcher", "learner"},
    ("hint_given", "rung"): {1, 2, 3},
}


def validate(events: list[dict[str, Any]]) -> None:
    """Every event has the fields of the contract, with values that it allows, and its place in the session."""
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert len({event["session"] for event in events}) == 1
    for event in events:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|\+00:00)", event["at"])
        assert set(CONTRACT.get(event["type"], "").split()) <= set(event), event
        for (kind, field), values in ALLOWED.items():
            if event["type"] == kind:
                assert event[field] in values, event
    times = [event["at"] for event in events]
    assert times == sorted(times)


def talk(lines: Any, answer: Callable[[dict[str, Any]], str], limit: int = 400) -> list[dict[str, Any]]:
    """Answer every question to the end, and end with status 0 and no complaint."""
    event = lines.until_asked()
    for _ in range(limit):
        if event["type"] == "session_finished":
            assert lines.end() == (0, "")
            events: list[dict[str, Any]] = lines.events
            return events
        event = lines.say(answer(event))
    raise AssertionError("no end in sight")


def learner(*facts: str, otherwise: str = "I don't know") -> Callable[[dict[str, Any]], str]:
    """Fixed facts, and the same to everything else; /next on what is asked a fifth time."""
    known, times = dict(zip(FACTS, facts, strict=True)), {"": 0}

    def answer(asked: dict[str, Any]) -> str:
        times[asked["ask"]] = times.get(asked["ask"], 0) + 1
        if asked["kind"] == "continue" or times[asked["ask"]] > 4:
            return "/next"
        return {"diagnostic": known.get(asked["ask"], "no"), "confirm": "yes"}.get(asked["kind"], otherwise)

    return answer


# — the whole lesson —


@pytest.mark.parametrize(
    ("facts", "level"),
    [(("no", "no", "no"), 0), (("yes", "no", "yes"), 0), (("no", "yes", "no"), 1), (("yes", "yes", "yes"), 2)],
)
def test_the_whole_lesson_in_json_lines(
    jsonl: Callable[..., Any], program: Any, lesson: Lesson, facts: tuple[str, ...], level: int
) -> None:
    """A script takes the lesson to its end; events, level and prompts are the contract's, and history has the same."""
    events = talk(jsonl(), learner(*facts))
    validate(events)
    assert [event["stage"] for event in events if event["type"] == "stage_started"] == STAGES
    assert [event["text"] for event in events if event["type"] == "prompt_opened"] == [p.text for p in lesson.prompts]
    assessed = [event for event in events if event["type"] == "level_assessed"]
    assert assessed[-1]["level"] == level
    assert assessed[-1]["facts"] == {name: word == "yes" for name, word in zip(FACTS, facts, strict=True)}
    turns = [event["type"] for event in events if event["type"] in ("asked", "learner_said", "session_finished")]
    assert turns == ["asked", "learner_said"] * (len(turns) // 2) + ["session_finished"]
    assert events[-1]["type"] == "session_finished"
    assert program.history(events[0]["session"]) == events


def test_every_event_without_a_model_occurs(jsonl: Callable[..., Any], correct_answer: Callable[..., str]) -> None:
    """One learner's session, left once and resumed, has every event of the contract that needs no model."""
    first = jsonl()
    first.until_asked()
    first.say("a script")
    first.end()
    seen: dict[str, int] = {}

    def answer(asked: dict[str, Any]) -> str:
        ask = asked["ask"]
        seen[ask] = seen.get(ask, 0) + 1
        if ask == "what-rises" and seen[ask] < 4:
            return ("a", "/dispute it may be more accurate", "b")[seen[ask] - 1]
        if ask == "automated_training":
            return "partly" if seen[ask] == 1 else "yes"
        if asked["kind"] == "diagnostic":
            return "I don't know" if ask == "automated_cicd" else "yes"
        return {"quiz": "I don't know", "check": "/skip", "confirm": "yes"}.get(asked["kind"], "/next")

    events = [*first.events, *talk(jsonl(), answer)]
    validate(events)
    assert {event["type"] for event in events} >= set(CONTRACT)
    verdicts = {event["verdict"] for event in events if event["type"] == "answer_graded"}
    assert {"correct", "incorrect"} <= verdicts


def test_the_whole_lesson_in_plain_text(program: Any, lesson: Lesson) -> None:
    """A script takes the lesson to its end in plain text, at 80 columns, without a control character."""
    done = program.run("--plain", "--offline", stdin="/next\n" * 150)
    assert (done.returncode, done.stderr) == (0, "")
    flat = " ".join(done.stdout.split())
    assert all(prompt.text in flat for prompt in lesson.prompts)
    assert "Done:" in flat
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.stdout)


def test_a_pipe_is_plain_without_being_asked(program: Any) -> None:
    """Where standard input and output are no terminal, the bare command is plain, says how to resume, and exits 0."""
    done = program.run(stdin="\n")
    assert done.returncode == 0 and "\x1b" not in done.stdout
    assert "mlops-tutor" in "".join(done.stdout.splitlines()[-2:])
    again = program.run(stdin="")
    assert "resumed from today" in again.stdout


def test_plain_and_json_lines_go_on_with_one_session(program: Any, jsonl: Callable[..., Any]) -> None:
    """A session begun in plain text is resumed in JSON lines: three front ends on the same session."""
    program.run("--plain", stdin="a script\n")
    lines = jsonl()
    assert lines.next()["type"] == "session_resumed"
    assert lines.until_asked()["ask"] == "why:go-on"


# — leaving —


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("mode", ["--jsonl", "--plain"])
def test_a_signal_ends_it_saved(home: Path, program: Any, mode: str, name: str) -> None:
    """SIGTERM and SIGHUP end with status 0 and nothing on standard error; the next start resumes."""
    with subprocess.Popen(
        [sys.executable, "-m", "tutor", "learn", mode, "--offline"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=program.environment(),
    ) as process:  # fmt: skip
        assert process.stdout and process.stderr
        while b"a guess is fine." not in process.stdout.readline():
            pass
        process.send_signal(getattr(signal, name))
        assert process.wait(60) == 0
        assert process.stderr.read() == b""
    again = program.run("--jsonl")
    assert json.loads(again.stdout.splitlines()[0])["type"] == "session_resumed"


@pytest.mark.parametrize("mode", ["--jsonl", "--plain"])
def test_a_reader_that_goes_away_ends_it_quietly(program: Any, mode: str) -> None:
    """When the reader of standard output closes its end, the program ends without a word and without a traceback."""
    reading, writing = os.pipe()
    reply = b'{"reply": "/help"}\n' if mode == "--jsonl" else b"/help\n"
    with subprocess.Popen(
        [sys.executable, "-m", "tutor", "learn", mode, "--offline"],
        stdin=subprocess.PIPE, stdout=writing, stderr=subprocess.PIPE, env=program.environment(),
    ) as process:  # fmt: skip
        os.close(writing)
        os.read(reading, 10)
        os.close(reading)
        assert process.stdin and process.stderr
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(reply * 20)
            process.stdin.flush()
        assert process.wait(60) == 0
        assert process.stderr.read() == b""
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()


def test_a_reader_that_goes_away_from_a_command(program: Any, jsonl: Callable[..., Any]) -> None:
    """`history | head -1` ends quietly."""
    talk(jsonl(), lambda asked: "/next")
    done = subprocess.run(
        f"{sys.executable} -m tutor history --session $({sys.executable} -m tutor history | cut -d' ' -f1) | head -1",
        shell=True, capture_output=True, text=True, env=program.environment(), timeout=60, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


# — two at once, and a lesson that changes —


def test_two_processes_have_a_session_each(jsonl: Callable[..., Any]) -> None:
    """While one process holds the session a second begins its own; when the first was killed, a third resumes one."""
    first = jsonl()
    first.until_asked()
    second = jsonl()
    second.until_asked()
    sessions = {first.events[0]["session"], second.events[0]["session"]}
    assert len(sessions) == 2 and second.events[0]["type"] == "session_started"
    first.say("in the first")
    second.say("in the second")
    first.kill()
    second.kill()
    assert b"another process" in second.stderr.read()
    third = jsonl()
    third.until_asked()
    assert third.events[0]["type"] == "session_resumed"
    assert third.events[0]["session"] == second.events[0]["session"]


def test_many_processes_at_once_lose_nothing(jsonl: Callable[..., Any], program: Any) -> None:
    """Four processes that write the record at the same time have four whole sessions."""
    started = [jsonl() for _ in range(4)]
    for lines in started:
        lines.until_asked()
    for _ in range(5):
        for lines in started:
            lines.send("/next")
        for lines in started:
            lines.until_asked()
    for lines in started:
        assert lines.end()[0] == 0
    assert len({lines.events[0]["session"] for lines in started}) == 4
    for lines in started:
        validate(lines.events)
    assert program.history(started[0].events[0]["session"]) == started[0].events


def test_a_lesson_edited_between_two_starts(
    program: Any, jsonl: Callable[..., Any], write_pack: Callable[..., Path]
) -> None:
    """A lesson edited since then resumes at the stage it was in, and says that it was edited; unedited, it does not."""
    folder = write_pack()
    first = jsonl("--lesson", str(folder))
    first.until_asked()
    first.say("/next")
    first.end()
    same = program.run("--lesson", str(folder), "--plain")
    assert "edited" not in same.stdout and "Which one?" in same.stdout
    (folder / "1-only" / "checks.toml").write_text(
        (folder / "1-only" / "checks.toml").read_text(encoding="utf-8").replace("Which one?", "Which one is it now?"),
        encoding="utf-8",
    )
    edited = program.run("--lesson", str(folder), "--plain")
    assert "has been edited" in edited.stdout and "prompt 1 of 1" in edited.stdout
    assert "Which one is it now?" in edited.stdout


def test_a_lesson_broken_between_two_starts_leaves_the_record(
    program: Any, home: Path, write_pack: Callable[..., Path]
) -> None:
    """A lesson that was broken since then is told, the record stays, and mended it goes on."""
    folder = write_pack()
    program.run("--lesson", str(folder), "--plain", stdin="\n")
    before = {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    write_pack({"why.md": None})
    assert program.run("--lesson", str(folder), "--plain").returncode == 1
    assert {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    write_pack()
    assert "resumed from today" in program.run("--lesson", str(folder), "--plain").stdout


# — killed —


def printed_until_killed(lines: Any, replies: Iterator[str], count: int) -> list[dict[str, Any]]:
    """Send replies ahead, read so many events, and kill. The small pipe keeps the process from running far ahead."""
    with contextlib.suppress(BrokenPipeError):
        for reply in replies:
            lines.send(reply)
    for _ in range(count):
        assert lines.next() is not None
    lines.kill()
    while lines.next() is not None:
        pass
    events: list[dict[str, Any]] = lines.events
    return events


def finish_here(home: Path, folder: Path | None, session: str) -> list[dict[str, Any]]:
    """Resume in this process unless it is finished, skip to the end, and return its events as the record has them."""
    journal = Journal(home)
    stored = [json.loads(recorded.line()) for recorded in journal.events(session)]
    journal.close()
    if stored and stored[-1]["type"] == "session_finished":
        return stored
    opened = open_session(Settings(home=home, lesson=str(folder) if folder else None, offline=True), new=False)
    assert opened.session.id == session
    try:
        replies = io.BytesIO(b'{"reply": "/next"}\n' * 150)
        jsonl_front_end.run(opened, replies, io.StringIO(), io.StringIO())
        return [json.loads(recorded.line()) for recorded in opened.journal.events(session)]
    finally:
        opened.close()


def check_kill(printed: list[dict[str, Any]], stored: list[dict[str, Any]]) -> None:
    validate(stored)
    assert [event for event in printed if event not in stored] == [], "a printed event was lost"
    assert stored[: len(printed)] == printed
    assert stored[-1]["type"] == "session_finished"


def test_a_small_lesson_killed_after_every_event(
    jsonl: Callable[..., Any], home: Path, write_pack: Callable[..., Path]
) -> None:
    """SIGKILL after each printed event of a lesson: none that was printed is lost, and the session is finished later."""
    folder = write_pack()
    replies = ["", "I don't know", "a", "b", "", "yes", "partly", "yes", "", "", "Tomorrow.", ""]
    whole = jsonl("--lesson", str(folder))
    whole.until_asked()
    for reply in replies:
        if whole.say(reply)["type"] == "session_finished":
            break
    whole.end()
    assert whole.events[-1]["type"] == "session_finished"
    total = len(whole.events)
    assert total > 40

    def kill_after(count: int) -> None:
        at = home.with_name(f"home-{count}")
        lines = jsonl("--lesson", str(folder), pipesize=4096, at=at)
        printed = printed_until_killed(lines, iter(replies), count)
        check_kill(printed, finish_here(at, folder, printed[0]["session"]))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(kill_after, range(1, total)))


def test_the_shipped_lesson_killed_here_and_there(jsonl: Callable[..., Any], home: Path) -> None:
    """One session of the shipped lesson, killed again and again after ever different numbers of events, loses none."""
    answer = learner("yes", "no", "yes")
    printed: list[dict[str, Any]] = []
    for start in range(200):
        lines = jsonl()
        for _ in range(9 + start % 23):
            event = lines.next()
            assert event is not None
            if event["type"] == "session_finished":
                break
            if event["type"] == "asked":
                lines.send(answer(event))
        lines.kill()
        while lines.next() is not None:
            pass
        printed += lines.events
        if printed[-1]["type"] == "session_finished":
            break
    assert printed[-1]["type"] == "session_finished"
    journal = Journal(home)
    stored = [json.loads(recorded.line()) for recorded in journal.events(printed[0]["session"])]
    journal.close()
    validate(stored)
    assert [event for event in printed if event not in stored] == []
    assert len(journal_sessions(home)) == 1


def journal_sessions(home: Path) -> set[str]:
    journal = Journal(home)
    try:
        return {summary.session for summary in journal.sessions()}
    finally:
        journal.close()
