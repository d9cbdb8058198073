"""A reply as named figures, for the fitted half of the ear: what the rules found in it, and what was typed.

Names that end in `@FACT` say the same for the fact that was asked for alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from tutor.lesson.model import Cues, Lesson
from tutor.teaching.clauses import Clause, clauses_of
from tutor.teaching.fitted.ngrams import LONGEST, of_clauses, of_letters, of_tokens
from tutor.teaching.roles import Understanding
from tutor.teaching.signs import about_facts, matchers, signs_of
from tutor.teaching.speech import at_the_rules
from tutor.teaching.text import NEGATORS, sentences
from tutor.teaching.understand import really_asks

_GROUPS = {"rules": 2.0, "words": 2.0, "letters": 1.0}
"""The length to which each group of figures is brought."""
_OWN = 0.55
"""How much a figure counts for the fact alone, beside what it counts for all."""
_LONG = 6
"""Clauses beyond which only those that speak of the fact are looked at."""
_MARKS = ("future", "off", "past", "present", "elsewhere", "partly", "hedge", "unknown", "others", "harmless")
_TURNS = ("future", "off", "past", "elsewhere", "partly", "hedge", "unknown")
_REACH = 7
"""Words after a negator that are noted as following it."""


def figures(lesson: Lesson, asked: str, reply: str, heard: Understanding) -> dict[str, float]:
    """The reply's figures; `heard` is what the rules made of it."""
    reply = reply[:LONGEST]
    facts = {fact.id: matchers(lesson.cues.get(fact.id, Cues())) for fact in lesson.facts}
    parts = sentences(reply)
    asking = [part for part in parts if really_asks(part)]
    clauses = clauses_of(reply, [part for part in parts if part not in asking])
    about = about_facts(facts, asked, clauses)
    own = about[asked]
    looked_at = [clauses[number] for number in own] if len(clauses) > _LONG and own else clauses

    found: dict[str, Counter[str]] = {"rules": Counter(), "words": Counter(), "letters": of_letters(reply)}
    rules = found["rules"]
    rules.update(_heard(asked, heard))
    rules.update(_shape(reply, clauses, asking=bool(asking)))
    if any(about[fact] for fact in facts if fact != asked):
        rules["about another"] += 1
    for number in own:
        place = "last" if number == own[-1] else "first" if number == own[0] else "middle"
        signs = signs_of(facts[asked], clauses[number], number, own=True)
        rules.update(_clause(clauses[number], [(sign.value, sign.weight) for sign in signs], place))
    found["words"] = of_clauses([clause.span for clause in looked_at])
    for clause in looked_at:
        found["words"].update(_after_negators(clause))
    found["words"].update(f"asks {word.text}" for part in asking for word in part.words)
    found["words"].update(f"sign {character}" for character in reply if ord(character) > 0x2600)
    return _weighed(found, asked, _GROUPS)


_SURFACE = 3.0
"""The length to which the letters and the words of `surface` are brought."""


def surface(asked: str, reply: str) -> dict[str, float]:
    """The reply as it was typed, by its letters and its words: misspellings and other languages are alike in these."""
    groups = {"letters": of_letters(reply, (2, 3, 4, 5)), "words": of_tokens(reply)}
    return _weighed(groups, asked, dict.fromkeys(groups, _SURFACE))


def _heard(asked: str, heard: Understanding) -> Counter[str]:
    reading = next((r for r in heard.readings if r.fact == asked and r.value is not None), None)
    if reading is None:
        return Counter([f"heard {heard.act}"])
    said = "yes" if reading.value else "no"
    return Counter([f"heard {said}{' plainly' if reading.plain else ''}{' partly' if reading.partly else ''}"])


def _shape(reply: str, clauses: Sequence[Clause], *, asking: bool) -> Counter[str]:
    count = sum(len(clause.span.words) for clause in clauses)
    found = [f"length {min(5, int(math.log2(count + 1)))}"]
    found += ["asks"] if asking else []
    found += ["orders"] if at_the_rules(reply) else []
    found += ["looks like code"] if "{" in reply or '"' in reply[:3] or ":" in reply[:20] else []
    found += ["long"] if len(clauses) > _LONG else []
    return Counter(found)


def _clause(clause: Clause, signs: Sequence[tuple[bool, int]], place: str) -> Counter[str]:
    found = []
    for value, weight in signs:
        way = "yes" if value else "no"
        found += [f"{way} {weight}", f"{way} {weight} {place}"]
        found += [f"{way} {turn}" for turn in _TURNS if getattr(clause, turn)]
    for mark in _MARKS:
        if getattr(clause, mark):
            found += [mark, f"{mark} {place}"]
    if clause.lead is not None:
        found.append(f"opens {clause.lead}")
    if clause.said is not None:
        found.append(f"said {clause.said}")
    if clause.doing:
        found.append(f"person {clause.doing}")
    if clause.machine:
        found.append(f"machine {clause.machine}")
    if denials := sum(word.text in NEGATORS for word in clause.span.words):
        found.append(f"denials {min(denials, 3)}")
    return Counter(found)


def _after_negators(clause: Clause) -> Counter[str]:
    stems = [word.stem for word in clause.span.words]
    return Counter(
        f"not {stem}"
        for at, word in enumerate(clause.span.words)
        if word.text in NEGATORS
        for stem in stems[at + 1 : at + _REACH]
    )


def _weighed(groups: Mapping[str, Counter[str]], asked: str, lengths: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, counted in groups.items():
        values = {feature: 1 + math.log(count) for feature, count in counted.items()}
        length = math.sqrt(sum(value * value for value in values.values())) or 1.0
        for feature, value in values.items():
            found[feature] = lengths[name] * value / length
            found[f"{feature}@{asked}"] = _OWN * lengths[name] * value / length
    return found
