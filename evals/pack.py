"""A pack's own examples, each judged by what was learned from the others: for a lesson's author.

The statements are cut into parts, and so are the questions; each part is judged by a grader, or looked up by a finder,
that has learned from the other parts only. A statement that disagrees is mislabelled, unlike all others, or too subtle.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evals import figures
from evals.data import Question
from evals.disagreements import questions, quoted
from evals.measures import table
from evals.report import aims
from evals.runs import Looked, looked_up
from tutor.lesson.examples import Statement, read_questions, read_statements
from tutor.lesson.model import Explain, Lesson
from tutor.teaching.find_answer import Finder
from tutor.teaching.grader import OfflineGrader

PARTS = 5


class Stated(NamedTuple):
    """A statement, and whether the grader found its criterion met; None is doubt."""

    row: Statement
    met: bool | None


class Examples(NamedTuple):
    """Everything that a pack lists, judged."""

    statements: Sequence[Stated]
    questions: Sequence[Looked]


def judged(lesson: Lesson) -> Examples:
    """Judge the examples of a pack, each by the others."""
    return Examples(_statements(lesson, read_statements(lesson)), _questions(lesson))


def _statements(lesson: Lesson, listed: Sequence[Statement]) -> list[Stated]:
    items = lesson.asked_items()
    found = []
    for part in range(PARTS):
        grader = OfflineGrader(lesson, [one for number, one in enumerate(listed) if number % PARTS != part])
        for one in listed[part::PARTS]:
            item = items.get(one.item)
            if isinstance(item, Explain):
                grade = grader.grade(item, item.question, one.text)
                found += [Stated(one, graded.met) for graded in grade.criteria if graded.id == one.criterion]
    return found


def _questions(lesson: Lesson) -> list[Looked]:
    listed = read_questions(lesson)
    found = []
    for part in range(PARTS):
        finder = Finder(lesson, [one for number, one in enumerate(listed) if number % PARTS != part])
        rows = [
            Question(id=f"line {number}", question=one.question, entry=one.entry)
            for number, one in enumerate(listed, 1)
            if (number - 1) % PARTS == part
        ]
        found += looked_up(finder.find, rows)
    return found


def section(lesson: Lesson, examples: Examples) -> str:
    """The agreement and every disagreement, as Markdown."""
    parts = [
        f"# The examples of “{lesson.manifest.title}”\n\nEach was judged by what was learned from the others, in "
        f"{PARTS} parts. A statement that disagrees is mislabelled, unlike all others, or too subtle: correct it, add "
        "more of its kind, or leave it out."
    ]
    if examples.statements:
        parts += _told_statements(examples.statements)
    if examples.questions:
        listed = questions(examples.questions)
        parts += [
            f"## Questions\n\n{len(examples.questions)} questions, {len(listed)} of which disagree.",
            aims(list(_FOUND), {"offline": figures.finding(examples.questions)}, figures.FINDING),
            *listed,
        ]
    if len(parts) == 1:
        parts.append(
            "The pack lists neither statements nor questions (`examples/statements.jsonl`, `examples/questions.jsonl`)."
        )
    return "\n\n".join(parts) + "\n"


_FOUND = figures.finding(())


def _told_statements(stated: Sequence[Stated]) -> list[str]:
    sure = [one for one in stated if one.met is not None]
    agree = figures.share(sum(one.met == one.row.met for one in sure), len(sure))
    parts = [
        f"## Statements\n\n{len(stated)} statements: {agree:.1%} agreement where it decides, "
        f"{figures.share(len(stated) - len(sure), len(stated)):.1%} in doubt. What the pack says (down) and what was "
        "judged (across):",
        table(
            [(_met(one.row.met), _met(one.met)) for one in stated], ("met", "not met"), ("met", "not met", "in doubt")
        ),
        _by_criterion(stated),
    ]
    wrong = [one for one in sure if one.met != one.row.met]
    for key, rows in figures.groups(wrong, lambda one: (one.row.key,)).items():
        parts.append(f"### {key}")
        parts += [f"listed as {_met(one.row.met)}, judged {_met(one.met)}\n\n{quoted(one.row.text)}" for one in rows]
    return parts


def _met(met: bool | None) -> str:
    return "in doubt" if met is None else "met" if met else "not met"


def _by_criterion(stated: Sequence[Stated]) -> str:
    lines = ["| item, criterion | statements | agreement where it decides | in doubt |", "|---|---|---|---|"]
    for key, rows in figures.groups(stated, lambda one: (one.row.key,)).items():
        sure = [one for one in rows if one.met is not None]
        agree = figures.share(sum(one.met == one.row.met for one in sure), len(sure))
        lines.append(f"| {key} | {len(rows)} | {agree:.0%} | {(len(rows) - len(sure)) / len(rows):.0%} |")
    return "\n".join(lines)
