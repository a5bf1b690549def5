"""What was never handed in, and what was handed in but not kept, is told as unknown and never counted as a hole.

The hand-made region of ``tests.region`` with tables and columns left out; expected values follow from its rows.
"""

from __future__ import annotations

import pytest

from analytics.blank_columns import WATCHED
from analytics.finding import FOUND, as_judged
from analytics.investigation import Investigation
from analytics.registry import DEFINITIONS
from graph_model.schema import TABLES
from graph_model.stores.embedded import EmbeddedStore
from tests.region import REGION, dataset_from_rows
from tests.unit.analytics.conftest import DAY

LEFT_OUT = {
    "no cover, no lists": ("coverage", "responsibility", "listings", "claims"),
    "no meetings, no agreements": ("meetings", "attendance", "agreements", "parties", "cases"),
    "no ties, no units": ("units", "coverage", "committees", "seats", "agreements", "parties", "claims", "meetings"),
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Findings of rows that came in as a ledger's would: what was handed in, and what was not kept, are known."""
    stores = []

    def made(rows, *, not_kept=None):
        store = EmbeddedStore(tmp_path_factory.mktemp("blank"), buffer_pool_mb=64, seconds=20, max_rows=10_000)
        stores.append(store)
        store.publish(dataset_from_rows(rows))
        handed_in = [name for name, told in rows.items() if told]
        return Investigation(store, handed_in=handed_in, not_kept=not_kept)

    yield made
    for store in stores:
        store.close()


@pytest.fixture(scope="module")
def whole(asked):
    investigation = asked(REGION)
    return {name: investigation.finding(name, as_of=DAY) for name in DEFINITIONS}


def found(finding):
    """The subjects found; of a finding with a row a place the places, whose count may fall alone."""
    rows = finding.rows.filter(finding.rows.get_column("status") == FOUND)
    return set(rows.select([name for name in ("code", "a", "b") if name in rows.columns]).iter_rows())


def without(*tables):
    return {name: rows for name, rows in REGION.items() if name not in tables}


def blanked(*columns):
    """The region with nothing in some columns, as ``table.column``."""
    return {
        table: [{name: value for name, value in row.items() if f"{table}.{name}" not in columns} for row in rows]
        for table, rows in REGION.items()
    }


@pytest.mark.parametrize("tables", LEFT_OUT.values(), ids=LEFT_OUT)
def test_who_is_found_only_since_a_table_is_lacking_stands_beside_its_name(asked, whole, tables):
    investigation = asked(without(*tables))
    for name in DEFINITIONS:
        finding = investigation.finding(name, as_of=DAY)
        if found(finding) - found(whole[name]) or finding.count > whole[name].count:
            assert set(finding.not_handed_in) & set(tables), name
        if not finding.judged:
            assert finding.share_bounds is None
            assert as_judged(finding).count == 0


def test_who_is_found_only_since_a_column_is_blank_stands_beside_its_name(asked, whole):
    columns = [name for name in WATCHED if name != "places.parent"]
    investigation = asked(blanked(*columns))
    for name in DEFINITIONS:
        finding = investigation.finding(name, as_of=DAY)
        if found(finding) - found(whole[name]) or finding.count > whole[name].count:
            assert set(finding.not_handed_in) & set(columns), name
    assert not investigation.finding("committee_vitality", as_of=DAY).judged
    assert investigation.finding("one_sided_invitations", as_of=DAY).count == 0
    contacts = investigation.finding("committees_without_contact", as_of=DAY)
    assert (contacts.count, contacts.of, contacts.unknown) == (1, 1, 0)  # its last contact is over three months back


def test_without_cover_the_screen_does_not_judge_and_a_reported_figure_is_not_held_against_it(asked):
    investigation = asked(without("coverage", "committees", "seats", "cases"))
    cover = investigation.finding("organisation_coverage", as_of=DAY)
    assert (cover.count, cover.of, cover.unknown, cover.judged) == (0, 6, 1, False)
    assert cover.as_json()["share"] is None
    shown = as_judged(cover)
    assert (shown.count, shown.of, shown.unknown) == (0, 0, 7)
    assert found(shown) == set()
    screen = investigation.finding("weak_community_screen", as_of=DAY)
    states = {(cell["code"], cell["indicator"]): cell["state"] for cell in screen.breakdowns["matrix"]}
    for code in ("C1", "C2", "C3"):
        assert states[code, "unit_coverage"] == "not_handed_in"
        assert states[code, "no_joint_committee"] == "not_handed_in"
        assert states[code, "open_case"] == "not_handed_in"
    assert states["C2", "secretary_vacancy"] == "fail"
    audit = investigation.finding("figures_that_disagree", as_of=DAY)
    assert (audit.count, audit.unknown) == (0, 2)


def test_an_answer_that_nobody_handed_in_is_unknown_and_one_that_is_blank_among_others_is_none(asked, whole):
    # A2 of LL and E2: signed on 2018-01-01, and E2 has not answered. A1 was answered.
    assert found(whole["one_sided_invitations"]) == {("A2",)}
    told = asked(blanked("parties.responded")).finding("one_sided_invitations", as_of=DAY)
    assert (told.count, told.of, told.unknown) == (0, 0, 2)
    assert dict(told.rows.select("code", "answer_unknown_by").iter_rows()) == {"A1": ["SC"], "A2": ["E2"]}
    assert told.not_handed_in == ("parties.responded",)


def test_what_was_handed_in_but_not_kept_is_unknown(asked):
    rows = {**REGION, "committees": [dict(row) for row in REGION["committees"]]}
    rows["committees"][1] |= {"last_contact": "2018-06-01", "contact_post": None}
    lost = {"committees.contact_post": frozenset({"JC1"}), "parties.responded": frozenset({"A2|E2"})}
    held, kept = asked(rows, not_kept=lost), asked(rows)
    for name, code in (("committees_without_contact", "JC1"), ("one_sided_invitations", "A2")):
        assert found(kept.finding(name, as_of=DAY)) == {(code,)}
        told = held.finding(name, as_of=DAY)
        assert found(told) == set()
        assert dict(told.rows.select("code", "status").iter_rows()) == {code: "unknown"}


def test_a_claim_without_a_day_leaves_open_whether_there_was_life(asked):
    # N1 of HQ claimed by SC without a day, and no meeting any more: A1 between them may have been alive.
    claims = [{"listing": "N1", "organisation": "SC"}, {"listing": "R1", "organisation": "LL", "claimed": "2016-01-01"}]
    rows = {**REGION, "claims": claims, "meetings": REGION["meetings"][2:3], "attendance": []}
    investigation = asked(rows)
    agreements = investigation.finding("agreements_without_activity", as_of=DAY)
    assert dict(agreements.rows.select("code", "status").iter_rows()) == {"A1": "unknown"}
    paper = investigation.finding("tied_on_paper_only", as_of=DAY)
    told = dict(paper.rows.select("code", "status").iter_rows())
    assert {"HQ": told.get("HQ"), "SC": told.get("SC"), "LL": told.get("LL")} == {
        "HQ": "unknown",
        "SC": "unknown",
        "LL": "found",
    }


def test_every_source_that_is_watched_is_a_column_of_the_contract():
    for source in WATCHED:
        table, _, column = source.partition(".")
        assert not TABLES[table].column(column).must_be_filled
