"""`lesson new`: a published text becomes a pack, verbatim where there is text and a stub where there is none."""

from __future__ import annotations

import ast
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli
from hypothesis import example, given
from hypothesis import strategies as st

from tutor.interface.check import findings_of
from tutor.interface.main import run
from tutor.lesson.assessment import resolve
from tutor.lesson.load import load_lesson, read_pack
from tutor.lesson.marks import STUB, is_stub
from tutor.lesson.model import Lesson
from tutor.lesson.new import SMALL
from tutor.lesson.published.layout import restore
from tutor.lesson.published.lines import form_of, lines_of
from tutor.lesson.published.recognise import Recognised, recognise
from tutor.lesson.published.write import pack_files, slug
from tutor.lesson.schema import schema_files, schemas
from tutor.lesson.toml_text import TomlText
from tutor.teaching.authored import demo_output, demo_source

TEXTS = Path(__file__).parent / "published"
PROMPTS = (
    "Explain to somebody who has never been on call what an alert is for, and what it is not for.",
    "Take three alerts of a web shop and tell me for each who should be woken by it, and why.",
    "What happens to a team that gets forty alerts a night? Go through it week by week.",
    "Given a team with two hundred alerts and no time, lay out which ten to keep and how they would find out.",
)
WHY = (
    "People do not burn out because systems fail. They burn out because they are woken for things that nobody has to do "
    "anything about, and after the tenth such night they stop reading. An alert is a promise that a person is needed now."
)
WHY_2 = (
    "Every alert that breaks the promise makes the next one weaker. So the first question about an alert is not how to tune "
    "it, but what the person who is woken should do."
)
DEMO = "The demo grades one alert by three yes/no questions and names the one thing to change about it."
HOOK = "Open this lesson in your favourite AI. It will walk you through the why, explain the demo, and quiz you on the try-it list."
USE = "Use these four in order. Each builds on the one before."
CODE = """def alert_grade(actionable, urgent, runbook):
    if not actionable:
        return (0, "Noise: nobody can act on it. Next: delete it, or turn it into a graph.")
    if urgent and runbook:
        return (2, "Page: it may wake somebody. Next: review it after each night.")
    return (1, "Ticket: somebody should look, in the morning. Next: write down what to do.")
# A typical alert on disk space:
grade, advice = alert_grade(actionable=True, urgent=False, runbook=False)
print(f"Grade {grade}: {advice}")"""
WHOLE = ("alerts.md", "alerts.html", "alerts-as-copied.txt", "alerts-prompts-first.txt")


def recognised(name: str) -> Recognised:
    text = (TEXTS / name).read_text(encoding="utf-8")
    return recognise(lines_of(text, form_of(name, text)))


def without_empty_lines(code: str) -> str:
    return "\n".join(line for line in code.split("\n") if line.strip())


@pytest.mark.parametrize("name", WHOLE)
def test_the_parts_are_recognised_in_every_form(name: str) -> None:
    """Markdown, HTML, as copied with lines run together and headings lost, and in the other order."""
    found = recognised(name)
    assert found.title == "Alerts worth waking up for"
    assert found.hook == HOOK
    assert found.use == USE
    assert found.prompts == PROMPTS
    assert found.why == f"{WHY}\n\n{WHY_2}"
    assert found.demo == DEMO
    assert without_empty_lines(found.code) == CODE
    assert found.layout == ("restored" if name == "alerts-as-copied.txt" else "kept")
    assert not found.doubts


@pytest.mark.parametrize("name", WHOLE[:3])
def test_the_list_and_the_summary_are_recognised(name: str) -> None:
    """A try-it list and a summary, under headings or under short lines that read like ones."""
    found = recognised(name)
    assert [item.split(".")[0] for item in found.try_it] == ["Find the alert that woke you last", "Delete one alert this week, and tell the team why"]  # fmt: skip
    assert found.summary == "An alert is a promise that a person is needed now. Keep the ones that keep it."


@pytest.mark.parametrize("name", ["alerts-as-copied.txt", "alerts.html", "alerts.md"])
def test_everything_is_accounted_for(name: str) -> None:
    """Every line that is not empty and no mere heading is in what was recognised or in what was not used."""
    text = (TEXTS / name).read_text(encoding="utf-8")
    lines = lines_of(text, form_of(name, text))
    found = recognise(lines)
    told = {n for part in [*found.found, *found.unused] for n in range(part.first, part.last + 1)}
    left = [line for line in lines if line.number not in told and line.role not in ("heading", "title", "code")]
    assert all(len(line.text.split()) <= 2 for line in left), left  # "Try it", "In short"


def test_what_a_page_has_around_its_text_is_not_used() -> None:
    """Navigation, buttons and the command that runs the demo are named as not used, with their lines."""
    unused = [str(part) for part in recognised("alerts-as-copied.txt").unused]
    assert "line 2        Sign in" in unused
    assert "line 20       python3 main.py (nothing in a pack is run)" in unused
    assert "line 27       Next lesson" in unused
    html = [part.what for part in recognised("alerts.html").unused]
    assert "Home The course Sign in" in html and not any("track" in what for what in html)


def test_a_text_that_is_cut_off() -> None:
    """What there is is taken, and the doubt is told with its lines; the code stays as it stands."""
    found = recognised("alerts-cut-off.txt")
    assert found.prompts == PROMPTS and found.layout == "broken"
    assert found.code.endswith('return (2, "Page: it may wake som')
    assert [str(part) for part in found.doubts] == [
        "lines 9-13    the code is cut off, or is no Python: look at it in demo.toml"
    ]
    cut = recognise(lines_of("\n".join((TEXTS / "alerts-cut-off.txt").read_text().split("\n")[:6])[:-20], "plain"))
    assert cut.doubts and "cut off" in cut.doubts[-1].what


def test_two_prompts_and_no_demo() -> None:
    """However many prompts there are, they are the prompts; a lesson without a demo gets none."""
    found = recognised("two-prompts.md")
    assert found.prompts == (
        "Explain to me in plain words what the axis of a chart decides about what I see.",
        "Show me one set of numbers drawn so that it looks alarming, and drawn so that it looks dull.",
    )
    assert found.title == "Reading a chart" and found.why.startswith("Charts mislead") and not found.code
    assert set(pack_files(found, "charts")) >= {"1-axis-chart-decides-see.md", "2-set-numbers-drawn-looks.md"}
    assert "demo.toml" not in pack_files(found, "charts")


def test_other_words_for_the_same_parts() -> None:
    """Another course's headings, prompts without full stops, and items in a numbered list."""
    text = """Feature stores

It is tempting to buy a feature store first. Most teams that do so find, a year later, that three people use it and
that nobody can say which features are live. The honest reason is that a store answers a question which the team does
not have yet: how do two models share one definition? Before the second model there is no such question.

Ask your AI
Help me understand what problem a feature store solves, as if I had only ever used pandas
Compare a feature store with a table in a warehouse: where does each hurt first?

Hands-on
A small script lists which columns two models share.

    shared = set(a.columns) & set(b.columns)
    print(sorted(shared))

Practice
1. List the features of your newest model.
2) Name the owner of each.

Key takeaways
Buy nothing before the second model.

Was this page helpful?
"""
    found = recognise(lines_of(text, "plain"))
    assert [len(found.prompts), len(found.try_it)] == [2, 2]
    assert found.why.startswith("It is tempting") and found.why.endswith("no such question.")
    assert "two models share one" in found.why
    assert found.demo == "A small script lists which columns two models share."
    assert found.code == "shared = set(a.columns) & set(b.columns)\nprint(sorted(shared))"
    assert found.summary == "Buy nothing before the second model."


def test_prompts_that_are_set_as_code() -> None:
    """Prompts in code blocks, announced by a heading; a command before the code, and what it prints behind it."""
    found = recognised("secrets.md")
    assert found.use == "Use these three in order"
    assert [prompt.split()[0] for prompt in found.prompts] == ["Explain", "Act", "Write"]
    assert found.prompts[2].endswith("database password,\nstep by step, with the order that avoids downtime.")
    assert found.code.startswith("import re") and found.output == "True"
    assert found.try_it == ("Search your own history for AKIA.", "Rotate one key on a quiet day.")
    unused = [part.what for part in found.unused]
    assert "pip install -r requirements.txt (nothing in a pack is run)" in unused and not found.doubts


def test_prompts_in_a_list_and_code_of_another_language() -> None:
    """A page without head and body, prompts as items, JavaScript: shown as it stands, and nothing is doubted."""
    found = recognised("flags.html")
    assert [prompt.split()[0] for prompt in found.prompts] == ["Explain", "List", "Given"]
    assert found.code.startswith("const on") and found.layout == "kept" and not found.doubts
    assert found.summary == "- A flag has an end date.\n- Remove one a week."


# — the pack —


def test_the_round_trip_of_the_shipped_lesson(
    lesson: Lesson, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is made of its published text has the why, the prompts and the demo of the shipped pack."""
    folder = tmp_path / "again"
    assert run(["lesson", "new", str(folder), "--from", str(TEXTS / "mlops-maturity.txt")]) == 0
    told = capfd.readouterr().out
    assert "  lines 5-7     3 prompts\n" in told and "indentation was lost and is restored" in told
    made = load_lesson(folder)
    assert made.why == lesson.why
    assert [prompt.text for prompt in made.prompts] == [prompt.text for prompt in lesson.prompts]
    assert (made.manifest.hook, made.manifest.use) == (lesson.manifest.hook, lesson.manifest.use)
    assert made.manifest.assessment and lesson.manifest.assessment and made.demo and lesson.demo
    ours, theirs = resolve(lesson.manifest.assessment), resolve(made.manifest.assessment)
    assert demo_source(made, theirs) == demo_source(lesson, ours)
    assert demo_output(made, theirs) == demo_output(lesson, ours)
    assert (made.demo.call.strip(), made.demo.given) == (lesson.demo.call.strip(), lesson.demo.given)
    assert lesson.demo.intro.strip().startswith(made.demo.intro)


def test_code_becomes_a_table_of_rules(tmp_path: Path) -> None:
    """Where no function of that name is registered, the rules are read from the code, and say what it computes."""
    folder = tmp_path / "alerts"
    assert run(["lesson", "new", str(folder), "--from", str(TEXTS / "alerts-as-copied.txt")]) == 0
    made = load_lesson(folder)
    assert made.stages == ("why", *(f"prompt-{n}" for n in range(1, 5)), "demo", "diagnosis", "quiz", "wrap-up")
    assert made.manifest.assessment
    assessment = resolve(made.manifest.assessment)
    names: dict[str, Any] = {}
    exec(compile(ast.parse(CODE), "demo", "exec"), {"print": lambda *_: None}, names)
    for n in range(8):
        facts = {"actionable": bool(n & 4), "urgent": bool(n & 2), "runbook": bool(n & 1)}
        assert tuple(assessment(facts)) == names["alert_grade"](**facts)
    assert demo_output(made, assessment).startswith("Grade 1: Ticket")
    assert made.levels[0].next_step == "Delete it, or turn it into a graph."
    assert {finding.kind for finding in findings_of(folder, fast=False)} == {"stub"}


@pytest.mark.parametrize("name", sorted(path.name for path in TEXTS.iterdir()))
def test_a_pack_of_stubs_has_no_error_and_runs_to_its_end(
    name: str, tmp_path: Path, jsonl: Callable[..., Any], capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever was recognised, the pack is in order but for stubs, and `learn` leads through it to the end."""
    folder = tmp_path / "made"
    assert run(["lesson", "new", str(folder), "--from", str(TEXTS / name)]) == 0
    assert run(["lesson", "check", str(folder)]) == 0
    assert " error: " not in capfd.readouterr().out
    lines = jsonl("--lesson", str(folder))
    event = lines.until_asked()
    for _ in range(80):
        if event["type"] == "session_finished":
            break
        event = lines.say({"continue": "", "confirm": "yes", "diagnostic": "no"}.get(event["kind"], "an answer"))
    assert event["type"] == "session_finished" and lines.end() == (0, "")
    told = [one["text"] for one in lines.events if one["type"] in ("tutor_said", "asked")]
    assert any("Not written yet" in text for text in told)
    assert not any(STUB in text for text in told)
    stubs = [one for one in lines.events if one["type"] == "asked" and is_stub(one["text"])]
    assert stubs and {one["kind"] for one in stubs} <= {"continue", "diagnostic"}


def test_the_small_lesson_explains_itself(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Without a text it is a small complete lesson under the folder's name, with every TOML file explained."""
    folder = tmp_path / "My Second_Lesson"
    assert run(["lesson", "new", str(folder)]) == 0
    assert "lesson check" in capfd.readouterr().out
    assert load_lesson(folder).id == "my-second-lesson"
    for path in folder.rglob("*.toml"):
        lines = path.read_text(encoding="utf-8").split("\n")
        schema = path.parent / lines[0].removeprefix("#:schema ")
        assert json.loads(schema.read_text(encoding="utf-8"))["title"] == path.name
        assert any(line.startswith("# ") for line in lines)


@pytest.mark.parametrize("made", ["file", "folder", "link"])
def test_nothing_is_overwritten(made: str, tmp_path: Path, program: Any) -> None:
    """A folder that holds something, a file, or a link that leads nowhere: one line, status 2, and nothing changed."""
    folder = tmp_path / "there"
    if made == "file":
        folder.write_text("mine", encoding="utf-8")
    elif made == "link":
        folder.symlink_to(tmp_path / "nowhere")
    else:
        folder.mkdir()
        (folder / "mine").write_text("mine", encoding="utf-8")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    done = program.run("lesson", "new", str(folder))
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1 and "exists already" in done.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("raw", "says"),
    [(None, "cannot be read"), (b"", "no text"), (b"\0\1\2", "no text"), (b"x" * 2_100_000, "too long")],
)
def test_a_text_that_cannot_be_used(raw: bytes | None, says: str, tmp_path: Path, program: Any) -> None:
    """A file that is missing, empty, binary or far too long is one line and no folder."""
    source = tmp_path / "page.txt"
    if raw is not None:
        source.write_bytes(raw)
    done = program.run("lesson", "new", str(tmp_path / "made"), "--from", str(source))
    assert done.returncode == 2 and says in done.stderr and len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "made").exists()


WORDS = st.sampled_from(
    ["Use these three in order.", "The demo shows it.", "def f(a):", "return (1, 'x')", "if a:", "Copy", "# Why", "## Prompts",
     "- Explain the thing to me.", "```", "<p>", "</p>", "<pre>", "python3 main.py", "Try it", "\t", "", "What is it for?", '"',
     "Explain this.CopyGive me that.", "x" * 200, "{name}", "\\", '"""', "TODO: x", "1. One", "<nav>", "print('a'", "é 漢字"]
)  # fmt: skip


@given(st.lists(st.one_of(WORDS, st.text(max_size=30)), max_size=25), st.sampled_from(["a.txt", "a.md", "a.html"]))
@example(["<pre>", "<", "def f(a):", "</pre>"], "a.html")
def test_any_text_gives_a_pack_without_errors(parts: list[str], name: str) -> None:
    """Whatever the text, there is a pack, and it is in order but for stubs and what the text itself brings in."""
    text = "\n".join(parts)
    files = pack_files(recognise(lines_of(text, form_of(name, text))), "any")
    with tempfile.TemporaryDirectory() as parent:
        for file, content in files.items():
            path = Path(parent) / file
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8", errors="surrogatepass")
        reading = read_pack(Path(parent))
        assert reading.lesson is not None
        assert not [finding for finding in reading.pack.findings if finding.kind != "encoding"]


@given(st.text())
def test_a_text_is_written_so_that_it_is_read_again(text: str) -> None:
    """Any text without control characters and with the ends of lines that TOML keeps comes back as it was."""
    text = "".join(c for c in text if c == "\n" or (ord(c) >= 32 and not 127 <= ord(c) <= 159)).lstrip("\n")
    out = TomlText("x", "about")
    out.table("", value=text, list=[text, "b"])
    try:
        source = str(out).encode().decode()
    except UnicodeEncodeError:
        return
    assert tomli.loads(source) == {"value": text, "list": [text, "b"]}


def test_names_are_made_of_telling_words() -> None:
    """A slug is short, plain and never begins with a hyphen."""
    assert slug("Walk me through what changes between levels — and why.") == "changes-levels"
    assert slug("Größe, naïvely: l'été!") == "groe-naively-lete"
    assert slug("漢字") == "" and slug("the of and") == "the-of-and"


# — layouts —


@pytest.mark.parametrize(
    ("flat", "how"),
    [
        ("x = 1\nprint(x)", "kept"),
        ("for x in xs:\ntotal += x\nprint(total)", "ambiguous"),
        ("def f(a):\nif a:\nreturn 1\nelse:\nreturn 2\nx = f(True)", "restored"),
        ("def f(", "broken"),
        ("SELECT * FROM t;", "broken"),
        ("", "kept"),
        ("if a:\n" * 60 + "x = 1", "restored"),
        ("\n".join(f"if a{n}:\nx = {n}\nelse:\ny = {n}" for n in range(60)), "ambiguous"),
        ("x = (\n" * 80, "broken"),
    ],
)
def test_only_one_layout_is_restored(flat: str, how: str) -> None:
    """Indentation comes back where only one layout makes sense, and else the code stays as it is."""
    layout = restore(flat.split("\n"))
    assert layout.how == how
    if how != "restored":
        assert layout.code == flat.rstrip("\n")
    else:
        ast.parse(layout.code)
        assert [line.strip() for line in layout.code.split("\n")] == flat.split("\n")


def test_functions_of_this_project_come_back_as_they_were() -> None:
    """Real functions whose indentation is removed are restored as they were, or left alone; never changed."""
    restored = 0
    for path in sorted((Path(SMALL).parents[1] / "interface").glob("*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and "\n\n" not in (code := ast.get_source_segment(source, node) or ""):
                layout = restore([line.strip() for line in code.split("\n")])
                if layout.how == "restored":
                    restored += 1
                    assert ast.dump(ast.parse(layout.code)) == ast.dump(ast.parse(code)), path
    assert restored >= 20


# — the schema —


def test_the_schemas_are_up_to_date(shipped: Path) -> None:
    """The schemas beside the shipped packs are what `python docs/generate.py schema` writes now."""
    folder = shipped.parent / "schema"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == schema_files()


def test_every_key_is_described() -> None:
    """An editor has something to say of every key: the docstring of its field."""
    for name, schema in schemas().items():
        jsonschema.Draft7Validator.check_schema(schema)
        for table in [schema, *schema.get("definitions", {}).values()]:
            for key, value in table.get("properties", {}).items():
                assert value.get("description"), (name, key)


@pytest.mark.parametrize("pack", ["shipped", "small"])
def test_the_packs_agree_with_their_schemas(pack: str, shipped: Path) -> None:
    """What the loader takes, an editor does not underline; and both refuse an unknown key."""
    folder = shipped if pack == "shipped" else SMALL
    for path in folder.rglob("*.toml"):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        name = first.rpartition("/")[2]
        assert first.startswith("#:schema ") and name == f"{path.stem}.json"
        if pack == "shipped":
            assert (path.parent / first.removeprefix("#:schema ")).is_file()
        validator = jsonschema.Draft7Validator(schemas()[path.stem])
        table = tomli.loads(path.read_text(encoding="utf-8"))
        assert not list(validator.iter_errors(table)), path
        if path.stem != "cues":
            assert list(validator.iter_errors({**table, "unknown": 1}))


def test_a_copy_finds_its_schemas(tmp_path: Path, shipped: Path) -> None:
    """`lesson copy` brings the schemas along, and the copied files name them where they are."""
    assert run(["lesson", "copy", shipped.name, str(tmp_path / "mine")]) == 0
    for path in (tmp_path / "mine").rglob("*.toml"):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        assert (path.parent / first.removeprefix("#:schema ")).resolve().is_relative_to(tmp_path / "mine" / "schema")
        assert (path.parent / first.removeprefix("#:schema ")).is_file()
