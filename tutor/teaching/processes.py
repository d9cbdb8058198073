"""Work on several processor cores, where that is safe."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
_MOST = 4
_work: Callable[[Any], Any] | None = None


def in_processes(work: Callable[[Task], Result], tasks: Sequence[Task]) -> list[Result]:
    """What `work` makes of each task, in order; results have to be picklable, `work` and tasks need not be.

    One after the other in this process where it runs threads, or where a process cannot be copied: a copy has only the
    thread that made it, and would wait for ever for what another one held.
    """
    cores = min(_MOST, len(tasks), len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1)
    if cores < 2 or threading.active_count() > 1:
        return [work(task) for task in tasks]
    global _work
    _work = work
    try:
        with multiprocessing.get_context("fork").Pool(cores, initializer=_take, initargs=(tasks,)) as pool:
            return pool.map(_done, range(len(tasks)), chunksize=1)
    finally:
        _work = None


_tasks: Sequence[Any] = ()


def _take(tasks: Sequence[Any]) -> None:
    global _tasks
    _tasks = tasks


def _done(number: int) -> Any:
    assert _work
    return _work(_tasks[number])
