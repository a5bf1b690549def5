"""The hand-made region as files a planner might hand in, and a data folder that holds it."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import polars as pl

from dashboard.service import Service
from graph_model.settings import Settings
from loaders.importer import load
from tests.region import AS_OF, REGION, Rows, frame_from_rows


def write_ledger(rows: Rows, folder: Path, *, tables: Iterable[str] | None = None) -> Path:
    """One csv file a table, as planners write it: yes and no in Chinese."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in rows if tables is None else tables:
        truth = pl.when(pl.col(pl.Boolean)).then(pl.lit("是")).when(~pl.col(pl.Boolean)).then(pl.lit("否")).name.keep()
        frame_from_rows(name, rows[name]).with_columns(truth).write_csv(folder / f"{name}.csv")
    return folder


def region_folder(folder: Path) -> Path:
    """A data folder into which the region was loaded like anyone's ledger, and published; a copy of one so made."""
    shutil.copytree(_region_as_loaded().name, folder, dirs_exist_ok=True)
    return folder / "data"


@cache
def _region_as_loaded() -> tempfile.TemporaryDirectory[str]:
    """The folder that is copied: loaded once a process, gone at its end."""
    made = tempfile.TemporaryDirectory(prefix="gongjian-region-")
    folder = Path(made.name)
    with Service(Settings(data=folder / "data")) as service:
        paths = [write_ledger(REGION, folder / "ledger")]
        load(paths, ledger=service.ledger, as_of=dt.date.fromisoformat(AS_OF))
        service.ready()
    return made
