"""Which questions does the catalogue hold, and does each file say truly what its query takes and answers?

Reading and checking the files below ``cypher/``; asking a store is ``graph_model.stores``'s business.

A file opens with a header and ends with one reading-only statement::

    // description: …                          (en)
    // description_zh: …
    // params: as_of:date, place:text?         types text, int, float, bool, date, list; ``?`` may be left out
    // returns: code:text, organisations:int   the aliases of RETURN, in order
    // people: women, members                  where there are such: the columns that count people

Both stores must give the same rows in the same order, so the statement keeps to the subset they share, gives every
column an alias and ends in an ORDER BY over returned columns. Dates arrive as ISO text: write ``date($as_of)``.
A parameter that may be left out is ``text`` or ``list``; left out, it arrives as ``''`` or ``[]``, never as null (with
null ``$x IS NULL OR a = $x`` works on a server only): write ``$place = '' OR p.code = $place`` and
``size($codes) = 0 OR o.code IN $codes``. A ``date`` may be left out where it is one of ``graph_model.days`` that follow
from ``as_of``, as ``year_ago:date?`` does.

A list that is answered is a set of texts, told in their order: neither store promises one for ``collect``. Counts of
people leave the program only through ``dashboard.people``, which tells small ones as smaller than a bar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from graph_model.answer_shape import answer_shape
from graph_model.cypher_text import parameter_names, tokens
from graph_model.days import DERIVED_DAYS
from graph_model.errors import CatalogueFault, QueryRefused, UnknownName
from graph_model.reading_only import check

if TYPE_CHECKING:
    import polars as pl

TYPES: Final = ("text", "int", "float", "bool", "date", "list")
OPTIONAL_TYPES: Final = ("text", "list")
_HEADER: Final = re.compile(r"//\s*(\w+)\s*:\s*(.*?)\s*")
_FIELDS: Final = ("description", "description_zh", "params", "returns")
_MAY_STAND: Final = ("people",)
_DECLARED: Final = re.compile(r"(\w+)\s*:\s*(\w+)(\?)?")


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, its type of ``TYPES``, and whether it may be left out."""

    name: str
    type: str
    optional: bool = False


@dataclass(frozen=True)
class Returned:
    """One column of the answer: its name and its type of ``TYPES`` (a list is one of texts, in their order)."""

    name: str
    type: str


@dataclass(frozen=True)
class CatalogueQuery:
    """One named query.

    Attributes
    ----------
    name, folder
        The file's stem, unique over all folders; the folder it lies in.
    description, description_zh
        What it answers, in English and in Chinese.
    params, returns
        What it takes and what it answers, in the header's order.
    text
        The whole file.
    people
        Names of the columns that count people.
    """

    name: str
    folder: str
    description: str
    description_zh: str
    params: tuple[Parameter, ...]
    returns: tuple[Returned, ...]
    text: str
    people: tuple[str, ...] = ()


class Folder(Protocol):
    """What reading the catalogue needs of a folder, on disk or inside a package."""

    @property
    def name(self) -> str: ...

    def iterdir(self) -> Iterator[Folder]: ...

    def is_dir(self) -> bool: ...

    def read_text(self, encoding: str) -> str: ...


@cache
def catalogue() -> Mapping[str, CatalogueQuery]:
    """Every query of the product by name, sorted by name.

    Raises
    ------
    CatalogueFault
        As ``read_catalogue``.
    """
    return MappingProxyType(read_catalogue(_bundled_folder()))


def catalogue_query(name: str) -> CatalogueQuery:
    """The query called ``name``.

    Raises
    ------
    UnknownName
        With the nearest names.
    """
    known = catalogue()
    if name not in known:
        raise UnknownName("query", name, known=known)
    return known[name]


def read_catalogue(folder: Folder) -> dict[str, CatalogueQuery]:
    """The queries in the sub-folders of ``folder``, checked, sorted by name.

    Raises
    ------
    CatalogueFault
        ``duplicate_query``, and as ``read_query``; ``file`` says where.
    """
    found: dict[str, CatalogueQuery] = {}
    for inner in sorted((entry for entry in folder.iterdir() if entry.is_dir()), key=lambda entry: entry.name):
        for file in sorted(inner.iterdir(), key=lambda entry: entry.name):
            if not file.name.endswith(".cypher"):
                continue
            query = read_query(file.read_text("utf-8"), name=file.name.removesuffix(".cypher"), folder=inner.name)
            if query.name in found:
                raise CatalogueFault(
                    "duplicate_query", file=f"{inner.name}/{file.name}", other=found[query.name].folder
                )
            found[query.name] = query
    return dict(sorted(found.items()))


def read_query(text: str, *, name: str, folder: str) -> CatalogueQuery:
    """One query from its file's text.

    Raises
    ------
    CatalogueFault
        ``header_missing`` or ``header_repeated`` (with ``field``), ``header_unreadable`` (with what could not be
        read), ``parameters_differ``, ``returns_differ`` (with ``header`` and ``body``), ``optional_type``,
        ``people_not_counted``, ``order_missing``, ``order_not_returned``, ``union_in_catalogue``, ``not_reading``
        (with the guard's code).
    """
    file = f"{folder}/{name}.cypher"
    told = _header(text, file)
    params = _parameters(told["params"], file)
    returns = tuple(Returned(*pair) for pair in _declared(told["returns"], file))
    people = _people(told.get("people", ""), returns, file)
    for field in ("description", "description_zh", "returns"):
        if not told[field]:
            raise CatalogueFault("header_missing", file=file, field=field)
    try:
        check(text)
        found = tokens(text)
    except QueryRefused as refused:
        raise CatalogueFault("not_reading", file=file, refused=refused.code, **refused.values) from refused
    if any(token.is_word("union") for token in found):
        raise CatalogueFault("union_in_catalogue", file=file)  # no order can be put over both halves
    used = parameter_names(found)
    if set(used) != {parameter.name for parameter in params}:
        raise CatalogueFault("parameters_differ", file=file, header=[one.name for one in params], body=used)
    columns, order = answer_shape(found, file)
    if columns != [column.name for column in returns]:
        raise CatalogueFault("returns_differ", file=file, header=[one.name for one in returns], body=columns)
    astray = [column for column in order if column not in columns]
    if astray:
        raise CatalogueFault("order_not_returned", file=file, columns=astray)
    return CatalogueQuery(
        name=name,
        folder=folder,
        description=told["description"],
        description_zh=told["description_zh"],
        params=params,
        returns=returns,
        text=text,
        people=people,
    )


def answer_schema(query: CatalogueQuery) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The dtypes of a query's answer by column, so that an answer without rows has them too."""
    import polars as pl  # here: listing the catalogue needs no polars

    dtypes: dict[str, pl.DataType | type[pl.DataType]] = {
        "text": pl.String,
        "int": pl.Int64,
        "float": pl.Float64,
        "bool": pl.Boolean,
        "date": pl.Date,
        "list": pl.List(pl.String),
    }
    return {column.name: dtypes[column.type] for column in query.returns}


def _bundled_folder() -> Folder:
    """``cypher/`` beside the packages: in the repository, or inside this package where a wheel put it."""
    from importlib.resources import files

    inside = files("graph_model") / "cypher"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "cypher"


def _header(text: str, file: str) -> dict[str, str]:
    told: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        match = _HEADER.fullmatch(line)
        if match is None or match[1] not in (*_FIELDS, *_MAY_STAND):
            continue  # an ordinary comment
        if match[1] in told:
            raise CatalogueFault("header_repeated", file=file, field=match[1])
        told[match[1]] = match[2]
    for field in _FIELDS:
        if field not in told:
            raise CatalogueFault("header_missing", file=file, field=field)
    return told


def _parameters(declared: str, file: str) -> tuple[Parameter, ...]:
    found = []
    for part in (part.strip() for part in declared.split(",") if part.strip()):
        match = _DECLARED.fullmatch(part)
        if match is None or match[2] not in TYPES:
            raise CatalogueFault("header_unreadable", file=file, part=part)
        found.append(Parameter(match[1], match[2], optional=bool(match[3])))
        if match[3] and not (match[2] in OPTIONAL_TYPES or _follows(found[-1], found)):
            raise CatalogueFault("optional_type", file=file, part=part, allowed=list(OPTIONAL_TYPES))
    if len({parameter.name for parameter in found}) < len(found):
        raise CatalogueFault("header_unreadable", file=file, part=declared)
    return tuple(found)


def _follows(parameter: Parameter, before: Sequence[Parameter]) -> bool:
    """Whether it is a day that follows from an ``as_of`` declared before it."""
    return parameter.type == "date" and parameter.name in DERIVED_DAYS and Parameter("as_of", "date") in before


def _people(declared: str, returns: Sequence[Returned], file: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in declared.split(",") if part.strip())
    counts = {column.name for column in returns if column.type == "int"}
    if not counts.issuperset(names):
        raise CatalogueFault("people_not_counted", file=file, columns=[name for name in names if name not in counts])
    return names


def _declared(declared: str, file: str) -> list[tuple[str, str]]:
    found = []
    for part in (part.strip() for part in declared.split(",") if part.strip()):
        match = _DECLARED.fullmatch(part)
        if match is None or match[2] not in TYPES or match[3]:
            raise CatalogueFault("header_unreadable", file=file, part=part)
        found.append((match[1], match[2]))
    return found
