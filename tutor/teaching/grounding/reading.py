"""A folded text as words, numbers and marks, each with the roles it can play.

Words are read as a person reads them: with letters stretched, torn, swapped or replaced by digits.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import NamedTuple

from tutor.teaching.grounding.lexicon import CJK, LONGEST_CJK, number_role, roles
from tutor.teaching.grounding.normalise import unleet, word_set
from tutor.teaching.grounding.phrases import expanded

EXAMINED = 4_000
_NOTHING: frozenset[str] = frozenset()
_BREAK = frozenset(("BREAK",))
_BREAKS = frozenset(',;:()[]{}\n/|→=!?.…"-')
_ORDINAL_CJK = {"零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
_IS_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


class Token(NamedTuple):
    """A word, a number or a mark, with the roles it can play."""

    text: str
    roles: frozenset[str]
    value: int | None = None
    """The number that it states, if any."""
    glued: bool = False
    """No blank stands before it."""


def plays(tokens: Iterable[Token], *roles_: str) -> bool:
    """Whether one of the tokens has one of these roles."""
    return any(not token.roles.isdisjoint(roles_) for token in tokens)


def says(tokens: Iterable[Token], words: Container[str]) -> bool:
    """Whether one of the tokens is one of these words."""
    return any(token.text in words for token in tokens)


def is_cjk(text: str) -> bool:
    """Whether a word is written in Chinese or Japanese characters."""
    return "\u3040" <= text[:1] <= "\u9fff"


_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)?|[\u3040-\u30ff\u3400-\u9fff]+"
    r"|(?:(?![\u3040-\u30ff\u3400-\u9fff])(?:[^\W\d_]|[\u0900-\u097f]))+(?:'[^\W\d_]+)*|[<>!=]=|[^\w\s]|\n|[^\s]"
)
_MIXED = re.compile(r"(?<![^\W_])(?=[a-z@!|]*\d)(?=\d*[a-z])[a-z0-9@!|]{2,12}(?![^\W_])")
_ORDINAL = re.compile(
    r"(?<![\d.,])(\d{1,2})(?:\s?(?:st|nd|rd|th|er|ere|eme|ieme|ro|ra|do|da|o|a|\.)|-?(?:й|ый|ий|ого|ом|м|го|я|е|й))(?=[\s,.]|$)"
)
_ARROW = re.compile(r"[-=]>")
_NONDIGIT = re.compile(r"[^\d]")
_NAMES_A_LEVEL = frozenset(("LEVEL", "YOU", "YOUR", "N0", "N1", "W1", "N2", "BE", "TEAM"))


def _deleet(match: re.Match[str]) -> str:
    for plain in (unleet(match[0]), match[0].replace("1", "l").replace("0", "o").replace("3", "e").replace("@", "a")):
        if roles(plain) & _NAMES_A_LEVEL:
            return plain
    return match[0]


# what is read in spite of two letters that changed places, one that is missing and one too many
_READ_AS = ("level", "levels", "stage", "zero", "your", "team", "manual", "two", "one", "you")
_WORDS_OF_THEIR_OWN = word_set("""lever levers revel bevel levee state stake stare sage stag staged hero zeros aero tea tam teams tram teem them yours our
    four tour pour hour manually annual ten tan eve leave on of or toe ode ore once ones none tone done gone bone lone zone own to too tow twos yo out
    ovel novel hovel navel laver lives lived level's youth you'r tom term mean meat beam seam ream estage eam neam deam steam zeroes ero
    stages storage""") - {"tow"}
_STRETCHED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")


def _close(typed: str, word: str) -> bool:
    """Whether one letter was left out or doubled, or two neighbours changed places."""
    if len(typed) == len(word):
        differ = [n for n, (one, other) in enumerate(zip(typed, word, strict=True)) if one != other]
        return len(differ) == 2 and differ[1] == differ[0] + 1 and sorted(typed) == sorted(word)
    if len(word) < 4 or abs(len(typed) - len(word)) != 1:
        return False
    long, short = (typed, word) if len(typed) > len(word) else (word, typed)
    if long == typed and not any(a == b for a, b in itertools.pairwise(typed)):
        return False  # a letter too many is one typed twice
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


@lru_cache(maxsize=8192)
def repaired(word: str) -> str:
    """The word that was meant by one that is stretched or mistyped; the word itself when it can be read as it is."""
    if not word.isascii() or len(word) < 3 or (word in _WORDS_OF_THEIR_OWN or (roles(word) and word != "tow")):
        return word
    for shorter in (_STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word)):
        if shorter != word and roles(shorter):
            return shorter
    single = _DOUBLED.sub(r"\1", word)
    if single != word and roles(single) & _NAMES_A_LEVEL:
        return single
    return next((meant for meant in _READ_AS if _close(word, meant)), word)


@lru_cache(maxsize=64)
def read(text: str) -> tuple[Token, ...]:
    """The tokens of a folded text."""
    text = _ARROW.sub("→", expanded(text[:EXAMINED]))
    text = _MIXED.sub(_deleet, text)
    found: list[Token] = []
    end = skip = 0
    for match in _TOKEN.finditer(text):
        if match.start() < skip:
            continue
        raw = match[0]
        glued = match.start() == end and bool(found)
        end = match.end()
        if raw[0].isdigit():
            whole = _NONDIGIT.split(raw)
            number = int(raw) if len(whole) == 1 and len(raw) < 4 else -2
            ordinal = _ORDINAL.match(text, match.start()) if len(whole) == 1 else None
            is_ordinal = ordinal is not None and (ordinal[0][-1] != "." or _level_follows(text, ordinal.end()))
            found.append(Token(raw, frozenset(("ORD" if is_ordinal else "NUM",)), number, glued))
            if ordinal is not None and is_ordinal:
                skip = end = ordinal.end()
        elif _IS_CJK.match(raw):
            found.extend(_segmented(raw, glued))
        elif raw[0].isalpha():
            for number, part in enumerate(raw.split("'")):
                if part:
                    found.append(_word(repaired(part), glued or number > 0))
        elif raw == "'":
            continue
        else:
            found.append(Token(raw, _BREAK if raw in _BREAKS else _NOTHING, None, glued))
    return tuple(found)


_LEVEL_SOON = re.compile(r"\s*[a-z]{3,}")


def _level_follows(text: str, at: int) -> bool:
    match = _LEVEL_SOON.match(text, at)
    return bool(match) and "LEVEL" in roles(text[match.start() : match.end()].strip()) if match else False


def _word(part: str, glued: bool) -> Token:
    own = roles(part)
    number = number_role(own)
    return Token(part, own | {number[0]}, number[1], glued) if number else Token(part, own, None, glued)


def _segmented(raw: str, glued: bool) -> list[Token]:
    """Chinese and Japanese are written without blanks: the longest known word at each place."""
    found: list[Token] = []
    at = 0
    while at < len(raw):
        if raw[at] == "第" and raw[at + 1 : at + 2] in _ORDINAL_CJK:
            found.append(Token(raw[at : at + 2], frozenset(("ORD",)), _ORDINAL_CJK[raw[at + 1]], glued))
            at += 2
            continue
        for length in range(min(LONGEST_CJK, len(raw) - at), 0, -1):
            piece = raw[at : at + length]
            if piece in CJK:
                number = number_role(CJK[piece])
                own = CJK[piece] | {number[0]} if number else CJK[piece]
                found.append(Token(piece, own, number[1] if number else None, glued))
                at += length
                break
        else:
            found.append(Token(raw[at], _NOTHING, None, glued))
            at += 1
        glued = True
    return found
