"""Where does the command line begin, and how does it end?

The global options, the commands, and how an error becomes a sentence and an exit code: 1 a failure inside, 2 what the
user gave is wrong. What commands do stands in their own modules.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, cast

import typer

from dashboard.cli import (
    data_commands,
    demo_command,
    doctor_command,
    ledger_commands,
    measure_command,
    query_commands,
    report_command,
    serve_command,
)
from dashboard.cli.session import Session, help_language, told
from dashboard.i18n import LANGUAGES, Lang, Wording
from graph_model.errors import GongjianError, UserError

app = typer.Typer(
    name="gongjian",
    help=told("gongjian"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    demo_command,
    ledger_commands,
    report_command,
    query_commands,
    measure_command,
    data_commands,
    serve_command,
    doctor_command,
):
    module.register(app)


@app.callback()
def options(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option("--data", help=told("data"), show_default=False)] = None,
    store: Annotated[str | None, typer.Option("--store", help=told("store"), show_default=False)] = None,
    lang: Annotated[str | None, typer.Option("--lang", help=told("lang"), show_default=False)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=told("quiet"))] = False,
) -> None:
    if lang is not None and lang not in LANGUAGES:
        raise typer.BadParameter(f"{lang}: zh, en", param_hint="--lang")
    session = Session(data=data, store=store, lang=cast("Lang | None", lang), quiet=quiet)
    context.obj = session
    context.call_on_close(session.close)


def run(arguments: list[str] | None = None) -> None:
    """The command ``gongjian``; ends the process with the exit code."""
    try:
        app(args=arguments)
    except GongjianError as error:
        sys.stdout.flush()
        sys.stderr.write(Wording(help_language(arguments)).error(error) + "\n")
        sys.exit(2 if isinstance(error, UserError) else 1)
    except BrokenPipeError:  # the reader of stdout has gone, as `head` does: nothing is wrong
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    run()
