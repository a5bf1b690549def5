"""How are sheets, headers, words and units really written, and what stands in workbooks that are handed out?

``headers.toml`` and ``workbook.toml``, read once.

Data only: what is done with a spelling is told in ``header_mapping``, ``cleaning`` and ``people``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import Any

import polars as pl

ZERO_WIDTH = "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe0e\ufe0f\ufeff]"
"""Signs nobody sees: joiners, marks of direction, soft hyphens, and what makes of ☑ a picture."""


@cache
def spellings() -> dict[str, Any]:
    """The content of ``headers.toml``; not to be changed."""
    return tomllib.loads(resources.files("loaders").joinpath("headers.toml").read_text("utf-8"))


@cache
def workbook_words() -> dict[str, Any]:
    """The content of ``workbook.toml``; not to be changed."""
    return tomllib.loads(resources.files("loaders").joinpath("workbook.toml").read_text("utf-8"))


def as_written(cells: pl.Series) -> pl.Series:
    """Text without zero-width signs and outer spaces; nothing else is touched."""
    if _is_ascii(cells):
        return cells.str.strip_chars()
    return cells.str.replace_all(ZERO_WIDTH, "").str.strip_chars()


def compared(cells: pl.Series) -> pl.Series:
    """Text as it is compared everywhere: without zero-width signs, NFKC, without outer spaces."""
    if _is_ascii(cells):
        return cells.str.strip_chars()
    return cells.str.replace_all(ZERO_WIDTH, "").str.normalize("NFKC").str.strip_chars()


def compared_text(text: str) -> str:
    """One text as ``compared`` does it."""
    return unicodedata.normalize("NFKC", re.sub(ZERO_WIDTH, "", text)).strip()


PLAIN_CODE = r"^[A-Za-z0-9\-_|]*[0-9][A-Za-z0-9\-_|]*$"
"""A code that reads as it stands: ASCII letters and digits with a digit among them, no spaces; never a blank's word."""


def are_plain_codes(cells: pl.Series) -> pl.Series:
    """Which cells are codes that no cleaning would change; null where a cell is empty."""
    return cells.str.contains(PLAIN_CODE)


def _is_ascii(cells: pl.Series) -> bool:
    """Most columns are codes and numbers, and NFKC is by far the slowest step of reading."""
    return int(cells.str.len_bytes().sum() or 0) == int(cells.str.len_chars().sum() or 0)
