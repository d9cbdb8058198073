"""Which level a sentence says that the learner has, or would have.

A level that is mentioned is taken for the learner's when the learner is spoken of before it in the same stretch of the
sentence, unless something says that it is a goal, a report or a general remark: what is doubtful is not released.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from tutor.teaching.grounding.lexicon import ROMAN, Token, read, roles
from tutor.teaching.grounding.normalise import folded_set, visible, word_set

Comparison = Literal["is", "above", "below", "near", "one of"]
UNCLEAR = -1
"""A level named by counting: it cannot be told which is meant."""


class Mention(NamedTuple):
    """A level in a sentence: the tokens it takes, the values it may have, and how it is compared."""

    first: int
    last: int
    values: tuple[int, ...]
    kind: Literal["level", "name", "number"]
    comparison: Comparison = "is"


@dataclass(frozen=True)
class Claim:
    """What is said of the learner."""

    values: tuple[int, ...]
    comparison: Comparison
    denied: bool
    what_if: bool
    condition: str = ""
    """For a what-if: the words in which its facts are named."""

    def holds(self, level: int) -> bool:
        """Whether it is true of a learner at `level`."""
        if UNCLEAR in self.values:
            return False
        value = self.values[0]
        match self.comparison:
            case "above":
                true = level > value
            case "below":
                true = level < value
            case "near":
                true = level == value - 1
            case "one of":
                true = False
            case "is":
                true = all(one == level for one in self.values)
                if self.denied:
                    true = any(one == level for one in self.values)
        return not true if self.denied and self.comparison != "near" else true


class Scale:
    """The levels that there are, and how their names are recognised."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self.values = sorted(names) or [0]
        self.names: list[tuple[int, tuple[str, ...], frozenset[str]]] = []
        for value, name in names.items():
            words = tuple(token.text for token in read(visible(name)) if token.text.isalnum())
            self.names.append((value, words, frozenset(map(_root, words))))
        self.firsts = frozenset(words[0] for _, words, _ in self.names if words)
        shared = [root for _, _, roots in self.names for root in roots]
        # a root that only one name has stands for that name beside a word for level
        self.own = {root: value for value, _, roots in self.names for root in roots if shared.count(root) == 1}

    @property
    def top(self) -> int:
        return self.values[-1]

    @property
    def bottom(self) -> int:
        return self.values[0]

    @property
    def middle(self) -> int:
        return self.values[1] if len(self.values) == 3 else UNCLEAR


@lru_cache(maxsize=16)
def _scale(names: tuple[tuple[int, str], ...]) -> Scale:
    return Scale(dict(names))


def scale(names: Mapping[int, str]) -> Scale:
    """The scale with these names."""
    return _scale(tuple(sorted(names.items())))


@lru_cache(maxsize=4096)
def _root(word: str) -> str:
    for ending in ("isierten", "isierte", "isiert", "izada", "izado", "isees", "isee", "isation", "ization", "izacion",
                   "ating", "ation", "ated", "ates", "ate", "ed", "s"):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


_MANUAL = folded_set("""manual manually manuell manuelle manuellen manuel manuelle manuales ручной ручном ручная ручного يدوي اليدوي
    اليدويه मैनुअल 手动 手工 手動""")
_JOINING = word_set(": = # ( - > → | number nr no is ist es est called は が も 为 是 هو है")
_AND = folded_set("and or to und oder y o u et ou e и или و او और या 和 或 と か bis - / , a vs")


def mentions(tokens: Sequence[Token], levels: Scale) -> list[Mention]:
    """The levels that are named with a word for level or by their names, in order."""
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention = _level_at(tokens, at, levels) or _name_at(tokens, at, levels) or _beyond_name(tokens, at, levels)
        if mention is None:
            at += 1
            continue
        found.append(_compared(tokens, mention, levels))
        at = max(mention.last + 1, at + 1)
    return found


def _level_at(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    token = tokens[at]
    is_level = "LEVEL" in token.roles
    if not is_level and not (
        token.text == "l" and at + 1 < len(tokens) and tokens[at + 1].glued and "NUM" in tokens[at + 1].roles
    ):
        return None
    plural = token.text in ("levels", "niveles", "niveaux", "stufen", "niveis")
    # level 2, level: two, level (2), level number two
    look = at + 1
    while look < len(tokens) and look - at <= 2 and tokens[look].text in _JOINING:
        look += 1
    if look < len(tokens):
        # "level-2 club" counts nothing, "level: 2 steps" does
        hyphen = look == at + 2 and tokens[at + 1].text == "-" and tokens[at + 1].glued and tokens[look].glued
        value = _number(tokens, look, strict=look > at + 1 and not hyphen)
        if value is not None:
            return _coordinated(tokens, Mention(at, look, (value,), "level"))
    if not is_level:
        return None
    # second level, the highest level, 2级
    for back in (1, 2, 3):
        if at - back < 0:
            break
        before = tokens[at - back]
        own = before.roles
        if "BREAK" in own and before.text != "-":
            break
        if "ORD" in own:
            return Mention(at - back, at, (0 if before.value == 0 else UNCLEAR,), "level")
        if back == 1 and before.value is not None and ("NUM" in own or "WEAK" in own):
            # 二级; but "two levels" counts them
            if _is_cjk(token.text) or (not plural and before.value >= 0 and "NUM" in own):
                return Mention(at - 1, at, (before.value,), "level")
            break
        if back < 3 and not plural:
            if "TOP" in own:
                return Mention(at - back, at, (levels.top,), "level")
            if "BOT" in own:
                return Mention(at - back, at, (levels.bottom,), "level")
            if "MID" in own:
                return Mention(at - back, at, (levels.middle,), "level")
    described = _described(tokens, at, levels)
    if described is not None:
        return described
    after = tokens[at + 1 : at + 4]
    for offset, one in enumerate(after, 1):
        if one.roles & {"BREAK", "ABOVE", "BELOW"}:
            break
        for role, value in (("TOP", levels.top), ("BOT", levels.bottom), ("MID", levels.middle)):
            if role in one.roles and not _is_cjk(one.text):
                return Mention(at, at + offset, (value,), "level")
        if "ORD" in one.roles:
            return Mention(at, at + offset, (0 if one.value == 0 else UNCLEAR,), "level")
        if one.text in _MANUAL and (value := levels.own.get("manual")) is not None:
            return Mention(at, at + offset, (value,), "level")
    return None


def _described(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    """“fully automated stage”, “manual level”, “automated pipeline level”."""
    start = at
    roots: set[str] = set()
    fully = auto = False
    while start > 0 and at - start < 5:
        before = tokens[start - 1]
        if "BREAK" in before.roles and before.text not in "/-":
            break
        if before.roles & {"BE", "YOU", "YOUR", "REACH"} and "AUTO" not in before.roles:
            break
        start -= 1
        roots.add(_root(before.text))
        fully = fully or "FULLY" in before.roles
        auto = auto or "AUTO" in before.roles
        if before.text in _MANUAL and "manual" in levels.own:
            return Mention(start, at, (levels.own["manual"],), "level")
    if not roots:
        return None
    if fully and auto:
        return Mention(start, at, (levels.top,), "level")
    for value, words, name_roots in levels.names:
        if words and name_roots <= roots:
            return Mention(start, at, (value,), "level")
    return None


def _name_at(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    if tokens[at].text not in levels.firsts:
        return None
    for value, words, _ in levels.names:
        if len(words) < 2:
            continue
        position = at
        for word in words:
            while position < len(tokens) and position > at and tokens[position].text in ("/", "-", "&"):
                position += 1
            if position >= len(tokens) or tokens[position].text != word:
                break
            position += 1
        else:
            return Mention(at, position - 1, (value,), "name")
    return None


def _beyond_name(tokens: Sequence[Token], at: int, levels: Scale) -> Mention | None:
    """“above manual”: after a comparison the name alone is enough."""
    value = levels.own.get(_root(tokens[at].text))
    if value is None or not at:
        return None
    near = tokens[max(0, at - 2) : at]
    return Mention(at, at, (value,), "level") if any(token.roles & {"ABOVE", "BELOW"} for token in near) else None


def _number(tokens: Sequence[Token], at: int, *, strict: bool) -> int | None:
    """The number at a place, if it can be a level's; `strict`: not when it counts something that follows."""
    token = tokens[at]
    if token.value is not None and ("NUM" in token.roles or "WEAK" in token.roles or "ORD" in token.roles):
        if "ORD" in token.roles:
            return 0 if token.value == 0 else UNCLEAR
        if (strict or "WEAK" in token.roles) and not _ends(tokens, at + 1):
            return token.value if not strict and token.value != 1 else _weak_one(tokens, at)
        return token.value
    if token.text in ROMAN and (len(token.text) > 1 or _ends(tokens, at + 1, only_marks=True)):
        return ROMAN[token.text]
    return None


def _weak_one(tokens: Sequence[Token], at: int) -> int | None:
    """“level one team” names a level, “level: one step at a time” does not."""
    if "NUM" in tokens[at].roles:
        return None
    return tokens[at].value if "LEVEL" in tokens[at - 1].roles else None


_AFTER = folded_set("""and but because now already today since as so for according then which that at with on in out yet still is
    are was und aber weil jetzt da y pero porque ya et mais car maintenant e mas pois и но потому right thus
    team teams или oder organisation organization company group exactly overall who where already again instead
    i we you your not too also और लेकिन पर है هو في و 的 了 是 です だ で に と 。""")


def _ends(tokens: Sequence[Token], at: int, *, only_marks: bool = False) -> bool:
    """Whether nothing that could be counted stands there."""
    if at >= len(tokens) or "BREAK" in tokens[at].roles or not tokens[at].text[0].isalnum():
        return True
    return not only_marks and (tokens[at].text in _AFTER or _is_cjk(tokens[at].text))


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
        if "NUM" not in tokens[step].roles or tokens[step].value is None or not _ends(tokens, step + 1):
            break
        values.append(tokens[step].value or 0)
        last, at = step, step + 1
    if len(values) == 1:
        return mention
    return mention._replace(values=tuple(values), last=last, comparison="one of")


def _compared(tokens: Sequence[Token], mention: Mention, levels: Scale) -> Mention:
    """With “above”, “below” or “almost” before it, and “one level above manual” counted."""
    first = mention.first
    for back in range(1, 4):
        at = mention.first - back
        if at < 0 or ("BREAK" in tokens[at].roles):
            break
        own = tokens[at].roles
        if own & {"ABOVE", "BELOW"}:
            up = "ABOVE" in own
            count = at
            while count > 0 and at - count < 2:
                count -= 1
                if tokens[count].value is not None and "ORD" not in tokens[count].roles:
                    by = tokens[count].value or 0
                    value = mention.values[0] + (by if up else -by)
                    return mention._replace(first=count, values=(value,), comparison="is")
            return mention._replace(first=at, comparison="above" if up else "below")
        if "NEAR" in own:
            return mention._replace(first=at, comparison="near")
        if own & {"YOU", "YOUR"}:
            break
    # Chinese, Japanese and Hindi compare after the level: 1级以上
    after = mention.last + 1
    if after < len(tokens):
        own = tokens[after].roles
        if _is_cjk(tokens[after].text) or "\u0900" <= tokens[after].text[0] <= "\u097f":
            if "ABOVE" in own and "BE" not in own:
                return mention._replace(last=after, comparison="above")
            if "BELOW" in own:
                return mention._replace(last=after, comparison="below")
    return mention._replace(first=first)


@lru_cache(maxsize=1024)
def _is_cjk(text: str) -> bool:
    return "\u3040" <= text[:1] <= "\u9fff"


# ---------------------------------------------------------------------- who it is said of

_BOTH = frozenset(("YOU", "YOUR"))
_SAID = re.compile(
    r"(?:\b(?:based|going|judging|building|relying|drawing)\s+(?:on|by|from)|\bgiven|\bfrom|\baccording to|\bwith|\bafter|\bper)\s+"
    r"(?:what|everything|all(?: that)?|the (?:things|answers|facts)|how)\s+(?:that\s+)?you(?:'ve| have)?\s+"
    r"(?:just\s+)?(?:told|said|say|tell|describe|described|wrote|shared|gave|given|answered|reported|mentioned)"
    r"(?:\s+(?:me|us))?(?:\s+(?:so far|here|earlier|about[^,.;:]{0,40}))?"
)
_SPEECH = frozenset(["function", "tool", "assessment", "result", "demo", "program", "rule", "computation"])


def _prepare(text: str) -> str:
    """“Based on what you told me” speaks of the learner, and of nothing else."""
    return _SAID.sub(" you ", text)


def claims(text: str, before: str, levels: Scale) -> Iterator[Claim]:
    """What a folded sentence says of the learner's level, with `before` as its context (folded too)."""
    context = _last(before)
    for part, tail in _parts(_strip_bullet(text), context):
        yield from _claims_in(_prepare(part), tail, levels)


_PART = re.compile(r"[^.?!\n]*(?:\.(?=\w)[^.?!\n]*)*[.?!\n]*\s*")
_BULLET = re.compile(r"^\s*(?:\d{1,2}[.)]|[-+#>]+)\s+(?=\S)")
_ABBREVIATED = re.compile(r"\b(no|nr|e\.g|i\.e|vs|approx|z\.b|2|1|3)\.$")


def _strip_bullet(text: str) -> str:
    match = _BULLET.match(text)
    return text[match.end() :] if match else text


def _parts(text: str, context: str) -> Iterator[tuple[str, str]]:
    """The sentences of what was given as one, each with the one before it."""
    tail = context
    for match in _PART.finditer(text):
        part = match[0]
        if part.strip():
            yield part, tail
            tail = part.strip() or tail


def _last(before: str) -> str:
    """The end of what was said before: its last sentence, with its mark."""
    stripped = before[-400:].strip()
    pieces = [match[0] for match in _PART.finditer(stripped) if match[0].strip()]
    return pieces[-1].strip() if pieces else ""


_TAG = re.compile(
    r"(?:,|-)\s*(?:right|correct|no|oder|verdad|nicht wahr|n'est-ce pas|ok|okay|huh|isn't it|aren't you|certo|не так ли|对吗|对吧)\s*\?"
)
_KNOWING = re.compile(
    r"\b(?:did|do) you know|\b(?:aren't|isn't|are you not|is it not)\b|^\s*(?:so )?(?:you|your)\b|\bwhy\b|\bhow come\b"
)


def _claims_in(part: str, tail: str, levels: Scale) -> Iterator[Claim]:
    question = part.rstrip().endswith("?")
    if question and not _TAG.search(part) and not _KNOWING.search(part):
        return
    tokens = read(part)
    if not tokens:
        return
    named = mentions(tokens, levels)
    you = [
        n
        for n, token in enumerate(tokens)
        if (token.roles & _BOTH and _about_learner(tokens, n)) or (token.text == "sie" and _polite(tokens, n))
    ]
    asked = _asks_for_level(tail)
    if not named and not you and not asked:
        return
    taken = {n for mention in named for n in range(mention.first, mention.last + 1)}
    numbers = [
        mention for n, token in enumerate(tokens) if n not in taken and (mention := _bare(tokens, n, asked)) is not None
    ]
    for mention in [*named, *numbers]:
        verdict = _said_of_learner(tokens, mention, you, asked, levels, named)
        if verdict:
            yield _claim(tokens, mention, you, tail)
    if not named and you:
        yield from _at_the_top(tokens, you, levels)


_POLITE = word_set("sind haben befinden stehen liegen erreichen waren werden wurden kommen")


def _polite(tokens: Sequence[Token], at: int) -> bool:
    """The German polite form is written like “they” once case is folded."""
    return any(token.text in _POLITE for token in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2]))


def _about_learner(tokens: Sequence[Token], at: int) -> bool:
    """Not “thank you”, “your question”."""
    if at > 1 and tokens[at - 1].text == "and" and "YOU" in tokens[at - 2].roles:
        return True  # "you and your colleagues"
    if "YOUR" in tokens[at].roles and not tokens[at].roles & {"LEVEL"}:
        if at and "SINCE" in tokens[at - 1].roles:
            return True  # "given your answers"
        ahead = tokens[at + 1 : at + 4]
        for one in ahead[:3]:
            if "BREAK" in one.roles or one.roles & {"LEVEL", "BE"}:
                break
            if "THING" in one.roles:
                return False
    elif "THING" in tokens[at].roles:
        return False
    return not (at and tokens[at - 1].text in ("thank", "thanks", "bless"))


_WHERE = folded_set(
    "where donde ou wo onde где اين कहां कहाँ 哪里 どこ result results verdict assessment diagnosis outcome"
)


@lru_cache(maxsize=64)
def _asks_for_level(tail: str) -> bool:
    """Whether what was said last leads up to the learner's level without giving it."""
    if not tail:
        return False
    tokens = read(_prepare(tail))
    you = any(token.roles & _BOTH for token in tokens)
    level = any("LEVEL" in token.roles for token in tokens)
    where = any(token.text in _WHERE for token in tokens)
    numbers = any(token.value is not None and "NUM" in token.roles for token in tokens)
    if numbers:
        return False
    if you and (level or where):
        return not any("THING" in token.roles for token in tokens) or tail.endswith(":")
    if tail.endswith((":", "?", "-")) and (level or where):
        return not any("OTHER" in token.roles for token in tokens)
    # cut off in the middle: "You are at"
    return you and not tail.endswith((".", "!", "?", ":")) and bool(tokens[-1].roles & {"BE", "RATE", "REACH", "LEVEL"})


def _bare(tokens: Sequence[Token], at: int, asked: bool) -> Mention | None:
    token = tokens[at]
    if token.value is None or not token.roles & {"NUM", "WEAK", "ORD"}:
        return None
    if "ORD" in token.roles or (token.value > 9 or token.value < -1):
        return None
    if not _ends(tokens, at + 1):
        return None
    if at + 1 < len(tokens) and tokens[at + 1].text in ("%", "/", "×", "of", "von", "de", "sur", "из", "out"):
        return None
    if (
        token.value == 1
        and "WEAK" in token.roles
        and not (
            at == 0
            or (asked and tokens[at - 1].roles & {"FILL"})
            or tokens[at - 1].roles & {"BE", "LEVEL"}
            or tokens[at - 1].text in ("at", "=", ":", "is", "level", "auf", "?")
        )
    ):
        return None
    values, last = [token.value], at
    step = at + 1
    while step + 1 < len(tokens) and tokens[step].text in _AND and tokens[step + 1].value is not None:
        values.append(tokens[step + 1].value or 0)
        last, step = step + 1, step + 2
    return Mention(at, last, tuple(values), "number", "one of" if len(values) > 1 else "is")


def _filler(tokens: Sequence[Token], *, more: frozenset[str] = frozenset()) -> bool:
    kept = {"FILL", "BE", "NOW", "LEVEL", "RATE", "REACH", "SOUNDS", "YOU", "YOUR", "NEAR", "ABOVE", "BELOW", "SINCE", "FULLY",
            "WOULD", "CONGRATS", "NOT", "ONLY", "TOP"} | more  # fmt: skip
    return all(token.roles & kept or not token.text[0].isalnum() for token in tokens)


def _breaks(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """The last clause break between two places."""
    for at in range(last - 1, first, -1):
        own = tokens[at].roles
        if tokens[at].text == "-" and tokens[at].glued:
            continue
        if (
            "BREAK" in own
            or ("BREAKWORD" in own and not own & {"BE", "FILL"})
            or tokens[at].text in ("and", "so", "which", "but")
        ):
            return at
    return None


def _condition(tokens: Sequence[Token], mention: Mention) -> tuple[str, bool]:
    """The words of the sentence's condition, and whether the level stands within it."""
    start = next((n for n, token in enumerate(tokens) if "IF" in token.roles and not _no_condition(tokens, n)), None)
    if start is None:
        return "", False
    end = len(tokens)
    for at in range(start + 1, len(tokens)):
        if tokens[at].text in (",", ";", "then", "dann", "entonces", "alors", "то", "那么", "就", ":"):
            end = at
            break
        if _is_cjk(tokens[start].text) and tokens[at].roles & {"YOU"} and at > start + 2:
            end = at
            break
    if _is_cjk(tokens[start].text) and tokens[start].text in ("たら", "れば", "なら", "すれば"):
        start, end = 0, start + 1
    inside = start <= mention.first < end
    return " ".join(token.text for token in tokens[start:end]), inside


def _no_condition(tokens: Sequence[Token], at: int) -> bool:
    """“se” and “si” are reflexive or “yes” as well; “when” after “know” is no condition."""
    text = tokens[at].text
    if text in ("se", "si", "como") and at:
        return not (at == 0 or "BREAK" in tokens[at - 1].roles)
    return False


_EFFECT = folded_set("""brings bring takes take gets lifts lift moves raises raise pushes push lands makes puts bringt hebt lleva
    leva amene passe поднимет would could will 'd wurde wurdet wurden seria estaria serias seriez serait была бы""")
_GIVING = word_set("get gets take takes bring brings lift lifts put puts make makes land lands")
_MOVERS = word_set("""adding automating automate switching dropping removing having without with by putting setting through
    introducing losing turning""")


def _said_of_learner(
    tokens: Sequence[Token],
    mention: Mention,
    you: Sequence[int],
    asked: bool,
    levels: Scale,
    named: Sequence[Mention],
) -> bool:
    start, end = mention.first, mention.last
    prefix = tokens[:start]
    _, inside = _condition(tokens, mention)
    if inside or _left_open(prefix, mention):
        return False
    # "from level 0 to level 1" is a way, not a place
    if _on_the_way(tokens, mention, named):
        return any(
            token.text in ("went", "moved", "jumped", "climbed", "gone", "progressed", "advanced") for token in prefix
        )
    # the answer to "Your level?"
    if asked and _filler(prefix) and _stops(tokens, end + 1):
        return True
    if mention.kind != "number" and _implied(tokens, mention, you):
        return True
    for at in reversed([n for n in you if n < start]):
        if _links(tokens, at, mention):
            return True
    if mention.kind != "number":
        for at in [n for n in you if n > end]:
            if _links_back(tokens, mention, at):
                return True
    # a word that is both: "مستواك 2", "your level" in one word
    return any(start <= at <= end for at in you) and mention.kind == "level"


def _left_open(prefix: Sequence[Token], mention: Mention) -> bool:
    """“I can't tell yet whether you are at level 0, 1 or 2.”"""
    whether = next((n for n in range(len(prefix) - 1, -1, -1) if "WHETHER" in prefix[n].roles), None)
    if whether is None or len(prefix) - whether > 7:
        return False
    return mention.comparison == "one of" or any(token.roles & {"UNSURE", "NOT", "SAY"} for token in prefix[:whether])


def _stops(tokens: Sequence[Token], at: int) -> bool:
    return at >= len(tokens) or _ends(tokens, at) or "LEVEL" in tokens[at].roles


def _on_the_way(tokens: Sequence[Token], mention: Mention, named: Sequence[Mention]) -> bool:
    def before(at: int, role: str) -> bool:
        return any(role in token.roles for token in tokens[max(0, at - 3) : at])

    if mention.kind == "number":
        near = tokens[max(0, mention.first - 4) : mention.first]
        later = tokens[mention.last + 1 : mention.last + 4]
        if any("FROM" in t.roles for t in near) and any("TO" in t.roles for t in later):
            return True
        return any("TO" in t.roles for t in near[-2:]) and any("FROM" in t.roles for t in near)
    others = [one for one in named if one is not mention]
    if before(mention.first, "FROM") and any(
        one.first > mention.last and before(one.first, "TO") and one.first - mention.last <= 4 for one in others
    ):
        return True
    return before(mention.first, "TO") and any(
        one.last < mention.first and before(one.first, "FROM") and mention.first - one.last <= 4 for one in others
    )


_HEADS = word_set(
    "current assessed computed maturity overall final estimated result assessment diagnosis outcome verdict score"
)


def _implied(tokens: Sequence[Token], mention: Mention, you: Sequence[int]) -> bool:
    """Said of the learner without speaking of them: a welcome, “as a level 2 team”, “current level: 2”."""
    start = mention.first
    prefix = tokens[:start]
    if any("WELCOME" in token.roles for token in prefix[-6:]) or (
        any("WELCOME" in token.roles for token in tokens) and len(tokens) < 8
    ):
        return True
    if any("CONGRATS" in token.roles for token in tokens):
        return not any("GOAL" in token.roles for token in prefix) or bool(
            [t for t in prefix if "REACH" in t.roles or t.text == "reaching"]
        )
    # as a level 2 team, you …
    lead = next((n for n in range(start - 1, max(-1, start - 4), -1) if "AS" in tokens[n].roles), None)
    addressed = you or not any("OTHER" in token.roles for token in tokens)
    begins = lead is not None and (lead == 0 or _break_before(tokens, lead))
    if lead is not None and begins and addressed and tokens[lead].text != "like" and _filler(tokens[lead + 1 : start]):
        return True
    texts = [token.text for token in prefix]
    # hey, level-one team; level 2 unlocked
    if (
        texts
        and texts[0] in ("hey", "hi", "hello", "dear", "yay", "hooray", "woohoo", "wow", "bam")
        and _filler(prefix[1:])
    ):
        return True
    after = tokens[mention.last + 1 : mention.last + 3]
    if after and "REACH" in after[0].roles and _stops(tokens, mention.last + 2) and _filler(prefix):
        return True
    if (texts and texts[0] in _HEADS and _filler(prefix, more=frozenset(("HEAD",)))) or (
        texts[:2]
        and len(texts) >= 2
        and texts[0] in ("the", "overall", "your")
        and texts[1] in _HEADS
        and _filler(prefix[2:])
    ):
        return _stops(tokens, mention.last + 1) and mention.kind != "number"
    # since / now that / being at level 2
    if "being" in texts and not any("OTHER" in token.roles for token in prefix):
        return bool(you)
    # I'd say level 2; that sounds like level 2; we are at level 2
    if prefix and _filler(prefix, more=frozenset(("SAY",))):
        rated = any(token.text in ("i", "we") for token in prefix[:3]) or any(
            "SOUNDS" in token.roles for token in prefix
        )
        if rated and not any(token.text in _SPEECH for token in prefix) and _stops(tokens, mention.last + 1):
            return True
    if (
        prefix
        and _filler(prefix)
        and any("NOW" in t.roles for t in prefix)
        and any(t.roles & {"BE", "REACH"} for t in [*prefix, *tokens[mention.last + 1 : mention.last + 5]])
    ):
        return not any(t.roles & {"AUTO"} for t in tokens[mention.last + 1 :])
    return False


def _break_before(tokens: Sequence[Token], at: int) -> bool:
    return "BREAK" in tokens[at - 1].roles or tokens[at - 1].text in ("so", "and", "but", "then")


def _links(tokens: Sequence[Token], at: int, mention: Mention) -> bool:
    """Whether what stands between the learner and the level says that it is theirs."""
    between = tokens[at + 1 : mention.first]
    stop = _stops(tokens, mention.last + 1)
    if mention.kind == "name":
        return (
            bool(between)
            and _filler(between)
            and any(
                t.roles & {"BE", "REACH", "RATE", "NOW", "LEVEL"} or t.text in ("have", "has", "at", "in", ":")
                for t in between
            )
        )
    if mention.kind == "number":
        return _links_number(tokens, between, mention)
    if _filler(between) and stop and between:
        return True
    if any("GOAL" in token.roles and not _would(between, n) for n, token in enumerate(between)):
        # a goal unless something says that it is behind: "all you need, so you are at level 2" has another "you"
        return False
    if between and _speaks(between):
        return False
    if any("OTHER" in token.roles for token in between) and not _filler(between[:1] and between):
        return False
    cut = _breaks(tokens, at, mention.first)
    if cut is not None:
        return _filler(tokens[cut + 1 : mention.first]) and stop
    first = next((token for token in between if not token.roles & {"NOW", "FILL"}), None)
    if first is not None and "DO" in first.roles and between[-1].text in ("at", "on", "in"):
        return False
    if at and "SAY" in tokens[max(0, at - 2)].roles | tokens[at - 1].roles and not _filler(between):
        return False
    return bool(between) or stop


def _would(between: Sequence[Token], at: int) -> bool:
    """“Would jump”, “will reach”: an effect, not a goal."""
    return between[at].text in _MOVES and any(
        token.text in ("would", "will", "d", "ll") for token in between[max(0, at - 3) : at]
    )


_MOVES = frozenset(["jump", "reach", "climb", "approach", "attain", "achieve", "arrive", "become"])


def _speaks(between: Sequence[Token]) -> bool:
    """“You said that …”: a verb of speaking or knowing right after the learner."""
    for token in between[:4]:
        if "SAY" in token.roles:
            return True
        if not token.roles & {"WOULD", "NOW", "FILL", "NOT", "ONLY"}:
            return False
    return False


def _links_number(tokens: Sequence[Token], between: Sequence[Token], mention: Mention) -> bool:
    if not between and tokens[mention.first].glued is False and not (tokens[mention.first - 1].roles & {"LEVEL"}):
        return False
    before = tokens[mention.first - 1]
    start = mention.first - len(between) - 1
    leveled = any("LEVEL" in token.roles for token in tokens[max(0, start - 3) : mention.first])
    linked = before.roles & {"BE", "RATE", "REACH", "NOW", "LEVEL"} or before.text in (
        "at", "=", ":", "a", "as", "is", "out", "exactly", "level", ">", "on", "auf", "?", "an", "to", "the", "solid", "clear",
        "|", ")",
    )  # fmt: skip
    if leveled and (linked or "FILL" in before.roles) and (linked or _filler(between)):
        return not any("GOAL" in token.roles for token in between)
    if not _filler(between):
        return False
    return bool(linked) and any(token.roles & {"BE", "RATE", "REACH"} for token in between) and before.text != "to"


_BACK = folded_set("""is are 's where what how for describes describe fits fit matches match suits suit best now today currently
    well of the it exactly indeed has been reached by level that applies to corresponds belongs = - : , was
    right true describing befindet sich steht stehen bist seid ist sind habt hast haben liegt beschreibt passt
    auf zu fur trifft es donde lo que describe corresponde a est ou pour decrit correspond c'est dimana e onde
    descreve corresponde для это где находится в есть у هو اين हो पर है जहां 是 的 就是 は が です 正是""")


def _links_back(tokens: Sequence[Token], mention: Mention, at: int) -> bool:
    """“Level 2 is where you are”, “Auf Stufe 2 steht dein Team”."""
    between = tokens[mention.last + 1 : at]
    after = tokens[at + 1 :]
    if any("GOAL" in token.roles or "THING" in token.roles for token in after[:3]):
        return False
    if at - mention.last > 7 or any(token.text in ("teams",) for token in between):
        return False
    if (
        between
        and all(token.text in _BACK or "REACH" in token.roles for token in between)
        and any(token.text not in (",", "-", ":", "the", "it") for token in between)
    ):
        relative = any(
            token.text in ("where", "what", "how", "donde", "que", "ou", "onde", "где", "wo") for token in between
        )
        if relative:
            return any(
                token.roles & {"BE", "REACH", "RATE"} or token.text in ("have", "got", "run") for token in after[:4]
            )
        if between[0].text in ("for", "fur", "pour", "para", "для"):
            return True
        return between[-1].text != "to" or between[0].text in ("applies", "corresponds", "belongs")
    # at level 2, your next step / you should now
    if (
        all("BREAK" in token.roles for token in between)
        and mention.first > 0
        and "BE" in tokens[mention.first - 1].roles
    ):
        texts = [token.text for token in after[:5]]
        return ("YOUR" in tokens[at].roles and texts[:2] == ["next", "step"]) or "now" in texts
    return False


def _at_the_top(tokens: Sequence[Token], you: Sequence[int], levels: Scale) -> Iterator[Claim]:
    """“You made it to the top”: the end of the scale without the word for level."""
    for at in you:
        for n in range(at + 1, min(len(tokens), at + 8)):
            own = tokens[n].roles
            if own & {"TOP", "BOT"} and tokens[n].text in ("top", "bottom", "summit", "cima") and _ends(tokens, n + 1):
                between = tokens[at + 1 : n]
                if _filler(between) and any(t.roles & {"BE", "REACH"} for t in between):
                    value = levels.top if "TOP" in own else levels.bottom
                    yield Claim((value,), "is", any("NOT" in t.roles for t in between), False)
                    return


def _claim(tokens: Sequence[Token], mention: Mention, you: Sequence[int], tail: str) -> Claim:
    anchor = max((n for n in you if n < mention.first), default=-1)
    cut = _breaks(tokens, anchor, mention.first)
    scope = tokens[max(anchor, cut if cut is not None else -1, -1) + 1 : mention.first]
    denied = _denied(scope, tokens[mention.first]) or _denied_after(tokens, mention)
    condition, _ = _condition(tokens, mention)
    if not condition:
        effect = any(
            token.text in _EFFECT
            and (token.text not in _GIVING or (n + 1 < len(tokens) and tokens[n + 1].roles & _BOTH))
            for n, token in enumerate(tokens[: mention.first])
        )
        placed = anchor >= 0 and any("WOULD" in token.roles for token in scope) and not _perhaps(scope)
        mover = next((n for n, token in enumerate(tokens) if token.text in _MOVERS), None)
        if mover is not None and (effect or placed or mover == 0):
            condition = " ".join(token.text for token in tokens)
        elif effect and (placed or anchor > 0):
            condition = " ".join(token.text for token in tokens[: max(anchor, 0)]) or tail
        elif placed:
            condition = tail or " "
    texts = {token.text for token in scope}
    if condition and texts & {"since"}:
        condition = ""
    return Claim(mention.values, mention.comparison, denied, bool(condition), condition)


def _perhaps(scope: Sequence[Token]) -> bool:
    """“You may be at level 2” guesses; it is no what-if."""
    return any(token.text in ("may", "might", "must", "can", "should", "could") for token in scope) and not any(
        token.text in ("would", "will") for token in scope
    )


def _denied(scope: Sequence[Token], level: Token) -> bool:
    for n, token in enumerate(scope):
        if "NOT" in token.roles and token.text != "without":
            following = scope[n + 1] if n + 1 < len(scope) else level
            if token.text == "no" and following.text in ("nivel", "estagio", "segundo", "primeiro", "topo"):
                continue  # Portuguese: "at the"
            if "ONLY" in following.roles:
                continue
            return True
    return False


def _denied_after(tokens: Sequence[Token], mention: Mention) -> bool:
    """Negation that follows the level: German, Hindi, Japanese."""
    for token in tokens[mention.last + 1 : mention.last + 6]:
        if "BREAK" in token.roles:
            return False
        if "NOT" in token.roles and token.text in _AFTER_NOT:
            return True
    return False


_AFTER_NOT = frozenset(map(visible, ["nicht", "नहीं", "ない", "ありません", "ません", "ではない"]))


def topics(condition: str, known: Mapping[str, Sequence[str]]) -> dict[str, bool]:
    """The facts that a condition changes, and to what."""
    tokens = [token.text for token in read(condition)]
    found: dict[str, tuple[int, int, bool]] = {}
    taken: dict[int, tuple[int, str]] = {}
    for fact, phrases in known.items():
        for words in _phrases(tuple(phrases)):
            for at in range(len(tokens) - len(words) + 1):
                if all(_same(tokens[at + k], word) for k, word in enumerate(words)):
                    if at in taken and taken[at][0] >= len(words) and taken[at][1] != fact:
                        continue
                    taken[at] = (len(words), fact)
    for at, (length, fact) in sorted(taken.items()):
        # "A for the B": the second names what the first is for
        modifier = any(
            text in ("for", "of", "fur", "des", "der", "para", "pour", "del") for text in tokens[max(0, at - 3) : at]
        )
        if modifier and found and fact not in found:
            continue
        if fact not in found:
            found[fact] = (at, length, _kept(tokens, at, length))
    return {fact: value for fact, (_, _, value) in found.items()}


@lru_cache(maxsize=64)
def _phrases(phrases: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    listed = {
        tuple(token.text for token in read(visible(phrase)) if token.text.isalnum())
        for phrase in phrases
        if "..." not in phrase
    }
    return tuple(sorted((words for words in listed if words), key=len, reverse=True))


@lru_cache(maxsize=8192)
def _same(typed: str, word: str) -> bool:
    return typed == word or (len(word) >= 5 and typed.startswith(word[:-1]) and len(typed) - len(word) <= 3)


_WITHOUT = folded_set("""without no not drop dropped dropping remove removed removing lose lost losing stop stopped off disable
    disabled lack lacked manual manually hand ohne kein keine sans pas sin no sem nao без не بدون लेकिन बिना 没有
    不 なし なく""")


def _kept(tokens: Sequence[str], at: int, length: int) -> bool:
    near = [*tokens[max(0, at - 4) : at], *tokens[at + length : at + length + 4]]
    return not any(text in _WITHOUT for text in near)


_ALL = folded_set("everything all alles todo tout tudo все всё كل सब सभी 全部 すべて 全て")


def names_all(condition: str) -> bool:
    """Whether a condition speaks of all facts at once."""
    return any(token.text in _ALL for token in read(condition))


__all__ = ["UNCLEAR", "Claim", "Scale", "claims", "names_all", "roles", "scale", "topics"]
