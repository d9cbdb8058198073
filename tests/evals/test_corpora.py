"""Public corpora: the task's XML and JSON lines, and what is said of a file that is neither."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.corpora import Graded, read_corpus
from evals.public import read_all

XML = """<?xml version="1.0" encoding="UTF-8"?>
<question id="BULBS_1" module="Bulbs" qtype="Q_EXPLAIN_SPECIFIC" stype="OUR_TEST">
  <questionText>Why does the lamp stay dark?</questionText>
  <referenceAnswers>
    <referenceAnswer id="answer1" category="BEST">The loop has a gap</referenceAnswer>
    <referenceAnswer id="answer2" category="GOOD">Current finds no way back</referenceAnswer>
  </referenceAnswers>
  <studentAnswers>
    <studentAnswer id="s1" accuracy="correct" count="1">there is a hole in the loop</studentAnswer>
    <studentAnswer id="s2" accuracy="contradictory" count="1">the loop is closed</studentAnswer>
    <studentAnswer id="s3" accuracy="incorrect" count="1">  because it is old </studentAnswer>
  </studentAnswers>
</question>
"""
LINE = {"question": "Why?", "reference": ["Because."], "answer": "therefore", "label": "correct"}


@pytest.fixture
def xml(tmp_path: Path) -> Path:
    folder = tmp_path / "lamps" / "core"
    folder.mkdir(parents=True)
    (folder / "bulbs.xml").write_text(XML, encoding="utf-8")
    return folder / "bulbs.xml"


def test_the_task_s_xml_is_read(xml: Path) -> None:
    """Question, all its references, and every answer with its label."""
    found = read_corpus(xml)
    references = ("The loop has a gap", "Current finds no way back")
    assert found[0] == Graded(
        "BULBS_1", "Why does the lamp stay dark?", references, "there is a hole in the loop", "correct"
    )
    assert [one.label for one in found] == ["correct", "contradictory", "incorrect"]
    assert [one.correct for one in found] == [True, False, False]
    assert found[2].answer == "because it is old"


def test_json_lines_are_read(tmp_path: Path) -> None:
    """A reference may be one text; a question without an id is its own; blank lines are passed over."""
    path = tmp_path / "own.jsonl"
    lines = [json.dumps(LINE), "", json.dumps({**LINE, "reference": "So.", "question_id": "q", "label": "wrong"})]
    path.write_text("\n".join(lines), encoding="utf-8")
    first, second = read_corpus(path)
    assert (first.question_id, first.reference, first.correct) == ("Why?", ("Because.",), True)
    assert (second.question_id, second.reference, second.correct) == ("q", ("So.",), False)


def test_a_folder_holds_several(xml: Path, tmp_path: Path) -> None:
    """One corpus for each JSON-lines file, and one for each folder of XML."""
    (tmp_path / "own.jsonl").write_text(json.dumps(LINE), encoding="utf-8")
    (xml.parent / "more.xml").write_text(XML.replace("BULBS_1", "BULBS_2"), encoding="utf-8")
    assert [(one.name, len(one.answers)) for one in read_all(tmp_path)] == [("own", 1), ("core", 6)]
    assert len(read_corpus(tmp_path)) == 7


@pytest.mark.parametrize(
    "broken",
    [
        "{", "[]", "7", '{"question": "Why?"}', json.dumps({**LINE, "reference": 3}), json.dumps({**LINE, "answer": None}),
        json.dumps({**LINE, "reference": []}), json.dumps({**LINE, "reference": [1]}),
    ],
)  # fmt: skip
def test_a_broken_line_is_named(tmp_path: Path, broken: str) -> None:
    """File, line and what is needed stand in the error."""
    path = tmp_path / "own.jsonl"
    path.write_text(f"{json.dumps(LINE)}\n{broken}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"own\.jsonl:2: needs question, reference, answer and label"):
        read_corpus(path)


def test_what_is_no_xml_is_named(tmp_path: Path) -> None:
    """A broken XML file is named."""
    path = tmp_path / "own.xml"
    path.write_text("<question>", encoding="utf-8")
    with pytest.raises(ValueError, match=r"own\.xml: not XML"):
        read_corpus(path)


def test_xml_without_a_label_is_named(tmp_path: Path) -> None:
    """An answer without its label can not be measured against."""
    path = tmp_path / "own.xml"
    path.write_text(XML.replace(' accuracy="correct"', ""), encoding="utf-8")
    with pytest.raises(ValueError, match=r"own\.xml: answer s1 .*accuracy"):
        read_corpus(path)


@pytest.mark.parametrize("read", [read_corpus, read_all])
def test_an_empty_folder_is_said(tmp_path: Path, read: object) -> None:
    """A folder without either kind of file is an error."""
    assert callable(read)
    with pytest.raises(ValueError, match=r"neither \.xml nor \.jsonl"):
        read(tmp_path)
