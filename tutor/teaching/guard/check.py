"""Whether a sentence of the model contradicts what is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tutor.teaching.guard import grades, levels
from tutor.teaching.guard.normalise import readings
from tutor.teaching.text import content, words

_ADVISING = re.compile(
    r"\b(?:not|don't|never|no|instead of|rather than|avoid|resist|unless|teams|anyone|people|regret)\b"
)
_MOST_ALIKE = 0.7
"""The share of an opposite advice's words that a sentence may have before it counts as that advice."""


@dataclass(frozen=True)
class Known:
    """What code knows in this turn; a sentence of the model must agree with it."""

    level: int | None
    level_names: Mapping[int, str]
    verdict: str | None
    """The verdict that this turn's feedback is about."""
    facts: Mapping[str, bool | None]
    topics: Mapping[str, tuple[str, ...]]
    """For each fact, words that name it."""
    opposite: tuple[str, ...]
    assess: Callable[[Mapping[str, bool]], int] | None
    what_ifs: Sequence[tuple[Mapping[str, bool], int]] = ()
    """Computed in this turn, by calling the assessment."""


def contradiction(sentence: str, before: str, known: Known) -> str | None:
    """Why `sentence` must not be shown (one line that names the contradiction), or None. Never raises."""
    context = readings(before[-300:])[0] if before else ""
    for text in readings(sentence):
        if levels.in_unknown_language(f"{context} {text}") and levels.has_number(text):
            return "a number in a language that cannot be checked"
        wrong = _level(text, context, known) or _grade(text, known) or _advice(text, known)
        if wrong:
            return wrong
    return None


def _level(text: str, context: str, known: Known) -> str | None:
    for claim in levels.claims(text, context, known.level_names):
        if claim.hypothetical:
            if known.assess and claim.level not in _reachable(text, known):
                return f"level {claim.level} for a what-if, which the assessment does not give"
        elif known.level is None:
            return "a level for the learner, before there is one"
        elif (claim.level == known.level) == claim.negated:
            return f"the learner's level is {known.level}"
    return None


def _reachable(text: str, known: Known) -> set[int]:
    """The levels that the what-if of this sentence may give: computed in this turn, or by changing what it names."""
    assert known.assess
    found = {level for _, level in known.what_ifs}
    now = {name: bool(value) for name, value in known.facts.items()}
    named = [
        name for name, topic in known.topics.items() if any(word.lower() in text for word in topic if len(word) > 2)
    ]
    for name in known.topics:
        now.setdefault(name, False)
    if not named:
        return found | ({known.level} if known.level is not None else set())
    lost = re.search(r"\b(?:not|without|no|stop\w*|lost|by hand|drop\w*)\b", text) is not None
    return found | {known.assess({**now, **dict.fromkeys(named, not lost)})}


def _grade(text: str, known: Known) -> str | None:
    if grades.says_score(text):
        return "a score, which only the program gives"
    if grades.says_right(text) and known.verdict != "correct":
        return f"it calls the answer right; the verdict is {known.verdict or 'not given'}"
    if grades.says_wrong(text) and known.verdict not in ("incorrect", "partial"):
        return f"it calls the answer wrong; the verdict is {known.verdict or 'not given'}"
    return None


def _advice(text: str, known: Known) -> str | None:
    denied = _ADVISING.search(text)
    said = _stems(text)
    for advice in known.opposite:
        if denied and not _ADVISING.search(advice.lower()):
            continue
        meant = _stems(advice)
        both = len(meant & said)
        of_meant, of_said = both / max(len(meant), 1), both / max(len(said), 1)
        if len(meant) >= 3 and (
            (of_meant >= _MOST_ALIKE and of_said >= 0.4) or (both >= 4 and of_meant >= 0.5 and of_said >= 0.8)
        ):
            return f"advice against the assessed next step: {advice}"
    return None


@lru_cache(maxsize=256)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in content(words(text)))
