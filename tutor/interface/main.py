"""The way in: what was asked for, how it ends, and what is said when it cannot be done."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from types import FrameType

from tutor.errors import TutorError
from tutor.interface.ended import Ended


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit status; never a traceback for what a person can mend."""
    try:
        with _ending_on_signals():
            return _dispatch(arguments)
    except TutorError as error:
        _complain(f"{'' if error.exit_status == 1 else 'mlops-tutor: '}{error}")
        return error.exit_status
    except Ended:
        return 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _forget_standard_output()
        return 0


def _dispatch(arguments: Sequence[str]) -> int:
    """The bare command is the commonest and must be fast: it needs no command-line parser."""
    if not arguments or list(arguments) in (["learn"], ["--offline"], ["learn", "--offline"]):
        from tutor.interface.learn import learn

        learn(offline="--offline" in arguments)
        return 0
    from tutor.interface.cli import run_command_line

    return run_command_line(arguments)


@contextlib.contextmanager
def _ending_on_signals() -> Iterator[None]:
    def end(number: int, frame: FrameType | None) -> None:
        raise Ended

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), end) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _complain(text: str) -> None:
    from tutor.interface.clean import clean

    with contextlib.suppress(OSError):
        print(clean(text), file=sys.stderr, flush=True)


def _forget_standard_output() -> None:
    """Its reader is gone: without this the interpreter would complain once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
