"""What `lesson try` found, as a table, an HTML page, the learners' transcripts, and data for the next comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tutor.interface.clean import clean
from tutor.teaching.trial import Taken, Trial

Events = Mapping[str, Sequence[Mapping[str, Any]]]
COLUMNS = (
    ("learner", "Who took the lesson."),
    ("end", "Whether they got to the end; otherwise where they stopped."),
    ("stages", "Stages that they reached."),
    ("turns", "Replies that they gave."),
    ("s", "Seconds that it took."),
    ("level", "The level that the assessment gave them."),
    ("try-it", "Questions right in the end, of those put."),
    ("twice", "Questions that were put more than once in the same words."),
    ("hints", "Hints given, and answers shown."),
    ("not understood", "Replies of which nothing could be made."),
    ("unsure", "Answers that the grader left in doubt."),
    ("stuck", "Questions that were put again and again, with nothing that led on."),
    ("stopped", "Sentences of a model that contradicted the assessment or gave an answer away."),
)


def row(taken: Taken) -> list[str]:
    """One learner's row, under `COLUMNS`."""
    where = taken.stages[-1] if taken.stages else "nowhere"
    return [
        taken.learner,
        "yes" if taken.finished else f"no: {where}",
        str(len(taken.stages)),
        str(taken.turns),
        f"{taken.seconds:.1f}",
        "-" if taken.level is None else str(taken.level),
        f"{taken.correct}/{taken.asked}",
        str(len(taken.asked_twice)),
        f"{taken.hints}+{taken.answers_shown}",
        str(len(taken.not_understood)),
        str(len(taken.unsure)),
        _named([spot.ask for spot in taken.stuck]),
        str(taken.contradictions),
    ]


def _named(asks: Sequence[str], most: int = 2) -> str:
    if not asks:
        return "0"
    return f"{len(asks)}: {', '.join(asks[:most])}" + (" …" if len(asks) > most else "")


def print_table(trial: Trial, found: Sequence[str] | None) -> None:
    """The table on standard output, then what is otherwise than in the run before, if there was one to compare with."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, _ in COLUMNS:
        table.add_column(name, justify="left" if name in ("learner", "end", "stuck") else "right", overflow="fold")
    for taken in trial.taken:
        table.add_row(*(Text(clean(cell)) for cell in row(taken)))
    console = Console(width=None if Console().is_terminal else 120, highlight=False)
    console.print(table)
    for line in _faults(trial):
        console.print(Text(line))
    if found is not None:
        console.print(Text("\nSince the run before:" if found else "\nSince the run before nothing has changed."))
        for line in found:
            console.print(Text(f"  {clean(line)}"))


def _faults(trial: Trial) -> Iterator[str]:
    for taken in trial.taken:
        if taken.error:
            yield f"{taken.learner}: {clean(taken.error)}"
        if taken.learner_failures:
            yield f"{taken.learner}: the model did not answer {taken.learner_failures} times; the lesson's examples did"


def write_report(folder: Path, trial: Trial, events: Events, found: Sequence[str] | None) -> None:
    """Write `results.json`, `report.html`, and for each learner `NAME.txt` and `NAME.jsonl`. Raises OSError."""
    import json

    from jinja2 import Environment, PackageLoader, StrictUndefined

    folder.mkdir(parents=True, exist_ok=True)
    transcripts = {name: list(transcript(told)) for name, told in events.items()}
    page = Environment(
        loader=PackageLoader("tutor.interface", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    ).get_template("trial_report.html.j2")
    html = page.render(trial=trial, columns=COLUMNS, row=row, transcripts=transcripts, found=found)
    (folder / "report.html").write_text(clean(html), encoding="utf-8")
    (folder / "results.json").write_text(trial.model_dump_json(indent=2) + "\n", encoding="utf-8")
    for name, told in events.items():
        lines = "".join(f"{json.dumps(event)}\n" for event in told)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        said = "\n\n".join(f"{who}: {text}" for _, who, text in transcripts[name])
        (folder / f"{name}.txt").write_text(clean(said) + "\n", encoding="utf-8")


def transcript(events: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str, str]]:
    """The conversation in order: where it stands among the events, who speaks, and what is said."""
    for event in events:
        match event["type"]:
            case "stage_started":
                yield event["seq"], "stage", event["stage"]
            case "prompt_opened":
                yield event["seq"], "prompt", event["text"]
            case "tutor_said":
                yield event["seq"], "tutor", event["text"]
            case "asked":
                options = "".join(f"\n{one['id']}) {one['text']}" for one in event.get("options") or ())
                yield event["seq"], "asked", event["text"] + options
            case "learner_said":
                yield event["seq"], "learner", event["text"]
            case "answer_graded":
                yield event["seq"], "graded", f"{event['ask']}: {event['verdict']}"
            case "level_assessed":
                yield event["seq"], "level", f"{event['level']}: {event['advice']}"
            case "model_failed":
                yield event["seq"], "model", f"{event['error']}: {event['detail']}"
