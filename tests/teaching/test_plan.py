"""The lesson plan, walked by a learner: what comes when, what a reply does, and that nobody is ever stuck."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tutor.learner import events as ev
from tutor.lesson.assessment import resolve
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Lesson, Reflect

STAGES = ["why", "prompt-1", "prompt-2", "prompt-3", "demo", "diagnosis", "quiz", "wrap-up"]
FACTS = ("automated_training", "automated_pipeline", "automated_cicd")
CHOICE = "what-rises"
"""A choice of prompt 1 whose key is b."""


def on_the_way(asked: ev.Asked) -> str:
    """Goes on where Enter goes on, and skips the rest."""
    return "" if asked.kind == "continue" else "/skip"


def with_facts(*values: str) -> Callable[[ev.Asked], str]:
    """Answers the three questions of the diagnosis, and skips the rest."""
    facts = dict(zip(FACTS, values, strict=True))

    def answer(asked: ev.Asked) -> str:
        if asked.kind == "diagnostic":
            return facts[asked.ask]
        return "yes" if asked.kind == "confirm" else "/next"

    return answer


# — the order —


def test_the_stages_come_in_order(driver: Any) -> None:
    """Each stage starts and finishes once, in the order of the contract."""
    driver.finish(on_the_way)
    assert [event.stage for event in driver.of(ev.StageStarted)] == STAGES
    assert [event.stage for event in driver.of(ev.StageFinished)] == STAGES
    assert isinstance(driver.events[-1], ev.SessionFinished)


def test_the_prompts_are_opened_once_and_verbatim(driver: Any, lesson: Lesson) -> None:
    """Each prompt is opened once, in order, in its own words, though the learner goes back and forth."""
    driver.until("guess-level-1")
    driver.say("/back")
    driver.until("which-first")
    driver.say("/back")
    driver.say("/back")
    driver.finish()
    opened = driver.of(ev.PromptOpened)
    assert [(e.prompt, e.text) for e in opened] == [(p.number, p.text) for p in lesson.prompts]


def test_the_lesson_begins_with_how_long_it_takes(driver: Any, lesson: Lesson) -> None:
    """The first words say how long the lesson takes and that one may stop, and end in one question."""
    assert str(lesson.manifest.minutes) in driver.spoken
    assert "mlops-tutor" in driver.spoken
    assert driver.pending.ask == "who-retrains"


def test_every_item_of_the_lesson_is_asked(driver: Any, lesson: Lesson) -> None:
    """A learner who skips everything is asked every item of the lesson, and each fact."""
    driver.finish(on_the_way)
    assert {event.ask for event in driver.of(ev.Asked)} >= {*lesson.asked_items(), *FACTS}


def test_what_is_asked_is_in_the_contract_s_kinds(driver: Any, lesson: Lesson) -> None:
    """Items of the try-it list are `quiz`, other items `check`, kept questions `reflect`, facts `diagnostic`."""
    driver.finish(on_the_way)
    quiz = {item.id for item in lesson.items}
    for event in driver.of(ev.Asked):
        if event.ask in lesson.asked_items():
            kept = isinstance(lesson.asked_items()[event.ask], Reflect)
            assert event.kind == ("reflect" if kept else "quiz" if event.ask in quiz else "check")
        else:
            assert event.kind == ("diagnostic" if event.ask in FACTS else "continue")


def test_a_question_comes_before_the_explanation(driver: Any) -> None:
    """In each prompt the learner is asked something before anything is explained."""
    driver.until("guess-level-1")
    assert not driver.of(ev.TutorSaid, turn=True)
    driver.say("Something with pipelines.")
    assert driver.of(ev.TutorSaid, turn=True)[0].purpose == "kept+explain"


def test_a_perfect_learner_gets_everything_right(driver: Any, correct_answer: Callable[[str, str], str]) -> None:
    """Whoever gives the pack's own answers has every item right at the first try and is asked nothing twice."""

    def answer(asked: ev.Asked) -> str:
        if asked.kind == "continue":
            return ""
        return "yes" if asked.kind in ("diagnostic", "confirm") else correct_answer(asked.ask, asked.variant)

    driver.finish(answer)
    assert {event.verdict for event in driver.of(ev.AnswerGraded)} == {"correct"}
    asked = [event.ask for event in driver.of(ev.Asked)]
    assert len(asked) == len(set(asked))
    finished = driver.of(ev.SessionFinished)[0]
    assert finished.asked == finished.correct == 11
    assert not driver.of(ev.HintGiven)


def test_what_was_explained_is_right_when_it_comes_back(driver: Any, correct_answer: Callable[[str, str], str]) -> None:
    """A learner who skips everything and then knows it ends with every item correct, the parallel ones included."""

    def answer(asked: ev.Asked) -> str:
        if asked.kind in ("continue", "reflect"):
            return "/next"
        if asked.kind in ("diagnostic", "confirm"):
            return "no"
        return correct_answer(asked.ask, "again") if asked.variant == "again" else "/skip"

    driver.finish(answer)
    verdicts = [event.verdict for event in driver.of(ev.AnswerGraded)]
    assert set(verdicts) == {"correct"}
    assert driver.of(ev.SessionFinished)[0].correct == 11


# — hints —


def test_a_wrong_answer_climbs_the_ladder(driver: Any, lesson: Lesson) -> None:
    """Three wrong answers give hints 1, 2 and 3, the fourth the answer, and the next question comes."""
    driver.until(CHOICE)
    item = lesson.asked_items()[CHOICE]
    for rung in (1, 2, 3):
        driver.say("a")
        assert driver.of(ev.AnswerGraded, turn=True)[0].verdict == "incorrect"
        assert [event.rung for event in driver.of(ev.HintGiven, turn=True)] == [rung]
        assert item.hints[rung - 1] in driver.spoken
        assert driver.pending.ask == CHOICE
    driver.say("a")
    assert [event.ask for event in driver.of(ev.AnswerShown, turn=True)] == [CHOICE]
    assert " ".join(item.answer.split()) in " ".join(driver.spoken.split())
    assert driver.pending.ask == "after-the-checks"


def test_no_hint_stands_in_the_answer_s_place(driver: Any, lesson: Lesson) -> None:
    """Before the ladder is at its end, nothing said contains the answer."""
    driver.until(CHOICE)
    answer = " ".join(lesson.asked_items()[CHOICE].answer.split())
    for reply in ("a", "I don't know", "c"):
        driver.say(reply)
        assert answer not in " ".join(driver.spoken.split())


def test_what_was_explained_comes_back_once_in_other_words(driver: Any, lesson: Lesson) -> None:
    """An explained item comes back once, in its other words; wrong again, its answer is shown and it is done."""
    driver.until(CHOICE)
    for _ in range(4):
        driver.say("a")
    driver.until(CHOICE, variant="again")
    assert driver.pending.text == lesson.asked_items()[CHOICE].again
    driver.say("a")
    assert driver.of(ev.AnswerShown, turn=True)
    assert driver.pending.ask != CHOICE
    driver.finish()
    assert [e.variant for e in driver.of(ev.Asked) if e.ask == CHOICE].count("again") == 1


def test_not_knowing_climbs_the_same_ladder(driver: Any) -> None:
    """Each "I don't know" gives the next hint, beyond the third the answer; none of them is graded."""
    driver.until(CHOICE)
    for rung in (1, 2, 3):
        driver.say("I don't know")
        assert [event.rung for event in driver.of(ev.HintGiven, turn=True)] == [rung]
    driver.say("no idea")
    assert driver.of(ev.AnswerShown, turn=True)
    assert not driver.of(ev.AnswerGraded)


def test_a_hint_is_earned(driver: Any, lesson: Lesson) -> None:
    """`/hint` before any attempt gives none; after one it repeats the last until there is another attempt."""
    driver.until(CHOICE)
    driver.say("/hint")
    assert not driver.of(ev.HintGiven, turn=True)
    driver.say("a")
    driver.say("/hint")
    assert [event.rung for event in driver.of(ev.HintGiven)] == [1, 1]
    assert lesson.asked_items()[CHOICE].hints[0] in driver.spoken
    driver.say("/hint")
    assert driver.of(ev.HintGiven)[-1].rung == 1


def test_a_kept_question_has_no_hint(driver: Any) -> None:
    """At a question that is not graded `/hint` says that there is none."""
    driver.say("/hint")
    assert not driver.of(ev.HintGiven)
    assert driver.pending.ask == "who-retrains"


def test_a_hint_counts_as_aid(driver: Any) -> None:
    """What was right only after a hint is right and not unaided."""
    driver.until(CHOICE)
    driver.say("a")
    driver.say("b")
    ask = driver.state.ask(CHOICE)
    assert (ask.verdict, ask.first_verdict, ask.aided) == ("correct", "incorrect", True)


# — explanations —


def test_points_are_pooled_over_attempts(driver: Any) -> None:
    """A criterion that was met once need not be met again; the last missing one makes the answer correct."""
    driver.until("explain-levels")
    driver.say("At level 0 people do everything by hand.")
    assert driver.of(ev.AnswerGraded, turn=True)[0].verdict == "partial"
    driver.say("At level 1 a pipeline retrains the model by itself.")
    driver.say("At level 2 changes to the pipeline code are tested and deployed automatically.")
    graded = driver.of(ev.AnswerGraded, turn=True)[0]
    assert graded.verdict == "correct"
    assert all(criterion.met for criterion in graded.criteria)


def test_evidence_is_the_learner_s_own_words(driver: Any) -> None:
    """Each met criterion quotes a stretch of a reply as it was typed."""
    driver.until("explain-levels")
    said = "At level 0 people do everything by hand. At level 1 a pipeline retrains the model by itself."
    driver.say(said)
    met = [c for c in driver.of(ev.AnswerGraded, turn=True)[0].criteria if c.met]
    assert met
    assert all(criterion.evidence and criterion.evidence in said for criterion in met)


def test_feedback_says_what_is_there_and_what_is_missing(driver: Any, lesson: Lesson) -> None:
    """After a partial answer the tutor names the point that was met and points at a missing one."""
    driver.until("explain-levels")
    driver.say("At level 0 people do everything by hand.")
    by_hand, retrains, _ = lesson.asked_items()["explain-levels"].criteria
    assert by_hand.text in driver.spoken
    assert retrains.missing in driver.spoken
    assert retrains.text not in driver.spoken


# — questions and the rest —


QUESTIONS = ["What is CI/CD?", "do I need Kubernetes?", "what do you mean?", "Who wrote Hamlet?"]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    "place", ["who-retrains", CHOICE, "explain-levels", "demo-predict", *FACTS, "one-run", "why:go-on"]
)
def test_a_question_is_answered_and_costs_nothing(begin: Callable[..., Any], place: str, question: str) -> None:
    """At any moment a question is answered, uses up no attempt, and the same question is put again in full."""
    driver = begin()
    driver.until(place)
    before, ask = driver.pending, driver.state.ask(place)
    driver.say(question)
    assert driver.of(ev.ReplyClassified, turn=True)[0].act == "question"
    assert driver.spoken.strip()
    assert driver.pending == before
    after = driver.state.ask(place)
    assert (after.attempts, after.rung, after.dont_knows) == (ask.attempts, ask.rung, ask.dont_knows)
    assert not driver.of(ev.AnswerGraded, turn=True) and not driver.of(ev.FactLearned, turn=True)


@pytest.mark.parametrize(
    ("reply", "act"),
    [("why does it say level 1 there?", "question"), ("what does a 2 mean?", "question"), ("level 2?", "answer")],
)
def test_a_question_that_names_a_level_predicts_none(begin: Callable[..., Any], reply: str, act: str) -> None:
    """It is answered and costs nothing; a guess with a question mark is a guess."""
    driver = begin()
    driver.until("demo-predict")
    driver.say(reply)
    assert driver.of(ev.ReplyClassified, turn=True)[0].act == act
    assert bool(driver.of(ev.AnswerGraded, turn=True)) == (act == "answer")
    assert driver.state.ask("demo-predict").attempts == (act == "answer")


def test_a_question_at_the_offer_is_answered(begin: Callable[..., Any]) -> None:
    """A question is answered at the offer after a finished lesson too, and the offer stands."""
    driver = begin(after=AFTER)
    before = driver.pending
    driver.say("What is CI/CD?")
    assert driver.spoken.strip()
    assert driver.pending == before


@pytest.mark.parametrize("place", ["who-retrains", CHOICE, "explain-levels", "demo-predict", *FACTS, "one-run"])
@pytest.mark.parametrize("reply", ["", "   ", "\t"])
def test_an_empty_reply_is_no_answer(begin: Callable[..., Any], place: str, reply: str) -> None:
    """An empty reply at a question costs nothing, and the question stands."""
    driver = begin()
    driver.until(place)
    before, ask = driver.pending, driver.state.ask(place)
    driver.say(reply)
    assert driver.pending == before
    assert driver.state.ask(place).attempts == ask.attempts
    assert driver.state.ask(place).dont_knows == ask.dont_knows


def test_an_empty_reply_goes_on_at_a_pause(driver: Any) -> None:
    """Enter goes on where nothing is asked."""
    driver.until("why:go-on")
    driver.say("")
    assert driver.state.stage == "prompt-1"


HARMLESS = ["/help", "/progress", "/why", "/simpler", "/example", "/what-if", "/nonsense", "/dispute", "/hlep"]


@pytest.mark.parametrize("command", HARMLESS)
def test_a_command_that_tells_something_leaves_the_question(begin: Callable[..., Any], command: str) -> None:
    """Commands that only tell something put the question again, everywhere."""
    for place in ("who-retrains", "why:go-on", CHOICE, "automated_pipeline", "plan"):
        driver = begin()
        driver.until(place)
        before = driver.pending
        driver.say(command)
        assert driver.spoken.strip(), place
        assert driver.pending == before, place


def test_something_that_is_no_option_costs_nothing(driver: Any) -> None:
    """What names no option is not graded, and the tutor says what can be answered."""
    driver.until(CHOICE)
    driver.say("z")
    assert not driver.of(ev.AnswerGraded)
    assert "a to d" in driver.spoken
    driver.until("one-run")
    driver.say("a b")
    assert not [event for event in driver.of(ev.AnswerGraded) if event.ask == "one-run"]


def test_a_choice_is_answered_by_its_text(driver: Any, lesson: Lesson) -> None:
    """The text of an option is as good as its label."""
    driver.until(CHOICE)
    item = lesson.asked_items()[CHOICE]
    driver.say(next(option.text for option in item.options if option.id == item.key).upper())
    assert driver.of(ev.AnswerGraded, turn=True)[0].verdict == "correct"


def test_a_wrong_option_gets_its_own_feedback(driver: Any, lesson: Lesson) -> None:
    """The feedback to a wrong option is the one that its author wrote for it."""
    driver.until(CHOICE)
    driver.say("c")
    assert lesson.asked_items()[CHOICE].options[2].feedback in driver.spoken


def test_the_try_it_list_is_counted(driver: Any, correct_answer: Callable[[str, str], str]) -> None:
    """`asked` counts graded items that were put, skipped ones included; `correct` those whose last verdict is right."""
    driver.say("/quiz")
    driver.until("unit-of-shipping")
    driver.say(correct_answer("unit-of-shipping", ""))
    driver.say("/skip")
    driver.finish()
    finished = driver.of(ev.SessionFinished)[0]
    assert (finished.asked, finished.correct) == (11, 1)


def test_the_plan_is_shown_again_at_the_end(driver: Any) -> None:
    """What the learner wrote as their plan stands in the wrap-up, in their words."""
    driver.say("/quiz")
    driver.until("plan")
    driver.say("By Friday I track one run.")
    driver.finish()
    assert "By Friday I track one run." in driver.spoken


# — skipping and going back —


def test_a_skip_shows_the_answer_and_comes_back(driver: Any, lesson: Lesson) -> None:
    """`/skip` shows the answer with its reason, goes on, and the item comes back once."""
    driver.until(CHOICE)
    driver.say("/skip")
    assert [event.ask for event in driver.of(ev.Skipped, turn=True)] == [CHOICE]
    assert [event.ask for event in driver.of(ev.AnswerShown, turn=True)] == [CHOICE]
    assert " ".join(lesson.asked_items()[CHOICE].answer.split()) in " ".join(driver.spoken.split())
    assert driver.pending.ask != CHOICE
    driver.until(CHOICE, variant="again")
    driver.say("/next")
    driver.finish()
    assert len([event for event in driver.of(ev.Asked) if event.ask == CHOICE]) == 2


def test_back_starts_the_stage_before(driver: Any) -> None:
    """`/back` starts the stage before and says it again, without opening a prompt or asking what was settled."""
    driver.until("which-first")
    driver.say("/back")
    assert [event.stage for event in driver.of(ev.StageStarted, turn=True)] == ["prompt-1"]
    assert not driver.of(ev.PromptOpened, turn=True)
    assert "explain" in driver.of(ev.TutorSaid, turn=True)[0].purpose
    assert driver.pending.kind == "continue"


def test_back_at_the_start_stays(driver: Any) -> None:
    """Before the first stage there is nothing, and the tutor says so."""
    driver.say("/back")
    assert not driver.of(ev.StageStarted, turn=True)
    assert driver.pending.ask == "who-retrains"


def test_quiz_goes_to_the_quiz_and_the_rest_is_not_lost(driver: Any) -> None:
    """`/quiz` jumps to the try-it list; what was jumped over still comes before the end."""
    driver.say("/quiz")
    assert driver.state.stage == "quiz"
    driver.finish()
    assert {event.stage for event in driver.of(ev.StageFinished)} == set(STAGES)


# — the diagnosis —


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ("no no no", 0),
        ("yes no no", 0),
        ("no no yes", 0),
        ("yes no yes", 0),
        ("no yes no", 1),
        ("yes yes no", 1),
        ("no yes yes", 2),
        ("yes yes yes", 2),
    ],
)
def test_the_level_is_the_function_s(begin: Callable[..., Any], assessment: Any, facts: str, level: int) -> None:
    """For all eight combinations, the level and the advice of the record are what the function returns."""
    driver = begin()
    driver.until("diagnosis:level", with_facts(*facts.split()))
    assessed = driver.of(ev.LevelAssessed)[-1]
    result = assessment(assessed.facts)
    assert assessed.level == level == result.level
    assert assessed.advice == result.advice
    assert assessed.assumed == ()
    assert list(assessed.facts.values()) == [word == "yes" for word in facts.split()]


def test_the_caveat_is_asked_once(driver: Any) -> None:
    """For no, yes, no the learner is asked once whether the pipeline retrains; if not, the advice gets a note."""
    driver.until("automated_training")
    for reply in ("no", "yes", "no"):
        driver.say(reply)
    assert (driver.pending.ask, driver.pending.variant) == ("automated_training", "caveat")
    driver.say("no")
    assert driver.pending.ask == "diagnosis:level"
    assert "For you that part does not hold" in driver.spoken
    driver.finish()
    assert [event.variant for event in driver.of(ev.Asked)].count("caveat") == 1


def test_the_caveat_may_change_the_fact(driver: Any) -> None:
    """A yes to the caveat's question is taken, and the note is not said."""
    driver.until("automated_training")
    for reply in ("no", "yes", "no", "yes"):
        driver.say(reply)
    assert driver.of(ev.LevelAssessed)[-1].facts["automated_training"] is True
    assert "does not hold" not in driver.spoken


@pytest.mark.parametrize("facts", ["yes yes no", "no no no", "no yes yes", "no no yes"])
def test_no_caveat_where_the_sentence_holds(begin: Callable[..., Any], facts: str) -> None:
    """The caveat is asked for no other facts."""
    driver = begin()
    driver.until("diagnosis:level", with_facts(*facts.split()))
    assert "caveat" not in [event.variant for event in driver.of(ev.Asked)]


def test_an_unknown_fact_that_changes_nothing_is_not_asked_again(driver: Any) -> None:
    """Training never decides the level, so not knowing it costs no follow-up; it is assumed, openly."""
    driver.until("automated_training")
    for reply in ("I don't know", "no", "no"):
        driver.say(reply)
    assert driver.pending.ask == "diagnosis:level"
    assert driver.of(ev.LevelAssessed)[-1].assumed == ("automated_training",)
    assert "follow-up" not in [event.variant for event in driver.of(ev.Asked)]
    learned = [event for event in driver.of(ev.FactLearned) if event.fact == "automated_training"]
    assert [event.value for event in learned] == [None]
    assert "not known" in driver.spoken


def test_an_unknown_fact_that_decides_is_asked_once_more(driver: Any, lesson: Lesson) -> None:
    """Where the level depends on it, the question comes once more in other words, then it counts as no."""
    driver.until("automated_training")
    for reply in ("yes", "I don't know", "no"):
        driver.say(reply)
    assert (driver.pending.ask, driver.pending.variant) == ("automated_pipeline", "follow-up")
    assert driver.pending.text == lesson.fact("automated_pipeline").follow_up
    driver.say("I don't know")
    assessed = driver.of(ev.LevelAssessed)[-1]
    assert (assessed.assumed, assessed.level) == (("automated_pipeline",), 0)
    assert "a yes would give level 1" in driver.spoken
    driver.say("")
    assert lesson.fact("automated_pipeline").finding_out in driver.spoken


def test_cicd_is_not_asked_again_without_a_pipeline(driver: Any) -> None:
    """Without a pipeline CI/CD decides nothing, so not knowing it is enough."""
    driver.until("automated_training")
    for reply in ("no", "no", "I don't know"):
        driver.say(reply)
    assert driver.pending.ask == "diagnosis:level"


def test_a_follow_up_may_be_answered(driver: Any) -> None:
    """The follow-up takes a plain answer."""
    driver.until("automated_training")
    for reply in ("yes", "I don't know", "yes", "yes"):
        driver.say(reply)
    assert driver.of(ev.LevelAssessed)[-1].level == 2


def test_partly_is_no_and_is_confirmed(driver: Any) -> None:
    """ "Partly" is read as no and laid before the learner; its evidence is not the yes that confirmed it."""
    driver.until("automated_training")
    driver.say("partly")
    assert (driver.pending.ask, driver.pending.kind) == ("automated_training", "confirm")
    assert not driver.of(ev.FactLearned)
    driver.say("yes")
    learned = driver.of(ev.FactLearned)[0]
    assert (learned.value, learned.evidence) == (False, "partly")


def test_a_rejected_reading_is_asked_in_other_words(driver: Any, lesson: Lesson) -> None:
    """A no to "I read that as" drops the reading and asks which part is done by hand."""
    driver.until("automated_training")
    driver.say("partly")
    driver.say("no")
    assert (driver.pending.ask, driver.pending.variant) == ("automated_training", "partly")
    assert driver.pending.text == lesson.fact("automated_training").partly
    driver.say("somebody starts it by hand")
    assert [(event.fact, event.value) for event in driver.of(ev.FactLearned)] == [("automated_training", False)]


@pytest.mark.parametrize("aside", ["", "what do you mean?", "/help", "/progress", "asdf"])
def test_a_repeated_question_stands_through_asides(driver: Any, aside: str) -> None:
    """A question that was put in other words after a misreading stands, too, when the reply is no answer to it."""
    driver.until("automated_training")
    driver.say("partly")
    driver.say("no")
    before = driver.pending
    driver.say(aside)
    assert driver.pending == before


def test_a_settled_unknown_is_not_asked_again(driver: Any) -> None:
    """A fact that was recorded as not known is not asked for after that."""
    driver.until("automated_training")
    driver.say("partly")
    driver.say("no")
    driver.say("the deploy is by hand")
    for _ in range(12):
        if driver.pending.ask == "diagnosis:level":
            break
        driver.say("/next")
    settled = False
    for event in driver.events:
        if isinstance(event, ev.FactLearned) and event.fact == "automated_training":
            settled = True
        if isinstance(event, ev.Asked) and event.kind == "diagnostic":
            assert not (settled and event.ask == "automated_training"), "asked again after it was settled"


def test_several_facts_in_one_reply(driver: Any) -> None:
    """A reply that tells several facts settles them all, each with its own words, and none is asked again."""
    driver.until("automated_training")
    said = "we have a cron job, but somebody copies the model over"
    driver.say(said)
    while driver.pending.kind == "confirm":
        driver.say("yes")
    learned = {event.fact: event for event in driver.of(ev.FactLearned)}
    assert learned["automated_training"].value is True
    assert learned["automated_pipeline"].value is False
    assert all(event.evidence in said and event.evidence for event in learned.values())
    assert driver.pending.ask == "automated_cicd"


def test_what_if_stores_nothing(driver: Any) -> None:
    """`/what-if` tells the level with other facts and stores no fact and no level."""
    driver.until("diagnosis:level", with_facts("no", "no", "no"))
    facts, count = driver.state.facts, len(driver.of(ev.LevelAssessed))
    driver.say("/what-if automated_pipeline yes automated_cicd yes")
    assert "level 2" in driver.spoken
    assert (driver.state.facts, len(driver.of(ev.LevelAssessed))) == (facts, count)
    assert not driver.of(ev.FactLearned, turn=True)


def test_what_if_alone_tells_all_that_would_change_it(driver: Any) -> None:
    """`/what-if` alone lists every smallest change, and no more."""
    driver.until("diagnosis:level", with_facts("no", "no", "no"))
    driver.say("/what-if")
    changes = [line for line in driver.spoken.splitlines() if line.startswith("- ")]
    assert len(changes) == 2
    assert "level 1" in changes[0] and "level 2" in changes[1]


def test_level_corrects_a_fact_and_assesses_again(driver: Any) -> None:
    """`/level FACT yes` in the middle of the quiz stores the fact, assesses again, and the question stands."""
    driver.until("unit-of-shipping", with_facts("no", "no", "yes"))
    before = driver.pending
    driver.say("/level automated_pipeline yes")
    learned = driver.of(ev.FactLearned, turn=True)[0]
    assert (learned.fact, learned.value, learned.by) == ("automated_pipeline", True, "learner")
    assert learned.evidence and learned.evidence in "/level automated_pipeline yes"
    assert driver.of(ev.LevelAssessed, turn=True)[0].level == 2
    assert driver.pending == before


def test_level_alone_assesses_again(driver: Any) -> None:
    """`/level` with all facts known assesses again; with none known it goes to the questions."""
    driver.say("/level")
    assert (driver.state.stage, driver.pending.ask) == ("diagnosis", "automated_training")
    driver.until("diagnosis:level", with_facts("no", "yes", "yes"))
    driver.say("/level")
    assert len(driver.of(ev.LevelAssessed)) == 2
    assert driver.pending.ask == "diagnosis:level"


@pytest.mark.parametrize("wrong", ["automated_cicd", "automated_cdci yes", "automated_cicd perhaps", "yes"])
def test_a_level_that_cannot_be_read_changes_nothing(driver: Any, wrong: str) -> None:
    """A mistyped fact or value is explained, and nothing is stored."""
    driver.until("diagnosis:level", with_facts("no", "no", "no"))
    driver.say(f"/level {wrong}")
    assert not driver.of(ev.FactLearned, turn=True) and not driver.of(ev.LevelAssessed, turn=True)
    assert driver.spoken


def test_a_fact_told_early_is_not_asked(driver: Any) -> None:
    """A fact that was set by `/level` before the diagnosis is not asked there."""
    driver.say("/level automated_cicd yes")
    driver.until("diagnosis:level", with_facts("no", "no", "no"))
    assert "automated_cicd" not in [event.ask for event in driver.of(ev.Asked) if event.kind == "diagnostic"]
    assert driver.of(ev.LevelAssessed)[-1].facts["automated_cicd"] is True


def test_actually_corrects_a_fact(driver: Any) -> None:
    """Saying later that it is otherwise is confirmed, counts, and the level is assessed again."""
    driver.until("unit-of-shipping", with_facts("no", "no", "no"))
    driver.say("actually, our whole pipeline runs automatically from raw data to serving")
    while driver.pending.kind == "confirm":
        driver.say("yes")
    assert driver.state.facts["automated_pipeline"].value is True
    assert driver.of(ev.LevelAssessed)[-1].level == 1
    assert driver.pending.ask == "unit-of-shipping"


def test_a_correction_may_be_rejected(driver: Any) -> None:
    """A correction that was misread changes nothing."""
    driver.until("unit-of-shipping", with_facts("no", "no", "no"))
    driver.say("actually, our whole pipeline runs automatically from raw data to serving")
    assert driver.pending.kind == "confirm"
    driver.say("no")
    assert driver.state.facts["automated_pipeline"].value is False
    assert driver.pending.ask == "unit-of-shipping"


# — disputes, and starting again —


def test_a_dispute_is_recorded_with_its_reason(driver: Any) -> None:
    """`/dispute REASON` records disagreement with the last grade and changes no count."""
    driver.say("/quiz")
    driver.until("unit-of-shipping")
    driver.say("a")
    driver.say("/dispute a notebook can be shipped as well")
    disputed = driver.of(ev.GradeDisputed)[0]
    assert (disputed.ask, disputed.reason) == ("unit-of-shipping", "a notebook can be shipped as well")
    assert driver.pending.ask == "unit-of-shipping"
    driver.finish()
    assert driver.of(ev.SessionFinished)[0].correct == 0


def test_a_dispute_needs_a_grade_and_a_reason(driver: Any) -> None:
    """Without a grade, or without a reason, nothing is recorded, and the tutor says what is missing."""
    driver.say("/dispute wrong")
    driver.until(CHOICE)
    driver.say("a")
    driver.say("/dispute")
    assert driver.spoken
    assert not driver.of(ev.GradeDisputed)


@pytest.mark.parametrize(("command", "way"), [("/quit", "quit"), ("exit", "quit"), ("/restart", "restart")])
def test_leaving_stores_the_reply_and_nothing_else(driver: Any, command: str, way: str) -> None:
    """Leaving stores what was typed, asks nothing and finishes nothing."""
    turn = driver.say(command)
    assert [event.type for event in turn] == ["learner_said"]
    assert driver.over == way


AFTER: dict[str, object] = {
    "session": "before", "at": "2026-01-01T00:00:00.000+00:00", "level": 1, "correct": 8, "asked": 11,
}  # fmt: skip


def test_after_a_finished_lesson_there_is_an_offer(begin: Callable[..., Any]) -> None:
    """A start after a finished session offers to assess again, to repeat the quiz or to start over."""
    driver = begin(after=AFTER)
    assert driver.pending.kind == "continue"
    assert [option.id for option in driver.pending.options] == ["1", "2", "3"]
    assert "2026-01-01" in driver.pending.text and "level 1" in driver.pending.text
    assert not driver.of(ev.StageStarted)


@pytest.mark.parametrize(
    ("reply", "stages"),
    [
        ("1", ["diagnosis", "wrap-up"]),
        ("2", ["quiz", "wrap-up"]),
        ("3", STAGES),
        ("", STAGES),
        ("/next", STAGES),
        ("/quiz", ["quiz", "wrap-up"]),
    ],
)
def test_each_way_from_the_offer_leads_to_an_end(begin: Callable[..., Any], reply: str, stages: list[str]) -> None:
    """Each way takes its own stages, in order, to the end."""
    driver = begin(after=AFTER)
    driver.say(reply)
    driver.finish()
    assert [event.stage for event in driver.of(ev.StageStarted)] == stages


# — resuming, and lessons that changed —


def test_resuming_asks_the_same_question(begin: Callable[..., Any]) -> None:
    """At every question of a lesson, folding the events again and going on asks the same question, after one line."""
    replies = {"diagnostic": "no", "confirm": "no", "reflect": "x", "continue": ""}
    driver = begin()
    for count in range(200):
        if driver.over:
            break
        again = begin(history=driver.events, session=f"again{count}")
        assert again.pending == driver.pending
        assert [event.type for event in again.turn] == ["session_resumed", "tutor_said", "asked"]
        assert len(again.spoken.split("\n\n")) == 1
        driver.say(replies.get(driver.pending.kind) or ("a", "7", "I don't know")[count % 3])
    assert driver.over == "finished"


def test_an_edited_lesson_resumes_and_says_so(begin: Callable[..., Any], write_pack: Callable[..., Path]) -> None:
    """A lesson that changed resumes in the same stage and says that it was edited; what is gone is not asked."""
    folder = write_pack()
    before = load_lesson(folder)
    assert before.manifest.assessment
    rules = resolve(before.manifest.assessment)
    driver = begin(before, rules)
    driver.until("which")
    write_pack({"1-only/checks.toml": 'title = "Another"\n'})
    again = begin(load_lesson(folder), rules, history=driver.events)
    assert "edited" in again.spoken
    assert again.state.stage == "prompt-1"
    assert again.pending.kind == "continue"
    again.finish()


def test_a_lesson_that_lost_a_stage_and_a_fact_goes_on(
    begin: Callable[..., Any], write_pack: Callable[..., Path]
) -> None:
    """A fact that was waiting to be confirmed, and a stage, may be gone: the session still reaches its end."""
    folder = write_pack()
    before = load_lesson(folder)
    assert before.manifest.assessment
    driver = begin(before, resolve(before.manifest.assessment))
    driver.until("tests")
    driver.say("partly")
    assert driver.pending.kind == "confirm"
    manifest = 'format = 1\nid = "small"\ntitle = "t"\nsummary = "s"\nminutes = 5\nprompts = ["1-only.md"]\n'
    write_pack({"lesson.toml": manifest, "diagnosis.toml": None, "levels.toml": None})
    again = begin(load_lesson(folder), None, history=driver.events)
    again.finish()


def test_a_lesson_without_an_assessment_has_no_level(
    begin: Callable[..., Any], write_pack: Callable[..., Path]
) -> None:
    """Without an assessment the lesson lacks the diagnosis, /level says so, and the end is reached."""
    manifest = 'format = 1\nid = "small"\ntitle = "t"\nsummary = "s"\nminutes = 5\nprompts = ["1-only.md"]\n'
    folder = write_pack({"lesson.toml": manifest, "diagnosis.toml": None, "levels.toml": None})
    driver = begin(load_lesson(folder), None)
    for command in ("/level", "/what-if", "/level tests yes"):
        driver.say(command)
        assert "level" in driver.spoken
    driver.finish()
    assert [event.stage for event in driver.of(ev.StageStarted)] == ["why", "prompt-1", "quiz", "wrap-up"]
    assert not driver.of(ev.LevelAssessed)


def test_a_table_of_rules_assesses(begin: Callable[..., Any], write_pack: Callable[..., Path]) -> None:
    """A lesson with a table of rules gives the level of the first rule that matches."""
    loaded = load_lesson(write_pack())
    assert loaded.manifest.assessment
    driver = begin(loaded, resolve(loaded.manifest.assessment))
    driver.until(
        "diagnosis:level",
        lambda asked: "yes" if asked.ask == "tests" else "no" if asked.kind == "diagnostic" else "/next",
    )
    assessed = driver.of(ev.LevelAssessed)[-1]
    assert (assessed.level, assessed.advice) == (1, "Deploy by machine.")
