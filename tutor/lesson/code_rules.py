"""Reads a table of rules out of a demo's code, by its syntax tree: nothing is run.

What can be read is a function of yes-or-no facts that returns `(level, advice)` from conditions which join facts by
`and`, `or` and `not`. Anything else gives None: such code can only be shown.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tutor.lesson.model import Rule

_LONGEST = 20_000
_Conditions = dict[str, bool]


class CodeRules(NamedTuple):
    """A function as a table of rules: the first rule all of whose facts hold gives level and advice."""

    function: str
    parameters: tuple[str, ...]
    rules: tuple[Rule, ...]
    given: dict[str, bool]
    """The facts of the first call below the function that names them all; empty when there is none."""
    last_line: int
    """Where the function ends in the code, counted from 1."""
    printed: str = ""
    """What the code prints of that call, as far as it can be read; empty when it cannot."""

    def result(self, facts: Mapping[str, bool]) -> Rule:
        """The rule that gives level and advice for these facts."""
        return next(rule for rule in self.rules if all(facts[name] is value for name, value in rule.when.items()))


class _NotRules(Exception):
    """The code does something that a table of rules cannot say."""


def rules_of(code: str) -> CodeRules | None:
    """The first function in `code` that is a table of rules, or None."""
    tree = parsed(code)
    for node in tree.body if tree else ():
        if isinstance(node, ast.FunctionDef) and (found := _rules_of_function(node)):
            return _called(tree, found)  # type: ignore[arg-type]
    return None


def parsed(code: str) -> ast.Module | None:
    """The syntax tree of Python code, or None; whatever the code is, this does not raise."""
    if len(code) > _LONGEST:
        return None
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a doubtful escape in somebody's demo is no concern of the learner
        try:
            return ast.parse(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def same_function(code: str, other: str) -> bool:
    """Whether the first functions of two pieces of code do the same: annotations and layout do not matter."""
    trees = [parsed(text) for text in (code, other)]
    functions = [
        next((node for node in tree.body if isinstance(node, ast.FunctionDef)), None) if tree else None
        for tree in trees
    ]
    if functions[0] is None or functions[1] is None:
        return False
    return _plain(functions[0]) == _plain(functions[1])


def _plain(function: ast.FunctionDef) -> str:
    function.returns = None
    for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs):
        argument.annotation = None
    return ast.dump(function)


def _rules_of_function(function: ast.FunctionDef) -> CodeRules | None:
    arguments = function.args
    if arguments.vararg or arguments.kwarg or not (arguments.posonlyargs or arguments.args or arguments.kwonlyargs):
        return None
    names = tuple(a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs))
    try:
        rules = tuple(_rules(function.body, {}, frozenset(names)))
    except (_NotRules, ValueError, RecursionError):
        return None
    if not rules or rules[-1].when or not _always_returns(function.body):
        return None
    return CodeRules(function.name, names, rules, {}, function.end_lineno or 0)


def _rules(body: Sequence[ast.stmt], known: _Conditions, names: frozenset[str]) -> Iterator[Rule]:
    for statement in body:
        match statement:
            case ast.Expr(value=ast.Constant(value=str())) | ast.Pass():
                continue
            case ast.Return(value=ast.Tuple(elts=[level, advice])):
                yield Rule(when=known, level=_number(level), advice=_text(advice))
                return
            case ast.If(test=test, body=then, orelse=otherwise):
                for conditions in _ways(test, names, wanted=True):
                    if joined := _joined(known, conditions):
                        yield from _rules(then, joined[0], names)
                if otherwise and not _always_returns(then):
                    raise _NotRules
                yield from _rules(otherwise, known, names)
                if otherwise and _always_returns(then) and _always_returns(otherwise):
                    return
            case _:
                raise _NotRules


def _ways(test: ast.expr, names: frozenset[str], *, wanted: bool) -> list[_Conditions]:
    """The combinations of facts, any one of which makes the condition what is wanted."""
    match test:
        case ast.Name(id=name) if name in names:
            return [{name: wanted}]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _ways(operand, names, wanted=not wanted)
        case ast.Compare(left=left, ops=[ast.Eq() | ast.Is()], comparators=[ast.Constant(value=bool(value))]):
            return _ways(left, names, wanted=wanted is value)
        case ast.BoolOp(op=op, values=values):
            parts = [_ways(value, names, wanted=wanted) for value in values]
            if isinstance(op, ast.And) is not wanted:
                return [way for part in parts for way in part]
            found: list[_Conditions] = [{}]
            for part in parts:
                found = [joined[0] for way in found for more in part if (joined := _joined(way, more))]
                if len(found) > 64:
                    raise _NotRules
            return found
    raise _NotRules


def _joined(one: _Conditions, other: _Conditions) -> tuple[_Conditions] | None:
    """Both together (in a tuple, since it may be empty), or None when they contradict one another."""
    return None if any(one.get(name, value) is not value for name, value in other.items()) else ({**one, **other},)


def _always_returns(body: Sequence[ast.stmt]) -> bool:
    match body[-1] if body else None:
        case ast.Return():
            return True
        case ast.If(body=then, orelse=otherwise):
            return _always_returns(then) and _always_returns(otherwise)
    return False


def _number(node: ast.expr) -> int:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    raise _NotRules


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise _NotRules


def _called(tree: ast.Module, found: CodeRules) -> CodeRules:
    """The same with the first call below the function, and what is printed of it."""
    given = _given(tree, found)
    if not given:
        return found
    rule = found.result(given)
    names: dict[str, str] = {}
    for node in tree.body:
        match node:
            case ast.Assign(
                targets=[ast.Tuple(elts=[ast.Name(id=level), ast.Name(id=advice)])],
                value=ast.Call(func=ast.Name(id=name)),
            ) if name == found.function and not names:
                names = {level: str(rule.level), advice: rule.advice}
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[ast.JoinedStr(values=parts)])) if names:
                return found._replace(given=given, printed=_filled_in(parts, names))
    return found._replace(given=given)


def _filled_in(parts: Sequence[ast.expr], names: Mapping[str, str]) -> str:
    """An f-string of constants and plain names; empty when it holds anything else."""
    text = ""
    for part in parts:
        match part:
            case ast.Constant(value=str(constant)):
                text += constant
            case ast.FormattedValue(value=ast.Name(id=name), conversion=-1, format_spec=None) if name in names:
                text += names[name]
            case _:
                return ""
    return text


def _given(tree: ast.Module, found: CodeRules) -> dict[str, bool]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=positional, keywords=named) if name == found.function:
                values = dict(zip(found.parameters, positional, strict=False))
                values |= {keyword.arg: keyword.value for keyword in named if keyword.arg}
                facts = {
                    key: value.value
                    for key, value in values.items()
                    if isinstance(value, ast.Constant) and isinstance(value.value, bool)
                }
                if set(facts) == set(found.parameters):
                    return facts
    return {}
