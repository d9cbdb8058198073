"""The offline grader: the rules and what the rubric's phrasings teach, weighed together.

Weights were fitted on labelled answers (`python -m evals fit`); a criterion between the two bars is in doubt, and the
learner is asked to compare. Where the embedding is not installed the rules grade alone, and call nothing right that a
single phrasing does not show to be.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.lesson.examples import Statement, read_statements
from tutor.lesson.model import Criterion, Explain, Lesson
from tutor.teaching.fitted.embedding import embedding, installed
from tutor.teaching.fitted.logistic import shipped
from tutor.teaching.fitted.trees import shipped_trees
from tutor.teaching.grade import RuleGrader, share_met, verdict_of
from tutor.teaching.per_lesson import per_lesson
from tutor.teaching.roles import CriterionGrade, Grade
from tutor.teaching.shared_words import by_word
from tutor.teaching.speech import at_the_rules
from tutor.teaching.text import STOP, words

if TYPE_CHECKING:
    from tutor.teaching.fitted.embedding import Embedding
    from tutor.teaching.rubric import LearnedItem

MET, NOT_MET = 0.78, 0.5
"""A criterion of a rubric counts as met above the first probability, as not met below the second."""
POINT_MET, POINT_NOT_MET = 0.56, 0.44
CORRECT, INCORRECT = 0.62, 0.45
"""The same for an answer beside full answers."""


RULES_ALONE = "the package wordllama is not installed: answers are graded by rules alone"


class OfflineGrader:
    """Judges answers to one lesson's items, and to questions from anywhere.

    Args:
        statements: learned from in place of those that the pack lists.
    """

    def __init__(self, lesson: Lesson, statements: Sequence[Statement] | None = None) -> None:
        self._lesson = lesson
        self._listed = statements
        self._rules = RuleGrader()
        self._learned: dict[str, LearnedItem | None] = {}
        self._statements: dict[tuple[str, str], tuple[list[str], list[str]]] | None = None
        self._learning = threading.Lock()

    @property
    def limits(self) -> str:
        """What keeps this grader from doing its best, in one line; empty when nothing does."""
        return "" if installed() else RULES_ALONE

    def warm_up(self) -> Iterator[None]:
        """Learn every criterion, an item at a step; safe in the background."""
        points = embedding()
        if points is None:
            return
        for item in self._lesson.asked_items().values():
            if isinstance(item, Explain):
                self._criteria(item, points)
                yield

    def grade(self, item: Explain, question: str, answer: str) -> Grade:
        """Judge an answer to an item of the lesson."""
        ruled = self._rules.grade(item, question, answer)
        if _stems(answer) in map(_stems, item.correct):
            right = tuple(replace(graded, met=True, evidence=answer.strip(), listed=True) for graded in ruled.criteria)
            return Grade("correct", 1.0, right, ruled.by)
        points = embedding()
        if points is None:
            return _cautious(ruled)
        figures = self.figures(item, question, answer, points, ruled)
        if figures is None or not words(answer):
            return ruled
        weights = shipped("rubric")
        grades = []
        for graded in ruled.criteria:
            named, evidence = figures[graded.id]
            likely = weights.probability(named)
            met = True if likely >= MET else False if likely <= NOT_MET else None
            if graded.listed:
                met, evidence = graded.met, graded.evidence or evidence
            grades.append(replace(graded, met=met, evidence=evidence if met is not False else ""))
        return self._with_verdict(ruled, grades)

    def grade_points(self, question: str, points: Sequence[Criterion], answer: str) -> Grade:
        """Judge an answer by points that are all needed."""
        ruled = self._rules.grade_points(question, points, answer)
        space = embedding()
        if space is None or not words(answer) or at_the_rules(answer):
            return _cautious(ruled) if space is None else ruled
        from tutor.teaching.likeness import Likeness

        likeness = Likeness(question, space)
        grades = []
        # a sentence that is one of the points, word for word, says nothing of another
        taken = {graded.evidence for graded in ruled.criteria if graded.listed and graded.met}
        for graded, point in zip(ruled.criteria, points, strict=True):
            left = answer
            for other in taken - {graded.evidence}:
                left = left.replace(other, " ")
            figures = {**likeness.to_point(point.text, left), **ruled_figures(graded)}
            likely = _likely("points", figures, question, [point.text], left) if words(left) else 0.0
            met = True if likely >= POINT_MET else False if likely <= POINT_NOT_MET else None
            grades.append(replace(graded, met=graded.met if graded.listed else met))
        return replace(
            ruled, verdict=verdict_of([g.met for g in grades]), criteria=tuple(grades), score=share_met(grades)
        )

    def grade_reference(self, question: str, references: Sequence[str], answer: str) -> Grade:
        """Judge an answer by full answers, any one of which suffices; the score is the probability that it is right."""
        ruled = self._rules.grade_reference(question, references, answer)
        if _stems(answer) and _stems(answer) in map(_stems, references):
            return Grade("correct", 1.0, (), ruled.by)
        space = embedding()
        if space is None or not words(answer) or not references or ruled.score == 1.0:
            return ruled
        from tutor.teaching.likeness import Likeness

        figures = {**Likeness(question, space).to_references(references, answer), "rules": ruled.score}
        likely = _likely("references", figures, question, references, answer)
        verdict = "correct" if likely >= CORRECT else "incorrect" if likely <= INCORRECT else "unsure"
        return Grade(verdict, round(likely, 3), (), "matcher")  # type: ignore[arg-type]

    def figures(
        self, item: Explain, question: str, answer: str, points: Embedding, ruled: Grade
    ) -> dict[str, tuple[dict[str, float], str]] | None:
        """For each criterion the figures that it is judged by, and the words that speak most for it.

        None where a criterion has too few phrasings to learn from.
        """
        from tutor.teaching.rubric import Read

        learned = self._criteria(item, points)
        if learned is None:
            return None
        read = Read(answer, points)
        found = learned.figures(read)
        shared = _of_the_answer(question, answer, ruled)
        graded = {one.id: one for one in ruled.criteria}
        result = {}
        for name, (own, stretch) in found.items():
            others = [figures["both.best"] for other, (figures, _) in found.items() if other != name] or [0.0]
            named = {
                **own, **shared, **ruled_figures(graded[name]),
                "others.best": max(others), "others.met": float(sum(value > 0 for value in others)),
            }  # fmt: skip
            result[name] = (named, answer[stretch.start : stretch.end])
        return result

    def _criteria(self, item: Explain, points: Embedding) -> LearnedItem | None:
        """The item's criteria as learned; None where one has too few phrasings to learn from."""
        from tutor.teaching.rubric import ENOUGH, LearnedItem

        with self._learning:
            if item.id not in self._learned:
                listed = {criterion.id: self._phrasings(item, criterion) for criterion in item.criteria}
                enough = all(len(met) >= ENOUGH and len(unmet) >= ENOUGH for met, unmet in listed.values())
                self._learned[item.id] = LearnedItem(listed, points) if enough else None
            return self._learned[item.id]

    def _phrasings(self, item: Explain, criterion: Criterion) -> tuple[list[str], list[str]]:
        """Everything that the pack lists as meeting the criterion, and as not meeting it."""
        if self._statements is None:
            self._statements = {}
            for one in read_statements(self._lesson) if self._listed is None else self._listed:
                sides = self._statements.setdefault((one.item, one.criterion), ([], []))
                sides[0 if one.met else 1].append(one.text)
        met, unmet = self._statements.get((item.id, criterion.id), ([], []))
        wrong = [text for misconception in item.misconceptions for text in misconception.phrasings]
        return [criterion.text, *criterion.met, *met], [*criterion.unmet, *unmet, *wrong]

    def _with_verdict(self, ruled: Grade, grades: Sequence[CriterionGrade]) -> Grade:
        if ruled.misconception:  # beside an answer that is known to be wrong, what is in doubt is not met
            grades = [grade if grade.met else replace(grade, met=False, evidence="") for grade in grades]
        verdict = verdict_of([grade.met for grade in grades])
        if ruled.misconception and verdict == "correct":
            verdict = "partial" if len(grades) > 1 else "incorrect"
        return replace(ruled, verdict=verdict, criteria=tuple(grades), score=share_met(grades))


def _likely(kind: str, figures: Mapping[str, float], question: str, wanted: Sequence[str], answer: str) -> float:
    """The probability that the answer says what is wanted: the mean of what weights and what trees make of it."""
    by_weights = shipped(kind).probability({**figures, **by_word(question, wanted, answer)})
    return (by_weights + shipped_trees(kind).probability(figures)) / 2


def _stems(text: str) -> list[str]:
    return [word.stem for word in words(text)]


def _of_the_answer(question: str, answer: str, ruled: Grade) -> dict[str, float]:
    inside = words(answer)
    given = {word.stem for word in words(question)}
    count = max(len(inside), 1)
    return {
        "orders": float(at_the_rules(answer)),
        "length": math.log1p(len(inside)),
        "of.question": sum(word.stem in given for word in inside) / count,
        "stopwords": sum(word.text in STOP for word in inside) / count,
        "misconception": float(bool(ruled.misconception)),
        "asks": float("?" in answer),
    }


def ruled_figures(graded: CriterionGrade) -> Mapping[str, float]:
    return {
        "rules": 0.5 if graded.met is None else float(graded.met),
        "rules.doubt": float(graded.met is None),
        "rules.likeness": graded.likeness,
    }


def _cautious(ruled: Grade) -> Grade:
    """By rules alone nothing is called right that was not listed: the learner compares."""
    if ruled.verdict != "correct" or all(graded.listed for graded in ruled.criteria):
        return ruled
    doubtful = tuple(graded if graded.listed else replace(graded, met=None) for graded in ruled.criteria)
    return replace(ruled, verdict="unsure", criteria=doubtful)


offline_grader = per_lesson(OfflineGrader)
"""The offline grader of a lesson."""
