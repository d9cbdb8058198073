"""Reads a lesson pack from its folder. A pack is data: nothing in it is ever run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tomli
from pydantic import BaseModel, ConfigDict, ValidationError

from tutor.errors import LessonError
from tutor.lesson import model
from tutor.lesson.assessment import Assessment, combinations, resolve
from tutor.lesson.findings import Finding, TomlPath, line_of

FORMAT = 1
"""The newest pack format that this program reads."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class LevelsFile(model.Table):
    """`levels.toml`."""

    level: tuple[model.Level, ...] = ()


class QuestionsFile(model.Table):
    """`questions.toml`."""

    question: tuple[model.Question, ...] = ()


class TryItFile(model.Table):
    """`try-it.toml`."""

    item: tuple[model.Item, ...] = ()


class PackFiles(BaseModel):
    """Every TOML file of a pack: validated at once, so that the schema of each table is built once."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    manifest: model.Manifest
    checks: tuple[model.Checks, ...]
    demo: model.Demo | None
    diagnosis: model.Diagnosis | None
    levels: LevelsFile
    cues: dict[str, model.Cues]
    questions: QuestionsFile
    items: TryItFile


_FILES: dict[str, tuple[str, type[BaseModel]]] = {
    "manifest": ("lesson.toml", model.Manifest),
    "demo": ("demo.toml", model.Demo),
    "diagnosis": ("diagnosis.toml", model.Diagnosis),
    "levels": ("levels.toml", LevelsFile),
    "cues": ("cues.toml", model.Cues),
    "questions": ("questions.toml", QuestionsFile),
    "items": ("try-it.toml", TryItFile),
}


class Pack:
    """The files of a folder, read once, and the findings made while reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.findings: list[Finding] = []
        self.sources: dict[str, str] = {}
        self._digest = hashlib.sha256()

    def digest(self) -> str:
        return self._digest.hexdigest()[:16]

    def shown(self, name: str) -> str:
        return str(self.folder / name)

    def error(self, name: str, message: str, path: TomlPath = (), line: int = 0) -> None:
        line = line or (line_of(self.sources[name], path) if path and name in self.sources else 1)
        self.findings.append(Finding(self.shown(name), line, "error", message))

    def text(self, name: str, *, required: bool = True) -> str | None:
        """The file's text, or None when it is missing or is not text (then there is a finding)."""
        try:
            raw = (self.folder / name).read_bytes()
        except FileNotFoundError:
            if required:
                self.error(name, f"this file is missing; write it, or copy it from another lesson ({name})")
            return None
        except OSError as error:
            self.error(name, f"cannot be read ({error.strerror}); make it a readable file")
            return None
        self._digest.update(name.encode() + b"\0" + raw + b"\0")
        try:
            source = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.error(name, "not UTF-8; save it in that encoding", line=raw[: error.start].count(b"\n") + 1)
            return None
        source = source.replace("\r\n", "\n")
        if control := _CONTROL.search(source):
            self.error(name, "a control character; remove it", line=source.count("\n", 0, control.start()) + 1)
            return None
        self.sources[name] = source
        return source

    def markdown(self, name: str, *, required: bool = True) -> str:
        source = self.text(name, required=required)
        if source is not None and required and not source.strip():
            self.error(name, "this file is empty; write its text")
        return (source or "").strip()

    def toml(self, name: str, *, required: bool = True) -> dict[str, Any] | None:
        source = self.text(name, required=required)
        if source is None:
            return None
        try:
            raw = tomli.loads(source)
            for at in _control_characters(raw, ()) if "\\" in source else ():
                self.error(name, "a control character in this text; remove it", at)
            return raw
        except tomli.TOMLDecodeError as error:
            what, _, where = str(error).partition(" (at ")
            digits = where.removeprefix("line ").partition(",")[0]
            line = int(digits) if digits.isdigit() else source.count("\n") + 1
            self.error(name, f"not valid TOML: {what[:1].lower()}{what[1:]}; mend the line", line=line)
        except (ValueError, RecursionError):
            self.error(name, "not valid TOML: a number too long or tables nested too deep; make it simpler")
        return None


def _control_characters(value: Any, at: TomlPath) -> Iterator[TomlPath]:
    """Where a text holds one: TOML can spell them as escapes, which the file's own text does not show."""
    if isinstance(value, str) and _CONTROL.search(value):
        yield at
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _control_characters(inner, (*at, key))


def _without_tags(raw: Any, at: TomlPath) -> TomlPath:
    """pydantic puts the discriminator's value into a path; TOML has no such step."""
    kept: list[str | int] = []
    here = raw
    for part in at:
        if isinstance(here, dict) and part not in here and here.get("kind") == part:
            continue
        kept.append(part)
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            here = None
    return tuple(kept)


def _explain(problem: Any, at: TomlPath, kind: type[BaseModel]) -> str:
    name = str(at[-1]) if at else "the file"
    match problem["type"]:
        case "missing":
            return f'"{name}" is missing here; add `{name} = …`'
        case "extra_forbidden":
            known = sorted(_known_keys(kind))
            return f'unknown key "{name}"{_nearest(name, known)}'
        case "string_too_short" | "too_short":
            return f'"{name}" is empty; write it'
        case _:
            given = repr(problem["input"])[:60]
            return f'"{name}": {problem["msg"][:1].lower()}{problem["msg"][1:]}, not {given}'


def _known_keys(kind: type[BaseModel]) -> set[str]:
    import json

    # the names of every table reachable from this file's model: near enough for a suggestion
    return set(re.findall(r'"([a-z_]+)": \{', json.dumps(kind.model_json_schema())))


def _nearest(name: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    return f'; did you mean "{near[0]}"?' if near else "; remove it"


def load_lesson(folder: Path) -> model.Lesson:
    """Read and validate the pack in `folder`.

    Raises:
        LessonError: with every finding, one a line, when the pack cannot be taught as it stands.
    """
    lesson, findings = read_lesson(folder)
    if lesson is None:
        raise LessonError("\n".join(map(str, findings)))
    return lesson


def read_lesson(folder: Path) -> tuple[model.Lesson | None, list[Finding]]:
    """The lesson, or None, and everything that was found wrong, sorted."""
    pack = Pack(folder)
    if not folder.is_dir():
        pack.error("lesson.toml", "there is no such folder; give the folder that holds lesson.toml")
        return None, pack.findings
    manifest = pack.toml("lesson.toml")
    if manifest is None or _is_newer(pack, manifest):
        return None, sorted(pack.findings)
    why = pack.markdown("why.md")
    prompts = [_read_prompt(pack, number, name) for number, name in enumerate(_prompt_names(manifest), 1)]
    assessed = "assessment" in manifest
    raw = {
        "manifest": manifest,
        "checks": [prompt.checks for prompt in prompts if prompt],
        "demo": pack.toml("demo.toml", required=False),
        "diagnosis": pack.toml("diagnosis.toml", required=assessed),
        "levels": pack.toml("levels.toml", required=assessed) or {},
        "cues": pack.toml("cues.toml", required=False) or {},
        "questions": pack.toml("questions.toml", required=False) or {},
        "items": pack.toml("try-it.toml", required=False) or {},
    }
    files = _validated(pack, raw, [prompt.stem for prompt in prompts if prompt])
    if files is None or pack.findings:
        return None, sorted(pack.findings)
    lesson = model.Lesson.model_construct(
        folder=folder,
        digest=pack.digest(),
        manifest=files.manifest,
        why=why,
        prompts=tuple(
            model.Prompt.model_construct(
                number=number,
                text=prompt.text,
                explanation=prompt.explanation,
                simpler=prompt.simpler,
                example=prompt.example,
                checks=checks,
            )
            for number, (prompt, checks) in enumerate(zip(filter(None, prompts), files.checks, strict=True), 1)
        ),
        demo=files.demo,
        diagnosis=files.diagnosis,
        cues=files.cues,
        levels=files.levels.level,
        questions=files.questions.question,
        items=files.items.item,
    )
    _cross_check(pack, lesson)
    return (None if pack.findings else lesson), sorted(pack.findings)


def _is_newer(pack: Pack, manifest: dict[str, Any]) -> bool:
    found = manifest.get("format")
    if not isinstance(found, int) or found <= FORMAT:
        return False
    what = f"format = {found} is newer than this program reads ({FORMAT})"
    pack.error("lesson.toml", f"{what}; upgrade with `pip install --upgrade mlops-tutor`", ("format",))
    return True


def _prompt_names(manifest: dict[str, Any]) -> list[str]:
    """The prompts' file names; what is no list of names is left to the validation."""
    names = manifest.get("prompts")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


class _PromptFiles(NamedTuple):
    stem: str
    text: str
    explanation: str
    simpler: str
    example: str
    checks: dict[str, Any]


def _read_prompt(pack: Pack, number: int, name: str) -> _PromptFiles | None:
    stem = name.removesuffix(".md")
    if not (name.endswith(".md") and name.startswith(f"{number}-")) or Path(name).name != name:
        what = f'"{name}" is prompt {number} here; name its file "{number}-….md"'
        pack.error("lesson.toml", what, ("prompts", number - 1))
        return None
    text = pack.markdown(name)
    explanation = pack.markdown(f"{stem}/explanation.md")
    simpler = pack.markdown(f"{stem}/simpler.md", required=False)
    example = pack.markdown(f"{stem}/example.md", required=False)
    checks = pack.toml(f"{stem}/checks.toml")
    return None if checks is None else _PromptFiles(stem, text, explanation, simpler, example, checks)


def _validated(pack: Pack, raw: dict[str, Any], stems: Sequence[str]) -> PackFiles | None:
    try:
        return PackFiles.model_validate(raw)
    except ValidationError as invalid:
        for problem in invalid.errors(include_url=False):
            field, *rest = problem["loc"]
            kind: type[BaseModel] = model.Checks
            if field == "checks":
                file, inside = f"{stems[int(rest[0])]}/checks.toml", raw["checks"][rest[0]]
                rest = rest[1:]
            else:
                (file, kind), inside = _FILES[str(field)], raw[str(field)]
            at = _without_tags(inside, tuple(rest))
            pack.error(file, _explain(problem, at, kind), at)
        return None


def _items_with_places(lesson: model.Lesson) -> Iterator[tuple[str, TomlPath, model.Item]]:
    if lesson.manifest.opener:
        yield "lesson.toml", ("opener",), lesson.manifest.opener
    for prompt, name in zip(lesson.prompts, lesson.manifest.prompts, strict=True):
        file = f"{name.removesuffix('.md')}/checks.toml"
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


def _cross_check(pack: Pack, lesson: model.Lesson) -> None:
    """References inside the pack: everything that a lesson under way would otherwise trip over."""
    assessment = _assessment(pack, lesson)
    facts = set(assessment.parameters if assessment and assessment.parameters else (f.id for f in lesson.facts))
    if not _facts_fit(pack, lesson, facts):
        return  # every other mention of a fact would be reported too, the wrong way round

    def known_facts(file: str, at: TomlPath, given: Mapping[str, object]) -> None:
        for name in given:
            if name not in facts:
                pack.error(file, f'there is no fact "{name}"{_nearest(name, sorted(facts))}', (*at, name))

    def all_facts(file: str, at: TomlPath, given: Mapping[str, object]) -> None:
        known_facts(file, at, given)
        if missing := sorted(facts - set(given)):
            pack.error(file, f"every fact is needed here; add {', '.join(missing)}", at)

    for n, rule in enumerate(lesson.manifest.assessment.rule if lesson.manifest.assessment else ()):
        known_facts("lesson.toml", ("assessment", "rule", n, "when"), rule.when)
    if lesson.diagnosis:
        for n, note in enumerate(lesson.diagnosis.note):
            known_facts("diagnosis.toml", ("note", n, "when"), note.when)
        for n, caveat in enumerate(lesson.diagnosis.caveat):
            known_facts("diagnosis.toml", ("caveat", n, "when"), caveat.when)
            if caveat.fact not in facts:
                near = _nearest(caveat.fact, sorted(facts))
                pack.error("diagnosis.toml", f'there is no fact "{caveat.fact}"{near}', ("caveat", n, "fact"))
    known_facts("cues.toml", (), lesson.cues)
    if lesson.demo and assessment and not lesson.demo.code:
        all_facts("demo.toml", ("given",), lesson.demo.given)
    _check_levels(pack, lesson, assessment, facts)
    _check_unique(pack, "questions.toml", "question", [question.id for question in lesson.questions])
    for n, question in enumerate(lesson.questions):
        _check_see(pack, lesson, "questions.toml", ("question", n, "see"), question.see)
    seen = set(facts)
    for file, at, item in _items_with_places(lesson):
        if item.id in seen:
            pack.error(file, f'the id "{item.id}" is used twice; give this one another', (*at, "id"))
        seen.add(item.id)
        _check_see(pack, lesson, file, (*at, "see"), item.see)
        match item:
            case model.Predict() if assessment is None:
                pack.error(file, "a prediction needs an assessment; make it a choice", (*at, "kind"))
            case model.Predict():
                all_facts(file, (*at, "given"), item.given)
                if item.again_with is not None:
                    all_facts(file, (*at, "again_with"), item.again_with)
            case model.Choice():
                ids = [option.id for option in item.options]
                if item.key not in ids:
                    pack.error(file, f'key = "{item.key}" is no option{_nearest(item.key, ids)}', (*at, "key"))
                _check_unique(pack, file, "options", ids, at)
            case model.Order():
                if sorted(item.key) != sorted(option.id for option in item.options):
                    pack.error(file, "key must name every option once, in the right order", (*at, "key"))
                _check_unique(pack, file, "options", [option.id for option in item.options], at)


def _assessment(pack: Pack, lesson: model.Lesson) -> Assessment | None:
    if lesson.manifest.assessment is None:
        return None
    try:
        return resolve(lesson.manifest.assessment)
    except LessonError as unknown:
        pack.error("lesson.toml", str(unknown), ("assessment", "function"))
        return None


def _facts_fit(pack: Pack, lesson: model.Lesson, wanted: set[str]) -> bool:
    """Whether the diagnosis asks for each fact once, and for no other."""
    asked = [fact.id for fact in lesson.facts]
    for n, name in enumerate(asked):
        if name not in wanted:
            near = _nearest(name, sorted(wanted - set(asked)))
            pack.error("diagnosis.toml", f'the assessment takes no fact "{name}"{near}', ("fact", n, "id"))
    _check_unique(pack, "diagnosis.toml", "fact", asked)
    if (missing := sorted(wanted - set(asked))) and all(name in wanted for name in asked):
        listed = ", ".join(missing)
        pack.error("diagnosis.toml", f"the assessment also takes {listed}; write one [[fact]] for each", ("fact",))
    return set(asked) == wanted and len(asked) == len(set(asked))


def _check_unique(pack: Pack, file: str, table: str, ids: Sequence[object], at: TomlPath = ()) -> None:
    key = "level" if table == "level" else "id"
    for n, one in enumerate(ids):
        if one in ids[:n]:
            pack.error(file, f'the {key} "{one}" is used twice; give this one another', (*at, table, n, key))


def _check_see(pack: Pack, lesson: model.Lesson, file: str, at: TomlPath, see: str) -> None:
    if see and see not in lesson.stages:
        pack.error(file, f'see = "{see}" is no stage{_nearest(see, list(lesson.stages))}', at)


def _check_levels(pack: Pack, lesson: model.Lesson, assessment: Assessment | None, facts: set[str]) -> None:
    if assessment is None:
        return
    described = [level.level for level in lesson.levels]
    _check_unique(pack, "levels.toml", "level", described)
    if pack.findings:
        return
    reachable = {assessment(combination).level for combination in combinations(tuple(sorted(facts)))}
    for level in sorted(reachable - set(described)):
        pack.error("levels.toml", f"the assessment can give level {level}; write a [[level]] table for it")
