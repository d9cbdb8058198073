"""`lesson check`: every kind of finding, with its file, its line and a usable sentence, and no traceback for anything."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.interface.check import findings_of
from tutor.interface.main import run
from tutor.lesson.code_rules import rules_of, same_function
from tutor.lesson.kinds import KINDS
from tutor.lesson.load import read_pack
from tutor.lesson.new import SMALL

LINE = re.compile(
    r"(?P<file>[^:\n]+):(?P<line>[1-9]\d*): (?P<severity>error|warning): (?P<says>.+) \[(?P<kind>[a-z-]+)\]"
)

# kind of finding: the file and a text whose line must be named (empty: line 1), and what the sentence says
EXPECTED = {
    "missing-file": ("why.md", "", "missing; write it"),
    "unreadable-file": ("why.md", "", "cannot be read.*make it"),
    "empty-text": ("2-why-you-restore.md", "", "empty; write"),
    "encoding": ("why.md", "caf", "not UTF-8; save"),
    "control-character": ("lesson.toml", "title =", "control character.*remove"),
    "toml": ("lesson.toml", "minutes =", "not valid TOML.*mend"),
    "newer-format": ("lesson.toml", "format =", "newer.*upgrade"),
    "unused-file": ("1-what-a-backup-is/exmaple.md", "", 'did you mean "1-what-a-backup-is/example.md"'),
    "broken-example": ("examples/questions.jsonl", "", 'has no entry “is-the-cloud”; did you mean "is-the-cloud-one"'),
    "broken-weights": ("ear.json", "", "not what `python -m evals fit` writes; make it again"),
    "unknown-key": ("try-it.toml", "hint = [", 'unknown key "hint"; did you mean "hints"'),
    "missing-key": ("lesson.toml", "", '"minutes" is missing here; add `minutes = …`'),
    "empty-value": ("try-it.toml", 'question = ""', "empty; write"),
    "wrong-value": ("lesson.toml", "minutes =", "integer.*'ten'; write a whole number"),
    "prompt-order": ("lesson.toml", "2-why", '"2-why-you-restore.md" is prompt 1 here; name its file "1-….md"'),
    "placeholder": ("1-what-a-backup-is.md", "{audience}", "nothing fills {audience}.*write"),
    "duplicate-id": ("try-it.toml", 'id = "what-proves-it"\nquestion = "A backup starts', '"what-proves-it" is used twice; give'),
    "no-such-fact": ("lesson.toml", "automatik", 'no fact "automatik"; did you mean "automatic"'),
    "fact-without-question": ("lesson.toml", "encrypted", r'nobody asks.*"encrypted"; write a \[\[fact\]\]'),
    "facts-missing": ("try-it.toml", "[item.given]", "every fact is needed here; add restored"),
    "too-many-facts": ("diagnosis.toml", '[[fact]]\nid = "question_9"', "11 facts.*keep at most 10"),
    "no-such-option": ("try-it.toml", 'key = "restored"', 'no option; did you mean "restore"'),
    "incomplete-order": ("try-it.toml", 'key = ["choose"', "every option once"),
    "no-such-stage": ("questions.toml", "promt-1", 'no stage; did you mean "prompt-1"'),
    "no-such-assessment": ("lesson.toml", "function =", 'no assessment "backup_level".*install.*or write'),
    "two-assessments": ("lesson.toml", "function =", "keep one"),
    "open-rules": ("lesson.toml", "[[assessment.rule]]\nwhen = { automatic = false }", "end it with a rule without"),
    "prediction-without-assessment": ("try-it.toml", 'kind = "predict"', "make it a choice"),
    "level-not-described": ("levels.toml", "", r"can give level 2; write a \[\[level\]\]"),
    "dead-rule": ("lesson.toml", "[[assessment.rule]]\nwhen = { automatic = true, restored = false }", "never matches.*move it up"),
    "dead-note": ("diagnosis.toml", '[[note]]\ntext = "You tried it on a Sunday', "never shown.*move it up"),
    "unreachable-level": ("levels.toml", "[[level]]\nlevel = 3", "never gives level 3; remove"),
    "answer-contradicts-assessment": ("try-it.toml", 'answer = "Level 1', "answer says level 1.*gives 2"),
    "output-contradicts-assessment": ("demo.toml", "output =", "Level 1: Running.*remove output"),
    "code-contradicts-rules": ("demo.toml", "code =", "automatic no, restored yes.*make them say the same"),
    "piece-not-in-demo": ("demo.toml", 'code = "if automatic or', "copy the lines"),
    "mastery-out-of-reach": ("lesson.toml", "correct = 5", "4 graded questions; lower"),
    "few-hints": ("try-it.toml", "hints = [\n    \"What has to be", "two hints; write three"),
    "question-gives-answer": ("try-it.toml", 'question = "Which of these shows', "gives the answer away; ask"),
    "hint-gives-answer": ("try-it.toml", "It is a restored file", "gives the answer away; point"),
    "feedback-gives-answer": ("try-it.toml", "The answer is a restored", "gives the answer away; say"),
    "key-not-correct": ("try-it.toml", 'text = "A restored file that opens"', "not told apart.*word the two"),
    "answer-not-correct": ("try-it.toml", "Both would be affected", "graded incorrect: it lacks follows; widen"),
    "wrong-answer-not-refused": ("2-why-you-restore/checks.toml", "The files in it may be missing or broken. Restore a file and look whether it opens.\",\n]\nfeedback", "graded correct.*narrow"),
    "phrasing-not-met": ("2-why-you-restore/checks.toml", "the copy could be broken", "does not meet may-be-useless; add"),
    "phrasing-met": ("2-why-you-restore/checks.toml", "The backup is too slow. The", "meets may-be-useless and should not; narrow"),
    "stub": ("2-why-you-restore/example.md", "", "not written yet; put here: a story"),
    "draft": ("try-it.toml", "draft = true", "read all of it.*remove this line"),
    "no-simpler-version": ("2-why-you-restore/simpler.md", "", "no simpler version.*write"),
    "long-paragraph": ("why.md", "", "paragraph of 28 lines.*make two"),
    "reading-level": ("2-why-you-restore/explanation.md", "", "harder to read.*shorter"),
    "insecure-link": ("questions.toml", "http://example.org", "http://example.org/versions is not encrypted; write https"),
}  # fmt: skip


def test_every_kind_has_an_example_here() -> None:
    """No kind of finding is left untested."""
    assert set(EXPECTED) == set(KINDS)


def test_the_small_lesson_is_in_order(small_lesson: Callable[[], Path], capfd: pytest.CaptureFixture[str]) -> None:
    """What `lesson new` writes has no finding; the count is on standard error, and the exit status is 0."""
    assert run(["lesson", "check", str(small_lesson())]) == 0
    assert capfd.readouterr() == ("", "no errors, no warnings\n")


def line_of_text(folder: Path, name: str, text: str) -> int:
    if not text:
        return 1
    source = (folder / name).read_bytes().decode("utf-8", "replace")
    return source.count("\n", 0, source.index(text)) + 1


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_kind_is_found_where_it_is(
    kind: str, generate: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The fault of its example gives a line with file, line and what to write; mended, it is gone."""
    name, text, says = EXPECTED[kind]
    folder = tmp_path / "broken"
    generate.apply_example(KINDS[kind], folder, broken=True)
    severity = KINDS[kind].severity
    status = run(["lesson", "check", str(folder), *([] if KINDS[kind].needs_grader else ["--fast"])])
    out, err = capfd.readouterr()
    assert all(LINE.fullmatch(line) for line in out.splitlines()), out
    found = [match for match in map(LINE.fullmatch, out.splitlines()) if match and match["kind"] == kind]
    assert found, out
    place = (str(folder / name), line_of_text(folder, name, text))
    assert (found[0]["file"], int(found[0]["line"])) == place, out
    assert found[0]["severity"] == severity
    assert re.search(says, found[0]["says"]), found[0]["says"]
    assert status == (1 if " error: " in out else 0)
    assert re.fullmatch(r"(no|\d+) errors?, (no|\d+) warnings?\n", err)
    generate.apply_example(KINDS[kind], tmp_path / "mended", broken=False)
    assert kind not in {finding.kind for finding in findings_of(tmp_path / "mended", fast=not KINDS[kind].needs_grader)}


def test_all_findings_are_told_in_one_run(small_lesson: Callable[[], Path], capfd: pytest.CaptureFixture[str]) -> None:
    """Faults of reading, of form, of reference and of content are told together, sorted by file and line."""
    folder = small_lesson()
    (folder / "why.md").unlink()
    (folder / "levels.toml").write_text("level = [", encoding="utf-8")
    edits = {
        "lesson.toml": [("minutes = 10", 'minutes = "ten"'), ("correct = 3", "corect = 3")],
        "try-it.toml": [('key = "restore"', 'key = "tick-tock"'), ('text = "Open the file"\n', "")],
        "questions.toml": [('see = "prompt-1"', 'see = "promt-1"'), ('id = "is-the-cloud-one"', 'id = "how-often"')],
        "1-what-a-backup-is.md": [("Explain", "Explain {this}")],
    }
    for name, changes in edits.items():
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / name).write_text(text, encoding="utf-8")
    assert run(["lesson", "check", str(folder)]) == 1
    out, err = capfd.readouterr()
    matches = [match for line in out.splitlines() if (match := LINE.fullmatch(line))]
    kinds = [match["kind"] for match in matches]
    assert set(kinds) == {
        "missing-file", "toml", "wrong-value", "unknown-key", "missing-key", "no-such-option", "no-such-stage",
        "duplicate-id", "placeholder",
    }  # fmt: skip
    places = [(match["file"], int(match["line"])) for match in matches]
    assert places == sorted(places)
    assert err.startswith(f"{len(matches)} errors, ")


def test_what_is_broken_hides_only_what_rests_on_it(small_lesson: Callable[[], Path]) -> None:
    """One misspelt fact in the diagnosis is one finding, and not one for every mention of the right name."""
    folder = small_lesson()
    path = folder / "diagnosis.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('label = "backup"\n', ""), encoding="utf-8")
    assert [finding.kind for finding in findings_of(folder, fast=False)] == ["missing-key"]


def test_findings_for_editors(small_lesson: Callable[[], Path], capfd: pytest.CaptureFixture[str]) -> None:
    """`--json` gives the same findings as one object."""
    folder = small_lesson()
    (folder / "1-what-a-backup-is" / "simpler.md").unlink()
    assert run(["lesson", "check", "--json", str(folder)]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["errors"], told["warnings"]) == (0, 1)
    assert told["findings"] == [
        {
            "file": str(folder / "1-what-a-backup-is" / "simpler.md"),
            "line": 1,
            "severity": "warning",
            "message": "there is no simpler version for who asks for one; write two or three sentences into it",
            "kind": "no-simpler-version",
        }
    ]


def test_several_lessons_in_one_run(
    small_lesson: Callable[[], Path], shipped: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders and ids may be mixed; without any it is the lesson of this folder."""
    folder = small_lesson()
    (folder / "why.md").write_text("\n", encoding="utf-8")
    assert run(["lesson", "check", "--fast", shipped.name, str(folder)]) == 1
    assert capfd.readouterr().err == "1 error, no warnings\n"
    monkeypatch.chdir(folder)
    assert run(["lesson", "check", "--fast"]) == 1
    assert capfd.readouterr().out.startswith("why.md:1: error: ")


def test_a_lesson_by_one_of_its_files(
    small_lesson: Callable[[], Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """An editor may give the file that is open; a folder without a lesson.toml is told as such."""
    folder = small_lesson()
    (folder / "why.md").unlink()
    assert run(["lesson", "check", "--fast", str(folder / "1-what-a-backup-is" / "checks.toml")]) == 1
    assert capfd.readouterr().out.startswith(f"{folder / 'why.md'}:1: error: ")
    (tmp_path / "empty").mkdir()
    assert run(["lesson", "check", str(tmp_path / "empty")]) == 1
    assert f"{tmp_path / 'empty' / 'lesson.toml'}:1: error: this file is missing" in capfd.readouterr().out


def test_an_unknown_lesson_is_a_mistake_of_usage(program: object) -> None:
    """A folder that is not there is one line and status 2."""
    done = program.run("lesson", "check", "no/where")  # type: ignore[attr-defined]
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1 and "no/where" in done.stderr


def test_the_page_on_findings_is_up_to_date(generate: ModuleType) -> None:
    """docs/checks.md is what `python docs/generate.py checks` writes now."""
    assert (generate.DOCS / "checks.md").read_text(encoding="utf-8") == generate.checks_page()


@settings(max_examples=120)
@given(data=st.data())
def test_no_mangled_pack_gives_a_traceback(
    damaged: Callable[[bytes, st.DataObject], bytes], data: st.DataObject
) -> None:
    """Bytes flipped, lines cut, files missing: every finding has a file and a line, the grader's included."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(shutil.copytree(SMALL, Path(parent) / "pack"))
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        for _ in range(data.draw(st.integers(1, 4))):
            path = data.draw(st.sampled_from(files))
            if path.exists():
                path.write_bytes(damaged(path.read_bytes(), data))
            if data.draw(st.integers(0, 9)) == 0:
                path.unlink(missing_ok=True)
        for finding in findings_of(folder, fast=False):
            assert LINE.fullmatch(str(finding).replace("\n", " ")), finding
            assert finding.file.startswith(str(folder))


@settings(max_examples=80)
@given(
    st.recursive(
        st.one_of(st.booleans(), st.integers(-3, 3), st.text(max_size=4), st.none()),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["id", "kind", "item", "level", "fact", "when", "rule", "key", "options", "x"]), inner, max_size=4)),
        max_leaves=12,
    )
)  # fmt: skip
def test_any_table_is_told_or_taken(value: object) -> None:
    """Whatever a TOML file holds, reading it gives findings or a lesson, and never raises."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(shutil.copytree(SMALL, Path(parent) / "pack"))
        for name in ("lesson.toml", "try-it.toml", "diagnosis.toml", "levels.toml"):
            lines = [f"{key} = {as_toml(inner)}" for key, inner in value.items()] if isinstance(value, dict) else []
            (folder / name).write_text("\n".join(lines), encoding="utf-8")
            read_pack(folder)
            findings_of(folder, fast=True)


def as_toml(value: object) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key} = {as_toml(inner)}" for key, inner in value.items()) + "}"
        case list():
            return f"[{', '.join(map(as_toml, value))}]"
        case None:
            return '""'
    return json.dumps(value)


# — rules read from code —


def test_rules_are_read_from_code() -> None:
    """Conditions joined by and, or, not, nested and in an else give the table that the code computes."""
    code = '''
def level_of(a, b, c):
    """What a team is at."""
    if a and (b or not c):
        return (2, "two")
    if b:
        if c is True:
            return 1, "one"
        return 0, "zero"
    else:
        return (0, "none")

print(level_of(a=True, b=False, c=False))
'''
    found = rules_of(code)
    assert found and found.parameters == ("a", "b", "c")
    assert found.given == {"a": True, "b": False, "c": False}
    names: dict[str, object] = {}
    exec(code, {"print": lambda *_: None}, names)
    for n in range(8):
        facts = {"a": bool(n & 4), "b": bool(n & 2), "c": bool(n & 1)}
        rule = next(rule for rule in found.rules if all(facts[name] is value for name, value in rule.when.items()))
        assert (rule.level, rule.advice) == names["level_of"](**facts)  # type: ignore[operator]


@pytest.mark.parametrize(
    "code",
    [
        "",
        "def f(",
        "def f():\n    return (1, 'x')",
        "def f(a):\n    return 1",
        "def f(a):\n    return (a, 'x')",
        "def f(a):\n    if a > 1:\n        return (1, 'x')\n    return (0, 'y')",
        "def f(a):\n    if a:\n        return (1, 'x')",
        "def f(a):\n    a = not a\n    return (1, 'x')",
        "def f(*a):\n    return (1, 'x')",
        "def f(a):\n    if a:\n        pass\n    else:\n        return (1, 'x')\n    return (0, 'y')",
        "x = 1",
        "(" * 4000,
        "def f(a):\n    return (0, 'y')\n" + "#" * 30_000,
    ],
)
def test_other_code_is_no_table_of_rules(code: str) -> None:
    """What a table cannot say is not guessed at."""
    assert rules_of(code) is None


def test_the_same_function_in_another_layout() -> None:
    """Annotations and layout do not matter, and everything else does."""
    one = "def f(a: bool, b: bool) -> tuple[int, str]:\n    if a and b:\n        return (1, 'x')\n    return (0, 'y')"
    other = "def f(a,\n      b):\n  if a and b: return 1, 'x'\n  return 0, 'y'"
    assert same_function(one, other)
    assert not same_function(one, other.replace("a and b", "a or b"))
    assert not same_function(one, "def f(")


GOOD = '{"item": "sync-or-backup", "criterion": "follows", "text": "it copies the mistake too", "met": true}'


@pytest.mark.parametrize(
    ("name", "lines", "at", "says"),
    [
        ("statements", ["{"], 1, "not JSON; write item"),
        ("statements", ['{"item": "why-test", "criterion": "x", "text": "a", "met": "perhaps"}'], 1, "^met: "),
        ("statements", [GOOD, "[]"], 2, "write item, criterion, text and met"),
        (
            "statements",
            [GOOD.replace("sync-or-backup", "sync-or-back")],
            1,
            'no criterion .* did you mean "sync-or-backup, ',
        ),
        ("statements", [GOOD, "", GOOD.replace("true", "false")], 3, "line 1 says the opposite"),
        ("questions", ['{"question": "why?"}'], 1, "^entry: .*write question and entry"),
        ("questions", ['{"question": "why?", "entry": null}', "nothing"], 2, "not JSON"),
    ],
)
def test_lines_of_the_examples(
    name: str, lines: list[str], at: int, says: str, small_lesson: Callable[[], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    """A line that teaches nothing is found where it stands; empty lines and good ones are passed over."""
    folder = small_lesson()
    (folder / "examples").mkdir()
    file = folder / "examples" / f"{name}.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(["lesson", "check", "--fast", str(folder)]) == 1
    (found,) = map(LINE.fullmatch, capfd.readouterr().out.splitlines())
    assert found
    assert (found["file"], int(found["line"]), found["kind"]) == (str(file), at, "broken-example")
    assert re.search(says, found["says"]), found["says"]


def test_a_prediction_that_lacks_a_fact(small_lesson: Callable[[], Path], capfd: pytest.CaptureFixture[str]) -> None:
    """It is told once, and what needs all facts is not asked of it."""
    folder = small_lesson()
    file = folder / "try-it.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("automatic = true\n", "", 1), encoding="utf-8")
    for fast in ([], ["--fast"]):
        assert run(["lesson", "check", *fast, str(folder)]) == 1
        out, _ = capfd.readouterr()
        assert "automatic" in out
        assert len([line for line in out.splitlines() if "error:" in line]) == 1, out


def test_examples_of_what_is_broken_elsewhere(
    small_lesson: Callable[[], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    """Lines about an entry that is gone are told of once; where the file of the entries is broken, only that is told."""
    folder = small_lesson()
    (folder / "examples").mkdir()
    lines = ['{"question": "why?", "entry": "how-often"}', '{"question": "when?", "entry": "gone"}'] * 3
    (folder / "examples" / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(["lesson", "check", "--fast", str(folder)]) == 1
    (line,) = capfd.readouterr().out.splitlines()
    assert "questions.jsonl:2: error:" in line
    assert "“gone”" in line
    assert "3 lines" in line
    with (folder / "questions.toml").open("a", encoding="utf-8") as file:
        file.write("x = [\n")
    assert run(["lesson", "check", "--fast", str(folder)]) == 1
    (line,) = capfd.readouterr().out.splitlines()
    assert "questions.toml:" in line
    assert "[toml]" in line
