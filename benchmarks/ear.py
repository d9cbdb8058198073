"""Time to hear a reply, whatever it is, and to grade an answer; and what the process weighs with everything learned.

    python benchmarks/ear.py [--replies 10000]

The replies are any text, the lesson's own words in any order, and the longest that is looked at. Prints whether each
aim holds.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pexpect

from tutor.interface.connect import authored_roles
from tutor.lesson.catalog import find
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Explain, Lesson
from tutor.teaching.find_answer import finder
from tutor.teaching.roles import Roles
from tutor.teaching.text import words

STORY = (
    "Airflow retrains the model every night, by itself. Then I copy the model file onto the server by hand. And code "
    "changes: GitHub Actions tests every merge and deploys it automatically."
)
GLUE = (" ", " ", " ", ", ", ". ", "? ", " not ", " and ", " but ", "\n", " — ", "n't ", " 👍 ")


def own_words(lesson: Lesson) -> list[str]:
    """Words and stretches of the lesson's texts and cues about its facts."""
    texts = [text for fact in lesson.facts for text in (fact.question, *fact.counts_as_yes, *fact.counts_as_no)]
    for cues in lesson.cues.values():
        texts += [*cues.topic, *cues.automatic, *cues.manual, *cues.likely, *cues.harmless, *cues.yes, *cues.no]
    return [*texts, *(word.text for text in texts for word in words(text))]


def replies(lesson: Lesson, count: int) -> list[str]:
    """As many replies, the same at every run: a quarter any characters, the others the lesson's words in any order."""
    chosen, own, made = random.Random(5), own_words(lesson), []
    for number in range(count):
        if number % 4 == 0:
            points = [chosen.randrange(32, chosen.choice((127, 0x2FFFF))) for _ in range(chosen.randrange(200))]
            made.append("".join(chr(point) for point in points if not 0xD800 <= point <= 0xDFFF))
        else:
            pieces = chosen.choices(own, k=60 if number % 50 == 1 else chosen.choice((1, 3, 8, 20)))
            made.append("".join(piece + chosen.choice(GLUE) for piece in pieces))
    return made


def seconds(run: Callable[[], Any]) -> float:
    """Of this thread's own work: what else the machine does is not counted."""
    start = time.thread_time()
    run()
    return time.thread_time() - start


def told(what: str, taken: Sequence[float], aim: float) -> None:
    """One line: 95 %, the longest, and whether the aim holds for it."""
    ordered = sorted(taken)
    median, most, longest = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)], ordered[-1]
    print(
        f"{what:<34} median {median * 1000:5.1f} ms   95 % {most * 1000:5.1f} ms   longest {longest * 1000:6.1f} ms   "
        f"(aim: at most {aim:g} ms each; {holds(longest * 1000 <= aim)})"
    )


def holds(right: bool) -> str:
    return "holds" if right else "misses"


def answers(lesson: Lesson, roles: Roles) -> list[float]:
    """An answer for each listed one of each item, graded after everything was learned."""
    taken = []
    for item in lesson.asked_items().values():
        if isinstance(item, Explain):
            listed = [text for criterion in item.criteria for text in (*criterion.met, *criterion.unmet)]
            for text in (*item.correct, *listed[:6], " ".join(listed)[:600]):
                said = f"well, {text} I would say"
                taken.append(seconds(lambda item=item, said=said: roles.grader.grade(item, item.question, said)))  # type: ignore[misc]
    return taken


def peak() -> float:
    """Megabytes that the program held at most at a terminal, after a talk about every fact and some answers."""
    with tempfile.TemporaryDirectory() as home:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "MLOPS_TUTOR"))}
        environment = {**kept, "MLOPS_TUTOR_HOME": home, "TERM": "xterm-256color"}
        child = pexpect.spawn(sys.executable, ["-m", "tutor", "--offline"], env=environment, dimensions=(24, 80))
        for reply in (
            "",
            "/level",
            STORY,
            "yes",
            "what is drift?",
            "/quiz",
            *("a long answer of my own " * 20, "/next") * 12,
        ):
            _until_quiet(child)
            child.send(f"{reply}\r")
        _until_quiet(child)
        status = Path(f"/proc/{child.pid}/status").read_text(encoding="utf-8")
        child.close(force=True)
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def _until_quiet(child: Any) -> None:
    with contextlib.suppress(pexpect.TIMEOUT):
        while True:
            if b"\x1b[6n" in child.read_nonblocking(65536, timeout=0.7):
                child.send("\x1b[1;1R")  # where the cursor is, as a terminal answers


def main() -> None:
    """Print one line for each aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replies", type=int, default=10_000)
    count = parser.parse_args().replies
    lesson = load_lesson(Path(find(None, {})))
    roles = authored_roles(lesson)
    learning = itertools.chain(finder(lesson).warm_up(), roles.warm_up())
    steps = []
    more = True
    while more:
        start = time.thread_time()
        more = next(learning, learning) is not learning
        steps.append(time.thread_time() - start)
    print(f"learning                           {sum(steps):.1f} s in the background, longest step {max(steps):.2f} s")
    facts = [fact.id for fact in lesson.facts]
    listed = replies(lesson, count)
    roles.ear.understand(lesson, facts[0], listed[1])
    taken = [
        seconds(lambda n=n, reply=reply: roles.ear.understand(lesson, facts[n % len(facts)], reply))  # type: ignore[misc]
        for n, reply in enumerate(listed)
    ]
    told(f"{count} replies", taken, 50)
    paste = " ".join(listed)[:1_000_000]
    told(
        "a paste of a megabyte", [seconds(lambda: roles.ear.understand(lesson, facts[0], paste)) for _ in range(5)], 50
    )
    graded = answers(lesson, roles)
    told(f"{len(graded) - 1} answers after the first", graded[1:], 30)
    most = peak()
    print(f"the program at a terminal          {most:.0f} MB at most   (aim: under 150 MB; {holds(most < 150)})")


if __name__ == "__main__":
    main()
