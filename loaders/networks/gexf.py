"""What network does a GEXF file tell, of version 1.1 to 1.3?

Nodes, ties, typed attributes with their defaults. Nodes within nodes are read flat; what changes over time is read as
it was told last; colours, sizes and places on a canvas are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from graph_model.attributed_graph import AttributedGraph
from graph_model.errors import BadValue
from loaders.networks.file import (
    NetworkFile,
    attributes_of,
    checked_ends,
    column_of,
    mixed_or_not,
    number_text,
    typed,
)
from loaders.networks.xml_events import read_xml

KINDS: Final = {
    "boolean": "boolean",
    **dict.fromkeys(("integer", "long", "short", "byte"), "long"),
    **dict.fromkeys(("double", "float"), "double"),
}
"""Types with values of their own; every other (lists, big numbers, addresses) stays text."""
NATIVE: Final = {"node": ("label",), "edge": ("label", "kind", "weight")}


@dataclass
class _Attribute:
    id: str
    name: str
    kind: str
    default: str | None = None
    rows: list[int] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.ids: list[str] = []
        self.node_lines: list[int] = []
        self.source: list[str] = []
        self.target: list[str] = []
        self.lines: list[int] = []
        self.directions: list[bool] = []
        self.default = False
        self.attributes: dict[str, dict[str, _Attribute]] = {"node": {}, "edge": {}}
        self.native = {
            (domain, name): _Attribute(name, name, "string") for domain, names in NATIVE.items() for name in names
        }
        self.declaring: str | None = None
        self.attribute: _Attribute | None = None
        self.taken: list[str] | None = None
        self.at: list[tuple[str, int]] = []
        self.seen = False

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if not self.seen and name != "gexf":
            raise BadValue("not_this_format", file=self.file, format="GEXF", element=name)
        self.seen = True
        match name:
            case "graph":
                self.default = attributes.get("defaultedgetype", "undirected") == "directed"
            case "attributes":
                self.declaring = self._needed(attributes, "class", name, line)
                if self.declaring not in self.attributes:
                    raise BadValue("element_unsupported", file=self.file, line=line, element=f"class={self.declaring}")
            case "attribute" if self.declaring is not None:
                key = self._needed(attributes, "id", name, line)
                kind = KINDS.get(attributes.get("type", "string").lower(), "string")
                self.attribute = _Attribute(key, attributes.get("title") or key, kind)
                self.attributes[self.declaring][key] = self.attribute
            case "default" if self.attribute is not None:
                self.taken = []
            case "node":
                self.ids.append(self._needed(attributes, "id", name, line))
                self.node_lines.append(line)
                self._open("node", len(self.ids) - 1, attributes)
            case "edge":
                self.source.append(self._needed(attributes, "source", name, line))
                self.target.append(self._needed(attributes, "target", name, line))
                told = attributes.get("type")
                self.directions.append(self.default if told is None else told == "directed")
                self.lines.append(line)
                self._open("edge", len(self.lines) - 1, attributes)
            case "attvalue" if self.at:
                self._value(attributes, line)

    def end(self, name: str) -> None:
        match name:
            case "attributes":
                self.declaring = None
            case "attribute":
                self.attribute = None
            case "default" if self.attribute is not None and self.taken is not None:
                self.attribute.default, self.taken = "".join(self.taken), None
            case "node" | "edge":
                self.at.pop()

    def text(self, text: str) -> None:
        if self.taken is not None:
            self.taken.append(text)

    def _open(self, domain: str, row: int, attributes: dict[str, str]) -> None:
        self.at.append((domain, row))
        for name in NATIVE[domain]:
            if (value := attributes.get(name)) is not None:
                held = self.native[domain, name]
                held.rows.append(row)
                held.values.append(value)

    def _value(self, attributes: dict[str, str], line: int) -> None:
        domain, row = self.at[-1]
        key = attributes.get("for") or self._needed(attributes, "id", "attvalue", line)
        held = self.attributes[domain].get(key)
        if held is None:
            raise BadValue("key_undeclared", file=self.file, line=line, key=key)
        if (value := attributes.get("value")) is not None:
            held.rows.append(row)
            held.values.append(value)

    def _needed(self, attributes: dict[str, str], name: str, element: str, line: int) -> str:
        value = attributes.get(name)
        if not value:
            raise BadValue("attribute_missing", file=self.file, line=line, element=element, name=name)
        return value

    def columns(self, domain: str, size: int, lines: list[int]) -> pl.DataFrame:
        read = []
        for name in NATIVE[domain]:
            held = self.native[domain, name]
            if held.rows:
                text = column_of(held.rows, held.values, size=size)
                kind = number_text(text) if name == "weight" else "string"
                read.append((name, name, typed(text, kind, name=name, file=self.file, lines=lines)))
        for held in self.attributes[domain].values():
            text = column_of(held.rows, held.values, size=size, default=held.default)
            day = held.id.startswith("date-")
            read.append((held.id, held.name, typed(text, held.kind, name=held.name, file=self.file, lines=lines,
                                                   day=day)))  # fmt: skip
        return attributes_of(read)


def read_gexf(path: Path) -> NetworkFile:
    """Read GEXF; ids, labels, attributes and values as the file has them.

    Raises
    ------
    BadValue
        As ``read_xml``; ``not_this_format``, ``element_unsupported``, ``attribute_missing``, ``key_undeclared``,
        ``attribute_value``, ``node_repeated``, ``end_undeclared``, each with ``file`` and ``line``.
    """
    reader = _Reader(str(path))
    read_xml(path, reader)
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
    )
    return NetworkFile(graph, "gexf", str(path), pl.Series("line", reader.lines, dtype=pl.Int64))
