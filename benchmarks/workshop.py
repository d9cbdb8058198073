"""Time of the instructor's commands: `lesson check` of the shipped lesson, and `lesson try` with its eight learners.

    python benchmarks/workshop.py [--runs 7]

Each command runs in a process of its own, from its start to its end. Prints medians.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

COMMANDS = (
    ("lesson check", ["lesson", "check"], 2.0),
    ("lesson check --fast", ["lesson", "check", "--fast"], 0.5),
    ("lesson try, eight learners", ["lesson", "try", "--offline"], 10.0),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "MLOPS_TUTOR"))}
    for name, arguments, aim in COMMANDS:
        seconds = []
        for run in range(-1, runs):
            with tempfile.TemporaryDirectory() as home:
                start = time.perf_counter()
                subprocess.run(
                    [sys.executable, "-m", "tutor", *arguments],
                    env=kept | {"MLOPS_TUTOR_HOME": home}, check=True, capture_output=True,
                )  # fmt: skip
                if run >= 0:  # the first one warms the caches
                    seconds.append(time.perf_counter() - start)
        print(f"{name:<28} {statistics.median(seconds):5.2f} s   (aim: under {aim:g} s)")


if __name__ == "__main__":
    main()
