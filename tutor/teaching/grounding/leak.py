"""Whether a sentence of the model gives away the key of the question that stands.

The item's own hints and its question may be said at any time. Everything else that says the key, in words, by its
letter, by its place or by ruling out the rest, is a leak; a question never is, but for “is it b?” with the key's letter.
"""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from tutor.lesson.model import Choice, Explain, Item, Order, Predict
from tutor.teaching.grade import RuleGrader
from tutor.teaching.grounding.levels import mentions
from tutor.teaching.grounding.normalise import EXAMINED, readings, squeezed, visible
from tutor.teaching.grounding.reading import Token, read
from tutor.teaching.grounding.scale import scale
from tutor.teaching.text import content, words

_POINTS = (
    r"(?:answer|option|choice|choose|chose|pick|picked|take|select|letter|correct(?: one)?|right(?: one)?|solution|key(?: says)?|go with|it'?s|"
    r"it is|say|type|antwort|richtige?|losung|nimm|respuesta|correcta|opcion|elige|reponse|bonne|choisi\w*|resposta|correta|opcao|ответ|вариант|"
    r"答案|选择?|选项|答え|正解|الجواب|الاجابه|उत्तर|विकल्प)"
)
_RETURNS = re.compile(
    r"\b(?:returns?|prints?|gives?|outputs?|results?|answer|it'?s|it is|stays?|gets?|see|yields?|falls?|lands?|arrives?|remains?|ergibt|liefert|antwort"
    r"|devuelve|respuesta|renvoie|reponse|retorna|resposta|ответ|вернет|is|=)(?!\w)|返回|答案|答え|返し|يرجع|लौट"
)
_DENIES = re.compile(
    r"\b(?:not|neither|nor|isn't|aren't|never|can't be|cannot be|rule out|wrong|nicht|weder|noch|ni|no es|ne|pas|nao|не)\b|不|没"
)
_CONDITION = re.compile(r"\b(?:if|when|whenever|unless|would need|could|may|might|either)\b")
_MOST_ALIKE = 0.75
"""The share of a key's words that a sentence may have before it counts as that key."""
_TORN = re.compile(r"(?<![^\W_])[^\W_](?:[\W_][^\W_](?![^\W_])){4,}")
"""Letters one by one."""
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
_ENCODED = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{8,400}={0,2}(?![\w+/=])")
_HEX = re.compile(r"(?<![\w])(?:[0-9a-fA-F]{2}[ :]?){5,200}(?![\w])")
_GRADER = RuleGrader()
_NO_NAMES = scale({0: ""})


def leak(
    sentence: str, before: str, item: Item, *, expected_level: int | None, labels: Mapping[str, str]
) -> str | None:
    """What is given away (one line), or None. `labels` are the letters under which options are shown. Never raises."""
    earlier = readings(before[-600:])[0] if before else ""
    for text in _texts(sentence):
        if _allowed(text, item):
            continue
        match item:
            case Choice():
                gives = _choice(text, earlier, item, labels)
            case Order():
                gives = _order(text, earlier, item, labels)
            case Predict():
                gives = _predict(text, earlier, item, expected_level)
            case Explain():
                gives = _explain(text, item)
            case _:
                gives = False
        if gives:
            return f"it gives away the answer to the question that stands ({item.id})"
    return None


def _texts(sentence: str) -> Iterator[str]:
    """The sentence in its readings, and what is hidden in it by a plain code."""
    yield from readings(sentence)
    cut = sentence[:EXAMINED]
    for match in _ENCODED.finditer(cut):
        padded = match[0].rstrip("=")
        yield from _decoded(padded + "=" * (-len(padded) % 4))
    for match in _HEX.finditer(cut):
        digits = re.sub(r"[ :]", "", match[0])
        if len(digits) % 2 == 0:
            yield from _printable(bytes.fromhex(digits))


def _decoded(code: str) -> Iterator[str]:
    try:
        yield from _printable(base64.b64decode(code, validate=True))
    except (binascii.Error, ValueError):
        return


def _printable(raw: bytes) -> Iterator[str]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return
    if text.isprintable() and len(text) >= 3:
        yield from readings(text)


def _asks(text: str) -> bool:
    return text.rstrip().endswith("?")


def _choice(text: str, earlier: str, item: Choice, labels: Mapping[str, str]) -> bool:
    label = re.escape(labels.get(item.key, ""))
    denied = bool(_DENIES.search(text))
    if label and not denied and _labelled(text, label):
        return True
    if _ruled_out(f"{earlier} {text}", item, labels) and denied:
        return True
    place = [option.id for option in item.options].index(item.key)
    named = [_PLACES[place]] if place < len(_PLACES) else []
    named += ["last", "final"] if place == len(item.options) - 1 else []
    if (
        not denied
        and re.search(rf"\b(?:{'|'.join(named)}) (?:option|one|answer|choice|of (?:the|these)\b)", text)
        and not _asks(text)
    ):
        return True
    if _asks(text):
        return False
    key = next(option.text for option in item.options if option.id == item.key)
    if _TORN.search(text) and len(squeezed(visible(key))) >= 6 and squeezed(visible(key)) in squeezed(text):
        return True
    said = _stems(text)
    alike = {option.id: _share(_stems(option.text), said) for option in item.options}
    others = max((share for name, share in alike.items() if name != item.key), default=0.0)
    if alike[item.key] >= _MOST_ALIKE and alike[item.key] > others:
        return True
    # the first sentence of the authored answer says the key in other words
    given = _stems(item.question)
    for stated in re.split(r"(?<=[.!?])\s+", item.answer.strip())[:3]:
        meant = _stems(stated) - given
        if len(meant) >= 4 and _share(meant, said) >= 0.6:
            return True
    return False


def _labelled(text: str, label: str) -> bool:
    return bool(
        re.search(
            rf"(?:\b|(?<=[\u3040-\u9fff])){_POINTS}[^.a-z]{{0,4}}(?:[^.]{{0,24}}?(?<![a-z']))?{label}(?![a-z'])"
            rf"|^\W*{label}\W*$|(?<![a-z]){label}\)|\b(?:is|ist|es|est|e) (?:the |la |die )?\(?{label}\W*$",
            text,
        )
    )


def _ruled_out(text: str, item: Choice, labels: Mapping[str, str]) -> bool:
    """Whether all options but one have been named as wrong."""
    gone = {
        option
        for option, label in labels.items()
        if re.search(
            rf"(?:not|nor|neither|isn't|nicht|ni|pas|wrong|out|,|\bor|\band)\W+(?:option )?\(?{re.escape(label)}(?![a-z'])",
            text,
        )
    }
    return item.key not in gone and len(gone) >= len(item.options) - 1


def _order(text: str, earlier: str, item: Order, labels: Mapping[str, str]) -> bool:
    if _asks(text):
        return False
    letters = [labels.get(key, "") for key in item.key]
    joint = r"(?:\W{1,6}(?:then\W+|and\W+|before\W+)?)"
    if all(letters):
        for start in range(len(letters) - 2):
            if re.search(rf"(?<![a-z])(?:{joint.join(map(re.escape, letters[start : start + 3]))})(?![a-z'])", text):
                return True
        if re.search(rf"(?<![a-z]){re.escape(''.join(letters))}(?![a-z])", text):
            return True
    whole = f"{earlier} {text}"
    own = {option.id: _stems(option.text) | _stems(option.id.replace("-", " ")) for option in item.options}
    shared = [root for stems in own.values() for root in stems]
    said: list[str] = []
    for stretch in re.split(
        r"[,;:.\n]|->|→|>|\bthen\b|\band then\b|\band last\b|\bbefore\b|\bfirst\b|\bfinally\b|\blast\b", whole
    ):
        stems = _stems(stretch)
        scores = {
            name: sum(1 / shared.count(root) for root in wanted & stems) / len(wanted) for name, wanted in own.items()
        }
        best = max(scores, key=lambda name: scores[name])
        unique = any(shared.count(root) == 1 for root in own[best] & stems)
        if (unique or scores[best] >= 0.25) and (not said or said[-1] != best):
            said.append(best)
    return _runs(said, item.key) and said != [option.id for option in item.options]


def _runs(said: Sequence[str], key: Sequence[str]) -> bool:
    """Whether three neighbours are named one after the other in the key's order."""
    places = [key.index(name) for name in said]
    run = 1
    for one, next_ in itertools.pairwise(places):
        run = run + 1 if next_ > one else 1
        if run >= min(4, len(key)):
            return True
    return False


def _predict(text: str, earlier: str, item: Predict, expected: int | None) -> bool:
    if expected is None or _asks(text):
        return False
    named, denied = _levels(read(text))
    if _DENIES.search(text) and named:
        gone = named | (_levels(read(earlier))[1] if earlier else set())
        wrong = {int(level) for level in item.feedback} or {0, 1, 2} - {expected}
        if expected not in gone and wrong <= gone:
            return True
    if named == {expected} and not denied:
        return not _CONDITION.search(text)
    bare = {token.value for token in read(text) if token.value is not None and "NUM" in token.roles}
    return bare == {expected} and bool(_RETURNS.search(text)) and not _CONDITION.search(text)


def _levels(tokens: Sequence[Token]) -> tuple[set[int], set[int]]:
    """The levels that are named, and those of them that are ruled out."""
    named: set[int] = set()
    gone: set[int] = set()
    for mention in mentions(tokens, _NO_NAMES):
        if mention.kind != "level":
            continue
        named.update(mention.values)
        if any("NOT" in token.roles for token in tokens[max(0, mention.first - 4) : mention.first]):
            gone.update(mention.values)
    return named, gone


def _explain(text: str, item: Explain) -> bool:
    if _asks(text) or "___" in text:
        return False
    question = _stems(item.question)
    said = _stems(text) - question
    for criterion in item.criteria:
        for phrase in (criterion.text, *criterion.met):
            meant = _stems(phrase) - question
            if len(meant) >= 3 and _share(meant, said) >= _MOST_ALIKE:
                return True
    return any(grade.met for grade in _GRADER.grade(item, item.question, text).criteria)


@lru_cache(maxsize=256)
def _own_words(text: str) -> tuple[frozenset[str], ...]:
    return tuple(filter(None, (_stems(part) for part in (text, *re.split(r"(?<=[.!?])\s+", text)))))


def _allowed(text: str, item: Item) -> bool:
    """The item's own hints, feedback and question may be said at any time; nothing may be added to them."""
    said = _stems(text)
    if not said:
        return False
    texts = [*item.hints, item.question, item.again]
    if isinstance(item, Choice):
        texts += [option.feedback for option in item.options]
    if isinstance(item, Order):
        texts.append(item.feedback)
    if isinstance(item, Predict):
        texts += item.feedback.values()
    if isinstance(item, Explain):
        texts += [criterion.missing for criterion in item.criteria] + [one.feedback for one in item.misconceptions]
    numbers = _numbers(text)
    return any(
        said <= own or (_share(own, said) >= 0.85 and len(said - own) <= 1)
        for allowed in texts
        if allowed and numbers <= _numbers(visible(allowed))
        for own in _own_words(allowed)
    )


@lru_cache(maxsize=512)
def _numbers(text: str) -> frozenset[int]:
    return frozenset(token.value for token in read(text) if token.value is not None)


def _share(meant: frozenset[str], said: frozenset[str]) -> float:
    return len(meant & said) / len(meant) if meant else 0.0


@lru_cache(maxsize=512)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in content(words(text)))
