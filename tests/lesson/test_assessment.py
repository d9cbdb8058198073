"""The assessment: the published function, tables of rules, and what they say about other facts."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.errors import LessonError
from tutor.lesson.assessment import (
    Assessment,
    FunctionAssessment,
    RulesAssessment,
    changes,
    combinations,
    matters,
    resolve,
)
from tutor.lesson.maturity import maturity_level
from tutor.lesson.model import AssessmentDeclaration, Rule

FACTS = ("automated_training", "automated_pipeline", "automated_cicd")
PUBLISHED = Path(__file__).with_name("published") / "function.txt"


def published() -> Any:
    names: dict[str, Any] = {}
    exec(PUBLISHED.read_text(encoding="utf-8"), names)
    return names["maturity_level"]


@pytest.mark.parametrize("values", list(product((False, True), repeat=3)))
def test_the_function_is_the_published_one(values: tuple[bool, bool, bool]) -> None:
    """For each of the eight combinations the function returns what the published text returns."""
    assert maturity_level(*values) == published()(*values)


@pytest.mark.parametrize("values", list(product((False, True), repeat=3)))
def test_the_assessment_calls_the_function(assessment: Assessment, values: tuple[bool, bool, bool]) -> None:
    """The assessment that the lesson names gives the published level and advice."""
    result = assessment(dict(zip(FACTS, values, strict=True)))
    assert (result.level, result.advice) == published()(*values)


def test_its_parameters_are_the_facts_in_order(assessment: Assessment) -> None:
    """The facts of the contract are the parameters of the function, in the published order."""
    assert assessment.parameters == FACTS


def test_its_source_is_what_runs(assessment: Assessment) -> None:
    """The source shown in the demo, when run, is the published function."""
    names: dict[str, Any] = {}
    exec(assessment.source(), names)
    for values in product((False, True), repeat=3):
        assert names["maturity_level"](*values) == published()(*values)


def test_all_combinations_are_tried_once() -> None:
    """`combinations` gives each assignment of three facts exactly once."""
    found = [tuple(c.values()) for c in combinations(FACTS)]
    assert sorted(found) == sorted(product((False, True), repeat=3))


tables = st.lists(
    st.builds(
        Rule,
        when=st.dictionaries(st.sampled_from("pqr"), st.booleans(), min_size=1),
        level=st.integers(0, 3),
        advice=st.just("x"),
    ),
    max_size=4,
).map(lambda rules: RulesAssessment((*rules, Rule(level=0, advice="x"))))
facts_of_pqr = st.fixed_dictionaries({name: st.booleans() for name in "pqr"})
known_of_pqr = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in "pqr"})


@given(tables, facts_of_pqr)
def test_changes_are_the_smallest_by_brute_force(table: RulesAssessment, facts: dict[str, bool]) -> None:
    """`changes` lists each smallest set of changed facts that gives another level, and nothing else."""
    level_of = {}
    for values in product((False, True), repeat=3):
        other = dict(zip("pqr", values, strict=True))
        changed = frozenset(name for name in "pqr" if other[name] != facts[name])
        level_of[changed] = table(other).level
    now = level_of[frozenset()]
    expected = {
        (changed, level)
        for changed, level in level_of.items()
        if level != now and not any(less < changed and level_of[less] == level for less in level_of)
    }
    found = changes(table, facts)
    assert {(frozenset(change.facts), change.level) for change in found} == expected
    assert len(found) == len(expected)
    assert all(change.facts[name] is not facts[name] for change in found for name in change.facts)
    sizes = [len(change.facts) for change in found]
    assert sizes == sorted(sizes)


@given(tables, known_of_pqr, st.sampled_from("pqr"))
def test_matters_agrees_with_brute_force(table: RulesAssessment, known: dict[str, bool | None], fact: str) -> None:
    """A fact matters exactly when some completion of what is known gives another level for yes than for no."""
    expected = False
    for values in product((False, True), repeat=3):
        other = dict(zip("pqr", values, strict=True))
        if all(known[name] in (None, other[name]) for name in "pqr" if name != fact):
            expected |= table({**other, fact: True}).level != table({**other, fact: False}).level
    assert matters(table, known, fact) is expected


def test_training_never_matters(assessment: Assessment) -> None:
    """The first quirk: with nothing known, the level does not depend on training, and does on the pipeline."""
    nothing: dict[str, bool | None] = {}
    assert not matters(assessment, nothing | dict.fromkeys(FACTS), "automated_training")
    assert matters(assessment, nothing | dict.fromkeys(FACTS), "automated_pipeline")


def test_cicd_matters_only_with_a_pipeline(assessment: Assessment) -> None:
    """The second quirk: without a pipeline CI/CD changes nothing."""
    known: dict[str, bool | None] = {"automated_training": None, "automated_pipeline": False, "automated_cicd": None}
    assert not matters(assessment, known, "automated_cicd")
    assert matters(assessment, {**known, "automated_pipeline": True}, "automated_cicd")


def test_the_first_matching_rule_wins() -> None:
    """A table of rules is read from the top."""
    table = RulesAssessment(
        (
            Rule(when={"a": True}, level=2, advice="first"),
            Rule(when={"a": True, "b": True}, level=3, advice="second"),
            Rule(level=0, advice="last"),
        )
    )
    assert (table({"a": True, "b": True}).advice, table({"a": False, "b": True}).advice) == ("first", "last")


def test_a_table_without_a_final_rule_is_refused() -> None:
    """A table that could end without a match cannot be named by a lesson."""
    rules = (Rule(when={"a": True}, level=1, advice="x"),)
    with pytest.raises(LessonError, match="without `when`"):
        resolve(AssessmentDeclaration(rule=rules))


def test_an_unknown_function_is_refused() -> None:
    """A function that nothing registers is named in one line, with what to do instead."""
    with pytest.raises(LessonError, match="no-such-function") as refused:
        resolve(AssessmentDeclaration(function="no-such-function"))
    assert "\n" not in str(refused.value)


def test_a_declaration_that_names_nothing_is_refused() -> None:
    """`[assessment]` without a function or rules says what to write."""
    with pytest.raises(LessonError, match="function"):
        resolve(AssessmentDeclaration())


def test_a_table_of_rules_has_no_source() -> None:
    """A table is data: there is no code to show."""
    assert RulesAssessment((Rule(level=0, advice="x"),)).source() == ""


def test_a_function_is_called_with_its_own_facts_only() -> None:
    """Facts that a function does not take are not passed to it."""

    def one(a: bool) -> tuple[int, str]:
        return int(a), "advice"

    assert FunctionAssessment(one)({"a": True, "b": False}).level == 1
