"""What network does a file tell: GraphML, GEXF, Pajek or an edge list, by its ending and by what it begins with?

Each format has a module of its own; nothing is measured here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from graph_model.errors import BadValue
from loaders.networks.edge_lists import read_separated, read_words
from loaders.networks.file import FORMATS, NetworkFile
from loaders.networks.gexf import read_gexf
from loaders.networks.graphml import read_graphml
from loaders.networks.pajek import read_pajek

ENDINGS: Final = {
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".net": "pajek",
    ".paj": "pajek",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
}
"""What an ending says for sure; of every other file, what it begins with says it."""
BEGINNING: Final = 4096


def read_network(path: Path, *, nodes: Path | None = None) -> NetworkFile:
    """Read a network from a file of any known format; ids, labels and attributes as the file has them.

    Parameters
    ----------
    path
        The file.
    nodes
        A csv file ``id[,…]`` of every node; only beside an edge list.

    Raises
    ------
    BadValue
        ``no_such_file``; ``nodes_not_wanted``: the format lists its nodes itself; and as the format's reader says.
    """
    if not path.is_file():
        raise BadValue("no_such_file", file=str(path))
    kind = ENDINGS.get(path.suffix.lower()) or _by_beginning(path)
    if kind in ("csv", "tsv"):
        return read_separated(path, separator="\t" if kind == "tsv" else ",", nodes=nodes)
    if kind == "words":
        return read_words(path, nodes=nodes)
    if nodes is not None:
        raise BadValue("nodes_not_wanted", file=str(path))
    return {"graphml": read_graphml, "gexf": read_gexf, "pajek": read_pajek}[kind](path)


def _by_beginning(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(BEGINNING)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")
    plain = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(b"<"):
        return "gexf" if b"<gexf" in head else "graphml"
    if plain.startswith((b"*", b"%")) and b"*vertices" in head.lower():
        return "pajek"
    lines = [line for line in plain.splitlines() if line.strip() and not line.startswith((b"#", b"%"))]
    first = lines[0].lower() if lines else b""
    if b"source" in first and b"target" in first and (b"," in first or b"\t" in first):
        return "csv" if b"," in first else "tsv"
    return "words"


__all__ = [
    "FORMATS",
    "NetworkFile",
    "read_gexf",
    "read_graphml",
    "read_network",
    "read_pajek",
    "read_separated",
    "read_words",
]
