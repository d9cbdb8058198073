"""The small lesson, and the generator of the documentation."""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import strategies as st

from tutor.lesson.new import small_files, write_pack


@pytest.fixture
def small_lesson(tmp_path: Path) -> Callable[[], Path]:
    """Writes the small lesson to a folder of the test, as `lesson new` does."""

    def write() -> Path:
        write_pack(tmp_path / "my-lesson", small_files("my-lesson"))
        return tmp_path / "my-lesson"

    return write


@pytest.fixture(scope="session")
def generate() -> ModuleType:
    """`docs/generate.py`."""
    path = Path(__file__).parents[2] / "docs" / "generate.py"
    spec = importlib.util.spec_from_file_location("docs_generate", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def damaged() -> Callable[[bytes, st.DataObject], bytes]:
    """Damages the bytes of a file."""
    return _damaged


def _damaged(raw: bytes, data: st.DataObject) -> bytes:
    """Some bytes flipped, some lines cut, moved or doubled, or some text put in."""
    kind = data.draw(st.sampled_from(["flip", "cut", "double", "shuffle", "truncate", "insert"]))
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    lines = raw.split(b"\n")
    place = chance.randrange(len(lines))
    match kind:
        case "flip":
            changed = bytearray(raw or b"x")
            for _ in range(chance.choice((1, 1, 3, 20))):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
            return bytes(changed)
        case "cut":
            del lines[place : place + chance.randrange(1, 5)]
        case "double":
            lines[place:place] = lines[place : place + chance.randrange(1, 8)]
        case "shuffle":
            part = lines[place : place + 6]
            chance.shuffle(part)
            lines[place : place + 6] = part
        case "truncate":
            return raw[: chance.randrange(len(raw) + 1)]
        case "insert":
            lines.insert(place, data.draw(st.text(max_size=40)).encode("utf-8", "surrogatepass"))
    return b"\n".join(lines)
