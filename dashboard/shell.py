"""What stands around every page: the filter bar, the navigation, and what the data is?

The frame alone; pages draw themselves and the drawer has a module of its own.
"""

from __future__ import annotations

from typing import Any

import feffery_antd_components as fac
import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import attributes, icon, link
from dashboard.components.press import press_button, press_stores
from dashboard.page import PageContext
from dashboard.pages import GROUPS, PAGES, heeded
from dashboard.printed import printed_line
from dashboard.sample import kind_of_data
from graph_model.errors import GongjianError
from graph_model.snapshot import LAYERS

DOMAINS = (
    "community",
    "enterprise",
    "park",
    "building",
    "social",
    "agency",
    "institution",
    "school",
    "retired",
    "neighbourhood",
    "floating",
    "other",
)
OFFERED = ("province", "city", "district", "subdistrict", "area", "community")
"""Kinds of place the filter offers: a grid or block is looked at through its community."""


SHAPE = ("head", "figures", "panels")
"""What a page is made of before it is drawn."""


def frame() -> Component:
    """The frame that every address begins with: bar, navigation and page by their shapes, until they are drawn."""
    return html.Div(
        [
            dcc.Location(id="address", refresh="callback-nav"),
            dcc.Store(id="drawn"),
            dcc.Store(id="opened"),
            dcc.Store(id="waited"),
            dcc.Store(id="deck", storage_type="session"),
            *press_stores(),
            html.Div(html.Header(className="bar", **attributes({"aria-hidden": "true"})), id="bar-slot"),
            html.Div(html.Div([html.I(className="skeleton") for _ in PAGES], className="nav"), id="nav-slot"),
            html.Main(
                html.Div([html.Div(className="skeleton") for _ in SHAPE], id="page-slot", className="page shape"),
                id="main",
                className="main",
                tabIndex="-1",
            ),
            html.Div(id="drawer-slot"),
            html.Div(id="deck-told", className="deck-told", role="status"),
        ],
        id="shell",
    )


def filter_bar(context: PageContext) -> Component:
    """Place, day and the day compared with, layer, domain, hub, language; every control mirrors the address."""
    words, state = context.words, context.state
    header = html.Header(
        [
            html.A(words.text("pages.skip"), href="#main", className="skip"),
            link(
                state.page("/"),
                html.Span(words.text("pages.brand")),
                class_name="brand",
                label=words.text("pages.overview"),
            ),
            *data_filters(context),
            html.Span(className="push"),
            link(
                state.page("/network"), icon("search"), class_name="ib to-find", label=words.text("pages.find_by_key")
            ),
            projector_switch(context),
            help_button(context),
            html.Div(
                [
                    link(state.to(lang="zh"), "中", class_name="on" if words.lang == "zh" else ""),
                    link(state.to(lang="en"), "EN", class_name="on" if words.lang == "en" else ""),
                ],
                className="seg",
                role="group",
                **attributes({"aria-label": words.text("pages.language")}),
            ),
        ],
        className="bar projector" if state.projector else "bar",
        lang="zh-CN" if words.lang == "zh" else "en",
    )
    return html.Div([header, sample_strip(context), printed_line(context)], className="bar-and-strip")


def sample_strip(context: PageContext) -> Component | None:
    """Says on every page that sample data counts, with the button that takes it away; nothing where none does."""
    words = context.words
    try:
        kind = kind_of_data(context.service.ledger)
    except GongjianError:  # a damaged ledger is told by the page
        return None
    if kind not in ("sample", "mixed"):
        return None
    button = press_button(words.text("pages.sample_remove"), "sample-remove", class_name="opens")
    told = [html.Span(words.text(f"pages.{kind}_told")), button]
    return html.Div(told, className=f"sample-strip {kind}", role="status")


def projector_switch(context: PageContext) -> Component:
    """Letters for the back of a meeting room, or for a desk."""
    on = context.state.projector
    label = context.words.text("pages.projector_off" if on else "pages.projector_on")
    told = link(context.state.to(projector=not on), icon("projector"), class_name="ib on" if on else "ib", label=label)
    return html.Span(told, className="projector-switch")


def help_button(context: PageContext) -> Component:
    """What the figures of this page mean."""
    key = next((page.key for page in PAGES if page.path == context.state.path), PAGES[0].key)
    label = context.words.text("help.button")
    return link(context.state.to(open=f"help:{key}"), icon("help"), class_name="ib help", label=label)


def data_filters(context: PageContext) -> list[Component]:
    """The filters that need data to offer; none before the first load."""
    words, state = context.words, context.state
    if state.path == "/file":  # a file is no part of the data: nothing of it is narrowed by a place or a day
        return []
    try:
        places = context.investigation.snapshot(as_of=context.as_of).places
    except GongjianError:  # the page itself tells what is wrong; the bar then offers nothing to choose
        return []
    nodes = [
        {"key": code, "value": code, "title": name, **({"parent": parent} if parent is not None else {})}
        for code, name, parent in places.filter(pl.col("kind").is_in(OFFERED))
        .select("code", "name", "parent")
        .iter_rows()
    ]
    layers = [{"label": words.text(f"pages.layer_{name}"), "value": name} for name in LAYERS]
    domains = [{"label": words.word(name), "value": name} for name in DOMAINS]
    locale = "zh-cn" if words.lang == "zh" else "en-us"

    def told(name: str, value: str | None, *, empty: str, width: int) -> dict[str, Any]:
        """What every field has: a filter that the page does not heed shows neither value nor choice."""
        heeds = name in heeded(state)
        return {
            "id": f"filter-{name.replace('_', '-')}",
            "value": value if heeds else None,
            "placeholder": empty if heeds else "–",
            "disabled": not heeds,
            "style": {"width": width},
            "locale": locale,
        }

    compared = None if state.compare is None else state.compare.isoformat()
    return [
        control(
            context,
            "place",
            fac.AntdTreeSelect(
                treeData=nodes,
                treeDataMode="flat",
                treeNodeFilterProp="title",
                allowClear=True,
                **told("place", state.place, empty=words.text("pages.whole_region"), width=148),
            ),
        ),
        control(
            context,
            "as_of",
            fac.AntdDatePicker(allowClear=False, **told("as_of", context.as_of.isoformat(), empty="", width=132)),
        ),
        control(
            context,
            "compare",
            fac.AntdDatePicker(**told("compare", compared, empty=words.text("pages.no_comparison"), width=132)),
        ),
        control(
            context,
            "layer",
            fac.AntdSelect(
                options=layers,
                **told("layer", state.layer, empty=words.text("pages.all_layers", count=len(LAYERS)), width=96),
            ),
        ),
        control(
            context,
            "domain",
            fac.AntdSelect(
                options=domains, **told("domain", state.domain, empty=words.text("pages.all_domains"), width=104)
            ),
        ),
        hub_switch(context),
    ]


def control(context: PageContext, name: str, field: Component) -> Component:
    """One filter with its label, which gives its field a name; one that the page does not heed says so."""
    words, field_id = context.words, f"filter-{name.replace('_', '-')}"
    label = html.Label(words.text(f"pages.filter_{name}"), htmlFor=field_id)
    if name in heeded(context.state):
        return html.Span([label, field], className=f"ctl {field_id}")
    return html.Span([label, field], className=f"ctl {field_id} off", title=words.text(f"pages.unheeded_{name}"))


def hub_switch(context: PageContext) -> Component:
    """Working committees in or out; neither where the page does not tell the one from the other."""
    words, state = context.words, context.state
    ways = [(words.text("pages.hub_in"), True), (words.text("pages.hub_out"), False)]
    told: list[Component] = [html.Span(words.text("pages.filter_hub"))]
    named = {"aria-label": words.text("pages.hub_label")}
    if "hub" not in heeded(state):
        told += [html.Span(way) for way, _ in ways]
        named["aria-disabled"] = "true"
        title = words.text("pages.unheeded_hub")
        return html.Div(told, className="seg off", role="group", title=title, **attributes(named))
    told += [link(state.to(hub=hub), way, class_name="on" if state.hub is hub else "") for way, hub in ways]
    return html.Div(told, className="seg", role="group", **attributes(named))


def navigation(context: PageContext) -> Component:
    """The pages by group, the one that is drawn marked, and what the data is."""
    words, state = context.words, context.state
    children: list[Component] = []
    for group in GROUPS:
        children.append(html.H2(words.text(f"pages.group_{group}")))
        for page in PAGES:
            if page.group != group:
                continue
            here = page.path == state.path
            label: list[Component] = [icon(page.key), html.Span(words.text(f"pages.{page.key}"))]
            if page.badge is not None:
                label += badge(context, page.badge)
            children.append(
                link(
                    state.page(page.path),
                    label,
                    class_name="here" if here else "",
                    label=words.text(f"pages.{page.key}"),
                )
            )
    children.append(stamp(context))
    return html.Nav(children, className="nav", **attributes({"aria-label": words.text("pages.navigation")}))


def badge(context: PageContext, finding_id: str) -> list[Component]:
    """The count of a finding beside a page's name; nothing where it cannot be told."""
    try:
        if finding_id == "cases":
            count = sum(context.cases.open_counts.values())
            return [html.Em(context.words.value(count))] if count else []
        finding = context.finding(finding_id)
        return [html.Em(context.words.value(finding.count))] if finding.judged else []
    except GongjianError:
        return []


def stamp(context: PageContext) -> Component:
    """Which dataset is shown."""
    words = context.words
    try:
        held = context.investigation.published
    except GongjianError:
        return html.P(words.text("pages.no_dataset"), className="stamp")
    told = words.text("pages.dataset", version=held.version[:8], batches=len(held.batches))
    kind = "embedded" if context.service.store.name == "embedded" else "server"
    return html.P([told, html.Br(), words.text(f"pages.store_{kind}")], className="stamp")
