"""Texts as counted stretches of words and of letters: what the models of this package look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from tutor.teaching.text import Span, spans

LONGEST = 3000
"""Characters of a text that are looked at."""

_TOKEN = re.compile(r"\w+|[^\w\s]")


def of_words(text: str, longest: int = 3) -> Counter[str]:
    """Stretches of up to `longest` word stems within a clause, with the clause's ends marked."""
    return of_clauses(spans(text[:LONGEST]), longest)


def of_clauses(clauses: Sequence[Span], longest: int = 3) -> Counter[str]:
    """The same, of clauses that were cut already."""
    found: Counter[str] = Counter()
    for clause in clauses:
        stems = ["^", *(word.stem for word in clause.words), "$"]
        for size in range(1, longest + 1):
            for at in range(len(stems) - size + 1):
                if size > 1 or stems[at] not in "^$":
                    found["w" + " ".join(stems[at : at + size])] += 1
    return found


def of_tokens(text: str, longest: int = 3) -> Counter[str]:
    """Stretches of up to `longest` words and signs as they were typed, over the whole text."""
    tokens = ["^", *_TOKEN.findall(text[:LONGEST].lower()), "$"]
    return Counter(
        "t" + " ".join(tokens[at : at + size]) for size in range(1, longest + 1) for at in range(len(tokens) - size + 1)
    )


def of_letters(text: str, sizes: Sequence[int] = (3, 4)) -> Counter[str]:
    """Stretches of letters within a word, with the word's ends marked: what misspellings and endings leave alike."""
    found: Counter[str] = Counter()
    for token in _TOKEN.findall(text[:LONGEST].lower()):
        marked = f" {token} "
        for size in sizes:
            if len(marked) <= size:
                found["c" + marked] += 1
            for at in range(len(marked) - size + 1 if len(marked) > size else 0):
                found["c" + marked[at : at + size]] += 1
    return found


Profile = Sequence[tuple[Mapping[str, float], float]]
"""Groups of counted features, each with the weight of the whole group: a group is brought to length 1 first."""


def profile(text: str) -> Profile:
    """A text by its words, and with less weight by its letters."""
    return ((of_words(text), 1.0), (of_letters(text), 0.7))
