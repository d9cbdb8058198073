"""What a lesson pack contains, as data.

Every class is a table of one of the pack's TOML files; the docstring under a field is what an author reads about
it. Long text is Markdown. Nothing here reads a file: `tutor.lesson.load` does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tutor.lesson.marks import is_stub

Text = Annotated[str, Field(min_length=1)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


class Table(BaseModel):
    """A table that refuses keys it does not know."""

    # a file's model builds the schemas of its tables: none of them needs one of its own before that
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Drafted(Table):
    """A table that a model may have proposed."""

    draft: bool = False
    """A model proposed it and nobody has accepted it: learners are told so. Remove the line once you stand by it."""


class Option(Table):
    """One of the things to choose from or to put in order."""

    id: Identifier
    """Stable name; never shown, never reused for another option."""
    text: Text
    """What the learner sees."""
    feedback: str = ""
    """What to say when this wrong option was chosen; must not name the right one."""


class Misconception(Table):
    """A common wrong answer that deserves feedback of its own."""

    id: Identifier
    """Stable name."""
    phrasings: tuple[Text, ...]
    """Ways in which learners write it; each must be graded `incorrect` or `partial`."""
    feedback: Text
    """What is right about it, what is not, and where to look. Must not state the answer."""


class Criterion(Table):
    """One statement that an explanation has to make."""

    id: Identifier
    """Stable name."""
    text: Text
    """The statement, as it would stand in a good answer."""
    missing: Text
    """What to say when it is missing: points at the gap without filling it."""
    cues: tuple[tuple[Text, ...], ...] = ()
    """Groups of words or phrases: a sentence that has one of every group speaks of this criterion."""
    met: tuple[Text, ...] = ()
    """Phrasings that meet it, as learners write them."""
    unmet: tuple[Text, ...] = ()
    """Phrasings that look like it and do not meet it."""


class ItemBase(Drafted):
    """What every question to the learner has, in a check or in the try-it list."""

    id: Identifier
    """Unique in the lesson; the record of a learner is kept by it."""
    question: Text
    """What the learner is asked."""
    again: str = ""
    """The question in other words, for when it comes back. For `predict` see `again_with`."""
    hints: tuple[Text, ...] = ()
    """A nudge, a pointer, a sentence to complete. None contains the answer."""
    answer: str = ""
    """The answer with its reason: shown after the last hint or a skip, and after a right answer."""
    see: str = ""
    """Where to look: the id of a stage (`why`, `prompt-1`, `demo`, `diagnosis`)."""


class Predict(ItemBase):
    """What does the assessment return for these facts? Graded by calling it."""

    kind: Literal["predict"]
    """A prediction."""
    given: dict[str, bool]
    """The facts that the assessment is called with."""
    again_with: dict[str, bool] | None = None
    """Other facts for when the item comes back; `again` then describes them."""
    again_answer: str = ""
    """The answer with its reason for `again_with`."""
    feedback: dict[str, Text] = Field(default_factory=dict)
    """By the wrong level that was answered ("0", "1" …); must not state the right one."""


class Choice(ItemBase):
    """One option is right."""

    kind: Literal["choice"]
    """A choice."""
    options: tuple[Option, ...] = Field(min_length=2)
    """What to choose from, in the order in which it is shown."""
    key: Identifier
    """The id of the right option."""


class Order(ItemBase):
    """Put the options in order, first things first. Listed here in the order in which they are shown."""

    kind: Literal["order"]
    """An order."""
    options: tuple[Option, ...] = Field(min_length=3)
    """What to put in order, in the order in which it is shown."""
    key: tuple[Identifier, ...]
    """The ids in the right order."""
    feedback: str = ""
    """What to say after a wrong order; must not state the right one."""


class Explain(ItemBase):
    """An answer in the learner's own words, graded by a rubric of criteria."""

    kind: Literal["explain"]
    """An explanation."""
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    """The rubric: statements that a good answer makes, all of them needed."""
    misconceptions: tuple[Misconception, ...] = ()
    """Wrong answers that deserve feedback of their own."""
    correct: tuple[Text, ...] = ()
    """Model answers; each must be graded `correct`."""


class Reflect(ItemBase):
    """A question that is kept and not graded."""

    kind: Literal["reflect"]
    """A reflection."""
    acknowledge: Text
    """What to say once it was answered, whatever the answer was."""
    keep_as: Literal["", "plan", "prediction"] = ""
    """`plan`: shown again at the end as the learner's plan. `prediction`: a number of right answers expected."""


Item = Annotated[Predict | Choice | Order | Explain | Reflect, Field(discriminator="kind")]


class Prompt(BaseModel):
    """One of the lesson's prompts with all that is taught around it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    number: int
    """1, 2, 3 …"""
    text: str
    """The prompt, verbatim."""
    explanation: str
    simpler: str
    example: str
    checks: Checks


class Checks(Table):
    """`checks.toml` in a prompt's folder."""

    title: Text
    """Three or four words for the progress line."""
    opener: Reflect | None = None
    """What the learner is asked before anything is explained."""
    check: tuple[Item, ...] = ()
    """The questions after the explanation: the first before the worked example, the others after it."""


class Piece(Table):
    """A stretch of the demo's code and what it does."""

    code: Text
    """The lines, as they stand in the source (leading blanks do not matter)."""
    text: Text
    """What they do."""


class Quirk(Table):
    """Something about the demo that surprises, taught openly."""

    item: Item
    """What to predict before it is told."""
    text: Text
    """What it means, told after the attempt."""


class Demo(Table):
    """`demo.toml`."""

    intro: Text
    """What the demo is, said above its code."""
    code: str = ""
    """Shown instead of the assessment's source when there is no registered function. Never run."""
    call: str = ""
    """The lines below the function, shown with it. Never run: what they print is computed from `given`."""
    given: dict[str, bool] = Field(default_factory=dict)
    """The facts of the team in `call`."""
    output: str = ""
    """What `code` prints, where the author has to state it."""
    piece: tuple[Piece, ...] = ()
    """Stretches of the code with what they do, told after the demo was run."""
    predict: Item | None = None
    """Asked before the demo is run."""
    after: str = ""
    """What to notice in the output."""
    quirk: tuple[Quirk, ...] = ()
    """What surprises about the demo, each with a question before it is told."""


class Fact(Drafted):
    """One yes-or-no fact about the learner's own process: a parameter of the assessment."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """The name that the assessment uses."""
    label: Text
    """One or two words for the table."""
    means_yes: Text
    """A short adjective or phrase for yes, e.g. "automatic"."""
    means_no: Text
    """The same for no, e.g. "by hand"."""
    statement: Text
    """What yes claims, as a sentence about the learner's team ("Backups start without a person.")."""
    question: Text
    """In plain words, for someone who has never heard the terms."""
    counts_as_yes: tuple[Text, ...]
    """What is a yes, shown with the question."""
    counts_as_no: tuple[Text, ...]
    """What is not, though one might think so."""
    explanation: Text
    """The answer to "what do you mean?"."""
    follow_up: Text
    """The question once more, in other words, after "I don't know"."""
    partly: Text
    """The question after "partly": which part is still done by hand?"""
    finding_out: Text
    """How to find out, when nobody knew."""


class Note(Table):
    """What to say beside the assessment when these facts hold; the first note whose facts match is shown."""

    when: dict[str, bool]
    """The facts that have to hold."""
    text: Text
    """What is said then."""


class Caveat(Table):
    """Where the assessment's sentence may not hold for this learner: ask once more, then say so."""

    when: dict[str, bool]
    """The facts, as understood, for which the sentence is doubtful."""
    fact: str
    """The fact that is asked once more."""
    question: Text
    """The one more question."""
    note: Text
    """What is said beside the assessment's sentence when the answer stays."""


class Diagnosis(Table):
    """`diagnosis.toml`."""

    intro: Text
    """What is said before the questions."""
    blind_spots: Text
    """What the assessment does not look at, in one line."""
    fact: tuple[Fact, ...] = ()
    """The facts that the assessment takes, in the order in which they are asked for."""
    note: tuple[Note, ...] = ()
    """What is said beside the level; the first whose facts hold."""
    caveat: tuple[Caveat, ...] = ()
    """Where the assessment's sentence may not hold."""


class Cues(Table):
    """How learners speak of one fact; the ear reads replies by it. Endings and small misspellings do not matter, and
    `...` in a phrase stands for up to four words."""

    topic: tuple[Text, ...] = ()
    """Words that name the fact's subject: they tell which fact a clause is about."""
    automatic: tuple[Text, ...] = ()
    """Words that say yes without "yes" when they stand unnegated (for instance the name of a tool's trigger)."""
    manual: tuple[Text, ...] = ()
    """Words that say no without "no"."""
    likely: tuple[Text, ...] = ()
    """Words that hint at yes: read as yes when nothing speaks against it, and confirmed."""
    part: tuple[tuple[Text, ...], ...] = ()
    """Groups of words for the parts of the whole, in their order. A part by hand settles the fact; automatic parts
    settle it when all of them are named, or are confirmed when the last one is."""
    harmless: tuple[Text, ...] = ()
    """What people do that is no step by hand: a clause with one of these does not say no."""
    yes: tuple[Text, ...] = ()
    """Whole replies that mean yes, as learners write them."""
    no: tuple[Text, ...] = ()
    """Whole replies that mean no."""
    unknown: tuple[Text, ...] = ()
    """Whole replies that mean that the learner does not know."""


class Level(Drafted):
    """`levels.toml`: what a level means for the learner who is there."""

    level: int
    """The number that the assessment returns."""
    name: Text
    """One or two words for the ladder."""
    why: Text
    """Why you are there."""
    next_step: Text
    """The single most valuable next step, one sentence in the imperative."""
    actions: tuple[Text, ...]
    """First actions for this week."""
    not_yet: Text
    """What not to buy or build yet."""
    also_called: tuple[Text, ...] = ()
    """Other names of the level, in any language that is checked. Here and below, `*` at the end of a word stands for
    any ending, and `...` for up to three words."""
    adjectives: tuple[Text, ...] = ()
    """Words that describe a team at this level: they name it when they are said of the learner's team, or beside a word
    for level."""
    facts_called: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    """By fact: words for it beside its cues, in other languages. A model's what-ifs are read by them."""
    first: tuple[Text, ...] = ()
    """What comes first at this level: a model is never let advise to put it off, to drop it or to belittle it."""
    later: tuple[Text, ...] = ()
    """What comes later, or not at all: a model is never let urge it as the thing to do now."""


class Question(Drafted):
    """A question that learners ask, with its answer."""

    id: Identifier
    """Stable name, unique among the questions."""
    ask: tuple[Text, ...] = Field(min_length=1)
    """The question as learners put it, several ways; the first is the title."""
    answer: Text
    """The answer, from what the lesson says."""
    see: str = ""
    """The stage that says more."""
    keywords: tuple[Text, ...] = ()
    """Words that only this question would use."""


class Rule(Table):
    """One row of a table of rules: first match wins."""

    when: dict[str, bool] = Field(default_factory=dict)
    """The facts it needs; empty matches always."""
    level: int
    """The level that it gives."""
    advice: Text
    """The sentence that is shown with the level."""


class AssessmentDeclaration(Table):
    """`[assessment]`: the function's registered name, or a table of rules."""

    function: str = ""
    """The name under which a Python package registered it; its parameters are the facts."""
    rule: tuple[Rule, ...] = ()
    """A table of rules instead; the first whose facts hold gives the level, and the last has no `when`."""


class Mastery(Table):
    """When the quiz counts as mastered. Stated to the learner."""

    correct: int = Field(ge=0)
    """Items right in the end."""
    unaided: int = Field(ge=0)
    """Items right at the first try, without a hint."""


class Manifest(Table):
    """`lesson.toml`."""

    format: Literal[1]
    """The pack format."""
    id: Identifier
    """The name by which `--lesson` finds it. A learner's record is kept by it, so it never changes."""
    title: Text
    """The lesson's title, shown above everything."""
    summary: Text
    """One line for `lesson list`."""
    minutes: int = Field(gt=0)
    """How long the whole lesson takes, in minutes."""
    hook: str = ""
    """The published text's first line."""
    use: str = ""
    """How the published text says the prompts are used."""
    prompts: tuple[Text, ...] = Field(min_length=1)
    """File names of the prompts, in order: each begins with its number."""
    opener: Reflect | None = None
    """The question after the why, before anything else is told."""
    assessment: AssessmentDeclaration | None = None
    """What computes the level: a registered function, or a table of rules. Without it no level is assessed."""
    mastery: Mastery | None = None
    """When the try-it list counts as mastered."""
    scope: str = ""
    """What the lesson is about and what it is not, in one line: said when a question lies outside it."""


class Lesson(BaseModel):
    """A whole lesson, validated and frozen."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    folder: Path
    """Where the pack lies."""
    digest: str
    """Changes when a file changes that is taught from."""
    manifest: Manifest
    why: str
    prompts: tuple[Prompt, ...]
    demo: Demo | None
    diagnosis: Diagnosis | None
    cues: dict[str, Cues]
    levels: tuple[Level, ...]
    questions: tuple[Question, ...]
    items: tuple[Item, ...]
    """The try-it list."""

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of the diagnosis, in the order in which they are asked."""
        return self.diagnosis.fact if self.diagnosis and self.manifest.assessment else ()

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages in order; a lesson without a demo, an assessment or items lacks that stage."""
        return (
            "why",
            *(f"prompt-{prompt.number}" for prompt in self.prompts),
            *(("demo",) if self.demo else ()),
            *(("diagnosis",) if self.facts else ()),
            *(("quiz",) if self.items else ()),
            "wrap-up",
        )

    @property
    def graded_items(self) -> tuple[Predict | Choice | Order | Explain, ...]:
        """The questions of the try-it list that are graded; one that is not written yet is not."""
        return tuple(item for item in self.items if not isinstance(item, Reflect) and not is_stub(item.question))

    def fact(self, fact_id: str) -> Fact:
        """Raise KeyError when the lesson has no such fact."""
        for fact in self.facts:
            if fact.id == fact_id:
                return fact
        raise KeyError(fact_id)

    def level(self, number: int) -> Level | None:
        return next((level for level in self.levels if level.level == number), None)

    def asked_items(self) -> dict[str, Item]:
        """Every question of the lesson that is an item, by id: openers, checks, predictions and the try-it list."""
        found: list[Item] = [self.manifest.opener] if self.manifest.opener else []
        for prompt in self.prompts:
            found += [prompt.checks.opener] if prompt.checks.opener else []
            found += prompt.checks.check
        if self.demo:
            found += [self.demo.predict] if self.demo.predict else []
            found += [quirk.item for quirk in self.demo.quirk]
        found += self.items
        return {item.id: item for item in found}


Prompt.model_rebuild()
