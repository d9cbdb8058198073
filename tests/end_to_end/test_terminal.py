"""The whole lesson at a pseudo-terminal, read through a terminal emulator."""

from __future__ import annotations

import re
import signal
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tutor.lesson.model import Lesson

STAGES = ["why", "prompt-1", "prompt-2", "prompt-3", "demo", "diagnosis", "quiz", "wrap-up"]
FACTS = ("automated_training", "automated_pipeline", "automated_cicd")
ADVICE_0 = "Level 0: Manual: notebooks + hand deploys. Next: get experiment tracking + versioned data BEFORE automating anything."
ADVICE_2 = "Level 2: Full CI/CD: code+pipeline changes auto-tested and deployed. Focus: governance, drift, cost."
TOOLBAR = re.compile(r"^ ?\[?why\]?─[●○]─[●○]─[●○]─\[?demo\]?─\[?you\]?─\[?try it\]?")


def walk(learner: Any, answer: Callable[[dict[str, Any]], str], words: Callable[[str], str]) -> None:
    """Answer every question to the end; at each prompt the toolbar is in sight and the question on the page."""
    for _ in range(250):
        asked = learner.asked
        assert TOOLBAR.match(learner.display[-1]), learner.display[-1]
        # the end of a long question is what stands above the prompt
        assert words(asked["text"])[-60:] in words(learner.text), asked["text"]
        if not learner.say_on(answer(asked)):
            return
    raise AssertionError("no end in sight")


def test_a_learner_who_knows_nothing(terminal: Callable[..., Any], words: Callable[[str], str], lesson: Lesson) -> None:
    """At 80x24, "I don't know" to everything leads through all stages to level 0, its one next step and the end."""
    learner = terminal("--offline")
    walk(learner, lambda asked: "" if asked["kind"] == "continue" else "I don't know", words)
    assert learner.end() == 0
    page, flat = learner.text, words(learner.text)
    headings = [
        "the why",
        "prompt 1 of 3",
        "prompt 2 of 3",
        "prompt 3 of 3",
        "the demo",
        "your own process",
        "the try-it list",
        "the summary",
    ]
    places = [page.index(f"── {heading}") for heading in headings]
    assert places == sorted(places)
    assert all(words(prompt.text) in flat for prompt in lesson.prompts)
    assert words(ADVICE_0) in flat
    assert "you are here" in page
    assert "The one next step:" in flat
    assert "try-it 0 of 11" in flat
    assert learner.of("session_finished")[0]["correct"] == 0
    assert [event["stage"] for event in learner.of("stage_finished")] == STAGES


def test_a_learner_who_knows_everything(
    terminal: Callable[..., Any], words: Callable[[str], str], correct_answer: Callable[[str, str], str]
) -> None:
    """Answers from the pack's own keys: every item right at the first try, level 2, and the bar reached."""

    def answer(asked: dict[str, Any]) -> str:
        match asked["kind"]:
            case "continue":
                return ""
            case "diagnostic" | "confirm":
                return "yes"
        return correct_answer(asked["ask"], asked["variant"])

    learner = terminal("--offline")
    walk(learner, answer, words)
    assert learner.end() == 0
    flat = words(learner.text)
    assert words(ADVICE_2) in flat
    assert "try-it 11 of 11" in flat and "you have it." in flat
    assert "By Friday I will write down one run." in flat.rpartition("Your plan")[2]
    assert {event["verdict"] for event in learner.of("answer_graded")} == {"correct"}
    assert not learner.of("hint_given")


STORY = (
    "Let me tell you the whole story. Airflow retrains the model every night, by itself. Then, well, I copy the model file "
    "onto the server by hand, because the machine is in another network. And code changes: GitHub Actions tests every merge "
    "and deploys it automatically. We had cake when that worked."
)


def test_a_talkative_learner(terminal: Callable[..., Any], words: Callable[[str], str]) -> None:
    """One story settles all three facts, with at most one confirmation; none of them is asked for again."""
    learner = terminal("--offline")
    learner.say("/level")
    for _ in range(8):
        match learner.asked["kind"]:
            case "diagnostic":
                learner.say(STORY)
            case "confirm":
                learner.say("yes")
            case _:
                break
    facts = {event["fact"]: event for event in learner.of("fact_learned")}
    assert {name: event["value"] for name, event in facts.items()} == dict(zip(FACTS, (True, False, True), strict=True))
    assert all(event["evidence"] and event["evidence"] in STORY for event in facts.values())
    assert sum(event["kind"] == "confirm" for event in learner.of("asked")) <= 1
    assert [event["ask"] for event in learner.of("asked") if event["kind"] == "diagnostic"] == [FACTS[0]]
    assert words(ADVICE_0) in words(learner.text)


def test_a_learner_who_wanders(terminal: Callable[..., Any], words: Callable[[str], str]) -> None:
    """Questions, skips, a step back, a mistyped command and a correction: the question that stands always returns."""
    learner = terminal("--offline")
    learner.say("what is CI/CD?")
    assert learner.asked["ask"] == "who-retrains"
    assert words(learner.asked["text"]) in words("\n".join(learner.display))
    learner.say("/skip")
    learner.say("")
    learner.say("a pipeline, I guess")
    assert learner.asked["ask"] == "what-rises"
    learner.say("/hint")
    assert "First a try of your own" in learner.text
    learner.say("a")
    assert "Hint:" in learner.text
    learner.say("/nxet")
    assert "Did you mean /next?" in learner.text
    learner.say("/skip")
    assert "The answer:" in learner.text
    learner.say("/back")
    assert learner.events[-2]["type"] == "tutor_said" and learner.asked["ask"] == "why:go-on"
    learner.say("/level")
    for reply in ("no", "no", "no"):
        learner.say(reply)
    assert words(ADVICE_0) in words(learner.text)
    learner.say("/level automated_pipeline yes")
    assert "Level 1: Pipeline automation" in words(learner.text)
    learner.say("/progress")
    learner.type("/quit\r")
    assert learner.end() == 0
    assert "mlops-tutor" in learner.text.splitlines()[-1] or "mlops-tutor" in "".join(learner.display[-4:])
    assert learner.events[-1]["text"] == "/quit"


# — leaving and coming back —


def test_leaving_at_each_stage_and_coming_back(terminal: Callable[..., Any], words: Callable[[str], str]) -> None:
    """Ctrl-D in every stage, and a new start: it says since when it goes on, and asks the same question again."""
    learner = terminal("--offline")
    for stage in STAGES[:-1]:
        while [e["stage"] for e in learner.of("stage_started")][-1] != stage:
            learner.say("/next")
        before = learner.asked
        learner.type("\x04")
        assert learner.end() == 0
        learner = terminal("--offline")
        assert "resumed from today" in learner.text
        assert [event["type"] for event in learner.events[-3:]] == ["session_resumed", "tutor_said", "asked"]
        assert {**learner.asked, "seq": 0} == {**before, "seq": 0}
        assert words(before["text"]) in words(learner.text)
        assert len(words(learner.events[-2]["text"]).split(". ")) <= 2
    assert len({event["session"] for event in learner.events}) == 1


def test_control_c_at_a_prompt_with_text_clears_it(terminal: Callable[..., Any]) -> None:
    """Ctrl-C drops what was typed and nothing else; the next reply is only what was typed after it."""
    learner = terminal("--offline")
    count = len(learner.events)
    learner.type("never mind\x03")
    learner.pump(lambda: "never" not in learner.line, "an empty prompt")
    learner.say("a script")
    assert [event["text"] for event in learner.of("learner_said")] == ["a script"]
    assert len(learner.events) > count


def test_control_c_once_then_typing_goes_on(terminal: Callable[..., Any]) -> None:
    """Ctrl-C at an empty prompt says that another one leaves; typing goes on instead."""
    learner = terminal("--offline")
    learner.type("\x03")
    learner.ready()
    assert "Ctrl-C again leaves" in learner.text
    learner.say("a script")
    learner.type("\x03")
    learner.ready()
    learner.say("/help")
    assert [event["text"] for event in learner.of("learner_said")] == ["a script", "/help"]


def test_control_c_twice_at_an_empty_prompt_leaves(terminal: Callable[..., Any]) -> None:
    """Two Ctrl-C at an empty prompt leave, saved, with status 0 and the way back."""
    learner = terminal("--offline")
    learner.type("\x03")
    learner.ready()
    learner.type("\x03")
    assert learner.end() == 0
    assert "Run mlops-tutor to go on" in learner.text.replace("`", "")
    assert learner.events[-1]["type"] == "asked"


def test_control_d_at_a_prompt_with_text_does_not_leave(terminal: Callable[..., Any]) -> None:
    """Ctrl-D leaves at an empty prompt only."""
    learner = terminal("--offline")
    learner.type("half a reply\x04")
    learner.say("")
    assert [event["text"] for event in learner.of("learner_said")] == ["half a reply"]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_the_terminal_saved(terminal: Callable[..., Any], name: str) -> None:
    """SIGTERM and SIGHUP at the prompt end it with status 0, and the next start asks the same question."""
    learner = terminal("--offline")
    learner.say("a script")
    before = learner.asked
    learner.type("half a")
    learner.pump(lambda: "half a" in learner.line, "what was typed")
    learner.child.kill(getattr(signal, name))
    learner.pump(lambda: learner.ended or "Press ENTER" in learner.text, "the end")
    assert "Traceback" not in learner.text and "Unhandled" not in learner.text
    assert learner.end() == 0
    again = terminal("--offline")
    assert again.asked["ask"] == before["ask"]


def test_a_signal_while_the_screen_is_drawn(terminal: Callable[..., Any]) -> None:
    """A signal that arrives while keys are coming in and the line is drawn ends it as quietly."""
    for typed in (10, 40, 160, 640):
        learner = terminal("--offline")
        learner.type("x" * typed)
        learner.child.kill(signal.SIGTERM)
        learner.pump(lambda learner=learner: learner.ended or "Press ENTER" in learner.text, "the end")
        assert "Traceback" not in learner.text and "Unhandled" not in learner.text
        assert learner.end() == 0


def test_the_terminal_is_left_as_it_was(terminal: Callable[..., Any]) -> None:
    """After leaving, the terminal echoes, edits lines and pastes as before."""
    learner = terminal("--offline", wait=False)
    before = termios.tcgetattr(learner.child.child_fd)[3]
    learner.ready()
    learner.type("\x04")
    learner.pump(lambda: learner.ended, "the end")
    after = termios.tcgetattr(learner.child.child_fd)[3]
    assert after & (termios.ECHO | termios.ICANON | termios.ISIG) == before & (
        termios.ECHO | termios.ICANON | termios.ISIG
    )
    assert learner.raw.count(b"\x1b[?2004h") <= learner.raw.count(b"\x1b[?2004l")
    assert learner.end() == 0


def test_a_finished_lesson_is_offered_again(
    terminal: Callable[..., Any], write_pack: Callable[..., Path], words: Callable[[str], str]
) -> None:
    """A start after a finished lesson asks what to do, and does it."""
    folder = str(write_pack())
    learner = terminal("--offline", "--lesson", folder)
    learner.say("/quiz")
    while learner.asked["ask"] != "quiz:go-on":
        learner.say("/next")
    while learner.say_on("/next"):
        pass
    assert learner.end() == 0
    again = terminal("--offline", "--lesson", folder)
    assert "You finished this lesson on" in words(again.text)
    assert "1) assess my process again" in words(again.text)
    again.say("1")
    assert again.asked["ask"] == "tests"


# — keys —


def test_a_paste_of_several_lines_is_one_reply(terminal: Callable[..., Any]) -> None:
    """A bracketed paste waits for Enter and is one reply with its line breaks."""
    learner = terminal("--offline")
    learner.type("\x1b[200~one line\nand another\n\nthe last\x1b[201~")
    learner.pump(lambda: "the last" in "\n".join(learner.display), "the paste")
    assert not learner.of("learner_said")
    learner.say("")
    assert [event["text"] for event in learner.of("learner_said")] == ["one line\nand another\n\nthe last"]


def test_alt_enter_makes_a_new_line(terminal: Callable[..., Any]) -> None:
    """Alt-Enter adds a line, Enter sends both."""
    learner = terminal("--offline")
    learner.type("first\x1b\rsecond")
    learner.say("")
    assert [event["text"] for event in learner.of("learner_said")] == ["first\nsecond"]


def test_replies_can_be_called_back(terminal: Callable[..., Any]) -> None:
    """The arrow brings earlier replies back, after a new start too; Ctrl-R searches them."""
    learner = terminal("--offline")
    learner.say("an unusual reply")
    learner.type("\x1b[A")
    learner.pump(lambda: "an unusual reply" in learner.line, "the earlier reply")
    learner.type("\x03\x04")
    assert learner.end() == 0
    again = terminal("--offline")
    again.type("\x12unusu")
    again.pump(lambda: any(line.startswith("› an unusual reply") for line in again.display), "what was searched")
    again.type("\r")
    again.pump(lambda: "I-search" not in "\n".join(again.display), "the end of the search")
    again.say("")
    assert [event["text"] for event in again.of("learner_said")] == ["an unusual reply"] * 2


def test_words_are_edited(terminal: Callable[..., Any]) -> None:
    """Ctrl-W deletes a word, Ctrl-A goes to the start, Alt-B and Alt-F move by words."""
    learner = terminal("--offline")
    learner.type("one two three\x17four\x1bb\x1bb\x1bbX \x01Y ")
    learner.say("")
    assert [event["text"] for event in learner.of("learner_said")] == ["Y X one two four"]


def test_commands_are_completed(terminal: Callable[..., Any]) -> None:
    """After a slash Tab completes a command, and after /level a fact and a value."""
    learner = terminal("--offline")
    learner.type("/prog")
    learner.pump(lambda: "where you are and what" in learner.text, "the menu")
    learner.type("\t")
    learner.pump(lambda: learner.line == "› /progress", "the completion")
    learner.say("")
    learner.type("/level automated_c")
    learner.pump(lambda: any("automated_cicd" in line for line in learner.display[-6:]), "the menu")
    learner.type("\t")
    learner.pump(lambda: "automated_cicd" in learner.line, "the completion")
    learner.type(" y")
    learner.pump(lambda: any(line.strip() == "yes" for line in learner.display), "the menu")
    learner.type("\t")
    learner.pump(lambda: learner.line.endswith("yes"), "the completion")
    learner.say("")
    assert [event["text"] for event in learner.of("learner_said")] == ["/progress", "/level automated_cicd yes"]
    assert learner.of("fact_learned")[0]["value"] is True


def test_what_is_typed_ahead_is_not_lost(terminal: Callable[..., Any]) -> None:
    """Replies typed before the first prompt stands are taken in order."""
    learner = terminal("--offline", wait=False)
    learner.type("typed ahead\r")
    learner.pump(lambda: len(learner.raw.split(b"\x1b[?2004h")) > 2, "the second prompt")
    assert [event["text"] for event in learner.of("learner_said")] == ["typed ahead"]


def test_controls_that_are_typed_reach_no_screen(terminal: Callable[..., Any]) -> None:
    """A pasted escape sequence is kept as typed and is not obeyed."""
    learner = terminal("--offline")
    learner.type("\x1b[200~before\x07\x9bafter\x1b[201~")
    learner.pump(lambda: "after" in "\n".join(learner.display), "the paste")
    learner.say("")
    assert b"\x07" not in learner.raw
    assert "before" in learner.of("learner_said")[0]["text"]


# — sizes and styles —


def fits(learner: Any, columns: int) -> None:
    """No line was written that a terminal of so many columns had to break by itself."""
    assert TOOLBAR.match(learner.display[-1]), learner.display[-1]
    assert all(len(line) <= columns for line in learner.display)


def test_a_resize_in_the_middle(terminal: Callable[..., Any], words: Callable[[str], str]) -> None:
    """After a resize the prompt, the toolbar and all that is printed from then on are right."""
    learner = terminal("--offline")
    for columns, rows in ((120, 40), (60, 20), (100, 30)):
        learner.resize(columns, rows)
        learner.pump(lambda: bool(TOOLBAR.match(learner.display[-1])), "the toolbar in the last line")
        learner.say("/why")
        fits(learner, columns)
        page = learner.text.rpartition("› /why")[2]
        shown = [line for line in page.splitlines()[:-1] if line]
        assert words(learner.events[-2]["text"]) in words(page)
        assert min(columns, 80) - 20 < max(map(len, shown)) <= min(columns, 80)
    learner.type("\x04")
    assert learner.end() == 0


def test_at_200_columns_text_stays_readable(terminal: Callable[..., Any], words: Callable[[str], str]) -> None:
    """In a wide terminal running text keeps its measure, and the card its frame."""
    learner = terminal("--offline", columns=200, rows=50)
    learner.say("/level")
    for reply in ("no", "no", "no"):
        learner.say(reply)
    prose = [line for line in learner.text.splitlines() if line.startswith("  ") and "Ctrl-D" not in line]
    assert max(map(len, prose)) <= 80
    frame = [line for line in learner.text.splitlines() if line.startswith(("╭", "│", "╰"))]
    assert frame and len({len(line) for line in frame}) == 1
    assert "Ctrl-D leave" in learner.display[-1] and len(learner.display[-1]) > 150


def test_a_narrow_terminal_works(terminal: Callable[..., Any], words: Callable[[str], str]) -> None:
    """At 40 columns nothing is broken by the terminal, and the card keeps its frame."""
    learner = terminal("--offline", columns=40, rows=30)
    learner.say("/level")
    for reply in ("we rerun the notebook by hand on Fridays", "no", "no"):
        learner.say(reply)
    frame = [line for line in learner.text.splitlines() if line.startswith(("╭", "│", "╰"))]
    assert frame and all(len(line) <= 40 for line in frame)
    assert all(line.startswith("│") == line.endswith("│") for line in frame[1:-1])
    assert words(ADVICE_0) in words(learner.text)


def test_the_card_shows_the_learner_s_words(terminal: Callable[..., Any]) -> None:
    """At 80 columns the ladder, the sentence and the learner's own words stand in one frame."""
    learner = terminal("--offline", rows=60)
    learner.say("/level")
    for reply in ("we have a cron job every night", "no", "no"):
        learner.say(reply)
    card = [line for line in learner.text.splitlines() if line.startswith(("╭", "│", "╰"))]
    assert card[0].startswith("╭─ your process") and card[-1].startswith("╰")
    assert all(len(line) == 80 for line in card)
    assert any("0  manual" in line and "you are here" in line for line in card)
    assert any("training" in line and "yes" in line and "cron job" in line for line in card)


def test_no_color_is_respected(terminal: Callable[..., Any]) -> None:
    """With NO_COLOR nothing is written in color, code included."""
    learner = terminal("--offline", NO_COLOR="1")
    learner.say("/help")
    while learner.asked["ask"] != "demo-predict":
        learner.say("/next")
    numbers = {int(n or 0) for code in re.findall(rb"\x1b\[([0-9;]*)m", learner.raw) for n in code.split(b";")}
    assert not {n for n in numbers if 30 <= n <= 38 or 40 <= n <= 48 or 90 <= n <= 107}, sorted(numbers)


def test_colors_read_on_dark_and_light(terminal: Callable[..., Any]) -> None:
    """No text is written in white, black or a background of its own, which one of the two backgrounds would hide."""
    learner = terminal("--offline")
    while learner.asked["ask"] != "demo-predict":
        learner.say("/next")
    codes = [code.split(b";") for code in re.findall(rb"\x1b\[([0-9;]*)m", learner.raw)]
    simple = {int(n or 0) for code in codes if b"38" not in code and b"48" not in code for n in code}
    assert not simple & {30, 37, 97, *range(40, 48), *range(100, 108)}, sorted(simple)
    assert {35, 36, 32} & simple, "code is not highlighted"


def test_a_dumb_terminal_gets_plain_text(terminal: Callable[..., Any]) -> None:
    """With TERM=dumb the transcript holds no escape, and what was typed is not repeated."""
    learner = terminal("--offline", wait=False, TERM="dumb")
    learner.shows("a guess is fine.")
    learner.type("a script\r")
    learner.shows("Keep that answer in mind.")
    learner.type("\x04")
    assert learner.end() == 0
    assert b"\x1b" not in learner.raw
    assert learner.text.count("a script") == 1


def test_interrupting_plain_text_is_130(terminal: Callable[..., Any]) -> None:
    """Ctrl-C outside the lesson's own prompt ends with status 130, without a traceback, and saved."""
    learner = terminal("--plain", wait=False)
    learner.shows("a guess is fine.")
    learner.type("\x03")
    assert learner.end() == 130
    assert "Traceback" not in learner.text
    assert learner.events[-1]["type"] == "asked"


def test_assess_asks_in_a_terminal(terminal: Callable[..., Any]) -> None:
    """In a terminal, `assess` asks for what is missing and then prints its line."""
    learner = terminal("assess", "--automated-training", "no", wait=False)
    learner.shows("(yes or no)")
    learner.type("perhaps\ryes\r")
    learner.pump(lambda: learner.text.count("(yes or no)") >= 3, "the second question")
    learner.type("no\r")
    assert learner.end() == 0
    assert "Level 1: Pipeline automation" in learner.text


def test_the_first_screen(terminal: Callable[..., Any]) -> None:
    """The first screen at 80x24: who teaches, the lesson's name, the why, one question, the prompt, where I am."""
    learner = terminal("--offline", rows=30)
    first = learner.display
    assert first[0].startswith("mlops-tutor") and first[0].endswith("no model")
    assert first[1].startswith("What MLOps maturity actually is")
    assert "Teams don't fail at MLOps" in learner.text
    assert TOOLBAR.match(first[-1]) and first[-1].endswith("Ctrl-D leave")
    assert not re.search(r"(^|\s)/[a-z]", "\n".join(first[2:-1])), "commands are advertised in the toolbar only"
