"""Puts a model's voice, ear and grader together for one session."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from tutor.learner.events import Event
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching.model.conversation import DEFAULT_CONTEXT, OPENAI_CONTEXT, TURN_TOKENS, Budget, head
from tutor.teaching.model.endpoint import Endpoint
from tutor.teaching.model.listening import Asker, ModelEar, ModelGrader
from tutor.teaching.model.voice import ModelVoice
from tutor.teaching.roles import Roles


@dataclass
class ModelTeacher:
    """Everything that talks to one endpoint."""

    endpoint: Endpoint
    voice: ModelVoice
    roles: Roles


def build(
    endpoint: Endpoint,
    lesson: Lesson,
    assessment: Assessment | None,
    tutor_prompt: str,
    language: str | None,
    stop: threading.Event,
    context: int,
    authored: Roles,
) -> ModelTeacher:
    """A teacher for this lesson, on top of the `authored` ear and grader; nothing is sent yet."""
    budget = Budget(context)
    log: list[Event] = []
    system = head(tutor_prompt, lesson, assessment, language)
    notices: list[str] = []
    asker = Asker(endpoint, system, budget, log, notices, stop)
    return ModelTeacher(
        endpoint,
        ModelVoice(endpoint, system, budget, stop),
        Roles(
            ear=ModelEar(authored.ear, asker),
            grader=ModelGrader(authored.grader, asker),
            log=log,
            notices=notices,
            remote=True,
        ),
    )


def context_size(endpoint: Endpoint, environ: Mapping[str, str] = os.environ) -> int:
    """`MLOPS_TUTOR_CONTEXT` in tokens, at least what the head and one turn need; otherwise what suits the endpoint."""
    given = environ.get("MLOPS_TUTOR_CONTEXT", "")
    if given.isdecimal():
        return max(int(given), 2 * TURN_TOKENS + 2600)
    return OPENAI_CONTEXT if endpoint.is_openai else DEFAULT_CONTEXT
