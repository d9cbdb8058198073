"""A small complete lesson, as a start for a new one: its files explain the format."""

from __future__ import annotations

import shutil
from pathlib import Path

SMALL = Path(__file__).parent / "small_lesson"


def write_small_lesson(folder: Path) -> None:
    """Write it to a folder, which is made; the name of the folder becomes the lesson's id."""
    shutil.copytree(SMALL, folder)
