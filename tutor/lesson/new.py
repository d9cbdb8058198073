"""Makes a new pack: the small lesson as a start, or one from a published lesson's text. Nothing is ever overwritten."""

from __future__ import annotations

import re
from pathlib import Path

from tutor.errors import UsageError
from tutor.lesson.published.write import Files, plain_words
from tutor.lesson.schema import bring_schemas

SMALL = Path(__file__).parent / "small_lesson"
"""A small complete lesson, whose files explain the format."""
LONGEST = 2_000_000
"""Bytes of a published lesson; a page with all its scripts has less."""


def lesson_id(folder: Path) -> str:
    """The id of a lesson in this folder: the folder's name in small letters."""
    return "-".join(plain_words(folder.absolute().name))[:60].strip("-") or "lesson"


def small_files(new_id: str) -> Files:
    """The small lesson under another id."""
    files = {
        path.relative_to(SMALL).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(SMALL.rglob("*"))
        if path.is_file() and path.suffix in (".toml", ".md")
    }
    files["lesson.toml"] = re.sub(r'^id = ".*"$', f'id = "{new_id}"', files["lesson.toml"], count=1, flags=re.MULTILINE)
    return files


def refuse_existing(folder: Path) -> None:
    """Raise UsageError when there is something at this place already; an empty folder is nothing."""
    try:
        taken = folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir())))
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}); give another folder") from error
    if taken:
        raise UsageError(f"{folder} exists already, and nothing is overwritten; give a folder that does not")


def write_pack(folder: Path, files: Files) -> None:
    """Write a pack and its schemas into a folder that is not there yet, or is empty.

    Raises:
        UsageError: the folder holds something, or cannot be written.
    """
    refuse_existing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        bring_schemas(folder)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({error.strerror}); give another folder") from error


def published_text(path: Path) -> str:
    """The text of a published lesson.

    Raises:
        UsageError: it cannot be read, or holds no text.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); give a text file") from error
    if len(raw) > LONGEST:
        raise UsageError(f"{path} is too long for a lesson ({len(raw) // 1_000_000} MB); cut out the one lesson")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # what editors on Windows write when nobody asks
    if "\0" in text or not text.strip():
        raise UsageError(f"{path} holds no text; save the page as text, Markdown or HTML")
    return text
