"""What does a finding say now of the subjects that somebody works on, or might?

Which findings can be worked on, whom their rows are about, and the evidence that a case keeps. Counts of people in
evidence are as they may leave.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from analytics.finding import plain
from analytics.registry import DEFINITIONS
from dashboard.operations.cases import ABSENT, PASSED, Subject
from dashboard.people import people_columns
from dashboard.people_signs import small
from graph_model.errors import UnknownName

if TYPE_CHECKING:
    from analytics.finding import Finding
    from analytics.investigation import Investigation
    from dashboard.service import Service

NOT_WORKED: Final = frozenset(
    {"organisation_coverage", "work_coverage", "ties_by_kind_of_place", "ties_by_domain", "key_organisations"}
)
"""Findings whose rows are no shortcoming: what is covered or tied, and who holds it together."""
WORKED: Final = tuple(name for name in DEFINITIONS if name not in NOT_WORKED)
LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "place": ("Place",),
    "community": ("Place",),
    "unit": ("Unit",),
    "organisation": ("Organisation",),
    "tie": ("Organisation",),
    "agreement": ("Agreement",),
    "committee": ("Committee",),
    "listing": ("Listing",),
    "figure": ("Figure",),
    "pair": ("Organisation", "Unit"),
}
"""Labels of the graph whose nodes are the subjects of a kind."""
NAMES: Final = ("code", "a", "b", "name", "a_name", "b_name", "status")


def subjects(service: Service, finding: str, codes: Collection[str]) -> dict[str, Subject]:
    """What a finding says now of subjects, whole region and all layers, on the newest day of the dataset."""
    investigation = service.investigation()
    day = investigation.default_day
    told = service.told(investigation).finding(finding, as_of=day)
    keys = subject_codes(told.rows)
    wanted = pl.DataFrame({"key": list(dict.fromkeys(codes))}, schema={"key": pl.String})
    joined = wanted.join(keys.to_frame("key").with_row_index("row"), on="key", how="left")
    missing = joined.filter(pl.col("row").is_null()).get_column("key")
    kind = DEFINITIONS[finding].subject
    here = _held(investigation, kind, missing)
    kept = {"dataset": investigation.published.version, "as_of": day.isoformat()}
    found = {}
    for key, row in joined.iter_rows():
        if row is None:
            standing = PASSED if key in here else ABSENT
            evidence = {**kept, "status": standing, "values": {}}
            place = key if kind in ("place", "community") else None
            found[key] = Subject(key, key, place, standing, evidence)
        else:
            found[key] = _subject(told, row, key, kind, kept)
    return found


def worked(finding: str) -> str:
    """The id of a finding whose rows can be worked on.

    Raises
    ------
    UnknownName
        There is no such finding, or its rows are no shortcoming; carries the nearest that can.
    """
    if finding not in WORKED:
        raise UnknownName("case_finding", finding, known=WORKED)
    return finding


def subject_codes(rows: pl.DataFrame) -> pl.Series:
    """The subject of each row of a finding: its code, or ``a|b`` of a tie or pair."""
    if "code" in rows.columns:
        return rows.get_column("code")
    return rows.select(pl.concat_str(["a", "b"], separator="|").alias("code")).get_column("code")


def mark_of(investigation: Investigation) -> str:
    """What stands for dataset, newest day and thresholds: findings are the same as long as it is."""
    rules = sorted((name, one.value) for name, one in investigation.rules.thresholds.items())
    told = f"{investigation.published.version} {investigation.default_day} {rules}"
    return hashlib.sha256(told.encode()).hexdigest()


def told_values(values: Mapping[str, Any], *, shown_from: int) -> dict[str, Any]:
    """Values of kept evidence as they may leave now: the bar may have been raised since they were kept."""
    people = people_columns()
    return {
        name: small(shown_from)
        if name in people and isinstance(value, int) and not isinstance(value, bool) and value < shown_from
        else value
        for name, value in values.items()
    }


def _subject(finding: Finding, row: int, key: str, kind: str, kept: Mapping[str, Any]) -> Subject:
    told = finding.rows.row(row, named=True)
    values = {name: plain(value) for name, value in told.items() if name not in NAMES}
    own = kind in ("place", "community")
    place = told["code"] if own else told.get("community") or told.get("place")
    name = told["name"] if "name" in told else f"{told['a_name']} – {told['b_name']}"
    evidence = {**kept, "status": told["status"], "values": values}
    return Subject(key, name or key, place, told["status"], evidence)


def _held(investigation: Investigation, kind: str, codes: pl.Series) -> frozenset[str]:
    """Those of some codes that the dataset knows at all; of a tie or pair both ends."""
    if codes.is_empty():
        return frozenset()
    known: set[str] = set()
    for label in LABELS[kind]:
        known.update(investigation.table(label, columns=["code"]).get_column("code").to_list())
    two = kind in ("tie", "pair")
    return frozenset(code for code in codes if all(end in known for end in (code.split("|") if two else [code])))
