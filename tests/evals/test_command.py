"""`python -m evals` from end to end, on a few rows."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.__main__ import main

CORPUS = [
    {"question": f"What is thing {n}?", "reference": f"thing {n} is a thing", "answer": said, "label": label}
    for n in range(3)
    for said, label in ((f"thing {n} is a thing", "correct"), ("I have no idea", "incorrect"))
]


@pytest.fixture
def evals(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs the command in this process: status, output, errors."""

    def run(*arguments: str | os.PathLike[str]) -> tuple[int, str, str]:
        status = main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, few_rows: Path) -> tuple[str, str]:
    """Both pages of one run on the few rows and a corpus of one's own."""
    at = tmp_path_factory.mktemp("run")
    page, listed, corpus = at / "page.md", at / "listed.md", at / "own.jsonl"
    page.write_text("# By hand\n\n<!-- evals:begin -->\nformerly\n<!-- evals:end -->\n\nThe end.\n", encoding="utf-8")
    corpus.write_text("\n".join(map(json.dumps, CORPUS)), encoding="utf-8")
    paths = ("--data", few_rows, "--out", page, "--disagreements", listed, "--corpora", corpus)
    assert main(["--offline", *map(str, paths)]) == 0
    return page.read_text(encoding="utf-8"), listed.read_text(encoding="utf-8")


def test_the_figures_are_written(written: tuple[str, str]) -> None:
    """They go between the marks of the page, which stays as it was around them, with their aims and whether they hold."""
    text, _ = written
    assert text.startswith("# By hand\n\n<!-- evals:begin -->\n\n## How well")
    assert text.endswith("<!-- evals:end -->\n\nThe end.\n")
    assert "formerly" not in text
    flat = " ".join(text.split())
    assert "Measured on “rows” of the labelled data (4 replies, 2 answers" in flat
    assert "1 more are left out since the pack lists them word for word" in flat
    assert all(len(line) <= 120 or line.startswith("|") for line in text.splitlines())
    assert "| right as first read | at least 85%, then 95% | 75.0%, misses |" in text
    assert "| wrong and not to be confirmed | at most 2%, then 1% | 25.0%, misses |" in text
    assert "| yes | 1 | 1 | 0 |\n| no | 0 | 1 | 0 |\n| unknown | 0 | 0 | 1 |" in text
    assert "| contrarian | 1 | 0% | 1 | 0% |" in text and "| by-hand | 1 | 100% | 0 | 0% |" in text
    assert "| explain-levels | 2 | 50% | 0 | 0% |" in text
    assert "| full answers | 1 | 100% | 0 | 0% |" in text and "| points | 1 | 100% | 0 | 0% |" in text
    assert "| covered, answered by the right entry | at least 90% | 100.0%, holds |" in text
    assert re.search(r"Time for each: median \d+\.\d ms, 95 % within \d+\.\d ms, longest \d+\.\d ms\.", text)


def test_a_corpus_is_judged_as_it_stands(written: tuple[str, str]) -> None:
    """A JSON-lines file of one's own is judged by the shipped weights; it is too small to cross-validate."""
    text = " ".join(written[0].split())
    assert "own (6 answers to 3 questions)" in text
    assert "Not cross-validated" in text and "0.74 to 0.77" in text
    assert "| own | 1.000 | 1.000 | 1.000 | 0.0% |" in text


def test_every_disagreement_is_listed(written: tuple[str, str]) -> None:
    """What was said wrongly stands there with text, label, evidence and tags; what was right does not."""
    _, text = written
    assert "## Understanding a fact\n\n1 of 4." in text
    assert "**r3**, automated_cicd: right is yes, read as no (wrong and plain)" in text
    assert "> No. A person does it by hand, \\*always\\*." in text
    assert "- evidence: “No. A person does it by hand" in text
    assert "- manner: contrarian\n- difficulty: sarcasm" in text
    assert "**a2**, explain-levels: right is correct, graded incorrect" in text
    assert "- criterion by-hand, is met, judged not met" in text
    assert "## Answering questions\n\n0 of 2." in text
    assert "**r1**" not in text and "**a1**" not in text


def test_a_part_of_the_data_will_do(evals: Callable[..., Any], folder: Path) -> None:
    """What is not there is not told; with `--out -` the figures are printed and nothing is written."""
    for name in ("answers", "references", "questions"):
        (folder / f"{name}.jsonl").unlink()
    status, out, _ = evals("--data", folder, "--out", "-")
    assert status == 0 and out.startswith("## How well it understands and grades")
    assert "### Understanding a fact" in out
    assert "Grading" not in out and "Answering" not in out and "wrote" not in out


def test_the_examples_of_a_pack(evals: Callable[..., Any], write_pack: Callable[..., Path]) -> None:
    """Each listed question is looked up by what the others teach; a pack without any says so."""
    asked = [{"question": f"{words}, please?", "entry": "price"} for words in ("What does it cost", "is it expensive")]
    asked += [{"question": "who painted the ceiling over there", "entry": None}]
    folder = write_pack({"examples/questions.jsonl": "\n".join(map(json.dumps, asked))})
    status, out, _ = evals("--lesson", folder)
    assert status == 0
    assert out.startswith("# The examples of “A small lesson”")
    assert "3 questions, 0 of which disagree." in out
    assert "lists neither statements nor questions" in evals("--lesson", write_pack(name="bare"))[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--half", "last"], "'last' is not one of"),
        (["--data", "nowhere"], "nowhere holds none of replies.jsonl"),
        (["--corpora", "nowhere"], "nowhere: no such file or directory"),
        (["--lesson", "nowhere"], 'there is no lesson "nowhere"'),
        (["--nonsense"], "No such option"),
        (["nonsense"], "No such command"),
    ],
)
def test_what_is_wrong_is_one_line(evals: Callable[..., Any], arguments: list[str], told: str) -> None:
    """A bad path, option or value is told in one line, with status 2."""
    status, out, err = evals(*arguments)
    assert (status, out) == (2, "")
    assert told in err and err.count("\n") == 1 and err.startswith("evals: ")


@pytest.mark.parametrize(
    ("file", "line", "told"),
    [
        ("replies", "{", "replies.jsonl:5: not JSON"),
        ("answers", '{"id": "x"}', "answers.jsonl:3: item: field required"),
        ("replies", json.dumps({"id": "x", "question": "tests", "reply": "a", "answer": "no", "plain": True}), "no fact"),
        ("answers", json.dumps({"id": "x", "item": "plan", "answer": "a", "verdict": "correct", "met": {}}), "no item"),
    ],
)  # fmt: skip
def test_a_broken_line_is_one_line(evals: Callable[..., Any], folder: Path, file: str, line: str, told: str) -> None:
    """A row that is not in order, or not about the lesson, is named, with status 2, and nothing is written."""
    with (folder / f"{file}.jsonl").open("a", encoding="utf-8") as out:
        out.write(f"\n{line}")
    status, printed, err = evals("--data", folder, "--out", "-")
    assert (status, printed) == (2, "")
    assert told in err and err.count("\n") == 1


def test_a_page_with_one_mark_is_left_alone(evals: Callable[..., Any], folder: Path, tmp_path: Path) -> None:
    """A page whose end mark is gone is not overwritten."""
    page = tmp_path / "page.md"
    page.write_text("<!-- evals:begin -->\nby hand", encoding="utf-8")
    status, _, err = evals("--data", folder, "--out", page)
    assert status == 2 and "evals:end" in err
    assert page.read_text(encoding="utf-8") == "<!-- evals:begin -->\nby hand"
