"""Which error of our own tree is an error of the Neo4j driver?

Translation only; nothing of the driver, and never a password, gets past it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import exceptions as driver_errors

from graph_model.errors import (
    Failure,
    GongjianError,
    ParameterMismatch,
    QueryFailed,
    QueryRefused,
    StoreDenied,
    StoreUnavailable,
    TimeLimit,
)

_PLACE = re.compile(r"\(line (\d+), column (\d+)")


@contextmanager
def translated(store: str, *, seconds: float | None = None, prefix: int = 0) -> Iterator[None]:
    """Raise the driver's errors as our own.

    Parameters
    ----------
    store
        The address as shown.
    seconds
        The limit that was set.
    prefix
        Letters that we put before the text, so that the place of an error is the one in the text as given.
    """
    try:
        yield
    except (driver_errors.Neo4jError, driver_errors.DriverError, OSError) as error:
        raise own_error(
            error, store=store, seconds=seconds, prefix=prefix
        ) from None  # the driver's text may echo the connection


def own_error(error: Exception, *, store: str, seconds: float | None = None, prefix: int = 0) -> GongjianError:
    """What an error of the driver is called here."""
    if not isinstance(error, driver_errors.Neo4jError):
        return _without_code(error, store)
    code = error.code or ""
    if "TransactionTimedOut" in code:
        return TimeLimit("time_limit", seconds=seconds)
    if ".Security." in code:
        return StoreDenied("store_denied", store=store, reason=code.rpartition(".")[2])
    if code.endswith("DatabaseNotFound"):
        return StoreUnavailable("database_unknown", store=store)
    if code.endswith("SyntaxError") and (error.message or "").startswith(("Invalid input", "Query cannot")):
        return _unparsable(error.message or "", prefix)  # an unknown variable bears the same code, and parses
    if code.endswith("AccessMode"):
        return QueryRefused("not_reading", word=None, line=None, column=None)
    if code.endswith("ParameterMissing"):
        return ParameterMismatch("missing_parameter", name=(error.message or "").partition(": ")[2], expected=None)
    if "OutOfMemory" in code:
        return QueryFailed("memory_limit")
    if any(word in code for word in ("DatabaseUnavailable", "NotALeader", "ShutDown", "Cluster")):
        return StoreUnavailable("store_unavailable", store=store)
    return QueryFailed("query_failed", reason=code, detail=(error.message or "").partition("\n")[0])


def _without_code(error: Exception, store: str) -> Failure:
    if isinstance(error, driver_errors.ConfigurationError):
        return StoreUnavailable("store_address_unusable", store=store)
    gone = (driver_errors.ServiceUnavailable, driver_errors.SessionExpired, driver_errors.ConnectionPoolError, OSError)
    if isinstance(error, gone):
        return StoreUnavailable("store_unavailable", store=store)
    return QueryFailed("query_failed", reason=type(error).__name__, detail="")


def _unparsable(message: str, prefix: int) -> QueryRefused:
    found = _PLACE.search(message)
    if found is None:
        return QueryRefused("cannot_parse", line=None, column=None)
    line, column = int(found[1]), int(found[2])
    return QueryRefused("cannot_parse", line=line, column=column - prefix if line == 1 else column)
