"""Whether names that no column lists are kept out of free text, and honest words are not taken for them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl
import pytest

from graph_model.schema import TABLES, ColumnType
from loaders.importer import load
from loaders.synthetic import subdistrict
from loaders.unlisted_names import POST_COLUMNS, has_unlisted_name, reads_as_name, tells_a_name
from tests.unit.loaders.hand_ins import problems_told

PHRASES = tomllib.loads(Path(__file__).with_name("honest_phrases.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    ["书记赵敏请假", "班子不团结，书记刘伟与主任不和", "书记赵敏", "主任王强。",
     "书记 赵 敏 请假", "书记：刘伟、主任：王芳",
     "负责人欧阳明月出差", "副书记王立新因病", "原书记陈明(已调走)", "书记李强被查处",
     "党支部书记张建国同志住院", "联系人周洁,有事"],
)  # fmt: skip
def test_a_name_behind_a_post_is_seen(text):
    assert has_unlisted_name(text)


@pytest.mark.parametrize(
    "text",
    ["李娜请假", "陈晓明住院", "欧阳文博出差", "李娜说需要桌椅", "活动 李娜 请假", "请假：陈晓明事假", "因陈晓明住院",
     "居民王强反映漏水", "王芳同志病假", "3月李娜请事假", "由赵敏说", "李娜（病假）", "张建国父亲去世",
     "陈晓明因病请假", "赵敏已退休", "周洁要怀孕", "单位开会，李娜请假", "对王芳说", "刘洋的家属"],
)  # fmt: skip
def test_a_name_before_what_only_persons_do_is_seen(text):
    assert has_unlisted_name(text)


FAMILY = (
    "李王张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤"
)
GIVEN = ["伟", "娜", "建国", "晓明", "海燕"]
DEEDS = [
    "{}请假", "{}住院", "{}出差", "{}因病请假", "因{}住院", "{}说需要桌椅", "居民{}反映漏水", "{}同志病假",
    "活动 {} 请假", "请假：{}事假", "{}家属住院", "{}去世", "{}已退休", "{}怀孕", "{}（病假）", "3月{}请事假",
]  # fmt: skip


def test_nearly_every_name_of_the_common_kinds_is_seen_before_what_only_persons_do():
    texts = [deed.format(own + given) for own in FAMILY for given in GIVEN for deed in DEEDS]
    seen = tells_a_name(pl.Series(texts))
    assert seen.mean() >= 0.95


def test_honest_phrases_are_no_names():
    assert [text for text in PHRASES["texts"] + PHRASES["deeds"] if has_unlisted_name(text)] == []


def test_posts_are_no_names_and_names_among_posts_are():
    assert [text for text in PHRASES["posts"] if has_unlisted_name(text, post=True)] == []
    told = [
        "党工委副书记张建国",
        "张建国",
        "张建国副书记",
        "张书记",
        "王芳",
        "党工委副书记 张建国（兼）",
        "欧阳明月",
        "书记:张建国",
    ]
    assert [text for text in told if not has_unlisted_name(text, post=True)] == []


def test_words_of_the_contract_do_not_read_as_names():
    words = {word.zh for table in TABLES.values() for c in table.columns if c.vocabulary for word in c.vocabulary}
    assert [word for word in words if reads_as_name(word) or has_unlisted_name(word)] == []


def test_nothing_of_a_generated_region_is_taken_for_a_name():
    region = subdistrict.generate(seed=2018)
    lost = []
    for table in TABLES.values():
        rows = region.tables.get(table.name)
        for column in table.columns if rows is not None else ():
            if column.type is ColumnType.TEXT and not column.key and column.name != "name":
                cells = pl.Series(rows.get_column(column.name), dtype=pl.String)
                lost += cells.filter(tells_a_name(cells, post=column.name in POST_COLUMNS)).unique().to_list()
    assert lost == []


def test_names_in_free_text_are_neither_kept_nor_told_and_shops_keep_their_owners(ledger, tmp_path):
    files = {
        "地点台账.csv": "地点编码,地点名称,地点类别\nS,东街道,街道\nC,一社区,社区\n",
        "党组织台账.csv": "组织编码,组织名称,组织类别,领域,书记姓名\n"
        "O,一支部,党支部,社区,闵行之\nP,二支部,党支部,社区,暂缺\n",
        "驻区单位台账.csv": "单位编码,单位名称,单位类别,行业,经营者\nU,闵行之小吃店,个体工商户,餐饮,闵行之\n",
        "会议活动.csv": "编码,类别,日期\nM,党课,2018-06-01\n",
        "参会.csv": "会议编码,组织编码,出席,缺席原因\nM,O,否,书记赵敏请假\nM,P,否,闵行之说书记空缺\n",
        "整顿.csv": "编码,地点编码,认定日期,认定类别,包联领导职务,备注\n"
        "K,C,2018-01-01,书记刘伟与主任不和,党工委副书记张建国,\n"
        "K,C,2018-01-01,软弱,纪工委书记,主任孙丽举报\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    report = load([tmp_path], ledger=ledger)
    told = {tuple(row[:2]) for row in problems_told(report.problems) if row[3] == "looks_like_a_person" and row[0] > 1}
    assert told == {
        (2, "缺席原因"), (3, "缺席原因"), (2, "认定类别"), (2, "包联领导职务"), (3, "备注")
    }  # fmt: skip
    tables = ledger.dataset().tables
    assert tables["units"].get_column("name").to_list() == ["闵行之小吃店"]
    assert tables["cases"].select("category", "lead_post").row(0) == (None, None)
    batch = ledger.batches()[0]
    assert "cases" in batch.rejected()
    frames = [*tables.values(), *batch.rejected().values(), batch.problems()]
    kept = "".join(str(frame.to_dicts()) for frame in frames)
    for name in ("赵敏", "刘伟", "张建国", "孙丽"):
        assert name not in kept
