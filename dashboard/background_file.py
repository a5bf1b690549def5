"""Which file of tiles lies under the map, and how is one given, replaced and taken away?

One PMTiles file in the data folder. What was handed in is looked through before it takes the place of another.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final

from graph_model.errors import BadValue
from graph_model.ledger.files import sync_folder, write_json, writing
from graph_model.recent import Recent
from loaders.tiles.archive import TileArchive, is_picture
from loaders.tiles.vector_tile import tile_layers

TOLD: Final = "background.json"
LONGEST_TEXT: Final = 200
MEGABYTE: Final = 1_000_000
TAGS: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class BackgroundFile:
    """What is known of the file.

    Attributes
    ----------
    name
        As whoever gave it called it.
    stamp
        The begin of its hash; another file has another.
    size
        Bytes.
    given
        The day on which it was given, as ISO text.
    kind, min_zoom, max_zoom, bounds
        As ``loaders.tiles.archive.TilesHeader``.
    attribution
        Whom to name, without markup; empty where the file tells nobody.
    """

    name: str
    stamp: str
    size: int
    given: str
    kind: str
    min_zoom: int
    max_zoom: int
    bounds: tuple[float, float, float, float]
    attribution: str


class Backgrounds:
    """The background of one data folder; used from several threads.

    Parameters
    ----------
    folder
        Where the file lies; made when the first is given.
    most_bytes
        Largest file that is taken.
    """

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._folder = folder
        # Never closed while a thread may still read from it: an archive goes when nobody holds it.
        self._open: Recent[str, TileArchive] = Recent(1)

    def file(self) -> BackgroundFile | None:
        """What lies there; None where nothing was given.

        Raises
        ------
        BadValue
            ``tiles_damaged``: what is told of it cannot be read, or the file has gone.
        """
        try:
            told = json.loads((self._folder / TOLD).read_bytes())
            held = BackgroundFile(**{**told, "bounds": tuple(told["bounds"])})
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise BadValue("tiles_damaged") from error
        if not self._path(held.stamp).is_file():
            raise BadValue("tiles_damaged")
        return held

    def tile(self, stamp: str, z: int, x: int, y: int) -> bytes | None:
        """The bytes of a tile of the file with this stamp; None where there is none, or another file lies there now."""
        held = self.file()
        if held is None or held.stamp != stamp:
            return None
        try:
            return self._open.get(stamp, lambda: TileArchive(self._path(stamp))).tile(z, x, y)
        except OSError as error:
            raise BadValue("tiles_damaged") from error

    @contextmanager
    def receiving(self, name: str) -> Iterator[Receiver]:
        """What takes the bytes of a file in; where the block ends well it is the background, else nothing changed.

        Raises
        ------
        BadValue
            ``tiles_too_large``, or as ``loaders.tiles.archive.TileArchive``, with ``tiles_damaged`` also where no tile
            of it can be read.
        CannotWrite
            The disk is full, or the folder cannot be written.
        """
        with writing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix="new-", delete=False) as out:
                path = Path(out.name)
                try:
                    receiver = Receiver(out.file, most_bytes=self.most_bytes)
                    yield receiver
                    out.flush()
                    os.fsync(out.fileno())
                    self._keep(path, checked(path, name=name, stamp=receiver.stamp))
                finally:
                    path.unlink(missing_ok=True)

    def take(self, source: Path) -> BackgroundFile:
        """Keep a copy of a file as the background; errors as ``receiving``, and OSError as ``open``."""
        with source.open("rb") as held, self.receiving(source.name) as receiver:
            shutil.copyfileobj(held, receiver)
        told = self.file()
        assert told is not None
        return told

    def _keep(self, path: Path, told: BackgroundFile) -> None:
        os.replace(path, self._path(told.stamp))
        sync_folder(self._folder)
        write_json(self._folder / TOLD, asdict(told))  # from here on it is the background
        self._sweep(keep=told.stamp)

    def remove(self) -> bool:
        """Take the background away; whether there was one."""
        with writing(self._folder):
            there = (self._folder / TOLD).exists()
            (self._folder / TOLD).unlink(missing_ok=True)
            self._sweep(keep="")
        return there

    def _sweep(self, *, keep: str) -> None:
        for old in self._folder.glob("*.pmtiles"):
            if old.stem != keep:
                with suppress(OSError):
                    old.unlink()

    def _path(self, stamp: str) -> Path:
        return self._folder / f"{stamp}.pmtiles"


class Receiver:
    """Takes bytes in, counts and hashes them.

    Parameters
    ----------
    out
        Where they go.
    most_bytes
        More than these are refused.
    """

    def __init__(self, out: IO[bytes], *, most_bytes: int) -> None:
        self._out = out
        self._left = most_bytes
        self._most = most_bytes
        self._hash = hashlib.sha256()

    def write(self, content: bytes) -> int:
        """Take more; ``BadValue`` (``tiles_too_large``) where it is too much."""
        self._left -= len(content)
        if self._left < 0:
            raise BadValue("tiles_too_large", most=self._most // MEGABYTE)
        self._hash.update(content)
        return self._out.write(content)

    @property
    def stamp(self) -> str:
        """The begin of the hash of what came so far."""
        return self._hash.hexdigest()[:16]


def checked(path: Path, *, name: str, stamp: str) -> BackgroundFile:
    """What a file is, once a tile of it was read and is of the kind told; errors as ``Backgrounds.receiving``."""
    with TileArchive(path) as archive:
        head, metadata, tile = archive.header, archive.metadata, archive.any_tile()
        if head.kind == "mvt":
            tile_layers(tile, wanted=lambda _: True)
        elif not is_picture(tile, head.kind):
            raise BadValue("tiles_damaged")
        return BackgroundFile(
            name=plain_text(name) or path.name,
            stamp=stamp,
            size=path.stat().st_size,
            given=dt.date.today().isoformat(),
            kind=head.kind,
            min_zoom=head.min_zoom,
            max_zoom=head.max_zoom,
            bounds=head.bounds,
            attribution=plain_text(metadata.get("attribution")),
        )


def plain_text(told: Any) -> str:
    """A short line of text without markup and control signs; empty for anything else."""
    if not isinstance(told, str):
        return ""
    words = html.unescape(TAGS.sub(" ", told[: 50 * LONGEST_TEXT]))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())[:LONGEST_TEXT]
