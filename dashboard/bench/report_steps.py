"""The steps of ``bench report`` and ``bench queries``, each run in a process of its own by ``dashboard.bench.steps``.

Does one thing and tells its seconds; who compares them is ``reporting`` and ``querying``.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dashboard.bench.measuring import tell

if TYPE_CHECKING:
    import polars as pl

    from graph_model.queries import CatalogueQuery
    from graph_model.store import GraphStore

NAMED: Final[Mapping[str, tuple[str, str]]] = {
    "organisation": ("CLAIMS", "source"),
    "committee": ("SEATED_ON", "target"),
    "code": ("SEATED_ON", "source"),
    "place": ("BASED_IN", "target"),
}
"""What stands for a parameter that a query must be given: the first end of a relationship that there is."""
TIMES: Final = 3
"""How often each query is asked of each store; the quickest counts."""


def sub_district(seed: str, folder: str) -> None:
    """Make the bundled sub-district as a folder of csv files."""
    from loaders.synthetic import subdistrict

    subdistrict.write_folder(subdistrict.generate(seed=int(seed)), Path(folder), format="csv")


def report_parts(data: str) -> None:
    """All findings and the scorecard, one kind of work after the other: what each takes by itself.

    ``opening`` starts the program and loads its kernels; ``store`` reads tables and asks the queries; ``snapshot``
    makes the network of the day; ``measures`` are the scorecard's, shared with the findings; ``findings`` all that is
    judged from them; ``words`` what may leave, as JSON.
    """
    started = time.perf_counter()
    import numpy as np
    from scipy.sparse import csr_array

    from analytics.network.scorecard import scorecard
    from analytics.registry import DEFINITIONS, with_needs
    from dashboard.people import told_report
    from dashboard.reports.json_text import json_pieces
    from dashboard.service import Service
    from graph_model.settings import Settings

    parts: dict[str, float] = {}

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        parts[name] = round(time.perf_counter() - begun, 3)

    settings = Settings(data=Path(data), store="embedded")
    with Service(settings) as service:
        service.ready()
        investigation = service.investigation()
        day = investigation.default_day
        scorecard(csr_array(np.ones((3, 3)) - np.eye(3)))
        parts["opening"] = round(time.perf_counter() - started, 3)
        with timed("store"):
            investigation.network_tables()
            for query in dict.fromkeys(name for id_ in with_needs(DEFINITIONS) for name in DEFINITIONS[id_].queries):
                investigation.answer(query, as_of=day)
        with timed("snapshot"):
            snapshot = investigation.snapshot(as_of=day)
        with timed("measures"):
            investigation.scorecard(as_of=day)
            investigation.by_chance(as_of=day)
        with timed("findings"):
            report = investigation.report()
        with timed("words"):
            told = told_report(report, shown_from=settings.people_shown_from)
            length = sum(len(piece) for piece in json_pieces(told.as_columns()))
    rows = sum(finding.rows.height for finding in report.findings.values())
    size = {"organisations": len(snapshot.codes), "ties": int(snapshot.adjacency().nnz) // 2}
    tell(parts=parts, **size, findings=len(report.findings), rows=rows, signs=length)


def queries(data: str) -> None:
    """Every query of the catalogue on the embedded store and on the server, in turn; tells the quickest of three."""
    from graph_model.ledger import Ledger
    from graph_model.publishing import publish_ledger
    from graph_model.queries import catalogue
    from graph_model.settings import Settings
    from graph_model.stores import open_store

    folder = Path(data)
    told: dict[str, dict[str, Any]] = {}
    with open_store(Settings(data=folder, store="embedded")) as embedded, open_store(Settings(data=folder)) as server:
        publish_ledger(Ledger(folder), server)
        published = embedded.published()
        assert published is not None
        day = dt.date.fromisoformat(published.as_of or "")
        for name, query in catalogue().items():
            given = _given(query, embedded, day=day)
            (ours, our_seconds), (theirs, their_seconds) = (
                _quickest(partial(store.frame, name, given)) for store in (embedded, server)
            )
            told[name] = {
                "rows": ours.height,
                "embedded": round(our_seconds, 4),
                "server": round(their_seconds, 4),
                "equal": ours.equals(theirs),
            }
    tell(queries=told)


def _given(query: CatalogueQuery, store: GraphStore, *, day: dt.date) -> dict[str, object]:
    """A value for every parameter the query must be given, and an organisation where it may be narrowed to one."""
    given: dict[str, object] = {}
    for parameter in query.params:
        if parameter.name == "as_of":
            given["as_of"] = day
        elif parameter.name in NAMED and (not parameter.optional or parameter.name == "organisation"):
            table, end = NAMED[parameter.name]
            given[parameter.name] = store.table(table, columns=[end]).item(0, 0)
    return given


def _quickest(ask: Callable[[], pl.DataFrame]) -> tuple[pl.DataFrame, float]:
    """The answer, and the seconds of the quickest of ``TIMES`` askings."""
    asked = []
    for _ in range(TIMES):
        started = time.perf_counter()
        rows = ask()
        asked.append((time.perf_counter() - started, rows))
    return asked[0][1], min(seconds for seconds, _ in asked)
