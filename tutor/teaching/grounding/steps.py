"""Levels that are counted from another one: “one level above manual”, “two steps to the top”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tutor.teaching.grounding.normalise import folded_set, word_set
from tutor.teaching.grounding.numbers import ends
from tutor.teaching.grounding.reading import Token, is_cjk, plays
from tutor.teaching.grounding.scale import Mention, Scale

_A = folded_set(
    "a an another single just one un una une ein eine einen einer eines um uma еще одна один одну одного одно एक 一 単に あと"
)


_DOWN = word_set("before until till ahead")


def counted_from(tokens: Sequence[Token], found: Sequence[Mention], levels: Scale) -> list[Mention]:
    """The mentions, with “one level above X” as the level that is meant."""
    result = list(found)
    taken = {n for one in found if one.kind == "level" for n in range(one.first, one.last + 1)}
    for start, end, count in _counts(tokens):
        if start in taken:
            continue
        target = _target(tokens, start, end, result)
        if target is None:
            beside = _beside(tokens, start) if start == end else _shift(tokens, start, end, count)
            if beside is not None:
                result = [one for one in result if one.comparison not in ("rises", "falls") or start - one.last > 3]
                result.append(beside)
        elif target is _THE_END:
            result.append(Mention(start, end, (levels.top - count,), "relative"))
        else:
            low, high = min(start, target.first), max(end, target.last)
            value = target.values[0] + (count if _goes_up(tokens, start, end, target) else -count)
            result = [one for one in result if one is not target and not (low <= one.first <= high)]
            result.append(Mention(low, high, (value,), "relative"))
    return sorted(result)


def _goes_up(tokens: Sequence[Token], start: int, end: int, target: Mention) -> bool:
    """Whether it is counted upwards from the level: “two levels above manual”."""
    behind = target.first < start
    stretch = tokens[start : end + 4] if behind else tokens[start : target.last]
    if behind and any(token.text == "xahead" for token in stretch):
        return False
    if any("SEPARATES" in token.roles or (token.text in _DOWN and "ABOVE" not in token.roles) for token in stretch):
        return False
    return plays(stretch, "ABOVE")


def _beside(tokens: Sequence[Token], at: int) -> Mention | None:
    """“One above zero”."""
    for step in range(at + 2, min(len(tokens), at + 4)):
        if tokens[step].value is not None and "NUM" in tokens[step].roles and ends(tokens, step + 1):
            up = "ABOVE" in tokens[at + 1].roles
            value, by = tokens[step].value or 0, tokens[at].value or 1
            return Mention(at, step, (value + by if up else value - by,), "relative")
    return None


_THE_END = Mention(-1, -1, (), "relative")


def _counts(tokens: Sequence[Token]) -> Iterator[tuple[int, int, int]]:
    """“two levels”, “one more step”, “a single hop”: where, and how many."""
    for at, token in enumerate(tokens):
        if token.value is not None and token.roles & {"NUM", "WEAK"} and 0 < token.value < 10:
            count = token.value
        elif token.text in _A and not (token.text == "a" and token.glued):
            count = 1
        else:
            continue
        for step in range(at + 1, min(len(tokens), at + 5)):
            own = tokens[step].roles
            if "UNIT" in own:
                if not (
                    step + 1 < len(tokens) and tokens[step + 1].value is not None and "NUM" in tokens[step + 1].roles
                ):
                    yield at, step, count
                break
            if (
                own & {"ABOVE", "BELOW"}
                and step == at + 1
                and tokens[step].text not in _FURTHER
                and token.roles & {"NUM", "WEAK"}
            ):
                yield at, at, count  # "one below full CI/CD"
                break
            if (
                step > at + 1
                and tokens[step].text in ("away", "short", "shy")
                and step + 1 < len(tokens)
                and tokens[step + 1].text in ("from", "of")
            ):
                yield at, step, count
                break
            if (own & {"BREAK"} and tokens[step].text not in "/-") or tokens[step].value is not None:
                break


def _target(tokens: Sequence[Token], start: int, end: int, found: Sequence[Mention]) -> Mention | None:
    """The level from which it is counted; `_THE_END` for “one level to go”."""
    after = next((one for one in found if one.first > end), None)
    if after is not None and after.first - end <= 12 and _points_on(tokens, start, end, after):
        return after
    before = next((one for one in reversed(found) if one.last < start), None)
    if before is not None and _points_back(tokens, start, end, before):
        return before
    texts = [token.text for token in tokens[end + 1 : end + 3]]
    to_go = texts in (["to", "go"], ["left", "to"], ["to", "climb"]) or texts[:1] == ["remaining"]
    clause = tokens[max(0, start - 5) : end + 6]
    more = any(token.text in _FURTHER for token in tokens[start : end + 1])
    if (
        more
        and "LEVEL" in tokens[end].roles
        and any(token.text in _LEFT_OVER or token.text == "xahead" for token in clause)
    ):
        return _THE_END  # "leaves room for one further level"
    near = (*tokens[max(0, start - 4) : start], *tokens[end + 1 : end + 4])
    if "LEVEL" in tokens[end].roles and any(token.text in _REMAINS for token in near) and plays(tokens, "YOU", "YOUR"):
        return _THE_END  # "os queda un nivel por subir"
    return _THE_END if to_go else None


def _points_on(tokens: Sequence[Token], start: int, end: int, after: Mention) -> bool:
    """“One step away from X”, “one more rung and you are at X”."""
    ahead, between = tokens[max(0, start - 3) : start], tokens[end + 1 : after.first]
    if any(
        token.roles & {"AWAY", "ABOVE", "BELOW", "SEPARATES"} or token.text in _WAYS for token in (*ahead, *between)
    ):
        return True
    texts = [token.text for token in between]
    if "and" in texts and texts[0] in ("and", "more", "xfill") and plays(between, "YOU", "YOUR"):
        return True
    if any("SEPARATES" in token.roles or token.text == "xbelow" for token in tokens[max(0, start - 4) : start]):
        return True
    # "a un nivel del máximo"
    return start > 0 and tokens[start - 1].text == "a" and texts[:1] != [] and texts[0] in _OF


def _points_back(tokens: Sequence[Token], start: int, end: int, before: Mention) -> bool:
    """“Relative to X, one stage behind”."""
    behind = tokens[end + 1 : end + 4]
    between = tokens[before.last + 1 : start]
    if any(token.text == "xbelow" for token in tokens[: before.first]) and any(
        token.roles & {"BE"} or token.text in ("amounts", "equals", "measures", "comes") for token in between[:2]
    ):
        return True  # "the gap between your team and X amounts to one level"
    if any(
        token.text in _WAYS or (token.roles & {"AWAY", "ABOVE", "BELOW"} and token.text not in _NO_WAYS)
        for token in behind
    ):
        return True
    if not is_cjk(tokens[end].text) and tokens[end].text[0] < "\u0400":
        return False
    near = (*tokens[max(0, before.first - 2) : before.first], *tokens[before.last + 1 : start])
    return any("AWAY" in token.roles or token.text in ("xbelow", "до", "от") for token in near)


_REMAINS = folded_set(
    "queda quedan falta faltan manque manquent reste restent fehlt fehlen bleibt bleiben resta restam осталась осталось остался остались не хватает تبقي ينقصكم بقي बाकी बचा 还差 还有 剩下 残り あと"
)
_FURTHER = word_set("further more additional another other higher")
_LEFT_OVER = word_set(
    "waiting awaiting room left remaining remains remain available possible leaves ahead awaits outstanding missing"
)
_WAYS = frozenset(("xahead", "xbelow", "xpassed"))
_NO_WAYS = word_set("to from more need needs go left")
_OF = word_set("de del du do da")
_LOSES = folded_set("""xlowered demote demotes lower lowers reduce reduces set sets knock knocks throw throws cost costs lose loses losing lost drop drops dropping down fall falls falling slip slips pierde pierden perder cuesta costaria bajar bajaria baja perd perdez perdriez perdre coute couterait
    descend verliert verlieren kostet perde perdem custaria custa perder потеряете потеряет потерять теряете теряет стоило стоил يكلف تخسر تفقد खो 失 掉 降 失う 下が""")
_GAINS = folded_set(
    "xraised lift lifts boost boosts bump bumps advance advances elevate elevates improve improves promote promotes move moves push pushes gain gains win wins add adds up climb climbs rise rises raise raises gana ganar subir subiria gagne gagnez gewinnt ganha ganham поднимет получит يكسب बढ़ 升 上がる"
)


def _shift(tokens: Sequence[Token], start: int, end: int, count: int) -> Mention | None:
    """“That would cost you a level”."""
    if "LEVEL" not in tokens[end].roles:
        return None
    for token in tokens[max(0, start - 4) : start]:
        if token.text in _LOSES:
            return Mention(start, end, (-count,), "level", "shift")
        if token.text in _GAINS:
            return Mention(start, end, (count,), "level", "shift")
    return None
