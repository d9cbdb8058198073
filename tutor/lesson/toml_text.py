"""Writes TOML as a person would: tables in order, texts on lines of their own, and comments that explain the keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel

from tutor.lesson.schema import field_docstring

Value = str | bool | int | Sequence[str] | Mapping[str, bool]


def value_text(value: Value) -> str:
    """A value as it stands behind its key."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _string(value)
        case Mapping():
            return "{ " + ", ".join(f"{key} = {value_text(inner)}" for key, inner in value.items()) + " }"
        case _:
            return "[\n" + "".join(f"    {_string(one)},\n" for one in value) + "]"


def _string(text: str) -> str:
    if "\n" not in text:
        return json.dumps(text, ensure_ascii=False)
    body = text.replace("\\", "\\\\").replace('"""', '""\\"')
    if body.endswith('"'):
        body = body[:-1] + '\\"'
    return f'"""\n{body}"""'


class TomlText:
    """A TOML file that grows. Each key is explained once, by the docstring of its field."""

    def __init__(self, schema: str, about: str) -> None:
        self._lines = [f"#:schema {schema}", *(f"# {line}" for line in about.split("\n"))]
        self._explained: set[tuple[str, str]] = set()

    def table(
        self, header: str, kind: type[BaseModel] | None = None, comment: str = "", /, **values: Value | None
    ) -> None:
        """A table with its keys (None is left out); without a header, the keys at the top of the file."""
        self._lines.append("")
        self._comment(comment)
        if header:
            self._lines.append(header)
        for key, value in values.items():
            if value is None:
                continue
            if kind is not None and (kind.__name__, key) not in self._explained:
                self._explained.add((kind.__name__, key))
                self._comment(field_docstring(kind, key))
            self._lines.append(f"{key} = {value_text(value)}")

    def remark(self, text: str) -> None:
        """Comment lines that stand alone."""
        self._lines.append("")
        self._lines += [f"# {line}".rstrip() for line in text.split("\n")]

    def _comment(self, text: str) -> None:
        self._lines += [f"# {line}" for line in _wrapped(text)]

    def __str__(self) -> str:
        return "\n".join(self._lines) + "\n"


def _wrapped(text: str) -> Iterable[str]:
    import textwrap

    return textwrap.wrap(text, 116)
