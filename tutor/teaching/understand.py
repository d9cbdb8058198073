"""The authored ear: reads yes, no or unknown for each fact out of a reply, by rules.

It knows how people speak of any process (by hand, by itself, planned, used to, elsewhere, partly); how they speak of
the lesson's own subject is in the lesson (`Cues`). A wrong reading that nobody confirms is the worst that can happen,
so a reading is plain only when all that the reply says points one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from tutor.lesson.model import Cues, Lesson
from tutor.teaching.process_words import (
    ADVERBS,
    AUTOMATIC,
    DOINGS,
    ELSEWHERE,
    EVERYTHING,
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
    SET_UP,
    YES,
    YES_WORDS,
)
from tutor.teaching.roles import Act, Reading, Understanding
from tutor.teaching.speech import ASKS, UNKNOWN, act_of, at_the_rules, gives_up, interrogative, small_talk
from tutor.teaching.text import (
    NEGATORS,
    STOP,
    Hit,
    Phrases,
    Span,
    Word,
    negated,
    phrase_list,
    sentences,
    spans,
    word_set,
    words,
)

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


_COUNTS = Phrases(
    phrase_list(
        """
        does that count | does it count | would that count | is that it | is that enough | is that a yes
        is that a no
        """
    ),
    exact=True,
)


_REST = Phrases(
    phrase_list("the rest | rest is | everything else | the others | other steps | the remaining"), exact=True
)


@dataclass
class _Sign:
    """One thing that a clause says of a fact."""

    value: bool
    weight: int
    clause: int


@dataclass
class _Clause:
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


@dataclass(frozen=True)
class _Matchers:
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
def _matchers(cues: Cues) -> _Matchers:
    return _Matchers(
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


def _is_whole(phrases: Phrases, inside: Sequence[Word], slack: int = 0) -> bool:
    return any(len(inside) - (hit.last - hit.first + 1) <= slack for hit in phrases.find(inside))


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
    if _is_whole(NO, inside[at:]):
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


def _clauses(reply: str, kept: Iterable[Span]) -> list[_Clause]:
    """The clauses of the sentences that state something, with what each says."""
    numbers = {sentence.sentence for sentence in kept}
    found: list[_Clause] = []
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
    return found


def _clause(span: Span, before: _Clause | None, reply: str) -> _Clause:
    lead, taken = _lead(span.words)
    # What follows a yes or a no is not denied by it ("no it's scheduled").
    inside = span.words[taken:] or span.words
    clause = _Clause(span._replace(words=inside), lead)
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
    if _is_whole(YES, inside):
        return True
    if len(tail) >= 2 and tail[-1] in {"is", "does", "do"} and len(inside) <= 4 and tail[-2] not in {"what", "it"}:
        return True
    return None


@dataclass
class _Verdict:
    value: bool | None
    plain: bool
    partly: bool
    clauses: list[int]


_PRETENDS = re.compile(
    r"\A\s*\W{0,3}(?:system|assistant|developer|tool|grader)\b\s*:|\[/?INST\]|<</?SYS>>|<\|im_(?:start|end)\|>",
    re.IGNORECASE,
)
"""A reply that is written as if somebody else spoke."""


def _cautious(reading: Reading, reply: str) -> Reading:
    """A bare "correct" answers a question when it opens the reply, and not deep inside it or over and over."""
    said = [word.text for word in words(reading.evidence)]
    if reading.plain and {"whatever", "whichever"} & set(said):
        return replace(reading, plain=False)
    if not reading.plain or not said or set(said) - {"correct", "true", "right", "met"}:
        return reading
    opens = reply.strip().lower().startswith(said[0])
    return reading if opens and len(said) <= 2 else replace(reading, plain=False)


class RuleEar:
    """Understands replies by rules and the lesson's own words."""

    def classify(self, lesson: Lesson, question: str, reply: str) -> Act:
        """What a reply to a check or quiz question is; only an answer is graded."""
        return act_of(question, reply)

    def understand(self, lesson: Lesson, asked: str | None, reply: str) -> Understanding:
        """Read the lesson's facts out of `reply`; `asked` is the fact that was asked for, or None."""
        facts = {fact.id: _matchers(lesson.cues.get(fact.id, Cues())) for fact in lesson.facts}
        if asked not in facts:
            asked = None
        inside = tuple(words(reply))
        if not inside:
            return Understanding("question" if "?" in reply[:200] else "off_topic")
        if at_the_rules(reply) or _PRETENDS.search(reply):
            return Understanding("off_topic")
        if asked and (whole := _whole_reply(asked, facts[asked], inside, reply)):
            return replace(whole, readings=tuple(_cautious(reading, reply) for reading in whole.readings))
        parts = sentences(reply)
        asking = [part for part in parts if _really_asks(part)]
        stated = [part for part in parts if part not in asking]
        clauses = _clauses(reply, stated)
        readings = _read(facts, asked, clauses, reply)
        if readings:
            return Understanding("answer", tuple(_cautious(reading, reply) for reading in readings))
        if asking:
            return Understanding("question")
        if any(clause.unknown or clause.others for clause in clauses) or gives_up(reply):
            return Understanding("dont_know")
        if small_talk(reply) or (asked is not None and not _on_topic(facts, clauses)):
            return Understanding("off_topic")
        return Understanding("answer")


def _whole_reply(asked: str, cues: _Matchers, inside: tuple[Word, ...], reply: str) -> Understanding | None:
    """A reply that as a whole stands in the lesson's lists of replies."""
    evidence = reply[inside[0].start : inside[-1].end]
    for phrases, value in ((cues.yes, True), (cues.no, False)):
        if _is_whole(phrases, inside):
            return Understanding("answer", (Reading(asked, value, evidence, "?" not in reply, "rule"),))
    return Understanding("dont_know") if _is_whole(cues.unknown, inside) else None


def _really_asks(part: Span) -> bool:
    if not interrogative(part):
        return False
    # "we have a cron job, does that count?" states something first, and is read with the question mark in mind.
    if part.asks and (tail := _COUNTS.find(part.words)) and tail[0].first >= 3:
        return False
    # "don't know what you mean by X" asks; "I don't know what starts it" does not.
    return part.asks or bool(ASKS.find(part.words)) or not UNKNOWN.find(part.words)


def _on_topic(facts: dict[str, _Matchers], clauses: Sequence[_Clause]) -> bool:
    """Whether the reply speaks of a process at all."""
    for clause in clauses:
        inside = clause.span.words
        if clause.generic or clause.doing or clause.lead is not None or clause.said is not None:
            return True
        if clause.future or clause.past or clause.partly or clause.hedge or clause.elsewhere:
            return True
        for cues in facts.values():
            if any(
                phrases.find(inside) for phrases in (cues.topic, cues.automatic, cues.manual, cues.likely, *cues.parts)
            ):
                return True
    return False


def _read(
    facts: dict[str, _Matchers], asked: str | None, clauses: Sequence[_Clause], reply: str
) -> tuple[Reading, ...]:
    about = _about(facts, asked, clauses)
    readings: list[Reading] = []
    for fact, cues in facts.items():
        verdict = _verdict(cues, clauses, about[fact], own=fact == asked)
        if verdict.value is None:
            continue
        evidence = _evidence(reply, clauses, verdict.clauses)
        tentative = any(clauses[number].span.asks for number in verdict.clauses)
        plain = verdict.plain and not tentative and not verdict.partly and bool(evidence)
        if fact != asked:
            plain = plain and asked is not None and _explicit(facts, fact, clauses, verdict)
        readings.append(Reading(fact, verdict.value, evidence, plain, "rule", verdict.partly))
    return tuple(readings)


def _about(facts: dict[str, _Matchers], asked: str | None, clauses: Sequence[_Clause]) -> dict[str, list[int]]:
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


def _signs(cues: _Matchers, clause: _Clause, number: int, *, own: bool) -> list[_Sign]:
    """What the clause says of the fact."""
    inside = clause.span.words
    signs: list[_Sign] = []
    own_harmless = bool(cues.harmless.find(inside))
    harmless = clause.harmless or own_harmless
    whole = len(cues.parts) < 2 or bool(cues.topic.find(inside))
    covered: set[int] = set()
    named_auto = False
    for hit in cues.automatic.find(inside):
        denied = negated(inside, hit.first) != clause.flipped
        signs.append(_Sign(not denied, HARD, number))
        named_auto = named_auto or not denied
        covered |= set(range(hit.first, hit.last + 1))
    manual_hits = [(hit, negated(inside, hit.first) != clause.flipped) for hit in cues.manual.find(inside)]
    for hit, denied in manual_hits:
        if set(range(hit.first, hit.last + 1)) & covered:
            continue
        if harmless and not denied:
            continue
        signs.append(_Sign(denied, HARD, number))
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
        signs.append(_Sign(value, weight, number))
    if not signs and cues.likely.find(inside):
        hit = cues.likely.find(inside)[0]
        denied = negated(inside, hit.first) != clause.flipped
        signs.append(_Sign(not denied, HARD if denied else SOFT, number))
    for phrases, value in ((cues.yes, True), (cues.no, False)):
        if own and _is_whole(phrases, inside):
            signs.append(_Sign(value, HARD, number))
    if clause.said is not None and not any(sign.value != clause.said for sign in signs):
        signs.append(_Sign(clause.said, HARD, number))
    if not signs:
        topics = cues.topic.find(inside)
        parts = [hit for part in cues.parts for hit in part.find(inside)] if own else []
        if any(negated(inside, hit.first) for hit in [*topics, *parts]) or (clause.flipped and topics):
            signs.append(_Sign(False, HARD, number))
        elif topics and _has(inside):
            signs.append(_Sign(True, SOFT, number))
    if clause.machine and whole and not signs:
        signs.append(_Sign(True, clause.machine, number))
    if clause.doing and not harmless and not any(sign.value for sign in signs):
        signs.append(_Sign(False, clause.doing, number))
    return signs


def _has_cause(cues: _Matchers, clauses: Sequence[_Clause], number: int) -> bool:
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


def _part_named(cues: _Matchers, inside: Sequence[Word]) -> bool:
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


def _verdict(cues: _Matchers, clauses: Sequence[_Clause], about: Sequence[int], *, own: bool) -> _Verdict:
    nothing = _Verdict(None, False, False, [])
    if not about:
        return nothing
    lead: bool | None = None
    lead_at = -1
    now: list[_Sign] = []
    then: list[_Sign] = []
    partly = hedge = unknown = crossed = False
    marked: list[int] = []
    named: set[tuple[int, int]] = set()
    skip_sentence_after_unknown = -1
    answered = {clause.span.sentence for clause in clauses if clause.lead is not None}
    for number in about:
        clause = clauses[number]
        inside = clause.span.words
        if clause.unknown:
            unknown = True
            skip_sentence_after_unknown = clause.span.sentence
            continue
        # "I don't know | if it is automatic": the rest of such a clause is what is not known.
        if skip_sentence_after_unknown == clause.span.sentence and clause.span.opener in {
            "if",
            "when",
            "which",
            "who",
            "wenn",
            "cuando",
            "quand",
        }:
            continue
        if own and lead is None and clause.lead is not None and number <= 1 and clause.span.opener != ":":
            lead, lead_at = clause.lead, number
        # "without a person? no": the next sentence answers what this one asks.
        if clause.span.asks and clause.span.sentence + 1 in answered:
            continue
        signs = _signs(cues, clause, number, own=own)
        if own and not signs and clause.doing == 0 and _has_cause(cues, clauses, number):
            signs.append(_Sign(True, SOFT, number))
        if clause.lead is not None and number != lead_at and not signs:
            signs.append(_Sign(clause.lead, HARD, number))
        crossed = crossed or (lead is not None and number != lead_at and clause.lead is (not lead))
        if clause.others and not any(sign.weight == HARD for sign in signs):
            unknown = True
            continue
        # Who denies twice is easily misread.
        hedge = hedge or clause.hedge or sum(word.text in NEGATORS for word in inside) > 1
        partly = partly or clause.partly
        apart = clause.future or clause.off or clause.elsewhere or (clause.past and not clause.present)
        if apart:
            then += signs
            # "we used to do it by hand" takes nothing from what is said of today.
            by_hand_once = (clause.past or clause.off) and not clause.future and not clause.elsewhere
            if not (by_hand_once and signs and not any(sign.value for sign in signs)):
                marked.append(number)
            continue
        now += signs
        named |= {(clause.span.sentence, index) for index, part in enumerate(cues.parts) if part.find(inside)}
    claimed = {clauses[sign.clause].span.sentence for sign in now if sign.value}
    if cues.parts and len({part for sentence, part in named if sentence in claimed}) == len(cues.parts):
        for sign in now:
            if sign.value and sign.weight == SOFT:
                sign.weight = HARD
    if own and not now and not then and lead is None and len(cues.parts) > 1 and not partly:
        # "merging runs the tests and deploys": no word for "by itself", and no person either.
        for sentence in {sentence for sentence, _ in named}:
            if len({part for here, part in named if here == sentence}) == len(cues.parts):
                now += [_Sign(True, SOFT, n) for n in about if clauses[n].span.sentence == sentence]
    yes = max((sign.weight for sign in now if sign.value), default=0)
    no = max((sign.weight for sign in now if not sign.value), default=0)
    used = sorted({sign.clause for sign in now if sign.weight > WEAK or not (yes > WEAK or no > WEAK)})
    if lead is not None:
        used = sorted({lead_at, *used})
    doubt = hedge or unknown
    if lead is None and not yes and not no:
        if partly and own:
            return _Verdict(False, False, True, [n for n in about if clauses[n].partly])
        if marked and (own or then):
            # Nothing of today, only of what was, will be, or is elsewhere.
            said = [sign for sign in then if sign.value]
            if not said and then and all(clauses[n].past or clauses[n].off for n in marked):
                return nothing
            plain = own and not doubt and not any(clauses[n].elsewhere for n in marked)
            return _Verdict(False, plain, False, marked)
        return nothing
    if lead is None:
        value, plain = _weigh(yes, no)
        if value is None:
            return nothing
        split = bool(yes and no >= SOFT)
        if partly or split:
            if (value and (partly and not no)) or split:
                return _Verdict(False, False, True, used)
            return _Verdict(value, plain and not value and not split and not doubt, partly and bool(yes), used)
        if marked and value:
            plain = False
        return _Verdict(value, plain and not doubt, False, used)
    if crossed:
        return _Verdict(False, False, True, used)
    if lead:
        if no >= SOFT or partly:
            return _Verdict(False, False, True, used)
        if marked and not yes:
            return _Verdict(False, False, False, [lead_at, *marked])
        return _Verdict(True, not doubt and not marked, False, used)
    if yes == HARD and not no and not partly and not marked:
        return _Verdict(True, False, False, used)
    return _Verdict(False, not doubt and not yes, bool(yes) and partly, used)


def _weigh(yes: int, no: int) -> tuple[bool | None, bool]:
    """The value of signs both ways, and whether it is plain."""
    if not yes and not no:
        return None, False
    if no and no >= yes:
        return False, no == HARD and not yes
    if yes == WEAK:
        return None, False
    return True, yes == HARD and not no


def _evidence(reply: str, clauses: Sequence[_Clause], used: Sequence[int]) -> str:
    """One stretch of the reply that holds the clauses used, or the first of them when they stand far apart."""
    if not used:
        return ""
    start, end = clauses[min(used)].span.start, clauses[max(used)].span.end
    if end - start > 240:
        start, end = clauses[used[-1]].span.start, clauses[used[-1]].span.end
    return reply[start:end][:400]


def _explicit(facts: dict[str, _Matchers], fact: str, clauses: Sequence[_Clause], verdict: _Verdict) -> bool:
    """Whether a fact that was not asked for is named, alone, and said to be so in so many words."""
    for number in verdict.clauses:
        clause = clauses[number]
        inside = clause.span.words
        named = [name for name, cues in facts.items() if cues.topic.find(inside)]
        if (
            named != [fact]
            or clause.hedge
            or clause.off
            or clause.partly
            or clause.future
            or clause.past
            or clause.elsewhere
        ):
            return False
        if len(inside) > 8 or (clause.said is None and not clause.generic):
            return False
    return bool(verdict.clauses)
