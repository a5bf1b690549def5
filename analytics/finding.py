"""What is a finding, and what does computing one need?

The types every question shares. Which findings there are is ``registry``; fetching what they need is ``report``.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar, cast

import polars as pl

from analytics.rules import Rules, Threshold
from graph_model.recent import Recent
from graph_model.snapshot import Snapshot

T = TypeVar("T")

FOUND, UNKNOWN, PASSED = "found", "unknown", "passed"
_PLAIN = frozenset({str, int, bool, type(None)})
"""Types of which JSON holds every value; most values are of them, and asking is quicker than calling."""


@dataclass(frozen=True)
class Finding:
    """One question asked of a population on a day.

    Attributes
    ----------
    id
        The public name.
    count, of, unknown
        How many were found, of how many it can be told (found and passed), of how many it cannot.
    rows
        One row a subject found or unknown: ``code``, ``name`` (a tie: ``a, b, a_name, b_name``), ``status``, then the
        evidence. Found first, then unknown; total order.
    thresholds
        What was held against, with its source.
    queries
        The catalogue queries whose answers were used, in order; empty where only the snapshot was.
    breakdowns
        Counts of the same kind by something: name → rows with ``count``, ``of``, ``unknown`` or a matrix's cells.
    measures
        Further figures of the whole (an E-I index, a ratio); None where not defined.
    not_handed_in
        Tables the finding rests on that no batch brought, and columns (``table.column``) in which no row has a value.
        The counts then only say what the ledger has on record.
    judged
        False where what is not handed in leaves nothing to judge by: whoever shows it says so in the place of a number.
    """

    id: str
    count: int
    of: int
    unknown: int
    rows: pl.DataFrame
    thresholds: tuple[Threshold, ...] = ()
    queries: tuple[str, ...] = ()
    breakdowns: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    measures: Mapping[str, float | int | None] = field(default_factory=dict)
    not_handed_in: tuple[str, ...] = ()
    judged: bool = True

    @property
    def share_bounds(self) -> tuple[float, float] | None:
        """The least and the most the share can be, whatever the unknowns are; None without a subject or a judgement."""
        whole = self.of + self.unknown
        if whole == 0 or not self.judged:
            return None
        return self.count / whole, (self.count + self.unknown) / whole

    def as_json(self) -> dict[str, Any]:
        """As reports and the API show it; dates are ISO text, what is not a number is null."""
        return self.as_columns() | {"rows": plain_rows(self.rows)}

    def as_columns(self) -> dict[str, Any]:
        """As ``as_json``, its rows still a frame, for who writes or pages them without a Python object a value."""
        bounds = self.share_bounds
        told: dict[str, Any] = {
            "count": self.count,
            "of": self.of,
            "unknown": self.unknown,
            "share": None if bounds is None else {"least": bounds[0], "most": bounds[1]},
            "rows": self.rows,
            "thresholds": [threshold.as_json() for threshold in self.thresholds],
            "queries": list(self.queries),
            "not_handed_in": list(self.not_handed_in),
            "judged": self.judged,
        }
        if self.breakdowns:
            told["breakdowns"] = {name: plain(rows) for name, rows in self.breakdowns.items()}
        if self.measures:
            told["measures"] = plain(dict(self.measures))
        return told


def as_judged(finding: Finding) -> Finding:
    """The finding, or, where it could not be judged, the same with everybody unknown and no figure of the whole.

    For who draws it: what the ledger has no record of is then not drawn as a hole.
    """
    if finding.judged:
        return finding
    status = pl.when(pl.col("status") == FOUND).then(pl.lit(UNKNOWN)).otherwise(pl.col("status"))
    return replace(
        finding,
        count=0,
        of=0,
        unknown=finding.of + finding.unknown,
        rows=finding.rows.with_columns(status.alias("status")),
        breakdowns={name: [_open(row) for row in rows] for name, rows in finding.breakdowns.items()},
        measures=dict.fromkeys(finding.measures),
    )


def counts_of(finding: Finding) -> dict[str, Any]:
    """``count``, ``of`` and ``unknown``, and whether it could be judged."""
    return {"count": finding.count, "of": finding.of, "unknown": finding.unknown, "judged": finding.judged}


def _open(row: dict[str, Any]) -> dict[str, Any]:
    if not {"count", "of", "unknown"} <= row.keys():
        return row
    return {**row, "count": 0, "of": 0, "unknown": row["of"] + row["unknown"]}


def plain(value: Any) -> Any:
    """A value as JSON can hold it: days as ISO text, not-a-number and infinity as null."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {str(name): one if type(one) in _PLAIN else plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [one if type(one) in _PLAIN else plain(one) for one in value]
    if isinstance(value, pl.Series):
        return [plain(one) for one in value.to_list()]
    return value


def plain_rows(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON can hold them, as ``plain`` would make every value, column by column where that is faster."""
    ready, by_value = [], []
    for name, dtype in rows.schema.items():
        if dtype == pl.Date:
            ready.append(pl.col(name).dt.to_string("%Y-%m-%d"))
        elif dtype.is_float():
            ready.append(pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name))
        elif not (dtype.is_integer() or dtype in (pl.String, pl.Boolean, pl.List(pl.String))):
            by_value.append(name)
    told = rows.with_columns(ready).to_dicts()
    for row in told:
        for name in by_value:
            row[name] = plain(row[name])
    return told


class Ask(Protocol):
    """Ask for another finding, of another day and place."""

    def __call__(self, finding_id: str, *, as_of: dt.date, place: str | None) -> Finding: ...


@dataclass(frozen=True)
class Facts:
    """Everything a finding may look at.

    Attributes
    ----------
    as_of, place, layer
        The day; the place it is narrowed to (None: the whole region); the layer asked for (None: all).
    scope
        Codes of the place and of what lies below it; None for the whole region.
    frames
        Answers of the catalogue queries the finding declares, by name, of the whole region.
    snapshot
        The organisations, committees, agreements and listings of the day, narrowed to the place.
    region
        The same day of the whole region. What an organisation is to the network, whether it is isolated or a cut point,
        is judged here: it does not depend on the place that is looked at.
    rules
        The thresholds.
    exact_up_to
        Most organisations for which betweenness is exact; above, it is sampled and its error stands beside it.
    findings
        The findings the finding declares to need, of the same day and place.
    ask
        For findings of other days and places (the self-audit).
    kept
        What was worked out of answers that no day changes, for the findings of other days; see ``undated``.
    lacking
        Tables that no batch brought, and columns (``table.column``) in which no row has a value.
    members_of
        Gives the codes of the organisations with a member in the members' sheet; None: nobody can tell.
    not_kept
        By column (``table.column``): keys of rows whose cell was handed in, but not kept. It is unknown, never blank.
    """

    as_of: dt.date
    place: str | None
    layer: str | None
    scope: pl.Series | None
    frames: Mapping[str, pl.DataFrame]
    snapshot: Snapshot
    region: Snapshot
    rules: Rules
    exact_up_to: int
    findings: Mapping[str, Finding]
    ask: Ask
    kept: Recent[Hashable, Any] | None = None
    lacking: frozenset[str] = frozenset()
    members_of: Callable[[], pl.Series] | None = None
    not_kept: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def undated(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` works out of answers without a past, worked out once for all days.

        ``key`` names what it is, of which place and with which settings; nobody changes what is given.
        """
        return make() if self.kept is None else cast(T, self.kept.get(key, make))

    def frame(self, query: str, *, place_column: str | None = "place") -> pl.DataFrame:
        """The answer of a query, narrowed to the scope by a column that holds places; None leaves it whole."""
        rows = self.frames[query]
        if self.scope is None or place_column is None:
            return rows
        return rows.filter(pl.col(place_column).is_in(self.scope.implode()).fill_null(value=False))

    def ours(self, rows: pl.DataFrame, *ends: str) -> pl.DataFrame:
        """The rows whose every column of ``ends`` (organisations' codes) names an organisation in scope."""
        if self.scope is None:
            return rows
        codes = self.snapshot.organisations.get_column("code").implode()
        return rows.filter(pl.all_horizontal([pl.col(end).is_in(codes) for end in ends]))


@dataclass(frozen=True)
class Definition:
    """One finding as it is declared.

    Attributes
    ----------
    id
        The public name.
    subject
        Whom it asks of: ``place``, ``community``, ``unit``, ``organisation``, ``tie``, ``agreement``, ``committee``,
        ``listing``, ``figure``, ``pair``.
    compute
        The pure function; takes ``Facts``, gives the ``Finding``.
    queries
        Catalogue queries it needs; each takes ``as_of`` or nothing, and nothing else it must be given.
    needs
        Findings it needs, of the same day and place.
    tables
        Tables of the ledger whose rows decide what it says; ``registry`` gives them as ``ledger_tables`` has them.
    """

    id: str
    subject: str
    compute: Callable[[Facts], Finding]
    queries: Sequence[str] = ()
    needs: Sequence[str] = ()
    tables: tuple[str, ...] = ()


def judged(
    definition_id: str,
    subjects: pl.DataFrame,
    *,
    status: pl.Expr,
    evidence: Sequence[str | pl.Expr],
    order: Sequence[str] = ("code",),
    thresholds: Sequence[Threshold] = (),
    queries: Sequence[str] = (),
    subject: Sequence[str] = ("code", "name"),
    breakdowns: Mapping[str, str] | None = None,
    measures: Mapping[str, float | int | None] | None = None,
) -> Finding:
    """A finding from one row a subject and an expression that judges each.

    Parameters
    ----------
    definition_id
        The finding's id.
    subjects
        One row a subject, with what the expressions look at.
    status
        Gives ``found``, ``unknown`` or ``passed``; never null.
    evidence
        Columns told behind ``code``, ``name`` and ``status``.
    order
        Columns that order the rows within their status; together they identify a subject.
    subject
        The columns that name it.
    breakdowns
        Name → column of ``subjects`` by whose values ``count``, ``of`` and ``unknown`` are told as well.
    """
    rows = subjects.with_columns(status.alias("status"))
    told = rows.filter(pl.col("status") != PASSED).sort(
        pl.col("status").replace_strict({FOUND: 0, UNKNOWN: 1}, default=None, return_dtype=pl.Int8),
        *order,
        nulls_last=True,
    )
    sums = counted(rows)
    return Finding(
        id=definition_id,
        count=sums["count"],
        of=sums["of"],
        unknown=sums["unknown"],
        rows=told.select(*subject, "status", *evidence),
        thresholds=tuple(thresholds),
        queries=tuple(queries),
        breakdowns={name: by(rows, column) for name, column in (breakdowns or {}).items()},
        measures=dict(measures or {}),
    )


def counted(rows: pl.DataFrame) -> dict[str, int]:
    """``count``, ``of`` and ``unknown`` of rows that have a ``status``."""
    status = rows.get_column("status")
    found, unknown = int((status == FOUND).sum()), int((status == UNKNOWN).sum())
    return {"count": found, "of": rows.height - unknown, "unknown": unknown}


def by(rows: pl.DataFrame, column: str) -> list[dict[str, Any]]:
    """``count``, ``of`` and ``unknown`` for each value of a column (null included), in the order of the values."""
    status = pl.col("status")
    return (
        rows.group_by(column)
        .agg(
            (status == FOUND).sum().cast(pl.Int64).alias("count"),
            (status != UNKNOWN).sum().cast(pl.Int64).alias("of"),
            (status == UNKNOWN).sum().cast(pl.Int64).alias("unknown"),
        )
        .sort(column, nulls_last=True)
        .to_dicts()
    )
