"""What network does a Pajek file tell: vertices, arcs, edges, lists of neighbours, several relations?

The first network of the file; what draws it (coordinates, colours, shapes) is left out, as are partitions and vectors.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import polars as pl

from graph_model.attributed_graph import AttributedGraph
from graph_model.errors import BadValue
from loaders.networks.file import NetworkFile, decoded, mixed_or_not

WORD: Final = re.compile(r'"((?:[^"]|"")*)"|(\S+)')
SECTION: Final = re.compile(r"^\*\s*([A-Za-z]+)\s*(?::\s*(\d+))?\s*(.*)$")
TIES: Final = {"arcs": True, "edges": False, "arcslist": True, "edgeslist": False}
WEIGHTLESS: Final = re.compile(r"^[A-Za-z]+$")
"""A word that says how a line is drawn, where a weight might stand."""
MOST_VERTICES: Final = 10_000_000
"""A number beyond it is a slip, not a network that this machine could hold."""
OUT: Final = frozenset({"partition", "vector", "permutation", "cluster", "hierarchy"})


def read_pajek(path: Path) -> NetworkFile:
    """Read the first network of a ``.net`` or ``.paj`` file in UTF-8 or GB18030.

    Ids are the labels where every vertex has one of its own; else the numbers as Pajek counts, from 1. Both stand among
    the attributes as well, ``label`` and ``number``.
    Arcs have a direction, edges have none. A tie's ``weight`` is its third number, 1 where there is none; its
    ``relation`` the name (or number) of the relation where there are several. ``*Vertices n m`` is a two-mode network
    whose first m vertices are the actors.

    Raises
    ------
    BadValue
        ``no_such_file``, ``text_encoding``; ``pajek_line`` with ``file``, ``line`` and ``text``: a line that cannot be
        read; ``pajek_no_vertices``; ``end_undeclared`` with ``id``: a number beyond the vertices.
    """
    reader = _Reader(str(path))
    for number, line in enumerate(decoded(path).splitlines(), start=1):
        if not reader.take(number, line.strip()):
            break
    return reader.done()


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.size: int | None = None
        self.actors: int | None = None
        self.labels: list[str | None] = []
        self.section = ""
        self.relation: str | None = None
        self.several = False
        self.source: list[int] = []
        self.target: list[int] = []
        self.weights: list[float] = []
        self.relations: list[str | None] = []
        self.directions: list[bool] = []
        self.lines: list[int] = []
        self.row = 0

    def take(self, number: int, line: str) -> bool:
        """One line; False where the network ends."""
        if not line or line.startswith("%"):
            return True
        if line.startswith("*"):
            return self._open(number, line)
        words = [quoted.replace('""', '"') if bare == "" else bare for quoted, bare in WORD.findall(line)]
        match self.section:
            case "vertices":
                self._vertex(number, line, words)
            case "arcs" | "edges":
                ends = self._numbers(number, line, words[:2], least=2)
                self._tie(number, ends[0], ends[1], self._weight(number, line, words))
            case "arcslist" | "edgeslist":
                first, *others = self._numbers(number, line, words, least=1)
                for other in others:
                    self._tie(number, first, other, 1.0)
            case "matrix":
                self._matrix(number, line, words)
            case _:
                raise BadValue("pajek_line", file=self.file, line=number, text=line[:80])
        return True

    def _open(self, number: int, line: str) -> bool:
        found = SECTION.match(line)
        name = found.group(1).lower() if found else ""
        if found is None or (name not in {*TIES, *OUT, "network", "vertices", "matrix"}):
            raise BadValue("pajek_line", file=self.file, line=number, text=line[:80])
        if name in OUT:
            return False
        if name == "network":
            return self.size is None
        if name == "vertices":
            if self.size is not None:
                return False
            words = found.group(3).split()
            sizes = self._numbers(number, line, words, least=1)
            self.size, self.actors = sizes[0], sizes[1] if len(sizes) > 1 else None
            if not 0 <= (self.actors or 0) <= self.size <= MOST_VERTICES:
                raise BadValue("pajek_line", file=self.file, line=number, text=line[:80])
            self.labels = [None] * self.size
        elif self.size is None:
            raise BadValue("pajek_no_vertices", file=self.file, line=number)
        else:
            self.several = self.several or found.group(2) is not None
            self.relation = found.group(3).strip().strip('"') or found.group(2)
            self.row = 0
        self.section = name
        return True

    def _vertex(self, number: int, line: str, words: list[str]) -> None:
        place = self._numbers(number, line, words[:1], least=1)[0]
        self._known(number, place)
        if len(words) > 1:
            self.labels[place - 1] = words[1]

    def _matrix(self, number: int, line: str, words: list[str]) -> None:
        assert self.size is not None
        self.row += 1
        first = self.actors or 0
        if self.row > (self.actors or self.size) or len(words) != self.size - first:
            raise BadValue("pajek_line", file=self.file, line=number, text=line[:80])
        for column, word in enumerate(words, start=1 + first):
            weight = self._weight(number, line, ["", "", word])
            if weight:
                self._tie(number, self.row, column, weight)

    def _tie(self, number: int, source: int, target: int, weight: float) -> None:
        self._known(number, source)
        self._known(number, target)
        self.source.append(source)
        self.target.append(target)
        self.weights.append(weight)
        self.relations.append(self.relation)
        matrix_directed = self.section == "matrix" and self.actors is None
        self.directions.append(TIES.get(self.section, matrix_directed))
        self.lines.append(number)

    def _known(self, number: int, vertex: int) -> None:
        if self.size is None or not 1 <= vertex <= self.size:
            raise BadValue("end_undeclared", file=self.file, line=number, id=str(vertex))

    def _numbers(self, number: int, line: str, words: list[str], *, least: int) -> list[int]:
        try:
            read = [int(word) for word in words]
        except ValueError:
            read = []
        if len(read) < least:
            raise BadValue("pajek_line", file=self.file, line=number, text=line[:80])
        return read

    def _weight(self, number: int, line: str, words: list[str]) -> float:
        if len(words) < 3:
            return 1.0
        try:
            return float(words[2])
        except ValueError:
            if WEIGHTLESS.match(words[2]):
                return 1.0
            raise BadValue("pajek_line", file=self.file, line=number, text=line[:80]) from None

    def done(self) -> NetworkFile:
        if self.size is None:
            raise BadValue("pajek_no_vertices", file=self.file, line=1)
        directed, mixed = mixed_or_not(self.directions, default=False)
        ties = {"weight": pl.Series(self.weights, dtype=pl.Float64)}
        if self.several or len(set(self.relations)) > 1:
            ties["relation"] = pl.Series(self.relations, dtype=pl.String)
        labels = pl.Series(self.labels, dtype=pl.String)
        numbers = pl.int_range(1, self.size + 1, dtype=pl.Int64, eager=True)
        own = labels.null_count() == 0 and labels.n_unique() == self.size and not (labels == "").any()
        ids = labels if own else numbers.cast(pl.String)
        graph = AttributedGraph(
            ids=ids.alias("id"),
            source=ids.gather(pl.Series(self.source, dtype=pl.Int64) - 1).alias("source"),
            target=ids.gather(pl.Series(self.target, dtype=pl.Int64) - 1).alias("target"),
            node_attributes=pl.DataFrame({"label": labels, "number": numbers}),
            tie_attributes=pl.DataFrame(ties),
            directed=directed,
            mixed=mixed,
        )
        return NetworkFile(graph, "pajek", self.file, pl.Series("line", self.lines, dtype=pl.Int64), self.actors)
