"""A lesson that is edited while a model teaches it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from replay import Replay, Reply, Request, teacher, words_of


def test_the_model_is_given_the_new_text(
    replay: Callable[..., Replay], process: Callable[..., Any], copied: Path
) -> None:
    """After `/reload` the model stands on what the files say now."""
    server = replay(script=teacher)
    lesson = process(server.url, "--lesson", str(copied))
    lesson.until_asked()
    lesson.say("What is drift?")
    path = copied / "1-the-three-levels" / "explanation.md"
    path.write_text("A ladder of three rungs, and a **zebra** on each.\n", encoding="utf-8")
    assert not any("zebra" in words_of(request) for request in server.talks)
    lesson.say("/reload")
    lesson.say("What is drift?")
    assert "zebra" in words_of(server.talks[-1])
    assert not lesson.of("model_failed")


def test_a_stub_is_told_as_one(replay: Callable[..., Replay], process: Callable[..., Any], copied: Path) -> None:
    """Of what nobody has written a model does not speak."""

    def script(request: Request) -> Reply | str:
        return teacher(request)

    (copied / "1-the-three-levels" / "explanation.md").write_text("TODO: the three levels\n", encoding="utf-8")
    lesson = process(replay(script=script).url, "--lesson", str(copied))
    asked = lesson.until_asked()
    for _ in range(3):
        asked = lesson.say("/next")
    told = [said for said in lesson.of("tutor_said") if "Not written yet: the three levels" in said["text"]]
    assert asked and [said["by"] for said in told] == ["authored"]
