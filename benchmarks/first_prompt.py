"""Time to the first words and to the first prompt, against a five-line prompt-toolkit program.

    python benchmarks/first_prompt.py [--runs 15]

Each program runs in a pseudo-terminal, in turn, and is ended once its prompt stands. Prints medians and ratios.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pty
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIVE_LINES = """
from prompt_toolkit import PromptSession
session = PromptSession("› ", bottom_toolbar="a toolbar")
print("ready")
session.prompt()
"""
PROMPT = "›".encode()
FIRST_WORDS = b"fail at MLOps"


def seconds_until(command: list[str], wanted: list[bytes], home: str, last_reply: bytes = b"") -> list[float]:
    """Seconds from the start until each of `wanted` was on the terminal; `last_reply` is typed at the end."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "MLOPS_TUTOR", "PYTHONDONT"))}
    environment |= {"MLOPS_TUTOR_HOME": home, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    main, terminal = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=environment, start_new_session=True
    )
    os.close(terminal)
    seen, times = b"", []
    try:
        while len(times) < len(wanted):
            ready, _, _ = select.select([main], [], [], 20)
            if not ready:
                raise TimeoutError(f"{command} did not show {wanted[len(times)]!r}")
            chunk = os.read(main, 65536)
            if b"\x1b[6n" in chunk:  # prompt-toolkit asks where the cursor is; a terminal answers at once
                os.write(main, b"\x1b[1;1R")
            seen += chunk
            while len(times) < len(wanted) and wanted[len(times)] in seen:
                times.append(time.perf_counter() - start)
        if last_reply:
            time.sleep(0.2)
            os.write(main, last_reply)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(main)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    python = sys.executable
    tutor = [str(Path(python).parent / "mlops-tutor")]
    baseline, first, new, resumed = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        kept = str(Path(folder) / "kept")
        seconds_until(tutor, [PROMPT], kept, last_reply=b"\x04")
        for run in range(-1, runs):
            times = [
                seconds_until([python, "-c", FIVE_LINES], [PROMPT], folder)[0],
                *seconds_until(tutor, [FIRST_WORDS, PROMPT], str(Path(folder) / f"new{run}")),
                seconds_until(tutor, [PROMPT], kept, last_reply=b"\x04")[0],
            ]
            if run >= 0:  # the first round warms the caches
                for series, seconds in zip((baseline, first, new, resumed), times, strict=True):
                    series.append(seconds)
    base = statistics.median(baseline)
    print(f"five-line prompt-toolkit program   {base * 1000:6.0f} ms to its prompt")
    for name, series, bound in (
        ("first words of the lesson", first, 1.5),
        ("first prompt, new session", new, 2.2),
        ("first prompt, resumed", resumed, 2.2),
    ):
        median = statistics.median(series)
        print(f"{name:<34} {median * 1000:6.0f} ms   {median / base:.2f} x   (aim: at most {bound} x)")


if __name__ == "__main__":
    main()
