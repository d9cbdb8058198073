"""What makes of a level in a sentence no claim: a report, a condition, a way from one level to another."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.teaching.grounding import wording
from tutor.teaching.grounding.claim import Claim
from tutor.teaching.grounding.numbers import ends
from tutor.teaching.grounding.reading import Token, is_cjk, plays, says
from tutor.teaching.grounding.scale import Mention
from tutor.teaching.grounding.sentence import Sentence


class Framed(Sentence):
    """A sentence, and what in it makes of a level no claim."""

    def _reported(self, subject: int, mention: Mention, *, across: bool = False) -> bool:
        """“You said that level 1 …”: what somebody said, thinks or asks."""
        tokens = self.tokens
        for n in range(mention.first - 1, -1, -1):
            token = tokens[n]
            if n < subject and self._breaks(n) and token.text not in ("that", '"', ":", *((",",) if across else ())):
                return False
            if n > subject and token.text in wording.CONTRASTS:
                return False  # "you would think two, but it is one"
            if "SAY" not in token.roles:
                continue
            speaker = next(
                (at for at in range(n - 1, max(-1, n - 5), -1) if at in self.learners or at in self.others), None
            )
            if speaker is None or any(self._breaks(at) for at in range(speaker, n)):
                continue
            if tokens[speaker].roles & {"YOUR"} and not any(
                "THING" in one.roles or one.text in wording.CREWS or "OTHER" in one.roles
                for one in tokens[speaker + 1 : n]
            ):
                continue  # "your badge says level 1"
            if any(tokens[at].text in ("me", "i", "we", "us") for at in range(max(0, n - 3), n)) and token.text in (
                "say",
                "tell",
            ):
                continue
            if any(
                tokens[at].text
                in ("can", "may", "could", "should", "puede", "pueden", "konnt", "pouvez", "podem", "можете")
                for at in range(speaker, n)
            ):
                continue  # "you can tell your boss that you are at level 2"
            heard = [at for at in (*self.learners, *self.others) if n < at < mention.first]
            if "FACTIVE" in token.roles and heard:
                continue  # "you know that you are at level 2"
            return True
        return False

    def _still_there(self, mention: Mention, stop: int) -> Claim | None:
        """“You thought you had left level 0, but you are still there.”"""
        tokens = self.tokens
        for at in self.learners:
            rest = [token.text for token in tokens[at + 1 : at + 5]]
            place = next((n for n, text in enumerate(rest) if n and text in ("there", "that", "it", "so")), None)
            if at > stop and place is not None and "BE" in tokens[at + 1].roles and ends(tokens, at + place + 2):
                return Claim(mention.values, "is", denied="not" in rest)
        return None

    def _open(self, mention: Mention) -> bool:
        """“I can't tell whether you are at level 0, 1 or 2.”"""
        prefix = self.tokens[: mention.first]
        if any(token.text == "xopen" for token in prefix) or self._quoted(mention):
            return True
        whether = next(
            (
                n
                for n in range(len(prefix) - 1, -1, -1)
                if "WHETHER" in prefix[n].roles or (prefix[n].text == "which" and "LEVEL" in self.tokens[n + 1].roles)
            ),
            None,
        )
        if whether is None or len(prefix) - whether > 8:
            return False
        return mention.comparison == "one of" or plays(prefix[:whether], "UNSURE", "NOT", "SAY")

    def _quoted(self, mention: Mention) -> bool:
        """“"We are at 2" is what you wrote.”"""
        marks = [n for n, token in enumerate(self.tokens) if token.text == '"']
        inside = any(
            first < mention.first and mention.last < last for first, last in zip(marks[::2], marks[1::2], strict=False)
        )
        return inside and any(
            "SAY" in token.roles for at in (*self.learners, *self.others) for token in self.tokens[at + 1 : at + 4]
        )

    def _on_the_way(self, mention: Mention) -> bool:
        """“From level 0 to level 1” is a way, not a place."""
        tokens = self.tokens

        def before(at: int, role: str) -> bool:
            return any(role in token.roles for token in tokens[max(0, at - 3) : at])

        if says(tokens[: mention.first], wording.WENT) and self.learners:
            return before(mention.first, "FROM") and not before(mention.first, "TO")
        if says(tokens[mention.last + 1 :], wording.COMPLETED) and self.learners and not before(mention.first, "FROM"):
            return False  # "the way from 0 to 1 has been completed by your team"
        if mention.kind == "number":
            near = tokens[max(0, mention.first - 4) : mention.first]
            later = tokens[mention.last + 1 : mention.last + 4]
            if plays(near, "FROM") and plays(later, "TO"):
                return True
            return plays(near[-2:], "TO") and plays(near, "FROM")
        others = [one for one in self.mentions if one is not mention and one.kind != "adjective"]
        if before(mention.first, "FROM") and any(
            one.first > mention.last and before(one.first, "TO") and one.first - mention.last <= 4 for one in others
        ):
            return True
        return before(mention.first, "TO") and any(
            one.last < mention.first and before(one.first, "FROM") and mention.first - one.last <= 4 for one in others
        )

    def _presupposed(self, mention: Mention, learner: int | None) -> Claim | None:
        """“Once you get to level 2” says that it has not been reached; “now that you are at level 2” that it has."""
        if learner is None or mention.kind == "number":
            return None
        tokens = self.tokens[: mention.first]
        if says(tokens, wording.PENDING) and plays(tokens, "REACH", "GOAL"):
            return Claim(mention.values, "below", goal=True)
        return None

    def _condition(self, mention: Mention) -> tuple[bool, str, int]:
        """Whether the level stands within a condition; the words of the condition that it follows from, and their end."""
        tokens = self.tokens
        start = next(
            (n for n, token in enumerate(tokens) if "IF" in token.roles and not _no_condition(tokens, n)), None
        )
        if tokens[0].text in wording.WERE:
            start = 0  # "were your pipeline automatic, …"
        elif (
            tokens[0].text == "no"
            and len(tokens) > 1
            and not self._breaks(1)
            and any(
                tokens[n].text in ("then", "still", "same") and n and tokens[n - 1].text in (",", "-", "→")
                for n in range(mention.first)
            )
        ):
            start = 0  # "no pipeline, then zero"
        if start is None:
            return False, "", 0
        end = len(tokens)
        for at in range(start + 1, len(tokens)):
            if tokens[at].text.startswith(("فست", "فسي", "فسو", "فان")):
                end = at
                break
            if tokens[at].text in (",", ";", "then", "dann", "entonces", "alors", "то", "那么", "就", ":", "boom"):
                end = at
                break
            if is_cjk(tokens[start].text) and tokens[at].roles & {"YOU"} and at > start + 2:
                end = at
                break
            if (
                at > start + 2
                and at in self.learners
                and at + 1 < len(tokens)
                and (tokens[at + 1].roles & {"BE", "WOULD", "NOT", "REACH"} or tokens[at + 1].text in wording.ARRIVES)
                and tokens[at - 1].text != "and"
            ):
                end = at
                break
        if is_cjk(tokens[start].text) and tokens[start].text in wording.IF_BEHIND:
            start, end = 0, start + 1
        return start <= mention.first < end, self._words(range(start, end)), end


def _no_condition(tokens: Sequence[Token], at: int) -> bool:
    """“se” and “si” are reflexive or “yes” as well; “when” after “know” is no condition."""
    text = tokens[at].text
    if text == "suppose" and at and tokens[at - 1].text in ("i", "we"):
        return True
    if (
        text == "se"
        and at + 1 < len(tokens)
        and tokens[at + 1].text
        in ("puede", "trata", "dice", "encuentra", "situa", "sabe", "podria", "pode", "trata", "encontra")
    ):
        return True
    if text == "se" and at and tokens[at].glued:
        return True
    if text in ("se", "si", "como") and at:
        return not (at == 0 or "BREAK" in tokens[at - 1].roles)
    return False
