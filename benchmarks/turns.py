"""Time of a turn in the authored lesson, from the reply to the next question, stored on disk.

    python benchmarks/turns.py [--turns 2000]

One session in a real record; the
replies are questions and commands, so that the lesson stays where it is.
Prints the median of the first hundred turns and of the last hundred.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from tutor.interface.opening import open_session
from tutor.interface.render import markdown
from tutor.interface.settings import Settings
from tutor.learner.events import TutorSaid
from tutor.learner.journal import Recorded
from tutor.teaching.session import Output

REPLIES = (
    "what is continuous training?",
    "/progress",
    "/example",
    "do I need a feature store for that?",
    "/what-if automated_pipeline yes",
    "/level automated_cicd yes",
    "/hint",
    "what is it good for?",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=2000)
    turns = parser.parse_args().turns

    def show(output: Output) -> None:
        if isinstance(output, Recorded) and isinstance(output.event, TutorSaid):
            markdown(output.event.text, 80, styled=True)

    with tempfile.TemporaryDirectory() as home:
        opened = open_session(Settings(home=Path(home), offline=True), new=True)
        for output in opened.begin():
            show(output)
        seconds = []
        for turn in range(turns):
            start = time.perf_counter()
            for output in opened.session.reply(REPLIES[turn % len(REPLIES)]):
                show(output)
            seconds.append(time.perf_counter() - start)
        if opened.session.over:
            raise RuntimeError("the lesson ended; these replies should keep it where it is")
        events = opened.journal.events(opened.session.id)
        opened.close()
    first, last = seconds[:100], seconds[-100:]
    print(f"{turns} turns, {len(events)} events, a reply to the next question:")
    print(f"median of the first hundred  {statistics.median(first) * 1000:5.1f} ms")
    print(f"median of the last hundred   {statistics.median(last) * 1000:5.1f} ms   (aim: under 20 ms, and no slower)")


if __name__ == "__main__":
    main()
