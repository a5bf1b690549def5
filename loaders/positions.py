"""Can a place lie where its row says: within its region, near the others, in China at all?

Warnings only; nothing is moved, and longitude and latitude are never exchanged by themselves.
"""

from __future__ import annotations

import json
from typing import Final

import polars as pl

from graph_model.schema import TABLES
from loaders.coordinates import positions_of
from loaders.faults import SHEET, WARNING, faults_at, no_faults
from loaders.reading import ROW

CHINA: Final = {"west": 73.0, "east": 136.0, "south": 3.0, "north": 54.0}
"""Degrees: all land and islands lie within."""
MARGIN: Final = 0.1
"""Share of a boundary's longer side that a place may lie outside the box around it."""
LEAST_MARGIN: Final = 0.005
"""Degrees, about 500 m."""
SIBLINGS: Final = 4
"""So many other places of the same parent must be known before one is told to lie far from them."""
FAR: Final = 8.0
"""So many times the median distance from the middle of its siblings."""
NEAR_ENOUGH: Final = 5.0
"""Kilometres from the middle of its siblings that are never far."""
KILOMETRES_A_DEGREE: Final = 111.2
DEEPEST: Final = 12
"""Levels of places that are climbed to find a boundary."""


def outside_region(
    rows: pl.DataFrame, boundaries: pl.DataFrame | None, *, earlier: pl.DataFrame | None, drawn: pl.DataFrame | None
) -> pl.DataFrame:
    """Places that lie where they can hardly lie, as faults ``outside_region``.

    The nearest place above (or the place itself) that has a boundary decides: outside the box around it with a tenth of
    its longer side, at least 0.005 degrees. Where no boundary is known, the other places of the same parent decide, if
    at least 4 have coordinates: farther from their median point than 8 times their median distance from it, and than
    5 km. Anywhere, a point outside the box around China is told. The hint is the point with longitude and latitude
    exchanged, where that would pass.

    Parameters
    ----------
    rows
        Accepted rows of places, in WGS-84.
    boundaries, drawn
        ``place`` and ``geometry`` of this hand-in and of earlier batches; None: there are none.
    earlier
        Places of earlier batches: ``code``, ``parent``, ``lon``, ``lat``.
    """
    names = ["code", "parent", "lon", "lat"]
    placed = rows.filter(pl.col("lon").is_not_null() & pl.col("lat").is_not_null())
    if placed.is_empty():
        return no_faults()
    every = rows.select(names)
    if earlier is not None:
        every = pl.concat([every, earlier.select(names).join(every, on="code", how="anti")])
    boxes = _boxes([frame for frame in (boundaries, drawn) if frame is not None])
    told = _with_middle(_with_box(placed, every, boxes), every)
    judged = told.with_columns(
        _passes(pl.col("lon"), pl.col("lat")).alias("@passes"),
        _passes(pl.col("lat"), pl.col("lon")).alias("@exchanged"),
    ).filter(~pl.col("@passes"))
    point = pl.format("{}, {}", "lon", "lat")
    return faults_at(
        judged,
        "outside_region",
        severity=WARNING,
        column="lon",
        value=point,
        hint=pl.when("@exchanged").then(_exchanged(pl.col("lat"), pl.col("lon"))),
    )


def with_exchanged_hint(faults: list[pl.DataFrame], rows: pl.DataFrame) -> list[pl.DataFrame]:
    """The faults, with a hint where a latitude over 90 is a longitude of China and stands beside its latitude."""
    told = pl.concat([no_faults(), *faults])
    lon = rows.select(pl.col(SHEET).cast(pl.Int32), pl.col(ROW).cast(pl.Int64), pl.col("lon").alias("@lon"))
    value = pl.col("value").str.strip_chars().cast(pl.Float64, strict=False)
    at = (pl.col("column") == "lat") & (pl.col("code") == "out_of_range")
    if told.filter(at).is_empty():
        return faults
    told = told.join(lon.unique([SHEET, ROW]), on=[SHEET, ROW], how="left", maintain_order="left")
    meant = at & value.is_between(CHINA["west"], CHINA["east"])
    meant = meant & pl.col("@lon").is_between(CHINA["south"], CHINA["north"])
    hint = pl.when(meant.fill_null(value=False)).then(_exchanged(value, pl.col("@lon"))).otherwise(pl.col("hint"))
    return [told.with_columns(hint.alias("hint")).drop("@lon")]


def _exchanged(lon: pl.Expr, lat: pl.Expr) -> pl.Expr:
    places = TABLES["places"]
    return pl.format(f"{places.column('lon').zh} {{}}, {places.column('lat').zh} {{}}", lon, lat)


def _in_china(lon: pl.Expr, lat: pl.Expr) -> pl.Expr:
    return lon.is_between(CHINA["west"], CHINA["east"]) & lat.is_between(CHINA["south"], CHINA["north"])


def _passes(lon: pl.Expr, lat: pl.Expr) -> pl.Expr:
    boxed = lon.is_between(pl.col("@west"), pl.col("@east")) & lat.is_between(pl.col("@south"), pl.col("@north"))
    away = _kilometres(lon, lat, pl.col("@x"), pl.col("@y"))
    near = away <= pl.max_horizontal(pl.col("@usual") * FAR, pl.lit(NEAR_ENOUGH))
    return _in_china(lon, lat) & pl.coalesce(boxed, near, pl.lit(value=True))


def _kilometres(lon: pl.Expr, lat: pl.Expr, x: pl.Expr, y: pl.Expr) -> pl.Expr:
    """Distance on a plane laid against the globe: good enough within a region."""
    east = (lon - x) * y.radians().cos() * KILOMETRES_A_DEGREE
    north = (lat - y) * KILOMETRES_A_DEGREE
    return (east.pow(2) + north.pow(2)).sqrt()


def _boxes(boundaries: list[pl.DataFrame]) -> pl.DataFrame:
    """The box around each boundary with its margin; the first of a place counts."""
    schema = {"@at": pl.String, **dict.fromkeys(("@west", "@east", "@south", "@north"), pl.Float64)}
    told: dict[str, tuple[float, float, float, float]] = {}
    for frame in boundaries:
        for place, text in frame.select("place", "geometry").iter_rows():
            if place not in told:
                points = positions_of(json.loads(text))
                (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
                margin = max(LEAST_MARGIN, MARGIN * float(max(east - west, north - south)))
                told[place] = (west - margin, east + margin, south - margin, north + margin)
    return pl.DataFrame([(place, *map(float, box)) for place, box in told.items()], schema=schema, orient="row")


def _with_box(placed: pl.DataFrame, every: pl.DataFrame, boxes: pl.DataFrame) -> pl.DataFrame:
    """The places with the box of the nearest place, itself or above, that has one."""
    up = every.select(pl.col("code").alias("@at"), pl.col("parent").alias("@up")).drop_nulls().unique("@at")
    known = boxes.get_column("@at").implode()
    at = placed.with_columns(pl.col("code").alias("@at"))
    for _ in range(DEEPEST if not boxes.is_empty() else 0):
        climbing = at.join(up, on="@at", how="left", maintain_order="left")
        at = climbing.with_columns(
            pl.when(pl.col("@at").is_in(known)).then(pl.col("@at")).otherwise(pl.col("@up")).alias("@at")
        ).drop("@up")
    return at.join(boxes, on="@at", how="left", maintain_order="left").drop("@at")


def _with_middle(placed: pl.DataFrame, every: pl.DataFrame) -> pl.DataFrame:
    """The places with the median point of their parent's places, and how far from it these usually lie."""
    located = every.drop_nulls()
    middle = located.group_by("parent").agg(
        pl.col("lon").median().alias("@x"), pl.col("lat").median().alias("@y"), pl.len().alias("@of")
    )
    middle = middle.filter(pl.col("@of") > SIBLINGS)
    away = _kilometres(pl.col("lon"), pl.col("lat"), pl.col("@x"), pl.col("@y"))
    usual = located.join(middle, on="parent").group_by("parent").agg(away.median().alias("@usual"))
    return placed.join(middle.join(usual, on="parent"), on="parent", how="left", maintain_order="left")
