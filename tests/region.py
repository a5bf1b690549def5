"""A hand-made region of twelve places, small enough that every figure about it can be worked out on paper.

``dataset_from_rows`` builds a dataset from plain rows; ``REGION`` are the rows of the region, as of 2018-06-30.
Nothing here comes from the program's own output.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

from graph_model.dataset import Dataset, fold
from graph_model.lacking import Lacking
from graph_model.schema import TABLES

AS_OF = "2018-06-30"

NOTHING_LACKING: Mapping[str, tuple[Lacking, ...]] = MappingProxyType({})
Rows = Mapping[str, Iterable[Mapping[str, object]]]


@dataclass(frozen=True)
class RowsBatch:
    """Rows that behave like a batch of the ledger."""

    id: str
    as_of: str | None
    replace: bool
    tables: Mapping[str, pl.DataFrame]
    runs: Mapping[str, tuple[Lacking, ...]] = field(default_factory=dict)

    @property
    def checksum(self) -> str:
        told = hashlib.sha256()
        for name in sorted(self.tables):
            told.update(name.encode() + self.tables[name].write_json().encode())
        return told.hexdigest()

    @property
    def table_names(self) -> tuple[str, ...]:
        return tuple(self.tables)

    def table(self, name: str) -> pl.DataFrame:
        return self.tables[name]

    def lacking(self, name: str) -> tuple[Lacking, ...]:
        return self.runs.get(name, ())


def frame_from_rows(table: str, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Rows of one table with the contract's columns and dtypes; a column left out is null, a day is ISO text."""
    schema = TABLES[table].schema.create_empty().schema
    read = []
    for row in rows:
        unknown = set(row) - set(schema)
        assert not unknown, f"{table} has no column {sorted(unknown)}"
        read.append(
            {
                name: dt.date.fromisoformat(value) if dtype == pl.Date and isinstance(value, str) else value
                for name, dtype in schema.items()
                for value in [row.get(name)]
            }
        )
    return pl.DataFrame(read, schema=schema)


def batch_from_rows(
    rows: Rows,
    *,
    id: str = "b1",
    as_of: str | None = AS_OF,
    replace: bool = False,
    lacking: Mapping[str, tuple[Lacking, ...]] = NOTHING_LACKING,
) -> RowsBatch:
    """A batch of these rows, as the ledger would hold it."""
    return RowsBatch(id, as_of, replace, {name: frame_from_rows(name, kept) for name, kept in rows.items()}, lacking)


def dataset_from_rows(rows: Rows, *, id: str = "b1", as_of: str | None = AS_OF) -> Dataset:
    """The dataset of one batch with these rows; dangling references are dropped or loosened as everywhere."""
    return fold([batch_from_rows(rows, id=id, as_of=as_of)])


# The places.          S 东湖街道 (working committee WC)
#   C1 红旗社区 urban           C2 柳林社区 converted village     C3 新桥社区 (type unknown)
#   ├ G11 网格 ─ K1 小区 ─ B1 楼栋   ├ G21 网格                       └ M1 市场
#   ├ G12 网格                    └ P1 园区
#   └ W1 楼宇
#
# Living organisations on 2018-06-30: WC HQ LL XQ G1 E1 E2 SC FL (9); OLD ended 2017-12-31.
# Co-building ties by layer, without anything else meant:
#   seats       JD1 (alive): WC HQ LL E1          -> WC-HQ WC-LL WC-E1 HQ-LL HQ-E1 LL-E1
#               JC1 (alive): HQ G1 SC(observer); E2's seat ended 2018-05-31 -> HQ-G1 HQ-SC G1-SC
#               JM1 is founded 2018-07-15: not alive
#   agreements  A1 active: HQ-SC;  A2 active from 2018-01-01, no end: LL-E2;  A3 completed;  A4 planned
#   claims      N1 of HQ claimed by SC: HQ-SC;  R1 of E1 claimed by LL: E1-LL;  N2 unclaimed;  R2 idle
#               N3 of G1 claimed by G1 itself: no tie
#   meetings    M1 2018-03-20 attended WC HQ LL (E1 absent): WC-HQ WC-LL HQ-LL
#               M2 2018-05-10 hosted by HQ, attended G1 SC: HQ-G1 HQ-SC G1-SC
#               M3 2017-05-01 is older than 12 months;  M4 2018-04-01 XQ alone
# In no layer tied: XQ, FL.
REGION: dict[str, list[dict[str, object]]] = {
    "places": [
        {"code": "S", "name": "东湖街道", "kind": "subdistrict"},
        {
            "code": "C1", "name": "红旗社区", "kind": "community", "community_type": "urban", "parent": "S",
            "households": 2000, "population": 5200, "workers": 5, "assistants": 1,
            "work_funds": 70000.0, "service_funds": 100000.0, "service_area": 600.0, "lon": 114.3, "lat": 30.5,
        },
        {
            "code": "C2", "name": "柳林社区", "kind": "community", "community_type": "converted_village", "parent": "S",
            "households": 900, "population": 2500, "workers": 2, "assistants": 0,
            "work_funds": 69999.5, "service_funds": None, "service_area": 200.0,
        },
        {"code": "C3", "name": "新桥社区", "kind": "community", "parent": "S"},
        {"code": "G11", "name": "红旗一网格", "kind": "grid", "parent": "C1"},
        {"code": "G12", "name": "红旗二网格", "kind": "grid", "parent": "C1"},
        {"code": "G21", "name": "柳林一网格", "kind": "grid", "parent": "C2"},
        {"code": "K1", "name": "锦绣苑", "kind": "compound", "parent": "G11"},
        {"code": "B1", "name": "锦绣苑1栋", "kind": "block", "parent": "K1"},
        {"code": "W1", "name": "湖光大厦", "kind": "building", "parent": "C1"},
        {"code": "P1", "name": "柳林科技园", "kind": "park", "parent": "C2"},
        {"code": "M1", "name": "新桥“老街”市场", "kind": "market", "parent": "C3"},
    ],
    "organisations": [
        {
            "code": "WC", "name": "东湖街道工委", "level": "working_committee", "domain": "agency", "place": "S",
            "founded": "1999-07-01", "term_ends": "2021-12-31", "secretary": "filled", "has_venue": True,
            "full_members": 30, "probationary_members": 0, "women": 11,
        },
        {
            "code": "HQ", "name": "红旗社区党委", "level": "committee", "form": "single", "domain": "community",
            "two_new": False, "superior": "WC", "place": "C1", "founded": "2002-03-01", "term_ends": "2018-06-29",
            "secretary": "filled", "has_venue": True, "full_members": 120, "probationary_members": 2, "women": 40,
            "age_45_down": 30, "age_46_59": 40, "age_60_up": 52, "college_up": 35,
        },
        {
            "code": "LL", "name": "柳林社区党总支", "level": "general_branch", "form": "single", "domain": "community",
            "two_new": False, "superior": "WC", "place": "C2", "founded": "2006-05-01", "term_ends": "2017-06-29",
            "secretary": "vacant", "full_members": 49, "probationary_members": 1,
        },
        {
            "code": "XQ", "name": "新桥社区党支部", "level": "branch", "form": "single", "domain": "community",
            "superior": "WC", "place": "C3", "secretary": "concurrent", "full_members": 51,
            "probationary_members": 0,
        },
        {
            "code": "G1", "name": "红旗一网格党支部", "level": "branch", "form": "single", "domain": "neighbourhood",
            "superior": "HQ", "place": "G11", "founded": "2016-01-01", "term_ends": "2019-01-01",
            "secretary": "filled", "full_members": 20, "probationary_members": 0,
        },
        {
            "code": "E1", "name": "湖光大厦联合党支部", "level": "branch", "form": "joint", "domain": "building",
            "two_new": True, "superior": "WC", "place": "W1", "founded": "2015-09-01", "term_ends": "2018-06-30",
            "secretary": "filled", "full_members": 2, "probationary_members": 0,
        },
        {
            "code": "E2", "name": "柳林科技公司党支部", "level": "branch", "form": "single", "domain": "enterprise",
            "two_new": True, "superior": "WC", "place": "P1", "founded": "2018-06-30", "full_members": 2,
            "probationary_members": 1,
        },
        {
            "code": "SC", "name": "红旗小学党支部", "level": "branch", "form": "single", "domain": "school",
            "two_new": False, "superior": "WC", "place": "C1", "secretary": "filled", "full_members": 12,
            "probationary_members": 0,
        },
        {
            "code": "FL", "name": "流动党员党小组", "level": "group", "form": "functional", "domain": "floating",
            "superior": "WC", "full_members": 0, "probationary_members": 0,
        },
        {
            "code": "OLD", "name": "新桥市场党支部", "level": "branch", "domain": "social", "superior": "XQ",
            "place": "M1", "founded": "2010-01-01", "ended": "2017-12-31", "full_members": 3,
        },
    ],
    "units": [
        {
            "code": "U1", "name": "湖光软件公司", "kind": "private_enterprise", "sector": "软件", "place": "W1",
            "status": "operating", "above_scale": True, "staff": 120, "members": 6, "members_elsewhere": 3,
            "has_union": True,
        },
        {
            "code": "U2", "name": "湖光餐饮店", "kind": "sole_trader", "sector": "餐饮", "place": "W1",
            "status": "operating", "staff": 8, "members": 1, "members_elsewhere": 1, "has_union": False,
            "reason": "too_few_members",
        },
        {
            "code": "U3", "name": "柳林科技公司", "kind": "private_enterprise", "sector": "制造", "place": "P1",
            "status": "operating", "above_scale": False, "staff": 60, "members": 3, "members_elsewhere": 0,
        },
        {
            "code": "U4", "name": "柳林物流公司", "kind": "private_enterprise", "sector": "物流", "place": "P1",
            "status": "operating", "staff": 200, "members": 3, "members_elsewhere": 5, "has_union": True,
            "reason": "high_turnover",
        },
        {"code": "U5", "name": "新桥诊所", "kind": "hospital", "place": "C3", "members": 2, "has_union": False},
        {"code": "U6", "name": "东湖街道办", "kind": "agency", "place": "S", "status": "operating", "members": 20},
        {"code": "U7", "name": "老街布行", "kind": "sole_trader", "place": "M1", "status": "closed", "members": 0},
        {
            "code": "U8", "name": "锦绣苑物业", "kind": "property_manager", "place": "K1", "status": "operating",
            "members_elsewhere": 2, "has_union": False, "reason": "membership_elsewhere",
        },
        {"code": "U9", "name": "红旗小学", "kind": "school", "place": "C1", "status": "operating", "members": 12},
    ],
    "coverage": [
        {"organisation": "E1", "unit": "U1", "mode": "joint", "since": "2015-09-01"},
        {"organisation": "E2", "unit": "U3", "mode": "own", "since": "2018-06-30"},
        {"organisation": "SC", "unit": "U9", "mode": "own"},
        {"organisation": "HQ", "unit": "U2", "mode": "liaison", "since": "2018-01-01"},
        {"organisation": "HQ", "unit": "U8", "mode": "joint", "since": "2016-01-01", "until": "2018-06-29"},
        {"organisation": "OLD", "unit": "U5", "mode": "own"},
        {"organisation": "LL", "unit": "U4", "mode": "instructor", "since": "2018-07-01"},
    ],
    "responsibility": [
        {"organisation": "G1", "place": "G11", "since": "2016-01-01"},
        {"organisation": "G1", "place": "K1"},
        {"organisation": "HQ", "place": "G12", "since": "2017-01-01", "until": "2018-06-30"},
        {"organisation": "LL", "place": "G21", "since": "2018-07-01"},
        {"organisation": "OLD", "place": "M1"},
    ],
    "committees": [
        {
            "code": "JD1", "name": "东湖街道大党工委", "tier": "subdistrict_committee", "place": "S", "lead": "WC",
            "founded": "2017-01-01", "plaque_on": "2017-02-01", "contact_post": "街道书记",
            "last_contact": "2018-06-01",
        },
        {
            "code": "JC1", "name": "红旗社区联合党委", "tier": "community_committee", "place": "C1", "lead": "HQ",
            "founded": "2017-03-01", "contact_post": "街道副主任", "last_contact": "2018-03-29",
        },
        {
            "code": "JM1", "name": "柳林联席会议", "tier": "joint_meeting", "place": "C2", "lead": "LL",
            "founded": "2018-07-15",
        },
    ],
    "seats": [
        {"committee": "JD1", "organisation": "WC", "role": "chair", "since": "2017-01-01"},
        {"committee": "JD1", "organisation": "HQ", "role": "full", "since": "2017-01-01"},
        {"committee": "JD1", "organisation": "LL", "role": "full"},
        {"committee": "JD1", "organisation": "E1", "role": "part_time", "until": "2018-06-30"},
        {"committee": "JC1", "organisation": "HQ", "role": "chair"},
        {"committee": "JC1", "organisation": "G1", "role": "full", "since": "2017-03-01"},
        {"committee": "JC1", "organisation": "SC", "role": "observer"},
        {"committee": "JC1", "organisation": "E2", "role": "part_time", "until": "2018-05-31"},
        {"committee": "JM1", "organisation": "LL", "role": "chair"},
        {"committee": "JM1", "organisation": "FL", "role": "full"},
    ],
    "agreements": [
        {
            "code": "A1", "title": "社校共建", "kind": "co_building", "signed": "2017-09-01",
            "starts": "2017-09-01", "ends": "2018-09-01", "status": "active",
        },
        {"code": "A2", "title": "村企结对", "kind": "pairing", "signed": "2018-01-01", "status": "active"},
        {
            "code": "A3", "title": "楼宇服务项目", "kind": "project", "signed": "2016-01-01",
            "starts": "2016-01-01", "ends": "2016-12-31", "status": "completed",
        },
        {"code": "A4", "title": "智库共建", "kind": "think_tank", "signed": "2018-06-01", "status": "planned"},
    ],
    "parties": [
        {"agreement": "A1", "organisation": "HQ", "side": "initiator", "responded": "2017-09-01"},
        {"agreement": "A1", "organisation": "SC", "side": "respondent", "responded": "2017-09-05"},
        {"agreement": "A2", "organisation": "LL", "side": "initiator"},
        {"agreement": "A2", "organisation": "E2", "side": "respondent"},
        {"agreement": "A3", "organisation": "E1", "side": "initiator"},
        {"agreement": "A3", "organisation": "XQ", "side": "respondent", "responded": "2016-01-10"},
        {"agreement": "A4", "organisation": "WC"},
        {"agreement": "A4", "organisation": "FL"},
    ],
    "listings": [
        {
            "code": "N1", "kind": "need", "organisation": "HQ", "category": "culture", "title": "暑期课堂",
            "quantity": 2.0, "posted": "2018-05-01", "closes": "2018-08-31",
        },
        {
            "code": "N2", "kind": "need", "organisation": "LL", "category": "sanitation", "title": "背街清扫",
            "posted": "2018-06-01",
        },
        {"code": "N3", "kind": "need", "organisation": "G1", "title": "楼道灯", "posted": "2018-02-01"},
        {
            "code": "R1", "kind": "resource", "organisation": "E1", "category": "development", "title": "会议室",
            "quantity": 1.0, "posted": "2018-01-15",
        },
        {
            "code": "R2", "kind": "service", "organisation": "SC", "category": "volunteers", "title": "教师志愿者",
            "quantity": 10.0, "posted": "2018-03-01",
        },
        {"code": "R3", "kind": "resource", "organisation": "SC", "category": "culture", "title": "教室"},
    ],
    "claims": [
        {
            "listing": "N1", "organisation": "SC", "claimed": "2018-05-10", "done": "2018-06-20",
            "counterpart": "R3",
        },
        {"listing": "R1", "organisation": "LL", "claimed": "2018-02-01"},
        {"listing": "N3", "organisation": "G1", "claimed": "2018-02-02"},
    ],
    "meetings": [
        {"code": "M1", "kind": "plenary", "held": "2018-03-20", "committee": "JD1", "host": "WC"},
        {"code": "M2", "kind": "activity", "held": "2018-05-10", "agreement": "A1", "host": "HQ"},
        {"code": "M3", "kind": "joint", "held": "2017-05-01", "committee": "JC1", "host": "HQ"},
        {"code": "M4", "kind": "theme_day", "held": "2018-04-01", "host": "XQ"},
    ],
    "attendance": [
        {"meeting": "M1", "organisation": "WC", "attended": True},
        {"meeting": "M1", "organisation": "HQ", "attended": True},
        {"meeting": "M1", "organisation": "LL", "attended": True},
        {"meeting": "M1", "organisation": "E1", "attended": False, "reason": "出差"},
        {"meeting": "M2", "organisation": "G1", "attended": True},
        {"meeting": "M2", "organisation": "SC", "attended": True},
        {"meeting": "M3", "organisation": "HQ", "attended": True},
        {"meeting": "M3", "organisation": "XQ", "attended": True},
        {"meeting": "M4", "organisation": "XQ", "attended": True},
    ],
    "members": [
        {
            "code": "p01", "organisation": "HQ", "residence": "K1", "reported_to": "G1", "age_band": "60_up",
            "gender": "female", "education": "college", "full": True, "joined_year": 1978,
        },
        {"code": "p02", "organisation": "E1", "work_unit": "U1", "age_band": "35_down", "full": False},
        {"code": "p03", "organisation": "SC", "work_unit": "U9", "residence": "B1", "gender": "male"},
    ],
    "teams": [
        {
            "place": "C1", "term": 2015, "elected": 7, "party": 5, "residents": 5, "both": 3, "one_shoulder": True,
            "women": 4, "mean_age": 41.5, "35_down": 2, "36_45": 3, "46_59": 2, "60_up": 0, "college": 4,
        },
        {"place": "C1", "term": 2018, "elected": 7, "party": 5, "residents": 7, "both": 5, "35_down": 3},
        {"place": "C2", "term": 2018, "elected": 5, "one_shoulder": False},
    ],
    "cases": [
        {
            "code": "Z1", "place": "C2", "opened": "2018-04-01", "category": "班子不团结", "measure": "task_force",
            "lead_post": "街道组织委员",
        },
        {"code": "Z2", "place": "C3", "opened": "2016-04-01", "closed": "2017-04-01"},
    ],
    "figures": [
        {
            "place": "S", "indicator": "units_without_organisation", "as_of": "2018-06-30", "value": 3.0,
            "unit": "家", "source": "半年报",
        },
        {"place": "S", "indicator": "organisation_coverage", "as_of": "2018-06-30", "value": 62.5},
    ],
}  # fmt: skip


def region_dataset() -> Dataset:
    """The dataset of the hand-made region."""
    return dataset_from_rows(REGION)
