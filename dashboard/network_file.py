"""What do the measures say of a network that a file tells, of one mode or of two?

Between the loaders' columns and analytics' arrays; words and pages are others' work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from scipy import sparse

from analytics.network.graph import network_from_edges, sparse_of
from graph_model.errors import BadValue, UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.sparse import csr_array

    from analytics.network.graph import Network
    from loaders.networks import NetworkFile

FORMAT_NAMES = {"graphml": "GraphML", "gexf": "GEXF", "pajek": "Pajek", "edges": "csv"}


def network_of(file: NetworkFile, *, directed: bool = False) -> Network:
    """The network of a file as the measures take it.

    Parameters
    ----------
    file
        What a reader gave.
    directed
        Whether the ties of an edge list, which does not say, have a direction. A tie without a direction in a network
        that has directions counts in both.

    Raises
    ------
    BadValue
        ``weight_in_file``: a weight is no finite number over 0.
    """
    graph = file.graph
    source, target, weight = graph.source, graph.target, file.weights()
    if graph.direction == "undirected" and not (directed and file.format != "edges"):
        return network_from_edges(source, target, weight, nodes=graph.ids, directed=directed)
    back = ~graph.tie_directed() & (source != target) if graph.direction != "directed" else None
    if back is not None:
        source, target = (
            pl.concat([source.alias("end"), target.filter(back).alias("end")]),
            pl.concat([target.alias("end"), source.filter(back).alias("end")]),
        )
        weight = pl.concat([weight, weight.filter(back)])
    return network_from_edges(source, target, weight, nodes=graph.ids, directed=True)


TWO_MODE = ("degree", "closeness", "betweenness", "eigenvector", "core")
"""What is told of each node of a two-mode network, in this order."""


def two_mode(file: NetworkFile, **limits: int) -> dict[str, Any]:
    """The centralities of a two-mode network, as ``measure --two-mode --format json`` answers them.

    The actors are the file's first mode where it says so (Pajek's ``*Vertices n m``, or a node attribute
    ``bipartite`` that is 0); else the ends that ties come from. A node without ties belongs to the actors. ``limits``
    are those of ``two_mode_told``.

    Raises
    ------
    BadValue
        ``not_two_mode`` with ``id``: a node that stands in both modes.
    """
    graph = file.graph
    source, target = graph.source, graph.target
    told = graph.node_attributes.get_column("bipartite", default=None)
    if file.actors is not None:
        events = graph.ids.slice(file.actors)
    elif told is not None:
        events = graph.ids.filter((told.cast(pl.String).is_in(["1", "true"])).fill_null(value=False))
    else:
        events = target.unique(maintain_order=True)
    swapped = source.is_in(events.implode())
    if file.actors is None and told is None:
        wrong = source.filter(swapped)
    else:
        wrong = source.filter(swapped == target.is_in(events.implode()))
        ends = pl.DataFrame({"a": source, "b": target, "swapped": swapped})
        source = ends.select(pl.when("swapped").then("b").otherwise("a"))["b"]
        target = ends.select(pl.when("swapped").then("a").otherwise("b"))["a"]
    if wrong.len():
        raise BadValue("not_two_mode", id=wrong[0])
    actors = graph.ids.filter(~graph.ids.is_in(events.implode()))
    events = graph.ids.filter(graph.ids.is_in(events.implode()))
    row, column = (_places(ids, names) for ids, names in ((actors, source), (events, target)))
    size = max(actors.len(), events.len())
    incidence = sparse.csr_array(sparse_of(row, column, nodes=size)[: actors.len(), : events.len()])
    return two_mode_told(actors, events, incidence, **limits)


def two_mode_told(
    actors: Sequence[str] | pl.Series, events: Sequence[str] | pl.Series, incidence: csr_array, **limits: int
) -> dict[str, Any]:
    """A two-mode network as ``measure --two-mode --format json`` answers it; null where a figure is not defined.

    ``limits`` are the sizes and the seed that ``two_mode_centrality`` takes. ``left_out`` tells which measure of the
    nodes was not worked out at all, and the code of why.
    """
    from analytics.network.two_mode import two_mode_centrality, two_mode_whole

    found, whole = two_mode_centrality(incidence, **limits), two_mode_whole(incidence)
    nothing = np.full(sum(incidence.shape), np.nan)
    columns = {
        name: [None if np.isnan(value) else value for value in (nothing if held is None else held).tolist()]
        for name in TWO_MODE
        for held in [getattr(found, name)]
    }
    modes = ["actor"] * len(actors) + ["event"] * len(events)
    return {
        "actors": len(actors),
        "events": len(events),
        "ties": int(incidence.nnz),
        "two_mode_density": whole.density,
        "components": whole.components,
        "largest_component": whole.largest_component,
        "betweenness_error": found.betweenness_error,
        "left_out": {"closeness": "too_large"} if found.closeness is None else {},
        "node": {
            node: {"mode": mode, **{name: values[at] for name, values in columns.items()}}
            for at, (node, mode) in enumerate(zip([*actors, *events], modes, strict=True))
        },
    }


def property_of(file: NetworkFile, name: str) -> pl.Series:
    """A property of the nodes of a file, (nodes,): typed as the file types it; blank text is not known.

    ``name:number`` reads a column of text as numbers.

    Raises
    ------
    UnknownName
        No node attribute has that name.
    BadValue
        ``property_no_number`` with ``name`` and ``value``: a cell is no number.
    """
    attributes = file.graph.node_attributes
    plain, _, kind = name.rpartition(":") if name.endswith(":number") else (name, "", "")
    if plain not in attributes.columns:
        raise UnknownName("property", plain, known=attributes.columns)
    values = attributes.get_column(plain)
    if values.dtype == pl.String:
        values = values.replace("", None)
    if not kind:
        return values
    numbers = values.cast(pl.Float64, strict=False)
    wrong = values.filter(numbers.is_null() & values.is_not_null())
    if wrong.len():
        raise BadValue("property_no_number", name=plain, value=str(wrong[0]))
    return numbers


def _places(ids: pl.Series, names: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    index = pl.DataFrame({"id": ids}).with_row_index("place")
    found = pl.DataFrame({"id": names}).join(index, on="id", how="left", maintain_order="left")["place"]
    return found.cast(pl.Int64).to_numpy()
