"""Text as a reader sees it: without what is invisible, without marks, every digit an ASCII digit.

Look-alike letters cannot be read with certainty, so a text may have several readings; a claim in any of them counts.
Linear in the text, of which no more than `EXAMINED` characters are looked at; nothing here raises.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

EXAMINED = 4_000
"""How much of a sentence is looked at."""

# characters that show nothing and are not of category Cf
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\u20e3\u0640\u30fb") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
_KEPT_MARKS = ("DEVANAGARI", "KATAKANA", "HIRAGANA", "COMBINING KATAKANA", "BENGALI", "TAMIL", "TELUGU", "THAI")
_NAMED_LETTER = re.compile(r"(?:LETTER|SYMBOL LETTER|CAPITAL LETTER|SMALL CAPITAL|LETTER SMALL CAPITAL) ([A-Z])$")
_SPECIAL = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "", "´": "'", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "ß": "ss",
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "·": " ", "•": " ", "‧": " ", "。": ". ", "、": ", ",
    "，": ", ", "！": "! ", "？": "? ", "：": ": ", "；": "; ", "؟": "? ", "،": ", ", "؛": "; ", "।": ". ", "“": '"',
    "”": '"', "„": '"', "«": '"', "»": '"', "「": '"', "」": '"', "『": '"', "』": '"', "¡": "", "¿": "", "ə": "e",
    "ɩ": "i", "ɡ": "g", "ǝ": "e", "ʌ": "v", "ℓ": "l", "ⅼ": "l", "ɑ": "a", "ᴀ": "a", "$": "", "أ": "ا", "إ": "ا",
    "آ": "ا", "ى": "ي", "ة": "ه", "ё": "е", "№": "number", "級": "级", "階": "阶", "達": "达", "隊": "队", "團": "团",
    "對": "对", "錯": "错", "處": "处", "貴": "贵", "們": "们", "層": "层", "個": "个", "從": "从", "當": "当", "現": "现",
    "會": "会", "動": "动", "確": "确", "將": "将",
}  # fmt: skip


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    """One character as it is compared: lower case, no accent, ASCII digits; nothing for what does not show."""
    if character in _SPECIAL:
        return _SPECIAL[character]
    category = unicodedata.category(character)
    if category in ("Cf", "Cs", "Co", "Cn") or character in _BLANK:
        return ""
    if category == "Cc" or category.startswith("Z"):
        return " " if character.isspace() or category.startswith("Z") else ""
    if category == "Nl" and "ROMAN" in unicodedata.name(character, ""):
        return str(int(unicodedata.numeric(character)))
    if category in ("Nd", "No"):
        digit = unicodedata.digit(character, None)
        if digit is not None:
            return str(digit)
    if category in ("Mn", "Me", "Mc"):
        return character if unicodedata.name(character, "").startswith(_KEPT_MARKS) else ""
    if category in ("So", "Ll", "Lo", "Lu") and (named := _NAMED_LETTER.search(unicodedata.name(character, ""))):
        shown_as_letter = category == "So" or "SMALL CAPITAL" in unicodedata.name(character, "")
        if shown_as_letter:
            return named[1].lower()
    lowered = character.lower()
    if unicodedata.name(character, "").startswith(_KEPT_MARKS):
        return unicodedata.normalize("NFKC", lowered)
    decomposed = unicodedata.normalize("NFKD", lowered).lower()
    kept = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
    return "".join(_SPECIAL.get(c, c) for c in kept)


_STRUCK = re.compile(r"~~+([^~\n]{1,200})~~+|<(?:s|del|strike)>([^<>]{1,200})</(?:s|del|strike)>", re.IGNORECASE)
_TICKED = re.compile(r"\[ ?[xX✓✔✗] ?\]|[☑☒🗹🔘◉⦿]|\([xX•]\)")
_UNTICKED = re.compile(r"(?:\[ ?\]|[☐⬜▢◯○⚪🔲]|\( ?\))[^\[\]()☑✅☒✔🗹🔘◉⦿☐⬜▢◯○⚪🔲\n|]{0,80}")
_TAG = re.compile(r"<!--.{0,200}?-->|</?[a-zA-Z][^<>]{0,100}>")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()]{0,300}\)")
_ESCAPE = re.compile(r"\\([^\w\s])")
_MARKUP = re.compile(r"\*+|~~+|__+|`+|\|\|")
_EMPHASIS = re.compile(r"_([^_\s]{1,40})_(?![^\W_])")
_UNDERSCORE = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
_SPELLED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-,/|\u00a0][^\W\d_](?![^\W_])){3,}")
_WIDE = re.compile(r"[ \u00a0]{2,}|[ ]*[|/·][ ]*")
_LETTERS = re.compile(r"\s*\w(?: \w)*\s*[.!?,:;]?\s*")
_SPACES = re.compile(r"[^\S\n]+")


def visible(text: str) -> str:
    """The text as a reader sees it, with its letters and case folded. Nothing that is invisible is left."""
    text = text[:EXAMINED]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        # what does not show goes first, so that it cannot hide markup from the patterns below
        text = "".join(c for c in text if c.isascii() or not _shows_nothing(c))
    if "&" in text:
        text = html.unescape(text)
    text = _TAG.sub("", _ESCAPE.sub(r"\1", text))
    text = _MARKUP.sub("", _LINK.sub(r"\1", text))
    text = _EMPHASIS.sub(r"\1", text)
    text = _UNDERSCORE.sub(" ", text).replace("_", "")
    if text.isascii():
        return "".join(c for c in text.lower().replace("$", "") if c >= " " or c in "\n\t")
    return "".join(map(_fold, text))


@lru_cache(maxsize=8192)
def _shows_nothing(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or character in _BLANK


# look-alikes of Latin letters in other alphabets, after folding
_TO_LATIN = str.maketrans(
    "авеԁһіјкӏмոпорԛгѕтуѵԝхʏзцсъь" "αβϲεηικνορτυχωγμѡіԍ",
    "abedhijklmnnopqrstyvwxyzucbb" "abcenikvoptuxwyuwig",
)  # fmt: skip
_CAPITALS = str.maketrans("ΥΝΗΜΡΧВНРСУ", "YNHMPXBHPCY")
_TO_CYRILLIC = str.maketrans("abeikmhopctyxnur", "авеікмнорстухпиг".replace("і", "и"))
_LATIN = re.compile(r"[a-z]")
_ALIEN = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13ff]")
_WORD = re.compile(r"[^\W_]+")
_LEET = str.maketrans("013457@!|", "oieastaii")


def _to_latin(word: str) -> str:
    return word.translate(_TO_LATIN)


def _torn(text: str) -> str:
    """“Y O U R  L E V E L”: words of single letters with wider gaps between them."""
    single = sum(len(piece) == 1 for piece in text.split())
    if single < 6 or single * 2 < len(text.split()) or not _WIDE.search(text):
        return text
    return " ".join("".join(word.split()) if _LETTERS.fullmatch(word) else word for word in _WIDE.split(text))


# the words that a claim or a grade hangs on, hyphenated where no hyphen belongs
_HYPHENATED = re.compile(
    r"(?<!\w)(?:o n e|t w o)(?!\w)|(?<![\w-])(?:ze-ro|zer-o|le-vel|lev-el|man-ual|manu-al|cor-rect|incor-rect|in-correct|in-cor-rect|ma-tu-rity|matu-rity|ma-turity|par-tial|par-tially|per-fect)(?![\w-])"
)


_RUN_TOGETHER = re.compile(
    r"(?<![^\W_])(?:your|you|ur|our|the|team|teams|is|are|at|on|now|level|levels|zero|one|two|[012]|-){3,}(?![^\W_])"
)
_RUN_WORD = re.compile(r"your|you|ur|our|teams?|the|is|are|at|now|levels?|zero|one|two|on|[012]")


def _apart(match: re.Match[str]) -> str:
    """“yourlevelisone”."""
    words = _RUN_WORD.findall(match[0])
    return " ".join(words) if "level" in match[0] and len(words) > 2 and " " not in match[0] else match[0]


def readings(text: str) -> tuple[str, ...]:
    """The ways in which a reader may take the text, at most six; the plainest comes first."""
    text = _torn(text[:EXAMINED])
    found: list[str] = []
    for shown in _as_marked(text):
        for one in _alphabets(shown):
            if one not in found:
                found.append(one)
    for one in tuple(found):
        joined = _SPELLED.sub(lambda match: _WORD_BREAK.sub("", match[0]), one)
        if joined not in found:
            found.append(joined)
    return tuple(
        _SPACES.sub(
            " ",
            _RUN_TOGETHER.sub(_apart, _HYPHENATED.sub(lambda match: match[0].replace("-", "").replace(" ", ""), one)),
        )
        for one in found[:6]
    )


def _as_marked(text: str) -> tuple[str, ...]:
    """What is left when a box is ticked, or words are struck out: those that count, and those that are still read."""
    if _TICKED.search(text):
        text = _TICKED.sub(" ", _UNTICKED.sub(" ", text))
    if not _STRUCK.search(text):
        return (text,)
    return (
        _STRUCK.sub(" ", text),
        _STRUCK.sub(lambda match: f" {match[1] or match[2]}; ", text),
        _STRUCK.sub(lambda match: f" not {match[1] or match[2]}; ", text),
    )


def _alphabets(text: str) -> tuple[str, ...]:
    """The text, and where letters of two alphabets are mixed, the text in either."""
    plain = visible(text)
    found = [plain]
    if _ALIEN.search(plain) and _LATIN.search(plain):
        # capitals look like other letters than their small forms do
        latin = _WORD.sub(lambda match: _to_latin(match[0]), visible(text.translate(_CAPITALS)))
        if latin != plain:
            found.append(latin)
        cyrillic = _WORD.sub(
            lambda match: match[0].translate(_TO_CYRILLIC) if _ALIEN.search(match[0]) else match[0], plain
        )
        if cyrillic not in found:
            found.append(cyrillic)
    return tuple(found)


_WORD_BREAK = re.compile(r"[\W_]+")


def squeezed(text: str) -> str:
    """Only the letters and digits: finds words that were run together or torn apart."""
    return _WORD_BREAK.sub("", text)


def unleet(word: str) -> str:
    """A word in which digits stand for letters."""
    return word.translate(_LEET)


def word_set(listed: str) -> frozenset[str]:
    """The words of a list with blanks between them."""
    return frozenset(listed.split())


def folded_set(listed: str) -> frozenset[str]:
    """The same, folded as texts are."""
    return frozenset(map(visible, listed.split()))
