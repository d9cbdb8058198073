"""The fold: small scripts of events, and what they say about the learner."""

from __future__ import annotations

from tutor.learner import events as ev
from tutor.learner.state import State, fold, fold_all

START = ev.SessionStarted(lesson="l", lesson_digest="d", tutor="authored")


def asked(ask: str, kind: ev.AskKind = "check", variant: str = "") -> ev.Asked:
    return ev.Asked(ask=ask, kind=kind, text=f"{ask}?", variant=variant)


def graded(ask: str, verdict: ev.Verdict, **more: object) -> ev.AnswerGraded:
    return ev.AnswerGraded(ask=ask, kind="check", verdict=verdict, criteria=(), by="code", **more)  # type: ignore[arg-type]


def said(text: str) -> ev.LearnerSaid:
    return ev.LearnerSaid(text=text)


def test_nothing_happened() -> None:
    """No events give the empty state."""
    assert fold_all([]) == State()


def test_folding_in_two_parts_is_folding_the_whole() -> None:
    """Resuming is folding again: the state does not depend on where the journal was cut."""
    events: list[ev.Event] = [
        START, ev.StageStarted(stage="why"), asked("q"), said("x"), graded("q", "incorrect"),
        ev.HintGiven(ask="q", rung=1), asked("q"), said("y"), graded("q", "correct"), ev.StageFinished(stage="why"),
    ]  # fmt: skip
    whole = fold_all(events)
    for cut in range(len(events)):
        assert fold_all(events[cut:], fold_all(events[:cut])) == whole


def test_a_fold_does_not_change_what_it_folds() -> None:
    """`fold` returns a new state; the old one stays."""
    before = fold_all([START, asked("q")])
    copy = fold_all([START, asked("q")])
    fold(fold(before, said("x")), graded("q", "correct"))
    assert before == copy


def test_the_question_that_stands_is_the_last_asked() -> None:
    """A question stands until it is settled."""
    state = fold_all([START, asked("q"), said("x")])
    assert state.pending == "q"
    assert fold(state, graded("q", "correct")).pending is None


def test_a_wrong_answer_earns_a_hint_and_keeps_the_question() -> None:
    """After a wrong answer the question stands, an attempt is counted, and a hint is earned."""
    state = fold_all([START, asked("q"), said("x"), graded("q", "incorrect", misconception="m")])
    ask = state.ask("q")
    assert (state.pending, ask.attempts, ask.earned_hint, ask.misconception) == ("q", 1, True, "m")
    state = fold(state, ev.HintGiven(ask="q", rung=1))
    assert (state.ask("q").rung, state.ask("q").earned_hint, state.ask("q").aided) == (1, False, True)


def test_a_hint_never_goes_back() -> None:
    """The rung of the ladder is the highest hint given."""
    state = fold_all([START, asked("q"), ev.HintGiven(ask="q", rung=2), ev.HintGiven(ask="q", rung=1)])
    assert state.ask("q").rung == 2


def test_a_settled_question_begins_a_new_round() -> None:
    """Showing the answer settles the question: counters of the round start anew, what was learned stays."""
    state = fold_all([START, asked("q"), said("x"), graded("q", "incorrect"), ev.AnswerShown(ask="q")])
    ask = state.ask("q")
    assert (ask.rounds, ask.attempts, ask.rung, ask.shown, ask.aided) == (1, 0, 0, True, True)
    assert (ask.verdict, ask.first_verdict) == ("incorrect", "incorrect")


def test_the_first_verdict_stays() -> None:
    """What was right at last was still wrong at first."""
    state = fold_all([START, asked("q"), graded("q", "incorrect"), asked("q"), graded("q", "correct")])
    assert (state.ask("q").first_verdict, state.ask("q").verdict) == ("incorrect", "correct")


def test_criteria_are_pooled_over_attempts() -> None:
    """A point that was made once counts in later attempts of the round."""

    def met(**points: bool) -> ev.AnswerGraded:
        criteria = tuple(ev.CriterionResult(id=k, met=v, evidence=k) for k, v in points.items())
        return ev.AnswerGraded(ask="q", kind="check", verdict="partial", criteria=criteria, by="matcher")

    state = fold_all([START, asked("q"), met(a=True, b=False), met(a=False, b=True)])
    assert dict(state.ask("q").met) == {"a": "a", "b": "b"}


def test_a_question_that_comes_back_begins_with_nothing_met() -> None:
    """Asked again in other words, the points have to be made again."""
    met = ev.AnswerGraded(
        ask="q", kind="check", verdict="partial", by="matcher",
        criteria=(ev.CriterionResult(id="a", met=True, evidence="x"),),
    )  # fmt: skip
    state = fold_all([START, asked("q"), met, ev.AnswerShown(ask="q"), asked("q", variant="again")])
    assert dict(state.ask("q").met) == {}


def test_a_doubtful_answer_waits_for_the_learner() -> None:
    """An unsure grade leaves the criteria in doubt, and says nothing yet."""
    unsure = ev.AnswerGraded(
        ask="q", kind="check", verdict="unsure", by="matcher",
        criteria=(ev.CriterionResult(id="a", met=None), ev.CriterionResult(id="b", met=True)),
    )  # fmt: skip
    state = fold_all([START, asked("q"), said("x"), unsure])
    assert state.ask("q").doubt == ("a",)
    assert state.owed == ()
    assert state.ask("q").first_verdict is None


def test_what_is_said_is_no_longer_owed() -> None:
    """Feedback and hint are owed after a wrong answer, until they were said in one breath."""
    state = fold_all([START, asked("q"), said("x"), graded("q", "incorrect"), ev.HintGiven(ask="q", rung=1)])
    assert state.owed == ("feedback", "hint")
    state = fold(state, ev.TutorSaid(text="t", by="authored", purpose="feedback+hint"))
    assert state.owed == ()


def test_a_skipped_reflection_is_settled() -> None:
    """What is kept and not graded is done when it was skipped."""
    state = fold_all([START, asked("r", "reflect"), ev.Skipped(ask="r")])
    assert (state.ask("r").rounds, state.ask("r").skipped, state.pending) == (1, True, None)


def test_the_learner_s_words_are_kept() -> None:
    """The answer to a question that is only kept is the learner's last reply."""
    kept = ev.ReplyClassified(act="answer", ask="r", outcome="kept")
    state = fold_all([START, asked("r", "reflect"), said("my plan"), kept])
    assert state.ask("r").kept == "my plan"


def test_a_fact_waits_for_its_confirmation() -> None:
    """A reading that was not plain changes no fact until it was confirmed."""
    reading = ev.FactReading(fact="f", value=False, evidence="by hand", by="rule")
    state = fold_all([START, asked("f", "diagnostic"), said("x"), ev.FactsRead(readings=(reading,))])
    assert state.facts == {} and state.unconfirmed == (reading,)
    state = fold(state, ev.FactLearned(fact="f", value=False, evidence="by hand", by="rule"))
    assert state.facts["f"].value is False and state.unconfirmed == ()


def test_a_rejected_reading_is_dropped_and_asked_again() -> None:
    """A reading that the learner rejects counts for nothing, and the fact is asked again at once."""
    reading = ev.FactReading(fact="f", value=False, evidence="", by="rule")
    rejected = ev.ReplyClassified(act="answer", ask="f", outcome="rejected")
    state = fold_all([START, asked("f", "diagnostic"), said("x"), ev.FactsRead(readings=(reading,)), rejected])
    assert (state.facts, state.unconfirmed, state.ask("f").rejected) == ({}, (), True)


def test_a_changed_fact_makes_the_level_stale() -> None:
    """A fact that changes after the level was assessed asks for a new assessment; the same value does not."""
    learned = ev.FactLearned(fact="f", value=False, evidence="", by="rule")
    assessed = ev.LevelAssessed(facts={"f": False}, assumed=(), level=0, advice="a")
    state = fold_all([START, learned, assessed, learned])
    assert not state.stale
    state = fold(state, ev.FactLearned(fact="f", value=True, evidence="", by="learner"))
    assert state.stale
    assert not fold(state, assessed).stale


def test_resuming_keeps_the_question_and_owes_a_line() -> None:
    """A resumed session stands at the same question and says that it was resumed, and whether the lesson changed."""
    state = fold_all([START, asked("q"), ev.SessionResumed(lesson_digest="d", tutor="authored")])
    assert (state.pending, state.owed, state.lesson_changed) == ("q", ("resumed",), False)
    assert fold(state, ev.SessionResumed(lesson_digest="e", tutor="authored")).lesson_changed


def test_a_stage_that_is_entered_again_is_no_longer_finished() -> None:
    """Going back opens a stage again and says it again; prompts stay opened."""
    state = fold_all(
        [
            START, ev.StageStarted(stage="prompt-1"), ev.PromptOpened(prompt=1, text="t"),
            ev.TutorSaid(text="t", by="authored", purpose="explain"), ev.StageFinished(stage="prompt-1"),
            ev.StageStarted(stage="prompt-2"), ev.StageStarted(stage="prompt-1"),
        ]
    )  # fmt: skip
    assert state.stage == "prompt-1"
    assert "prompt-1" not in state.finished_stages
    assert not state.has_said("explain")
    assert state.opened_prompts == {1}


def test_a_dispute_changes_no_grade() -> None:
    """Disagreement is recorded beside the grade."""
    state = fold_all([START, asked("q"), graded("q", "incorrect"), ev.GradeDisputed(ask="q", reason="r")])
    assert (state.ask("q").disputed, state.ask("q").verdict) == (True, "incorrect")


def test_calls_and_failures_are_counted() -> None:
    """Tokens are summed, missing counts are nothing, and a success ends a row of failures."""
    called = ev.ModelCalled(purpose="p", model="m", prompt_tokens=3, completion_tokens=2)
    failed = ev.ModelFailed(purpose="p", error="timeout", detail="")
    state = fold_all([START, called, ev.ModelCalled(purpose="p", model="m"), failed, failed])
    assert (state.calls, state.tokens, state.failures_in_a_row) == (2, (3, 0, 2), 2)
    assert fold(state, called).failures_in_a_row == 0


def test_a_finished_session_asks_nothing() -> None:
    """After the last event nothing stands."""
    state = fold_all([START, asked("q"), ev.SessionFinished(asked=1, correct=0)])
    assert state.pending is None and state.finished is not None
