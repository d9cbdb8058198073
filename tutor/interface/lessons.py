"""`mlops-tutor lesson list`: which lessons there are, where they come from, and whether they are in order."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.interface.check import count, findings_of
from tutor.lesson.assessment import brought_by
from tutor.lesson.catalog import Found, lesson_folders
from tutor.lesson.load import read_pack
from tutor.lesson.model import Lesson


def lesson_list() -> Iterator[str]:
    """A line for each lesson, nearest first; of two with one id the nearer is taught, and the other's line says so."""
    taught: dict[str, Found] = {}
    for found in lesson_folders():
        nearer = found if found.problem else taught.setdefault(found.id, found)
        hidden = f"  (not taught: {nearer.folder} is nearer and has this id)" if nearer is not found else ""
        yield _line(found) + hidden


def _line(found: Found) -> str:
    if found.problem:
        return f"{found.id}  cannot be taught: {found.problem}  [{found.origin}]"
    lesson = read_pack(found.folder).lesson
    findings = findings_of(found.folder, fast=True)
    if lesson is None or any(finding.severity == "error" for finding in findings):
        see = f"see `mlops-tutor lesson check {found.folder}`"
        return f"{found.id}  cannot be taught: {count(findings)}  [{found.origin}; {see}]"
    return f"{found.id}  {lesson.manifest.summary}  [{found.origin}; {count(findings)}; {_assessed(lesson)}]"


def _assessed(lesson: Lesson) -> str:
    """What assesses the learner. A pack is data; a function is code, and somebody brought it."""
    declared = lesson.manifest.assessment
    if declared is None:
        return "assesses nothing"
    if declared.rule:
        return "assessed by a table of rules"
    return f"assessed by {declared.function}, code of the package {brought_by(declared.function)}"
