"""How does the command behave as a process: what help loads, a reader who goes away, a person who stops it?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

PROGRAM = [sys.executable, "-m", "dashboard.cli.main"]
HEAVY = ("dash", "polars", "numba", "pandas", "pyarrow", "numpy", "scipy", "networkx", "ladybug", "neo4j", "fastapi")


def test_help_loads_neither_pages_nor_frames_nor_a_driver():
    text = (
        "import sys\nfrom dashboard.cli.main import run\n"
        "try:\n    run(['--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert told.stderr.strip() == "[]"
    assert "report" in told.stdout


def test_the_version_is_the_package_s(gongjian, tmp_path):
    with (Path(__file__).parents[3] / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["project"]["version"]
    told = gongjian(tmp_path, "--version")
    assert (told.code, told.out) == (0, f"gongjian {declared}\n")


def test_a_reader_who_goes_away_is_no_fault(region):
    read, write = os.pipe()
    os.close(read)
    given = [*PROGRAM, "--data", str(region), "query"]
    told = subprocess.run(given, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (told.returncode, told.stderr) == (0, "")


def test_ctrl_c_ends_with_130_and_no_traceback(region):
    text = "MATCH (a)--(b)--(c)--(d)--(e)--(f)--(g)--(h) RETURN count(DISTINCT [a.code, d.code, h.code]) AS n"
    given = [*PROGRAM, "--data", str(region), "cypher", text]
    running = subprocess.Popen(
        given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "GONGJIAN_QUERY_SECONDS": "3"},
    )
    time.sleep(2.0)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=30)
    assert running.returncode in (130, 1)  # 1: the engine was in the middle of the query and its limit came first
    assert "Traceback" not in told


def test_progress_is_drawn_on_a_terminal_only(region, tmp_path):
    given = [*PROGRAM, "--data", str(region), "query", "places_tree"]
    told = subprocess.run(given, capture_output=True, text=True, check=True)
    assert "\x1b" not in told.stdout + told.stderr
