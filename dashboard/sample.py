"""How does the bundled sub-district come in as sample data, and out again without a trace among one's own?

One batch of its own that says it is a sample; taking it away leaves out that batch and nothing else. What pages and
commands tell of it is theirs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from graph_model.errors import UserError
from graph_model.ledger import Batch, Ledger

if TYPE_CHECKING:
    from analytics.report import DataKind
    from loaders.importer import LoadReport

Kind = Literal["none", "own", "sample", "mixed"]


def kind_of_data(ledger: Ledger) -> Kind:
    """Whether what counts is one's own, the sample, both, or nothing."""
    active = ledger.active()
    return kind_of(active) if active else "none"


def kind_of(batches: Iterable[Batch]) -> DataKind:
    """Whether batches, one at least, are one's own, the sample, or both."""
    marks = {batch.sample for batch in batches}
    return "mixed" if len(marks) == 2 else "sample" if marks == {True} else "own"


def samples(ledger: Ledger) -> list[Batch]:
    """The batches of sample data that count."""
    return [batch for batch in ledger.active() if batch.sample]


def bring_in(ledger: Ledger) -> LoadReport | None:
    """Let the sample count: as it was brought in before, else generated anew.

    Returns
    -------
    LoadReport or None
        What the load did; None where an earlier sample counts again.

    Raises
    ------
    UserError
        ``sample_beside_own``: other data counts, and a sample would mix with it.
    """
    active = ledger.active()
    if active:
        raise UserError("sample_beside_own", batches=[batch.id for batch in active])
    earlier = [batch for batch in ledger.batches() if batch.sample]
    if earlier:
        with ledger.lock(what="redo"):
            ledger.redo(earlier[-1].id)
        return None
    from loaders.importer import load  # here: every report asks whether its data is the sample
    from loaders.synthetic.subdistrict import generate, write_boundaries, write_workbook

    with TemporaryDirectory() as folder:
        workbook, boundaries = Path(folder, "台账.xlsx"), Path(folder, "boundaries.geojson")
        region = generate()
        write_workbook(region, workbook)
        write_boundaries(region, boundaries)
        day = dt.date.fromisoformat(region.truth["as_of"])
        return load([workbook, boundaries], ledger=ledger, as_of=day, sample=True)


def take_away(ledger: Ledger) -> Sequence[Batch]:
    """Leave every batch of sample data out, and no other; gives those that were.

    Raises
    ------
    UserError
        ``no_sample``: no sample data counts.
    """
    with ledger.lock(what="undo"):
        counting = samples(ledger)
        if not counting:
            raise UserError("no_sample")
        for batch in counting:
            ledger.undo(batch.id)
    return counting
