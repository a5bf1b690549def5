"""Is a text file that cannot be read sound a ledger all the same, so that nothing may be taken in without it?

By its name, or by what its first lines show. Only looked at: no cell of such a file is ever kept, and what it would
have said is told nowhere.
"""

from __future__ import annotations

import codecs

import polars as pl

from graph_model.schema import SHEETS
from loaders.header_mapping import map_sheet
from loaders.raw_sheets import HandedFile, RawSheet, numbered
from loaders.recognition import called_like_a_table, is_ignored_sheet
from loaders.taught import Taught
from loaders.texts import HEAD_BYTES, HEAD_ROWS, SEPARATORS

FEWEST = 2
"""So many columns of one table, named side by side, make a ledger of it. A sound sheet has to show more to be read:
here a doubt counts for the ledger, since a refusal loses nothing."""
MOST_CELLS = 200
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")


def may_be_a_ledger(handed: HandedFile, taught: Taught) -> bool:
    """Whether a text file is called after a table, or names columns of one in its first lines.

    Parameters
    ----------
    handed
        A text file that was refused.
    taught
        Headers that were taught.

    Returns
    -------
    bool
        False as well for a file that is called what no table is called: 说明, 目录.
    """
    named = RawSheet(handed.file, handed.stem, pl.DataFrame())
    if is_ignored_sheet(named):
        return False
    return called_like_a_table(named) or any(_shows_columns(one, taught) for one in _heads(handed))


def _shows_columns(head: RawSheet, taught: Taught) -> bool:
    tried = (map_sheet(head, table, taught=taught.of(table.name)) for table in SHEETS)
    return any(len(one.columns) >= FEWEST for one in tried)


def _heads(handed: HandedFile) -> list[RawSheet]:
    """The first lines, taken apart by each sign that may part cells, whatever quotes say, in each encoding they may be
    in; what cannot be decoded is a sign that no header has.
    """
    content = handed.content()[:HEAD_BYTES]
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in content
    heads = []
    for encoding in ENCODINGS if utf16 else ENCODINGS[:2]:
        text = content.decode(encoding, errors="replace").replace("\ufeff", "").replace("\x00", "")
        lines = text.splitlines()[:HEAD_ROWS]
        for separator in SEPARATORS:
            records = [line.replace('"', "").split(separator)[:MOST_CELLS] for line in lines]
            width = max(map(len, records), default=1)
            if width >= FEWEST:
                heads.append(_sheet(records, width, handed))
    return heads


def _sheet(records: list[list[str]], width: int, handed: HandedFile) -> RawSheet:
    cells = {f"c{place}": [one[place] if place < len(one) else None for one in records] for place in range(width)}
    return RawSheet(handed.file, handed.stem, numbered(pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))))
