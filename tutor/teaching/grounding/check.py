"""Whether a sentence of the model contradicts what is known.

Code has computed the level, the verdict and the next step; a model only puts them into words. Each sentence is compared
with what code knows before a learner sees it. What is doubtful is not released: the cost is one more try.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tutor.teaching.grounding import advice, grades, languages
from tutor.teaching.grounding.claims import UNCLEAR, Claim, claims, names_all, scale, topics
from tutor.teaching.grounding.normalise import readings


@dataclass(frozen=True)
class Known:
    """What code knows in this turn; a sentence of the model must agree with it."""

    level: int | None
    """The learner's assessed level; None before there is one."""
    level_names: Mapping[int, str]
    verdict: str | None
    """The verdict that this turn's feedback is about; None when nothing was graded."""
    facts: Mapping[str, bool | None]
    topics: Mapping[str, tuple[str, ...]]
    """For each fact the words that name it."""
    opposite: tuple[str, ...]
    """Authored sentences of advice that contradict the next step."""
    assess: Callable[[Mapping[str, bool]], int] | None
    what_ifs: Sequence[tuple[Mapping[str, bool], int]] = ()
    """What the assessment returned for the model's own calls in this turn."""


def contradiction(sentence: str, before: str, known: Known) -> str | None:
    """Why `sentence` must not be shown (one short line that names the contradiction), or None.

    `before` is what was already shown in this turn.
    """
    contexts = readings(before[-600:])
    for number, reading in enumerate(readings(sentence)):
        context = contexts[min(number, len(contexts) - 1)]
        if wrong := _contradiction(reading, context, known):
            return wrong
    return languages.number_in_unchecked(sentence)


def _contradiction(text: str, before: str, known: Known) -> str | None:
    levels = scale(known.level_names)
    found = list(claims(text, before, levels))
    for claim in found:
        if wrong := _wrong_level(claim, known, found):
            return wrong
    if wrong := grades.wrong_grade(text, known.verdict):
        return wrong
    return advice.opposed(text, known.opposite)


def _wrong_level(claim: Claim, known: Known, others: Iterable[Claim]) -> str | None:
    if claim.what_if:
        return _wrong_what_if(claim, known)
    if known.level is None:
        return f"it says that the learner is at {_said(claim)}, and no level has been assessed"
    if not claim.holds(known.level):
        return f"it says that the learner is {_said(claim)}; the assessed level is {known.level}"
    return None


def _said(claim: Claim) -> str:
    if UNCLEAR in claim.values:
        return "at a level counted from one"
    where = {"above": "above ", "below": "below ", "near": "near ", "one of": "at one of ", "is": "at "}[
        claim.comparison
    ]
    return ("not " if claim.denied else "") + where + "level " + ", ".join(map(str, claim.values))


def _wrong_what_if(claim: Claim, known: Known) -> str | None:
    if any(claim.holds(level) for _, level in known.what_ifs):
        return None
    changed = topics(claim.condition, known.topics)
    if not changed and names_all(claim.condition):
        changed = dict.fromkeys(known.facts, True)
    if known.assess is None:
        return f"it says what would put the learner {_said(claim)}, and nothing can compute that"
    if not changed and known.level is not None and claim.holds(known.level):
        return None
    if not changed:
        return f"it says that something would put the learner {_said(claim)}; the assessment was not asked"
    open_facts = [fact for fact, value in known.facts.items() if value is None and fact not in changed]
    base = {fact: bool(value) for fact, value in known.facts.items()}
    for fact in known.topics:
        base.setdefault(fact, False)
    results = [known.assess({**base, **changed})]
    if known.level is None:
        results += [known.assess({**base, **changed, fact: True}) for fact in open_facts]
    for level in results:
        if not claim.holds(level):
            return f"it says that this would put the learner {_said(claim)}; the assessment gives level {level}"
    return None
