"""What the clauses of a reply say of a process, whatever it is: by itself or by hand, planned, past, elsewhere.

How people speak of any process stands in `process_words`; how they speak of one lesson's subject is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from tutor.teaching.process_words import (
    ADVERBS,
    AUTOMATIC,
    DOINGS,
    ELSEWHERE,
    FUTURE,
    HARMLESS,
    HEDGE,
    LOOSE,
    MACHINES,
    MANUAL,
    NO,
    NO_WORDS,
    OFF,
    OTHERS_DO,
    PARTLY,
    PAST,
    PERSONS,
    PRESENT,
    YES,
    YES_WORDS,
)
from tutor.teaching.speech import UNKNOWN
from tutor.teaching.text import NEGATORS, STOP, Hit, Phrases, Span, Word, negated, spans, word_set

HARD, SOFT, WEAK = 3, 2, 1
"""How much a sign is worth: it says so; it suggests so; it hints."""


_EVENTUAL = word_set(
    """
    automate have get add build introduce set move switch migrate change implement start use
    """
)


_HABIT = word_set("if when whenever once every each as after unless")


_MACHINE_VERBS = word_set(
    "does runs starts triggers handles launches fires takes executes kicks macht startet lanza hace lance fait"
)


_PRONOUNS = word_set("it they this that he she we i you there everything nobody someone")


@dataclass
class Clause:
    """A clause with what can be told of it without knowing the fact."""

    span: Span
    lead: bool | None = None
    """It opens with, or is, a yes or a no."""
    said: bool | None = None
    """It says yes or no of its subject without naming how ("we do", "the rest is not")."""
    generic: list[tuple[Hit, bool, int]] = field(default_factory=list)
    """Hits of the words for by-itself and by-hand: the hit, what it says, its weight."""
    doing: int = 0
    """How much it says that a person does it."""
    machine: int = 0
    """How much it says that a machine does it."""
    harmless: bool = False
    future: bool = False
    off: bool = False
    past: bool = False
    present: bool = False
    elsewhere: bool = False
    partly: bool = False
    hedge: bool = False
    unknown: bool = False
    others: bool = False
    pending: bool = False
    """A negation that has not met what it denies; it goes on into the next clause of a list."""
    flipped: bool = False
    """Stands under such a negation of the clause before."""


_FILLERS = word_set(
    """
    well um uh hmm hm erm so oh ah ok okay actually honestly sadly unfortunately lol haha ha hey and but leider
    tja pues bueno ben euh bah alas sorry
    """
)


def _lead(inside: Sequence[Word]) -> tuple[bool | None, int]:
    """The yes or no that the words open with, and how many words that takes."""
    at = 0
    while at < len(inside) and inside[at].text in _FILLERS:
        at += 1
    if at >= len(inside):
        return None, 0
    if is_whole(NO, inside[at:]):
        return False, len(inside)
    first = inside[at].text
    rest = inside[at + 1 :]
    if first in YES_WORDS and not (first in {"correct", "true", "exactly", "sure"} and len(rest) > 3):
        return True, at + 1
    if first in NO_WORDS:
        # "no" before a noun denies the noun and does not answer ("no person needed", "nothing is done by hand").
        if first in {"no", "nothing", "never", "none", "ne", "negative", "n"} and rest:
            return (False, at + 1) if first == "no" and _separate(inside, at) else (None, 0)
        return False, at + 1
    return None, 0


def _separate(inside: Sequence[Word], at: int) -> bool:
    """Whether the "no" at `at` stands for itself: what follows is a sentence of its own ("no we do it by hand")."""
    return inside[at + 1].text in PERSONS | _PRONOUNS | {
        "not",
        "sadly",
        "still",
        "sorry",
        "unfortunately",
        "nope",
        "no",
        "the",
        "our",
        "just",
        "only",
        "at",
    }


def clauses_of(reply: str, kept: Iterable[Span]) -> tuple[Clause, ...]:
    """The clauses of the sentences that state something, with what each says."""
    return _clauses(reply, frozenset(sentence.sentence for sentence in kept))


@lru_cache(maxsize=16)  # the rules and the fitted half of the ear read the same reply
def _clauses(reply: str, numbers: frozenset[int]) -> tuple[Clause, ...]:
    found: list[Clause] = []
    for span in spans(reply):
        if span.sentence in numbers:
            found.append(_clause(span, found[-1] if found else None, reply))
    for clause, after in pairwise(found):
        # "everything but the deployment" is not everything.
        if after.span.opener == "but" and {word.text for word in clause.span.words} <= {
            "everything",
            "all",
            "of",
            "it",
        }:
            clause.partly, clause.said = True, None
    return tuple(found)


def _clause(span: Span, before: Clause | None, reply: str) -> Clause:
    lead, taken = _lead(span.words)
    # What follows a yes or a no is not denied by it ("no it's scheduled").
    inside = span.words[taken:] or span.words
    clause = Clause(span._replace(words=inside), lead)
    texts = [word.text for word in inside]
    clause.harmless = bool(HARMLESS.find(inside))
    clause.present = bool(PRESENT.find(inside))
    clause.elsewhere = bool(ELSEWHERE.find(inside))
    clause.partly = (
        bool(PARTLY.find(inside)) or span.opener in {"except", "sauf"} or texts[-1] == "only" or _some_of(texts)
    )
    clause.hedge = bool(HEDGE.find(inside))
    clause.unknown = bool(UNKNOWN.find(inside))
    clause.others = bool(OTHERS_DO.find(inside))
    clause.past = bool(PAST.find(inside))
    clause.off = any(
        not negated(inside, hit.first) or hit.phrase.startswith(("not", "does")) for hit in OFF.find(inside)
    )
    clause.future = _is_future(inside)
    carried = (
        before is not None
        and before.pending
        and before.span.sentence == span.sentence
        and span.opener in {",", "and", "und", "or"}
        and texts[min(len(texts) - 1, 1 if span.opener.isalpha() else 0)] not in _PRONOUNS | YES_WORDS
    )
    clause.flipped = carried
    for hit in AUTOMATIC.find(inside):
        value = negated(inside, hit.first) == carried
        # "the deploy itself is by hand": "itself" alone says nothing when it only underlines its noun.
        weak = hit.phrase in {"itself", "themselves"} and hit.last + 1 < len(inside)
        clause.generic.append((hit, value, WEAK if weak else HARD))
    for hit in MANUAL.find(inside):
        clause.generic.append((hit, negated(inside, hit.first) != carried, HARD))
    for index, word in enumerate(inside):
        if word.text in {"nobody", "niemand", "nadie"} or (
            word.text == "no" and inside[index + 1 : index + 2] and inside[index + 1].text == "one"
        ):
            follow = inside[index + 1 :]
            if follow and follow[0].text in {"ever", "has"} and not {w.text for w in follow[1:3]} & {"to", "a", "any"}:
                # "nobody has retrained it": it has not been done.
                clause.generic.append((Hit(index, index, word.text), False, HARD))
            elif DOINGS.find(follow) or {w.text for w in follow} & {
                "has",
                "needs",
                "need",
                "must",
                "involved",
                "needed",
                "required",
                "have",
                "in",
            }:
                clause.generic.append((Hit(index, index, word.text), True, HARD))
    if not clause.flipped:
        clause.doing = max(_person_does(inside), _done_by(inside, reply), SOFT if _named_person(inside, reply) else 0)
        clause.machine = 0 if clause.doing or any(t in NEGATORS for t in texts) else _machine_does(inside)
    clause.said = _said(inside)
    if clause.said is False and "wish" in texts:
        clause.past = clause.future = False
    has_negator = any(text in NEGATORS for text in texts)
    clause.pending = (has_negator or carried) and not clause.generic and clause.lead is None
    return clause


def _some_of(texts: Sequence[str]) -> bool:
    """Whether a number says that a part is done ("3 of 5", "80 percent", "only the tests")."""
    counts = {"one", "two", "three", "four", "five", "six", "some", "most", "few", "half"}
    for at, text in enumerate(texts[:-1]):
        number = text.isdigit() or text in counts
        if number and texts[at + 1] == "of" and set(texts[at + 2 : at + 4]) & (counts | set("23456789")):
            return True
        if text.isdigit() and text != "100" and texts[at + 1] in {"percent", "prozent"}:
            return True
    return texts[0] in {"only", "just", "nur", "solo"} and len(texts) <= 5


def _person_does(inside: Sequence[Word]) -> int:
    """How much the clause says that a person does it: "we run" may still speak of what the team's machines do."""
    found = 0
    for index, word in enumerate(inside[:-1]):
        if word.text not in PERSONS or (word.text in STOP and index and inside[index - 1].text == "ask"):
            continue
        after = index + 1
        while after < len(inside):
            hits = DOINGS.find(inside[after : after + 4])
            if hits and hits[0].first == 0 and not negated(inside, after):
                found = max(found, SOFT if word.text in LOOSE else HARD)
            if inside[after].text not in ADVERBS:
                break
            after += 1
    return found


def _done_by(inside: Sequence[Word], reply: str) -> int:
    """How much the clause says that it is done by a person ("by me", "by our engineers", "by Tom")."""
    for index, word in enumerate(inside[:-1]):
        if word.text not in {"by", "von", "par", "por"} or negated(inside, index):
            continue
        near = inside[index + 1 : index + 4]
        if near[0].text in {"me", "us", "him", "her", "mir", "uns", "moi", "nous", "mi"}:
            return HARD
        if any(later.text in PERSONS and later.text not in _PRONOUNS for later in near):
            return HARD
        first = reply[near[0].start : near[0].end]
        if first[:1].isupper() and first[1:].islower() and len(inside) == index + 2:
            return SOFT
    return 0


def _machine_does(inside: Sequence[Word]) -> int:
    """How much the clause says that a machine does it: "a script on the server runs every morning"."""
    for index, word in enumerate(inside[:-1]):
        if word.text not in MACHINES or (
            index and inside[index - 1].text in {"run", "runs", "start", "starts", "launch"}
        ):
            continue
        for later in inside[index + 1 : index + 6]:
            if later.text in _MACHINE_VERBS:
                timed = {w.text for w in inside} & {"every", "each", "whenever", "once", "daily", "hourly"}
                return HARD if timed or later.text in {"does", "handles"} else SOFT
    return 0


def _named_person(inside: Sequence[Word], reply: str) -> bool:
    """Whether somebody with a name does it ("Marta runs it"); a capital is all that tells a name."""
    for word, after in pairwise(inside):
        if not reply[word.start].isupper() or reply[word.start : word.end].isupper() or len(word.text) < 2:
            continue
        verb = after.text.endswith(("s", "t")) and DOINGS.find([after])
        does = after.text == "does" and inside[-1].text in {"it", "that", "this", "does", "them", "everything"}
        if (verb or does) and word.text not in _PRONOUNS | STOP and not AUTOMATIC.find([word]):
            return True
    return False


def _is_future(inside: Sequence[Word]) -> bool:
    hits = FUTURE.find(inside)
    texts = {word.text for word in inside}
    for hit in hits:
        if hit.phrase in {"we will", "will be", "coming", "looking at", "consider"} and (
            texts & _HABIT or hit.phrase == "coming"
        ):
            continue
        return True
    for index, word in enumerate(inside):
        if word.text == "will" and not texts & _HABIT:
            after = {later.stem for later in inside[index + 1 : index + 4]}
            if after & _EVENTUAL or "automat" in after:
                return True
    return False


def _said(inside: Sequence[Word]) -> bool | None:
    opening = [word.text for word in inside[:2]]
    if opening in (["but", "not"], ["and", "not"], ["aber", "nicht"], ["pero", "no"], ["mais", "pas"]):
        return False
    if len(opening) == 2 and opening[1] in {"for", "to", "on", "with"}:
        if opening[0] in {"no", "not", "nope"}:
            return False
        if opening[0] in {"yes", "yep"}:
            return True
    if any(
        len(inside) - (hit.last - hit.first + 1)
        <= (0 if hit.phrase in {"do not", "does not", "is not"} else 2 if hit.last - hit.first >= 3 else 1)
        for hit in NO.find(inside)
    ):
        return False
    if opening[0] == "not" and (len(inside) < 3 or opening[1] not in {"only", "just"}):
        return False
    if "wish" in {word.text for word in inside[:3]}:
        return False
    tail = [word.text for word in inside[-3:]]
    if len(tail) >= 2 and tail[-1] == "not" and tail[-2] in {"is", "are", "do", "does", "have", "has", "can", "will"}:
        return False
    if tail and tail[-1] in {"nope", "no", "nein", "non", "nah", "never"} and len(inside) > 1:
        return False
    if tail and tail[-1] in {"yes", "yep", "yeah", "ja", "si", "oui", "yup"} and len(inside) > 1:
        return True
    if is_whole(YES, inside):
        return True
    if len(tail) >= 2 and tail[-1] in {"is", "does", "do"} and len(inside) <= 4 and tail[-2] not in {"what", "it"}:
        return True
    return None


def is_whole(phrases: Phrases, inside: Sequence[Word], slack: int = 0) -> bool:
    return any(len(inside) - (hit.last - hit.first + 1) <= slack for hit in phrases.find(inside))
