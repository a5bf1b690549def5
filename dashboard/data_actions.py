"""What happens when a person drops files on the data page, loads them, or leaves a batch out?

Callbacks of that page alone. Nothing is changed before its difference was shown and confirmed; each works in a thread,
tells what it did, and draws the page anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import dash
import polars as pl
from dash import ClientsideFunction, Input, Output, State, html, no_update
from dash.development.base_component import Component

from dashboard.components.basics import link
from dashboard.components.hand_in import batch_preview, load_preview, told_of_load
from dashboard.components.panel import notice
from dashboard.components.press import pressed
from dashboard.day_used import day_line
from dashboard.differences import Difference
from dashboard.handing_in import HandIns
from dashboard.page import PageContext
from dashboard.service import Service, day_from
from graph_model.errors import GongjianError
from graph_model.prospects import changes_of_load, changes_of_redo, changes_of_undo
from loaders.day_told import DAY_TOLD
from loaders.importer import LoadReport
from loaders.importer import load as load_hand_in

Drawn = tuple[Component, Component, Component]
Draw = Callable[[Service, str | None, str | None], Drawn]
Context = Callable[[Service, str | None, str | None], PageContext]
LOAD, UNDO, REDO = "load", "undo", "redo"


@dataclass(frozen=True)
class Asked:
    """How a hand-in is to be read, as the page's fields say."""

    as_of: str | None = None
    replace: bool = False
    coordinates: str = "wgs84"
    maps: tuple[str, ...] = ()

    @classmethod
    def of(cls, as_of: str | None, replace: Sequence[str] | None, coordinates: str | None, maps: str | None) -> Asked:
        """From the fields of the page; several headers are parted by ``;`` or ``；``."""
        parts = (part.strip() for part in (maps or "").replace("；", ";").split(";"))
        return cls(as_of, bool(replace), coordinates or "wgs84", tuple(part for part in parts if part))


def add_data_callbacks(pages: dash.Dash, service: Service, *, draw_page: Draw, context_of: Context) -> None:
    """Add the callbacks of the data page.

    Parameters
    ----------
    draw_page, context_of
        Draw the bar, navigation and page of an address, and give what drawing needs.
    """
    waiting = HandIns()
    anew = (
        Output("bar-slot", "children", allow_duplicate=True),
        Output("nav-slot", "children", allow_duplicate=True),
        Output("page-slot", "children", allow_duplicate=True),
        Output("data-told", "children", allow_duplicate=True),
    )
    fields = (
        State("load-as-of", "value"),
        State("load-replace", "value"),
        State("load-coordinates", "value"),
        State("load-maps", "value"),
    )
    view = (State("address", "pathname"), State("address", "search"))

    @pages.callback(
        Output("dry-run", "children"),
        Output("staged", "data"),
        Output("upload", "contents"),
        Input("upload", "contents"),
        State("upload", "filename"),
        State("staged", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def uploaded(
        contents: list[str] | None,
        names: list[str] | None,
        staged: dict[str, str] | None,
        path: str | None,
        search: str | None,
    ) -> Any:
        if contents is None:  # cleared below, so that the same file can be dropped again
            return no_update, no_update, no_update
        context = context_of(service, path, search)
        if not contents or not names:
            return notice(context.words.text("data_page.too_large"), error=True), None, None
        waiting.let_go(token_of(staged))
        return (*await asyncio.to_thread(try_out, context, waiting, contents, names), None)

    @pages.callback(
        Output("preview-told", "children"),
        Input("load-as-of", "value"),
        Input("load-replace", "value"),
        Input("load-coordinates", "value"),
        Input("load-maps", "value"),
        State("staged", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def asked_otherwise(*given: Any) -> Any:
        *told, staged, path, search = given
        token = token_of(staged)
        if token is None:
            return no_update
        context = context_of(service, path, search)
        return await asyncio.to_thread(tried_again, context, waiting, token, Asked.of(*told))

    @pages.callback(
        *anew,
        pressed("load-go"),
        State("staged", "data"),
        *fields,
        *view,
        running=[(Output("load-go", "disabled"), True, False)],
        prevent_initial_call=True,
    )
    async def loaded(_: dict[str, int], staged: dict[str, str] | None, *given: Any) -> Any:
        *told, path, search = given
        token = token_of(staged)
        if token is None:
            return (no_update,) * 4
        context = context_of(service, path, search)

        def act() -> str:
            return load(context, waiting, token, Asked.of(*told))

        return await asyncio.to_thread(told_anew, context, act, draw=lambda: draw_page(service, path, search))

    @pages.callback(
        Output("dry-run", "children", allow_duplicate=True),
        Output("staged", "data", allow_duplicate=True),
        pressed("load-drop"),
        State("staged", "data"),
        prevent_initial_call=True,
    )
    async def dropped(_: dict[str, int], staged: dict[str, str] | None) -> Any:
        waiting.let_go(token_of(staged))
        return None, None

    @pages.callback(
        Output("dry-run", "children", allow_duplicate=True),
        Output("staged", "data", allow_duplicate=True),
        pressed("batch-ask"),
        State("staged", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def asked_of_batch(
        asked: dict[str, Any], staged: dict[str, str] | None, path: str | None, search: str | None
    ) -> Any:
        waiting.let_go(token_of(staged))
        context = context_of(service, path, search)
        return await asyncio.to_thread(shown_of_batch, context, asked["batch"], asked["act"])

    @pages.callback(
        *anew,
        pressed("batch-go"),
        State("staged", "data"),
        *view,
        running=[(Output("batch-go", "disabled"), True, False)],
        prevent_initial_call=True,
    )
    async def left_out(_: dict[str, int], staged: dict[str, str] | None, path: str | None, search: str | None) -> Any:
        if not staged or staged["act"] not in (UNDO, REDO):
            return (no_update,) * 4
        context = context_of(service, path, search)

        def act() -> str:
            return leave_out(context, staged["batch"], back=staged["act"] == REDO)

        return await asyncio.to_thread(told_anew, context, act, draw=lambda: draw_page(service, path, search))

    pages.clientside_callback(ClientsideFunction("data", "show"), Output("shown", "data"), Input("dry-run", "children"))
    pages.clientside_callback(
        ClientsideFunction("data", "find"),
        Output("address", "search", allow_duplicate=True),
        Input("history-go", "n_clicks"),
        Input("history-code", "n_submit"),
        State("history-code", "value"),
        prevent_initial_call=True,
    )


def token_of(staged: dict[str, str] | None) -> str | None:
    """The token of the hand-in that waits; None where none does."""
    return staged["token"] if staged and staged["act"] == LOAD else None


def tried(
    context: PageContext, waiting: HandIns, token: str, asked: Asked
) -> tuple[LoadReport, Difference, tuple[str, ...]]:
    """The dry run of a hand-in: what would come of it, and the files' names as they may be told."""
    ledger = context.service.ledger
    report = load_hand_in(
        waiting.files(token),
        ledger=ledger,
        dry_run=True,
        as_of=day_from(asked.as_of),
        replace=asked.replace,
        coordinates=asked.coordinates,
        maps=asked.maps,
    )
    if report.unchanged or report.draft is None:
        return report, {}, ()
    # As the draft has them: in the names of files, too, no person is told.
    names = dict.fromkeys(source.file.partition("/")[0] for source in report.draft.sources)
    return report, changes_of_load(ledger, report.draft), tuple(names)


def try_out(
    context: PageContext, waiting: HandIns, contents: list[str], names: list[str]
) -> tuple[Component, dict[str, str] | None]:
    """The preview of dropped files and what stands for them; an error is told in its place, and nothing is kept."""
    token = None
    try:
        token = waiting.put(contents, names)
        report, changes, told = tried(context, waiting, token, Asked())
        day = day_offered(report)
        if day is not None:
            report, changes, told = tried(context, waiting, token, Asked(as_of=day))
    except GongjianError as error:
        waiting.let_go(token)
        return error_notice(context, error), None
    return load_preview(context, report, changes, names=told, as_of=day), {"act": LOAD, "token": token}


def day_offered(report: LoadReport) -> str | None:
    """The one day that the files tell of themselves; None where they tell none, or several."""
    days = report.problems.filter(pl.col("code") == DAY_TOLD).get_column("hint").unique().to_list()
    return days[0] if len(days) == 1 and not report.unchanged else None


def tried_again(context: PageContext, waiting: HandIns, token: str, asked: Asked) -> list[Component]:
    """What the dry run says of the same files read otherwise."""
    try:
        report, changes, names = tried(context, waiting, token, asked)
    except GongjianError as error:
        return [error_notice(context, error)]
    return told_of_load(context, report, changes, names=names)


def load(context: PageContext, waiting: HandIns, token: str, asked: Asked) -> str:
    """Load what waits under a token and publish it; gives the sentence that tells of it."""
    service = context.service
    report = load_hand_in(
        waiting.files(token),
        ledger=service.ledger,
        as_of=day_from(asked.as_of),
        replace=asked.replace,
        coordinates=asked.coordinates,
        maps=asked.maps,
    )
    waiting.let_go(token)
    if service.ledger.active():
        service.ready()
    if report.batch is None:
        return context.words.text("data_page.loaded_none")
    given = service.ledger.batch(report.batch).as_of
    day = day_line(service.ledger, context.words, given=given, batch=report.batch, way="page")
    return f"{context.words.text('data_page.loaded', batch=report.batch)} {day}"


def shown_of_batch(context: PageContext, batch: str, act: str) -> tuple[Component, dict[str, str] | None]:
    """What leaving a batch out or bringing it back would change, and what stands for it."""
    ledger = context.service.ledger
    try:
        changes = changes_of_undo(ledger, batch) if act == UNDO else changes_of_redo(ledger, batch)
    except GongjianError as error:
        return error_notice(context, error), None
    return batch_preview(context, changes, batch=batch, act=act), {"act": act, "batch": batch}


def leave_out(context: PageContext, batch: str, *, back: bool) -> str:
    """Leave a batch out or bring it back, and publish; gives the sentence that tells of it."""
    service = context.service
    with service.ledger.lock():
        if back:
            service.ledger.redo(batch)
        else:
            service.ledger.undo(batch)
    service.publish()
    return context.words.text("data_page.redone" if back else "data_page.undone", batch=batch)


def told_anew(context: PageContext, act: Callable[[], str], *, draw: Callable[[], Drawn]) -> tuple[Any, ...]:
    """Do something and draw everything anew with the sentence that tells of it; an error leaves the page as it was."""
    try:
        told = act()
    except GongjianError as error:
        return no_update, no_update, no_update, error_notice(context, error)
    way = link(context.state.page("/"), context.words.text("data_page.to_findings"), class_name="opens")
    return (*draw(), notice([html.Span(told), way]))


def error_notice(context: PageContext, error: GongjianError) -> Component:
    """A sentence and a code."""
    return notice([html.Span(context.words.error(error)), html.Code(error.code)], error=True)
