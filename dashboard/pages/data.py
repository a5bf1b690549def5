"""What came in, what was wrong with it?

Where a ledger is dropped, the batches with their buttons, the problems with the fix, and reported figures held against
the ledger. What would come of a hand-in or an undo is ``components.hand_in``, what the buttons do ``data_actions``.
"""

from __future__ import annotations

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import Child, attributes, icon
from dashboard.components.cases import case_link, worked_ways
from dashboard.components.export_menu import page_menu
from dashboard.components.hand_in import problem_table
from dashboard.components.panel import empty, page_head, panel
from dashboard.components.press import press_button
from dashboard.components.table import shown
from dashboard.components.taught_headers import taught_panel
from dashboard.page import PageContext
from dashboard.rows_told import rows_in_all, sum_told
from dashboard.times import local_time
from graph_model.ledger import Batch
from loaders.settled import settled_since

MOST_BYTES = 100 * 1024 * 1024
AUDIT = ("name", "place_name", "reported", "expected", "differences", "rules", "reported_as_of")
NUMBERS = frozenset({"reported", "expected", "differences"})


def draw(context: PageContext) -> Component:
    """The page; it stands without data as well."""
    words = context.words
    template = html.A(
        [icon("export"), words.text("data_page.template")],
        href=f"/api/v1/template?lang={words.lang}",
        className="btn",
        download="",
    )
    ledger = context.service.ledger
    batches, undone = ledger.batches(), ledger.undone()
    active = [batch for batch in batches if batch.id not in undone]
    left = [upload_panel(context), *([history_panel(context)] if batches else [])]
    preview = dcc.Loading(html.Div(id="dry-run"), type="dot", color="#868e99", show_initially=False)
    panels: list[Component] = [
        html.Div([html.Div(left, className="stack"), batches_panel(context, batches, undone)], className="data-top"),
        preview,
        dcc.Store(id="staged"),
        dcc.Store(id="shown"),
    ]
    if active:
        panels.append(html.Div([problems_panel(context, active), audit_panel(context)], className="data-below"))
    panels.append(taught_panel(context))
    acts = [template, *([page_menu(context)] if active else [])]
    head = page_head(words.text("pages.data_question"), answer(context, active), acts=acts)
    return html.Div([head, html.Div(id="data-told"), *panels], className="page data")


def answer(context: PageContext, active: list[Batch]) -> str:
    """One line: batches, rows, problems, figures that disagree."""
    words, bar = context.words, context.service.settings.people_shown_from
    if not active:
        return words.text("data_page.answer_none")
    audit = context.finding("figures_that_disagree")
    return words.text(
        "data_page.answer",
        batches=len(active),
        accepted=sum_told(rows_in_all(batch.counts, "accepted", shown_from=bar) for batch in active),
        rejected=sum_told(rows_in_all(batch.counts, "rejected", shown_from=bar) for batch in active),
        problems=sum(batch.problem_count for batch in active),
        disagree=audit.count,
        figures=audit.of,
    )


def upload_panel(context: PageContext) -> Component:
    """Where files are dropped; what would come of them is shown below."""
    words = context.words
    drop = dcc.Upload(
        html.Div(
            [
                icon("export"),
                words.text("data_page.drop"),
                html.Button(words.text("data_page.choose"), type="button", className="btn"),
            ]
        ),
        id="upload",
        multiple=True,
        max_size=MOST_BYTES,
        className="drop",
        className_active="drop over",
    )
    waiting = html.P(words.text("data_page.nothing_yet"), className="note")
    return panel(
        words.text("data_page.upload"), [drop, waiting], hint=words.text("data_page.upload_hint"), class_name="upload"
    )


def history_panel(context: PageContext) -> Component:
    """A code whose life is looked up; it opens beside the page."""
    words = context.words
    return panel(
        words.text("data_page.history"),
        html.Div(
            [
                html.Label(words.text("data_page.history_code"), htmlFor="history-code"),
                html.Span(
                    dcc.Input(id="history-code", type="text", placeholder=words.text("data_page.history_form")),
                    className="field",
                ),
                html.Button(words.text("data_page.history_show"), id="history-go", type="button", className="btn"),
            ],
            className="line",
        ),
        hint=words.text("data_page.history_hint"),
        class_name="history",
    )


def batches_panel(context: PageContext, batches: list[Batch], undone: frozenset[str]) -> Component:
    """Every batch, the newest first, with the button that leaves it out or brings it back."""
    words = context.words
    title, hint = words.text("data_page.batches"), words.text("data_page.batches_hint")
    if not batches:
        return panel(title, empty(words.text("data_page.no_batches")), hint=hint)
    numbers = ("rows", "rejected", "problems")
    heads = [html.Th(words.column(name)) for name in ("batch", "as_of", "files", "created")]
    heads += [html.Th(words.column(name), className="num") for name in numbers]
    heads += [html.Th(words.column("status")), html.Th()]
    body = [batch_row(context, batch, out=batch.id in undone) for batch in reversed(batches)]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="tbl")
    return panel(title, html.Div(table, className="scroll-x"), hint=hint, class_name="flush batches")


def batch_row(context: PageContext, batch: Batch, *, out: bool) -> Component:
    """One batch."""
    words, bar = context.words, context.service.settings.people_shown_from
    accepted = rows_in_all(batch.counts, "accepted", shown_from=bar)
    rejected = rows_in_all(batch.counts, "rejected", shown_from=bar)
    files = "、".join(source.file for source in batch.sources)
    act = "redo" if out else "undo"
    about = {"act": act, "batch": batch.id}
    button = press_button(words.text(f"data_page.{act}"), "batch-ask", about=about, class_name="btn sm")
    cells: list[Child] = [
        html.Td(html.B(batch.id)),
        html.Td(batch.as_of or words.text("common.unknown")),
        html.Td(files, className="files", title=files),
        html.Td(local_time(batch.created)[:10], className="quiet", title=local_time(batch.created)),
        html.Td(words.value(accepted), className="num"),
        html.Td(words.value(rejected), className="num bad" if rejected else "num"),
        html.Td(words.value(batch.problem_count), className="num"),
        html.Td(words.text("data_page.left_out" if out else "data_page.counts"), className="quiet" if out else ""),
        html.Td(button, className="num"),
    ]
    return html.Tr(cells, className="out" if out else "", **attributes({"data-batch": batch.id}))


def problems_panel(context: PageContext, active: list[Batch]) -> Component:
    """The problems of the batches that count, and the workbooks of rejected rows."""
    words = context.words
    ways = [
        html.A(
            icon("export"),
            href=f"/api/v1/batches/{batch.id}/problems/export?lang={words.lang}",
            className="ib",
            title=words.text("data_page.download_problems", batch=batch.id),
            download="",
        )
        for batch in active[-1:]
    ]
    ledger = context.service.ledger
    problems = pl.concat(
        batch.problems().with_columns(pl.lit(batch.id).alias("batch"), settled_since(ledger, batch)) for batch in active
    )
    return panel(
        words.text("data_page.problems"),
        problem_table(context, problems),
        hint=words.text("data_page.problems_hint"),
        ways=ways,
        class_name="flush",
    )


def audit_panel(context: PageContext) -> Component:
    """Reported figures that disagree."""
    words = context.words
    finding = context.finding("figures_that_disagree")
    heads = [html.Th(words.column(name), className="num" if name in NUMBERS else "") for name in AUDIT]
    body = []
    for row in finding.rows.filter(pl.col("status") == "found").iter_rows(named=True):
        without = row["without_place"]
        beside = {"expected": words.text("data_page.without_place", count=without) if without else ""}
        cells = [
            html.Td(
                numbers_of(row[name]) + beside.get(name, "")
                if name in NUMBERS
                else row[name] or row["place"]
                if name == "place_name"
                else shown(row[name], words),
                className="num" if name in NUMBERS else "" if name == "reported_as_of" else "wrap",
                title=row["source"] if name == "reported_as_of" else None,
            )
            for name in AUDIT
        ]
        body.append(html.Tr([*cells, html.Td(case_link(context, finding.id, row["code"]), className="case-cell")]))
    heads.append(html.Th(words.column("case"), className="case-cell"))
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="tbl audit")
    return panel(
        words.text("data_page.audit"),
        html.Div(table, className="scroll-x"),
        hint=words.text("data_page.audit_hint"),
        ways=worked_ways(context, "figures_that_disagree"),
        class_name="flush",
    )


def numbers_of(value: float | str | list[float | str]) -> str:
    """A number, or several one after the other, with what is behind the point told where there is something.

    The signs of counts that are hidden stand as they are.
    """
    told = value if isinstance(value, list) else [value]
    return " / ".join(one if isinstance(one, str) else f"{one:,.4f}".rstrip("0").rstrip(".") for one in told)
