"""The steps that are measured, each run in a process of its own: ``python -m dashboard.bench.steps NAME ARGUMENT...``

Does one thing and ends; who compares them is ``loading``, ``publishing``, ``reporting`` and ``serving``.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from dashboard.bench import report_steps
from dashboard.bench.measuring import tell
from dashboard.bench.people_at_once import people

AS_OF: Final = "2018-06-30"


def generate(scale: str, seed: str, folder: str) -> None:
    """Make the region."""
    from loaders.synthetic.large.region import write_region

    write_region(scale, Path(folder), seed=int(seed))


def read_csv(folder: str) -> None:
    """The first floor: nothing but ``polars.read_csv`` of every file."""
    import polars as pl

    rows = 0
    for path in sorted(Path(folder).glob("*.csv")):
        rows += pl.read_csv(path, infer_schema_length=10_000).height
    tell(rows=rows)


def stage(data: str, folder: str) -> None:
    """Lay the graph's tables out as Parquet, for the second floor; not part of what is compared."""
    from graph_model.ledger import Ledger
    from graph_model.stores.floors import stage_tables

    stage_tables(Ledger(Path(data)).dataset(), Path(folder))


def bare_copy(staged: str, target: str) -> None:
    """The second floor: nothing but COPY of the same tables into a fresh graph file."""
    from graph_model.stores.floors import bare_copy

    tell(rows=bare_copy(Path(staged), Path(target)))


def change(folder: str, out: str, rows: str) -> None:
    """Write a sheet of some organisations with new numbers: what a second hand-in looks like."""
    import polars as pl

    some = pl.read_csv(Path(folder) / "organisations.csv", infer_schema=False).head(int(rows))
    Path(out).mkdir(parents=True, exist_ok=True)
    changed = some.with_columns(pl.lit("是").alias("has_venue"), (pl.col("name") + "（改）").alias("name"))
    changed.write_csv(Path(out) / "organisations.csv")


def read_again(data: str, folder: str) -> None:
    """The reading side of a hand-in, up to the batch in the ledger; nothing is published."""
    from graph_model.ledger import Ledger
    from loaders.importer import load

    started = time.perf_counter()
    report = load([Path(folder)], ledger=Ledger(Path(data)), as_of=dt.date.fromisoformat(AS_OF))
    counts = report.tables.values()
    tell(work_seconds=round(time.perf_counter() - started, 2), rows=sum(one.accepted for one in counts))


def is_empty() -> None:
    """Whether the server's database may be used."""
    from graph_model.stores import floors

    tell(empty=floors.is_empty(**_server()))


def clear() -> None:
    """Take away what the measurement wrote."""
    from graph_model.stores import floors

    floors.clear(**_server())


def bare_create(staged: str) -> None:
    """The floor of publishing: UNWIND and CREATE of the same rows by the bare driver."""
    from graph_model.stores.floors import bare_create

    started = time.perf_counter()
    rows = bare_create(Path(staged), **_server())
    tell(rows=rows, work_seconds=round(time.perf_counter() - started, 2))


def change_one_in_a_hundred(folder: str, out: str) -> None:
    """Write sheets in which every hundredth organisation, unit, meeting, attendance and listing reads otherwise."""
    import polars as pl

    told = {
        "organisations": pl.col("name") + "（改）",
        "units": pl.col("name") + "（改）",
        "listings": pl.col("title") + "（改）",
        "members": pl.when(pl.col("gender") == "male").then(pl.lit("female")).otherwise(pl.lit("male")).alias("gender"),
        "attendance": pl.when(pl.col("attended") == "yes")
        .then(pl.lit("no"))
        .otherwise(pl.lit("yes"))
        .alias("attended"),
    }
    Path(out).mkdir(parents=True, exist_ok=True)
    rows = 0
    for name, changed in told.items():
        some = pl.read_csv(Path(folder) / f"{name}.csv", infer_schema=False).gather_every(100).with_columns(changed)
        some.write_csv(Path(out) / f"{name}.csv")
        rows += some.height
    tell(rows=rows)


def publish(data: str) -> None:
    """Bring the ledger to the server; tells what was written, by the difference and by the server's own counters."""
    from graph_model.ledger import Ledger
    from graph_model.publishing import publish_ledger
    from graph_model.settings import Settings
    from graph_model.stores import open_store

    started = time.perf_counter()
    with open_store(Settings(data=Path(data))) as store:
        report = publish_ledger(Ledger(Path(data)), store)
    seconds = round(time.perf_counter() - started, 2)
    tell(work_seconds=seconds, written=report.written, deleted=report.deleted, server=dict(report.server))


def warm() -> None:
    """Lay the compiled kernels on disk, as a first use of an installation does."""
    from analytics.network.warming import warm

    warm()


def _server() -> dict[str, Any]:
    from graph_model.settings import Settings

    told = Settings()
    return {
        "address": told.store,
        "user": told.store_user,
        "password": told.password(),
        "database": told.store_database,
    }


STEPS: Final[dict[str, Callable[..., None]]] = {
    **{
        one.__name__: one
        for one in (
            generate, read_csv, stage, bare_copy, change, read_again, is_empty, clear, bare_create,
            change_one_in_a_hundred, publish, people, warm,
            report_steps.sub_district, report_steps.report_parts, report_steps.queries,
        )
    },
    "publish_unchanged": publish,
    "publish_changed": publish,
}  # fmt: skip

if __name__ == "__main__":
    STEPS[sys.argv[1]](*sys.argv[2:])
