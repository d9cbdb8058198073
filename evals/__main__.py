"""`python -m evals`: measures how well the tutor understands and grades, and fits what it learned.

Exit status: 0 done; 1 a lesson or a package is not in order; 2 usage: an unknown option, a path that is not there, a
line that is not in order, with one line that says which.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import click

from tutor.errors import TutorError, UsageError

corpora_option = click.option(
    "--corpora",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="A corpus of graded answers, or a folder of them.",
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--half", type=click.Choice(["test", "development"]), default="test", help="Which rows; test unless told."
)
@click.option("--data", metavar="DIR", type=click.Path(path_type=Path), help="Rows of your own in place of a half.")
@corpora_option
@click.option(
    "--lesson", metavar="ID|DIR", help="A pack's own examples in place of the rows: each judged by the others."
)
@click.option("--offline", is_flag=True, help="Without the model that the environment sets.")
@click.option("--model", metavar="M", help="The model's name.")
@click.option("--base-url", metavar="URL", help="An endpoint that speaks Chat Completions.")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help="The page that gets the figures; - prints them."
)
@click.option(
    "--disagreements", "listed", metavar="FILE", type=click.Path(path_type=Path), help="Where every disagreement goes."
)
@click.pass_context
def command_line(
    ctx: click.Context,
    /,
    lesson: str | None,
    offline: bool,
    model: str | None,
    base_url: str | None,
    **options: Any,
) -> None:
    """Measure the offline ear, grader and finder, and the model where one is set; write docs/evaluation.md."""
    if ctx.invoked_subcommand:
        return
    from evals.measure import measure, measure_pack
    from tutor.interface.settings import read_settings

    if lesson:
        measure_pack(lesson, options["out"])
        return
    measure(settings=read_settings(offline=offline, model=model, base_url=base_url), **options)


@command_line.command("fit")
@corpora_option
def fit_command(corpora: Path | None) -> None:
    """Fit the weights of the offline ear and grader; never looks at the test half. Needs scikit-learn."""
    from evals.measure import fit_all

    fit_all(corpora)


def main(arguments: list[str] | None = None) -> int:
    """Run, and return the exit status."""
    try:
        command_line.main(arguments, prog_name="python -m evals", standalone_mode=False)
    except click.ClickException as error:
        return _complain(f"{error.format_message()}; see `python -m evals --help`", 2)
    except UsageError as error:
        return _complain(str(error), 2)
    except TutorError as error:
        return _complain(str(error), error.exit_status)
    except click.Abort:
        return 130
    return 0


def _complain(text: str, status: int) -> int:
    from tutor.interface.clean import clean

    print(clean(f"evals: {text}"), file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
