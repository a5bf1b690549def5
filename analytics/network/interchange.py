"""How do the co-building network and the property graph reach other programs, NetworkX above all, and come back?

Public interchange only; nothing is measured on these graphs. GraphML and GEXF are written in modules of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import polars as pl

from graph_model.attributed_graph import AttributedGraph
from graph_model.errors import BadValue
from graph_model.property_graph import property_graph
from graph_model.snapshot import LAYERS

if TYPE_CHECKING:
    from graph_model.dataset import Dataset
    from graph_model.snapshot import Snapshot

NODE_FACTS: Final = ("name", "level", "form", "domain", "two_new", "place", "community", "area")
KINDS: Final = (
    (bool, pl.Boolean()),
    (int, pl.Int64()),
    (float, pl.Float64()),
    (dt.date, pl.Date()),
    (str, pl.String()),
)


def co_building_graph(snapshot: Snapshot, *, layer: str | None = None) -> AttributedGraph:
    """The co-building network of a snapshot: organisations, ties, one yes/no attribute a layer, and the weight.

    ``label`` repeats the name, where programs that draw look for it. Undirected; ``weight`` is the number of layers.

    Raises
    ------
    UnknownName
        There is no such layer.
    """
    organisations, ties = snapshot.organisations, snapshot.ties(layer)
    return AttributedGraph(
        ids=organisations["code"].alias("id"),
        node_attributes=organisations.select(pl.col("name").alias("label"), *NODE_FACTS),
        source=ties["a"].alias("source"),
        target=ties["b"].alias("target"),
        tie_attributes=ties.select("weight", *(pl.col(name).cast(pl.Boolean) for name in LAYERS)),
        facts={"as_of": snapshot.as_of},
    )


def to_networkx(snapshot: Snapshot, *, layer: str | None = None) -> nx.Graph[str]:
    """The co-building network as a NetworkX graph: names and kinds on nodes, layers and weight on ties.

    Values are plain Python of their type; what is unknown is left off. ``graph["as_of"]`` is the day.
    """
    return as_networkx(co_building_graph(snapshot, layer=layer))


def property_graph_to_networkx(dataset: Dataset) -> nx.MultiDiGraph[str]:
    """The whole property graph but the members as a NetworkX graph with several ties between two nodes.

    Nodes are called ``Label:code`` and carry ``labels``, ``code`` and their properties; ties carry their type as
    ``kind`` (and as their key) and their properties. Days are ``datetime.date``, which NetworkX's own writers refuse:
    write with ``write_graphml`` or ``write_gexf``.
    """
    graph = as_networkx(property_graph(dataset))
    assert isinstance(graph, nx.MultiDiGraph)
    return graph


def as_networkx(graph: AttributedGraph) -> nx.Graph[str]:
    """Any attributed network as a NetworkX graph; one that allows repeats where there are some, or ties have kinds.

    Raises
    ------
    BadValue
        ``mixed_directions``: NetworkX has no graph in which some ties have a direction and some have none.
    """
    if graph.mixed is not None:
        raise BadValue("mixed_directions")
    ends = pl.DataFrame({"a": graph.source, "b": graph.target})
    if not graph.directed:
        ends = ends.select(pl.min_horizontal("a", "b"), pl.max_horizontal("a", "b").alias("b"))
    several = "kind" in graph.tie_attributes.columns or ends.is_duplicated().any()
    kinds: dict[tuple[bool, bool], type[nx.Graph[str]]] = {
        (False, False): nx.Graph, (True, False): nx.DiGraph, (False, True): nx.MultiGraph, (True, True): nx.MultiDiGraph
    }  # fmt: skip
    made = kinds[graph.directed, several]()
    made.graph.update(graph.facts)
    made.add_nodes_from(zip(graph.ids, _known(graph.node_attributes, graph.nodes), strict=True))
    for source, target, told in zip(graph.source, graph.target, _known(graph.tie_attributes, graph.ties), strict=True):
        if isinstance(made, nx.MultiGraph):
            key = told.get("kind")
            free = key is not None and not made.has_edge(source, target, key)
            made.add_edge(source, target, key=key if free else None, **told)
        else:
            made.add_edge(source, target, **told)
    return made


def from_networkx(graph: nx.Graph[Any]) -> AttributedGraph:
    """A NetworkX graph as columns; names of nodes as text, keys of parallel ties left out.

    Raises
    ------
    BadValue
        ``graph_id_repeated``: two nodes are the same as text; ``attribute_types``: an attribute holds values of
        several types, or of one that no column has.
    """
    ids = pl.Series("id", [str(node) for node in graph.nodes], dtype=pl.String)
    ties = list(graph.edges(data=True))
    return AttributedGraph(
        ids=ids,
        node_attributes=_columns([told for _, told in graph.nodes(data=True)]),
        source=pl.Series("source", [str(a) for a, _, _ in ties], dtype=pl.String),
        target=pl.Series("target", [str(b) for _, b, _ in ties], dtype=pl.String),
        tie_attributes=_columns([told for _, _, told in ties]),
        directed=graph.is_directed(),
        facts=dict(graph.graph),
    ).checked()


def _known(attributes: pl.DataFrame, rows: int) -> Iterable[dict[str, Any]]:
    if not attributes.width:
        return [{} for _ in range(rows)]
    names = attributes.columns
    return (
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in attributes.iter_rows()
    )


def _columns(told: list[Mapping[str, Any]]) -> pl.DataFrame:
    names = {str(name): name for row in told for name in row}
    columns = {}
    for text, name in names.items():
        values = [row.get(name) for row in told]
        types = {type(value) for value in values if value is not None}
        dtype = next((dtype for kind, dtype in KINDS if types == {kind}), None)
        if types == {int, float}:
            values, dtype = [None if value is None else float(value) for value in values], pl.Float64()
        if dtype is None and types:
            raise BadValue("attribute_types", name=text, types=", ".join(sorted(kind.__name__ for kind in types)))
        columns[text] = pl.Series(values, dtype=dtype or pl.String())
    return pl.DataFrame(columns)
