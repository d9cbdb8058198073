"""What is learned for a lesson is learned once in a process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from tutor.lesson.model import Lesson

Made = TypeVar("Made")


def per_lesson(make: Callable[[Lesson], Made]) -> Callable[[Lesson], Made]:
    """Keep what was made for the last lesson, and give it again while a lesson that says the same is asked for."""
    kept: list[tuple[Lesson, Made]] = []
    making = threading.Lock()

    @wraps(make)
    def given(lesson: Lesson) -> Made:
        with making:
            if not kept or (kept[0][0] is not lesson and kept[0][0] != lesson):
                kept[:] = [(lesson, make(lesson))]
            return kept[0][1]

    return given
