"""`mlops-tutor lesson list`: which lessons there are, and whether they can be taught."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.lesson.catalog import lesson_folders
from tutor.lesson.load import read_lesson


def lesson_list() -> Iterator[str]:
    """A line for each lesson, nearest first; of two with one id the nearer is taught, and a line says so."""
    seen: set[str] = set()
    for found in lesson_folders():
        lesson, findings = read_lesson(found.folder)
        errors = sum(finding.severity == "error" for finding in findings)
        summary = lesson.manifest.summary if lesson else f"cannot be taught: {errors} error(s)"
        hidden = "  (not taught: a nearer lesson has this id)" if found.id in seen else ""
        seen.add(found.id)
        yield f"{found.id}  {summary}  [{found.origin}]{hidden}"
