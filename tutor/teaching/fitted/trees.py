"""Boosted small trees over named figures: what a sum of weights cannot say, "this counts only where that is so".

Gradient boosting (Friedman 2001). Fitted by `python -m evals fit`; here it is only applied.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple, TypeAlias

Tree: TypeAlias = "float | tuple[str, float, Tree, Tree]"
"""What it adds to the odds; or a figure, a bound, and the trees for up to the bound and for more."""


class Trees(NamedTuple):
    """One label's odds; a figure that is not there counts as 0."""

    start: float
    trees: Sequence[Tree]

    def probability(self, figures: Mapping[str, float]) -> float:
        """0 to 1."""
        total = self.start + sum(_walked(tree, figures) for tree in self.trees)
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


def _walked(tree: Tree, figures: Mapping[str, float]) -> float:
    while not isinstance(tree, float):
        name, bound, low, high = tree
        tree = low if figures.get(name, 0.0) <= bound else high
    return tree


def read_trees(text: str) -> Trees:
    """From its JSON: `{"start": …, "trees": […]}`, a tree being a number or `[figure, bound, tree, tree]`.

    Raises:
        ValueError: it is not of that form.
    """
    try:
        raw = json.loads(text)
        return Trees(float(raw["start"]), tuple(_tree(one) for one in raw["trees"]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"no trees ({error})") from error


def _tree(raw: object) -> Tree:
    if isinstance(raw, int | float):
        return float(raw)
    if not isinstance(raw, list) or len(raw) != 4 or not isinstance(raw[0], str):
        raise ValueError(f"neither a number nor a figure, a bound and two trees: {raw!r:.80}")
    name, bound, low, high = raw
    return name, float(bound), _tree(low), _tree(high)


@lru_cache(maxsize=4)
def shipped_trees(name: str) -> Trees:
    """The trees `NAME-trees.json` beside this module."""
    return read_trees(files("tutor.teaching.fitted").joinpath(f"{name}-trees.json").read_text(encoding="utf-8"))
