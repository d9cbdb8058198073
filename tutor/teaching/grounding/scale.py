"""The levels that there are: their order, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from tutor.teaching.grounding.phrases import Phrases, pattern
from tutor.teaching.grounding.reading import Token

UNCLEAR = -1
"""A level named by counting: it cannot be told which is meant."""

Comparison = Literal["is", "above", "below", "at least", "at most", "near", "one of", "shift", "rises", "falls"]


class Mention(NamedTuple):
    """A level in a sentence: the tokens it takes, the values it may have, and how it is compared."""

    first: int
    last: int
    values: tuple[int, ...]
    kind: Literal["level", "name", "adjective", "place", "number", "relative"]
    comparison: Comparison = "is"
    counted: bool = False
    """Named by an ordinal: the values are what it may mean."""


class Scale:
    """The levels that there are, and how their names are recognised."""

    def __init__(
        self, names: Mapping[int, str], also: Mapping[int, Sequence[str]], adjectives: Mapping[int, Sequence[str]]
    ) -> None:
        self.values = sorted(names) or [0]
        self.stands_for: dict[str, tuple[int, Literal["name", "adjective"]]] = {}
        """The words that `named` puts for a name, with the level that is meant."""
        self._called: list[tuple[str, Phrases]] = []
        for number, value in enumerate(self.values):
            # one word that is the name says nothing by itself: "manual" may be said of anything
            called = [names.get(value, ""), *also.get(value, ())]
            plain = [*adjectives.get(value, ()), *(one for one in called if one and len(one.split()) == 1)]
            several = [one for one in called if len(one.split()) > 1 or not one.isascii()]
            letter = chr(ord("a") + number % 26)
            kinds: tuple[tuple[Literal["name", "adjective"], list[str]], ...] = (
                ("name", several),
                ("adjective", plain),
            )
            for kind, phrases in kinds:
                self.stands_for[f"x{kind}{letter}"] = (value, kind)
                self._called.append((f"x{kind}{letter}", pattern(phrases)))

    def named(self, text: str) -> tuple[str, list[str]]:
        """A folded text with one word for each name, and what stood there, in order."""
        found = sorted(
            (
                (one.first, word.startswith("xadj"), -one.last, one.said, word)
                for word, phrases in self._called
                for one in phrases.finditer(text)
            )
        )
        pieces: list[str] = []
        originals: list[str] = []
        end = 0
        for first, _, minus_last, said, word in found:
            if first >= end:
                pieces += (text[end:first], f" {word} ")
                originals.append(said)
                end = -minus_last
        return "".join((*pieces, text[end:])), originals

    @property
    def top(self) -> int:
        """The highest level."""
        return self.values[-1]

    @property
    def bottom(self) -> int:
        """The lowest level."""
        return self.values[0]

    @property
    def middle(self) -> int:
        """The level in the middle of three."""
        return self.values[1] if len(self.values) == 3 else UNCLEAR

    def counted(self, ordinal: int, *, from_one: bool) -> tuple[int, ...]:
        """What the so many-th level may be: people count from one, and the scale from its bottom."""
        if ordinal <= 0:
            return (self.bottom,)
        nth = self.values[ordinal - 1] if ordinal <= len(self.values) else None
        if from_one:
            return (UNCLEAR,) if nth is None else (nth,)
        return tuple(dict.fromkeys(value for value in (nth, ordinal) if value in self.values)) or (UNCLEAR,)


@lru_cache(maxsize=16)
def _scale(
    names: tuple[tuple[int, str], ...],
    also: tuple[tuple[int, tuple[str, ...]], ...],
    adjectives: tuple[tuple[int, tuple[str, ...]], ...],
) -> Scale:
    return Scale(dict(names), dict(also), dict(adjectives))


def scale(
    names: Mapping[int, str],
    also: Mapping[int, Sequence[str]] | None = None,
    adjectives: Mapping[int, Sequence[str]] | None = None,
) -> Scale:
    """The scale with these names."""
    return _scale(
        tuple(sorted(names.items())),
        tuple(sorted((value, tuple(words)) for value, words in (also or {}).items())),
        tuple(sorted((value, tuple(words)) for value, words in (adjectives or {}).items())),
    )


def end_of_scale(token: Token, levels: Scale) -> int | None:
    """The level at the end, or in the middle, that a word like “highest” means."""
    for role, value in (("TOP", levels.top), ("BOT", levels.bottom), ("MID", levels.middle)):
        if role in token.roles:
            return value
    return None
