"""What each event looks like to a person: shared by the terminal and the plain front end."""

from __future__ import annotations

import textwrap
from datetime import datetime

from tutor.interface import cells, render
from tutor.interface.clean import clean
from tutor.interface.connect import prices
from tutor.interface.opening import Opened
from tutor.learner import events as ev
from tutor.learner.state import State
from tutor.lesson.model import Lesson
from tutor.teaching import asking


def header(opened: Opened, columns: int) -> list[str]:
    """Two lines: who teaches and where the learner's words go, and what; at a return also since when."""
    teacher = opened.staff.teacher
    if teacher.tutor == "model":
        who = f"{clean(teacher.model or 'a model')} at {clean(teacher.endpoint or '?')}"
        where = "your words are sent there"
    else:
        who, where = "the lesson as written, no model", "set OPENAI_API_KEY to converse"
    if opened.resumed:
        place = opened.session.state.stage or ""
        stage = asking.stage_title(opened.lesson, place) if place in opened.lesson.stages else "the beginning"
        where = f"resumed from {_day(opened.history[-1].at)}, {stage}"
    lines = [
        _both_ends("mlops-tutor", who, columns),
        _both_ends(clean(opened.lesson.manifest.title), where, columns),
    ]
    if opened.resumed and teacher.tutor == "model":
        lines.append(_both_ends("", "your words are sent there", columns))
    if opened.held_elsewhere:
        lines.append("Another terminal holds your session; this is a new one.")
    return lines


def _both_ends(left: str, right: str, columns: int) -> str:
    gap = columns - cells.width(left) - cells.width(right)
    return f"{left}{' ' * gap}{right}" if gap >= 2 else f"{left}\n{right}"


def _day(at: str) -> str:
    """The weekday within the last week, in local time, else the date."""
    then = datetime.fromisoformat(at).astimezone()
    days = (datetime.now().astimezone().date() - then.date()).days
    return "today" if days == 0 else "yesterday" if days == 1 else f"{then:%A}" if days < 7 else f"{then:%d %B %Y}"


def farewell() -> str:
    return "Your place is saved. Run `mlops-tutor` to go on."


def of_event(lesson: Lesson, state: State, event: ev.Event | None, columns: int, *, styled: bool) -> str:
    """The event as text, or an empty string for one that is not shown. `state` is that of the session after it."""
    match event:
        case ev.StageStarted(stage=stage):
            return _rule(stage_heading(lesson, stage), columns, styled)
        case ev.PromptOpened(text=text):
            lines = cells.wrap(f"“{clean(text)}”", render.measure(columns) - 2)
            body = textwrap.indent("\n".join([lines[0], *(f" {line}" for line in lines[1:])]), "    ")
            return f"{render.ITALIC}{body}{render.RESET}" if styled else body
        case ev.TutorSaid(text=text):
            said = render.markdown(text, columns, styled=styled)
            counted = {"progress", "wrap-up"} & set(event.purpose.split("+"))
            return f"{said}\n\n{render.INDENT}{spent}" if counted and (spent := _spent(state)) else said
        case ev.LevelAssessed():
            return _card(lesson, state, event, columns)
        case ev.Asked():
            return _question(event, columns, styled)
    return ""


def _spent(state: State) -> str:
    """What the model cost in this session; empty when there was none."""
    if not state.calls:
        return ""
    prompt, cached, completion = state.tokens
    text = f"{state.calls} requests, {prompt:,} prompt tokens ({cached:,} cached), {completion:,} completion tokens"
    if per_million := prices():
        of_prompt, of_cached, of_completion = per_million
        cost = ((prompt - cached) * of_prompt + cached * of_cached + completion * of_completion) / 1_000_000
        text += f", ${cost:.4f}"
    return text


def stage_heading(lesson: Lesson, stage: str) -> str:
    """What stands above a stage."""
    if stage.startswith("prompt-"):
        number = int(stage.removeprefix("prompt-"))
        title = lesson.prompts[number - 1].checks.title
        return f"prompt {number} of {len(lesson.prompts)}: {clean(title)}"
    return asking.stage_title(lesson, stage)


def _rule(title: str, columns: int, styled: bool) -> str:
    width = render.measure(columns)
    line = f"── {title} " + "─" * max(0, width - cells.width(title) - 4)
    return render.INDENT + (f"{render.DIM}{line}{render.RESET}" if styled else line)


def _card(lesson: Lesson, state: State, assessed: ev.LevelAssessed, columns: int) -> str:
    from tutor.interface.card import card_lines  # not needed before there is a level

    inner = min(columns, 80) - 4
    lines = card_lines(lesson, assessed, state.facts, inner)
    title = " your process, by the lesson's rule "
    top = f"╭─{title}{'─' * (inner + 1 - len(title))}╮"
    body = [f"│ {cells.pad(line, inner)} │" for line in lines]
    return "\n".join([top, *body, f"╰{'─' * (inner + 2)}╯"])


def _question(asked: ev.Asked, columns: int, styled: bool) -> str:
    if asked.kind == "continue":
        text = render.markdown(asked.text, columns, styled=styled)
        text = f"{render.DIM}{text}{render.RESET}" if styled else text
    else:
        first, _, rest = clean(asked.text).strip().partition("\n\n")
        joined = " ".join(first.split())
        marked = f"**{joined}**" if styled and "*" not in first and not first.startswith("- ") else first
        text = render.markdown(f"{marked}\n\n{rest}" if rest else marked, columns, styled=styled)
    if asked.options:
        width = render.measure(columns) - 4
        options = [
            textwrap.indent("\n".join(cells.wrap(clean(option.text), width)), "    ").replace(
                "    ", f"{option.id})  ", 1
            )
            for option in asked.options
        ]
        text += "\n\n" + textwrap.indent("\n".join(options), render.INDENT)
    return text
