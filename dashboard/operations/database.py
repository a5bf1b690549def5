"""Where is it kept what people do with the findings, and how is it read and written?

One SQLite file in the data folder, or another database by ``GONGJIAN_OPERATIONS``. Its tables are declared by the
modules beside this one, each what it is for.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, DBAPIError, SQLAlchemyError

from graph_model.errors import BadValue, Busy, CannotWrite, Failure, UserError
from graph_model.settings import Settings

METADATA: Final = sa.MetaData()
"""Every table of the operations database; declared where it is used."""
FILE: Final = "operations.sqlite"
SCHEMA: Final = 1
"""Version of the tables. A file of another version is refused: what is in it cannot be made again."""
WAIT_SECONDS: Final = 10.0
"""How long a writer waits for another."""
ABOUT = sa.Table("about", METADATA, sa.Column("schema", sa.Integer, primary_key=True, autoincrement=False))
_EMPTY: Final = threading.local()
_CODES: Final = {
    "SQLITE_FULL": "disk_full",
    "SQLITE_READONLY": "read_only",
    "SQLITE_CANTOPEN": "not_permitted",
    "SQLITE_PERM": "not_permitted",
}


class Operations:
    """The operations database of one data folder.

    Every reading and writing opens the file anew, so that one which was restored meanwhile is seen.

    Parameters
    ----------
    address
        As SQLAlchemy reads it.

    Raises
    ------
    BadValue
        ``operations_driver``: there is no such kind of database, or what speaks to it is not installed.
    """

    def __init__(self, address: sa.URL) -> None:
        sqlite = address.get_backend_name() == "sqlite" and address.database
        self.path = Path(str(address.database)) if sqlite else None
        self.where = address.render_as_string(hide_password=True) if self.path is None else str(self.path)
        options: dict[str, Any] = {} if self.path is None else {"connect_args": {"timeout": WAIT_SECONDS}}
        try:
            self._engine = sa.create_engine(address, poolclass=sa.NullPool, **options)
        except (SQLAlchemyError, ImportError) as error:
            raise BadValue("operations_driver", address=self.where) from error
        if self.path is not None:
            sa.event.listen(self._engine, "connect", _heed_references)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent view of what is kept; empty tables where nothing was ever kept, and nothing is made.

        Raises
        ------
        Failure
            ``operations_damaged``, ``operations_outdated``, ``operations_unavailable``.
        """
        if self.path is not None and not self.path.exists():
            with _nothing_kept().connect() as connection:
                yield connection
            return
        with self._told(), self._engine.connect() as connection:
            self._check(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction: all of it is kept, or, where the block ends with an error, nothing.

        Raises
        ------
        CannotWrite
            ``disk_full``, ``read_only``, ``not_permitted``.
        Busy
            ``operations_busy``: another wrote for longer than ``WAIT_SECONDS``.
        Failure
            ``operations_damaged``, ``operations_outdated``, ``operations_unavailable``.
        """
        self._make_file()
        with self._told(), self._engine.begin() as connection:
            if self.path is not None:
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # who reads first and writes then must not be overtaken
            METADATA.create_all(connection)
            self._check(connection)
            yield connection

    def _make_file(self) -> None:
        """The file with the rights of its owner alone: comments are not for everybody on the machine."""
        if self.path is None or self.path.exists():
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600))
        except OSError as error:
            raise CannotWrite("not_permitted", path=self.where) from error

    def _check(self, connection: sa.Connection) -> None:
        held = set(sa.inspect(connection).get_table_names())
        if not METADATA.tables.keys() <= held:  # made and never written, or by who kept other things
            METADATA.create_all(connection)
        version = connection.scalar(sa.select(ABOUT.c.schema))
        if version is None:
            connection.execute(ABOUT.insert().values(schema=SCHEMA))
        elif version != SCHEMA:
            raise Failure("operations_outdated", path=self.where, found=version, wanted=SCHEMA)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the database as ours; those of the block itself go on as they are."""
        try:
            yield
        except DBAPIError as error:
            name = getattr(error.orig, "sqlite_errorname", "")
            kind = "_".join(name.split("_")[:2])
            if kind in _CODES:
                raise CannotWrite(_CODES[kind], path=self.where) from error
            if kind in ("SQLITE_BUSY", "SQLITE_LOCKED"):
                raise Busy("operations_busy", path=self.where, seconds=WAIT_SECONDS) from error
            if isinstance(error, DatabaseError) and kind in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
                raise Failure("operations_damaged", path=self.where) from error
            raise Failure(
                "operations_unavailable", path=self.where, detail=name or type(error.orig).__name__
            ) from error
        except SQLAlchemyError as error:
            raise Failure("operations_unavailable", path=self.where, detail=type(error).__name__) from error


def open_operations(settings: Settings) -> Operations:
    """The operations database that the settings name; nothing is made until something is kept.

    Raises
    ------
    BadValue
        ``operations_address``: it cannot be read. ``operations_password_in_address``. ``operations_driver``.
    """
    if settings.operations is None:
        return Operations(sa.URL.create("sqlite", database=str(settings.data_folder / FILE)))
    try:
        url = sa.make_url(settings.operations)
    except SQLAlchemyError as error:
        raise BadValue("operations_address") from error
    if url.password is not None:
        raise BadValue("operations_password_in_address")
    told = settings.operations_password
    return Operations(url if told is None else url.set(password=told.get_secret_value()))


def kept_text(text: str, *, most: int = 2000) -> str:
    """A text that a person wrote, as it may be kept.

    Raises
    ------
    UserError
        ``text_of_a_person``: an identity or mobile number stands in it. ``text_with_a_name``: a person's name stands
        in it, as no remark of a ledger may have it. ``text_too_long``: longer than ``most`` signs.
    """
    from loaders.person_numbers import has_person_number
    from loaders.unlisted_names import has_unlisted_name

    told = text.strip()
    if len(told) > most:
        raise UserError("text_too_long", length=len(told), most=most)
    if has_person_number(told):
        raise UserError("text_of_a_person")
    if has_unlisted_name(told):
        raise UserError("text_with_a_name")
    return told


def _nothing_kept() -> sa.Engine:
    """Empty tables, which nobody can write to; one a thread, since every page reads them and SQLite shares none."""
    held: sa.Engine | None = getattr(_EMPTY, "engine", None)
    if held is None or _EMPTY.tables != len(METADATA.tables):  # modules that declare more may come later
        held = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        METADATA.create_all(held)
        with held.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        _EMPTY.engine, _EMPTY.tables = held, len(METADATA.tables)
    return held


def _heed_references(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, and not before the first write
    connection.execute("PRAGMA foreign_keys = ON")
