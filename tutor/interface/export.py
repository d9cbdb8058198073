"""`mlops-tutor export`: the lesson as one text, to standard output or to the clipboard."""

from __future__ import annotations

import sys

from tutor.interface.clean import clean
from tutor.interface.opening import load
from tutor.teaching.export import as_markdown, as_prompt


def export(wanted: str | None, form: str, *, copy: bool) -> None:
    """Print the text, or copy it and say so on standard error.

    Raises:
        UsageError: there is no such lesson, or no clipboard.
    """
    lesson, assessment = load(wanted)
    text = clean(as_markdown(lesson, assessment) if form == "markdown" else as_prompt(lesson, assessment))
    if not copy:
        print(text, end="", flush=True)
        return
    from tutor.interface.clipboard import copy as to_clipboard

    by = to_clipboard(text)
    print(
        f"mlops-tutor: {len(text)} characters are on the clipboard, by {by}; paste them into your assistant. "
        "They hold the answers of the try-it list.",
        file=sys.stderr,
        flush=True,
    )
