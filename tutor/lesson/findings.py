"""What is wrong with a lesson pack, and where."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "warning"]
TomlPath = tuple[str | int, ...]
"""Keys and list positions from the top of a TOML file, e.g. ("item", 3, "key")."""


class Finding(NamedTuple):
    """One thing that is wrong, at a line that an editor can jump to."""

    file: str
    line: int
    severity: Severity
    message: str
    """What is wrong, and what to write instead."""
    kind: str = ""
    """The id of its kind, under which `docs/checks.md` explains it."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.message}" + (f" [{self.kind}]" if self.kind else "")


def line_of(source: str, path: TomlPath) -> int:
    """The line (from 1) of the deepest part of `path` that stands in the TOML text `source`.

    A key that is missing is found at the line of the table it should stand in. The TOML parser keeps no positions, so
    this parses once more with tree-sitter, which is imported only where something is wrong.
    """
    try:
        positions = _positions(source)
    except RecursionError:
        return 1
    while path not in positions:
        path = path[:-1]
    return positions[path]


@lru_cache(maxsize=32)
def _positions(source: str) -> dict[TomlPath, int]:
    """The line of every key, table and array element."""
    import tree_sitter
    import tree_sitter_toml

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
    tree = parser.parse(source.encode())
    positions: dict[TomlPath, int] = {(): 1}
    counts: dict[TomlPath, int] = {}

    def keys_of(node: Any) -> list[str]:
        if node.type == "dotted_key":
            return [part for child in node.named_children for part in keys_of(child)]
        text = node.text.decode(errors="replace")
        return [text[1:-1] if node.type == "quoted_key" else text]

    def note(at: TomlPath, node: Any) -> None:
        positions.setdefault(at, node.start_point[0] + 1)

    def visit_value(at: TomlPath, node: Any) -> None:
        if node.type == "array":
            for position, child in enumerate(c for c in node.named_children if c.type != "comment"):
                note((*at, position), child)
                visit_value((*at, position), child)
        elif node.type == "inline_table":
            for child in node.named_children:
                visit_pair(at, child)

    def visit_pair(at: TomlPath, node: Any) -> None:
        if node.type != "pair":
            return
        key, value = node.named_children[0], node.named_children[-1]
        for part in keys_of(key):
            at = (*at, part)
            note(at, node)
        visit_value(at, value)

    def through_arrays(keys: list[str]) -> TomlPath:
        """`[a.b]` below `[[a]]` belongs to the newest element of `a`."""
        at: TomlPath = ()
        for key in keys:
            at = (*at, key)
            if at in counts:
                at = (*at, counts[at] - 1)
        return at

    for node in tree.root_node.named_children:
        if node.type == "pair":
            visit_pair((), node)
        elif node.type in ("table", "table_array_element") and node.named_children:
            keys = keys_of(node.named_children[0])
            if node.type == "table":
                at = through_arrays(keys)
            else:
                array = (*through_arrays(keys[:-1]), keys[-1])
                counts[array] = counts.get(array, 0) + 1
                at = (*array, counts[array] - 1)
                note(array, node)
            note(at, node)
            for child in node.named_children[1:]:
                visit_pair(at, child)
    return positions
