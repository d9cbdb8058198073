"""One sentence with the levels it names: its clauses, and who it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tutor.teaching.grounding import idioms, wording
from tutor.teaching.grounding.context import asks_for_level, prepare
from tutor.teaching.grounding.glue import LEARNER_ROLES, filler, is_third_person
from tutor.teaching.grounding.levels import mentions
from tutor.teaching.grounding.numbers import ends
from tutor.teaching.grounding.reading import Token, plays, read, says
from tutor.teaching.grounding.scale import UNCLEAR, Mention, Scale

_TAG = re.compile(
    r"(?:,|-)\s*(?:right|correct|no|oder|verdad|nicht wahr|n'est-ce pas|ok|okay|huh|is not it|isn't it|are not you|aren't you|don't you|do not you|haven't you|certo|не так ли|对吗|对吧)\s*\?"
)
_PRESUPPOSES = re.compile(
    r"\b(?:did|do) you know|\b(?:aren't|isn't|are not|is not)\b|^\s*(?:so )?(?:you|your)\b|\bnow that\b|\bsince you\b|\bgiven that you\b|\bbecause you\b|\bwhat is it like to be\b|\bready to leave\b|\bguess\b|\bwho would have\b|\bremember\b|\bwhy\b|\bhow come\b|\bhow does it feel\b|\bpor que\b|\bpourquoi\b|\bwarum\b|почему|为什么|なぜ|لماذا|क्यों"
)
_SECOND_PERSON = re.compile(
    r"\w{2,}(?:ar|er|ir)(?:an|as|eis|ao)|\w{3,}(?:ais|eis)|seguis|vivis|\w{3,}(?:ari|eri|iri)(?:an|as|ais|am)|(?:estari|pasari|llegari|seguiri|quedari|volveri|caeri|subiri|alcanzari|tendri|seri)(?:an|as|ais)|(?:estari|passari|chegari|continuari|ficari|voltari|cairi|subiri|teri|seri)am"
    r"|ت[\u0621-\u064a]{2,}وا|[а-я]{2,}(?:ете|ите|етесь|итесь|ешь|ишь|ешься)|[فو]?ت[\u0621-\u064a]{2,}ون|[فو]?ست[\u0621-\u064a]{2,}ون"
)


class Sentence:
    """One sentence with the levels it names, and who it speaks of."""

    def __init__(self, part: str, tail: str, levels: Scale) -> None:
        self.part, self.tail, self.levels = part, tail, levels
        named, self.originals = levels.named(prepare(part))
        self.tokens = read(idioms.plain(named))
        self.mentions: list[Mention] = []
        """The levels that are named, in order; none when the sentence only asks."""
        self.learners: list[int] = []
        """Where the learner is spoken of."""
        self.others: list[int] = []
        """Where somebody else is spoken of."""
        self.asked = asks_for_level(tail)
        """What was said before leads up to the learner's level."""
        self.own_level = self._names_own_level()
        """It speaks of “your level”, “the level of your team”."""
        self.safe: set[Mention] = set()
        """Levels that are spoken of in general, in a sentence that speaks of the learner too."""
        if self.tokens and not self._only_asks():
            self._referents()
            self._name_levels()

    def _names_own_level(self) -> bool:
        tokens = self.tokens
        return any(
            "LEVEL" in token.roles
            and (
                plays(tokens[max(0, n - 2) : n + 1], "YOUR")
                or (plays(tokens[n + 2 : n + 4], *LEARNER_ROLES) and tokens[n + 1].text in ("of", "for"))
            )
            for n, token in enumerate(tokens)
        )

    def _only_asks(self) -> bool:
        """Whether it is a question that takes nothing for granted."""
        question = self.part.rstrip().rstrip('")*_').endswith("?")
        return question and not _TAG.search(self.part) and not _PRESUPPOSES.search(self.part)

    def _name_levels(self) -> None:
        tokens = self.tokens
        self.mentions = mentions(tokens, self.levels)
        taken = {n for mention in self.mentions for n in range(mention.first, mention.last + 1)}
        self.mentions += [
            mention
            for n, token in enumerate(tokens)
            if n not in taken and token.value is not None and (mention := self._bare(n)) is not None
        ]
        sized = self.learners and plays(tokens, "LEVEL") and not self.mentions
        if sized and (
            size := next((n for n, token in enumerate(tokens) if self._rates(n) for _ in self._size(token)), None)
        ):
            self.mentions += [Mention(size, size, (value,), "place") for value in self._size(tokens[size])]
        if self.asked and not self.mentions:
            self.mentions += [
                Mention(n, n, (value,), "place") for n, token in enumerate(tokens[:4]) for value in self._size(token)
            ]
        self.mentions.sort()

    def _rates(self, at: int) -> bool:
        """“Your maturity must be regarded as minimal.”"""
        tokens = self.tokens
        before = tokens[at - 1] if at else None
        joined = before is not None and (
            before.roles & {"BE", "AS", "RATE", "SOUNDS"} or before.text in ("very", "rather", "as", ":")
        )
        return bool(joined) and ends(tokens, at + 1) and plays(tokens[max(0, at - 8) : at], "LEVEL")

    def _size(self, token: Token) -> Iterator[int]:
        """“Medium”, said when the level is asked for."""
        for words, value in (
            (wording.LOW, self.levels.bottom),
            (wording.MEDIUM, self.levels.middle),
            (wording.HIGH, self.levels.top),
        ):
            if token.text in words:
                yield value

    def _referents(self) -> None:
        """Where the sentence speaks of the learner, and where of somebody else."""
        tokens = self.tokens
        example = says(tokens, wording.EXAMPLE)
        spoken: list[int] = []
        for n, token in enumerate(tokens):
            own = token.roles
            if own & LEARNER_ROLES and not is_third_person(tokens, n):
                if self._about_learner(n):
                    self.learners.append(n)
                elif "YOUR" in own:
                    self.others.append(n)
            elif self._spoken_to(n):
                self.learners.append(n)
            elif "TEAM" in own:
                self._team(n, example=example)
            elif _SECOND_PERSON.fullmatch(token.text):
                spoken.append(n)
            elif "OTHER" in own and token.text not in wording.DEFINITE and not (n and tokens[n - 1].roles & {"YOUR"}):
                self.others.append(n)

        if not self.learners and not self.others:
            self.learners = spoken  # a verb's ending alone says who is meant

    def _spoken_to(self, at: int) -> bool:
        """German “Sie”, “the learner”, “the party addressed”."""
        text = self.tokens[at].text
        if text in ("sie", "ihnen"):
            return says(self.tokens[max(0, at - 2) : at + 3], wording.POLITE)
        return text in ("learner", "user", "addressed") and says(
            self.tokens[max(0, at - 1) : at], ("the", "party", "this")
        )

    def _about_learner(self, at: int) -> bool:
        """Not “thank you”, “your question”, “your competitor”."""
        tokens = self.tokens
        if at and tokens[at - 1].text in ("thank", "thanks", "bless"):
            return False
        if at > 1 and tokens[at].text == "yours" and tokens[at - 1].text == "of" and self.others:
            return False  # "a competitor of yours"
        if at > 1 and tokens[at - 1].text == "and" and tokens[at - 2].roles & LEARNER_ROLES:
            return True  # "you and your colleagues"
        if tokens[at].text.startswith("ihr") and len(tokens[at].text) > 3 and self.others:
            return False  # German "their"
        if (
            at
            and tokens[at - 1].text in ("not", "nicht", "pas", "не", "nao", "不是")
            and (at == 1 or self._breaks(at - 2))
        ):
            return False  # "not your team, but …"
        if "YOUR" not in tokens[at].roles or tokens[at].roles & {"LEVEL"}:
            return True
        for one in tokens[at + 1 : at + 4]:
            if "BREAK" in one.roles or one.roles & {"LEVEL", "BE"}:
                return True
            if "THING" in one.roles and not one.roles & {"ANSWERS"}:
                return False
        return True

    def _team(self, at: int, *, example: bool) -> None:
        """“The team” is the learner's; “a team”, “teams” and “the team in the book” are somebody else's."""
        tokens = self.tokens
        text = tokens[at].text
        after = tokens[at + 1 : at + 3]
        if len(after) == 2 and after[0].text == "like" and after[1].roles & LEARNER_ROLES:
            return  # "teams like yours"
        spoken = plays(tokens[max(0, at - 4) : at + 1], *LEARNER_ROLES)
        if spoken or any(at - 4 < one < at for one in self.learners):
            return
        before = tokens[at - 1] if at else None
        plural = text.endswith(("s", "команды", "们")) and text not in wording.NO_PLURALS
        article = before.text if before is not None else ""
        if text not in wording.ENGLISH_CREWS and article in ("a", "o", "as", "os"):
            self.learners.append(at)  # Portuguese: the definite article
            return
        indefinite = article in wording.INDEFINITE
        level = before is not None and (
            "LEVEL" in before.roles or before.value is not None or article in self.levels.stands_for
        )
        if (indefinite or level) and not plural and any(self._clause_start(at) <= one < at for one in self.learners):
            return  # "you are a level 0 team"
        if plural or indefinite or article in ("的", "の"):
            self.others.append(at)
        elif text in wording.CREWS:
            modified = bool(after) and after[0].text in wording.MODIFIES
            definite = before is None or article in wording.DEFINITE or "BREAK" in before.roles
            (self.learners if definite and not example and not modified else self.others).append(at)

    def _clause_start(self, at: int) -> int:
        """The first token of the clause in which a token stands."""
        return next((n + 1 for n in range(at - 1, -1, -1) if self._breaks(n)), 0)

    def _clause(self, mention: Mention) -> tuple[int, int]:
        """The clause in which a level is named: its first token and the one after its last."""
        tokens = self.tokens
        start = next((n + 1 for n in range(mention.first - 1, -1, -1) if self._breaks(n)), 0)
        stop = next((n for n in range(mention.last + 1, len(tokens)) if self._breaks(n)), len(tokens))
        return start, stop

    def _breaks(self, at: int) -> bool:
        """Whether a clause ends at a token."""
        tokens = self.tokens
        token = tokens[at]
        if token.text == "," and at + 1 < len(tokens) and tokens[at + 1].text in ("is", "was", "ist", "es", "est"):
            return False
        if token.text in ("-", '"', "=") or (token.text in ("/", ".") and token.glued):
            return token.text == "-" and not token.glued
        if "BREAK" in token.roles:
            return True
        if token.text in ("and", "y", "et", "und", "e", "и", "و", "और") and not token.glued:
            if says(tokens[max(0, at - 4) : at], ("xbelow",)):
                return False  # "the gap between you and level 2"
            # "you and your colleagues" are no two clauses
            after = tokens[at + 1] if at + 1 < len(tokens) else None
            return not (after is not None and "YOUR" in after.roles and at and "YOU" in tokens[at - 1].roles)
        if (
            token.text == "so"
            and at
            and "BE" in tokens[at - 1].roles
            and at + 1 < len(tokens)
            and "LEVEL" in tokens[at + 1].roles
        ):
            return False  # "your team is so level 0"
        return token.text in wording.JOINS_CLAUSES or ("BREAKWORD" in token.roles and not token.roles & {"BE", "FILL"})

    def _subject(self, mention: Mention) -> int | None:
        """The learner, when they are the last ones spoken of before the level; None when it is somebody else or nobody."""
        for at in sorted((*self.learners, *self.others), reverse=True):
            if at >= mention.first:
                continue
            if at in self.learners:
                return at
            lead = self.tokens[max(0, at - 3) : at]
            if says(lead, wording.PREPOSED):
                continue  # "you are, like most teams, at level 2"
            return None
        return None

    def _alone(self, at: int) -> bool:
        """Whether a clause says nothing but that it speaks of the learner."""
        start = self._clause_start(at)
        stop = next((n for n in range(at, len(self.tokens)) if self._breaks(n)), len(self.tokens))
        return all(
            token.roles & {"FILL", "BE", "YOU", "YOUR", "TEAM", "NOW", "LEVEL"}
            or token.text in ("what", "who", "where")
            or not token.text[0].isalnum()
            for token in self.tokens[start:stop]
        ) and not any(token.value is not None for token in self.tokens[start:stop])

    def _words(self, places: Sequence[int]) -> str:
        """The words at these places, as they were written."""
        originals = iter(self.originals)
        said = []
        wanted = set(places)
        for n, token in enumerate(self.tokens):
            text = next(originals, token.text) if token.text in self.levels.stands_for else token.text
            if n in wanted:
                said.append(text if token.glued else " " + text)
        return "".join(said).strip()

    def _bare(self, at: int) -> Mention | None:
        """A number that may be the learner's level."""
        tokens = self.tokens
        token = tokens[at]
        if token.value is None or not token.roles & {"NUM", "WEAK", "ORD"}:
            return None
        if "ORD" in token.roles:
            return self._bare_ordinal(at, token.value)
        if not -1 <= token.value <= 9 or not ends(tokens, at + 1) or self._counts(at, token.value):
            return None
        before = tokens[at - 1] if at else None
        if before is not None and before.text in wording.SIGNS:
            above = ">" in before.text or before.text == "≥"
            return Mention(at - 1, at, (token.value,), "number", "above" if above else "below")
        if (
            at + 2 < len(tokens)
            and tokens[at + 1].text in ("+", "*", "-")
            and (tokens[at + 1].text != "-" or not tokens[at + 1].glued)
            and tokens[at + 2].value is not None
        ):
            return Mention(at, at + 2, (UNCLEAR,), "number")
        values, last, step = [token.value], at, at + 1
        listed = before is None or "NOT" not in before.roles
        while listed and step + 1 < len(tokens) and tokens[step].text in wording.OR:
            if (also := tokens[step + 1].value) is None:
                break
            values.append(also)
            last, step = step + 1, step + 2
        distinct = tuple(dict.fromkeys(values))
        return Mention(at, last, distinct, "number", "one of" if len(distinct) > 1 else "is")

    def _bare_ordinal(self, at: int, ordinal: int) -> Mention | None:
        """“The third”, where levels are counted or asked for."""
        tokens = self.tokens
        last = at + 1 if at + 1 < len(tokens) and tokens[at + 1].text in ("one", "uno", "una") else at
        counted = any("UNIT" in one.roles and one.text.endswith("s") for one in tokens[:at])
        answers = (self.asked or (self.own_level and plays(tokens[max(0, at - 2) : at], "BE"))) and filler(
            tokens[:at], more=frozenset(("SAY", "IF"))
        )
        if not (answers or counted) or not ends(tokens, last + 1):
            return None
        return Mention(at, last, self.levels.counted(ordinal, from_one=counted), "number", counted=True)

    def _counts(self, at: int, value: int) -> bool:
        """Whether a number counts something, or is an article: “2 of 3”, “the three”, “one at a time”."""
        tokens = self.tokens
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if after in ("%", "/", "×", "of", "von", "de", "sur", "из", "out", "x"):
            return True
        if not at:
            return False
        before = tokens[at - 1]
        earlier = tokens[at - 2] if at > 1 else None
        if value > 1 and before.text in wording.THESE:
            return True
        if earlier is not None and value > 1 and before.text == "the" and earlier.text in ("of", "from", "all"):
            return True
        if earlier is not None and before.text in ("of", "/", "out") and earlier.value is not None:
            return True
        if value != 1 or "WEAK" not in tokens[at].roles:
            return False
        if self.own_level and (
            at + 1 >= len(tokens) or "BREAK" in tokens[at + 1].roles or tokens[at + 1].text in wording.INTERJECTIONS
        ):
            return False
        if at + 2 < len(tokens) and after in ("is", "=") and plays(tokens[at + 2 : at + 4], "LEVEL"):
            return False
        named = before.roles & {"BE", "LEVEL"} or before.text in wording.BEFORE_ONE
        return not (named or (self.asked and "FILL" in before.roles))
