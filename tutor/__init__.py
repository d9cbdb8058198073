"""A conversational tutor for the terminal, grounded in a deterministic assessment."""

__version__ = "0.1.0"
