"""Checks what a pack says, beyond what it takes to teach it: everything that needs no grader.

A lesson that has such a finding is taught all the same; `lesson check` tells its author before a learner meets it.
"""

from __future__ import annotations

import json
import re
import statistics
import textwrap
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import BaseModel

from tutor.lesson import model
from tutor.lesson.assessment import Assessment, combinations, resolve
from tutor.lesson.code_rules import rules_of
from tutor.lesson.examples import WEIGHTS, check_examples
from tutor.lesson.findings import TomlPath
from tutor.lesson.load import Reading
from tutor.lesson.marks import NOT_READ, NOT_WRITTEN, is_stub
from tutor.lesson.pack import Pack
from tutor.lesson.references import MOST_FACTS, items_with_places, stems_of
from tutor.lesson.validate import FILES, nearest

COLUMNS, LINES = 76, 20
"""The room for running text on the smallest usual screen, 80 columns by 24 rows."""
HINTS = 3
LONG_ENOUGH_TO_RATE = 40
"""Words from which on a reading level means something."""
FAR_ABOVE, HARD = 18, 50
"""A text is told of when its LIX is so far above the lesson's median, and at least that hard."""

_NAMES = frozenset({"id", "kind", "key", "see", "keep_as", "fact", "function", "prompts"})
"""Fields that hold a name, and no text for a person."""
_CODE = frozenset({"code", "call", "output"})
_NOT_PART_OF_IT = re.compile(r"(^|/)(\.|__|readme|licen[cs]e|notice|changelog)|^schema/|(~|\.bak|\.orig)$", re.I)
_LINK = re.compile(r"http://(?!localhost\b|127\.|0\.0\.0\.0|\[::1\])[^\s)>\"'\]]+", re.I)
_PLACEHOLDER = re.compile(
    r"""\{\{[^{}\n]{1,60}\}\} | \{[\w .-]{1,40}\} | \$\{?[A-Z_]{2,40}\}? | _{3,} | \bX{3,}\b | \bTBD\b
    | \[(?:your|insert|name|fill|add|choose|the)\b[^\]\n]{0,60}\](?!\() | \[[A-Z][A-Z _-]{2,40}\](?!\()
    | <(?:your|insert|name|fill|add|choose)\b[^>\n]{0,60}> | <[A-Z][A-Z _-]{2,40}>""",
    re.VERBOSE,
)
_LEVEL = re.compile(r"\blevel\s+(\d+)", re.I)


class Prose(NamedTuple):
    """A text for a person, and where it stands."""

    file: str
    at: TomlPath
    text: str


def check_content(reading: Reading) -> None:
    """Note in the pack what its author should know, apart from what only the grader can tell."""
    pack, lesson = reading
    if lesson is None:
        return
    assessment = assessment_of(reading)
    _rules(pack, lesson)
    _notes(pack, lesson)
    _levels(pack, lesson, assessment)
    _mastery(pack, lesson)
    _prompts(pack, lesson)
    _demo(pack, lesson, assessment)
    for file, at, item in items_with_places(lesson):
        _hints(pack, file, at, item)
        if isinstance(item, model.Predict) and assessment and is_complete(lesson, item):
            _prediction(pack, file, at, item, assessment)
    texts = list(prose(lesson))
    for text in texts:
        _marks(pack, text)
        _links(pack, text)
        _paragraphs(pack, text)
    _reading_level(pack, texts)
    _drafts(pack, lesson)
    check_examples(pack, lesson)
    _weights(pack, lesson)
    _unused(pack)


def _weights(pack: Pack, lesson: model.Lesson) -> None:
    """Without its fitted weights the lesson is taught all the same, and hears less."""
    text = pack.text(WEIGHTS, required=False)
    if text is None:
        return
    try:
        raw = json.loads(text)
        in_order = set(raw["labels"]) == {"no", "unknown", "yes"} and len(raw["models"]) == 2
        broken = "" if in_order else "it does not hold two models of no, unknown and yes"
    except (ValueError, TypeError, KeyError, RecursionError):
        broken = "not what `python -m evals fit` writes"
    if broken or not lesson.facts:
        why = broken or "the lesson asks for no facts"
        pack.find("broken-weights", WEIGHTS, f"{why}; make it again, or remove the file")


def is_complete(lesson: model.Lesson, item: model.Predict) -> bool:
    """Whether a prediction gives every fact that the assessment takes; where it does not, that was told already."""
    facts = {fact.id for fact in lesson.facts}
    return all(facts <= set(given) for given in (item.given, item.again_with) if given is not None)


def assessment_of(reading: Reading) -> Assessment | None:
    """The assessment of a pack in which nothing about facts is in disorder; None otherwise, or when there is none."""
    pack, lesson = reading
    if lesson is None or lesson.manifest.assessment is None or not facts_in_order(pack):
        return None
    return resolve(lesson.manifest.assessment)


def facts_in_order(pack: Pack) -> bool:
    """Whether every mention of a fact is one that the assessment takes."""
    disorder = {"no-such-fact", "fact-without-question", "facts-missing", "too-many-facts"}
    whole = pack.intact("lesson.toml", ("assessment",)) and pack.intact("diagnosis.toml")
    return whole and not any(finding.kind in disorder for finding in pack.findings)


# — texts —


def prose(lesson: model.Lesson) -> Iterator[Prose]:
    """Every text of the lesson that a person reads."""
    yield Prose("why.md", (), lesson.why)
    for prompt, name, stem in zip(lesson.prompts, lesson.manifest.prompts, stems_of(lesson), strict=True):
        yield Prose(name, (), prompt.text)
        yield Prose(f"{stem}/explanation.md", (), prompt.explanation)
        yield Prose(f"{stem}/simpler.md", (), prompt.simpler)
        yield Prose(f"{stem}/example.md", (), prompt.example)
        yield from _inside(f"{stem}/checks.toml", (), prompt.checks)
    yield from _inside("lesson.toml", (), lesson.manifest)
    yield from _inside("demo.toml", (), lesson.demo)
    yield from _inside("diagnosis.toml", (), lesson.diagnosis)
    for table, file, values in (
        ("level", "levels.toml", lesson.levels),
        ("question", "questions.toml", lesson.questions),
        ("item", "try-it.toml", lesson.items),
    ):
        for n, value in enumerate(values):
            yield from _inside(file, (table, n), value)


def _inside(file: str, at: TomlPath, value: object) -> Iterator[Prose]:
    if isinstance(value, str):
        yield Prose(file, at, value)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in _NAMES:
                yield from _inside(file, (*at, name), getattr(value, name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _inside(file, (*at, key), inner)
    elif isinstance(value, tuple):
        for n, inner in enumerate(value):
            yield from _inside(file, (*at, n), inner)


def _marks(pack: Pack, text: Prose) -> None:
    if is_stub(text.text):
        wanted = " ".join(text.text.removeprefix(NOT_WRITTEN).split())
        pack.find("stub", text.file, f"not written yet; put here: {wanted or 'the text'}", text.at)
    elif text.text.startswith(NOT_READ):
        message = "a draft that a model proposed; read it, mend it, and remove DRAFT: once you stand by it"
        pack.find("draft", text.file, message, text.at)


def _links(pack: Pack, text: Prose) -> None:
    for link in dict.fromkeys(_LINK.findall(text.text)):
        message = f"{link} is not encrypted; write https://, or leave the link out"
        pack.find_text("insecure-link", text.file, message, text.at, link)


def _paragraphs(pack: Pack, text: Prose) -> None:
    if text.at and text.at[-1] in _CODE:
        return
    for paragraph in _without_code(text.text).split("\n\n"):
        lines = len(textwrap.wrap(paragraph, COLUMNS))
        if lines > LINES and not paragraph.lstrip().startswith(("-", "|", "*", ">")):
            message = f"a paragraph of {lines} lines fills more than one screen; make two or three of it"
            pack.find_text("long-paragraph", text.file, message, text.at, paragraph)


def _without_code(text: str) -> str:
    return re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)


def _reading_level(pack: Pack, texts: list[Prose]) -> None:
    rated = [
        (text, lix(text.text))
        for text in texts
        if not (text.at and text.at[-1] in _CODE) and len(_words(text.text)) >= LONG_ENOUGH_TO_RATE
    ]
    if len(rated) < 3:
        return
    usual = statistics.median(level for _, level in rated)
    for text, level in rated:
        if level >= max(HARD, usual + FAR_ABOVE):
            message = (
                f"far harder to read than the rest of the lesson (LIX {level:.0f}, the lesson's is {usual:.0f}); "
                "use shorter sentences and shorter words"
            )
            pack.find("reading-level", text.file, message, text.at)


def lix(text: str) -> float:
    """Björnsson's readability index: mean words in a sentence plus the percentage of words of more than six letters.

    It counts no syllables and so holds across languages: 30 is easy, 50 is a newspaper's leader, 60 is a statute.
    """
    words = _words(text)
    ends = len(re.findall(r"[.!?:;](?=\s|$)", _without_code(text)))
    long = sum(len(word) > 6 for word in words)
    return len(words) / max(1, ends) + 100 * long / max(1, len(words))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", re.sub(r"`[^`]*`", "", _without_code(text)))


# — facts and levels —


def _rules(pack: Pack, lesson: model.Lesson) -> None:
    """A rule that can never match: whenever its facts hold, an earlier one matches first."""
    declared = lesson.manifest.assessment
    if declared is None or not facts_in_order(pack):
        return
    matched: set[int] = set()
    for combination in combinations(tuple(fact.id for fact in lesson.facts)):
        matched.add(
            next(n for n, rule in enumerate(declared.rule) if all(combination[k] == v for k, v in rule.when.items()))
            if declared.rule
            else 0
        )
    for n in range(len(declared.rule)):
        if n not in matched:
            message = "this rule never matches: an earlier one always does; move it up, or remove it"
            pack.find("dead-rule", "lesson.toml", message, ("assessment", "rule", n))


def _notes(pack: Pack, lesson: model.Lesson) -> None:
    notes = lesson.diagnosis.note if lesson.diagnosis else ()
    for n, note in enumerate(notes):
        for earlier in notes[:n]:
            if earlier.when.items() <= note.when.items():
                message = "this note is never shown: an earlier one always matches first; move it up, or remove it"
                pack.find("dead-note", "diagnosis.toml", message, ("note", n))
                break


def _levels(pack: Pack, lesson: model.Lesson, assessment: Assessment | None) -> None:
    if assessment is None or len(lesson.facts) > MOST_FACTS:
        return
    reachable = {assessment(facts).level for facts in combinations(tuple(fact.id for fact in lesson.facts))}
    for n, level in enumerate(lesson.levels):
        if level.level not in reachable:
            message = f"the assessment never gives level {level.level}; remove this table, or mend the rules"
            pack.find("unreachable-level", "levels.toml", message, ("level", n))


def _mastery(pack: Pack, lesson: model.Lesson) -> None:
    mastery = lesson.manifest.mastery
    if mastery is None or not pack.intact("try-it.toml"):
        return
    graded = len(lesson.graded_items)
    for name in ("correct", "unaided"):
        bar = getattr(mastery, name)
        if bar > graded:
            message = f"{name} = {bar} cannot be reached: the try-it list has {graded} graded questions; lower it"
            pack.find("mastery-out-of-reach", "lesson.toml", message, ("mastery", name))


def _prompts(pack: Pack, lesson: model.Lesson) -> None:
    for prompt, name in zip(lesson.prompts, lesson.manifest.prompts, strict=True):
        for placeholder in dict.fromkeys(_PLACEHOLDER.findall(prompt.text)):
            message = f"nothing fills {placeholder} in; write what a learner can use as it stands"
            pack.find_text("placeholder", name, message, (), placeholder)
    for prompt, stem in zip(lesson.prompts, stems_of(lesson), strict=True):
        if not prompt.simpler and pack.intact(f"{stem}/checks.toml"):
            message = "there is no simpler version for who asks for one; write two or three sentences into it"
            pack.find("no-simpler-version", f"{stem}/simpler.md", message)


def _demo(pack: Pack, lesson: model.Lesson, assessment: Assessment | None) -> None:
    demo = lesson.demo
    if demo is None:
        return
    source = (assessment.source() if assessment else "") or demo.code
    shown = _squeezed(f"{source}\n{demo.call}")
    for n, piece in enumerate(demo.piece):
        if _squeezed(piece.code) not in shown and not is_stub(piece.code):
            message = "this code does not stand in the demo; copy the lines as they stand there"
            pack.find("piece-not-in-demo", "demo.toml", message, ("piece", n, "code"))
    if assessment is None:
        return
    if demo.output and demo.given and facts_in_order(pack):
        level, advice = assessment(demo.given)
        if demo.output.strip() != f"Level {level}: {advice}":
            message = f"the assessment prints “Level {level}: {advice}” for these facts; remove output, it is computed"
            pack.find("output-contradicts-assessment", "demo.toml", message, ("output",))
    if assessment.source() or not (code := rules_of(demo.code)) or set(code.parameters) != {f.id for f in lesson.facts}:
        return
    for facts in combinations(code.parameters):
        rule = code.result(facts)
        if (rule.level, rule.advice) != tuple(result := assessment(facts)):
            words = ", ".join(f"{name} {'yes' if value else 'no'}" for name, value in facts.items())
            message = (
                f"for {words} the code shown returns “{rule.level}: {rule.advice}” and the rules in lesson.toml give "
                f"“{result.level}: {result.advice}”; make them say the same"
            )
            pack.find("code-contradicts-rules", "demo.toml", message, ("code",))
            return


def _squeezed(code: str) -> str:
    """Code without what does not matter when a stretch of it is pointed at: blanks, line ends, a last comma."""
    return re.sub(r",?([()\[\]{}])", r"\1", re.sub(r"\s+", "", code))


# — items —


def _hints(pack: Pack, file: str, at: TomlPath, item: model.Item) -> None:
    if isinstance(item, model.Reflect) or is_stub(item.question):
        return
    if len(item.hints) < HINTS:
        have = {0: "no hint", 1: "one hint", 2: "two hints"}[len(item.hints)]
        message = f"{have}; write three: a nudge, a pointer, a sentence to complete"
        pack.find("few-hints", file, message, (*at, "hints") if item.hints else at)


def _prediction(pack: Pack, file: str, at: TomlPath, item: model.Predict, assessment: Assessment) -> None:
    """What the author says of a prediction, against what the assessment returns."""
    cases = [("answer", item.answer, item.given)]
    if item.again_with is not None:
        cases.append(("again_answer", item.again_answer, item.again_with))
    for name, answer, given in cases:
        level = assessment(given).level
        stated = _LEVEL.search(answer)
        if stated and int(stated[1]) != level:
            message = (
                f"{name} says level {stated[1]}, and the assessment gives {level} for these facts; mend one of them"
            )
            pack.find("answer-contradicts-assessment", file, message, (*at, name))
    right = str(assessment(item.given).level)
    for wrong in item.feedback:
        if wrong == right:
            message = f"this is feedback for a wrong answer, and level {right} is the right one; remove it"
            pack.find("answer-contradicts-assessment", file, message, (*at, "feedback", wrong))
        elif not wrong.isdecimal():
            message = f'feedback is kept by the wrong level, a number, and "{wrong}" is none; write the number'
            pack.find("wrong-value", file, message, (*at, "feedback", wrong))


def _drafts(pack: Pack, lesson: model.Lesson) -> None:
    tables: list[tuple[str, TomlPath, BaseModel]] = list(items_with_places(lesson))
    tables += [("levels.toml", ("level", n), level) for n, level in enumerate(lesson.levels)]
    tables += [("questions.toml", ("question", n), question) for n, question in enumerate(lesson.questions)]
    tables += [("diagnosis.toml", ("fact", n), fact) for n, fact in enumerate(lesson.facts)]
    for file, at, table in tables:
        if getattr(table, "draft", False):
            message = (
                "a draft that a model proposed; read all of it, mend it, and remove this line once you stand by it"
            )
            pack.find("draft", file, message, (*at, "draft"))


def _unused(pack: Pack) -> None:
    """Files that nothing reads: a name mistyped, or a prompt that is not listed."""
    known = sorted({*pack.asked_for, *(name for name, _ in FILES.values())})
    for path in sorted(pack.folder.rglob("*")):
        name = path.relative_to(pack.folder).as_posix()
        if not path.is_file() or name in pack.asked_for or _NOT_PART_OF_IT.search(name):
            continue
        if re.match(r"\d+-", name) and not pack.intact("lesson.toml"):
            continue  # where the list of prompts is broken, nobody knows which are part of it
        if re.fullmatch(r"\d+-[^/]*\.md", name):
            pack.find("unused-file", name, "this prompt is not listed; add it to `prompts` in lesson.toml")
        else:
            pack.find("unused-file", name, f"nothing reads this file{nearest(name, known)}")
