"""Is a sheet a list of statistical codes of places, and what do its codes say: the level, and what lies above?

Codes of 2, 4, 6, 9 or 12 digits, province to village. What they do not say stays unknown: neither the last three digits
nor the class of town and country tell a converted village.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from graph_model.schema import TABLES
from graph_model.schema.vocabularies import PlaceKind
from loaders.faults import SHEET, WARNING, faults_at, no_faults
from loaders.header_mapping import HEADER_WITHIN, MappedSheet, map_sheet
from loaders.header_names import header_key
from loaders.names import normal_names
from loaders.raw_sheets import ROW, RawSheet
from loaders.recognition import table_of
from loaders.spellings import compared, spellings
from loaders.taught import Taught

DIVISION_CODE = (
    r"^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])(?:[0-9]{2}|[0-9]{4}|[0-9]{7}|[0-9]{10})?(?:\.0+)?$"
)
MOST_OF_THEM = 0.95
"""So many of the codes must have the form, for a list whose headers alone do not tell it."""
LENGTHS = ((PlaceKind.SUBDISTRICT, 9), (PlaceKind.DISTRICT, 6), (PlaceKind.CITY, 4), (PlaceKind.PROVINCE, 2))
"""The levels above a village, the lowest first, and how many digits of a code name each."""
FULL = 12


@dataclass(frozen=True)
class DivisionList:
    """A list of places by their statistical codes.

    Attributes
    ----------
    sheet
        The sheet with the level of each code in a column of its own, and nothing left of rows that are no places.
    mapped
        Which column is which.
    pseudo
        How many rows were such: 市辖区, 县 and their kind, levels that exist on paper only.
    """

    sheet: RawSheet
    mapped: MappedSheet
    pseudo: int


def division_list(sheet: RawSheet, taught: Taught) -> DivisionList | None:
    """The sheet as a list of places; None where it is none, or says itself of what kind its places are."""
    table = table_of(sheet)
    if sheet.geojson or (table is not None and table.name != "places"):
        return None
    head = _head(sheet)
    if head is None:
        return None
    row, code, name, sure = head
    body = pl.col(ROW) > row
    codes = compared(sheet.cells.filter(body).get_column(code)).str.replace(r"\.0+$", "")
    filled = codes.filter(codes.is_not_null() & (codes != ""))
    formed = filled.str.contains(DIVISION_CODE)
    if filled.is_empty() or not (formed.any() if sure else float(formed.mean() or 0) >= MOST_OF_THEM):  # type: ignore[arg-type]
        return None
    headers = sheet.cells.row(by_predicate=pl.col(ROW) == row, named=True)
    known = {**taught.of("places"), header_key(headers[code]): "code", header_key(headers[name]): "name"}
    if "kind" in map_sheet(sheet, TABLES["places"], taught=known).columns:
        return None
    told = sheet.cells.with_columns(_kinds(sheet.cells, row, code))
    pseudo = told.select(
        body
        & pl.col(name).is_in(spellings()["divisions"]["pseudo"])
        & pl.col(_KIND).is_in([PlaceKind.CITY.zh, PlaceKind.DISTRICT.zh])
    ).to_series()
    pseudo = pseudo.fill_null(value=False)
    places = [place for place in told.columns if place != ROW]
    emptied = told.with_columns(pl.when(~pseudo).then(pl.col(place)).alias(place) for place in places)
    last = f"c{1 + max(int(place[1:]) for place in sheet.cells.columns if place != ROW)}"
    listed = replace(sheet, cells=emptied.rename({_KIND: last}))
    mapped = map_sheet(listed, TABLES["places"], taught=known)
    return DivisionList(listed, mapped, int(pseudo.sum()))


def with_parents(rows: pl.DataFrame, *, sheets: Collection[int], earlier: pl.Series) -> pl.DataFrame:
    """Rows of places with the nearest place above by their codes, where a list of codes gives none.

    Parameters
    ----------
    rows
        Rows of places, as ``checks`` has them.
    sheets
        Numbers of the sheets that are such lists.
    earlier
        Codes of places of earlier batches.
    """
    if not sheets:
        return rows
    codes = pl.concat([earlier.rename("code"), rows.get_column("code")]).drop_nulls().unique().implode()
    listed = pl.col(SHEET).is_in(list(sheets)) & pl.col("code").str.contains(DIVISION_CODE)
    full = pl.col("code").str.pad_end(FULL, "0")
    above: list[pl.Expr] = []
    for _, digits in LENGTHS:
        begins = full.str.slice(0, digits)
        forms = [begins.str.pad_end(FULL, "0"), begins, begins.str.pad_end(6, "0")]
        lower = full.str.slice(digits).str.contains("[1-9]")  # not the place itself, in whichever form
        above += [pl.when(lower & form.is_in(codes) & (form != pl.col("code"))).then(form) for form in forms]
    parent = pl.when(listed & pl.col("parent").is_null()).then(pl.coalesce(above)).otherwise(pl.col("parent"))
    return rows.with_columns(parent.alias("parent"))


def renamed_places(rows: pl.DataFrame, earlier: pl.DataFrame | None) -> pl.DataFrame:
    """Places whose code an earlier batch has under another name: an update, told, since codes are given out again."""
    if earlier is None or earlier.is_empty():
        return no_faults()
    both = rows.join(earlier.select("code", pl.col("name").alias("@before")), on="code", maintain_order="left")
    now = normal_names(both.get_column("name"), table="places")
    other = both.filter(now.ne_missing(normal_names(both.get_column("@before"), table="places")))
    return faults_at(other, "renamed", severity=WARNING, column="name", value=pl.col("name"), hint=pl.col("@before"))


_KIND = "@kind"


@cache
def _keys(name: str) -> frozenset[str]:
    return frozenset(header_key(word) for word in spellings()["divisions"][name])


def _head(sheet: RawSheet) -> tuple[int, str, str, bool] | None:
    """The header row, the places of codes and names, and whether the headers alone tell such a list."""
    places = [place for place in sheet.cells.columns if place != ROW]
    for row in sheet.cells.head(HEADER_WITHIN).iter_rows(named=True):
        keys = {place: header_key(str(row[place])) for place in places if row[place]}
        sure = [place for place, key in keys.items() if key in _keys("code")]
        maybe = [place for place, key in keys.items() if key in _keys("code_or_other")]
        names = [place for place, key in keys.items() if key in _keys("name")]
        has_class = any(key in _keys("class") for key in keys.values())
        if (sure or maybe) and names:
            return int(row[ROW]), (sure or maybe)[0], names[0], bool(sure) or has_class
    return None


def _kinds(cells: pl.DataFrame, row: int, code: str) -> pl.Series:
    """The level of each code in the words of the contract, below its header; null where a code has not the form."""
    digits = compared(cells.get_column(code)).str.replace(r"\.0+$", "")
    full = pl.col("code").str.pad_end(FULL, "0")
    parts = (
        (PlaceKind.COMMUNITY, 9, 3),
        (PlaceKind.SUBDISTRICT, 6, 3),
        (PlaceKind.DISTRICT, 4, 2),
        (PlaceKind.CITY, 2, 2),
    )
    levels = [
        pl.when(full.str.slice(begin, length).str.contains("[1-9]")).then(pl.lit(kind.zh))
        for kind, begin, length in parts
    ]
    formed = pl.col("code").str.contains(DIVISION_CODE)
    frame = pl.DataFrame({"code": digits, "row": cells.get_column(ROW)})
    return frame.select(
        pl.when(pl.col("row") == row)
        .then(pl.lit(TABLES["places"].column("kind").zh))
        .when((pl.col("row") > row) & formed)
        .then(pl.coalesce(*levels, pl.lit(PlaceKind.PROVINCE.zh)))
        .alias(_KIND)
    ).to_series()
