"""Cross-validation of public corpora: by question, and with nothing of a question on both sides."""

from __future__ import annotations

import pytest

from evals import public
from evals.corpora import Graded
from evals.figures import times
from evals.public import Corpus, Shipped

SAID = {
    "correct": ("a {0} is a kind of {1}", "it is some {1}", "the {0} belongs to {1}"),
    "contradictory": ("a {0} is not a {1}", "it is never {1}", "the {0} is no {1}"),
    "incorrect": ("I have no idea", "because of the weather", "who knows"),
}
THINGS = [
    ("robin", "bird"), ("oak", "tree"), ("trout", "fish"), ("daisy", "flower"), ("beetle", "insect"), ("ruby", "stone"),
    ("copper", "metal"), ("rice", "grain"), ("adder", "snake"), ("hammer", "tool"), ("violin", "instrument"), ("milk", "drink"),
]  # fmt: skip


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Twelve questions with an answer of each kind in three wordings."""
    return Corpus(
        "kinds",
        [
            Graded(name, f"What is a {name}?", (f"A {name} is a {kind}.",), text.format(name, kind), label)
            for name, kind in THINGS
            for label, texts in SAID.items()
            for text in texts
        ],
    )


def test_a_corpus_is_cross_validated(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer is judged once, in order, over two labels and over three; what is easy is judged well."""
    pytest.importorskip("sklearn")
    monkeypatch.setattr("evals.fit.own_reference_cases", list)
    found = public.cross_validated([corpus])
    assert found is not None
    two, three = found.two_way["kinds"], found.three_way["kinds"]
    assert [right for right, _ in two] == [one.correct for one in corpus.answers]
    assert [right for right, _ in three] == [one.label for one in corpus.answers]
    assert sum(right == said for right, said in two) > 0.8 * len(two)
    assert sum(right == said for right, said in three) > 0.6 * len(three)
    told = public.section([corpus], [Shipped(two, 0.0, two, times([]))], found)
    assert "| macro-F1 | at least 0.74 | " in told
    assert "| right \\ said | correct | contradictory | incorrect |" in told


def test_few_questions_are_not_cross_validated(corpus: Corpus) -> None:
    """With fewer than ten questions there is nothing to leave out."""
    few = [one for one in corpus.answers if one.question_id in ("robin", "oak")]
    assert public.cross_validated([Corpus("few", few)]) is None
