"""Words of no weight: what may stand between a learner and a level without changing whose it is."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.teaching.grounding import wording
from tutor.teaching.grounding.numbers import ends
from tutor.teaching.grounding.reading import Token, is_cjk, says

LEARNER_ROLES = frozenset(("YOU", "YOUR"))
LIGHT_ROLES = frozenset(
    (
        *("FILL", "BE", "NOW", "YET", "MORE", "FUTURE", "LEVEL", "SLOT", "TOP", "BOT", "MID", "TEAM", "YOU", "YOUR"),
        *("RATE", "REACH", "SOUNDS", "NEAR", "ABOVE", "BELOW", "SINCE", "WOULD", "CONGRATS", "NOT", "ONLY"),
    )
)
"""The roles of words that tell who is where, and nothing else."""


def filler(tokens: Sequence[Token], *, more: frozenset[str] = frozenset()) -> bool:
    """Whether nothing is said here but who is where."""
    kept = LIGHT_ROLES | more
    return all(
        token.roles & kept
        or token.value is not None
        or token.text.startswith(("xname", "xadjective"))
        or not token.text[0].isalnum()
        or token.text in wording.PLACED
        or "ANSWERS" in token.roles
        for token in tokens
    )


def stops(tokens: Sequence[Token], at: int) -> bool:
    """Whether the phrase ends there."""
    return at >= len(tokens) or ends(tokens, at) or "LEVEL" in tokens[at].roles


def roles_of(tokens: Sequence[Token]) -> set[str]:
    """The roles that occur; “I would” says nothing of the learner."""
    return {
        role
        for n, token in enumerate(tokens)
        for role in token.roles
        if not (role == "WOULD" and n and tokens[n - 1].text in ("i", "we"))
    }


def is_third_person(tokens: Sequence[Token], at: int) -> bool:
    """Whether German “sie” is “they”."""
    return tokens[at].text == "sie" and not says(tokens[max(0, at - 2) : at + 3], wording.POLITE)


def main_verb(tokens: Sequence[Token]) -> Token | None:
    """The first word that is no adverb, no auxiliary and no denial."""
    light = {"NOT", "ONLY", "BREAK"}
    return next(
        (
            token
            for token in tokens
            if token.text not in wording.ADVERBS and token.text not in wording.MODALS and not token.roles & light
        ),
        None,
    )


def now_or_should(tokens: Sequence[Token]) -> bool:
    """“… should now”, “… next step”: what is said to somebody who is there."""
    texts = [token.text for token in tokens]
    return texts[:2] == ["next", "step"] or bool(
        {"now", "should", "already", "ahora", "maintenant", "jetzt", "agora", "теперь", "现在", "今"} & set(texts[:3])
    )


def is_strange(token: Token) -> bool:
    """Whether a word may turn a claim into its opposite, for all that is known of it."""
    return (
        token.value is None
        and token.text[0].isalnum()
        and not is_cjk(token.text)
        and not token.roles & {*LIGHT_ROLES, "GOAL", "ANSWERS", "DO", "AS", "FROM", "TO", "RANK", "UNIT", "SEPARATES"}
        and token.text not in wording.PLACED
        and token.text not in wording.BACK
    )
