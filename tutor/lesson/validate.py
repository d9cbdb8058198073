"""Validates a pack's tables, and puts stand-ins for what is broken, so that the rest can be looked at in one run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from tutor.lesson import model
from tutor.lesson.findings import TomlPath
from tutor.lesson.pack import Pack

_PASSES = 24
"""How often stand-ins are tried: each pass can bring up what only their own tables lack."""


class LevelsFile(model.Table):
    """`levels.toml`."""

    level: tuple[model.Level, ...] = ()
    """One table for each level that the assessment can give."""


class QuestionsFile(model.Table):
    """`questions.toml`."""

    question: tuple[model.Question, ...] = ()
    """Questions that learners ask, with answers."""


class TryItFile(model.Table):
    """`try-it.toml`."""

    item: tuple[model.Item, ...] = ()
    """The questions of the try-it list, in the order in which they are asked."""


class PackFiles(BaseModel):
    """Every TOML file of a pack: validated at once, so that the schema of each table is built once."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    manifest: model.Manifest
    checks: tuple[model.Checks, ...]
    demo: model.Demo | None
    diagnosis: model.Diagnosis | None
    levels: LevelsFile
    cues: dict[str, model.Cues]
    questions: QuestionsFile
    items: TryItFile


FILES: dict[str, tuple[str, type[BaseModel]]] = {
    "manifest": ("lesson.toml", model.Manifest),
    "demo": ("demo.toml", model.Demo),
    "diagnosis": ("diagnosis.toml", model.Diagnosis),
    "levels": ("levels.toml", LevelsFile),
    "cues": ("cues.toml", model.Cues),
    "questions": ("questions.toml", QuestionsFile),
    "items": ("try-it.toml", TryItFile),
}
"""By the field of `PackFiles`: the file, and the model of what stands in it."""


def validated(pack: Pack, raw: dict[str, Any], stems: list[str]) -> PackFiles | None:
    """The tables of all files. What is broken is told as findings and replaced by stand-ins, noted as mended.

    None when even stand-ins do not make it whole. `raw` is changed.
    """
    fillers = count(1)
    for attempt in range(_PASSES):
        try:
            return PackFiles.model_validate(raw)
        except ValidationError as invalid:
            problems = _of_their_own(invalid.errors(include_url=False))
        for problem in problems:
            file, kind, inside, at = _place(raw, stems, problem["loc"])
            if attempt == 0:
                pack.find(*_explain(problem, at, kind, file), at)
        for problem in problems:
            file, _, inside, at = _place(raw, stems, problem["loc"])
            pack.mend(file, at)
            _put_stand_in(inside, at, problem, f"x{next(fillers)}")
    return None


def _of_their_own(problems: Sequence[Any]) -> list[Any]:
    """Without the complaint that a list is too short only because what stands in it was refused."""
    return [
        problem
        for problem in problems
        if problem["type"] != "too_short"
        or not any(other["loc"][: len(problem["loc"])] == problem["loc"] for other in problems if other is not problem)
    ]


def _place(
    raw: dict[str, Any], stems: list[str], loc: tuple[int | str, ...]
) -> tuple[str, type[BaseModel], dict[str, Any], TomlPath]:
    """The file, its model, its table, and the place in it that pydantic speaks of."""
    field, *rest = loc
    if field == "checks":
        position, *rest = rest
        file, kind, inside = f"{stems[int(position)]}/checks.toml", model.Checks, raw["checks"][position]
    else:
        (file, kind), inside = FILES[str(field)], raw[str(field)]  # type: ignore[assignment]
    return file, kind, inside, _without_tags(inside, tuple(rest))


def _without_tags(raw: Any, at: TomlPath) -> TomlPath:
    """pydantic puts the discriminator's value into a path; TOML has no such step."""
    kept: list[str | int] = []
    here = raw
    for part in at:
        if isinstance(here, dict) and part not in here and here.get("kind") == part:
            continue
        kept.append(part)
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            here = None
    return tuple(kept)


def _explain(problem: Any, at: TomlPath, kind: type[BaseModel], file: str) -> tuple[str, str, str]:
    """The kind of finding, the file, and the message."""
    name = str(at[-1]) if at else "the file"
    match problem["type"]:
        case "missing":
            return "missing-key", file, f'"{name}" is missing here; add `{name} = …`'
        case "extra_forbidden":
            known = _known_keys(kind)
            hint = "; it belongs to another table, or nowhere" if name in known else nearest(name, sorted(known))
            return "unknown-key", file, f'unknown key "{name}"{hint}'
        case "string_too_short" | "too_short":
            return "empty-value", file, f'"{name}" is empty; write it'
        case _:
            given = repr(problem["input"])[:60]
            what = f"{problem['msg'][:1].lower()}{problem['msg'][1:]}"
            return "wrong-value", file, f'"{name}": {what}, not {given}{_advice(problem["type"], name)}'


def _advice(kind: str, name: str) -> str:
    """What to write where a value of another form is wanted."""
    if name in ("id", "key") and kind.startswith("string_pattern"):
        return "; write small letters, digits and hyphens"
    forms = {
        "int": "a whole number, without quotation marks",
        "bool": "true or false, without quotation marks",
        "string_type": "a text in quotation marks",
        "tuple": "a list in square brackets",
        "dict": "a table",
        "model": "a table",
    }
    return next((f"; write {form}" for start, form in forms.items() if kind.startswith(start)), "")


@lru_cache(maxsize=16)
def _known_keys(kind: type[BaseModel]) -> frozenset[str]:
    import json

    # the names of every table reachable from this file's model: near enough for a suggestion
    return frozenset(re.findall(r'"([a-z_]+)": \{', json.dumps(kind.model_json_schema())))


def nearest(name: str, known: list[str]) -> str:
    """The end of a message about a name that is not known: what was probably meant, or to remove it."""
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    return f'; did you mean "{near[0]}"?' if near else "; remove it"


def _put_stand_in(inside: Any, at: TomlPath, problem: Any, text: str) -> None:
    """Change the table so that pydantic has this to complain about no longer, as far as its complaint tells."""
    if not at:
        return
    parent = _reach(inside, at[:-1])
    key = at[-1]
    kind = problem["type"]
    if isinstance(parent, dict) and kind == "extra_forbidden":
        parent.pop(key, None)
        return
    if not isinstance(parent, dict | list) or (isinstance(parent, list) and not isinstance(key, int)):
        return
    value = parent.get(key) if isinstance(parent, dict) else parent[int(key)]
    parent[key] = _stand_in(kind, value, problem.get("ctx", {}), text)  # type: ignore[index]


def _reach(inside: Any, at: TomlPath) -> Any:
    for part in at:
        try:
            inside = inside[part]
        except (KeyError, IndexError, TypeError):
            return None
    return inside


def _stand_in(kind: str, value: Any, context: Any, text: str) -> Any:
    """A value in place of one that was refused; where it does not fit either, the next complaint tells more."""
    match kind:
        case "too_short":
            return [*(value if isinstance(value, list) else ()), text]
        case "literal_error":
            expected = re.search(r"'([^']*)'|(\d+)", str(context.get("expected", "")))
            return text if expected is None else int(expected[2]) if expected[2] else expected[1]
        case "union_tag_invalid" | "union_tag_not_found":
            return {**value, "kind": "reflect"} if isinstance(value, dict) else {}
        case "greater_than" | "greater_than_equal":
            return next(_bounds(context)) + 1
    for part, stand_in in (
        ("bool", False),
        ("int", 1),
        ("float", 1),
        ("dict", {}),
        ("model", {}),
        ("tuple", []),
        ("list", []),
    ):
        if kind.startswith(part):
            return stand_in
    return text


def _bounds(context: Any) -> Iterator[int]:
    yield from (int(context[name]) for name in ("gt", "ge") if name in context)
    yield 0
