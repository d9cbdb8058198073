"""How the system's wish that the process ends travels through the program."""

from __future__ import annotations


class Ended(SystemExit):
    """SIGTERM or SIGHUP came; everything is saved by then. A SystemExit, which event loops let through."""
