"""Whether a sentence advises the opposite of the assessed next step.

The lesson's authors write what must not be advised; a paraphrase shares the words that carry the meaning, says them as
advice, and denies them no more and no less than the author did.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tutor.teaching.grounding.normalise import visible, word_set
from tutor.teaching.text import stem

_SAME = (
    "first before begin start initially immediately now straight directly right foremost priority kick",
    "later wait postpone delay defer afterward eventually last",
    "buy purchase acquire invest procure",
    "set install introduce deploy build create implement add put adopt use get bring",
    "stop switch off disable drop cease quit turn skip abandon",
    "remove eliminate rid cut out take replace",
    "forget ignore neglect disregard overlook matter care worry bother irrelevant unimportant important unnecessary",
    "need necessary require must have",
    "leave keep continue stay remain carry stick",
    "hand manual manually",
    "automat itself",
    "go jump leap skip move head",
    "person people human everybody everyone humans staff",
    "more further still additional",
    "anything else everything thing other",
    "back return revert",
    "schedule timer nightly scheduled",
    "track tracking record log",
    "cost money spending budget",
    "test check",
    "validate validation",
    "fast quick speed faster",
    "version versioned",
)
_CLASS = {stem(word): f"={line.split()[0]}" for line in reversed(_SAME) for word in line.split()}
_STOP = word_set("""the a an of to in is are be been you your yours that this it for on with as at by from and or so then than i
    me my we our us would could should can may might will shall do does did have has had just simply really very
    please let lets make sure if when what which who there here its their they them not no never don doesn isn
    aren any some all one next step recommend advice advise suggest think best good time own also only because
    since while until even still up out about into over yet s t re ve ll d m am was were but""")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_NEGATION = re.compile(
    r"\b(?:not|n't|never|no|without|nothing|neither|nor|stop|avoid|instead of|rather than|unnecessary|forget|ignore|skip|cannot|"
    r"dont|doesnt|resist|refrain|unimportant|irrelevant|neglect|disregard)\b|n't\b"
)
_REPORTED = re.compile(
    r"\b(?:some|many|most|other|such|these|those|a|the|google's|level \d) (?:teams?|people|companies|organi[sz]ations?)\b|\b(?:tempting|tempted|mistake|"
    r"wrong to|would be wrong|risky|danger|dangerous|trap|regret|too early|premature|never |instead of|rather than|before you|why not|what happens|what breaks|what goes wrong|"
    r"suppose|imagine|you (?:said|asked|wrote|mentioned|might think|may think)|it is said|myth|misconception|if you|if they|when you|when a|"
    r"they|their|he|she|vendors?|people often)\b"
)
_ADVICE = re.compile(
    r"\b(?:should|must|need|needs|have to|ought|recommend|advise|advice|suggest|next step|let's|let us|start|begin|first|better|best|you can|you could|"
    r"you may|don't|do not|go|put|buy|set|automate|forget|ignore|keep|leave|stop|remove|skip|switch|get|add|can wait|wait|later|takes care|matter|i'd|i would|just|focus|want to|time to|try|make)\b"
)


class _Said(NamedTuple):
    stems: frozenset[str]
    negations: int
    order: tuple[str, ...]
    reversed: bool
    """What is to be done first is said last."""


@lru_cache(maxsize=512)
def _take(text: str) -> _Said:
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0].split("'")[0]
        if word in _STOP or (len(word) < 2 and not word.isdigit()):
            continue
        root = stem(word)
        found.append(_CLASS.get(root, root))
    return _Said(frozenset(found), len(_NEGATION.findall(text)), tuple(found), _late(text))


def _late(text: str) -> bool:
    return bool(_REVERSED.search(text)) or text.lstrip().startswith("before")


_REVERSED = re.compile(r"\b(?:until|after|once)\b")
_CLAUSE = re.compile(r",\s+(?:since|because|so that|and|as)\b")


@lru_cache(maxsize=256)
def _opposites(sentence: str) -> tuple[_Said, ...]:
    """The whole sentence, and its clauses that advise something by themselves."""
    folded = visible(sentence)
    clauses = [_take(clause) for clause in _CLAUSE.split(folded)]
    return (_take(folded), *(clause for clause in clauses if len(clauses) > 1 and len(clause.stems) >= 3))


_LIGHT = frozenset(
    {"=first", "=need", "=leave", "=set", "=go", "=more", "=anything", "=later", "level", "0", "1", "2", "3", "4"}
)


def _weight(root: str) -> float:
    return 0.6 if root in _LIGHT else 1.0


def opposed(text: str, opposite: Sequence[str]) -> str | None:
    """The authored sentence whose advice a folded sentence gives."""
    if not opposite or text.rstrip().endswith("?"):
        return None
    if not _ADVICE.search(text):
        return None
    said = _take(text)
    if len(said.stems) < 2:
        return None
    reported = _REPORTED.search(text)
    for sentence in opposite:
        if any(_advises(said, wanted, bool(reported)) for wanted in _opposites(sentence)):
            return f"it advises the opposite of the next step (“{sentence}”)"
    return None


def _advises(said: _Said, wanted: _Said, reported: bool) -> bool:
    both = wanted.stems & said.stems
    whole, own, shared = (sum(map(_weight, stems)) for stems in (wanted.stems, said.stems, both))
    if len(both) < 2 or shared < 0.68 * whole or shared < (0.95 if reported else 0.34) * own:
        return False
    if len(both - _LIGHT) < 2 and not wanted.stems & _LIGHT <= said.stems:
        return False
    return said.negations % 2 == wanted.negations % 2 and _same_order(wanted, said)


def _same_order(wanted: _Said, said: _Said) -> bool:
    """“Add A before B” is not “add B before A”."""
    theirs = list(dict.fromkeys(root for root in said.order if root in wanted.stems and root not in _LIGHT))
    ours = list(dict.fromkeys(root for root in wanted.order if root in said.stems and root not in _LIGHT))
    if len(ours) < 2 or not {"=first", "=later"} & wanted.stems:
        return True
    return (ours[0] == theirs[0]) == (wanted.reversed == said.reversed)
