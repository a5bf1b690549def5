"""What does a query of the catalogue take, and where is free Cypher written, with the schema at hand?

Forms from the headers of the queries; running them is ``dashboard.ask_actions``'s business. A parameter stands in the
address as ``p.NAME``, so that a question can be shared and gone back to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import feffery_antd_components as fac
import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import attributes, link
from dashboard.components.edit_list import offered
from dashboard.components.press import press_button
from dashboard.page import PageContext
from graph_model.queries import CatalogueQuery, Parameter, catalogue
from graph_model.reading_only import MOST_LETTERS
from graph_model.schema import LABELS, RELATIONSHIPS, VOCABULARIES

PREFIX: Final = "p."
LOOKED_UP: Final = {"organisation": "organisation", "code": "organisation", "committee": "committee"}
"""Parameters that are looked up by code or name while one types, and as what."""
WORDS: Final = {"kind": "place_kind"}
"""Parameters whose value is of a vocabulary."""
KINDS: Final = ("province", "city", "district", "subdistrict", "area", "community")
"""Places that the tree offers; of others the code is typed."""
EXAMPLES: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "domains",
        (
            "MATCH (o:Organisation)\nRETURN o.domain AS domain, count(*) AS organisations\n"
            "ORDER BY organisations DESC, domain"
        ),
        "",
    ),
    (
        "instructors",
        (
            "MATCH (o:Organisation)-[c:COVERS]->(u:Unit)\nWHERE c.mode <> 'own'\n"
            "RETURN o.code AS a, u.code AS b, o.name AS a_name, u.name AS b_name, c.mode AS mode\n"
            "ORDER BY a, b LIMIT 200"
        ),
        "",
    ),
    (
        "since",
        (
            "MATCH (m:Meeting)-[:HELD_BY]->(c:Committee)\nWHERE m.held >= $since\n"
            "RETURN c.name AS committee, count(*) AS meetings\nORDER BY meetings DESC, committee"
        ),
        "since:date=2018-01-01",
    ),
    (
        "members",
        (
            "MATCH (m:Member)-[:MEMBER_OF]->(o:Organisation)\n"
            "RETURN o.code AS code, o.name AS name, count(m) AS members\nORDER BY code"
        ),
        "",
    ),
)
"""Texts to begin with: their key in words, the statement, its parameters."""


def opens_with() -> str:
    """The query whose form the page shows where the address names none: the first of the list."""
    return next(iter(catalogue()))


def given_parameters(context: PageContext, query: CatalogueQuery) -> dict[str, str]:
    """The parameters of the address that the query has; a day that is asked for is the page's unless given."""
    own = context.state.own
    told = {one.name: own[PREFIX + one.name] for one in query.params if own.get(PREFIX + one.name)}
    if any(one.name == "as_of" for one in query.params):
        told.setdefault("as_of", context.as_of.isoformat())
    return told


def query_form(context: PageContext, query: CatalogueQuery) -> Component:
    """Every parameter of a query with a control of its type, the button, and the statement itself."""
    words = context.words
    given = given_parameters(context, query)
    fields = [field(context, parameter, given.get(parameter.name)) for parameter in query.params]
    go = press_button(words.text("ask.go"), "ask-go", class_name="btn primary")
    described = query.description_zh if words.lang == "zh" else query.description
    title = words.text(f"queries.{query.name}")
    return html.Section(
        [
            html.Header([html.H2(title), html.P(described, title=described)]),
            html.Div([html.Div([*fields, html.Div(go, className="go")], className="fields")], className="body"),
            html.Details([html.Summary(words.text("ask.statement")), html.Pre(query.text.strip())], className="says"),
        ],
        className="card ask-form",
        **attributes({"aria-label": title}),
    )


def field(context: PageContext, parameter: Parameter, value: str | None) -> Component:
    """One parameter: its name above, the control, whether it may be left out below."""
    words = context.words
    label = words.column(parameter.name)
    box = {"type": "ask-param", "name": parameter.name}
    locale = "zh-cn" if words.lang == "zh" else "en-us"
    control: Component
    if parameter.type == "date":
        control = fac.AntdDatePicker(id=box, value=value, style={"width": "100%"}, locale=locale)
    elif parameter.name == "place":
        control = fac.AntdTreeSelect(
            id=box,
            treeData=place_nodes(context),
            treeDataMode="flat",
            value=value,
            treeNodeFilterProp="title",
            placeholder=words.text("ask.choose_place"),
            style={"width": "100%"},
            locale=locale,
        )
    elif parameter.name in WORDS or parameter.type == "bool":
        told = [word.value for word in VOCABULARIES[WORDS[parameter.name]]] if parameter.name in WORDS else []
        options = [{"label": words.word(one), "value": one} for one in told] or [
            {"label": words.value(one), "value": str(one).lower()} for one in (True, False)
        ]
        control = fac.AntdSelect(id=box, options=options, value=value, style={"width": "100%"}, locale=locale)
    elif parameter.name in LOOKED_UP:
        names = f"ask-names-{parameter.name}"
        kind = LOOKED_UP[parameter.name]
        control = html.Span(
            [
                dcc.Input(id=box, value=value or "", className="in", list=names, placeholder=words.text("ask.look_up")),
                html.Datalist(offered(context, kind, value or ""), id=names),
            ]
        )
    else:
        numeric = parameter.type in ("int", "float")
        control = dcc.Input(id=box, value=value or "", className="in", type="number" if numeric else "text")
    note = "ask.may_be_left_out" if parameter.optional else "ask.needed"
    parts = [html.Label([html.Span(label), control]), html.P(words.text(note))]
    return html.Div(parts, className="field", **attributes({"data-param": parameter.name}))


def place_nodes(context: PageContext) -> list[dict[str, Any]]:
    """Places by name, each below its own."""
    places = context.investigation.snapshot(as_of=context.as_of).places.filter(pl.col("kind").is_in(KINDS))
    return [
        {"key": code, "value": code, "title": name, **({"parent": parent} if parent is not None else {})}
        for code, name, parent in places.select("code", "name", "parent").iter_rows()
    ]


def cypher_form(context: PageContext) -> Component:
    """The box for a statement, its parameters, and the button."""
    words, own = context.words, context.state.own
    seconds, rows = context.service.settings.query_seconds, context.service.settings.query_rows
    box = dcc.Textarea(
        id="cypher-text",
        value=own.get("cypher", ""),
        maxLength=MOST_LETTERS,
        spellCheck=False,
        className="in cypher",
        placeholder="MATCH (o:Organisation) RETURN o.domain AS domain, count(*) AS n ORDER BY n DESC",
    )
    parameters = dcc.Textarea(
        id="cypher-param",
        value=own.get("params", ""),
        maxLength=4000,
        spellCheck=False,
        className="in cypher few",
        placeholder="since:date=2018-01-01",
    )
    go = press_button(words.text("ask.go"), "cypher-go", class_name="btn primary")
    hint = words.text("ask.cypher_hint", seconds=seconds, rows=rows)
    return html.Section(
        [
            html.Header([html.H2("Cypher"), html.P(hint, title=hint)]),
            html.Div(
                [
                    html.Label([html.Span(words.text("ask.text"), className="vh"), box]),
                    html.Div(
                        [
                            html.Label([html.Span(words.text("ask.parameters")), parameters], className="wide"),
                            html.Div([go, html.Span("Ctrl+Enter", className="how")], className="go"),
                        ],
                        className="cypher-line",
                    ),
                ],
                className="body",
            ),
        ],
        className="card ask-form",
        **attributes({"aria-label": "Cypher"}),
    )


def schema_panel(context: PageContext) -> Component:
    """Labels, relationship types and their properties, and texts to begin with."""
    words = context.words
    state = context.state.switched(q=None, saved=None, view=None)
    examples = [
        link(state.switched(mode="cypher", cypher=text, params=parameters or None), words.text(f"ask.example_{key}"))
        for key, text, parameters in EXAMPLES
    ]
    labels = [
        html.Details(
            [
                html.Summary([html.B(name), html.Span(f" {words.text(f'tables.{table.name}')}")]),
                html.P(["code", *(f" · {column.name}" for column in table.node_properties)]),
            ]
        )
        for name, table in LABELS.items()
    ]
    ties = [
        html.Li(
            [
                html.B(name),
                html.Span(f" {tie.source_label} → {tie.target_label}"),
                *([html.Span(f" {{{', '.join(tie.properties)}}}")] if tie.properties else []),
            ]
        )
        for name, tie in RELATIONSHIPS.items()
    ]
    return html.Nav(
        [
            html.H2(words.text("ask.examples")),
            *examples,
            html.H2(words.text("ask.labels")),
            *labels,
            html.H2(words.text("ask.types")),
            html.Ul(ties),
            html.P(words.text("ask.members_counted")),
        ],
        className="card choice schema",
        **attributes({"aria-label": words.text("ask.schema")}),
    )


def catalogue_panel(context: PageContext, queries: Sequence[CatalogueQuery], chosen: str | None) -> Component:
    """The queries by folder, the chosen one marked."""
    words = context.words
    children: list[Component] = []
    for folder in dict.fromkeys(one.folder for one in queries):
        children.append(html.H2(words.text(f"ask.folder_{folder}")))
        for one in queries:
            if one.folder == folder:
                described = one.description_zh if words.lang == "zh" else one.description
                target = context.state.to(own={"q": one.name}, open=None)
                told = [html.B(described), html.Span(one.name)]
                children.append(link(target, told, class_name="on" if one.name == chosen else "", label=described))
    return html.Nav(children, className="card choice queries", **attributes({"aria-label": words.text("ask.queries")}))
