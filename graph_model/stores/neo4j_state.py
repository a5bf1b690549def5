"""What does the server's ``Dataset`` node say, and who may write?

The node's reading, claiming, beating and finishing, each within a caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import neo4j

from graph_model.dataset import Dataset
from graph_model.errors import Busy, NoData, StoreOutdated, StoreUnfinished
from graph_model.schema import LABELS, SCHEMA_VERSION
from graph_model.schema.ddl import DATASET_CODE
from graph_model.store import Published
from graph_model.stores.neo4j_connection import run

DEAD_AFTER_SECONDS: Final = 60.0
"""A publisher on another machine that has written nothing for so long is taken for dead."""

_READ = """
MATCH (d:Dataset {code: $code})
RETURN d.version, d.batches, toString(d.as_of), d.schema_version, d.status, d.target, d.publish, d.owner, d.labels,
       (timestamp() - d.beat) / 1000.0
"""
_TOUCH = "MERGE (d:Dataset {code: $code}) SET d.publish = d.publish"  # takes the node's write lock before it is read
_CLAIM = """
MATCH (d:Dataset {code: $code})
SET d.status = 'publishing', d.target = $target, d.publish = $publish, d.owner = $owner, d.beat = timestamp(),
    d.schema_version = coalesce(d.schema_version, $schema_version), d.labels = coalesce(d.labels, $labels)
"""
_BEAT = "MATCH (d:Dataset {code: $code, publish: $publish}) SET d.beat = timestamp() RETURN count(d) AS held"
_FINISH = """
MATCH (d:Dataset {code: $code, publish: $publish})
SET d.status = 'published', d.version = $version, d.batches = $batches, d.as_of = date($as_of), d.labels = $labels,
    d.schema_version = $schema_version, d.target = null, d.owner = null, d.beat = null
RETURN count(d) AS held
"""


@dataclass(frozen=True)
class State:
    """The ``Dataset`` node.

    Attributes
    ----------
    version, batches, as_of, schema_version
        As in ``Published``; those of the state before, while a publish runs. ``version`` is None before the first.
    unfinished
        Whether a publish runs or died half-way.
    target
        The version that publish is to bring; None where none runs.
    publish
        The id of the last publish.
    owner
        The data folder it is made from.
    labels
        The labels the store was written with.
    quiet_seconds
        How long that publish has written nothing.
    """

    version: str | None
    batches: tuple[str, ...]
    as_of: str | None
    schema_version: int
    unfinished: bool
    target: str | None
    publish: str
    owner: str | None
    labels: tuple[str, ...]
    quiet_seconds: float

    def holds(self, version: str) -> bool:
        """Whether a publish of this version, in this schema, was finished and nothing began since."""
        return not self.unfinished and self.version == version and self.schema_version == SCHEMA_VERSION

    def published(self, store: str) -> Published:
        """What a reader may rely on.

        Raises
        ------
        StoreUnfinished, StoreOutdated
            A publish runs or died half-way; another program's schema.
        """
        if self.unfinished or self.version is None:
            raise StoreUnfinished("publish_unfinished", store=store, target=self.target)
        if self.schema_version != SCHEMA_VERSION:
            raise StoreOutdated("store_outdated", store=store, held=self.schema_version, wanted=SCHEMA_VERSION)
        return Published(self.version, self.batches, self.as_of, self.schema_version)


def read_state(transaction: neo4j.Transaction) -> State | None:
    """The node as it stands; None before the first publish."""
    record = run(transaction, _READ, {"code": DATASET_CODE}).single(strict=False)
    if record is None:
        return None
    version, batches, as_of, schema_version, status, target, publish, owner, labels, quiet = record.values()
    return State(
        version=version,
        batches=tuple(batches or ()),
        as_of=as_of,
        schema_version=schema_version or 0,
        unfinished=status != "published",
        target=target,
        publish=publish or "",
        owner=owner,
        labels=tuple(labels or ()),
        quiet_seconds=quiet or 0.0,
    )


def readable_state(transaction: neo4j.Transaction, *, store: str) -> State:
    """The state of a store that may be read.

    Raises
    ------
    NoData, StoreUnfinished, StoreOutdated
        It holds nothing, half a publish, or another schema.
    """
    state = read_state(transaction)
    if state is None:
        raise NoData
    state.published(store)
    return state


def check_unmoved(transaction: neo4j.Transaction, before: State, *, store: str) -> None:
    """Let an answer through if no publish began while it was read: the server shows rows as soon as they are committed.

    Raises
    ------
    StoreUnfinished
        A publish began or even ended meanwhile.
    """
    after = read_state(transaction)
    if after is None or after.unfinished or after.publish != before.publish:
        target = None if after is None else after.target
        raise StoreUnfinished("publish_unfinished", store=store, target=target, moved=True)


def claim(transaction: neo4j.Transaction, *, target: str, publish: str, owner: str, store: str) -> State | None:
    """Become the one who writes; the state that was there before, None where this is the first publish.

    Raises
    ------
    Busy
        ``publish_running``: another machine is writing.
    StoreOutdated
        A newer program's schema is there; it is left alone.
    """
    run(transaction, _TOUCH, {"code": DATASET_CODE}).consume()
    state = read_state(transaction)
    first = state is None or not state.publish
    if state is not None and not first:
        others = state.owner is not None and state.owner != owner
        if state.unfinished and others and state.quiet_seconds < DEAD_AFTER_SECONDS:
            raise Busy("publish_running", store=store, quiet_seconds=round(state.quiet_seconds, 1))
        if state.schema_version > SCHEMA_VERSION:
            raise StoreOutdated("store_outdated", store=store, held=state.schema_version, wanted=SCHEMA_VERSION)
    told: dict[str, Any] = {"target": target, "publish": publish, "owner": owner}
    run(transaction, _CLAIM, {"code": DATASET_CODE, **told, **_schema()}).consume()
    return None if first else state


def beat(transaction: neo4j.Transaction, *, publish: str, store: str) -> None:
    """Show that this publish lives, and stop it if another one took over; part of every writing transaction.

    Raises
    ------
    Busy
        ``publish_taken_over``.
    """
    _held(run(transaction, _BEAT, {"code": DATASET_CODE, "publish": publish}), store)


def finish(transaction: neo4j.Transaction, dataset: Dataset, *, publish: str, store: str) -> None:
    """Say that the store holds the dataset; the last write of a publish."""
    told = {"version": dataset.version, "batches": list(dataset.batches), "as_of": dataset.as_of, "publish": publish}
    _held(run(transaction, _FINISH, {"code": DATASET_CODE, **told, **_schema()}), store)


def _schema() -> dict[str, int | Sequence[str]]:
    return {"schema_version": SCHEMA_VERSION, "labels": list(LABELS)}


def _held(result: neo4j.Result, store: str) -> None:
    if result.single(strict=True)["held"] != 1:
        raise Busy("publish_taken_over", store=store)
