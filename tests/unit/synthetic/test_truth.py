"""Is everything that was planted really in the tables, and nothing besides?

Works each finding out from the tables by its definition, in plain sets and loops, apart from both the generator and the
findings of the product.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import combinations

import pytest

from loaders.synthetic import subdistrict

DAY = dt.date(2018, 6, 30)
YEAR_AGO = dt.date(2017, 6, 30)
HUB = "DZ000"


@pytest.fixture(scope="module", params=[2018, 1, 77])
def told(request):
    return Told(subdistrict.generate(seed=request.param))


class Told:
    """The tables as lists of dictionaries, and the truth."""

    def __init__(self, region):
        self.region = region
        self.truth = region.truth["findings"]
        for name, frame in region.tables.items():
            setattr(self, name, frame.to_dicts())
        self.alive = {o["code"] for o in self.organisations if o["ended"] is None or o["ended"] > DAY}
        self.live_committees = [c for c in self.committees if c["ended"] is None or c["ended"] > DAY]
        self.live_agreements = [
            a
            for a in self.agreements
            if a["status"] == "active" and (a["starts"] or DAY) <= DAY and (a["ends"] is None or a["ends"] >= DAY)
        ]
        self.parties_of = defaultdict(list)
        for party in self.parties:
            self.parties_of[party["agreement"]].append(party)
        self.present = defaultdict(set)
        for row in self.attendance:
            if row["attended"]:
                self.present[row["meeting"]].add(row["organisation"])
        for meeting in self.meetings:
            if meeting["host"] is not None:
                self.present[meeting["code"]].add(meeting["host"])
        self.recent = [m for m in self.meetings if YEAR_AGO < m["held"] <= DAY]

    def ties(self):
        ties = set()
        for committee in self.live_committees:
            seated = [s for s in self.seats if s["committee"] == committee["code"] and (s["until"] or DAY) >= DAY]
            ties |= pairs(s["organisation"] for s in seated)
        for agreement in self.live_agreements:
            ties |= pairs(p["organisation"] for p in self.parties_of[agreement["code"]])
        owner = {listing["code"]: listing["organisation"] for listing in self.listings}
        for claim in self.claims:
            ties |= pairs([claim["organisation"], owner[claim["listing"]]])
        for meeting in self.recent:
            ties |= pairs(self.present[meeting["code"]])
        return {tie for tie in ties if set(tie) <= self.alive}

    def busy(self):
        met = set().union(*(self.present[m["code"]] for m in self.recent))
        owner = {listing["code"]: listing["organisation"] for listing in self.listings}
        for claim in self.claims:
            if YEAR_AGO < claim["claimed"] <= DAY:
                met |= {claim["organisation"], owner[claim["listing"]]}
        return met


def pairs(organisations):
    return {tuple(sorted(pair)) for pair in combinations(set(organisations), 2)}


def components(nodes, ties):
    near = defaultdict(set)
    for a, b in ties:
        near[a].add(b)
        near[b].add(a)
    left, found = set(nodes), []
    while left:
        todo, piece = [left.pop()], set()
        while todo:
            node = todo.pop()
            piece.add(node)
            todo += [n for n in near[node] if n in left]
            left -= near[node]
        found.append(piece)
    return sorted(found, key=len, reverse=True)


def check(told, finding, found, unknown=(), of=None):
    truth = told.truth[finding]
    assert sorted(found) == truth["found"], finding
    assert sorted(unknown) == truth["unknown"], finding
    if of is not None:
        assert truth["of"] == of, finding


def test_places_without_organisation(told):
    held = {o["place"] for o in told.organisations if o["code"] in told.alive}
    held |= {r["place"] for r in told.responsibility if (r["until"] or DAY) >= DAY}
    asked = [p for p in told.places if p["kind"] not in ("subdistrict", "area")]
    check(told, "places_without_organisation", [p["code"] for p in asked if p["code"] not in held], of=len(asked))
    none = {p["code"] for p in asked if p["kind"] == "community" and p["code"] not in held}
    assert len(none) == 18


def test_units(told):
    covers = [c for c in told.coverage if c["organisation"] in told.alive and (c["until"] or DAY) >= DAY]
    covered = {c["unit"] for c in covers if c["mode"] in ("own", "joint")}
    reached = {c["unit"] for c in covers} | {u["code"] for u in told.units if u["has_union"]}
    asked = [u for u in told.units if u["kind"] != "agency" and u["status"] in (None, "operating")]
    unsure = [u["code"] for u in asked if u["status"] is None]
    sure = [u for u in asked if u["status"] is not None]
    check(told, "organisation_coverage", [u["code"] for u in sure if u["code"] in covered], unsure, len(sure))
    no_union_known = [u["code"] for u in sure if u["has_union"] is None and u["code"] not in reached]
    worked = [u["code"] for u in sure if u["code"] in reached]
    check(told, "work_coverage", worked, unsure + no_union_known, len(sure) - len(no_union_known))
    without = [u for u in sure if u["code"] not in covered]
    check(told, "units_without_organisation", [u["code"] for u in without], unsure, len(sure))
    blank = [*unsure, *(u["code"] for u in without if u["members"] is None)]
    known = [u for u in without if u["members"] is not None]
    check(told, "units_that_should_establish", [u["code"] for u in known if u["members"] >= 3], blank, len(known))
    check(told, "joint_branch_candidates", [u["code"] for u in known if u["members"] in (1, 2)], blank, len(known))
    away = [u for u in sure if u["members_elsewhere"] is not None]
    blank = [*unsure, *(u["code"] for u in sure if u["members_elsewhere"] is None)]
    check(
        told, "members_registered_elsewhere", [u["code"] for u in away if u["members_elsewhere"] >= 3], blank, len(away)
    )
    assert not {u["code"] for u in told.units if u["status"] is None} & covered


def test_organisations_by_their_numbers_secretaries_and_terms(told):
    alive = [o for o in told.organisations if o["code"] in told.alive]
    met = set().union(*(told.present[m["code"]] for m in told.recent))

    def shell(o):
        return o["code"] not in met or (
            o["full_members"] is not None and o["full_members"] + o["probationary_members"] == 0
        )

    def wrong(o):
        full, level = o["full_members"], o["level"]
        low = {"committee": 100, "general_branch": 50, "branch": 0 if o["form"] == "joint" else 3}.get(level, 0)
        return full < low or (level == "branch" and full > 50) or (level == "general_branch" and full >= 100)

    blank = [o["code"] for o in alive if o["full_members"] is None]
    known = [o for o in alive if o["full_members"] is not None]
    shells = [o["code"] for o in alive if shell(o)]
    unsure = sorted(set(blank) - set(shells))
    check(told, "empty_shells", shells, unsure, len(alive) - len(unsure))
    check(told, "organisations_of_wrong_form", [o["code"] for o in known if wrong(o)], blank, len(known))
    for finding, column, is_found in (
        ("secretary_vacancies", "secretary", lambda value: value == "vacant"),
        ("overdue_elections", "term_ends", lambda value: value < DAY),
    ):
        blank = [o["code"] for o in alive if o[column] is None]
        found = [o["code"] for o in alive if o[column] is not None and is_found(o[column])]
        check(told, finding, found, blank, len(alive) - len(blank))


def test_who_is_alone_on_paper_or_in_a_small_piece(told):
    ties = told.ties()
    tied = {node for tie in ties for node in tie}
    check(told, "isolated_organisations", told.alive - tied, of=len(told.alive))
    seated = {s["organisation"] for s in told.seats if (s["until"] or DAY) >= DAY}
    seated |= {p["organisation"] for a in told.live_agreements for p in told.parties_of[a["code"]]}
    check(told, "tied_on_paper_only", (seated & told.alive) - told.busy())
    largest, *others = components(tied, ties)
    check(told, "organisations_outside_the_largest_component", set().union(*others), of=len(tied))
    without = {tie for tie in ties if HUB not in tie}
    nodes = {node for tie in without for node in tie}
    largest, *others = components(nodes, without)
    evidence = told.truth["organisations_outside_the_largest_component"]["evidence"]
    assert sorted(set().union(*others)) == evidence["without_hub"]
    assert len(largest) > 120


def test_planted_cut_points_and_bridges_do_cut(told):
    ties = {tie for tie in told.ties() if HUB not in tie}
    nodes = told.alive - {HUB}
    before = len(components(nodes, ties))
    assert told.truth["cut_points"]["includes"]
    assert told.truth["bridges"]["includes"]
    for code in told.truth["cut_points"]["includes"]:
        left = {tie for tie in ties if code not in tie}
        assert len(components(nodes - {code}, left)) > before
    for tie in told.truth["bridges"]["includes"]:
        assert len(components(nodes, ties - {tuple(tie.split("|"))})) == before + 1


def test_the_network_is_neither_empty_nor_complete(told):
    ties = told.ties()
    nodes = len(told.alive)
    assert 0.04 < len(ties) / (nodes * (nodes - 1) / 2) < 0.2
    beside = [len([tie for tie in ties if node in tie]) for node in told.alive]
    assert max(beside) == len([tie for tie in ties if HUB in tie])


def test_agreements(told):
    alive = told.live_agreements
    held = defaultdict(list)
    for meeting in told.meetings:
        held[meeting["agreement"]].append(meeting)
    owner = {listing["code"]: listing["organisation"] for listing in told.listings}

    def one_sided(a):
        late = [p for p in told.parties_of[a["code"]] if p["side"] == "respondent" and p["responded"] is None]
        if late and a["signed"] + dt.timedelta(days=30) <= DAY:
            return True
        invited = defaultdict(list)
        for meeting in held[a["code"]]:
            if YEAR_AGO < meeting["held"] <= DAY:
                for row in told.attendance:
                    if row["meeting"] == meeting["code"]:
                        invited[row["organisation"]].append(row["attended"])
        return any(len(came) >= 3 and not any(came) for came in invited.values())

    unsigned = [a["code"] for a in alive if a["signed"] is None]
    found = [a["code"] for a in alive if a["signed"] is not None and one_sided(a)]
    check(told, "one_sided_invitations", found, unsigned, len(alive) - len(unsigned))
    endless = [a["code"] for a in alive if a["ends"] is None]
    soon = [a["code"] for a in alive if a["ends"] is not None and DAY <= a["ends"] <= DAY + dt.timedelta(days=90)]
    check(told, "agreements_expiring", soon, endless, len(alive) - len(endless))
    half = DAY - dt.timedelta(days=180)
    quiet = []
    old = [a for a in alive if a["starts"] is not None and a["starts"] < half]
    for a in old:
        parties = {p["organisation"] for p in told.parties_of[a["code"]]}
        met = any(half < m["held"] <= DAY for m in held[a["code"]])
        claimed = any(
            {c["organisation"], owner[c["listing"]]} <= parties and half < c["claimed"] <= DAY for c in told.claims
        )
        if not met and not claimed:
            quiet.append(a["code"])
    undated = [a["code"] for a in alive if a["starts"] is None]
    check(told, "agreements_without_activity", quiet, undated, len(old))
    pairings = [a for a in told.agreements if a["kind"] == "pairing"]
    assert len(pairings) == 20


def test_listings(told):
    claimed = {c["listing"] for c in told.claims}
    answering = {c["counterpart"] for c in told.claims}
    live = [x for x in told.listings if x["posted"] <= DAY and (x["closes"] is None or x["closes"] >= DAY)]
    needs = [x["code"] for x in live if x["kind"] == "need"]
    offers = [x["code"] for x in live if x["kind"] in ("resource", "service")]
    check(told, "unmet_needs", set(needs) - claimed, of=len(needs))
    check(told, "idle_resources", set(offers) - claimed - answering, of=len(offers))


def test_committees(told):
    rows = defaultdict(list)
    for row in told.attendance:
        rows[row["meeting"]].append(row["attended"])
    weak, unwritten, overdue = [], [], {}
    for committee in told.live_committees:
        held = [m for m in told.recent if m["committee"] == committee["code"]]
        shares = [sum(rows[m["code"]]) / len(rows[m["code"]]) for m in held if rows[m["code"]]]
        if len(held) >= 2 and not shares:
            unwritten.append(committee["code"])
        elif len(held) < 2 or sum(shares) / len(shares) < 0.5:
            weak.append(committee["code"])
        if committee["tier"] in ("subdistrict_committee", "area_committee"):
            meetings = {
                (m["held"].year, (m["held"].month + 2) // 3)
                for m in told.meetings
                if m["committee"] == committee["code"] and m["kind"] in ("plenary", "joint")
            }
            for year, quarter in ((2017, 3), (2017, 4), (2018, 1), (2018, 2)):
                began = dt.date(year, quarter * 3 - 2, 1)
                if committee["founded"] < began and (year, quarter) not in meetings:
                    overdue.setdefault(committee["code"], []).append(f"{year}Q{quarter}")
    check(told, "committee_vitality", weak, unwritten, len(told.live_committees) - len(unwritten))
    check(told, "overdue_quarterly_meetings", overdue, of=6)
    assert told.truth["overdue_quarterly_meetings"]["evidence"]["quarters"] == overdue
    joint = [c for c in told.live_committees if c["tier"] == "community_committee"]
    late = [c["code"] for c in joint if c["contact_post"] is None or (c["last_contact"] or DAY) < dt.date(2018, 3, 30)]
    blank = [c["code"] for c in joint if c["contact_post"] is not None and c["last_contact"] is None]
    check(told, "committees_without_contact", late, blank, len(joint) - len(blank))


def test_communities_below_standard(told):
    communities = [p for p in told.places if p["kind"] == "community"]

    def split(rule):
        judged = {p["code"]: rule(p) for p in communities}
        return [c for c, v in judged.items() if v], [c for c, v in judged.items() if v is None]

    def staffing(p):
        if p["community_type"] == "urban" and p["workers"] is not None and p["workers"] < 5:
            return True
        return None if p["workers"] is None or p["households"] is None else p["workers"] * 400 < p["households"]

    def funds(p):
        if (p["work_funds"] or 1e9) < 70_000 or (p["service_funds"] or 1e9) < 100_000:
            return True
        return None if p["work_funds"] is None or p["service_funds"] is None else False

    def space(p):
        return None if p["service_area"] is None else p["service_area"] < 0.3 * p["households"]

    def assistants(p):
        return None if p["assistants"] is None else p["assistants"] < 1

    for finding, rule in (
        ("staffing_below_standard", staffing),
        ("funds_below_standard", funds),
        ("space_below_standard", space),
        ("assistants_missing", assistants),
    ):
        found, unknown = split(rule)
        check(told, finding, found, unknown, len(communities) - len(unknown))
    open_cases = {c["place"] for c in told.cases if c["closed"] is None}
    assert open_cases == set(told.truth["weak_community_screen"]["includes"])
    assert all(open_cases <= set(told.truth[f]["found"]) for f in ("staffing_below_standard", "assistants_missing"))


def test_few_support_points(told):
    parent = {p["code"]: p["parent"] for p in told.places}
    communities = {p["code"] for p in told.places if p["kind"] == "community"}

    def home(code):
        while code is not None and code not in communities:
            code = parent[code]
        return code

    points = defaultdict(int)
    for o in told.organisations:
        if o["code"] in told.alive and o["domain"] != "community":
            points[home(o["place"])] += 1
    for u in told.units:
        if u["status"] == "operating" and u["kind"] != "agency":
            points[home(u["place"])] += 1
    check(told, "few_support_points", [c for c in communities if points[c] < 3], of=53)


def test_duplicates_are_alike_and_at_one_place(told):
    names = {row["code"]: (row["name"], row["place"]) for row in [*told.organisations, *told.units]}
    for pair in told.truth["possible_duplicates"]["found"]:
        (first, at), (second, there) = (names[code] for code in pair.split("|"))
        plain = str.maketrans({"　": "", "（": "(", "）": ")"})
        assert (first.translate(plain), at) == (second.translate(plain), there)


def test_every_code_of_the_truth_exists(told):
    known = {
        row["code"]
        for name in ("places", "organisations", "units", "committees", "agreements", "listings")
        for row in getattr(told, name)
    }
    figures = {f"{f['place']}|{f['indicator']}|{f['as_of']}" for f in told.figures}
    for finding, truth in told.truth.items():
        for code in [*(truth["found"] or []), *(truth["unknown"] or []), *truth.get("includes", [])]:
            if finding == "figures_that_disagree":
                assert code in figures
            else:
                assert set(code.split("|")) <= known, finding


def test_figures_disagree_where_their_own_arithmetic_says_so(told):
    values = {f["indicator"]: f["value"] for f in told.figures if f["as_of"] == dt.date(2017, 12, 31)}
    found = set()
    for name, value in values.items():
        if name.endswith("%"):
            part = name[:-1]
            share = 100 * values[part] / values[part.rpartition("/")[0]]
            digits = len(repr(value).partition(".")[2].rstrip("0"))
            if abs(share - value) > 0.5 * 10**-digits + 1e-9:
                found.add(name)
            continue
        dimensions = defaultdict(float)
        for other, number in values.items():
            whole, _, last = other.rpartition("/")
            if whole == name and "=" in last and not other.endswith("%"):
                dimensions[last.partition("=")[0]] += number
        if any(total != value for total in dimensions.values()):
            found.add(name)
    # What only the ledger, or the order of ages, can tell.
    found |= {"organisations/two_new", "communities/with_organisation", "members/age=45_up"}
    codes = [f"CL|{name}|2017-12-31" for name in found] + ["CL|secretary_vacancies|2018-06-30"]
    assert sorted(codes) == told.truth["figures_that_disagree"]["found"]
