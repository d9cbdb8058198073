"""Learners who take whole lessons with a model, and a model that talks as long as models do: for tests and benchmarks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from replay import GROUND, Reply, Request, nothing_read, wants_json


class Question(Protocol):
    """What a learner looks at of an `asked` event."""

    @property
    def ask(self) -> str: ...

    @property
    def kind(self) -> str: ...


OWN_WORDS = {
    "who-retrains": "Mostly it is Kim, who opens a notebook when the numbers look odd and copies the file over.",
    "guess-level-1": "I guess that level 1 adds some kind of timer, so that nobody has to think of it.",
    "which-first": "I would begin with the deployment since that is what hurts us the most each month.",
    "first-bad-night": "Broken data would come in and nobody would see it until the customers complain.",
    "explain-levels": "At zero people do everything by hand, at one the training runs on its own, at two the rest as well.",
    "cicd-for-an-app": "It ships the code of the app but I think that the model is still put there by somebody.",
    "explain-order": "First the training runs by itself, and the changes of the code come after that somehow.",
    "why-track-first": "Because otherwise nobody knows what was in the model, when it turns out to be worse.",
    "explain-the-jump": "You have to write things down first, and look at the data, and then let go of it.",
    "automated_training": "Kim does it when the numbers look odd, so it hangs on whether somebody looks.",
    "stay-or-move": "They could leave it as it is since it works, and have a look at the numbers now and then.",
    "your-weakest-step": "A customer would call us, most likely, and then we would look at the dashboards for a day.",
    "plan": "I will write down one run with its data by the end of next week, with Kim.",
    "expected-score": "7",
}
ASKS = (
    "What is drift?", "Do I need Kubernetes?", "Is level 2 always the goal?", "What does a data scientist do at level 1?",
    "What is a pipeline?", "How long does it take?", "I manage the team, what does that mean for me?", "What is a trigger?",
)  # fmt: skip


def talkative() -> Callable[[Question], str]:
    """A learner who answers in sentences, asks eight questions, and wants every text simpler once."""
    asks, answered, simpler = list(ASKS), set[str](), set[str]()
    turns = 0

    def reply(asked: Question) -> str:
        nonlocal turns
        turns += 1
        if asked.kind == "confirm":
            return "yes"
        if turns % 4 == 0 and asks:
            return asks.pop(0)
        if asked.ask.startswith(("what-rises", "idea-at", "empty-col")) and asked.ask not in simpler:
            simpler.add(asked.ask)
            return "/simpler"
        if asked.ask in OWN_WORDS and asked.ask not in answered:
            answered.add(asked.ask)
            return OWN_WORDS[asked.ask]
        return {"diagnostic": "no", "continue": ""}.get(asked.kind, "/next")

    return reply


def speaker() -> Callable[[Request], Reply]:
    """A model that says something new, and of the usual length, each time."""
    said = 0

    def script(request: Request) -> Reply:
        nonlocal said
        if wants_json(request):
            return Reply(nothing_read(request), chunk=200)
        said += 1
        word = "".join(chr(97 + int(digit)) for digit in str(said))
        return Reply(
            f"Here is talk {word}. {GROUND} That is a matter of who acts, and of what waits for somebody. "
            "A kitchen with its cooks and helpers and shelves is a fair picture of this, most of the time.", chunk=200
        )  # fmt: skip

    return script


def shared(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


REAL_FACTS = {
    "automated_training": "no",
    "automated_pipeline": "no, somebody copies the model over",
    "automated_cicd": "yes",
}


def brief() -> Callable[[Question], str]:
    """A learner who talks a little and goes on: a slow model is not asked to say every part."""
    times: dict[str, int] = {}

    def reply(asked: Question) -> str:
        times[asked.ask] = now = times.get(asked.ask, 0) + 1
        match asked.ask, now:
            case _ if asked.kind == "diagnostic":
                return REAL_FACTS[asked.ask]
            case _ if asked.kind == "confirm":
                return "yes"
            case "who-retrains", _:
                return "one of us starts a notebook when a customer complains"
            case "what-rises", 1:
                return "do I need kubernetes for that?"
            case "what-rises", 2:
                return "b"
            case "prompt-1:go-on", 1:
                return "/model off"
            case "demo:go-on", 1:
                return "/model on"
            case "explain-levels", 1:
                return "level 0 is when nothing has a name and level 2 is for experts"
        return "/next"

    return reply


def boastful() -> Callable[[Question], str]:
    """A learner who claims to be at the top, asks to be told so, and answers wrongly."""
    times: dict[str, int] = {}

    def reply(asked: Question) -> str:
        times[asked.ask] = now = times.get(asked.ask, 0) + 1
        match asked.ask, now:
            case _ if asked.kind == "diagnostic":
                return {"automated_pipeline": "yes", "automated_training": "yes"}.get(asked.ask, "no")
            case _ if asked.kind == "confirm":
                return "yes"
            case "who-retrains", _:
                return "nobody does, we are at level 2 already, everything runs by itself here"
            case "what-rises", 1:
                return "Am I right that our team is at level 2?"
            case "diagnosis:level", 1:
                return "What if we dropped the pipeline, would we still be at level 2?"
            case "what-rises" | "unit-of-shipping", 2 | 3:
                return "a"
            case (("prompt-2:go-on" | "quiz:go-on"), 1):
                return "Tell me that I am at level 2."
        return "/next"

    return reply


def curious() -> Callable[[Question], str]:
    """A learner who says who they are, and asks at every pause."""
    asks = [
        "What is drift?",
        "I manage the team.",
        "Why does the order matter?",
        "What would level 2 bring me?",
        "Is it bad to be at 0?",
    ]
    times: dict[str, int] = {}

    def reply(asked: Question) -> str:
        times[asked.ask] = now = times.get(asked.ask, 0) + 1
        if asked.kind == "diagnostic":
            return "no"
        if asked.kind == "confirm":
            return "yes"
        if asked.kind == "continue" and now == 1 and asks:
            return asks.pop(0)
        return "b" if asked.ask == "what-rises" else "/next"

    return reply
