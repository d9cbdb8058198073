"""Whether a sentence grades an answer otherwise than code did: “Correct!”, “nicht ganz”, “you scored 9 of 10”.

A grade is a word of praise or blame in a clause that has nothing else to be right or wrong: its other words speak of
the answer, of the learner, or of nothing. “The prediction is correct” grades nothing; “that is correct” does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from tutor.teaching.grounding import grade_words
from tutor.teaching.grounding.normalise import word_set
from tutor.teaching.grounding.phrases import Phrases, expanded

Grade = Literal["right", "wrong", "partly"]


class _Graded(NamedTuple):
    grade: Grade
    words: str
    almost: bool = False
    """“Not quite”: may be said of a wrong answer too."""


_NOT = re.compile(
    r"^\W*(?:nope |no )?(?:not (?:a single|one|a)|none|nothing)(?!\w)[^.;:]*$|(?<!\w)(?:not|never|hardly|none|nothing|no(?! (?:it|this|that|you|your|the|i|sorry))|neither|nicht|kein\w*|nie|pas|nao|nem|nunca|не|ни|ليس\w*|غير|لا|नहीं|न)(?:[\s,]+(?:\w+[\s,]+){0,4}|\s*)$|(?:不|没|并非|非|ない)\s*$"
)
_NOT_FULLY = re.compile(
    r"(?:quite|entirely|exactly|fully|completely|totally|all|ganz|vollig|del todo|tout a fait|totalmente|совсем|полностью|تماما|完全)\W*$"
)
_NOT_AFTER = re.compile(
    r"^\W*(?:so )?(?:leider )?(?:nicht|नहीं|не является|ではありません|ではない|じゃない|ません|くない)"
)

_EMOJI = {"✅": "right", "✓": "right", "√": "right", "⭕": "right", "🥇": "right", "✔": "right", "☑": "right", "💯": "right", "👍": "right", "🎯": "right", "👌": "right", "🏆": "right",
          "❌": "wrong", "✗": "wrong", "✘": "wrong", "✕": "wrong", "✖": "wrong", "❎": "wrong", "👎": "wrong", "🚫": "wrong", "⛔": "wrong"}  # fmt: skip

_ANSWER = re.compile(
    r"^\W*(?:answers?|one|choice|option|reply|response|solution|pick|call|antwort|losung|respuesta|reponse|resposta|ответ|اجابه|الاجابه|उत्तर|जवाब)(?!\w)"
)
_GOES_ON = re.compile(
    r"^\W*(?:$|[^\w\s]|(?:what|how|and|but|because|since|there|on|indeed|again|well|this|here|with|is|was|too|also|in|as|for|now|so|unfortunately|sadly|though|yet|at|all|yes|no|ca|cela|eso|isso|das|you|i|sorry|enough|then|down|my|right|wrong|correct|true|answer|"
    r"ist|war|und|aber|weil|hier|leider|so|auch|in|gesagt|beantwortet|y|pero|porque|aqui|et|mais|car|ici|parce|e|mas|pois|aqui|и|но|потому|так|و|لكن|لان|تماما|جدا|है|हैं|था|और|लेकिन|क्योंकि|जी|jawab)(?!\w))|^[ ]*[\u3040-\u9fff]"
)
_BOTH = re.compile(
    r"(?:right|correct|true|richtig|correcto|vrai|certo|верно|对)\W+(?:or|and|oder|o|ou|или|还是|nor)\W+(?:wrong|incorrect|false|not|falsch|incorrecto|faux|errado|неверно|错)|right answers?\W+(?:and|or)"
)
_CLAUSES = re.compile(
    r"[,;:.!?()\[\]\n\"|…]+|\s-+\s|→|(?<!\w)(?:and|but|because|since|so|though|although|y|pero|porque|et|mais|car|und|aber|weil|denn|mas|pois|и|но|а|потому|و|لكن|لان|और|लेकिन|क्योंकि)(?!\w)"
)
_SETS_OFF = re.compile(
    r"^\W*(?:let|so|now|next|then|on|we|i will|thanks|thank|here|moving|continue|in|after that|the next|what|how|who|which|where|tell|please|vamos|weiter|also|alors|agora|теперь|хорошо|接下来|では)(?!\w)"
)
_OPENERS = word_set(
    "right allright exactly perfect excellent brilliant great genau richtig perfecto exacto parfait certo"
)
_HARMLESS = re.compile(
    r"^\W*(?:is|are|was|which|what|who|how|why|do|does|would|can|could|if|when|whether|whoever|ist|sind|welche\w*|wer|est-ce|es|cual|que|quien|qui|"
    r"qual|quem|какой|как|кто|ли|если|هل|اي|من|क्या|कौन|哪|是否|谁|どれ|どちら|誰)(?!\w)"
)
_PRAISE = re.compile(
    r"^\W*(?:exact|excellent|good|great|nice|perfect|brilliant|very good)\s+(?:question|point|start|thinking|effort|that you|idea to)"
)
_SCORE = re.compile(
    r"(?:you|i|we|your (?:score|grade|result|mark|answer)|du hast|ihr habt|has|vous avez|voce|вы|آپ|你|您)\W+(?:\w+\W+){0,4}?"
    r"(?:scored?|got|earned?|received?|get|achieved|award|give|gave|is|was|have|obtenu|obtenido|sacado|erreicht|fez|acertou|набрали|получили|得了|答对了)\W+(?:\w+\W+){0,3}?\d+\s*(?:/|of|out of|von|de|sur|из|points?|punkte|puntos|pontos|%|percent|分)"
    r"|\b\d+\s*/\s*\d+\s*(?:points?|marks?|right|correct)?\s*[!.]?\s*$|\b(?:10|5|100|20)\s*/\s*(?:10|5|100|20)\b|\b\d+ (?:of|out of) \d+ (?:points?|right|correct|marks?)"
    r"|\b(?:ten|five|nine|eight|zero|four|three) out of (?:ten|five|four|three)\b"
    r"|\b(?:full|half|partial|zero|maximum|top) (?:marks|credit|points|score)\b|\byou(?:'ve| have)? (?:passed|failed|aced)\b|\bno (?:marks|credit|points) for (?:you|your|that|this)"
    r"|\byou(?:'ve| have| would)? (?:get|got|earn|earned|deserve|receive) (?:an? (?:[abcdf][+-]?|1|pass|fail|perfect score|top grade|passing grade)|straight a)(?:$|[.!, ])|得(?:了)?\s*\d+\s*分|\d+\s*点(?:です|満点)|\b(?:a\+|a plus)(?!\w)|💯 point"
)
_ORDERED = re.compile(r"^\W*not in (?:this|that) order")
_AGREES: dict[str, Grade] = {"correct": "right", "partial": "partly", "incorrect": "wrong"}


_IS = re.compile(r"\b(that|this|it|there|here|what|who) 's\b")


def graded(text: str) -> list[_Graded]:
    """The grades that a folded sentence gives an answer."""
    stripped = _IS.sub(r"\1 is", expanded(text.strip()))
    if not stripped or _PRAISE.match(stripped) or _BOTH.search(stripped):
        return []
    found = [_Graded("right" if grade == "right" else "wrong", mark) for mark, grade in _EMOJI.items() if mark in text]
    if _ORDERED.match(stripped):
        found.append(_Graded("wrong", stripped[:40]))
    if stripped.endswith("?") and _HARMLESS.match(stripped):
        return found
    bounds = [(match.start(), match.end()) for match in _CLAUSES.finditer(stripped)]
    start = 0
    for begin, end in [*bounds, (len(stripped), len(stripped))]:
        clause, rest = stripped[start:begin], stripped[end:]
        mark = stripped[begin:end].strip()
        start = end
        if clause.strip() and mark[:1] != "?":
            found.extend(_in_clause(clause, mark, rest))
    return found


_LISTS: tuple[tuple[Grade, Phrases, bool], ...] = (
    ("partly", grade_words.PARTLY, False),
    ("wrong", grade_words.WRONG_IDIOM, True),
    ("right", grade_words.RIGHT_IDIOM, True),
    ("wrong", grade_words.WRONG, False),
    ("right", grade_words.RIGHT, False),
)
_INTERJECTED = re.compile(r"^\W*(?:nope|nah|nein|nyet)\W*$")


def _in_clause(clause: str, mark: str, rest: str) -> Iterator[_Graded]:
    if _INTERJECTED.match(clause) and mark != ",":
        yield _Graded("wrong", clause.strip())
    clause = grade_words.NO_GRADE.sub(lambda match: " " * len(match[0]), clause)
    if answer := _ANSWER_IS.search(clause):
        yield from _judged(clause[answer.end() :])
    taken: list[tuple[int, int]] = []
    hits = [
        (match.start(), -match.end(), grade, idiom, match[0])
        for grade, words, idiom in _LISTS
        for match in words.finditer(clause)
    ]
    for start, minus_end, grade, idiom, words in sorted(hits):
        end = -minus_end
        if any(start < taken_end and end > taken_start for taken_start, taken_end in taken):
            continue
        before, after = _ARTICLE.sub("", clause[:start]), clause[end:]
        if not _neutral(before):
            continue
        if re.match(
            r"\W*(?:to(?!\W+(?:your|the|this|that)\W+(?:answers?|repl|respon|explanation))|now|away|before|after)(?!\w)",
            after,
        ) and not re.match(r"\W*to (?:the |a )?(?:right|correct|full|complete|perfect)(?!\w)", after):
            continue
        if (
            not idiom
            and not _ends_as_grade(after)
            and not (grade == "partly" and (grade_words.RIGHT.match(after.strip()) or _neutral(after)))
        ):
            continue
        if words in _OPENERS and not before.strip() and not after.strip() and mark == "," and _SETS_OFF.match(rest):
            continue  # "right, let's look at the demo"
        taken.append((start, end))
        yield _negated(grade, words, before, after)


_ARTICLE = re.compile(r"(?:^|(?<=\s))[وبلك]?ال$")
"""The Arabic article, which is written as one word with what it belongs to."""
_ANSWER_IS = re.compile(
    r"(?<!\w)(?:(?:your|the|this|that)(?: \w+){0,2}? (?:answer|response|reply|explanation|solution|reasoning|submission|statement|claim|argument|argumentation|assumption|choice|contribution|formulation|wording|analysis|proposal|input|take|logic|thinking|guess|view|interpretation)|(?:deine|ihre|eure|die) (?:antwort|losung|erklarung)|(?:tu|su|vuestra|la) (?:respuesta|explicacion)"
    r"|(?:votre|ta|la) (?:reponse|explication)|(?:sua|tua|a) (?:resposta|explicacao)|(?:ваш|твои) ответ|اجابتك\w*|(?:आपका|तुम्हारा) (?:उत्तर|जवाब))(?: (?:you|that you|which you|provided|given|above|here|gave|chose|wrote|sent|have|just))*(?!\w)"
)
_NOT_IN = re.compile(
    r"(?<!\w)(?:not|no|never|hardly|does not|do not|no|pas|ne|nicht|kein\w*|nao|не|نет|لا|ليست?|नहीं)(?!\w)"
)


def _judged(said: str) -> Iterator[_Graded]:
    """What is said of the learner's answer by words that need not be grades elsewhere: “is in full agreement with …”."""
    for words, grade, other in ((grade_words.GOOD, "right", "wrong"), (grade_words.BAD, "wrong", "right")):
        if found := words.search(said):
            built_in = found[0].startswith(("no ", "without", "free", "could not"))
            denied = not built_in and _NOT_IN.search(said[: found.start()]) is not None
            yield _Graded(other if denied else grade, found[0])  # type: ignore[arg-type]
            return


def _negated(grade: Grade, words: str, before: str, after: str) -> _Graded:
    """The grade with the denial that stands beside it, if any."""
    said = f"{before[-12:]}{words}".strip()
    denied = _NOT.search(before) is not None or (grade != "partly" and _NOT_AFTER.match(after) is not None)
    if not denied or grade == "partly":
        return _Graded(grade, said, bool(grade_words.ALMOST.search(words)))
    if grade == "wrong":
        return _Graded("right", said)
    if _NOT_FULLY.search(before):
        return _Graded("partly", said, almost=True)
    return _Graded("wrong", said)


_WORD = re.compile(r"[\w\u0900-\u097f]+(?:'\w+)*")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]+")


def _neutral(text: str) -> bool:
    """Whether nothing is named that could be right or wrong but the answer."""
    for word in _WORD.findall(text):
        if _CJK.match(word):
            if not grade_words.NEUTRAL_CJK.fullmatch(word):
                return False
        elif word not in grade_words.NEUTRAL and not (
            word.startswith(("وال", "ال")) and word[2:] in grade_words.NEUTRAL
        ):
            return False
    return True


def _ends_as_grade(after: str) -> bool:
    """“Right”, “right there”, “the right answer”, and not “the right place” or “right to wait”."""
    if named := _ANSWER.match(after):
        after = after[named.end() :]
        return not after.strip() or bool(
            re.match(r"\W*(?:and|but|because|here|there|this|to that|indeed|again|it|you|i|is|in|for|$)", after)
        )
    return bool(_GOES_ON.match(after))


def wrong_grade(text: str, verdict: str | None) -> str | None:
    """Why the grade in a folded sentence must not be shown."""
    if score := _SCORE.search(text):
        return f"it gives a score (“{score[0][:40]}”) that nothing has computed"
    found = graded(text) or _asked_back(text)
    if not found and (alone := _ALONE.match(text.strip())):
        found = [_Graded("right" if alone["yes"] else "wrong", alone[0].strip(" .!*"))] if verdict in _AGREES else []
    if not found:
        return _tone(expanded(text.strip()), verdict)
    if verdict not in _AGREES:
        return f"it grades (“{found[0].words[:40]}”), and nothing was graded"
    agreed = _AGREES[verdict]
    if verdict == "partial":
        return _whole(text, found)
    for one in found:
        if one.grade != agreed and not (one.almost and verdict == "incorrect"):
            return f"it says “{one.words[:40]}”, and the verdict is {verdict}"
    return None


_ASKED_BACK = re.compile(
    r"\b(?P<word>right|correct|true|wrong|incorrect|false)\?\s*(?P<reply>yes|yep|yeah|indeed|no|nope|not|nah)\b",
    re.IGNORECASE,
)


def _asked_back(text: str) -> list[_Graded]:
    """“Right? No.”"""
    found = _ASKED_BACK.search(text)
    if found is None:
        return []
    good = (found["word"] in ("right", "correct", "true")) == (found["reply"] in ("yes", "yep", "yeah", "indeed"))
    return [_Graded("right" if good else "wrong", found[0])]


_ALONE = re.compile(
    r"^\W*(?:(?P<yes>(?:(?:yes|yep|yeah|yup|indeed|affirmative|si|oui|ja|jawohl|sim|да|نعم|हाँ|हां|是|是的|はい|ええ)[\s,!.]*)+)"
    r"|(?P<no>(?:(?:no|nope|nah|negative|non|nein|nao|нет|لا|नहीं|不|不是|いいえ)[\s,!.]*)+))\W*$"
)
_EFFORT = re.compile(
    r"\b(?:try|tries|effort|attempt|question|thinking|but|however|though|next time|learning|courage|brave|bravely|keep|let|start|point|idea|spirit|intento|pregunta|effort|essai|versuch|frage|tentativa|pergunta|попытк\w*|вопрос)\b|但|でも|لكن|लेकिन"
)


def _tone(text: str, verdict: str | None) -> str | None:
    """Regret after a right answer, joy after a wrong one: short, and with nothing that says what it is about."""
    if len(text.split()) > 9 or text.endswith("?"):
        return None
    if verdict == "correct" and (found := grade_words.REGRET.search(text)):
        return f"it regrets (“{found[0]}”), and the verdict is correct"
    if verdict == "incorrect" and (found := grade_words.JOY.search(text)) and not _EFFORT.search(text):
        return f"it rejoices (“{found[0]}”), and the verdict is incorrect"
    return None


_EACH_PART = re.compile(
    r"\b(?:not|no|without)(?: \w+){0,3} (?:single|one) (?:\w+ )?(?:parts?|elements?|thing|point|bit|piece|half)\b|\b(?:every|each|all|any|both|no|not a|not one|nothing|none of the)(?: single| of the| the)? (?:parts?|piece|pieces|bits?|half|halves|elements?|thing|missing|lacking|left out|is missing)(?: (?:is )?(?:missing|lacking))?\b"
)


def _whole(text: str, found: list[_Graded]) -> str | None:
    """Whether a partly right answer is called right or wrong as a whole."""
    kinds = {one.grade for one in found}
    if "partly" in kinds or kinds == {"right", "wrong"} or grade_words.WITH_PART.search(_EACH_PART.sub(" ", text)):
        return None
    return f"it says “{found[0].words[:40]}”, and the verdict is partial"
