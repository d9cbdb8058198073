"""Lessons from folders of the settings and from installed packages: listed, taught, and told apart."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LESSONS = Path(__file__).parents[1] / "lessons"
PACKAGE = '''"""A package of a course."""

from pathlib import Path

LESSON = Path(__file__).parent / "lesson"


def lessons():
    return Path(__file__).parent / "lessons"


def harbour_level(tests, deploys):
    if tests and deploys:
        return (2, "Keep going.")
    return (1, "Deploy by machine.") if tests else (0, "Write a test.")
'''


@pytest.fixture
def installed(tmp_path: Path, write_pack: Callable[..., Path]) -> Callable[..., dict[str, str]]:
    """Installs a package that offers lessons and an assessment; what the environment then needs."""

    def install(entry_points: str, **packs: dict[str, str | None]) -> dict[str, str]:
        site = tmp_path / "site"
        (site / "harbour").mkdir(parents=True)
        (site / "harbour" / "__init__.py").write_text(PACKAGE, encoding="utf-8")
        for name, changes in packs.items():
            folder = write_pack(changes, name=f"made/{name}")
            shutil.copytree(folder, site / "harbour" / name.replace("__", "/"))
        info = site / "harbour-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: harbour\nVersion: 1.2\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")
        return {"PYTHONPATH": os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)}

    return install


def by_function(name: str) -> dict[str, str | None]:
    """The small pack, assessed by a registered function."""
    manifest = 'format = 1\nid = "harbour"\ntitle = "Harbour"\nsummary = "By a function."\nminutes = 5\nprompts = ["1-only.md"]\n'
    return {"lesson.toml": f'{manifest}\n[assessment]\nfunction = "{name}"\n'}


def test_a_package_brings_lessons_and_an_assessment(installed: Callable[..., Any], program: Any) -> None:
    """An installed package's lessons are listed with the package, taught by id, and its code is named as code."""
    environment = installed(
        "[mlops_tutor.lessons]\nharbour = harbour:LESSON\nmore = harbour:lessons\n"
        "[mlops_tutor.assessments]\nharbour_level = harbour:harbour_level\n",
        lesson=by_function("harbour_level"),
        lessons__small={},
    )
    done = program.run("lesson", "list", **environment)
    assert done.returncode == 0
    lines = {line.split("  ")[0]: line for line in done.stdout.splitlines()}
    assert lines["harbour"] == (
        "harbour  By a function.  [package harbour 1.2; no errors, 1 warning; "
        "assessed by harbour_level, code of the package harbour 1.2]"
    )
    assert "package harbour 1.2" in lines["small"] and "a table of rules" in lines["small"]
    assert "shipped" in lines["mlops-maturity"] and "code of the package mlops-tutor" in lines["mlops-maturity"]
    taught = program.run("assess", "--lesson", "harbour", "--tests", "yes", "--deploys", "no", **environment)
    assert taught.stdout == "Level 1: Deploy by machine.\n"
    assert program.run("lesson", "check", "--fast", "harbour", **environment).returncode == 0


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("x = harbour:nothing", "AttributeError"),
        ("x = no_such_module:x", "ModuleNotFoundError"),
        ("x = harbour:__name__", "no lesson.toml"),
    ],
)
def test_a_package_that_is_broken_breaks_nothing_else(
    installed: Callable[..., Any], program: Any, entry: str, says: str
) -> None:
    """What another package's code raises is told in its line; every other lesson is listed and taught."""
    environment = installed(f"[mlops_tutor.lessons]\n{entry}\n")
    done = program.run("lesson", "list", MLOPS_TUTOR_LESSONS=str(LESSONS), **environment)
    assert done.returncode == 0
    assert any(line.startswith("x  cannot be taught: ") and says in line for line in done.stdout.splitlines())
    assert sum(line.startswith(("code-review  Find", "mlops-maturity  Find")) for line in done.stdout.splitlines()) == 2
    asked = program.run("--lesson", "x", "--plain", **environment)
    assert asked.returncode == 2 and len(asked.stderr.splitlines()) == 1 and says in asked.stderr
    assert program.run("--lesson", "code-review", "--plain", MLOPS_TUTOR_LESSONS=str(LESSONS), **environment).returncode == 0  # fmt: skip


def test_of_two_lessons_with_one_id_the_nearer_is_taught(
    program: Any, write_pack: Callable[..., Path], tmp_path: Path
) -> None:
    """The first folder of the settings wins, a line says so in the list, and another when the lesson starts."""
    write_pack({"why.md": "The near reason.\n"}, name="near/small")
    write_pack({"why.md": "The far reason.\n"}, name="far/small")
    folders = os.pathsep.join([str(tmp_path / "near"), str(tmp_path / "far")])
    listed = program.run("lesson", "list", MLOPS_TUTOR_LESSONS=folders).stdout.splitlines()
    assert [("not taught" in line) for line in listed if line.startswith("small")] == [False, True]
    assert f"(not taught: {tmp_path / 'near' / 'small'} is nearer and has this id)" in listed[1]
    done = program.run("--lesson", "small", "--plain", MLOPS_TUTOR_LESSONS=folders)
    assert "The near reason." in done.stdout
    assert len(done.stderr.splitlines()) == 1 and str(tmp_path / "far" / "small") in done.stderr
    by_folder = program.run("--lesson", str(tmp_path / "far" / "small"), "--plain", "--new")
    assert "The far reason." in by_folder.stdout and not by_folder.stderr


def test_the_default_lesson_can_be_replaced(program: Any, write_pack: Callable[..., Path], tmp_path: Path) -> None:
    """A lesson of the settings with the shipped lesson's id is taught in its place, and that is said."""
    manifest = (
        'format = 1\nid = "mlops-maturity"\ntitle = "Ours"\nsummary = "s"\nminutes = 5\nprompts = ["1-only.md"]\n'
    )
    write_pack(
        {"lesson.toml": manifest, "diagnosis.toml": None, "levels.toml": None, "why.md": "Our reason.\n"}, name="ours/a"
    )
    done = program.run("--plain", "--offline", MLOPS_TUTOR_LESSONS=str(tmp_path / "ours"))
    assert "Our reason." in done.stdout and "is not taught" in done.stderr


@pytest.mark.parametrize("name", sorted(path.name for path in LESSONS.iterdir()))
def test_the_further_lessons_run_the_whole_machinery(name: str, program: Any) -> None:
    """Taught to their end, previewed and listed as the shipped one is, with a level where there is an assessment."""
    replies = "\n".join(["/next", "yes", "no", "/next"] * 12)
    done = program.run("--lesson", name, "--plain", "--offline", stdin=replies, MLOPS_TUTOR_LESSONS=str(LESSONS))
    assert done.returncode == 0 and "Done" in done.stdout and "Your place is saved" not in done.stdout
    assert ("you are here" in done.stdout) == (name == "code-review")
    seen = program.run("lesson", "preview", str(LESSONS / name)).stdout
    assert "── the summary" in seen and "Not written yet" not in seen
    assess = program.run("assess", "--lesson", str(LESSONS / name), "--small", "yes", "--run", "no")
    if name == "code-review":
        assert assess.stdout.startswith("Level 1: Read:")
    else:
        assert assess.returncode == 2


@pytest.mark.parametrize("name", sorted(path.name for path in LESSONS.iterdir()))
def test_the_further_lessons_are_in_order(name: str, program: Any) -> None:
    """The lessons of the tests have no finding, not even a warning."""
    done = program.run("lesson", "check", str(LESSONS / name))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no errors, no warnings\n")
