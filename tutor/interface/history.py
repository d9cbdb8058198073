"""`mlops-tutor history`: what is in the record."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator

from tutor.errors import UsageError
from tutor.interface.clean import clean
from tutor.interface.settings import read_settings
from tutor.learner import events as ev
from tutor.learner.journal import Journal, Recorded, SessionSummary


def history(session: str | None, *, as_jsonl: bool) -> Iterator[str]:
    """The lines to print: the sessions, newest first, or one session's events in the order stored."""
    journal = Journal(read_settings().home)
    try:
        if session is None:
            yield from _sessions(journal.sessions(), as_jsonl)
            return
        recorded = journal.events(session)
        if not recorded:
            near = difflib.get_close_matches(session, [s.session for s in journal.sessions()], 1, cutoff=0.3)
            hint = f"did you mean {near[0]}?" if near else "see `mlops-tutor history`"
            raise UsageError(f'there is no session "{session}"; {hint}')
        yield from (r.line() if as_jsonl else line for r in recorded if (line := _line(r)) or as_jsonl)
    finally:
        journal.close()


def _sessions(sessions: list[SessionSummary], as_jsonl: bool) -> Iterator[str]:
    if as_jsonl:
        yield from (json.dumps(one._asdict()) for one in sessions)
        return
    if not sessions:
        yield "No sessions yet. `mlops-tutor` starts the first."
    for one in sessions:
        level = f"level {one.level}" if one.level is not None else "no level yet"
        result = (
            f"finished, try-it {one.finished['correct']} of {one.finished['asked']}" if one.finished else "not finished"
        )
        yield f"{one.session}  {one.started[:16].replace('T', ' ')}  {clean(one.lesson)}  {level}  {result}"


def _line(recorded: Recorded) -> str:
    """One event for a person's eye; empty for what is only machinery."""
    at = recorded.at[11:19]
    match recorded.event:
        case ev.StageStarted(stage=stage):
            text = f"── {stage}"
        case ev.TutorSaid(text=said):
            text = f"tutor    {said}"
        case ev.PromptOpened(text=prompt):
            text = f"prompt   {prompt}"
        case ev.Asked(text=question):
            text = f"asked    {question}"
        case ev.LearnerSaid(text=reply):
            text = f"learner  {reply}"
        case ev.AnswerGraded(ask=ask, verdict=verdict, by=by):
            text = f"graded   {ask}: {verdict}, by {by}"
        case ev.FactLearned(fact=fact, value=value):
            text = f"fact     {fact}: {'not known' if value is None else 'yes' if value else 'no'}"
        case ev.LevelAssessed(level=level, advice=advice):
            text = f"level    {level}: {advice}"
        case ev.GradeDisputed(ask=ask, reason=reason):
            text = f"disputed {ask}: {reason}"
        case ev.SessionFinished(asked=asked, correct=correct):
            text = f"finished try-it {correct} of {asked}"
        case _:
            return ""
    return f"{at}  {' '.join(clean(text).split())}"
