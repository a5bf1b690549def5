"""Is a large region a sound ledger of its promised size, the same for the same seed, with the planted truth alone?"""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import polars as pl
import pytest
from stdnum.cn import uscc

from analytics.investigation import Investigation
from graph_model.ledger import Ledger
from graph_model.schema import SHEETS, TABLES
from graph_model.stores.embedded import EmbeddedStore
from loaders.importer import load
from loaders.synthetic.large.columns import credit_codes
from loaders.synthetic.large.layout import SCALES, Scale
from loaders.synthetic.large.region import draw_parts, together, write_region

AS_OF = dt.date(2018, 6, 30)
ONE_ROW_A_PLACE = {"organisation_coverage", "work_coverage"}


@pytest.fixture(scope="module")
def district(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large") / "district"
    truth = write_region("district", folder, seed=5)
    return folder, json.loads(truth.read_text("utf-8"))


@pytest.fixture(scope="module")
def loaded(district, tmp_path_factory):
    ledger = Ledger(tmp_path_factory.mktemp("data"))
    return ledger, load([district[0]], ledger=ledger, as_of=AS_OF)


def test_a_district_loads_without_a_single_problem(loaded):
    _, report = loaded
    assert (report.exit_code, report.problems.to_dicts()) == (0, [])
    sizes = {name: counts.accepted for name, counts in report.tables.items()}
    assert set(sizes) == {table.name for table in SHEETS}
    promised = ("organisations", "units", "committees", "agreements", "members", "attendance")
    assert [sizes[name] for name in promised] == [2_000, 6_000, 400, 5_000, 100_000, 200_000]


def test_the_report_finds_what_was_planted_and_nothing_besides(loaded, district, tmp_path_factory):
    ledger, _ = loaded
    truth = district[1]["findings"]
    folder = tmp_path_factory.mktemp("store")
    with EmbeddedStore(folder, buffer_pool_mb=512, seconds=120, max_rows=1_000_000) as store:
        store.publish(ledger.dataset())
        findings = Investigation(store).report().as_json()["findings"]
    told, planted = {}, {}
    for name, one in truth.items():
        rows = {status: sorted(_codes(findings[name]["rows"], status)) for status in ("found", "unknown")}
        if one["found"] is None:
            assert set(one["includes"]) <= set(rows["found"]), name
            continue
        told[name] = {key: findings[name][key] for key in ("count", "unknown", "of")}
        of = findings[name]["of"] if one["of"] is None else one["of"]
        planted[name] = {"count": len(one["found"]), "unknown": len(one["unknown"]), "of": of}
        if name not in ONE_ROW_A_PLACE:
            told[name] |= {"rows": rows}
            planted[name] |= {"rows": {"found": one["found"], "unknown": one["unknown"]}}
    assert told == planted
    assert len(planted) >= 28
    assert all(one["count"] > 0 for one in planted.values())


def _codes(rows, status):
    for row in rows:
        if row["status"] == status:
            yield str(row["code"]) if "code" in row else f"{row['a']}|{row['b']}"


@pytest.mark.parametrize("output", ["csv", "parquet"])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path, output):
    told = {}
    for name, seed in (("first", 3), ("again", 3), ("other", 4)):
        folder = tmp_path / name
        write_region("district", folder, seed=seed, format=output)
        files = sorted(folder.iterdir())
        assert [path.name for path in files] == sorted(f"{table.name}.{output}" for table in SHEETS)
        told[name] = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    assert told["first"] == told["again"]
    assert told["first"] != told["other"]


def test_both_formats_hold_the_same_rows(tmp_path, district):
    write_region("district", tmp_path / "p", seed=5, format="parquet")
    for table in SHEETS:
        written = pl.read_parquet(tmp_path / "p" / f"{table.name}.parquet")
        kinds = {name: column.dtype for name, column in TABLES[table.name].schema.columns().items()}
        assert dict(written.schema) == kinds
        assert written.height == pl.scan_csv(district[0] / f"{table.name}.csv").select(pl.len()).collect().item()


def test_sizes_are_those_that_were_promised():
    city, province = SCALES["city"], SCALES["province"]
    assert (city.whole * 200, city.members, city.attendances) == (20_000, 1_000_000, 2_000_000)
    assert (city.whole * 600, city.whole * 40, city.whole * 500) == (60_000, 4_000, 50_000)
    assert (province.whole * 200, province.members) == (350_000, 6_000_000)


def test_a_region_of_several_pieces_is_one_ledger_whose_truth_is_that_of_its_pieces():
    scale = Scale("small", 2, 2, 2, 4 * 3_500, 4 * 7_000, monthly=False, activities=0.4, sparse=True)
    parts = list(draw_parts(scale, seed=1))
    whole = {name: pl.concat([part.tables[name] for part in parts]) for name in parts[0].tables}
    for name, rows in whole.items():
        TABLES[name].schema.validate(rows)  # keys are unique over the pieces too
        for column in TABLES[name].references:
            keys = whole[column.references].get_column(TABLES[column.references].key[0])
            assert rows.get_column(column.name).drop_nulls().is_in(keys.implode()).all(), (name, column.name)
    assert (whole["members"].height, whole["attendance"].height) == (scale.members, scale.attendances)
    assert whole["places"].get_column("kind").value_counts().sort("kind").rows() == [
        ("area", 20), ("block", 960), ("building", 32), ("city", 2), ("community", 80), ("compound", 240),
        ("district", 4), ("grid", 640), ("market", 16), ("park", 16), ("province", 1), ("subdistrict", 4),
    ]  # fmt: skip
    found = together([part.planted for part in parts])["isolated_organisations"]
    assert len(found.found) == 4 * 8
    assert found.of == 4 * 198


def test_credit_codes_have_the_check_digit_of_the_standard():
    import numpy as np

    codes = credit_codes(np.array([91, 12, 52]), np.array([990101, 990102, 990210]), np.array([0, 17, 1_234_567]))
    assert [code[:17] for code in codes] == ["91990101MA0000000", "12990102MA0000017", "52990210MA1234567"]
    assert [uscc.calc_check_digit(code[:17]) for code in codes] == [code[17] for code in codes]
