"""How does a checked hand-in become the files of a batch?

Writing a draft into a fresh folder and syncing it; that it counts is ``book``'s business.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from graph_model.lacking import columns_lacking
from graph_model.ledger.batch import MANIFEST, Draft, checksum_of
from graph_model.ledger.files import json_bytes, sha256_of, sync_file, sync_folder, write_bytes
from graph_model.schema import TABLES

FORMAT: Final = 1
"""Version of the ledger's own files."""


def write_draft(folder: Path, batch_id: str, draft: Draft) -> dict[str, Any]:
    """Write a draft into ``folder``, which must not be there yet; its manifest."""
    (folder / "tables").mkdir(parents=True)
    (folder / "kept").mkdir()
    tables = {}
    for name in TABLES:
        if name in draft.tables:
            rows = TABLES[name].schema.validate(draft.tables[name])  # the last gate: what is stored keeps the contract
            tables[name] = _write_table(folder, f"tables/{name}.parquet", rows)
            if columns_lacking(draft.lacking.get(name, ())):
                tables[name]["lacking"] = [asdict(run) for run in draft.lacking[name]]
    rejected = {
        name: _write_table(folder, f"kept/rejected-{name}.parquet", rows)
        for name, rows in draft.rejected.items()
        if rows.height > 0
    }
    origins = {
        name: _write_table(folder, f"kept/origins-{name}.parquet", rows)
        for name, rows in draft.origins.items()
        if rows.height > 0
    }
    manifest = {
        "format": FORMAT,
        "id": batch_id,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "as_of": draft.as_of,
        "replace": draft.replace,
        "options": dict(draft.options),
        "sources": [asdict(source) for source in draft.sources],
        "tables": tables,
        "counts": {name: asdict(counts) for name, counts in draft.counts.items()},
        "kept": {
            "problems": _write_table(folder, "kept/problems.parquet", draft.problems),
            "rejected": rejected,
            "origins": origins,
        },
        "checksum": checksum_of(tables),
    }
    write_bytes(folder / MANIFEST, json_bytes(manifest))
    for part in ("tables", "kept"):
        sync_folder(folder / part)
    return manifest


def _write_table(folder: Path, file: str, rows: pl.DataFrame) -> dict[str, Any]:
    path = folder / file
    rows.write_parquet(path, compression="zstd")
    sync_file(path)
    return {"file": file, "sha256": sha256_of(path), "rows": rows.height}
