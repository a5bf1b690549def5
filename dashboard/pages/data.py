"""What came in, what was wrong with it?

A ledger is dropped and tried before it is loaded; batches are undone and brought back; problems stand by sheet with
the fix; reported figures are held against the ledger. What the buttons do is ``data_actions``.
"""

from __future__ import annotations

import feffery_antd_components as fac
import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import Child, attributes, icon
from dashboard.components.panel import empty, finding_ways, page_head, panel
from dashboard.components.table import shown
from dashboard.components.taught_headers import taught_panel
from dashboard.page import PageContext
from graph_model.ledger import Batch
from loaders.importer import LoadReport

MOST_GROUPS = 60
MOST_BYTES = 100 * 1024 * 1024
AUDIT = ("name", "reported", "expected", "differences", "rules", "reported_as_of")
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
    panels: list[Component] = [
        html.Div([upload_panel(context), batches_panel(context, batches, undone)], className="data-top")
    ]
    if active:
        panels.append(html.Div([problems_panel(context, active), audit_panel(context)], className="data-below"))
    panels.append(taught_panel(context))
    head = page_head(words.text("pages.data_question"), answer(context, active), acts=[template])
    return html.Div([head, html.Div(id="data-told"), *panels], className="page data")


def answer(context: PageContext, active: list[Batch]) -> str:
    """One line: batches, rows, problems, figures that disagree."""
    words = context.words
    if not active:
        return words.text("data_page.answer_none")
    audit = context.finding("figures_that_disagree")
    return words.text(
        "data_page.answer",
        batches=len(active),
        accepted=sum(counts.accepted for batch in active for counts in batch.counts.values()),
        rejected=sum(counts.rejected for batch in active for counts in batch.counts.values()),
        problems=sum(batch.problem_count for batch in active),
        disagree=audit.count,
        figures=audit.of,
    )


def upload_panel(context: PageContext) -> Component:
    """Where files are dropped, and below it what the dry run says."""
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
    told = dcc.Loading(html.Div(waiting, id="dry-run"), type="dot", color="#868e99", show_initially=False)
    return panel(
        words.text("data_page.upload"), [drop, told], hint=words.text("data_page.upload_hint"), class_name="upload"
    )


def dry_run(context: PageContext, report: LoadReport, *, token: str, names: list[str]) -> Component:
    """What would come of the hand-in: rows by table, problems by sheet, and the button that loads it."""
    words = context.words
    cancel = html.Button(words.text("data_page.drop_staged"), id="load-drop", type="button", className="btn")
    if report.unchanged:
        told = words.text("data_page.dry_unchanged")
        return html.Div([dcc.Store(id="staged", data=token), html.P(told, className="note"), cancel, hidden_load()])
    sums = {
        name: sum(getattr(counts, name) for counts in report.tables.values())
        for name in ("read", "accepted", "rejected")
    }
    summary = words.text("data_page.dry", files=names, problems=report.problems.height, **sums)
    controls = html.Div(
        [
            html.Label(words.text("data_page.as_of")),
            fac.AntdDatePicker(
                id="load-as-of",
                placeholder=words.text("data_page.as_of_none"),
                style={"width": 130},
                locale="zh-cn" if words.lang == "zh" else "en-us",
            ),
            dcc.Checklist(
                [{"label": words.text("data_page.replace"), "value": "replace"}],
                [],
                id="load-replace",
                className="check",
            ),
            html.Span(className="push"),
            cancel,
            html.Button(words.text("data_page.load"), id="load-go", type="button", className="btn primary"),
        ],
        className="line",
    )
    return html.Div(
        [
            dcc.Store(id="staged", data=token),
            html.P(html.B(summary), className="dry-sum", role="status"),
            controls,
            counts_table(context, report),
            problem_table(context, report.problems),
        ]
    )


def hidden_load() -> Component:
    """The controls that a load reads, where there is nothing to load."""
    return html.Div(
        [
            html.Button(id="load-go", type="button"),
            dcc.Input(id="load-as-of"),
            dcc.Checklist([], [], id="load-replace"),
        ],
        hidden=True,
    )


def counts_table(context: PageContext, report: LoadReport) -> Component:
    """Rows read, accepted, rejected, warned and skipped, by table."""
    words = context.words
    names = ("read", "accepted", "rejected", "warned", "skipped")
    heads = [html.Th(words.column("table"))] + [html.Th(words.column(name), className="num") for name in names]
    rows = []
    for table, counts in report.tables.items():
        cells = [html.Td(words.text(f"tables.{table}"))]
        for name in names:
            value = getattr(counts, name)
            looks = "num bad" if name == "rejected" and value else "num"
            cells.append(html.Td(words.value(value), className=looks))
        rows.append(html.Tr(cells))
    return html.Div(
        html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="tbl counts"), className="scroll-x"
    )


def problem_table(context: PageContext, problems: pl.DataFrame) -> Component:
    """Problems by sheet and kind: how many, where the first is, what it means and how to mend it."""
    words = context.words
    if problems.is_empty():
        return html.P(words.text("data_page.no_problems"), className="note")
    groups = (
        problems.group_by("sheet", "code", "severity")
        .agg(pl.len().alias("count"), pl.col("row").first(), pl.col("column").first())
        .sort("severity", "sheet", "code", nulls_last=True)
    )
    heads = [
        html.Th(words.column("sheet")),
        html.Th(words.column("severity")),
        html.Th(words.text("data_page.how_many"), className="num"),
        html.Th(words.text("data_page.where")),
        html.Th(words.text("data_page.fix")),
    ]
    rows = []
    for group in groups.head(MOST_GROUPS).iter_rows(named=True):
        first = (
            ""
            if group["row"] is None
            else words.text("data_page.at_row", row=group["row"], column=group["column"] or "")
        )
        rows.append(
            html.Tr(
                [
                    html.Td(group["sheet"]),
                    html.Td(
                        words.text(f"common.{group['severity']}"),
                        className="bad" if group["severity"] == "error" else "",
                    ),
                    html.Td(words.value(group["count"]), className="num"),
                    html.Td(first),
                    html.Td(words.problem(group["code"]), className="wrap"),
                ]
            )
        )
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="tbl problems")
    told: list[Component] = [html.Div(table, className="scroll-x")]
    if groups.height > MOST_GROUPS:
        told.append(html.P(words.text("data_page.more", shown=MOST_GROUPS, groups=groups.height), className="note"))
    return html.Div(told)


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
    words = context.words
    accepted = sum(counts.accepted for counts in batch.counts.values())
    rejected = sum(counts.rejected for counts in batch.counts.values())
    files = "、".join(source.file for source in batch.sources)
    act = "redo" if out else "undo"
    button = dcc.ConfirmDialogProvider(
        html.Button(words.text(f"data_page.{act}"), type="button", className="btn sm"),
        id={"type": f"batch-{act}", "batch": batch.id},
        message=words.text(f"data_page.{act}_sure", batch=batch.id, rows=accepted),
    )
    cells: list[Child] = [
        html.Td(html.B(batch.id)),
        html.Td(batch.as_of or words.text("common.unknown")),
        html.Td(files, className="files", title=files),
        html.Td(batch.created[:10], className="quiet"),
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
    problems = pl.concat([batch.problems() for batch in active])
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
        cells = [
            html.Td(
                numbers_of(row[name]) if name in NUMBERS else shown(row[name], words),
                className="num" if name in NUMBERS else "" if name == "reported_as_of" else "wrap",
                title=row["source"] if name == "reported_as_of" else None,
            )
            for name in AUDIT
        ]
        body.append(html.Tr(cells))
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="tbl audit")
    return panel(
        words.text("data_page.audit"),
        html.Div(table, className="scroll-x"),
        hint=words.text("data_page.audit_hint"),
        ways=finding_ways(context.state, "figures_that_disagree", words),
        class_name="flush",
    )


def numbers_of(value: float | list[float]) -> str:
    """A number, or several one after the other, with what is behind the point told where there is something."""
    told = value if isinstance(value, list) else [value]
    return " / ".join(f"{one:,.4f}".rstrip("0").rstrip(".") for one in told)
