"""The plain and the JSON-lines front end on real streams: what is read, what is written, and how they end."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tutor.interface import jsonl, plain
from tutor.interface.opening import Opened, open_session
from tutor.interface.settings import Settings

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def opened(home: Path) -> Iterator[Callable[..., Opened]]:
    """Opens a session, as `learn` does, and closes it at the end."""
    open_ones: list[Opened] = []

    def start(lesson: Path | None = None, new: bool = False) -> Opened:
        while open_ones:
            open_ones.pop().close()
        settings = Settings(home=home, lesson=str(lesson) if lesson else None, offline=True)
        open_ones.append(open_session(settings, new=new))
        return open_ones[-1]

    yield start
    for one in open_ones:
        one.close()


def talk_jsonl(one: Opened, *lines: str | bytes) -> tuple[list[dict[str, Any]], str]:
    """The events printed and the errors, for these lines of input."""
    raw = b"".join(line if isinstance(line, bytes) else json.dumps({"reply": line}).encode() + b"\n" for line in lines)
    out, errors = io.StringIO(), io.StringIO()
    jsonl.run(one, io.BytesIO(raw), out, errors)
    return [json.loads(line) for line in out.getvalue().splitlines()], errors.getvalue()


def talk_plain(one: Opened, text: str | bytes, echo: bool = True) -> str:
    out = io.StringIO()
    plain.run(one, io.BytesIO(text.encode() if isinstance(text, str) else text), out, echo=echo)
    return out.getvalue()


# — JSON lines —

NO_REPLIES = [
    b"not json\n", b"{}\n", b'{"reply": 3}\n', b'{"reply": null}\n', b'["reply"]\n', b'"reply"\n', b"3\n",
    b'{"Reply": "x"}\n', b'{"reply": "x"\n', b"\xff\xfe\n", b"[" * 100_000 + b"\n", b'{"reply": ["x"]}\n', b"null\n", b"NaN\n",
]  # fmt: skip


@pytest.mark.parametrize("line", NO_REPLIES, ids=lambda line: repr(line[:20]))
def test_a_line_that_is_no_reply_is_told_and_not_stored(opened: Callable[..., Opened], line: bytes) -> None:
    """A line that is no reply gets one line on standard error, is not stored, and the question stands."""
    events, errors = talk_jsonl(opened(), line, "/help")
    assert len(errors.splitlines()) == 1
    assert [event["text"] for event in events if event["type"] == "learner_said"] == ["/help"]


def test_further_fields_of_a_reply_are_ignored(opened: Callable[..., Opened]) -> None:
    """A reader ignores what it does not know."""
    events, errors = talk_jsonl(opened(), b'{"reply": "/help", "of_the_future": 1}\n')
    assert errors == ""
    assert [event["text"] for event in events if event["type"] == "learner_said"] == ["/help"]


def test_a_last_line_without_its_end_is_a_reply(opened: Callable[..., Opened]) -> None:
    """The input may end without a newline."""
    events, _ = talk_jsonl(opened(), b'{"reply": "/help"}')
    assert events[-1]["type"] == "asked"


@pytest.mark.parametrize("reply", ["\x1b[2J", "a\nb\r\n\tc", "\x00\x07", "👍 日本語", " ", "x" * 1_000_000])
def test_a_reply_is_stored_as_typed(opened: Callable[..., Opened], reply: str) -> None:
    """Control characters, several lines, a megabyte: a reply is stored as it was typed, before anything else."""
    events, _ = talk_jsonl(opened(), reply)
    (said,) = [event for event in events if event["type"] == "learner_said"]
    assert said["text"] == reply


def test_a_lone_surrogate_becomes_a_replacement_character(opened: Callable[..., Opened]) -> None:
    """What is not valid Unicode becomes U+FFFD."""
    events, _ = talk_jsonl(opened(), b'{"reply": "a\\ud800b"}\n')
    assert [event["text"] for event in events if event["type"] == "learner_said"] == ["a\ufffdb"]


def test_every_line_is_ascii(opened: Callable[..., Opened]) -> None:
    """Each event is one line of ASCII."""
    out = io.StringIO()
    jsonl.run(opened(), io.BytesIO(json.dumps({"reply": "日本語"}).encode()), out, io.StringIO())
    assert out.getvalue().isascii()


def test_quit_and_the_end_of_input_ask_nothing_more(opened: Callable[..., Opened]) -> None:
    """`/quit` ends after the stored reply; the end of input ends after the question; the next start resumes."""
    events, _ = talk_jsonl(opened(), "/quit", "never read")
    assert events[-1]["type"] == "learner_said"
    again, _ = talk_jsonl(opened())
    assert again[0]["type"] == "session_resumed"
    assert again[0]["seq"] == len(events) + 1
    assert again[-1]["type"] == "asked"
    assert again[-1]["text"] == events[-2]["text"]


def test_restart_begins_another_session_and_keeps_the_first(opened: Callable[..., Opened]) -> None:
    """`/restart` begins a new session with its own numbering; the old one stays unfinished in the record."""
    one = opened()
    events, _ = talk_jsonl(one, "/restart", "/quiz")
    starts = [event for event in events if event["type"] == "session_started"]
    assert len({event["session"] for event in starts}) == 2
    assert [event["seq"] for event in starts] == [1, 1]
    assert events[-1]["session"] == starts[1]["session"]
    assert len(one.journal.sessions()) == 2


def test_a_new_session_is_asked_for(opened: Callable[..., Opened]) -> None:
    """`--new` starts over, and the old record is kept."""
    first, _ = talk_jsonl(opened(), "/quiz")
    one = opened(new=True)
    second, _ = talk_jsonl(one)
    assert second[0]["type"] == "session_started" and second[0]["session"] != first[0]["session"]
    assert second[0]["after"] is None
    assert len(one.journal.sessions()) == 2


def test_two_at_once_have_a_session_each(opened: Callable[..., Opened], home: Path) -> None:
    """While one holds the session, a second start has one of its own and says so; later the newest is resumed."""
    first = opened()
    talk_jsonl(first, "/quiz")
    second = open_session(Settings(home=home, offline=True), new=False)
    events, errors = talk_jsonl(second)
    second.close()
    assert events[0]["type"] == "session_started" and events[0]["session"] != first.session.id
    assert len(errors.splitlines()) == 1
    third, errors = talk_jsonl(opened())
    assert (third[0]["type"], third[0]["session"], errors) == ("session_resumed", events[0]["session"], "")


def test_after_the_end_the_next_start_offers(opened: Callable[..., Opened], write_pack: Callable[..., Path]) -> None:
    """A finished lesson is not restarted silently: the next start asks what to do."""
    folder = write_pack()
    events, _ = talk_jsonl(opened(folder), *["/next"] * 20)
    assert events[-1]["type"] == "session_finished"
    again, _ = talk_jsonl(opened(folder))
    assert [event["type"] for event in again] == ["session_started", "asked"]
    assert again[0]["after"]["session"] == events[0]["session"]
    assert again[1]["options"]


def test_sessions_are_kept_apart_by_lesson(opened: Callable[..., Opened], write_pack: Callable[..., Path]) -> None:
    """A start of one lesson does not resume another's session."""
    first, _ = talk_jsonl(opened())
    second, _ = talk_jsonl(opened(write_pack()))
    third, _ = talk_jsonl(opened())
    assert second[0]["type"] == "session_started"
    assert third[0]["session"] == first[0]["session"]


# — plain —


def test_the_plain_transcript_reads_like_one(opened: Callable[..., Opened], write_pack: Callable[..., Path]) -> None:
    """The whole transcript of a small lesson, as it stands on the page at 80 columns."""
    shown = talk_plain(opened(write_pack()), "\nwrong\nb\n\n")
    parts = [
        "A small lesson",
        "── the why ──",
        "Because it matters.",
        "Enter goes on to prompt 1 of 1.",
        "> ",
        "── prompt 1 of 1: The one thing ──",
        "“Explain the one thing.”",
        "The one thing is this.",
        "Which one?",
        "a)  The bad apple",
        "b)  The good pear",
        "> wrong",
        "Answer with one of the letters, a to b.",
        "Which one?",
        "> b",
        "That is right. The right one, since it is right.",
        "Enter goes on to your own process.",
        "── your own process ──",
        "Two questions.",
        "Do you have tests?",
        "• Yes: any test.",
        "Your place is saved. Run `mlops-tutor` to go on.",
    ]
    places = [shown.find(part) for part in parts]
    position = 0
    for part in parts:
        position = shown.find(part, position)
        assert position >= 0, f"{part!r} is not there, or out of order:\n{shown}"
        position += len(part)
    assert all(place >= 0 for place in places)
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_the_end_says_how_to_resume(opened: Callable[..., Opened]) -> None:
    """The end of input says in the last lines that the place is saved, and which command goes on."""
    shown = talk_plain(opened(), "")
    assert "mlops-tutor" in "".join(shown.splitlines()[-2:])


def test_a_reply_is_echoed_only_where_nobody_saw_it(opened: Callable[..., Opened]) -> None:
    """Piped replies stand in the transcript; what was typed at a terminal is not shown twice."""
    assert "> a piped reply" in talk_plain(opened(), "a piped reply\n")
    assert "a typed reply" not in talk_plain(opened(new=True), "a typed reply\n", echo=False)


@pytest.mark.parametrize(
    "reply",
    [
        b"what is \x1b[2J\x9b31m\x07 training?\n",
        b"\xff\xfe\x00\n",
        "\u202ewhat is this?\u2066\n".encode(),
        b"x" * 300_000 + b"\n",
    ],
)
def test_plain_shows_no_control_character(opened: Callable[..., Opened], reply: bytes) -> None:
    """Whatever is typed, the transcript holds no control character but newline and tab."""
    assert not CONTROL.search(talk_plain(opened(), reply + b"/next\n" * 3))


def test_a_pack_with_controls_in_disguise_is_shown_clean(
    opened: Callable[..., Opened], write_pack: Callable[..., Path]
) -> None:
    """A control that reorders text and that TOML spells out reaches no terminal, wherever in the pack it stands."""
    evil = "\\u202e\\u2066"
    checks = f'title = "T{evil}"\n\n[[check]]\nkind = "choice"\nid = "w"\nquestion = "Q{evil}?"\nkey = "r"\nhints = ["H{evil}"]\nanswer = "A{evil}"\n'
    checks += f'options = [{{ id = "r", text = "R{evil}" }}, {{ id = "x", text = "X{evil}", feedback = "F{evil}" }}]\n'
    folder = write_pack({"1-only/checks.toml": checks})
    manifest = (folder / "lesson.toml").read_text(encoding="utf-8").replace("A small lesson", f"A small {evil}")
    manifest = manifest.replace("Write a test.", f"Write{evil}")
    (folder / "lesson.toml").write_text(manifest, encoding="utf-8")
    shown = talk_plain(opened(folder), "\nb\na\n\nno\nno\n\n\n\n\n")
    assert "Level 0: Write" in shown
    assert not CONTROL.search(shown)


def test_windows_line_ends_are_no_part_of_a_reply(opened: Callable[..., Opened]) -> None:
    """A carriage return at the end of a piped line is not stored."""
    one = opened()
    talk_plain(one, "a reply\r\n")
    said = [r.payload["text"] for r in one.journal.events(one.session.id) if r.payload["type"] == "learner_said"]
    assert said == ["a reply"]


def test_the_level_is_shown_as_it_was_stored(opened: Callable[..., Opened]) -> None:
    """The level and the advice on the page are those of the record."""
    one = opened()
    shown = talk_plain(one, "/level\nno\nyes\nno\nno\n")
    (assessed,) = [r.payload for r in one.journal.events(one.session.id) if r.payload["type"] == "level_assessed"]
    flat = " ".join(re.sub(r"[│╭╮╰╯─]", " ", shown).split())
    assert f"Level {assessed['level']}: {assessed['advice']}" in flat
    assert "you are here" in shown
