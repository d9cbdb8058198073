"""`mlops-tutor lesson check`: everything that is wrong with a pack, before a learner finds it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tutor.interface.clean import clean
from tutor.lesson.catalog import find
from tutor.lesson.check import check_content
from tutor.lesson.findings import Finding
from tutor.lesson.load import read_pack


def check(wanted: Sequence[str], *, fast: bool, as_json: bool) -> int:
    """Print the findings of each lesson: by folder, a file in it, or id; else of the one here, or the shipped one.

    The exit status is 1 when one of them is an error.
    """
    folders = [_folder(one) for one in wanted] or [Path() if Path("lesson.toml").is_file() else find(None)]
    findings = [finding for folder in dict.fromkeys(folders) for finding in findings_of(folder, fast=fast)]
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        told = [finding._asdict() for finding in findings]
        print(json.dumps({"findings": told, "errors": errors, "warnings": len(findings) - errors}))
    else:
        for finding in findings:
            print(clean(str(finding)))
    sys.stdout.flush()
    print(count(findings), file=sys.stderr)
    return 1 if errors else 0


def _folder(wanted: str) -> Path:
    """The pack that is meant: a folder, whatever is in it, the pack that a file belongs to, or a lesson by its id."""
    path = Path(wanted)
    if path.is_file():
        return next((folder for folder in path.parents if (folder / "lesson.toml").is_file()), path.parent)
    return path if path.is_dir() else find(wanted)


def findings_of(folder: Path, *, fast: bool) -> list[Finding]:
    """Everything found in a pack, sorted by file and line; `fast` leaves out what only the grader can tell."""
    reading = read_pack(folder)
    check_content(reading)
    if not fast:
        from tutor.teaching.check_answers import check_answers

        check_answers(reading)
    return sorted(set(reading.pack.findings))


def count(findings: Sequence[Finding]) -> str:
    """How many there are, in words."""
    if not findings:
        return "no errors, no warnings"
    errors = sum(finding.severity == "error" for finding in findings)
    return f"{_number(errors, 'error')}, {_number(len(findings) - errors, 'warning')}"


def _number(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}" + ("" if number == 1 else "s")
