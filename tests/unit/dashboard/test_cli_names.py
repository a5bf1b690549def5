"""Is every name nobody knows told with the nearest ones, and every wrong value with exit code 2?"""

from __future__ import annotations

import pytest

UNKNOWN = [
    (("reprot",), "report"),
    (("report", "--formt", "json"), "--format"),
    (("report", "few_support"), "few_support_points"),
    (("report", "bridges", "--place", "G1"), "G11"),
    (("report", "bridges", "--layer", "seat"), "seats"),
    (("report", "--format", "jsn"), "json"),
    (("query", "unit_of_place"), "units_of_place"),
    (("query", "units_of_place", "--param", "plase=S"), "place"),
    (("undo", "b001"), "b0001"),
    (("problems", "b001"), "b0001"),
    (("measure", "--layer", "meeting"), "meetings"),
    (("export", "graphm", "x"), "graphml"),
    (("generate", "--scale", "subdistrct", "x"), "subdistrict"),
]


@pytest.mark.parametrize(("arguments", "nearest"), UNKNOWN)
def test_an_unknown_name_is_told_with_the_nearest_in_either_language(gongjian, region, arguments, nearest):
    for lang, before in (("zh", "您是不是要："), ("en", "Did you mean: ")):
        told = gongjian(region, *arguments, lang=lang)
        assert (told.code, told.out) == (2, "")
        assert nearest in told.err.partition(before)[2]


WRONG = [
    (("report", "--as-of", "2018"), "2018-06-30"),
    (("report", "--format", "xlsx"), "--out"),
    (("measure", "--directed"), "--edges"),
    (("load",), "文件…"),
    (("undo", "b0001", "b0002"), "b0002"),
    (("serve", "--port", "abc"), "--port"),
    (("report", "--format"), "--format"),
    (("cypher", "RETURN $k AS k", "--param", "k"), "k"),
    (("cypher", "RETURN $k AS k", "--param", "k:int=x"), "int"),
    (("cypher", "RETURN $k AS k", "--param", "k:number=1"), "number"),
    (("cypher", "RETURN $k AS k"), "--param k="),
    (("query", "units_of_place"), "place"),
    (("query", "organisations", "--param", "x"), "organisation"),
    (("--store", "mysql://h", "report"), "mysql://"),
    (("--store", "bolt://me:secret@h", "report"), "GONGJIAN_STORE_PASSWORD"),
    (("--lang", "fr", "report"), "fr"),
    (("load", "nowhere.xlsx"), "nowhere.xlsx"),
    (("template", "/nowhere/x.xlsx"), "/nowhere/x.xlsx"),
    (("problems", "--out", "/nowhere/x.xlsx"), "/nowhere/x.xlsx"),
    (("report", "bridges", "--format", "json", "--out", "/nowhere/x"), "/nowhere/x"),
    (("export", "csv", "/dev/null"), "/dev/null"),
]


@pytest.mark.parametrize(("arguments", "told"), WRONG)
def test_a_wrong_value_ends_with_2_and_one_sentence(gongjian, region, arguments, told):
    ended = gongjian(region, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert "Traceback" not in ended.err
    assert "secret" not in ended.err


def test_a_failure_inside_ends_with_1_and_names_the_log_without_the_values(gongjian, region, monkeypatch):
    import graph_model.queries

    cell = "王小明 420103199001011234"

    def broken():
        raise RuntimeError(cell)

    monkeypatch.setattr(graph_model.queries, "catalogue", broken)
    ended = gongjian(region, "query")
    log = region / "gongjian.log"
    assert (ended.code, ended.out) == (1, "")
    assert str(log) in ended.err
    assert "Traceback" not in ended.err
    content = log.read_text("utf-8")
    assert "RuntimeError" in content
    assert "王小明" not in content
    assert log.stat().st_mode & 0o077 == 0


def test_arguments_that_are_too_many_are_told_in_the_readers_language(gongjian, region):
    ended = gongjian(region, "query", "organisation", "code=ZB1", lang="zh")
    assert (ended.code, ended.out) == (2, "")
    assert "多写了“code=ZB1”" in ended.err
    assert "Got" not in ended.err


def test_a_report_of_a_place_by_its_name_is_that_of_its_code(gongjian, region):
    by_code = gongjian(region, "report", "isolated_organisations", "--place", "C1", "--format", "json")
    by_name = gongjian(region, "report", "孤立组织", "--place", "红旗社区", "--format", "json")
    assert by_code.code == 0
    assert by_name.out == by_code.out
