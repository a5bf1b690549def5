"""What did a process that was killed leave in the ledger's folder, and what does the journal not know yet?

Clearing the one and noting the other; each needs the ledger's lock.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph_model.ledger.batch import MANIFEST, batch_at
from graph_model.ledger.files import sweep_parts
from graph_model.ledger.journal import Journal


def sweep(folder: Path, state: Mapping[str, Any]) -> None:
    """Clear what a killed process left behind: half-written batches, and whole ones that never came to count.

    Parameters
    ----------
    folder
        The ledger's folder.
    state
        What ``ledger.json`` says; the batches that a repair left out are put aside.
    """
    batches = folder / "batches"
    for batch_id in state["left_out"]:
        if (batches / batch_id).exists():
            (folder / "damaged").mkdir(exist_ok=True)
            os.replace(batches / batch_id, folder / "damaged" / batch_id)
    leftovers = list(folder.glob(".incoming-*"))
    leftovers += [path for path in batches.glob("b*") if path.name not in state["order"]]
    for path in leftovers:
        shutil.rmtree(path, ignore_errors=True)
    for one in (folder, folder.parent):
        sweep_parts(one)


def follow(folder: Path, journal: Journal, state: Mapping[str, Any]) -> None:
    """Let the journal say what ``ledger.json`` says: it may be younger, or have noted what never came to count."""
    entries = journal.entries()
    noted = {entry.batch for entry in entries if entry.manifest is not None}
    for batch_id in state["order"]:
        batch = folder / "batches" / batch_id
        if batch_id not in noted and (batch / MANIFEST).is_file():
            journal.append("found", state=state, batch=batch_id, manifest=batch_at(batch).manifest)
    if not entries or entries[-1].state != state:
        journal.append("kept", state=state, batch=None)
