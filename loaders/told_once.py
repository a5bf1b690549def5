"""What of a column or sheet is told once, however many cells it holds of: units assumed or unread, codes as 1.0?

All of it is read all the same; cells that could not be read are told one by one in ``sheets``.
"""

from __future__ import annotations

import polars as pl

from graph_model.schema import Column
from loaders.faults import no_faults, one_fault
from loaders.header_mapping import MappedColumn
from loaders.numbers import are_bare
from loaders.raw_sheets import RawSheet
from loaders.spellings import compared

FEWEST_YUAN = 1_000
"""A year's funds of a community have more yuan; fewer look like 万元 below a header that does not say so."""
WHOLE = r"^[0-9]+\.0+$"
IN_PARTS = r"^[0-9]+\.[0-9]*[1-9][0-9]*$"


def unit_assumed(
    cells: pl.Series, values: pl.Series, column: Column, found: MappedColumn | None, *, number: int
) -> pl.DataFrame:
    """That amounts of money were taken for yuan, where neither the header, the sheet nor the cell names a unit.

    The contract's money is yuan, so that only amounts are told that look like 万元: under 1,000 and over 0.

    Parameters
    ----------
    cells, values
        As they stand, and as they were read.
    column, found
        The contract's column, and where it was found.
    number
        Of the sheet.

    Returns
    -------
    DataFrame
        One fault, ``unit_assumed``, its value the number of such cells; none where there is no such cell.
    """
    if column.unit != "yuan" or found is None or found.has_unit:
        return no_faults()
    few = (values > 0) & (values < FEWEST_YUAN) & are_bare(cells)
    count = int(few.sum())
    return one_fault(number, "unit_assumed", column=column.name, value=str(count)) if count else no_faults()


def formats_unread(sheet: RawSheet, *, number: int) -> pl.DataFrame:
    """That number formats of the workbook show units which were not read: one fault, ``formats_unread``, or none."""
    if not sheet.units_unread:
        return no_faults()
    return one_fault(number, "formats_unread", value=sheet.sheet, hint="、".join(sheet.units_unread))


def codes_without_point(
    codes: pl.Series, cells: pl.Series, column: Column, *, number: int
) -> tuple[pl.Series, pl.DataFrame]:
    """The codes of a column, of which 1.0 was read as 1, as programs write whole numbers; and that it was.

    Where the column also holds codes as 1.1 or 2.15, a point is part of a code, and 1.0 is taken as it stands.

    Parameters
    ----------
    codes, cells
        As they were read, and as they stand.
    column
        The contract's column.
    number
        Of the sheet.

    Returns
    -------
    tuple
        The codes; one fault, ``code_without_point``, its value the number of such cells, or none.
    """
    if not cells.str.contains(r"\.0").any():
        return codes, no_faults()
    plain = compared(cells)
    whole = plain.str.contains(WHOLE).fill_null(value=False) & codes.is_not_null()
    if not whole.any():
        return codes, no_faults()
    if codes.str.contains(IN_PARTS).any():
        return pl.select(pl.when(whole).then(plain).otherwise(codes)).to_series(), no_faults()
    return codes, one_fault(number, "code_without_point", column=column.name, value=str(int(whole.sum())))
