"""Runs as Markdown: the measured sections of `docs/evaluation.md`."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evals import figures
from evals.figures import Aim, Times
from evals.measures import table
from evals.runs import Judged, Looked, Run, Understood

BEGIN, END = "<!-- evals:begin -->", "<!-- evals:end -->"

ANSWERS = ("yes", "no", "unknown")
VERDICTS = ("correct", "partial", "incorrect")
_COUNTED = {"cost of a reply", "cost of an answer", "macro-F1", "macro-F1 where it decides", "kappa where it decides"}
"""Figures that are no shares."""


def inserted(page: str, section: str) -> str:
    """The page with what stands between the marks replaced; added at its end where it has no marks.

    Raises:
        ValueError: only one of the marks is there, or they stand the wrong way round.
    """
    block = f"{BEGIN}\n\n{section.strip()}\n\n{END}"
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if begin and end:
        return f"{before}{block}{after}"
    if BEGIN in page or END in page:
        raise ValueError(f"needs {BEGIN} before {END}, or neither")
    return f"{page.rstrip()}\n\n{block}\n"


def wrapped(text: str) -> str:
    """The text with its running paragraphs broken into lines, and its tables and headings as they are."""
    return "\n".join(
        line
        if line.startswith(("|", "#"))
        else textwrap.fill(line, 120, break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    )


_ANYWHERE = """Grading an answer to a question from anywhere

There is no rubric here, with phrasings that meet it and that do not: a full answer, or points, is all that is known.
What is aimed at for the lesson's own items is out of reach, and no aim is set."""


def sections(runs: Sequence[Run], told: str) -> str:
    """All sections; `told` says what was measured and by which command."""
    parts = [f"## How well it understands and grades\n\n{told}"]
    parts += _failures(runs)
    if any(run.replies for run in runs):
        parts.append(_understanding(runs))
    if any(run.answers for run in runs):
        parts.append(_grading("Grading an explanation", runs, lambda run: run.answers, _by_item, figures.GRADING))
    if any(run.open_answers for run in runs):
        parts.append(_grading(_ANYWHERE, runs, lambda run: run.open_answers, _by_kind, {}))
    if any(run.questions for run in runs):
        parts.append(_finding(runs))
    return "\n\n".join(parts)


def _failures(runs: Sequence[Run]) -> list[str]:
    return [
        f"{run.name}: {run.requests} requests were answered, {run.failures} failed; there the rules stood alone."
        for run in runs
        if run.requests or run.failures
    ]


def aims(names: Sequence[str], values: Mapping[str, Mapping[str, float]], aimed: Mapping[str, Aim]) -> str:
    """A table of figures: a row for each, with its aim, and a column for each run."""
    lines = [f"| | aim | {' | '.join(values)} |", f"|---|---|{'---|' * len(values)}"]
    for name in names:
        aim = aimed.get(name)
        cells = [_cell(name, column[name], aim) for column in values.values()]
        lines.append(f"| {name} | {_aim(aim)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _aim(aim: Aim | None) -> str:
    if aim is None:
        return ""
    further = f", then {aim.further:.0%}" if aim.further is not None else ""
    bound = f"{aim.bound:.2f}" if aim is figures.CORPUS else f"{aim.bound:.0%}"
    return f"at {'least' if aim.least else 'most'} {bound}{further}"


def _cell(name: str, value: float, aim: Aim | None) -> str:
    shown = f"{value:.3f}" if name in _COUNTED or aim is figures.CORPUS else f"{value:.1%}"
    return shown if aim is None else f"{shown}, {'holds' if aim.holds(value) else 'misses'}"


def took(rows: Sequence[Any]) -> str:
    """How long each of some rows took."""
    return milliseconds(figures.times([one.seconds for one in rows]))


def milliseconds(found: Times) -> str:
    median, most, longest = (f"{seconds * 1000:.1f}" for seconds in found)
    return f"Time for each: median {median} ms, 95 % within {most} ms, longest {longest} ms."


# — understanding —


def _understanding(runs: Sequence[Run]) -> str:
    values = {run.name: figures.understanding(run.replies) for run in runs}
    names = list(next(iter(values.values())))
    plain, confirmed = figures.WRONG_PLAIN, figures.WRONG_CONFIRMED
    parts = [
        f"### Understanding a fact\n\n{len(runs[0].replies)} replies. What a reply costs: {plain:g} when it is read "
        f"wrongly as plain, {confirmed:g} when wrongly but to be confirmed, {figures.UNHEARD:g} when it says something "
        f"and is heard as unknown, {figures.NEEDLESS:g} when it was plain and is confirmed all the same.",
        aims(names, values, figures.UNDERSTANDING),
    ]
    for run in runs:
        of = _of(runs, run)
        tags = figures.groups(run.replies, lambda one: one.row.tags)
        authors = figures.groups(run.replies, lambda one: (one.row.author,))
        parts += [
            f"What was right (down) and what was read (across){of}:",
            table(figures.understanding_pairs(run.replies), ANSWERS, ANSWERS),
            f"By the manner in which it was written{of}:",
            _replies_by("manner", authors),
            f"By what is difficult about it{of}:",
            _replies_by("difficulty", tags),
            took(run.replies),
        ]
    return "\n\n".join(parts)


def _of(runs: Sequence[Run], run: Run) -> str:
    return f", {run.name}" if len(runs) > 1 else ""


def _replies_by(what: str, grouped: Mapping[str, Sequence[Understood]]) -> str:
    lines = [f"| {what} | replies | right | wrong and plain | to be confirmed |", "|---|---|---|---|---|"]
    for name, rows in grouped.items():
        right = sum(map(figures.is_right, rows))
        wrong, asked = sum(map(figures.is_wrong_and_plain, rows)), sum(one.asked.confirm for one in rows)
        lines.append(
            f"| {name or 'none'} | {len(rows)} | {right / len(rows):.0%} | {wrong} | {asked / len(rows):.0%} |"
        )
    return "\n".join(lines)


# — grading —


def _by_item(rows: Sequence[Judged]) -> list[str]:
    items = figures.groups(rows, lambda one: (getattr(one.row, "item", ""),))
    authors = figures.groups(rows, lambda one: (one.row.author,))
    tags = figures.groups(rows, lambda one: one.row.tags)
    return [_answers_by("item", items), _answers_by("manner", authors), _answers_by("difficulty", tags)]


def _by_kind(rows: Sequence[Judged]) -> list[str]:
    kinds = figures.groups(rows, lambda one: ("full answers" if getattr(one.row, "reference", ()) else "points",))
    asked = figures.groups(rows, lambda one: (getattr(one.row, "question", ""),))
    return [_answers_by("judged by", kinds), _answers_by("question", asked)]


def _grading(
    title: str,
    runs: Sequence[Run],
    rows_of: Callable[[Run], Sequence[Judged]],
    tables: Callable[[Sequence[Judged]], list[str]],
    aimed: Mapping[str, Aim],
) -> str:
    values = {run.name: figures.grading(rows_of(run)) for run in runs}
    names = list(next(iter(values.values())))
    parts = [
        f"### {title}\n\n{len(rows_of(runs[0]))} answers. {_grade_costs()} A doubt was called for where the grader, "
        "had it counted what it doubts as met, would have been wrong.",
        aims(names, values, aimed),
    ]
    for run in runs:
        rows = rows_of(run)
        parts += [
            f"What was right (down) and the verdict (across){_of(runs, run)}:",
            table(figures.grading_pairs(rows), VERDICTS, (*VERDICTS, "unsure")),
            *tables(rows),
            took(rows),
        ]
    return "\n\n".join(parts)


def _grade_costs() -> str:
    costs = [
        f"{cost:g} for {right} graded {said}" for (right, said), cost in figures.GRADE_COSTS.items() if said != "unsure"
    ]
    doubt = figures.GRADE_COSTS["correct", "unsure"]
    return f"What an answer costs: {', '.join(costs)}, {doubt:g} for unsure."


def _answers_by(what: str, grouped: Mapping[str, Sequence[Judged]]) -> str:
    lines = [
        f"| {what} | answers | agreement where it decides | wrong called correct | unsure |",
        "|---|---|---|---|---|",
    ]
    for name, rows in grouped.items():
        found = figures.grading(rows)
        wrong = sum(pair == ("incorrect", "correct") for pair in figures.grading_pairs(rows))
        agree, unsure = found["agreement where it decides"], found["unsure"]
        lines.append(f"| {name or 'none'} | {len(rows)} | {agree:.0%} | {wrong} | {unsure:.0%} |")
    return "\n".join(lines)


# — finding answers —


def _finding(runs: Sequence[Run]) -> str:
    run = next(run for run in runs if run.questions)
    covered = sum(one.row.entry is not None for one in run.questions)
    values = {run.name: figures.finding(run.questions)}
    tags = figures.groups(run.questions, lambda one: one.row.tags)
    return "\n\n".join(
        (
            f"### Answering questions\n\n{len(run.questions)} questions, {covered} of them covered by the lesson. No "
            "model is asked for this.",
            aims(list(figures.finding(run.questions)), values, figures.FINDING),
            _questions_by(tags),
            took(run.questions),
        )
    )


def _questions_by(grouped: Mapping[str, Sequence[Looked]]) -> str:
    lines = ["| difficulty | questions | right entry, or rightly none |", "|---|---|---|"]
    for name, rows in grouped.items():
        right = sum(map(figures.found_right, rows))
        lines.append(f"| {name} | {len(rows)} | {right / len(rows):.0%} |")
    return "\n".join(lines)
