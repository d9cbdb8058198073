"""A sentence with what was said before it: cut in parts, and with what it takes up put back in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tutor.teaching.grounding import idioms, wording
from tutor.teaching.grounding.glue import LEARNER_ROLES
from tutor.teaching.grounding.levels import mentions
from tutor.teaching.grounding.reading import plays, read, says
from tutor.teaching.grounding.scale import Scale

_SAID = re.compile(
    r"(?:\b(?:based|going|judging|building|relying|drawing)\s+(?:on|by|from)|\bgiven|\bfrom|\baccording to|\bwith|\bafter|\bper|\bfor|\bin light of)\s+"
    r"(?:what|everything|all(?: that)?|the (?:things|answers|facts|information|details|setup|description)|how)\s+(?:that\s+)?you(?: have)?\s+"
    r"(?:just\s+)?(?:told|said|say|tell|describe|described|wrote|shared|gave|given|answered|reported|mentioned|provided|provide)"
    r"(?:\s+(?:me|us))?(?:\s+(?:so far|here|earlier|about[^,.;:]{0,40}))?"
)
_DROPPED = re.compile(
    r"(?<!\w)(?:les|le|os|te) (?=(?:\w+ ){0,2}?(?:falta|faltan|queda|quedan|separa)\b)|(?:^|(?<=[,;:.!?¡] )|(?<= y ))(?=(?:ya |aun |todavia |siempre )?(?:se )?(?:quedan|quedarian|quedaran|pasan|pasarian|pasaran|llegan|llegarian|llegaran|vuelven|volverian|volveran|suben|subirian|subiran|bajan|bajarian|bajaran|caen|caerian|caeran|saltan|saltarian|regresan|regresarian|mantienen|mantendrian|retroceden|retrocederian|alcanzan|alcanzarian|alcanzaran|ficam|ficariam|passam|chegam|voltam|sobem|estan|estas|estais|siguen|sigues|han|habeis|trabajan|tienen|llegaron|alcanzaron|superaron|pasaron|pertenecen|quedan|permanecen|operan)\b)"
)
PART = re.compile(r"[^.?!\n]*(?:\.(?=\w)[^.?!\n]*)*[.?!\n]*\s*")
_ELLIPSIS = re.compile(r"(?:\.{2,}|…)\s*(?=\w)")
_ABBREVIATED = re.compile(
    r"(?<!\w)(?:a\.k\.a\.?|i\.e\.|e\.g\.|viz\.|approx\.|vs\.|resp\.|d\.h\.|z\.b\.|bzw\.|p\.ex\.|т\.е\.)"
)
_BULLET = re.compile(r"^\s*(?:\d{1,2}[.)]|[-+#>*]+)\s+(?=\S)")
_THAT_YOU = re.compile(
    r"^\W*(?:(?:yes|yep|yeah|yup|right|exactly|correct|well|oh),? )?(?:you are|you do|you have|you did|that is you|that's you|your team is|your team|your crew|your organisation|your organization|your company|your people|your folks|yours|you guys|you folks|you lot|you all|you|that(?: is|'s) (?:\w+ )?(?:you|your team|yours)(?: guys| folks| all over)?|this is you|sounds like you(?:r team)?|that describes you(?:r team)?|that fits you(?:r team)?|you in a nutshell)\W*$"
)
_THAT_IS_YOURS = re.compile(
    r"^\W*(?:that|this|it)(?: is|'s) (?:exactly |precisely |now |simply |just )?(?:your (?:\w+ )?(?:level|stage|score|rating|result|place|rung|tier|number)|where you (?:are|stand|sit)|what you are)\b.*$",
    re.DOTALL,
)
_WHOSE = re.compile(r"^\W*(?:so )?(?:guess |and )?(?:who|whose|which team)\b")
_ANAPHOR = re.compile(
    r"(?<!\w)(?:that one|this one|that stage|that level|that|this|it|there|ese|eso|ca|la|das|da|isso|это|那|それ)(?!\w)"
)
_YES = re.compile(
    r"^\W*(?:yes|yep|yeah|sure|absolutely|definitely|indeed|check|done|obviously|of course|exactly|si|oui|ja|sim|да|نعم|हाँ|हां|是的|はい)(?!\w)"
)
_NO = re.compile(
    r"^\W*(?:not quite|not there|not just yet|almost|nearly|close but|soon|some day|someday|one day|just short|still a way|still some way|keep dreaming|dream on|in your dreams|not so fast|fat chance|not a chance|as if|no way|i wish|if only|no|nope|nah|not|never|hardly|no way|non|nein|nao|нет|لا|नहीं|不|いいえ)(?!\w)"
)
SPEAKS_OF_LEARNER = re.compile(
    r"(?<!\w)(?:you|your|yours|usted\w*|tu|su|vous|votre|ihr|euer|eure|du|dein\w*|voces?|sua|seu|вы|ваш\w*)(?!\w)|你|您|あなた"
)


def parts(text: str, before: str, levels: Scale) -> Iterator[tuple[str, str]]:
    """The sentences of what was given as one, each with the one before it; `before` is what was said earlier."""
    tail = last_of(before)
    stripped = _BULLET.sub("", text, count=1)
    stripped = _ABBREVIATED.sub(lambda match: match[0].replace(".", "") + " ", stripped)
    for match in PART.finditer(_ELLIPSIS.sub(" ", _DOTTED.sub(": ", stripped))):
        part = match[0]
        if part.strip():
            yield taken_up(part, tail, levels), tail
            tail = part.strip() or tail


_OWN_VIEW = re.compile(
    r"\b(?:according to (?:you(?=[ ,])|your own (?!answers|facts|setup|description)\w+)|by your own \w+|in your (?:own )?(?:view|opinion|eyes|estimate|estimation|words|judgement|judgment|mind)|as you see it|the way you see it)\b,?"
)
_DOTTED = re.compile(r"(?<=[\w)])\s*\.{3,}\s*(?=\d)")
_NUMBERED = re.compile(r"\blevel (?:with|having|bearing|that has|which has|has) the number\b")
_TOPIC_FIRST = re.compile(r"^(\W*(?:\w+\s+){0,3}\w+),\s*it(?= (?:is|has|was|s)\b|'s\b)")


def prepare(text: str) -> str:
    """“Based on what you told me” speaks of the learner, and of nothing else; “in your view” reports."""
    text = _NUMBERED.sub("level number", text)
    text = _OWN_VIEW.sub(" you said that ", _TOPIC_FIRST.sub(r"\1", text))
    return _DROPPED.sub(" ustedes ", _SAID.sub(" you ", text))


def taken_up(part: str, tail: str, levels: Scale) -> str:
    """“Level 0? You've left that one behind.” as a sentence that names the level itself."""
    if _THAT_IS_YOURS.match(part) and tail and tail[-1] in ".!" and len(tail.split()) < 6:
        return f"{_THAT_IS_YOURS.sub('your level is', part)} {tail}"  # "Zero. That's your level."
    if not tail.endswith("?") or len(tail) > 120:
        return part
    asked = PART.findall(tail)[-2].strip() if len(PART.findall(tail)) > 1 else tail
    tokens = read(idioms.plain(levels.named(asked)[0]))
    whose = bool(_WHOSE.match(asked)) and bool(_THAT_YOU.match(part))
    named = [
        one
        for one in mentions(tokens, levels)
        if one.kind in ("level", "name") or ((whose or _THAT_YOU.match(part)) and one.kind == "adjective")
    ]
    short = len(tokens) <= 6 or bool(_THAT_YOU.match(part))
    own = [one for one in mentions(read(idioms.plain(levels.named(part)[0])), levels) if one.kind != "adjective"]
    if len(named) != 1 or not short or own:
        return part
    level = asked.rstrip("?! ")
    if len(tokens) > 4 or named[0].kind == "adjective":
        level = f"level {named[0].values[0]}"
    if whose:
        return f"you are at level {named[0].values[0]}."
    if _YES.match(part) or _THAT_YOU.match(part):
        return f"you are at {level}. {part}"
    if _NO.match(part) and not (SPEAKS_OF_LEARNER.search(part) and _ANAPHOR.search(part)):
        return f"you are not yet at {level}."
    return _ANAPHOR.sub(f" {level} ", part, count=1) if SPEAKS_OF_LEARNER.search(part) else part


def last_of(before: str) -> str:
    """The end of what was said before: its last sentence, with its mark."""
    pieces = [match[0].strip() for match in PART.finditer(before[-400:].strip()) if match[0].strip()]
    if len(pieces) > 1 and pieces[-1][-1] not in ".!?:":
        return " ".join(pieces[-2:])  # cut off in the middle
    return pieces[-1] if pieces else ""


@lru_cache(maxsize=64)
def asks_for_level(tail: str) -> bool:
    """Whether what was said last leads up to the learner's level without giving it."""
    if not tail:
        return False
    tokens = read(prepare(tail))
    you = plays(tokens, *LEARNER_ROLES)
    level = plays(tokens, "LEVEL")
    where = says(tokens, wording.WHERE)
    if any(token.value is not None and "NUM" in token.roles for token in tokens) and not (
        you and level and tail.endswith("?")
    ):
        return False
    if you and (level or where):
        return not plays(tokens, "THING") or tail.endswith(":")
    if tail.endswith((":", "?", "-")) and (level or where):
        return not plays(tokens, "OTHER")
    if you and sum(token.text[0].isalnum() for token in tokens) <= 4 and tail[-1] not in ".!?":
        return True  # "Your team"
    # cut off in the middle: "You are at"
    return you and not tail.endswith((".", "!", "?", ":")) and bool(tokens[-1].roles & {"BE", "RATE", "REACH", "LEVEL"})
