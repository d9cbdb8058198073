"""Recognises the parts of a published lesson in its text.

A published lesson has a hook line, the why, a paragraph about its demo, prompts to be used in order, the demo's code,
sometimes a try-it list and a summary, and a page around it. Headings say which is which; where they are lost, the
parts are told by how they read. Nothing here is certain, so everything that was taken is reported with its lines, and
so is everything that was not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tutor.lesson.published import patterns
from tutor.lesson.published.blocks import Block, blocks_of
from tutor.lesson.published.layout import How, Layout, restore
from tutor.lesson.published.lines import Line, Role
from tutor.lesson.published.patterns import Section


@dataclass
class Recognised:
    """The parts of a published lesson. What the text does not contain is empty."""

    title: str = ""
    hook: str = ""
    why: str = ""
    use: str = ""
    prompts: tuple[str, ...] = ()
    demo: str = ""
    code: str = ""
    layout: How = "kept"
    output: str = ""
    try_it: tuple[str, ...] = ()
    summary: str = ""
    found: list[Part] = field(default_factory=list)
    """What was recognised, in the order of the text."""
    unused: list[Part] = field(default_factory=list)
    """What was not used, in the order of the text."""
    doubts: list[Part] = field(default_factory=list)
    """What its author should look at."""


class Part(NamedTuple):
    """Some lines of the text, and what they were taken for."""

    first: int
    last: int
    what: str

    def __str__(self) -> str:
        lines = f"line {self.first}" if self.first == self.last else f"lines {self.first}-{self.last}"
        return f"{lines:<14}{self.what}"


_SHELLS = frozenset({"bash", "sh", "shell", "console", "zsh"})
_NO_CODE = frozenset({"text", "output", "console"})
_LONG = 25
"""Words of a paragraph from which on it can be the why."""


def recognise(lines: Sequence[Line]) -> Recognised:
    """The parts of the lesson in these lines."""
    return _Reader(blocks_of(lines)).read()


class _Reader:
    """Takes the blocks for parts, one kind of part after the other; each block is taken once."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = list(blocks)
        self.taken: dict[int, str] = {}
        """What each block was taken for, by its position."""
        self.sections = list(self._sections())
        self.result = Recognised()

    def read(self) -> Recognised:
        result = self.result
        self._aside()
        result.title = self._title()
        result.hook = self._hook()
        result.use, result.prompts = self._prompts()
        result.code, result.layout = self._code()
        result.output = self._output()
        result.try_it = self._list_under("try-it", "the try-it list")
        result.summary = self._under("summary", "summary")
        result.demo = self._demo()
        result.why = self._why()
        self._cut_off()
        self._report()
        return result

    def _sections(self) -> Iterator[Section | None]:
        """For each block the section that the heading above it opens."""
        now: Section | None = None
        for block in self.blocks:
            if (head := _head(block)) is not None:
                now = head
            elif block.role == "heading":
                now = None
            yield now

    def _take(self, at: int, what: str) -> Block:
        self.taken[at] = what
        return self.blocks[at]

    def _free(self, *roles: Role) -> Iterator[int]:
        """The positions of what nobody took and what is no heading, of these roles."""
        for at, block in enumerate(self.blocks):
            if at not in self.taken and block.role in (roles or ("text", "item")) and _head(block) is None:
                yield at

    def _aside(self) -> None:
        for at, block in enumerate(self.blocks):
            if block.role == "aside" or (block.role in ("text", "item", "heading") and _is_noise(block)):
                self.taken[at] = ""
            elif block.role in ("text", "item") and patterns.RUN.fullmatch(block.text) and len(block.text.split()) <= 8:
                self.taken[at] = "the command that runs the demo; nothing in a pack is run"

    def _title(self) -> str:
        titles = [
            at
            for at, b in enumerate(self.blocks)
            if b.role in ("title", "heading") and not _head(b) and at not in self.taken
        ]
        heads = [at for at in titles if self.blocks[at].role == "heading"]
        if not titles:
            return self._title_by_looks()
        at = (heads or titles)[0]
        if at > 12 and self.blocks[at].role == "heading":
            return ""
        for other in titles:
            if self.blocks[other].role == "title":
                self.taken[other] = ""
        return self._take(at, "title").text

    def _title_by_looks(self) -> str:
        """A short line without an end, above everything else."""
        for at in list(self._free("text"))[:1]:
            text = self.blocks[at].text
            if 1 <= len(text.split()) <= 10 and text[:1].isupper() and not re.search(r"[.!?:,;]$", text):
                return self._take(at, "title").text
        return ""

    def _hook(self) -> str:
        for n, at in enumerate(self._free("text")):
            block = self.blocks[at]
            here = n < 6 or re.search(r"\bthis (?:lesson|page|module)\b", block.text, re.IGNORECASE)
            if here and patterns.HOOK.search(block.text) and len(block.text.split()) <= 45:
                return self._take(at, "hook").text
        return ""

    def _prompts(self) -> tuple[str, tuple[str, ...]]:
        use, start, count = "", -1, 0
        for at in self._free("text", "item", "heading"):
            text = self.blocks[at].text
            if patterns.USE.search(text) and len(text.split()) <= 30:
                use, start, count = self._take(at, "how the prompts are used").text, at + 1, _number_in(text)
                break
        if start < 0:
            start = next((at + 1 for at, block in enumerate(self.blocks) if _head(block) == "prompts"), -1)
        found = self._run_of_prompts(start, count) if start >= 0 else self._prompts_by_looks()
        prompts = [self._take(at, "").text for at in found]
        if all(text[:1] in "“\"'‘" and text[-1:] in "”\"'’" for text in prompts):
            prompts = [text[1:-1].strip() for text in prompts]
        if found:
            self.result.found.append(_part(self.blocks, found, f"{len(prompts)} prompt{'s' * (len(prompts) != 1)}"))
        if count and prompts and len(prompts) != count:
            self.result.doubts.append(
                _part(self.blocks, found, f"the text speaks of {count} prompts, and {len(prompts)} were found")
            )
        return use, tuple(prompts)

    def _run_of_prompts(self, start: int, count: int) -> list[int]:
        """The prompts that follow a place: as many as were announced, or as long as they look like it."""
        found: list[int] = []
        for at in range(start, len(self.blocks)):
            block = self.blocks[at]
            if at in self.taken:
                if self.taken[at]:
                    break
                continue
            prose = block.role in ("text", "item") or (block.role == "code" and _is_prose(block))
            if not prose or _head(block) is not None:
                break
            prompt = _looks_like_prompt(block)
            if not prompt and (not count or patterns.DEMO.search(block.text) or len(block.text.split()) > 90):
                break
            found.append(at)
        # a remark may stand before them, and what follows them may be a paragraph of something else
        alike = [at for at in found if _looks_like_prompt(self.blocks[at])]
        return (alike if count and len(alike) >= count else found)[: count or None]

    def _prompts_by_looks(self) -> list[int]:
        """Where nothing announces them: at least two neighbours that read like prompts."""
        run: list[int] = []
        for at in [*self._free("text", "item", "code"), -1]:
            block = self.blocks[at] if at >= 0 else None
            near = not run or (at >= 0 and all(n in self.taken for n in range(run[-1] + 1, at)))
            prompt = block is not None and (block.role != "code" or _is_prose(block)) and _looks_like_prompt(block)
            if prompt and near and self.sections[at] != "try-it":
                run.append(at)
                continue
            if len(run) >= 2:
                return run
            run = [at] if prompt and self.sections[at] != "try-it" else []
        return []

    def _code(self) -> tuple[str, How]:
        runs = [at for at in self._free("code") if self.sections[at] != "output"]
        runs = [
            at
            for at in runs
            if not self._is_command(at) and self.blocks[at].language not in ("text", "output", "console")
        ]
        if not runs:
            return "", "kept"
        at = max(runs, key=lambda at: len(self.blocks[at].lines))
        lines = list(self.blocks[at].lines)
        last = self.blocks[at].last
        while lines and (patterns.RUN.fullmatch(lines[-1].strip()) or not lines[-1].strip()):
            if lines[-1].strip():
                self.result.unused.append(Part(last, last, f"{lines[-1].strip()} (nothing in a pack is run)"))
            lines.pop()
            last -= 1
        if lines and (glued := patterns.GLUED_RUN.search(lines[-1])):
            self.result.unused.append(Part(last, last, f"{glued[1]} (nothing in a pack is run)"))
            lines[-1] = lines[-1][: glued.start()]
        foreign = self.blocks[at].language not in ("", "python", "py", "python3")
        layout = Layout("\n".join(lines).strip("\n"), "kept") if foreign else restore(lines)
        told = {
            "kept": "the demo's code",
            "restored": "the demo's code; its indentation was lost and is restored, since only one layout makes sense",
            "ambiguous": "the demo's code, as it stands",
            "broken": "the demo's code, as it stands",
        }[layout.how]
        block = self._take(at, "")
        self.result.found.append(Part(block.first, last, told))
        if layout.how == "ambiguous":
            doubt = "the code lost its indentation, and several layouts make sense: indent it in demo.toml"
            self.result.doubts.append(Part(block.first, last, doubt))
        elif layout.how == "broken":
            self.result.doubts.append(
                Part(block.first, last, "the code is cut off, or is no Python: look at it in demo.toml")
            )
        return layout.code, layout.how

    def _is_command(self, at: int) -> bool:
        block = self.blocks[at]
        lines = [line for line in block.lines if line.strip()]
        if block.language in ("bash", "sh", "shell", "console", "zsh") or all(
            patterns.RUN.fullmatch(line.strip()) for line in lines
        ):
            self.taken[at] = "the command that runs the demo; nothing in a pack is run"
            return True
        return False

    def _output(self) -> str:
        for at in [*self._free("code"), *self._free("text", "item")]:
            block = self.blocks[at]
            if self.sections[at] == "output" or block.language in ("text", "output"):
                return self._take(at, "what the demo prints").text.strip()
        return ""

    def _list_under(self, section: Section, what: str) -> tuple[str, ...]:
        found = [at for at in self._free("text", "item") if self.sections[at] == section]
        items = [at for at in found if self.blocks[at].role == "item"] or found
        kept = [self._take(at, "").text for at in items]
        if items:
            self.result.found.append(_part(self.blocks, items, f"{what}, {len(items)} item{'s' * (len(items) != 1)}"))
        return tuple(kept)

    def _under(self, section: Section, what: str) -> str:
        found = [at for at in self._free("text", "item") if self.sections[at] == section]
        return self._paragraphs(found, what) if found else ""

    def _demo(self) -> str:
        under = [at for at in self._free("text") if self.sections[at] == "demo"]
        if under:
            return self._paragraphs(under, "the demo, in words")
        for at in self._free("text"):
            block = self.blocks[at]
            if patterns.DEMO.search(block.text) and len(block.text.split()) <= 120 and self.sections[at] != "why":
                return self._paragraphs([at], "the demo, in words")
        return ""

    def _why(self) -> str:
        under = [at for at in self._free("text", "item") if self.sections[at] == "why"]
        if under:
            return self._paragraphs(under, "why")
        run: list[int] = []
        for at in self._free("text"):
            if self.sections[at] not in (None, "why") or (
                run and any(n not in self.taken for n in range(run[-1] + 1, at))
            ):
                if run:
                    break
                continue
            if run and any(self.taken.get(n) for n in range(run[-1] + 1, at)):
                break
            if len(self.blocks[at].text.split()) >= (8 if run else _LONG):
                run.append(at)
            elif run:
                break
        return self._paragraphs(run, "why") if run else ""

    def _paragraphs(self, found: Sequence[int], what: str) -> str:
        blocks = [self._take(at, "") for at in found]
        more = f", {len(blocks)} paragraphs" if len(blocks) > 1 else ""
        self.result.found.append(_part(self.blocks, found, what + more))
        text = ""
        for block in blocks:
            mark = "- " if block.role == "item" else ""
            text += ("\n" if mark and text.split("\n")[-1].startswith("- ") else "\n\n") + mark + block.text
        return text.strip()

    def _cut_off(self) -> None:
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.role not in ("text", "item") or _is_noise(last) or len(last.text.split()) < 5:
            return
        if re.search(r"[\w,;(–—-]$", last.text.rstrip()):
            self.result.doubts.append(Part(last.first, last.last, "the text seems to be cut off here"))

    def _report(self) -> None:
        result = self.result
        reported = {part.first for part in result.found}
        for at, block in enumerate(self.blocks):
            what = self.taken.get(at)
            if what and block.first not in reported and "nothing in a pack is run" not in what:
                result.found.append(Part(block.first, block.last, what))
            elif what and "nothing in a pack is run" in what:
                result.unused.append(Part(block.first, block.last, f"{_short(block.text)} (nothing in a pack is run)"))
            elif (what is None and _head(block) is None) or (
                what == "" and (block.role == "aside" or _is_noise(block)) and not self._is_part(at)
            ):
                result.unused.append(Part(block.first, block.last, _short(block.text)))
        result.found.sort()
        result.unused.sort()
        result.doubts.sort()

    def _is_part(self, at: int) -> bool:
        block = self.blocks[at]
        return any(part.first <= block.first and block.last <= part.last for part in self.result.found)


def _part(blocks: Sequence[Block], found: Sequence[int], what: str) -> Part:
    return Part(blocks[found[0]].first, blocks[found[-1]].last, what)


def _head(block: Block) -> Section | None:
    """The section that a heading opens, or a short line that reads like one."""
    if block.role == "heading" or (
        block.role == "text" and len(block.text.split()) <= 5 and not block.text.rstrip().endswith((".", "!", "?", ","))
    ):
        text = block.text
    else:
        return None
    text = re.sub(r"^[\W\d]+", "", text)
    return next((name for name, pattern in patterns.HEADS if pattern.match(text)), None)


def _is_noise(block: Block) -> bool:
    text = block.text.strip()
    if _head(block) is not None and block.role == "heading":
        return False
    if text.endswith(".") and len(text.split()) >= 4 and not text.startswith("©"):
        return False  # a sentence
    return len(text.split()) <= 12 and (patterns.NOISE.fullmatch(text) is not None or not re.search(r"\w", text))


def _is_prose(block: Block) -> bool:
    """Whether a code block holds a prompt: pages set prompts in one, so that they can be copied."""
    text = " ".join(block.text.split())
    return len(text.split()) >= 5 and not any(patterns.STRONG_CODE.fullmatch(line.strip()) for line in block.lines)


def _looks_like_prompt(block: Block) -> bool:
    text = block.text.strip()
    words = len(text.split())
    return 4 <= words <= 150 and patterns.PROMPT.match(text) is not None and not patterns.DEMO.match(text)


def _number_in(text: str) -> int:
    for word in re.findall(r"\w+", text.lower()):
        if word in patterns.NUMBERS and word != "one":
            return patterns.NUMBERS[word]
        if word.isdigit() and 1 < int(word) <= 20:
            return int(word)
    return 0


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:59]}…"
