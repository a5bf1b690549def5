"""How do the API and the pages come to be one server?

FastAPI with the API's routes and Dash on it. A page is drawn from its address alone, in a thread, so that one slow
page never holds up another person.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Final

import dash
import structlog
from dash import Input, Output, State, ctx, html, no_update
from dash.development.base_component import Component
from fastapi import FastAPI

from dashboard import rights
from dashboard.api import (
    ask_routes,
    background_routes,
    card_routes,
    case_routes,
    errors,
    exports,
    geography_routes,
    ledger_routes,
    method_routes,
    network_routes,
    page_routes,
    plan_routes,
    routes,
    story_routes,
)
from dashboard.ask_actions import add_ask_callbacks
from dashboard.card_actions import add_card_callbacks
from dashboard.case_actions import add_case_callbacks
from dashboard.case_many_actions import add_case_many_callbacks
from dashboard.components.chart import add_chart_callbacks
from dashboard.components.drawing import add_drawing_callbacks
from dashboard.components.panel import notice
from dashboard.components.taught_headers import add_taught_callbacks
from dashboard.components.waiting import add_waiting_callbacks
from dashboard.components.written import add_written_callbacks
from dashboard.data_actions import add_data_callbacks
from dashboard.drawer import drawer, listed_rows
from dashboard.faults import chained, frames
from dashboard.file_actions import add_file_callbacks
from dashboard.geography_actions import add_geography_callbacks
from dashboard.hints import Hints, hints_of_every_page
from dashboard.i18n import Wording
from dashboard.network_actions import add_network_callbacks
from dashboard.page import PageContext
from dashboard.pages import PAGES, heeded, page_at
from dashboard.pages.first_run import first_run
from dashboard.pages.network import next_of
from dashboard.plan_actions import add_plan_callbacks
from dashboard.presenter import add_presenter
from dashboard.protection import Protection
from dashboard.sample_actions import add_sample_callbacks
from dashboard.sent_files import SentFiles, own_files
from dashboard.service import Service, asked_again
from dashboard.shell import filter_bar, frame, navigation
from dashboard.state import ViewState
from dashboard.story_actions import add_story_callbacks
from dashboard.unsaid import unsaid_text
from graph_model.errors import DatasetChanged, GongjianError, NoData, StoreUnfinished

log = structlog.get_logger("gongjian.pages")


DRAWN_AT_ONCE: Final = 64
"""Pages and parts of pages that are drawn at the same time; of its own asyncio has few, and all soon slow."""


@asynccontextmanager
async def with_threads(_: FastAPI) -> AsyncIterator[None]:
    """Threads for callbacks as long as the server runs."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(DRAWN_AT_ONCE, thread_name_prefix="drawing"))
    yield


def create_app(service: Service) -> FastAPI:
    """The server of one data folder and store: API under ``/api/v1``, pages everywhere else."""
    app = FastAPI(
        title="Gongjian",
        version="1",
        docs_url=None,  # the stock page loads its script from elsewhere, and pages ask nothing of the outside
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=with_threads,
    )
    app.state.service = service
    app.state.lang = service.settings.lang
    errors.install(app)
    told = (exports, page_routes, ledger_routes, plan_routes, method_routes)
    maps = (geography_routes, background_routes)
    more = (*told, *maps, network_routes, story_routes, case_routes, ask_routes, card_routes)
    routes.install(app, *(one.router for one in more))
    add_presenter(app, service.settings.lang)
    assets = Path(str(resources.files("dashboard"))) / "assets"
    own = own_files(assets)
    pages = dash.Dash(
        "dashboard",
        server=app,  # type: ignore[arg-type]  # dash declares Flask alone, and takes FastAPI
        use_async=True,
        assets_folder=str(assets),
        include_assets_files=False,  # they come together, as few files
        external_stylesheets=list(own.styles),
        external_scripts=list(own.scripts),
        title=Wording(service.settings.lang).text("pages.title"),
        update_title="",
        serve_locally=True,
        suppress_callback_exceptions=True,
        enable_mcp=False,
        index_string=INDEX.replace("{hints}", hints_of_every_page()),
        on_error=logged,
    )
    pages.layout = frame()
    add_callbacks(pages, service)
    add_chart_callbacks(pages)
    add_drawing_callbacks(pages)
    add_written_callbacks(pages)
    add_data_callbacks(pages, service, draw_page=draw_page, context_of=context_of)
    add_sample_callbacks(pages, service, draw_page=draw_page, context_of=context_of)
    add_taught_callbacks(pages, service, context_of=context_of)
    add_file_callbacks(pages, service, context_of=context_of)
    add_plan_callbacks(pages, service, context_of=context_of)
    add_card_callbacks(pages, service, context_of=context_of)
    add_geography_callbacks(pages, service, context_of=context_of)
    add_waiting_callbacks(pages, service, draw_page=draw_page, draw_drawer=draw_drawer, context_of=context_of)
    add_network_callbacks(pages, service, context_of=context_of)
    add_ask_callbacks(pages, service, context_of=context_of)
    add_case_callbacks(pages, service, draw_page=draw_page, draw_drawer=draw_drawer, context_of=context_of)
    add_case_many_callbacks(pages, service, draw_page=draw_page, context_of=context_of, rows_of=listed_rows)
    add_story_callbacks(pages, service, context_of=context_of)
    # Else it waits for the first request of "/": any other page asked for before that comes without styles and scripts.
    pages._setup_server()
    app.add_middleware(Hints, next_of=lambda path, query: next_of(context_of(service, path, query)))
    app.add_middleware(rights.Asking)
    app.add_middleware(SentFiles, own=own)
    app.add_middleware(Protection, scripts=pages.csp_hashes(), lang=service.settings.lang)
    return app


def logged(error: Exception) -> None:
    """Write down where a callback broke, which dash itself tells nobody; the answer stays an error."""
    write_down(error)
    raise error


def write_down(error: Exception) -> None:
    """Kind and place of an error that nobody foresaw, to the server's log."""
    log.error("callback_failed", kind=" ".join(chained(error)), where="".join(frames(error)))


WITHOUT_DATA = ("/data", "/file")
"""Pages that stand before anything has been loaded."""

INDEX = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{%title%}</title>
<link rel="icon" href="data:,">
{hints}
{%css%}
</head>
<body>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>"""


def add_callbacks(pages: dash.Dash, service: Service) -> None:
    """Draw the frame and the page from the address, the drawer from what is open, the address from the filters."""

    @pages.callback(
        Output("bar-slot", "children"),
        Output("nav-slot", "children"),
        Output("page-slot", "children"),
        Output("drawn", "data"),
        Input("address", "pathname"),
        Input("address", "search"),
        State("drawn", "data"),
    )
    async def draw(path: str | None, search: str | None, drawn: str | None) -> Any:
        closed = address_of(path, search, without_open=True)
        if closed == drawn:  # only the drawer changed: the page below it stays as it is
            bar = await asyncio.to_thread(draw_bar, service, path, search)
            return bar, no_update, no_update, no_update
        try:
            return (*await asyncio.to_thread(draw_page, service, path, search), closed)
        except Exception as error:  # noqa: BLE001 - a person looks at the page, not at the log
            return no_update, no_update, fault_page(context_of(service, path, search), error), no_update

    @pages.callback(Output("drawer-slot", "children"), Input("address", "pathname"), Input("address", "search"))
    async def open_drawer(path: str | None, search: str | None) -> Any:
        try:
            return await asyncio.to_thread(draw_drawer, service, path, search)
        except Exception as error:  # noqa: BLE001 - as above
            return html.Aside(fault_page(context_of(service, path, search), error), className="drawer")

    @pages.callback(
        Output("address", "search"),
        Input("filter-place", "value"),
        Input("filter-as-of", "value"),
        Input("filter-compare", "value"),
        Input("filter-layer", "value"),
        Input("filter-domain", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def filtered(
        place: str | None,
        as_of: str | None,
        compare: str | None,
        layer: str | None,
        domain: str | None,
        path: str | None,
        search: str | None,
    ) -> Any:
        changed = ctx.triggered_id
        given = {
            "filter-place": {"place": place or None},
            "filter-as-of": {"as_of": as_of},
            "filter-compare": {"compare": compare},
            "filter-layer": {"layer": layer or None},
            "filter-domain": {"domain": domain or None},
        }
        if changed not in given:
            return no_update
        return await asyncio.to_thread(filtered_search, path, search, given[changed])


def context_of(service: Service, path: str | None, search: str | None) -> PageContext:
    """What drawing a view for the person who is asking needs; an address that cannot be read is without filters."""
    try:
        state = ViewState.of(path or "/", search or "")
    except GongjianError:
        state = ViewState.bare(path or "/", search or "")
    return PageContext(state, Wording(state.lang or service.settings.lang), rights.seen(service))


def address_of(path: str | None, search: str | None, *, without_open: bool) -> str:
    """One text for one view; a drawer that opens or closes leaves it the same where so wished."""
    try:
        state = ViewState.of(path or "/", search or "")
    except GongjianError:
        return f"{path}{search}"
    return state.to(open=None).href if without_open else state.href


def draw_bar(service: Service, path: str | None, search: str | None) -> Component:
    """The filter bar alone: its links carry what is open."""
    return asked_again(lambda: filter_bar(context_of(service, path, search)))


def draw_page(service: Service, path: str | None, search: str | None) -> tuple[Component, Component, Component]:
    """The bar, the navigation and the page of an address; an error is told in the page's place."""
    return asked_again(lambda: drawn_page(context_of(service, path, search), path, search))


def drawn_page(context: PageContext, path: str | None, search: str | None) -> tuple[Component, Component, Component]:
    """A page drawn once, all of it from one dataset."""
    try:
        ViewState.of(path or "/", search or "")
        page = page_at(context.state.path)
        if page.path not in WITHOUT_DATA and not context.service.ledger.active():
            raise NoData  # a store from which the last batch was taken holds an empty dataset, and no finding
        drawn = page.draw(context)
    except DatasetChanged:
        raise
    except NoData:
        drawn = first_run(context)
    except StoreUnfinished as error:
        drawn = notice([context.words.error(error)])
    except GongjianError as error:
        log.warning("page_error", path=unsaid_text(path or ""), code=error.code)
        drawn = error_page(context, error)
    return filter_bar(context), navigation(context), drawn


def error_page(context: PageContext, error: GongjianError) -> Component:
    """A sentence, a code, and a way on."""
    return told_page(context, context.words.error(error), error.code)


def fault_page(context: PageContext, error: Exception) -> Component:
    """The same of an error that nobody foresaw, which is written down."""
    write_down(error)
    return told_page(context, context.words.text("pages.fault"), "inside")


def told_page(context: PageContext, sentence: str, code: str) -> Component:
    """A sentence, a code, and a way on."""
    way = html.A(context.words.text("pages.start_again"), href=PAGES[0].path, className="btn")
    return notice([html.Span(sentence), html.Code(code), way], error=True)


def draw_drawer(service: Service, path: str | None, search: str | None) -> Component | None:
    """What is open beside the page, or nothing."""
    return asked_again(lambda: drawn_drawer(context_of(service, path, search)))


def drawn_drawer(context: PageContext) -> Component | None:
    """What is open, drawn once, all of it from one dataset."""
    if context.state.open is None:
        return None
    try:
        return drawer(context)
    except DatasetChanged:
        raise
    except NoData:
        return None
    except GongjianError as error:
        return html.Aside(error_page(context, error), className="drawer")


def filtered_search(path: str | None, search: str | None, change: dict[str, str | None]) -> Any:
    """The query string once one filter is changed; nothing where the address says so already.

    Nothing, too, where the page does not heed it: a field that goes out shows no value, which is nobody's choice.
    Of an address that cannot be read the page and the language are kept, so that a filter is a way on.
    """
    try:
        before = ViewState.of(path or "/", search or "")
    except GongjianError:
        before = ViewState.bare(path or "/", search or "")
    told: dict[str, Any] = dict(change)
    for name in ("as_of", "compare"):
        if told.get(name):
            from dashboard.service import day_from

            told[name] = day_from(told[name])
    after = before.to(**told) if set(told).issubset(heeded(before)) else before
    return no_update if after.search == before.search else after.search
