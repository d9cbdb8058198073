"""The lesson plan: given a lesson and what has happened, the one next step.

Two rules keep it a plan:
1. Everything about the order of the lesson is decided here, and nothing here reads a clock, a terminal or a model.
2. `next_step` returns one step; what a step changes is an event, and the plan sees it by the fold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tutor.learner import events as ev
from tutor.learner.state import AskState, State, fold
from tutor.lesson.assessment import Assessment, matters
from tutor.lesson.marks import is_stub
from tutor.lesson.model import Item, Lesson, Reflect
from tutor.teaching import asking


class Happen(NamedTuple):
    """Something is recorded; nothing is said."""

    event: ev.Event


class Say(NamedTuple):
    """The tutor says what `purpose` names."""

    purpose: str


class Ask(NamedTuple):
    """The learner is asked, and the turn is over."""

    event: ev.Asked


@dataclass(frozen=True)
class Done:
    """The session is finished."""


Step = Happen | Say | Ask | Done


class Speech(NamedTuple):
    """What the tutor says in one breath."""

    purposes: tuple[str, ...]


def plan_turn(lesson: Lesson, assessment: Assessment | None, state: State) -> tuple[ev.Event | Speech, ...]:
    """Next steps in order, until a question is asked or the session is over; neighbouring says are one speech."""
    turn: list[ev.Event | Speech] = []
    purposes: list[str] = []

    def speak() -> None:
        if purposes:
            turn.append(Speech(tuple(purposes)))
            purposes.clear()

    while True:
        match next_step(lesson, assessment, state):
            case Happen(event):
                speak()
                turn.append(event)
                state = fold(state, event)
            case Say(purpose):
                purposes.append(purpose)
                state = fold(state, ev.TutorSaid(text="", by="authored", purpose=purpose))
            case Ask(event):
                speak()
                return (*turn, event)
            case Done():
                speak()
                return tuple(turn)


def next_step(lesson: Lesson, assessment: Assessment | None, state: State) -> Step:
    """The one next step. Pure: the same lesson and state always give the same step."""
    if state.finished:
        return Done()
    if state.owed:
        return Say(state.owed[0])
    if state.session and state.session.after and not state.branch:
        return Ask(asking.what_to_do_again(state.session.after, lesson))
    if readings := unconfirmed(lesson, state):
        return Ask(asking.confirm_facts(lesson, readings))
    if state.stale and assessment and _all_settled(lesson, state):
        return Happen(assess(lesson, assessment, state))
    if in_doubt := _item_in_doubt(lesson, state):
        return Ask(in_doubt)
    if "wrap-up" in state.finished_stages:
        return Happen(finish(lesson, state))
    if state.stage not in lesson.stages or state.stage in state.finished_stages:
        return Happen(ev.StageStarted(stage=next_stage(lesson, state)))
    return next(_stage(lesson, assessment, state, state.stage))


def next_stage(lesson: Lesson, state: State) -> str:
    """The first stage on this session's way that is not finished."""
    way = itinerary(lesson, state)
    return next((stage for stage in way if stage not in state.finished_stages), way[-1])


def itinerary(lesson: Lesson, state: State) -> tuple[str, ...]:
    """The stages of this session: all of them, or the part that was chosen after a finished lesson."""
    chosen = {"assess": "diagnosis", "quiz": "quiz"}.get(state.branch)
    return (chosen, "wrap-up") if chosen in lesson.stages else lesson.stages


def assess(lesson: Lesson, assessment: Assessment, state: State) -> ev.LevelAssessed:
    """Call the assessment with the facts as they stand; what is not known counts as no, openly."""
    known = {fact.id: state.facts[fact.id].value if fact.id in state.facts else None for fact in lesson.facts}
    facts = {name: bool(value) for name, value in known.items()}
    result = assessment(facts)
    return ev.LevelAssessed(
        facts=facts,
        assumed=tuple(name for name, value in known.items() if value is None),
        level=result.level,
        advice=result.advice,
    )


def finish(lesson: Lesson, state: State) -> ev.SessionFinished:
    """The session's result, counted from its record."""
    put = [item for item in lesson.graded_items if state.ask(item.id).asked]
    return ev.SessionFinished(asked=len(put), correct=sum(state.ask(item.id).verdict == "correct" for item in put))


def _stage(lesson: Lesson, assessment: Assessment | None, state: State, stage: str) -> Iterator[Step]:
    """What is still to be done in a stage, first things first, ending with its finish."""
    match stage:
        case "why":
            yield from _unsaid(state, "welcome", "why")
            yield from _item(state, lesson.manifest.opener)
        case "demo" if lesson.demo:
            yield from _unsaid(state, "demo")
            yield from _item(state, lesson.demo.predict)
            yield from _unsaid(state, "demo-run")
            for number, quirk in enumerate(lesson.demo.quirk, 1):
                yield from _item(state, quirk.item)
                yield from _unsaid(state, f"quirk-{number}")
            yield from _coming_back(state, [lesson.demo.predict, *(quirk.item for quirk in lesson.demo.quirk)])
        case "diagnosis" if assessment:
            yield from _diagnosis(lesson, assessment, state)
        case "quiz":
            yield from _unsaid(state, "quiz")
            for item in lesson.items:
                yield from _item(state, item)
            yield from _coming_back(state, lesson.items)
        case "wrap-up":
            yield from _unsaid(state, "wrap-up")
            yield Happen(ev.StageFinished(stage=stage))
            return
        case _:
            yield from _prompt(lesson, state, int(stage.removeprefix("prompt-")))
    yield from _pause(lesson, state, f"{stage}:go-on")
    yield Happen(ev.StageFinished(stage=stage))


def _prompt(lesson: Lesson, state: State, number: int) -> Iterator[Step]:
    prompt = lesson.prompts[number - 1]
    if number not in state.opened_prompts:
        yield Happen(ev.PromptOpened(prompt=number, text=prompt.text))
    yield from _item(state, prompt.checks.opener)
    yield from _unsaid(state, "explain")
    first, later = prompt.checks.check[:1], prompt.checks.check[1:]
    for item in first:
        yield from _item(state, item)
    if prompt.example:
        yield from _unsaid(state, "example")
    for item in later:
        yield from _item(state, item)
    yield from _coming_back(state, prompt.checks.check)


def _diagnosis(lesson: Lesson, assessment: Assessment, state: State) -> Iterator[Step]:
    yield from _unsaid(state, "diagnosis")
    if standing := _standing_fact(lesson, state):
        yield Ask(standing)
    for fact in lesson.facts:
        ask = state.ask(fact.id)
        if ask.rejected and ask.dont_knows < 2:
            yield Ask(asking.fact(fact, "partly" if ask.partly else "follow-up"))
    for fact in lesson.facts:
        if fact.id not in state.facts and not state.ask(fact.id).dont_knows:
            yield Ask(asking.fact(fact, ""))
    known = state.known_facts()
    for fact in lesson.facts:
        if fact.id not in state.facts:
            worth_asking = state.ask(fact.id).dont_knows < 2 and matters(
                assessment, {f.id: known.get(f.id) for f in lesson.facts}, fact.id
            )
            if worth_asking:
                yield Ask(asking.fact(fact, "follow-up"))
            else:
                yield Happen(ev.FactLearned(fact=fact.id, value=None, evidence="", by="rule"))
    for caveat in lesson.diagnosis.caveat if lesson.diagnosis else ():
        holds = all(bool(known.get(name)) == value for name, value in caveat.when.items())
        if holds and "caveat" not in state.ask(caveat.fact).variants:
            yield Ask(asking.caveat(lesson.fact(caveat.fact), caveat))
    if not state.has_said("level"):
        yield Happen(assess(lesson, assessment, state))
    yield from _pause(lesson, state, "diagnosis:level")
    yield from _unsaid(state, "next-step")


def _standing_fact(lesson: Lesson, state: State) -> ev.Asked | None:
    """The diagnostic question that stands: a question back, a command or an empty reply leaves it as it is."""
    if state.pending not in {fact.id for fact in lesson.facts} or state.pending is None:
        return None
    ask = state.ask(state.pending)
    if ask.kind != "diagnostic":
        return None
    if ask.variant == "caveat":
        caveats = lesson.diagnosis.caveat if lesson.diagnosis else ()
        caveat = next((caveat for caveat in caveats if caveat.fact == state.pending), None)
        return asking.caveat(lesson.fact(state.pending), caveat) if caveat else None
    return asking.fact(lesson.fact(state.pending), ask.variant)


def unconfirmed(lesson: Lesson, state: State) -> tuple[ev.FactReading, ...]:
    """The readings that wait for the learner, of facts that the lesson (still) has."""
    known = {fact.id for fact in lesson.facts}
    return tuple(reading for reading in state.unconfirmed if reading.fact in known)


def _unsaid(state: State, *purposes: str) -> Iterator[Step]:
    for purpose in purposes:
        if not state.has_said(purpose):
            yield Say(purpose)


def _item(state: State, item: Item | None) -> Iterator[Step]:
    if item is not None and state.ask(item.id).rounds == 0:
        stub = is_stub(item.question)
        yield Ask(asking.not_written(item) if stub else asking.item(item, _kind(state, item), ""))


def _coming_back(state: State, items: Iterable[Item | None]) -> Iterator[Step]:
    """What was skipped or had to be explained is asked once more, in other words."""
    for item in items:
        if item is not None and comes_back(item, state.ask(item.id)):
            yield Ask(asking.item(item, _kind(state, item), "again"))


def comes_back(item: Item, ask: AskState) -> bool:
    """Whether a settled question is to be asked again: once, and only when it was never answered right."""
    if isinstance(item, Reflect) or is_stub(item.question):
        return False
    return ask.rounds == 1 and ask.verdict != "correct"


def _kind(state: State, item: Item) -> ev.AskKind:
    if isinstance(item, Reflect):
        return "reflect"
    return "quiz" if state.stage == "quiz" else "check"


def _pause(lesson: Lesson, state: State, name: str) -> Iterator[Step]:
    if state.ask(name).rounds == 0:
        yield Ask(asking.go_on(lesson, state, name))


def _all_settled(lesson: Lesson, state: State) -> bool:
    return all(fact.id in state.facts for fact in lesson.facts)


def _item_in_doubt(lesson: Lesson, state: State) -> ev.Asked | None:
    if not state.last_graded or not (doubt := state.ask(state.last_graded).doubt):
        return None
    item = lesson.asked_items().get(state.last_graded)
    return asking.compare(item, doubt) if item is not None and item.kind == "explain" else None
