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
    """A lesson pack that can be taught."""

    id: str
    folder: Path
    origin: str
    """`shipped`, the folder of the settings, or the package that offers it."""


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

    for entry in entry_points(group=ENTRY_POINTS):
        package = entry.dist.name if entry.dist else entry.name
        try:
            offered = entry.load()
            folder = Path(os.fspath(offered() if callable(offered) else offered))
        except Exception as error:  # another package's code: whatever it raises, this program goes on
            raise UsageError(f"the package {package} offers a lesson that cannot be found ({error})") from error
        yield from _packs(folder, package)


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
        if found.id == wanted:
            return found.folder
    import difflib  # only for what was mistyped

    near = difflib.get_close_matches(wanted, [found.id for found in known], 1, cutoff=0.4)
    raise UsageError(
        f'there is no lesson "{wanted}"; ' + (f'did you mean "{near[0]}"?' if near else "see `mlops-tutor lesson list`")
    )


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
