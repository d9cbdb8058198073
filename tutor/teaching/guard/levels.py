"""What a sentence claims about the learner's level. Reads folded text (`normalise.readings`): lower case, no accents.

Three things make a claim: someone who is the learner, a level, and words that put the one at the other. A level that is
only talked about (a goal, a condition, somebody else's, what the learner said) is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

LANGUAGES = (
    "English", "Spanish", "French", "German", "Portuguese", "Italian", "Chinese", "Russian", "Arabic", "Hindi", "Japanese",
)  # fmt: skip
"""Languages whose claims are recognised. In any other, sentences with a numeral or an ordinal are not released."""

_NUMBERS = {
    0: "0|zero|null|cero|zéro|нулевой|нулевом|ноль|нуле|零|صفر|शून्य|ゼロ|zeroth|nullte[nr]?",
    1: "1|one|first|1st|i|eins?|erste[nrs]?|uno?|primer[oa]?|une?|premiere?|premier|um|uma|primeiro|primo|один|первый|первом|первого|一|壱|第一|واحد|الاول|एक|पहले|पहला",
    2: "2|two|second|2nd|ii|zwei|zweite[nrs]?|dos|segund[oa]|deux|deuxieme|dois|due|secondo|два|второй|втором|второго|二|两|第二|اثنان|اثنين|الثاني|दो|दूसरे|दूसरा",
    3: "3|three|third|3rd|iii|drei|dritte[nrs]?|tres|tercero?|trois|troisieme|tre|три|третий|третьем|三|第三|ثلاثه|الثالث|तीन|तीसरे",
    4: "4|four|fourth|iv|vier|vierte[nrs]?|cuatro|quatre|quatro|quattro|четыре|четвертом|四|第四|اربعه|चार",
    5: "5|five|fifth|funf|cinco|cinq|cinque|пять|五|خمسه|पांच",
}  # fmt: skip
_ANY = "|".join(_NUMBERS.values())
_VALUE = {word: number for number, words in _NUMBERS.items() for word in words.split("|") if "[" not in word}
_LEVEL = (
    r"(?:maturity |ml ?ops )?(?:levels?|lvls?|stages?|tiers?|rungs?|grades?|steps? of maturity|maturity"
    r"|niveles|nivel|niveaux?|stufen?|reifegrad(?:stufe)?|level|livello|niveis|уровен[ья]|уровне?|уровня"
    r"|المستوي|مستوي|مستواك\w*|स्तर|लेवल|レベル|段阶|级别|等级|层级|阶段|级|层)"
)
_MENTION = re.compile(
    rf"(?:{_LEVEL}|\bl)(?:\s|[:=#(\"'.,-]|は|が|is|number|nr|no|numero|numéro|nummer){{0,3}}\s*(?P<a>{_ANY})(?![\da-z%])"
    rf"|(?:(?<![\w.])|(?<=[\u3040-\u9fff]))(?P<b>{_ANY})(?:th|st|nd|rd|\.|er|eme|º|ª)?[\s-]{{0,2}}{_LEVEL}",
)
_LEARNER = re.compile(
    r"\b(?:you|you're|youre|you've|your|yours|u|ur|the learner(?:'s)?|this learner|this team|their team"
    r"|tu|tus|su|sus|usted(?:es)?|estas|estais|tienes|tienen|vosotros|vuestr[oa]s?"
    r"|du|dein\w*|ihr|ihre[nrm]?|sie|euer|eure[nrm]?|bist|seid"
    r"|vous|votre|vos|ton|ta|tes|voce|voces|seu|sua|seus|teu|tua|lei|il tuo|tuo|vostro|siete|sei"
    r"|вы|ваш\w*|вас|вам|ты|тво\w*|тебя)\b"
    r"|(?<!अपने )आप|तुम|你|您|贵|あなた|御社|贵社|貴社|(?:انت|فريقك|مستواك|لديك|عمليتك|انتم)"
)
_TOWARD = re.compile(
    r"\b(?:to (?:get|move|go|climb|rise|reach|arrive|come|jump|advance|be)|reach(?:ing)?|toward|towards|goal|aim|target|want|wanted"
    r"|hope|plan|planning|before|until|next|from|need|needs|needed|require|requires|leads?|path|road|way|step|jump|skip"
    r"|said|say|wrote|asked|mentioned|answered|think|thought|believe|guess|expected|whether|would|could|might|may|can|will|become"
    r"|becomes|becoming|learn|read|ask|asking|compare|example|imagine|suppose|consider|teams|someone|google|microsoft|demo"
    r"|para llegar|objetivo|meta|proximo|siguiente|zum|zur|ziel|nachste|bis|hacia|vers|pour (?:atteindre|arriver)|prochaine?"
    r"|proximo|чтобы|цель|до|下一|目标|目標|为了|次の|الي|للوصول|अगल)\b|下一|目标|到达|达到.*需要|次の|ために"
)
_AT = re.compile(
    r"\b(?:is|are|'re|re|am|be|at|on|in|have|has|reached|reach|achieved|hit|attained|sit|sits|stand|stands|operate|operates"
    r"|operating|qualify|qualifies|belong|belongs|fall|falls|land|lands|count|counts|rank|ranks|remain|stay|still|already|now"
    r"|currently|puts?|places?|makes?|rated?|graded?|assess\w*|call|consider|a|an|as|made it|got|welcome|congratulations"
    r"|estas?|esta|estan|es|son|esta[is]s|en|has|alcanz\w*|encuentra\w*|bist|ist|sind|seid|auf|erreicht|befinde\w*|steht|stehst"
    r"|etes|est|es|au|sont|atteint|situe\w*|trouve\w*|esta|estao|sao|no|alcancou|siete|al|raggiunto|находит\w*|на|достиг\w*|имеет\w*|sounds?|looks?|seems?|e|al"
    r"|في|على|وصل\w*|بلغ\w*)\b|में|है|हैं|पर|在|是|处于|位于|达到|属于|为|に|です|にいます|は|到"
)
_NEGATED = re.compile(
    r"\b(?:not|isn't|aren't|never|no longer|n't|hardly|cannot|neither|nor|no esta|no es|ya no|nicht|kein\w*|ne |n'etes|n'est|pas|plus"
    r"|nao|non|не)\b|नहीं|不是|不在|没有|未|ではない|ではありません|じゃない|ليس|لست|لستم"
)
_ABOVE = re.compile(
    r"\b(?:above|over|higher than|beyond|past|more than|exceeds?|better than|por encima|superior|uber|au-dessus|acima|выше)\b"
)
_BELOW = re.compile(r"\b(?:below|under|lower than|beneath|less than|short of|debajo|unter|au-dessous|abaixo|ниже)\b")
_TOP = re.compile(
    r"\b(?:top|highest|final|last|maximum|full(?:y)? automat\w+|hochste\w*|mas alto|superieur|mais alto|высш\w+)(?: maturity)? "
    + _LEVEL
)
_BOTTOM = re.compile(
    r"\b(?:bottom|lowest|starting|entry|niedrigste\w*|unterste\w*|mas bajo|le plus bas|mais baixo|низш\w+)(?: maturity)? "
    + _LEVEL
)
_IF = re.compile(
    r"\b(?:if|once|were|would|could|suppose|imagine|assuming|si|wenn|falls|se|если|бы)\b|'d\b|अगर|यदि|如果|假如|もし|たら|なら|اذا|لو"
)


_GOAL = re.compile(
    r"\b(?:want|wants|wish|plan|like|aim|hope|try|need|intend|order|ready|how|what|steps?)\b[^.,]{0,20}\bto\b|\bto (?:reach|get|move|climb|advance)\b"
)
_PUT_AT = re.compile(
    rf"\b(?:puts?|places?|makes?|rates?|ranks?|scores?|lands?) (?:you|your team|your process) (?:\w+ ){{0,2}}(?:at|on|in|a|as)? ?(?P<n>{_ANY})\b"
    rf"|\byou(?:'re| are) (?:now |currently |already |still )?(?:at|a|on) (?:a )?(?P<m>{_ANY})\s*(?:[.!,;]|$)"
)
_OWN = re.compile(
    r"(?:\byour|\btu|\bsu|\bdein\w*|\bihr\w*|\bvotre|\bton|\bseu|\bsua|\btuo|ваш\w*|你的|您的|आपक[ाीे]?|مستو)\W*(?:(?!question|answer|word|about)\w+\W+){0,3}$"
)
_TAKE_TO = re.compile(
    r"\b(?:bring|brings|take|takes|get|gets|lift|lifts|move|moves|raise|raises|make|makes|put|puts|be|reach|become)\b"
)


_ORDINAL = re.compile(
    r"first|second|third|erste\w*|zweite\w*|dritte\w*|primer\w*|segund\w*|terc\w*|premier\w*|deuxieme|первый|первом|втор\w*"
)
UNCLEAR = -1
"""The level of "the first level": it depends on whether one counts from zero, so it is nobody's."""


class Claim(NamedTuple):
    """A level that a sentence puts the learner at, or says that they are not at."""

    level: int
    negated: bool
    hypothetical: bool


def claims(text: str, before: str, names: Mapping[int, str]) -> list[Claim]:
    """The claims about the learner's level in one reading of a sentence; `before` is what was just said."""
    question = re.search(
        r"(?:your|tu|dein|ihr|votre|seu|ваш|你的|您的)[^.!?]{0,40}" + _LEVEL + r"[^.!?]{0,30}[?:.]?\s*$", before[-120:]
    )
    answered = re.fullmatch(
        rf"\W*(?:(?:it'?s?|is|it is|that is|well|just|a|at|so|yes|congrats|congratulations|{_LEVEL})\W+)*(?P<n>{_ANY})(?:\W+it is)?\W*",
        text.strip(),
    )
    if question and answered:
        return [Claim(_value(answered["n"]), False, False)]
    found: list[Claim] = []
    for clause in re.split(r"[;\n]|(?<=[.!?]) |, (?=(?:but|and|so|which|while|aber|pero|mais|und|y|et)\b)", text):
        found += _in_clause(clause, text, names)
    first, mark, rest = text.strip().partition("? ")
    return found + claims(rest, f"{first}?", names) if mark else found


def mentioned(text: str) -> set[int]:
    """Every level that a folded sentence names, whoever it is about."""
    return {_value(mention["a"] or mention["b"]) for mention in _MENTION.finditer(text)}


def _in_clause(clause: str, sentence: str, names: Mapping[int, str]) -> list[Claim]:
    learner = _LEARNER.search(clause) or re.match(r"\W*(?:welcome to|congratulations|as a|being (?:a|at))\b", clause)
    if not learner and not re.match(r"\W*(?:the )?(?:answer|verdict|result|assessment)\b[^.]{0,12}[:=]", clause):
        return []
    if re.search(r"\b(?:whether|which level|what level)\b", clause):
        return []
    hypothetical = bool(_IF.search(clause) or _IF.search(sentence))
    negated = bool(_NEGATED.search(clause))
    found = []
    start = learner.end() if learner else 0
    opened = learner is None or not _LEARNER.match(clause[learner.start() :])
    mentions = list(_MENTION.finditer(clause))
    if len(mentions) > 1 and re.search(r"\bbetween\b", clause[: mentions[0].start()]) and not hypothetical:
        found.append(Claim(_value(mentions[-1]["a"] or mentions[-1]["b"]), False, False))
        found.append(Claim(_value(mentions[0]["a"] or mentions[0]["b"]), False, False))
        return found
    if (put := _PUT_AT.search(clause)) and not hypothetical:
        found.append(Claim(_value(put["n"] or put["m"]), negated, False))
    for mention in mentions:
        level = UNCLEAR if _ORDINAL.fullmatch(mention["b"] or "") else _value(mention["a"] or mention["b"])
        near = clause[max(0, mention.start() - 24) : mention.start()]
        if (above := _ABOVE.search(near)) or _BELOW.search(near):
            step = 1 if above else -1
            if hypothetical:
                found.append(Claim(level + step, negated, True))
            else:
                found += _compared(level, step, negated, names)
            continue
        before_it = clause[: mention.start()]
        nearest = [who.end() for who in _LEARNER.finditer(before_it)]
        between = clause[max(nearest or [start]) : mention.start()] if mention.start() >= start else before_it
        after = clause[mention.end() : mention.end() + 28]
        if hypothetical:
            placed: object = not _GOAL.search(before_it) and (_AT.search(between + " ") or _TAKE_TO.search(before_it))
        else:
            owned = _OWN.search(before_it)
            placed = not _TOWARD.search(between) and (
                opened
                or owned
                or _AT.search(between + " ")
                or re.match(r"\W*(?:is where you|describes you|fits you|matches you|suits you|is yours?\b)", after)
                or re.match(r"\s*(?:team|for you\b|for your\b|です|にい|に|पर)", after)
            )
        if placed:
            found.append(Claim(level, negated, hypothetical))
    for pattern, level in ((_TOP, max(names, default=0)), (_BOTTOM, min(names, default=0))):
        if (said := pattern.search(clause)) and not _TOWARD.search(clause[: said.start()]):
            found.append(Claim(level, negated, hypothetical))
    for level, name in names.items():
        known = re.escape(name.lower())
        staged = rf"\b{known}\W{{0,3}}(?:{_LEVEL}|phase)(?!\w)|{_LEVEL}\W{{1,3}}(?:is\W+)?{known}\b"
        if " " in name:
            staged += rf"\b|(?:reached|achieved|attained|have|has|at|are)\W+{known}\b"
        if (said := re.search(staged, clause)) and not _TOWARD.search(clause[: said.start()]):
            found.append(Claim(level, negated, hypothetical))
    return found


def _compared(level: int, step: int, negated: bool, names: Mapping[int, str]) -> list[Claim]:
    """ "Above level 1" denies every level up to it; "not above" denies every level beyond it."""
    up_to = [other for other in names if (other <= level if step > 0 else other >= level)]
    denied = [other for other in names if other not in up_to] if negated else up_to
    return [Claim(other, True, False) for other in denied]


def _value(word: str) -> int:
    if word in _VALUE:
        return _VALUE[word]
    return next(number for number, words in _NUMBERS.items() if re.fullmatch(words, word))


_NUMERAL = re.compile(rf"\d|\b(?:{_ANY})\b")
_KNOWN_WORDS = re.compile(
    r"\b(?:if|on|at|by|your|what|one|two|here|from|there|their|its|has|have|can|teams?|model|pipeline|level|vous|votre|etes|au|sind|sie"
    r"|the|is|are|and|of|to|a|it|you|that|this|in|for|with|not|el|la|los|las|de|que|y|es|un|una|en|der|die|das|und|ist|nicht|ein"
    r"|eine|le|les|des|et|est|une|pas|o|os|as|e|do|da|nao|il|che|di|un)\b"
)
_KNOWN_SCRIPT = re.compile(r"[\u0400-\u04ff\u0600-\u06ff\u0900-\u097f\u3040-\u30ff\u4e00-\u9fff]")


def in_unknown_language(text: str) -> bool:
    """Whether a sentence of some length is in none of the `LANGUAGES`."""
    letters = sum(character.isalpha() for character in text)
    return letters >= 8 and not _KNOWN_WORDS.search(text) and not _KNOWN_SCRIPT.search(text)


def has_number(text: str) -> bool:
    """Whether there is a numeral or an ordinal in it."""
    return bool(_NUMERAL.search(text))
