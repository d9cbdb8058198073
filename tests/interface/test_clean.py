"""The one function through which untrusted text passes: nothing that a terminal would obey comes out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.interface.clean import clean

OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jx", "[2Jx"),
        ("\x1b]52;c;ZXZpbA==\x07x", "]52;c;ZXZpbA==x"),
        ("\x9b2Jx", "2Jx"),
        ("\x9d0;title\x9cx", "0;titlex"),
        ("\x1b]8;;http://evil\x1b\\x", "]8;;http://evil\\x"),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("a\x00b\x08c\x7f", "abc"),
        ("a\ufeffb\u200bc", "abc"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("x\udcffy", "x\ufffdy"),
        ("é 👍 – ok", "é 👍 – ok"),
    ],
)
def test_what_a_terminal_would_obey_is_gone(text: str, shown: str) -> None:
    """Escape sequences, C1 controls, titles, clipboards, links and reordering marks lose what makes them one."""
    assert clean(text) == shown


@given(st.text(st.characters()))
def test_no_text_keeps_a_control(text: str) -> None:
    """Whatever comes in, no control character but newline and tab comes out, and cleaning twice changes nothing."""
    cleaned = clean(text)
    assert not OBEYED.search(cleaned)
    assert clean(cleaned) == cleaned


@given(st.text(st.sampled_from("\x1b[]2Jm;\x07\x9b\u202eab\r\n"), max_size=30), st.integers(0, 30))
def test_a_sequence_split_over_two_chunks_is_harmless(text: str, cut: int) -> None:
    """Cleaning two chunks of a stream leaves no control either, wherever a sequence was cut."""
    both = clean(text[:cut]) + clean(text[cut:])
    assert not OBEYED.search(both)
    if "\r" not in text:
        assert both == clean(text)
