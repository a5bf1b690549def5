"""How does one talk to a Neo4j server: which transactions, under which limits, read as which values?

Transactions and values; what is read or written is the store's business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Self

import neo4j
from neo4j.time import Date

from graph_model.errors import QueryFailed
from graph_model.stores.neo4j_errors import translated

CONNECT_SECONDS: Final = 5.0
WRITE_SECONDS: Final = 300.0
"""Longest time of one writing transaction; ours is always set, since without it the server's own limit would count."""


class Connection:
    """One server and database, with the limits that every transaction gets.

    Parameters
    ----------
    address, user, password, database
        As the settings have them; without a password the server must want none.

    Raises
    ------
    StoreUnavailable, StoreDenied
        The server does not answer, has no such database, or refuses the user.
    """

    def __init__(self, address: str, *, user: str, password: str | None, database: str) -> None:
        self.address = address
        self.database = database
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()  # a cluster's reader waits for what was just written
        with translated(address):
            self._driver = neo4j.GraphDatabase.driver(
                address,
                auth=None if password is None else (user, password),
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=2 * CONNECT_SECONDS,
                max_transaction_retry_time=0,
                liveness_check_timeout=30.0,
                notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
                telemetry_disabled=True,
                user_agent="gongjian",
            )
        try:
            with self.reading(seconds=CONNECT_SECONDS) as transaction:
                transaction.run("RETURN 1").consume()
        except BaseException:
            self._driver.close()
            raise

    @contextmanager
    def reading(self, *, seconds: float, fetch_size: int = 1000) -> Iterator[neo4j.Transaction]:
        """A transaction that the server lets read only, ended by it after ``seconds``."""
        with (
            translated(self.address, seconds=seconds),
            self._driver.session(
                database=self.database,
                default_access_mode=neo4j.READ_ACCESS,
                fetch_size=fetch_size,
                bookmark_manager=self._bookmarks,
            ) as session,
            session.begin_transaction(timeout=seconds) as transaction,
        ):
            yield transaction

    @contextmanager
    def writing(self) -> Iterator[neo4j.Transaction]:
        """A transaction that is committed at the end of the block, or rolled back where the block raises.

        Never retried: whether a lost commit took place is found out by the next publish.
        """
        with (
            translated(self.address, seconds=WRITE_SECONDS),
            self._driver.session(
                database=self.database,
                default_access_mode=neo4j.WRITE_ACCESS,
                bookmark_manager=self._bookmarks,
            ) as session,
            session.begin_transaction(timeout=WRITE_SECONDS) as transaction,
        ):
            yield transaction
            transaction.commit()

    def close(self) -> None:
        """Close every connection; twice does no harm."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def run(transaction: neo4j.Transaction, text: str, parameters: Mapping[str, object] | None = None) -> neo4j.Result:
    """Send a statement; values only as parameters."""
    sent = {name: _sent(value) for name, value in (parameters or {}).items()}
    return transaction.run(text, sent)


def plain_rows(records: Sequence[neo4j.Record], columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Records as tuples of text, numbers, yes and no, days, and lists of these.

    Raises
    ------
    QueryFailed
        ``not_a_scalar``: a column holds a node, a relationship, a map or another thing of the server's own.
    """
    return [
        tuple(_plain(value, column) for column, value in zip(columns, record.values(), strict=True))
        for record in records
    ]


def _plain(value: Any, column: str) -> Any:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Date):
        return value.to_native()
    if isinstance(value, list):
        return [_plain(item, column) for item in value]
    raise QueryFailed("not_a_scalar", column=column)


def _sent(value: object) -> object:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return Date.from_native(value)
    if isinstance(value, tuple):
        return list(value)
    return value
