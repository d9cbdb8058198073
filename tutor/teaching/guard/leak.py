"""Whether a sentence of the model gives away the key of the question that stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from tutor.lesson.model import Choice, Explain, Item, Order, Predict
from tutor.teaching.grade import RubricGrader
from tutor.teaching.guard.levels import mentioned
from tutor.teaching.guard.normalise import readings
from tutor.teaching.text import content, words

_POINTS = (
    r"(?:answer|option|choice|choose|pick|take|select|letter|correct(?: one)?|right(?: one)?|solution|key|go with|it'?s|it is|say|type"
    r"|antwort|richtig|losung|respuesta|correcta|opcion|reponse|bonne|resposta|correta|ответ|答案|选|答え|正解|الجواب|उत्तर)"
)
_RETURNS = re.compile(
    r"\b(?:returns?|prints?|gives?|outputs?|results?|answer|it'?s|it is|get|gets|see|yields?|falls?|lands?|arrives?|ergibt|liefert|antwort"
    r"|devuelve|respuesta|renvoie|reponse|retorna|resposta|ответ|вернет)\b|返回|答案|答え|返し|يرجع|लौट"
)
_MOST_ALIKE = 0.75
"""The share of a key's words that a sentence may have before it counts as that key."""


def leak(
    sentence: str, before: str, item: Item, *, expected_level: int | None, labels: Mapping[str, str]
) -> str | None:
    """What is given away (one line), or None. `labels` are the letters under which options are shown. Never raises."""
    for text in readings(sentence):
        if _is_hint(text, item):
            continue
        match item:
            case Choice():
                gives = _choice(text, item, labels)
            case Order():
                gives = _order(text, before, item, labels)
            case Predict():
                gives = _predict(text, expected_level)
            case Explain():
                gives = _explain(text, item)
            case _:
                gives = False
        if gives:
            return f"it gives away the answer to the question that stands ({item.id})"
    return None


def _choice(text: str, item: Choice, labels: Mapping[str, str]) -> bool:
    label = labels.get(item.key, "")
    if label and re.search(rf"\b{_POINTS}\b[^.]{{0,24}}?(?<![a-z]){label}(?![a-z'])|^\W*{label}\W*$|\b{label}\)", text):
        return True
    said = _stems(text)
    alike = {option.id: _share(_stems(option.text), said) for option in item.options}
    others = max((share for name, share in alike.items() if name != item.key), default=0.0)
    return alike[item.key] >= _MOST_ALIKE and alike[item.key] > others and not text.rstrip().endswith("?")


def _order(text: str, before: str, item: Order, labels: Mapping[str, str]) -> bool:
    letters = [labels.get(key, "") for key in item.key]
    if len(letters) > 2 and re.search(r"\W{1,6}(?:then\W+|and\W+)?".join(map(re.escape, letters[:3])), text):
        return True
    whole = f"{readings(before)[0] if before else ''} {text}"
    places = []
    for key in item.key:
        option = next(option for option in item.options if option.id == key)
        first = next((word for word in sorted(_words(option.text), key=len, reverse=True) if word in whole), None)
        if first is not None:
            places.append(whole.index(first))
    in_order = len(places) >= max(3, len(item.key) - 1) and places == sorted(places)
    return in_order and bool(
        re.search(r"\b(?:first|then|order|before|after|next|finally|zuerst|primero|d'abord)\b|先", whole)
    )


def _predict(text: str, expected: int | None) -> bool:
    if expected is None or text.rstrip().endswith("?"):
        return False
    named = mentioned(text)
    if named == {expected}:
        return True
    bare = {int(number) for number in re.findall(r"(?<![\w.])(\d)(?![\w.]\d|\w)", text)}
    return bare == {expected} and bool(_RETURNS.search(text))


_GRADER = RubricGrader()


def _explain(text: str, item: Explain) -> bool:
    if text.rstrip().endswith("?"):
        return False
    question = _stems(item.question)
    said = _stems(text) - question
    for criterion in item.criteria:
        for phrase in (criterion.text, *criterion.met):
            meant = _stems(phrase) - question
            if len(meant) >= 3 and _share(meant, said) >= _MOST_ALIKE:
                return True
    return any(grade.met for grade in _GRADER.grade(item, item.question, text).criteria)


def _is_hint(text: str, item: Item) -> bool:
    """The item's own hints and its question may be said at any time."""
    said = _stems(text)
    return any(_share(said, _stems(allowed)) >= 0.85 for allowed in (*item.hints, item.question, item.again) if allowed)


def _share(meant: frozenset[str], said: frozenset[str]) -> float:
    return len(meant & said) / len(meant) if meant else 0.0


@lru_cache(maxsize=512)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in content(words(text)))


def _words(text: str) -> list[str]:
    return [word.text for word in content(words(text)) if len(word.text) > 3]
