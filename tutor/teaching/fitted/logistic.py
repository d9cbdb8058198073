"""Logistic regression over named features: its weights are a file that a person can read.

Fitted by `python -m evals fit`; here it is only applied.
"""

from __future__ import annotations

import itertools
import json
import math
from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple


class Logistic(NamedTuple):
    """One label's odds from features; a feature that is not listed weighs nothing."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """0 to 1."""
        total = self.bias
        for name, weight in self.weights.items():
            total += weight * features.get(name, 0.0)
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


@lru_cache(maxsize=8)
def shipped(name: str) -> Logistic:
    """The weights `NAME.json` beside this module."""
    raw = json.loads(files("tutor.teaching.fitted").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return Logistic(raw["bias"], raw["weights"])


class Multinomial:
    """Probabilities of several labels from features that are there or not, each with a weight for each label."""

    def __init__(self, labels: Sequence[str], bias: Sequence[float], weights: Mapping[str, Sequence[float]]) -> None:
        if len(bias) != len(labels) or any(len(listed) != len(labels) for listed in weights.values()):
            raise ValueError("every feature needs a weight for each label")
        self.labels, self._bias = tuple(labels), tuple(map(float, bias))
        # tens of thousands of tuples of floats would take ten times the memory
        self._places = {name: number * len(self.labels) for number, name in enumerate(weights)}
        self._weights = array("f", itertools.chain.from_iterable(weights.values()))

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        """They add up to 1."""
        totals = list(self._bias)
        for name, value in features.items():
            if (place := self._places.get(name)) is not None:
                for label in range(len(totals)):
                    totals[label] += self._weights[place + label] * value
        most = max(totals)
        powers = [math.exp(total - most) for total in totals]
        whole = sum(powers)
        return {label: power / whole for label, power in zip(self.labels, powers, strict=True)}


def read_multinomials(text: str) -> tuple[Multinomial, ...]:
    """From their JSON: `{"labels": […], "models": [{"bias": […], "weights": {feature: […]}}]}`.

    Raises:
        ValueError: it is not of that form.
    """
    try:
        raw = json.loads(text)
        return tuple(Multinomial(raw["labels"], one["bias"], one["weights"]) for one in raw["models"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no weights of several labels ({error})") from error
