"""Whether members' names of two signs are found where they are persons, and left where they are hills and wishes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl
import pytest

from graph_model.schema import TABLES, ColumnType
from loaders.importer import load
from loaders.people import holds_a_person, texts_without_people, without_people
from loaders.short_names import short_names_in
from loaders.synthetic import subdistrict
from tests.unit.loaders.hand_ins import problems_told

NAMES = frozenset({"李娜", "訾珺", "高山", "平安", "和平", "于平", "王芳", "方明", "李强", "高鹏", "任明", "金平"})
HONEST = tomllib.loads(Path(__file__).with_name("honest_phrases.toml").read_text("utf-8"))


def found(texts, *, names=NAMES, bodies=False):
    return dict(zip(texts, holds_a_person(pl.Series(texts), names=names, bodies=bodies), strict=True))


@pytest.mark.parametrize(
    "text",
    ["李娜请假", "帮扶李娜一家", "报表李娜提供", "联系人李娜13800", "联系人李娜", "李娜", "李娜、王芳",
     "李娜_台账", "感谢李娜", "由李娜整理", "对李娜说", "书记李娜很忙", "李娜等3人", "李娜很积极",
     "社区李娜没来", "李强化解矛盾", "第一项;李娜,第二项", "李 娜", "由李 娜负责", "李 娜请假", "王\u3000芳",
     "王·芳", "李\u200b娜请假", "李娜（书记）", "李娜/王芳", "李娜和孩子", "由方明负责", "方明请假",
     "主任明天找李娜，", "到李娜家", "解决李娜诉求", "除李娜外", "除李娜外都请假", "学习李娜事迹", "李娜门口",
     "李娜楼下漏水", "李娜院子", "李娜公司有事", "帮李娜办证", "化解李娜王芳矛盾", "李强工作法", "昨天李娜很忙",
     "李娜店里有事", "为李娜办理低保"],
)  # fmt: skip
def test_a_name_of_two_signs_is_a_person_beside_words_of_persons_and_where_it_stands_alone(text):
    assert found([text]) == {text: True}


@pytest.mark.parametrize(
    "text",
    ["高山社区", "平安路", "高山小区", "高山公司", "高山1号楼", "平安三村", "高山东路", "高山家属院",
     "高山村村民", "李娜理发店", "李娜工作室", "关于平安建设", "责任明确", "双方明确", "对方明确", "奖金平台",
     "访高 山东", "与高山社区共建", "负责人平安社区", "金平街道", "王芳超市搬走",
     "李娜路", "李娜劳模工作室", "李娜劳模创新工作室", "王芳诊所", "王芳调解室", "李娜书记工作室"],
)  # fmt: skip
def test_names_of_places_and_bodies_and_signs_that_meet_by_chance_are_no_person(text):
    assert found([text]) == {text: False}


def test_a_name_that_is_a_word_must_have_persons_words_on_both_sides_or_a_sure_one():
    persons = [
        "高山请假",
        "高山出差",
        "高山同志",
        "高山家属",
        "由高山负责",
        "联系人高山",
        "联系人：高山",
        "帮扶高山一家",
        "高 山",
        "书记平安。",
    ]
    words = [
        "高山",
        "平安，和平",
        "平安建设",
        "平安负责",
        "和平",
        "走访高山",
        "由平安办牵头",
        "书记平安建设不力",
        "和平与发展",
    ]
    assert [text for text, told in found(persons).items() if not told] == []
    assert [text for text, told in found(words).items() if told] == []


def test_a_name_with_a_rare_sign_is_a_person_in_any_words_but_before_a_place():
    told = found(["昨天晚上訾珺很好", "活动室訾珺那里", "訾珺社区"])
    assert list(told.values()) == [True, True, False]


def test_places_and_bodies_are_called_after_persons_and_only_a_name_by_itself_counts_there():
    told = found(
        [
            "李娜理发店",
            "方明教育咨询",
            "王芳有限公司",
            "王芳提供",
            "高山",
            "高山支部",
            "李娜",
            "联系人李娜",
            "高山（李娜）",
        ],
        bodies=True,
    )
    assert list(told.values()) == [False, False, False, False, False, False, True, True, True]


def test_where_a_name_stands_is_told_in_signs_of_the_compared_text():
    texts = pl.Series(["李娜请假，李 娜与王芳", "无", "𠮷：李娜"])
    assert short_names_in(texts, NAMES).rows() == [(0, 0, 2), (0, 5, 8), (0, 9, 11), (2, 2, 4)]
    assert short_names_in(texts, {"王小明"}).rows() == []
    assert short_names_in(pl.Series([], dtype=pl.String), NAMES).rows() == []


def test_a_text_told_again_keeps_what_is_no_person():
    told = texts_without_people(["台账_李 娜_高山社区", "李娜请假", "高山社区"], names=NAMES)
    assert list(told.values()) == ["台账_***_高山社区", "***请假", "高山社区"]
    assert without_people("李娜李娜", names=NAMES) == "******"


SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾田董潘袁蔡蒋余于"
    "杜叶程魏苏吕丁任姚金石江白万方安成文时"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红文辉力鹏波宁健建国庆新成志"
    "海云林山江阳光亮星月东正义安康和利达立荣"
)


def test_whatever_members_are_called_a_region_and_honest_phrases_name_hardly_anybody():
    every = frozenset(first + second for first in SURNAMES for second in GIVEN)
    region = subdistrict.generate(seed=2018)
    lost = []
    for table in TABLES.values():
        rows = region.tables.get(table.name)
        for column in table.columns if rows is not None else ():
            if column.type is ColumnType.TEXT and not column.key and column.references is None:
                cells = pl.Series(rows.get_column(column.name), dtype=pl.String)
                lost += cells.filter(holds_a_person(cells, names=every, bodies=column.name == "name")).to_list()
    assert lost == []
    phrases = HONEST["texts"] + HONEST["posts"] + HONEST["deeds"]
    assert [text for text, told in found(phrases, names=every).items() if told] == ["书记成立工作组"]


def test_no_column_of_free_text_keeps_a_member_of_two_signs(ledger, tmp_path):
    files = {
        "地点台账.csv": "地点编码,地点名称,地点类别\nS,东街道,街道\nC,高山社区,社区\n",
        "党组织台账.csv": "组织编码,组织名称,组织类别,领域,所在地点\nO,高山社区党支部,党支部,社区,C\n",
        "党员台账.csv": "党员编号,姓名,组织编码\nM1,李娜,O\nM2,高山,O\n",
        "驻区单位台账.csv": "单位编码,单位名称,单位类别,行业\nU,李娜理发店,个体工商户,报表李娜提供\n",
        "会议活动.csv": "编码,类别,日期\nM,党课,2018-06-01\nN,党课,2018-06-02\n",
        "参会.csv": "会议编码,组织编码,出席,缺席原因\nM,O,否,李娜请假\nN,O,否,高山出差\n",
        "整顿.csv": "编码,地点编码,认定日期,认定类别\nK,C,2018-01-01,帮扶李娜一家\nL,C,2018-01-02,高山社区软弱\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    report = load([tmp_path], ledger=ledger)
    told = sorted(row[:2] for row in problems_told(report.problems) if row[3] == "looks_like_a_person" and row[0] > 1)
    assert told == [(2, "缺席原因"), (2, "行业"), (2, "认定类别"), (3, "缺席原因")]
    tables = ledger.dataset().tables
    assert tables["units"].select("name", "sector").row(0) == ("李娜理发店", None)
    assert tables["attendance"].get_column("reason").to_list() == [None, None]
    assert sorted(tables["cases"].get_column("category").to_list(), key=str) == [None, "高山社区软弱"]
    assert tables["places"].get_column("name").sort().to_list() == ["东街道", "高山社区"]


def test_a_refused_sheet_of_members_lists_its_names_all_the_same(ledger, tmp_path):
    (tmp_path / "地点台账.csv").write_text("地点编码,地点名称,地点类别\nS,东街道,街道\n", "utf-8")
    (tmp_path / "党员名册.csv").write_text("某街道党员名册,,\n序号,姓名,所在小组\n1,李娜,一组\n", "utf-8")
    units = "单位编码,单位名称,单位类别,行业\nU,甲公司,非公企业,李娜请假\nV,乙公司,非公企业,某街道党员名册\n"
    (tmp_path / "驻区单位台账.csv").write_text(units, "utf-8")
    report = load([tmp_path], ledger=ledger)
    assert "missing_header" in report.problems.get_column("code").to_list()
    sectors = dict(ledger.dataset().tables["units"].select("code", "sector").rows())
    assert sectors == {"U": None, "V": "某街道党员名册"}
