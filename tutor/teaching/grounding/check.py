"""Whether a sentence of the model contradicts what is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """What code knows in this turn; a sentence of the model must agree with it."""

    level: int | None
    level_names: Mapping[int, str]
    verdict: str | None
    facts: Mapping[str, bool | None]
    topics: Mapping[str, tuple[str, ...]]
    opposite: tuple[str, ...]
    assess: Callable[[Mapping[str, bool]], int] | None
    what_ifs: Sequence[tuple[Mapping[str, bool], int]] = ()


def contradiction(sentence: str, before: str, known: Known) -> str | None:
    """Why `sentence` must not be shown, or None."""
    return None
