"""What is learned or was fitted: linear models, counted stretches, and the embedding, against values worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.lesson.model import Criterion
from tutor.teaching.fitted.embedding import embedding
from tutor.teaching.fitted.logistic import Logistic, Multinomial, read_multinomials, shipped
from tutor.teaching.fitted.ngrams import of_letters, of_words
from tutor.teaching.fitted.ridge import Counted, Fitting, Rows, Weighing, solved
from tutor.teaching.fitted.trees import Tree, read_trees, shipped_trees
from tutor.teaching.grade import RuleGrader
from tutor.teaching.grader import ruled_figures
from tutor.teaching.likeness import Likeness

# — fitted before —


def test_a_probability_follows_from_the_weights() -> None:
    """A figure that is not there counts as 0, one without a weight not at all."""
    model = Logistic(-1.0, {"a": 2.0, "b": 5.0})
    assert model.probability({"a": 0.5, "c": 100.0}) == pytest.approx(0.5)
    assert model.probability({"a": 1.0}) == pytest.approx(1 / (1 + math.exp(-1)))
    assert model.probability({"a": -1e9}) == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("name", ["rubric", "points", "references"])
def test_the_shipped_weights_are_there(name: str) -> None:
    """Each file holds a bias and a finite weight for each named figure."""
    model = shipped(name)
    assert model.weights and all(math.isfinite(weight) for weight in (model.bias, *model.weights.values()))


def test_several_labels_share_one_probability() -> None:
    """Weights of a label add up; the probabilities do to 1."""
    model = Multinomial(("no", "yes"), (0.0, math.log(2)), {"auto": (0.0, math.log(3))})
    assert model.probabilities({}) == pytest.approx({"no": 1 / 3, "yes": 2 / 3})
    assert model.probabilities({"auto": 1.0, "new": 9.0}) == pytest.approx({"no": 1 / 7, "yes": 6 / 7})


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "{}", '{"labels": ["a"]}', '{"labels": ["a"], "models": [{"bias": [0, 1], "weights": {}}]}',
        '{"labels": ["a"], "models": [{"bias": [0], "weights": {"x": [1, 2]}}]}', '{"labels": ["a"], "models": [1]}',
        '{"labels": ["a"], "models": [{"bias": ["x"], "weights": {}}]}',
    ],
)  # fmt: skip
def test_weights_of_another_form_are_refused(text: str) -> None:
    """What is no such file raises, and is not half read."""
    with pytest.raises(ValueError, match=r"\S"):
        read_multinomials(text)


def test_trees_add_up() -> None:
    """Up to the bound the third part counts, above it the fourth; a figure that is not there is 0."""
    found = read_trees('{"start": 0.5, "trees": [["a", 0.3, -1, ["b", 2, 1.5, 3]], 0.25]}')
    for figures, total in (({}, -0.25), ({"a": 0.3}, -0.25), ({"a": 0.4}, 2.25), ({"a": 1, "b": 2.5}, 3.75)):
        assert found.probability(figures) == pytest.approx(1 / (1 + math.exp(-total)))


@pytest.mark.parametrize(
    "text", ["", "{}", '{"start": 0}', '{"start": 0, "trees": ["a"]}', '{"start": 0, "trees": [["a", 1, 2]]}']
)
def test_trees_of_another_form_are_refused(text: str) -> None:
    """What is no such file raises, and is not half read."""
    with pytest.raises(ValueError, match=r"\S"):
        read_trees(text)


@pytest.mark.parametrize("kind", ["points", "references"])
def test_weights_and_trees_know_the_same_figures(kind: str) -> None:
    """Every figure that is judged by is one that is taken; beside them the weights know words."""
    space = embedding()
    assert space is not None
    likeness = Likeness("What is ice?", space)
    if kind == "references":
        taken = {*likeness.to_references(["frozen water", "cold"], "water that froze"), "rules"}
    else:
        ruled = (
            RuleGrader().grade_points("What is ice?", [Criterion(id="1", text="x", missing="x")], "water").criteria[0]
        )
        taken = {*likeness.to_point("frozen water", "water that froze"), *ruled_figures(ruled)}
    known = set(shipped(kind).weights)
    assert taken == {name for name in known if " " not in name}
    assert {name.split()[0] for name in known if " " in name} == {"asks", "both", "lacks", "adds", "says"}
    assert named(shipped_trees(kind).trees) <= taken


def named(trees: Sequence[Tree]) -> set[str]:
    found: set[str] = set()
    for tree in trees:
        if not isinstance(tree, float):
            found |= {tree[0]} | named(tree[2:])
    return found


# — learned from examples —

DIMENSIONS = 12


Row = list[tuple[int, float]]
"""Places, and what stands there."""


def rows(most: int = 6) -> st.SearchStrategy[list[Row]]:
    entry = st.tuples(st.integers(0, DIMENSIONS - 1), st.integers(-4, 4).map(float))
    return st.lists(st.lists(entry, min_size=1, max_size=5), min_size=1, max_size=most)


def kept(listed: list[Row]) -> Rows:
    """The rows as the program keeps them."""
    numbers = [(number, place, value) for number, row in enumerate(listed) for place, value in row]
    whose, places, values = (np.array(column) for column in zip(*numbers, strict=True))
    shape = (len(listed), DIMENSIONS)
    return Rows(whose.astype(np.int32), places.astype(np.int32), values.astype(np.float32), shape)


def dense(listed: list[Row]) -> np.ndarray:
    """The rows in full; what stands at one place several times adds up."""
    full = np.zeros((len(listed), DIMENSIONS), dtype=np.float32)
    for line, row in zip(full, listed, strict=True):
        for place, value in row:
            line[place] += value
    return full


@settings(max_examples=150)
@given(rows(), rows())
def test_rows_multiply_as_matrices_do(some: list[Row], others: list[Row]) -> None:
    """Products of rows kept by place are those of the rows in full."""
    np.testing.assert_allclose(kept(some).beside(kept(others)), dense(some) @ dense(others).T, atol=1e-4)


def test_each_group_of_a_row_has_the_length_of_its_share() -> None:
    """Counts are weighed by rarity first: what only one of three texts has counts more than what all have."""
    texts = [{"a": 1, "b": 1}, {"a": 1, "c": 2}, {"a": 1}]
    examples = Counted([((text, 2.0), ({}, 1.0)) for text in texts], 4096)
    full = np.zeros((3, 4096), dtype=np.float32)
    weighed = Weighing(examples).rows(examples)
    np.add.at(full, (weighed.rows, weighed.places), weighed.values)
    np.testing.assert_allclose(np.linalg.norm(full, axis=1), 2.0, rtol=1e-5)
    common, rare = sorted(full[0][full[0] > 0])
    np.testing.assert_allclose(rare / common, math.log(4 / 2) + 1, rtol=1e-5)  # of all three texts: log(4 / 4) + 1


def test_a_system_is_solved() -> None:
    """Conjugate gradients find what elimination finds, for all columns at once."""
    chosen = np.random.default_rng(5)
    points = chosen.normal(size=(20, 8)).astype(np.float32)
    wanted = chosen.normal(size=(20, 3)).astype(np.float32)
    products = points @ points.T
    expected = np.linalg.solve(products + 0.5 * np.eye(20), wanted)
    np.testing.assert_allclose(solved(lambda shares: products @ shares, 0.5, wanted), expected, atol=2e-3)


@settings(max_examples=100)
@given(rows(most=60), st.floats(0.3, 2.0), st.data())
def test_a_classifier_is_the_ridge_regression_of_its_examples(
    some: list[Row], penalty: float, data: st.DataObject
) -> None:
    """It scores as the regression does that is solved in full, for rows that many share places with and few."""
    numbers = st.lists(st.integers(0, len(some) - 1), min_size=1, max_size=len(some), unique=True)
    chosen = np.array(data.draw(numbers), dtype=np.intp)
    targets = np.eye(3, dtype=np.float32)[
        data.draw(st.lists(st.integers(0, 2), min_size=len(chosen), max_size=len(chosen)))
    ]
    full = dense(some)[chosen]
    shares = np.linalg.solve(full @ full.T + penalty * np.eye(len(chosen)), targets - targets.mean(axis=0))
    fitted = Fitting(kept(some)).fit(chosen, targets, penalty)
    expected = dense(some) @ full.T @ shares + targets.mean(axis=0)
    np.testing.assert_allclose(fitted.scores(kept(some)), expected, atol=5e-3)


# — texts —


def test_words_are_counted_with_their_neighbours() -> None:
    """Up to three in a row, with the clause's ends; ends alone count nothing."""
    found = of_words("model drift")
    assert set(found) == {
        "wmodel", "wdrift", "w^ model", "wmodel drift", "wdrift $", "w^ model drift", "wmodel drift $",
    }  # fmt: skip


def test_letters_are_counted_within_words() -> None:
    """Stretches of three and four with the word's ends; a word that is shorter counts whole."""
    assert set(of_letters("abc")) == {"c ab", "cabc", "cbc ", "c abc", "cabc "}
    assert of_letters("a a")["c a "] == 4  # once for each size and word


def test_like_words_are_near() -> None:
    """The embedding puts a synonym nearer than a stranger; a text without a word is nowhere."""
    points = embedding()
    assert points is not None
    assert points.word("automatic") @ points.word("automated") > points.word("automatic") @ points.word("banana")
    assert not points.text("").any()
    assert points.text("some words") @ points.text("some words") == pytest.approx(1.0, abs=1e-3)
