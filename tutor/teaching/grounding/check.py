"""Whether a sentence of the model contradicts what is known.

Code has computed the level, the verdict and the next step; a model only puts them into words. Each sentence is compared
with what code knows before a learner sees it. What is doubtful is not released: the cost is one more try.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tutor.teaching.grounding import advice, grades, languages
from tutor.teaching.grounding.claim import Claim
from tutor.teaching.grounding.claims import claims
from tutor.teaching.grounding.context import last_of
from tutor.teaching.grounding.normalise import readings
from tutor.teaching.grounding.scale import UNCLEAR, scale
from tutor.teaching.grounding.what_if import names_all, takes_away, topics


@dataclass(frozen=True)
class Known:
    """What code knows in this turn; a sentence of the model must agree with it."""

    level: int | None
    """The learner's assessed level; None before there is one."""
    level_names: Mapping[int, str]
    also_called: Mapping[int, Sequence[str]]
    """Other names of the levels."""
    adjectives: Mapping[int, Sequence[str]]
    """Words that describe a team at a level."""
    verdict: str | None
    """The verdict that this turn's feedback is about; None when nothing was graded."""
    facts: Mapping[str, bool | None]
    topics: Mapping[str, tuple[str, ...]]
    """For each fact the words that name it."""
    first: tuple[str, ...]
    """Words and phrases for what comes first at the learner's level."""
    later: tuple[str, ...]
    """Words and phrases for what comes later there."""
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
        torn = reading[:1].islower() and context[-1:].isalpha()  # cut off in the middle of a word
        if torn and (wrong := _contradiction(last_of(context) + reading, "", known)):
            return wrong
    return languages.number_in_unchecked(sentence)


def _contradiction(text: str, before: str, known: Known) -> str | None:
    levels = scale(known.level_names, known.also_called, known.adjectives)
    for claim in claims(text, before, levels):
        if wrong := _wrong_level(claim, known):
            return wrong
    if wrong := grades.wrong_grade(text, known.verdict):
        return wrong
    return advice.opposed(text, before, known.first, known.later)


def _wrong_level(claim: Claim, known: Known) -> str | None:
    if claim.what_if:
        return _wrong_what_if(claim, known)
    if claim.comparison in ("shift", "rises", "falls") or (claim.goal and known.level is None):
        return None
    if known.level is None:
        return f"it says that the learner is {_said(claim)}, and no level has been assessed"
    if (
        claim.comparison == "is"
        and not claim.denied
        and claim.holds(known.level)
        and (wrong := _in_other_facts(claim, known))
    ):
        return wrong
    if claim.doubtful and claim.comparison == "is" and not claim.goal and claim.holds(known.level):
        return f"it cannot be told what it says of level {claim.values[0]}"
    if not claim.holds(known.level):
        return f"it says that the learner is {_said(claim)}; the assessed level is {known.level}"
    return None


def _said(claim: Claim) -> str:
    if UNCLEAR in claim.values:
        return "at a level counted from one"
    where = "at" if claim.comparison == "is" else claim.comparison
    return ("not " if claim.denied else "") + f"{where} level " + ", ".join(map(str, claim.values))


def _in_other_facts(claim: Claim, known: Known) -> str | None:
    """Why a true level must not be said of facts that are not the learner's: “with the pipeline gone you are at 1”."""
    if known.assess is None or not takes_away(claim.context):
        return None
    changed = topics(claim.context, known.topics)
    if not changed or all(known.facts.get(fact) in (None, value) for fact, value in changed.items()):
        return None
    level = known.assess({fact: bool(value) for fact, value in known.facts.items()} | changed)
    if claim.holds(level):
        return None
    return f"it says that this would leave the learner {_said(claim)}; the assessment gives level {level}"


def _changes(claim: Claim, by: int) -> bool:
    """Whether a level that changes by so much changes as it is said to."""
    match claim.comparison:
        case "rises":
            true = by > 0
        case "falls":
            true = by < 0
        case _ if claim.denied and abs(claim.values[0]) == 1:
            return by == 0  # "would not cost you a single level"
        case _:
            true = by == claim.values[0]
    return true != claim.denied


_NOT_YET = ("once ", "as soon as ", "sobald ", "una vez ", "une fois ", "uma vez ", "как только ", "一旦")


def _wrong_what_if(claim: Claim, known: Known) -> str | None:
    if any(claim.comparison not in ("shift", "rises", "falls") and claim.holds(level) for _, level in known.what_ifs):
        return None
    changed = topics(claim.condition, known.topics) or topics(claim.context, known.topics)
    if names_all(claim.condition):
        changed = dict.fromkeys(known.facts, True) | changed
    if claim.general and not changed:
        return None
    if known.assess is None:
        return f"it says what would put the learner {_said(claim)}, and nothing can compute that"
    if not changed and (known.level is not None and claim.holds(known.level)):
        return None
    if not changed:
        return f"it says that something would put the learner {_said(claim)}; the assessment was not asked"
    open_facts = [fact for fact, value in known.facts.items() if value is None and fact not in changed]
    base = {fact: bool(value) for fact, value in known.facts.items()}
    for fact in known.topics:
        base.setdefault(fact, False)
    if claim.condition.startswith(_NOT_YET) and all(known.facts.get(fact) is value for fact, value in changed.items()):
        return "it says that something is still to come which the learner has"
    results = [known.assess({**base, **changed})]
    if claim.general:
        results.append(known.assess({**dict.fromkeys(known.topics, False), **changed}))
        if any(claim.holds(level) for level in results):
            return None
    if known.level is None:
        results += [known.assess({**base, **changed, fact: True}) for fact in open_facts]
    for level in results:
        if claim.comparison in ("shift", "rises", "falls"):
            if known.level is not None and not _changes(claim, level - known.level):
                return f"it says how the level would change; the assessment gives level {level}"
        elif not claim.holds(level):
            return f"it says that this would put the learner {_said(claim)}; the assessment gives level {level}"
    return None
