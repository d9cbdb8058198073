"""How a sentence links the learner and a level: “you are at”, “is where you are”, “the function returns … for your answers”."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.teaching.grounding import wording
from tutor.teaching.grounding.frames import Framed
from tutor.teaching.grounding.glue import LEARNER_ROLES, LIGHT_ROLES, filler, main_verb, now_or_should, stops
from tutor.teaching.grounding.numbers import ends
from tutor.teaching.grounding.reading import Token, plays, says
from tutor.teaching.grounding.scale import Mention


class Linked(Framed):
    """A sentence, and whether what stands between the learner and a level says that it is theirs."""

    def _links(self, subject: int, mention: Mention) -> bool:
        """Whether the level stands for the learner's when they are spoken of before it in the same clause."""
        tokens = self.tokens
        between = tokens[subject + 1 : mention.first]
        if mention.kind == "number":
            return self._links_number(subject, between, mention)
        lead = tokens[mention.first - 1]
        if lead.text in wording.CONTENT or (
            len(between) > 1 and lead.text in ("a", "an", "the") and between[-2].text in wording.CONTENT
        ):
            return False
        if mention.kind == "adjective":
            if "as" in [token.text for token in between] and any(
                subject < one.first < mention.first and one.kind == "level" for one in self.mentions
            ):
                return False  # "you could read level 2 as …"
            called = says(tokens[self._clause_start(mention.first) : mention.first], wording.TERMS)
            if called and (between[-1].text == '"' or between[-1].roles & {"SOUNDS", "BE", "RATE"}):
                return True  # "the label on your door reads …"
            return self._predicate(subject, between, mention)
        if mention.kind == "name":
            return (not between and mention.first - subject == 1) or (
                any(
                    token.roles & {"BE", "REACH", "RATE", "NOW", "LEVEL", "NOT", "SOUNDS", "YET", "GOAL"}
                    or token.text in wording.HAS
                    for token in between
                )
            )
        if mention.kind == "place":
            if mention.last > mention.first and plays(tokens[mention.first : mention.last + 1], "SLOT"):
                return True
            return filler(between, more=frozenset(("GOAL", "MORE", "NEXT"))) and ends(tokens, mention.last + 1)
        if not between:
            return stops(tokens, mention.last + 1) or mention.kind == "relative"
        follower = tokens[mention.last + 1] if mention.last + 1 < len(tokens) else None
        if (
            follower is not None
            and follower.text in wording.DEFINES
            and not follower.roles & {"BE"}
            and subject
            and tokens[subject - 1].text in ("for", "in", "to", "fur", "pour", "para", "для")
        ):
            self.safe.add(mention)
            return False  # "for you level 1 comes later"
        first = next((token for token in between if not token.roles & {"NOW", "FILL"}), None)
        if first is not None and "DO" in first.roles and between[-1].text in ("at", "on", "in"):
            return False
        return not says(between, wording.TREATS)

    def _links_number(self, subject: int, between: Sequence[Token], mention: Mention) -> bool:
        tokens = self.tokens
        if not between and tokens[mention.first].glued is False and "LEVEL" not in tokens[subject].roles:
            return False
        before = tokens[mention.first - 1]
        leveled = plays(tokens[max(0, subject - 2) : mention.first], "LEVEL")
        linked = before.roles & {"BE", "RATE", "REACH", "NOW", "LEVEL", "NOT"} or before.text in wording.JOINTS
        if plays(between, "GOAL"):
            return False
        if leveled and (linked or "FILL" in before.roles) and (linked or filler(between)):
            return True
        quoted = before.text == '"' and len(between) > 1
        if quoted:
            before = tokens[mention.first - 2]
            linked = linked or before.roles & {"BE", "RATE", "REACH"} or before.text in wording.JOINTS
        if before.text == "to" and any(
            token.text in wording.FALLS or token.text in ("down", "up", "back") for token in between[-4:-1]
        ):
            return True
        made = says(tokens[max(0, subject - 1) : subject], ("makes", "make", "made", "call", "calls", "gives", "give"))
        if made and before.text in ("a", "an", "the") and len(between) == 1:
            return True  # "… makes you a one"
        if before.text in wording.DISPLAYS and len(between) < 4 and "YOUR" in tokens[subject].roles:
            return True  # "your dashboard says two"
        if not filler(between) or before.text == "to":
            return False
        if (
            not leveled
            and before.text in ("have", "get", "has", "gets")
            and "NUM" in tokens[mention.first].roles
            and len(between) < 3
        ):
            return True  # "with the pipeline alone you have two"
        firm = bool(linked) or ("NUM" in tokens[mention.first].roles and "FILL" in before.roles)
        verbs = (*tokens[max(0, subject - 1) : subject], *between)
        return firm and plays(verbs, "BE", "RATE", "REACH")

    def _is_now(self, mention: Mention) -> bool:
        """“One is the level you have”, “zero was before, one is now”."""
        after = self.tokens[mention.last + 1 : mention.last + 7]
        if after and after[0].text in ("←", "=") and plays(after[1:3], "LEVEL", *LEARNER_ROLES):
            return bool(self.learners)
        if after and after[0].text in ("says", "said", "say") and self.learners and says(after, wording.SOURCES):
            return True
        if (
            after
            and after[0].roles & LEARNER_ROLES
            and len(after) > 1
            and (after[1].text in wording.OWN or after[1].roles & {"BE", "REACH"})
        ):
            return True  # "zero you have"
        if (
            not self.learners
            or not after
            or "BE" not in after[0].roles
            or after[0].text in ("at", "in", "on", "was", "were")
        ):
            return False
        return plays(after, "LEVEL") or (
            len(after) > 1
            and bool(
                {token.text for token in after[1:3]}
                & {"now", "yours", "you", "where", "number", "answer", "result", "score", "value"}
            )
        )

    def _given_to(self, mention: Mention, at: int, start: int) -> bool:
        """“That is a 2 for your team.”"""
        lead = self.tokens[start : mention.first]
        between = self.tokens[mention.last + 1 : at]
        linked = not lead or any(
            "BE" in token.roles or token.text in ("say", "give", "call", "put", "rate") for token in lead
        )
        if len(between) == 1 and between[0].text == "for":
            return filler(lead) and linked
        unknown = [token for token in lead if not token.roles & LIGHT_ROLES and token.text[0].isalnum()]
        beside = bool(between) and between[0].text in (
            "for",
            "next",
            "beside",
            "against",
            "under",
            "by",
            "behind",
            "on",
            "above",
        )
        return (
            beside
            and filler(between[1:])
            and len(between) < 4
            and len(unknown) < 3
            and plays(lead, "YOU", "SAY", "BE", "FILL")
        )

    def _computed(self, mention: Mention) -> bool:
        """“The function evaluates to 2 for your answers.”"""
        lead = self.tokens[: mention.first]
        if not self.learners or any(at < mention.first for at in self.others):
            return False
        source = next(
            (n for n, token in enumerate(lead) if token.text in wording.SOURCES or "ANSWERS" in token.roles), None
        )
        if source is None or plays(self.tokens, "IF"):
            return False
        link = lead[source + 1 :]
        if not all(
            token.text in wording.YIELDS for token in link if not token.roles & LIGHT_ROLES and token.text[0].isalnum()
        ):
            return False
        return any(token.roles & {"RATE", "SOUNDS", "BE"} or token.text in wording.YIELDS for token in link) and stops(
            self.tokens, mention.last + 1
        )

    def _predicate(self, subject: int, between: Sequence[Token], mention: Mention) -> bool:
        """“Your team is still manual”, but not “your training is manual” or “your manual steps”."""
        tokens = self.tokens
        if "YOUR" in tokens[subject].roles:
            noun = next(
                (
                    token
                    for token in between
                    if token.roles & {"TEAM", "LEVEL", "SLOT"} or not token.roles & {"NOW", "FILL"}
                ),
                None,
            )
            if tokens[subject].text.endswith(("كم", "ك")):
                noun = None if tokens[subject].text.isascii() else tokens[subject]._replace(roles=frozenset(("TEAM",)))
            if noun is None or not noun.roles & {"TEAM", "LEVEL", "SLOT"}:
                return False
        compared = any(token.roles & {"ABOVE", "BELOW", "AWAY"} or token.text in wording.PLACED for token in between)
        if any(token.roles & {"ABOVE", "BELOW"} or token.text in wording.PLACED for token in between[-2:]):
            return True  # "past manual"
        working = [token for token in between if token.text in wording.WORKS]
        copulaless = "\u0400" <= tokens[subject].text[0] <= "\u06ff"  # Russian and Arabic have no word for “is”
        if not filler([token for token in between if token not in working]) or not (between or copulaless):
            return False
        last = mention.last
        while last + 1 < len(tokens) and tokens[last + 1].roles >= {"FILL"} and not ends(tokens, last + 1):
            last += 1
        following = tokens[last + 1] if last + 1 < len(tokens) else None
        behind = following is not None and not following.text.isascii() and bool(following.roles & {"NOT", "BE", "NOW"})
        verbs = (*tokens[max(0, subject - 1) : subject + 1], *between)
        if not compared and not copulaless and not behind and not plays(verbs, "BE", "RATE", "SOUNDS", "NOT", "AS"):
            return bool(working)
        return behind or ends(tokens, last + 1) or tokens[last + 1].text in ("about", "xnolonger")

    def _links_back(self, mention: Mention, at: int, start: int) -> bool:
        """“Level 2 is where you are”: everything that does not merely say what the level is."""
        tokens = self.tokens
        if mention.kind == "number" and tokens[mention.last + 1].text != "for":
            return True  # "a big zero next to your name"
        if plays(tokens[at + 1 : at + 3], "SAY") and tokens[at].roles & {"YOU"}:
            return False
        lead = tokens[start : mention.first]
        between = tokens[mention.last + 1 : at]
        after = tokens[at + 1 : at + 6]
        if mention.kind == "adjective" and [token.text for token in between] == ["about"]:
            return True
        if mention.kind == "adjective" and lead and says(lead, wording.TERMS):
            return not says(between[:2], wording.DEFINES)
        if mention.kind == "adjective" and says(between, wording.PLACED):
            return True
        if mention.kind in ("place", "adjective") and not all(token.roles & {"BE", "FILL", "NOW"} for token in between):
            return mention.kind == "place" and plays(between, "SEPARATES")
        if lead and says(lead[-3:], wording.CONTENT):
            return False
        if lead and lead[0].text in ("feels", "looks", "sounds", "smells", "seems") and filler(lead[1:]):
            return True  # "feels like level 2 over at your place"
        if says(lead[:2], ("my", "our")) and plays(lead, "SAY"):
            return True  # "my crystal ball says level 1 for you"
        if says(lead[:3], ("i", "we")) and not any(
            token.text in wording.TEACHES or "SAY" in token.roles for token in lead
        ):
            return True  # "I would put my money on level 1 for you"
        if not filler(lead) or plays(lead, "GOAL", "THING"):
            # "what separates you from …", "the road to level 2"
            return mention.kind == "relative" or says(between, ("xahead", "xpassed", "xbelow"))
        if mention.kind == "number":
            return True
        if says((*between, *after), wording.PLACED) and any(
            token.roles & {"BE"} or token.text in wording.OWN for token in (*between, *after)
        ):
            return True
        if plays((*between, *tokens[at + 1 : at + 3]), "GOAL"):
            return True  # as a goal
        if not between:
            return self._you_there(at, lead)
        if says(between, wording.APPLIES):
            return True
        verb = main_verb(between)
        if verb is None:
            return says(between, (":", "=", "|", "-"))
        if says([*between, *after], ("xahead", "xpassed", "xbelow", "xbottom", "xtop")):
            return True
        return verb.text not in wording.DEFINES

    def _you_there(self, at: int, lead: Sequence[Token]) -> bool:
        """“Auf Stufe 2 seid ihr”, but not “at level 1 you hand over a pipeline”, which is said of anybody."""
        tokens = self.tokens
        after = tokens[at + 1 : at + 6]
        if tokens[at].text in wording.YOU_ARE or now_or_should(after):
            return True
        if any(token.roles & {"BE", "REACH"} and token.text not in ("at", "in", "on") for token in lead):
            return True
        if not after:
            return False
        if plays(after[:3], "NOT") and (says(after[:4], wording.OWN) or says(after[1:4], ("come", "arrive", "get"))):
            return True  # "the last level you do not have"
        if after[0].roles & {"REACH"} or (plays(after[:2], "NOT") and plays(after[1:4], "REACH")):
            return True
        if any(token.text in wording.DONE or ("REACH" in token.roles and not token.text.isascii()) for token in after):
            return True  # "Stufe 1 habt ihr geschafft"
        is_there = "BE" in after[0].roles and after[0].text not in ("at", "in", "on", "work", "works", "run", "operate")
        return is_there and (ends(tokens, at + 2) or bool(after[1].roles & {"NOW", "NOT", "YET"}))
