"""Who teaches: the authored lesson, or a model at the endpoint that the settings name."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tutor.errors import UsageError
from tutor.interface.settings import Settings
from tutor.lesson.assessment import Assessment
from tutor.lesson.catalog import prompts_folder
from tutor.lesson.model import Lesson
from tutor.teaching.session import AuthoredVoice, Teacher, Voice

if TYPE_CHECKING:
    from tutor.learner.state import State
    from tutor.teaching.model.teacher import ModelTeacher
    from tutor.teaching.roles import Roles


@dataclass
class Staff:
    """The voice and the roles of a session, and how `/model` changes them."""

    stop: threading.Event = field(default_factory=threading.Event)
    """Set while a reply is to be stopped."""
    model: ModelTeacher | None = None

    @property
    def voice(self) -> Voice:
        return self.model.voice if self.model else AuthoredVoice()

    @property
    def teacher(self) -> Teacher:
        """Who teaches when the session starts."""
        if self.model is None:
            return Teacher()
        endpoint = self.model.endpoint
        return Teacher("model", endpoint.known_model, endpoint.host)

    def roles(self, state: State) -> Roles:
        """Who listens: the model while it teaches and works, else the lesson's own rules."""
        from tutor.teaching.model.limits import MOST_FAILURES

        if self.model and state.tutor == "model" and state.failures_in_a_row < MOST_FAILURES:
            return self.model.roles
        return authored_roles()

    def switch(self, wanted: str) -> Teacher | None:
        """Who teaches after `/model WANTED`; None when there is no endpoint to turn on."""
        if wanted.lower() in ("off", "offline"):
            return Teacher()
        if self.model is None:
            return None
        if wanted.lower() != "on":
            self.model.endpoint.use_model(wanted)
        return Teacher("model", self.model.endpoint.known_model, self.model.endpoint.host)


def authored_roles() -> Roles:
    """The ear and the grader that need no model; imported when the first reply needs them."""
    from tutor.teaching.grade import RubricGrader
    from tutor.teaching.roles import Roles
    from tutor.teaching.understand import RuleEar

    return Roles(ear=RuleEar(), grader=RubricGrader())


def staff(settings: Settings, lesson: Lesson, assessment: Assessment | None) -> Staff:
    """The staff that the settings ask for. Without an endpoint nothing of a model is imported.

    Raises:
        UsageError: the endpoint lists no model and none was named.
    """
    if not settings.has_endpoint:
        return Staff()
    from tutor.teaching.model.endpoint import Endpoint
    from tutor.teaching.model.failure import ModelFailure
    from tutor.teaching.model.teacher import build, context_size

    endpoint = Endpoint(settings.base_url, settings.api_key, settings.model)
    found = Staff()
    if endpoint.known_model is None:
        try:
            _ = endpoint.model
        except ModelFailure as failure:
            if failure.error == "unknown_model" and "lists no model" in failure.detail:
                raise UsageError(f"{endpoint.host} lists no model; name one with --model") from failure
            # it may be back by the time it is needed: the lesson starts all the same
    found.model = build(
        endpoint, lesson, assessment, tutor_prompt(), settings.language, found.stop, context_size(endpoint)
    )
    return found


def teach_anew(staff: Staff, settings: Settings, lesson: Lesson, assessment: Assessment | None) -> None:
    """Let the model, if there is one, teach the lesson and the tutor's prompt as their files stand now."""
    if staff.model is None:
        return
    from tutor.teaching.model.teacher import build, context_size

    endpoint = staff.model.endpoint
    staff.model = build(
        endpoint, lesson, assessment, tutor_prompt(), settings.language, staff.stop, context_size(endpoint)
    )


def tutor_prompt() -> str:
    """The tutor's own prompt, as its file stands now.

    Raises:
        UsageError: it cannot be read.
    """
    path = prompts_folder() / "tutor.md"
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}); restore it") from error


def prices(environ: Mapping[str, str] = os.environ) -> tuple[float, float, float] | None:
    """`MLOPS_TUTOR_PRICES`: dollars for a million prompt, cached and completion tokens."""
    parts = environ.get("MLOPS_TUTOR_PRICES", "").split(",")
    try:
        prompt, cached, completion = (float(part) for part in parts)
    except ValueError:
        return None
    return prompt, cached, completion
