"""What would come of a hand-in, an undo or a redo, before anything happens?

Counts by table, cells old → new, problems with the fix. What the buttons do is ``data_actions``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import feffery_antd_components as fac
import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import Child, attributes
from dashboard.components.panel import panel
from dashboard.components.press import press_button
from dashboard.components.table import rows_table
from dashboard.day_used import day_line
from dashboard.differences import KINDS, Difference, blanked_lines, counts_told, kept_lines, lines, rows_left_out
from dashboard.page import PageContext
from dashboard.people_problems import told_problem
from dashboard.problem_words import worded
from dashboard.rows_told import rows_in_all, rows_told
from graph_model.ledger import Counts
from graph_model.prospects import columns_kept_by_load
from loaders.coordinates import SYSTEMS
from loaders.faults import how_much_is_lost
from loaders.importer import LoadReport

MOST_GROUPS = 60
MOST_ROWS = 500
"""Rows of one table whose cells are listed."""
CELLS = ("table", "key", "change", "column", "old", "new")
READ = ("read", "accepted", "rejected", "warned", "skipped")


def load_preview(
    context: PageContext,
    report: LoadReport,
    difference: Difference,
    *,
    names: Sequence[str],
    as_of: str | None = None,
) -> Component:
    """The dry run of a hand-in, with how it is to be read, and the buttons that load or drop it.

    ``as_of`` is the day that the files themselves tell, offered in the field.
    """
    words = context.words
    settings: list[Component] = [
        html.Label(words.text("data_page.as_of"), htmlFor="load-as-of"),
        fac.AntdDatePicker(
            id="load-as-of",
            value=as_of,
            placeholder=words.text("data_page.as_of_none"),
            style={"width": 130},
            locale="zh-cn" if words.lang == "zh" else "en-us",
        ),
        html.Label(words.text("data_page.coordinates"), htmlFor="load-coordinates"),
        fac.AntdSelect(
            id="load-coordinates",
            options=[{"label": words.text(f"data_page.{name}"), "value": name} for name in SYSTEMS],
            value=SYSTEMS[0],
            allowClear=False,
            style={"width": 150},
            locale="zh-cn" if words.lang == "zh" else "en-us",
        ),
        html.Label(words.text("data_page.maps"), htmlFor="load-maps"),
        html.Span(
            dcc.Input(
                id="load-maps", type="text", debounce=True, value="", placeholder=words.text("data_page.maps_form")
            ),
            className="field",
        ),
        dcc.Checklist(
            [{"label": words.text("data_page.replace"), "value": "replace"}], [], id="load-replace", className="check"
        ),
    ]
    buttons = [
        press_button(words.text("data_page.drop_staged"), "load-drop"),
        press_button(words.text("data_page.load"), "load-go", class_name="btn primary"),
    ]
    told = html.Div(told_of_load(context, report, difference, names=names), id="preview-told")
    return panel(
        words.text("data_page.preview_load"),
        [
            html.Div([*settings, html.Span(className="push"), *buttons], className="line"),
            *([] if as_of is None else [html.P(words.text("data_page.as_of_told", day=as_of), className="note")]),
            dcc.Loading(told, type="dot", color="#868e99", show_initially=False),
        ],
        hint=words.text("data_page.preview_hint"),
        class_name="preview",
    )


def told_of_load(
    context: PageContext, report: LoadReport, difference: Difference, *, names: Sequence[str]
) -> list[Component]:
    """What a dry run says: one line, counts and differences, problems."""
    words, bar = context.words, context.service.settings.people_shown_from
    if report.unchanged:
        return [html.P(words.text("data_page.dry_unchanged"), className="dry-sum", role="status")]
    sums = {name: rows_in_all(report.tables, name, shown_from=bar) for name in READ[:3]}
    summary = words.text("data_page.dry", files=list(names), problems=report.problems.height, **sums)
    problems = html.Section(
        [html.H3(words.text("data_page.problems")), problem_table(context, report.problems)], className="part"
    )
    given = None if report.draft is None else report.draft.as_of
    day = day_line(context.service.ledger, words, given=given, way="page")
    kept = {} if report.draft is None else columns_kept_by_load(context.service.ledger, report.draft)
    return [
        html.P(html.B(summary), className="dry-sum", role="status"),
        *([html.P(day, className="note")] if any(counts.accepted for counts in report.tables.values()) else []),
        *told_difference(
            context, difference, counts=report.tables, told_of=report.problems.get_column("table"), kept=kept
        ),
        problems,
    ]


def batch_preview(context: PageContext, difference: Difference, *, batch: str, act: str) -> Component:
    """What leaving a batch out (``undo``) or bringing it back (``redo``) changes, and the buttons for it."""
    words = context.words
    buttons = [
        press_button(words.text("data_page.drop_staged"), "load-drop"),
        press_button(words.text(f"data_page.{act}"), "batch-go", class_name="btn primary"),
    ]
    summary = html.P(html.B(words.text(f"data_page.{act}_sure", batch=batch)), className="dry-sum grow", role="status")
    return panel(
        words.text(f"data_page.preview_{act}", batch=batch),
        [
            html.Div([summary, html.Span(className="push"), *buttons], className="line"),
            *told_difference(context, difference),
        ],
        hint=words.text("data_page.preview_hint"),
        class_name="preview",
    )


def told_difference(
    context: PageContext,
    difference: Difference,
    *,
    counts: Mapping[str, Counts] | None = None,
    told_of: Sequence[str] | pl.Series = (),
    kept: Mapping[str, Sequence[str]] | None = None,
) -> list[Component]:
    """Rows by table beside the cells that differ; ``kept`` as the command line has it, of a hand-in alone."""
    words, shown_from = context.words, context.service.settings.people_shown_from
    blanks = blanked_lines(difference, words, shown_from=shown_from, handed_in=kept is not None)
    blanked = [html.P(line, className="note", role="alert") for line in blanks]
    blanked += [html.P(line, className="note") for line in kept_lines(kept or {}, words)]
    parts: list[Component] = [
        html.Section(
            [
                html.H3(words.text("data_page.by_table")),
                *blanked,
                counts_table(context, difference, counts or {}, told_of=set(told_of)),
            ],
            className="part",
        )
    ]
    rows = list(lines(difference, words, shown_from=shown_from, limit=MOST_ROWS))
    notes: list[Component] = []
    if "members" in difference:
        notes.append(html.P(words.text("data_page.members_counted"), className="note"))
    left_out = rows_left_out(difference, MOST_ROWS)
    notes += [
        html.P(words.text("data_page.more_rows", table=words.text(f"tables.{name}"), count=count), className="note")
        for name, count in left_out.items()
    ]
    if rows:
        frame = pl.DataFrame(rows, schema=dict.fromkeys(CELLS, pl.String), orient="row")
        grid: Component = rows_table(
            frame,
            words,
            table_id="difference-rows",
            height=f"{min(len(rows), 9) * 28 + 50}px",
            hidden=("table",) if len(difference) == 1 else (),
            as_written=True,
        )
    else:
        grid = html.P(words.text("data_page.no_difference"), className="note")
    parts.append(html.Section([html.H3(words.text("data_page.cells")), grid, *notes], className="part grow"))
    return [html.Div(parts, className="told")]


def counts_table(
    context: PageContext, difference: Difference, counts: Mapping[str, Counts], *, told_of: set[str]
) -> Component:
    """Rows read and accepted (of a hand-in), and rows added, changed and removed, by table."""
    words, shown_from = context.words, context.service.settings.people_shown_from
    read = READ if counts else ()
    heads = [html.Th(words.column("table"))]
    heads += [html.Th(words.column(name), className="num") for name in (*read, *KINDS)]
    handed_in = [name for name, one in counts.items() if one.read or one.skipped or name in told_of]
    rows = []
    for table in dict.fromkeys([*handed_in, *difference]):
        cells: list[Component] = [html.Th(words.text(f"tables.{table}"), scope="row")]
        brought = rows_told(table, counts[table], shown_from=shown_from) if table in counts else dict.fromkeys(read, 0)
        for name in read:
            value = brought[name]
            cells.append(html.Td(words.value(value), className="num bad" if name == "rejected" and value else "num"))
        told = counts_told(difference[table], shown_from=shown_from) if table in difference else dict.fromkeys(KINDS, 0)
        for kind in KINDS:
            looks = f"num diff {kind}" if told[kind] else "num quiet"
            cells.append(html.Td(words.value(told[kind]), className=looks, **attributes({"data-kind": kind})))
        rows.append(html.Tr(cells, **attributes({"data-table": table})))
    table_of = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="tbl counts")
    return html.Div(table_of, className="scroll-x", tabIndex=0)


def problem_table(context: PageContext, problems: pl.DataFrame) -> Component:
    """Problems by sheet and kind: how many, where the first is, what it means and how to mend it; the worst first.

    Those of batches carry ``batch`` and ``settled``, the later batch that brought the row again.
    """
    words = context.words
    if problems.is_empty():
        return html.P(words.text("data_page.no_problems"), className="note")
    of_batches = [name for name in ("batch",) if name in problems.columns]
    again = [pl.col("settled").max(), pl.col("settled").count().alias("again")] if of_batches else []
    groups = (
        problems.group_by(*of_batches, "file", "sheet", "code", "severity", "hint", maintain_order=True)
        .agg(pl.len().alias("count"), *[pl.col(name).first() for name in ("table", "row", "column", "value")], *again)
        .sort(how_much_is_lost(), "severity", "sheet", "code", nulls_last=True, maintain_order=True)
    )
    heads = [
        *[html.Th(words.column(name)) for name in (*of_batches, "file", "sheet", "severity")],
        html.Th(words.text("data_page.how_many"), className="num"),
        html.Th(words.text("data_page.where")),
        html.Th(words.text("data_page.fix")),
        html.Th(words.column("hint")),
        *[html.Th(words.column("settled")) for _ in of_batches],
    ]
    rows = [html.Tr(problem_row(context, group)) for group in groups.head(MOST_GROUPS).iter_rows(named=True)]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="tbl problems")
    told: list[Component] = [html.Div(table, className="scroll-x", tabIndex=0)]
    if groups.height > MOST_GROUPS:
        told.append(html.P(words.text("data_page.more", shown=MOST_GROUPS, groups=groups.height), className="note"))
    return html.Div(told)


def problem_row(context: PageContext, group: Mapping[str, Any]) -> list[Component]:
    """The cells of one kind of problem."""
    words = context.words
    group = told_problem(group, shown_from=context.service.settings.people_shown_from)
    meaning, hint = worded(words, group)
    first: Child = ""
    if group["row"] is not None:
        first = words.text("data_page.at_row", row=group["row"], column=group["column"] or "")
        if group["value"] is not None:
            first = words.text("data_page.at_value", place=first, value=group["value"])
    bad = "bad" if group["severity"] == "error" else ""
    cells: list[Component] = [
        html.Td(group["file"], className="wrap"),
        html.Td(group["sheet"]),
        html.Td(words.text(f"common.{group['severity']}"), className=bad),
        html.Td(words.value(group["count"]), className="num"),
        html.Td(first, className="wrap"),
        html.Td(meaning, className="wrap"),
        html.Td(hint, className="wrap hint"),
    ]
    if "batch" not in group:
        return cells
    again = words.text("data_page.again", batch=group["settled"], count=group["again"]) if group["again"] else ""
    return [html.Td(group["batch"]), *cells, html.Td(again)]
