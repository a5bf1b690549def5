"""Which hand-ins have come in, whole and unaltered, and which of them count?

The system of record: batches of Parquet files with checksums. Reading hand-ins and publishing happen elsewhere.
"""

from __future__ import annotations

from graph_model.ledger.batch import PROBLEM_SCHEMA, Batch, Counts, Draft, Source
from graph_model.ledger.book import Ledger

__all__ = ["PROBLEM_SCHEMA", "Batch", "Counts", "Draft", "Ledger", "Source"]
