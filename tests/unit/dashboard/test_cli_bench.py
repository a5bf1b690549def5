"""Does `bench` measure what it says, each step in its own process, and touch nobody's data?"""

from __future__ import annotations

import shutil

import pytest

from analytics.registry import DEFINITIONS
from dashboard.bench import loading, measure_run, network_measures, reporting
from dashboard.bench.measuring import Step, program
from graph_model.errors import Failure
from loaders.synthetic.large.layout import SCALES

STEPS = ["generate", "read_csv", "load", "stage", "bare_copy", "read_again"]


def test_without_a_name_it_lists_what_there_is(gongjian, tmp_path):
    told = gongjian(tmp_path, "bench")
    names = ["load", "publish", "serve", "picture", "pages", "report", "queries", "measures"]
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


def test_measures_are_timed_beside_other_libraries_and_agree(gongjian, tmp_path, monkeypatch):
    monkeypatch.setattr(network_measures, "REPEAT_FOR", 0.0)  # twice is enough to be timed
    asked = "cut_points,pagerank,betweenness,constraint"
    told = gongjian(
        tmp_path, "bench", "measures", "--sizes", "60", "--measures", asked, "--budget", "60", "--json"
    ).json
    (network,) = told["networks"]
    rows = {row["measure"]: row for row in network["measures"]}
    assert list(rows) == asked.split(",")
    assert told["disagreements"] == []
    agreed = {
        (name, library) for name, row in rows.items() for library, peer in row["peers"].items() if "agrees" in peer
    }
    assert {(name, "networkx") for name in rows} <= agreed
    assert {("constraint", "igraph"), ("cut_points", "rustworkx"), ("pagerank", "networkit")} <= agreed
    assert rows["betweenness"]["peers"]["scipy"] == {"left_out": "not_offered"}
    for row in rows.values():
        fastest = min(peer["seconds"] for peer in row["peers"].values() if "seconds" in peer)
        assert row["ratio"] == pytest.approx(fastest / row["ours"]["seconds"], rel=0.01, abs=0.01)
        assert row["ours"]["seconds"] > row["ours"]["alone"] > 0
        assert row["ours"]["first"] > 0
        assert row["ours"]["peak_mb"] > 50


def test_a_measure_over_its_budget_is_ended_and_the_next_still_run(tmp_path, monkeypatch):
    program = tmp_path / "igraph_peer.py"
    program.write_text(
        "import json, sys, time\n"
        "asked = json.loads(sys.argv[1])['measures']\n"
        "for name in asked:\n"
        "    print(json.dumps({'started': name}), flush=True)\n"
        "    time.sleep(60 if name == 'betweenness' else 0)\n"
        "    print(json.dumps({'done': name}), flush=True)\n"
    )
    monkeypatch.setattr(measure_run, "SCRIPTS", tmp_path)
    run = measure_run.run_library(
        "igraph", tmp_path, tmp_path / "out", ["degree", "betweenness", "k_core"], budget=5.0, repeat_for=0.1
    )
    assert (sorted(run.done), run.left_out) == (["degree", "k_core"], {"betweenness": "over_budget"})


def test_a_library_that_is_not_there_is_told_as_absent(tmp_path, monkeypatch):
    monkeypatch.setattr(measure_run, "SCRIPTS", tmp_path)
    run = measure_run.run_library("igraph", tmp_path, tmp_path, ["degree"], budget=1.0, repeat_for=0.1)
    assert (run.version, run.done, run.left_out) == (None, {}, {"degree": "absent"})


def test_an_answer_that_differs_is_told_and_ends_with_1(gongjian, tmp_path, monkeypatch):
    scripts = tmp_path / "peers"
    shutil.copytree(measure_run.SCRIPTS, scripts)
    common = (
        (scripts / "common.py")
        .read_text()
        .replace("Path(__file__).parents[2]", repr(str(measure_run.SCRIPTS.parents[1])))
    )
    (scripts / "common.py").write_text(common)
    wrong = scripts / "networkx_peer.py"
    wrong.write_text(
        wrong.read_text().replace(
            "nx.core_number(held.graph)", "{v: 1 + k for v, k in nx.core_number(held.graph).items()}"
        )
    )
    monkeypatch.setattr(measure_run, "SCRIPTS", scripts)
    monkeypatch.setattr(network_measures, "REPEAT_FOR", 0.0)
    monkeypatch.setattr(network_measures, "PEERS", ("scipy", "networkx"))  # one that agrees, one that does not
    monkeypatch.setattr(network_measures, "step", lambda name: None)  # nobody looks at the times
    told = gongjian(tmp_path / "data", "bench", "measures", "--sizes", "40", "--measures", "k_core", lang="en")
    assert (told.code, "k_core (40, networkx)" in told.err, "k_core (40, scipy)" in told.err) == (1, True, False)


@pytest.mark.parametrize("sizes", ["", "ten", "100,5"])
def test_sizes_that_are_none_are_refused(gongjian, tmp_path, sizes):
    assert gongjian(tmp_path, "bench", "measures", "--sizes", sizes).code == 2
