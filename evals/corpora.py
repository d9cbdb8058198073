"""Public corpora of short answers: SemEval-2013 Task 7 in its own XML, and any JSON-lines file of the same kind.

Dzikovska et al. 2013 (aclanthology.org/S13-2045). The corpora are read from a path and are not part of the project.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree


class Graded(NamedTuple):
    """One graded answer of a corpus."""

    question_id: str
    question: str
    reference: tuple[str, ...]
    answer: str
    label: str
    """As the corpus has it: `correct`, `contradictory` and `incorrect` in its 3-way form."""

    @property
    def correct(self) -> bool:
        """The 2-way label."""
        return self.label == "correct"


def read_corpus(path: Path) -> list[Graded]:
    """The answers of a JSON-lines file, of one of the task's XML files, or of all such files in a folder.

    Raises:
        ValueError: the file is neither, or a line lacks `question`, `reference`, `answer` or `label`.
        OSError: it cannot be read.
    """
    if path.is_dir():
        files = sorted((*path.rglob("*.xml"), *path.rglob("*.jsonl")))
        if not files:
            raise ValueError(f"{path} holds neither .xml nor .jsonl files")
        return [graded for file in files for graded in read_corpus(file)]
    if path.suffix == ".xml":
        return list(_from_xml(path))
    return list(_from_lines(path))


def _from_lines(path: Path) -> Iterator[Graded]:
    for number, line in enumerate(lines_of(path), 1):
        if not line.strip():
            continue
        try:
            yield _graded(json.loads(line))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise ValueError(f"{path}:{number}: needs question, reference, answer and label ({error})") from error


def _graded(row: dict[str, Any]) -> Graded:
    listed = row["reference"]
    references = (listed,) if isinstance(listed, str) else tuple(listed)
    question, answer, label = row["question"], row["answer"], row["label"]
    if not references or not all(isinstance(text, str) for text in (question, answer, label, *references)):
        raise TypeError("each is a text, or for reference a list of texts")
    return Graded(str(row.get("question_id", question)), question, references, answer, label)


def lines_of(path: Path) -> list[str]:
    """The lines of a text file, cut at line ends only: a text may hold characters that `splitlines` would cut at.

    Raises:
        ValueError: it is not UTF-8.
        OSError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: not UTF-8 ({error.reason} at byte {error.start})") from error


def _from_xml(path: Path) -> Iterator[Graded]:
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        raise ValueError(f"{path}: not XML ({error})") from error
    for question in root.iter("question"):
        text = (question.findtext("questionText") or "").strip()
        references = tuple((one.text or "").strip() for one in question.iter("referenceAnswer"))
        for student in question.iter("studentAnswer"):
            if (label := student.get("accuracy")) is None:
                raise ValueError(f"{path}: answer {student.get('id')} has no label (the attribute accuracy)")
            yield Graded(question.get("id", text), text, references, (student.text or "").strip(), label)
