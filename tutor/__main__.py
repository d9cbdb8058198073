"""`mlops-tutor` and `python -m tutor`."""

from __future__ import annotations

import os
import sys

# plugins of other packages have no business here, and looking for them takes time at every start
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main() -> int:
    """Run the program; the return value is its exit status (`docs/interfaces.md`)."""
    from tutor.interface.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
