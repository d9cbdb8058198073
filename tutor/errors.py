"""Everything that can go wrong and that a person can do something about.

::

    TutorError                exit status   who can mend it
    ├── UsageError            2             whoever typed the command
    ├── LessonError           1             the lesson's author (carries findings)
    ├── StoreError            3             whoever owns the folder for the learner's record
    └── EndpointError         4             whoever runs the model's endpoint

Each is shown as one line on standard error, without a traceback.
"""

from __future__ import annotations

from typing import ClassVar


class TutorError(Exception):
    """Base of all errors shown to a person; the message says what is wrong and what to do."""

    exit_status: ClassVar[int] = 1


class UsageError(TutorError):
    """An unknown command, option, lesson or value."""

    exit_status = 2


class LessonError(TutorError):
    """A lesson pack cannot be taught as it stands; the message is one finding a line."""

    exit_status = 1


class StoreError(TutorError):
    """The learner's record cannot be read or written."""

    exit_status = 3


class EndpointError(TutorError):
    """The model's endpoint was asked for explicitly and does not work."""

    exit_status = 4
