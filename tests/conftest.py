"""Fixtures for every test: a clean environment, the shipped lesson, and the program as a learner starts it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tutor.lesson.assessment import Assessment, resolve
from tutor.lesson.catalog import find
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Lesson

settings.register_profile(
    "suite", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("suite")

_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ftp_proxy")
PROGRAM = (sys.executable, "-m", "tutor")
HANGING = 60
"""Seconds after which a process is taken for hanging; no test measures time by it."""


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the developer's own settings, and none writes outside its own folder."""
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "MLOPS_TUTOR_")) or name == "NO_COLOR" or name.lower() in _PROXIES:
            monkeypatch.delenv(name)
    monkeypatch.setenv("MLOPS_TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONUTF8", "1")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder for all that the program writes; it does not exist yet."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def shipped() -> Path:
    """The folder of the shipped lesson."""
    return find(None, {})


@pytest.fixture(scope="session")
def lesson(shipped: Path) -> Lesson:
    return load_lesson(shipped)


@pytest.fixture(scope="session")
def assessment(lesson: Lesson) -> Assessment:
    assert lesson.manifest.assessment
    return resolve(lesson.manifest.assessment)


@pytest.fixture
def copied(shipped: Path, tmp_path: Path) -> Path:
    """A copy of the shipped lesson, to be edited."""
    return Path(shutil.copytree(shipped, tmp_path / "copied"))


SMALL = {
    "lesson.toml": """format = 1
id = "small"
title = "A small lesson"
summary = "Two facts and a table of rules."
minutes = 5
prompts = ["1-only.md"]
scope = "This lesson is about one thing."

[assessment]

[[assessment.rule]]
when = { tests = true, deploys = true }
level = 2
advice = "Keep going."

[[assessment.rule]]
when = { tests = true }
level = 1
advice = "Deploy by machine."

[[assessment.rule]]
level = 0
advice = "Write a test."
""",
    "why.md": "Because it matters.\n",
    "1-only.md": "Explain the one thing.\n",
    "1-only/explanation.md": "The one thing is this.\n",
    "1-only/checks.toml": """title = "The one thing"

[[check]]
kind = "choice"
id = "which"
question = "Which one?"
again = "Once more: which one?"
key = "right"
hints = ["Think of the first.", "Read again.", "Complete: it is the ___."]
answer = "The right one, since it is right."
options = [{ id = "wrong", text = "The bad apple" }, { id = "right", text = "The good pear" }]
""",
    "diagnosis.toml": """intro = "Two questions."
blind_spots = "It sees two things only."

[[fact]]
id = "tests"
label = "tests"
means_yes = "there"
means_no = "missing"
statement = "There are tests."
question = "Do you have tests?"
counts_as_yes = ["any test"]
counts_as_no = ["a plan"]
explanation = "A test is code that checks code."
follow_up = "Does any code check your code?"
partly = "Which part has none?"
finding_out = "Look for a folder named tests."

[[fact]]
id = "deploys"
label = "deploys"
means_yes = "by machine"
means_no = "by hand"
statement = "A machine deploys."
question = "Does a machine deploy?"
counts_as_yes = ["a merge deploys"]
counts_as_no = ["a button"]
explanation = "To deploy is to put into use."
follow_up = "If you go home, is it deployed?"
partly = "Which part do you do?"
finding_out = "Ask who deployed last."
""",
    "levels.toml": "".join(
        f"""[[level]]
level = {number}
name = "{name}"
why = "It is so."
next_step = "Do thing {number}."
actions = ["Begin with {number}."]
not_yet = "Nothing else."

"""
        for number, name in enumerate(("none", "some", "all"))
    ),
    "questions.toml": """[[question]]
id = "price"
ask = ["What does it cost?", "is it expensive"]
answer = "Nothing."
""",
    "try-it.toml": """[[item]]
kind = "reflect"
id = "plan"
keep_as = "plan"
question = "What will you do, and when?"
acknowledge = "Kept."
""",
}


@pytest.fixture
def write_pack(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small lesson with a table of rules; files given by keyword path replace or remove (None) its own."""

    def write(changes: dict[str, str | None] | None = None, name: str = "small") -> Path:
        folder = tmp_path / name
        for file, text in {**SMALL, **(changes or {})}.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(text, encoding="utf-8")
        return folder

    return write


@dataclass(frozen=True)
class Program:
    """The program in a process of its own."""

    home: Path

    def environment(self, **more: str) -> dict[str, str]:
        return {**os.environ, "MLOPS_TUTOR_HOME": str(self.home), **more}

    def run(
        self, *arguments: str, stdin: str | bytes = b"", command: Sequence[str] = PROGRAM, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end; stdout and stderr are text, and a traceback is never right."""
        done = subprocess.run(
            [*command, *arguments],
            input=stdin.encode("utf-8") if isinstance(stdin, str) else stdin,
            capture_output=True,
            env=self.environment(**environment),
            timeout=HANGING,
            check=False,
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert "Traceback" not in out + err, err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    def history(self, session: str) -> list[dict[str, Any]]:
        """One session's events as the command `history` prints them."""
        done = self.run("history", "--session", session, "--jsonl")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def program(home: Path) -> Program:
    return Program(home)


class Lines:
    """One process of `learn --jsonl`."""

    def __init__(self, home: Path, *arguments: str, pipesize: int = -1) -> None:
        self.events: list[dict[str, Any]] = []
        self.process = subprocess.Popen(
            [*PROGRAM, "learn", "--jsonl", "--offline", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "MLOPS_TUTOR_HOME": str(home)},
            pipesize=pipesize,
        )
        assert self.process.stdin and self.process.stdout and self.process.stderr
        self.stdin, self.stdout, self.stderr = self.process.stdin, self.process.stdout, self.process.stderr

    def next(self) -> dict[str, Any] | None:
        """The next event, or None at the end."""
        line = self.stdout.readline()
        if not line.endswith(b"\n"):
            return None
        event: dict[str, Any] = json.loads(line)
        self.events.append(event)
        return event

    def until_asked(self) -> dict[str, Any]:
        """Read up to the next question, or the end of the session."""
        while (event := self.next()) is not None:
            if event["type"] in ("asked", "session_finished"):
                return event
        raise AssertionError(f"ended: {self.stderr.read().decode()}")

    def send(self, text: str) -> None:
        self.stdin.write(json.dumps({"reply": text}).encode() + b"\n")
        self.stdin.flush()

    def say(self, text: str) -> dict[str, Any]:
        self.send(text)
        return self.until_asked()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> tuple[int, str]:
        """Close the input, read the rest, and return the exit status and the standard error."""
        self.stdin.close()
        while self.next() is not None:
            pass
        error = self.stderr.read().decode()
        return self.process.wait(HANGING), error


@pytest.fixture
def jsonl(home: Path) -> Iterator[Callable[..., Lines]]:
    """Starts `learn --jsonl` processes, and ends those that are left."""
    started: list[Lines] = []

    def start(*arguments: str, pipesize: int = -1, at: Path = home) -> Lines:
        one = Lines(at, *arguments, pipesize=pipesize)
        started.append(one)
        return one

    yield start
    for one in started:
        one.kill()
        for stream in (one.stdin, one.stdout, one.stderr):
            with contextlib.suppress(BrokenPipeError):
                stream.close()


@pytest.fixture(scope="session")
def correct_answer(lesson: Lesson, assessment: Assessment) -> Callable[[str, str], str]:
    """The right answer to an item of the shipped lesson, taken from the pack's own keys."""
    labels = "abcdefghijklmnopqrstuvwxyz"

    def answer(ask: str, variant: str = "") -> str:
        item = lesson.asked_items()[ask]
        match item.kind:
            case "choice":
                return labels[[o.id for o in item.options].index(item.key)]
            case "order":
                return " ".join(labels[[o.id for o in item.options].index(key)] for key in item.key)
            case "predict":
                given = item.again_with if variant == "again" and item.again_with else item.given
                return str(assessment(given).level)
            case "explain":
                return item.correct[0]
        return "By Friday I will write down one run."

    return answer
