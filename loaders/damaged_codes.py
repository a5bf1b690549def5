"""Which codes did a spreadsheet damage: by writing them as powers of ten, or by taking their leading zeros away?

Judged by a code's form and by its siblings in the column, so that a code that merely looks so is not lost.
"""

from __future__ import annotations

import polars as pl

POWER = r"^=?[+-]?[0-9]+(?:\.[0-9]+)?\s?[eE]\+[0-9]+(?:\.0+)?$"
"""What a spreadsheet shows of a long number: 3.70214E+11."""
PROGRAMS_POWER = r"^[0-9]\.[0-9]+[eE](?:[7-9]|[1-9][0-9])$"
"""What programs write of one, from the seventh power on: 3.70214001001E11."""
LETTERED = r"^[0-9]+(?:\.[0-9]+)?[A-DF-Za-df-z]\+[0-9]+$", r"^[0-9]\.[0-9]+[A-DF-Za-df-z][0-9]+$"
"""Codes of either form with another letter there, as 1.2A11 is beside 1.2E11: then the E is a letter too."""


def lost_digits(codes: pl.Series) -> pl.Series:
    """Which codes are written as powers of ten, so that nobody can tell which digits they had.

    Parameters
    ----------
    codes
        The codes of one column as they are compared, null where empty.

    Returns
    -------
    Series
        Never null. None of a form in which the column holds codes with other letters.
    """
    damaged = pl.zeros(codes.len(), dtype=pl.Boolean, eager=True)
    for form, lettered in zip((POWER, PROGRAMS_POWER), LETTERED, strict=True):
        found = codes.str.contains(form).fill_null(value=False)
        if found.any() and not codes.str.contains(lettered).any():
            damaged = damaged | found
    return damaged.rename("damaged")


def lost_zeros(codes: pl.Series) -> pl.Series:
    """Which codes lost their leading zeros against their siblings.

    Codes of digits alone, shorter than those among them that begin with a zero, where these all have one length and
    the codes of that length are no fewer than the shorter ones.
    """
    if not codes.str.starts_with("0").any():
        return pl.repeat(value=False, n=codes.len(), dtype=pl.Boolean, eager=True)
    digits = codes.str.contains(r"^\d+$").fill_null(value=False)
    lengths = codes.str.len_chars()
    led = lengths.filter(digits & codes.str.starts_with("0").fill_null(value=False)).unique()
    if led.len() != 1:
        return pl.repeat(value=False, n=codes.len(), dtype=pl.Boolean, eager=True)
    length = int(led.item())
    shorter: pl.Series = digits & (lengths < length).fill_null(value=False)
    whole = int((digits & (lengths == length).fill_null(value=False)).sum())
    if int(shorter.sum()) > whole:
        return pl.repeat(value=False, n=codes.len(), dtype=pl.Boolean, eager=True)
    return shorter
