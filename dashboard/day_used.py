"""As of which day do reports speak once a hand-in counts, and which batch does that day come from?

The rule is the dataset's: the newest day that a batch tells, else today. Here it is told, for a load and a dry run.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dashboard.i18n import Wording

if TYPE_CHECKING:
    from graph_model.ledger import Ledger


def day_used(ledger: Ledger, *, given: str | None, batch: str | None = None) -> tuple[str, str | None]:
    """The day that reports take with this hand-in, and the batch that tells it; None: the hand-in itself, or nobody.

    Parameters
    ----------
    ledger
        The batches that count.
    given
        The day that was told of the hand-in, ISO text; None where none was.
    batch
        Its batch, where it is in the ledger already; None for a dry run.

    Returns
    -------
    ISO text and an id. Where nobody tells a day it is today's. Of several batches with that day the first is named.
    """
    told = [(one.as_of, one.id) for one in ledger.active() if one.as_of is not None and one.id != batch]
    day, source = max(told, key=lambda one: one[0], default=("", None))
    if given is not None and given >= day:
        return given, None
    return (day, source) if day else (dt.date.today().isoformat(), None)


def day_line(ledger: Ledger, words: Wording, *, given: str | None, batch: str | None = None, way: str) -> str:
    """The sentence on the day that reports take; ``way`` is how another one is told: ``command`` or ``page``."""
    day, source = day_used(ledger, given=given, batch=batch)
    if given is not None:
        return words.text("days.own" if source is None else "days.later", day=day, batch=source or "", given=given)
    told = words.text("days.today" if source is None else "days.earlier", day=day, batch=source or "")
    return told + words.text(f"days.way_{way}")
