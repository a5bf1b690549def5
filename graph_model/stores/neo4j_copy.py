"""What did this machine last publish to a server, so that the next publish writes only the difference?

A copy in the data folder; worth something only while the server says it still holds that very publish.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from graph_model.ledger.files import sha256_of, sync_file, write_json

MANIFEST = "manifest.json"


class PublishedCopy:
    """The tables of the last publish, one Parquet file each, and a manifest that is written last.

    Parameters
    ----------
    folder
        Its own folder; made when something is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def matches(self, publish: str) -> bool:
        """Whether this is the whole, unaltered copy of the publish with this id."""
        try:
            told = json.loads((self._folder / MANIFEST).read_text("utf-8"))
            files: dict[str, str] = told["files"]
            return bool(told["publish"] == publish) and all(
                sha256_of(self._folder / name) == digest for name, digest in files.items()
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False  # a damaged copy is no copy: the server's own tables are read instead

    def table(self, name: str) -> pl.DataFrame:
        """A table of a copy that ``matches``."""
        return pl.read_parquet(self._folder / f"{name}.parquet")

    def forget(self) -> None:
        """Drop the copy, the manifest first."""
        (self._folder / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def keep(self, publish: str, tables: Iterable[tuple[str, pl.DataFrame]]) -> None:
        """Keep the tables as the copy of a publish."""
        self.forget()
        self._folder.mkdir(parents=True)
        files = {}
        try:
            for name, frame in tables:
                path = self._folder / f"{name}.parquet"
                frame.write_parquet(path)
                sync_file(path)
                files[path.name] = sha256_of(path)
            write_json(self._folder / MANIFEST, {"publish": publish, "files": files})
        except BaseException:
            self.forget()
            raise
