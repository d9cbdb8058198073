"""Lists of phrases in many languages, found in a folded text.

A list has one phrase between two bars or line ends. `*` at the end of a word stands for any ending, `...` for up to
three words. Words are folded as texts are, so accents and case do not matter; marks between words do not matter either,
unless they end a sentence. The work grows with the text and not with the list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from tutor.teaching.grounding.normalise import visible

# a Latin word may stand between Chinese or Japanese characters without a blank
_WORD = re.compile(r"[0-9a-z_\u00c0-\u024f\u0370-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff]+")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_ARABIC_PREFIX = re.compile(r"[وفبلك]?(?:ال)?(?=[\u0600-\u06ff]{2})")
_BETWEEN = 3
"""How many characters that are no letters may stand between two words of a phrase."""
_GAP = "..."
_GAP_WORDS = 3


class Found(NamedTuple):
    """A phrase in a text: what stands there, and where."""

    said: str
    first: int
    last: int
    phrase: str = ""
    """The phrase as it is listed."""

    def __getitem__(self, at: object) -> str:  # type: ignore[override]
        return self.said

    def start(self) -> int:
        return self.first

    def end(self) -> int:
        return self.last

    def span(self) -> tuple[int, int]:
        return self.first, self.last


class _Spot(NamedTuple):
    """A word of a text, where it stands, and whether a phrase may go on over what stands before it."""

    word: str
    forms: tuple[str, ...]
    """The word, and in Arabic the word without what is written onto it."""
    first: int
    last: int
    joined: bool
    """Nothing but a few blanks or light marks stands before it."""
    gapped: bool
    """No sentence ends before it."""


@lru_cache(maxsize=64)
def _spots(text: str) -> tuple[_Spot, ...]:
    found: list[_Spot] = []
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        joined = (
            len(between) <= _BETWEEN and not any(mark in between for mark in ".;:!?\n()|") and not _CJK.search(between)
        )
        gapped = not any(mark in between for mark in ".;:!?\n")
        found.append(_Spot(match[0], _forms(match[0]), match.start(), match.end(), joined, gapped))
        end = match.end()
    return tuple(found)


def _parts(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, folded; a stem keeps its `*`."""
    found: list[str] = []
    for word in phrase.split():
        if word == _GAP:
            found.append(_GAP)
            continue
        stem = word.endswith("*")
        pieces = _WORD.findall(visible(word.rstrip("*")))
        if stem and pieces:
            pieces[-1] += "*"
        found += pieces
    return tuple(found)


class Phrases:
    """A list of phrases that can be looked for in folded texts."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._words: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._unspaced: dict[str, list[tuple[str, str]]] = {}
        for phrase in dict.fromkeys(phrases):
            if _CJK.match(phrase):
                folded = visible(phrase.rstrip("*")).strip()
                self._unspaced.setdefault(folded[:1], []).append((folded, phrase))
            elif parts := _parts(phrase):
                stem = parts[0].endswith("*")
                table, key = (self._stems, parts[0][:2]) if stem else (self._words, parts[0])
                table.setdefault(key, []).append((parts, phrase))
        for listed in self._unspaced.values():
            listed.sort(key=lambda one: len(one[0]), reverse=True)

    def finditer(self, text: str) -> Iterator[Found]:
        """The phrases in a text, from left to right, none over another; where several begin, the longest."""
        every = self._spaced(text)
        if self._unspaced:
            every += self._glued(text)
        if not every:
            return
        every.sort(key=lambda one: (one.first, -one.last))
        done = 0
        for found in every:
            if found.first >= done:
                done = found.last
                yield found

    def search(self, text: str) -> Found | None:
        """The first phrase in a text."""
        return next(self.finditer(text), None)

    def match(self, text: str) -> Found | None:
        """The phrase that a text begins with."""
        found = self.search(text)
        return found if found is not None and found.first == 0 else None

    def sub(self, put: str | Callable[[Found], str], text: str) -> str:
        """The text with something else for each phrase."""
        pieces: list[str] = []
        end = 0
        for found in self.finditer(text):
            pieces += (text[end : found.first], put if isinstance(put, str) else put(found))
            end = found.last
        return "".join((*pieces, text[end:])) if pieces else text

    def _spaced(self, text: str) -> list[Found]:
        spots = _spots(text)
        every: list[Found] = []
        for at, spot in enumerate(spots):
            for word in spot.forms:
                exact, stems = self._words.get(word), self._stems.get(word[:2])
                if exact is None and stems is None:
                    continue
                last, meant = -1, ""
                for parts, phrase in (*(exact or ()), *(stems or ())):
                    if (end := _end(parts, spots, at, word)) > last:
                        last, meant = end, phrase
                if last >= 0:
                    first = spot.last - len(word)
                    every.append(Found(text[first : spots[last].last], first, spots[last].last, meant))
                    break
        return every

    def _glued(self, text: str) -> list[Found]:
        every: list[Found] = []
        for match in _CJK.finditer(text):
            at = match.start()
            for folded, phrase in self._unspaced.get(match[0], ()):
                if text.startswith(folded, at):
                    every.append(Found(folded, at, at + len(folded), phrase))
                    break
        return every


def _forms(word: str) -> tuple[str, ...]:
    if not "\u0600" <= word[0] <= "\u06ff":
        return (word,)
    prefix = _ARABIC_PREFIX.match(word)
    cut = len(prefix[0]) if prefix else 0
    return tuple(dict.fromkeys((word, word[1:] if len(word) > 3 and word[0] in "وفبلك" else word, word[cut:])))


def _same(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def _end(parts: tuple[str, ...], spots: tuple[_Spot, ...], at: int, word: str) -> int:
    """The last word that a phrase takes when it begins at a place; -1 when it does not begin there."""
    if not _same(word, parts[0]):
        return -1
    place = at
    skip = 0
    for part in parts[1:]:
        if part == _GAP:
            skip = _GAP_WORDS
            continue
        step = place + 1
        while step < len(spots) and (spots[step].gapped if skip else spots[step].joined):
            if _same(spots[step].word, part):
                break
            if step - place > skip:
                return -1
            step += 1
        else:
            return -1
        place, skip = step, 0
    return place


def listed(text: str) -> tuple[str, ...]:
    """The phrases of a list."""
    return tuple(filter(None, (part.strip() for part in re.split(r"[|\n]", text))))


@lru_cache(maxsize=128)
def _phrases(phrases: tuple[str, ...]) -> Phrases:
    return Phrases(phrases)


def pattern(phrases: str | Iterable[str]) -> Phrases:
    """The phrases of a list, or of a text that lists them."""
    return _phrases(listed(phrases) if isinstance(phrases, str) else tuple(phrases))


_CONTRACTED = re.compile(r"(?<=[a-z])(?:n't|'(?:re|ve|ll|d|m|s))(?![a-z])")
_TAILS = {"n't": " not", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would", "'m": " am", "'s": " 's"}
_APOSTROPHELESS = re.compile(
    r"\b(?:youre|youve|youll|isnt|arent|wasnt|dont|doesnt|didnt|cant|cannot|wont|wouldnt|shouldnt|neednt|havent|hasnt|thats"
    r"|y'all|ya'll|yall|can't|won't|ain't|gonna|gotta|wanna|gimme)\b"
)
_EXPANDED = {
    "youre": "you are", "youve": "you have", "youll": "you will", "isnt": "is not", "arent": "are not",
    "wasnt": "was not", "dont": "do not", "doesnt": "does not", "didnt": "did not", "cant": "can not",
    "cannot": "can not", "wont": "will not", "wouldnt": "would not", "shouldnt": "should not", "neednt": "need not",
    "havent": "have not", "hasnt": "has not", "thats": "that is", "can't": "can not", "won't": "will not",
    "ain't": "is not", "y'all": "you all", "ya'll": "you all", "yall": "you all", "gonna": "going to", "gotta": "have to", "wanna": "want to", "gimme": "give me",
}  # fmt: skip


def expanded(text: str) -> str:
    """A folded text with “don't” as “do not” and “youre” as “you are”."""
    text = _APOSTROPHELESS.sub(lambda match: _EXPANDED[match[0]], text)
    return _CONTRACTED.sub(lambda match: _TAILS[match[0]], text)
