"""How is a difference told on the command line: counts by table, and the rows old → new?

Writing only; what differs is found by ``graph_model.prospects``, what may be told is decided in ``dashboard``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dashboard.cli.output import write_table
from dashboard.cli.session import Session

if TYPE_CHECKING:
    from dashboard.differences import Difference

ROWS_SHOWN, ROWS_IN_JSON = 20, 1_000
CELLS = ("table", "key", "change", "column", "old", "new")


def tell_difference(
    session: Session,
    difference: Difference,
    *,
    rows: int | None = None,
    kept: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Counts by table, and at most ``rows`` rows of each table where it is given.

    ``kept`` is given of a hand-in alone: by table, the columns it lacks and whose known values stay.
    """
    from dashboard.differences import KINDS, blanked_lines, counts_told, kept_lines, lines, rows_left_out

    words = session.wording
    stays = kept_lines(kept or {}, words)
    if not difference:
        session.say("no_difference")
        for line in stays:
            session.say_line(line)
        return
    shown_from = session.settings.people_shown_from
    sys.stdout.write("\n" + words.text("cli.difference") + "\n")
    counts = {name: counts_told(changes, shown_from=shown_from) for name, changes in difference.items()}
    headings = [words.column("table"), *(words.column(kind) for kind in KINDS)]
    listed = ([words.text(f"tables.{name}"), *(told[kind] for kind in KINDS)] for name, told in counts.items())
    write_table(headings, listed, show=words.value)
    for line in [*blanked_lines(difference, words, shown_from=shown_from, handed_in=kept is not None), *stays]:
        session.say_line(line)
    if rows is None:
        return
    told = list(lines(difference, words, shown_from=shown_from, limit=rows))
    if told:
        sys.stdout.write("\n")
        write_table([words.column(name) for name in CELLS], told, show=str)
    for name, count in rows_left_out(difference, rows).items():
        session.say("more_rows", table=words.text(f"tables.{name}"), count=count)
    if "members" in difference:
        session.say("members_counted")
