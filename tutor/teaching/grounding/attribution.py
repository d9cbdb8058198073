"""Whether a level in a sentence is said to be the learner's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tutor.teaching.grounding import wording
from tutor.teaching.grounding.claim import Claim
from tutor.teaching.grounding.denial import is_denied, is_denied_behind
from tutor.teaching.grounding.glue import filler, now_or_should, stops
from tutor.teaching.grounding.implied import Implied
from tutor.teaching.grounding.numbers import ends
from tutor.teaching.grounding.reading import Token, is_cjk, plays, says
from tutor.teaching.grounding.scale import Mention


class Attribution(NamedTuple):
    """Where in a sentence the learner is given a level."""

    anchor: int
    """The token after which that begins which is said of the level."""
    start: int
    stop: int
    """The clause in which the level is named."""
    condition: str
    """The words of the condition that it follows from, if any."""


class Attributed(Implied):
    """A sentence, and whether a level in it is said to be the learner's."""

    def attribute(self, mention: Mention) -> Attribution | Claim | None:
        """How a level is given to the learner; a claim when the sentence takes it for granted; None when it is not."""
        start, stop = self._clause(mention)
        if self._open(mention) or self._on_the_way(mention):
            return None
        subject = self._subject(mention)
        behind = next((at for at in self.learners if mention.last < at < stop), None)
        inside, condition, end = self._condition(mention)
        if start < end <= mention.first:
            start = end
        if inside:
            return self._presupposed(mention, subject if subject is not None else behind)
        near = subject is not None and subject >= start
        if subject is not None and (behind is None or near) and self._reported(subject, mention, across=not near):
            return self._still_there(mention, stop)
        anchor = self._anchor(mention, subject, behind, start, stop, condition)
        if anchor is not None:
            return Attribution(anchor, start, stop, condition)
        return self._follows(mention, start, stop, condition)

    def _follows(self, mention: Mention, start: int, stop: int, condition: str) -> Claim | None:
        """“An automated pipeline would suffice for level 1”, “CI/CD leaves you at level 0”: said of nobody, or of anybody."""
        tokens = self.tokens
        if mention.kind not in ("level", "place") or any(mention.first <= at < stop for at in self.others):
            return None
        lead = tokens[: mention.first]
        defines = mention.last + 1 < stop and "BE" in tokens[stop - 1].roles  # "level 2 is when …"
        if (
            condition
            and not defines
            and filler(tokens[start : mention.first])
            and filler(tokens[mention.last + 1 : stop])
        ):
            return Claim(mention.values, mention.comparison, False, True, condition, condition, general=True)
        if (
            filler(tokens[start : mention.first])
            or says(lead, wording.TEACHES - wording.EFFECT)
            or lead[0].text in wording.CONTENT
        ):
            return None  # what a level is, or how to speak of it
        suffices = says(tokens, wording.ENOUGH)
        if not suffices and (
            plays(lead, "GOAL", "SAY", "WHETHER") or not (says(lead, wording.EFFECT) or plays(lead, "WOULD"))
        ):
            return None
        around = tokens[start:stop]
        denied = is_denied(tokens[start : mention.first], tokens[mention.first]) ^ is_denied_behind(
            tokens[mention.last + 1 : stop]
        )
        words = self._words([n for n in range(len(tokens)) if not mention.first <= n <= mention.last])
        if not around or (plays(around, "GOAL") and not suffices):
            return None
        return Claim(mention.values, mention.comparison, denied, True, words, words, general=True)

    def _anchor(
        self, mention: Mention, subject: int | None, behind: int | None, start: int, stop: int, condition: str
    ) -> int | None:
        """Where that begins which is said of the level, when it is said to be the learner's; else None."""
        if self._answers(mention):
            return -1
        if mention.kind in ("level", "relative") and any(mention.first <= at <= mention.last for at in self.learners):
            return mention.first - 1
        if subject is not None and subject >= start:
            if self._links(subject, mention):
                return subject
        elif self._computed(mention):
            return -1
        elif mention.kind == "number" and self._is_now(mention):
            return start - 1
        elif behind is not None and (mention.kind != "number" or self._given_to(mention, behind, start)):
            if self._links_back(mention, behind, start):
                return start - 1
        elif (subject is not None and self._carried(mention, start)) or self._fronted(mention, start, stop):
            return self._since(subject, start)
        return self._without_learner(mention, subject, start, stop, condition)

    def _without_learner(
        self, mention: Mention, subject: int | None, start: int, stop: int, condition: str
    ) -> int | None:
        """The same where nothing links the learner and the level."""
        if (
            mention.comparison in ("shift", "rises", "falls")
            and not self.others
            and (plays(self.tokens, "LEVEL") or any(is_cjk(token.text) for token in self.tokens))
        ):
            return start - 1
        if mention.kind == "number":
            implied = self._labelled(mention) or self._it_is(mention, start)
        else:
            implied = self._implied(mention, start, stop)
        if implied:
            being = [n for n in range(start, mention.first) if self.tokens[n].text == "being"]
            return being[-1] if being else max(start - 1, -1)
        alone = mention.kind in ("level", "name", "place") and not self.others
        if alone and self._unaddressed(mention, start, stop, condition):
            return max(start - 1, -1)
        if not self._doubtful(mention, start, stop):
            return None
        own = any(start <= at < stop for at in self.learners)
        if not own and is_denied(self.tokens[start : mention.first], self.tokens[mention.first]):
            return None
        return max(self._since(subject, start), -1)

    def _answers(self, mention: Mention) -> bool:
        """Whether it answers what was asked before."""
        if not self.asked or self.others:
            return False
        before = self.tokens[mention.first - 1].text if mention.first else ""
        opened = before in ("is", ":", "=", "s", "ist", "es", "est") or len(self.tokens) <= 8
        start = self._clause(mention)[0]
        alone = start > 0 and filler(self.tokens[start : mention.first])
        if not opened and not alone and not filler(self.tokens[: mention.first]):
            return False
        return mention.kind != "number" or stops(self.tokens, mention.last + 1)

    def _since(self, subject: int | None, start: int) -> int:
        """Where that begins which may deny a level: with the clause, or with the learner before an aside."""
        if (
            subject is not None
            and subject < start
            and all(
                token.roles & {"FILL", "BE", "NOT", "NOW", "YET", "TEAM", "MORE", "AS"} or not token.text[0].isalnum()
                for token in self.tokens[subject + 1 : start]
            )
        ):
            return subject  # "has not, as yet, left …"
        return start - 1

    def _carried(self, mention: Mention, start: int) -> bool:
        """Whether a clause that names nobody goes on about the learner."""
        tokens = self.tokens
        lead = tokens[start : mention.first]
        if mention.kind == "number":
            return self._carried_number(mention, lead)
        if mention.kind == "adjective":
            opened = start > 0 and (tokens[start - 1].text in ":=|-" or any(map(self._alone, self.learners)))
            named = plays(lead, "BE", "NOW", "AS") or (opened and not lead)
            return named and filler(lead) and ends(tokens, mention.last + 1)
        clause_end = self._clause(mention)[1]
        if lead and lead[0].text in wording.COMMANDS:
            return False
        if any("OTHER" in token.roles or token.text in wording.CONTENT for token in lead):
            return False
        if plays(lead, "GOAL"):
            return not plays(lead, "THING")
        follows = tokens[mention.last + 1 : clause_end]
        if mention.comparison != "is" and not lead:
            return True
        if any(mention.last < at < clause_end for at in self.others):
            return False
        if filler(lead) and filler(follows):
            return True
        if (
            start
            and tokens[start - 1].text == ":"
            and not lead
            and not (follows and follows[0].text in wording.DEFINES)
        ):
            return True  # "your address: level zero street"
        if all(token.text in wording.ADVERBIAL or not token.text[0].isalnum() for token in lead):
            # the level is what the clause is about
            if not follows or all(token.roles & {"FILL", "NOW", "YET", "MORE"} for token in follows):
                return True
            return says(follows, ("xahead", "xpassed")) or (follows[0].text in wording.FITS and filler(follows[1:]))
        return filler(lead) and plays(lead, "BE", "REACH", "RATE", "SOUNDS", "NOT", "NOW")

    def _carried_number(self, mention: Mention, lead: Sequence[Token]) -> bool:
        """“The level of your team, as we have established, equals nought.”"""
        before = self.tokens[mention.first - 1] if mention.first else None
        if before is None:
            return False
        level = plays(self.tokens[: mention.first], "LEVEL")
        if before.text == "to" and level and len(lead) > 1 and lead[-2].text in wording.FALLS:
            return True
        if "SAY" in before.roles and level and filler(lead, more=frozenset(("SAY",))):
            return ends(self.tokens, mention.last + 1)  # "your level, … I say one"
        opened = bool(before.roles & {"BE", "RATE", "REACH"}) or before.text in (":", "=", "|", "?", "(")
        return opened and filler(lead) and level and ends(self.tokens, mention.last + 1)

    def _fronted(self, mention: Mention, start: int, stop: int) -> bool:
        """“At the foot of the ladder, that is where you are”, “compared with level 0, your team does better”."""
        tokens = self.tokens
        leveled = plays(tokens[stop:], "LEVEL")
        if (
            (mention.kind == "adjective" and not leveled)
            or (mention.kind == "number" and not leveled)
            or any(at < mention.first for at in self.others)
            or (mention.kind != "number" and any(at < mention.first for at in self.learners))
        ):
            return False
        if mention.last + 1 < stop or stop >= len(tokens):
            return False
        lead = tokens[start : mention.first]
        after = tokens[stop + 1 :]
        learner = next((at for at in self.learners if at > stop), None)
        verdict = [token.text for token in after[:5]]
        if (
            verdict[:1] == ["that"]
            and any(word in wording.HEADS or word in ("answer", "level", "conclusion") for word in verdict)
            and filler(lead)
        ):
            return True  # "level 0, that is the verdict"
        if learner is None:
            return False
        if (
            mention.kind == "number"
            and after
            and (after[0].text in ("the", "your") or after[0].roles & {"YOUR", "LEVEL"})
            and plays(after[:2], "LEVEL")
        ):
            return filler(after) and len(after) < 7  # "zero zero, the level of you all"
        if says(lead, wording.COMPARING):
            return says(after, wording.BETTER)
        if not all(token.text in wording.ADVERBIAL or token.roles & {"SOUNDS", "FILL"} for token in lead):
            return False
        words = {token.text for token in tokens[stop + 1 : learner + 3]}
        if "where" in words or (words & wording.THAT_IS and filler(tokens[stop + 1 : learner])):
            return True
        return now_or_should(tokens[learner + 1 : learner + 6])
