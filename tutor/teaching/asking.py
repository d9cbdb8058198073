"""The questions as they are put: every `asked` event of a lesson is made here, from authored text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tutor.learner import events as ev
from tutor.learner.state import AskState, State
from tutor.lesson.marks import with_mark
from tutor.lesson.model import Caveat, Choice, Explain, Fact, Item, Lesson, Order, Predict

AGAIN = "again"
"""The id of the question what to do after a finished lesson."""
FACTS = "facts"
"""The id of a confirmation about several facts."""
LABELS = "abcdefghijklmnopqrstuvwxyz"

BRANCHES = (
    ("assess", "assess my process again"),
    ("quiz", "repeat the try-it list"),
    ("start", "start the lesson over"),
)


def label_of(item: Choice | Order, option_id: str) -> str:
    """The letter under which an option is shown."""
    return LABELS[[option.id for option in item.options].index(option_id)]


def item(item: Item, kind: ev.AskKind, variant: str) -> ev.Asked:
    """A check, a prediction, a question of the try-it list, or one that is only kept."""
    options = None
    if isinstance(item, Choice | Order):
        options = tuple(
            ev.Option(id=label, text=option.text) for label, option in zip(LABELS, item.options, strict=False)
        )
    text = item.again if variant == "again" and item.again else item.question
    text = with_mark(text, draft=item.draft)
    return ev.Asked(ask=item.id, kind=kind, text=text, options=options, variant=variant)


def not_written(item: Item) -> ev.Asked:
    """A question that the lesson's author has not written yet: the learner is told so, and goes on."""
    return ev.Asked(ask=item.id, kind="continue", text=f"{item.question.strip()}\n\nEnter goes on.")


def predicted_again(item: Item, ask: AskState) -> bool:
    """Whether a prediction is now about its other case, `again_with`."""
    return isinstance(item, Predict) and item.again_with is not None and "again" in ask.variants


def predicted_facts(item: Predict, ask: AskState) -> Mapping[str, bool]:
    """The facts that a prediction is about, as it was last asked."""
    return item.again_with if item.again_with is not None and predicted_again(item, ask) else item.given


def fact(fact: Fact, variant: str) -> ev.Asked:
    """A diagnostic question; the first time with what counts as yes and what does not."""
    match variant:
        case "follow-up":
            text = fact.follow_up
        case "partly":
            text = fact.partly
        case _:
            text = f"{fact.question.strip()}\n\n{what_counts(fact)}"
    return ev.Asked(ask=fact.id, kind="diagnostic", text=with_mark(text, draft=fact.draft), variant=variant)


def what_counts(fact: Fact) -> str:
    """What counts as yes and what does not, as a short list."""
    return f"- *Yes:* {'; '.join(fact.counts_as_yes)}.\n- *Not yet:* {'; '.join(fact.counts_as_no)}."


def caveat(fact: Fact, caveat: Caveat) -> ev.Asked:
    """The one more question where the assessment's sentence may not hold."""
    return ev.Asked(ask=fact.id, kind="diagnostic", text=caveat.question.strip(), variant="caveat")


def confirm_facts(lesson: Lesson, readings: Sequence[ev.FactReading]) -> ev.Asked:
    """Lay open how a reply was read, with the words it rests on."""
    lines = [reading_line(lesson, reading) for reading in readings]
    if len(readings) == 1:
        return ev.Asked(
            ask=readings[0].fact,
            kind="confirm",
            text=f"I read that as {lines[0]}. Is that right? (yes or no)",
        )
    listed = "\n".join(f"- {line}" for line in lines)
    return ev.Asked(ask=FACTS, kind="confirm", text=f"I read that as\n\n{listed}\n\nIs all of that right? (yes or no)")


def reading_line(lesson: Lesson, reading: ev.FactReading) -> str:
    fact = lesson.fact(reading.fact)
    means = "not known" if reading.value is None else fact.means_yes if reading.value else fact.means_no
    words = " ".join(reading.evidence.split())
    return f"**{fact.label}**: {means}" + (f", from “{words}”" if words else "")


def compare(item: Explain, doubt: Sequence[str]) -> ev.Asked:
    """Lay an answer beside the criteria in doubt, for the learner to judge."""
    listed = "\n".join(
        f"{number}. {criterion.text}" for number, criterion in enumerate((c for c in item.criteria if c.id in doubt), 1)
    )
    text = (
        "I am not sure about your answer, so you be the judge. Which of these does it say?\n\n"
        f"{listed}\n\n(`yes` for all, `no` for none, or the numbers)"
    )
    return ev.Asked(ask=item.id, kind="confirm", text=text, variant="doubt")


def go_on(lesson: Lesson, state: State, name: str) -> ev.Asked:
    """A pause: Enter goes on."""
    stage, _, what = name.partition(":")
    if what == "level":
        return ev.Asked(ask=name, kind="continue", text="Enter goes on to your one next step.")
    rest = [s for s in lesson.stages if s != stage and s not in state.finished_stages]
    ahead = stage_title(lesson, rest[0]) if rest else "the end"
    if state.branch in ("assess", "quiz"):
        ahead = "the end"
    return ev.Asked(ask=name, kind="continue", text=f"Enter goes on to {ahead}.")


def stage_title(lesson: Lesson, stage: str) -> str:
    """A stage's name in a sentence."""
    if stage.startswith("prompt-"):
        return f"prompt {stage.removeprefix('prompt-')} of {len(lesson.prompts)}"
    return {
        "why": "the why",
        "demo": "the demo",
        "diagnosis": "your own process",
        "quiz": "the try-it list",
        "wrap-up": "the summary",
    }[stage]


def what_to_do_again(after: Mapping[str, Any], lesson: Lesson) -> ev.Asked:
    """The offer after a finished lesson."""
    reached = f"level {after['level']}, " if after.get("level") is not None else ""
    options = tuple(
        ev.Option(id=label, text=text) for label, (name, text) in zip("123", branches(lesson), strict=False)
    )
    text = (
        f"You finished this lesson on {str(after['at'])[:10]} "
        f"({reached}try-it {after['correct']} of {after['asked']}). What would you like to do? "
        "Enter alone starts the lesson over."
    )
    return ev.Asked(ask=AGAIN, kind="continue", text=text, options=options)


def branches(lesson: Lesson) -> tuple[tuple[str, str], ...]:
    """What a finished lesson offers, as (branch, text): only stages that it has."""
    needed = {"assess": "diagnosis", "quiz": "quiz"}
    return tuple((name, text) for name, text in BRANCHES if needed.get(name, "why") in lesson.stages)
