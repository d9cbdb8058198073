"""Fits the weights of the offline ear and grader from the training and the development data; never the test half.

    python -m evals fit [--corpora FOLDER]

Needs scikit-learn (`pip install -e '.[evals]'`). Writes small JSON files: a bias and a weight for each named figure.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
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
from tutor.teaching.shared_words import by_word
from tutor.teaching.understand import RuleEar

TRAINING = data.FOLDER / "training"
WEIGHTS = Path(__file__).parent.parent / "tutor" / "teaching" / "fitted"
CORPUS_SHARE = {"scientsbank": 1.5, "beetle": 1.0}
"""How much an answer of a public corpus counts beside another (see `_OWN_SHARES`)."""


class Case(NamedTuple):
    """One thing to learn from."""

    figures: Mapping[str, float]
    label: bool
    group: str
    """Cases of one group are never on both sides of a cross-validation."""
    share: float = 1.0
    words: Mapping[str, float] = {}
    """Figures by word: each case has its own."""


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
        return Case(figures, label, question, share, by_word(question, [point], answer))

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


_OWN_SHARES = {"correct": 1.0, "partial": 0.4, "incorrect": 0.7}
"""How much one of our answers beside full answers counts beside one of a public corpus: right and not right ones weigh
about alike in all, as they do there."""


def own_reference_cases() -> list[Case]:
    """A case for each of our answers beside full answers, of the training data and of the development half."""
    cases = []
    for row in data.read(TRAINING / "general.jsonl", data.General):
        if row.reference:
            right, share = row.label == "correct", _OWN_SHARES[row.label]
            cases.append(_reference_case(row.question, row.reference, row.answer, right, row.question, share))
    for open_ in data.open_answers("development"):
        if open_.reference:
            right, share = open_.verdict == "correct", _OWN_SHARES[open_.verdict]
            cases.append(_reference_case(open_.question, open_.reference, open_.answer, right, open_.question, share))
    return cases


def _reference_case(
    question: str, references: Sequence[str], answer: str, label: bool, group: str, share: float
) -> Case:
    figures = Likeness(question, _embedding()).to_references(references, answer)
    figures["rules"] = RuleGrader().grade_reference(question, references, answer).score
    return Case(figures, label, group, share, by_word(question, references, answer))


def _embedding() -> Embedding:
    found = embedding()
    if found is None:
        raise SystemExit("fitting needs the package wordllama")
    return found


_FEWEST_QUESTIONS = 6
"""A word that answers to fewer questions have tells more of these questions than of answers."""
_BESIDE_WORDS = 0.3
"""What a figure is worth beside the words, which are many and rare: the smaller, the more the words decide."""


class Figures:
    """Cases as a matrix of numbers: the named figures, and beside them the words that are frequent enough."""

    def __init__(self, cases: Sequence[Case]) -> None:
        import numpy as np
        from sklearn.feature_extraction import DictVectorizer

        self.names = sorted(cases[0].figures)
        self.rows = np.array([[case.figures[name] for name in self.names] for case in cases], dtype=float)
        self.labels = np.array([case.label for case in cases])
        self.shares = np.array([case.share for case in cases])
        self.groups = [case.group for case in cases]
        questions: dict[str, set[str]] = {}
        for case in cases:
            for word in case.words:
                questions.setdefault(word, set()).add(case.group)
        kept = {word for word, asked in questions.items() if len(asked) >= _FEWEST_QUESTIONS}
        self.words: list[str] = []
        self._by_word: Any = None
        if kept:
            vectorizer = DictVectorizer()
            self._by_word = vectorizer.fit_transform([{w: 1.0 for w in case.words if w in kept} for case in cases])
            self.words = list(vectorizer.get_feature_names_out())

    def beside_words(self, scaler: Any, chosen: Any) -> Any:
        """The chosen cases' figures, standardised, with their words."""
        from scipy.sparse import csr_matrix, hstack

        figures = scaler.transform(self.rows[chosen])
        return hstack([csr_matrix(figures * _BESIDE_WORDS), self._by_word[chosen]]).tocsr() if self.words else figures


class Weighed:
    """A logistic regression on standardised figures and on words.

    Args:
        strength: the smaller, the smaller the weights.
        chosen: the numbers of the cases that it is fitted to.
        labels: of all cases; whether they are right unless told.
    """

    def __init__(self, figures: Figures, strength: float, chosen: Any, labels: Any = None) -> None:
        from sklearn.linear_model import LogisticRegression
        from sklearn.preprocessing import StandardScaler

        self._figures = figures
        self.scaler = StandardScaler().fit(figures.rows[chosen])
        inside = figures.beside_words(self.scaler, chosen)
        self.regression = LogisticRegression(C=strength, max_iter=5000)
        wanted = figures.labels if labels is None else labels
        self.regression.fit(inside, wanted[chosen], sample_weight=figures.shares[chosen])

    def labels(self, chosen: Any) -> Any:
        """The likeliest label of each of the chosen cases."""
        return self.regression.predict(self._figures.beside_words(self.scaler, chosen))

    def probabilities(self, chosen: Any) -> Any:
        """That each of the chosen cases is right."""
        return self.regression.predict_proba(self._figures.beside_words(self.scaler, chosen))[:, 1]

    def as_read(self) -> dict[str, Any]:
        """A bias and a weight for each figure and each word that matters, as the program reads them."""
        names, words = self._figures.names, self._figures.words
        weights = self.regression.coef_[0]
        of_figures = weights[: len(names)] * (_BESIDE_WORDS if words else 1.0) / self.scaler.scale_
        bias = float(self.regression.intercept_[0] - (of_figures * self.scaler.mean_).sum())
        of_words = zip(words, weights[len(names) :], strict=True)
        return {
            "bias": round(bias, 4),
            "weights": {
                **{name: round(float(weight), 4) for name, weight in zip(names, of_figures, strict=True)},
                **{word: round(float(weight), 3) for word, weight in of_words if abs(weight) >= _LEAST},
            },
        }


_LEAST = 0.02
"""A word with a smaller weight is left out."""


def forest() -> Any:
    """Boosted trees of twelve leaves: enough to say that a figure counts only where another is high."""
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(
        n_estimators=300,
        learning_rate=0.06,
        max_leaf_nodes=12,
        min_samples_leaf=30,
        max_features=0.25,
        subsample=0.7,
        random_state=1,
    )


def fitted_trees(figures: Figures) -> dict[str, Any]:
    """Trees of named figures, as the program reads them."""
    import numpy as np

    names = figures.names
    fitted = forest().fit(figures.rows, figures.labels, sample_weight=figures.shares)
    right = float(np.average(figures.labels, weights=figures.shares))

    def tree(nodes: Any, at: int) -> Any:
        if nodes.children_left[at] < 0:
            return round(float(nodes.value[at].item()) * fitted.learning_rate, 4)
        low, high = (tree(nodes, side[at]) for side in (nodes.children_left, nodes.children_right))
        return [names[nodes.feature[at]], round(float(nodes.threshold[at]), 6), low, high]

    trees = [tree(one.tree_, 0) for (one,) in fitted.estimators_]
    return {"start": round(float(np.log(right / (1 - right))), 4), "trees": trees}


def cross_validated(cases: Sequence[Case], strength: float, folds: int) -> Any:
    """For each case the mean of the probabilities by weights and by trees that were fitted without its group."""
    import numpy as np
    from sklearn.model_selection import GroupKFold

    figures = Figures(cases)
    rows, labels, shares = figures.rows, figures.labels, figures.shares
    likely = np.zeros(len(cases))
    for train, held in GroupKFold(folds).split(rows, labels, figures.groups):
        by_weights = Weighed(figures, strength, train).probabilities(held)
        grown = forest().fit(rows[train], labels[train], sample_weight=shares[train])
        likely[held] = (by_weights + grown.predict_proba(rows[held])[:, 1]) / 2
    return likely


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
    listed += [(fact, text, "unknown", 1.0) for fact, text in _off_topic(lesson)]
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


_ONE_IN = 4
"""Of the answers to questions from anywhere, so many times fewer are taken for replies that are off the subject."""


def _off_topic(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Facts, and for each what says nothing of it: answers to other questions."""
    facts = itertools.cycle(fact.id for fact in lesson.facts)
    for row in data.read(TRAINING / "general.jsonl", data.General)[::_ONE_IN]:
        yield next(facts), row.answer


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


GROWN = {"points", "references"}
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
        figures = Figures(cases)
        weights = Weighed(figures, STRENGTH[name], slice(None)).as_read()
        path.write_text(json.dumps(weights, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        told(f"{path.name}: {len(cases)} cases, {len(weights['weights'])} figures")
        if name in GROWN:
            write_trees(WEIGHTS / f"{name}-trees.json", fitted_trees(figures))
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
