"""Does the help of every command speak one language, and does it hold its width?"""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from typer.main import get_command

from dashboard.cli.main import app

ROOT = Path(__file__).resolve().parents[3]
CODES = """
    GONGJIAN_DATA gongjian zh en neo4j bolt s embedded wgs84 gcj02 bd09 WGS
    seats agreements claims meetings level form domain nearest_type community number
    subdistrict district city province quarter year open closed organisations
    int float bool date list pairs add_tie add_seat drop_organisation HQ XQ FL JC1 E2 DZ001 DW001 E I
    source target weight id read_csv COPY UNWIND CREATE table
    all xlsx xls ods csv txt tsv parquet geojson zip json toml docx pptx pdf graphml gexf net pmtiles cypher
    JSON GraphML GEXF Pajek Cypher Neo4j NetworkX scipy networkit igraph rustworkx dash cytoscape
"""
"""What stands in a Chinese sentence as it is: codes, formats, programs, examples."""


def commands(group, *path):
    yield path, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, *path, name)


ALL = dict(commands(get_command(app)))


def test_the_walk_meets_the_commands():
    assert {(), ("load",), ("cases", "show"), ("bench", "measures"), ("what-if",)} <= set(ALL)


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_in_chinese_has_no_english_word(path, gongjian, tmp_path):
    ran = gongjian(tmp_path, *path, "--help")
    assert ran.code == 0
    names = {word for path in ALL for name in path for word in name.split("-")}
    told = re.sub(r"(?<![\w-])--?[a-z][a-z-]*", " ", ran.out)
    assert set(re.findall(r"[A-Za-z][A-Za-z0-9_]*", told)) - names - set(CODES.split()) == set()


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_no_line_of_help_is_wider_than_the_terminal(path, gongjian, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for line in gongjian(tmp_path, *path, "--help").out.splitlines():
        cells = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
        assert cells <= 80, line


def test_help_tells_what_is_given_its_kind_default_and_bounds(gongjian, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    told = gongjian(tmp_path, "load", "--help").out.splitlines()
    assert told[0] == "用法：gongjian load [选项] 文件…"
    assert "  文件…  文件或文件夹  [必填]" in told
    told = gongjian(tmp_path, "measure", "--help").out
    assert told.startswith("用法：gongjian measure [选项] [文件]\n")
    assert re.search(r"--draws <整数> +比对的随机网络个数  \[默认 199，19 到 100000\]", told)
    assert re.search(r"--edges <路径> +边表 csv", told)
    assert re.search(r"--serve / --no-serve +是否启动页面  \[默认 --serve\]", gongjian(tmp_path, "demo", "-h").out)


def test_nothing_but_the_name_shows_the_help_and_how_to_begin(gongjian, tmp_path):
    ran = gongjian(tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == gongjian(tmp_path, "--help").out
    assert ran.out.startswith("用法：gongjian [选项] 命令 …\n")
    assert "gongjian template 空白台账.xlsx" in ran.out


def test_what_is_missing_is_called_as_the_help_calls_it(gongjian, tmp_path):
    ran = gongjian(tmp_path, "history")
    assert (ran.code, ran.err) == (2, "缺少 编码，请补上。\n用法：gongjian history --help\n")


def test_help_in_english_has_no_chinese_word():
    every = [[*path, "--help"] for path in ALL]
    program = f"""
import sys
sys.argv = ["gongjian", "--lang", "en"]
from dashboard.cli.main import run
for arguments in {every!r}:
    try:
        run(["--lang", "en", *arguments])
    except SystemExit as ended:
        assert not ended.code, arguments
"""
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.count("Usage: gongjian") == len(ALL)
    assert re.findall(r"[\u3000-\u9fff\uff00-\uffef]+", ran.stdout) == []
