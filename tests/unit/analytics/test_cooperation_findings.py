"""Agreements, committees, listings and names alike: to the day, with what is unknown told as unknown."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re
import time
import unittest.mock

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from analytics.agreements import agreements_expiring, agreements_without_activity, one_sided_invitations
from analytics.cadence import committee_vitality, finished_quarters, overdue_quarterly_meetings
from analytics.duplicates import normalised, possible_duplicates
from analytics.matching import idle_resources, unmet_needs
from tests.facts import counts, evidence, facts_of, told
from tests.region import REGION

Rows = dict[str, list[dict[str, object]]]


def organisations(codes: str = "ABCD") -> list[dict[str, object]]:
    return [{"code": code, "name": code, "level": "branch", "domain": "community", "place": "P"} for code in codes]


def agreement(parties: dict[str, dict[str, object]] | None = None, **more: object) -> Rows:
    sides = parties or {"A": {"side": "initiator"}, "B": {"side": "respondent", "responded": "2018-01-01"}}
    return {
        "places": [{"code": "P", "name": "P", "kind": "community"}],
        "organisations": organisations(),
        "agreements": [{"code": "X", "title": "x", "kind": "pairing", "status": "active", **more}],
        "parties": [{"agreement": "X", "organisation": code, **side} for code, side in sides.items()],
    }


class TestAgreements:
    @pytest.mark.parametrize(
        ("ends", "status"),
        [
            ("2018-06-30", "found"),
            ("2018-09-28", "found"),  # 90 days
            ("2018-09-29", None),
            (None, "unknown"),
        ],
    )
    def test_expiring_within_ninety_days_both_ends_included(self, ends: str | None, status: str | None) -> None:
        finding = agreements_expiring(facts_of(agreement(ends=ends)))
        assert told(finding) == ({} if status is None else {"X": status})

    def test_an_agreement_that_has_ended_is_out_and_one_without_known_parties_is_in(self) -> None:
        assert counts(agreements_expiring(facts_of(agreement(ends="2018-06-29")))) == (0, 0, 0)
        alone = agreement(ends="2018-07-01") | {"parties": []}
        assert counts(agreements_expiring(facts_of(alone))) == (1, 1, 0)

    @pytest.mark.parametrize(
        ("starts", "counted"), [("2018-01-01", (0, 0, 0)), ("2017-12-31", (1, 1, 0)), (None, (0, 0, 1))]
    )
    def test_activity_is_asked_of_agreements_over_180_days_old(
        self, starts: str | None, counted: tuple[int, int, int]
    ) -> None:
        assert counts(agreements_without_activity(facts_of(agreement(starts=starts)))) == counted

    @pytest.mark.parametrize(("held", "found"), [("2018-01-01", True), ("2018-01-02", False), ("2018-07-01", True)])
    def test_a_meeting_under_it_within_180_days_is_activity(self, held: str, found: bool) -> None:
        rows = agreement(starts="2016-01-01") | {
            "meetings": [{"code": "M", "kind": "activity", "held": held, "agreement": "X"}]
        }
        assert set(told(agreements_without_activity(facts_of(rows)))) == ({"X"} if found else set())

    @pytest.mark.parametrize(("claimer", "found"), [("B", False), ("C", True)])
    def test_only_a_claim_between_its_own_parties_is_activity(self, claimer: str, found: bool) -> None:
        rows = agreement(starts="2016-01-01") | {
            "listings": [{"code": "N", "kind": "need", "organisation": "A", "title": "n"}],
            "claims": [{"listing": "N", "organisation": claimer, "claimed": "2018-06-01"}],
        }
        assert set(told(agreements_without_activity(facts_of(rows)))) == ({"X"} if found else set())

    @pytest.mark.parametrize(
        ("signed", "responded", "status"),
        [
            ("2018-05-31", None, "found"),  # 30 days
            ("2018-06-01", None, None),
            ("2018-01-01", "2018-06-30", None),
            ("2018-01-01", "2018-07-01", "found"),
            (None, None, "unknown"),
        ],
    )
    def test_a_respondent_has_thirty_days(self, signed: str | None, responded: str | None, status: str | None) -> None:
        sides = {"A": {"side": "initiator"}, "B": {"side": "respondent", "responded": responded}}
        finding = one_sided_invitations(facts_of(agreement(sides, signed=signed)))
        assert told(finding) == ({} if status is None else {"X": status})

    def test_without_an_initiator_nobody_was_left_unanswered(self) -> None:
        sides: dict[str, dict[str, object]] = {"A": {}, "B": {"side": "respondent"}}
        assert counts(one_sided_invitations(facts_of(agreement(sides, signed="2018-01-01")))) == (0, 1, 0)

    @pytest.mark.parametrize(
        ("days", "came", "found"),
        [
            (["2017-07-01", "2018-01-01", "2018-06-30"], [False, False, False], True),
            (["2017-06-30", "2018-01-01", "2018-06-30"], [False, False, False], False),
            (["2017-07-01", "2018-01-01", "2018-06-30"], [False, True, False], False),
        ],
    )
    def test_three_invitations_in_a_year_and_never_there(self, days: list[str], came: list[bool], found: bool) -> None:
        rows = agreement(signed=None) | {
            "meetings": [
                {"code": f"M{at}", "kind": "activity", "held": day, "agreement": "X", "host": "A"}
                for at, day in enumerate(days)
            ],
            "attendance": [
                {"meeting": f"M{at}", "organisation": "B", "attended": there} for at, there in enumerate(came)
            ],
        }
        finding = one_sided_invitations(facts_of(rows))
        assert told(finding) == {"X": "found" if found else "unknown"}
        assert evidence(finding, "X")["never_attended_by"] == (["B"] if found else [])


def committee(meetings: list[dict[str, object]], attendance: list[dict[str, object]], **more: object) -> Rows:
    told = {"code": "J", "name": "J", "tier": "area_committee", "place": "P", **more}
    return {
        "places": [{"code": "P", "name": "P", "kind": "area"}],
        "organisations": organisations(),
        "committees": [told],
        "meetings": [{"code": f"M{at}", "kind": "joint", "committee": "J", **one} for at, one in enumerate(meetings)],
        "attendance": attendance,
    }


def came(meeting: int, **there: bool) -> list[dict[str, object]]:
    return [{"meeting": f"M{meeting}", "organisation": code, "attended": yes} for code, yes in there.items()]


TWICE: list[dict[str, object]] = [{"held": "2017-07-01"}, {"held": "2018-06-30"}]


class TestCommittees:
    def test_fewer_than_two_meetings_in_twelve_months_is_found(self) -> None:
        rows = committee([{"held": "2017-06-30"}, {"held": "2018-06-30"}], came(1, A=True))
        finding = committee_vitality(facts_of(rows))
        assert (told(finding), evidence(finding, "J")["reasons"]) == ({"J": "found"}, ["too_few_meetings"])

    def test_no_attendance_recorded_is_unknown_also_where_a_host_is_known(self) -> None:
        hosted: list[dict[str, object]] = [{**one, "host": "A"} for one in TWICE]
        assert told(committee_vitality(facts_of(committee(hosted, [])))) == {"J": "unknown"}

    @pytest.mark.parametrize(
        ("attendance", "found"),
        [
            (came(0, A=True, B=False), False),  # half
            (came(0, A=True, B=False, C=False), True),  # a third
            (came(0, A=True) + came(1, A=False, B=False, C=False), False),  # mean of 1 and 0
            (came(0, A=True, B=False) + came(1, A=False), True),  # mean of a half and 0
        ],
    )
    def test_mean_attendance_under_half_is_found(self, attendance: list[dict[str, object]], found: bool) -> None:
        finding = committee_vitality(facts_of(committee(TWICE, attendance)))
        assert set(told(finding)) == ({"J"} if found else set())
        assert finding.of == 1

    def test_a_committee_that_has_ended_is_out(self) -> None:
        assert counts(committee_vitality(facts_of(committee([], [], ended="2018-06-30")))) == (0, 0, 0)

    @pytest.mark.parametrize(
        ("day", "names"),
        [
            ("2018-06-30", ["2017Q3", "2017Q4", "2018Q1", "2018Q2"]),
            ("2018-06-29", ["2017Q2", "2017Q3", "2017Q4", "2018Q1"]),
            ("2018-01-01", ["2017Q1", "2017Q2", "2017Q3", "2017Q4"]),
        ],
    )
    def test_a_quarter_is_finished_on_its_last_day(self, day: str, names: list[str]) -> None:
        assert [quarter[0] for quarter in finished_quarters(dt.date.fromisoformat(day), looked_at=4)] == names

    def test_the_quarters_without_plenary_or_joint_meeting_are_listed(self) -> None:
        held = [
            {"held": "2017-09-30"},
            {"held": "2017-10-01", "kind": "lecture"},
            {"held": "2018-01-01", "kind": "plenary"},
        ]
        finding = overdue_quarterly_meetings(facts_of(committee(held, [])))  # type: ignore[arg-type]
        assert evidence(finding, "J")["quarters"] == ["2017Q4", "2018Q2"]

    @pytest.mark.parametrize(
        ("founded", "quarters"), [("2017-12-31", ["2018Q1", "2018Q2"]), ("2018-01-01", ["2018Q2"]), ("2018-04-01", [])]
    )
    def test_a_committee_answers_for_quarters_that_began_after_its_founding(
        self, founded: str, quarters: list[str]
    ) -> None:
        finding = overdue_quarterly_meetings(facts_of(committee([], [], founded=founded)))
        assert finding.of == 1
        assert [row["quarters"] for row in finding.rows.iter_rows(named=True)] == ([quarters] if quarters else [])

    def test_other_tiers_are_not_asked(self) -> None:
        assert counts(overdue_quarterly_meetings(facts_of(committee([], [], tier="joint_meeting")))) == (0, 0, 0)


class TestListings:
    def test_on_the_region_by_hand(self) -> None:
        needs, resources = unmet_needs(facts_of(REGION)), idle_resources(facts_of(REGION))
        assert (counts(needs), told(needs)) == ((2, 3, 0), {"N2": "found", "N3": "found"})  # N3: claimed by its owner
        assert evidence(needs, "N2")["age_days"] == 29
        assert (counts(resources), told(resources)) == ((1, 3, 0), {"R2": "found"})  # R3 answers N1

    def test_before_the_claim_the_need_is_open_and_what_will_answer_it_idle(self) -> None:
        facts = facts_of(REGION, day="2018-05-09")
        assert "N1" in told(unmet_needs(facts))
        assert "R3" in told(idle_resources(facts))

    @pytest.mark.parametrize(
        ("listing", "asked"),
        [
            ({}, True),
            ({"posted": "2018-06-30"}, True),
            ({"posted": "2018-07-01"}, False),
            ({"closes": "2018-06-30"}, True),
            ({"closes": "2018-06-29"}, False),
        ],
    )
    def test_a_listing_is_open_from_its_first_to_its_last_day(self, listing: dict[str, object], asked: bool) -> None:
        rows: Rows = {
            "organisations": organisations(),
            "listings": [{"code": "N", "kind": "need", "organisation": "A", "title": "n", **listing}],
        }
        assert counts(unmet_needs(facts_of(rows))) == ((1, 1, 0) if asked else (0, 0, 0))

    def test_a_need_that_answers_another_is_unmet_until_it_is_claimed_itself(self) -> None:
        rows: Rows = {
            "organisations": organisations(),
            "listings": [
                {"code": code, "kind": "need", "organisation": who, "title": "n"}
                for code, who in (("N", "A"), ("M", "B"))
            ],
            "claims": [{"listing": "M", "organisation": "A", "claimed": "2018-01-01", "counterpart": "N"}],
        }
        assert counts(unmet_needs(facts_of(rows))) == (1, 2, 0)

    @pytest.mark.parametrize(("later", "idle"), [("2018-06-30", 0), ("2018-07-01", 1)])
    def test_a_resource_is_used_from_the_day_of_the_claim_that_names_it(self, later: str, idle: int) -> None:
        rows: Rows = {
            "organisations": organisations(),
            "listings": [
                {"code": "N", "kind": "need", "organisation": "A", "title": "n"},
                {"code": "R", "kind": "resource", "organisation": "B", "title": "r"},
            ],
            "claims": [
                {"listing": "N", "organisation": "C", "claimed": "2018-01-01"},
                {"listing": "N", "organisation": "B", "claimed": later, "counterpart": "R"},
            ],
        }
        assert counts(idle_resources(facts_of(rows))) == (idle, 1, 0)


def duplicates(*units: tuple[str, str, str | None]) -> set[str]:
    frame = pl.DataFrame(list(units), schema={"code": pl.String, "name": pl.String, "place": pl.String}, orient="row")
    return set(told(possible_duplicates(facts_of({}, frames={"unit_names": frame}))))


class TestNamesAlike:
    @pytest.mark.parametrize(
        ("one", "other", "alike"),
        [
            ("朗砚科技（澄岭）有限公司", "朗砚科技(澄岭)有限公司", True),
            ("鑫源 商贸有限公司", "鑫源商贸有限责任公司", True),
            ("ＡＢＣ商行", "abc商行", True),
            ("东湖第一党支部", "东湖第二党支部", False),
            ("红旗社区居民东片党支部", "红旗社区居民西片党支部", False),
            ("红星小学", "红旗小学", False),
            ("有限公司", "股份有限公司", False),
            ("海信公司", "海信有限责任公司", True),
            ("海信集团有限公司", "海信股份有限公司", True),
            ("海信(中国)有限公司", "海信公司", True),
            ("海信青岛分公司", "海信公司", False),
            ("第一幼儿园", "第二幼儿园", False),
            ("阳光大厦1号", "阳光大厦2号", False),
        ],
    )
    def test_width_signs_and_legal_forms_do_not_tell_apart_but_numbers_do(
        self, one: str, other: str, alike: bool
    ) -> None:
        assert duplicates(("U1", one, "P"), ("U2", other, "P")) == ({"U1|U2"} if alike else set())

    @pytest.mark.parametrize(
        ("one", "other", "alike"),
        [
            ("澄岭街道一社区党委", "一社区党委员会", True),
            ("一社区第一支部", "一社区第一党支部委员会", True),
            ("海信有限公司党支部", "青岛市澄岭街道海信支部", True),
            ("海信（青岛）有限公司党支部", "青岛海信支部", True),
            ("一社区党委", "二社区党委", False),
            ("一社区党委", "澄岭街道党委", False),
            ("新时代科技产业园综合服务中心党委", "新时代科技产业园综合服务中心党支部", False),
            ("一社区第一党支部", "一社区第二党支部", False),
        ],
    )
    def test_the_places_above_and_the_form_of_the_ending_do_not_tell_apart_but_its_kind_does(
        self, one: str, other: str, alike: bool
    ) -> None:
        rows: Rows = {
            "places": [
                {"code": "Q", "name": "青岛市", "kind": "city"},
                {"code": "S", "name": "澄岭街道", "kind": "subdistrict", "parent": "Q"},
                {"code": "P", "name": "一社区", "kind": "community", "parent": "S"},
            ],
            "organisations": [
                {**row, "name": name} for row, name in zip(organisations("AB"), (one, other), strict=True)
            ],
        }
        frame = pl.DataFrame(schema={"code": pl.String, "name": pl.String, "place": pl.String})
        assert set(told(possible_duplicates(facts_of(rows, frames={"unit_names": frame})))) == (
            {"A|B"} if alike else set()
        )

    @pytest.mark.parametrize(
        ("one", "other", "differ_in"),
        [
            ("一社区第一支部", "一社区第一支部", ["names_equal"]),
            ("一社区第一支部", "一社区 第一支部", ["names_signs"]),
            ("一社区第一支部", "青岛市一社区第一党支部", ["names_place", "names_ending"]),
            ("海信有限公司党支部", "海信公司党支部", ["names_legal_form"]),
            ("鑫源商贸综合服务中心支部", "鑫源商贸综和服务中心支部", ["names_spelling"]),
        ],
    )
    def test_in_what_the_names_differ_stands_beside_them(self, one: str, other: str, differ_in: list[str]) -> None:
        rows: Rows = {
            "places": [
                {"code": "Q", "name": "青岛市", "kind": "city"},
                {"code": "P", "name": "一社区", "kind": "community", "parent": "Q"},
            ],
            "organisations": [
                {**row, "name": name} for row, name in zip(organisations("AB"), (one, other), strict=True)
            ],
        }
        frame = pl.DataFrame(schema={"code": pl.String, "name": pl.String, "place": pl.String})
        finding = possible_duplicates(facts_of(rows, frames={"unit_names": frame}))
        assert finding.rows.get_column("differ_in").to_list() == [differ_in]

    def test_a_unit_called_after_the_place_it_lies_in_is_asked_about(self) -> None:
        rows: Rows = {"places": [{"code": "P", "name": "一社区", "kind": "community"}]}
        units = [("U1", "一社区便民超市", "P"), ("U2", "便民超市", "P"), ("U3", "二社区便民超市", "P")]
        frame = pl.DataFrame(units, schema={"code": pl.String, "name": pl.String, "place": pl.String}, orient="row")
        assert set(told(possible_duplicates(facts_of(rows, frames={"unit_names": frame})))) == {"U1|U2"}

    def test_elsewhere_or_nowhere_is_no_pair(self) -> None:
        assert duplicates(("U1", "一样", "P"), ("U2", "一样", "Q"), ("U3", "一样", None), ("U4", "一样", None)) == set()

    def test_a_pair_of_organisations_is_told_once_by_code(self) -> None:
        rows: Rows = {
            "places": [{"code": "P", "name": "P", "kind": "community"}],
            "organisations": [{**one, "name": "红旗支部"} for one in organisations("BA")],
        }
        frame = pl.DataFrame(schema={"code": pl.String, "name": pl.String, "place": pl.String})
        finding = possible_duplicates(facts_of(rows, frames={"unit_names": frame}))
        assert (counts(finding), told(finding)) == ((1, 1, 0), {"A|B": "found"})

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.tuples(st.text("红星旗小学东一A", min_size=1, max_size=14), st.sampled_from("PQ")),
            min_size=2,
            max_size=40,
        ),
        st.sampled_from([2, 5, 500]),
    )
    def test_in_blocks_of_any_size_the_pairs_are_those_of_every_name_with_every_other(
        self, entries: list[tuple[str, str]], at_once: int
    ) -> None:
        told_apart = re.compile("[0-9a-z一东小]")
        bare = [normalised(name) for name, _ in entries]
        expected = {
            f"U{i:02}|U{j:02}"
            for i, j in itertools.combinations(range(len(entries)), 2)
            if entries[i][1] == entries[j][1]
            and fuzz.ratio(bare[i], bare[j]) >= 90
            and told_apart.findall(bare[i]) == told_apart.findall(bare[j])
        }
        with unittest.mock.patch("analytics.duplicates._AT_ONCE", at_once):
            assert duplicates(*((f"U{i:02}", name, place) for i, (name, place) in enumerate(entries))) == expected

    def test_ten_thousand_units_in_one_place_are_compared_in_seconds(self) -> None:
        signs = random.Random(1)
        units = [
            (f"U{n:05}", "".join(chr(signs.randrange(0x4F00, 0x9F00)) for _ in range(6)), "P") for n in range(10_000)
        ]
        began = time.perf_counter()
        assert duplicates(*units, ("V", units[5][1] + "有限公司", "P")) == {"U00005|V"}
        assert time.perf_counter() - began < 15

    def test_a_name_of_nothing_but_a_legal_form_is_kept(self) -> None:
        assert normalised("有限公司") == "有限公司"
