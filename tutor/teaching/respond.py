"""What a reply does: the events that it causes, given the lesson and what has happened so far.

A reply is first classified; only an answer is graded or uses up an attempt. Nothing here says anything: what the
tutor owes in return stands in the events, and the plan takes it from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from tutor.learner import events as ev
from tutor.learner.state import State, fold_all
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Choice, Explain, Item, Lesson, Order, Predict, Reflect
from tutor.teaching import asking
from tutor.teaching.commands import Command, parse_command, parse_facts
from tutor.teaching.judge import Answered, judge_choice, judge_order, judge_predict
from tutor.teaching.plan import assess, itinerary, unconfirmed
from tutor.teaching.roles import Grade, Reading, Roles
from tutor.teaching.speech import only_of_oneself

Leave = Literal["quit", "restart", "reload"]
"""What the session itself has to do: nothing that a reply could bring about as an event."""

_YES = re.compile(
    r"\s*(y|yes|yep|yeah|yup|right|correct|that'?s right|true|ok(ay)?|sure|exactly|ja|s[ií]|oui|👍)[.! ]*",
    re.I,
)
_NO = re.compile(r"\s*(n|no|nope|nah|wrong|not right|that'?s wrong|false|nein|non|👎)[.! ]*", re.I)
_CORRECTION = re.compile(r"\s*(actually|correction|sorry|wait|no wait|i was wrong|oh)\b", re.I)


def respond(
    lesson: Lesson, assessment: Assessment | None, state: State, reply: str, roles: Roles
) -> list[ev.Event] | Leave:
    """The events that `reply` causes after it was stored as `learner_said`, or what the session itself is to do."""
    command = parse_command(reply)
    if command is not None:
        return _Commands(lesson, assessment, state).run(command)
    return _Replies(lesson, assessment, state, roles).take(reply)


class _Commands:
    """Everything that begins with a slash."""

    def __init__(self, lesson: Lesson, assessment: Assessment | None, state: State) -> None:
        self.lesson = lesson
        self.assessment = assessment
        self.state = state
        self.facts = tuple(fact.id for fact in lesson.facts)

    def run(self, command: Command) -> list[ev.Event] | Leave:
        match command.name:
            case "quit":
                return "quit"
            case "restart":
                return "restart"
            case "reload":
                return "reload"
        if not command.known:
            return [self._told("unknown-command", command)]
        handlers: dict[str, Callable[[Command], list[ev.Event]]] = {
            "next": self._skip,
            "skip": self._skip,
            "back": self._back,
            "hint": self._hint,
            "level": self._level,
            "what-if": self._what_if,
            "quiz": self._quiz,
            "dispute": self._dispute,
        }
        if command.name in handlers:
            return handlers[command.name](command)
        return [self._told("why-again" if command.name == "why" else command.name, command)]

    def _told(self, tell: str, command: Command, argument: str | None = None) -> ev.ReplyClassified:
        return ev.ReplyClassified(
            act="command",
            ask=self.state.pending,
            command=command.name,
            argument=command.argument if argument is None else argument,
            tell=tell,
        )

    def _skip(self, command: Command) -> list[ev.Event]:
        state = self.state
        pending = state.pending
        done = self._told("", command)
        if pending is None:
            return [done]
        if state.ask(pending).kind == "continue":
            return [
                ev.ReplyClassified(act="go_on", ask=pending, command=command.name, argument=_default_branch(pending))
            ]
        if state.unconfirmed:
            return [done, ev.Skipped(ask=state.unconfirmed[0].fact)]
        item = self.lesson.asked_items().get(pending)
        if item is None or isinstance(item, Reflect):
            return [done, ev.Skipped(ask=pending)]
        return [done, ev.Skipped(ask=pending), ev.AnswerShown(ask=pending)]

    def _back(self, command: Command) -> list[ev.Event]:
        way = itinerary(self.lesson, self.state)
        place = way.index(self.state.stage) if self.state.stage in way else 0
        if place == 0:
            return [self._told("at-the-start", command)]
        return [self._told("", command), ev.StageStarted(stage=way[place - 1])]

    def _hint(self, command: Command) -> list[ev.Event]:
        pending = self.state.pending
        item = self.lesson.asked_items().get(pending or "")
        if pending is None or item is None or isinstance(item, Reflect) or not item.hints:
            return [self._told("no-hint", command)]
        ask = self.state.ask(pending)
        if not ask.rung and not ask.earned_hint:
            return [self._told("try-first", command)]
        rung = ask.rung + 1 if ask.earned_hint else ask.rung
        return [self._told("", command), ev.HintGiven(ask=pending, rung=min(rung, len(item.hints)))]

    def _quiz(self, command: Command) -> list[ev.Event]:
        if "quiz" not in self.lesson.stages:
            return [self._told("no-quiz", command)]
        if self.state.stage == "quiz":
            return [self._told("quiz", command)]
        return [*self._choose_whole_lesson(command), ev.StageStarted(stage="quiz")]

    def _choose_whole_lesson(self, command: Command) -> list[ev.Event]:
        """Whoever answers the offer after a finished lesson with a command has chosen."""
        if self.state.pending == asking.AGAIN:
            branch = "quiz" if command.name == "quiz" else "start"
            return [ev.ReplyClassified(act="go_on", ask=asking.AGAIN, command=command.name, argument=branch)]
        return [self._told("", command)]

    def _dispute(self, command: Command) -> list[ev.Event]:
        graded = self.state.last_graded
        if graded is None:
            return [self._told("nothing-to-dispute", command)]
        if not command.argument:
            return [self._told("dispute-why", command)]
        return [self._told("", command), ev.GradeDisputed(ask=graded, reason=command.argument)]

    def _what_if(self, command: Command) -> list[ev.Event]:
        if self.assessment is None or not self.facts:
            return [self._told("no-level", command)]
        given = parse_facts(command.argument, self.facts)
        if isinstance(given, str):
            return [self._told("bad-facts", command, given)]
        pairs = " ".join(f"{name} {'yes' if value else 'no'}" for name, value in given.items())
        return [self._told("what-if", command, pairs)]

    def _level(self, command: Command) -> list[ev.Event]:
        if self.assessment is None or not self.facts:
            return [self._told("no-level", command)]
        given = parse_facts(command.argument, self.facts)
        if isinstance(given, str):
            return [self._told("bad-facts", command, given)]
        known = self.state.facts
        if given:
            learned: list[ev.Event] = [
                ev.FactLearned(fact=name, value=value, evidence=command.argument, by="learner")
                for name, value in given.items()
            ]
            if not {*known, *given} >= set(self.facts):
                return [self._told("fact-noted", command, next(iter(given))), *learned]
            now = assess(self.lesson, self.assessment, fold_all(learned, self.state))
            return [self._told("", command), *learned, now]
        if set(known) >= set(self.facts):
            return [self._told("", command), assess(self.lesson, self.assessment, self.state)]
        return [*self._choose_whole_lesson(command), ev.StageStarted(stage="diagnosis")]


class _Replies:
    """Everything that is not a command."""

    def __init__(self, lesson: Lesson, assessment: Assessment | None, state: State, roles: Roles) -> None:
        self.lesson = lesson
        self.assessment = assessment
        self.state = state
        self.roles = roles

    def take(self, reply: str) -> list[ev.Event]:
        pending = self.state.pending
        if pending is None:
            return [ev.ReplyClassified(act="empty")]
        ask = self.state.ask(pending)
        if not reply.strip() and ask.kind != "continue":
            return [ev.ReplyClassified(act="empty", ask=pending)]
        if ask.kind not in ("diagnostic", "confirm") and (corrected := self._correction(reply)):
            return corrected
        match ask.kind:
            case "continue":
                return self._go_on(pending, reply)
            case "diagnostic":
                return self._fact(pending, reply)
            case "confirm":
                return (
                    self._confirmed_facts(reply)
                    if unconfirmed(self.lesson, self.state)
                    else self._compared(pending, reply)
                )
        item = self.lesson.asked_items().get(pending)
        if item is None:
            return [ev.ReplyClassified(act="go_on", ask=pending)]
        return self._item(item, ask.kind, reply)

    def _question(self, pending: str, reply: str) -> list[ev.Event]:
        return [ev.ReplyClassified(act="question", ask=pending, argument=reply.strip()[:2000], tell="reply")]

    def _who_they_are(self, pending: str) -> list[ev.Event]:
        """The learner introduced themself: that answers nothing, and costs nothing."""
        return [ev.ReplyClassified(act="off_topic", ask=pending, tell="who-you-are")]

    def _go_on(self, pending: str, reply: str) -> list[ev.Event]:
        if pending == asking.AGAIN:
            return self._again(reply)
        if only_of_oneself(reply):
            return self._who_they_are(pending)
        if reply.strip() and self.roles.ear.classify(self.lesson, self.state.ask(pending).text, reply) == "question":
            return self._question(pending, reply)
        return [ev.ReplyClassified(act="go_on", ask=pending)]

    def _again(self, reply: str) -> list[ev.Event]:
        wanted = reply.strip().lower().strip(".)")
        if not wanted:
            return [ev.ReplyClassified(act="go_on", ask=asking.AGAIN, argument="start")]
        for label, (name, text) in zip("123", asking.branches(self.lesson), strict=False):
            if wanted in (label, name, text) or name in wanted.split():
                return [ev.ReplyClassified(act="go_on", ask=asking.AGAIN, argument=name)]
        if self.roles.ear.classify(self.lesson, self.state.ask(asking.AGAIN).text, reply) == "question":
            return self._question(asking.AGAIN, reply)
        return [ev.ReplyClassified(act="off_topic", ask=asking.AGAIN, tell="not-an-option")]

    # — facts —

    def _correction(self, reply: str) -> list[ev.Event]:
        """ "Actually, we do": a fact that was settled is taken back in the middle of something else."""
        if not self.state.facts or not _CORRECTION.match(reply):
            return []
        understood = self.roles.ear.understand(self.lesson, None, reply)
        readings = [r for r in understood.readings if r.value is not None and self._changes(r)]
        if not readings:
            last = list(self.state.facts)[-1]
            understood = self.roles.ear.understand(self.lesson, last, _CORRECTION.sub("", reply, count=1).strip(" ,:"))
            readings = [
                r for r in understood.readings
                if r.fact == last and r.value is not None and self._changes(r) and len(reply.split()) <= 6
            ]  # fmt: skip
        if not readings:
            return []
        return [
            ev.ReplyClassified(act="correction", ask=self.state.pending),
            ev.FactsRead(readings=_stored(readings)),
        ]

    def _changes(self, reading: Reading) -> bool:
        settled = self.state.facts.get(reading.fact)
        return settled is not None and settled.value is not reading.value

    def _fact(self, pending: str, reply: str) -> list[ev.Event]:
        understood = self.roles.ear.understand(self.lesson, pending, reply)
        match understood.act:
            case "question":
                return self._question(pending, reply)
            case "off_topic" | "answer" if only_of_oneself(reply) and not understood.readings:
                return self._who_they_are(pending)
            case "off_topic":
                return [ev.ReplyClassified(act="off_topic", ask=pending, tell="off-topic")]
            case "dont_know" if not any(r.value is not None for r in understood.readings):
                return [ev.ReplyClassified(act="dont_know", ask=pending)]
        told = [
            reading
            for reading in understood.readings
            if reading.value is not None and (reading.fact == pending or self._is_news(reading))
        ]
        if not told:
            return [ev.ReplyClassified(act="answer", ask=pending, outcome="not-understood", tell="not-understood")]
        return [ev.ReplyClassified(act="answer", ask=pending), *self._settled(pending, told)]

    def _is_news(self, reading: Reading) -> bool:
        settled = self.state.facts.get(reading.fact)
        return settled is None or settled.value is not reading.value

    def _settled(self, pending: str, readings: Sequence[Reading]) -> list[ev.Event]:
        """What was plain counts; what was not, and what contradicts a settled fact, is confirmed first."""
        plain = [r for r in readings if r.plain and (r.fact == pending or r.fact not in self.state.facts)]
        doubtful = [r for r in readings if r not in plain]
        events: list[ev.Event] = [
            ev.FactLearned(fact=r.fact, value=r.value, evidence=r.evidence, by=r.by) for r in plain
        ]
        return [*events, ev.FactsRead(readings=_stored(doubtful))] if doubtful else events

    def _confirmed_facts(self, reply: str) -> list[ev.Event]:
        waiting = unconfirmed(self.lesson, self.state)
        pending = self.state.pending or ""
        if _YES.fullmatch(reply):
            return [
                ev.ReplyClassified(act="answer", ask=pending),
                *(ev.FactLearned(fact=r.fact, value=r.value, evidence=r.evidence, by=r.by) for r in waiting),
            ]
        if _NO.fullmatch(reply):
            return [ev.ReplyClassified(act="answer", ask=pending, outcome="rejected", tell="misread")]
        asked = waiting[0].fact
        understood = self.roles.ear.understand(self.lesson, asked, reply)
        if understood.act == "question":
            return self._question(pending, reply)
        told = [r for r in understood.readings if r.value is not None]
        if not told:
            return [ev.ReplyClassified(act="off_topic", ask=pending, tell="not-an-option")]
        said_again = {r.fact for r in told}
        kept = [r for r in waiting if r.fact not in said_again]
        events = self._settled(asked, told)
        plain = [e for e in events if isinstance(e, ev.FactLearned)]
        doubtful = [r for e in events if isinstance(e, ev.FactsRead) for r in e.readings]
        return [
            ev.ReplyClassified(act="answer", ask=pending),
            ev.FactsRead(readings=(*kept, *doubtful)),
            *plain,
        ]

    # — checks and the try-it list —

    def _item(self, item: Item, kind: ev.AskKind, reply: str) -> list[ev.Event]:
        act = self.roles.ear.classify(self.lesson, self.state.ask(item.id).text, reply)
        if isinstance(item, Reflect):
            if act == "question" and len(reply.split()) < 40:
                return self._question(item.id, reply)
            return [ev.ReplyClassified(act="answer", ask=item.id, outcome="kept", tell="kept")]
        if act != "dont_know" and only_of_oneself(reply):
            return self._who_they_are(item.id)
        if not isinstance(item, Explain):
            # "why does it say level 1 there?" names a level and predicts none; an option may be worded as a question
            asks = act == "question" and isinstance(item, Predict)
            answered = None if asks else self._by_code(item, reply)
            if answered is not None:
                return self._graded(item, kind, answered.verdict, (), "code", answered.wrong)
            if act == "answer":
                act = "off_topic"
        match act:
            case "question":
                return self._question(item.id, reply)
            case "dont_know":
                return [ev.ReplyClassified(act="dont_know", ask=item.id), *self._help_on(item)]
            case "off_topic":
                tell = "off-topic" if isinstance(item, Explain) else "not-an-option"
                return [ev.ReplyClassified(act="off_topic", ask=item.id, tell=tell)]
        assert isinstance(item, Explain)
        return self._explained(item, kind, reply)

    def _by_code(self, item: Predict | Choice | Order, reply: str) -> Answered | None:
        """The verdict of code, or None when the reply names no option, order or level."""
        ask = self.state.ask(item.id)
        match item:
            case Choice():
                return judge_choice(item, reply)
            case Order():
                return judge_order(item, reply)
            case Predict():
                assert self.assessment
                return judge_predict(self.assessment(asking.predicted_facts(item, ask)).level, reply)

    def _explained(self, item: Explain, kind: ev.AskKind, reply: str) -> list[ev.Event]:
        ask = self.state.ask(item.id)
        grade = self.roles.grader.grade(item, ask.text, reply)
        return self._graded_by_rubric(item, kind, grade)

    def _graded_by_rubric(self, item: Explain, kind: ev.AskKind, grade: Grade) -> list[ev.Event]:
        """Pool with what earlier attempts met: each point has to be made once."""
        before = self.state.ask(item.id).met
        criteria = tuple(
            ev.CriterionResult(id=c.id, met=True, evidence=before[c.id])
            if c.id in before and c.met is not True
            else ev.CriterionResult(id=c.id, met=c.met, evidence=c.evidence)
            for c in grade.criteria
        )
        verdict = grade.verdict
        if not grade.misconception:
            verdict = pooled_verdict(verdict, [c.met for c in criteria])
        return self._graded(item, kind, verdict, criteria, grade.by, grade.misconception)

    def _compared(self, pending: str, reply: str) -> list[ev.Event]:
        """The learner's own judgement of the criteria in doubt."""
        item = self.lesson.asked_items().get(pending)
        if not isinstance(item, Explain):
            return [ev.ReplyClassified(act="go_on", ask=pending)]
        doubt = [c.id for c in item.criteria if c.id in self.state.ask(pending).doubt]
        said = _chosen(reply, len(doubt))
        if said is None:
            if self.roles.ear.classify(self.lesson, self.state.ask(pending).text, reply) == "question":
                return self._question(pending, reply)
            return [ev.ReplyClassified(act="off_topic", ask=pending, tell="not-an-option")]
        met = self.state.ask(pending).met
        chosen = {doubt[number] for number in said}
        criteria = tuple(
            ev.CriterionResult(id=c.id, met=c.id in met or c.id in chosen, evidence=met.get(c.id, ""))
            for c in item.criteria
        )
        share = sum(bool(c.met) for c in criteria)
        verdict: ev.Verdict = "correct" if share == len(criteria) else "partial" if share else "incorrect"
        kind: ev.AskKind = "quiz" if self.state.stage == "quiz" else "check"
        return self._graded(item, kind, verdict, criteria, "learner", "")

    def _graded(
        self,
        item: Item,
        kind: ev.AskKind,
        verdict: ev.Verdict,
        criteria: tuple[ev.CriterionResult, ...],
        by: ev.By,
        misconception: str,
    ) -> list[ev.Event]:
        events: list[ev.Event] = [
            ev.ReplyClassified(act="answer", ask=item.id),
            ev.AnswerGraded(
                ask=item.id, kind=kind, verdict=verdict, criteria=criteria, by=by, misconception=misconception
            ),
        ]
        return events if verdict in ("correct", "unsure") else [*events, *self._help_on(item)]

    def _help_on(self, item: Item) -> list[ev.Event]:
        """The next hint; after the last one, and when the question had come back, the answer with its reason."""
        ask = self.state.ask(item.id)
        if ask.rounds or ask.rung >= len(item.hints):
            return [ev.AnswerShown(ask=item.id)]
        return [ev.HintGiven(ask=item.id, rung=ask.rung + 1)]


def pooled_verdict(verdict: ev.Verdict, met: Sequence[bool | None]) -> ev.Verdict:
    """The verdict once criteria met by earlier attempts are counted in."""
    if all(met):
        return "correct"
    if verdict == "unsure" and any(m is None for m in met):
        return "unsure"
    return "partial" if any(met) else verdict if verdict != "correct" else "partial"


def _default_branch(pending: str) -> str:
    return "start" if pending == asking.AGAIN else ""


def _stored(readings: Iterable[Reading]) -> tuple[ev.FactReading, ...]:
    return tuple(
        ev.FactReading(fact=r.fact, value=r.value, evidence=r.evidence, by=r.by, partly=r.partly) for r in readings
    )


def _chosen(reply: str, count: int) -> list[int] | None:
    """Positions chosen by `yes`, `no` or numbers; None when it is none of these."""
    text = reply.strip().lower()
    if _YES.fullmatch(text) or text == "all":
        return list(range(count))
    if _NO.fullmatch(text) or text in ("none", "0"):
        return []
    numbers = re.split(r"[\s,;&]+|\band\b", text)
    if all(part == "" or part.isdecimal() for part in numbers):
        chosen = sorted({int(part) - 1 for part in numbers if part})
        if chosen and all(0 <= number < count for number in chosen):
            return chosen
    return None
