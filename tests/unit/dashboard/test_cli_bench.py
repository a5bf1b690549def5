"""Does `bench` measure what it says, each step in its own process, and touch nobody's data?"""

from __future__ import annotations

import pytest

from analytics.registry import DEFINITIONS
from dashboard.bench import loading, reporting
from dashboard.bench.measuring import Step, program
from graph_model.errors import Failure
from loaders.synthetic.large.layout import SCALES

STEPS = ["generate", "read_csv", "load", "stage", "bare_copy", "read_again"]


def test_without_a_name_it_lists_what_there_is(gongjian, tmp_path):
    told = gongjian(tmp_path, "bench")
    names = ["load", "publish", "serve", "picture", "report", "queries"]
    assert (told.code, [line.split()[2] for line in told.out.splitlines()]) == (0, names)


def test_an_unknown_name_or_scale_is_told_with_the_nearest(gongjian, tmp_path):
    for asked, nearest in ((("lod",), "load"), (("load", "--scale", "citty"), "city")):
        told = gongjian(tmp_path, "bench", *asked)
        assert (told.code, nearest in told.err) == (2, True)


def test_a_load_is_measured_beside_its_floors(gongjian, tmp_path):
    told = gongjian(tmp_path / "data", "bench", "load", "--scale", "district", "--json").json
    assert list(told["steps"]) == STEPS
    assert all(step["seconds"] > 0 and step["peak_mb"] > 20 for step in told["steps"].values())
    floors = told["steps"]["read_csv"]["seconds"] + told["steps"]["bare_copy"]["seconds"]
    assert told["ratio"] == pytest.approx(told["steps"]["load"]["seconds"] / floors, abs=0.02)
    assert told["rows"] > SCALES["district"].members + SCALES["district"].attendances
    assert told["steps"]["read_again"]["rows"] == loading.CHANGED_ROWS
    assert not (tmp_path / "data").exists()  # nobody's own folder is touched


def test_publishing_is_measured_on_a_server_alone(gongjian, tmp_path):
    assert gongjian(tmp_path, "bench", "publish").code == 2
    assert gongjian(tmp_path, "bench", "queries").code == 2


def test_a_report_is_measured_with_the_share_of_each_kind_of_work(gongjian, tmp_path):
    told = gongjian(tmp_path / "data", "bench", "report", "--scales", "subdistrict", "--json").json
    measured = told["scales"]["subdistrict"]
    assert list(measured["parts"]) == ["opening", "store", "snapshot", "measures", "findings", "words"]
    assert all(0 < seconds < measured["seconds"] * 10 for seconds in measured["parts"].values())
    assert (measured["organisations"], measured["findings"]) == (152, len(DEFINITIONS))
    assert measured["peak_mb"] > 100
    assert told["exponents"] == {}  # one size tells no growth
    assert not (tmp_path / "data").exists()


def test_an_exponent_is_the_slope_between_sizes():
    def measured(organisations, power):
        parts = {"opening": 9.0, "store": 0.001 * organisations**power, "words": 0.001 * organisations}
        return {"organisations": organisations, "parts": parts}

    told = reporting.exponents([measured(size, 1.5) for size in (100, 1_000, 10_000)])
    assert told == {"store": 1.5, "words": 1.0, "all": pytest.approx(1.46, abs=0.05)}
    assert reporting.exponents([measured(100, 1.0)]) == {}


def test_a_step_that_fails_is_told_with_its_code():
    with pytest.raises(Failure) as told:
        program("broken", ["-c", "raise SystemExit('no room')"])
    assert (told.value.code, told.value.values["step"], told.value.values["said"]) == (
        "bench_step_failed", "broken", "no room",
    )  # fmt: skip


def test_memory_is_that_of_the_step():
    small, large = (program("m", ["-c", f"x = b'1' * ({size} << 20)"]) for size in (1, 200))
    assert isinstance(small, Step)
    assert 150 < large.peak_mb - small.peak_mb < 260
