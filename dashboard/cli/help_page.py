"""How is the help of a command written in the reader's language: usage, arguments, options, commands?

Headings, kinds of value and widths; what a command or an option does is told where it is declared.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

from dashboard.cli.session import help_language
from dashboard.i18n import Wording

WIDEST: Final = 100
"""Cells of a line; a longer one is hard to read on a wide screen."""
_PIECES: Final = re.compile(r"\s+|[!-~]+[，。；：、）…]*|[“（]?[^\s!-~][，。；：、）”…]*")
"""What stays together at the end of a line: a word of latin letters, a character with the marks behind it."""
_KINDS: Final = {"Path": "path", "int": "whole", "float": "number"}


class WordedCommand(TyperCommand):
    """A command whose help speaks the reader's language throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help as it is printed."""
        return help_of(self, ctx)


class WordedGroup(TyperGroup):
    """A group of commands whose help speaks the reader's language throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help as it is printed."""
        return help_of(self, ctx)


def help_of(command: Any, context: Any) -> str:
    """The help of a command: how it is called, what it does, its arguments, options and commands."""
    words, width = Wording(help_language()), min(shutil.get_terminal_size().columns, WIDEST)
    parameters = command.get_params(context)
    arguments = [one for one in parameters if one.param_type_name == "argument"]
    options = [one for one in parameters if one.param_type_name == "option" and not one.hidden]
    commands = getattr(command, "commands", {})
    usage = [context.command_path, words.text("cli.help_options_given")]
    usage += [f"[{name}]" if not one.required else name for one in arguments for name in [argument_name(one, words)]]
    usage += [words.text("cli.help_command_given")] if commands else []
    lines = [words.text("cli.help_usage", command=" ".join(usage)), ""]
    lines += [f"  {line}" for line in _wrapped(command.help or "", width - 2)]
    listed = {
        "cli.help_arguments": [(argument_name(one, words), _told(one, words)) for one in arguments],
        "cli.help_options": [(_written(one, words), _told(one, words)) for one in options],
        "cli.help_commands": [(name, first_sentence(one.help or "")) for name, one in commands.items()],
    }
    for heading, rows in listed.items():
        lines += ["", words.text(heading), *_two_columns(rows, width)] if rows else []
    if command.epilog:
        lines += ["", *_wrapped(command.epilog, width)]
    return "\n".join(lines)


def argument_name(argument: Any, words: Wording) -> str:
    """What stands for an argument in its command's usage: ``编码``, ``文件…``."""
    return words.text(f"cli.argument_{argument.name}") + ("…" if argument.nargs != 1 else "")


def first_sentence(text: str) -> str:
    """What a text says before its first full stop; the whole where there is none."""
    return re.split(r"。|\.(?= )", text, maxsplit=1)[0]


def _written(option: Any, words: Wording) -> str:
    """How an option is written: ``--port <整数>``, ``-q, --quiet``, ``--serve / --no-serve``."""
    names = ", ".join(sorted(option.opts, key=len))
    if option.secondary_opts:
        names += f" / {', '.join(option.secondary_opts)}"
    return names if option.is_flag else f"{names} <{_kind(option, words)}>"


def _kind(option: Any, words: Wording) -> str:
    annotation = option.type_descriptor.annotation
    (kind,) = getattr(annotation, "__args__", (annotation,))  # list[str] may be given more than once
    return words.text(f"cli.help_kind_{_KINDS.get(kind.__name__, 'text')}")


def _told(parameter: Any, words: Wording) -> str:
    """What an option or argument means, with its default and its bounds."""
    if "--help" in parameter.opts:
        return words.text("cli.help_help")
    bounds, beside = parameter.type_descriptor.parameter_info, []
    if parameter.required:
        beside.append(words.text("cli.help_required"))
    if parameter.show_default and parameter.default not in {None, False}:
        default = parameter.opts[0] if parameter.is_flag else str(parameter.default)
        beside.append(words.text("cli.help_default", value=default))
    if bounds.min is not None and bounds.max is not None:
        beside.append(words.text("cli.help_between", least=str(bounds.min), most=str(bounds.max)))
    elif bounds.min is not None:
        beside.append(words.text("cli.help_at_least", least=str(bounds.min)))
    comma = "，" if words.lang == "zh" else ", "
    return f"{parameter.help or ''}  [{comma.join(beside)}]" if beside else parameter.help or ""


def _two_columns(rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    """Names to the left, what they mean to the right; a name that is too long has a line of its own."""
    listed = list(rows)
    left = min(max(_cells(name) for name, _ in listed), width // 3) + 4
    for name, meaning in listed:
        first, *others = list(_wrapped(meaning, width - left)) or [""]
        if _cells(name) + 4 > left:
            yield f"  {name}"
            yield f"{' ' * left}{first}".rstrip()
        else:
            yield f"  {name}{' ' * (left - 2 - _cells(name))}{first}".rstrip()
        yield from (" " * left + line for line in others)


def _wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most so many cells; Chinese breaks anywhere but before a mark, latin words stay whole."""
    line, used = "", 0
    for piece in _PIECES.findall(text):
        taken = _cells(piece)
        if line and used + taken > width:
            yield line.rstrip()
            line, used = "", 0
        if line or not piece.isspace():
            line, used = line + piece, used + taken
    if line:
        yield line.rstrip()


def _cells(text: str) -> int:
    """How many cells of a terminal a text takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
