"""What `python -m evals` does: reads, runs, and writes the two pages."""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import click

from evals import disagreements, pack, public, report, runs
from evals.data import FOLDER, Half, Set, read_set
from tutor.errors import TutorError, UsageError
from tutor.interface.clean import clean
from tutor.interface.connect import authored_roles, staff
from tutor.interface.opening import load
from tutor.interface.settings import Settings
from tutor.learner.events import ModelCalled, ModelFailed
from tutor.learner.state import State
from tutor.lesson.examples import read_questions
from tutor.lesson.model import Lesson
from tutor.teaching.find_answer import Finder
from tutor.teaching.grader import OfflineGrader
from tutor.teaching.roles import Roles
from tutor.teaching.text import words

PAGE = Path(__file__).parent.parent / "docs" / "evaluation.md"
LISTED = PAGE.with_name("disagreements.md")
PRINTED = Path("-")


def measure(
    *,
    half: Half,
    data: Path | None,
    corpora: Path | None,
    settings: Settings,
    out: Path | None,
    listed: Path | None,
) -> None:
    """Measure one half, or the rows of a folder, and the corpora; write the figures and the disagreements.

    Raises:
        UsageError: a path is not there, or a line is not in order.
    """
    with told_in_a_line():
        lesson = load(None)[0]
        page = _page(out or PAGE)
        report.inserted(page, "")  # what cannot be written is told before a minute is spent
        rows, left_out = unlisted(lesson, read_set(data or FOLDER / half))
        runs.check(lesson, rows)
        public_ones = public.read_all(corpora) if corpora else []
        found = _runs(settings, rows)
        of = f"the {half} half" if data is None else f"“{data.name}”"
        parts = [report.sections(found, _told(of, rows, left_out))]
        if public_ones:
            grader = OfflineGrader(lesson)
            shipped = [public.by_shipped(grader, one) for one in public_ones]
            parts.append(public.section(public_ones, shipped, public.cross_validated(public_ones)))
        section = report.wrapped("\n\n".join(parts))
        if out == PRINTED:
            click.echo(clean(section))
        else:
            _write(out or PAGE, report.inserted(page, section))
        if listed or out != PRINTED:
            head = f"All of {of} on which the tutor and the label disagree. Made by `python -m evals`."
            _write(listed or LISTED, disagreements.page(found, head))


def _runs(settings: Settings, rows: Set) -> list[runs.Run]:
    """Offline, and by the model that the settings name."""
    lesson, assessment = load(None)
    finder = Finder(lesson)
    if rows.questions:
        for _ in finder.warm_up():
            pass
    offline = _run("offline", lesson, authored_roles(lesson), rows)
    found = [offline._replace(questions=runs.looked_up(finder.find, rows.questions))]
    if settings.has_endpoint:
        staffed = staff(settings, lesson, assessment)
        assert staffed.model
        endpoint = staffed.model.endpoint
        try:
            roles = staffed.roles(State(tutor="model"))
            found.append(_run(endpoint.known_model or "the model", lesson, roles, rows))
        finally:
            endpoint.close()
    return found


def _run(name: str, lesson: Lesson, roles: Roles, rows: Set) -> runs.Run:
    for _ in roles.warm_up() if rows.answers else ():
        pass
    replies = runs.understood(lesson, roles.ear, rows.replies)
    answers = runs.judged(lesson, roles.grader, rows.answers)
    anywhere = runs.judged_anywhere(roles.grader, rows.open_answers)
    requests = sum(isinstance(event, ModelCalled) for event in roles.log)
    failures = sum(isinstance(event, ModelFailed) for event in roles.log)
    return runs.Run(name, replies, answers, anywhere, requests=requests, failures=failures)


def unlisted(lesson: Lesson, rows: Set) -> tuple[Set, int]:
    """Without the questions that the pack lists word for word, and how many these are: finding them shows nothing."""
    asked = [ask for question in lesson.questions for ask in question.ask]
    asked += [one.question for one in read_questions(lesson)]
    known = {_bare(text) for text in asked}
    kept = [one for one in rows.questions if _bare(one.question) not in known]
    return rows._replace(questions=kept), len(rows.questions) - len(kept)


def _bare(text: str) -> str:
    return " ".join(word.text for word in words(text)) or text.strip()


def _told(of: str, rows: Set, left_out: int) -> str:
    counts = f"{len(rows.replies)} replies, {len(rows.answers)} answers to items, {len(rows.open_answers)} answers to "
    counts += f"questions from anywhere, {len(rows.questions)} questions"
    counts += f"; {left_out} more are left out since the pack lists them word for word" if left_out else ""
    return f"Measured on {of} of the labelled data ({counts}), by `python -m evals`. {_FITTED}"


_FITTED = (
    "The weights were fitted by `python -m evals fit` on the training data and the development half in `evals/data/`, "
    "on what the pack lists, and on the training halves of Beetle and SciEntsBank; never on the test half: figures of "
    "the development half flatter. The questions from anywhere are the same in both halves, their answers are not. "
    "Every disagreement stands in [disagreements.md](disagreements.md). Times are after everything was learned."
)


def measure_pack(wanted: str, out: Path | None) -> None:
    """Judge a pack's own examples, each by the others; print the agreement, or write it to a file.

    Raises:
        TutorError: the lesson cannot be read.
    """
    with told_in_a_line():
        lesson, _ = load(wanted)
        told = pack.section(lesson, pack.judged(lesson))
        if out is None or out == PRINTED:
            click.echo(clean(told))
        else:
            _write(out, told)


def fit_all(corpora: Path | None) -> None:
    """Fit all weights.

    Raises:
        UsageError: the corpora cannot be read.
        TutorError: a package is missing.
    """
    for package, extra in (("sklearn", "scikit-learn: pip install -e '.[evals]'"), ("wordllama", "wordllama")):
        if importlib.util.find_spec(package) is None:
            raise TutorError(f"fitting needs {extra}")
    from evals import fit

    with told_in_a_line():
        if corpora and not corpora.is_dir():
            raise ValueError(f"{corpora} is no folder")
        fit.fit(load(None)[0], corpora, click.echo)


@contextlib.contextmanager
def told_in_a_line() -> Iterator[None]:
    """What a person can mend is told in one line.

    Raises:
        UsageError: in place of what the data, the corpora and the file system raise.
    """
    try:
        yield
    except OSError as error:
        raise UsageError(f"{error.filename}: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        raise UsageError(" ".join(str(error).split())) from error


def _page(path: Path) -> str:
    """A page as it stands; a heading where there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else "# Evaluation\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    click.echo(f"wrote {path}")
