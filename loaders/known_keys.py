"""What do earlier batches hold that the rows of a hand-in are held against?

Looked at only when it is asked for: a hand-in of one sheet needs few of the tables. What is judged by it is told in
``checks``, ``names`` and ``place_rows``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import polars as pl

from graph_model.schema import TABLES

Held = TypeVar("Held")
CHAINS = {"places": "parent", "organisations": "superior"}
"""Pointers into their own table that must never come back to where they began."""


class _OnDemand(Mapping[str, Held]):
    """A mapping whose values are worked out when they are first asked for."""

    def __init__(self, names: Iterable[str], value: Callable[[str], Held]) -> None:
        self._names = tuple(names)
        self._value = value
        self._held: dict[str, Held] = {}

    def __getitem__(self, name: str) -> Held:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._held:
            self._held[name] = self._value(name)
        return self._held[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class KnownKeys:
    """What earlier batches hold: the keys of each table, the pointers that form chains, and rows that are looked up.

    Attributes
    ----------
    keys
        Keys by table, for the tables whose key is one column.
    chains
        ``code`` and ``pointer`` of places and organisations.
    rows
        Whole rows by table.
    """

    keys: Mapping[str, pl.Series]
    chains: Mapping[str, pl.DataFrame]
    rows: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Mapping[str, pl.DataFrame] | None) -> KnownKeys:
        """What the tables of a dataset hold, each looked at only when it is asked for; nothing for None."""
        if tables is None:
            return cls({}, {})
        keyed = [name for name, table in TABLES.items() if len(table.key) == 1]
        return cls(
            _OnDemand(keyed, lambda name: tables[name].get_column(TABLES[name].key[0])),
            _OnDemand(CHAINS, lambda name: tables[name].select("code", pl.col(CHAINS[name]).alias("pointer"))),
            _OnDemand(tables, lambda name: tables[name]),
        )

    def without(self, tables: set[str]) -> KnownKeys:
        """The same without the tables that a hand-in takes the place of."""
        return KnownKeys(
            _OnDemand([name for name in self.keys if name not in tables], self.keys.__getitem__),
            _OnDemand([name for name in self.chains if name not in tables], self.chains.__getitem__),
            _OnDemand([name for name in self.rows if name not in tables], self.rows.__getitem__),
        )
