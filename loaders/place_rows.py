"""What becomes of the rows of places and their outlines, before rows are checked against one another and after?

Parents out of codes and points into WGS-84 first; then what is told of names and positions. Each step lies in its own
module (``administrative``, ``coordinates``, ``positions``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from loaders.administrative import renamed_places, with_parents
from loaders.coordinates import boundaries_in_wgs84, places_in_wgs84
from loaders.faults import SHEET, no_faults
from loaders.known_keys import KnownKeys
from loaders.positions import outside_region, with_exchanged_hint
from loaders.reading import ROW


def settled(
    rows: Mapping[str, pl.DataFrame], *, lists: Collection[int], known: KnownKeys, system: str
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The tables with parents that codes tell, and every point in WGS-84; and what is told of half points.

    Parameters
    ----------
    rows
        Rows by table that no cell has rejected.
    lists
        Numbers of the sheets that are lists of statistical codes.
    known
        What earlier batches hold.
    system
        The system of coordinates the hand-in says it has.
    """
    done, told = dict(rows), no_faults()
    if "boundaries" in done:
        done["boundaries"] = boundaries_in_wgs84(done["boundaries"], system=system)
    if "places" in done:
        earlier = known.keys.get("places", pl.Series([], dtype=pl.String))
        places = with_parents(done["places"], sheets=lists, earlier=earlier)
        done["places"], told = places_in_wgs84(places, system=system)
    return done, told


def told_of_places(
    faults: Sequence[pl.DataFrame], accepted: Mapping[str, pl.DataFrame], *, known: KnownKeys
) -> list[pl.DataFrame]:
    """The faults, and what is told of places that came in: another name under the same code, a point far off."""
    if "places" not in accepted:
        return list(faults)
    rows = accepted["places"]
    earlier = known.rows.get("places")
    told = pl.concat([no_faults(), *faults])
    unread = told.filter(pl.col("column").is_in(["lon", "lat"]) & (pl.col("code") != "half_a_point"))
    half = pl.col("code") == "half_a_point"
    kept = pl.concat([told.filter(~half), told.filter(half).join(unread, on=[SHEET, ROW], how="anti")])
    far = outside_region(rows, accepted.get("boundaries"), earlier=earlier, drawn=known.rows.get("boundaries"))
    return [*with_exchanged_hint([kept], rows), renamed_places(rows, earlier), far]
