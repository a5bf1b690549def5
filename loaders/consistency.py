"""Does a row agree with itself: days in their order, parts within their whole, a code with its check digit?

All of it is warned of and nothing is changed. How rows stand to one another is told in ``checks``.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from loaders.faults import WARNING, faults_at

CREDIT_CODE_LENGTH = 18
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The signs of a unified social credit code, each worth its place."""
_VALUES = np.array([_SIGNS.find(chr(sign)) if sign else -1 for sign in range(256)], dtype=np.int64)
_WEIGHTS = np.array([pow(3, place, 31) for place in range(CREDIT_CODE_LENGTH - 1)], dtype=np.int64)
ENDS = {
    "organisations": (("founded", "ended"), ("founded", "term_ends")),
    "coverage": (("since", "until"),),
    "responsibility": (("since", "until"),),
    "committees": (("founded", "ended"),),
    "seats": (("since", "until"),),
    "agreements": (("starts", "ends"),),
    "listings": (("posted", "closes"),),
    "claims": (("claimed", "done"),),
    "cases": (("opened", "closed"),),
}
"""Days of which the second never comes before the first."""
PARTS: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "organisations": tuple(
        (parts, ("full_members", "probationary_members"))
        for parts in (("women",), ("age_45_down", "age_46_59", "age_60_up"), ("college_up",))
    ),
    "units": ((("members",), ("staff",)),),
    "teams": (
        (("party",), ("elected",)),
        (("residents",), ("elected",)),
        (("both",), ("party",)),
        (("both",), ("residents",)),
        (("women",), ("elected",)),
        (("35_down", "36_45", "46_59", "60_up"), ("elected",)),
        (("university_up", "college", "secondary", "high_school", "junior_down"), ("elected",)),
    ),
}
"""Columns whose known values never add up to more than those of the whole, where the whole is known."""


def judged(name: str) -> bool:
    """Whether rows of the table are held against themselves."""
    return name in ENDS or name in PARTS


def disagreements(rows: pl.DataFrame, name: str) -> list[pl.DataFrame]:
    """Rows whose own values do not agree: an end before its beginning, parts over the whole."""
    told = []
    for first, last in ENDS.get(name, ()):
        bad = rows.filter(pl.col(last) < pl.col(first))
        told.append(
            faults_at(bad, "inconsistent", severity=WARNING, column=last, value=pl.col(last), hint=pl.col(first))
        )
    for parts, whole in PARTS.get(name, ()):
        of = pl.sum_horizontal(*whole, ignore_nulls=False)
        bad = rows.filter(pl.sum_horizontal(*parts) > of)
        value = pl.sum_horizontal(*parts).cast(pl.Int64)
        told.append(
            faults_at(bad, "inconsistent", severity=WARNING, column=parts[0], value=value, hint=of.cast(pl.Int64))
        )
    return told


def bad_check_digits(rows: pl.DataFrame) -> pl.DataFrame:
    """Units whose code has the form of a unified social credit code and another check digit."""
    formed = rows.filter(pl.col("code").str.contains(r"^[0-9A-Za-z]{18}$"))
    wrong = formed.filter(~has_check_digit(formed.get_column("code")))
    return faults_at(wrong, "bad_check_digit", severity=WARNING, column="code", value=pl.col("code"))


def has_check_digit(codes: pl.Series) -> pl.Series:
    """Which codes of 18 ASCII signs end with the check digit of GB 32100-2015; a sign it has no value for fails."""
    signs = np.frombuffer("".join(codes.str.to_uppercase().to_list()).encode("ascii"), dtype=np.uint8)
    values = _VALUES[signs.reshape(codes.len(), CREDIT_CODE_LENGTH)]
    check = (-(values[:, :-1] * _WEIGHTS).sum(axis=1)) % len(_SIGNS)
    return pl.Series((values >= 0).all(axis=1) & (check == values[:, -1]))
