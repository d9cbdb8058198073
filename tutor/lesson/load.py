"""Reads a lesson pack from its folder. A pack is data: nothing in it is ever run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from tutor.errors import LessonError
from tutor.lesson import model
from tutor.lesson.findings import Finding
from tutor.lesson.pack import Pack
from tutor.lesson.references import check_references
from tutor.lesson.validate import validated

FORMAT = 1
"""The newest pack format that this program reads."""


class Reading(NamedTuple):
    """A pack as it was read."""

    pack: Pack
    """The files, and what was found wrong in them so far."""
    lesson: model.Lesson | None
    """With stand-ins for what is broken (`pack.mended`); None where not even those make a lesson of it."""


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
    """The lesson, or None when it cannot be taught, and everything that was found wrong, sorted."""
    pack, lesson = read_pack(folder)
    return (None if pack.findings else lesson), sorted(set(pack.findings))


def read_pack(folder: Path) -> Reading:
    """Read everything in a pack, whatever is wrong with it. Its findings are those that keep it from being taught."""
    pack = Pack(folder)
    if not folder.is_dir():
        message = "there is no such folder; give the folder that holds lesson.toml"
        pack.find("missing-file", "lesson.toml", message)
        return Reading(pack, None)
    manifest = pack.toml("lesson.toml")
    if manifest is None or _is_newer(pack, manifest):
        return Reading(pack, None)
    why = pack.markdown("why.md")
    names = _prompt_names(pack, manifest)
    prompts = [_read_prompt(pack, number, name) for number, name in enumerate(names, 1)]
    assessed = "assessment" in manifest
    raw = {
        "manifest": manifest,
        "checks": [prompt.checks for prompt in prompts],
        "demo": pack.toml("demo.toml", required=False),
        "diagnosis": pack.toml("diagnosis.toml", required=assessed),
        "levels": pack.toml("levels.toml", required=assessed) or {},
        "cues": pack.toml("cues.toml", required=False) or {},
        "questions": pack.toml("questions.toml", required=False) or {},
        "items": pack.toml("try-it.toml", required=False) or {},
    }
    files = validated(pack, raw, [prompt.stem for prompt in prompts])
    if files is None:
        return Reading(pack, None)
    lesson = model.Lesson.model_construct(
        folder=folder,
        digest=pack.digest(),
        manifest=files.manifest.model_copy(update={"prompts": tuple(names)}),
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
            for number, (prompt, checks) in enumerate(zip(prompts, files.checks, strict=True), 1)
        ),
        demo=files.demo,
        diagnosis=files.diagnosis,
        cues=files.cues,
        levels=files.levels.level,
        questions=files.questions.question,
        items=files.items.item,
    )
    check_references(pack, lesson)
    return Reading(pack, lesson)


def _is_newer(pack: Pack, manifest: dict[str, Any]) -> bool:
    found = manifest.get("format")
    if not isinstance(found, int) or found <= FORMAT:
        return False
    what = f"format = {found} is newer than this program reads ({FORMAT})"
    message = f"{what}; upgrade with `pip install --upgrade mlops-tutor`"
    pack.find("newer-format", "lesson.toml", message, ("format",))
    return True


def _prompt_names(pack: Pack, manifest: dict[str, Any]) -> list[str]:
    """The prompts' file names; what is no list of names is left to the validation."""
    if not pack.intact("lesson.toml"):  # it cannot be read: the folder tells which prompts there are
        found = [path.name for path in pack.folder.glob("*-*.md") if re.match(r"[1-9]\d*-", path.name)]
        return sorted(found, key=lambda name: int(name.split("-")[0]))
    names = manifest.get("prompts")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


class _PromptFiles(NamedTuple):
    stem: str
    text: str
    explanation: str
    simpler: str
    example: str
    checks: dict[str, Any]


def _read_prompt(pack: Pack, number: int, name: str) -> _PromptFiles:
    stem = name.removesuffix(".md")
    in_order = name.endswith(".md") and name.startswith(f"{number}-")
    if not in_order or Path(name).name != name:
        what = f'"{name}" is prompt {number} here; name its file "{number}-….md"'
        pack.find("prompt-order", "lesson.toml", what, ("prompts", number - 1))
        pack.mend("lesson.toml", ("prompts", number - 1))
        pack.mend(f"{stem}/checks.toml", ())
        return _PromptFiles(stem, "", "", "", "", {})
    text = pack.markdown(name)
    explanation = pack.markdown(f"{stem}/explanation.md")
    simpler = pack.markdown(f"{stem}/simpler.md", required=False)
    example = pack.markdown(f"{stem}/example.md", required=False)
    checks = pack.toml(f"{stem}/checks.toml")
    return _PromptFiles(stem, text, explanation, simpler, example, checks or {})
