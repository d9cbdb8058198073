"""`lesson try`: learners in processes of their own, the table, the page, and the comparison with the run before."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tutor.interface.settings import Settings
from tutor.interface.trial import _Process, read_trial
from tutor.learner import events as ev
from tutor.teaching.learners import LEARNERS

CHART = Path(__file__).parents[1] / "lessons" / "reading-a-chart"
NAMES = [kind.name for kind in LEARNERS]


class Links(HTMLParser):
    """The ids of a page, what its links lead to, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: set[str] = set()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        self.ids |= {found["id"]} if found.get("id") else set()
        self.targets |= {(found["href"] or "").removeprefix("#")} if "href" in found else set()

    def handle_data(self, data: str) -> None:
        self.text += data


def rows(out: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split() for line in out.splitlines() if line.split() and line.split()[0] in NAMES}


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    """A copy of the small lesson with two prompts, to be edited."""
    import shutil

    return Path(shutil.copytree(CHART, tmp_path / "chart"))


def test_eight_learners_and_what_an_edit_did(program: Any, chart: Path, home: Path) -> None:
    """A table with a line for each, a page with their transcripts, and after an edit what is otherwise because of it."""
    checks = chart / "1-what-the-axis-decides" / "checks.toml"
    text = checks.read_text(encoding="utf-8")
    text = text.replace("From 0 to 100", "From <i>0</i> to 100")
    checks.write_text(text, encoding="utf-8")
    done = program.run("lesson", "try", str(chart))
    assert done.returncode == 0, done.stderr
    assert list(rows(done.stdout)) == NAMES and {row[1] for row in rows(done.stdout).values()} == {"yes"}
    folder = Path(re.search(r"Report: (.*)/report\.html", done.stdout)[1])  # type: ignore[index]
    assert folder.is_relative_to(home / "try" / "reading-a-chart")
    page = Links((folder / "report.html").read_text(encoding="utf-8"))
    assert page.targets <= page.ids and set(NAMES) <= page.ids
    assert "From <i>0</i> to 100" in page.text and "i" not in page.tags
    for name in NAMES:
        events = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        assert events[-1]["type"] == "session_finished"
        said = [event["text"] for event in events if event["type"] == "learner_said" and event["text"]]
        assert all(f"learner: {one}" in (folder / f"{name}.txt").read_text(encoding="utf-8") for one in said)
    found = read_trial(folder)
    assert found.lesson == "reading-a-chart" and all(taken.turns for taken in found.taken)

    hints = re.sub(r"hints = \[.*?\]", "hints = []", text, count=1)
    checks.write_text(hints, encoding="utf-8")
    again = program.run("lesson", "try", str(chart), "--against", "--out", str(home / "here"))
    assert again.returncode == 0
    told = again.stdout.partition("Since the run before:")[2]
    assert re.search(r"newcomer: hints: \d+ → \d+", told) and "skipper" not in told
    assert (home / "here" / "report.html").is_file()


def test_what_cannot_be_tried(program: Any, chart: Path, tmp_path: Path) -> None:
    """No run to compare with, a file that is none, no endpoint, a folder that cannot be written, a broken pack."""
    for arguments, says in (
        (["--against"], "no run before"),
        (["--against", str(tmp_path / "nothing")], "cannot be read"),
        (["--against", str(chart / "lesson.toml")], "no result of"),
        (["--learner-model", "m"], "needs an endpoint"),
    ):
        done = program.run("lesson", "try", str(chart), *arguments)
        assert done.returncode == 2 and len(done.stderr.splitlines()) == 1 and says in done.stderr
    (chart / "why.md").unlink()
    done = program.run("lesson", "try", str(chart))
    assert done.returncode == 1 and "why.md:1: error: " in done.stderr


class Silent:
    """A learner who says nothing."""

    failures = 0

    def reply(self, asked: ev.Asked) -> str:
        return ""


def test_a_learner_whose_session_fails(tmp_path: Path, chart: Path) -> None:
    """A session that does not begin, and one that never gets on, are told as such and end."""
    process = _Process(Settings(home=tmp_path, lesson=str(tmp_path / "nowhere"), offline=True), str(tmp_path / "home"))
    assert "there is no" in process.drive(Silent(), lambda stage: None)
    reached: list[str] = []
    endless = _Process(Settings(home=tmp_path, lesson=str(chart), offline=True), str(tmp_path / "home"))
    assert endless.drive(Silent(), reached.append) == "no end after 400 replies"
    assert reached == ["why", "prompt-1"]


@pytest.fixture
def replay() -> Iterator[ModuleType]:
    """The loopback endpoint of the model's tests."""
    path = Path(__file__).parents[1] / "teaching" / "model" / "replay.py"
    spec = importlib.util.spec_from_file_location("replay_for_try", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module


def test_a_model_plays_the_learners(program: Any, chart: Path, replay: ModuleType, tmp_path: Path) -> None:
    """With `--learner-model` the model is told who it is, sees what a learner sees and no key, and its words are said."""
    server = replay.Replay(script=lambda request: "b, I think")
    try:
        done = program.run(
            "lesson", "try", str(chart), "--offline", "--learner-model", "played", "--out", str(tmp_path / "out"),
            OPENAI_BASE_URL=server.url,
        )  # fmt: skip
    finally:
        server.close()
    assert done.returncode == 0, done.stderr
    assert list(rows(done.stdout)) == NAMES
    roles = {request["messages"][0]["content"] for request in server.requests}
    assert all(any(kind.about in role for role in roles) for kind in LEARNERS)
    assert {request["model"] for request in server.requests} == {"played"}
    sent = "\n".join(replay.words_of(request) for request in server.requests)
    assert "On which axis does the change look largest?" in sent and "two units are two fifths of it" not in sent
    events = (tmp_path / "out" / "newcomer.jsonl").read_text(encoding="utf-8")
    assert '"text": "b, I think"' in events
    assert read_trial(tmp_path / "out").learner_model == "played"


def test_a_model_that_fails_leaves_the_learners_as_they_are(
    program: Any, chart: Path, replay: ModuleType, tmp_path: Path
) -> None:
    """Where the model does not answer, the learner of that kind answers from the pack."""
    server = replay.Replay(script=lambda request: replay.Reply(status=500))
    try:
        done = program.run(
            "lesson", "try", str(chart), "--offline", "--learner-model", "m", "--out", str(tmp_path / "out"),
            OPENAI_BASE_URL=server.url,
        )  # fmt: skip
    finally:
        server.close()
    assert done.returncode == 0
    assert re.search(r"newcomer: the model did not answer \d+ times", done.stdout)
    assert "I don't know" in (tmp_path / "out" / "newcomer.txt").read_text(encoding="utf-8")


def test_the_bars_are_drawn_for_who_looks_at_them(terminal: Callable[..., Any], chart: Path) -> None:
    """In a terminal there is a bar for each learner while they are under way, and the table in the end."""
    screen = terminal("lesson", "try", str(chart), wait=False)
    screen.pump(lambda: "sure-and-wrong" in screen.text and "━" in screen.text, "the bars")
    screen.pump(lambda: screen.ended, "the end")
    assert "Report:" in screen.text
