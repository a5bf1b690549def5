"""What does every command share: settings, words, the two streams, the service behind it?

Nothing here knows a command. Imports stay light: help must answer at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.i18n import LANGUAGES, Lang, Wording

if TYPE_CHECKING:
    from rich.console import Console

    from dashboard.service import Service
    from graph_model.settings import Settings
    from graph_model.store import Progress


def option_of(option: str, arguments: list[str] | None = None) -> str | None:
    """What a global option says, read before anything is parsed; the last one counts, None where there is none."""
    given = sys.argv[1:] if arguments is None else arguments
    asked = None
    for place, argument in enumerate(given):
        if argument.startswith(f"{option}="):
            asked = argument.removeprefix(f"{option}=")
        elif argument == option and place + 1 < len(given):
            asked = given[place + 1]
    return asked


def help_language(arguments: list[str] | None = None) -> Lang:
    """The language help is written in: ``--lang`` where it stands, else ``GONGJIAN_LANG``, else Chinese."""
    asked = option_of("--lang", arguments) or os.environ.get("GONGJIAN_LANG", "")
    return next((lang for lang in LANGUAGES if lang == asked), "zh")


def told(key: str) -> str:
    """The help of a command or option in the language help is written in."""
    return Wording(help_language()).text(f"cli.{key}")


class Session:
    """One run of the command line.

    Parameters
    ----------
    data, store
        What ``--data`` and ``--store`` say; None leaves it to the environment.
    lang
        Language of what a person reads; None leaves it to the environment.
    quiet
        Whether only errors go to stderr.
    """

    def __init__(self, *, data: Path | None, store: str | None, lang: Lang | None, quiet: bool) -> None:
        given: dict[str, Any] = {"data": data, "store": store, "lang": lang}
        self._given = {name: value for name, value in given.items() if value is not None}
        self.wording = Wording(help_language() if lang is None else lang)
        self.quiet = quiet
        self._settings: Settings | None = None
        self._service: Service | None = None

    @property
    def settings(self) -> Settings:
        """The settings, the command line's options over the environment's."""
        if self._settings is None:
            from pydantic import ValidationError

            from dashboard.given_words import wrong_in_words
            from graph_model.errors import BadValue
            from graph_model.settings import PREFIX, Settings

            try:
                self._settings = Settings(**self._given)
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False)[0]
                name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else ""
                raise BadValue("setting", name=name, problem=wrong_in_words(first, self.wording)) from error
        return self._settings

    @property
    def service(self) -> Service:
        """The service of this run's data folder and store."""
        if self._service is None:
            from dashboard.service import Service
            from graph_model.restoring import settle_restore

            settled = settle_restore(self.settings.data_folder)
            if settled is not None:
                self.say(settled)
            self._service = Service(self.settings)
        return self._service

    @property
    def console(self) -> Console:
        """Where everything that is not data goes."""
        from rich.console import Console

        return Console(stderr=True, quiet=self.quiet, highlight=False, soft_wrap=True)

    def say(self, key: str, /, **values: object) -> None:
        """Tell the person something that is not data."""
        self.say_line(self.wording.text(f"cli.{key}", **values))

    def say_line(self, line: str) -> None:
        """The same of what is worded already."""
        self.console.print(line, markup=False)

    @contextmanager
    def progress(self) -> Iterator[Progress | None]:
        """A progress bar on stderr where it is a terminal; None where it is not."""
        if self.quiet or not sys.stderr.isatty():
            yield None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=self.console, transient=True) as bars:
            tasks: dict[str, Any] = {}

            def advance(what: str, done: int, whole: int) -> None:
                if what not in tasks:
                    tasks[what] = bars.add_task(what, total=whole)
                bars.update(tasks[what], completed=done, total=whole)

            yield advance

    def ready(self, *, changed: bool = False) -> Service:
        """The service, its store brought to the ledger's state; says what had to be mended.

        ``changed``: this very run changed the ledger, so that a store that is behind it is nothing to tell.
        """
        with self.progress() as progress:
            brought = self.service.ready(progress=progress)
        if brought.mended == "store_behind":
            if not changed:
                self.say("caught_up")
        elif brought.mended is not None:
            self.say("mended", damage=self.wording.text(f"cli.damage_{brought.mended}"))
        return self.service

    def close(self) -> None:
        """Let go of the store."""
        if self._service is not None:
            self._service.close()
