"""What an assistant that teaches the lesson is told: what comes next, what came first, and the level to state.

The assistant is the voice, and it may be wrong or skip ahead. So every result says what is to be done with it, whatever
comes out of order is refused with what comes first, and a level comes from the assessment only. Nothing here knows how
an assistant is reached. No result holds the key of a question before the learner's attempt at it is over.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from tutor.learner import events as ev
from tutor.learner.state import State
from tutor.lesson.assessment import Assessed, Assessment
from tutor.lesson.model import Explain, Item, Lesson, Predict, Reflect
from tutor.teaching import asking
from tutor.teaching.plan import itinerary

START = "Call next_step: it says what comes first, and brings the lesson back to where the learner left it."


_MOST_SAID = 8000
"""Characters of what an assistant reports of its own words that are read: a turn is far shorter."""


class Refused(Exception):
    """What the assistant wants is out of order or not there; the message says what comes first, or what to send."""


class _Result(BaseModel):
    # schemas are built when a result is first made: none is needed to answer that the server is there
    model_config = ConfigDict(frozen=True, defer_build=True)


class Question(_Result):
    """A question to the learner, as the record has it."""

    ask: str
    """Its id."""
    kind: ev.AskKind
    text: str
    options: tuple[ev.Option, ...] | None = None


class OpenedPrompt(_Result):
    """One of the lesson's prompts, to be shown word for word."""

    prompt: int
    text: str


class Graded(_Result):
    """The verdict on the learner's last answer."""

    ask: str
    verdict: ev.Verdict
    by: ev.By


class LevelToState(_Result):
    """The learner's level, computed."""

    level: int
    advice: str
    facts: dict[str, bool]
    assumed: tuple[str, ...]
    """Facts that are not known and count as no."""
    evidence: dict[str, str]
    """By fact, the learner's own words that it rests on."""
    say: str
    """The sentence to say."""


class Score(_Result):
    """How the try-it list went."""

    asked: int
    correct: int


class Correction(_Result):
    """Something that the assistant told the learner and that is not so."""

    you_said: str
    wrong: str
    say: str
    """What to tell the learner instead."""


class Turn(_Result):
    """What the assistant does next: tell, show, ask."""

    session: str
    stage: str | None
    prompt: OpenedPrompt | None = None
    say: tuple[str, ...] = ()
    """What the tutor says in this turn, as Markdown."""
    graded: Graded | None = None
    level: LevelToState | None = None
    """There from the moment when it was computed."""
    asked: Question | None = None
    """The question that stands; None when nothing is to be asked."""
    finished: Score | None = None
    notes: tuple[str, ...] = ()
    """What the assistant should know about this session."""
    corrections: tuple[Correction, ...] = ()
    then: str
    """What to do now, and which tool to call after it."""


class AssessedFacts(_Result):
    """What the assessment returns for some facts."""

    level: int
    advice: str
    facts: dict[str, bool]
    say: str
    learners_level: bool
    """Whether this is the level of the learner: computed from what they said themselves."""
    note: str


class StageProgress(_Result):
    """One stage on the learner's way."""

    stage: str
    title: str
    status: Literal["done", "now", "to come"]


class Progress(_Result):
    """How far the learner is."""

    session: str | None
    stages: tuple[StageProgress, ...]
    facts: dict[str, bool | None]
    level: LevelToState | None
    try_it: dict[str, int]
    """Graded questions of the try-it list: `of`, `asked`, `correct`."""
    asked: Question | None
    finished: bool
    then: str


# — turns —


def turn(
    state: State,
    events: Sequence[ev.Event],
    since: int,
    session: str,
    *,
    notes: tuple[str, ...] = (),
    corrections: tuple[Correction, ...] = (),
) -> Turn:
    """What there is to do after the events from `since` on; `events` are all of the session."""
    happened = events[since:]
    asked = standing(state, events)
    prompt = next((e for e in reversed(happened) if isinstance(e, ev.PromptOpened)), None)
    graded = next((e for e in reversed(happened) if isinstance(e, ev.AnswerGraded)), None)
    return Turn(
        session=session,
        stage=state.stage,
        prompt=OpenedPrompt(prompt=prompt.prompt, text=prompt.text) if prompt else None,
        say=tuple(event.text for event in happened if isinstance(event, ev.TutorSaid) and event.text.strip()),
        graded=Graded(ask=graded.ask, verdict=graded.verdict, by=graded.by) if graded else None,
        level=level_to_state(state),
        asked=asked,
        finished=Score(asked=state.finished.asked, correct=state.finished.correct) if state.finished else None,
        notes=notes,
        corrections=corrections,
        then=_then(state, happened, asked, bool(corrections)),
    )


def left(state: State, session: str) -> Turn:
    """The turn in which the learner leaves."""
    return Turn(
        session=session,
        stage=state.stage,
        say=("Everything is saved.",),
        level=level_to_state(state),
        then=f"The learner leaves; say goodbye. When they come back: {START}",
    )


def last_turn(events: Sequence[ev.Event]) -> int:
    """Where the last turn begins: after the learner's last reply."""
    return next((n + 1 for n in range(len(events) - 1, -1, -1) if isinstance(events[n], ev.LearnerSaid)), 0)


def standing(state: State, events: Sequence[ev.Event]) -> Question | None:
    """The question that stands, as it was last put."""
    if state.finished or state.pending is None:
        return None
    put = next((e for e in reversed(events) if isinstance(e, ev.Asked) and e.ask == state.pending), None)
    return Question(ask=put.ask, kind=put.kind, text=put.text, options=put.options) if put else None


def _then(state: State, happened: Sequence[ev.Event], asked: Question | None, corrected: bool) -> str:
    parts = ["First take back what `corrections` lists, and say what stands there instead."] if corrected else []
    if any(isinstance(event, ev.PromptOpened) for event in happened):
        parts.append("Show the prompt in `prompt` word for word.")
    if any(isinstance(event, ev.LevelAssessed) for event in happened):
        parts.append("Say `level.say` word for word, with the facts behind it and the learner's own words for each.")
    if any(isinstance(event, ev.TutorSaid) for event in happened):
        parts.append("Tell the learner what `say` holds, in their language, with nothing added about levels or grades.")
    if state.finished:
        parts.append("The lesson is over: ask nothing more, and call nothing more.")
    else:
        parts.append(_how_to_ask(asked) if asked else START)
    return " ".join(parts)


def _how_to_ask(asked: Question) -> str:
    call = f'call reply with ask "{asked.ask}" and'
    match asked.kind:
        case "continue" if asked.options is None:
            return (
                f"Ask whether they want to go on. When they do, {call} an empty reply; "
                "when they ask or say something instead, with their words, unchanged."
            )
        case "diagnostic":
            how = "Put the question in `asked`, about their own team. Do not answer it for them and do not guess. "
        case "confirm":
            how = "Put the question in `asked`: they judge, not you. "
        case "reflect":
            how = "Put the question in `asked`; any answer is a good one. "
        case _:
            how = "Put the question in `asked` as it stands, with its options. Give no hint and no answer of your own. "
    return f"{how}Then wait, and {call} their words, unchanged: an answer, a question, or “I don't know”."


# — the order —


def check_reply(state: State, asked: Question | None, given: str | None) -> None:
    """Whether a reply is to the question that stands.

    Raises:
        Refused: it is to another one, or nothing has been asked.
    """
    if asked is None:
        raise Refused(f"Nothing has been asked, so there is nothing to reply to. {START}")
    if given is not None and given != asked.ask:
        answered = " It was answered before." if state.ask(given).rounds else ""
        raise Refused(
            f'The question "{given}" does not stand.{answered} What comes first is "{asked.ask}": '
            f"{_one_line(asked.text)} Nothing was stored. {_how_to_ask(asked)}"
        )


def gradable(lesson: Lesson, state: State | None, item_id: str) -> Item:
    """The item, when an answer to it may be graded outside of the lesson.

    Raises:
        Refused: there is no such item, or its answer belongs to the lesson first.
    """
    items = lesson.asked_items()
    item = items.get(item_id)
    if item is None or isinstance(item, Reflect):
        graded = [name for name, one in items.items() if not isinstance(one, Reflect)]
        near = difflib.get_close_matches(item_id, graded, 1, cutoff=0.4)
        hint = f'did you mean "{near[0]}"?' if near else f"the items are {', '.join(graded)}."
        raise Refused(f'No item "{item_id[:60]}" is graded in this lesson; {hint}')
    if not isinstance(item, Explain) and not attempt_over(state, item_id):
        stands = state is not None and state.pending == item_id
        first = (
            f'It stands now: call reply with ask "{item_id}", which grades the learner\'s answer and keeps it.'
            if stands
            else f"It has not been put to the learner. {_what_comes_first(state)}"
        )
        raise Refused(f'"{item_id}" has one right answer, so trying answers would give it away. {first}')
    return item


def grading_note(state: State | None, item_id: str) -> str:
    """What to know about a verdict that the lesson did not ask for."""
    if attempt_over(state, item_id):
        return "Nothing is stored: the lesson has this question's verdict already."
    if state is not None and state.pending == item_id:
        return f'Nothing is stored. This question stands: call reply with ask "{item_id}" to count the answer.'
    return f"Nothing is stored: the lesson has not put this question yet. {_what_comes_first(state)}"


def attempt_over(state: State | None, item_id: str) -> bool:
    """Whether the answer may be known: it was right, or it was shown."""
    return state is not None and state.ask(item_id).rounds > 0 and state.pending != item_id


def _what_comes_first(state: State | None) -> str:
    if state is None or state.pending is None:
        return START
    return f'What comes first is "{state.pending}": {_one_line(state.ask(state.pending).text)}'


# — the level —


def level_to_state(state: State) -> LevelToState | None:
    """The learner's level as it was computed; None before that."""
    if state.assessed is None:
        return None
    done = state.assessed
    return LevelToState(
        level=done.level,
        advice=done.advice,
        facts=done.facts,
        assumed=done.assumed,
        evidence={name: fact.evidence for name, fact in state.facts.items() if fact.evidence},
        say=sentence(Assessed(done.level, done.advice)),
    )


def sentence(assessed: Assessed) -> str:
    """A level as it is said."""
    return f"Level {assessed.level}: {assessed.advice}"


def assess(
    assessment: Assessment, lesson: Lesson, state: State | None, facts: Mapping[str, bool], stated: int | None
) -> AssessedFacts:
    """The assessment of these facts, what they have to do with the learner, and what to say if another was stated.

    Raises:
        Refused: the learner is being asked to predict just this.
    """
    item = lesson.asked_items().get(state.pending or "") if state else None
    if state and isinstance(item, Predict) and dict(asking.predicted_facts(item, state.ask(item.id))) == dict(facts):
        raise Refused(
            f'This is what the learner is asked to predict. Their attempt comes first: call reply with ask "{item.id}".'
        )
    result = assessment(facts)
    own = state.assessed if state else None
    learners = own is not None and own.facts == dict(facts)
    if own is None:
        note = (
            "Computed from the facts that you gave. It is not the learner's level yet: that is computed when the "
            f"learner has answered the questions about their own process. {_what_comes_first(state)}"
        )
    elif learners:
        note = "This is the learner's level, from their own answers."
    else:
        note = f"A what-if. From the learner's own answers it is level {own.level}. Nothing is stored."
    if stated is not None and stated != result.level:
        note = f"You stated level {stated}; computed is level {result.level}. Take it back, and say `say`. {note}"
    return AssessedFacts(
        level=result.level,
        advice=result.advice,
        facts=dict(facts),
        say=sentence(result),
        learners_level=learners,
        note=note,
    )


class Wrong(NamedTuple):
    """Something that was told the learner and is not so, before it is known what to say instead."""

    said: str
    failure: str
    reason: str
    verdict: ev.Verdict | None
    """The verdict that the turn told of."""


def wrong(
    lesson: Lesson, assessment: Assessment | None, state: State, events: Sequence[ev.Event], said: str
) -> tuple[Wrong, ...]:
    """What of `said`, told to the learner after the last turn, contradicts what is computed or gives an answer away."""
    from tutor.teaching.model.ground import checker  # only where an assistant tells what it said
    from tutor.teaching.model.sentences import sentences_of

    told = [event for event in events[last_turn(events) :] if isinstance(event, ev.TutorSaid)]
    purposes = tuple(purpose for event in told for purpose in event.purpose.split("+"))
    verdict = state.ask(state.last_graded).verdict if state.last_graded and "feedback" in purposes else None
    check = checker(lesson, assessment, replace(state, owed=purposes))
    found, before = [], ""
    for part in sentences_of(said[:_MOST_SAID]):
        if against := check(part, before, ()):
            failure, reason = against
            found.append(Wrong(_one_line(part), failure, reason, verdict))
        before += part
    return tuple(found)


def corrections(found: Sequence[Wrong], state: State) -> tuple[Correction, ...]:
    """What to say instead, as things stand now: a level may have been computed in between."""
    return tuple(Correction(you_said=one.said, wrong=one.reason, say=_instead(one, state)) for one in found)


def _instead(one: Wrong, state: State) -> str:
    if one.failure == "leaked":
        return "Leave this question to the learner; its answer is told when their attempt is over."
    graded = f"The verdict on that answer is: {one.verdict}. " if one.verdict else ""
    level = level_to_state(state)
    if level is None:
        return f"{graded}No level has been computed yet: it comes from the learner's own answers, later in the lesson."
    return f"{graded}{level.say}"


# — progress —


def progress(lesson: Lesson, state: State, events: Sequence[ev.Event], session: str | None) -> Progress:
    """How far the learner is in the session whose state this is."""
    put = [item for item in lesson.graded_items if state.ask(item.id).asked]
    return Progress(
        session=session,
        stages=tuple(
            StageProgress(
                stage=stage,
                title=asking.stage_title(lesson, stage),
                status="done" if stage in state.finished_stages else "now" if stage == state.stage else "to come",
            )
            for stage in itinerary(lesson, state)
        ),
        facts=state.known_facts(),
        level=level_to_state(state),
        try_it={
            "of": len(lesson.graded_items),
            "asked": len(put),
            "correct": sum(state.ask(item.id).verdict == "correct" for item in put),
        },
        asked=standing(state, events),
        finished=state.finished is not None,
        then=f"To go on: {START}",
    )


# — what the assistant is told before it begins —


def rules(lesson: Lesson) -> str:
    """How to teach this lesson with the tools, for the assistant."""
    level = (
        "- The level comes from code. State only the one in `level`, in its words, and none before it is "
        "there. What-if "
        "answers come from `assess`.\n"
        if lesson.facts
        else ""
    )
    return (
        f"You teach the lesson “{lesson.manifest.title}” with these tools. The lesson's code decides what comes next, "
        "what is right and when it is over; you put it into words.\n\n"
        "- Begin with `next_step`. Call it again whenever you are not sure where the lesson stands.\n"
        "- Each result says what to do: `prompt` is shown word for word, `say` is told (in the learner's language; "
        "shorter or simpler is fine, other claims are not), `asked` is the one question, `then` is what comes after.\n"
        "- One question at a time. Wait for the learner, and hand their words to `reply`, unchanged. Never answer for "
        "them, and never make an answer better than it was.\n"
        "- Their questions, “I don't know”, and commands such as /hint, /skip or /back go to `reply` as well.\n"
        f"{level}"
        "- Verdicts come from code. Say no verdict that is not in the result, and give no hint and no answer of your "
        "own while a question stands.\n"
        "- In `said`, hand over what you told the learner: what is not so comes back in `corrections`.\n"
        "- An error result says what comes first. Do that."
    )


def guided_lesson(lesson: Lesson) -> str:
    """The prompt that starts the whole lesson."""
    return (
        f"Teach me the lesson “{lesson.manifest.title}”, from the beginning or from where I left it.\n\n{rules(lesson)}"
    )


# — texts to read —


def texts(lesson: Lesson, assessment: Assessment | None) -> dict[str, tuple[str, str]]:
    """The lesson's texts by name, each with its title and as Markdown; nothing in them is the key of a question."""
    from tutor.teaching.authored import demo_source

    found = {"why": (f"Why: {lesson.manifest.title}", lesson.why)}
    for prompt in lesson.prompts:
        told = [f"> {line}".rstrip() for line in prompt.text.strip().splitlines()]
        simpler = f"\n\n## More simply\n\n{prompt.simpler.strip()}" if prompt.simpler.strip() else ""
        found[f"prompt-{prompt.number}"] = (
            f"Prompt {prompt.number}: {prompt.checks.title}",
            "\n".join(told) + f"\n\n{prompt.explanation.strip()}{simpler}",
        )
    if lesson.demo:
        code = f"```python\n{demo_source(lesson, assessment)}\n```"
        note = "What it prints is told in the lesson, once the learner has predicted it."
        found["demo"] = ("The demo", f"{lesson.demo.intro.strip()}\n\n{code}\n\n{note}")
    if lesson.items:
        found["try-it"] = ("The try-it list (questions only)", "\n\n".join(map(_listed, lesson.items)))
    return found


def _listed(item: Item) -> str:
    asked = asking.item(item, "quiz", "")
    options = "".join(f"\n- {option.id}) {option.text}" for option in asked.options or ())
    return f"## {item.id}\n\n{asked.text}" + (f"\n{options}" if options else "")


def _one_line(text: str, most: int = 400) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def as_json(result: BaseModel) -> dict[str, Any]:
    """A result as JSON values; a field that holds nothing is left out."""
    return result.model_dump(mode="json", exclude_none=True)
