"""The authored grader: judges an explanation by its rubric, or by references, with rules and likeness of words.

A criterion is met by a sentence that has a word of each of its groups of cues, or that is like one of its phrasings.
Likeness is not enough where the same words say the opposite, so negation, opposites, the level a clause speaks of,
and what comes before what are compared too. What stays open is in doubt, and said to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from tutor.lesson.model import Criterion, Explain
from tutor.teaching.roles import CriterionGrade, Grade, Verdict
from tutor.teaching.speech import at_the_rules, small_talk
from tutor.teaching.text import (
    NEGATORS,
    STOP,
    Span,
    Word,
    alike,
    negated,
    sentences,
    spans,
    stem,
    within,
    word_set,
    words,
)

_QUESTION_WEIGHT = 0.3
"""What a word that the question gave away is worth, against 1 for the learner's own."""

_LOOSE = 0.35
"""How like a phrasing a sentence has to be when no single clause of it has all the cues."""

_SENTENCES = 60
"""How many sentences of an answer are judged."""

# Everyday words that stand for one another. The words of a subject belong into the rubric's cues and phrasings.
_SAME = (
    "person human someone somebody man colleague teammate",
    "nobody none noone",
    "manual hand handwork hands",
    "automat itself themselves unattended autopilot",
    "start begin launch trigger kick initiate fire",
    "check valid verify test inspect examine evaluat evaluation compare",
    "change alter differ modify shift edit",
    "bad worse wrong faulty poor broken break garbage fail error mistake fault bug corrupt degrade decay",
    "fast quick speed rapid quickly faster",
    "repeat again rerun redo",
    "deploy release ship production live serve rollout publish",
    "notice see detect spot recognise recognize realise realize observe",
    "fix repair correct",
    "old earlier previous former last",
    "new fresh latest recent",
    "need require must necessary",
    "enough sufficient suffice fine ok okay",
    "revert rollback undo return restore back",
    "watch monitor track log record measure",
    "help useful benefit advantage",
    "cause reason because since",
    "big large huge",
    "small little tiny",
    "make create produce build",
    "often frequent regular",
    "rare seldom hardly rarely",
    "whole entire complete full all every everything",
    "part step stage component",
    "before prior earlier first",
    "user customer client",
    "stop halt block prevent abort",
    "grow increase rise raise higher",
    "shrink decrease fall drop reduce lower less",
)
_CLASS = {stem(member): f"={line.split()[0]}" for line in reversed(_SAME) for member in line.split()}

_OPPOSITES = (
    ("automat itself", "manual hand handwork"),
    ("more increase rise grow higher raise", "less fewer decrease fall drop lower reduce shrink"),
    ("fast quick rapid", "slow"),
    ("good great fine improve", "bad worse wrong"),
    ("always every", "never"),
    ("easy simple", "hard difficult complex"),
    ("same identical equal", "different differ"),
    ("open", "close"),
    ("start begin", "stop end finish"),
    ("safe", "danger dangerous risk"),
    ("human person", "machine"),
)
OPPOSITES: dict[str, set[tuple[int, int]]] = {}
"""For a stem, the pairs of opposites in which it stands, and on which side."""
for _number, _pair in enumerate(_OPPOSITES):
    for _index, _members in enumerate(_pair):
        for _member in _members.split():
            OPPOSITES.setdefault(stem(_member), set()).add((_number, _index))

_DIGITS = {"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_LEVEL_WORDS = word_set("level lvl stage phase step stufe nivel niveau tier")


@dataclass(frozen=True)
class _Term:
    """A content word of a text, with what its place says of it."""

    stem: str
    key: str
    """What it is compared by: its group of like words, or its stem."""
    denied: bool
    level: str
    """The number of the level its clause speaks of, or empty."""
    clause: int


@dataclass(frozen=True)
class _Window:
    """A stretch of a text that is compared as one."""

    start: int
    end: int
    terms: tuple[_Term, ...]
    words: tuple[Word, ...]
    clauses: tuple[frozenset[str], ...]
    """The content of each of its clauses."""
    levels: tuple[str, ...]
    """For each word, the level that its clause speaks of."""

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Of all its words."""
        return tuple(word.stem for word in self.words)

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """At which numbers a word stands."""
        found: dict[str, list[int]] = {}
        for at, word in enumerate(self.words):
            found.setdefault(word.text, []).append(at)
        return found


@dataclass(frozen=True)
class _Text:
    """A text taken apart."""

    text: str
    windows: tuple[_Window, ...]
    terms: tuple[_Term, ...]
    order: tuple[tuple[frozenset[str], frozenset[str]], ...]
    """What comes earlier, and what later."""
    _near: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)
    _cues: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, compare=False)
    # an answer is compared with a hundred phrasings in many windows: what its words are like is looked up once

    def near(self, term: _Term) -> frozenset[str]:
        """The stems of this text that are the term's, or a slip of the hand away from it."""
        if (found := self._near.get(term.stem)) is None:
            found = frozenset(stem for stem, other in self._stems.items() if _same(term, other))
            self._near[term.stem] = found
        return found

    def with_cue(self, cue: tuple[str, str]) -> frozenset[str]:
        """The words of this text that are the cue's, in any form."""
        if (found := self._cues.get(cue)) is None:
            text, root = cue
            likely = (*self._beginning.get(text[0], ()), *self._of_stem.get(root, ()))
            found = frozenset(word.text for word in likely if _cue_word(word, cue))
            self._cues[cue] = found
        return found

    @cached_property
    def _stems(self) -> Mapping[str, _Term]:
        return {term.stem: term for term in self.terms}

    @cached_property
    def _words(self) -> Mapping[str, Word]:
        return {word.text: word for window in self.windows for word in window.words}

    @cached_property
    def _beginning(self) -> Mapping[str, Sequence[Word]]:
        """Words by either of their first two letters."""
        found: dict[str, list[Word]] = {}
        for word in self._words.values():
            for letter in set(word.text[:2]):
                found.setdefault(letter, []).append(word)
        return found

    @cached_property
    def _of_stem(self) -> Mapping[str, Sequence[Word]]:
        found: dict[str, list[Word]] = {}
        for word in self._words.values():
            found.setdefault(word.stem, []).append(word)
        return found

    @cached_property
    def sides(self) -> frozenset[tuple[int, int]]:
        """On which side of which pairs of opposites it stands."""
        return _sides(self.terms)

    @cached_property
    def one_phrase(self) -> tuple[str, ...]:
        """The stems of its first window, where that is all there is; else empty."""
        if not self.windows or self.windows[0].end < len(self.text.rstrip(" .!")):
            return ()
        return self.windows[0].stems


def _level_at(inside: Sequence[Word], at: int) -> str:
    """The number that names a level at this word ("level 1", "level one", "l1", "1" after "and" of levels)."""
    text = inside[at].text
    if text in _LEVEL_WORDS and at + 1 < len(inside):
        after = inside[at + 1].text
        return after if after.isdigit() and len(after) <= 2 else _DIGITS.get(after, "")
    if len(text) == 2 and text[0] == "l" and text[1].isdigit():
        return text[1]
    if len(text) == 1 and text in "012345":
        # "0: …", "1 = …", "at 2 …": a bare number that opens a clause, or follows "at" and "to", names a level too.
        if at == 0 and (
            len(inside) == 1 or inside[1].text not in {"of", "or", "and", "person", "people", "times", "percent"}
        ):
            return text
        if at and inside[at - 1].text in {"at", "to", "for", "reach"}:
            return text
    return ""


def _key(word: Word) -> str:
    return _CLASS.get(word.stem, word.stem)


def _clause_levels(clauses: Sequence[Span]) -> list[str]:
    """For each clause the level it speaks of: the one it names, or the one named before."""
    found: list[str] = []
    level = ""
    for clause in clauses:
        named = {name for at in range(len(clause.words)) if (name := _level_at(clause.words, at))}
        if named:
            level = named.pop() if len(named) == 1 else ""
        found.append(level)
    return found


def _terms(clauses: Sequence[Span], levels: Sequence[str]) -> list[_Term]:
    found: list[_Term] = []
    for number, clause in enumerate(clauses):
        level = levels[number]
        # "otherwise nobody can …" says what the thing is good for.
        turned = any(word.text in {"otherwise", "else", "sonst"} for word in clause.words)
        for at, word in enumerate(clause.words):
            if word.text in STOP or word.text in NEGATORS or word.text in _LEVEL_WORDS or word.text.isdigit():
                continue
            if _level_at(clause.words, at):
                continue
            found.append(_Term(word.stem, _key(word), negated(clause.words, at) != turned, level, number))
    return found


def _order(clauses: Sequence[Span]) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    pairs: list[tuple[frozenset[str], frozenset[str]]] = []
    keys = [frozenset(_key(w) for w in c.words if w.text not in STOP and w.text not in NEGATORS) for c in clauses]
    for number, clause in enumerate(clauses):
        earlier = number - 1 if number and clauses[number - 1].sentence == clause.sentence else -1
        later = number + 1 if number + 1 < len(clauses) and clauses[number + 1].sentence == clause.sentence else -1
        other = earlier if earlier >= 0 else later
        first = clause.words[0].text
        if first == "before" and other >= 0:
            pairs.append((keys[other], keys[number] - {"=before"}))
        elif first in {"after", "once"} and other >= 0:
            pairs.append((keys[number], keys[other]))
        elif first == "then" and earlier >= 0:
            pairs.append((keys[earlier], keys[number]))
    return tuple(pairs)


@lru_cache(maxsize=1024)
def _take_apart(text: str) -> _Text:
    clauses = spans(text)
    levels = _clause_levels(clauses)
    terms = _terms(clauses, levels)
    by_sentence: dict[int, list[int]] = {}
    for number, clause in enumerate(clauses):
        if len(by_sentence) < _SENTENCES or clause.sentence in by_sentence:
            by_sentence.setdefault(clause.sentence, []).append(number)
    groups: list[tuple[int, ...]] = []
    for numbers in by_sentence.values():
        groups.append(tuple(numbers))
        if len(numbers) > 1:
            groups += [(number,) for number in numbers]
            groups += [(a, b) for a, b in pairwise(numbers)]
    whole = list(by_sentence.values())
    groups += [tuple(a + b) for a, b in pairwise(whole)]
    windows: list[_Window] = []
    by_clause: dict[int, list[_Term]] = {}
    for term in terms:
        by_clause.setdefault(term.clause, []).append(term)
    for group in dict.fromkeys(groups):
        inside = tuple(word for number in group for word in clauses[number].words)
        windows.append(
            _Window(
                clauses[group[0]].start,
                clauses[group[-1]].end,
                tuple(term for number in group for term in by_clause.get(number, ())),
                inside,
                tuple(frozenset(term.key for term in by_clause.get(number, ())) for number in group),
                tuple(levels[number] for number in group for _ in clauses[number].words),
            )
        )
    return _Text(text, tuple(windows), tuple(terms), _order(clauses))


def _same(term: _Term, other: _Term) -> bool:
    if other.key == term.key:
        return True
    # a slip of the hand leaves one of the first two letters in front, and "re" may be added or left out
    first = other.stem[:1]
    if first != term.stem[:1] and first != term.stem[1:2] and first != "r" and term.stem[:1] != "r":
        return False
    return alike(term.stem, other.stem) or _related(term.stem, other.stem)


def _match(term: _Term, window: Sequence[_Term], near: frozenset[str]) -> _Term | None:
    found: _Term | None = None
    for other in window:
        if other.stem in near:
            # The same word may stand there twice; the one that agrees counts.
            if (other.denied, other.level) == (term.denied, term.level):
                return other
            found = other
    return found


@lru_cache(maxsize=65536)
def _related(a: str, b: str) -> bool:
    """Whether one is the other with a prefix for "again", or both are one long word with different endings."""
    if a == "re" + b or b == "re" + a:
        return True
    shorter = min(len(a), len(b))
    return shorter >= 5 and a[:5] == b[:5] and abs(len(a) - len(b)) <= 3 and a[: shorter - 1] == b[: shorter - 1]


@dataclass(frozen=True)
class _Likeness:
    score: float
    """0 to 1, with what speaks against it already taken off."""
    raw: float
    """The same by words alone."""
    opposed: bool
    """The words are alike, and they say something else."""


def _weight(term: _Term, given: frozenset[str]) -> float:
    return _QUESTION_WEIGHT if term.key in given else 1.0


def _likeness(
    window: Sequence[_Term], answer: _Text, phrasing: _Text, given: frozenset[str], *, recall: float = 0.65
) -> _Likeness:
    """How much of the phrasing the window, a part of the answer, says, and how much else it says."""
    met = flipped = elsewhere = levelled = 0.0
    matched: set[str] = set()
    for term in phrasing.terms:
        if not (near := answer.near(term)) or (found := _match(term, window, near)) is None:
            continue
        weight = _weight(term, given)
        met += weight
        matched.add(found.key)
        if found.denied != term.denied:
            flipped += weight
        if found.level and term.level:
            levelled += weight
            if found.level != term.level:
                elsewhere += weight
    if not met:
        return _Likeness(0.0, 0.0, False)
    total = sum(_weight(term, given) for term in phrasing.terms)
    own = sum(_weight(term, given) for term in window)
    shared = sum(_weight(term, given) for term in window if term.key in matched)
    covered, precise = met / total, shared / own
    raw = covered * precise / (recall * precise + (1 - recall) * covered)
    opposed = (
        flipped >= 0.3 * met
        or (levelled > 0 and elsewhere >= 0.5 * levelled)
        or opposite(_sides(window), phrasing.sides)
        or _swapped(answer.order, phrasing.order)
    )
    return _Likeness(raw * (0.4 if opposed else 1.0), raw, opposed)


def _sides(terms: Iterable[_Term]) -> frozenset[tuple[int, int]]:
    return frozenset(
        (number, 1 - side if term.denied else side) for term in terms for number, side in OPPOSITES.get(term.stem, ())
    )


def opposite(here: frozenset[tuple[int, int]], there: frozenset[tuple[int, int]]) -> bool:
    """Whether one stands for "automatic" where the other stands for "by hand", and the like (see `OPPOSITES`)."""
    return any((number, 1 - side) in here and (number, side) not in here for number, side in there)


def _swapped(
    here: Sequence[tuple[frozenset[str], frozenset[str]]], there: Sequence[tuple[frozenset[str], frozenset[str]]]
) -> bool:
    """Whether what comes first in one comes last in the other."""
    for early, late in there:
        for own_early, own_late in here:
            straight = len(early & own_early) + len(late & own_late)
            crossed = len(early & own_late) + len(late & own_early)
            if crossed > straight:
                return True
    return False


@lru_cache(maxsize=1024)
def _cue(phrase: str) -> tuple[tuple[str, str], ...]:
    return tuple((word.text, word.stem) for word in words(phrase))


def _cue_word(word: Word, cue: tuple[str, str]) -> bool:
    """Whether a word is the cue's, in any form; a cue of four letters or more may be the beginning of a word."""
    text, root = cue
    typed = word.text
    if typed == text or word.stem == root:
        return True
    if typed[0] != text[0] and typed[1:2] != text[0]:
        return False  # no slip of the hand either
    return (len(text) >= 4 and typed.startswith(text)) or alike(typed, text)


def _cue_hit(window: _Window, answer: _Text, group: Sequence[str]) -> list[tuple[int, int]]:
    """Where the window, a part of the answer, has one of the group's words or phrases: first and last index."""
    found: list[tuple[int, int]] = []
    for phrase in group:
        first, *rest = [answer.with_cue(part) for part in _cue(phrase)] or [frozenset[str]()]
        for at in (at for word in first for at in window.places.get(word, ())):
            following = window.words[at + 1 : at + 1 + len(rest)]
            if len(following) == len(rest) and all(w.text in part for w, part in zip(following, rest, strict=True)):
                found.append((at, at + len(rest)))
    return found


def _says_something(window: _Window) -> bool:
    """Whether the window is put together as language is, and not a heap of words."""
    inside = [word for word in window.words if word.text not in _LEVEL_WORDS and not word.text.isdigit()]
    count = len(inside)
    if count < 5:
        return True
    joints = sum(word.text in STOP or word.stem in STOP or word.text in NEGATORS for word in inside)
    if count >= 8:
        return joints >= count * 0.15
    return joints > 0 or any(word.text.endswith(("s", "ed", "ing")) for word in inside)


def _given(question: str) -> frozenset[str]:
    return frozenset(_key(word) for word in words(question) if word.text not in STOP)


def _new_words(terms: Sequence[_Term], given: frozenset[str]) -> bool:
    return any(term.key not in given for term in terms)


def _cues_met(
    criterion: Criterion, window: _Window, answer: _Text, given: frozenset[str], level: str
) -> tuple[bool, bool]:
    """Whether the window has all groups of cues, and whether it denies them."""
    if not criterion.cues:
        return False, False
    own = False
    for group in criterion.cues:
        hits = _cue_hit(window, answer, group)
        if not hits:
            return False, False
        if level and not any(window.levels[at] in {"", level} for first, last in hits for at in range(first, last + 1)):
            return True, True
        own = own or any(_key(window.words[at]) not in given for first, last in hits for at in range(first, last + 1))
    if not own:
        return False, False
    return True, False


def _levels(texts: Iterable[_Text]) -> str:
    """The one level that the texts speak of, or empty when there is none or there are several."""
    levels = {term.level for text in texts for term in text.terms if term.level}
    return levels.pop() if len(levels) == 1 else ""


@dataclass(frozen=True)
class _Judged:
    met: bool | None
    window: _Window | None
    likeness: float
    listed: bool = False
    """The window is one of the rubric's own phrasings."""


def _common(criterion: Criterion) -> tuple[frozenset[str], frozenset[str]]:
    """The content words of most of a criterion's phrasings, and those of any of them."""
    texts = [frozenset(term.key for term in _take_apart(t).terms) for t in (criterion.text, *criterion.met)]
    every = frozenset[str]().union(*texts)
    return frozenset(key for key in every if sum(key in text for text in texts) >= 0.6 * len(texts)), every


def _rivals(
    criterion: Criterion, criteria: Sequence[Criterion], question: str
) -> tuple[frozenset[str], frozenset[str]]:
    """What the question names that this criterion is about, and what it names that others are about and this is not.

    "New data …, new ideas …": a clause on the one says nothing of the other, whichever words follow.
    """
    named = _given(question)
    own, every = _common(criterion)
    others = frozenset[str]().union(*(_common(other)[0] for other in criteria if other is not criterion))
    return own & named - others, others & named - every


def _judge(
    criterion: Criterion, answer: _Text, question: str, rivals: tuple[frozenset[str], frozenset[str]]
) -> _Judged:
    """Whether the answer meets the criterion, and where."""
    about, not_about = rivals
    given = _given(question)
    meeting = [_take_apart(phrasing) for phrasing in (criterion.text, *criterion.met)]
    failing = [_take_apart(phrasing) for phrasing in criterion.unmet]
    level = _levels(meeting)
    # A criterion that only says what the question says cannot be told from the question given back.
    if not any(term.key not in given for phrasing in meeting for term in phrasing.terms):
        given = frozenset()
    tight = False
    refused = [window for window in answer.windows if _listed(window, failing)]
    # an answer that is a phrasing listed as wrong, and nothing more, is as the rubric says
    best = _Judged(
        False, None, 0.0, listed=any(one.start == answer.windows[0].start and _is_all(one, answer) for one in refused)
    )
    for window in sorted(answer.windows, key=lambda window: len(window.clauses) > 1):
        # Half of a sentence that is listed as wrong may look right.
        if any(whole.start <= window.start and window.end <= whole.end for whole in refused):
            continue
        if _listed(window, meeting):
            best = max(best, _Judged(True, window, 1.0, listed=True), key=_rank)
            continue
        if not window.terms or not _new_words(window.terms, given):
            continue
        if about and any(clause & not_about and not clause & about for clause in window.clauses):
            continue
        like = max((_likeness(window.terms, answer, p, given) for p in meeting), key=lambda found: found.score)
        unlike = max((_likeness(window.terms, answer, p, given, recall=0.5).score for p in failing), default=0.0)
        cued, elsewhere = _cues_met(criterion, window, answer, given, level)
        here = {name for name in window.levels if name}
        elsewhere = elsewhere or bool(level and here and level not in here)
        tight = tight or (cued and len(window.clauses) == 1)
        met = _decide(criterion, like, unlike, cued=cued, elsewhere=elsewhere)
        # Words from clauses that speak of different things may be put together by the reader only.
        if met and cued and not tight and len(window.clauses) > 1 and like.score < _LOOSE:
            met = None
        if met is not False and not _says_something(window) and like.score < 0.9:
            met = False if len(window.words) >= 7 else None
        best = max(best, _Judged(met, window, like.score), key=_rank)
    return best


def _listed(window: _Window, phrasings: Sequence[_Text]) -> bool:
    """Whether the window is one of the phrasings, but for a word or its spelling."""
    own = window.stems
    for phrasing in phrasings:
        theirs = phrasing.one_phrase
        if own == theirs:
            return True
        if len(theirs) >= 6 and abs(len(own) - len(theirs)) <= 1:
            differing = set(own) ^ set(theirs)
            if len(differing) <= 1 and not differing & NEGATORS and within(own, theirs, 1):
                return True
    return False


def _is_all(window: _Window, answer: _Text) -> bool:
    """Whether the window is the answer, but for marks around it."""
    return window.end >= len(answer.text.rstrip(" .!\n\"'")) and not answer.text[: window.start].strip()


def _rank(judged: _Judged) -> tuple[int, float, int]:
    # Of the windows that decide alike, the one most like a phrasing, and of those the shortest, is the evidence.
    length = judged.window.end - judged.window.start if judged.window else 0
    return ({True: 2, None: 1, False: 0}[judged.met], judged.likeness, -length)


def _decide(criterion: Criterion, like: _Likeness, unlike: float, *, cued: bool, elsewhere: bool) -> bool | None:
    if elsewhere:
        return False
    if unlike >= 0.7 and unlike > like.score:
        return None if cued and unlike < 0.9 and unlike - like.score < 0.2 else False
    if cued:
        if unlike > like.score + 0.15 and unlike > 0.45:
            return None
        if like.opposed and like.raw >= 0.5:
            return None
        return True
    if like.score >= (0.62 if not criterion.cues else 0.68) and like.score > unlike:
        return True
    if like.score >= (0.45 if not criterion.cues else 0.58) and like.score > unlike:
        return None
    return False


def _without_orders(answer: str) -> str:
    """The answer without the sentences that speak to the grader; offsets stay as they were."""
    kept = answer
    for sentence in sentences(answer):
        stretch = answer[sentence.start : sentence.end]
        if at_the_rules(stretch):
            kept = kept[: sentence.start] + " " * (sentence.end - sentence.start) + kept[sentence.end :]
    return kept


def verdict_of(met: Sequence[bool | None]) -> Verdict:
    """The verdict that the criteria give, if it is the same however those in doubt turn out."""

    def of(values: Sequence[bool]) -> Verdict:
        return "correct" if all(values) else "partial" if any(values) else "incorrect"

    low, high = of([value is True for value in met]), of([value is not False for value in met])
    return low if low == high else "unsure"


class RuleGrader:
    """Judges by criteria, references or points, offline."""

    def grade(self, item: Explain, question: str, answer: str) -> Grade:
        """Judge an answer to an item of the lesson."""
        grades, taken = self._criteria(question, item.criteria, answer)
        verdict = verdict_of([grade.met for grade in grades])
        # Who meets every criterion may still hold the misconception, but has to say it in so many words.
        misconception = self._misconception(item, taken, sure=verdict == "correct")
        if misconception:
            some = any(grade.met for grade in grades)
            verdict = "partial" if some and len(grades) > 1 else "incorrect"
        return Grade(verdict, share_met(grades), grades, "matcher", misconception)

    def grade_points(self, question: str, points: Sequence[Criterion], answer: str) -> Grade:
        """Judge an answer by points that are all needed."""
        grades, _ = self._criteria(question, points, answer)
        return Grade(verdict_of([grade.met for grade in grades]), share_met(grades), grades, "matcher")

    def grade_reference(self, question: str, references: Sequence[str], answer: str) -> Grade:
        """Judge an answer by full answers, any one of which suffices."""
        taken = _take_apart(_without_orders(answer))
        given = _given(question)
        best = 0.0
        for reference in references:
            wanted = _take_apart(reference)
            own = given if _new_words(wanted.terms, given) else frozenset()
            if not taken.terms or not _new_words(taken.terms, own):
                continue
            found = [_likeness(taken.terms, taken, wanted, own, recall=0.75)]
            found += [_likeness(w.terms, taken, wanted, own, recall=0.75) for w in taken.windows[:40]]
            best = max(best, *(like.score for like in found))
        best = round(min(1.0, best), 3)
        verdict: Verdict = (
            "correct" if best >= 0.6 else "unsure" if best >= 0.5 else "partial" if best >= 0.33 else "incorrect"
        )
        return Grade(verdict, best, (), "matcher")

    def _criteria(
        self, question: str, criteria: Sequence[Criterion], answer: str
    ) -> tuple[tuple[CriterionGrade, ...], _Text]:
        taken = _take_apart(_without_orders(answer) if not small_talk(answer) else "")
        grades = []
        for criterion in criteria:
            judged = _judge(criterion, taken, question, _rivals(criterion, criteria, question))
            evidence = ""
            if judged.met is not False and judged.window:
                evidence = answer[judged.window.start : judged.window.end]
            grades.append(CriterionGrade(criterion.id, judged.met, evidence, judged.listed, round(judged.likeness, 3)))
        return tuple(grades), taken

    def _misconception(self, item: Explain, answer: _Text, *, sure: bool) -> str:
        # A misconception is about what the question names, so the question's words count in full here.
        own: frozenset[str] = frozenset()
        right = [_take_apart(text) for text in item.correct]
        for criterion in item.criteria:
            right += [_take_apart(text) for text in (criterion.text, *criterion.met)]
        best, found = (0.78 if sure else 0.6), ""
        ahead = 0.15 if sure else 0.08
        for misconception in item.misconceptions:
            for phrasing in misconception.phrasings:
                wanted = _take_apart(phrasing)
                for window in answer.windows:
                    if _listed(window, [wanted]):
                        return misconception.id
                    score = _likeness(window.terms, answer, wanted, own).score
                    if score <= best:
                        continue
                    # A right answer shares many words with a wrong one; the nearer of the two is what was said.
                    if score > ahead + max(_likeness(window.terms, answer, r, own).score for r in right):
                        best, found = score, misconception.id
        return found


def share_met(grades: Sequence[CriterionGrade]) -> float:
    """The share of criteria that are met; 0 for none."""
    return round(sum(grade.met is True for grade in grades) / len(grades), 3) if grades else 0.0
