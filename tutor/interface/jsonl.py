"""The JSON-lines front end: events out, replies in, one JSON object a line."""

from __future__ import annotations

import json
import sys
from typing import BinaryIO, TextIO

from tutor.interface.opening import Opened
from tutor.learner.journal import Recorded


def run(opened: Opened, replies: BinaryIO, out: TextIO, errors: TextIO) -> None:
    """Print every event that is stored, and read one reply after each question, until either side ends."""
    if opened.held_elsewhere:
        print("mlops-tutor: another process holds the session; this is a new one", file=errors, flush=True)
    for outputs in opened.turns(lambda: _next_reply(replies, errors)):
        for output in outputs:
            if isinstance(output, Recorded):
                print(output.line(), file=out, flush=True)


def _next_reply(replies: BinaryIO, errors: TextIO) -> str | None:
    """The next line that is a reply; None at the end of input."""
    for raw in replies:
        try:
            line = json.loads(raw)
            reply = line["reply"] if isinstance(line, dict) else None
        except (ValueError, KeyError, RecursionError):
            reply = None
        if isinstance(reply, str):
            return reply
        if raw.strip():
            print('mlops-tutor: not a reply; send one line such as {"reply": "…"}', file=errors, flush=True)
    return None


def run_on_standard_streams(opened: Opened) -> None:
    run(opened, sys.stdin.buffer, sys.stdout, sys.stderr)
