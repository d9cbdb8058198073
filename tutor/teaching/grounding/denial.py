"""Whether a level is denied to the learner."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.teaching.grounding import wording
from tutor.teaching.grounding.reading import Token

_SPANISH = re.compile(r"nivel|etapa|estadio|fase|escalon|peldano|grado")


def is_denied(scope: Sequence[Token], level: Token) -> bool:
    """Whether the words before a level deny it."""
    denials = 0
    for n, token in enumerate(scope):
        if (token.text in ("xnot", "xnolonger")) or ("NOT" in token.roles and token.text != "without"):
            following = scope[n + 1] if n + 1 < len(scope) else level
            if token.text == "no" and following.text in wording.AFTER_PORTUGUESE_NO:
                continue  # Portuguese: "at the"
            if token.text in ("nor", "ni", "noch") and denials:
                continue
            if token.text in wording.NO_SUCH and not _SPANISH.match(level.text) and _names_something(scope[n + 1 :]):
                continue
            if "ONLY" in following.roles or following.text in ("doubt", "question", "wonder", "matter"):
                continue
            if token.text == "xnolonger" and denials:
                continue
            denials += 1
        elif token.text in ("but", "sondern", "sino", "а"):
            denials = 0
    return denials % 2 == 1


def _names_something(tokens: Sequence[Token]) -> bool:
    """“No pipeline means level 0”: what is denied is something else."""
    first = next((token for token in tokens if not token.roles & {"FILL", "ONLY"}), None)
    return first is not None and not first.roles & _WHERE


_WHERE = frozenset(
    ("LEVEL", "BE", "REACH", "RATE", "YOU", "YOUR", "TEAM", "MORE", "NOW", "WOULD", "ABOVE", "BELOW", "SLOT", "RANK")
)


def is_denied_behind(post: Sequence[Token]) -> bool:
    """Negation that follows the level: German, Hindi, Japanese, “level 2 is not where you are”."""
    for n, token in enumerate(post[:6]):
        if "NOT" in token.roles and token.text in wording.AFTER_NOT:
            return not (n + 1 < len(post) and "ONLY" in post[n + 1].roles)
    return False


def verb_first(tokens: Sequence[Token], learner: int) -> bool:
    """Whether a denied verb stands before the learner: they are its object, or the language puts verbs first."""
    for n, token in enumerate(tokens[: max(learner, 0)]):
        if token.text == "xnot":
            return True
        if "NOT" in token.roles and any(
            one.roles & {"REACH", "BE", "RATE", "SOUNDS"}
            or one.text in wording.EFFECT
            or one.text in wording.AUXILIARIES
            for one in tokens[n + 1 : n + 4]
        ):
            return True
    return False
