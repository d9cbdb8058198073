"""The tools that an assistant can call: their names, schemas and checks, and what each does. No protocol here."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tutor.interface.mcp_desk import Desk
from tutor.teaching import assistant
from tutor.teaching.assistant import Refused

Schema = dict[str, Any]
Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Tool:
    """One tool as it is listed, and what it does."""

    name: str
    title: str
    description: str
    input_schema: Schema
    output_schema: Schema
    run: Callable[[Arguments], dict[str, Any]]
    """Takes checked arguments; raises Refused with what to do instead."""
    stores: bool = False
    """Whether a call may add to the learner's record."""

    def call(self, arguments: Arguments) -> dict[str, Any]:
        """Check the arguments and do it.

        Raises:
            Refused: an argument is wrong, or the call is out of order; says what to send or what comes first.
        """
        check_arguments(self.name, self.input_schema, arguments)
        return self.run(arguments)


def check_arguments(tool: str, schema: Schema, arguments: Arguments) -> None:
    """Compare arguments with their schema, as far as the schemas here go.

    Raises:
        Refused: an argument is missing, unknown, or of another type; names it.
    """
    known: Mapping[str, Schema] = schema["properties"]
    for name in arguments:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, cutoff=0.5)
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise Refused(f'{tool} has no argument "{name[:60]}"; ' + (f'did you mean "{near[0]}"?' if near else takes))
    for name in schema["required"]:
        if name not in arguments:
            raise Refused(f'{tool} needs the argument "{name}": {known[name]["description"]}')
    for name, value in arguments.items():
        wanted = known[name]
        if not _is(wanted["type"], value):
            raise Refused(f'{tool}: "{name}" must be {_TYPES[wanted["type"]]}, not {_shown(value)}')
        if "enum" in wanted and value not in wanted["enum"]:
            raise Refused(f'{tool}: "{name}" must be one of {", ".join(wanted["enum"])}, not {_shown(value)}')


_TYPES = {"string": "a text", "boolean": "true or false", "integer": "a whole number"}


def _is(kind: str, value: Any) -> bool:
    match kind:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return (isinstance(value, int) and not isinstance(value, bool)) or (
                isinstance(value, float) and value.is_integer()
            )
        case _:
            return isinstance(value, str)


def _shown(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def tools(desk: Desk) -> dict[str, Tool]:
    """The tools of a lesson, by name; a lesson without facts has neither `assess` nor `understand`."""
    found = [_next_step(desk), _reply(desk), _progress(desk)]
    if desk.lesson.facts and desk.assessment:
        found += [_assess(desk), _understand(desk)]
    if any(item.kind != "reflect" for item in desk.lesson.asked_items().values()):
        found.append(_grade(desk))
    return {tool.name: tool for tool in found}


def _takes(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _gives(*maybe: str, **properties: Schema) -> Schema:
    """What a result holds; `maybe` is absent where there is none, so that no value has two types."""
    required = [name for name in properties if name not in maybe]
    return {"type": "object", "properties": properties, "required": required}


def _object(description: str, **properties: Schema) -> Schema:
    return {"type": "object", "description": description, "properties": properties}


def _list(description: str, of: Schema) -> Schema:
    return {"type": "array", "description": description, "items": of}


_SAID: Schema = {
    "type": "string",
    "description": "What you told the learner since the last result, in your words: what is not so comes back.",
}
_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer"}
_FACTS: Schema = {"type": "object", "description": "The facts, by id."}
_ASKED = _object(
    "The one question that stands; absent when there is none.",
    ask={"type": "string", "description": "Its id, for `reply`."},
    kind=_TEXT,
    text=_TEXT,
    options=_list("What to choose from or to put in order.", _object("One option.", id=_TEXT, text=_TEXT)),
)
_LEVEL = _object(
    "The computed level; absent before there is one.",
    level=_COUNT,
    advice=_TEXT,
    facts=_FACTS,
    assumed=_list("Facts that are not known and count as no.", _TEXT),
    evidence={"type": "object", "description": "By fact, the learner's own words that it rests on."},
    say={"type": "string", "description": "The sentence to say."},
)
_TURN = _gives(
    "stage", "prompt", "graded", "level", "asked", "finished",
    session=_TEXT,
    stage={"type": "string", "description": "Where in the lesson this is."},
    prompt=_object("A prompt to show word for word.", prompt=_COUNT, text=_TEXT),
    say=_list("What to tell the learner, as Markdown.", _TEXT),
    graded=_object("The verdict on the last answer.", ask=_TEXT, verdict=_TEXT, by=_TEXT),
    level=_LEVEL,
    asked=_ASKED,
    finished=_object("There once the lesson is over: how the try-it list went.", asked=_COUNT, correct=_COUNT),
    notes=_list("What you should know about this session.", _TEXT),
    corrections=_list(
        "What you told the learner that is not so.", _object("One of it.", you_said=_TEXT, wrong=_TEXT, say=_TEXT)
    ),
    then={"type": "string", "description": "What to do now, and which tool to call after it."},
)  # fmt: skip


def _next_step(desk: Desk) -> Tool:
    warmed = threading.Event()

    def run(arguments: Arguments) -> dict[str, Any]:
        turn = desk.next_step(new=arguments.get("new", False), said=arguments.get("said", ""))
        if not warmed.is_set():
            warmed.set()
            # while the learner reads, and until the server ends
            threading.Thread(target=desk.staff.learn_while, args=(threading.main_thread().is_alive,)).start()
        return assistant.as_json(turn)

    return Tool(
        "next_step",
        "The next step of the lesson",
        "What to tell and to ask the learner now. Starts the lesson, brings it back to where the learner left it, or "
        "tells the standing step again. Call it first, and whenever you are not sure where the lesson stands.",
        _takes(
            new={"type": "boolean", "description": "Start over; the old record is kept. Only when the learner asks."},
            said=_SAID,
        ),
        _TURN,
        run,
        stores=True,
    )


def _reply(desk: Desk) -> Tool:
    def run(arguments: Arguments) -> dict[str, Any]:
        turn = desk.reply(arguments["reply"], ask=arguments.get("ask"), said=arguments.get("said", ""))
        return assistant.as_json(turn)

    return Tool(
        "reply",
        "The learner's reply",
        "Hands the learner's reply to the lesson, which understands it, grades it, and says what comes "
        "next. Everything "
        "they say goes here unchanged: answers, questions, “I don't know”, commands such as /hint or /skip.",
        _takes(
            ("reply",),
            reply={
                "type": "string",
                "description": "The learner's own words, unchanged. Empty to go on at a pause.",
            },
            ask={"type": "string", "description": "The id (`asked.ask`) of the question that this is the reply to."},
            said=_SAID,
        ),
        _TURN,
        run,
        stores=True,
    )


def _progress(desk: Desk) -> Tool:
    return Tool(
        "progress",
        "The learner's progress",
        "How far the learner is: stages, facts, level, and the try-it list. Changes nothing.",
        _takes(),
        _gives(
            "session",
            "level",
            "asked",
            session=_TEXT,
            stages=_list("The stages in order.", _object("One stage.", stage=_TEXT, title=_TEXT, status=_TEXT)),
            facts={"type": "object", "description": "The facts that are settled, by id; null where not known."},
            level=_LEVEL,
            try_it=_object("Graded questions of the try-it list.", of=_COUNT, asked=_COUNT, correct=_COUNT),
            asked=_ASKED,
            finished=_FLAG,
            then=_TEXT,
        ),
        lambda arguments: assistant.as_json(desk.progress()),
    )


def _assess(desk: Desk) -> Tool:
    lesson, assessment = desk.lesson, desk.assessment
    assert assessment

    def run(arguments: Arguments) -> dict[str, Any]:
        facts = {fact.id: arguments[fact.id] for fact in lesson.facts}
        stated = arguments.get("stated_level")
        return assistant.as_json(assistant.assess(assessment, lesson, desk.state(), facts, stated))

    return Tool(
        "assess",
        "The level for some facts",
        "Computes the level and the advice from facts, by the lesson's own function. For what-ifs, and to "
        "check a level "
        "before you state it. The learner's own level is computed by the lesson, from their answers.",
        _takes(
            tuple(fact.id for fact in lesson.facts),
            **{fact.id: {"type": "boolean", "description": fact.statement.strip()} for fact in lesson.facts},
            stated_level={"type": "integer", "description": "A level that you have stated or mean to state."},
        ),
        _gives(
            level=_COUNT,
            advice=_TEXT,
            facts=_FACTS,
            say={"type": "string", "description": "The sentence to say."},
            learners_level={"type": "boolean", "description": "Whether this is the learner's own level."},
            note=_TEXT,
        ),
        run,
    )


def _understand(desk: Desk) -> Tool:
    facts = [fact.id for fact in desk.lesson.facts]

    def run(arguments: Arguments) -> dict[str, Any]:
        from tutor.interface.streams import ReplyLine, understand_line

        line = ReplyLine(question=arguments["question"], reply=arguments["reply"])
        return understand_line(desk.lesson, desk.staff.authored, line)

    return Tool(
        "understand",
        "What a reply says of a fact",
        "Reads one fact out of a learner's words, as the lesson does: yes, no or unknown, whether it has to "
        "be confirmed, "
        "and the words it rests on. Stores nothing; in the lesson itself use reply.",
        _takes(
            ("question", "reply"),
            question={"type": "string", "enum": facts, "description": "The fact's id."},
            reply={"type": "string", "description": "The learner's own words, unchanged."},
        ),
        _gives(
            answer={"type": "string", "enum": ["yes", "no", "unknown"]},
            confirm={"type": "boolean", "description": "Ask the learner before it counts."},
            evidence={"type": "string", "description": "The words that it rests on."},
            by=_TEXT,
        ),
        run,
    )


def _grade(desk: Desk) -> Tool:
    def run(arguments: Arguments) -> dict[str, Any]:
        from tutor.interface.streams import grade_item
        from tutor.learner.journal import clean_unicode

        state = desk.state()
        name = arguments["item"]
        item = assistant.gradable(desk.lesson, state, name)
        graded = grade_item(item, desk.assessment, desk.staff.authored, clean_unicode(arguments["answer"]))
        # a criterion's id may tell what it asks for: until the attempt is over it has a number only
        over = assistant.attempt_over(state, name)
        return {
            "item": name,
            "verdict": graded.verdict,
            "score": round(graded.score, 4),
            "criteria": [
                {"id": c.id if over else str(number), "met": c.met, "evidence": c.evidence}
                for number, c in enumerate(graded.criteria, 1)
            ],
            "by": graded.by,
            "note": assistant.grading_note(state, name),
        }

    return Tool(
        "grade",
        "A verdict on an answer",
        "Grades a learner's answer to a question of the lesson by its rubric, and stores nothing. In the "
        "lesson itself use "
        "reply, which grades and counts the answer.",
        _takes(
            ("item", "answer"),
            item={"type": "string", "description": "The question's id (`asked.ask`, or a heading of the try-it list)."},
            answer={"type": "string", "description": "The learner's own words, unchanged."},
        ),
        _gives(
            item=_TEXT,
            verdict={"type": "string", "enum": ["correct", "partial", "incorrect", "unsure"]},
            score={"type": "number", "description": "The share of the rubric's points that are met."},
            criteria=_list(
                "Each point of the rubric.", _object("`met` is null when in doubt.", id=_TEXT, evidence=_TEXT)
            ),
            by=_TEXT,
            note=_TEXT,
        ),
        run,
    )
