"""Turns the text of a published lesson, as it is copied from a page, into a pack."""
