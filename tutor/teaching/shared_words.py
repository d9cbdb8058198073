"""Which words an answer has in common with what is wanted, which it lacks, and which it adds, each a figure of its own.

That "not", "but" or "more" is added says more than how many words are: what each of them is worth was fitted on graded
answers (`python -m evals fit`), as in the word features of Heilman and Madnani (2013, aclanthology.org/S13-2046).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from tutor.teaching.text import words

_LONGEST = 3000


def by_word(question: str, wanted: Sequence[str], answer: str) -> dict[str, float]:
    """A 1 for each word (by its stem) that both, one or the other has, for each pair of neighbours in the answer, and
    for each word of the question.

    Args:
        wanted: full answers, or one statement; the one with the largest share of its words in the answer counts.
    """
    inside = [word.stem for word in words(answer[:_LONGEST])]
    said = frozenset(inside)
    texts = [frozenset(word.stem for word in words(text[:_LONGEST])) for text in wanted]
    nearest = max(texts, key=lambda text: len(text & said) / max(1, len(text)), default=frozenset[str]())
    found = {f"both {stem}": 1.0 for stem in said & nearest}
    found.update((f"lacks {stem}", 1.0) for stem in nearest - said)
    found.update((f"adds {stem}", 1.0) for stem in said - nearest)
    found.update((f"says {stem}", 1.0) for stem in said)
    found.update((f"says {one} {other}", 1.0) for one, other in itertools.pairwise(inside))
    found.update((f"asks {word.stem}", 1.0) for word in words(question[:_LONGEST]))
    return found
