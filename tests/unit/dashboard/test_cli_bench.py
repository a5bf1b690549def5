"""Does `bench` measure what it says, each step in its own process, and touch nobody's data?"""

from __future__ import annotations

import pytest

from dashboard.bench import loading
from dashboard.bench.measuring import Step, program
from graph_model.errors import Failure
from loaders.synthetic.large.layout import SCALES

STEPS = ["generate", "read_csv", "load", "stage", "bare_copy", "read_again"]


def test_without_a_name_it_lists_what_there_is(gongjian, tmp_path):
    told = gongjian(tmp_path, "bench")
    assert (told.code, [line.split()[2] for line in told.out.splitlines()]) == (
        0,
        ["load", "publish", "serve", "picture"],
    )


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
