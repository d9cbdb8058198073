"""A claim about the learner's level, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.teaching.grounding.scale import UNCLEAR, Comparison


@dataclass(frozen=True)
class Claim:
    """What is said of the learner."""

    values: tuple[int, ...]
    comparison: Comparison
    denied: bool = False
    what_if: bool = False
    condition: str = ""
    """For a what-if: the words in which its facts are named."""
    context: str = ""
    """The whole sentence, and for a what-if the one before it, for when the condition names no fact."""
    doubtful: bool = False
    """Something in the sentence that is not understood may deny it."""
    general: bool = False
    """A what-if of which it is not said whose it is: it may be meant of a team that has nothing else."""
    goal: bool = False
    """Said as something still to be reached; before there is a level that says nothing."""

    def holds(self, level: int) -> bool:
        """Whether it is true of a learner at `level`."""
        if UNCLEAR in self.values:
            return False
        low, high = min(self.values), max(self.values)
        match self.comparison:
            case "above":
                true = level > high
            case "below":
                true = level < low
            case "at least":
                true = level >= high
            case "at most":
                true = level <= low
            case "near":
                return level == low - 1
            case "shift" | "rises" | "falls":
                return True  # said of a change, not of a place
            case "one of":
                return level not in self.values if self.denied else False
            case _:
                true = level == low
        return not true if self.denied else true
