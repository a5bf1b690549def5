"""Which row is meant where a sheet gives a name instead of a code?

Names equal after normalisation (``names.toml``) and borne by one row only are taken; of any other the candidates are
told and none is chosen. That a code leads nowhere is told in ``checks``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
import polars as pl

from graph_model.schema import TABLES
from loaders.faults import SHEET, WARNING, no_faults, one_fault
from loaders.spellings import compared

NAMES: Final = {
    "places": "name",
    "organisations": "name",
    "units": "name",
    "committees": "name",
    "agreements": "title",
    "listings": "title",
}
"""The column that names the rows of each table that others point to."""
ALIKE: Final = 80.0
"""From so many percent of ``rapidfuzz.fuzz.ratio`` on, a name is told as near."""
CANDIDATES: Final = 5
SHORTEST_PART: Final = 2
"""A name of so many signs that is like none, and is a part of at most ``CANDIDATES`` names (和平 of 和平社区), is near
them: it is told with them, and none is chosen."""
LOOKED_UP: Final = 500
"""So many different names a column are compared with all others for near ones; the rest are told without."""
BLOCK: Final = 50

Tables = dict[str, pl.DataFrame]
Keys = Callable[[str], pl.Series]


@dataclass(frozen=True)
class Named:
    """What became of names that stood where codes belong.

    Attributes
    ----------
    rows
        The rows, with the code in place of each name that one row alone bears.
    faults
        ``matched_by_name``, once a sheet and column, with their number.
    doubtful
        By table and column: ``value`` as handed in, ``why`` (``ambiguous_name`` or ``near_name``) and ``hint``, the
        candidates.
    """

    rows: Tables
    faults: list[pl.DataFrame]
    doubtful: Mapping[tuple[str, str], pl.DataFrame] = field(default_factory=dict)


def normal_names(names: pl.Series, *, table: str) -> pl.Series:
    """Names of rows of a table as they are compared; null where nothing is left."""
    told = _rules()
    plain = compared(names).str.to_lowercase().str.replace_all(told["drop"], "")
    for rule in told.get(table, []):
        plain = plain.str.replace(rule["of"], rule["to"])
    return pl.select(pl.when(plain != "").then(plain)).to_series().alias(names.name)


def by_name(rows: Mapping[str, pl.DataFrame], earlier: Mapping[str, pl.DataFrame], keys: Keys) -> Named:
    """Put codes where names stand.

    Parameters
    ----------
    rows
        Rows by table, as ``checks`` has them.
    earlier
        Rows of earlier batches by table, with the key and the name at least.
    keys
        Every key of a table.
    """
    told: Tables = dict(rows)
    faults: list[pl.DataFrame] = []
    doubtful: dict[tuple[str, str], pl.DataFrame] = {}
    bearers: dict[str, pl.DataFrame] = {}
    for name, frame in rows.items():
        for column in TABLES[name].references:
            target = column.references
            if target is None or target not in NAMES:
                continue
            values = frame.get_column(column.name)
            lost = values.filter(~values.is_in(keys(target).implode()) & values.str.contains("[^0-9]")).unique()
            if lost.is_empty():
                continue
            if target not in bearers:
                bearers[target] = _bearers(target, rows, earlier)
            found, puzzles = _found(lost, bearers[target], target=target)
            doubtful[name, column.name] = puzzles
            if found.is_empty():
                continue
            marked = told[name].join(found, left_on=column.name, right_on="value", how="left", maintain_order="left")
            counts = marked.filter(pl.col("@code").is_not_null()).group_by(SHEET, maintain_order=True).len()
            faults += [
                one_fault(sheet, "matched_by_name", severity=WARNING, column=column.name, value=str(count))
                for sheet, count in counts.iter_rows()
            ]
            meant = pl.coalesce("@code", column.name).alias(column.name)
            told[name] = marked.with_columns(meant).drop("@code")
    return Named(told, faults or [no_faults()], doubtful)


def named_rows(frame: pl.DataFrame, *, table: str) -> pl.DataFrame:
    """``code``, ``name`` as written and ``normal``, of the rows of a table that have a key and a name."""
    named = frame.select(pl.col(TABLES[table].key[0]).alias("code"), pl.col(NAMES[table]).alias("name")).drop_nulls()
    return named.with_columns(normal_names(named.get_column("name"), table=table).alias("normal")).drop_nulls()


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(resources.files("loaders").joinpath("names.toml").read_text("utf-8"))


def _bearers(target: str, rows: Mapping[str, pl.DataFrame], earlier: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each name and the code that bears it: of this hand-in first, then of what it does not bring itself."""
    parts = [named_rows(frames[target], table=target) for frames in (rows, earlier) if target in frames]
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys(("code", "name", "normal"), pl.String))
    return pl.concat(parts).unique(["code", "normal"], keep="first", maintain_order=True)


def _found(lost: pl.Series, bearers: pl.DataFrame, *, target: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The codes of names that one row alone bears; the candidates of the others."""
    asked = pl.DataFrame({"value": lost, "normal": normal_names(lost, table=target)})
    borne = (
        asked.drop_nulls("normal")
        .join(bearers, on="normal", how="inner")
        .sort("value", "code")
        .group_by("value", maintain_order=True)
        .agg(pl.col("code"), pl.col("name"))
    )
    alone = pl.col("code").list.len() == 1
    found = borne.filter(alone).select("value", pl.col("code").list.first().alias("@code"))
    shared = [
        (value, "ambiguous_name", _candidates(zip(codes, names, strict=True)))
        for value, codes, names in borne.filter(~alone).iter_rows()
    ]
    unknown = asked.join(borne, on="value", how="anti").drop_nulls("normal")
    near = _near(unknown.filter(pl.col("value").str.contains(r"\p{Han}")).sort("value").head(LOOKED_UP), bearers)
    puzzles = pl.DataFrame([*shared, *near], schema=dict.fromkeys(("value", "why", "hint"), pl.String), orient="row")
    return found, puzzles


def _near(asked: pl.DataFrame, bearers: pl.DataFrame) -> list[tuple[str, str, str]]:
    if asked.is_empty() or bearers.is_empty():
        return []
    from rapidfuzz import fuzz, process  # here: most hand-ins have no name that leads nowhere

    names = bearers.get_column("normal").to_list()
    told = []
    for block in asked.iter_slices(BLOCK):
        likeness = process.cdist(
            block.get_column("normal").to_list(), names, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.float32
        )
        for value, normal, scores in zip(*block.select("value", "normal").get_columns(), likeness, strict=True):
            places = np.flatnonzero(scores)
            best = places[np.argsort(-scores[places], kind="stable")][:CANDIDATES]
            if not best.size and len(normal) >= SHORTEST_PART:
                best = np.flatnonzero(bearers.get_column("normal").str.contains(normal, literal=True).to_numpy())
            if 0 < best.size <= CANDIDATES:
                picked = bearers.select("code", "name")[best.tolist()].iter_rows()
                told.append((value, "near_name", _candidates(picked)))
    return told


def _candidates(pairs: Any) -> str:
    listed = [f"{code} {name}" for code, name in pairs]
    return "、".join(listed[:CANDIDATES]) + (" …" if len(listed) > CANDIDATES else "")
