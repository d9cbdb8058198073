"""What the clauses of a reply say of one fact: which of them speak of it, and which way their signs point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tutor.lesson.model import Cues
from tutor.teaching.clauses import HARD, SOFT, WEAK, Clause, is_whole
from tutor.teaching.process_words import EVERYTHING, MACHINES, PERSONS, SET_UP
from tutor.teaching.text import NEGATORS, Phrases, Word, negated, phrase_list

_REST = Phrases(
    phrase_list("the rest | rest is | everything else | the others | other steps | the remaining"), exact=True
)


@dataclass
class Sign:
    """One thing that a clause says of a fact."""

    value: bool
    weight: int
    clause: int


@dataclass(frozen=True)
class Matchers:
    """A fact's cues, ready to be looked for."""

    topic: Phrases
    automatic: Phrases
    manual: Phrases
    likely: Phrases
    parts: tuple[Phrases, ...]
    harmless: Phrases
    yes: Phrases
    no: Phrases
    unknown: Phrases


@lru_cache(maxsize=64)
def matchers(cues: Cues) -> Matchers:
    return Matchers(
        topic=Phrases(cues.topic),
        automatic=Phrases(cues.automatic),
        manual=Phrases(cues.manual),
        likely=Phrases(cues.likely),
        parts=tuple(Phrases(group) for group in cues.part),
        harmless=Phrases(cues.harmless),
        yes=Phrases(cues.yes, exact=True),
        no=Phrases(cues.no, exact=True),
        unknown=Phrases(cues.unknown, exact=True),
    )


def about_facts(facts: dict[str, Matchers], asked: str | None, clauses: Sequence[Clause]) -> dict[str, list[int]]:
    """For each fact, the clauses that speak of it."""
    about: dict[str, list[int]] = {fact: [] for fact in facts}
    last: set[str] = set()
    last_sentence = -1
    for number, clause in enumerate(clauses):
        inside = clause.span.words
        named = {fact for fact, cues in facts.items() if cues.topic.find(inside)}
        own = set()
        if asked:
            cues = facts[asked]
            if any(p.find(inside) for p in (cues.topic, cues.automatic, cues.manual, cues.likely, *cues.parts)):
                own.add(asked)
        first = inside[1].text if clause.span.opener.isalpha() and len(inside) > 1 else inside[0].text
        if asked and number == 0 and first in {"it", "that"}:
            own.add(asked)
        elsewhere_named = {
            fact
            for fact, cues in facts.items()
            if fact != asked
            and (
                fact in named
                or any(
                    inside[hit.first].text not in MACHINES
                    for part in (cues.parts if clause.generic or clause.doing else cues.parts[-1:])
                    for hit in part.find(inside)
                )
            )
        }
        follows = clause.span.sentence == last_sentence or first in {"it", "this", "that", "they"}
        if EVERYTHING.find(inside) and clause.generic and not named:
            now = set(facts)
        elif named or own:
            now = named | own
        elif elsewhere_named:
            now = set()
        elif follows and last:
            now = set(last)
            if asked and _REST.find(inside):
                # "the rest is by hand": of a whole with parts it speaks of the whole, else of something else.
                now = {asked} if facts[asked].parts else set()
        else:
            now = {asked} if asked else set()
        # A yes or no that opens the reply answers what was asked, whatever the clause goes on to name.
        if asked and clause.lead is not None and number == 0:
            about[asked].append(number)
        for fact in now:
            if number not in about[fact]:
                about[fact].append(number)
        if now:
            last, last_sentence = now, clause.span.sentence
    return about


def signs_of(cues: Matchers, clause: Clause, number: int, *, own: bool) -> list[Sign]:
    """What the clause says of the fact."""
    inside = clause.span.words
    signs: list[Sign] = []
    own_harmless = bool(cues.harmless.find(inside))
    harmless = clause.harmless or own_harmless
    whole = len(cues.parts) < 2 or bool(cues.topic.find(inside))
    covered: set[int] = set()
    named_auto = False
    for hit in cues.automatic.find(inside):
        denied = negated(inside, hit.first) != clause.flipped
        signs.append(Sign(not denied, HARD, number))
        named_auto = named_auto or not denied
        covered |= set(range(hit.first, hit.last + 1))
    manual_hits = [(hit, negated(inside, hit.first) != clause.flipped) for hit in cues.manual.find(inside)]
    for hit, denied in manual_hits:
        if set(range(hit.first, hit.last + 1)) & covered:
            continue
        if harmless and not denied:
            continue
        signs.append(Sign(denied, HARD, number))
        covered |= set(range(hit.first, hit.last + 1))
    for hit, value, weight in clause.generic:
        if set(range(hit.first, hit.last + 1)) & covered:
            continue
        if not value and harmless and (not _by_hand(hit.phrase) or (own_harmless and not _part_named(cues, inside))):
            continue
        if value and not whole and weight == HARD and _part_named(cues, inside):
            # A part that is automatic does not make the whole so.
            weight = SOFT if cues.parts[-1].find(inside) else WEAK
        following = {word.text for word in inside[hit.last + 1 : hit.last + 3]}
        if not value and not _by_hand(hit.phrase) and following & SET_UP:
            continue
        signs.append(Sign(value, weight, number))
    if not signs and cues.likely.find(inside):
        hit = cues.likely.find(inside)[0]
        denied = negated(inside, hit.first) != clause.flipped
        signs.append(Sign(not denied, HARD if denied else SOFT, number))
    for phrases, value in ((cues.yes, True), (cues.no, False)):
        if own and is_whole(phrases, inside):
            signs.append(Sign(value, HARD, number))
    if clause.said is not None and not any(sign.value != clause.said for sign in signs):
        signs.append(Sign(clause.said, HARD, number))
    if not signs:
        topics = cues.topic.find(inside)
        parts = [hit for part in cues.parts for hit in part.find(inside)] if own else []
        if any(negated(inside, hit.first) for hit in [*topics, *parts]) or (clause.flipped and topics):
            signs.append(Sign(False, HARD, number))
        elif topics and _has(inside):
            signs.append(Sign(True, SOFT, number))
    if clause.machine and whole and not signs:
        signs.append(Sign(True, clause.machine, number))
    if clause.doing and not harmless and not any(sign.value for sign in signs):
        signs.append(Sign(False, clause.doing, number))
    return signs


def has_cause(cues: Matchers, clauses: Sequence[Clause], number: int) -> bool:
    """Whether the clause says when it happens, and no person stands on either side ("it retrains when …")."""
    inside = clauses[number].span.words
    if number + 1 >= len(clauses) or not cues.topic.find(inside):
        return False
    after = clauses[number + 1]
    if after.span.sentence != clauses[number].span.sentence or after.doing:
        return False
    texts = {word.text for word in (*inside, *after.span.words)}
    cause = after.span.opener in {"when", "whenever", "as soon as", "sobald", "wenn", "cuando", "quand"}
    return cause and not texts & (PERSONS | NEGATORS | {"someone", "somebody", "anyone", "our"}) and not after.generic


def _by_hand(phrase: str) -> bool:
    return (
        "hand" in phrase or "manu" in phrase or phrase in {"a mano", "click", "clicks", "clicking", "presses", "button"}
    )


def _part_named(cues: Matchers, inside: Sequence[Word]) -> bool:
    return any(part.find(inside) for part in cues.parts)


def _has(inside: Sequence[Word]) -> bool:
    """Whether the clause says that something is there ("we have …", "there is …")."""
    texts = [word.text for word in inside]
    for index, text in enumerate(texts[:-1]):
        if text in {"have", "use", "got", "haben", "tenemos", "avons", "nutzen", "usamos"} and index <= 4:
            return not any(word in NEGATORS for word in texts)
        if text == "there" and texts[index + 1] in {"is", "are"}:
            return not any(word in NEGATORS for word in texts)
    return False
