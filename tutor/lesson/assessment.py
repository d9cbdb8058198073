"""The deterministic assessment that a lesson names: a registered function, or a table of rules.

It alone decides the level. What-if answers come from calling it on every combination of facts.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import NamedTuple, Protocol

import tutor
from tutor.errors import LessonError
from tutor.lesson.maturity import maturity_level
from tutor.lesson.model import AssessmentDeclaration, Rule

ENTRY_POINTS = "mlops_tutor.assessments"

_SHIPPED: Mapping[str, Callable[..., tuple[int, str]]] = {maturity_level.__name__: maturity_level}


class Assessed(NamedTuple):
    """What the assessment returned."""

    level: int
    advice: str


class Assessment(Protocol):
    """Facts in, level and advice out; the same facts always give the same level."""

    @property
    def name(self) -> str: ...

    @property
    def parameters(self) -> tuple[str, ...]:
        """The ids of the facts it takes; empty when it takes whatever the lesson declares."""

    def __call__(self, facts: Mapping[str, bool]) -> Assessed: ...

    def source(self) -> str:
        """The code that runs, as text; empty for a table of rules."""


@dataclass(frozen=True)
class FunctionAssessment:
    """A registered Python function of booleans that returns (level, advice)."""

    function: Callable[..., tuple[int, str]]

    @property
    def name(self) -> str:
        return self.function.__name__

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(inspect.signature(self.function).parameters)

    def __call__(self, facts: Mapping[str, bool]) -> Assessed:
        level, advice = self.function(**{name: facts[name] for name in self.parameters})
        return Assessed(level, advice)

    def source(self) -> str:
        return inspect.getsource(self.function)


@dataclass(frozen=True)
class RulesAssessment:
    """A table of rules from the pack: the first rule all of whose facts hold gives the level."""

    rules: tuple[Rule, ...]
    name: str = "rules"
    parameters: tuple[str, ...] = ()

    def __call__(self, facts: Mapping[str, bool]) -> Assessed:
        for rule in self.rules:
            if all(facts[name] == value for name, value in rule.when.items()):
                return Assessed(rule.level, rule.advice)
        raise LessonError("no rule matches; end the table with a rule without `when`")

    def source(self) -> str:
        return ""


@lru_cache(maxsize=8)
def _registered(name: str) -> Callable[..., tuple[int, str]] | None:
    if name in _SHIPPED:
        return _SHIPPED[name]
    from importlib.metadata import entry_points

    for entry in entry_points(group=ENTRY_POINTS, name=name):
        loaded = entry.load()
        if callable(loaded):
            return loaded  # type: ignore[no-any-return]
    return None


def brought_by(name: str) -> str:
    """The package that registered the function of this name, with its version; empty when none did."""
    from importlib.metadata import entry_points

    for entry in entry_points(group=ENTRY_POINTS, name=name):
        return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.module
    return tutor.__name__ if name in _SHIPPED else ""


def registered(name: str) -> str | None:
    """The source of the function registered under a name; None when there is none, or its source is not at hand."""
    function = _registered(name)
    try:
        return inspect.getsource(function) if function else None
    except (OSError, TypeError):
        return None


def resolve(declaration: AssessmentDeclaration) -> Assessment:
    """The assessment that a lesson declares.

    Raises:
        LessonError: no function of that name is registered, or neither a function nor rules are given.
    """
    if declaration.rule:
        if declaration.rule[-1].when:
            raise LessonError("the table of rules can end without a match; end it with a rule without `when`")
        return RulesAssessment(declaration.rule)
    if not declaration.function:
        raise LessonError("[assessment] names nothing; write `function = …` or [[assessment.rule]] tables")
    function = _registered(declaration.function)
    if function is None:
        raise LessonError(
            f'no assessment "{declaration.function}" is registered; install the package that brings it, '
            "or write [[assessment.rule]] tables"
        )
    return FunctionAssessment(function)


def combinations(facts: tuple[str, ...]) -> Iterator[dict[str, bool]]:
    """Every combination of yes and no: 2 to the number of facts."""
    for values in product((False, True), repeat=len(facts)):
        yield dict(zip(facts, values, strict=True))


def matters(assessment: Assessment, known: Mapping[str, bool | None], fact: str) -> bool:
    """Whether the level could depend on `fact`, given the facts already known (None or absent: not known)."""
    names = (*known, *(() if fact in known else (fact,)))
    for combination in combinations(names):
        if any(known.get(name) not in (None, value) for name, value in combination.items() if name != fact):
            continue
        if assessment(combination | {fact: True}).level != assessment(combination | {fact: False}).level:
            return True
    return False


class Change(NamedTuple):
    """A smallest set of facts to change, and the level that it would give."""

    facts: dict[str, bool]
    level: int


def changes(assessment: Assessment, facts: Mapping[str, bool]) -> list[Change]:
    """What would change the level: every smallest set of changed facts that gives another one, fewest facts first."""
    now = assessment(facts).level
    found: list[Change] = []
    for combination in combinations(tuple(facts)):
        changed = {name: value for name, value in combination.items() if value != facts[name]}
        level = assessment(combination).level
        if level != now:
            found.append(Change(changed, level))
    found.sort(key=lambda change: (len(change.facts), change.level))
    return [
        change
        for n, change in enumerate(found)
        if not any(
            earlier.level == change.level and earlier.facts.items() <= change.facts.items() for earlier in found[:n]
        )
    ]
