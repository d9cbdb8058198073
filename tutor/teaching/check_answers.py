"""Runs every key, listed answer, hint and piece of feedback of a pack through the judges that learners will meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tutor.lesson import model
from tutor.lesson.assessment import Assessment
from tutor.lesson.check import assessment_of, is_complete
from tutor.lesson.examples import read_statements
from tutor.lesson.findings import Finding, TomlPath
from tutor.lesson.load import Reading
from tutor.lesson.marks import is_stub
from tutor.lesson.pack import Pack
from tutor.lesson.references import items_with_places
from tutor.teaching.asking import label_of
from tutor.teaching.gives_away import gives_away
from tutor.teaching.grader import OfflineGrader
from tutor.teaching.judge import judge_choice, judge_order
from tutor.teaching.processes import in_processes
from tutor.teaching.roles import Grade, Grader


def check_answers(reading: Reading, grader: Grader | None = None) -> None:
    """Note in the pack every item that does not work as its author says it does. `grader` judges explanations."""
    pack, lesson = reading
    if lesson is None:
        return
    assessment = assessment_of(reading)
    judge = grader or OfflineGrader(lesson)
    places = [
        (file, at, item)
        for file, at, item in items_with_places(lesson)
        if not (isinstance(item, model.Reflect) or is_stub(item.question)) and pack.intact(file, at)
        if not isinstance(item, model.Predict) or is_complete(lesson, item)
    ]

    def found_at(place: tuple[str, TomlPath, model.Item]) -> list[Finding]:
        file, at, item = place
        before = len(pack.findings)
        _ItemCheck(pack, assessment, judge, file, at).check(item)
        found = pack.findings[before:]
        del pack.findings[before:]
        return found

    # what is to be learned is learned item by item: where there is much of it, the cores share the items
    for findings in in_processes(found_at, places) if read_statements(lesson) else map(found_at, places):
        pack.findings += findings


class _ItemCheck:
    """One item and its place."""

    def __init__(self, pack: Pack, assessment: Assessment | None, grader: Grader, file: str, at: TomlPath) -> None:
        self.pack, self.assessment, self.grader, self.file, self.at = pack, assessment, grader, file, at

    def find(self, kind: str, message: str, *at: str | int) -> None:
        self.pack.find(kind, self.file, message, (*self.at, *at))

    def check(self, item: model.Item) -> None:
        match item:
            case model.Choice():
                if item.key not in {option.id for option in item.options}:
                    return  # told already, and without a key nothing can be judged
                self._choice(item)
            case model.Order():
                if sorted(item.key) != sorted(option.id for option in item.options):
                    return
                self._order(item)
            case model.Explain():
                self._explain(item)
        self._gives_nothing_away(item)

    def _choice(self, item: model.Choice) -> None:
        for n, option in enumerate(item.options):
            wanted = "correct" if option.id == item.key else "incorrect"
            judged = judge_choice(item, option.text)
            if judged is None or judged.verdict != wanted:
                message = (
                    f"“{_short(option.text)}” is not told apart from another option when a learner types it; "
                    "word the two differently"
                )
                self.find("key-not-correct", message, "options", n, "text")

    def _order(self, item: model.Order) -> None:
        judged = judge_order(item, " ".join(label_of(item, key) for key in item.key))
        if judged is None or judged.verdict != "correct":
            self.find("key-not-correct", "the order in key is not judged correct; give each option an id once", "key")

    def _explain(self, item: model.Explain) -> None:
        for n, answer in enumerate(item.correct):
            # judged as a learner's own: that it is listed must not be why it is right
            unlisted = item.model_copy(update={"correct": (*item.correct[:n], *item.correct[n + 1 :])})
            if found := self._first_verdict(unlisted, answer, allowed=("correct",)):
                grade, after = found
                missing = [c.id for c in grade.criteria if not c.met]
                why = f"it lacks {', '.join(missing)}" if missing else f"it reads as {grade.misconception}"
                message = (
                    f"this model answer is graded {grade.verdict}{after}: {why}; widen its cues or met, or mend it"
                )
                self.find("answer-not-correct", message, "correct", n)
        for m, misconception in enumerate(item.misconceptions):
            for n, phrasing in enumerate(misconception.phrasings):
                if found := self._first_verdict(item, phrasing, allowed=("incorrect", "partial")):
                    grade, after = found
                    message = (
                        f"this wrong answer is graded {grade.verdict}{after}; narrow the cues that it meets, or mend it"
                    )
                    self.find("wrong-answer-not-refused", message, "misconceptions", m, "phrasings", n)
        self._phrasings(item)

    def _first_verdict(self, item: model.Explain, answer: str, allowed: tuple[str, ...]) -> tuple[Grade, str] | None:
        """The first grade that an answer must not get, after the question or after its other words; None when none."""
        if is_stub(answer):
            return None
        for question in dict.fromkeys(text for text in (item.question, item.again) if text and not is_stub(text)):
            grade = self.grader.grade(item, question, answer)
            if grade.verdict not in allowed:
                return grade, "" if question == item.question else " after the question in its other words"
        return None

    def _phrasings(self, item: model.Explain) -> None:
        for c, criterion in enumerate(item.criteria):
            for n, phrasing in enumerate(criterion.met):
                if not is_stub(phrasing) and self._met(item, c, phrasing) is not True:
                    message = f"this phrasing does not meet {criterion.id}; add its words to the cues, or mend it"
                    self.find("phrasing-not-met", message, "criteria", c, "met", n)
            for n, phrasing in enumerate(criterion.unmet):
                if not is_stub(phrasing) and self._met(item, c, phrasing) is True:
                    message = f"this phrasing meets {criterion.id} and should not; narrow the cues, or move it to met"
                    self.find("phrasing-met", message, "criteria", c, "unmet", n)

    def _met(self, item: model.Explain, criterion: int, phrasing: str) -> bool | None:
        return self.grader.grade(item, item.question, phrasing).criteria[criterion].met

    def _gives_nothing_away(self, item: model.Item) -> None:
        """Nothing that is shown before the attempt is over may hold the key."""
        level = self.assessment(item.given).level if isinstance(item, model.Predict) and self.assessment else None
        for kind, what, text, at in _shown_before(item):
            if not is_stub(text) and gives_away(item, text, level, self.grader):
                self.find(kind, f"“{_short(text)}” gives the answer away; {what}", *at)


def _shown_before(item: model.Item) -> Iterator[tuple[str, str, str, tuple[str | int, ...]]]:
    """Kind of finding, advice, text and place of what a learner sees while the attempt is not over."""
    ask = "ask for it without naming it"
    yield "question-gives-answer", ask, item.question, ("question",)
    if item.again:
        yield "question-gives-answer", ask, item.again, ("again",)
    for n, hint in enumerate(item.hints):
        yield "hint-gives-answer", "point at it without naming it", hint, ("hints", n)
    told: Sequence[tuple[str, tuple[str | int, ...]]] = ()
    match item:
        case model.Choice():
            wrong = [(n, option) for n, option in enumerate(item.options) if option.id != item.key]
            told = [(option.feedback, ("options", n, "feedback")) for n, option in wrong if option.feedback]
        case model.Order() if item.feedback:
            told = [(item.feedback, ("feedback",))]
        case model.Predict():
            told = [(text, ("feedback", level)) for level, text in item.feedback.items()]
        case model.Explain():
            told = [(c.missing, ("criteria", n, "missing")) for n, c in enumerate(item.criteria)]
            told += [(m.feedback, ("misconceptions", n, "feedback")) for n, m in enumerate(item.misconceptions)]
    for text, at in told:
        yield "feedback-gives-answer", "say what is wrong, and where to look", text, at


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:59]}…"
