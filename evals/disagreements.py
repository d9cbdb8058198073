"""Every disagreement as a page for an author: the text, what was right, what was said, and on what it rests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from evals import figures
from evals.runs import Judged, Looked, OfFact, Run, Understood
from tutor.interface.clean import clean

_MARKUP = re.compile(r"([\\`*_<>#\[\]|~])")
_TASKS = {
    "replies": "Understanding a fact",
    "answers": "Grading an explanation",
    "open_answers": "Grading an answer to a question from anywhere",
    "questions": "Answering questions",
}


def page(runs: Sequence[Run], told: str) -> str:
    """The whole page; the worst of each task come first.

    Args:
        told: which rows were measured, and by which command.
    """
    parts = [f"# Disagreements\n\n{told}"]
    for task, title in _TASKS.items():
        for run in runs:
            rows = getattr(run, task)
            if not rows:
                continue
            listed = _listed(task, rows)
            of = f", {run.name}" if len(runs) > 1 else ""
            parts.append(f"## {title}{of}\n\n{len(listed)} of {len(rows)}.")
            parts += listed
    return "\n\n".join(parts) + "\n"


def _listed(task: str, rows: Sequence[Understood | Judged | Looked]) -> list[str]:
    if task == "replies":
        return replies(row for row in rows if isinstance(row, Understood))
    if task == "questions":
        return questions(row for row in rows if isinstance(row, Looked))
    return answers(row for row in rows if isinstance(row, Judged))


def quoted(text: str) -> str:
    """A learner's text as a quotation in Markdown, however it is written."""
    lines = _MARKUP.sub(r"\\\1", clean(text)).splitlines() or [""]
    return "\n".join(f"> {line}".rstrip() for line in lines)


# — understanding —


def replies(rows: Iterable[Understood]) -> list[str]:
    """The replies that were read wrongly, and those whose other facts were."""
    wrong = [one for one in rows if not figures.is_right(one) or _others(one)]
    return [_reply(one) for one in sorted(wrong, key=lambda one: (-figures.reply_cost(one), one.row.id))]


def _reply(one: Understood) -> str:
    row = one.row
    head = f"**{row.id}**, {row.question}: right is {row.answer}, read as {_said(one.asked)}"
    if figures.is_wrong_and_plain(one):
        head += " (wrong and plain)"
    notes = [f"evidence: “{_inline(one.asked.evidence)}”"] if one.asked.evidence else []
    notes += _others(one)
    notes += [f"manner: {row.author}"] if row.author else []
    return "\n\n".join((head, quoted(row.reply), _notes(notes, row.tags)))


def _said(read: OfFact) -> str:
    return f"{read.said}, to be confirmed" if read.confirm else read.said


def _others(one: Understood) -> list[str]:
    """What was read wrongly, or was not read, of other facts than the one asked for."""
    found = []
    for fact, answer in one.row.also.items():
        read = one.others.get(fact)
        if read is None or read.said != answer:
            found.append(f"also {fact}: right is {answer}, read as {_said(read) if read else 'unknown'}")
    for fact, read in one.others.items():
        if fact not in one.row.also and not read.confirm:
            found.append(f"also {fact}: not plainly said, read as {read.said}")
    return found


# — grading —


def answers(rows: Iterable[Judged]) -> list[str]:
    """The answers that were graded wrongly, and those that were left to the learner."""
    wrong = [one for one in rows if one.row.verdict != one.grade.verdict]
    return [_answer(one) for one in sorted(wrong, key=lambda one: (-_cost(one), one.row.id))]


def _cost(one: Judged) -> float:
    return figures.GRADE_COSTS.get((one.row.verdict, one.grade.verdict), 0.0)


def _answer(one: Judged) -> str:
    row, grade = one.row, one.grade
    of = getattr(row, "item", "") or _inline(getattr(row, "question", ""))
    head = f"**{row.id}**, {of}: right is {row.verdict}, graded {grade.verdict} ({grade.score:.2f})"
    wanted = getattr(row, "met", {})
    notes = []
    for criterion in grade.criteria:
        right = wanted.get(criterion.id)
        if right is criterion.met:
            continue
        should = "" if right is None else f", {'is' if right else 'is not'} met"
        words = f" on “{_inline(criterion.evidence)}”" if criterion.evidence else ""
        notes.append(f"criterion {criterion.id}{should}, judged {_met(criterion.met)}{words}")
    notes += [f"misconception: {grade.misconception}"] if grade.misconception else []
    notes += [f"full answer: {_inline(text)}" for text in getattr(row, "reference", ())]
    notes += [f"point {number}: {_inline(text)}" for number, text in enumerate(getattr(row, "points", ()), 1)]
    notes += [f"manner: {row.author}"] if row.author else []
    return "\n\n".join((head, quoted(row.answer), _notes(notes, row.tags)))


def _met(met: bool | None) -> str:
    return "in doubt" if met is None else "met" if met else "not met"


# — finding answers —


def questions(rows: Iterable[Looked]) -> list[str]:
    """The questions that got another entry than the right one, or one where there is none."""
    wrong = [one for one in rows if not figures.found_right(one)]
    return [_question(one) for one in sorted(wrong, key=lambda one: (one.entry is None, one.row.id))]


def _question(one: Looked) -> str:
    right = ", or ".join((one.row.entry, *one.row.also)) if one.row.entry else "none"
    head = f"**{one.row.id}**: right is {right}, found {one.entry or 'none'}"
    notes = [f"nearest: {', '.join(one.nearest)}"] if one.nearest else []
    notes += [f"manner: {one.row.author}"] if one.row.author else []
    return "\n\n".join((head, quoted(one.row.question), _notes(notes, one.row.tags)))


def _inline(text: str) -> str:
    return " ".join(_MARKUP.sub(r"\\\1", clean(text)).split())


def _notes(notes: Sequence[str], tags: Sequence[str]) -> str:
    listed = [*notes, *([f"difficulty: {', '.join(tags)}"] if tags else [])]
    return "\n".join(f"- {note}" for note in listed)
