"""References inside a pack: everything that a lesson under way would otherwise trip over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tutor.errors import LessonError
from tutor.lesson import model
from tutor.lesson.assessment import Assessment, combinations, resolve
from tutor.lesson.findings import TomlPath
from tutor.lesson.pack import Pack
from tutor.lesson.validate import nearest


def stems_of(lesson: model.Lesson) -> list[str]:
    """The folders with what is taught around each prompt, in order."""
    return [name.removesuffix(".md") for name in lesson.manifest.prompts]


def items_with_places(lesson: model.Lesson) -> Iterator[tuple[str, TomlPath, model.Item]]:
    """Every question of the lesson that is an item: its file, its place there, and itself."""
    if lesson.manifest.opener:
        yield "lesson.toml", ("opener",), lesson.manifest.opener
    for prompt, stem in zip(lesson.prompts, stems_of(lesson), strict=True):
        file = f"{stem}/checks.toml"
        if prompt.checks.opener:
            yield file, ("opener",), prompt.checks.opener
        for n, item in enumerate(prompt.checks.check):
            yield file, ("check", n), item
    if lesson.demo:
        if lesson.demo.predict:
            yield "demo.toml", ("predict",), lesson.demo.predict
        for n, quirk in enumerate(lesson.demo.quirk):
            yield "demo.toml", ("quirk", n, "item"), quirk.item
    for n, item in enumerate(lesson.items):
        yield "try-it.toml", ("item", n), item


MOST_FACTS = 10
"""What is said about a level is worked out on every combination of the facts: 2 to their number."""


def check_references(pack: Pack, lesson: model.Lesson) -> None:
    """Note every reference to something that is not there, and everything that must be there for another part."""
    _Checker(pack, lesson).check()


class _Checker:
    """One pack, and what its other parts may refer to."""

    def __init__(self, pack: Pack, lesson: model.Lesson) -> None:
        self.pack, self.lesson = pack, lesson
        self.assessment = self._assessment()
        declared = tuple(fact.id for fact in lesson.facts)
        self.facts = set(self.assessment.parameters if self.assessment and self.assessment.parameters else declared)
        # when the facts themselves are in disorder, every mention of one would be reported too, the wrong way round
        self.facts_known = pack.intact("diagnosis.toml") and pack.intact("lesson.toml", ("assessment",))

    def check(self) -> None:
        self.facts_known = self._facts_fit() and self.facts_known
        self._mentions_of_facts()
        self._levels()
        self._unique("questions.toml", "question", [question.id for question in self.lesson.questions])
        for n, question in enumerate(self.lesson.questions):
            self._see("questions.toml", ("question", n, "see"), question.see)
        seen = set(self.facts)
        for file, at, item in items_with_places(self.lesson):
            if item.id in seen:
                message = f'the id "{item.id}" is used twice; give this one another'
                self.pack.find("duplicate-id", file, message, (*at, "id"))
            seen.add(item.id)
            self._see(file, (*at, "see"), item.see)
            self._item(file, at, item)

    def _item(self, file: str, at: TomlPath, item: model.Item) -> None:
        match item:
            case model.Predict() if self.lesson.manifest.assessment is None:
                message = "a prediction needs an assessment; make it a choice"
                if self.pack.intact("lesson.toml"):
                    self.pack.find("prediction-without-assessment", file, message, (*at, "kind"))
            case model.Predict():
                self._all_facts(file, (*at, "given"), item.given)
                if item.again_with is not None:
                    self._all_facts(file, (*at, "again_with"), item.again_with)
            case model.Choice():
                ids = [option.id for option in item.options]
                if item.key not in ids:
                    message = f'key = "{item.key}" is no option{nearest(item.key, ids)}'
                    self.pack.find("no-such-option", file, message, (*at, "key"))
                self._unique(file, "options", ids, at)
            case model.Order():
                if sorted(item.key) != sorted(option.id for option in item.options):
                    message = "key must name every option once, in the right order"
                    self.pack.find("incomplete-order", file, message, (*at, "key"))
                self._unique(file, "options", [option.id for option in item.options], at)

    def _mentions_of_facts(self) -> None:
        lesson = self.lesson
        for n, rule in enumerate(lesson.manifest.assessment.rule if lesson.manifest.assessment else ()):
            self._rule(("assessment", "rule", n, "when"), rule.when)
        if lesson.diagnosis:
            for n, note in enumerate(lesson.diagnosis.note):
                self._known_facts("diagnosis.toml", ("note", n, "when"), note.when)
            for n, caveat in enumerate(lesson.diagnosis.caveat):
                self._known_facts("diagnosis.toml", ("caveat", n, "when"), caveat.when)
                self._known_fact("diagnosis.toml", ("caveat", n, "fact"), caveat.fact)
        self._known_facts("cues.toml", (), lesson.cues)
        if lesson.demo and self.assessment and (lesson.demo.given or not lesson.demo.code):
            self._all_facts("demo.toml", ("given",), lesson.demo.given)

    def _rule(self, at: TomlPath, when: Mapping[str, bool]) -> None:
        for name in when:
            near = nearest(name, sorted(self.facts))
            if "did you mean" in near:
                self._known_fact("lesson.toml", (*at, name), name)
            elif self.facts_known and name not in self.facts:
                message = f'nobody asks for the fact "{name}"; write a [[fact]] for it in diagnosis.toml, or remove it'
                self.pack.find("fact-without-question", "lesson.toml", message, (*at, name))

    def _known_fact(self, file: str, at: TomlPath, name: str) -> None:
        if self.facts_known and name not in self.facts:
            message = f'there is no fact "{name}"{nearest(name, sorted(self.facts))}'
            self.pack.find("no-such-fact", file, message, at)

    def _known_facts(self, file: str, at: TomlPath, given: Mapping[str, object]) -> None:
        for name in given:
            self._known_fact(file, (*at, name), name)

    def _all_facts(self, file: str, at: TomlPath, given: Mapping[str, object]) -> None:
        self._known_facts(file, at, given)
        missing = sorted(self.facts - set(given))
        if missing and self.facts_known:
            message = f"every fact is needed here; add {', '.join(missing)}"
            self.pack.find("facts-missing", file, message, at)

    def _assessment(self) -> Assessment | None:
        declared = self.lesson.manifest.assessment
        if declared is None or not self.pack.intact("lesson.toml", ("assessment",)):
            return None
        if declared.function and declared.rule:
            message = "a function and a table of rules stand here; keep one of them"
            self.pack.find("two-assessments", "lesson.toml", message, ("assessment", "function"))
        try:
            return resolve(declared)
        except LessonError as unknown:
            kind = "open-rules" if declared.rule else "no-such-assessment"
            at: TomlPath = (
                ("assessment", "rule", len(declared.rule) - 1) if declared.rule else ("assessment", "function")
            )
            self.pack.find(kind, "lesson.toml", str(unknown), at)
            self.pack.mend("lesson.toml", ("assessment",))
            return None

    def _facts_fit(self) -> bool:
        """Whether the diagnosis asks for each fact once, and for no other."""
        asked = [fact.id for fact in self.lesson.facts]
        self._unique("diagnosis.toml", "fact", asked)
        if not self.facts_known:
            return False
        for n, name in enumerate(asked):
            if name not in self.facts:
                near = nearest(name, sorted(self.facts - set(asked)))
                message = f'the assessment takes no fact "{name}"{near}'
                self.pack.find("no-such-fact", "diagnosis.toml", message, ("fact", n, "id"))
        if (missing := sorted(self.facts - set(asked))) and all(name in self.facts for name in asked):
            message = f"the assessment also takes {', '.join(missing)}; write one [[fact]] for each"
            self.pack.find("fact-without-question", "diagnosis.toml", message, ("fact",))
        if len(self.facts) > MOST_FACTS:
            message = f"{len(self.facts)} facts are more than a lesson can ask for; keep at most {MOST_FACTS}"
            self.pack.find("too-many-facts", "diagnosis.toml", message, ("fact", MOST_FACTS))
            return False
        return set(asked) == self.facts and len(asked) == len(set(asked))

    def _unique(self, file: str, table: str, ids: Sequence[object], at: TomlPath = ()) -> None:
        key = "level" if table == "level" else "id"
        for n, one in enumerate(ids):
            if one in ids[:n]:
                message = f'the {key} "{one}" is used twice; give this one another'
                self.pack.find("duplicate-id", file, message, (*at, table, n, key))

    def _see(self, file: str, at: TomlPath, see: str) -> None:
        stages = list(self.lesson.stages)
        if not see or see in stages:
            return
        # a stage may be missing only because the file that makes it cannot be read
        whole = all(self.pack.intact(name) for name in ("lesson.toml", "demo.toml", "diagnosis.toml", "try-it.toml"))
        if whole or not re.fullmatch(r"demo|diagnosis|quiz|prompt-\d+", see):
            self.pack.find("no-such-stage", file, f'see = "{see}" is no stage{nearest(see, stages)}', at)

    def _levels(self) -> None:
        lesson = self.lesson
        described = [level.level for level in lesson.levels]
        self._unique("levels.toml", "level", described)
        rules = lesson.manifest.assessment.rule if lesson.manifest.assessment else ()
        if self.assessment is None or not self.facts_known or not self.pack.intact("levels.toml"):
            return
        if any(name not in self.facts for rule in rules for name in rule.when) or len(set(described)) < len(described):
            return
        reachable = {self.assessment(combination).level for combination in combinations(tuple(sorted(self.facts)))}
        for level in sorted(reachable - set(described)):
            message = f"the assessment can give level {level}; write a [[level]] table for it"
            self.pack.find("level-not-described", "levels.toml", message)
