"""How do two kinds of things meet, cell by cell: communities with communities, domains with domains?

Draws the cells of a finding. Counting ties is analytics'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics.finding import Finding
from dashboard.components.basics import domain_mark
from dashboard.domain_classes import DOMAIN_CLASSES
from dashboard.i18n import Wording

MOST_ROWS, MOST_COLUMNS = 40, 60
STEPS_OF_TIES = (1, 2, 4, 7)
STEPS_OF_SHARE = (0.0, 0.05, 0.1, 0.2)


def urban_rural(finding: Finding, words: Wording) -> list[Component]:
    """Urban communities down, converted villages across; tied ones first, those without an organisation as a band."""
    cells = {(cell["a"], cell["b"]): cell for cell in finding.breakdowns["communities"]}
    rows = ordered(finding.breakdowns["urban"], cells, end="a")
    columns = ordered(finding.breakdowns["rural"], cells, end="b")
    shown_rows, shown_columns = rows[:MOST_ROWS], columns[:MOST_COLUMNS]
    grid: list[Component] = [html.Span(words.text("linkages.urban_by_rural"), className="corner")]
    grid += [html.Span(short(one["name"]), className="top", title=one["name"]) for one in shown_columns]
    grid.append(html.Span(words.text("linkages.tied"), className="sum head"))
    for row in shown_rows:
        grid.append(html.Span(short(row["name"]), className="left", title=row["name"]))
        grid += [cell_of(row, column, cells.get((row["code"], column["code"])), words) for column in shown_columns]
        tied = sum(1 for column in columns if cells.get((row["code"], column["code"]), {"ties": 0})["ties"])
        grid.append(html.Span([html.B(words.value(tied)), html.S(f" / {words.value(len(columns))}")], className="sum"))
    style = {"gridTemplateColumns": f"auto repeat({len(shown_columns)}, minmax(13px, 1fr)) auto"}
    picture: list[Component] = [html.Div(grid, className="urban-rural", style=style), *bare_bands(finding, words)]
    hidden = len(rows) + len(columns) - len(shown_rows) - len(shown_columns)
    if hidden:
        picture.append(html.P(words.text("linkages.more_communities", count=hidden), className="told"))
    return picture


def bare_bands(finding: Finding, words: Wording) -> list[Component]:
    """How many communities of each type have no organisation, so that nothing of their ties is known; or nothing."""
    bare = {kind: sum(1 for one in finding.breakdowns[kind] if not one["organisations"]) for kind in ("urban", "rural")}
    bands = [words.text(f"linkages.bare_{kind}", count=count) for kind, count in bare.items() if count]
    if not bands:
        return []
    return [html.P("；".join(bands) if words.lang == "zh" else "; ".join(bands), className="band")]


def ordered(
    communities: Sequence[dict[str, Any]], cells: dict[tuple[str, str], dict[str, Any]], *, end: str
) -> list[dict[str, Any]]:
    """Communities with an organisation, most tied first."""
    tied: dict[str, int] = {}
    for cell in cells.values():
        tied[cell[end]] = tied.get(cell[end], 0) + (cell["ties"] > 0)
    return sorted((one for one in communities if one["organisations"]), key=lambda one: -tied.get(one["code"], 0))


def cell_of(row: dict[str, Any], column: dict[str, Any], cell: dict[str, Any] | None, words: Wording) -> Component:
    """One pair of communities: how many ties, and whether they are paired."""
    ties = 0 if cell is None else cell["ties"]
    step = sum(ties >= least for least in STEPS_OF_TIES)
    paired = None if cell is None else cell["paired"]
    said = words.text("linkages.cell", a=row["name"], b=column["name"], ties=ties)
    if paired is not None:
        said += words.text(f"linkages.paired_{paired}")
    return html.I(className=f"c s{step}" + (f" {paired}" if paired else ""), title=said)


def domain_by_domain(finding: Finding, words: Wording) -> list[Component]:
    """The drawn classes of domains, each with each: ties, and their share of those possible."""
    classes = sorted(set(DOMAIN_CLASSES.values()))
    ties: dict[tuple[int, int], int] = {}
    possible: dict[tuple[int, int], int] = {}
    for cell in finding.breakdowns["possible"]:
        a, b = sorted((DOMAIN_CLASSES[cell["a"]], DOMAIN_CLASSES[cell["b"]]))
        ties[a, b] = ties.get((a, b), 0) + cell["ties"]
        possible[a, b] = possible.get((a, b), 0) + cell["possible"]
    sizes = dict.fromkeys(classes, 0)
    for counted in finding.breakdowns["organisations"]:
        sizes[DOMAIN_CLASSES[counted["domain"]]] += counted["organisations"]
    first = {number: next(d for d, n in DOMAIN_CLASSES.items() if n == number) for number in classes}
    grid: list[Component] = []
    for row in classes:
        name = words.text(f"pages.domain_class_{row}")
        grid.append(
            html.Span([domain_mark(first[row], words), name, html.Em(words.value(sizes[row]))], className="left")
        )
        for column in classes:
            if column > row:
                grid.append(html.Span())
                continue
            at = (column, row)
            grid.append(share_cell(ties.get(at, 0), possible.get(at, 0), words))
    grid.append(html.Span())
    for number in classes:
        named = html.Span(words.text(f"pages.domain_class_{number}"))
        grid.append(html.Span([domain_mark(first[number], words), named], className="under"))
    return [html.Div(grid, className="domains")]


def share_cell(ties: int, possible: int, words: Wording) -> Component:
    """Ties of two classes and their share of the possible ones; nothing where none is possible."""
    if possible == 0:
        return html.Span("–", className="c na")
    share = ties / possible
    step = 0 if ties == 0 else sum(share >= least for least in STEPS_OF_SHARE)
    told: list[Any] = [html.B(words.value(ties))]
    if ties:
        told.append(html.Small(f"{share * 100:.0f}%" if share >= 0.01 else "<1%"))
    return html.Span(told, className=f"c s{step}", title=f"{words.value(ties)} / {words.value(possible)}")


def short(name: str) -> str:
    """A community's name without the word for it."""
    return re.sub("(社区|村)$", "", name) or name
