"""A model's lesson at a real pseudo-terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from replay import DONE, GROUND, KEY, Hold, Replay, Reply, says

SPINNER = re.compile("[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] [0-9]+ s")
SLOW = "The first sentence is out. "


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_header_says_who_and_where(replay: Callable[..., Replay], terminal: Callable[..., Any]) -> None:
    """The first lines name the model and the host, and say that the learner's words are sent there; never the key."""
    learner = terminal(OPENAI_BASE_URL=replay().url, OPENAI_API_KEY=KEY)
    top = "\n".join(learner.text.splitlines()[:4])
    assert "replayed at 127.0.0.1" in top
    assert "your words are sent there" in top
    assert KEY not in learner.text


def test_what_the_model_says_is_shown_once(replay: Callable[..., Replay], terminal: Callable[..., Any]) -> None:
    """Streamed text appears as prose, without its marks of Markdown, once, and the next question stands below it."""
    server = replay()
    server.said = [
        "A **bold word** is here, and then there are rather many words so that the line has to be broken somewhere.\n\n"
        "- one thing with `code`\n- another thing\n\n```python\nwatch = 1\n```\n\nThe end of it all."
    ]
    learner = terminal(OPENAI_BASE_URL=server.url)
    learner.say("What is drift?")
    page = words(learner.text)
    for piece in ("A bold word is here, and", "• one thing with code", "watch = 1", "The end of it all."):
        assert page.count(words(piece)) == 1, piece
    assert "**" not in learner.text and "```" not in learner.text
    assert all(len(line) <= 80 for line in learner.text.splitlines())
    [said] = [said for said in learner.of("tutor_said") if said["by"] == "model"]
    assert said["text"] == server.said[0] if server.said else True
    assert page.rindex("The end of it all.") < page.rindex("does somebody")


def test_text_appears_while_more_is_awaited(replay: Callable[..., Replay], terminal: Callable[..., Any]) -> None:
    """A sentence is on the screen as soon as it is whole, though the answer goes on."""
    server = replay()
    server.said = [Reply(raw=[says(SLOW), says("And"), Hold()])]
    learner = terminal(OPENAI_BASE_URL=server.url)
    learner.enter("What is drift?")
    learner.shows(SLOW)
    assert not server.hung_up.is_set()
    assert not learner.stands()


def test_a_resize_in_the_middle_of_a_reply(replay: Callable[..., Replay], terminal: Callable[..., Any]) -> None:
    """What comes after a resize is laid out for the new width; nothing is lost, and nothing is written again."""
    before = "A long first line stands here so that it has to be broken once or twice at the width of the window. "
    after = "Then comes the rest of it, which is just as long and has to fit into what is left of the window. "
    server = replay()
    server.said = [Reply(raw=[says(f"{before}\n\n"), 1.5, says(f"{after}\n\n"), says("The end of it."), DONE])]
    learner = terminal(OPENAI_BASE_URL=server.url, columns=50)
    learner.enter("What is drift?")
    learner.shows(before)
    learner.resize(78, 24)  # wider: what stands on the screen is not cut by the emulator
    learner.ready()
    page = words(learner.text)
    for piece in (before, after, "The end of it."):
        assert page.count(words(piece)) == 1, piece
    lines = learner.text.splitlines()
    first, late = (next(n for n, line in enumerate(lines) if start in line) for start in ("A long first", "Then comes"))
    assert all(len(line) <= 50 for line in lines[first:late])
    assert 50 < len(lines[late]) <= 78


def test_a_spinner_while_waiting(replay: Callable[..., Replay], terminal: Callable[..., Any]) -> None:
    """While nothing comes a spinner counts the seconds; it is gone when the words come, without a trace."""
    server = replay()
    server.said = [Reply(raw=[1.5, says(GROUND), DONE])]
    learner = terminal(OPENAI_BASE_URL=server.url)
    learner.enter("What is drift?")
    learner.pump(lambda: bool(SPINNER.search("\n".join(learner.display))), "the spinner")
    learner.ready()
    assert GROUND in words(learner.text)
    assert not SPINNER.search(learner.text)


def test_ctrl_c_in_the_middle_of_a_reply(replay: Callable[..., Replay], terminal: Callable[..., Any]) -> None:
    """Ctrl-C ends the reply and not the program: what was shown stays, the connection is closed, the lesson goes on."""
    server = replay()
    server.said = [Reply(raw=[says(SLOW), says("And"), Hold()])]
    learner = terminal(OPENAI_BASE_URL=server.url)
    learner.enter("What is drift?")
    learner.shows(SLOW)
    learner.type("\x03")
    learner.ready()
    assert server.hung_up.wait(30)
    [said] = [said for said in learner.of("tutor_said") if said["by"] == "model"]
    assert (said["text"], said["cut"]) == (SLOW.strip(), True)
    assert not learner.of("model_failed")
    assert words(learner.text).count(SLOW.strip()) == 1
    learner.say("What is a model?")
    assert GROUND in words(learner.text)
    learner.say("/next")
    assert learner.asked["ask"] != "who-retrains"


def test_ctrl_c_before_the_first_word(replay: Callable[..., Replay], terminal: Callable[..., Any]) -> None:
    """Ctrl-C at the spinner returns to the prompt."""
    server = replay()
    server.said = [Reply(raw=[Hold()])]
    learner = terminal(OPENAI_BASE_URL=server.url)
    learner.enter("What is drift?")
    learner.pump(lambda: bool(SPINNER.search("\n".join(learner.display)) and server.bodies), "the spinner")
    learner.type("\x03")
    learner.ready()
    assert server.hung_up.wait(30)
    assert not SPINNER.search(learner.text)
    learner.say("What is a model?")
    assert GROUND in words(learner.text)


def test_switching_the_model(replay: Callable[..., Replay], terminal: Callable[..., Any]) -> None:
    """/model says who teaches; `/model off` and a name change it, on the screen and on the wire."""
    server = replay()
    learner = terminal(OPENAI_BASE_URL=server.url)
    learner.say("/model")
    shown = learner.of("tutor_said")[-1]["text"]
    assert "replayed" in shown and "127.0.0.1" in shown
    learner.say("/model off")
    learner.say("What is drift?")
    assert not server.bodies
    assert learner.of("tutor_said")[-1]["by"] == "authored"
    learner.say("/model other-one")
    learner.say("What is drift?")
    assert server.requests[-1]["model"] == "other-one"
    assert GROUND in words(learner.text)
    assert [changed["tutor"] for changed in learner.of("tutor_changed")] == ["authored", "model"]


def test_a_failure_on_the_screen(replay: Callable[..., Replay], terminal: Callable[..., Any]) -> None:
    """A failure is one calm line between the model's words and the lesson's; the key is in neither."""
    server = replay()
    server.said = [Reply(status=401, error=f"Incorrect API key provided: {KEY}")]
    learner = terminal(OPENAI_BASE_URL=server.url, OPENAI_API_KEY=KEY)
    learner.say("What is drift?")
    assert words(learner.text).count("did not accept the key") == 1
    assert KEY not in learner.text and "Traceback" not in learner.text
    assert learner.of("tutor_said")[-1]["by"] == "authored"


def test_what_it_cost(replay: Callable[..., Replay], terminal: Callable[..., Any]) -> None:
    """/progress tells requests and tokens, and the price where it is configured."""
    learner = terminal(OPENAI_BASE_URL=replay().url, MLOPS_TUTOR_PRICES="1,0.1,8")
    learner.say("What is drift?")
    learner.say("/progress")
    [called] = learner.of("model_called")
    page = words(learner.text)
    assert "1 requests" in page or "1 request" in page
    assert f"{called['prompt_tokens']:,} prompt tokens" in page
    fresh = called["prompt_tokens"] - called["cached_tokens"]
    cost = (fresh * 1 + called["cached_tokens"] * 0.1 + called["completion_tokens"] * 8) / 1_000_000
    assert f"${cost:.4f}" in page


def test_controls_from_a_model_never_reach_the_terminal(
    replay: Callable[..., Replay], terminal: Callable[..., Any]
) -> None:
    """Escape sequences in a model's words are shown clean."""
    server = replay()
    server.said = ["Look \x1b]0;owned\x07at \x1b[2Jthis \x9b31mhere. And on it goes \x1b[?1049hso. Done now."]
    learner = terminal(OPENAI_BASE_URL=server.url)
    before = len(learner.raw)
    learner.say("What is drift?")
    written = learner.raw[before:]
    assert b"owned\x07" not in written and b"\x1b[2J" not in written and b"\x1b[?1049h" not in written
    assert "Done now." in words(learner.text)
