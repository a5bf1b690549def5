"""Which networks are the measures timed on: of organisations, at any size, the same for the same seed?

Draws and writes them as Arrow; measures nothing.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

DISTRICT = 80
"""Organisations of a sub-district."""
TIES_EACH, COMMITTEE_OF, MUTUAL = 2.5, 5, 0.3


def write_networks(folder: Path, *, nodes: int, seed: int) -> int:
    """Write ``ties``, ``arcs`` and ``seats`` as Arrow files with columns of text ids; the number of ties.

    Organisations stand in sub-districts of 80, each with a hub. An organisation draws agreements, 2.5 in the mean and
    many times that for a few: seven in ten within the sub-district, one in ten with its hub, the rest anywhere. One in
    twelve has one tie alone. Committees of 3 to 7 sit in a sub-district, one for five organisations; all their members
    are tied. Ids have the 18 characters of a unified social credit code; rows stand in no order. ``ties`` has each pair
    once, without loops, and each organisation at least once; ``arcs`` has them with a direction, three in ten both
    ways; ``seats`` has (organisation, committee).
    """
    chance = np.random.default_rng([seed, nodes])
    seats = _seats(nodes, chance)
    pairs = np.concatenate([_agreements(nodes, chance), _clique_pairs(seats)])
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    lone = np.setdiff1d(np.arange(nodes), pairs)
    pairs = np.concatenate(
        [pairs, np.column_stack([lone, np.where(lone == _hub(lone), (lone + 1) % nodes, _hub(lone))])]
    )
    pairs = np.sort(pairs, axis=1)
    keys = chance.permutation(np.unique(pairs[:, 0] * nodes + pairs[:, 1]))
    ties = np.column_stack([keys // nodes, keys % nodes])
    ties = np.where(chance.random(len(ties))[:, None] < 0.5, ties, ties[:, ::-1])
    back = ties[chance.random(len(ties)) < MUTUAL][:, ::-1]
    arcs = chance.permutation(np.concatenate([ties, back]))
    _write(folder / "ties.arrow", source=_ids("91", ties[:, 0]), target=_ids("91", ties[:, 1]))
    _write(folder / "arcs.arrow", source=_ids("91", arcs[:, 0]), target=_ids("91", arcs[:, 1]))
    seats = chance.permutation(seats)
    _write(folder / "seats.arrow", organisation=_ids("91", seats[:, 0]), committee=_ids("C-", seats[:, 1]))
    return len(ties)


def number_of(ids: pa.Array | pa.ChunkedArray) -> NDArray[np.int64]:
    """The place of each id in the network as it was drawn."""
    return np.asarray(pc.cast(pc.utf8_slice_codeunits(ids, 2), pa.int64()).to_numpy(), dtype=np.int64)


def _hub(node: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(node // DISTRICT * DISTRICT, dtype=np.int64)


def _near(node: NDArray[np.int64], nodes: int, chance: np.random.Generator) -> NDArray[np.int64]:
    """Another of the same sub-district, some far more often than others."""
    within = (chance.random(node.size) ** 2 * DISTRICT).astype(np.int64)
    return np.asarray(np.minimum(_hub(node) + within, nodes - 1), dtype=np.int64)


def _agreements(nodes: int, chance: np.random.Generator) -> NDArray[np.int64]:
    count = np.minimum(chance.pareto(1.8, nodes) * TIES_EACH * 0.8, 200).astype(np.int64)
    count[chance.random(nodes) < 1 / 12] = 0
    source = np.repeat(np.arange(nodes, dtype=np.int64), count)
    kind = chance.random(source.size)
    anywhere = chance.integers(0, nodes, source.size)
    target = np.where(kind < 0.7, _near(source, nodes, chance), np.where(kind < 0.8, _hub(source), anywhere))
    return np.column_stack([source, target])


def _seats(nodes: int, chance: np.random.Generator) -> NDArray[np.int64]:
    committees = max(nodes // COMMITTEE_OF, 1)
    size = chance.integers(3, 8, committees)
    committee = np.repeat(np.arange(committees, dtype=np.int64), size)
    first = np.repeat(chance.integers(0, nodes, committees), size)
    member = np.minimum(_hub(first) + chance.integers(0, DISTRICT, committee.size), nodes - 1)
    keys = np.unique(committee * nodes + member)
    return np.column_stack([keys % nodes, keys // nodes])


def _clique_pairs(seats: NDArray[np.int64]) -> NDArray[np.int64]:
    """Both of every two members of one committee, once; ``seats`` by committee."""
    pairs = []
    for apart in range(1, 8):
        together = seats[:-apart, 1] == seats[apart:, 1]
        pairs.append(np.column_stack([seats[:-apart, 0][together], seats[apart:, 0][together]]))
    return np.concatenate(pairs)


def _ids(prefix: str, number: NDArray[np.int64]) -> pa.Array:
    return pc.binary_join_element_wise(prefix, pc.utf8_lpad(pc.cast(pa.array(number), pa.string()), 16, "0"), "")


def _write(path: Path, **columns: pa.Array) -> None:
    table = pa.table(columns)
    with pa.OSFile(str(path), "wb") as out, pa.ipc.new_file(out, table.schema) as file:
        file.write_table(table)
