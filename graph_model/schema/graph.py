"""What does each table become in the graph: which node labels, which relationship types, from which columns?

The one mapping from ledger to graph; DDL and writers are generated from it, and nothing here talks to a store.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from graph_model.schema import ledger_tables as lt
from graph_model.schema.columns import Column, ColumnType, columns_of
from graph_model.schema.contracts import dy

SCHEMA_VERSION = 2
"""Rises with every change of the graph; a store at another version is refused or rebuilt."""


@dataclass(frozen=True)
class Table:
    """One table of the data contract.

    Attributes
    ----------
    number
        Its place in the contract; 0 for what no sheet holds (boundaries).
    name, zh
        English and Chinese name of the sheet.
    schema
        The dataframely schema.
    label
        The node label its rows become; None for ties and boundaries.
    """

    number: int
    name: str
    zh: str
    schema: type[dy.Schema]
    label: str | None = None

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns in the contract's order."""
        return columns_of(self.schema)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Names of the key columns."""
        return tuple(column.name for column in self.columns if column.key)

    @cached_property
    def references(self) -> tuple[Column, ...]:
        """The columns that point to a row of a table."""
        return tuple(column for column in self.columns if column.references is not None)

    @property
    def is_tie(self) -> bool:
        """Whether its rows become relationships only (sheets 4, 5, 7, 9, 11, 13)."""
        return self.label is None and self.number > 0

    @cached_property
    def node_properties(self) -> tuple[Column, ...]:
        """The columns that become properties of the node; references become relationships instead."""
        return tuple(c for c in self.columns if c.references is None and c.name != "code")

    def column(self, name: str) -> Column:
        """The column called ``name``; ``KeyError`` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True)
class Relationship:
    """One relationship type: where its ends and its properties come from.

    Attributes
    ----------
    type
        The relationship type, e.g. ``COVERS``.
    table
        The ledger table it is read from.
    source_label, source_column / target_label, target_column
        The labels of its ends, and the columns of the table that hold their keys. ``code`` stands for the node's own
        key, also where it is put together from several columns (teams, figures).
    properties
        Columns of the table that become properties, in the contract's order.
    """

    type: str
    table: str
    source_label: str
    source_column: str
    target_label: str
    target_column: str
    properties: tuple[str, ...] = ()


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(1, "places", "地点台账", lt.Places, "Place"),
        Table(2, "organisations", "党组织台账", lt.Organisations, "Organisation"),
        Table(3, "units", "驻区单位台账", lt.Units, "Unit"),
        Table(4, "coverage", "组织覆盖", lt.Coverage),
        Table(5, "responsibility", "责任区", lt.Responsibility),
        Table(6, "committees", "联席组织", lt.Committees, "Committee"),
        Table(7, "seats", "委员", lt.Seats),
        Table(8, "agreements", "共建协议", lt.Agreements, "Agreement"),
        Table(9, "parties", "协议方", lt.Parties),
        Table(10, "listings", "三张清单", lt.Listings, "Listing"),
        Table(11, "claims", "认领", lt.Claims),
        Table(12, "meetings", "会议活动", lt.Meetings, "Meeting"),
        Table(13, "attendance", "参会", lt.Attendance),
        Table(14, "members", "党员台账", lt.Members, "Member"),
        Table(15, "teams", "班子", lt.Teams, "Team"),
        Table(16, "cases", "整顿", lt.Cases, "Case"),
        Table(17, "figures", "上报数字", lt.Figures, "Figure"),
        Table(0, "boundaries", "边界", lt.Boundaries),
    )
}
"""Every table by name, in the contract's order; ``boundaries`` is last and has no sheet."""

SHEETS: tuple[Table, ...] = tuple(table for table in TABLES.values() if table.number > 0)
"""The seventeen tables that are sheets of a ledger."""

LABELS: dict[str, Table] = {table.label: table for table in TABLES.values() if table.label is not None}
"""The table behind each node label."""

KEY_SEPARATOR = "|"
"""Between the parts of a node key that is put together from several columns (teams, figures)."""

RELATIONSHIPS: dict[str, Relationship] = {
    relationship.type: relationship
    for relationship in (
        Relationship("PART_OF", "places", "Place", "code", "Place", "parent"),
        Relationship("UNDER", "organisations", "Organisation", "code", "Organisation", "superior"),
        Relationship("BASED_IN", "organisations", "Organisation", "code", "Place", "place"),
        Relationship(
            "ANSWERS_FOR", "responsibility", "Organisation", "organisation", "Place", "place", ("since", "until")
        ),
        Relationship("LOCATED_IN", "units", "Unit", "code", "Place", "place"),
        Relationship("COVERS", "coverage", "Organisation", "organisation", "Unit", "unit", ("mode", "since", "until")),
        Relationship("SERVES", "committees", "Committee", "code", "Place", "place"),
        Relationship("LED_BY", "committees", "Committee", "code", "Organisation", "lead"),
        Relationship(
            "SEATED_ON", "seats", "Organisation", "organisation", "Committee", "committee", ("role", "since", "until")
        ),
        Relationship(
            "PARTY_TO", "parties", "Organisation", "organisation", "Agreement", "agreement", ("side", "responded")
        ),
        Relationship("LISTS", "listings", "Organisation", "organisation", "Listing", "code"),
        Relationship(
            "CLAIMS", "claims", "Organisation", "organisation", "Listing", "listing", ("claimed", "done", "counterpart")
        ),
        Relationship("ANSWERS", "claims", "Listing", "counterpart", "Listing", "listing"),
        Relationship("HELD_BY", "meetings", "Meeting", "code", "Committee", "committee"),
        Relationship("HELD_UNDER", "meetings", "Meeting", "code", "Agreement", "agreement"),
        Relationship("HOSTED_BY", "meetings", "Meeting", "code", "Organisation", "host"),
        Relationship(
            "INVITED_TO", "attendance", "Organisation", "organisation", "Meeting", "meeting", ("attended", "reason")
        ),
        Relationship("MEMBER_OF", "members", "Member", "code", "Organisation", "organisation"),
        Relationship("WORKS_AT", "members", "Member", "code", "Unit", "work_unit"),
        Relationship("LIVES_IN", "members", "Member", "code", "Place", "residence"),
        Relationship("REPORTED_TO", "members", "Member", "code", "Organisation", "reported_to"),
        Relationship("TEAM_OF", "teams", "Team", "code", "Place", "place"),
        Relationship("ABOUT", "cases", "Case", "code", "Place", "place"),
        Relationship("REPORTED_FOR", "figures", "Figure", "code", "Place", "place"),
    )
}
"""Every relationship type."""

__all__ = [
    "KEY_SEPARATOR",
    "LABELS",
    "RELATIONSHIPS",
    "SCHEMA_VERSION",
    "SHEETS",
    "TABLES",
    "Column",
    "ColumnType",
    "Relationship",
    "Table",
]
