"""How do rows reach stdout: as a table for people, as JSON, as csv?

Writing only; what the rows say is decided before they come here.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from dashboard.reports.json_text import json_pieces
from dashboard.reports.rows import cell
from graph_model.errors import UnknownName

TABULAR: tuple[str, ...] = ("table", "json", "csv")


def write_json(content: Any) -> None:
    """JSON on stdout: strict (no NaN), readable (a row a line), text as it is written."""
    for piece in json_pieces(content):
        sys.stdout.write(piece)
    sys.stdout.write("\n")


def write_utf8(pieces: Iterable[bytes]) -> None:
    """Text in UTF-8 on stdout and a line's end: as it is where stdout speaks UTF-8, else in what it speaks."""
    sys.stdout.flush()
    plain = os.linesep == "\n" and (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    for piece in chain(pieces, [b"\n"]):
        if plain:
            sys.stdout.buffer.write(piece)
        else:
            sys.stdout.write(piece.decode())


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows as csv on stdout; what a spreadsheet would run as a formula is made text."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([cell(name) for name in columns])
    for row in rows:
        out.writerow([cell(row.get(name)) for name in columns])


def write_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    show: Callable[[Any], str],
    title: str | None = None,
) -> None:
    """Rows as a table for people on stdout; numbers to the right; no colours where stdout is not a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    listed = [list(row) for row in rows]
    table = Table(title=title, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for place, heading in enumerate(headings):
        values = [row[place] for row in listed if row[place] is not None]
        numeric = bool(values) and all(
            isinstance(value, int | float) and not isinstance(value, bool) for value in values
        )
        table.add_column(Text(heading), justify="right" if numeric else "left", overflow="fold")
    for row in listed:
        table.add_row(*(Text(show(value)) for value in row))
    terminal = sys.stdout.isatty()
    page = io.StringIO()  # written by ourselves: rich ends the run with 1 where the reader has gone
    Console(file=page, highlight=False, force_terminal=terminal, width=None if terminal else 10_000).print(table)
    sys.stdout.write("\n".join(line.rstrip() for line in page.getvalue().split("\n")))


def checked_format(name: str, known: Sequence[str]) -> str:
    """The name of a format; ``UnknownName`` with the nearest ones where there is none such."""
    if name not in known:
        raise UnknownName("format", name, known=known)
    return name
