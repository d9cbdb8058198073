"""Which levels a sentence names: by a number, by a name, by their place on the scale, or so many steps from another one."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.teaching.grounding.normalise import folded_set, word_set
from tutor.teaching.grounding.numbers import ends, number_at, of_many
from tutor.teaching.grounding.places import PLACES, PLURALS, place_at, ranked_at
from tutor.teaching.grounding.reading import Token, is_cjk, plays, says
from tutor.teaching.grounding.scale import Comparison, Mention, Scale, end_of_scale
from tutor.teaching.grounding.steps import counted_from
from tutor.teaching.grounding.wording import ENGLISH_CREWS

_JOINING = word_set(
    ': = # ( - → | . " ~ == number nr no num is was equals reads says called named namely of at est es ist é são を は が も 为 是 هو है بر'
)
_AND = folded_set("and or nor to und oder y o u et ou e и или و او और या 和 或 と か bis - / , a vs & through")
_FRIENDS = word_set("friends friend pals people champs heroes buddies ones lads ladies")
_RUNGS = folded_set(
    "rung rungs step echelon peldano escalon degrau sprosse ступен ступень ступени ступеньке ступеньку पायदान place"
)
_LESSON = word_set(
    "lesson course tutorial chapter demo quiz exercise session book text module lektion leccion lecon curso cours kurs aula"
)
_SIGNS: dict[str, Comparison] = {
    ">": "above", ">=": "at least", "≥": "at least", "<": "below", "<=": "at most", "≤": "at most",
}  # fmt: skip


def mentions(tokens: Sequence[Token], levels: Scale) -> list[Mention]:
    """The levels that are named with a word for level, by their names or by their place, in order."""
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention = (
            _named_at(tokens, at, levels)
            or _level_at(tokens, at, levels)
            or ranked_at(tokens, at, levels)
            or place_at(tokens, at, levels)
        )
        if mention is None:
            at += 1
            continue
        if not _of_the_lesson(tokens, mention):
            found.append(mention)
        at = max(mention.last + 1, at + 1)
    return counted_from(tokens, found, levels)


def _of_the_lesson(tokens: Sequence[Token], mention: Mention) -> bool:
    """“Stage 3 of this lesson” is no level."""
    ahead = tokens[mention.last + 1 : mention.last + 4]
    return len(ahead) > 1 and ahead[0].text in ("of", "in", "der", "de", "du", "da") and says(ahead, _LESSON)


def _level_at(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    if "LEVEL" not in tokens[at].roles:
        return _followed(tokens, at, levels) if _short(tokens, at) else None
    return _followed(tokens, at, levels) or _preceded(tokens, at, levels) or _qualified(tokens, at, levels)


def _followed(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    """“Level 2”, “level: two”, “level (2)”, “level number two”, “level > 0”."""
    look = _joined(tokens, at)
    if (
        look == at + 1
        and look + 1 < len(tokens)
        and tokens[look].text == ","
        and tokens[look + 1].value is not None
        and ends(tokens, look + 2, only_marks=True)
        and plays(tokens[:at], "YOU", "YOUR", "TEAM")
    ):
        look += 1  # "your team, level, one"
    if look >= len(tokens):
        return None
    if (compared := _inequality(tokens, at, look)) is not None:
        return compared
    # "level-2 club" counts nothing, "level: 2 steps" does
    hyphen = look == at + 2 and tokens[at + 1].text in "-." and tokens[at + 1].glued and tokens[look].glued
    value = number_at(tokens, look, strict=look > at + 1 and not hyphen and not of_many(tokens, look + 1))
    if value is None:
        return None
    if "ORD" in tokens[look].roles:
        return Mention(at, look, levels.counted(value, from_one=False), "level", counted=True)
    if look + 1 < len(tokens) and tokens[look + 1].text in _FRIENDS - {"ones"}:
        return Mention(at, look + 1, (value,), "level")  # "level 1 buddies"
    return _coordinated(tokens, Mention(at, look, (value,), "level"))


def _joined(tokens: Sequence[Token], at: int) -> int:
    """Where the number of a level stands, behind what joins it to the word for level."""
    look = at + 1
    while (
        look < len(tokens) and look - at <= 3 and tokens[look].roles & {"REACH", "RATE"} and tokens[look].value is None
    ):
        look += 1  # "level attained: 2"
    attained = look - at - 1
    if attained and not (look < len(tokens) and tokens[look].text in (":", "=")):
        look, attained = at + 1, 0
    while look < len(tokens) and look - at - attained <= 3 and tokens[look].text in _JOINING:
        if tokens[look].text == "." and not (tokens[look].glued and look + 1 < len(tokens) and tokens[look + 1].glued):
            break
        look += 1
    closed = next((n for n in range(at + 2, min(len(tokens), at + 8)) if tokens[n].text == ")"), None)
    if closed is not None and tokens[at + 1].text == "(" and tokens[closed - 1].value is None:
        look = closed + 1  # "level (your team): 1"
        while look < len(tokens) and tokens[look].text in _JOINING:
            look += 1
    return look


def _preceded(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    """“Second level”, “the highest level”, “2级”; but “two levels” counts them."""
    token = tokens[at]
    plural = token.text in PLURALS
    for back in (1, 2, 3):
        if at - back < 0:
            break
        before = tokens[at - back]
        own = before.roles
        if "BREAK" in own and before.text != "-":
            break
        if "ORD" in own and not plural:
            values = levels.counted(before.value or 0, from_one=token.text in _RUNGS)
            return Mention(at - back, at, values, "level", counted=True)
        if before.text in ("两", "один", "одна", "одну", "одной", "одного"):
            break  # it counts levels
        if back == 1 and before.value is not None and own & {"NUM", "WEAK"}:
            if is_cjk(token.text) or (not plural and before.value >= 0 and "NUM" in own):
                return Mention(at - 1, at, (before.value,), "level")
            break
        if back < 3 and not plural and (value := end_of_scale(before, levels)) is not None:
            return Mention(at - back, at, (value,), "level")
    return None


def _qualified(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    """“Nivel más alto”, “niveau deuxième”."""
    if (
        at
        and tokens[at - 1].text in ("un", "uno", "una", "um", "uma", "one", "a")
        and at + 1 < len(tokens)
        and tokens[at + 1].text in ("del", "du", "do", "from", "below", "para", "ate", "hasta", "pour", "jusqu")
    ):
        return None  # "a un nivel del máximo"
    for offset, one in enumerate(tokens[at + 1 : at + 4], 1):
        if one.roles & {"BREAK", "ABOVE", "BELOW"} or one.text in ("до", "bis", "ate", "hasta", "jusqu"):
            break
        if not is_cjk(one.text) and (value := end_of_scale(one, levels)) is not None:
            return Mention(at, at + offset, (value,), "level")
        if "ORD" in one.roles:
            return Mention(at, at + offset, levels.counted(one.value or 0, from_one=False), "level", counted=True)
    return None


def _short(tokens: Sequence[Token], at: int) -> bool:
    """“L2”, “L-zero”."""
    if tokens[at].text != "l" or at + 1 >= len(tokens) or not tokens[at + 1].glued:
        return False
    if tokens[at + 1].text == "-" and at + 2 < len(tokens):
        return tokens[at + 2].glued and bool(tokens[at + 2].roles & {"NUM", "WEAK"})
    return "NUM" in tokens[at + 1].roles


def _inequality(tokens: Sequence[Token], at: int, look: int) -> Mention | None:
    """“level > 0”."""
    sign = tokens[look].text
    if look + 1 >= len(tokens) or tokens[look + 1].value is None:
        return None
    value = tokens[look + 1].value or 0
    if sign in ("!=", "≠"):
        return Mention(at, look + 1, (value,), "level", "above")
    return Mention(at, look + 1, (value,), "level", _SIGNS[sign]) if sign in _SIGNS else None


def _named_at(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    """A level that is called by its name, or by a word that describes a team there."""
    stands_for = levels.stands_for.get(tokens[at].text)
    if stands_for is None:
        return None
    value, kind = stands_for
    step = at + 1
    while step < len(tokens) and step - at <= 2 and tokens[step].text in ("-", '"', "的", "な", "の"):
        step += 1
    behind = tokens[step] if step < len(tokens) else None
    if behind is not None:
        # "manual phase", "the manual end of the scale", "manual-level team"
        level = behind.roles & {"LEVEL", "SLOT"} or behind.text in ("one", "ones", "stuff") or behind.text in PLACES
        crew = kind == "adjective" and ("TEAM" in behind.roles or behind.text in _FRIENDS)
        numbered = step + 1 < len(tokens) and tokens[step + 1].value is not None and "NUM" in tokens[step + 1].roles
        if (level or crew) and not (level and numbered):
            return Mention(at, step, (value,), "level")
        if level:
            return Mention(at, at, (value,), kind)
    # "nivel manual", "phase: manual", "equipo manual"
    for back in (1, 2, 3):
        if at - back < 0:
            break
        before = tokens[at - back]
        crew = back == 1 and "TEAM" in before.roles and before.text not in ENGLISH_CREWS
        if crew or (before.roles & {"LEVEL", "SLOT"} and "BE" not in before.roles):
            return Mention(at - back, at, (value,), "level")
        if not (before.roles & {"FILL", "BE"} or before.text in _JOINING) or before.text in ",;|":
            break
    return Mention(at, at, (value,), kind)


def _coordinated(tokens: Sequence[Token], mention: Mention) -> Mention:
    """“level 0 or 1”, “levels 0, 1 and 2”."""
    values, last = list(mention.values), mention.last
    at = last + 1
    while at + 1 < len(tokens) and tokens[at].text in _AND:
        step = at + 1
        if tokens[step].text in _AND and step + 1 < len(tokens):
            step += 1
        if "LEVEL" in tokens[step].roles and step + 1 < len(tokens):
            step += 1
            if tokens[step].value in values:
                break  # "level 2, level 2": said twice
        if "NUM" not in tokens[step].roles or tokens[step].value is None or not ends(tokens, step + 1):
            break
        if "TO" in tokens[at].roles and plays(tokens[max(0, mention.first - 2) : mention.first], "FROM"):
            break  # a way, and no choice
        if (
            tokens[at].text not in ("or", "oder", "o", "ou", "или", "या", "或", "か", "nor", ",")
            and step + 1 < len(tokens)
            and (tokens[step + 1].roles & {"BE"})
        ):
            break  # "your level is 0 and 0 is your level"
        values.append(tokens[step].value or 0)
        last, at = step, step + 1
    distinct = tuple(dict.fromkeys(values))
    return mention._replace(values=distinct, last=last, comparison="one of" if len(distinct) > 1 else "is")
