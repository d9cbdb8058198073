"""What is sent to the model: the system prompt and the brief, the lesson so far, and what this turn is for.

The order serves endpoints with a prefix cache: what never changes within a session comes first, byte for byte the
same; then the conversation, which only grows at its end; what belongs to this turn alone comes last. When the budget is
reached old turns are condensed, several at once, so that the new beginning stays the same for many turns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tutor.learner.state import State, Utterance
from tutor.lesson.assessment import Assessment
from tutor.lesson.model import Lesson
from tutor.teaching.model.endpoint import Message
from tutor.teaching.speech import of_oneself

HEAD_TOKENS = 2500
"""The most that the system prompt and the brief may take together."""
TURN_TOKENS = 360
"""The longest answer that is asked for."""
DEFAULT_CONTEXT = 4096
"""Tokens of context that every endpoint is expected to have."""
OPENAI_CONTEXT = 8192
"""Tokens used at OpenAI's own address: its models take far more, and a lesson stays affordable with this."""


def tokens(text: str) -> int:
    """A cautious estimate: no tokenizer that serves common models takes more for English prose."""
    return len(text.encode()) // 4 + len(text) // 60 + 1


_LEAST_HISTORY = 200


@dataclass(frozen=True)
class Budget:
    """How many tokens a request may have; `MLOPS_TUTOR_CONTEXT` sets the whole."""

    context: int = DEFAULT_CONTEXT

    @property
    def request(self) -> int:
        """The longest request."""
        return self.context - TURN_TOKENS

    @property
    def history(self) -> int:
        """The most that the conversation may take. In a small context it is short, so that most of every request is
        the part that never changes; what a larger one has more goes to it, where it only grows at its end."""
        return _LEAST_HISTORY + max(0, self.context - DEFAULT_CONTEXT) // 2


def head(tutor_prompt: str, lesson: Lesson, assessment: Assessment | None, language: str | None) -> str:
    """The system message: how to teach, then the lesson's brief as the ground truth. The same for a whole session."""
    fixed = f"\n\nAnswer in this language: {language}." if language else ""
    parts = [tutor_prompt.strip() + fixed, f"# The lesson: {lesson.manifest.title}", lesson.manifest.scope]
    for fact in lesson.facts:
        parts.append(f"{fact.id} is yes when: {fact.statement} Otherwise, and when planned, past or partial: no.")
    for level in lesson.levels:
        parts.append(
            f"Level {level.level} is called “{level.name}”. The one next step there: {level.next_step.strip()}"
        )
    if assessment and (source := assessment.source()):
        parts.append(f"The level is computed by this function and by nothing else:\n```python\n{source.strip()}\n```")
    # what is dropped first when it does not fit comes last
    parts += [f"## Prompt {prompt.number}\n{prompt.explanation}" for prompt in lesson.prompts]
    parts += [lesson.why]
    if lesson.diagnosis:
        parts.append(lesson.diagnosis.blind_spots)
    parts += [f"### {question.ask[0]}\n{question.answer.strip()}" for question in lesson.questions]
    kept: list[str] = []
    for part in filter(None, parts):
        if tokens("\n\n".join([*kept, part])) <= HEAD_TOKENS:
            kept.append(part.strip())
    return "\n\n".join(kept)


def standing(lesson: Lesson, state: State) -> str:
    """What is known about the learner, for the model: never condensed."""
    lines = []
    for fact in lesson.facts:
        settled = state.facts.get(fact.id)
        if settled is not None:
            value = "not known" if settled.value is None else "yes" if settled.value else "no"
            lines.append(f"{fact.id}: {value}")
    known = "Facts about the learner's team: " + "; ".join(lines) + "." if lines else ""
    if state.assessed:
        return f"{known} Their assessed level is {state.assessed.level}: {state.assessed.advice}".strip()
    return f"{known} Their level is not assessed yet: do not state one.".strip()


_MOST_OF_ONESELF = 300
"""Characters kept of what a learner says of themself."""


def who_they_are(state: State) -> str:
    """What the learner said of themself, the latest last: kept however long ago it was said. Empty when nothing was."""
    said = list(dict.fromkeys(filter(None, (of_oneself(u.text) for u in state.dialogue if u.speaker == "learner"))))
    return ". ".join(said)[-_MOST_OF_ONESELF:]


def conversation(lesson: Lesson, state: State, room: int) -> list[Message]:
    """The lesson so far as messages, within `room` tokens.

    All but the last exchange is condensed, and always in the same way, so that a request begins as the one before it
    did. When the room is used up the oldest half goes, never the lesson's prompts.
    """
    old, last = state.dialogue[:-2], state.dialogue[-2:]
    condensed = [replace(u, text=condense(u)) for u in old if u.text.strip() and not u.text.startswith("/")]
    sizes = [tokens(u.text) + 6 for u in condensed]
    room -= sum(tokens(u.text) + 6 for u in last)
    start, total = 0, sum(sizes)
    while total > max(room, 0) and start < len(condensed):
        half, dropped = max(room // 2, 1), 0
        while start < len(condensed) and dropped < half:
            dropped += sizes[start]
            start += 1
        total -= dropped
    prompts = [u for u in condensed[:start] if u.speaker == "prompt"]
    return _as_messages([*prompts, *condensed[start:], *last])


_CONDENSED = {"tutor": 140, "asked": 140, "learner": 280}
"""Characters that are kept of an old utterance, by who spoke; a lesson prompt is kept whole."""


def condense(utterance: Utterance) -> str:
    """The beginning of what was said, cut at a word."""
    longest = _CONDENSED.get(utterance.speaker)
    text = " ".join(utterance.text.split())
    if longest is None:
        return utterance.text
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " […]"


def _as_messages(utterances: Sequence[Utterance]) -> list[Message]:
    """Neighbouring utterances of one side become one message: many endpoints insist on alternation."""
    messages: list[Message] = []
    for utterance in utterances:
        role = "user" if utterance.speaker in ("learner", "prompt") else "assistant"
        text = learner_words(utterance.text) if utterance.speaker == "learner" else utterance.text
        if not text.strip():
            continue
        if messages and messages[-1]["role"] == role:
            messages[-1]["content"] += f"\n\n{text}"
        else:
            messages.append({"role": role, "content": text})
    return messages


def learner_words(text: str, longest: int = 2000) -> str:
    """The learner's text as labelled data; it cannot end its own label."""
    cut = text[:longest] + (" […]" if len(text) > longest else "")
    return f"<learner>\n{cut.replace('<', '‹').replace('>', '›')}\n</learner>"


def request(
    head_text: str, lesson: Lesson, state: State, task: str, budget: Budget, *, with_history: bool = True
) -> list[Message]:
    """The messages of one request: head, conversation, and at the end what this turn is for."""
    who = who_they_are(state)
    adapt = f"What the learner said of themself; speak to somebody in that place:\n{learner_words(who)}" if who else ""
    turn = "\n\n".join(filter(None, (standing(lesson, state), adapt, task)))
    room = min(budget.history, budget.request - tokens(head_text) - tokens(turn) - 40)
    history = conversation(lesson, state, max(room, 0)) if with_history else []
    messages: list[Message] = [{"role": "system", "content": head_text}, *history]
    if messages[-1]["role"] == "user":
        messages[-1] = {"role": "user", "content": f"{messages[-1]['content']}\n\n{turn}"}
    else:
        messages.append({"role": "user", "content": turn})
    return messages
