"""Verdicts that code computes: predictions, choices and orders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tutor.lesson.model import Choice, Order
from tutor.teaching.asking import LABELS

_NUMBER_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "null": 0, "eins": 1, "zwei": 2, "cero": 0, "uno": 1, "dos": 2, "zéro": 0, "un": 1, "deux": 2,
}  # fmt: skip


_LEADING = re.compile(r"\s*\(?\s*(?:it |the answer is |returns? |prints? |level |= ?)*(\d{1,3})\b")


@dataclass(frozen=True)
class Answered:
    """A verdict, and which wrong answer it was (an option's id or a level), for its feedback."""

    verdict: Literal["correct", "incorrect"]
    wrong: str = ""


def judge_predict(level: int, reply: str) -> Answered | None:
    """Compare a predicted level with the assessment's; None when the reply names no single level."""
    named = set()
    text = reply[:2000].lower()
    for match in re.finditer(r"(?<![\w.-])(-?\d{1,3})(?![\w%]|\.\d)", text):
        named.add(int(match[1]))
    if not named:
        named = {_NUMBER_WORDS[word] for word in re.findall(r"\w+", text) if word in _NUMBER_WORDS}
    leading = _LEADING.match(text)
    if len(named) > 1 and leading and not re.match(r"\s*(or|oder|o|ou|/|-|to)\b", text[leading.end() :]):
        named = {int(leading[1])}
    if len(named) != 1:
        return None
    answer = named.pop()
    return Answered("correct") if answer == level else Answered("incorrect", str(answer))


def judge_choice(item: Choice, reply: str) -> Answered | None:
    """Compare the label or the text of an option with the key; None when the reply is neither."""
    chosen = _label(reply, len(item.options))
    if chosen is None:
        wanted = _plain(reply)
        matching = [n for n, option in enumerate(item.options) if wanted and wanted == _plain(option.text)]
        if not matching and len(wanted) >= 12:
            matching = [n for n, option in enumerate(item.options) if wanted in _plain(option.text)]
        if len(matching) != 1:
            return None
        chosen = matching[0]
    option = item.options[chosen]
    return Answered("correct") if option.id == item.key else Answered("incorrect", option.id)


def judge_order(item: Order, reply: str) -> Answered | None:
    """Compare labels separated by blanks or commas with the key; None unless every label stands there once."""
    text = reply[:500].lower().strip().strip(".")
    labels = re.split(r"[\s,;>→-]+", text)
    if len(labels) == 1:
        labels = list(labels[0])
    wanted = LABELS[: len(item.options)]
    if sorted(labels) != sorted(wanted):
        return None
    given = tuple(item.options[wanted.index(label)].id for label in labels)
    return Answered("correct") if given == item.key else Answered("incorrect")


def _label(reply: str, count: int) -> int | None:
    match = re.fullmatch(r"\s*(?:option\s+|answer\s+|it'?s\s+)?\(?([a-z])\)?[.:!]?\s*", reply, re.IGNORECASE | re.ASCII)
    if match and (position := LABELS.index(match[1].lower())) < count:
        return position
    return None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
