"""Text that arrives in pieces: think blocks, sentences and Markdown are the same wherever the pieces break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tutor.interface import cells
from tutor.interface.render import INDENT, measure
from tutor.interface.stream import StreamedMarkdown
from tutor.teaching.model.sentences import SentenceStream
from tutor.teaching.model.thinking import ThinkFilter

SGR = re.compile("\x1b\\[[0-9;]*m")


@st.composite
def broken(draw: Any, texts: st.SearchStrategy[str]) -> tuple[str, list[str]]:
    """A text, and the pieces in which it arrives."""
    text = draw(texts)
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=30)))
    edges = [0, *places, len(text)]
    return text, [text[a:b] for a, b in pairwise(edges)]


TAGGED = st.lists(
    st.sampled_from(["<think>", "</think>", "<th", "ink>", "<", "</", "a", " b. ", "<think", "thinking", "\n", "é"]),
    max_size=20,
).map("".join)


def visible(text: str) -> str:
    """What is left without think blocks; an open one hides the rest."""
    return re.sub(r"<think>.*?(</think>|\Z)", "", text, flags=re.DOTALL)


@given(broken(TAGGED | st.text(max_size=60)))
@example(("<think>a</think>b", list("<think>a</think>b")))
@example(("a<thin", ["a<th", "in"]))
def test_think_blocks_are_removed(arrives: tuple[str, list[str]]) -> None:
    """What is let through is the text without its think blocks, wherever the pieces break."""
    text, pieces = arrives
    filtered = ThinkFilter()
    assert "".join([*(filtered.feed(piece) for piece in pieces), filtered.end()]) == visible(text)


def test_nothing_of_a_thought_gets_through() -> None:
    """Piece by piece of one letter, nothing inside a block is ever let through, and nothing outside is kept back."""
    filtered = ThinkFilter()
    shown = [filtered.feed(letter) for letter in "ab<think>secret</think>cd"]
    assert "".join(shown) == "abcd"
    assert "".join(shown[:2]) == "ab" and shown[-1] == "d"


PROSE = st.lists(
    st.sampled_from(
        [
            "A word",
            " e.g. this",
            ". ",
            "! ",
            "? ",
            "\n",
            "\n\n",
            "1. ",
            "- ",
            "v1.2",
            " 0.5",
            "。",
            "؟ ",
            "…",
            '."',
            " ",
            "x",
        ]
    ),
    max_size=25,
).map("".join)


@given(broken(PROSE | st.text(max_size=60)))
def test_sentences_join_to_the_text(arrives: tuple[str, list[str]]) -> None:
    """Nothing is lost, doubled or moved between sentences."""
    text, pieces = arrives
    stream = SentenceStream()
    sentences = [sentence for piece in pieces for sentence in stream.feed(piece)] + stream.end()
    assert "".join(sentences) == text
    assert all(sentences)


@given(broken(PROSE.map(lambda text: text.replace("。", "."))))
def test_sentences_do_not_depend_on_the_pieces(arrives: tuple[str, list[str]]) -> None:
    """A text is cut into the same sentences however it arrives."""
    text, pieces = arrives

    def cut(parts: Sequence[str]) -> list[str]:
        stream = SentenceStream()
        sentences = [sentence for part in parts for sentence in stream.feed(part)] + stream.end()
        return [
            sentence.strip() for sentence in sentences if sentence.strip()
        ]  # whose the blanks are matters to nobody

    assert cut(pieces) == cut([text])


def test_a_sentence_is_released_when_the_next_begins() -> None:
    """The first sentence does not wait for the second to end."""
    stream = SentenceStream()
    assert stream.feed("This is one. ") + stream.feed("A") == ["This is one. "]


def shown(pieces: Sequence[str], columns: int) -> tuple[str, int]:
    """The plain text that was written, and in how many characters."""
    written: list[str] = []
    stream = StreamedMarkdown(written.append, lambda: columns)
    for piece in pieces:
        stream.feed(piece)
    stream.end()
    whole = "".join(written)
    return SGR.sub("", whole), len(whole)


NAMES = st.integers(0, 10_000).map(lambda n: "w" + "".join(chr(97 + int(d)) for d in str(n)) + "z")
LINES = st.tuples(st.sampled_from(["", "", "", "- ", "1. ", "> ", "# "]), st.lists(NAMES, min_size=1, max_size=25)).map(
    lambda line: line[0] + " ".join(line[1])
)
MARKDOWN = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n"])), max_size=8).map(
    lambda lines: "".join(line + end for line, end in lines)
)


@given(MARKDOWN, st.integers(24, 120), st.data())
def test_every_word_is_shown_once(text: str, columns: int, data: Any) -> None:
    """Each word stands on the screen once, in order, and no line is wider than it may be."""
    # the voice releases whole sentences and lines: pieces never break inside a word
    tokens = re.findall(r"\S+\s*|\s+", text)
    places = sorted(data.draw(st.lists(st.integers(0, len(tokens)), max_size=10)))
    edges = [0, *places, len(tokens)]
    pieces = ["".join(tokens[a:b]) for a, b in pairwise(edges)]
    page, _ = shown(pieces, columns)
    assert re.findall(r"w[a-j]+z", page) == re.findall(r"w[a-j]+z", text)
    assert max(map(cells.width, page.splitlines()), default=0) <= min(columns, len(INDENT) + measure(columns))


@given(broken(MARKDOWN | st.text(max_size=80)), st.integers(24, 120))
def test_no_piece_breaks_the_screen(arrives: tuple[str, list[str]], columns: int) -> None:
    """Whatever arrives, in whatever pieces, no letter or digit is lost and none is doubled."""
    text, pieces = arrives
    page, _ = shown(pieces, columns)
    assert page == "" or page.endswith("\n")
    if re.fullmatch(r"[\sa-z]*", text):
        assert re.sub(r"\s", "", page) == re.sub(r"\s", "", text)


@given(
    st.lists(st.sampled_from(["日本語の文です。", "emoji 🎉 here. ", "a̧ḉ ", "wide全角 "]), max_size=30),
    st.integers(24, 90),
)
def test_wide_letters_fit(parts: list[str], columns: int) -> None:
    """Letters that take two cells do not make a line too wide."""
    page, _ = shown(parts, columns)
    assert max(map(cells.width, page.splitlines()), default=0) <= len(INDENT) + measure(columns)


def test_what_is_written_grows_with_the_text() -> None:
    """Nothing is written twice: ten times the text is about ten times the output, and ten times the calls."""
    paragraph = "Some words of a line that is as long as most are, and a bit more.\n\n- an item\n- another item\n\n"

    def cost(times: int) -> tuple[int, int]:
        written: list[str] = []
        stream = StreamedMarkdown(written.append, lambda: 80)
        for piece in re.findall(r".{1,5}", paragraph * times, re.DOTALL):
            stream.feed(piece)
        stream.end()
        return sum(map(len, written)), len(written)

    (few, few_calls), (many, many_calls) = cost(20), cost(200)
    assert many <= 10.5 * few and many_calls <= 10.5 * few_calls


def test_work_is_linear() -> None:
    """Ten times the stream is about ten times the work, counted in characters that are looked at."""
    import sys

    def calls(times: int) -> int:
        count = 0

        def counted(frame: Any, what: str, argument: Any) -> None:
            nonlocal count
            count += what == "call"

        text = "A sentence of some words stands here, e.g. this one. <think>no</think> " * times
        think, sentences = ThinkFilter(), SentenceStream()
        stream = StreamedMarkdown(lambda text: None, lambda: 80)
        before = sys.getprofile()
        sys.setprofile(counted)
        try:
            for piece in re.findall(r".{1,4}", text):
                for sentence in sentences.feed(think.feed(piece)):
                    stream.feed(sentence)
        finally:
            sys.setprofile(before)
        return count

    assert calls(200) <= 11 * calls(20)


def test_a_resize_is_seen() -> None:
    """The width is asked for again: what comes after a resize is laid out for the new width."""
    written: list[str] = []
    columns = 80
    stream = StreamedMarkdown(written.append, lambda: columns)
    stream.feed("some words here " * 20 + "\n\n")
    columns = 40
    stream.feed("other words here " * 20)
    stream.end()
    after = SGR.sub("", "".join(written)).partition("other")[2]
    assert max(map(len, after.splitlines())) <= 40
