"""The house: imports go down only, and nothing slow is loaded before the first prompt."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

import tutor

PACKAGE = Path(tutor.__file__).parent
FLOORS = {"errors": 0, "lesson": 1, "learner": 2, "teaching": 3, "interface": 4, "__main__": 5}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "prompts" not in path.relative_to(PACKAGE).parts)


def imported(path: Path) -> list[str]:
    """The modules of this project that a file imports, wherever the statement stands."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return [name for name in names if name.split(".")[0] == "tutor" and name != "tutor"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down_the_house_only(path: Path) -> None:
    """No module imports one that lives on a floor above it."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if first == "__init__":
        assert imported(path) == []
        return
    up = [name for name in imported(path) if FLOORS.get(name.split(".")[1], 0) > FLOORS[first]]
    assert up == []


def test_every_floor_is_where_the_design_puts_it() -> None:
    """The package has exactly the four rooms, the errors below them and the entrance above."""
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES} - {"__init__"}
    assert rooms == set(FLOORS)


def test_errors_import_nothing_of_the_project() -> None:
    """The errors lie below all floors."""
    assert imported(PACKAGE / "errors.py") == []


def test_the_first_prompt_loads_nothing_slow() -> None:
    """Up to the first prompt neither openai, rich, click, the TOML parser nor what the grader learns by is imported."""
    code = """
import sys
import tutor.__main__, tutor.interface.main, tutor.interface.learn
from tutor.interface.opening import open_session
from tutor.interface.settings import read_settings
opened = open_session(read_settings(), new=False)
from tutor.interface.terminal import Screen
screen = Screen(opened)
screen.header()
screen.show_all(opened.begin())
from tutor.interface.input_line import InputLine
line = InputLine(opened)
line._toolbar
opened.close()
slow = [m for m in ("openai", "rich", "click", "tree_sitter", "tree_sitter_toml", "httpx", "pygments", "jinja2", "watchfiles", "markdown_it", "mcp", "numpy", "tokenizers", "wordllama", "sklearn") if m in sys.modules]
print("SLOW", *slow)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "SLOW"


def test_nothing_but_the_assessment_knows_the_shipped_lesson() -> None:
    """The lesson's subject is named by the assessment's module and the default lesson's id, and by nothing else."""
    others = []
    for path in sorted(PACKAGE.rglob("*")):
        if not path.is_file() or path.suffix == ".pyc" or "prompts" in path.relative_to(PACKAGE).parts:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            left = re.sub(r"mlops[-_]tutor", "", line, flags=re.IGNORECASE)
            if "mlops" in left.lower():
                others.append((path.relative_to(PACKAGE).as_posix(), line))
    assert [name for name, _ in others] == ["lesson/catalog.py", "lesson/maturity.py"]
    assert others[0][1] == 'DEFAULT_LESSON = "mlops-maturity"'


def test_the_package_is_typed() -> None:
    """Type checkers of other projects are told that the package carries its types."""
    assert files("tutor").joinpath("py.typed").is_file()
