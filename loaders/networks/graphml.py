"""What network does a GraphML file tell?

Nodes, ties, typed keys with their defaults; a graph within a node is read flat, ports are left out, hyperedges refused.
Labels that yEd draws are taken where no key gives one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from graph_model.attributed_graph import OWN_ID, AttributedGraph, Fact
from graph_model.errors import BadValue
from loaders.networks.file import NetworkFile, attributes_of, checked_ends, column_of, mixed_or_not, typed
from loaders.networks.xml_events import read_xml

KINDS: Final = {"boolean": "boolean", "int": "long", "integer": "long", "long": "long", "float": "double",
                "double": "double", "string": "string"}  # fmt: skip


@dataclass
class _Key:
    id: str
    domain: str
    name: str
    kind: str
    drawn: bool = False
    day: bool = False
    default: str | None = None


@dataclass
class _Told:
    """Rows and values of a key, as they come."""

    rows: list[int] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.keys: dict[str, _Key] = {}
        self.ids: list[str] = []
        self.node_lines: list[int] = []
        self.source: list[str] = []
        self.target: list[str] = []
        self.lines: list[int] = []
        self.directions: list[bool] = []
        self.default = False
        self.graphs = 0
        self.data: dict[tuple[str, str], _Told] = {}
        self.facts: dict[str, str] = {}
        self.at: list[tuple[str, int]] = []  # what the data that comes is about
        self.key: _Key | None = None
        self.taken: list[str] | None = None  # text of the element that is open
        self.data_key: str | None = None
        self.label: list[str] | None = None
        self.seen = False

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if not self.seen and name != "graphml":
            raise BadValue("not_this_format", file=self.file, format="GraphML", element=name)
        self.seen = True
        match name:
            case "node":
                self.node_lines.append(line)
                self.ids.append(self._needed(attributes, "id", name, line))
                self.at.append(("node", len(self.ids) - 1))
            case "edge":
                self.source.append(self._needed(attributes, "source", name, line))
                self.target.append(self._needed(attributes, "target", name, line))
                told = attributes.get("directed")
                self.directions.append(self.default if told is None else told in ("true", "1"))
                self.lines.append(line)
                self.at.append(("edge", len(self.lines) - 1))
            case "data":
                self.data_key, self.taken = self._needed(attributes, "key", name, line), []
                if self.data_key not in self.keys:
                    raise BadValue("key_undeclared", file=self.file, line=line, key=self.data_key)
            case "graph":
                self.graphs += 1
                if not self.at:
                    if self.graphs > 1:
                        raise BadValue("several_graphs", file=self.file, line=line)
                    self.default = attributes.get("edgedefault", "undirected") == "directed"
                    self.at.append(("graph", 0))
            case "key":
                key = self._needed(attributes, "id", name, line)
                named = attributes.get("attr.name") or key
                drawn = "yfiles.type" in attributes
                kind = KINDS.get(attributes.get("attr.type", "string").lower(), "string")
                self.key = _Key(key, attributes.get("for", "all"), named, kind, drawn=drawn)
                self.keys[key] = self.key
            case "hyperedge":
                raise BadValue("element_unsupported", file=self.file, line=line, element=name)
            case "desc" | "default":
                if self.key is not None:
                    self.taken = []
            case "NodeLabel" | "EdgeLabel":
                if self.data_key is not None:
                    self.label = []

    def end(self, name: str) -> None:
        match name:
            case "node" | "edge":
                self.at.pop()
            case "graph" if self.at[-1:] == [("graph", 0)]:
                self.at.pop()
            case "data":
                self._close_data()
            case "key":
                self.key = None
            case "desc" | "default" if self.key is not None and self.taken is not None:
                text = "".join(self.taken)
                if name == "default":
                    self.key.default = text
                else:
                    self.key.day = text.strip() == "date"
                self.taken = None
            case "NodeLabel" | "EdgeLabel" if self.label is not None:
                self._keep("\0drawn", "".join(self.label).strip())
                self.label = None

    def text(self, text: str) -> None:
        if self.label is not None:
            self.label.append(text)
        elif self.taken is not None:
            self.taken.append(text)

    def _close_data(self) -> None:
        assert self.data_key is not None
        assert self.taken is not None
        key = self.keys[self.data_key]
        if not key.drawn:
            self._keep(key.id, "".join(self.taken))
        self.data_key = self.taken = None

    def _keep(self, key: str, value: str) -> None:
        if not self.at:
            return
        kind, row = self.at[-1]
        if kind == "graph":
            self.facts[key] = value
            return
        told = self.data.setdefault((kind, key), _Told())
        told.rows.append(row)
        told.values.append(value)

    def _needed(self, attributes: dict[str, str], name: str, element: str, line: int) -> str:
        value = attributes.get(name)
        if not value:
            raise BadValue("attribute_missing", file=self.file, line=line, element=element, name=name)
        return value

    def take_own_ids(self) -> None:
        """Put the ids that stand beside the schema's tokens in their place."""
        told = self.data.get(("node", OWN_ID))
        if told is None:
            return
        meant = {self.ids[row]: value for row, value in zip(told.rows, told.values, strict=True)}
        for named in (self.ids, self.source, self.target):
            named[:] = [meant.get(one, one) for one in named]

    def columns(self, domain: str, size: int, lines: list[int]) -> pl.DataFrame:
        read = []
        for key in self.keys.values():
            told = self.data.get((domain, key.id))
            if key.id == OWN_ID or key.drawn or (key.domain != domain and not (key.domain == "all" and told)):
                continue
            held = told or _Told()
            text = column_of(held.rows, held.values, size=size, default=key.default)
            name = key.name
            read.append((key.id, name, typed(text, key.kind, name=name, file=self.file, lines=lines, day=key.day)))
        drawn = self.data.get((domain, "\0drawn"))
        if drawn is not None and "label" not in {name for _, name, _ in read}:
            read.append(("label", "label", column_of(drawn.rows, drawn.values, size=size)))
        return attributes_of(read)

    def whole(self) -> dict[str, Fact]:
        facts: dict[str, Fact] = {}
        for key in self.keys.values():
            value = self.facts.get(key.id, key.default if key.domain == "graph" else None)
            if value is not None and not key.drawn:
                cell = typed(pl.Series([value]), key.kind, name=key.name, file=self.file, lines=[1], day=key.day)
                facts[key.name] = cell[0]
        return facts


def read_graphml(path: Path) -> NetworkFile:
    """Read GraphML; ids, keys and values as the file has them.

    Raises
    ------
    BadValue
        As ``read_xml``; ``not_this_format``, ``several_graphs``, ``element_unsupported``, ``attribute_missing``,
        ``key_undeclared``, ``attribute_value``, ``node_repeated``, ``end_undeclared``, each with ``file`` and ``line``.
    """
    reader = _Reader(str(path))
    read_xml(path, reader)
    reader.take_own_ids()
    checked_ends(
        reader.ids, (reader.source, reader.target), lines=reader.lines, node_lines=reader.node_lines, file=str(path)
    )
    directed, mixed = mixed_or_not(reader.directions, default=reader.default)
    graph = AttributedGraph(
        ids=pl.Series("id", reader.ids, dtype=pl.String),
        source=pl.Series("source", reader.source, dtype=pl.String),
        target=pl.Series("target", reader.target, dtype=pl.String),
        node_attributes=reader.columns("node", len(reader.ids), reader.node_lines),
        tie_attributes=reader.columns("edge", len(reader.lines), reader.lines),
        directed=directed,
        mixed=mixed,
        facts=reader.whole(),
    )
    return NetworkFile(graph, "graphml", str(path), pl.Series("line", reader.lines, dtype=pl.Int64))
