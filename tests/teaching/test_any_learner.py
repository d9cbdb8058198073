"""Whatever a learner types, the lesson goes on: it never raises, asks one thing at a time, and always has an end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.learner import events as ev
from tutor.teaching.commands import NAMES

AFTER = {"session": "x", "at": "2026-01-01T00:00:00.000+00:00", "level": 0, "correct": 1, "asked": 11}
FACTS = ("automated_training", "automated_pipeline", "automated_cicd")
SAID = [
    "", " ", "yes", "no", "y", "n", "I don't know", "partly", "maybe", "a", "b", "c", "d", "0", "1", "2", "7", "level 2",
    "a b c d e", "d a b e c", "1 3", "all", "none", "1,2", "what do you mean?", "What is CI/CD?", "is it 2?", "/",
    "actually, our pipeline runs by itself", "wait, we retrain by hand", "sorry, no CI/CD", "exit the room",
    "we have a cron job, but somebody copies the model over", "Airflow retrains every night, merges deploy themselves",
    "At level 0 people do everything by hand.", "a pipeline retrains the model by itself",
    "bad data goes live and nobody notices; put a check before it", "CI/CD for the pipeline's code", "\x1b[2J", "/usr/bin/x",
]  # fmt: skip
LEAVING = ("quit", "restart")


def commands() -> st.SearchStrategy[str]:
    """Every command that does not leave, with arguments that fit, and with some that do not."""
    pair = st.tuples(st.sampled_from(FACTS), st.sampled_from(["yes", "no", "perhaps"])).map(" ".join)
    argument = st.one_of(st.just(""), pair, st.lists(pair, max_size=3).map(" ".join), st.text(max_size=20))
    names = st.sampled_from([name for name in NAMES if name not in LEAVING] + ["hnit", "nextt", "x"])
    return st.builds(lambda name, rest: f"/{name} {rest}".rstrip(" "), names, argument).filter(
        lambda reply: not reply.strip().lower().startswith(("/quit", "/restart"))
    )


def replies() -> st.SearchStrategy[str]:
    return st.one_of(
        st.sampled_from(["", "/next", "/next"]), st.sampled_from(SAID), commands(),
        st.text(st.characters(), max_size=60).filter(lambda text: text.strip().lower() not in ("quit", "exit")),
    )  # fmt: skip


def conversations(length: int) -> st.SearchStrategy[list[str]]:
    """Arbitrary replies, from some place in the lesson on."""
    way = st.integers(0, 60).map(lambda steps: ["/next"] * steps)
    place = st.one_of(st.just([]), way, st.just(["/level"]), st.just(["/quiz"]))
    return st.builds(lambda first, then: first + then, place, st.lists(replies(), max_size=length))


def check_turn(driver: Any) -> None:
    """One reply stored first, then exactly one question, or the end, and that last."""
    turn = driver.turn
    assert isinstance(turn[0], ev.LearnerSaid)
    ends = [event for event in turn if isinstance(event, ev.Asked | ev.SessionFinished)]
    assert len(ends) == 1 and turn[-1] is ends[0]
    assert sum(isinstance(event, ev.LearnerSaid) for event in turn) == 1
    speeches = [event for event in turn if isinstance(event, ev.TutorSaid)]
    assert all(speech.text.strip() for speech in speeches), "the tutor said nothing, aloud"


@settings(max_examples=120)
@given(conversations(30), st.sampled_from([None, AFTER]))
def test_any_replies_lead_on(quick: Callable[..., Any], said: list[str], after: dict[str, object] | None) -> None:
    """After arbitrary replies and commands each turn asks one thing, and /next leads to the end in bounded time."""
    driver = quick(after)
    for reply in said:
        if driver.over:
            break
        driver.say(reply)
        check_turn(driver)
    for _ in range(150):
        if driver.over:
            break
        driver.say("/next")
        check_turn(driver)
    assert driver.over == "finished"


@settings(max_examples=100)
@given(conversations(25))
def test_the_state_is_the_fold_of_the_events(
    quick: Callable[..., Any], refold: Callable[..., Any], said: list[str]
) -> None:
    """After arbitrary replies the session's state is the fold of what was stored, and of nothing else."""
    driver = quick()
    for reply in said:
        if driver.over:
            break
        driver.say(reply)
    assert refold(driver.store.events) == driver.state


@settings(max_examples=100)
@given(
    conversations(25),
    st.sampled_from(["/help", "/progress", "/why", "/what-if", "/nonsense", "What is CI/CD?", "do I need Kubernetes?"]),
)
def test_an_aside_never_moves_the_lesson(quick: Callable[..., Any], said: list[str], aside: str) -> None:
    """After arbitrary replies a question or a command that only tells something leaves the same question standing."""
    driver = quick()
    for reply in said:
        driver.say(reply)
        if driver.over:
            return
    before, facts = driver.pending, driver.state.facts
    driver.say(aside)
    assert (driver.pending, driver.state.facts) == (before, facts)


@settings(max_examples=100)
@given(conversations(25))
def test_resuming_anywhere_asks_the_same(
    quick: Callable[..., Any], begin_from: Callable[..., Any], said: list[str]
) -> None:
    """After arbitrary replies, leaving and starting again asks the same question in the same words."""
    driver = quick()
    for reply in said:
        driver.say(reply)
        if driver.over:
            return
    again = begin_from(driver.events)
    assert again.pending == driver.pending


@pytest.fixture(scope="session")
def begin_from(quick: Callable[..., Any]) -> Callable[..., Any]:
    """Resumes from events, in memory."""

    def resume(events: list[ev.Event]) -> Any:
        first = quick()
        return type(first)(first.lesson, first.assessment, type(first.store)(), history=events)

    return resume


LEARNERS: dict[str, Callable[[ev.Asked], str]] = {
    "knows-nothing": lambda asked: "" if asked.kind == "continue" else "I don't know",
    "always-a": lambda asked: "" if asked.kind == "continue" else "a" if asked.options else "I don't know",
    "only-enter-and-skip": lambda asked: "" if asked.kind == "continue" else "/skip",
    "yes-to-all": lambda asked: "yes" if asked.kind in ("diagnostic", "confirm", "continue", "reflect") else "no idea",
    "partly": lambda asked: "partly" if asked.kind == "diagnostic" else "no" if asked.kind == "confirm" else "/next",
    "unread": lambda asked: (
        "" if asked.kind == "continue" else "idk" if asked.kind != "diagnostic" else "the model is blue"
    ),
}


@pytest.mark.parametrize("name", LEARNERS)
def test_every_constant_learner_finishes(quick: Callable[..., Any], name: str) -> None:
    """A learner who answers always in the same way reaches the end of the lesson with a level."""
    driver = quick()

    def answer(asked: ev.Asked) -> str:
        """Goes past a question only when it was put a sixth time in a row."""
        last = [event.ask for event in driver.of(ev.Asked)][-6:]
        return "/next" if len(last) == 6 and len(set(last)) == 1 else LEARNERS[name](asked)

    driver.finish(answer)
    assert driver.of(ev.LevelAssessed)


@settings(max_examples=40)
@given(st.data())
def test_whoever_answers_finishes(quick: Callable[..., Any], data: st.DataObject) -> None:
    """A learner who gives some answer to every question, right, wrong or unknown, always finishes."""
    driver = quick()

    def answer(asked: ev.Asked) -> str:
        if asked.options and asked.kind != "continue":
            labels = [option.id for option in asked.options]
            order = driver.lesson.asked_items()[asked.ask].kind == "order"
            return " ".join(data.draw(st.permutations(labels))) if order else data.draw(st.sampled_from(labels))
        match asked.kind:
            case "continue":
                return ""
            case "diagnostic":
                return data.draw(st.sampled_from(["yes", "no", "I don't know", "partly"]))
            case "confirm":
                return data.draw(st.sampled_from(["yes", "no"]))
            case "reflect":
                return "something"
        return data.draw(st.sampled_from(["0", "1", "2", "I don't know"]))

    driver.finish(answer)
    assert {event.stage for event in driver.of(ev.StageFinished)} == set(driver.lesson.stages)
    finished = driver.of(ev.SessionFinished)[0]
    assert finished.asked == 11 and 0 <= finished.correct <= 11


def test_a_reply_of_a_megabyte_is_kept_as_typed(quick: Callable[..., Any]) -> None:
    """A reply of a megabyte, control characters and broken Unicode included, is stored and the lesson goes on."""
    driver = quick()
    text = "\x1b[31m\ud800 what? " * 70_000
    for _ in range(12):
        driver.say(text)
        check_turn(driver)
        assert driver.turn[0].text == text.replace("\ud800", "\ufffd")
        driver.say("/next")
