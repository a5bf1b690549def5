"""What can a column of the ledger hold, and how is that said once?

Constructors that give a dataframely column its Chinese header, type, range and reference. Tables are declared in
``ledger_tables``; reading a cell's spelling is the loaders' business.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias, cast

from graph_model.schema.contracts import dy
from graph_model.schema.vocabularies import Vocabulary

FIRST_DAY: Final = dt.date(1900, 1, 1)
LAST_DAY: Final = dt.date(2100, 12, 31)
VocabularyClass: TypeAlias = type[Vocabulary]


class ColumnType(StrEnum):
    """How the cells of a column are read and stored."""

    TEXT = "text"
    WORD = "word"
    REFERENCE = "reference"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Column:
    """One column of the data contract.

    Attributes
    ----------
    name, zh
        The English name used in code, exports and the API; the Chinese header.
    type
        How the cells are read.
    key, required
        ``*`` and ``!`` of the contract: part of the key; must be filled. Both imply that a blank rejects the row.
    rejects_unreadable
        A value that cannot be read rejects the row (required columns); otherwise the cell is unknown.
    vocabulary
        The closed list of words, for ``ColumnType.WORD``.
    references
        Name of the table whose key this column holds, for ``ColumnType.REFERENCE``.
    least, most
        The possible range, both ends included; None where there is none.
    unit
        Unit of the stored value: ``yuan``, ``m2``, ``households``, ``people``, ``degree``, ``year``; else None.
    """

    name: str
    zh: str
    type: ColumnType
    key: bool = False
    required: bool = False
    vocabulary: VocabularyClass | None = None
    references: str | None = None
    least: float | dt.date | None = None
    most: float | dt.date | None = None
    unit: str | None = None

    @property
    def must_be_filled(self) -> bool:
        """Whether a blank cell rejects the row (``*`` or ``!``)."""
        return self.key or self.required

    @property
    def codes(self) -> list[str]:
        """The codes of the vocabulary in their order; empty where there is none."""
        return [] if self.vocabulary is None else [word.value for word in self.vocabulary]


def _with(column: type[dy.Column], told: Column, **limits: Any) -> Any:
    return column(
        nullable=not told.must_be_filled,
        primary_key=told.key,
        alias=told.name,
        metadata={"column": told},
        **limits,
    )


def text(name: str, zh: str, *, key: bool = False, required: bool = False) -> Any:
    """Free text, kept as written."""
    told = Column(name, zh, ColumnType.TEXT, key=key, required=required)
    return _with(dy.String, told, **({"min_length": 1} if told.must_be_filled else {}))


def word(name: str, zh: str, vocabulary: type[Vocabulary], *, key: bool = False, required: bool = False) -> Any:
    """A word of a closed list, stored as its code."""
    told = Column(name, zh, ColumnType.WORD, key=key, required=required, vocabulary=vocabulary)
    codes = told.codes
    return _with(dy.String, told, check={"in_vocabulary": lambda values: values.is_in(codes)})


def reference(name: str, zh: str, references: str, *, key: bool = False, required: bool = False) -> Any:
    """The key of a row of another table (or of this one)."""
    told = Column(name, zh, ColumnType.REFERENCE, key=key, required=required, references=references)
    return _with(dy.String, told, **({"min_length": 1} if told.must_be_filled else {}))


def integer(
    name: str,
    zh: str,
    *,
    key: bool = False,
    required: bool = False,
    least: int = 0,
    most: int | None = None,
    unit: str | None = None,
) -> Any:
    """A whole number, never negative unless said."""
    told = Column(name, zh, ColumnType.INTEGER, key=key, required=required, least=least, most=most, unit=unit)
    return _with(dy.Int64, told, min=least, max=most)


def number(
    name: str,
    zh: str,
    *,
    required: bool = False,
    least: float = 0.0,
    most: float | None = None,
    unit: str | None = None,
) -> Any:
    """A number that may have a fraction."""
    told = Column(name, zh, ColumnType.NUMBER, required=required, least=least, most=most, unit=unit)
    return _with(dy.Float64, told, min=least, max=most)


def day(name: str, zh: str, *, key: bool = False, required: bool = False) -> Any:
    """A calendar day."""
    told = Column(name, zh, ColumnType.DATE, key=key, required=required, least=FIRST_DAY, most=LAST_DAY)
    return _with(dy.Date, told, min=FIRST_DAY, max=LAST_DAY)


def yes_no(name: str, zh: str, *, required: bool = False) -> Any:
    """Yes or no; blank is unknown, never no."""
    return _with(dy.Bool, Column(name, zh, ColumnType.YES_NO, required=required))


def columns_of(schema: type[dy.Schema]) -> tuple[Column, ...]:
    """The contract's columns of a dataframely schema, in the order of the contract."""
    told = (declared.metadata for declared in schema.columns().values())
    return tuple(cast(Column, metadata["column"]) for metadata in told if metadata is not None)
