"""`mlops-tutor lesson preview`: any stage as the learner will see it, and what a change does to it when it is saved."""

from __future__ import annotations

import difflib
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tutor.errors import LessonError, UsageError
from tutor.interface import render, screen_text
from tutor.interface.check import count
from tutor.interface.clean import clean
from tutor.interface.connect import authored_roles
from tutor.learner import events as ev
from tutor.lesson.assessment import Assessment, combinations, resolve
from tutor.lesson.check import check_content
from tutor.lesson.findings import Finding
from tutor.lesson.load import read_pack
from tutor.lesson.model import Item, Lesson
from tutor.teaching.learners import KNOWS_IT, LEARNERS, LearnerKind, SimulatedLearner
from tutor.teaching.walk import Moment, stages_as_taken

KINDS = {kind.name: kind for kind in (KNOWS_IT, *LEARNERS)}
QUESTIONS = "questions"
"""Not a stage of the lesson: what can be asked in any of them."""
CHANGED = "▌"
"""Stands beside what a saved file has changed."""
MOST_FINDINGS = 12


@dataclass
class Preview:
    """A pack as it was last good, and the place in it that is looked at."""

    folder: Path
    kind: LearnerKind = KNOWS_IT
    """Who takes the lesson."""
    level: int | None = None
    """The level at which the learner's own case is; None: at whatever they say."""
    place: int = 0
    lesson: Lesson | None = None
    findings: list[Finding] = field(default_factory=list)
    digest: str = ""
    """Of the files as they were last read, good or not."""
    _stages: dict[str, list[Moment]] = field(default_factory=dict)

    @property
    def stages(self) -> list[str]:
        """The stages of the lesson, and behind them the questions that learners may ask at any time."""
        return [*self._stages, *([QUESTIONS] if self.lesson and self.lesson.questions else [])]

    @property
    def stage(self) -> str:
        return self.stages[self.place]

    def read(self) -> bool:
        """Read the files; False when they cannot be taught, and the last good version stays."""
        reading = read_pack(self.folder)
        self.digest = reading.pack.digest()
        self.findings = sorted(set(reading.pack.findings))
        if self.findings or reading.lesson is None:
            return False
        check_content(reading)
        self.findings = sorted(set(reading.pack.findings))
        stage = self.stage if self._stages else ""
        self.lesson = reading.lesson
        self.walk()
        self.place = self.stages.index(stage) if stage in self.stages else min(self.place, len(self.stages) - 1)
        return True

    def walk(self) -> None:
        """Let the learner go through the lesson."""
        assert self.lesson
        declared = self.lesson.manifest.assessment
        assessment = resolve(declared) if declared else None
        learner = SimulatedLearner(self.kind, self.lesson, assessment)
        facts = _facts_of(self.lesson, assessment, self.level)

        def reply(asked: ev.Asked) -> str:
            if asked.kind == "diagnostic" and asked.ask in facts:
                return "yes" if facts[asked.ask] else "no"
            return learner.reply(asked)

        self._stages = stages_as_taken(self.lesson, assessment, authored_roles(self.lesson), reply)

    def blocks(self, stage: str, columns: int, *, styled: bool) -> list[str]:
        """A stage as it is seen, one thing after the other, with what the learner types; then what can be asked for."""
        assert self.lesson
        shown = []
        for event, state in self._stages.get(stage, []):
            if isinstance(event, ev.LearnerSaid):
                shown.append(f"› {clean(event.text)}".rstrip())
            elif text := screen_text.of_event(self.lesson, state, event, columns, styled=styled):
                shown.append(text)
        asked_for = [f"{head}\n\n{text}" for head, text in on_request(self.lesson, stage)]
        return shown + [render.markdown(text, columns, styled=styled) for text in asked_for]

    def all_blocks(self, columns: int) -> dict[str, list[str]]:
        return {stage: self.blocks(stage, columns, styled=False) for stage in self.stages}


def on_request(lesson: Lesson, stage: str) -> Iterator[tuple[str, str]]:
    """What a learner sees in a stage only when they ask for it: a heading and the text."""
    if stage == QUESTIONS:
        for question in lesson.questions:
            yield f"*asked:* {question.ask[0]}", question.answer
    for prompt in lesson.prompts:
        if stage == f"prompt-{prompt.number}" and prompt.simpler:
            yield "*on /simpler:*", prompt.simpler
    for item in items_of_stage(lesson, stage):
        if item.hints:
            listed = "\n".join(f"- {hint.strip()}" for hint in item.hints)
            yield f"*on /hint, at* {' '.join(item.question.split())}", listed


def items_of_stage(lesson: Lesson, stage: str) -> list[Item]:
    """The questions of a stage that are graded, in the order in which they are put."""
    if stage == "quiz":
        return list(lesson.graded_items)
    if stage == "demo" and lesson.demo:
        quirks = [quirk.item for quirk in lesson.demo.quirk]
        return [lesson.demo.predict, *quirks] if lesson.demo.predict else quirks
    return [item for prompt in lesson.prompts if stage == f"prompt-{prompt.number}" for item in prompt.checks.check]


def _facts_of(lesson: Lesson, assessment: Assessment | None, level: int | None) -> dict[str, bool]:
    """Facts that give a level, as few of them yes as possible; none when no combination does."""
    if assessment is None or level is None:
        return {}
    ways = sorted(combinations(tuple(fact.id for fact in lesson.facts)), key=lambda facts: sum(facts.values()))
    return next((facts for facts in ways if assessment(facts).level == level), {})


def changed_stage(before: dict[str, list[str]], after: dict[str, list[str]], now: str) -> str | None:
    """The stage to look at after a change: the one that is looked at when it changed, else the first that did."""
    changed = [stage for stage in after if before.get(stage) != after[stage]]
    return None if not changed else now if now in changed else changed[0]


def marked(lines: Sequence[str], plain: Sequence[str], before: Sequence[str]) -> list[str]:
    """The lines, with a mark beside those that were not there before. `plain` are the same without styles."""
    if len(lines) != len(plain):
        lines = plain  # a style that changes the layout: then the marks matter more
    matcher = difflib.SequenceMatcher(a=list(before), b=list(plain), autojunk=False)
    same = {n for match in matcher.get_matching_blocks() for n in range(match.b, match.b + match.size)}
    return [line if n in same or not plain[n].strip() else _mark(line) for n, line in enumerate(lines)]


def _mark(line: str) -> str:
    return f"{CHANGED}{line[1:]}" if line.startswith(" ") else f"{CHANGED}{line}"


def preview(wanted: str | None, *, stage: str | None, kind: str) -> None:
    """Show a lesson stage by stage; in a terminal, wait for the next stage to be named or for a file to be saved.

    Raises:
        LessonError: the pack cannot be taught.
        UsageError: there is no such lesson, stage or learner.
    """
    from tutor.lesson.catalog import find

    folder = find(wanted) if wanted or not Path("lesson.toml").is_file() else Path()
    if kind not in KINDS:
        raise UsageError(f'there is no learner "{kind}"; give one of {", ".join(KINDS)}')
    shown = Preview(folder, KINDS[kind])
    if not shown.read():
        raise LessonError("\n".join(map(str, shown.findings)))
    if stage is not None:
        shown.place = _place_of(shown, stage)
    if stage is None and sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        _Screen(shown).run()
        return
    for one in [shown.stage] if stage is not None else shown.stages:
        for block in shown.blocks(one, 80, styled=False):
            print(f"\n{block}")


def _place_of(shown: Preview, typed: str) -> int:
    """The position of the stage that was named, by its number or its name.

    Raises:
        UsageError: there is no such stage; says which there are.
    """
    wanted = typed.strip().lower().replace(" ", "-")
    stages = shown.stages
    if wanted.isdecimal() and 1 <= int(wanted) <= len(stages):
        return int(wanted) - 1
    wanted = {"try-it": "quiz", "you": "diagnosis", "summary": "wrap-up", "the-why": "why"}.get(wanted, wanted)
    if wanted in stages:
        return stages.index(wanted)
    near = difflib.get_close_matches(wanted, stages, 1, cutoff=0.5)
    listed = ", ".join(f"{n} {stage}" for n, stage in enumerate(stages, 1))
    hint = f'did you mean "{near[0]}"?' if near else f"there are {listed}"
    raise UsageError(f'there is no stage "{typed.strip()}"; {hint}')


def _lines(blocks: Sequence[str]) -> list[str]:
    return [line for block in blocks for line in ("", *block.split("\n"))]


class _Screen:
    """The preview in a terminal: what is asked for, and what is saved, shown one below the other."""

    def __init__(self, shown: Preview) -> None:
        self.shown = shown
        self._stop = threading.Event()
        self._watching = threading.Event()
        self._busy = threading.Lock()

    @property
    def columns(self) -> int:
        return render.window_columns()

    def run(self) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.patch_stdout import patch_stdout
        from prompt_toolkit.styles import Style

        style = Style.from_dict({"bottom-toolbar": "noreverse", "bottom-toolbar.text": "noreverse"})
        line: PromptSession[str] = PromptSession("› ", bottom_toolbar=self._toolbar, style=style, refresh_interval=0.5)
        watcher = threading.Thread(target=self._watch, daemon=True)
        with patch_stdout(raw=True):
            self._show()
            watcher.start()
            try:
                while (typed := line.prompt().strip()) not in ("q", "quit", "exit", "/quit"):
                    with self._busy:
                        self._do(typed)
            except (EOFError, KeyboardInterrupt):
                pass
            finally:
                self._stop.set()
        watcher.join()

    def _toolbar(self) -> str:
        shown = self.shown
        place = f"{shown.place + 1} of {len(shown.stages)} {shown.stage}"
        as_whom = f" as {shown.kind.name}" if shown.kind is not KNOWS_IT else ""
        state = "saved changes show at once" if self._watching.is_set() else "…"
        return f" {place}{as_whom}   {count(shown.findings)}   {state}   ? help"[: self.columns]

    def _do(self, typed: str) -> None:
        shown = self.shown
        word, _, rest = typed.partition(" ")
        try:
            match word.lower().lstrip("/"):
                case "" | "next" | "n":
                    shown.place = min(shown.place + 1, len(shown.stages) - 1)
                case "back" | "b":
                    shown.place = max(shown.place - 1, 0)
                case "?" | "help" | "h":
                    self._print(self._help())
                    return
                case "as":
                    if rest.strip() not in KINDS:
                        raise UsageError(f"there is no such learner; there are {', '.join(KINDS)}")
                    shown.kind = KINDS[rest.strip()]
                    self._walk_again()
                case "level" if rest.strip().isdecimal() and "diagnosis" in shown.stages:
                    shown.level = int(rest)
                    self._walk_again()
                    shown.place = shown.stages.index("diagnosis")
                case _:
                    shown.place = _place_of(shown, typed)
        except UsageError as wrong:
            self._print(f"\n{render.INDENT}{clean(str(wrong))}")
            return
        self._show()

    def _walk_again(self) -> None:
        stage = self.shown.stage
        self.shown.walk()
        self.shown.place = self.shown.stages.index(stage) if stage in self.shown.stages else 0

    def _help(self) -> str:
        stages = "   ".join(f"{n} {stage}" for n, stage in enumerate(self.shown.stages, 1))
        text = (
            f"{stages}\n\nA number or a name shows that stage, Enter the next, `back` the one before.\n\n"
            f"`as NAME` shows it as another learner takes it: {', '.join(KINDS)}.\n\n"
            "`level N` shows the diagnosis of somebody at that level. `q` leaves."
        )
        return f"\n{render.markdown(text, self.columns, styled=True)}"

    def _show(self, before: Sequence[str] | None = None) -> None:
        shown = self.shown
        lines = _lines(shown.blocks(shown.stage, self.columns, styled=True))
        if before is not None:
            lines = marked(lines, _lines(shown.blocks(shown.stage, self.columns, styled=False)), _lines(before))
        self._print("\n".join(lines))

    def _print(self, text: str) -> None:
        print(text, flush=True)

    def _watch(self) -> None:
        from watchfiles import watch

        folder = self.shown.folder
        for changes in watch(
            folder, stop_event=self._stop, debounce=200, step=50, rust_timeout=200, yield_on_timeout=True
        ):
            first = not self._watching.is_set()
            # what was saved between the first reading and the start of the watch is seen by the first look
            if changes or first:
                with self._busy:
                    names = {Path(path).name for _, path in changes}
                    self._take(sorted(name for name in names if name.endswith((".md", ".toml")) and name[0] != "."))
            self._watching.set()

    def _take(self, names: Sequence[str]) -> None:
        """Show what a saved file has changed; a broken one is told, and the last good version stays."""
        shown = self.shown
        known, before = shown.digest, shown.all_blocks(self.columns)
        good = shown.read()
        if shown.digest == known:
            return
        what = ", ".join(names) or "a file"
        if not good:
            lines = [str(finding) for finding in shown.findings[:MOST_FINDINGS]]
            if len(shown.findings) > MOST_FINDINGS:
                lines.append(f"and {len(shown.findings) - MOST_FINDINGS} more")
            told = "\n".join(f"  {clean(line)}" for line in lines)
            self._print(f"\n── {clean(what)} saved: {count(shown.findings)}; the last good version stays ──\n\n{told}")
            return
        stage = changed_stage(before, shown.all_blocks(self.columns), shown.stage)
        if stage is None:
            self._print(f"\n── {clean(what)} saved: nothing that this learner sees has changed ──")
            return
        shown.place = shown.stages.index(stage)
        self._print(f"\n── {clean(what)} saved: {CHANGED} stands beside what has changed in {stage} ──")
        self._show(before.get(stage, []))
