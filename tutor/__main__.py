"""`mlops-tutor` and `python -m tutor`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program; the return value is its exit status (`docs/interfaces.md`)."""
    from tutor.interface.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
