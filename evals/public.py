"""Public corpora: judged by the shipped weights as they stand, and by weights that never saw the question.

The second needs scikit-learn. Its weights are made exactly as `evals.fit` makes the shipped ones, except that each
question's answers are judged by weights that were fitted without them; every answer is decided.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from evals import figures, fit
from evals.corpora import Graded, read_corpus
from evals.measures import accuracy, kappa, macro_f1, table
from evals.report import aims
from tutor.teaching.grader import OfflineGrader

THREE = ("correct", "contradictory", "incorrect")
_FEWEST_QUESTIONS = 10
_FOLDS = 10


class Corpus(NamedTuple):
    """Answers of one origin."""

    name: str
    answers: Sequence[Graded]


def read_all(path: Path) -> list[Corpus]:
    """One corpus for each JSON-lines file, and one for each folder of the task's XML files.

    Raises:
        ValueError: a file is not in order, or there is none.
        OSError: a file cannot be read.
    """
    if not path.is_dir():
        return [Corpus(path.stem, read_corpus(path))]
    found = [Corpus(file.stem, read_corpus(file)) for file in sorted(path.rglob("*.jsonl"))]
    for folder in sorted({file.parent for file in path.rglob("*.xml")}):
        answers = [graded for file in sorted(folder.glob("*.xml")) for graded in read_corpus(file)]
        found.append(Corpus(folder.name, answers))
    if not found:
        raise ValueError(f"{path} holds neither .xml nor .jsonl files")
    return found


class Shipped(NamedTuple):
    """What the shipped grader said of a corpus."""

    pairs: Sequence[tuple[bool, bool]]
    """Deciding all: right and said."""
    unsure: float
    where_sure: Sequence[tuple[bool, bool]]
    seconds: figures.Times


def by_shipped(grader: OfflineGrader, corpus: Corpus) -> Shipped:
    """Judge a corpus with the weights as they stand."""
    from evals.data import Open
    from evals.runs import judged_anywhere

    rows = [
        Open(id=str(number), question=one.question, answer=one.answer, reference=one.reference, verdict=_verdict(one))
        for number, one in enumerate(corpus.answers)
    ]
    found = judged_anywhere(grader, rows)
    pairs = [(one.row.verdict == "correct", figures.without_doubt(one) == "correct") for one in found]
    sure = [pair for pair, one in zip(pairs, found, strict=True) if one.grade.verdict != "unsure"]
    doubts = figures.share(len(found) - len(sure), len(found))
    return Shipped(pairs, doubts, sure, figures.times([one.seconds for one in found]))


def _verdict(one: Graded) -> Any:
    return "correct" if one.correct else "incorrect"


class Crossed(NamedTuple):
    """What weights said that were fitted without the question."""

    two_way: Mapping[str, Sequence[tuple[bool, bool]]]
    """By corpus."""
    three_way: Mapping[str, Sequence[tuple[str, str]]]
    """Of the corpora that tell contradictory from incorrect."""


def cross_validated(corpora: Sequence[Corpus]) -> Crossed | None:
    """Judge all corpora by weights fitted on them and on ours, each question by weights that never saw it.

    None where there are too few questions, or scikit-learn is not installed.
    """
    answers = [one for corpus in corpora for one in corpus.answers]
    if len({one.question_id for one in answers}) < _FEWEST_QUESTIONS or not importlib.util.find_spec("sklearn"):
        return None
    cases = [case for corpus in corpora for case in fit.corpus_cases(corpus.name, corpus.answers)]
    likely = fit.cross_validated([*cases, *fit.own_reference_cases()], fit.STRENGTH["references"], _FOLDS)
    said = [bool(one >= 0.5) for one in likely[: len(cases)]]
    two = dict(_split(corpora, [(one.correct, yes) for one, yes in zip(answers, said, strict=True)]))
    three: dict[str, Sequence[tuple[str, str]]] = {}
    wanted = [corpus for corpus in corpora if {one.label for one in corpus.answers} == set(THREE)]
    if wanted:
        names = {corpus.name for corpus in wanted}
        own = [case for corpus, listed in _split(corpora, cases) if corpus in names for case in listed]
        labels = [one.label for corpus in wanted for one in corpus.answers]
        guessed = _labels_crossed(own, labels)
        three = dict(_split(wanted, list(zip(labels, guessed, strict=True))))
    return Crossed(two, three)


def _split(corpora: Sequence[Corpus], listed: Sequence[Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    """What stands in one list for all corpora, by corpus."""
    start = 0
    for corpus in corpora:
        yield corpus.name, listed[start : start + len(corpus.answers)]
        start += len(corpus.answers)


def _labels_crossed(cases: Sequence[fit.Case], labels: Sequence[str]) -> list[str]:
    import numpy as np
    from sklearn.model_selection import GroupKFold

    figures = fit.Figures(cases)
    wanted, found = np.array(labels), np.array(labels)
    for train, held in GroupKFold(_FOLDS).split(figures.rows, wanted, figures.groups):
        found[held] = fit.Weighed(figures, fit.STRENGTH["references"], train, wanted).labels(held)
    return [str(label) for label in found]


_PUBLISHED = (
    "The best systems of SemEval-2013 Task 7 (Dzikovska et al. 2013, aclanthology.org/S13-2045) reached a 2-way "
    "macro-F1 of 0.74 to 0.77 on the test halves of SciEntsBank; those halves are not what is measured here."
)


def section(corpora: Sequence[Corpus], shipped: Sequence[Shipped], crossed: Crossed | None) -> str:
    """The figures of the corpora as Markdown."""
    counts = ", ".join(
        f"{corpus.name} ({len(corpus.answers)} answers to {len({one.question_id for one in corpus.answers})} questions)"
        for corpus in corpora
    )
    parts = [f"### Public corpora\n\n{counts}. {_PUBLISHED}"]
    if crossed:
        pooled = [pair for pairs in crossed.two_way.values() for pair in pairs]
        listed = {**crossed.two_way, **({"all": pooled} if len(corpora) > 1 else {})}
        parts += [
            f"Correct or not, cross-validated by question in {_FOLDS} parts, every answer decided:",
            aims(["macro-F1", "accuracy", "F1 of correct"], {n: figures.two_way(p) for n, p in listed.items()},
                 {"macro-F1": figures.CORPUS}),
        ]  # fmt: skip
        for name, pairs in crossed.three_way.items():
            parts += [
                f"Correct, contradictory or incorrect, {name}, cross-validated likewise by the same figures: macro-F1 "
                f"{macro_f1(pairs):.3f}, accuracy {accuracy(pairs):.3f}, kappa {kappa(pairs):.3f}.",
                table(pairs, THREE, THREE),
            ]
    else:
        parts.append(
            "Not cross-validated: that needs scikit-learn (`pip install -e '.[evals]'`) and "
            f"{_FEWEST_QUESTIONS} questions."
        )
    parts += [_AS_IT_STANDS, _as_it_stands(corpora, shipped)]
    return "\n\n".join(parts)


_AS_IT_STANDS = (
    "By the shipped weights as they stand. They were fitted on the training halves of Beetle and SciEntsBank: of these "
    "the figures say how well the weights fit, not how well they judge what is new."
)


def _as_it_stands(corpora: Sequence[Corpus], shipped: Sequence[Shipped]) -> str:
    lines = [
        "| corpus | macro-F1, deciding all | accuracy | where it decides | unsure | median | 95 % within |",
        "|---|---|---|---|---|---|---|",
    ]
    for corpus, found in zip(corpora, shipped, strict=True):
        median, most, _ = (f"{seconds * 1000:.1f} ms" for seconds in found.seconds)
        lines.append(
            f"| {corpus.name} | {macro_f1(found.pairs):.3f} | {accuracy(found.pairs):.3f} "
            f"| {accuracy(found.where_sure):.3f} | {found.unsure:.1%} | {median} | {most} |"
        )
    return "\n".join(lines)
