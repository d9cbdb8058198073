"""The tools of an assistant, called as the server calls them, without a server."""

from __future__ import annotations

import contextlib
import json
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.interface.mcp_desk import Desk
from tutor.interface.mcp_tools import Tool, check_arguments, tools
from tutor.interface.opening import load, open_session
from tutor.interface.settings import Settings
from tutor.learner.journal import Journal
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Choice, Explain, Lesson, Order
from tutor.teaching import assistant
from tutor.teaching.assistant import Refused

FACTS = ("automated_training", "automated_pipeline", "automated_cicd")


class Tools:
    """The tools of one lesson and one learner; every result is compared with its schema."""

    def __init__(self, lesson: Lesson, assessment: Assessment | None, home: Path) -> None:
        self.journal = Journal(home)
        self.offered = tools(Desk(lesson, assessment, self.journal))

    def __call__(self, name: str, /, **arguments: Any) -> dict[str, Any]:
        tool = self.offered[name]
        result = tool.call(arguments)
        jsonschema.validate(result, tool.output_schema)
        assert json.loads(json.dumps(result)) == result
        return result

    def refused(self, name: str, /, **arguments: Any) -> str:
        with pytest.raises(Refused) as refusal:
            self.offered[name].call(arguments)
        return str(refusal.value)

    def events(self, session: str) -> list[dict[str, Any]]:
        return [recorded.payload for recorded in self.journal.events(session)]


@contextlib.contextmanager
def calling(lesson: Lesson, assessment: Assessment | None) -> Iterator[Tools]:
    with tempfile.TemporaryDirectory() as folder:
        called = Tools(lesson, assessment, Path(folder))
        yield called
        called.journal.close()


@pytest.fixture(autouse=True)
def nothing_is_learned_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learning in the background would only make every test here slower."""
    monkeypatch.setattr("tutor.interface.connect.Staff.warm_up", lambda self: None)


@pytest.fixture
def call(lesson: Lesson, assessment: Assessment, home: Path) -> Iterator[Tools]:
    called = Tools(lesson, assessment, home)
    yield called
    called.journal.close()


def to(call: Tools, ask: str, answers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Go on until this question stands."""
    turn = call("next_step")
    for _ in range(200):
        asked = turn["asked"]
        if asked["ask"] == ask:
            return turn
        reply = (answers or {}).get(asked["ask"], {"diagnostic": "no", "confirm": "yes"}.get(asked["kind"], "/next"))
        turn = call("reply", reply=reply, ask=asked["ask"])
    raise AssertionError(f"{ask} is never asked")


# — arguments —

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2)
)


@pytest.fixture(scope="session")
def offered(lesson: Lesson, assessment: Assessment) -> list[Tool]:
    """Every tool, to look at and not to call."""
    with calling(lesson, assessment) as called:
        return list(called.offered.values())


@given(data=st.data())
def test_arguments_are_taken_exactly_when_their_schema_takes_them(offered: list[Tool], data: st.DataObject) -> None:
    """Our own check says no exactly where the published schema does, and in one line."""
    tool = data.draw(st.sampled_from(offered))
    names = [*tool.input_schema["properties"], "other"]
    arguments = data.draw(st.dictionaries(st.sampled_from(names), VALUES | st.sampled_from(FACTS), max_size=5))
    valid = jsonschema.Draft202012Validator(tool.input_schema).is_valid(arguments)
    try:
        check_arguments(tool.name, tool.input_schema, arguments)
    except Refused as refusal:
        assert not valid
        assert tool.name in str(refusal)
        assert "\n" not in str(refusal)
    else:
        assert valid


@settings(max_examples=25)
@given(calls=st.lists(st.tuples(st.integers(0, 5), st.text(max_size=30), st.text(max_size=8)), max_size=8))
def test_no_call_breaks_anything(lesson: Lesson, assessment: Assessment, calls: list[tuple[int, str, str]]) -> None:
    """Any text in any order is answered or refused, and the record stays one that can be resumed."""
    with calling(lesson, assessment) as called:
        for number, text, other in calls:
            name = sorted(called.offered)[number]
            arguments: dict[str, Any] = {
                "reply": {"reply": text, "said": other},
                "next_step": {"new": len(text) % 7 == 6, "said": text},
                "understand": {"question": FACTS[len(text) % 3], "reply": text},
                "grade": {"item": other, "answer": text},
                "assess": {fact: fact in text for fact in FACTS},
                "progress": {},
            }[name]
            with contextlib.suppress(Refused):
                called(name, **arguments)
        assert called("next_step")["asked"]


# — the order —


def test_what_comes_first_is_said(call: Tools) -> None:
    """A reply before the beginning, one to another question, a grade out of turn: each is told what comes first."""
    assert "next_step" in call.refused("reply", reply="hello", ask="plan")
    stands = call("next_step")["asked"]["ask"]
    told = call.refused("reply", reply="by Friday", ask="plan")
    assert f'What comes first is "{stands}"' in told
    assert f'What comes first is "{stands}"' in call.refused("grade", item="quiet-cron", answer="0")
    assert f'What comes first is "{stands}"' in call("grade", item="data-or-idea", answer="no idea")["note"]
    assert f'What comes first is "{stands}"' in call("assess", **dict.fromkeys(FACTS, False))["note"]
    session = call("progress")["session"]
    assert not [event for event in call.events(session) if event["type"] == "learner_said"]


def test_what_has_one_right_answer_cannot_be_tried_out(call: Tools, assessment: Assessment) -> None:
    """Neither by grading options, nor by asking the function for what is to be predicted."""
    to(call, "what-rises")
    for letter in "abcd":
        assert 'call reply with ask "what-rises"' in call.refused("grade", item="what-rises", answer=letter)
    turn = call("reply", reply="b", ask="what-rises")
    assert call("grade", item="what-rises", answer="b")["verdict"] == "correct"
    assert turn["graded"] == {"ask": "what-rises", "verdict": "correct", "by": "code"}
    to(call, "demo-predict")
    nothing = dict.fromkeys(FACTS, False)
    assert "predict" in call.refused("assess", **nothing)
    assert call("assess", **{**nothing, "automated_pipeline": True})["level"] == 1


def test_a_finished_lesson_offers_what_to_do_again(call: Tools) -> None:
    """After the end a reply is refused, and the next step is what a terminal would ask at its next start."""
    turn = to(call, "plan")
    while "finished" not in turn:
        turn = call("reply", reply="/next", ask=turn["asked"]["ask"])
    assert "asked" not in turn
    assert "over" in turn["then"]
    assert "next_step" in call.refused("reply", reply="again", ask="plan")
    offered = call("next_step")
    assert [option["id"] for option in offered["asked"]["options"]] == ["1", "2", "3"]
    assert offered["session"] != turn["session"]


def test_leaving_starting_over_and_a_new_start(call: Tools) -> None:
    """/quit leaves and next_step comes back; /restart and `new` begin a session of their own."""
    first = call("next_step")
    left = call("reply", reply="/quit")
    assert "asked" not in left
    assert "goodbye" in left["then"]
    assert "not open" in call.refused("reply", reply="x")
    back = call("next_step")
    assert back["session"] == first["session"]
    assert back["asked"]["ask"] == first["asked"]["ask"]
    over = call("reply", reply="/restart", ask=back["asked"]["ask"])
    assert over["session"] != first["session"]
    assert over["say"] == first["say"]
    assert call("next_step", new=True)["session"] not in (first["session"], over["session"])


def test_a_session_that_another_program_holds(call: Tools, home: Path) -> None:
    """At the first start a session of its own begins and says so; what was begun here is not taken away there."""
    terminal = open_session(Settings(home, offline=True), new=False)
    list(terminal.begin())
    own = call("next_step")
    assert own["session"] != terminal.session.id
    assert "new one" in own["notes"][0]
    terminal.close()
    assert call("next_step")["session"] == own["session"]


def test_a_server_that_is_started_anew_goes_on(call: Tools, lesson: Lesson, assessment: Assessment) -> None:
    """A host may end its server between two calls: a reply to the question that stands is taken all the same."""
    ask = call("next_step")["asked"]["ask"]
    anew = tools(Desk(lesson, assessment, call.journal))
    with pytest.raises(Refused, match="next_step"):
        anew["reply"].call({"reply": "a person"})
    with pytest.raises(Refused, match="next_step"):
        anew["reply"].call({"reply": "a person", "ask": "plan"})
    turn = anew["reply"].call({"reply": "a person", "ask": ask})
    assert turn["asked"]["ask"] != ask
    kinds = [event["type"] for event in call.events(turn["session"])]
    assert kinds.count("session_resumed") == kinds.count("learner_said") == 1


def test_a_server_that_is_started_anew_leaves_a_session_that_is_held(
    lesson: Lesson, assessment: Assessment, call: Tools, home: Path
) -> None:
    """The reply goes to no older session that happens to wait for the same question."""
    call("next_step")
    call("next_step", new=True)
    terminal = open_session(Settings(home, offline=True), new=False)
    ask = terminal.session.state.pending
    anew = tools(Desk(lesson, assessment, call.journal))
    with pytest.raises(Refused, match="open in another program"):
        anew["reply"].call({"reply": "a person", "ask": ask})
    terminal.close()
    assert call("progress")["session"] == terminal.session.id
    assert anew["reply"].call({"reply": "a person", "ask": ask})["session"] == terminal.session.id


def test_who_teaches_cannot_be_changed_from_here(call: Tools) -> None:
    """/model answers who teaches, truthfully, and the record stays an assistant's."""
    turn = call("next_step")
    told = call("reply", reply="/model off", ask=turn["asked"]["ask"])
    assert "assistant" in told["say"][0]
    kinds = [event["type"] for event in call.events(turn["session"])]
    assert "tutor_changed" not in kinds


# — the level —


@given(facts=st.fixed_dictionaries(dict.fromkeys(FACTS, st.booleans())), stated=st.none() | st.integers(-3, 9))
def test_the_level_is_the_functions(
    lesson: Lesson, assessment: Assessment, facts: dict[str, bool], stated: int | None
) -> None:
    """For all facts, and whatever was stated; a stated level that is not computed is taken back."""
    result = assistant.assess(assessment, lesson, None, facts, stated)
    computed = assessment(facts)
    assert (result.level, result.advice) == computed
    assert result.say == f"Level {computed.level}: {computed.advice}"
    assert ("Take it back" in result.note) == (stated is not None and stated != computed.level)


def test_a_level_that_is_stated_is_corrected(call: Tools) -> None:
    """Before there is one, and after; the true one is left alone."""
    turn = call("next_step", said="Hello.")
    assert turn["corrections"] == []
    turn = call("reply", reply="a person", ask=turn["asked"]["ask"], said="Welcome! You are at level 2, clearly.")
    assert "No level has been computed" in turn["corrections"][0]["say"]
    assert turn["then"].startswith("First take back")
    turn = to(call, "diagnosis:level", {"automated_pipeline": "yes"})
    say = turn["level"]["say"]
    assert say.startswith("Level 1: ")
    assert "Say `level.say` word for word" in turn["then"]
    assert turn["level"]["evidence"]["automated_pipeline"] == "yes"
    turn = call("next_step", said="By the lesson's rule you are at level 2.")
    assert [fix["say"] for fix in turn["corrections"]] == [say]
    turn = call("reply", reply="", ask="diagnosis:level", said=f"You are at level 1. {say}")
    assert turn["corrections"] == []


def test_a_verdict_that_is_stated_is_corrected(call: Tools) -> None:
    """What the result says of an answer may be said, its opposite may not."""
    to(call, "what-rises")
    turn = call("reply", reply="a", ask="what-rises")
    assert turn["graded"]["verdict"] == "incorrect"
    assert call("next_step", said="That is correct!")["corrections"][0]["say"].startswith(
        "The verdict on that answer is"
    )
    assert call("next_step", said="Not that one.")["corrections"] == []
    gave_away = call("next_step", said="The answer is b.")["corrections"]
    assert "Leave this question to the learner" in gave_away[0]["say"]


# — the key —


def keys(lesson: Lesson) -> dict[str, list[str]]:
    """For each graded question what must not be told before the attempt at it is over."""
    found = {}
    for name, item in lesson.asked_items().items():
        secret = [item.answer.strip()]
        if isinstance(item, Explain):
            secret += [criterion.text for criterion in item.criteria]
        if isinstance(item, Choice | Order):
            secret.append(json.dumps(item.key))
        found[name] = [text for text in secret if len(text) > 2]
    return found


def test_no_result_holds_a_key_before_the_attempt_is_over(call: Tools, lesson: Lesson) -> None:
    """Wrong answers and hints through the whole lesson, and whatever else can be called at each question."""
    secrets, over, times = keys(lesson), set[str](), dict[str, int]()
    wrong = {"choice": "a", "predict": "2", "order": "a b c d e", "explain": "because it is better", "reflect": "x"}
    turn = call("next_step")
    for _ in range(300):
        if "finished" in turn:
            break
        asked = turn["asked"]
        item = lesson.asked_items().get(asked["ask"])
        times[asked["ask"]] = times.get(asked["ask"], 0) + 1
        results = [turn]
        if times[asked["ask"]] == 1:
            results.append(call("progress"))
        if times[asked["ask"]] == 1 and isinstance(item, Explain):
            results.append(call("grade", item=item.id, answer="It is all better with checks, records and people."))
        over |= {
            event["ask"]
            for event in call.events(turn["session"])
            if event["type"] == "answer_shown" or event.get("verdict") == "correct"
        }
        told = json.dumps(results, ensure_ascii=False)
        for name, texts in secrets.items():
            assert name in over or not [text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] in told]
        reply = {"diagnostic": "no", "confirm": "no", "continue": ""}.get(asked["kind"]) or (
            wrong[item.kind] if item else ""
        )
        reply = "/skip" if times[asked["ask"]] > 2 and item else reply
        turn = call("reply", reply=reply, ask=asked["ask"])
    assert "finished" in turn
    assert over >= {item.id for item in lesson.graded_items}


def test_no_list_and_no_text_holds_a_key(call: Tools, lesson: Lesson, assessment: Assessment) -> None:
    """What can be read at any time: the tools, the resources, the rules."""
    told = json.dumps(
        [
            [(t.name, t.description, t.input_schema, t.output_schema) for t in call.offered.values()],
            assistant.texts(lesson, assessment),
            assistant.guided_lesson(lesson),
        ],
        ensure_ascii=False,
    )
    for texts in keys(lesson).values():
        assert not [text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] in told and " " in text]


# — other lessons —


def test_another_lesson(write_pack: Callable[..., Path], home: Path) -> None:
    """Nothing but its own facts and words: a table of rules, one prompt, no demo."""
    lesson, assessment = load(str(write_pack()))
    call = Tools(lesson, assessment, home)
    assert call("assess", tests=True, deploys=False)["say"] == "Level 1: Deploy by machine."
    assert call("understand", question="tests", reply="no")["answer"] == "no"
    everything = json.dumps(
        [
            assistant.texts(lesson, assessment),
            assistant.guided_lesson(lesson),
            [(t.description, t.input_schema) for t in call.offered.values()],
            call("next_step"),
        ]
    )
    assert "MLOps" not in everything.replace("mlops-tutor", "")
    assert list(assistant.texts(lesson, assessment)) == ["why", "prompt-1", "try-it"]
    call.journal.close()


def test_a_lesson_that_assesses_and_grades_nothing(write_pack: Callable[..., Path], home: Path) -> None:
    """It offers no tool for what it does not have."""
    toml = 'format = 1\nid = "talk"\ntitle = "A talk"\nsummary = "Only told."\nminutes = 1\nprompts = ["1-only.md"]\n'
    checks = 'title = "The one thing"\n'
    gone = dict.fromkeys(("diagnosis.toml", "levels.toml", "questions.toml", "try-it.toml"))
    lesson, assessment = load(str(write_pack({"lesson.toml": toml, "1-only/checks.toml": checks, **gone}, "talk")))
    call = Tools(lesson, assessment, home)
    assert sorted(call.offered) == ["next_step", "progress", "reply"]
    turn = call("next_step")
    while "finished" not in turn:
        turn = call("reply", reply="", ask=turn["asked"]["ask"])
    call.journal.close()


def test_what_the_next_calls_need_is_learned_after_the_first(
    lesson: Lesson, assessment: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every step of the learning is taken in the background, once."""
    taken: list[int] = []

    def warm_up() -> Iterator[None]:
        for step in range(3):
            taken.append(step)
            yield

    desk = Desk(lesson, assessment, Journal(tmp_path))
    monkeypatch.setattr(desk.staff, "warm_up", warm_up)
    before = set(threading.enumerate())
    first = tools(desk)["next_step"]
    first.call({})
    first.call({})
    for thread in set(threading.enumerate()) - before:
        thread.join()
    assert taken == [0, 1, 2]
