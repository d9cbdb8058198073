"""Restores the indentation that code loses when it is copied from a page.

Where exactly one layout makes sense, that one is it; where several do, nobody can know, and the code stays as it is.
Code is parsed and never run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from tutor.lesson.code_rules import parsed

How = Literal["kept", "restored", "ambiguous", "broken"]
_STEP = "    "
_MOST_TRIES = 2000
_ENDS_BLOCK = re.compile(r"(return|raise|break|continue)\b")
_CONTINUES = re.compile(r"(else|elif|except|finally)\b")
_OPEN, _CLOSE = "([{", ")]}"


class Layout(NamedTuple):
    """Code as it is to be shown."""

    code: str
    how: How
    """`kept`: it parses as it stands. `restored`: only one layout does. Otherwise the code is as it stands:
    `ambiguous`, several layouts parse; `broken`, none does, or it is no Python."""


def restore(lines: Sequence[str]) -> Layout:
    """The code of these lines, with its indentation where that was lost and can be known."""
    code = _dedented(lines)
    if parsed(code) is not None and not _flattened(code):
        return Layout(code, "kept")
    if any(line[:1].isspace() for line in code.split("\n") if line.strip()):
        return Layout(code, "broken")
    layouts = _Layouts(code.split("\n")).find()
    if len(layouts) == 1:
        return Layout(layouts[0], "restored")
    return Layout(code, "ambiguous" if layouts else "broken")


def _dedented(lines: Sequence[str]) -> str:
    kept = [line.rstrip().replace("\t", _STEP) for line in lines]
    while kept and not kept[0].strip():
        kept.pop(0)
    while kept and not kept[-1].strip():
        kept.pop()
    margin = min((len(line) - len(line.lstrip()) for line in kept if line.strip()), default=0)
    return "\n".join(line[margin:] for line in kept)


def _flattened(code: str) -> bool:
    """Whether code that parses has lost its indentation all the same: nothing of it is indented, and something ends
    in the middle of a bracket's alignment. Code without a block and without a bracket over lines has lost nothing."""
    lines = [line for line in code.split("\n") if line.strip()]
    return any(statement.lines > 1 for statement in _statements(lines)) and not any(
        line[:1].isspace() for line in lines
    )


class _Statement(NamedTuple):
    """A logical line: a statement over one or several lines, with the comments above it."""

    first: int
    lines: int
    comments: int
    """How many of the lines are comments or empty, at its beginning."""
    text: str
    """Its own lines, without comments above and behind."""

    @property
    def opens_block(self) -> bool:
        return self.text.endswith(":")


def _statements(lines: Sequence[str]) -> Iterator[_Statement]:
    first, comments, depth = 0, 0, 0
    text, quote = "", ""
    for n, line in enumerate(lines):
        bare = line.strip()
        if not text and (not bare or bare.startswith("#")):
            comments += 1
            continue
        code, depth, quote = _scanned(bare, depth, quote)
        text = f"{text} {code}".strip()
        if depth > 0 or quote or text.endswith("\\"):
            continue
        yield _Statement(first, n - first + 1, comments, text)
        first, comments, depth, text = n + 1, 0, 0, ""
    if first < len(lines):
        yield _Statement(first, len(lines) - first, comments, text)


def _scanned(line: str, depth: int, quote: str) -> tuple[str, int, str]:
    """The line without its comment, how deep in brackets it ends, and in which triple quotes, if in any."""
    at, kept = 0, len(line)
    while at < len(line):
        if quote:
            end = line.find(quote, at)
            if end < 0:
                return line, depth, quote if len(quote) == 3 else ""
            at, quote = end + len(quote), ""
            continue
        character = line[at]
        if character == "#":
            kept = at
            break
        if character in "\"'":
            quote = line[at : at + 3] if line[at : at + 3] == character * 3 else character
            at += len(quote)
            if len(quote) == 1:  # a plain string ends on its line
                closed = re.match(rf"(?:\\.|[^{character}\\])*{character}", line[at:])
                at, quote = (at + closed.end(), "") if closed else (len(line), "")
            continue
        depth += (character in _OPEN) - (character in _CLOSE)
        at += 1
    return line[:kept].rstrip(), max(depth, 0), quote if len(quote) == 3 else ""


class _Layouts:
    """Looks for layouts of flat code that make sense: they parse, and no statement can never be reached."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = [line.strip() for line in lines]
        self._statements = list(_statements(self._lines))
        self._found: list[str] = []
        self._tries = 0

    def find(self) -> list[str]:
        """None, one, or two when there are several."""
        if self._statements:
            self._try([0])
        return self._found

    def _try(self, levels: list[int]) -> None:
        if len(self._found) > 1:
            return
        self._tries += 1
        if self._tries > _MOST_TRIES:
            self._found = ["", ""]  # too many to look at: nobody can know
            return
        whole = len(levels) == len(self._statements)
        if whole or self._stands_alone(len(levels)):
            text = self._laid_out(levels)
            tree = parsed(text)
            if tree is None or not _makes_sense(tree):
                return
            if whole:
                self._found.append(text)
                return
        before, level = self._statements[len(levels) - 1], levels[-1]
        after = self._statements[len(levels)]
        if before.opens_block:
            choices = [level + 1]
        elif before.text.startswith("@"):
            choices = [level]
        else:
            ended = bool(_ENDS_BLOCK.match(before.text))
            choices = list(range(level - 1 if ended else level, -1, -1))
        if _CONTINUES.match(after.text):
            choices = [choice for choice in choices if choice < level or not before.opens_block]
        if after.text.startswith("if __name__"):
            choices = [choice for choice in choices if choice == 0]
        for choice in choices:
            self._try([*levels, choice])

    def _stands_alone(self, count: int) -> bool:
        """Whether so many statements should parse already: no block is open, and no `try` waits for its `except`."""
        if self._statements[count - 1].opens_block or self._statements[count - 1].text.startswith("@"):
            return False
        return not any(statement.text.startswith("try") for statement in self._statements[:count])

    def _laid_out(self, levels: Sequence[int]) -> str:
        out: list[str] = []
        for statement, level in zip(self._statements, levels, strict=False):
            margin = _STEP * level
            own = self._lines[statement.first : statement.first + statement.lines]
            for comment in own[: statement.comments]:
                out.append(f"{margin}{comment}".rstrip())
            out += _continued(own[statement.comments :], margin)
        return "\n".join(out)


def _continued(lines: Sequence[str], margin: str) -> Iterator[str]:
    """The lines of one statement: those that go on stand below what follows the bracket that is open."""
    open_at: list[int] = []
    for n, line in enumerate(lines):
        indent = len(margin)
        if n and open_at:
            indent = len(margin) if line[:1] in _CLOSE and open_at[-1] == len(margin) + len(_STEP) else open_at[-1]
        yield (" " * indent + line).rstrip()
        quote = ""
        for at, character in enumerate(line):
            if quote:
                quote = "" if character == quote else quote
            elif character in "\"'":
                quote = character
            elif character in _OPEN:
                rest = line[at + 1 :].strip()
                open_at.append(indent + at + 1 if rest and not rest.startswith("#") else len(margin) + len(_STEP))
            elif character in _CLOSE and open_at:
                open_at.pop()


def _makes_sense(tree: ast.Module) -> bool:
    return all(_body_makes_sense(node) for node in ast.walk(tree)) and _placed(tree, False, False)


def _body_makes_sense(node: ast.AST) -> bool:
    """No statement stands behind one after which nothing is reached."""
    bodies = [getattr(node, name, None) for name in ("body", "orelse", "finalbody")]
    return not any(_ends(statement) for body in bodies if isinstance(body, list) for statement in body[:-1])


def _ends(statement: ast.stmt) -> bool:
    """Whether nothing behind a statement is reached."""
    match statement:
        case ast.Return() | ast.Raise() | ast.Break() | ast.Continue():
            return True
        case ast.If(body=then, orelse=otherwise):
            return bool(otherwise) and _ends(then[-1]) and _ends(otherwise[-1])
    return False


def _placed(node: ast.AST, in_function: bool, in_loop: bool) -> bool:
    """Whether every return is in a function, and every break in a loop."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Return() if not in_function:
                return False
            case ast.Break() | ast.Continue() if not in_loop:
                return False
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                if not _placed(child, True, False):
                    return False
            case ast.ClassDef():
                if not _placed(child, False, False):
                    return False
            case ast.For() | ast.AsyncFor() | ast.While():
                if not _placed(child, in_function, True):
                    return False
            case _:
                if not _placed(child, in_function, in_loop):
                    return False
    return True
