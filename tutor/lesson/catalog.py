"""Where lessons are: shipped with the program, in folders that the settings name, and in installed packages."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import tomli

import tutor
from tutor.errors import UsageError

DEFAULT_LESSON = "mlops-maturity"
ENTRY_POINTS = "mlops_tutor.lessons"


class Found(NamedTuple):
    """A lesson that is offered."""

    id: str
    folder: Path
    origin: str
    """`shipped`, the folder of the settings, or the package that offers it."""
    problem: str = ""
    """Why it cannot be had, when that is so."""


def prompts_folder() -> Path:
    """The folder with the tutor's prompt and the shipped packs: beside the package in a clone, inside it in a wheel."""
    package = Path(tutor.__file__).parent
    inside = package / "prompts"
    return inside if inside.is_dir() else package.parent / "prompts"


def lesson_folders(environ: Mapping[str, str] = os.environ) -> Iterator[Found]:
    """Every lesson, nearest first: the settings' folders, installed packages, then the shipped ones."""
    for folder in filter(None, environ.get("MLOPS_TUTOR_LESSONS", "").split(os.pathsep)):
        yield from _packs(Path(folder).expanduser(), folder)
    yield from _from_packages()
    yield from _packs(prompts_folder(), "shipped")


def _packs(folder: Path, origin: str) -> Iterator[Found]:
    candidates = [folder, *sorted(folder.iterdir())] if folder.is_dir() else []
    for candidate in candidates:
        if (candidate / "lesson.toml").is_file():
            yield Found(_declared_id(candidate), candidate, origin)


def _declared_id(folder: Path) -> str:
    try:
        declared = tomli.loads((folder / "lesson.toml").read_text(encoding="utf-8")).get("id")
    except (OSError, ValueError):
        declared = None
    return declared if isinstance(declared, str) else folder.name


def _from_packages() -> Iterator[Found]:
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        package = f"package {entry.dist.name} {entry.dist.version}" if entry.dist else f"package {entry.module}"
        try:
            offered = entry.load()
            folder = Path(os.fspath(offered() if callable(offered) else offered))
        except Exception as error:  # another package's code: whatever it raises, this program goes on
            yield Found(entry.name, Path(), package, f"the package's entry point fails: {_in_one_line(error)}")
            continue
        packs = list(_packs(folder, package))
        yield from packs or [Found(entry.name, folder, package, f"there is no lesson.toml in {folder}")]


def _in_one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]


def find(wanted: str | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of a lesson given by its id or its folder; without one, the shipped lesson.

    Raises:
        UsageError: no such lesson; names the nearest.
    """
    if wanted is None and not environ.get("MLOPS_TUTOR_LESSONS"):
        return prompts_folder() / DEFAULT_LESSON
    wanted = wanted or DEFAULT_LESSON
    if os.sep in wanted or wanted in (".", "..") or (Path(wanted) / "lesson.toml").is_file():
        folder = Path(wanted).expanduser()
        if folder.is_dir():
            return folder
        raise UsageError(f"there is no folder {wanted}; give a folder that holds a lesson.toml")
    known = list(lesson_folders(environ))
    for found in known:
        if found.id == wanted and not found.problem:
            return found.folder
    if problem := next((found for found in known if found.id == wanted), None):
        raise UsageError(f'the lesson "{wanted}" of the {problem.origin} cannot be had: {problem.problem}')
    import difflib  # only for what was mistyped

    near = difflib.get_close_matches(wanted, [found.id for found in known], 1, cutoff=0.4)
    raise UsageError(
        f'there is no lesson "{wanted}"; ' + (f'did you mean "{near[0]}"?' if near else "see `mlops-tutor lesson list`")
    )


def not_taught(wanted: str | None, environ: Mapping[str, str] = os.environ) -> list[Found]:
    """Lessons with the id that was asked for which are not taught, since a nearer one has it too."""
    if not environ.get("MLOPS_TUTOR_LESSONS") and (wanted is None or os.sep in wanted or Path(wanted).is_dir()):
        return []
    same = [found for found in lesson_folders(environ) if found.id == (wanted or DEFAULT_LESSON) and not found.problem]
    return [found for found in same[1:] if found.folder.absolute() != same[0].folder.absolute()]


def copy(found: Path, target: Path) -> None:
    """Copy a pack to a folder that does not exist yet, for its reader to edit.

    Raises:
        UsageError: the target exists, or cannot be written.
    """
    if target.exists():
        raise UsageError(f"{target} exists already; give a folder that does not")
    import shutil

    from tutor.lesson.schema import bring_schemas

    try:
        shutil.copytree(found, target, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        bring_schemas(target)
    except OSError as error:
        raise UsageError(f"{target} cannot be written ({error.strerror}); give another folder") from error
