"""Numbers as they name a level, and not as they count something."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.teaching.grounding.lexicon import ROMAN
from tutor.teaching.grounding.normalise import folded_set
from tutor.teaching.grounding.reading import Token, is_cjk
from tutor.teaching.grounding.scale import UNCLEAR

_AFTER = folded_set("""like and but because now already today means since as so for according then which that at with on in out yet still is
    are was behind und aber weil jetzt da y pero porque ya et mais car maintenant e mas pois и но потому without if when unless while right thus it stays remains holds may can could would will should must has have had
    next beside against under above below near around team teams or oder organisation organization company group exactly overall who where already again instead xahead xpassed xbelow xnolonger
    i we you your not too also और लेकिन पर है هو في و 的 了 是 です だ で に と 。 from by or nor than""")


_SOUNDS_LIKE = frozenset(("won", "wun", "too", "tu", "tew", "nil", "oner"))


def ends(tokens: Sequence[Token], at: int, *, only_marks: bool = False) -> bool:
    """Whether nothing that could be counted stands there."""
    if at >= len(tokens) or "BREAK" in tokens[at].roles or not tokens[at].text[0].isalnum():
        return True
    return not only_marks and (
        tokens[at].text in _AFTER
        or is_cjk(tokens[at].text)
        or bool(tokens[at].roles & {"BE", "NOT", "SOUNDS"} and tokens[at].value is None)
    )


def of_many(tokens: Sequence[Token], at: int) -> bool:
    """Whether “of 2” stands there."""
    return at + 1 < len(tokens) and tokens[at].text in ("/", "of", "out") and tokens[at + 1].value is not None


def number_at(tokens: Sequence[Token], at: int, *, strict: bool) -> int | None:
    """The number at a place, if it can be a level's; `strict`: not when it counts something that follows."""
    token = tokens[at]
    if token.value is not None and token.roles & {"NUM", "WEAK", "ORD"}:
        if at + 2 < len(tokens) and tokens[at + 1].text in "+*^" and tokens[at + 2].value is not None:
            return UNCLEAR
        if "ORD" in token.roles:
            return token.value
        if (strict or "WEAK" in token.roles) and not ends(tokens, at + 1) and not of_many(tokens, at + 1):
            return token.value if not strict and token.value != 1 else _weak_one(tokens, at)
        return token.value
    if token.text in _SOUNDS_LIKE:
        return ROMAN[token.text] if ends(tokens, at + 1) else None
    if token.text in ROMAN and (len(token.text) > 1 or ends(tokens, at + 1, only_marks=True)):
        return ROMAN[token.text]
    return None


def _weak_one(tokens: Sequence[Token], at: int) -> int | None:
    """“level one team” names a level, “level: one step at a time” does not."""
    if "NUM" in tokens[at].roles:
        return None
    return tokens[at].value if "LEVEL" in tokens[at - 1].roles else None
