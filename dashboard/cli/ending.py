"""How does a run end that went wrong: with which sentence on stderr, and with which exit code?

1: a failure inside. 2: what the user gave is wrong. Never a traceback on the screen; it goes to the log.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from typer.exceptions import TyperException

from dashboard.cli.help_page import WordedGroup, argument_name
from dashboard.cli.session import help_language, option_of
from dashboard.faults import chained, frames
from dashboard.given_words import wrong_from
from dashboard.i18n import Wording
from dashboard.unsaid import unsaid_text
from graph_model.errors import GongjianError, UnknownName, UserError, reason_of

INSIDE, GIVEN = 1, 2
FULL = (errno.ENOSPC, errno.EDQUOT)
LOG = "gongjian.log"
TOLD_BY_HELP = ("format", "layer", "property", "scale", "step", "case_state")
"""Kinds of names that a command's own help lists."""
TOO_MANY = re.compile(r"Got unexpected extra argument\(?s?\)? \((.*)\)")
"""What the parser says of arguments that a command does not take; it has no code for it."""


class NamedCommands(WordedGroup):
    """The group of commands; a name nobody knows is told with the nearest ones, as every other name is."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise UnknownName("command", args[0], known=self.commands)
        return super().resolve_command(ctx, args)


def tell(error: Exception, arguments: list[str] | None) -> int:
    """Say on stderr what went wrong; the exit code."""
    words = Wording(help_language(arguments))
    if isinstance(error, GongjianError):
        code = GIVEN if isinstance(error, UserError) else INSIDE
        said = "\n".join(line for line in (words.error(error), way_out(error, words)) if line)
    elif isinstance(error, TyperException):
        code, said = error.exit_code, usage(error, words)
    elif isinstance(error, OSError) and error.filename is not None:
        code = INSIDE if error.errno in FULL else GIVEN
        values = {"path": unsaid_text(str(error.filename)), "problem": words.reason(reason_of(error))}
        said = (
            words.text("errors.disk_full", path=values["path"])
            if error.errno in FULL
            else words.text("errors.cannot_read" if error.errno == errno.ENOENT else "errors.cannot_write", **values)
        )
    elif isinstance(error, OSError) and error.errno in FULL:
        code, said = INSIDE, words.text("errors.disk_full", path=words.text("common.unknown"))
    else:
        code, said = INSIDE, words.text("errors.inside", log=str(log(error, arguments)))
    sys.stderr.write(said + "\n")
    return code


def way_out(error: GongjianError, words: Wording) -> str:
    """Which command lists what there is instead, or goes on from here; empty where the sentence itself says it."""
    kind = error.values.get("kind") if isinstance(error, UnknownName) else error.code
    if kind in TOLD_BY_HELP:
        return words.text("cli.way_help")
    key = f"cli.way_{kind}"
    return words.text(key) if words.has(key) else ""


def usage(error: TyperException, words: Wording) -> str:
    """What is wrong with the options or arguments that were given, and how to see the right ones."""
    context: Any = getattr(error, "ctx", None)
    option, parameter = getattr(error, "option_name", None), getattr(error, "param", None)
    if context is None and option is None:
        return unsaid_text(error.format_message())
    if context is None:
        return without_value(error, str(option), words)
    known = [name for one in context.command.get_params(context) for name in one.opts if name.startswith("-")]
    if option is not None and option not in known:
        said = words.error(UnknownName("option", str(option), known=known))
    elif parameter is not None and not getattr(error, "message", ""):
        said = words.text("errors.argument_missing", name=metavar(parameter, words))
    elif parameter is not None:
        said = words.text("errors.argument_value", name=metavar(parameter, words), problem=wrong_from(error, words))
    elif option is not None:
        said = without_value(error, str(option), words)
    elif extra := TOO_MANY.fullmatch(error.format_message()):
        said = words.text("errors.arguments_extra", extra=unsaid_text(extra[1]))
    else:
        said = words.text("errors.arguments", problem=unsaid_text(error.format_message()))
    return said + "\n" + words.text("cli.see_help", command=context.command_path)


def without_value(error: TyperException, option: str, words: Wording) -> str:
    """That an option lacks its value, or was given one that it does not take."""
    key = "option_no_value" if "does not take" in error.format_message() else "option_value"
    return words.text(f"errors.{key}", name=option)


def metavar(parameter: Any, words: Wording) -> str:
    """What a person writes for an option or an argument: ``--port``, ``编码``, as the help has it."""
    name = str(parameter.opts[0])
    return name if name.startswith("-") else argument_name(parameter, words)


def log(error: Exception, arguments: list[str] | None) -> Path:
    """Write where it happened to the log of the data folder, or to a temporary file where that cannot be.

    What the error says is left out: it may quote a cell of a member's row.
    """
    import datetime as dt

    lines = [f"{dt.datetime.now(tz=dt.UTC).isoformat(timespec='seconds')} {' '.join(chained(error))}\n", *frames(error)]
    content = "".join(lines).encode("utf-8", "backslashreplace")
    given = option_of("--data", arguments) or os.environ.get("GONGJIAN_DATA")
    for folder in [Path(given)] if given else []:
        try:
            return append(folder / LOG, content)
        except OSError:
            continue
    handle, name = tempfile.mkstemp(prefix="gongjian-", suffix=".log")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    return Path(name)


def append(path: Path, content: bytes) -> Path:
    """Add to a file that only its owner reads."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "wb") as out:
        out.write(content)
    return path


def let_go_of_stdout() -> None:
    """Let what is still unwritten go nowhere, so that the interpreter's end does not stumble over it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
