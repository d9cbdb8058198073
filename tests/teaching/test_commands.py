"""Which replies are commands, and how their arguments are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.teaching.commands import COMMANDS, NAMES, Command, nearest_command, parse_command, parse_facts

FACTS = ("automated_training", "automated_pipeline", "automated_cicd")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_known(name: str) -> None:
    """Each listed command is recognised, in any case and with blanks around it."""
    assert parse_command(f"/{name}") == Command(name, "")
    assert parse_command(f"  /{name.upper()}  ") == Command(name, "")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_is_explained(command: object) -> None:
    """Each command has a usage that begins with its name, and a line that says what it does."""
    assert command.usage.split(" ")[0] == f"/{command.name}"  # type: ignore[attr-defined]
    assert command.does  # type: ignore[attr-defined]


def test_the_commands_of_the_contract_are_there() -> None:
    """Every command of the contract that needs no model and no editor is listed."""
    contract = {"next", "skip", "back", "hint", "simpler", "example", "why", "level", "what-if", "quiz", "dispute", "progress", "help", "restart", "quit"}  # fmt: skip
    assert contract <= set(NAMES)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("/dispute it is right", Command("dispute", "it is right")),
        ("/level automated_cicd yes", Command("level", "automated_cicd yes")),
        ("/hlep", Command("hlep", "", known=False)),
        ("next", Command("next", "")),
        ("SKIP", Command("skip", "")),
        ("exit", Command("quit", "")),
        ("/dispute two\nlines", Command("dispute", "two\nlines")),
    ],
)
def test_a_command_and_its_argument_are_parted(reply: str, expected: Command) -> None:
    """What follows the name is the argument; a few names need no slash."""
    assert parse_command(reply) == expected


@pytest.mark.parametrize(
    "reply", ["", "/", "//", "/ next", "/1", "/usr/bin/python", "the next one", "skip it", "a", "-/next", "quiz"]
)
def test_what_is_no_command(reply: str) -> None:
    """An answer that only resembles a command is an answer."""
    assert parse_command(reply) is None


@given(st.text(st.characters()))
def test_any_text_is_parsed(reply: str) -> None:
    """No text makes the parser raise, and a command's name is short and without blanks."""
    command = parse_command(reply)
    assert command is None or (len(command.name) <= 40 and " " not in command.name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hlep", "help"),
        ("nxt", "next"),
        ("whatif", "what-if"),
        ("disput", "dispute"),
        ("prog", "progress"),
        ("qut", "quit"),
    ],
)
def test_a_mistyped_command_has_a_nearest(typed: str, meant: str) -> None:
    """A mistyped command is answered with the one that was probably meant."""
    assert nearest_command(typed) == meant


def test_nonsense_has_no_nearest() -> None:
    """What resembles no command is not guessed at."""
    assert nearest_command("zzzzzz") is None


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("", {}),
        ("automated_cicd yes", {"automated_cicd": True}),
        ("automated-cicd no", {"automated_cicd": False}),
        ("automated_cicd=yes, automated_pipeline=no", {"automated_cicd": True, "automated_pipeline": False}),
        ("AUTOMATED_CICD Y", {"automated_cicd": True}),
    ],
)
def test_facts_are_read_in_pairs(argument: str, expected: dict[str, bool]) -> None:
    """Pairs of a fact and yes or no are read, however they are separated."""
    assert parse_facts(argument, FACTS) == expected


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("automated_cicd", "pairs"),
        ("automated_cdci yes", "automated_cicd"),
        ("pizza yes", "the facts are"),
        ("automated_cicd perhaps", "yes or no"),
    ],
)
def test_what_is_wrong_with_facts_is_said(argument: str, told: str) -> None:
    """A missing value, an unknown fact or another value is explained, with the nearest."""
    wrong = parse_facts(argument, FACTS)
    assert isinstance(wrong, str) and told in wrong
