"""Work on several cores gives what work on one gives, and always comes to an end."""

from __future__ import annotations

import subprocess
import sys
import threading

from tutor.teaching.processes import in_processes

_CODE = """
import os, signal
from tutor.teaching.processes import in_processes
signal.signal(signal.SIGTERM, lambda number, frame: None)  # as the program does: workers are not ended by it
for turn in range(20):
    found = in_processes(lambda task: (task * turn, os.getpid()), range(9))
    assert [value for value, _ in found] == [task * turn for task in range(9)]
print("done")
"""


def test_it_ends_though_signals_are_caught() -> None:
    """Twenty rounds by workers that no signal ends, with results in order."""
    done = subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


def test_beside_a_thread_nothing_is_copied() -> None:
    """A process that runs threads does the work itself."""
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    try:
        here: list[int] = []
        assert in_processes(lambda task: here.append(task) or task + 1, [1, 2, 3]) == [2, 3, 4]  # type: ignore[func-returns-value]
        assert here == [1, 2, 3]
    finally:
        waiting.set()
        thread.join()
