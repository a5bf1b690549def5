"""Where are the holes: places and units without an organisation, organisations without a tie?

Three slides of the agenda.
"""

from __future__ import annotations

from typing import Any, Final

from analytics.plans.plan import NO_DISTANCE
from dashboard.story.blocks import Bars, Grid, Step, Steps
from dashboard.story.content import Content
from dashboard.story.material import Material
from dashboard.story.pieces import Text, joined, worded
from dashboard.story.works import JOINT_BRANCHES

LISTED: Final = 5
ALONE_LISTED: Final = 10
PLACES: Final = ("community", "grid", "compound", "block", "building", "park", "market")
WITHOUT, SHOULD, JOINT = "units_without_organisation", "units_that_should_establish", "joint_branch_candidates"


def places(m: Material) -> Content:
    """Places without an organisation by level, and the communities with most of them."""
    words, name = m.words, "places_without_organisation"
    if nothing := m.not_told(name):
        return Content(nothing, findings=(name,))
    finding, numbers = m.finding(name), m.numbers(name)
    kinds = {row["kind"] for row in finding.breakdowns["kind"]}
    rows = []
    for kind in (kind for kind in PLACES if kind in kinds):
        part = f"breakdowns.kind[kind={kind}]"
        count, of = m.figure(name, f"{part}.count"), m.figure(name, f"{part}.of")
        has = m.figure(name, f"{part}.of", (name, f"{part}.count"))
        rows.append(((words.word(kind),), (count, has), worded(words, "story.of", count=count, of=of)))
    has_all = m.figure(name, "of", (name, "count"))
    series = (
        ((words.text("story.has_none"),), "blue", numbers["count"]),
        ((words.text("story.has_one"),), "pale", has_all),
    )
    most = sorted(
        (row for row in finding.breakdowns["community"] if row["community"] is not None and row["count"]),
        key=lambda row: (-row["count"], row["community"]),
    )
    steps = []
    for row in most[:LISTED]:
        part = f"breakdowns.community[community={row['community']}]"
        told = worded(words, "story.of", count=m.figure(name, f"{part}.count"), of=m.figure(name, f"{part}.of"))
        steps.append(Step((m.place(row["community"]),), told))
    return Content(
        worded(words, "story.places_title", **numbers),
        m.lacking(name) or worded(words, "story.places_subtitle", **numbers),
        (
            Bars(tuple(rows), series, (words.text("story.axis_level"),), (words.text("story.axis_share"),), share=True),
            Steps((words.text("story.places_most"),), (), tuple(steps)),
        ),
        (name,),
    )


def units(m: Material) -> Content:
    """Units without an organisation by reason and by what could be done, and the groups proposed."""
    words = m.words
    if nothing := m.not_told(WITHOUT):
        return Content(nothing, findings=(WITHOUT,))
    numbers = m.numbers(WITHOUT)
    plan = f"plan:{JOINT_BRANCHES}"
    reasons = sorted(
        (row for row in m.finding(WITHOUT).breakdowns["reason"] if row["count"]),
        key=lambda row: (row["reason"] is None, -row["count"], row["reason"]),
    )
    rows = []
    for row in reasons:
        part = f"breakdowns.reason[reason={row['reason'] or ''}]"
        end = worded(words, "story.of", count=m.figure(WITHOUT, f"{part}.count"), of=numbers["count"])
        label = words.word(row["reason"]) if row["reason"] else words.text("story.no_reason")
        rows.append(((label,), _classes(m, part), end))
    sums = _classes(m, "")
    series = tuple(
        ((words.text(f"story.class_{key}"),), look, figure)
        for key, look, figure in zip(
            ("should", "joint", "nobody", "unknown"), ("ink", "blue", "pale", "unknown"), sums, strict=True
        )
    )
    grouped = {"count": m.figure(plan, "count"), "of": m.figure(plan, "of"), "unknown": m.figure(plan, "unknown")}
    title = worded(words, "story.units_title", count=numbers["count"], joint=grouped["count"])
    if not numbers["count"].value:
        title = worded(words, "story.units_none", of=numbers["of"])
    covered = m.figure("organisation_coverage", "count")
    told = worded(words, "story.units_subtitle", covered=covered, **numbers)
    return Content(
        title,
        m.lacking(WITHOUT) or told,
        (Bars(tuple(rows), series, (words.text("story.axis_reason"),), (words.text("story.axis_units"),)), _groups(m)),
        (WITHOUT, SHOULD, JOINT, "organisation_coverage"),
        (JOINT_BRANCHES,),
    )


def _classes(m: Material, part: str) -> tuple[Any, ...]:
    """Units without one by their full members: enough for a branch, one or two, none, unknown."""
    at = f"{part}." if part else ""
    should, joint = m.figure(SHOULD, f"{at}count"), m.figure(JOINT, f"{at}count")
    known = (SHOULD, f"{at}of")
    nobody = m.figure(SHOULD, f"{at}of", (SHOULD, f"{at}count"), (JOINT, f"{at}count"))
    return should, joint, nobody, m.figure(WITHOUT, f"{at}count", known)


def _groups(m: Material) -> Steps:
    """The first groups of the plan of joint branches: where, how many units, how far apart."""
    words, source = m.words, f"plan:{JOINT_BRANCHES}"
    rows = m.plan(JOINT_BRANCHES).rows.to_dicts()
    numbers = list(dict.fromkeys(row["group"] for row in rows))
    steps = []
    for number in numbers[:LISTED]:
        group = [row for row in rows if row["group"] == number]
        part = f"rows[group={number}]"
        units = m.figure(source, f"{part}#")
        metres = m.figure(source, f"{part}.longest_metres", form="metres")
        # All stand at their place's point: how far apart they are is not known.
        apart = max(row["longest_metres"] for row in group) >= NO_DISTANCE
        right = (
            worded(words, "story.group_size", units=units, metres=metres)
            if apart
            else worded(words, "story.group_one_place", units=units)
        )
        below = joined([(m.unit(row),) for row in group], words)
        steps.append(Step((m.place(group[0]["community"]),), right, below))
    shown = m.figure(source, "measures.groups")
    foot = worded(words, "story.groups_foot", count=m.figure(source, "count"), of=m.figure(source, "of"))
    title = words.text("story.groups_title") if steps else words.text("story.groups_none")
    return Steps((title,), worded(words, "story.all", count=shown) if steps else (), tuple(steps), foot)


def alone(m: Material) -> Content:
    """Organisations without a tie, and whom each could join."""
    words, name, plan = m.words, "isolated_organisations", "plan:suggested_partners"
    if nothing := m.not_told(name):
        return Content(nothing, findings=(name,))
    numbers = m.numbers(name)
    paper = m.figure("tied_on_paper_only", "count")
    partners: dict[str, dict[str, Any]] = {}
    for row in m.plan("suggested_partners").rows.iter_rows(named=True):
        partners.setdefault(row["code"], row)
    rows: list[tuple[Text, ...]] = []
    for row in m.found(name)[:ALONE_LISTED]:
        partner = partners.get(row["code"])
        at = f"rows[code={row['code']}][rank=1]"
        rows.append(
            (
                (m.organisation(row["code"], row["name"]),),
                (words.word(row["domain"]),),
                (m.place(row["community"] or row["place"]),),
                (words.text("story.nobody_near"),)
                if partner is None
                else (m.organisation(partner["partner"], partner["partner_name"]),),
                () if partner is None else _why(m, partner, at, plan),
            )
        )
    heads = ("organisation", "domain", "community", "partner", "why")
    note = worded(words, "story.rows_shown", shown=str(len(rows)), count=numbers["count"])
    title = worded(words, "story.alone_title", count=numbers["count"], of=numbers["of"], paper=paper)
    if not numbers["count"].value:
        title = worded(words, "story.alone_none", of=numbers["of"], paper=paper)
    return Content(
        title,
        m.lacking(name) or worded(words, "story.alone_subtitle", unknown=numbers["unknown"], of=numbers["of"]),
        (
            Grid(
                tuple((words.text(f"story.head_{head}"),) for head in heads),
                tuple(rows),
                (3, 1.2, 1.7, 3, 3.6),
                note=note if int(numbers["count"].value or 0) > len(rows) else (),
            ),
        ),
        (name, "tied_on_paper_only"),
        ("suggested_partners",),
    )


def _why(m: Material, partner: dict[str, Any], at: str, plan: str) -> Text:
    """The reasons for a partner: how far, what needs are met, how many it is tied to."""
    words = m.words
    told: list[Text] = []
    if partner["metres"] is not None:
        metres = m.figure(plan, f"{at}.metres", form="metres")
        apart = partner["metres"] >= NO_DISTANCE
        told.append(worded(words, "story.why_near", metres=metres) if apart else worded(words, "story.why_one_place"))
    if partner["needs_met"]:
        told.append(worded(words, "story.why_needs", count=m.figure(plan, f"{at}.needs_met")))
    if partner["partner_ties"]:
        told.append(worded(words, "story.why_ties", count=m.figure(plan, f"{at}.partner_ties")))
    return joined(told, words)
