"""Limits that more than one module keeps, apart so that they can be read without importing a model's machinery."""

MOST_FAILURES = 3
"""Failures in a row after which the session stays with the authored lesson, until `/model on`."""
