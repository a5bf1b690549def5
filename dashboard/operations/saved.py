"""What did somebody save under a name: a query, a plan, a deck of slides?

One table for all of them: a kind, a name, an owner, and content that its own module reads. What somebody else changed
meanwhile is never written over.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from dashboard.operations.database import METADATA, Operations, kept_text
from graph_model.errors import BadValue, UnknownName, UserError

KINDS: Final = ("query", "plan", "deck")
LONGEST_NAME: Final = 80
LARGEST: Final = 4 << 20
"""Signs of JSON that one saved thing may have."""

SAVED = sa.Table(
    "saved",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("name", sa.String(LONGEST_NAME), nullable=False),
    sa.Column("owner", sa.String(80), nullable=False),
    sa.Column("shared", sa.Boolean, nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("changed", sa.DateTime, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("kind", "owner", "name"),
    sqlite_autoincrement=True,  # an address of something deleted never shows something else
)


@dataclass(frozen=True)
class Saved:
    """Something that was saved.

    Attributes
    ----------
    id
        Its number, never given again.
    kind
        One of ``KINDS``.
    name, owner
        What it is called, and whose it is; no owner has two of a kind of one name.
    shared
        Whether others see it.
    content
        As its kind reads it.
    changed
        When it was saved last, UTC.
    version
        1, and 1 more at every saving.
    """

    id: int
    kind: str
    name: str
    owner: str
    shared: bool
    content: Mapping[str, Any]
    changed: dt.datetime
    version: int


def saved_things(operations: Operations, kind: str, *, owner: str) -> list[Saved]:
    """What a person saved of a kind and what others share, by name and owner."""
    asked = (
        sa.select(SAVED)
        .where(SAVED.c.kind == _kind(kind), sa.or_(SAVED.c.owner == owner, SAVED.c.shared))
        .order_by(SAVED.c.name, SAVED.c.owner)
    )
    with operations.reading() as connection:
        return [Saved(**row) for row in connection.execute(asked).mappings()]


def saved_thing(operations: Operations, kind: str, number: int, *, owner: str) -> Saved:
    """One of those that ``saved_things`` tells.

    Raises
    ------
    UnknownName
        There is none of this number, or it is somebody else's and not shared.
    """
    asked = sa.select(SAVED).where(
        SAVED.c.id == number, SAVED.c.kind == _kind(kind), sa.or_(SAVED.c.owner == owner, SAVED.c.shared)
    )
    with operations.reading() as connection:
        found = connection.execute(asked).mappings().first()
    if found is None:
        raise UnknownName(f"saved_{kind}", str(number))
    return Saved(**found)


def save(
    operations: Operations,
    kind: str,
    name: str,
    content: Mapping[str, Any],
    *,
    owner: str,
    shared: bool = False,
    number: int | None = None,
    version: int | None = None,
) -> Saved:
    """Keep something under a name: new without ``number``, else in the place of what has it.

    Parameters
    ----------
    version
        The version that was changed; with another one meanwhile, nothing is kept.

    Raises
    ------
    BadValue
        ``saved_name``: the name is empty or longer than ``LONGEST_NAME``.
    UserError
        ``saved_twice``: the owner has another of that name. ``saved_meanwhile``: somebody saved it since ``version``.
        ``saved_too_large``. ``text_of_a_person``: an identity or mobile number stands in the name.
    UnknownName
        The owner has none of this number.
    """
    told = kept_text(name)
    if not told or len(told) > LONGEST_NAME:
        raise BadValue("saved_name", most=LONGEST_NAME)
    if len(json.dumps(content, ensure_ascii=False)) > LARGEST:
        raise UserError("saved_too_large", most=LARGEST)
    with operations.writing() as connection:
        twin = connection.scalar(
            sa.select(SAVED.c.id).where(SAVED.c.kind == _kind(kind), SAVED.c.owner == owner, SAVED.c.name == told)
        )
        if twin is not None and twin != number:
            raise UserError("saved_twice", name=told)
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        values: dict[str, Any] = {"name": told, "shared": shared, "content": dict(content), "changed": now}
        if number is None:
            connection.execute(SAVED.insert().values(kind=kind, owner=owner, version=1, **values))
            number = connection.scalar(sa.select(sa.func.max(SAVED.c.id)))
        else:
            before = connection.scalar(
                sa.select(SAVED.c.version).where(SAVED.c.id == number, SAVED.c.kind == kind, SAVED.c.owner == owner)
            )
            if before is None:
                raise UnknownName(f"saved_{kind}", str(number))
            if version is not None and version != before:
                raise UserError("saved_meanwhile", name=told)
            connection.execute(SAVED.update().where(SAVED.c.id == number).values(version=before + 1, **values))
        return Saved(**connection.execute(sa.select(SAVED).where(SAVED.c.id == number)).mappings().one())


def discard(operations: Operations, kind: str, number: int, *, owner: str) -> Saved:
    """Let something go and give what it was, so that it can be saved again.

    Raises
    ------
    UnknownName
        The owner has none of this number.
    """
    with operations.writing() as connection:
        which = sa.and_(SAVED.c.id == number, SAVED.c.kind == _kind(kind), SAVED.c.owner == owner)
        found = connection.execute(sa.select(SAVED).where(which)).mappings().first()
        if found is None:
            raise UnknownName(f"saved_{kind}", str(number))
        connection.execute(SAVED.delete().where(which))
        return Saved(**found)


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise UnknownName("saved_kind", kind, known=KINDS)
    return kind
