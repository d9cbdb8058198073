"""Every kind of finding: how grave it is, what it means for a learner, and an example before and after.

The examples are edits of the small lesson that `lesson new` writes. They are run by the tests, and `docs/checks.md` is
generated from here (`python docs/generate.py`).
"""

from __future__ import annotations

from typing import NamedTuple

from tutor.lesson.findings import Severity


class Kind(NamedTuple):
    """What can be found in a pack."""

    id: str
    severity: Severity
    title: str
    why: str
    """What it does to a learner, and what to do about it."""
    file: str
    """The file of the example."""
    after: str
    """As it stands in the small lesson; empty where the fault is something added at the end of the file."""
    before: str | None
    """The same with the fault; None when the file is not there."""
    needs_grader: bool = False
    """Only the grader can tell: left out by `lesson check --fast`."""
    setup: tuple[tuple[str, str, str | None], ...] = ()
    """Edits that come first and belong to both: file, what stands there, and what takes its place (None: no file)."""


_LESSON, _TRY, _CHECKS_1, _CHECKS_2 = (
    "lesson.toml",
    "try-it.toml",
    "1-what-a-backup-is/checks.toml",
    "2-why-you-restore/checks.toml",
)
_RULE_0 = """# A rule without `when` matches always; a table ends with one.
[[assessment.rule]]
level = 0
"""


def _fact(name: str) -> str:
    texts = (
        "label",
        "means_yes",
        "means_no",
        "statement",
        "question",
        "explanation",
        "follow_up",
        "partly",
        "finding_out",
    )
    lines = [f'id = "{name}"', *(f'{text} = "…"' for text in texts), 'counts_as_yes = ["…"]', 'counts_as_no = ["…"]']
    return "\n".join(["", "[[fact]]", *lines, ""])


_PREDICTION = """
[[item]]
kind = "predict"
id = "both"
question = "A backup starts by itself, and a file was restored from it. Which level is that?"
hints = ["Turn the story into two facts.", "Look at the first rule.", "Complete this: both facts are ___."]
answer = "The highest one."
[item.given]
automatic = true
restored = true
"""
_WITHOUT_ASSESSMENT: tuple[tuple[str, str, str | None], ...] = (
    ("demo.toml", "", None),
    ("diagnosis.toml", "", None),
    ("levels.toml", "", None),
    ("cues.toml", "", None),
    (_LESSON, "[assessment]\n\n…[mastery]\ncorrect = 3", "[mastery]\ncorrect = 3"),
    (_TRY, '[[item]]\nkind = "predict"…# `kind = "order"`', '# `kind = "order"`'),
)
"""`…` in what stands there is a stretch of any length."""

_ALL = (
    # — files —
    Kind(
        "missing-file", "error", "A file is missing",
        "A lesson needs `lesson.toml` and `why.md`, for every prompt its file and a folder with `explanation.md` and "
        "`checks.toml`, and with an assessment `diagnosis.toml` and `levels.toml`. It is found at line 1 of the file.",
        "why.md", "People lose files who had a backup.", None,
    ),
    Kind(
        "unreadable-file", "error", "A file cannot be read",
        "Something else has the name of a file: a folder, or a file that your account may not read.",
        "why.md", "People lose files", "\0folder",
    ),
    Kind(
        "empty-text", "error", "A text is empty",
        "The file is there and holds nothing. A learner would be shown nothing at this place.",
        "2-why-you-restore.md", "What can be wrong with a backup", "\0empty",
    ),
    Kind(
        "encoding", "error", "A file is not UTF-8",
        "The letters of another encoding cannot be told apart. Save the file as UTF-8; every editor can.",
        "why.md", "a\nquiet day.", "a\ncaf\udce9 day.",
    ),
    Kind(
        "control-character", "error", "A control character",
        "A terminal obeys some characters: they clear the screen or change the title of the window. They come in "
        "by copying from a terminal, or as an escape in a TOML text. Remove the character.",
        _LESSON, 'title = "A backup you can trust"', 'title = "A backup\\u001b you can trust"',
    ),
    Kind(
        "toml", "error", "A file is not valid TOML",
        "Most often a quotation mark or a bracket is missing, a key stands there twice, or a text goes over several "
        'lines without three quotation marks (`"""`). The line is where the parser gave up: look at it and above it.',
        _LESSON, "minutes = 10", "minutes = = 10",
    ),
    Kind(
        "newer-format", "error", "The pack is newer than the program",
        "The pack was written for a later version of the format. Nothing else of it is looked at.",
        _LESSON, "format = 1", "format = 2",
    ),
    Kind(
        "unused-file", "warning", "Nothing reads this file",
        "The name is mistyped, or a prompt is not listed in `lesson.toml`. Hidden files, `schema/`, and files whose "
        "names begin with README, LICENSE, NOTICE or CHANGELOG are left alone.",
        "1-what-a-backup-is/exmaple.md", "", "**Ana** kept her photos in a folder.",
    ),
    Kind(
        "broken-example", "error", "A line of the examples is of no use",
        "`examples/statements.jsonl` holds sentences as learners write them, each with the criterion that it meets or "
        "does not meet; `examples/questions.jsonl` holds their questions, each with its entry or `null`. A line that is "
        "no JSON, that names what the lesson does not have, or that says the opposite of another teaches the grader "
        "nothing.",
        "examples/questions.jsonl", "", '{"question": "Is a copy in the cloud enough?", "entry": "is-the-cloud"}',
    ),
    Kind(
        "broken-weights", "error", "Fitted weights that cannot be used",
        "`ear.json` holds what was fitted on replies to the questions about facts. It is written by "
        "`python -m evals fit`, and not by hand; without it the rules hear alone.",
        "ear.json", "", "{}",
    ),
    # — keys —
    Kind(
        "unknown-key", "error", "An unknown key",
        "What stands under it would be lost. The nearest key that exists is named.",
        _TRY, "hints = [\n    \"Begin with a decision.\"", "hint = [\n    \"Begin with a decision.\"",
    ),
    Kind(
        "missing-key", "error", "A key is missing",
        "It is found at the line of the table that it belongs to.",
        _LESSON, "\n# How long the whole lesson takes, in minutes.\nminutes = 10\n", "\n",
    ),
    Kind(
        "empty-value", "error", "A value is empty",
        "A learner would be shown nothing at this place.",
        _TRY, 'question = "Which of these shows that a backup works?"', 'question = ""',
    ),
    Kind(
        "wrong-value", "error", "A value of another form is wanted",
        "A number where a text stands, a text where yes or no is meant (`true` and `false`, without quotation marks), "
        "an id with blanks or capitals, a kind of question that does not exist.",
        _LESSON, "minutes = 10", 'minutes = "ten"',
    ),
    # — prompts —
    Kind(
        "prompt-order", "error", "A prompt is out of order",
        "The number in front of a prompt's file name is its place in the list, so that a folder shows the prompts in "
        "the order in which they are taught.",
        _LESSON, '    "1-what-a-backup-is.md",\n    "2-why-you-restore.md",', '    "2-why-you-restore.md",\n    "1-what-a-backup-is.md",',
    ),
    Kind(
        "placeholder", "error", "A placeholder that nothing fills",
        "A prompt is shown, and pasted, as it stands. Write it so that it works without being filled in.",
        "1-what-a-backup-is.md", "to somebody who has never made one", "to {audience}",
    ),
    # — references —
    Kind(
        "duplicate-id", "error", "An id is used twice",
        "The learner's record is kept by ids: two questions with one id would count as one.",
        _TRY, 'id = "both"', 'id = "what-proves-it"',
    ),
    Kind(
        "no-such-fact", "error", "There is no such fact",
        "The facts are the parameters of the assessment, or the [[fact]] tables when a table of rules assesses.",
        _LESSON, "when = { automatic = true }", "when = { automatik = true }",
    ),
    Kind(
        "fact-without-question", "error", "A fact with no question",
        "The assessment takes a fact that nobody asks the learner for.",
        _LESSON, "when = { automatic = true }\nlevel = 1", "when = { automatic = true, encrypted = true }\nlevel = 1",
    ),
    Kind(
        "facts-missing", "error", "Facts are missing",
        "The assessment is called with all facts. A prediction or a demo that leaves one open has no level.",
        _TRY, "[item.given]\nautomatic = true\nrestored = true\n", "[item.given]\nautomatic = true\n",
    ),
    Kind(
        "too-many-facts", "error", "More facts than a lesson can ask for",
        "What would change a level is worked out on every combination of the facts, and a learner is asked for each.",
        "diagnosis.toml", "", "".join(_fact(f"question_{n}") for n in range(1, 10)),
    ),
    Kind(
        "no-such-option", "error", "The key is no option",
        "`key` names the right option by its `id`.",
        _TRY, 'key = "restore"', 'key = "restored"',
    ),
    Kind(
        "incomplete-order", "error", "An order that is not complete",
        "`key` names every option once, in the right order; the options stand in the order in which they are shown.",
        _TRY, 'key = ["choose", "restore", "open"]', 'key = ["choose", "restore"]',
    ),
    Kind(
        "no-such-stage", "error", "There is no such stage",
        "`see` names the stage that a learner should look at: `why`, `prompt-1` …, `demo`, `diagnosis`, `quiz`.",
        "questions.toml", 'see = "prompt-1"', 'see = "promt-1"',
    ),
    Kind(
        "no-such-assessment", "error", "No such assessment is registered",
        "A function is registered by a Python package, under the entry point `mlops_tutor.assessments`. Without one, "
        "write a table of rules.",
        _LESSON, "[assessment]\n\n…machine start it.\"\n", '[assessment]\nfunction = "backup_level"\n',
    ),
    Kind(
        "two-assessments", "error", "Two assessments",
        "A lesson has one: a registered function, or a table of rules.",
        _LESSON, "[assessment]\n\n", '[assessment]\nfunction = "backup_level"\n\n',
    ),
    Kind(
        "open-rules", "error", "A table of rules can end without a match",
        "The last rule has no `when`, so that every learner gets a level.",
        _LESSON, _RULE_0, "[[assessment.rule]]\nwhen = { automatic = false }\nlevel = 0\n",
    ),
    Kind(
        "prediction-without-assessment", "error", "A prediction needs an assessment",
        "`kind = \"predict\"` asks what the assessment returns. In a lesson without one, make it a choice.",
        _TRY, "", _PREDICTION, setup=_WITHOUT_ASSESSMENT,
    ),
    Kind(
        "level-not-described", "error", "A level that nothing describes",
        "A learner can get a level of which the lesson has nothing to say.",
        "levels.toml", "level = 2", "level = 3",
    ),
    # — facts, rules, levels —
    Kind(
        "dead-rule", "error", "A rule that can never match",
        "The first rule whose facts hold gives the level. Whenever the facts of this one hold, an earlier one matches.",
        _LESSON, _RULE_0,
        '[[assessment.rule]]\nwhen = { automatic = true, restored = false }\nlevel = 1\nadvice = "Restore one file."\n\n' + _RULE_0,
    ),
    Kind(
        "dead-note", "error", "A note that is never shown",
        "The first note whose facts hold is shown. Whenever the facts of this one hold, an earlier one does.",
        "diagnosis.toml", "[note.when]\nautomatic = false\nrestored = true\n",
        "[note.when]\nautomatic = false\nrestored = true\n\n[[note]]\ntext = \"You tried it on a Sunday.\"\n[note.when]\nautomatic = false\nrestored = true\n",
    ),
    Kind(
        "unreachable-level", "warning", "A level that the assessment never gives",
        "No combination of facts leads to it, so no learner will read this.",
        "levels.toml", "",
        '\n[[level]]\nlevel = 3\nname = "archive"\nwhy = "…"\nnext_step = "…"\nactions = ["…"]\nnot_yet = "…"\n',
    ),
    Kind(
        "answer-contradicts-assessment", "error", "A stated answer that the assessment contradicts",
        "A prediction is graded by calling the assessment. What you say about it has to agree with what it returns, or "
        "a learner who is right is told that they are wrong.",
        _TRY, 'answer = "Level 2. Both facts', 'answer = "Level 1. Both facts',
    ),
    Kind(
        "output-contradicts-assessment", "error", "A stated output that the assessment contradicts",
        "With an assessment and `given` the demo's output is computed. A stated one is not needed, and this one differs.",
        "demo.toml", "\n# The facts in `call`.", "\noutput = \"Level 2: Proven.\"\n\n# The facts in `call`.",
    ),
    Kind(
        "code-contradicts-rules", "error", "The code shown contradicts the rules",
        "The demo shows a function and the level comes from the table of rules. What a learner reads has to be what "
        "computes their level. The code is read, not run.",
        "demo.toml", "    if automatic:\n        return (1,", "    if restored:\n        return (1,",
    ),
    Kind(
        "piece-not-in-demo", "error", "A piece of code that does not stand in the demo",
        "It explains lines that the learner cannot find. Blanks and line ends do not matter.",
        "demo.toml", 'code = "if automatic and restored:"', 'code = "if automatic or restored:"',
    ),
    Kind(
        "mastery-out-of-reach", "error", "A bar that the items cannot reach",
        "Nobody could ever master the lesson. Questions that are kept and not graded do not count.",
        _LESSON, "correct = 3", "correct = 5",
    ),
    # — items —
    Kind(
        "few-hints", "warning", "Fewer than three hints",
        "A ladder of three lets a learner find the answer: a nudge, a pointer, a sentence to complete. After the last "
        "hint the answer is shown.",
        _TRY, '    "Begin with a decision.",\n', "",
    ),
    Kind(
        "question-gives-answer", "error", "A question that gives away its answer",
        "A learner can copy it, and a right answer then says nothing.",
        _TRY, 'question = "Which of these shows that a backup works?"',
        'question = "Which of these shows that a backup works? (It is a restored file that opens.)"', True,
    ),
    Kind(
        "hint-gives-answer", "error", "A hint that contains the answer",
        "Hints are shown while the learner is still trying. Point at it, and let them find it.",
        _TRY, '"Which of them looks into the copy?"', '"It is a restored file that opens."', True,
    ),
    Kind(
        "feedback-gives-answer", "error", "Feedback that contains the answer",
        "Feedback to a wrong answer is shown while the learner may still try again.",
        _TRY, 'feedback = "A large copy can hold the wrong folders. Look for something that looks into it."',
        'feedback = "A large copy can hold the wrong folders. The answer is a restored file that opens."', True,
    ),
    Kind(
        "key-not-correct", "error", "The item's own key is not graded correct",
        "A learner who types the right option must be told so. It fails when two options read alike.",
        _TRY, 'text = "The size of the copy"', 'text = "A restored file that opens."', True,
    ),
    Kind(
        "answer-not-correct", "error", "A model answer is not graded correct",
        "Each answer in `correct` is what a learner might type, and is graded by the rubric, after the question and "
        "after its other wording. Add the words that it uses to `cues`, or a phrasing to `met`.",
        _TRY, '"A mistake is copied to both, so the file is gone everywhere.",', '"Both would be affected by it.",', True,
    ),
    Kind(
        "wrong-answer-not-refused", "error", "A listed wrong answer is not refused",
        "Each phrasing of a misconception has to come out as incorrect or partial. The cues of a criterion are too wide.",
        _CHECKS_2, '    "the green tick means that the files are safe",\n',
        '    "The files in it may be missing or broken. Restore a file and look whether it opens.",\n', True,
    ),
    Kind(
        "phrasing-not-met", "error", "A phrasing that should meet a criterion does not",
        "What stands in `met` has to meet its criterion, or a learner who says just that is told that it is missing. "
        "Here it stands in `unmet` as well.",
        _CHECKS_2, '    "the backup is too slow",\n', '    "the copy could be broken",\n', True,
    ),
    Kind(
        "phrasing-met", "error", "A phrasing that should not meet a criterion does",
        "What stands in `unmet` only looks like the criterion. The cues are too wide.",
        _CHECKS_2, '    "the backup is too slow",\n', '    "The backup is too slow. The copy could be broken.",\n', True,
    ),
    # — texts —
    Kind(
        "stub", "warning", "Not written yet",
        "A text that begins with `TODO:` says what is wanted there. A learner is shown that it is not written yet, "
        "and a question that is not written is passed over with Enter.",
        "2-why-you-restore/example.md", "**Ben** saw a green tick", "TODO: a story of somebody to whom it happened",
    ),
    Kind(
        "draft", "warning", "A draft that nobody has accepted",
        "A model proposed it (`lesson new --draft`), and learners are told that nobody has checked it. Read it, mend "
        "it, and remove `draft = true`, or `DRAFT:` at the beginning of a Markdown file, once you stand by it.",
        _TRY, 'id = "what-proves-it"', 'draft = true\nid = "what-proves-it"',
    ),
    Kind(
        "no-simpler-version", "warning", "A simpler version is missing",
        "`/simpler` has nothing to say here. Two or three sentences, or a comparison, are enough.",
        "2-why-you-restore/simpler.md", "A fire drill tells you", None,
    ),
    Kind(
        "long-paragraph", "warning", "A paragraph too long for one screen",
        "On 80 columns by 24 rows its beginning has left the screen when its end is read.",
        "why.md", "quiet day.\n", "quiet day. " + "A copy is soon made, and just as soon forgotten. " * 36 + "\n",
    ),
    Kind(
        "reading-level", "warning", "Much harder to read than the rest",
        "Measured by LIX: the mean length of the sentences plus the share of words of more than six letters. It counts "
        "no syllables and so works in every language.",
        "2-why-you-restore/explanation.md", "A backup can run every night and hold nothing of use: it skips…five minutes.",
        "Notwithstanding the administrative regularity with which nightly synchronisation procedures conclude, "
        "organisational dependencies, insufficient storage allocations and misconfigured authentication credentials "
        "systematically undermine the recoverability characteristics of ostensibly comprehensive archival "
        "infrastructure, whose deficiencies remain imperceptible throughout uneventful operational periods and become "
        "apparent exclusively under circumstances of irrecoverable primary-storage deterioration.",
    ),
    Kind(
        "insecure-link", "warning", "A link that is not https",
        "What a learner reads there can be changed on the way.",
        "questions.toml", "Only if it keeps old versions.", "Only if it keeps old versions (http://example.org/versions).",
    ),
)  # fmt: skip

KINDS = {kind.id: kind for kind in _ALL}
