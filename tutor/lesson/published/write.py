"""Writes a pack from the recognised parts of a published lesson: verbatim what is there, and a stub for what is not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from tutor.lesson import model
from tutor.lesson.assessment import registered
from tutor.lesson.code_rules import CodeRules, rules_of, same_function
from tutor.lesson.marks import DRAFT, STUB
from tutor.lesson.published.drafts import ChoiceDraft, Drafts, ExplainDraft, PromptDraft
from tutor.lesson.published.recognise import Recognised
from tutor.lesson.toml_text import TomlText, Value

Files = dict[str, str]
"""A pack: the text of each file by its name."""


class Assessed(NamedTuple):
    """The demo's code as an assessment."""

    rules: CodeRules
    function: str
    """Its registered name, where a package registered this very function; else empty: a table of rules is written."""


def assessed(code: str) -> Assessed | None:
    """What the demo's code assesses, if it is a function of yes-or-no facts; the code is read and not run."""
    rules = rules_of(code)
    if rules is None or not all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in rules.parameters):
        return None
    found = registered(rules.function)
    return Assessed(rules, rules.function if found and same_function(code, found) else "")


def pack_files(published: Recognised, lesson_id: str, drafts: Drafts | None = None) -> Files:
    """All files of the pack. What a model proposed stands in it marked as a draft; what nobody wrote is a stub."""
    assessment = assessed(published.code)
    drafts = drafts or Drafts()
    stems = prompt_stems(published.prompts)
    files: Files = {
        "lesson.toml": _manifest(published, lesson_id, stems, assessment),
        "why.md": f"{published.why or f'{STUB} why this lesson is worth an hour: what goes wrong without it'}\n",
    }
    for number, (stem, prompt) in enumerate(zip(stems, published.prompts or (_PROMPT,), strict=True), 1):
        files[f"{stem}.md"] = f"{prompt}\n"
        files |= _around(number, stem, prompt, drafts.prompts.get(number))
    if published.demo or published.code:
        files["demo.toml"] = _demo(published, assessment)
    if assessment:
        files["diagnosis.toml"] = _diagnosis(assessment, drafts)
        files["levels.toml"] = _levels(assessment, drafts)
    files["questions.toml"] = _questions()
    files["try-it.toml"] = _try_it(published, drafts)
    return files


_PROMPT = f"{STUB} the first prompt, as a learner would send it to an assistant"


def prompt_stems(prompts: Sequence[str]) -> list[str]:
    """A name for each prompt's files: its number, and the words that tell it from the others."""
    return [f"{number}-{slug(prompt) or 'prompt'}" for number, prompt in enumerate(prompts or ("first prompt",), 1)]


_COMMON = frozenset(
    """a about after again all also an and any are as at be been before being between but by call called can
    concretely could describe did do does done each ever explain first for from give given go going has have
    having he her here his how hundred i if in into is it its just lay let like list look made make many may me
    might more most much must my never new no nor not of on once one only or our out over own paragraph people
    plain please put shall she should show so some somebody someone something somewhere such take tell than that
    the their them then there these they this those three through to too two under up us using very walk want
    wants was we were what when where which while who whom whose why will with words would write you your""".split()  # noqa: SIM905 (prose reads better)
)


def slug(text: str, most: int = 4) -> str:
    """The first telling words of a text as a name: small letters, digits and hyphens. Empty when it has none."""
    words = plain_words(text)
    telling = [word for word in words if word not in _COMMON] or words
    return "-".join(telling[:most])[:48].strip("-")


def plain_words(text: str) -> list[str]:
    """The words of a text in small plain letters and digits."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.findall(r"[a-z0-9]+", plain)


def _manifest(published: Recognised, lesson_id: str, stems: Sequence[str], assessment: Assessed | None) -> str:
    first = re.split(r"(?<=[.!?])\s", published.summary, maxsplit=1)[0]
    out = TomlText(
        "schema/lesson.json", "The lesson as a whole. Lines that begin with # are for you; learners never see them."
    )
    out.table(
        "",
        model.Manifest,
        format=1,
        id=lesson_id,
        title=published.title or f"{STUB} the lesson's title",
        summary=first if 0 < len(first) <= 160 else f"{STUB} one line on what a learner takes away",
        minutes=10 + 8 * len(stems),
        hook=published.hook or None,
        use=published.use or None,
        prompts=[f"{stem}.md" for stem in stems],
        scope=f"{STUB} what the lesson is about and what lies outside it, in one line",
    )
    out.table(
        "[opener]",
        model.Reflect,
        "The question after the why, before anything else is told.",
        kind="reflect",
        id="opener",
        question=f"{STUB} a question that brings the learner's own experience up, before anything is told",
        acknowledge=f"{STUB} what to say to whatever was answered",
    )
    if assessment and assessment.function:
        out.table("[assessment]", model.AssessmentDeclaration, function=assessment.function)
    elif assessment:
        out.remark(
            "What computes the level: the first rule all of whose facts hold. It was read from the demo's code;\n"
            "`lesson check` tells when the two no longer say the same."
        )
        for rule in assessment.rules.rules:
            out.table("[[assessment.rule]]", model.Rule, when=rule.when or None, level=rule.level, advice=rule.advice)
    out.remark(
        "When the try-it list counts as mastered; the learner is told. Put it in once there are graded questions.\n"
        "[mastery]\ncorrect = 3\nunaided = 2"
    )
    return str(out)


def _around(number: int, stem: str, prompt: str, draft: PromptDraft | None) -> Files:
    asked = f"“{prompt}”" if not prompt.startswith(STUB) else "the prompt"
    texts = {
        "explanation": f"{STUB} the answer to {asked}, as you would give it: at most one screen",
        "simpler": f"{STUB} the same without a technical word, or as a comparison",
        "example": f"{STUB} a short story of somebody to whom it happened",
    }
    if draft:
        texts = {name: f"{DRAFT} {getattr(draft, name)}" for name in texts}
    files = {f"{stem}/{name}.md": f"{text}\n" for name, text in texts.items()}
    return {**files, f"{stem}/checks.toml": _checks(number, draft)}


def _checks(number: int, draft: PromptDraft | None) -> str:
    out = TomlText("../schema/checks.json", "What is asked around this prompt.")
    out.table("", model.Checks, title=f"{STUB} three or four words")
    out.table(
        "[opener]",
        model.Reflect,
        kind="reflect",
        id=f"opener-{number}",
        question=f"{STUB} what the learner is asked before anything is explained",
        acknowledge=f"{STUB} what to say to whatever was answered",
    )
    see = f"prompt-{number}"
    if draft:
        _drafted_choice(out, "check", f"check-{number}-1", see, draft.check)
        _drafted_explain(out, "check", f"check-{number}-2", see, draft.explain)
    else:
        _explain(out, "check", f"check-{number}", see, "what the learner should now be able to explain")
    return str(out)


def _drafted_choice(out: TomlText, table: str, item_id: str, see: str, draft: ChoiceDraft) -> None:
    names = [slug(option.text, most=3) or "option" for option in draft.options]
    ids = [f"{name}-{n}" if names.count(name) > 1 else name for n, name in enumerate(names, 1)]
    right = next(n for n, option in enumerate(draft.options) if option.right)
    out.table(
        f"[[{table}]]",
        model.Choice,
        draft=True,
        kind="choice",
        id=item_id,
        question=draft.question,
        again=draft.again,
        key=ids[right],
        see=see,
        hints=draft.hints,
        answer=draft.answer,
    )
    for option_id, option in zip(ids, draft.options, strict=True):
        feedback = None if option.right else (option.feedback.strip() or None)
        out.table(f"[[{table}.options]]", model.Option, id=option_id, text=option.text, feedback=feedback)


def _drafted_explain(out: TomlText, table: str, item_id: str, see: str, draft: ExplainDraft) -> None:
    out.table(
        f"[[{table}]]",
        model.Explain,
        draft=True,
        kind="explain",
        id=item_id,
        question=draft.question,
        again=draft.again,
        see=see,
        hints=draft.hints,
        answer=draft.answer,
        correct=draft.correct,
    )
    for number, criterion in enumerate(draft.criteria, 1):
        out.table(
            f"[[{table}.criteria]]",
            model.Criterion,
            id=f"point-{number}",
            text=criterion.statement,
            missing=criterion.missing,
            met=criterion.met,
            unmet=criterion.unmet or None,
        )


def _explain(out: TomlText, table: str, item_id: str, see: str, wanted: str) -> None:
    out.table(
        f"[[{table}]]",
        model.Explain,
        "A question that is not written yet is passed over. For the other kinds see docs/instructors.md.",
        kind="explain",
        id=item_id,
        question=f"{STUB} a question on {wanted}",
        again=f"{STUB} the same question in other words",
        see=see,
        hints=[f"{STUB} a nudge", f"{STUB} a pointer", f"{STUB} a sentence to complete"],
        answer=f"{STUB} the answer with its reason",
        correct=[f"{STUB} an answer as a learner would type it"],
    )
    out.table(
        f"[[{table}.criteria]]",
        model.Criterion,
        id="point",
        text=f"{STUB} one statement that a good answer makes",
        missing=f"{STUB} what to say when it is missing, without giving it away",
    )


def _demo(published: Recognised, assessment: Assessed | None) -> str:
    about = "The demo. Its code is shown and never run"
    about += "; what it prints is computed by the assessment." if assessment else "."
    out = TomlText("schema/demo.json", about)
    code, call, given, output = published.code, "", {}, published.output
    if assessment:
        lines, end = published.code.split("\n"), assessment.rules.last_line
        code, call = "\n".join(lines[:end]), "\n".join(lines[end:]).strip("\n")
        given = assessment.rules.given or dict.fromkeys(assessment.rules.parameters, False)
        rule = assessment.rules.result(given)
        if assessment.rules.printed not in ("", f"Level {rule.level}: {rule.advice}"):
            given, output = {}, assessment.rules.printed  # the code says it in words of its own
        else:
            output = ""
    out.table(
        "",
        model.Demo,
        intro=published.demo or f"{STUB} what the demo does, in two sentences",
        code=None if assessment and assessment.function else (_multiline(code) or f"{STUB} the demo's code"),
        call=_multiline(call) or None,
        output=None if given else (output or f"{STUB} what the code prints"),
        after=f"{STUB} what to notice in the output",
    )
    if given:
        out.table("[given]", None, "The facts in `call`.", **given)
    return str(out)


def _multiline(code: str) -> str:
    return f"\n{code}" if code and "\n" not in code else code


def _diagnosis(assessment: Assessed, drafts: Drafts) -> str:
    out = TomlText("schema/diagnosis.json", "The questions about the learner's own case, one [[fact]] for each fact.")
    out.table(
        "",
        model.Diagnosis,
        intro=f"{STUB} what is said before the questions: about the learner's own case, as it is today",
        blind_spots=f"{STUB} what the assessment does not look at, in one line",
    )
    for name in assessment.rules.parameters:
        draft = drafts.facts.get(name)
        texts: dict[str, Value | None] = {**draft.model_dump(), "draft": True} if draft else _fact_stubs(name)
        out.table("[[fact]]", model.Fact, id=name, **texts)
    return str(out)


def _fact_stubs(name: str) -> dict[str, Value | None]:
    words = name.replace("_", " ")
    return {
        "label": words[:24],
        "means_yes": "yes",
        "means_no": "no",
        "statement": f"{STUB} what a yes to “{words}” claims, as a sentence",
        "question": f"{STUB} a yes-or-no question on “{words}”, for somebody who has never heard the terms",
        "counts_as_yes": [f"{STUB} what counts as a yes"],
        "counts_as_no": [f"{STUB} what does not, though one might think so"],
        "explanation": f"{STUB} the answer to “what do you mean?”",
        "follow_up": f"{STUB} the question once more, after “I don't know”",
        "partly": f"{STUB} the question after “partly”",
        "finding_out": f"{STUB} how to find out",
    }


def _levels(assessment: Assessed, drafts: Drafts) -> str:
    out = TomlText("schema/levels.json", "What each level means for a learner who is there.")
    advice = {rule.level: rule.advice for rule in reversed(assessment.rules.rules)}
    for level in sorted(advice):
        name = re.match(r"([^:.]{2,28}):\s", advice[level])
        draft = drafts.levels.get(level)
        texts: dict[str, Value | None]
        texts = {**draft.model_dump(), "draft": True} if draft else _level_stubs(level, advice[level])
        named = name[1].strip().lower() if name else f"{STUB} one or two words"
        out.table("[[level]]", model.Level, level=level, name=named, **texts)
    return str(out)


def _level_stubs(level: int, advice: str) -> dict[str, Value | None]:
    step = re.search(r"\bNext(?: step)?:\s*(.+)$", advice)
    sentence = f"{step[1][:1].upper()}{step[1][1:].rstrip('.')}." if step else ""
    return {
        "why": f"{STUB} why a learner is at level {level}",
        "next_step": sentence or f"{STUB} the one next step from level {level}, in the imperative",
        "actions": [f"{STUB} a first action for this week"],
        "not_yet": f"{STUB} what not to buy or build yet",
    }


def _questions() -> str:
    out = TomlText("schema/questions.json", "Questions that learners ask, with their answers.")
    out.table(
        "[[question]]",
        model.Question,
        id="first-question",
        ask=[f"{STUB} a question that your learners ask, in their words"],
        answer=f"{STUB} its answer, from what the lesson says",
    )
    return str(out)


def _try_it(published: Recognised, drafts: Drafts) -> str:
    out = TomlText(
        "schema/try-it.json", "The try-it list: one question at a time. Every item has an id that never changes."
    )
    if published.try_it:
        out.remark(
            "What the published lesson lists. `reflect` keeps what the learner answers and grades nothing; to have an\n"
            "answer graded, make it a `choice`, an `order`, a `predict` or an `explain`."
        )
    names: set[str] = set()
    for number, text in enumerate(published.try_it, 1):
        name = slug(text) or f"item-{number}"
        name = f"{name}-{number}" if name in names else name
        names.add(name)
        out.table(
            "[[item]]",
            model.Reflect,
            kind="reflect",
            id=f"try-{name}",
            question=text,
            acknowledge=f"{STUB} what to say to whatever was answered",
        )
    if drafts.try_it is None:
        _explain(out, "item", "item-1", "", "what the learner should be able to do with all of it")
        return str(out)
    for number, choice in enumerate(drafts.try_it.choices, 1):
        _drafted_choice(out, "item", f"item-{number}", "", choice)
    for number, explain in enumerate(drafts.try_it.explanations, len(drafts.try_it.choices) + 1):
        _drafted_explain(out, "item", f"item-{number}", "", explain)
    return str(out)
