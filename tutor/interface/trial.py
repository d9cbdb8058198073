"""`mlops-tutor lesson try`: simulated learners take a lesson, many at once, each in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from tutor.errors import UsageError
from tutor.interface.clean import clean
from tutor.interface.settings import Settings, read_settings
from tutor.learner import events as ev
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching.learners import LEARNERS, LearnerKind, SimulatedLearner
from tutor.teaching.trial import Taken, Trial, differences, taken_of

MOST_TURNS = 400
"""Replies after which a learner who gets nowhere is taken out of the lesson."""
HANGING = 120.0
"""Seconds without a word from the program after which its process is ended."""
LAST = "last"
"""What `--against` alone means: the run before this one."""


class Replier(Protocol):
    """Whoever answers for a learner."""

    failures: int
    """Replies that had to come from elsewhere."""

    def reply(self, asked: ev.Asked) -> str: ...


def try_lesson(
    wanted: str | None, *, offline: bool, learner_model: str | None, out: Path | None, against: str | None
) -> int:
    """Send the learners, print what they found, and write it all down.

    The exit status is 1 when one of them did not get to the end.

    Raises:
        LessonError: the pack cannot be taught.
        UsageError: there is nothing to compare with, no endpoint to play the learners, or the folder cannot be written.
    """
    from tutor.interface.opening import load
    from tutor.interface.trial_report import print_table, write_report
    from tutor.lesson.catalog import find

    if wanted is None and Path("lesson.toml").is_file():
        wanted = "."
    lesson, assessment = load(wanted)
    settings = read_settings(lesson=str(find(wanted)), offline=offline)
    runs = settings.home / "try" / lesson.id
    before = read_trial(_former(runs, against)) if against else None
    repliers = _repliers(lesson, assessment, settings, learner_model)
    events, trial = run_trial(lesson, settings, repliers, learner_model or "")
    folder = out or runs / trial.at.replace(":", "-")[:19]
    found = differences(before, trial) if before else None
    try:
        write_report(folder, trial, events, found)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}); give another with --out") from error
    print_table(trial, found)
    print(f"\nReport: {clean(str(folder / 'report.html'))}")
    return 0 if all(taken.finished for taken in trial.taken) else 1


def run_trial(
    lesson: Lesson, settings: Settings, repliers: Mapping[str, Replier], learner_model: str
) -> tuple[dict[str, list[dict[str, Any]]], Trial]:
    """Every learner's events, and what they come to."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    events: dict[str, list[dict[str, Any]]] = {}
    with _Progress(list(repliers)) as progress, ThreadPoolExecutor(len(repliers)) as pool:

        def take(name: str) -> Taken:
            with tempfile.TemporaryDirectory(prefix="mlops-tutor-try-") as home:
                start = time.perf_counter()
                session = _Process(settings, home)
                error = session.drive(repliers[name], lambda stage: progress.reached(name, stage, lesson.stages))
                events[name] = session.events
                progress.done(name)
                taken = taken_of(name, session.events, time.perf_counter() - start, error)
                return taken.model_copy(update={"learner_failures": repliers[name].failures})

        taken = list(pool.map(take, repliers))
    return events, Trial(lesson=lesson.id, digest=lesson.digest, at=at, learner_model=learner_model, taken=taken)


def read_trial(path: Path) -> Trial:
    """A former run, from its folder or its `results.json`.

    Raises:
        UsageError: it is not there, or is no such file.
    """
    path = path / "results.json" if path.is_dir() else path
    try:
        return Trial.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); give the folder of a former run") from error
    except ValueError as error:
        raise UsageError(f"{path} is no result of `lesson try`; give the folder of a former run") from error


def _former(runs: Path, against: str) -> Path:
    if against != LAST:
        return Path(against)
    former = sorted(path for path in runs.glob("*") if (path / "results.json").is_file())
    if not former:
        raise UsageError("there is no run before this one; run without --against first")
    return former[-1]


def _repliers(
    lesson: Lesson, assessment: Assessment | None, settings: Settings, learner_model: str | None
) -> dict[str, Replier]:
    simulated = {kind.name: SimulatedLearner(kind, lesson, assessment) for kind in LEARNERS}
    if not learner_model:
        return dict(simulated)
    if settings.base_url is None and settings.api_key is None:
        raise UsageError("--learner-model needs an endpoint; set OPENAI_API_KEY or OPENAI_BASE_URL")
    from tutor.teaching.model.endpoint import Endpoint
    from tutor.teaching.model.learner import ModelLearner

    def played(kind: LearnerKind) -> Replier:
        endpoint = Endpoint(settings.base_url, settings.api_key, learner_model)
        return ModelLearner(kind, endpoint, lesson, simulated[kind.name])

    return {kind.name: played(kind) for kind in LEARNERS}


class _Process:
    """One learner's process of `learn --jsonl`."""

    def __init__(self, settings: Settings, home: str) -> None:
        self.events: list[dict[str, Any]] = []
        arguments = ["learn", "--jsonl", "--new", "--lesson", settings.lesson or ""]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tutor", *arguments, *(["--offline"] if settings.offline else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "MLOPS_TUTOR_HOME": home},
        )
        self._heard = time.monotonic()
        self._over = threading.Event()
        threading.Thread(target=self._end_when_hanging, daemon=True).start()

    def _end_when_hanging(self) -> None:
        while not self._over.wait(1.0):
            if time.monotonic() - self._heard > HANGING:
                self._process.kill()

    def drive(self, replier: Replier, reached: Callable[[str], None]) -> str:
        """Answer every question to the end; why it ended before, or an empty string."""
        process = self._process
        assert process.stdin and process.stdout and process.stderr
        turns = 0
        try:
            for line in process.stdout:
                self._heard = time.monotonic()
                event = json.loads(line)
                self.events.append(event)
                if event["type"] == "stage_started":
                    reached(event["stage"])
                if event["type"] == "session_finished":
                    return ""
                if event["type"] == "asked":
                    turns += 1
                    if turns > MOST_TURNS:
                        return f"no end after {MOST_TURNS} replies"
                    reply = replier.reply(ev.Asked.model_validate(event))
                    self._heard = time.monotonic()
                    process.stdin.write(json.dumps({"reply": reply}).encode() + b"\n")
                    process.stdin.flush()
            process.wait()
            told = process.stderr.read().decode(errors="replace").strip().split("\n")[0]
            return told or f"the program ended with status {process.returncode}"
        except BrokenPipeError:
            return "the program went away"
        finally:
            self._over.set()
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                with contextlib.suppress(OSError):
                    stream.close()


class _Progress:
    """A bar for each learner, on standard error, when somebody looks at it."""

    def __init__(self, names: Sequence[str]) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        console = Console(stderr=True)
        self._bars = Progress(
            TextColumn("{task.description:<16}"), BarColumn(), TextColumn("{task.fields[stage]}"),
            console=console, transient=True, disable=not console.is_terminal,
        )  # fmt: skip
        self._tasks = {name: self._bars.add_task(name, total=1.0, stage="") for name in names}

    def __enter__(self) -> _Progress:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def reached(self, name: str, stage: str, stages: Sequence[str]) -> None:
        done = stages.index(stage) / len(stages) if stage in stages else 0.0
        self._bars.update(self._tasks[name], completed=done, stage=stage)

    def done(self, name: str) -> None:
        self._bars.update(self._tasks[name], completed=1.0, stage="done")
