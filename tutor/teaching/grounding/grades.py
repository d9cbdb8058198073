"""Whether a sentence grades an answer otherwise than code did: “Correct!”, “nicht ganz”, “you scored 9 of 10”."""

from __future__ import annotations

import re
from typing import Literal

from tutor.teaching.grounding.normalise import visible

_Grade = Literal["right", "wrong", "partly"]

_RIGHT = """correct|right|exact|exactly|exactly right|absolutely|absolutely right|precisely|perfect|perfectly right|spot on|bingo|bravo
well done|nailed it|you nailed it|you got it|you've got it|you got that right|got it right|full marks|full credit|100|a\\+|flawless
excellent|great job|good job|nice job|great work|nice work|brilliant|you passed|bull's eye|on the money|on point
richtig|korrekt|genau|genau richtig|stimmt|das stimmt|perfekt|gut gemacht|vollkommen richtig|sehr gut|ausgezeichnet|volltreffer|treffer
correcto|correcta|exacto|exactamente|perfecto|muy bien|bien hecho|asi es|acertaste|excelente|has acertado|eso es
c'est ca|exactement|parfait|bien joue|tout a fait|bonne reponse|c'est juste|juste|correcte|tres bien|excellente reponse|vrai
correto|correta|certo|certa|exato|exatamente|perfeito|muito bem|acertou|isso mesmo|resposta certa
верно|правильно|точно|совершенно верно|именно|отлично|молодец|абсолютно верно|все верно|так точно|вы правы
صحيح|صحيحه|احسنت|ممتاز|اجابه صحيحه|اجابتك صحيحه|بالضبط|رائع
सही|बिल्कुल सही|सही उत्तर|सही जवाब|शाबाश|बहुत बढ़िया|एकदम सही|उत्तम
正确|答对了|回答正确|完全正确|没错|对了|很好|太棒了|你答对了|说得对|对|做得好
正解|正解です|その通り|その通りです|正しいです|正しい|大正解|よくできました|合っています|完璧"""
_WRONG = """incorrect|wrong|mistaken|a mistake|nope|not right|not correct|isn't right|isn't correct|is not right|is not correct
no that isn't|not it|not true|not the answer|you missed it|you failed|inaccurate
falsch|nicht richtig|nicht korrekt|stimmt nicht|leider nein|leider falsch|inkorrekt|leider nicht
incorrecto|incorrecta|equivocado|equivocada|no es correcto|no es correcta|te equivocas|fallaste|erroneo
faux|fausse|incorrecte|pas correct|n'est pas correct|c'est faux|mauvaise reponse|pas juste|vous avez tort|pas bon|errone
incorreto|incorreta|errado|errada|nao esta correto|nao esta certo|resposta errada
неверно|неправильно|ошибка|ошибаетесь|вы не правы|не верно|не правильно
خطا|غير صحيح|غير صحيحه|خاطئ|خاطئه|ليس صحيحا
गलत|सही नहीं|ग़लत|सही नहीं है
错误|不对|答错了|不正确|错了|回答错误|你错了
不正解|間違い|間違いです|間違っています|違います|正しくありません|残念"""
_PARTLY = """not quite|not entirely|not exactly|almost|almost right|nearly|nearly right|partly right|partially right|partly correct
partially correct|half right|halfway right|mostly right|mostly correct|close|so close|close but|not completely|not fully correct|partial credit
nicht ganz|nicht ganz richtig|fast|fast richtig|teilweise richtig|zum teil richtig|halb richtig|beinahe|nicht vollstandig|nicht ganz korrekt
no del todo|casi|parcialmente correcto|parcialmente correcta|casi correcto|no exactamente|en parte correcto
pas tout a fait|presque|partiellement correct|en partie correct|a moitie juste|pas exactement|partiellement juste
quase|parcialmente correto|parcialmente correta|nao exatamente|nao totalmente|em parte certo
не совсем|почти|частично верно|частично правильно|отчасти верно|почти верно|не совсем верно|не совсем правильно
ليس تماما|تقريبا|صحيح جزئيا|صحيحه جزئيا|جزئيا
पूरी तरह नहीं|लगभग|लगभग सही|आंशिक रूप से सही|आधा सही|पूरी तरह सही नहीं
不完全对|部分正确|差一点|不太对|几乎正确|基本正确|不完全正确|差不多对
惜しい|惜しいです|部分的に正解|ほぼ正解|少し違います|一部正解"""

_MARKS = (
    ("✅", "right"),
    ("✔", "right"),
    ("☑", "right"),
    ("💯", "right"),
    ("❌", "wrong"),
    ("✗", "wrong"),
    ("✘", "wrong"),
)

_NOT_AFTER = re.compile(r"(?:not|n't|nicht|never|kein\w*|no|pas|nao|не|ليس\w*|غير|不|没)\s*(?:\w+\s+){0,2}$")


def _alternatives(listed: str) -> str:
    folded = sorted(
        {visible(part).strip() if "\\" not in part else part for part in re.split(r"[|\n]", listed)},
        key=len,
        reverse=True,
    )
    return "|".join(part if "\\" in part else re.escape(part).replace(r"\ ", r"\s+") for part in folded if part)


_WORDS: dict[_Grade, str] = {
    "partly": _alternatives(_PARTLY),
    "wrong": _alternatives(_WRONG),
    "right": _alternatives(_RIGHT),
}
_LEAD = (
    r"(?:yes|yep|yeah|no|nope|well|ok|okay|great|nice|and|so|oh|ah|wow|hm+|sorry|unfortunately|sadly|alas|i'm afraid|indeed|ja|nein|leider|also|si|"
    r"oui|non|sim|nao|да|нет|увы|к сожалению|نعم|لا|هاं|हाँ|हां|नहीं|是的|很遗憾|抱歉|不|はい|いいえ|残念ながら|malheureusement|lamentablemente|infelizmente|desculpe|lo siento|"
    r"very good|quite|that is|that's|this is|it's|it is|you are|you're|your answer is|your answer was|your reply is|das ist|das war|dies ist|es ist|"
    r"deine antwort ist|ihre antwort ist|tu respuesta es|su respuesta es|eso es|es|esto es|c'est|votre reponse est|ta reponse est|isso esta|esta|sua resposta esta|a resposta esta|"
    r"это|ваш ответ|твой ответ|هذا|اجابتك|इجابتك|यह|आपका उत्तर|आपका जवाब|这|这是|你的回答|您的回答|你的答案|您的答案|回答|答案|それは|あなたの答えは|あなたの回答は|答えは|"
    r"absolutely|completely|totally|entirely|perfectly|exactly|partly|mostly|simply|just|all|100|still|actually|almost|nearly|quite|also|совершенно|абсолютно|"
    r"vollig|ganz|absolut|totalmente|completamente|completement|absolument|बिल्कुल|एकदम|完全|非常)"
)
_TAIL = (
    r"(?=\s*(?:$|[.!,;:?)\-\n…]|\band\b|\bbut\b|\bbecause\b|\bsince\b|\bthere\b|\bon\b|\bindeed\b|\bagain\b|\bwell\b|\bund\b|\baber\b|\by\b|"
    r"\bpero\b|\bet\b|\bmais\b|\be\b|\bmas\b|\bthis time\b|\banswer\b|\bidea\b|\bhere\b|\bwith\b|\bis\b|\bist\b|है|। |です|了|的|。|！|\bhier\b|\bno\b|\byes\b))"
)
_OPENING: dict[_Grade, re.Pattern[str]] = {
    grade: re.compile(
        rf"^[\s\W]*(?:{_LEAD}[\s,!.:\-]*){{0,5}}(?:the |a |an )?(?:{words})(?!\w)(?! (?:answer|idea|order|explanation|reply)\b(?! *[.!,]| *$)){_TAIL}"
        if grade
        else ""
    )
    for grade, words in _WORDS.items()
}
_ANSWER = (
    r"(?:(?:your|that|this|the) (?:answer|reply|response|guess|choice|order|explanation|solution|prediction|reasoning)|(?:deine|ihre|die|eure) (?:antwort|losung|erklarung)"
    r"|(?:tu|su|la) respuesta|(?:votre|ta|la) reponse|(?:sua|a|tua) resposta|(?:ваш|твой|этот) ответ|ваше объяснение|اجابتك|इجابتك|جوابك|(?:आपका|तुम्हारा) (?:उत्तर|जवाब)|(?:你|您)的(?:回答|答案)|あなたの(?:答え|回答)は?"
    r"|what you (?:said|wrote|answered)|you(?:'re| are| were)|you got (?:it|that|this)|you have (?:it|that|this)|you answered(?: it| that)?|"
    r"i (?:would |can |will )?(?:mark|grade|count|call|rate|score) (?:it|that|this|your answer)(?: as)?|that's|that is|that was|this is|das ist|das war|c'est|eso es|isso e|isso esta|это)"
)
_BETWEEN = r"(?:\s+(?:is|was|are|ist|war|es|est|e|esta|seems|looks|sounds|absolutely|completely|totally|entirely|quite|indeed|all|also|definitely|clearly|actually|simply|pretty|in fact|vollig|absolut|leider|unfortunately|largely|basically|essentially|совершенно|абсолютно|completamente|totalmente|completement|बिल्कुल|fully|100 ?%|perfectly|already)){0,4}\s*"
_SAID: dict[_Grade, re.Pattern[str]] = {
    grade: re.compile(
        rf"(?<!\w){_ANSWER}{_BETWEEN}(?:a |an )?(?:{words})(?!\w)(?!\s+(?:to|that|about|schema|model|order|place|data|way|question|for|in saying|in thinking|at|level|step|now|away|one of|where|how|what|why|des?|von|fur|que|de|of|features?|column|enough))"
    )
    for grade, words in _WORDS.items()
}
_SCORE = re.compile(
    r"(?:you(?:'ve| have)?|i|we|your (?:score|grade|result|mark)|du hast|ihr habt|has|vous avez|voce|вы|آپ|你|您)\W+(?:\w+\W+){0,4}?"
    r"(?:scored?|got|earned?|received?|get|achieved|award|give|gave|is|was|obtenu|obtenido|sacado|erreicht|fez|acertou|набрали|получили|得了|答对了)\W+(?:\w+\W+){0,3}?\d+\s*(?:/|of|out of|von|de|sur|из|points?|punkte|puntos|pontos|%|percent|分)"
    r"|\b\d+\s*/\s*\d+\s*(?:points?|marks?|right|correct)?\s*[!.]?\s*$|\b\d+ (?:of|out of) \d+ (?:points?|right|correct|marks?)"
    r"|\b(?:full|half|no|partial|zero) (?:marks|credit|points)\b|\byou(?:'ve)? (?:passed|failed|aced)\b"
    r"|\byou (?:get|got|earn|earned|deserve|receive) (?:an? )?(?:[abcdf][+-]?|perfect score|top grade|passing grade)(?:$|[.!, ])|得(?:了)?\s*\d+\s*分|\d+\s*点(?:です|満点)"
)
_HARMLESS = re.compile(
    r"^\W*(?:is|are|was|which|what|who|how|why|do|does|would|can|could|if|when|whether|ist|sind|welche\w*|was|est-ce|es|cual|que|"
    r"qual|какой|как|ли|هل|क्या|哪|是否|どれ|どちら)\b"
)
_PRAISE = re.compile(
    r"^\W*(?:exact|excellent|good|great|nice|perfect|brilliant|very good)\s+(?:question|point|start|thinking|effort|that you|idea to)"
)
_AGREES: dict[str, frozenset[str]] = {
    "correct": frozenset({"right"}),
    "partial": frozenset({"partly"}),
    "incorrect": frozenset({"wrong"}),
}
_NOT_QUITE = re.compile(r"not (?:quite|entirely|exactly|completely)|nicht ganz|no del todo|pas (?:tout a fait|exactement)|не совсем|nao (?:exatamente|totalmente)|"
                        r"ليس تماما|पूरी तरह|不完全|不太对|少し違|惜しい|close|almost|nearly|casi|presque|quase|почти|fast|差一点|差不多|لیس")  # fmt: skip
_DENIED = re.compile(
    r"(?:^|\W)(?:not|isn't|aren't|wasn't|nicht|no es|pas|nao|не|neither|never|hardly)\W+(?:\w+\W+){0,1}$"
)
_ORDERED = re.compile(r"^\W*not in (?:this|that) order")


def graded(text: str) -> tuple[_Grade, str] | None:
    """The grade that a folded sentence gives an answer, and the words that give it."""
    stripped = text.strip()
    if not stripped or _PRAISE.match(stripped):
        return None
    for mark, grade in _MARKS:
        if mark in text:
            return ("right" if grade == "right" else "wrong"), mark
    if score := _SCORE.search(stripped):
        return "right", score[0]
    if _ORDERED.match(stripped):
        return "wrong", stripped[:40]
    asks = stripped.endswith("?")
    if asks and (_HARMLESS.match(stripped) or not _OPENING["right"].match(stripped)):
        return None
    for kind in ("partly", "wrong", "right"):
        grade_kind: _Grade = kind
        for pattern in (_OPENING[grade_kind], _SAID[grade_kind]):
            if found := pattern.search(stripped):
                return grade_kind, found[0].strip()
    return None


def wrong_grade(text: str, verdict: str | None) -> str | None:
    """Why the grade in a folded sentence must not be shown."""
    found = graded(text)
    if found is None:
        return None
    grade, words = found
    if _SCORE.search(text):
        return f"it gives a score (“{words[:40]}”) that nothing has computed"
    agreed = _AGREES.get(verdict or "", frozenset())
    if grade in agreed:
        return None
    if grade == "partly" and verdict == "incorrect" and _NOT_QUITE.search(words):
        return None
    if verdict in _AGREES:
        return f"it says “{words[:40]}”, and the verdict is {verdict}"
    return f"it grades (“{words[:40]}”), and nothing was graded"
