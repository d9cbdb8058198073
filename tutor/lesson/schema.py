"""The pack format as JSON Schema, one for each TOML file, for editors that complete and check as one types.

Generated from the models; the docstrings that stand under their fields are the descriptions. What editors understand
of JSON Schema differs: nothing newer than its draft 7 is used, and nothing that draft 4 reads otherwise.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from tutor.lesson import model, validate

FOLDER = "schema"
"""The folder for them, in a pack or beside it."""

_OF = {
    "lesson": model.Manifest,
    "checks": model.Checks,
    "demo": model.Demo,
    "diagnosis": model.Diagnosis,
    "levels": validate.LevelsFile,
    "cues": dict[str, model.Cues],
    "questions": validate.QuestionsFile,
    "try-it": validate.TryItFile,
}
_DIRECTIVE = re.compile(r"^#:schema \S*?([a-z-]+\.json)$", re.MULTILINE)


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of every TOML file of a pack, by the file's name without its ending."""
    return {name: _schema(name, kind) for name, kind in _OF.items()}


def schema_files() -> dict[str, str]:
    """The schemas as files: name and text."""
    return {
        f"{name}.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in schemas().items()
    }


def write_schemas(folder: Path) -> None:
    """Write the schemas into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_files().items():
        (folder / name).write_text(text, encoding="utf-8")


def bring_schemas(folder: Path) -> None:
    """Put the schemas into a pack, and let its files name them there, wherever they found them before."""
    write_schemas(folder / FOLDER)
    for path in folder.rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        up = "../" * (len(path.relative_to(folder).parts) - 1)
        path.write_text(_DIRECTIVE.sub(rf"#:schema {up}{FOLDER}/\1", text, count=1), encoding="utf-8")


def _schema(name: str, kind: Any) -> dict[str, Any]:
    generated = TypeAdapter(kind).json_schema()
    described = dict(_plain(generated))
    definitions = described.pop("$defs", {})
    for title, definition in ((kind.__name__, described), *definitions.items()):
        _describe(title, definition)
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"{name}.toml",
        **described,
    }
    return {**schema, "definitions": definitions} if definitions else schema


def _plain(value: Any) -> Any:
    """Without what older drafts do not know or read otherwise."""
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if not isinstance(value, dict):
        return value.replace("#/$defs/", "#/definitions/") if isinstance(value, str) else value
    found = {key: _plain(inner) for key, inner in value.items() if key != "discriminator"}
    if "anyOf" in found and {"type": "null"} in found["anyOf"]:  # TOML has no null: the key is left out
        (one,) = (inner for inner in found.pop("anyOf") if inner != {"type": "null"})
        del found["default"]
        found |= {"allOf": [one]} if "$ref" in one else one
    if isinstance(found.get("title"), str):  # but a property may have this name
        del found["title"]
    if "const" in found and not isinstance(found["const"], dict):
        found["enum"] = [found.pop("const")]
    if isinstance(found.get("exclusiveMinimum"), int):
        found["minimum"] = found.pop("exclusiveMinimum") + 1
    return found


def _describe(title: str, definition: dict[str, Any]) -> None:
    """Put the docstrings of a class's fields into its schema, those of the classes it builds on included."""
    for name, text in _docstrings(title):
        if name in definition.get("properties", {}):
            definition["properties"][name].setdefault("description", text)


def _docstrings(title: str) -> Iterator[tuple[str, str]]:
    fields, bases = _classes().get(title, ({}, ()))
    yield from fields.items()
    for base in bases:
        yield from _docstrings(base)


@lru_cache(maxsize=1)
def _classes() -> dict[str, tuple[dict[str, str], tuple[str, ...]]]:
    """Every class of the models: its fields' docstrings, and the names of the classes it builds on."""
    found: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {}
    for module in (model, validate):
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef):
                bases = tuple(base.id for base in node.bases if isinstance(base, ast.Name))
                found[node.name] = (dict(_field_docstrings(node)), bases)
    return found


def _field_docstrings(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, after in zip(node.body, node.body[1:], strict=False):
        match field, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, " ".join(text.split())


def field_docstring(kind: type[BaseModel], field: str) -> str:
    """What an author reads about a field; empty when nothing is said of it."""
    return next((text for name, text in _docstrings(kind.__name__) if name == field), "")
