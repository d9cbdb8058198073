"""Whether an authored text gives away the key of its own item: a hint, a question, feedback to a wrong answer.

Narrower than the guard of a model (`grounding.leak`): an author points at the answer on purpose, and comes close. What
counts is what a learner could copy: the right option's words, its letter, the level, the order, a model answer.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tutor.lesson.model import Choice, Explain, Item, Option, Order, Predict
from tutor.teaching.asking import label_of
from tutor.teaching.roles import Grader
from tutor.teaching.text import STOP, words

_SHORT = 2
"""Words of an option that may stand in any sentence."""
_LONG = 4
"""Words of a phrasing from which on it is no coincidence."""
_POINTS_AT = r"\b(?:answer|option|choice|choose|pick|take|letter|right one|correct one|it is|it's|is)\b\W{0,3}"


def gives_away(item: Item, text: str, level: int | None, grader: Grader) -> bool:
    """`level` is what the assessment returns for a prediction; `grader` judges the text as if it were an answer."""
    match item:
        case Choice():
            return _choice(item, text)
        case Order():
            return _order(item, text)
        case Predict():
            return level is not None and _levels(text) == {level}
        case Explain():
            return _explain(item, text, grader)
        case _:
            return False


def _choice(item: Choice, text: str) -> bool:
    right = next((option for option in item.options if option.id == item.key), None)
    if right is None:
        return False
    if _letter(text, label_of(item, right.id)) and not any(
        _letter(text, label_of(item, option.id)) for option in item.options if option is not right
    ):
        return True
    if len(_words(right.text)) <= _SHORT:
        return re.search(_POINTS_AT + re.escape(right.text.strip(" .")) + r"\b", text, re.IGNORECASE) is not None
    return _holds(text, right.text) and not any(
        _holds(text, option.text) for option in item.options if option is not right
    )


def _letter(text: str, label: str) -> bool:
    return (
        re.search(rf"{_POINTS_AT}(?:option |letter )?[(“\"']?{label}[)”\"'.,;!]", f"{text}.", re.IGNORECASE) is not None
    )


def _order(item: Order, text: str) -> bool:
    letters = r"\W+(?:then |and )?".join(label_of(item, key) for key in item.key)
    if re.search(rf"(?<![\w']){letters}(?![\w'])", text, re.IGNORECASE):
        return True
    own: dict[str, Option] = {option.id: option for option in item.options}
    said = " ".join(_words(text))
    places = [said.find(" ".join(_words(own[key].text))) for key in item.key]
    return -1 not in places and places == sorted(places)


def _levels(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\blevel\s+(\d+)", text, re.IGNORECASE)}


def _explain(item: Explain, text: str, grader: Grader) -> bool:
    phrasings = [*item.correct, *(c.text for c in item.criteria), *(p for c in item.criteria for p in c.met)]
    if any(len(_words(phrase)) >= _LONG and _holds(text, phrase) for phrase in phrasings):
        return True
    if text.rstrip().endswith("?"):  # typed as a reply it is a question back, and no answer
        return False
    return grader.grade(item, item.question, text).verdict == "correct"


def _holds(text: str, phrase: str) -> bool:
    """Whether the phrase's words stand in the text, in their order and next to one another."""
    wanted = " ".join(_words(phrase))
    return bool(wanted) and f" {wanted} " in f" {' '.join(_words(text))} "


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    found = [word.text for word in words(text)]
    while found and found[0] in STOP:  # "The pipeline" and "a pipeline"
        found = found[1:]
    return tuple(found)
