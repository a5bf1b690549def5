"""Is a Neo4j server set up so that a reader cannot make it read files, call out, or run for ever?

Facts as codes and values for ``doctor``; our own side refuses such statements in any case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from graph_model.errors import GongjianError
from graph_model.store import SafetyCheck
from graph_model.stores.neo4j_connection import Connection, run

NOT_SET: Final = "not_set"
"""What is said of a setting that nobody set: what the server shows for it then is not what holds."""


def _limits(value: str) -> bool:
    found = re.match(r"[\d.]+", value)
    return found is not None and float(found[0]) > 0


_MOST_IMPORTANT: Final[Mapping[str, tuple[str, Callable[[str], bool]]]] = {
    "server.directories.import": ("import", lambda value: value not in {"", NOT_SET}),
    "dbms.security.allow_csv_import_from_file_urls": ("false", lambda value: value.lower() == "false"),
    "internal.dbms.cypher_ip_blocklist": ("0.0.0.0/0,::/0", lambda value: "0.0.0.0/0" in value and "::/0" in value),
    "db.transaction.timeout": ("60s", _limits),
    "db.memory.transaction.max": ("128m", _limits),
}


def server_safety(connection: Connection) -> list[SafetyCheck]:
    """What the server says of itself, one check a setting; the version first.

    Raises
    ------
    StoreUnavailable, StoreDenied
        The server does not answer.
    """
    with connection.reading(seconds=10.0) as transaction:
        name = "CALL dbms.components() YIELD versions, edition RETURN versions[0] AS version, edition"
        record = run(transaction, name).single(strict=True)
    version = f"{record['version']} {record['edition']}"
    checks = [SafetyCheck("neo4j_version", version, "5.26", version.startswith("5.26."))]
    held = _settings(connection)
    for setting, (advised, sound) in _MOST_IMPORTANT.items():
        value = held.get(setting)
        checks.append(SafetyCheck(setting, value, advised, None if value is None else sound(value)))
    return checks


def _settings(connection: Connection) -> dict[str, str]:
    text = "SHOW SETTINGS YIELD name, value, isExplicitlySet WHERE name IN $names RETURN name, value, isExplicitlySet"
    try:
        with connection.reading(seconds=10.0) as transaction:
            records = run(transaction, text, {"names": list(_MOST_IMPORTANT)})
            return {str(name): str(value) if was_set else NOT_SET for name, value, was_set in records}
    except GongjianError:
        return {}  # a user who may not see settings: nothing can be told, which is not "unsound"
