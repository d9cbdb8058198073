"""What the model says is checked before it is shown: a sentence that contradicts or gives away never is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from replay import GROUND, Replay, Reply, words_of

from tutor.learner.journal import Recorded
from tutor.teaching.model.failure import CALM
from tutor.teaching.session import Fragment

SAFE = "It is a calm way to begin. "
QUESTION = "What is drift?"


@pytest.fixture
def assessed(replay: Callable[..., Replay], talk: Callable[..., Any]) -> tuple[Replay, Any]:
    """A session right after the level was given, which is 0."""
    server = replay()
    one = talk(server.url).until("diagnosis:level")
    assert one.session.state.assessed.level == 0
    server.bodies.clear()
    return server, one


def everything_shown(one: Any) -> str:
    """All text of the last turn that a front end could show."""
    parts = []
    for output in one.turn:
        if isinstance(output, Fragment):
            parts.append(output.text)
        elif isinstance(output, Recorded) and output.event and output.event.type == "tutor_said":
            parts.append(output.event.text)
    return "\n".join(parts)


@pytest.mark.parametrize(
    "claim",
    [
        "Your team is at level 2 now.",
        "You are at level two.",
        "So your process is fully at Level **1**.",
        "You're at ｌｅｖｅｌ ２ already.",
        "Your team has reached the second level.",
        "Ihr Team ist auf Stufe 2.",
        "Votre équipe est au niveau 2.",
        "Su equipo está en el nivel 2.",
        "您的团队处于第2级。",
    ],
)
def test_another_level_is_never_shown(claim: str, assessed: tuple[Replay, Any]) -> None:
    """A sentence with another level stops the answer; one more try names it; then the model is heard again."""
    server, one = assessed
    server.said = [f"{SAFE}{claim} And that was it.", "It is about data that changes. Nothing more."]
    one.say(QUESTION)
    assert claim not in everything_shown(one)
    assert "that was it" not in everything_shown(one)
    assert [f.error for f in one.of("model_failed")] == ["contradicted"]
    assert len(server.bodies) == 2
    first, second = server.requests
    assert second["messages"][:-1] == first["messages"][:-1]
    assert second["messages"][-1]["content"].startswith(first["messages"][-1]["content"])
    named = second["messages"][-1]["content"].removeprefix(first["messages"][-1]["content"])
    assert "stopped" in named
    assert SAFE.strip() in named, "the model does not know what was read already"
    assert one.shown == f"{SAFE}It is about data that changes. Nothing more."
    [said] = one.said
    assert (said.by, said.text, said.cut) == ("model", one.shown, False)
    assert one.notices == []


def test_twice_another_level(assessed: tuple[Replay, Any]) -> None:
    """A second contradiction brings the calm line and the authored text; nothing of either claim is shown."""
    server, one = assessed
    server.said = [f"{SAFE}Your team is at level 2 now. ", "Right, your team is at level 1 then. "]
    one.say(QUESTION)
    assert len(server.bodies) == 2
    assert [f.error for f in one.of("model_failed")] == ["contradicted", "contradicted"]
    assert "level 2 now" not in everything_shown(one) and "level 1 then" not in everything_shown(one)
    assert [(said.by, said.cut) for said in one.said] == [("model", True), ("authored", False)]
    assert one.said[0].text == SAFE.strip()
    assert one.notices == [f"{CALM['contradicted']}; going on from the lesson's own text"]
    server.said = [GROUND]
    one.say(QUESTION)
    assert [said.by for said in one.said] == ["model"]
    assert one.session.state.failures_in_a_row == 0


def test_contradictions_never_turn_the_model_off(assessed: tuple[Replay, Any]) -> None:
    """The endpoint works: however often the model strays, it is asked again at the next turn."""
    server, one = assessed
    for _ in range(5):
        server.said = ["Your team is at level 2 now. ", "Your team is at level 2 now. "]
        one.say(QUESTION)
    assert len(server.bodies) == 10
    server.said = [GROUND]
    one.say(QUESTION)
    assert [said.by for said in one.said] == ["model"]


def test_the_connection_is_closed_at_a_contradiction(assessed: tuple[Replay, Any]) -> None:
    """Generation stops at the sentence that contradicts."""
    server, one = assessed
    server.said = [Reply("Your team is at level 2 now. " + "And so on. " * 400, pause=0.01), GROUND]
    one.say(QUESTION)
    assert server.hung_up.wait(30)
    assert [said.text for said in one.said] == [GROUND]


@pytest.mark.parametrize(
    "claim", ["You are at level 0.", "Your team is at level 1.", "Your process is at the first level."]
)
def test_no_level_before_there_is_one(claim: str, replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """Before the assessment not even the level that it will give may be stated."""
    server = replay()
    one = talk(server.url)
    server.said = [f"{SAFE}{claim} ", f"{SAFE}{claim} "]
    one.say(QUESTION)
    assert claim not in everything_shown(one)
    assert [f.error for f in one.of("model_failed")] == ["contradicted", "contradicted"]
    assert one.said[-1].by == "authored"
    assert all("level" in f.detail for f in one.of("model_failed"))


@pytest.mark.parametrize(
    "words",
    ["Level 2 teams deploy automatically.", "At level 1 the pipeline retrains by itself.", "There are three levels."],
)
def test_general_statements_pass(words: str, replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """What is said of teams in general is shown, before and after there is a level."""
    server = replay()
    one = talk(server.url)
    server.said = [words]
    one.say(QUESTION)
    assert one.shown == words
    one.until("diagnosis:level")
    server.said = [words]
    one.say(QUESTION)
    assert one.shown == words
    assert not one.of("model_failed")


def test_the_assessed_level_may_be_said(assessed: tuple[Replay, Any]) -> None:
    """The level that the function gave is no contradiction."""
    server, one = assessed
    server.said = ["Your team is at level 0."]
    one.say(QUESTION)
    assert one.shown == "Your team is at level 0."


LEAKS = [
    ("what-rises", "The answer is b."),
    ("what-rises", "A new model gets made and served with fewer steps by hand."),
    ("what-rises", "Pick option b) here."),
    ("quiet-cron", "The function returns level 0."),
    ("demo-predict", "It prints Level 0 for them."),
    ("one-run", "The order is d, c, a, e, b."),
    ("explain-levels", "At level 0 people run every step by hand."),
]


@pytest.mark.parametrize(("ask", "leak"), LEAKS)
def test_an_answer_is_never_given_away(
    ask: str, leak: str, replay: Callable[..., Replay], talk: Callable[..., Any]
) -> None:
    """A sentence that gives the standing question's answer is stopped, the model is told, then the lesson takes over."""
    server = replay()
    one = talk(server.url).until(ask)
    server.bodies.clear()
    server.said = [f"{SAFE}{leak} ", f"{leak} "]
    one.say("What is drift?" if ask != "what-rises" else "Which one is it, can you explain?")
    assert leak not in one.shown and all(leak not in said.text for said in one.said if said.by == "model")
    assert [f.error for f in one.of("model_failed")] == ["leaked", "leaked"]
    assert one.said[-1].by == "authored"
    assert "stopped" in words_of(server.requests[1]) and "gives away" in words_of(server.requests[1])
    assert one.notices == [f"{CALM['leaked']}; going on from the lesson's own text"]
    assert one.asked.ask == ask


def test_a_hint_may_be_said(replay: Callable[..., Replay], talk: Callable[..., Any], lesson: Any) -> None:
    """The question's own hints are no leak."""
    server = replay()
    one = talk(server.url).until("what-rises")
    hint = lesson.asked_items()["what-rises"].hints[0]
    server.said = [hint]
    one.say("What is meant by that?")
    assert one.shown == hint


@pytest.mark.parametrize("wrong", ["Correct!", "That is right.", "Exactly right, well done.", "You got 3 of 3 points."])
def test_another_grade_is_never_shown(wrong: str, replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """Praise for an answer that was graded as wrong is stopped."""
    server = replay()
    one = talk(server.url).until("explain-levels")
    server.said = [f"{wrong} You have it.", f"{wrong} You have it."]
    one.say("level 0 models are bad, level 1 models are good and level 2 models are the best")
    graded = one.of("answer_graded")[-1]
    assert graded.verdict in ("incorrect", "partial")
    assert wrong not in everything_shown(one)
    assert [f.error for f in one.of("model_failed")] == ["contradicted", "contradicted"]
    assert one.said[-1].by == "authored"


@pytest.mark.parametrize("chunk", [1, 2, 5, 100])
def test_thinking_is_never_shown(chunk: int, replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """Thoughts, in the text or in a field of their own, are neither shown, nor kept, nor sent back."""
    server = replay()
    one = talk(server.url)
    server.said = [
        Reply(f"<think>Your team is at level 2. SECRET PLAN?</think>{GROUND}", reasoning="SECRET PLAN", chunk=chunk)
    ]
    one.say(QUESTION)
    assert one.shown == GROUND
    assert [said.text for said in one.said] == [GROUND]
    one.say(QUESTION)
    assert "SECRET PLAN" not in repr(one.events)
    assert "SECRET PLAN" not in words_of(server.requests[-1])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (f"{GROUND} What do you think?", GROUND),
        (f"{GROUND} What do you think? Or is it that? Tell me?", GROUND),
        (f"{GROUND}\n\nWhat would you do?\n", GROUND),
        ("Why is that? Since nobody looks. ", "Why is that? Since nobody looks."),
        (f"{GROUND} 你觉得呢？", GROUND),
    ],
)
def test_a_trailing_question_is_dropped(
    said: str, shown: str, replay: Callable[..., Replay], talk: Callable[..., Any]
) -> None:
    """A question at the very end would be a second one beside the lesson's own; one in the middle stays."""
    server = replay()
    one = talk(server.url)
    server.said = [said]
    one.say(QUESTION)
    assert one.shown.strip() == shown
    assert one.said[-1].text == shown


def test_nothing_but_a_question(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """An answer of which nothing is left is an empty one: the lesson's own text follows."""
    server = replay()
    one = talk(server.url)
    server.said = ["What do you think?"]
    one.say(QUESTION)
    assert [f.error for f in one.of("model_failed")] == ["empty"]
    assert [said.by for said in one.said] == ["authored"]


def test_an_answer_cut_at_its_length(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """An answer that ends at the limit of its length loses its last, broken sentence."""
    server = replay()
    one = talk(server.url)
    server.said = [Reply(f"{GROUND} And then there is", finish="length")]
    one.say(QUESTION)
    assert one.said[-1].text == GROUND
    assert not one.of("model_failed")


def test_what_is_stored_is_what_was_shown(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """The record of a speech is the very text that was streamed, whatever its Markdown."""
    server = replay()
    one = talk(server.url)
    text = "Some *words*:\n\n- one thing\n- another\n\n```python\nx = 1\n```\n\nAnd an end, e.g. this one. Done."
    for chunk in (1, 3, 1000):
        server.said = [Reply(text, chunk=chunk)]
        one.say(QUESTION)
        assert one.shown == text
        assert one.said[-1].text == text


def test_model_off_and_on(replay: Callable[..., Replay], talk: Callable[..., Any]) -> None:
    """/model off asks nothing more of the endpoint, /model NAME asks another model; both are in the record."""
    server = replay()
    one = talk(server.url)
    one.say("/model off")
    one.say(QUESTION)
    assert not server.bodies
    assert one.said[-1].by == "authored"
    one.say("/model other")
    one.say(QUESTION)
    assert server.requests[-1]["model"] == "other"
    assert one.said[-1].by == "model"
    one.say("/model")
    changed = one.of("tutor_changed")
    assert [(c.tutor, c.model, c.endpoint) for c in changed] == [
        ("authored", None, None), ("model", "other", "127.0.0.1"),
    ]  # fmt: skip
    assert "other" in one.said[-1].text
