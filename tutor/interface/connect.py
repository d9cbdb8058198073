"""Who teaches: the authored lesson, or a model at the endpoint that the settings name."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.errors import UsageError
from tutor.interface.settings import Settings
from tutor.lesson.assessment import Assessment
from tutor.lesson.catalog import prompts_folder
from tutor.lesson.model import Lesson
from tutor.teaching.session import AuthoredVoice, Teacher, Voice

if TYPE_CHECKING:
    from tutor.learner.state import State
    from tutor.teaching.model.endpoint import Endpoint
    from tutor.teaching.model.teacher import ModelTeacher
    from tutor.teaching.roles import Roles


@dataclass
class Staff:
    """The voice and the roles of a session, and how `/model` changes them."""

    lesson: Lesson
    stop: threading.Event = field(default_factory=threading.Event)
    """Set while a reply is to be stopped."""
    model: ModelTeacher | None = None

    @cached_property
    def authored(self) -> Roles:
        """The ear and the grader that need no model; made when the first reply needs them."""
        return authored_roles(self.lesson)

    def take(self, lesson: Lesson) -> None:
        """Judge by another text of the lesson from now on."""
        self.lesson = lesson
        self.__dict__.pop("authored", None)

    def warm_up(self) -> Iterator[None]:
        """Load and learn what the next replies need, in steps; for the background, while the learner reads."""
        from tutor.teaching.find_answer import finder

        if self.model:
            self.model.endpoint.warm_up()
            yield
        yield from finder(self.lesson).warm_up()  # takes the most memory for a while: before the rest holds any
        yield from self.authored.warm_up()

    def learn_while(self, going_on: Callable[[], bool]) -> None:
        """Warm up in the background; asked after each step, `going_on` may wait, and ends it with False."""
        # a fault in here shows itself, with its traceback, where the thing is used
        with contextlib.suppress(Exception):
            for _ in self.warm_up():
                if not going_on():
                    break

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
        return self.authored

    def switch(self, wanted: str) -> Teacher | None:
        """Who teaches after `/model WANTED`; None when there is no endpoint to turn on."""
        if wanted.lower() in ("off", "offline"):
            return Teacher()
        if self.model is None:
            return None
        if wanted.lower() != "on":
            self.model.endpoint.use_model(wanted)
        return Teacher("model", self.model.endpoint.known_model, self.model.endpoint.host)


def authored_roles(lesson: Lesson) -> Roles:
    """The ear and the grader that need no model."""
    from tutor.teaching.ear import offline_ear
    from tutor.teaching.grader import offline_grader
    from tutor.teaching.roles import Roles

    ear, grader = offline_ear(lesson), offline_grader(lesson)
    return Roles(ear, grader, notices=[grader.limits] if grader.limits else [], learn=(ear.warm_up, grader.warm_up))


def staff(settings: Settings, lesson: Lesson, assessment: Assessment | None) -> Staff:
    """The staff that the settings ask for. Without an endpoint nothing of a model is imported.

    Raises:
        UsageError: the endpoint lists no model and none was named.
    """
    if not settings.has_endpoint:
        return Staff(lesson)
    from tutor.teaching.model.endpoint import Endpoint
    from tutor.teaching.model.failure import ModelFailure

    endpoint = Endpoint(settings.base_url, settings.api_key, settings.model)
    found = Staff(lesson)
    if endpoint.known_model is None:
        try:
            _ = endpoint.model
        except ModelFailure as failure:
            if failure.error == "unknown_model" and "lists no model" in failure.detail:
                raise UsageError(f"{endpoint.host} lists no model; name one with --model") from failure
            # it may be back by the time it is needed: the lesson starts all the same
    found.model = _model(found, endpoint, settings, assessment)
    return found


def teach_anew(staff: Staff, settings: Settings, lesson: Lesson, assessment: Assessment | None) -> None:
    """Teach and judge by the lesson as its files stand now, and by the tutor's prompt as its file does."""
    staff.take(lesson)
    if staff.model:
        staff.model = _model(staff, staff.model.endpoint, settings, assessment)


def _model(staff: Staff, endpoint: Endpoint, settings: Settings, assessment: Assessment | None) -> ModelTeacher:
    from tutor.teaching.model.teacher import build, context_size

    return build(
        endpoint,
        staff.lesson,
        assessment,
        tutor_prompt(),
        settings.language,
        staff.stop,
        context_size(endpoint),
        staff.authored,
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
