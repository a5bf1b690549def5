"""How is a count of people told, so that nobody can be made out behind it?

The one gate through which findings, cards, answers of queries and tables of the ledger leave with their counts of
people. Which cells are hidden is decided by ``analytics.suppression``; here stands which columns count people, what
holds between them, and the signs: ``<10`` for a small count, ``≥10`` for one hidden to protect another, the same in
every language. Counts of units, organisations and communities are told as they are. Free Cypher is
``people_in_cypher``'s business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dashboard.people_signs import HIDDEN, large, small
from graph_model.store import Answer

if TYPE_CHECKING:
    import polars as pl

    from analytics.finding import Finding
    from analytics.plans.plan import Plan
    from analytics.report import Report
    from graph_model.dataset import Dataset

Told = int | float | str | None
POSTS: Final = frozenset({"workers", "assistants"})
"""Posts of a community, paid for and held against a public standard: told as they are (ADR 0009)."""
AGES: Final = ("age_35_down", "age_36_45", "age_46_59", "age_60_up")
TEAM_AGES: Final = ("35_down", "36_45", "46_59", "60_up")
SCHOOLING: Final = ("university_up", "college", "secondary", "high_school", "junior_down")
ROWS_KEPT: Final = 50_000
"""Rows of counts whose judgement is kept, as numbers without a name; a city has about so many that differ."""
FIGURES: Final = "figures_that_disagree"


class Part(NamedTuple):
    """Columns that lie within a whole, which is the sum of its own columns; what they leave is people as well."""

    whole: tuple[str, ...]
    parts: tuple[str, ...]


BOTH: Final = ("full_members", "probationary_members")
PARTS: Final = (
    Part(BOTH, ("women",)),
    Part(BOTH, ("age_45_down", "age_46_59", "age_60_up")),
    Part(BOTH, ("college_up",)),
    Part(("staff",), ("members",)),
    Part(("members",), ("women", "gender_unknown")),
    Part(("members",), (*AGES, "age_unknown")),
    Part(("members",), ("college_up", "education_unknown")),
    Part(("elected",), ("women",)),
    Part(("elected",), ("party",)),
    Part(("elected",), ("residents",)),
    Part(("party",), ("both",)),
    Part(("residents",), ("both",)),
    Part(("elected",), AGES),
    Part(("elected",), TEAM_AGES),
    Part(("elected",), SCHOOLING),
)
"""What holds between the columns of one row; used where the whole is there."""


@cache
def people_columns() -> frozenset[str]:
    """Names of the ledger's columns that count people, posts left out."""
    from graph_model.schema import TABLES  # here: help must answer without the schema

    columns = (column for table in TABLES.values() for column in table.columns)
    return frozenset(column.name for column in columns if column.unit == "people") - POSTS


def told_row(row: Mapping[str, int | None], *, shown_from: int) -> dict[str, Told]:
    """The counts of people of one subject as they may be told.

    Parameters
    ----------
    row
        Every count of people that is told of the subject, by the name of its column; None is unknown and stays it.
    shown_from
        The bar.
    """
    known = [count for count in row.values() if count is not None]
    if not known:
        return dict(row)
    from analytics.suppression import Sum, suppressed

    places = {name: place for place, name in enumerate(row)}
    counts: list[int | None] = list(row.values())
    sums: list[Sum] = []
    untold: list[int] = []

    def more(count: int) -> int:
        counts.append(count)
        untold.append(len(counts) - 1)
        return len(counts) - 1

    wholes: dict[tuple[str, ...], int | None] = {}
    for part in PARTS:
        inside = [places[name] for name in part.parts if row.get(name) is not None]
        if not inside or any(row.get(name) is None for name in part.whole):
            continue
        if part.whole not in wholes:
            several = [places[name] for name in part.whole]
            if len(several) == 1:
                wholes[part.whole] = several[0]
            else:
                wholes[part.whole] = more(sum(counts[place] or 0 for place in several))
                sums.append(Sum(len(counts) - 1, tuple(several)))
        whole = wholes[part.whole]
        assert whole is not None
        rest = (counts[whole] or 0) - sum(counts[place] or 0 for place in inside)
        if rest >= 0:  # else the row disagrees with itself, and nothing follows from it
            sums.append(Sum(whole, (*inside, more(rest))))
    marks = suppressed(counts, sums, shown_from=shown_from, untold=untold)
    return {name: _sign(row[name], marks[place], shown_from) for name, place in places.items()}


def masked(answer: Answer, columns: Collection[str], *, shown_from: int) -> Answer:
    """An answer with its counts of people as they may be told, each row by itself; unknown stays unknown.

    Parameters
    ----------
    answer
        As a store gave it; it is not changed.
    columns
        Names of the columns that count people; those the answer has not are passed over.
    shown_from
        The least count told as it is.
    """
    names = [column for column in answer.columns if column in columns]
    if not names:
        return answer
    rows = told_rows([dict(zip(answer.columns, row, strict=True)) for row in answer.rows], names, shown_from=shown_from)
    return Answer(answer.columns, [tuple(row[name] for name in answer.columns) for row in rows], answer.truncated)


def told_rows(rows: Sequence[Mapping[str, Any]], names: Sequence[str], *, shown_from: int) -> list[dict[str, Any]]:
    """Rows of subjects with their counts of people, in the columns ``names``, as they may be told."""
    out = [dict(row) for row in rows]
    for name, counts in _told_columns({name: [row[name] for row in rows] for name in names}, shown_from=shown_from):
        for row, count in zip(out, counts, strict=True):
            row[name] = count
    return out


def _told_columns(
    columns: Mapping[str, Sequence[int | None]], *, shown_from: int
) -> Iterator[tuple[str, Sequence[Told]]]:
    """Columns of counts of many subjects, as they may be told.

    Columns between which nothing holds are judged apart: the same few numbers come up in them again and again.
    """
    for group in _judged_together(tuple(columns)):
        if len(group) == 1:
            each = {count: _told_once(group, (count,), shown_from)[0] for count in set(columns[group[0]])}
            yield group[0], list(map(each.__getitem__, columns[group[0]]))
            continue
        counted = list(zip(*(columns[name] for name in group), strict=True))
        known = {counts: _told_once(group, counts, shown_from) for counts in set(counted)}
        told = list(zip(*map(known.__getitem__, counted), strict=True)) or [()] * len(group)
        yield from zip(group, told, strict=True)


@cache
def _judged_together(names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The columns in the groups within which ``PARTS`` says that something holds."""
    groups: list[set[str]] = [{name} for name in names]
    for part in PARTS:
        held = {name for name in (*part.whole, *part.parts) if name in names}
        if held.isdisjoint(part.parts) or not held.issuperset(part.whole):
            continue
        joined = {name for group in groups if not group.isdisjoint(held) for name in group}
        groups = [*(group for group in groups if group.isdisjoint(held)), joined]
    return tuple(tuple(name for name in names if name in group) for group in groups)


@lru_cache(maxsize=ROWS_KEPT)
def _told_once(names: tuple[str, ...], counts: tuple[int | None, ...], shown_from: int) -> tuple[Told, ...]:
    """``told_row`` of counts alone: several findings tell the same numbers of the same units."""
    return tuple(told_row(dict(zip(names, counts, strict=True)), shown_from=shown_from).values())


def told_facts(facts: Mapping[str, Any], *, shown_from: int) -> dict[str, Any]:
    """The facts of one organisation, unit or place, its counts of people as they may be told."""
    names = [name for name in facts if name in people_columns()]
    return told_rows([facts], names, shown_from=shown_from)[0]


def told_finding(finding: Finding, *, shown_from: int) -> Finding:
    """A finding whose rows may leave: what was judged stays judged, and its counts of people are as they may be told.

    A column in which something is hidden holds numbers and signs and is of dtype Object; others keep theirs.
    """
    if finding.id == FIGURES:
        from dashboard.people_figures import told_figures

        return replace(finding, rows=told_figures(finding.rows, shown_from=shown_from))
    names = [name for name, kind in finding.rows.schema.items() if name in people_columns() and kind.is_integer()]
    return replace(finding, rows=told_frame(finding.rows, names, shown_from=shown_from))


def told_plan(plan: Plan, *, shown_from: int) -> Plan:
    """A plan whose rows may leave; dtypes as in ``told_finding``."""
    names = [name for name, kind in plan.rows.schema.items() if name in people_columns() and kind.is_integer()]
    return replace(plan, rows=told_frame(plan.rows, names, shown_from=shown_from))


def told_report(report: Report, *, shown_from: int) -> Report:
    """A report whose findings may leave."""
    told = {name: told_finding(finding, shown_from=shown_from) for name, finding in report.findings.items()}
    return replace(report, findings=told)


def told_frame(rows: pl.DataFrame, names: Sequence[str], *, shown_from: int) -> pl.DataFrame:
    """Rows of subjects as a frame, their counts of people as they may be told; see ``told_finding`` for the dtypes."""
    if not names or rows.is_empty():
        return rows
    told = _told_columns({name: rows.get_column(name).to_list() for name in names}, shown_from=shown_from)
    return _with(rows, told)


def told_dataset(dataset: Dataset, *, shown_from: int) -> tuple[Dataset, int]:
    """The ledger's tables as they may travel in a graph, and how many counts were taken out: hidden ones are blank.

    Columns keep their dtypes, so that every format of graphs holds them. Reported figures that count few people are
    left out as rows, for a figure without a value is none. Members have no rows.
    """
    import polars as pl

    tables, hidden = told_tables(dataset, shown_from=shown_from)
    for name, rows in tables.items():
        dtypes = dataset.tables[name].schema
        changed = [column for column in rows.columns if rows.schema[column] != dtypes[column]]
        tables[name] = rows.with_columns(pl.col(column).cast(dtypes[column], strict=False) for column in changed)
    tables["figures"] = tables["figures"].drop_nulls("value")
    return replace(dataset, tables=tables), hidden


def told_tables(dataset: Dataset, *, shown_from: int) -> tuple[dict[str, Any], int]:
    """The ledger's tables as they may leave to be loaded again, and how many counts were hidden.

    A hidden count is its sign (``<10``, ``≥10``), a reported figure that counts few people ``*``: read again they
    change nothing, where a blank would erase what is known. Columns with a sign are text. Members have no rows.
    """
    import polars as pl

    from dashboard.people_figures import few_people

    tables, hidden = dict(dataset.tables), 0
    for name, rows in dataset.tables.items():
        counting = [
            column for column in rows.columns if column in people_columns() and rows.schema[column].is_integer()
        ]
        if name == "members":
            tables[name] = rows.clear()
        elif name == "figures":
            few = few_people(rows, shown_from=shown_from)
            hidden += int(few.sum())
            if few.any():
                value = pl.when(few).then(pl.lit(HIDDEN)).otherwise(pl.col("value").cast(pl.String)).alias("value")
                tables[name] = rows.with_columns(value)
        elif counting and not rows.is_empty():
            told = told_frame(rows, counting, shown_from=shown_from)
            signed: dict[str, list[Any]] = {column: told[column].to_list() for column in counting}
            signs = {column: sum(isinstance(one, str) for one in cells) for column, cells in signed.items()}
            hidden += sum(signs.values())
            tables[name] = rows.with_columns(
                pl.Series(column, [None if one is None else str(one) for one in cells], dtype=pl.String)
                for column, cells in signed.items()
                if signs[column]
            )
    return tables, hidden


def _sign(count: int | None, mark: str, shown_from: int) -> Told:
    from analytics.suppression import LARGE, SMALL

    if count is None:
        return None
    return small(shown_from) if mark == SMALL else large(shown_from) if mark == LARGE else count


def _with(rows: pl.DataFrame, columns: Iterable[tuple[str, Sequence[Any]]]) -> pl.DataFrame:
    """The frame with those columns replaced in which a sign stands."""
    import polars as pl

    mixed = {name: told for name, told in columns if any(isinstance(one, str) for one in told)}
    return rows.with_columns(pl.Series(name, told, dtype=pl.Object) for name, told in mixed.items())
