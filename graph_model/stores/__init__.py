"""Which store do the settings name?

``open_store``, and one module a store; only the driver that is used is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_model.settings import Settings
    from graph_model.store import GraphStore


def open_store(settings: Settings) -> GraphStore:
    """The store that the settings name.

    Raises
    ------
    BadValue
        The address is none, or carries a password.
    StoreUnavailable, StoreDenied
        The server does not answer, or refuses the user.
    """
    if settings.store == "embedded":
        from graph_model.stores.embedded import EmbeddedStore  # here: only the driver that is used is loaded

        return EmbeddedStore(
            settings.data_folder,
            buffer_pool_mb=settings.buffer_pool_mb,
            seconds=settings.query_seconds,
            max_rows=settings.query_rows,
            cypher_memory_mb=settings.cypher_memory_mb,
        )
    from graph_model.stores.neo4j_server import Neo4jStore

    return Neo4jStore(
        settings.store,
        user=settings.store_user,
        password=settings.password(),
        database=settings.store_database,
        seconds=settings.query_seconds,
        max_rows=settings.query_rows,
        data_folder=settings.data_folder,
    )
