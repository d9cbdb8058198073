"""The model's voice: puts a step into words for this learner. The authored voice takes over wherever it fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tutor.learner import events as ev
from tutor.learner.state import State
from tutor.lesson.assessment import Assessment
from tutor.lesson.marks import NOT_WRITTEN
from tutor.lesson.model import Explain, Lesson
from tutor.teaching import authored
from tutor.teaching.model import guarded, tasks
from tutor.teaching.model.conversation import TURN_TOKENS, Budget, request
from tutor.teaching.model.endpoint import Endpoint
from tutor.teaching.model.failure import CALM, ModelFailure
from tutor.teaching.model.ground import checker
from tutor.teaching.model.limits import MOST_FAILURES
from tutor.teaching.session import Fragment, Notice, authored_speech

SPOKEN = frozenset({"explain", "simpler", "reply", "level", "who-you-are"})
"""What the model says whenever it teaches. Feedback and hints it says for answers in the learner's own words."""


@dataclass
class ModelVoice:
    """Says with the model what suits it, and the rest, and everything that fails, as authored."""

    endpoint: Endpoint
    head: str
    """The system message, the same for a whole session."""
    budget: Budget
    stop: threading.Event

    def speak(
        self, lesson: Lesson, assessment: Assessment | None, state: State, purposes: tuple[str, ...]
    ) -> Iterator[ev.Event | Fragment | Notice]:
        for with_model, group in groupby(purposes, lambda purpose: self._speaks(lesson, assessment, state, purpose)):
            spoken = tuple(group)
            if with_model:
                yield from self._say(lesson, assessment, state, spoken)
            else:
                yield authored_speech(lesson, assessment, state, spoken)

    def _speaks(self, lesson: Lesson, assessment: Assessment | None, state: State, purpose: str) -> bool:
        return self._would_speak(lesson, state, purpose) and (
            # of what nobody has written, a model could only invent
            NOT_WRITTEN not in authored.say(lesson, assessment, state, [purpose])
        )

    def _would_speak(self, lesson: Lesson, state: State, purpose: str) -> bool:
        if state.tutor != "model" or state.failures_in_a_row >= MOST_FAILURES:
            return False
        if purpose == "kept":
            item = lesson.asked_items().get(state.last_ask or "")
            return item is not None and len((state.ask(item.id).kept or "").split()) >= 3
        if purpose in ("feedback", "hint"):
            item = lesson.asked_items().get(state.last_graded or "")
            return isinstance(item, Explain) and state.last_act == "answer"
        if purpose == "example":  # the plan's own example is authored; one that was asked for is told anew
            return state.last_act == "command" and state.command == "example"
        return purpose in SPOKEN

    def _say(
        self, lesson: Lesson, assessment: Assessment | None, state: State, purposes: tuple[str, ...]
    ) -> Iterator[ev.Event | Fragment | Notice]:
        purpose = "+".join(purposes)
        turn = guarded.Turn()
        try:
            yield from self._attempts(lesson, assessment, state, purposes, turn)
        except ModelFailure as failure:
            if turn.shown.strip():
                yield ev.TutorSaid(text=turn.shown.strip(), by="model", purpose=purpose, cut=True)
            yield from turn.events
            yield ev.ModelFailed(purpose=purpose, error=failure.error, detail=failure.detail)
            yield Notice(self._calm(failure, state))
            yield authored_speech(lesson, assessment, state, purposes)
            return
        yield ev.TutorSaid(text=turn.shown.strip(), by="model", purpose=purpose, cut=turn.stopped)
        yield from turn.events

    def _attempts(
        self,
        lesson: Lesson,
        assessment: Assessment | None,
        state: State,
        purposes: tuple[str, ...],
        turn: guarded.Turn,
    ) -> Iterator[ev.Event | Fragment | Notice]:
        """One try, and after a contradiction or a leak one more, with what was wrong named."""
        task = tasks.of(lesson, assessment, state, purposes)
        for attempt in (1, 2):
            messages = request(self.head, lesson, state, task, self.budget)
            sentences = guarded.speak(
                self.endpoint,
                lesson,
                assessment,
                messages,
                purpose="+".join(purposes),
                limit=TURN_TOKENS,
                check=checker(lesson, assessment, state),
                stop=self.stop,
                turn=turn,
            )
            try:
                for sentence in sentences:
                    yield Fragment(sentence)
                return
            except ModelFailure as failure:
                if failure.error not in ("contradicted", "leaked") or attempt == 2:
                    raise
                yield ev.ModelFailed(purpose="+".join(purposes), error=failure.error, detail=failure.detail)
                task = tasks.again(task, failure.detail, turn.shown)

    def _calm(self, failure: ModelFailure, state: State) -> str:
        last = failure.error not in ("contradicted", "leaked") and state.failures_in_a_row + 1 >= MOST_FAILURES
        after = (
            "the lesson goes on as written; /model on asks the model again"
            if last
            else "going on from the lesson's own text"
        )
        return f"{CALM[failure.error]}; {after}"
