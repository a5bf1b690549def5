"""Which files of networks has somebody opened to look at, and what is to be seen in each?

Kept in memory only, a few at a time; nothing of them goes into the data folder. Pages are drawn elsewhere.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graph_model.errors import BadValue, UnknownName

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from analytics.network.graph import Network
    from loaders.networks import NetworkFile

KEPT: Final = 8
MOST_BYTES: Final = 50 * 1024 * 1024


@dataclass(frozen=True)
class Layout:
    """Where the nodes of a network are drawn.

    Attributes
    ----------
    positions
        float64 (n, 2); not-a-number for a node without ties, and for all where ``drawn`` is False.
    groups
        int64 (n,): the community of ties each belongs to; -1 without ties.
    drawn
        Whether it was laid out: at most ``MOST_DRAWN`` nodes with ties.
    """

    positions: npt.NDArray[np.float64]
    groups: npt.NDArray[np.int64]
    drawn: bool


class OpenedNetwork:
    """A network that was read from a file, its measures and its picture, each found once.

    Parameters
    ----------
    name
        The file's own name, without folders.
    file
        What the reader gave.
    directed
        As ``network_of`` takes it.
    exact_up_to
        Nodes up to which betweenness is exact.
    """

    def __init__(self, name: str, file: NetworkFile, *, directed: bool, exact_up_to: int) -> None:
        from dashboard.network_file import network_of

        self.name = name
        self.file = file
        self.network: Network = network_of(file, directed=directed)
        self._exact_up_to = exact_up_to
        self._lock = threading.Lock()

    @cached_property
    def measures(self) -> dict[str, Any]:
        """What ``gongjian measure --format json`` answers."""
        from analytics.network.measures import network_measures

        with self._lock:
            return network_measures(self.network, exact_up_to=self._exact_up_to).as_json()

    @cached_property
    def layout(self) -> Layout:
        """Positions and groups; the same file gives the same picture."""
        import numpy as np

        from analytics.network.communities import SEED, communities
        from analytics.network.graph import simple
        from analytics.network.layout import layout
        from analytics.network.spreading import spread
        from dashboard.network_view import MOST_DRAWN

        ties = simple(self.network.adjacency)
        tied = np.diff(ties.indptr) > 0
        positions = np.full((self.network.nodes, 2), np.nan)
        groups = np.full(self.network.nodes, -1, dtype=np.int64)
        drawn = int(tied.sum()) <= MOST_DRAWN
        if drawn and tied.any():
            label = communities(ties, seed=SEED).label
            groups[tied] = np.unique(label[tied], return_inverse=True)[1]
            placed = layout(ties, seed=SEED)
            positions[tied] = spread(placed[tied], groups[tied], free=np.ones(int(tied.sum()), dtype=np.bool_))
        return Layout(positions, groups, drawn)


class OpenedNetworks:
    """The networks that are open in this process, the latest ``KEPT`` of them."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, OpenedNetwork] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, path: Path, *, nodes: Path | None = None, directed: bool = False, exact_up_to: int) -> str:
        """Read a file; gives the token that stands for it. Errors as ``read_network`` and ``network_of``."""
        from loaders.networks import read_network

        return self._keep(
            OpenedNetwork(path.name, read_network(path, nodes=nodes), directed=directed, exact_up_to=exact_up_to)
        )

    def upload(self, content: str, name: str, *, exact_up_to: int) -> str:
        """Read a file that a browser sent as a data address; gives the token that stands for it.

        Raises
        ------
        BadValue
            ``upload_unreadable``; and as ``open``, with the file's own name.
        """
        base = Path(name.replace("\\", "/")).name
        with tempfile.TemporaryDirectory(prefix="gongjian-network-") as folder:
            path = Path(folder, base)
            try:
                path.write_bytes(base64.b64decode(content.partition(",")[2], validate=True))
            except (binascii.Error, OSError, ValueError) as error:
                raise BadValue("upload_unreadable", name=name) from error
            try:
                return self.open(path, exact_up_to=exact_up_to)
            except BadValue as error:
                values = {**error.values, **({"file": base} if "file" in error.values else {})}
                raise BadValue(error.code, **values) from error

    def get(self, token: str) -> OpenedNetwork:
        """The network of a token; ``UnknownName`` where it is no longer open."""
        with self._lock:
            if token not in self._open:
                raise UnknownName("opened_network", token)
            self._open.move_to_end(token)
            return self._open[token]

    def _keep(self, network: OpenedNetwork) -> str:
        token = secrets.token_urlsafe(9)
        with self._lock:
            self._open[token] = network
            while len(self._open) > KEPT:
                self._open.popitem(last=False)
        return token
