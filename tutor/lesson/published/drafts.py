"""What a model may propose for a lesson that is only published: texts that a person has yet to accept.

The forms are strict, so that what comes back is either usable or left out; nothing of it is taken on trust. Ids, kinds
and marks are set by the program.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from tutor.lesson.marks import DRAFT, STUB


def _usable(text: str) -> str:
    """A text without control characters and without marks of its own."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text).strip()
    for mark in (STUB, DRAFT):
        text = text.removeprefix(mark).strip()
    if not text:
        raise ValueError("empty")
    return text


Words = Annotated[str, AfterValidator(_usable)]
Hints = Annotated[list[Words], Field(min_length=3, max_length=3, description="a nudge, a pointer, a sentence with ___")]


class _Proposal(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class OptionDraft(_Proposal):
    """One option of a choice."""

    text: Words
    right: bool
    feedback: str = Field(description="for a wrong option: why it is tempting and where to look; else empty")


class ChoiceDraft(_Proposal):
    """A question with one right option."""

    question: Words
    again: Words = Field(description="the same question in other words")
    options: list[OptionDraft] = Field(min_length=2, max_length=5)
    hints: Hints
    answer: Words = Field(description="the answer with its reason")

    @model_validator(mode="after")
    def _one_is_right(self) -> ChoiceDraft:
        if sum(option.right for option in self.options) != 1:
            raise ValueError("exactly one option is right")
        if len({option.text.lower() for option in self.options}) < len(self.options):
            raise ValueError("two options read alike")
        return self


class CriterionDraft(_Proposal):
    """One statement that a good answer makes."""

    statement: Words
    missing: Words = Field(description="what to say when it is missing, without giving it away")
    met: list[Words] = Field(min_length=1, description="how learners write it")
    unmet: list[Words] = Field(description="what only looks like it")


class ExplainDraft(_Proposal):
    """A question that is answered in the learner's own words, with its rubric."""

    question: Words
    again: Words
    hints: Hints
    answer: Words
    correct: list[Words] = Field(min_length=1, description="model answers, as a learner would type them")
    criteria: list[CriterionDraft] = Field(min_length=1, max_length=4)


class PromptDraft(_Proposal):
    """What is taught around one prompt."""

    explanation: Words = Field(description="the answer to the prompt, at most 150 words")
    simpler: Words = Field(description="the same without a technical word, at most 50 words")
    example: Words = Field(description="a short invented story, at most 80 words")
    check: ChoiceDraft
    explain: ExplainDraft


class TryItDraft(_Proposal):
    """Graded questions for the try-it list."""

    choices: list[ChoiceDraft] = Field(min_length=1, max_length=6)
    explanations: list[ExplainDraft] = Field(min_length=1, max_length=3)


class FactDraft(_Proposal):
    """A question about the learner's own case."""

    label: Words = Field(description="one or two words")
    means_yes: Words = Field(description="one or two words for yes")
    means_no: Words = Field(description="one or two words for no")
    statement: Words = Field(description="what a yes claims, as a sentence")
    question: Words = Field(description="a yes-or-no question in plain words")
    counts_as_yes: list[Words] = Field(min_length=1)
    counts_as_no: list[Words] = Field(min_length=1)
    explanation: Words = Field(description="the answer to: what do you mean?")
    follow_up: Words = Field(description="the question once more, in other words")
    partly: Words = Field(description="which part is missing?")
    finding_out: Words


class LevelDraft(_Proposal):
    """What a level means for who is there."""

    why: Words
    next_step: Words = Field(description="one sentence in the imperative, in agreement with the advice")
    actions: list[Words] = Field(min_length=1, max_length=5)
    not_yet: Words


class Drafts(_Proposal):
    """Everything that was proposed and usable; what is missing stays a stub."""

    prompts: dict[int, PromptDraft] = {}
    """By the prompt's number."""
    try_it: TryItDraft | None = None
    facts: dict[str, FactDraft] = {}
    """By the fact's id."""
    levels: dict[int, LevelDraft] = {}
