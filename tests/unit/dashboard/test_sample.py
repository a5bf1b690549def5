"""Does sample data come in as a batch that says so, go without touching any other, and never mix unsaid?"""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.sample import bring_in, kind_of_data, samples, take_away
from graph_model.errors import UserError
from graph_model.ledger import Ledger
from loaders.importer import load

HEADS = "组织编码,组织名称,组织类别,领域\n"


def own(folder: Path, code: str = "XZ1") -> Path:
    """A sheet of one organisation."""
    path = folder / f"党组织台账-{code}.csv"
    path.write_text(f"{HEADS}{code},新支部,党支部,社区\n", "utf-8")
    return path


def test_the_sample_comes_goes_and_comes_back_as_the_same_batch(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "data")
    assert kind_of_data(ledger) == "none"
    report = bring_in(ledger)
    assert report is not None
    assert [batch.id for batch in samples(ledger)] == [report.batch]
    assert kind_of_data(ledger) == "sample"
    with pytest.raises(UserError, match="sample_beside_own"):
        bring_in(ledger)
    assert [batch.id for batch in take_away(ledger)] == [report.batch]
    assert kind_of_data(ledger) == "none"
    with pytest.raises(UserError, match="no_sample"):
        take_away(ledger)
    assert bring_in(ledger) is None
    assert [batch.id for batch in ledger.active()] == [report.batch]
    assert len(ledger.batches()) == 1


def test_taking_the_sample_away_leaves_own_batches_before_and_after_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "data")
    bring_in(ledger)
    load([own(tmp_path)], ledger=ledger)
    assert kind_of_data(ledger) == "mixed"
    take_away(ledger)
    assert kind_of_data(ledger) == "own"
    assert [batch.sample for batch in ledger.active()] == [False]
    assert ledger.dataset().tables["organisations"].get_column("code").to_list() == ["XZ1"]


def test_no_sample_is_brought_in_beside_own_data(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "data")
    load([own(tmp_path)], ledger=ledger)
    with pytest.raises(UserError, match="sample_beside_own"):
        bring_in(ledger)
    assert [batch.sample for batch in ledger.batches()] == [False]
