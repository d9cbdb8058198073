"""The authored ear: reads yes, no or unknown for each fact out of a reply, by rules.

It knows how people speak of any process (by hand, by itself, planned, used to, elsewhere, partly); how they speak of
the lesson's own subject is in the lesson (`Cues`). A wrong reading that nobody confirms is the worst that can happen,
so a reading is plain only when all that the reply says points one way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tutor.lesson.model import Cues, Lesson
from tutor.teaching.clauses import HARD, SOFT, WEAK, Clause, clauses_of, is_whole
from tutor.teaching.roles import Act, Reading, Understanding
from tutor.teaching.signs import Matchers, Sign, about_facts, has_cause, matchers, signs_of
from tutor.teaching.speech import ASKS, UNKNOWN, act_of, at_the_rules, gives_up, interrogative, small_talk
from tutor.teaching.text import EXAMINED, NEGATORS, Phrases, Span, Word, phrase_list, sentences, words

_COUNTS = Phrases(
    phrase_list(
        """
        does that count | does it count | would that count | is that it | is that enough | is that a yes
        is that a no
        """
    ),
    exact=True,
)


@dataclass
class _Verdict:
    value: bool | None
    plain: bool
    partly: bool
    clauses: list[int]


PRETENDS = re.compile(
    r"\A\s*[{\[]\s*\"|[{\[]\s*\"\w+\"\s*:|\b\w+\([^()]{0,80}\b(?:true|false)\b[^()]{0,80}\)|"
    r"\A\s*\W{0,3}(?:system|assistant|developer|tool|grader)\b\s*:|\[/?INST\]|<</?SYS>>|<\|im_(?:start|end)\|>",
    re.IGNORECASE,
)
"""A reply that is written as if somebody else spoke, or as code."""


def _cautious(reading: Reading, reply: str) -> Reading:
    """A bare "correct" answers a question when it opens the reply, and not deep inside it or over and over."""
    said = [word.text for word in words(reading.evidence)]
    if reading.plain and {"whatever", "whichever"} & set(said):
        return replace(reading, plain=False)
    if not reading.plain or not said or set(said) - {"correct", "true", "right", "met"}:
        return reading
    opens = reply.strip().lower().startswith(said[0])
    return reading if opens and len(said) <= 2 else replace(reading, plain=False)


def gives_orders(reply: str) -> bool:
    """Whether the reply speaks to whoever reads it, or as if somebody else spoke: it is no answer then."""
    return at_the_rules(reply) or bool(PRETENDS.search(reply[:EXAMINED]))


class RuleEar:
    """Understands replies by rules and the lesson's own words."""

    def classify(self, lesson: Lesson, question: str, reply: str) -> Act:
        """What a reply to a check or quiz question is; only an answer is graded."""
        return act_of(question, reply)

    def understand(self, lesson: Lesson, asked: str | None, reply: str) -> Understanding:
        """Read the lesson's facts out of `reply`; `asked` is the fact that was asked for, or None."""
        facts = {fact.id: matchers(lesson.cues.get(fact.id, Cues())) for fact in lesson.facts}
        if asked not in facts:
            asked = None
        inside = tuple(words(reply))
        if not inside:
            return Understanding("question" if "?" in reply[:200] else "off_topic")
        if gives_orders(reply):
            return Understanding("off_topic")
        if asked and (whole := _whole_reply(asked, facts[asked], inside, reply)):
            return replace(whole, readings=tuple(_cautious(reading, reply) for reading in whole.readings))
        parts = sentences(reply)
        asking = [part for part in parts if really_asks(part)]
        stated = [part for part in parts if part not in asking]
        clauses = clauses_of(reply, stated)
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


def _whole_reply(asked: str, cues: Matchers, inside: tuple[Word, ...], reply: str) -> Understanding | None:
    """A reply that as a whole stands in the lesson's lists of replies."""
    evidence = reply[inside[0].start : inside[-1].end]
    for phrases, value in ((cues.yes, True), (cues.no, False)):
        if is_whole(phrases, inside):
            return Understanding("answer", (Reading(asked, value, evidence, "?" not in reply, "rule"),))
    return Understanding("dont_know") if is_whole(cues.unknown, inside) else None


def really_asks(part: Span) -> bool:
    if not interrogative(part):
        return False
    # "we have a cron job, does that count?" states something first, and is read with the question mark in mind.
    if part.asks and (tail := _COUNTS.find(part.words)) and tail[0].first >= 3:
        return False
    # "don't know what you mean by X" asks; "I don't know what starts it" does not.
    return part.asks or bool(ASKS.find(part.words)) or not UNKNOWN.find(part.words)


def _on_topic(facts: dict[str, Matchers], clauses: Sequence[Clause]) -> bool:
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


def _read(facts: dict[str, Matchers], asked: str | None, clauses: Sequence[Clause], reply: str) -> tuple[Reading, ...]:
    about = about_facts(facts, asked, clauses)
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


def _verdict(cues: Matchers, clauses: Sequence[Clause], about: Sequence[int], *, own: bool) -> _Verdict:
    nothing = _Verdict(None, False, False, [])
    if not about:
        return nothing
    lead: bool | None = None
    lead_at = -1
    now: list[Sign] = []
    then: list[Sign] = []
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
        signs = signs_of(cues, clause, number, own=own)
        if own and not signs and clause.doing == 0 and has_cause(cues, clauses, number):
            signs.append(Sign(True, SOFT, number))
        if clause.lead is not None and number != lead_at and not signs:
            signs.append(Sign(clause.lead, HARD, number))
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
                now += [Sign(True, SOFT, n) for n in about if clauses[n].span.sentence == sentence]
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


def _evidence(reply: str, clauses: Sequence[Clause], used: Sequence[int]) -> str:
    """One stretch of the reply that holds the clauses used, or the first of them when they stand far apart."""
    if not used:
        return ""
    start, end = clauses[min(used)].span.start, clauses[max(used)].span.end
    if end - start > 240:
        start, end = clauses[used[-1]].span.start, clauses[used[-1]].span.end
    return reply[start:end][:400]


def _explicit(facts: dict[str, Matchers], fact: str, clauses: Sequence[Clause], verdict: _Verdict) -> bool:
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
