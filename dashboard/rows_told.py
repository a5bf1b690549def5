"""How many rows did a hand-in bring, as it may be told where the rows are members?

Each row of the members' ledger is a person. What a later batch changed of them is told in ``differences``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from dashboard.people_signs import large, small
from graph_model.history import MEMBERS
from graph_model.ledger import Counts

Told = int | str
"""A count, or the sign that stands for it."""


def rows_told(table: str, counts: Counts, *, shown_from: int) -> dict[str, Told]:
    """Rows of one table read, accepted, rejected, warned of and skipped.

    Parameters
    ----------
    table
        Its name.
    counts
        As the loader told them.
    shown_from
        The bar. Of members a count under it is told by its sign, but for a nought of rejected or warned rows: that all
        came in tells of nobody. Where rows read less one of accepted and rejected would give the other away, that they
        are not small is all that is told of them. Skipped rows are blank ones, titles and totals, and no people.
    """
    told: dict[str, Told] = asdict(counts)
    if table != MEMBERS:
        return told
    for name in ("read", "accepted", "rejected", "warned"):
        count = getattr(counts, name)
        if count < shown_from and (count or name in ("read", "accepted")):
            told[name] = small(shown_from)
    hidden = [isinstance(told[name], str) for name in ("accepted", "rejected")]
    if counts.read >= shown_from and any(hidden) and not all(hidden):
        told["read"] = large(shown_from)
    return told


def rows_in_all(tables: Mapping[str, Counts], name: str, *, shown_from: int) -> Told:
    """The sum of one count over the tables of a hand-in, as it may be told: ``12 + <10`` with few members among them.

    Parameters
    ----------
    tables
        Counts by table.
    name
        ``read``, ``accepted``, ``rejected``, ``warned`` or ``skipped``.
    shown_from
        The bar.
    """
    return sum_told(rows_told(table, counts, shown_from=shown_from)[name] for table, counts in tables.items())


def sum_told(counts: Iterable[Told]) -> Told:
    """The sum of counts; with signs among them, the sum of the others and they, so that none can be taken away."""
    told = list(counts)
    known = sum(count for count in told if isinstance(count, int))
    signs = [count for count in told if isinstance(count, str)]
    if not signs:
        return known
    return " + ".join([*([f"{known:,}"] if len(signs) < len(told) and known else []), *signs])
