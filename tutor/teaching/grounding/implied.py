"""Levels that are said to be the learner's without a word that links the two: labels, welcomes, fragments."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.teaching.grounding import wording
from tutor.teaching.grounding.context import SPEAKS_OF_LEARNER
from tutor.teaching.grounding.glue import LEARNER_ROLES, LIGHT_ROLES, filler, main_verb, roles_of, stops
from tutor.teaching.grounding.linking import Linked
from tutor.teaching.grounding.numbers import ends, of_many
from tutor.teaching.grounding.reading import Token, is_cjk, plays, says
from tutor.teaching.grounding.scale import Mention


class Implied(Linked):
    """A sentence, and whether it gives the learner a level in passing."""

    def _labelled(self, mention: Mention) -> bool:
        """“Maturity level (computed): 2”."""
        prefix = self.tokens[: mention.first]
        return (
            bool(prefix)
            and prefix[-1].text in (":", "=")
            and filler(prefix)
            and says(prefix, wording.HEADS)
            and ends(self.tokens, mention.last + 1)
        )

    def _it_is(self, mention: Mention, start: int) -> bool:
        """“I checked twice and it is a 1.”"""
        lead = self.tokens[start : mention.first]
        return (
            len(lead) > 1
            and lead[0].text in ("it", "that", "this")
            and (lead[1].roles & {"BE"} or lead[1].text in ("s", "says"))
            and filler(lead)
            and ends(self.tokens, mention.last + 1)
        )

    def _implied(self, mention: Mention, start: int, stop: int) -> bool:
        """Said of the learner without speaking of them: a welcome, “as a level 2 team”, “current level: 2”."""
        tokens = self.tokens
        prefix = tokens[: mention.first]
        texts = [token.text for token in prefix]
        after = tokens[mention.last + 1 : stop]
        if mention.kind == "adjective" or (texts and texts[-1] in wording.CONTENT):
            return False
        if mention.kind == "relative" and not self.others:
            return True
        if plays(prefix[-6:], "WELCOME") or (plays(tokens, "WELCOME") and len(tokens) < 8):
            return True
        if self.learners and self._addressed_as(mention):
            return True
        if plays(prefix, "CONGRATS") and self.others == [mention.last + 1]:
            return True  # "a big hand for the newest level 1 team"
        if any(at < mention.first or mention.last + 1 < at < stop for at in self.others):
            return False
        if plays(tokens, "CONGRATS"):
            return not plays(prefix, "GOAL") or any(
                "REACH" in token.roles or token.text in ("reaching", "getting", "making") for token in prefix
            )
        if self._addressed_as(mention) or self._label(mention):
            return True
        # "the introduction of X alone would suffice for level 1"
        if any(text in wording.SUFFICES for text in texts) and (
            any(text in wording.DEEDS for text in texts) or (mention.kind == "level" and plays(prefix, "WOULD"))
        ):
            return True
        # level 2 unlocked; level 1 it is
        if (
            after
            and (after[0].roles & {"REACH"} or after[0].text == "unlocked")
            and stops(tokens, mention.last + 2)
            and filler(prefix)
        ):
            return True
        clause = texts[start:]
        if (
            clause[-2:] in (["it", "is"], ["it", "s"])
            and len(clause) < 4
            and not says(after[:1], ("that", "where", "when", "which"))
        ):
            return True  # "it is level 2 time"
        if " ".join(token.text for token in after[:2]) in wording.IT_IS:
            return True
        if (
            texts
            and filler(prefix, more=frozenset(("HEAD", "ANSWERS")))
            and any(text in wording.HEADS for text in texts[:4])
            and "GOAL" not in roles_of(prefix)
        ):
            joined = prefix[-1].text in (":", "=", "|", "-", "→") or plays(prefix, "BE", "SOUNDS", "RATE")
            return joined or (mention.kind == "level" and stops(tokens, mention.last + 1))
        # nothing but a name for the learner's level: "Manual." after "your stage is"
        if "being" in texts:
            return bool(self.learners) or plays(prefix[:3], "NOT") or bool(SPEAKS_OF_LEARNER.search(self.tail))
        # I'd say level 2; that sounds like level 2; we are at level 2
        if prefix and filler(prefix, more=frozenset(("SAY",))):
            rated = says(prefix[:4], ("i", "we")) or plays(prefix, "SOUNDS")
            if rated and not says(prefix, wording.SPEECH) and stops(tokens, mention.last + 1):
                return True
        if (
            prefix
            and filler(prefix)
            and plays(prefix, "NOW")
            and plays([*prefix, *tokens[mention.last + 1 : mention.last + 5]], "BE", "REACH")
        ):
            return stops(tokens, mention.last + 1)
        return self._addressed_japanese(tokens[start : mention.first], after)

    def _addressed_as(self, mention: Mention) -> bool:
        """“As a level 2 team, you …”, “hey, level-one team”."""
        tokens = self.tokens
        prefix = tokens[: mention.first]
        lead = next(
            (n for n in range(mention.first - 1, max(-1, mention.first - 6), -1) if "AS" in tokens[n].roles), None
        )
        if (
            lead is not None
            and (lead == 0 or self._breaks(lead - 1))
            and (self.learners or not self.others)
            and tokens[lead].text != "like"
            and filler(tokens[lead + 1 : mention.first])
        ):
            return True
        return bool(prefix) and prefix[0].text in wording.HAILS and filler(prefix[1:])

    def _label(self, mention: Mention) -> bool:
        """“Maturity: 1”."""
        tokens = self.tokens
        prefix, label = tokens[: mention.first], tokens[mention.first : mention.last + 1]
        if mention.kind != "level" or mention.counted or len(label) < 3 or not says(label, (":", "=")):
            return False
        if not filler(prefix) or "GOAL" in roles_of(prefix):
            return False
        return ends(tokens, mention.last + 1) or of_many(tokens, mention.last + 1)

    def _addressed_japanese(self, lead: Sequence[Token], after: Sequence[Token]) -> bool:
        """“レベル2です”, “最高レベルに到達しました”: a predicate with nobody named is said of the one spoken to."""
        if not after or not is_cjk(after[0].text):
            return False
        subject = any(token.text in ("は", "が", "的") or "OTHER" in token.roles for token in lead)
        return (
            (
                filler(lead)
                or (not subject and bool(lead) and (is_cjk(lead[0].text) or lead[0].text in self.levels.stands_for))
            )
            and says(after[:4], wording.PREDICATES)
            and after[0].text not in ("は", "の", "的", "で", "では", "が")
        )

    def _unaddressed(self, mention: Mention, start: int, stop: int, condition: str) -> bool:
        """A sentence without a subject of its own: “still level 1, my friend”, “the aim should now be level 2”."""
        tokens = self.tokens
        lead, after = tokens[start : mention.first], tokens[mention.last + 1 : stop]
        if lead and (
            lead[-1].text in wording.CONTENT
            or any("SAY" in token.roles or token.text in wording.TEACHES for token in lead)
        ):
            return False
        if condition and self.learners and filler(lead) and len(after) <= 3:
            return True  # "level 1 awaits as soon as your training starts"
        if plays(lead, "GOAL") and says(tokens, wording.URGES):
            return not plays(lead, "THING")
        now = any("NOW" in token.roles and token.text not in ("all", "now") for token in (*lead, *after))
        return now and filler(lead) and filler(after)

    def _doubtful(self, mention: Mention, start: int, stop: int) -> bool:
        """Whether the level may be meant as the learner's, since nothing says that it is somebody else's or nobody's."""
        tokens = self.tokens
        lead = tokens[start : mention.first]
        before = tokens[: mention.first]
        placed = says(tokens[max(start, mention.first - 3) : mention.first], wording.PLACED)
        if (
            not self.learners
            or (mention.kind == "adjective" and not placed)
            or any(start <= at < stop for at in self.others)
        ):
            return False
        last = max((at for at in (*self.learners, *self.others) if at < mention.first), default=None)
        own = [at for at in self.learners if start <= at < stop]
        if last is not None and last in self.others and (last >= start or not own):
            return False
        if mention in self.safe or (lead and lead[0].text in wording.COMMANDS):
            return False
        after = tokens[mention.last + 1 : stop]
        if not own and (plays(lead, "GOAL") or (after and not after[0].roles and after[0].text[0].isalnum())):
            return False
        if (lead and lead[-1].text in wording.CONTENT) or any(
            "SAY" in token.roles and not says(before[max(0, n - 3) : n], ("i", "we", "me", "they"))
            for n, token in enumerate(before)
        ):
            return False
        if any(
            (token.text in wording.TEACHES and "RATE" not in token.roles) or token.text in wording.TREATS
            for token in lead
        ):
            return False
        if mention.kind == "number" and not self._stands_alone(mention, lead):
            return False
        if says(lead, wording.PLACED):
            return True
        if all(token.text in wording.ADVERBIAL or not token.text[0].isalnum() for token in lead):
            verb = main_verb(after)
            if verb is not None and "BE" in verb.roles and plays(after[:4], "RATE"):
                return True  # "level 0 may be assumed"
            if verb is not None and (verb.text in wording.DEFINES or verb.roles & LEARNER_ROLES):
                return False
            while len(after) > 1 and after[0].text in wording.MODALS:
                after = after[1:]
            if (
                after
                and "BE" in after[0].roles
                and any(
                    token.roles & {"LEVEL", "SLOT", "RANK"} or token.text in wording.TERMS or token.text == "one"
                    for token in after[1:5]
                )
            ):
                return True  # "level 1 is the one that describes you"
            return bool(own) or not after
        return True

    def _rated(self, mention: Mention) -> bool:
        """“Your score is a cute little 1”, “bumps your rating up to 2”, “for your team it is always zero”."""
        tokens = self.tokens
        start, _ = self._clause(mention)
        if self.own_level and ends(tokens, mention.last + 1) and mention.last + 1 >= len(tokens) - 1:
            return True  # "your level, let me count, one"
        leveled = plays(tokens[start : mention.first], "LEVEL") or says(tokens[start : mention.first], wording.SCORES)
        if not leveled or "WEAK" in tokens[mention.first].roles or not ends(tokens, mention.last + 1):
            return False
        return tokens[mention.first - 1].roles.isdisjoint(("THING", "UNIT")) and any(
            token.roles & {"BE", "RATE", "REACH", "SOUNDS"}
            or token.text in ("to", "at", "by", "a", "an", "xatleast", "xatmost")
            for token in tokens[start : mention.first]
        )

    def _stands_alone(self, mention: Mention, lead: Sequence[Token]) -> bool:
        """Whether a number is no label and counts nothing: “it is a big two for you”, not “prompt 2”."""
        tokens = self.tokens
        if tokens[mention.first].value is None or not 0 <= (tokens[mention.first].value or 0) <= self.levels.top + 2:
            return False
        if self.own_level and self._rated(mention):
            return True
        if "WEAK" in tokens[mention.first].roles and not any(
            "LEVEL" in token.roles or token.value is not None for token in (*lead, *tokens[mention.last + 1 :])
        ):
            return False
        unknown = [token for token in lead if not token.roles & LIGHT_ROLES and token.text[0].isalnum()]
        if self._rated(mention):
            return True
        if len(unknown) > 2 or not ends(tokens, mention.last + 1):
            return False
        if not lead and ends(tokens, mention.last + 1) and any(self._alone(at) for at in self.learners):
            return True  # "so one, you, one"
        if not lead:
            return mention.last + 1 < len(tokens) and bool(tokens[mention.last + 1].roles & {"BE"})
        if unknown and len(lead) > 1 and lead[-2] in unknown and "BE" in lead[-1].roles:
            return False  # "governance is 1"
        article = says(lead[-4:], ("a", "an", "big", "the"))
        return (
            not unknown
            or (article and lead[-1] in unknown)
            or (
                lead[-1] not in unknown
                and bool(lead[-1].roles & {"BE", "REACH", "RATE"} or lead[-1].text in wording.JOINTS)
            )
        )
