"""Fits the weights of the offline ear and grader from the training and the development data; never the test half.

    python -m evals fit [--corpora FOLDER]

Needs scikit-learn (`pip install -e '.[evals]'`). Writes small JSON files: a bias and a weight for each named figure.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from evals import data
from evals.corpora import Graded, read_corpus
from tutor.lesson.examples import WEIGHTS as EAR
from tutor.lesson.examples import read_statements
from tutor.lesson.model import Criterion, Explain, Lesson
from tutor.teaching.ear_figures import figures as reply_figures
from tutor.teaching.ear_figures import surface
from tutor.teaching.fitted.embedding import Embedding, embedding
from tutor.teaching.grade import RuleGrader
from tutor.teaching.grader import OfflineGrader, ruled_figures
from tutor.teaching.likeness import Likeness
from tutor.teaching.understand import RuleEar

TRAINING = data.FOLDER / "training"
WEIGHTS = Path(__file__).parent.parent / "tutor" / "teaching" / "fitted"
CORPUS_SHARE = {"scientsbank": 1.5, "beetle": 0.5}
"""How much an answer of a public corpus counts beside another (see `_OWN_REFERENCE_SHARE`)."""


class Case(NamedTuple):
    """One thing to learn from."""

    figures: Mapping[str, float]
    label: bool
    group: str
    """Cases of one group are never on both sides of a cross-validation."""
    share: float = 1.0


def rubric_cases(lesson: Lesson) -> list[Case]:
    """A case for each criterion of each labelled answer to an item of the lesson."""
    points = _embedding()
    grader, rules = OfflineGrader(lesson), RuleGrader()
    items = lesson.asked_items()
    cases: list[Case] = []
    listed = [(row.item, row.answer, row.met) for row in data.answers("development")]
    listed += [(row.item, row.answer, row.met) for row in data.read(TRAINING / "answers.jsonl", data.Labelled)]
    for name, answer, met in listed:
        item = items[name]
        assert isinstance(item, Explain)
        ruled = rules.grade(item, item.question, answer)
        figures = grader.figures(item, item.question, answer, points, ruled)
        if figures is not None:
            cases += [Case(figures[c][0], wanted, f"{name}: {answer}") for c, wanted in met.items()]
    return cases + _statement_cases(lesson)


_STATEMENT_SHARE = 0.3
_HELD_OUT = 5
"""Into how many parts the statements are cut: each is judged by a grader that has learned from the others only."""


def _statement_cases(lesson: Lesson) -> list[Case]:
    """A case for each statement of the rubrics: a sentence alone can meet a criterion too."""
    points, rules = _embedding(), RuleGrader()
    statements, items = read_statements(lesson), lesson.asked_items()
    cases: list[Case] = []
    for part in range(_HELD_OUT):
        grader = OfflineGrader(lesson, [one for n, one in enumerate(statements) if n % _HELD_OUT != part])
        for one in statements[part::_HELD_OUT]:
            item = items[one.item]
            assert isinstance(item, Explain)
            ruled = rules.grade(item, item.question, one.text)
            if (figures := grader.figures(item, item.question, one.text, points, ruled)) is not None:
                cases.append(Case(figures[one.criterion][0], one.met, f"{one.item}: {one.text}", _STATEMENT_SHARE))
    return cases


def point_cases(lesson: Lesson) -> list[Case]:
    """A case for each point of each answer to a question from anywhere, and for each statement of the lesson."""
    space, rules = _embedding(), RuleGrader()

    def case(question: str, point: str, answer: str, label: bool, share: float) -> Case:
        criterion = Criterion(id="1", text=point, missing=point)
        ruled = rules.grade_points(question, [criterion], answer).criteria[0]
        figures = {**Likeness(question, space).to_point(point, answer), **ruled_figures(ruled)}
        return Case(figures, label, question, share)

    cases = [
        case(row.question, point, row.answer, met, 1.0)
        for row in data.read(TRAINING / "general.jsonl", data.General)
        for point, met in zip(row.points, row.met, strict=True)
    ]
    items = lesson.asked_items()
    for one in read_statements(lesson)[::3]:
        item = items[one.item]
        assert isinstance(item, Explain)
        criterion = next(c for c in item.criteria if c.id == one.criterion)
        cases.append(case(item.question, criterion.text, one.text, one.met, 0.3))
    return cases


def reference_cases(corpora: Path | None) -> list[Case]:
    """A case for each answer beside full answers: the public corpora, where they are at hand, and ours."""
    cases = []
    for path in sorted(corpora.glob("*.jsonl")) if corpora else ():
        cases += corpus_cases(path.stem, read_corpus(path))
    return cases + own_reference_cases()


def corpus_cases(name: str, answers: Sequence[Graded]) -> list[Case]:
    """A case for each answer of a public corpus."""
    share = next((share for known, share in CORPUS_SHARE.items() if known in name), 1.0)
    return [_reference_case(g.question, g.reference, g.answer, g.correct, g.question_id, share) for g in answers]


_OWN_REFERENCE_SHARE = 3.0
"""How much one of our answers beside full answers counts beside one of a public corpus."""


def own_reference_cases() -> list[Case]:
    """A case for each of our answers beside full answers, of the training data and of the development half."""
    cases = []
    for row in data.read(TRAINING / "general.jsonl", data.General):
        if row.reference:
            right = row.label == "correct"
            share = _OWN_REFERENCE_SHARE
            cases.append(_reference_case(row.question, row.reference, row.answer, right, row.question, share))
    for open_ in data.open_answers("development"):
        if open_.reference:
            right = open_.verdict == "correct"
            share = _OWN_REFERENCE_SHARE
            cases.append(_reference_case(open_.question, open_.reference, open_.answer, right, open_.question, share))
    return cases


def _reference_case(
    question: str, references: Sequence[str], answer: str, label: bool, group: str, share: float
) -> Case:
    figures = Likeness(question, _embedding()).to_references(references, answer)
    figures["rules"] = RuleGrader().grade_reference(question, references, answer).score
    return Case(figures, label, group, share)


def _embedding() -> Embedding:
    found = embedding()
    if found is None:
        raise SystemExit("fitting needs the package wordllama")
    return found


def model(strength: float) -> Any:
    """Standardised figures into a logistic regression; the smaller `strength`, the smaller the weights are kept."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=5000))


def matrix(cases: Sequence[Case]) -> tuple[list[str], Any, Any, Any]:
    """Names, figures (a row for each case), labels and shares."""
    import numpy as np

    names = sorted(cases[0].figures)
    rows = np.array([[case.figures[name] for name in names] for case in cases], dtype=float)
    return names, rows, np.array([case.label for case in cases]), np.array([case.share for case in cases])


def forest() -> Any:
    """Boosted trees of eight leaves: enough to say that a figure counts only where another is high."""
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(
        n_estimators=100, learning_rate=0.08, max_leaf_nodes=8, min_samples_leaf=40, max_features=0.3, random_state=1
    )


def fitted_trees(cases: Sequence[Case]) -> dict[str, Any]:
    """Trees of named figures, as the program reads them."""
    import numpy as np

    names, rows, labels, shares = matrix(cases)
    fitted = forest().fit(rows, labels, sample_weight=shares)
    right = float(np.average(labels, weights=shares))

    def tree(nodes: Any, at: int) -> Any:
        if nodes.children_left[at] < 0:
            return round(float(nodes.value[at].item()) * fitted.learning_rate, 4)
        low, high = (tree(nodes, side[at]) for side in (nodes.children_left, nodes.children_right))
        return [names[nodes.feature[at]], round(float(nodes.threshold[at]), 6), low, high]

    trees = [tree(one.tree_, 0) for (one,) in fitted.estimators_]
    return {"start": round(float(np.log(right / (1 - right))), 4), "trees": trees}


def cross_validated(cases: Sequence[Case], strength: float, folds: int = 10, *, trees: bool = False) -> Any:
    """For each case the probability by weights that were fitted without its group.

    Args:
        trees: the mean of the weights' probability and the trees'.
    """
    import numpy as np
    from sklearn.model_selection import GroupKFold

    _, rows, labels, shares = matrix(cases)
    likely = np.zeros(len(cases))
    for train, held in GroupKFold(folds).split(rows, labels, [case.group for case in cases]):
        fitted = model(strength)
        fitted.fit(rows[train], labels[train], logisticregression__sample_weight=shares[train])
        likely[held] = fitted.predict_proba(rows[held])[:, 1]
        if trees:
            grown = forest().fit(rows[train], labels[train], sample_weight=shares[train])
            likely[held] = (likely[held] + grown.predict_proba(rows[held])[:, 1]) / 2
    return likely


def fitted_weights(cases: Sequence[Case], strength: float) -> dict[str, Any]:
    """A bias and a weight for each figure, as the program reads them."""
    names, rows, labels, shares = matrix(cases)
    fitted = model(strength)
    fitted.fit(rows, labels, logisticregression__sample_weight=shares)
    scaler, regression = fitted[0], fitted[-1]
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
    return {
        "bias": round(bias, 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
    }


_KEPT = (10_000, 20_000)
"""Figures of replies that keep a weight: of what the rules found, and of what was typed."""
_EAR_STRENGTH = (1.0, 2.0)
_OWN_SHARE = 3.0
"""How much a reply of the development half counts beside one that was written to be learned from."""


def ear_weights(lesson: Lesson, held_out: Container[str] = ()) -> dict[str, Any]:
    """Weights of yes, no and unknown for a reply's figures and for its letters and words.

    `held_out` names replies of the development half that are not learned from.
    """
    rules = RuleEar()
    listed = [(row.question, row.reply, row.answer, 1.0) for row in data.read(TRAINING / "replies.jsonl", data.Heard)]
    listed += [
        (row.question, row.reply, row.answer, _OWN_SHARE)
        for row in data.replies("development")
        if row.id not in held_out
    ]
    labels, shares = [answer for _, _, answer, _ in listed], [share for *_, share in listed]
    by_figures = [reply_figures(lesson, q, reply, rules.understand(lesson, q, reply)) for q, reply, _, _ in listed]
    by_surface = [surface(q, reply) for q, reply, _, _ in listed]
    return {
        "labels": sorted(set(labels)),
        "models": [
            _multinomial(rows, labels, shares, kept, strength)
            for rows, kept, strength in zip((by_figures, by_surface), _KEPT, _EAR_STRENGTH, strict=True)
        ],
    }


def _multinomial(
    rows: Sequence[Mapping[str, float]], labels: Sequence[str], shares: Sequence[float], kept: int, strength: float
) -> dict[str, Any]:
    """Those figures that matter most, fitted again without the rest."""
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for row in rows for name in row)
    vectorizer = DictVectorizer(dtype=np.float32)
    figures = vectorizer.fit_transform([{n: v for n, v in row.items() if counts[n] > 1} for row in rows]).tocsc()

    def fitted(inside: Any) -> Any:
        return LogisticRegression(C=strength, max_iter=500, tol=1e-3).fit(inside, labels, sample_weight=shares)

    most = np.sort(np.argsort(-np.abs(fitted(figures).coef_).max(axis=0))[:kept])
    again = fitted(figures[:, most])
    names = vectorizer.get_feature_names_out()[most]
    return {
        "bias": [round(float(bias), 3) for bias in again.intercept_],
        "weights": {
            name: [round(float(weight), 2) for weight in again.coef_[:, place]] for place, name in enumerate(names)
        },
    }


GROWN = {"references"}
"""What is judged by trees as well."""


def write_trees(path: Path, grown: Mapping[str, Any]) -> None:
    """A tree a line."""
    listed = ",\n".join(json.dumps(tree) for tree in grown["trees"])
    path.write_text(f'{{"start": {grown["start"]}, "trees": [\n{listed}\n]}}\n', encoding="utf-8")


STRENGTH = {"rubric": 0.03, "points": 0.1, "references": 0.1}


def fit(lesson: Lesson, corpora: Path | None, told: Callable[[str], None]) -> None:
    """Fit all weights and write them."""
    parts: dict[str, Callable[[], list[Case]]] = {
        "rubric": lambda: rubric_cases(lesson),
        "points": lambda: point_cases(lesson),
        "references": lambda: reference_cases(corpora),
    }
    for name, make in parts.items():
        cases = make()
        path = WEIGHTS / f"{name}.json"
        path.write_text(json.dumps(fitted_weights(cases, STRENGTH[name]), indent=1) + "\n", encoding="utf-8")
        told(f"{path.name}: {len(cases)} cases, {len(cases[0].figures)} figures")
        if name in GROWN:
            write_trees(WEIGHTS / f"{name}-trees.json", fitted_trees(cases))
    if lesson.facts:
        weights = ear_weights(lesson)
        (lesson.folder / EAR).write_text(_a_figure_a_line(weights), encoding="utf-8")
        told(f"{EAR}: {sum(len(one['weights']) for one in weights['models'])} figures")


def _a_figure_a_line(weights: Mapping[str, Any]) -> str:
    models = []
    for one in weights["models"]:
        listed = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}:{w}" for name, w in one["weights"].items())
        models.append(f'{{"bias":{one["bias"]},"weights":{{\n{listed}\n}}}}')
    return f'{{"labels":{json.dumps(weights["labels"])},"models":[{",".join(models)}]}}\n'
