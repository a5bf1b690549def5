"""How are urban communities and converted villages of a city tied, larger place by larger place?

Adds up the cells of a finding where single communities would be too many to be seen. Single ones are ``matrix``'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from analytics.finding import Finding
from dashboard.components.basics import link
from dashboard.components.matrix import MOST_COLUMNS, MOST_ROWS, bare_bands
from dashboard.gathered import gathered
from dashboard.page import PageContext

MOST_SIDE = 30
"""Most larger places down and across."""
NICE = (1, 2, 5)


@dataclass(frozen=True)
class Sums:
    """Larger places with their cells.

    Attributes
    ----------
    level
        Kind of the larger places.
    rows, columns
        ``at`` (a larger place's code, null for communities in none) and ``communities`` (urban ones, villages, with an
        organisation), sorted by code with null last.
    cells
        ``row``, ``column``, ``ties``, ``tied`` (pairs of communities that are), ``running`` and ``planned`` (paired
        ones); only where there is any.
    """

    level: str
    rows: pl.DataFrame
    columns: pl.DataFrame
    cells: pl.DataFrame


def sums(finding: Finding, places: pl.DataFrame) -> Sums | None:
    """The communities' cells added up; None where communities are few or no larger place parts them."""
    sides = [
        pl.DataFrame(finding.breakdowns[name], schema={"code": pl.String, "name": pl.String, "organisations": pl.Int64})
        .filter(pl.col("organisations") > 0)
        .select("code")
        for name in ("urban", "rural")
    ]
    if sides[0].height <= MOST_ROWS and sides[1].height <= MOST_COLUMNS:
        return None
    told = gathered(places, pl.concat(sides).get_column("code"), most=MOST_SIDE)
    if told.level is None:
        return None
    rows, columns = (
        side.join(told.at, on="code")
        .group_by("at")
        .agg(pl.len().cast(pl.Int64).alias("communities"))
        .sort("at", nulls_last=True)
        for side in sides
    )
    schema = {"a": pl.String, "b": pl.String, "ties": pl.Int64, "layers": pl.Int64, "paired": pl.String}
    ends = [told.at.rename({"code": end, "at": name}) for end, name in (("a", "row"), ("b", "column"))]
    cells = (
        pl.DataFrame(finding.breakdowns["communities"], schema=schema)
        .join(ends[0], on="a")
        .join(ends[1], on="b")
        .group_by("row", "column")
        .agg(
            pl.col("ties").sum(),
            (pl.col("ties") > 0).sum().cast(pl.Int64).alias("tied"),
            (pl.col("paired") == "running").sum().cast(pl.Int64).alias("running"),
            (pl.col("paired") == "planned").sum().cast(pl.Int64).alias("planned"),
        )
        .sort("row", "column", nulls_last=True)
    )
    return Sums(told.level, rows, columns, cells)


def steps(most: int) -> tuple[int, int, int, int]:
    """From how many ties on a cell is shaded how darkly: 1, then a round number, twice and four times as many."""
    least = max(most / 8, 2.0)
    power = 10 ** (len(str(int(least))) - 1)
    step = next((nice * power for nice in NICE if nice * power >= least), 10 * power)
    return 1, step, 2 * step, 4 * step


def steps_of(told: Sums) -> tuple[int, int, int, int]:
    """``steps`` of the cell with most ties."""
    return steps(int(told.cells.get_column("ties").max() or 0))  # type: ignore[arg-type]


def gathered_matrix(context: PageContext, finding: Finding, told: Sums) -> list[Component]:
    """Larger places down and across with the ties between their communities, and how many pairs of these are tied."""
    words, names = context.words, context.snapshot.place_names
    cells = {(row["row"], row["column"]): row for row in told.cells.iter_rows(named=True)}
    rows, columns = (list(side.iter_rows(named=True)) for side in (told.rows, told.columns))
    bars = steps_of(told)

    def name_of(code: str | None) -> str:
        return words.text("linkages.nowhere") if code is None else names.get(code, code)

    grid: list[Component] = [html.Span(words.text("linkages.urban_by_rural"), className="corner")]
    grid += [html.Span(name_of(one["at"]), className="top", title=name_of(one["at"])) for one in columns]
    grid.append(html.Span(words.text("linkages.pairs_tied"), className="sum head"))
    possible = sum(one["communities"] for one in columns)
    for row in rows:
        name: Any = name_of(row["at"])
        if row["at"] is not None:
            name = link(context.state.to(place=row["at"], open=None), name, class_name="opens")
        grid.append(html.Span(name, className="left"))
        for column in columns:
            grid.append(cell_of(context, row, column, cells.get((row["at"], column["at"])), bars, name_of))
        tied = sum(cell["tied"] for (at, _), cell in cells.items() if at == row["at"])
        pairs = row["communities"] * possible
        grid.append(html.Span([html.B(words.value(tied)), html.S(f" / {words.value(pairs)}")], className="sum"))
    style = {"gridTemplateColumns": f"auto repeat({len(columns)}, minmax(13px, 1fr)) auto"}
    note = html.P(words.text("linkages.gathered_told", kind=words.word(told.level)), className="told")
    return [html.Div(grid, className="urban-rural gathered", style=style), *bare_bands(finding, words), note]


def cell_of(
    context: PageContext,
    row: Mapping[str, Any],
    column: Mapping[str, Any],
    cell: Mapping[str, Any] | None,
    bars: Sequence[int],
    name_of: Any,
) -> Component:
    """One pair of larger places: the ties between them, and in its title the pairs of communities tied and paired."""
    words = context.words
    told = {"ties": 0, "tied": 0, "running": 0, "planned": 0} if cell is None else cell
    said = words.text(
        "linkages.cell_gathered",
        a=name_of(row["at"]),
        b=name_of(column["at"]),
        ties=told["ties"],
        tied=told["tied"],
        pairs=row["communities"] * column["communities"],
        running=told["running"],
        planned=told["planned"],
    )
    step = sum(told["ties"] >= least for least in bars)
    return html.Span(words.value(told["ties"]) if told["ties"] else "", className=f"c s{step}", title=said)
