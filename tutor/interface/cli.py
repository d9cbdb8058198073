"""The command line: every command is declared here and done elsewhere."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

import tutor
from tutor.errors import UsageError
from tutor.interface.ended import Ended

_F = TypeVar("_F", bound=Callable[..., Any])

LEARN = "learn"


class DefaultsToLearn(click.Group):
    """With no command, or with options only, it is `learn`; a mistyped command is answered with the nearest."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "-h", "--version")):
            args = [LEARN, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None:
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), 1, cutoff=0.4)
            raise UsageError(
                f'there is no command "{args[0]}"; '
                + (f"did you mean `{ctx.command_path} {near[0]}`?" if near else f"see `{ctx.command_path} --help`")
            )
        return super().resolve_command(ctx, args)


class Subgroup(DefaultsToLearn):
    """A group of commands that has no default."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return click.Group.parse_args(self, ctx, args)


def run_command_line(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status.

    Raises:
        UsageError: an unknown command, option or value; says what to type instead.
    """
    try:
        status = command_line.main(list(arguments), prog_name="mlops-tutor", standalone_mode=False)
    except click.NoSuchOption as error:
        near = difflib.get_close_matches(error.option_name, error.possibilities or [], 1, cutoff=0.3)
        path = error.ctx.command_path if error.ctx else "mlops-tutor"
        hint = f"did you mean {near[0]}?" if near else f"see `{path} --help`"
        raise UsageError(f"there is no option {error.option_name}; {hint}") from error
    except click.ClickException as error:
        message = error.format_message()
        path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "mlops-tutor"
        raise UsageError(f"{message[:1].lower()}{message[1:].rstrip('.')}; see `{path} --help`") from error
    except click.Abort:
        return 130
    except Ended:
        raise
    except SystemExit as leaving:
        # click leaves by itself, with 1, in one case only: the reader of standard output is gone
        raise BrokenPipeError from leaving
    return status if isinstance(status, int) else 0


lesson_option = click.option("--lesson", metavar="ID|DIR", help="A lesson by its id or its folder.")
model_options: tuple[Callable[[_F], _F], ...] = (
    click.option("--offline", is_flag=True, help="The authored lesson, whatever the environment says."),
    click.option("--model", metavar="M", help="The model's name."),
    click.option("--base-url", metavar="URL", help="An endpoint that speaks Chat Completions."),
)


def _with(*decorators: Callable[[Any], Any]) -> Callable[[_F], _F]:
    def decorate(function: _F) -> _F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


@click.group(
    cls=DefaultsToLearn,
    invoke_without_command=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command_line() -> None:
    """A conversational tutor for the terminal. With no command it teaches: `mlops-tutor learn`."""


@command_line.command(LEARN)
@_with(lesson_option, *model_options)
@click.option("--language", metavar="L", help="The language in which a model answers, whatever yours is.")
@click.option("--new", is_flag=True, help="Start over; the old record is kept.")
@click.option("--plain", is_flag=True, help="Lines in, text out: for screen readers and pipes.")
@click.option("--jsonl", is_flag=True, help="Events out and replies in, one JSON object a line.")
def learn_command(**options: Any) -> None:
    """Take the lesson, or go on where you left it."""
    from tutor.interface.learn import learn

    learn(**options)


class AssessCommand(click.Command):
    """Its flags are the facts of the lesson it is asked about."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        from tutor.interface.opening import load

        lesson, assessment = load(_value_of("--lesson", args))
        ctx.obj = (lesson, assessment)
        self.params = [
            *(p for p in self.params if p.name in ("lesson", "json", "version")),
            *(
                click.Option(
                    [f"--{fact.id.replace('_', '-')}", fact.id],
                    type=click.Choice(["yes", "no"]),
                    help=fact.statement,
                )
                for fact in lesson.facts
            ),
        ]
        return super().parse_args(ctx, args)


def _value_of(option: str, args: Sequence[str]) -> str | None:
    for position, argument in enumerate(args):
        if argument == option and position + 1 < len(args):
            return args[position + 1]
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return None


@command_line.command("assess", cls=AssessCommand)
@lesson_option
@click.option("--json", is_flag=True, help="Level, advice and facts as one JSON object.")
@click.pass_context
def assess_command(ctx: click.Context, /, lesson: str | None, json: bool, **answers: str | None) -> None:
    """Compute the level from the facts, without a conversation."""
    from tutor.interface.assess import assess
    from tutor.interface.clean import clean

    loaded, assessment = ctx.obj
    click.echo(clean(assess(loaded, assessment, answers, as_json=json)))


@command_line.command("demo")
@lesson_option
def demo_command(lesson: str | None) -> None:
    """Show the demo's source and what it prints."""
    from tutor.interface.clean import clean
    from tutor.interface.opening import load
    from tutor.teaching.authored import demo_output, demo_source

    loaded, assessment = load(lesson)
    if loaded.demo is None:
        raise UsageError(f'the lesson "{loaded.id}" has no demo; see `mlops-tutor lesson list`')
    click.echo(clean(f"{demo_source(loaded, assessment)}\n\n{demo_output(loaded, assessment)}"))


@command_line.command("history")
@click.option("--session", metavar="S", help="One session's events.")
@click.option("--jsonl", is_flag=True, help="One JSON object a line.")
def history_command(session: str | None, jsonl: bool) -> None:
    """List your sessions, or show one."""
    from tutor.interface.history import history

    for line in history(session, as_jsonl=jsonl):
        click.echo(line)


@command_line.command("understand")
@_with(lesson_option, *model_options)
def understand_command(**options: Any) -> int:
    """Read facts out of replies: JSON lines in, JSON lines out."""
    from tutor.interface.streams import understand

    return understand(**options)


@command_line.command("grade")
@_with(lesson_option, *model_options)
def grade_command(**options: Any) -> int:
    """Grade answers: JSON lines in, JSON lines out."""
    from tutor.interface.streams import grade

    return grade(**options)


@command_line.command("mcp")
@lesson_option
@click.option(
    "--config",
    is_flag=False,
    flag_value="all",
    metavar="[claude|vscode|cursor|plain]",
    type=click.Choice(["all", "claude", "vscode", "cursor", "plain"]),
    help="Print the configuration for assistants, and serve nothing.",
)
@click.option("--http", is_flag=True, help="Serve over HTTP on loopback, for assistants that cannot start a process.")
@click.option("--host", metavar="ADDRESS", help="Where to listen with --http; another than loopback needs a token.")
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="The port for --http; 0 takes a free one.")
@click.option("--token", metavar="T", help="The bearer token for --http; better in MLOPS_TUTOR_MCP_TOKEN.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="A further Host that --http answers to.")
def mcp_command(**options: Any) -> None:
    """Open the lesson in an assistant: a Model Context Protocol server."""
    from tutor.interface.mcp_command import serve

    serve(**options)


@command_line.command("export")
@lesson_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["prompt", "markdown"]),
    default="prompt",
    show_default=True,
    help="To paste into an assistant, or for people to read.",
)
@click.option("--copy", is_flag=True, help="To the clipboard instead of standard output.")
def export_command(lesson: str | None, form: str, copy: bool) -> None:
    """Print the lesson as one text to paste into any assistant."""
    from tutor.interface.export import export

    export(lesson, form, copy=copy)


@command_line.command("doctor")
@_with(lesson_option, *model_options)
def doctor_command(**options: Any) -> int:
    """Try the lesson, the record and the endpoint, each for real."""
    from tutor.interface.doctor import doctor

    return doctor(**options)


@command_line.group("lesson", cls=Subgroup)
def lesson_group() -> None:
    """List and copy lessons, write one, and see what is wrong with it."""


@lesson_group.command("list")
def lesson_list_command() -> None:
    """The lessons that can be taught, and where they come from."""
    from tutor.interface.clean import clean
    from tutor.interface.lessons import lesson_list

    for line in lesson_list():
        click.echo(clean(line))


@lesson_group.command("copy")
@click.argument("lesson", metavar="ID")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def lesson_copy_command(lesson: str, folder: Path) -> None:
    """Copy a lesson's files to a new folder, to edit them."""
    from tutor.lesson.catalog import copy, find

    copy(find(lesson), folder)
    click.echo(f"Copied to {folder}. Teach it with `mlops-tutor --lesson {folder}`.")


@lesson_group.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--from", "source", metavar="FILE", type=click.Path(path_type=Path), help="A published lesson's text.")
@click.option("--draft", is_flag=True, help="Let the model that is set propose what the text does not contain.")
def lesson_new_command(folder: Path, source: Path | None, draft: bool) -> None:
    """Write a new lesson to a folder: a small one to change, or one made from a published text."""
    from tutor.interface.clean import clean
    from tutor.interface.new import new_lesson

    for line in new_lesson(folder, source, draft=draft):
        click.echo(clean(line))


@lesson_group.command("check")
@click.argument("lessons", metavar="[DIR …]", nargs=-1)
@click.option("--fast", is_flag=True, help="Without what only the grader can tell.")
@click.option("--json", "as_json", is_flag=True, help="The findings as one JSON object, for editors.")
def lesson_check_command(lessons: tuple[str, ...], fast: bool, as_json: bool) -> int:
    """Everything that is wrong with a lesson, with file and line."""
    from tutor.interface.check import check

    return check(lessons, fast=fast, as_json=as_json)


@lesson_group.command("preview")
@click.argument("lesson", metavar="[DIR]", required=False)
@click.option("--stage", metavar="STAGE", help="Show one stage, by its number or name, and end.")
@click.option("--as", "kind", metavar="LEARNER", default="knows-it", help="How another learner takes it.")
def lesson_preview_command(lesson: str | None, stage: str | None, kind: str) -> None:
    """Any stage as the learner will see it; shows what a saved file changes."""
    from tutor.interface.preview import preview

    preview(lesson, stage=stage, kind=kind)


@lesson_group.command("try")
@click.argument("lesson", metavar="[DIR]", required=False)
@click.option("--offline", is_flag=True, help="The authored lesson, whatever the environment says.")
@click.option("--learner-model", metavar="M", help="The model that plays the learners.")
@click.option("--out", metavar="FOLDER", type=click.Path(path_type=Path), help="Where the report goes.")
@click.option("--against", metavar="[RUN]", is_flag=False, flag_value="last", help="Compare with a former run.")
def lesson_try_command(lesson: str | None, **options: Any) -> int:
    """Let simulated learners take a lesson before real ones do."""
    from tutor.interface.trial import try_lesson

    return try_lesson(lesson, **options)


def _every_command(group: click.Group) -> Iterator[click.Command]:
    yield group
    for command in group.commands.values():
        if isinstance(command, click.Group):
            yield from _every_command(command)
        else:
            yield command


for _command in _every_command(command_line):
    click.version_option(tutor.__version__, prog_name="mlops-tutor", message="%(prog)s %(version)s")(_command)
