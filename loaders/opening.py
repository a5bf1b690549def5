"""Which sheets do the files of a hand-in hold, which table is each, and which files could not be read?

What is wrong with a file that is a ledger refuses the whole hand-in; a text file that is none is told and left. The
rows are ``hand_in``'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph_model.errors import LedgerRefused
from loaders.administrative import DivisionList, division_list
from loaders.damaged_texts import may_be_a_ledger
from loaders.raw_sheets import HandedFile, RawSheet
from loaders.reading import TEXTS, read_sheets
from loaders.recognition import Recognised, is_ignored_sheet, recognise
from loaders.taught import Taught

Opened = tuple[RawSheet, Recognised]


@dataclass(frozen=True)
class OpenedFiles:
    """What the files of a hand-in hold.

    Attributes
    ----------
    sheets
        Each sheet with what it was recognised as; hidden ones only where they hold a table.
    lists
        Those that are lists of statistical codes, by their place among the sheets.
    damaged
        Text files that cannot be read and are no ledger: by file, why.
    """

    sheets: Sequence[Opened]
    lists: Mapping[int, DivisionList]
    damaged: Mapping[str, LedgerRefused]


def opened_files(
    files: Sequence[HandedFile], taught: Taught, *, progress: Callable[[int], None] | None = None
) -> OpenedFiles:
    """Open the files and recognise what they hold.

    Parameters
    ----------
    files
        The files, in the order they are read.
    taught
        Headers that were taught.
    progress
        Told how many files are opened.

    Raises
    ------
    LedgerRefused
        As ``read_sheets``, but for text files that are called after no table and show no header of one.
    """
    sheets: list[Opened] = []
    lists: dict[int, DivisionList] = {}
    damaged: dict[str, LedgerRefused] = {}
    for done, handed in enumerate(files):
        if progress is not None:
            progress(done)
        is_text = handed.suffix in TEXTS
        try:
            found = list(read_sheets(handed))
        except LedgerRefused as refused:
            if not is_text or may_be_a_ledger(handed, taught):
                raise
            damaged[handed.file] = refused
            continue
        for sheet in found:
            if is_ignored_sheet(sheet):
                if is_text:  # a whole file that is left alone is told, whatever it is called
                    sheets.append((_emptied(sheet), Recognised(None)))
                continue
            listed = division_list(sheet, taught)
            if listed is not None:
                lists[len(sheets)] = listed
                sheets.append((listed.sheet, Recognised(listed.mapped, by_headers=True)))
                continue
            told = recognise(sheet, taught)
            if told.mapped is not None:
                sheets.append((sheet, told))
            elif not sheet.hidden:
                sheets.append((_emptied(sheet), told))
    return OpenedFiles(sheets, lists, damaged)


def line_of(refused: LedgerRefused) -> int | None:
    """The line of a text file that a refusal names; None where it names none."""
    line = refused.values.get("line")
    return line if isinstance(line, int) else None


def _emptied(sheet: RawSheet) -> RawSheet:
    return replace(sheet, cells=sheet.cells.clear())
