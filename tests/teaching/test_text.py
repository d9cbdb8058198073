"""Words, clauses and likeness, whatever the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.teaching.text import EXAMINED, Phrases, alike, negated, normalise, sentences, spans, stem, words

ANY_TEXT = st.text(alphabet=st.characters(), max_size=400) | st.text(
    alphabet=st.sampled_from("no't yes,.?!-\n\x00\ud800👍İß…’áÅ\u0301"), max_size=200
)


@given(ANY_TEXT)
def test_offsets_point_into_the_text(text: str) -> None:
    """A word's offsets lie in the text as typed, in order, and hold at least a character."""
    last = 0
    for word in words(text):
        assert last <= word.start < word.end <= len(text) or word.start < word.end <= last
        last = word.end


@given(ANY_TEXT)
def test_normalising_keeps_the_length(text: str) -> None:
    """Normalising changes characters and never their number."""
    assert len(normalise(text)) == len(text)


@given(ANY_TEXT)
def test_clauses_lie_in_their_text(text: str) -> None:
    """Clauses and sentences are stretches of the text that start and end with a word."""
    for span in [*spans(text), *sentences(text)]:
        assert 0 <= span.start < span.end <= len(text)
        assert span.words[0].start == span.start
        assert span.words[-1].end == span.end


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("automated", "automatically"),
        ("deploy", "deployments"),
        ("validate", "validation"),
        ("schedule", "scheduled"),
        ("trigger", "triggered"),
        ("copies", "copied"),
        ("ran", "running"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    """The forms of a word have the same stem."""
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("typed", "meant", "same"),
    [
        ("autmatic", "automatic", True),
        ("pipleine", "pipeline", True),
        ("manualy", "manually", True),
        ("annual", "manual", False),
        ("now", "not", False),
        ("never", "newer", False),
    ],
)
def test_a_slip_of_the_hand_is_forgiven(typed: str, meant: str, same: bool) -> None:
    """A misspelt long word is recognised; a short one, or one with another first letter, is another word."""
    assert alike(typed, meant) is same


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("it is automatic", False),
        ("it is not automatic", True),
        ("it isn't automatic", True),
        ("it isnt automatic", True),
        ("we don't not make it automatic", False),
        ("not only automatic", False),
        ("nicht automatic", True),
    ],
)
def test_negation_counts(text: str, denied: bool) -> None:
    """An odd number of negators before a word denies it."""
    inside = words(text)
    at = next(index for index, word in enumerate(inside) if word.text == "automatic")
    assert negated(inside, at) is denied


def test_phrases_are_found_in_other_forms_and_across_a_gap() -> None:
    """A phrase is found whatever its endings, and `...` stands for up to four words."""
    phrases = Phrases(["by hand", "copy ... model"])
    assert [hit.phrase for hit in phrases.find(words("she copies the new model by hand"))] == [
        "copy ... model",
        "by hand",
    ]
    assert not phrases.find(words("she copies a b c d e model"))


@pytest.mark.parametrize("text", ["a" * 1_000_000, "no. " * 250_000, "n't" * 330_000, "👍" * 500_000, "é " * 500_000])
def test_a_megabyte_is_cut(text: str) -> None:
    """Only the first part of a very long text is looked at, in bounded time."""
    start = time.perf_counter()
    assert all(span.end <= EXAMINED for span in spans(text))
    assert time.perf_counter() - start < 2


@settings(max_examples=50)
@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_takes_any_words(one: str, other: str) -> None:
    """Any two words can be compared, and a word is like itself."""
    assert alike(one, other) in (True, False)
    assert alike(one, one)
