"""Work on several processor cores, where that is safe."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
_MOST = 4
_numbered: Callable[[int], Any] | None = None
"""The work on the task of a number, while it is under way."""


def in_processes(work: Callable[[Task], Result], tasks: Sequence[Task]) -> list[Result]:
    """What `work` makes of each task, in order; results have to be picklable, `work` and tasks need not be.

    One after the other in this process where it runs threads, or where a process cannot be copied: a copy has only the
    thread that made it, and would wait for ever for what another one held.
    """
    cores = min(_MOST, len(tasks), len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1)
    if cores < 2 or threading.active_count() > 1:
        return [work(task) for task in tasks]
    global _numbered
    _numbered = lambda number: work(tasks[number])  # noqa: E731 — copied with the process, since it cannot be sent
    try:
        # not a multiprocessing.Pool: it ends its workers with SIGTERM, which this program catches, and waits for ever
        with ProcessPoolExecutor(cores, multiprocessing.get_context("fork")) as pool:
            return list(pool.map(_done, range(len(tasks))))
    finally:
        _numbered = None


def _done(number: int) -> Any:
    assert _numbered
    return _numbered(number)
