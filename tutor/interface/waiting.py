"""Shows, while an answer is awaited, that time passes and how much."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_PATIENCE = 0.3
"""Seconds of silence before it appears."""
_CLEAR = "\r\x1b[K"


class Waiting:
    """A spinner with seconds at the start of an empty line; `stop` leaves the line empty again."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._over = threading.Event()
        self._shown = False
        self._thread = threading.Thread(target=self._spin, daemon=True)
        self._thread.start()

    def _spin(self) -> None:
        start = time.monotonic()
        if self._over.wait(_PATIENCE):
            return
        frame = 0
        while not self._over.is_set():
            self._shown = True
            self._write(f"{_CLEAR}  {_FRAMES[frame % len(_FRAMES)]} {time.monotonic() - start:.0f} s")
            frame += 1
            self._over.wait(0.1)

    def stop(self) -> None:
        self._over.set()
        self._thread.join()
        if self._shown:
            self._write(_CLEAR)
