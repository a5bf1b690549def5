"""What do we propose, and what do we ask of each member?

Two slides of the agenda. A proposal is a plan's; whether somebody wants it is what the meeting is for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import polars as pl

from dashboard.not_handed_in import sources_told
from dashboard.story.blocks import Grid, Step, Steps
from dashboard.story.content import Content
from dashboard.story.material import Material
from dashboard.story.meetings import meeting_committees
from dashboard.story.pieces import Piece, Text, joined, worded
from dashboard.story.works import JOINT_BRANCHES

NAMED: Final = 3
MEMBERS: Final = 10
ASKED_OF_ONE: Final = 3
FINDINGS: Final = ("one_sided_invitations", "overdue_quarterly_meetings", "overdue_elections", "secretary_vacancies")
PLANS: Final = ("matching", "pairing_plan", JOINT_BRANCHES)
JOINT, NEEDS, ALONE = "joint_branch_candidates", "unmet_needs", "isolated_organisations"
"""What the plans for units, needs and lonely organisations begin from."""


def propose(m: Material) -> Content:
    """The plans: how many units, communities, needs and lonely organisations each would serve."""
    words = m.words
    joint, pairing, matching, partners = (
        f"plan:{name}" for name in (JOINT_BRANCHES, "pairing_plan", "matching", "suggested_partners")
    )
    groups, new = m.figure(joint, "measures.groups"), m.figure(pairing, "rows[kept=False]#")
    met = m.figure(matching, "count")
    lonely = m.figure(partners, "measures.organisations_alone")
    steps = (
        Step(
            worded(words, "story.propose_joint", groups=groups),
            worded(words, "story.units_of", count=m.figure(joint, "count"), of=m.figure(joint, "of")),
            _with_unknown(m, joint, _groups_named(m)),
        ),
        Step(
            worded(words, "story.propose_pairs", count=new),
            worded(words, "story.pairs_of", count=m.figure(pairing, "count"), of=m.figure(pairing, "of")),
            _with_unknown(m, pairing, _pairs_named(m)),
        ),
        Step(
            worded(words, "story.propose_needs", count=met),
            worded(words, "story.needs_of", count=met, of=m.figure(matching, "of")),
            _with_unknown(m, matching, _needs_named(m)),
        ),
        Step(
            worded(words, "story.propose_partners", count=lonely),
            worded(words, "story.partners_of", count=lonely),
            _with_unknown(m, partners, _partners_named(m)),
        ),
    )
    told = [
        Step(nothing) if finding is not None and (nothing := m.not_told(finding)) else step
        for step, finding in zip(steps, (JOINT, None, NEEDS, ALONE), strict=True)
    ]
    title = worded(words, "story.propose_title", groups=groups, pairs=new, needs=met)
    if any(m.not_told(name) for name in (JOINT, NEEDS)):
        title = worded(words, "story.propose_some", pairs=new)
    return Content(
        title,
        worded(words, "story.propose_subtitle"),
        (Steps((words.text("story.propose_head"),), (), tuple(told)),),
        (),
        (JOINT_BRANCHES, "pairing_plan", "matching", "suggested_partners"),
    )


def _with_unknown(m: Material, source: str, named: Text) -> Text:
    unknown = m.figure(source, "unknown")
    return (*named, *worded(m.words, "story.plan_unknown", count=unknown)) if unknown.value else named


def _groups_named(m: Material) -> Text:
    rows = m.plan(JOINT_BRANCHES).rows.unique("group", keep="first", maintain_order=True).head(NAMED)
    return joined([(m.place(code),) for code in rows.get_column("community")], m.words)


def _pairs_named(m: Material) -> Text:
    rows = m.plan("pairing_plan").rows.filter(~pl.col("kept")).head(NAMED)
    return joined([(m.place(row["a"]), " – ", m.place(row["b"])) for row in rows.iter_rows(named=True)], m.words)


def _needs_named(m: Material) -> Text:
    told: list[Text] = [
        (
            m.organisation(row["resource_organisation"], row["resource_organisation_name"]),
            " → ",
            m.organisation(row["organisation"], row["organisation_name"]),
        )
        for row in m.plan("matching").rows.head(NAMED).iter_rows(named=True)
    ]
    return joined(told, m.words)


def _partners_named(m: Material) -> Text:
    rows = m.plan("suggested_partners").rows.filter((pl.col("rank") == 1) & (pl.col("ties") == 0)).head(NAMED)
    told: list[Text] = [
        (m.organisation(row["code"], row["name"]), " – ", m.organisation(row["partner"], row["partner_name"]))
        for row in rows.iter_rows(named=True)
    ]
    return joined(told, m.words)


def asks(m: Material) -> Content:
    """What each member of the committee that meets is asked for; how many more asks go to others."""
    words = m.words
    lacking = [table for table in m.finding(ALONE).not_handed_in if table in ("committees", "seats")]
    if lacking:
        return Content(worded(words, "story.asks_lacking", tables=words.value(sources_told(lacking, words))))
    asked = asks_by_organisation(m)
    committees = meeting_committees(m.snapshot, m.deck.place)
    seats = m.snapshot.seats.filter(pl.col("committee").is_in(committees))
    members = set(seats.get_column("organisation"))
    ours = sorted((code for code in members if code in asked), key=lambda code: (-len(asked[code]), code))
    others = sum(len(told) for code, told in asked.items() if code not in members)
    rows: list[tuple[Text, ...]] = []
    for code in ours[:MEMBERS]:
        told = [sentence() for sentence in asked[code][:ASKED_OF_ONE]]
        if len(asked[code]) > ASKED_OF_ONE:
            told.append((words.text("story.and_more"),))
        rows.append(((m.organisation(code),), (m.counted("members_asked", len(asked[code])),), _sentences(told)))
    things = m.counted("asks", sum(len(asked[code]) for code in ours))
    shown = worded(words, "story.rows_shown", shown=str(len(rows)), count=m.counted("asked", len(ours)))
    heads = ("member", "asks", "what")
    return Content(
        worded(words, "story.asks_title", count=m.counted("asked", len(ours)), things=things),
        worded(
            words,
            "story.asks_subtitle",
            members=m.counted("members", len(members)),
            others=m.counted("others", others),
        ),
        (
            Grid(
                tuple((words.text(f"story.head_{head}"),) for head in heads),
                tuple(rows),
                (3, 0.9, 9),
                frozenset({1}),
                note=shown if len(ours) > len(rows) else (),
            ),
        ),
        FINDINGS,
        PLANS,
    )


def _sentences(texts: list[Text]) -> Text:
    told: Text = ()
    for at, text in enumerate(texts):
        told = (*told, "；" if at else "", *text)
    return told


Ask = Callable[[], Text]
"""What is asked, worded when it is told: of a city a few of tens of thousands are."""


def asks_by_organisation(m: Material) -> dict[str, list[Ask]]:
    """What is asked of each organisation, by its code, most urgent first: answer, meet, vote, give, pair, host."""
    words = m.words
    asked: dict[str, list[Ask]] = {}

    def ask(code: str | None, key: str, **pieces: Callable[[], Piece]) -> None:
        if code is not None:
            told = lambda: worded(words, key, **{name: piece() for name, piece in pieces.items()})  # noqa: E731
            asked.setdefault(code, []).append(told)

    for row in m.found("one_sided_invitations"):
        for code in row["unanswered_by"] or ():
            ask(code, "story.ask_answer", agreement=partial(m.agreement, row["code"], row["name"]))
    leads = dict(m.snapshot.committees.select("code", "lead").iter_rows())
    for row in m.found("overdue_quarterly_meetings"):
        ask(leads.get(row["code"]), "story.ask_meet", committee=partial(m.committee, row["code"], row["name"]))
    for row in m.found("overdue_elections"):
        part = f"rows[code={row['code']}].days_overdue"
        ask(row["code"], "story.ask_elect", days=partial(m.figure, "overdue_elections", part))
    for row in m.found("secretary_vacancies"):
        ask(row["code"], "story.ask_secretary")
    for row in m.plan("matching").rows.iter_rows(named=True):
        who = partial(m.organisation, row["organisation"], row["organisation_name"])
        ask(row["resource_organisation"], "story.ask_give", who=who, what=partial(words.word, row["category"]))
    for row in m.plan("pairing_plan").rows.filter(~pl.col("kept")).iter_rows(named=True):
        for one, other in (("a", "b"), ("b", "a")):
            who = partial(m.organisation, row[f"{other}_organisation"], row[f"{other}_organisation_name"])
            ask(row[f"{one}_organisation"], "story.ask_pair", who=who)
    own = m.snapshot.organisations.filter(pl.col("domain") == "community")
    hosts = dict(own.select("place", "code").iter_rows())
    groups = m.plan(JOINT_BRANCHES).rows.unique("group", keep="first", maintain_order=True)
    for row in groups.iter_rows(named=True):
        units = partial(m.figure, f"plan:{JOINT_BRANCHES}", f"rows[group={row['group']}]#")
        ask(hosts.get(row["community"]), "story.ask_host", units=units)
    return asked
