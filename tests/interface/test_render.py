"""Markdown as the text of a terminal or a pipe: readable lines, no raw marks, no controls where none are wanted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from tutor.interface import render
from tutor.lesson.model import Lesson

SGR = re.compile(r"\x1b\[[0-9;]*m")
TEXTS = {
    "words": "Teams do not fail at MLOps because they pick the wrong tool. " * 6,
    "a long word": "x" * 300,
    "a link of 200": "see https://example.org/" + "a" * 200 + " there",
    "a list": "- one\n- two " + "and more " * 20 + "\n- three\n\nThen:\n\n* four",
    "numbers": "1. first " + "word " * 30 + "\n2. second\n\n3. third",
    "code": "Look:\n\n```python\ndef f(a):\n    return a, '" + "y" * 120 + "'\n```\n\nDone.",
    "inline": "A **bold " + "word " * 30 + "** and `code here` and *italics*.",
    "a heading": "# " + "Title " * 30 + "\n\ntext",
    "a quote": "> " + "quoted " * 40,
    "a table": "| a | b |\n|---|---|\n| " + "cell " * 10 + " | x |",
    "wide letters": "日本語の文章です。" * 20,
    "emoji": "👍 ok 🎉 " * 30,
    "mixed": "word 日本語 **太字の文** and `コード` " * 8,
}


def visible(line: str) -> str:
    return SGR.sub("", line)


@pytest.mark.parametrize("styled", [False, True])
@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("name", TEXTS)
def test_no_line_is_longer_than_the_terminal(name: str, columns: int, styled: bool) -> None:
    """Paragraphs, lists, tables and wide letters fit into the columns; running text stays at a readable measure."""
    shown = render.markdown(TEXTS[name], columns, styled=styled)
    for line in shown.split("\n"):
        assert get_cwidth(visible(line)) <= columns, visible(line)
        if name != "code":
            assert get_cwidth(visible(line)) <= render.READABLE + 4


@pytest.mark.parametrize("name", TEXTS)
def test_plain_text_has_no_escape(name: str) -> None:
    """Unstyled text has no control character but newline."""
    shown = render.markdown(TEXTS[name] + "\x1b[2J\x9b2J", 80, styled=False)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)


@pytest.mark.parametrize("name", TEXTS)
def test_styled_text_has_colors_and_nothing_else(name: str) -> None:
    """Styled text has no escape sequence but those that set the style of letters, and each line ends unstyled."""
    shown = render.markdown(TEXTS[name] + "\x1b]52;c;x\x07", 80, styled=True)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", SGR.sub("", shown))


def test_no_words_are_lost() -> None:
    """Laying out keeps every word, in order."""
    for name in ("words", "a list", "numbers", "inline", "a quote"):
        shown = visible(render.markdown(TEXTS[name], 60, styled=True))
        words = re.findall(r"[a-z]+", TEXTS[name])
        assert re.findall(r"[a-z]+", shown) == words, name


def test_code_keeps_its_lines() -> None:
    """A line of code that fits is not wrapped and keeps its indent."""
    shown = render.markdown("```python\ndef f(a):\n    return a\n```", 80, styled=False)
    lines = [line.rstrip() for line in shown.split("\n") if line.strip()]
    assert len(lines) == 2
    assert lines[0].lstrip() == "def f(a):"
    assert len(lines[1]) - len(lines[1].lstrip()) == len(lines[0]) - len(lines[0].lstrip()) + 4


def test_marks_become_styles() -> None:
    """Bold, italics and code lose their marks and gain their style, only where styled."""
    text = "a **b** *c* `d` 2*3*4 snake_case_name"
    assert render.markdown(text, 80, styled=False).strip() == "a b c d 2*3*4 snake_case_name"
    styled = render.markdown(text, 80, styled=True)
    assert render.BOLD in styled and render.ITALIC in styled


def test_no_color_keeps_the_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR set nothing is colored, in prose and in code."""
    monkeypatch.setenv("NO_COLOR", "1")
    for text in ("a `b` **c**", "```python\nreturn 'x', 1\n```\n\na `b`"):
        codes = re.findall(r"\x1b\[([0-9;]*)m", render.markdown(text, 80, styled=True))
        numbers = {int(number or 0) for code in codes for number in code.split(";")}
        assert not {n for n in numbers if 30 <= n <= 37 or 40 <= n <= 47 or 90 <= n <= 107}, text


def test_the_shipped_texts_fit(lesson: Lesson) -> None:
    """Every authored text of the shipped lesson is laid out within 80 columns without a raw mark of Markdown."""
    assert lesson.demo and lesson.diagnosis
    texts = [lesson.why, lesson.demo.intro, lesson.diagnosis.intro]
    texts += [text for p in lesson.prompts for text in (p.explanation, p.simpler, p.example)]
    texts += [item.question for item in lesson.items] + [question.answer for question in lesson.questions]
    for text in texts:
        shown = render.markdown(text, 80, styled=False)
        assert all(len(line) <= 80 for line in shown.split("\n"))
        assert "**" not in shown and "```" not in shown


@settings(max_examples=60)
@given(st.text(st.sampled_from("ab \n*`_#->1.|[](日\x1b\t\\~"), max_size=80), st.sampled_from([24, 40, 80]))
def test_any_markdown_is_laid_out(text: str, columns: int) -> None:
    """No text makes the layout fail, and nothing that a terminal obeys comes through."""
    plain = render.markdown(text, columns, styled=False)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", plain)
    assert all(get_cwidth(line) <= columns for line in plain.split("\n"))
