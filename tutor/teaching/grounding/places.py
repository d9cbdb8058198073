"""Levels that are named by their place: the ends of the scale, a rank, a rating."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tutor.teaching.grounding.normalise import folded_set, word_set
from tutor.teaching.grounding.numbers import ends, of_many
from tutor.teaching.grounding.reading import Token, says
from tutor.teaching.grounding.scale import UNCLEAR, Comparison, Mention, Scale, end_of_scale

PLACES = {"xtop": "TOP", "xbottom": "BOT", "xmiddle": "MID"}
_CHANGES: dict[str, Comparison] = {"xsame": "shift", "xraised": "rises", "xlowered": "falls"}
OF = folded_set("your its whole of the in on this that de la el los las du des der von da do dos das a an our")
PLURALS = word_set("levels niveles niveaux stufen niveis stages tiers rungs lvls steps")
_NO_SCALE = word_set(
    "list page screen file table document priorities stack funnel plan agenda queue pile message email article section chapter post report priority day week month year morning hour lesson text code class function notebook"
)
_RANKS = folded_set("ranks rank ranked rangiert liegt ocupa queda occupe estas")
_SCALES = folded_set(
    "journey spectrum range continuum scale ladder model stairs staircase mountain hierarchy maturity levels rungs stages tiers escala escalera modelo niveles echelle modele niveaux skala leiter modell stufen escada niveis шкалы шкале лестницы лестнице модели السلم المقياس पैमाने सीढ़ी 量表 阶梯 梯子 尺度 スケール はしご 階段"
)
_STARTS = folded_set(
    "begin beginning start foot base bottom outset inicio principio comienzo pie base debut pied bas anfang beginn fuss comeco inicio base начале начала низу основании اسفل بدايه शुरुआत 开头 底端 起点 始まり ふもと"
)
_STOPS = folded_set(
    "end top head peak summit tip height final fin cabeza cima tope fin sommet haut ende spitze oberen topo fim cume конце верху вершине اعلي نهايه शिखर अंत 尽头 顶端 終わり 頂"
)
_MIDST = folded_set(
    "middle centre center half midst midpoint medio mitad milieu moitie mitte halfte meio metade середине половине وسط منتصف बीच 中间 中部 真ん中"
)
_ARTICLES = folded_set(
    "del des vom zum zur da do dos the au le la du el en lo der die das dem am im an o no na do da в на до в في عند"
)
_NO_ENDS = word_set("last final first beginner starting")


def ranked_at(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    """A level named by its rank at this place: “the first of the three levels”, “the start of the scale”, “a rating of two”."""
    token = tokens[at]
    if "ORD" in token.roles and token.value is not None:
        return _counted(tokens, at, token.value, levels)
    return (
        _step_at_end(tokens, at, levels)
        or _end_named(tokens, at, levels)
        or (_rating(tokens, at, levels) if "RANK" in token.roles else None)
        or (_so_many(tokens, at, levels) if token.roles & {"NUM", "WEAK"} else None)
    )


def _counted(tokens: Sequence[Token], at: int, ordinal: int, levels: Scale) -> Mention | None:
    """“The first of the three levels”, “the first two rungs”, “ranks second”."""
    ahead = tokens[at + 1 : at + 6]
    values = levels.counted(ordinal, from_one=True)
    of_levels = [
        n for n, one in enumerate(ahead[:4]) if one.roles & {"LEVEL", "RANK"} or one.value == len(levels.values)
    ]
    if of_levels and ahead[0].text in OF:
        return Mention(at, at + 1 + of_levels[-1], values, "level", counted=True)
    if len(ahead) > 1 and ordinal == 1 and ahead[0].value in (1, 2, 3) and "UNIT" in ahead[1].roles:
        return Mention(at, at + 2, levels.counted(ahead[0].value or 1, from_one=True), "level")
    if (at and tokens[at - 1].text in _RANKS) or (ahead and "RANK" in ahead[0].roles):
        return Mention(at, at, values, "level", counted=True)
    return None


def _end_named(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    """“The start of the scale”, “the maximum”."""
    token = tokens[at]
    ahead = tokens[at + 1 : at + 6]
    for words, value in ((_STARTS, levels.bottom), (_STOPS, levels.top), (_MIDST, levels.middle)):
        if token.text in words:
            last = next((n for n, one in enumerate(ahead) if one.text in _SCALES), None)
            if last is not None and all(one.text in OF or one.roles & {"LEVEL", "SLOT"} for one in ahead[:last]):
                return Mention(at, at + 1 + last, (value,), "place")
    if not at or tokens[at - 1].text not in _ARTICLES or "UNIT" in token.roles or len(token.text) < 3:
        return None
    of_levels = len(ahead) > 1 and ahead[0].text in OF and "LEVEL" in ahead[1].roles
    extreme = end_of_scale(token, levels)
    if extreme is None or token.text in _NO_ENDS or not (of_levels or ends(tokens, at + 1)):
        return None
    return Mention(at, at, (extreme,), "place")


_STEPS = word_set("step steps stair stairs floor storey shelf row seat deck drawer rock bar peldano marche treppe")


def _step_at_end(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    """“On the bottom step”; but the last step of a plan is no level."""
    if at + 1 >= len(tokens) or tokens[at + 1].text not in _STEPS or tokens[at].text in _NO_ENDS:
        return None
    value = end_of_scale(tokens[at], levels)
    return None if value is None else Mention(at, at + 1, (value,), "level")


def _rating(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    """“The lowest place”, “a rating of two”."""
    for back in (1, 2):
        if at >= back and (value := end_of_scale(tokens[at - back], levels)) is not None:
            return Mention(at - back, at, (value,), "level")
    if at + 2 >= len(tokens):
        return None
    joint, number = tokens[at + 1 : at + 3]
    joined = joint.text in ("of", ":", "=", "is", "de", "von") or "BE" in joint.roles
    if not joined or number.value is None or not number.roles & {"NUM", "WEAK"}:
        return None
    counts = not ends(tokens, at + 3) or of_many(tokens, at + 3)
    return None if counts else Mention(at, at + 2, (number.value,), "level")


_BEHIND = word_set(
    "behind done completed conquered mastered passed finished cleared achieved reached climbed down xpassed"
)


def _so_many(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    """“2 bars out of 2”, “two levels in your pocket”, “zero levels”."""
    token, ahead = tokens[at], tokens[at + 1 : at + 5]
    if token.value is None or not ahead:
        return None
    if "WEAK" in token.roles and ahead[0].text not in ("whole", "full", "entire", "complete", "of", "out"):
        return None
    out_of = [one.text for one in ahead[1:3]] == ["out", "of"] and len(ahead) > 3
    if out_of and ahead[3].value in (levels.top, len(levels.values)):
        return Mention(at, at + 4, (token.value,), "level")
    spanned = next((n for n, one in enumerate(ahead[:4]) if one.text in PLURALS and "LEVEL" in one.roles), None)
    if (
        spanned
        and ahead[0].text == "of"
        and 0 < token.value < len(levels.values)
        and says(tokens[at + spanned :], _BEHIND)
    ):
        return Mention(at, at + 1 + spanned, (UNCLEAR,), "level")  # "two of the three levels lie behind you"
    if ahead[0].text in ("whole", "full", "entire", "complete") and len(ahead) > 1 and "LEVEL" in ahead[1].roles:
        done = any("REACH" in one.roles or one.text in _BEHIND for one in ahead[2:4])
        return Mention(at, at + 2, (UNCLEAR,), "level") if done else None
    if (
        [one.text for one in ahead[:2]] == ["out", "of"]
        and len(ahead) > 2
        and ahead[2].value == levels.top
        and ends(tokens, at + 4)
    ):
        return Mention(at, at + 3, (token.value,), "level")  # "a strong one out of two"
    if ahead[0].text not in PLURALS:
        return None
    if token.value == 0 and "UNIT" in ahead[0].roles:
        return Mention(at, at + 1, (levels.bottom,), "level")
    has = any("REACH" in one.roles or one.text in ("have", "has", "got") for one in tokens[max(0, at - 4) : at])
    compared = any(one.roles & {"AWAY", "ABOVE", "BELOW"} or one.text.startswith("x") for one in ahead[1:3])
    if has and not compared and 0 < token.value < len(levels.values) and "LEVEL" in ahead[0].roles:
        return Mention(at, at + 1, (UNCLEAR,), "level")
    return None


def place_at(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    """An end of the scale, or a change of level, that an idiom names at this place."""
    if tokens[at].text in _CHANGES:
        return Mention(at, at, (0,), "level", _CHANGES[tokens[at].text])
    role = PLACES.get(tokens[at].text)
    if role is None:
        return None
    value = {"TOP": levels.top, "BOT": levels.bottom, "MID": levels.middle}[role]
    last = at
    kind: Literal["level", "place"] = "place"
    for step in range(at + 1, min(len(tokens), at + 8)):
        token = tokens[step]
        if token.roles & {"LEVEL", "SLOT", "TEAM"} or token.text in ("one", "three", "all", "them", "these"):
            last = step
            if "LEVEL" in token.roles:
                kind = "level"
        elif token.text not in OF:
            # "the bottom of your list"
            other = last < step - 1 and token.text in _NO_SCALE
            return None if other else Mention(at, last, (value,), kind)
    return Mention(at, last, (value,), kind)
