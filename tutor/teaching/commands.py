"""What can be typed instead of a reply: the commands, and how a line is recognised as one."""

from __future__ import annotations

from typing import NamedTuple


class CommandHelp(NamedTuple):
    """A command as `/help` lists it."""

    name: str
    usage: str
    does: str


COMMANDS = (
    CommandHelp("next", "/next", "goes on; at a question it is /skip"),
    CommandHelp("skip", "/skip", "shows this question's answer and why, and goes on; it comes back once"),
    CommandHelp("back", "/back", "goes to the stage before"),
    CommandHelp("hint", "/hint", "the next hint, once you have tried"),
    CommandHelp("simpler", "/simpler", "the same in simpler words"),
    CommandHelp("example", "/example", "a team to which it happened"),
    CommandHelp("why", "/why", "why this lesson is worth your time"),
    CommandHelp("level", "/level [FACT yes|no]", "assesses again, or corrects one fact"),
    CommandHelp("what-if", "/what-if [FACT yes|no …]", "the level if those facts were different"),
    CommandHelp("quiz", "/quiz", "goes to the try-it list"),
    CommandHelp("dispute", "/dispute REASON", "records that you disagree with the last grade"),
    CommandHelp("model", "/model [NAME|off|on]", "who teaches; changes it"),
    CommandHelp("progress", "/progress", "where you are and what you have done"),
    CommandHelp("help", "/help", "this list"),
    CommandHelp("reload", "/reload", "takes the lesson's edited files, and stays in place"),
    CommandHelp("restart", "/restart", "a new session from the start; this one is kept"),
    CommandHelp("quit", "/quit", "leaves; your place is saved"),
)
NAMES = tuple(command.name for command in COMMANDS)

# typed alone and without the slash these can hardly be meant as an answer
BARE = frozenset({"next", "skip", "back", "hint", "help", "quit", "exit"})


class Command(NamedTuple):
    """A command as typed."""

    name: str
    argument: str
    known: bool = True


def parse_command(reply: str) -> Command | None:
    """The command in a reply, or None. A slash and a letter make a command, known or not."""
    text = reply.strip()
    bare = text.lower()
    if bare in BARE:
        return Command("quit" if bare == "exit" else bare, "")
    if len(text) < 2 or text[0] != "/" or not text[1].isalpha() or "\n" in text.split(" ", 1)[0]:
        return None
    name, _, argument = text[1:].partition(" ")
    name = name.lower()
    if "/" in name:  # a path, not a command
        return None
    return Command(name[:40], argument.strip(), known=name in NAMES)


def nearest_command(name: str) -> str | None:
    """The known command that was probably meant."""
    import difflib  # only for what was mistyped

    starts = [known for known in NAMES if known.startswith(name)]
    near = starts or difflib.get_close_matches(name, NAMES, 1, cutoff=0.5)
    return near[0] if near else None


def parse_facts(argument: str, known: tuple[str, ...]) -> dict[str, bool] | str:
    """The facts of `/level` and `/what-if`: pairs of a fact's id and yes or no, or what is wrong with them."""
    import difflib  # only for what was mistyped

    words = argument.replace(",", " ").replace("=", " ").split()
    facts: dict[str, bool] = {}
    if len(words) % 2:
        return f"give pairs such as `{known[0]} yes`"
    for name, value in zip(words[::2], words[1::2], strict=True):
        name, value = name.lower().replace("-", "_"), value.lower()
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, cutoff=0.5)
            return f"there is no fact “{name[:40]}”; " + (
                f"did you mean `{near[0]}`?" if near else f"the facts are {', '.join(known)}"
            )
        if value not in ("yes", "no", "true", "false", "y", "n"):
            return f"`{name}` is yes or no, not “{value[:40]}”"
        facts[name] = value in ("yes", "true", "y")
    return facts
