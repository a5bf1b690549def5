"""Which figures of places are there, and what does each count in every place?

Counts by place of findings and of the network. Adding them up to a level is ``place_figures``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from analytics.communities import FAIL, PASS
from analytics.finding import UNKNOWN
from graph_model.snapshot import LAYERS, places_below

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.investigation import Investigation
    from graph_model.snapshot import Snapshot

LEVELS: Final = ("grid", "community", "area", "subdistrict", "district")
"""Levels that can be drawn, the lowest first."""
COUNTED = {"count": pl.Float64, "of": pl.Float64, "unknown": pl.Int64}


@dataclass(frozen=True)
class Asked:
    """Of what figures are wanted; as the filters of a page."""

    investigation: Investigation
    as_of: dt.date
    place: str | None = None
    layer: str | None = None
    hub: bool = False

    def finding(self, finding_id: str) -> Finding:
        """A finding under the filters."""
        return self.investigation.finding(finding_id, as_of=self.as_of, place=self.place, layer=self.layer)

    @property
    def snapshot(self) -> Snapshot:
        """The network under the filters."""
        whole = self.investigation.snapshot(as_of=self.as_of, place=self.place)
        return whole if self.hub else whole.without_hub()


@dataclass(frozen=True)
class PlaceIndicator:
    """One figure of places.

    Attributes
    ----------
    id
        Its public name.
    finding
        The finding it is of; None for one of the network itself.
    lowest
        The lowest level at which it can be told.
    share
        Whether count / of is a share (0 to 1); else so many ``count`` for each ``per`` of ``of``.
    per
        As told.
    by_place
        Counts by place: ``code, count, of, unknown``; those of the level asked for, or below it and to be added up.
    """

    id: str
    finding: str | None
    lowest: str
    share: bool
    per: float
    by_place: Callable[[Asked, str], pl.DataFrame]


def levels_of(indicator: PlaceIndicator) -> tuple[str, ...]:
    """The levels at which an indicator can be told, the lowest first."""
    return LEVELS[LEVELS.index(indicator.lowest) :]


def _by_rows(finding_id: str) -> Callable[[Asked, str], pl.DataFrame]:
    """A finding with a row a place that holds those below: the rows of the level, and what is in none of them."""

    def counts(asked: Asked, level: str) -> pl.DataFrame:
        finding = asked.finding(finding_id)
        rows = finding.rows.filter(pl.col("kind") == level).select("code", *COUNTED)
        rest = {name: getattr(finding, name) - rows.get_column(name).sum() for name in COUNTED}
        return pl.concat([rows, pl.DataFrame([{"code": None, **rest}], schema=rows.schema)])

    return counts


def _by_community(finding_id: str) -> Callable[[Asked, str], pl.DataFrame]:
    """A finding that is told by community."""

    def counts(asked: Asked, _: str) -> pl.DataFrame:
        rows = asked.finding(finding_id).breakdowns["community"]
        return pl.DataFrame(
            [{"code": row["community"], **{name: row[name] for name in COUNTED}} for row in rows],
            schema={"code": pl.String, **COUNTED},
        )

    return counts


def _fails(asked: Asked, _: str) -> pl.DataFrame:
    """Failing indicators of the screen (count) of communities with one that can be told (of); cells unknown."""
    cells = asked.finding("weak_community_screen").breakdowns["matrix"]
    frame = pl.DataFrame(
        cells, schema={"code": pl.String, "name": pl.String, "indicator": pl.String, "state": pl.String}
    )
    state = pl.col("state")
    return frame.group_by("code").agg(
        (state == FAIL).sum().alias("count"),
        state.is_in([FAIL, PASS]).any().cast(pl.Int64).alias("of"),
        (state == UNKNOWN).sum().alias("unknown"),
    )


def _isolated(asked: Asked, _: str) -> pl.DataFrame:
    """Organisations without a tie, by the place they are based in."""
    alone = asked.finding("isolated_organisations").rows.select("code", "status")
    whole = asked.investigation.snapshot(as_of=asked.as_of, place=asked.place).organisations
    told = whole.select("code", "place").join(alone, on="code", how="left")
    status = pl.col("status")
    return (
        told.group_by(pl.col("place").alias("code"))
        .agg(
            (status == "found").sum().alias("count"),
            (status.is_null() | (status != UNKNOWN)).sum().alias("of"),
            (status == UNKNOWN).sum().alias("unknown"),
        )
    )  # fmt: skip


def _ties(asked: Asked, _: str) -> pl.DataFrame:
    """Partners of the organisations of a place, added up, by organisations; the hub in or out as asked."""
    snapshot = asked.snapshot
    adjacency = snapshot.adjacency(LAYERS if asked.layer is None else (asked.layer,))
    degrees = np.diff(adjacency.indptr).astype(np.int64)
    return (
        snapshot.organisations.select(pl.col("place").alias("code"))
        .with_columns(pl.Series("count", degrees))
        .group_by("code")
        .agg(pl.col("count").sum(), pl.len().alias("of"), pl.lit(0).alias("unknown"))
    )


def _standard(column: str) -> Callable[[Asked, str], pl.DataFrame]:
    """What a community has for its households; unknown where either is blank or it has no household."""

    def counts(asked: Asked, _: str) -> pl.DataFrame:
        standards = asked.investigation.answer("community_standards", as_of=asked.as_of)
        if asked.place is not None:
            standards = standards.filter(
                pl.col("code").is_in(places_below(asked.snapshot.places, asked.place).implode())
            )
        known = pl.col(column).is_not_null() & (pl.col("households") > 0).fill_null(value=False)
        return standards.select(
            "code",
            pl.when(known).then(pl.col(column)).otherwise(0).alias("count"),
            pl.when(known).then(pl.col("households")).otherwise(0).alias("of"),
            (~known).cast(pl.Int64).alias("unknown"),
        )

    return counts


def _indicator(
    name: str,
    by_place: Callable[[Asked, str], pl.DataFrame],
    *,
    finding: str | None = "",
    lowest: str = "community",
    per: float | None = None,
) -> PlaceIndicator:
    """An indicator of the finding of its name, where no other is given; a share unless it is told ``per`` so many."""
    return PlaceIndicator(name, name if finding == "" else finding, lowest, per is None, per or 1.0, by_place)


INDICATORS: Final[Mapping[str, PlaceIndicator]] = {
    one.id: one
    for one in (
        _indicator("organisation_coverage", _by_rows("organisation_coverage"), lowest="grid"),
        _indicator("work_coverage", _by_rows("work_coverage"), lowest="grid"),
        *(
            _indicator(name, _by_community(name))
            for name in (
                "places_without_organisation",
                "units_that_should_establish",
                "joint_branch_candidates",
                "empty_shells",
                "secretary_vacancies",
            )
        ),
        _indicator("isolated_organisations", _isolated, lowest="grid"),
        _indicator("ties_per_organisation", _ties, finding=None, lowest="grid", per=1.0),
        _indicator("weak_community_screen", _fails, per=1.0),
        _indicator("workers_per_households", _standard("workers"), finding="staffing_below_standard", per=1000.0),
        _indicator("space_per_households", _standard("service_area"), finding="space_below_standard", per=100.0),
    )
}
"""Every indicator by its name, in the order of the list."""
