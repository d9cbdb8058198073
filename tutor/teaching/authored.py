"""The authored voice: what the tutor says, for every purpose of the plan, from the lesson's own texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from tutor.learner.state import State
from tutor.lesson.assessment import Assessment, changes
from tutor.lesson.marks import with_mark
from tutor.lesson.model import Choice, Explain, Fact, Item, Lesson, Order, Predict, Reflect
from tutor.teaching import asking
from tutor.teaching.commands import COMMANDS, nearest_command
from tutor.teaching.plan import comes_back, itinerary


def say(lesson: Lesson, assessment: Assessment | None, state: State, purposes: Iterable[str]) -> str:
    """What the tutor says for these purposes, as one Markdown text. Pure; never empty for a known purpose."""
    speaker = _Speaker(lesson, assessment, state)
    parts = (speaker.say(purpose).strip() for purpose in purposes)
    return "\n\n".join(part for part in parts if part)


class _Speaker:
    """One lesson and one state, and a text for each purpose."""

    def __init__(self, lesson: Lesson, assessment: Assessment | None, state: State) -> None:
        self.lesson = lesson
        self.assessment = assessment
        self.state = state
        self._texts: Mapping[str, Callable[[], str]] = {
            "welcome": self._welcome,
            "why": lambda: lesson.why,
            "why-again": lambda: lesson.why,
            "explain": lambda: self._of_prompt("explanation"),
            "simpler": lambda: self._of_prompt("simpler"),
            "example": lambda: self._of_prompt("example"),
            "demo": self._demo,
            "demo-run": self._demo_run,
            "diagnosis": lambda: lesson.diagnosis.intro if lesson.diagnosis else "",
            "level": self._level,
            "next-step": self._next_step,
            "quiz": self._quiz,
            "wrap-up": self._wrap_up,
            "resumed": self._resumed,
            "feedback": self._feedback,
            "hint": self._hint,
            "answer": self._answer,
            "kept": self._kept,
            "reply": self._reply,
            "off-topic": self._off_topic,
            "who-you-are": lambda: "Good to know; it costs nothing to say. The question still stands.",
            "misread": lambda: "Then I misread you.",
            "not-understood": lambda: "I could not read a yes or a no out of that.",
            "not-an-option": self._not_an_option,
            "disputed": self._disputed,
            "reloaded": lambda: f"The lesson's files were read again. {self.state.argument}".strip(),
            "not-reloaded": self._not_reloaded,
            "nothing-to-dispute": lambda: "Nothing has been graded yet, so there is nothing to dispute.",
            "dispute-why": lambda: "Say why, so that the lesson's author can act on it: `/dispute` and your reason.",
            "help": self._help,
            "progress": self._progress,
            "model": self._model,
            "what-if": self._what_if,
            "fact-noted": self._fact_noted,
            "bad-facts": lambda: self._sentence(self.state.argument),
            "unknown-command": self._unknown_command,
            "no-hint": lambda: "There is no hint for this one. /skip goes on without an answer.",
            "try-first": lambda: "First a try of your own: one sentence, or “I don't know”. Then I have a hint.",
            "at-the-start": lambda: "This is the beginning; there is nothing before it.",
            "no-quiz": lambda: "This lesson has no try-it list.",
            "no-level": lambda: "This lesson assesses no level.",
        }

    def say(self, purpose: str) -> str:
        if purpose.startswith("quirk-") and self.lesson.demo:
            return self.lesson.demo.quirk[int(purpose.removeprefix("quirk-")) - 1].text
        text = self._texts.get(purpose)
        return text() if text else ""

    # — the stages —

    def _welcome(self) -> str:
        return (
            f"About {self.lesson.manifest.minutes} minutes. Stop whenever you like: "
            "your place is kept, and `mlops-tutor` brings you back to it."
        )

    def _of_prompt(self, field: str) -> str:
        stage = self.state.stage or ""
        pending = self.state.last_ask or ""
        if pending in {fact.id for fact in self.lesson.facts}:
            fact = self.lesson.fact(pending)
            return fact.explanation if field == "simpler" else asking.what_counts(fact)
        if not stage.startswith("prompt-"):
            kind = "simpler version" if field == "simpler" else "worked example"
            return f"There is no {kind} here; the prompts have one each. You can also just ask."
        text: str = getattr(self.lesson.prompts[int(stage.removeprefix("prompt-")) - 1], field)
        return text or "There is none for this prompt. You can also just ask."

    def _demo(self) -> str:
        assert self.lesson.demo
        return f"{self.lesson.demo.intro.strip()}\n\n```python\n{demo_source(self.lesson, self.assessment)}\n```"

    def _demo_run(self) -> str:
        demo = self.lesson.demo
        assert demo
        printed = f"Run, it prints:\n\n```text\n{demo_output(self.lesson, self.assessment)}\n```"
        pieces = "\n".join(f"- `{_short_code(piece.code)}` {piece.text.strip()}" for piece in demo.piece)
        return "\n\n".join(part for part in (printed, pieces, demo.after.strip()) if part)

    def _level(self) -> str:
        assessed, diagnosis = self.state.assessed, self.lesson.diagnosis
        if assessed is None or self.assessment is None or diagnosis is None:
            return ""
        level = self.lesson.level(assessed.level)
        name = f", {level.name}" if level else ""
        parts = [f"By the lesson's rule you are at **level {assessed.level}{name}**."]
        if level:
            parts.append(with_mark(level.why, draft=level.draft))
        for caveat in diagnosis.caveat:
            if all(assessed.facts.get(fact) == value for fact, value in caveat.when.items()):
                parts.append(caveat.note)
        note = next((n for n in diagnosis.note if all(assessed.facts.get(f) == v for f, v in n.when.items())), None)
        if note:
            parts.append(note.text)
        for name in assessed.assumed:
            parts.append(self._assumed(self.lesson.fact(name), assessed.facts))
        parts.append(f"{self._would_change(assessed.facts)} {diagnosis.blind_spots.strip()}")
        return "\n\n".join(part.strip() for part in parts)

    def _assumed(self, fact: Fact, facts: Mapping[str, bool]) -> str:
        assert self.assessment
        with_yes = self.assessment({**facts, fact.id: True}).level
        now = self.assessment(facts).level
        effect = "which changes nothing here" if with_yes == now else f"a yes would give level {with_yes}"
        return f"**{fact.label}** is not known, so it counts as no ({effect}). To find out: {fact.finding_out.strip()}"

    def _would_change(self, facts: Mapping[str, bool]) -> str:
        assert self.assessment
        now = self.assessment(facts).level
        ways = [
            change for change in changes(self.assessment, facts) if change.level > now and all(change.facts.values())
        ]
        if not ways:
            return "No change of these answers would give a higher level."
        return (
            "What would change the level: "
            + "; ".join(f"{self._facts_in_words(way.facts)} → {way.level}" for way in ways)
            + "."
        )

    def _facts_in_words(self, facts: Mapping[str, bool]) -> str:
        words = []
        for name, value in facts.items():
            fact = self.lesson.fact(name)
            words.append(f"{fact.label} {fact.means_yes if value else fact.means_no}")
        return " and ".join(words)

    def _next_step(self) -> str:
        assessed = self.state.assessed
        level = self.lesson.level(assessed.level) if assessed else None
        if assessed is None or level is None:
            return "There is no next step without a level; /level takes you to the questions."
        actions = "\n".join(f"- {action.strip()}" for action in level.actions)
        finding_out = "".join(
            f"\n- Find out about {self.lesson.fact(name).label}: {self.lesson.fact(name).finding_out.strip()}"
            for name in assessed.assumed
        )
        return (
            f"**The one next step:** {level.next_step.strip()}\n\nThis week:\n\n{actions}{finding_out}\n\n"
            f"**Not yet:** {level.not_yet.strip()}"
        )

    def _quiz(self) -> str:
        graded = self.lesson.graded_items
        text = f"The try-it list: {len(graded)} graded questions, one at a time."
        if mastery := self.lesson.manifest.mastery:
            text += (
                f" You have it when {mastery.correct} are right in the end, "
                f"{mastery.unaided} of them at the first try and without a hint."
            )
        return text + " Nothing is lost by a wrong answer: it brings a hint."

    def _wrap_up(self) -> str:
        state, lesson = self.state, self.lesson
        put = [item for item in lesson.graded_items if state.ask(item.id).asked]
        right = [item for item in put if state.ask(item.id).verdict == "correct"]
        parts = []
        done = [f"{len(state.opened_prompts)} prompts"] if state.opened_prompts else []
        if state.assessed:
            done.append(f"level {state.assessed.level}")
        if put:
            done.append(f"try-it {len(right)} of {len(put)}")
        parts.append(f"**Done:** {', '.join(done)}." if done else "**Done.**")
        if put:
            parts.append(self._result(put, right))
        if state.assessed and (level := lesson.level(state.assessed.level)):
            parts.append(f"**Your next step:** {level.next_step.strip()}")
        elif lesson.facts:
            parts.append("There is no level for your process in this session; `/level` was not asked for.")
        for item in lesson.items:
            kept = state.ask(item.id).kept
            if isinstance(item, Reflect) and item.keep_as == "plan" and kept:
                parts.append(f"**Your plan, in your words:** {_quoted(kept)}")
        disputed = [name for name, ask in state.asks.items() if ask.disputed]
        if disputed:
            parts.append(f"You disagreed with {_count(len(disputed), 'grade')}; that is in the record.")
        parts.append("`mlops-tutor` opens this again: to assess again, to repeat the try-it list, or to start over.")
        return "\n\n".join(parts)

    def _result(self, put: Sequence[Item], right: Sequence[Item]) -> str:
        state = self.state
        unaided = [
            item for item in right if state.ask(item.id).first_verdict == "correct" and not state.ask(item.id).aided
        ]
        sentences = []
        if mastery := self.lesson.manifest.mastery:
            reached = len(right) >= mastery.correct and len(unaided) >= mastery.unaided
            sentences.append(
                f"The bar was {mastery.correct} right, {mastery.unaided} of them unaided; you have "
                f"{len(right)} and {len(unaided)}" + (": you have it." if reached else ".")
            )
        for item in self.lesson.items:
            kept = state.ask(item.id).kept
            if isinstance(item, Reflect) and item.keep_as == "prediction" and kept:
                sentences.append(f"Before you began you had expected {_quoted(kept)}.")
        missed = [item for item in put if item not in right]
        if missed:
            places = sorted({asking.stage_title(self.lesson, item.see) for item in missed if item.see})
            looked = f" They rest on {', '.join(places)}." if places else ""
            sentences.append(f"{_count(len(missed), 'question')} did not come right.{looked}")
        return " ".join(sentences)

    def _resumed(self) -> str:
        state = self.state
        place = (
            asking.stage_title(self.lesson, state.stage)
            if state.stage in self.lesson.stages and state.stage
            else "the beginning"
        )
        text = f"Going on where you left: {place}."
        if state.lesson_changed:
            text = f"The lesson has been edited since you left; going on in {place}."
        pending = state.ask(state.pending) if state.pending else None
        if pending and pending.attempts:
            said = next(
                (u.text for u in reversed(state.dialogue) if u.speaker == "learner" and not u.text.startswith("/")),
                "",
            )
            text += f" Your last answer: {_quoted(said)}" if said.strip() else ""
        return text

    # — replies to what the learner typed —

    def _item(self) -> Item | None:
        return self.lesson.asked_items().get(self.state.last_ask or "")

    def _feedback(self) -> str:
        state = self.state
        item = self.lesson.asked_items().get(state.last_graded or "")
        if item is None:
            return ""
        ask = state.ask(item.id)
        if ask.verdict == "correct":
            return self._right(item)
        wrong = self._wrong(item)
        if item.see and not ask.shown and item.see != state.stage:
            wrong += f" (Where to look: {asking.stage_title(self.lesson, item.see)}.)"
        return wrong

    def _right(self, item: Item) -> str:
        if isinstance(item, Explain) and len(item.criteria) > 1:
            count = {2: "Both points are", 3: "All three points are"}.get(len(item.criteria), "All the points are")
            return f"{count} there. {self._reason(item)}"
        return f"That is right. {self._reason(item)}"

    def _reason(self, item: Item) -> str:
        again = asking.predicted_again(item, self.state.ask(item.id))
        return (item.again_answer if isinstance(item, Predict) and again else item.answer).strip()

    def _wrong(self, item: Item) -> str:
        ask = self.state.ask(item.id)
        match item:
            case Choice():
                option = next((o for o in item.options if o.id == ask.misconception), None)
                return f"Not that one. {option.feedback if option else ''}".strip()
            case Predict():
                told = "" if asking.predicted_again(item, ask) else item.feedback.get(ask.misconception, "")
                return f"It does not return that. {told}".strip()
            case Order():
                return f"Not in that order. {item.feedback}".strip()
            case Explain():
                return self._explained(item)
            case _:
                return ""

    def _explained(self, item: Explain) -> str:
        ask = self.state.ask(item.id)
        met = [criterion for criterion in item.criteria if criterion.id in ask.met]
        missing = [criterion for criterion in item.criteria if criterion.id not in ask.met]
        parts = []
        if met:
            parts.append("You have this: " + " ".join(criterion.text.strip() for criterion in met))
        misconception = next((m for m in item.misconceptions if m.id == ask.misconception), None)
        if misconception:
            parts.append(misconception.feedback.strip())
        elif missing:
            parts.append(("" if met else "Not yet. ") + missing[0].missing.strip())
        return " ".join(parts)

    def _hint(self) -> str:
        item = self._item()
        if item is None or not item.hints:
            return ""
        rung = max(1, min(self.state.ask(item.id).rung, len(item.hints)))
        return f"*Hint:* {item.hints[rung - 1].strip()}"

    def _answer(self) -> str:
        item = self._item()
        if item is None:
            return ""
        again = " *It comes back once, in other words.*" if comes_back(item, self.state.ask(item.id)) else ""
        return f"**The answer:** {self._reason(item)}{again}"

    def _kept(self) -> str:
        item = self._item()
        return item.acknowledge if isinstance(item, Reflect) else ""

    def _reply(self) -> str:
        from tutor.teaching.find_answer import find_answer  # not needed before the first question

        state, lesson = self.state, self.lesson
        found = find_answer(lesson, state.argument)
        if found.question:
            source = (
                f"\n\n*From this lesson: {asking.stage_title(lesson, found.question.see)}.*"
                if found.question.see
                else ""
            )
            return with_mark(found.question.answer, draft=found.question.draft) + source
        pending = state.last_ask or ""
        if pending in {fact.id for fact in lesson.facts}:
            return lesson.fact(pending).explanation
        nearest = "\n".join(f"- {question.ask[0]}" for question in found.nearest)
        about = f" It can tell you about:\n\n{nearest}" if nearest else ""
        return f"This lesson does not cover that.{about or ' ' + lesson.manifest.scope}"

    def _off_topic(self) -> str:
        return "That is not an answer to this question, so it costs you nothing. /help lists what you can type."

    def _not_an_option(self) -> str:
        if self.state.last_ask == asking.AGAIN:
            return "Answer with one of the numbers, or press Enter."
        item = self._item()
        match item:
            case Choice():
                return f"Answer with one of the letters, {asking.LABELS[0]} to {asking.LABELS[len(item.options) - 1]}."
            case Order():
                example = " ".join(asking.LABELS[: len(item.options)][::-1])
                return f"Give every letter once, in your order, such as: {example}"
            case Predict():
                return "Answer with the level that you expect: a number."
            case _:
                return "Answer with `yes`, `no`, or the numbers."

    def _disputed(self) -> str:
        return "Noted, with your reason. The grade stays in the record beside your disagreement."

    def _help(self) -> str:
        width = max(len(command.usage) for command in COMMANDS)
        lines = "\n".join(f"{command.usage:<{width}}  {command.does}" for command in COMMANDS)
        return f"Type an answer, or ask anything; a question costs nothing.\n\n```text\n{lines}\n```"

    def _progress(self) -> str:
        state, lesson = self.state, self.lesson
        lines = []
        for stage in itinerary(lesson, state):
            mark = "now " if stage == state.stage else "done" if stage in state.finished_stages else "    "
            lines.append(f"{mark}  {asking.stage_title(lesson, stage)}")
        graded = lesson.graded_items
        right = sum(state.ask(item.id).verdict == "correct" for item in graded)
        put = sum(bool(state.ask(item.id).asked) for item in graded)
        text = "```text\n" + "\n".join(lines) + "\n```"
        if put:
            text += f"\n\nTry-it: {right} right of {put} asked, {len(graded)} in all."
        if state.assessed:
            text += f"\n\nLevel {state.assessed.level}, by the lesson's rule."
        return text

    def _model(self) -> str:
        state = self.state
        if state.tutor == "model":
            who = f"{state.model or 'A model'} at {state.endpoint}"
            return f"{who} teaches; your words are sent there. /model off stops that."
        if state.tutor == "assistant":
            return "Your assistant teaches; what you write to it goes to whoever runs it. The level comes from here."
        if self.state.argument and self.state.argument.lower() not in ("off", "offline"):
            return (
                "No endpoint is set, so the lesson teaches as written. "
                "Set OPENAI_API_KEY or OPENAI_BASE_URL and start again."
            )
        return "The lesson teaches as written; nothing leaves this machine. /model on asks a model, where one is set."

    def _what_if(self) -> str:
        if self.assessment is None:
            return "This lesson assesses no level."
        settled = self.state.known_facts()
        now = {fact.id: bool(settled.get(fact.id)) for fact in self.lesson.facts}
        level = self.assessment(now).level
        open_facts = [fact.label for fact in self.lesson.facts if settled.get(fact.id) is None]
        counted = f" (not known, counted as no: {', '.join(open_facts)})" if open_facts else ""
        if not self.state.argument:
            lines = "\n".join(
                f"- {self._facts_in_words(change.facts)} → level {change.level}"
                for change in changes(self.assessment, now)
            )
            now_it_gives = f"With your answers as they stand the rule gives level {level}{counted}."
            return f"{now_it_gives} What would change it:\n\n{lines}"
        pairs = self.state.argument.split()
        given = {name: value == "yes" for name, value in zip(pairs[::2], pairs[1::2], strict=True)}
        result = self.assessment({**now, **given})
        words = self._facts_in_words(given)
        return (
            f"If {words}: the rule gives **level {result.level}**; now it gives level {level}{counted}. "
            "Nothing is stored."
        )

    def _fact_noted(self) -> str:
        name = self.state.argument
        fact = self.lesson.fact(name)
        settled = self.state.facts.get(name)
        means = fact.means_yes if settled and settled.value else fact.means_no
        return f"Noted: {fact.label} {means}. The level comes once the other questions are answered."

    def _not_reloaded(self) -> str:
        return f"The lesson goes on as it was, since its files cannot be taught:\n\n```text\n{self.state.argument}\n```"

    def _unknown_command(self) -> str:
        near = nearest_command(self.state.command)
        hint = f"Did you mean /{near}?" if near else "/help lists them all."
        return f"There is no command /{self.state.command}. {hint}"

    @staticmethod
    def _sentence(text: str) -> str:
        return f"{text[:1].upper()}{text[1:]}." if text else ""


def demo_source(lesson: Lesson, assessment: Assessment | None) -> str:
    """The demo's code as shown: the assessment's source as it runs, then the lines that call it."""
    demo = lesson.demo
    if demo is None:
        return ""
    source = (assessment.source() if assessment else "") or demo.code
    return f"{source.strip()}\n\n{demo.call.strip()}".strip()


def demo_output(lesson: Lesson, assessment: Assessment | None) -> str:
    """What the demo prints: computed by the assessment, or stated by the author."""
    demo = lesson.demo
    if demo is None:
        return ""
    if assessment and demo.given:
        result = assessment(demo.given)
        return f"Level {result.level}: {result.advice}"
    return demo.output.strip()


def _short_code(code: str) -> str:
    line = " ".join(code.split())
    return line if len(line) <= 48 else line[:47] + "…"


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words[:240]}…”" if len(words) > 240 else f"“{words}”"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
