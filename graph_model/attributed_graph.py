"""What is a network whose nodes and ties carry attributes, before any program or format has its own word for it?

Columns with types, nothing else: what is unknown is null. Reading and writing files, and measuring, are others' work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import polars as pl

from graph_model.errors import BadValue

Fact: TypeAlias = str | int | float | bool | dt.date
TYPES: tuple[pl.DataType, ...] = (pl.String(), pl.Int64(), pl.Float64(), pl.Boolean(), pl.Date())
"""The types an attribute can have."""
OWN_ID = "gongjian-id"
"""In GraphML the key of an id as it is, beside a node whose id the published schema does not allow."""


@dataclass(frozen=True)
class AttributedGraph:
    """A network as columns; attributes stand apart from keys, so that an attribute may be called ``id``.

    Attributes
    ----------
    ids
        n names, text, as written, each once.
    node_attributes
        n rows, one typed column an attribute; null is unknown. No column at all has no rows.
    source, target
        m names each, text, all among ``ids``. A loop and a repeat are ties like others.
    tie_attributes
        m rows, as ``node_attributes``.
    directed
        Whether ties have a direction, unless ``mixed`` says it of each.
    mixed
        Boolean, m: where some ties have a direction and some have none; else None.
    facts
        What is told of the whole.
    """

    ids: pl.Series
    source: pl.Series
    target: pl.Series
    node_attributes: pl.DataFrame = field(default_factory=pl.DataFrame)
    tie_attributes: pl.DataFrame = field(default_factory=pl.DataFrame)
    directed: bool = False
    mixed: pl.Series | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def nodes(self) -> int:
        """How many nodes."""
        return self.ids.len()

    @property
    def ties(self) -> int:
        """How many ties, loops and repeats counted."""
        return self.source.len()

    @property
    def direction(self) -> str:
        """``directed``, ``undirected`` or ``mixed``."""
        return "mixed" if self.mixed is not None else "directed" if self.directed else "undirected"

    def tie_directed(self) -> pl.Series:
        """Boolean, m: whether each tie has a direction."""
        if self.mixed is not None:
            return self.mixed
        return pl.repeat(self.directed, self.ties, dtype=pl.Boolean, eager=True)

    def checked(self) -> AttributedGraph:
        """The same network once it is known to be one.

        Raises
        ------
        BadValue
            ``graph_id_blank``; ``graph_id_repeated`` and ``graph_end_unknown`` with ``id``; ``graph_lengths`` where
            columns differ in length; ``graph_attribute_type`` with ``name`` and ``type``.
        """
        columns = [(self.nodes, self.node_attributes), (self.ties, self.tie_attributes)]
        if self.target.len() != self.ties or any(frame.width and frame.height != rows for rows, frame in columns):
            raise BadValue("graph_lengths")
        if self.mixed is not None and self.mixed.len() != self.ties:
            raise BadValue("graph_lengths")
        if self.ids.null_count() or (self.ids == "").any():
            raise BadValue("graph_id_blank")
        if self.ids.n_unique() != self.nodes:
            raise BadValue("graph_id_repeated", id=self.ids.filter(self.ids.is_duplicated())[0])
        for ends in (self.source, self.target):
            lost = ends.filter(~ends.is_in(self.ids.implode()).fill_null(value=False))
            if lost.len():
                raise BadValue("graph_end_unknown", id=lost[0] or "")
        for _, frame in columns:
            for name, dtype in frame.schema.items():
                if dtype not in TYPES:
                    raise BadValue("graph_attribute_type", name=name, type=str(dtype))
        return self
