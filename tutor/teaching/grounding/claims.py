"""What a sentence says of the learner's level, or of the level they would have.

A level that is named is taken for the learner's when the sentence speaks of the learner, unless something says whose it
is or that it is none: a goal, a report, a question, a definition, another team. What is doubtful is not released.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tutor.teaching.grounding import context, wording
from tutor.teaching.grounding.attribution import Attributed, Attribution
from tutor.teaching.grounding.claim import Claim
from tutor.teaching.grounding.denial import is_denied, is_denied_behind, verb_first
from tutor.teaching.grounding.glue import LEARNER_ROLES, is_strange, roles_of
from tutor.teaching.grounding.places import PLACES
from tutor.teaching.grounding.reading import Token, is_cjk, plays, says
from tutor.teaching.grounding.scale import UNCLEAR, Comparison, Mention, Scale


def claims(text: str, before: str, levels: Scale) -> Iterator[Claim]:
    """What a folded sentence says of the learner's level, with `before` as its context (folded too)."""
    for part, tail in context.parts(text, before, levels):
        yield from _Said(part, tail, levels).claims()


class _Said(Attributed):
    """A sentence, and what it says of the learner's level."""

    def claims(self) -> Iterator[Claim]:
        """The claims, one for each level that is said to be the learner's."""
        for mention in self.mentions:
            attributed = self.attribute(mention)
            if isinstance(attributed, Claim):
                yield attributed
            elif attributed is not None and (claim := self._claim(mention, attributed)):
                yield claim

    def _claim(self, mention: Mention, attributed: Attribution) -> Claim | None:
        """The claim, with what the words around the level make of it."""
        anchor, start, stop, condition = attributed
        tokens = self.tokens
        scope = tokens[max(anchor, -1) + 1 : mention.first]
        clause = tokens[min(start, max(anchor, 0)) : mention.first]
        if verb_first(tokens[start : mention.first], anchor - start) and tokens[anchor].text != "being":
            scope = clause  # "that does not make you …", "لم يصل فريقكم …"
        following = next((one.first for one in self.mentions if one.first > mention.last), stop)
        post = tokens[mention.last + 1 : min(stop, following)]
        words = {token.text for token in scope}
        denied = is_denied(scope, tokens[mention.first]) ^ is_denied_behind(post)
        if 0 <= anchor < mention.first and "NOT" in tokens[anchor].roles:
            denied = not denied  # "لستم": you are not
        exists = (
            tokens[0].text == "there" and tokens[mention.first].text in PLACES
        )  # "there is no higher level for you"
        goal = (
            not exists
            and mention.kind != "relative"
            and (
                _goal(scope, fronted=anchor < start)
                or any(
                    token.text == "xahead" or ("GOAL" in token.roles and anchor < start and mention.kind != "number")
                    for token in post[:8]
                    if not any("REACH" in one.roles and is_cjk(one.text) for one in post[:6])
                )
                or any(token.text == "xbelow" or token.text in wording.LACKS for token in (*clause, *tokens[:2]))
                or says(post[:6], wording.LACKS)
            )
        )
        if plays((*clause, *post, *tokens[:2]), "FUTURE") and "WOULD" in roles_of((*scope, *post)):
            goal = True
            condition = ""
        acts = tokens[0].text in wording.ACTS and "and" in {token.text for token in tokens[: mention.first]}
        what_if, condition = (
            (False, "") if goal and not condition and not acts else self._what_if(mention, anchor, scope, condition)
        )
        context = f"{self._words(range(len(tokens)))} ; {self.tail}" if what_if else self._words(range(len(tokens)))
        claim = Claim(mention.values, mention.comparison, denied, what_if, condition, context)
        if mention.counted and denied and len(mention.values) > 1:
            claim = replace(claim, comparison="one of")
        elif mention.counted:
            claim = replace(claim, values=self._resolved(mention))
        if mention.comparison == "one of" and any(token.text == "xpassed" for token in clause):
            claim = replace(claim, comparison="above")
        if mention.comparison == "is" and mention.kind != "relative":
            claim = replace(claim, comparison=_compared(scope, clause, post, tokens[stop:], mention))
        if what_if and claim.comparison == "below" and any(token.text == "xahead" for token in post):
            claim = replace(claim, comparison="is")  # "level 1 awaits as soon as …"
        if claim.comparison == "is" and not denied and mention.kind != "relative":
            verb = max(
                (n for n, token in enumerate(scope) if token.roles & {"BE", "SOUNDS", "RATE", "REACH"}), default=-1
            )
            strange = scope if anchor >= start else (*scope[verb + 1 :], *self._up_to_learner(mention, post))
            claim = replace(claim, doubtful=any(is_strange(token) for token in strange))
        if claim.comparison == "is" and not denied and self._taken_back(mention, start, stop):
            claim = replace(claim, doubtful=True)
        if claim.comparison == "near":
            return replace(claim, denied=False)
        if denied and any(token.text == "xahead" for token in post):
            return None  # "level 2 is not your goal"
        if goal and denied and not _goal(scope, fronted=anchor < start):
            goal = False
        if goal and denied and not what_if and any("REACH" in token.roles or token.text == "come" for token in post):
            return replace(claim, comparison="below", denied=False)  # "to level 2 you have not come"
        if goal and not what_if:
            if denied or words & wording.STAYS:
                return None
            return replace(claim, comparison="below", goal=True) if claim.comparison == "is" else claim
        if denied and claim.comparison == "is" and len(mention.values) == 1:
            longer = any("MORE" in token.roles or token.text == "xnolonger" for token in (*scope, *post))
            if longer and not plays(scope, "YET"):
                return replace(claim, comparison="above", denied=False)
            if any(
                token.roles & {"YET", "REACH"} or (token.text == "have" and anchor < start) for token in (*scope, *post)
            ):
                return replace(claim, comparison="below", denied=False)
        return claim

    def _taken_back(self, mention: Mention, start: int, stop: int) -> bool:
        """“Level 2 is calling your name, but you have not picked up yet.”"""
        tokens = self.tokens
        rest = [n for n in range(len(tokens)) if not start <= n < stop]
        if any(start > one.first or one.first >= stop for one in self.mentions if one is not mention):
            return False
        spoken = any(n in self.learners for n in rest)
        return (
            spoken
            and any("NOT" in tokens[n].roles for n in rest)
            and any("YET" in tokens[n].roles and "NOW" not in tokens[n].roles for n in rest)
        )

    def _up_to_learner(self, mention: Mention, post: Sequence[Token]) -> Sequence[Token]:
        """What stands between a level and the learner after it."""
        learner = next((at for at in self.learners if mention.last < at <= mention.last + len(post)), None)
        return () if learner is None else post[: learner - mention.last - 1]

    def _resolved(self, mention: Mention) -> tuple[int, ...]:
        """What an ordinal stands for, when the sentence names the level in another way too."""
        if len(mention.values) == 1:
            return mention.values
        told = {value for one in self.mentions if not one.counted and one.kind != "number" for value in one.values}
        both = tuple(value for value in mention.values if value in told)
        return both if len(both) == 1 else (UNCLEAR,)

    def _what_if(self, mention: Mention, anchor: int, scope: Sequence[Token], condition: str) -> tuple[bool, str]:
        tokens = self.tokens
        if condition:
            return (False, "") if "since" in {token.text for token in scope} else (True, condition)
        others = [n for n in range(len(tokens)) if not anchor < n <= mention.last]
        after = tokens[mention.last + 1 : mention.last + 5]
        if after and (is_cjk(after[0].text) or "\u0900" <= after[0].text[0] <= "\u097f") and plays(after, "WOULD"):
            # the verb stands last: what comes before it is the condition
            return True, self._words(range(mention.first))
        start = self._clause(mention)[0]
        if (
            start > 1
            and plays(tokens[mention.last + 1 : mention.last + 3], "WOULD")
            and says(tokens[:start], wording.MOVERS)
        ):
            return True, self._words(range(start))  # "upon removal of X, level 1 would apply"
        behind = tokens[mention.last + 1 :]
        given = next((n for n, token in enumerate(behind) if token.text in ("with", "without", "by")), None)
        if given is not None and plays(behind[:3], "WOULD"):
            return True, self._words(range(mention.last + 1 + given, len(tokens)))  # "would be yours with …"
        if says(tokens[: mention.first], ("plus",)) and mention.first > 1:
            return True, self._words(range(mention.first))  # "one plus X is two for you"
        if (
            1 < anchor < mention.first
            and "WOULD" in tokens[anchor].roles
            and not plays(tokens[anchor - 2 : anchor], "YOU")
        ):
            return True, self._words(range(anchor))  # "автоматизируете … - останетесь"
        would = "WOULD" in roles_of(scope) and not _perhaps(scope)
        effect = any(
            token.text in wording.EFFECT and not (n and tokens[n - 1].text in ("i", "we"))
            for n, token in enumerate(tokens[: mention.first])
        )
        mover = next((n for n, token in enumerate(tokens[: mention.first]) if token.text in wording.MOVERS), None)
        imperative = tokens[0].text in wording.ACTS or (
            len(tokens) > 1 and tokens[0].text in wording.BEGINS and tokens[1].text in wording.ACTS
        )
        linked = says(tokens[1 : mention.first], ("and", "then", ",", "y", "und", "et", "e", "и"))
        if (imperative and linked) or (mover is not None and (effect or would or mover == 0)):
            return True, self._words(others) or self._words(range(len(tokens)))
        if mention.comparison == "shift":
            return True, self._words(others)
        if would or (effect and anchor > 0 and says(tokens[: max(anchor, 0)], wording.EFFECT)):
            said = self._words(range(max(anchor, 0))) if anchor > 0 else ""
            return True, said if said.strip() else (self.tail or " ")
        if anchor > 1 and tokens[anchor - 1].text == "then" and not any(at < anchor - 1 for at in self.learners):
            return True, self._words(range(anchor - 1))
        if self.tail.endswith("?") and not self.learners and not self.asked:
            return True, self.tail  # "No more hand steps? Hello level 1!"
        if _SUPPOSES.search(self.tail) and tokens[0].text in wording.FOLLOWS:
            return True, self.tail
        return False, ""


_SUPPOSES = re.compile(
    r"\b(?:imagine|suppose|supposing|picture|say|assume|assuming|what if|if|let's say|think of|once|should|were|imagina|supon|supongamos|imaginez|supposons|angenommen|stell|nehmen wir an|wenn|si|imagine|suponha|se|если|представьте|допустим)\b|假设|如果|想象|仮に|もし|想像|लو|تخيل|افترض|मान लीजिए|अगर"
)


def _perhaps(scope: Sequence[Token]) -> bool:
    """“You may be at level 2” guesses; it is no what-if."""
    return says(scope, ("may", "might", "must", "can", "should", "could")) and not says(scope, ("would", "will"))


def _goal(scope: Sequence[Token], *, fronted: bool) -> bool:
    """Whether the level is spoken of as something to be reached."""
    if fronted and scope and scope[0].text in wording.TOWARDS and len(scope) <= 3 and not plays(scope, *LEARNER_ROLES):
        return True
    for n, token in enumerate(scope):
        if token.text in ("xbelow", "xahead"):
            return True
        if (
            n
            and "GOAL" in token.roles
            and says(scope[max(0, n - 2) : n], ("has", "have", "had", "ve"))
            and token.text in (wording.MOVES | wording.COMES)
        ):
            continue  # "has climb to level 2"
        if (
            "GOAL" in token.roles
            and not (n == 0 and not fronted and token.text in wording.ARRIVALS)
            and not (token.text in wording.MOVES and says(scope[max(0, n - 3) : n], ("would", "will", "d", "ll")))
        ):
            return True
    return False


def _compared(
    scope: Sequence[Token], clause: Sequence[Token], post: Sequence[Token], behind: Sequence[Token], mention: Mention
) -> Comparison:
    if any(token.text == "xpassed" for token in clause):
        return "above"
    for n in range(len(scope) - 1, -1, -1):
        token = scope[n]
        far = len(scope) - n > 4
        if "ABOVE" in token.roles and not far and not token.roles & {"REACH"}:
            return "above"
        if token.text == "xbelow" or ("BELOW" in token.roles and not far):
            return "below"
        if token.text == "xnear" or ("NEAR" in token.roles and not far):
            return "near"
        if token.text == "xatleast":
            return "at least"
        if token.text == "xatmost":
            return "at most"
    if says(clause, wording.COMPARING):
        return "below" if says(behind, ("xbelow", "worse", "behind", "lower", "below")) else "above"
    if beside := _beside_learner(post):
        return beside
    if post and post[0].text == "behind":
        return "above"
    for token in post[:7]:
        if token.text == "xpassed":
            return "above"
        if token.text in ("xahead", "xbelow"):
            return "below"
        if token.text == "xatleast":
            return "at least"
        if token.text == "xatmost":
            return "at most"
        own = token.roles
        if (is_cjk(token.text) or "\u0900" <= token.text[0] <= "\u097f") and post and token in post[:3]:
            if "ABOVE" in own and "BE" not in own:
                return "above"
            if "BELOW" in own:
                return "below"
    if mention.kind != "place" and _quits(scope):
        return "above"
    return "is"


def _beside_learner(post: Sequence[Token]) -> Comparison | None:
    """“Level 1 is a bit above where you are.”"""
    learner = next((n for n, token in enumerate(post[:9]) if token.roles & LEARNER_ROLES), None)
    if learner is None or is_cjk(post[learner].text) or not plays(post[:2], "BE"):
        return None
    for token in post[:learner]:
        if token.text in ("above", "beyond", "over", "higher", "past", "ahead"):
            return "below"
        if token.text in ("below", "beneath", "under", "behind", "lower", "underneath"):
            return "above"
    return None


def _quits(scope: Sequence[Token]) -> bool:
    """“You left level 0”."""
    for token in reversed(scope):
        if token.text in wording.QUITS:
            return True
        if not token.roles & {"FILL", "TO"} and token.text[0].isalnum():
            return False
    return False
