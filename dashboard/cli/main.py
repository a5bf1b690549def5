"""Where does the command line begin, and how does it end?

The global options and the commands. What commands do stands in their own modules, how a fault is told in ``ending``.
"""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from dashboard.cli import (
    background_command,
    backup_command,
    bench_command,
    cases_command,
    data_commands,
    demo_command,
    doctor_command,
    explain_command,
    headers_command,
    history_command,
    ledger_commands,
    measure_command,
    plan_command,
    problems_command,
    query_commands,
    report_command,
    sensitivity_command,
    serve_command,
    story_command,
    trend_command,
    view_command,
    what_if_command,
)
from dashboard.cli.ending import NamedCommands, let_go_of_stdout, tell
from dashboard.cli.session import Session, told
from dashboard.i18n import LANGUAGES
from graph_model.errors import UnknownName

OBJECTS_BETWEEN_LOOKS: Final = 50_000
"""New objects after which Python looks for cycles to let go of; rows are none, and it would look every 700 of them."""

app = typer.Typer(
    name="gongjian",
    cls=NamedCommands,
    help=told("gongjian"),
    epilog=told("first_steps"),
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    demo_command,
    ledger_commands,
    problems_command,
    headers_command,
    history_command,
    report_command,
    cases_command,
    query_commands,
    measure_command,
    plan_command,
    explain_command,
    trend_command,
    what_if_command,
    sensitivity_command,
    story_command,
    data_commands,
    serve_command,
    view_command,
    background_command,
    backup_command,
    doctor_command,
    bench_command,
):
    module.register(app)


def tell_version(asked: bool) -> None:
    """Say which version this is, and end."""
    if asked:
        from importlib.metadata import version

        typer.echo(f"gongjian {version('gongjian')}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option("--data", help=told("data"), show_default=False)] = None,
    store: Annotated[str | None, typer.Option("--store", help=told("store"), show_default=False)] = None,
    lang: Annotated[str | None, typer.Option("--lang", help=told("lang"), show_default=False)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=told("quiet"))] = False,
    version: Annotated[  # noqa: ARG001 - answered before any command
        bool, typer.Option("--version", help=told("version"), callback=tell_version, is_eager=True)
    ] = False,
) -> None:
    if lang is not None and lang not in LANGUAGES:
        raise UnknownName("language", lang, known=LANGUAGES)
    session = Session(data=data, store=store, lang=lang, quiet=quiet)
    context.obj = session
    context.call_on_close(session.close)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@cache
def _commands() -> Any:
    """All commands with their options, made once: reading the signatures takes as long as many a command."""
    return typer.main.get_command(app)


def run(arguments: list[str] | None = None) -> None:
    """The command ``gongjian``; ends the process with the exit code."""
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS, *gc.get_threshold()[1:])
    try:
        code = _commands()(args=arguments, prog_name="gongjian", standalone_mode=False)
        sys.stdout.flush()  # here, and not when the interpreter ends, where a reader who has gone is told as a fault
    except (BrokenPipeError, SystemExit):  # the reader of stdout has gone, as `head` does: nothing is wrong
        let_go_of_stdout()
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a sentence and an exit code
        with suppress(BrokenPipeError):
            sys.stdout.flush()
        sys.exit(tell(error, arguments))
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    run()
