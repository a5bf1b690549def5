"""What does the bundled sub-district look like, as a ledger with a known truth?

Puts the parts together; the published totals are reproduced, every name is invented, and the situations that were
planted are handed out beside the tables. Deterministic by seed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from loaders.synthetic import truth, workbook
from loaders.synthetic.agreements import draw_agreements
from loaders.synthetic.committees import draw_committees
from loaders.synthetic.figures import draw_cases, draw_figures
from loaders.synthetic.meetings import draw_meetings
from loaders.synthetic.organisations import draw_organisations
from loaders.synthetic.people import draw_members, draw_teams
from loaders.synthetic.places import draw_places
from loaders.synthetic.records import Planted, frame, published
from loaders.synthetic.terms import organisation_rows
from loaders.synthetic.units import draw_units, with_members


@dataclass(frozen=True)
class Region:
    """A synthetic region.

    Attributes
    ----------
    seed
        What it was drawn from.
    tables
        The seventeen tables of the contract by name, every column in order and type.
    boundaries
        The outlines of the sub-district, its areas and communities (``place``, ``geometry``: GeoJSON text, WGS-84).
    planted
        By finding, what was planted.
    """

    seed: int
    tables: Mapping[str, pl.DataFrame]
    boundaries: pl.DataFrame
    planted: Mapping[str, Planted]

    @property
    def truth(self) -> dict[str, Any]:
        """The truth as it is written to a file: what each finding must tell on the as-of day."""
        return truth.document(self.seed, self.planted)


def generate(*, seed: int = 2018) -> Region:
    """The bundled sub-district: about 153 organisations, 6,677 members, 260 units, two years of meetings.

    Parameters
    ----------
    seed
        Any whole number from 0; the same seed gives the same tables.
    """
    figures = published()
    places = draw_places(seed, figures)
    roster = draw_organisations(seed, figures, places)
    units = draw_units(seed, places, roster)
    members, numbers, of_members = draw_members(seed, figures, places, roster, units)
    organisations, of_terms = organisation_rows(seed, roster, numbers)
    committees = draw_committees(seed, places, roster)
    agreements = draw_agreements(seed, places, roster)
    meetings, attendance, of_meetings = draw_meetings(seed, roster, committees, agreements)
    cases, of_cases = draw_cases(seed, places)
    so_far = truth.joined(
        [
            places.planted,
            roster.planted,
            units.planted,
            of_members,
            of_terms,
            committees.planted,
            agreements.planted,
            of_meetings,
            of_cases,
        ]
    )
    reported, of_figures = draw_figures(figures, so_far)
    rows = {
        "places": places.rows,
        "organisations": organisations,
        "units": with_members(units, numbers),
        "coverage": units.coverage,
        "responsibility": roster.responsibility,
        "committees": committees.rows,
        "seats": committees.seats,
        "agreements": agreements.rows,
        "parties": agreements.parties,
        "listings": agreements.listings,
        "claims": agreements.claims,
        "meetings": meetings,
        "attendance": attendance,
        "members": members,
        "teams": draw_teams(seed, figures, places),
        "cases": cases,
        "figures": reported,
    }
    return Region(
        seed,
        {name: frame(name, told) for name, told in rows.items()},
        frame("boundaries", places.boundaries),
        truth.joined([so_far, of_figures]),
    )


def write_workbook(region: Region, path: Path) -> None:
    """The region as a planner's workbook: Chinese sheets, headers and words."""
    workbook.write_workbook(region.tables, path)


def write_folder(region: Region, folder: Path, *, format: workbook.Format = "csv") -> list[Path]:
    """The region as a folder of csv or parquet files, one a table, and ``boundaries.geojson``; the paths written."""
    written = workbook.write_folder(region.tables, folder, format=format)
    write_boundaries(region, folder / "boundaries.geojson")
    return [*written, folder / "boundaries.geojson"]


def write_boundaries(region: Region, path: Path) -> None:
    """The outlines as a GeoJSON FeatureCollection."""
    workbook.write_boundaries(region.boundaries, path)


def write_truth(region: Region, path: Path) -> None:
    """What was planted, as JSON; never part of a ledger."""
    path.write_text(truth.text(region.seed, region.planted), "utf-8")
