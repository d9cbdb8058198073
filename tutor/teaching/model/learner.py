"""A model that plays a learner: it is told who it is, hears what the tutor says, and types replies."""

from __future__ import annotations

import contextlib
import threading

from tutor.learner.events import Asked
from tutor.lesson.model import Lesson
from tutor.teaching.learners import LearnerKind, SimulatedLearner
from tutor.teaching.model.endpoint import Answer, Endpoint, Message
from tutor.teaching.model.failure import ModelFailure

REPLY_TOKENS = 120
"""The longest reply that is asked for."""
_MEMORY = 12
"""Exchanges that the learner remembers."""

_ROLE = (
    "You play a learner in a lesson, for a rehearsal of the lesson. {about} Stay in this role. You read what the tutor "
    "says and type one reply, as people type in a chat: plain text, no Markdown, nothing but the reply. To a question "
    "with lettered options answer with a letter; to one that asks for an order, with the letters in your order. You "
    "may also ask something, or type /hint, /skip or /next."
)


class ModelLearner:
    """One learner; whenever the model fails, the simulated learner of the same kind answers."""

    def __init__(self, kind: LearnerKind, endpoint: Endpoint, lesson: Lesson, otherwise: SimulatedLearner) -> None:
        self._endpoint, self._otherwise = endpoint, otherwise
        about = f"{kind.about} The lesson is called “{lesson.manifest.title}”."
        self._role: Message = {"role": "system", "content": _ROLE.format(about=about)}
        self._heard: list[Message] = []
        self.failures = 0
        """Replies that the model did not give."""

    def reply(self, asked: Asked) -> str:
        """What this learner types."""
        usual = self._otherwise.reply(asked)
        if asked.kind == "continue":
            return ""
        options = "".join(f"\n{option.id}) {option.text}" for option in asked.options or ())
        self._heard.append({"role": "user", "content": f"{asked.text}{options}"})
        try:
            said = self._ask() or usual
        except ModelFailure:
            self.failures += 1
            said = usual
        if usual == "/next":  # the patience of the kind is the same for whoever plays it
            said = usual
        self._heard.append({"role": "assistant", "content": said})
        return said

    def _ask(self) -> str:
        messages = [self._role, *self._heard[-2 * _MEMORY :]]
        text = ""
        with contextlib.closing(
            self._endpoint.stream(messages, limit=REPLY_TOKENS, tools=[], extra={}, stop=threading.Event())
        ) as parts:
            for part in parts:
                text = part.text if isinstance(part, Answer) else text + part
        return " ".join(text.split())
