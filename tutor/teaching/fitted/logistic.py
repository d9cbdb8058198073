"""Logistic regression over named features: its weights are a file that a person can read.

Fitted by `python -m evals fit`; here it is only applied.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
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


class Multinomial(NamedTuple):
    """Probabilities of several labels from features that are there or not, each with a weight for each label."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        """They add up to 1."""
        totals = list(self.bias)
        for name, value in features.items():
            if weighed := self.weights.get(name):
                for place, weight in enumerate(weighed):
                    totals[place] += weight * value
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
        labels = tuple(raw["labels"])
        found = tuple(
            Multinomial(
                labels,
                tuple(map(float, one["bias"])),
                {name: tuple(map(float, listed)) for name, listed in one["weights"].items()},
            )
            for one in raw["models"]
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no weights of several labels ({error})") from error
    if any(len(listed) != len(labels) for one in found for listed in (one.bias, *one.weights.values())):
        raise ValueError("every feature needs a weight for each label")
    return found
