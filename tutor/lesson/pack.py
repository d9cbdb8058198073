"""The files of a pack as they lie in its folder, and what was found wrong in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli

from tutor.lesson.findings import Finding, TomlPath, line_of
from tutor.lesson.marks import marked, told, told_everywhere

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Pack:
    """The files of a folder, each read once, and the findings made on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.findings: list[Finding] = []
        self.sources: dict[str, str] = {}
        """The text of every file that could be read, by its name in the pack."""
        self.asked_for: set[str] = set()
        """Every name that was looked for, found or not."""
        self.mended: dict[str, set[TomlPath]] = {}
        """Where a stand-in was put for what is broken: nothing more is said about these places."""
        self._digest = hashlib.sha256()

    def digest(self) -> str:
        return self._digest.hexdigest()[:16]

    def shown(self, name: str) -> str:
        return str(self.folder / name)

    def find(self, kind: str, name: str, message: str, path: TomlPath = (), line: int = 0) -> None:
        """Note a finding of a kind, at a line or at a place in a TOML file. A stand-in's faults are nobody's."""
        if path and not self.intact(name, path):
            return
        line = line or (line_of(self.sources[name], path) if path and name in self.sources else 1)
        self._note(kind, name, line, message)

    def find_text(self, kind: str, name: str, message: str, path: TomlPath, part: str) -> None:
        """Note a finding about a part of a text: a line of a Markdown file, or of a text in a TOML file."""
        if not self.intact(name, path):
            return
        source = self.sources.get(name, "")
        start = line_of(source, path) if path else 1
        first = part.strip().split("\n", 1)[0]
        lines = source.split("\n")
        found = next((n for n, line in enumerate(lines[start - 1 :], start) if first and first in line), start)
        self._note(kind, name, found, message)

    def _note(self, kind: str, name: str, line: int, message: str) -> None:
        from tutor.lesson.kinds import KINDS  # only where something is wrong

        self.findings.append(Finding(self.shown(name), line, KINDS[kind].severity, message, kind))

    def mend(self, name: str, path: TomlPath) -> None:
        """Note that a stand-in stands at a table of a list, at a key of the file, or for all of it (`()`)."""
        first = next((n for n, part in enumerate(path) if isinstance(part, int)), 0)
        self.mended.setdefault(name, set()).add(path[: first + 1])

    def intact(self, name: str, path: TomlPath = ()) -> bool:
        """Whether nothing at, above or below a place of a file had to be replaced by a stand-in."""
        return not any(
            path[: len(mended)] == mended or mended[: len(path)] == path for mended in self.mended.get(name, ())
        )

    def text(self, name: str, *, required: bool = True) -> str | None:
        """The file's text, or None when it is missing or is not text (then there is a finding)."""
        self.asked_for.add(name)
        try:
            raw = (self.folder / name).read_bytes()
        except FileNotFoundError:
            if required:
                message = f"this file is missing; write it, or copy it from another lesson ({name})"
                self.find("missing-file", name, message)
            return None
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            self.find("unreadable-file", name, f"cannot be read ({why}); make it a readable file")
            return None
        self._digest.update(name.encode(errors="replace") + b"\0" + raw + b"\0")
        try:
            source = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            self.find("encoding", name, "not UTF-8; save it in that encoding", line=line)
            return None
        source = source.replace("\r\n", "\n")
        if control := _CONTROL.search(source):
            line = source.count("\n", 0, control.start()) + 1
            self.find("control-character", name, "a control character; remove it", line=line)
            return None
        self.sources[name] = source
        return source

    def markdown(self, name: str, *, required: bool = True) -> str:
        source = self.text(name, required=required)
        if source is not None and required and not source.strip():
            self.find("empty-text", name, "this file is empty; write its text")
        return told((source or "").strip())

    def toml(self, name: str, *, required: bool = True) -> dict[str, Any] | None:
        """The file as a table; None when it is not there. One that cannot be read is an empty, mended table."""
        before = len(self.findings)
        source = self.text(name, required=required)
        raw: dict[str, Any] | None = None
        if source is not None:
            raw = self._parsed(name, source)
        if raw is None and len(self.findings) > before:
            self.mend(name, ())
            return {}
        return raw

    def _parsed(self, name: str, source: str) -> dict[str, Any] | None:
        try:
            raw = tomli.loads(source)
            for at in _control_characters(raw, ()) if "\\" in source else ():
                self.find("control-character", name, "a control character in this text; remove it", at)
            return told_everywhere(raw) if marked(source) else raw
        except tomli.TOMLDecodeError as error:
            what, _, where = str(error).partition(" (at ")
            digits = where.removeprefix("line ").partition(",")[0]
            line = int(digits) if digits.isdigit() else source.count("\n") + 1
            self.find("toml", name, f"not valid TOML: {what[:1].lower()}{what[1:]}; mend the line", line=line)
        except (ValueError, RecursionError):
            message = "not valid TOML: a number too long or tables nested too deep; make it simpler"
            self.find("toml", name, message)
        return None


def _control_characters(value: Any, at: TomlPath) -> Iterator[TomlPath]:
    """Where a text holds one: TOML can spell them as escapes, which the file's own text does not show."""
    if isinstance(value, str) and _CONTROL.search(value):
        yield at
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _control_characters(inner, (*at, key))
