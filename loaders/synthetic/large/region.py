"""What does a large region look like, as a ledger with a known truth?

Puts the parts of each piece together and writes them one after another; what is planted stands beside, never in the
ledger. Deterministic by scale and seed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from graph_model.schema import SHEETS, TABLES
from loaders.synthetic import names
from loaders.synthetic.large import layout
from loaders.synthetic.large.agreements import draw_agreements
from loaders.synthetic.large.columns import blank_unless, days, days_between, numbered, sheet, words
from loaders.synthetic.large.committees import draw_committees
from loaders.synthetic.large.layout import Piece, Scale, scale_named
from loaders.synthetic.large.meetings import draw_meetings
from loaders.synthetic.large.people import draw_members, draw_teams, joint_form, with_members
from loaders.synthetic.large.places import Ground, draw_places
from loaders.synthetic.large.roster import Roster, draw_roster
from loaders.synthetic.large.units import draw_units
from loaders.synthetic.records import AS_OF, Planted, planted
from loaders.synthetic.truth import document, joined
from loaders.synthetic.workbook import Format, plain

Progress = Callable[[str, int, int], None]
NOTES: Final = {
    "lists": "found and unknown are complete lists; null: not controlled, only `includes` is known to be among them",
    "organisation_coverage": "codes are units; rows of the finding are places",
    "ties": "a tie is told as a|b, a before b",
}


@dataclass(frozen=True)
class Part:
    """A piece of a region: its tables by name, and by finding what was planted in it."""

    tables: Mapping[str, pl.DataFrame]
    planted: Mapping[str, Planted]


def draw_parts(scale: Scale, *, seed: int) -> Iterator[Part]:
    """The pieces of a region one after another, so that no more than one need be held."""
    meetings = 0
    for number in range(scale.pieces):
        part = _draw(Piece(scale, seed, number), first_meeting=meetings)
        meetings += part.tables["meetings"].height
        yield part


def write_region(
    scale: str, folder: Path, *, seed: int, format: Format = "csv", progress: Progress | None = None
) -> Path:
    """Write a region as a folder, one csv or parquet file a table, and beside it what was planted.

    Parameters
    ----------
    scale
        ``district``, ``city`` or ``province``.
    folder
        Made where it is not there; files of the same name are replaced.
    seed
        Any whole number from 0; the same scale and seed give the same bytes.
    format
        ``csv`` (UTF-8, English headers and codes, yes and no) or ``parquet``.
    progress
        Told after each piece: ``generate``, sub-districts done, sub-districts in all.

    Returns
    -------
    Path
        The file of the truth: the folder's name with ``.truth.json``.

    Raises
    ------
    UnknownName
        There is no such scale.
    """
    told = scale_named(scale)
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Mapping[str, Planted]] = []
    with ExitStack() as stack:
        files = {table.name: stack.enter_context(_Sheet(folder, table.name, format)) for table in SHEETS}
        for number, part in enumerate(draw_parts(told, seed=seed), start=1):
            for name, rows in part.tables.items():
                files[name].write(rows)
            found.append(part.planted)
            if progress is not None:
                progress("generate", number * told.subdistricts, told.whole)
    truth = folder.with_name(folder.name + ".truth.json")
    content = document(seed, together(found)) | {"scale": scale, "notes": NOTES}
    truth.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return truth


def together(parts: Sequence[Mapping[str, Planted]]) -> dict[str, Planted]:
    """What was planted in all pieces; a subject lies in one of them alone."""
    told: dict[str, Planted] = {}
    for name in parts[0]:
        ours = [part[name] for part in parts]
        ofs = [one.of for one in ours if one.of is not None]
        told[name] = Planted(
            None if ours[0].found is None else tuple(sorted(code for one in ours for code in one.found or ())),
            None if ours[0].unknown is None else tuple(sorted(code for one in ours for code in one.unknown or ())),
            sum(ofs) if ofs else None,
            tuple(sorted(code for one in ours for code in one.includes)),
        )
    return told


class _Sheet:
    """A file that takes the rows of one table, piece by piece."""

    def __init__(self, folder: Path, table: str, format: Format) -> None:
        self._table = TABLES[table]
        self._path = folder / f"{table}.{format}"
        self._format = format
        self._out: IO[bytes] | None = None
        self._parquet: Any = None

    def write(self, rows: pl.DataFrame) -> None:
        """Add rows; the headers come with the first."""
        first = self._out is None
        if self._out is None:
            self._out = self._path.open("wb")
        if self._format == "csv":
            plain(self._table, rows).write_csv(self._out, include_header=first)
            return
        arrow: pa.Table = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
        if self._parquet is None:
            self._parquet = pq.ParquetWriter(self._out, arrow.schema, compression="zstd", write_statistics=False)
        self._parquet.write_table(arrow)

    def __enter__(self) -> _Sheet:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._parquet is not None:
            self._parquet.close()
        if self._out is not None:
            self._out.close()


def _draw(piece: Piece, *, first_meeting: int) -> Part:
    ground = draw_places(piece)
    roster = draw_roster(piece, ground)
    units = draw_units(piece, ground, roster)
    members, numbers, of_members = draw_members(piece, ground, roster, units)
    committees = draw_committees(piece, ground, roster)
    agreements = draw_agreements(piece, roster)
    meetings, attendance, of_meetings = draw_meetings(piece, roster, committees, agreements, first=first_meeting)
    cases, of_cases = _cases(piece, ground)
    reported, of_figures = _figures(piece, ground, roster)
    organisations = {**roster.columns, **numbers, "form": joint_form(piece.count)}
    told = {
        "places": ground.rows,
        "organisations": sheet("organisations", organisations),
        "units": sheet("units", with_members(units, numbers)),
        "coverage": units.coverage,
        "responsibility": roster.responsibility,
        "committees": committees.rows,
        "seats": committees.seat_rows,
        "agreements": agreements.rows,
        "parties": agreements.party_rows,
        "listings": agreements.listings,
        "claims": agreements.claims,
        "meetings": meetings,
        "attendance": attendance,
        "members": members,
        "teams": draw_teams(piece, ground),
        "cases": cases,
        "figures": reported,
    }
    parts = [
        ground.planted, roster.planted, units.planted, of_members, committees.planted, agreements.planted, of_meetings,
        of_cases, of_figures,
    ]  # fmt: skip
    return Part(told, joined(parts))


def _cases(piece: Piece, ground: Ground) -> tuple[pl.DataFrame, dict[str, Planted]]:
    """Sheet 16: in each sub-district a community on record as weak, and one that was."""
    random = piece.random("cases")
    shape = (piece.count, 2)
    community = np.stack([random.integers(8, 13, piece.count), random.integers(13, 18, piece.count)], axis=1)
    place = ground.codes.gather(piece.places("community", community).ravel())
    open_ = np.broadcast_to(np.array([True, False]), shape)
    rows = sheet(
        "cases",
        {
            "code": numbered("Z", 2 * piece.first + np.arange(2 * piece.count), 6),
            "place": place,
            "opened": days(days_between(random, dt.date(2017, 3, 1), dt.date(2017, 10, 31), shape)),
            "category": words(names.CASE_CATEGORIES, random.integers(0, len(names.CASE_CATEGORIES), shape)),
            "measure": words(["task_force", "sit_in", "reassignment", "first_secretary"], random.integers(0, 4, shape)),
            "lead_post": words(names.CONTACT_POSTS, random.integers(0, len(names.CONTACT_POSTS), shape)),
            "closed": blank_unless(
                ~open_, days(days_between(random, dt.date(2018, 1, 1), dt.date(2018, 5, 31), shape))
            ),
        },
    )
    return rows, {"weak_community_screen": Planted(None, None, includes=tuple(place.filter(open_.ravel())))}


def _figures(piece: Piece, ground: Ground, roster: Roster) -> tuple[pl.DataFrame, dict[str, Planted]]:
    """Sheet 17: of each district two findings as it reported them, the second too low by two."""
    told = ("secretary_vacancies", "overdue_elections")
    district = piece.districts
    rows = []
    for name in told:
        position = {code: at for at, code in enumerate(roster.codes)}
        found = np.array([position[code] for code in roster.planted[name].found or ()], dtype=np.int64)
        counts = np.bincount(district[found // layout.ORGANISATIONS], minlength=piece.scale.districts)
        rows.append(counts - (2 if name == told[1] else 0))
    whole = sheet(
        "figures",
        {
            "place": pl.concat([ground.districts] * 2),
            "indicator": words(told, np.repeat([0, 1], piece.scale.districts)),
            "as_of": pl.repeat(AS_OF, 2 * piece.scale.districts, eager=True),
            "value": np.concatenate(rows).astype(np.float64),
            "source": words(["2018年上半年工作总结"], np.zeros(2 * piece.scale.districts, dtype=np.int64)),
        },
    )
    wrong = [f"{code}|{told[1]}|{AS_OF.isoformat()}" for code in ground.districts]
    return whole, {"figures_that_disagree": planted(wrong, population=2 * piece.scale.districts)}
