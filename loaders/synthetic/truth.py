"""What was planted in a region, in one file that findings can be held against?

Joins what the parts planted; nothing is worked out from the tables here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from loaders.synthetic.records import AS_OF, COMPARED_WITH, Planted

NOTES: dict[str, str] = {
    "extension": "codes: DZ000 the working committee, DZ001-DZ076 the published organisations, "
    "WG neighbourhood branches, WG..Z1 groups, ZQ organisations of resident units (no superior here, numbers blank)",
    "members": "an organisation's numbers are of its own members, so that sheet 2 adds up to the published 6,677",
    "lists": "found and unknown are complete lists; null: not controlled, only `includes` is known to be among them",
    "organisation_coverage": "codes are units; rows of the finding are places",
    "organisations_outside_the_largest_component": "with the hub; evidence.without_hub: without it",
    "ties": "a tie is told as a|b, a before b",
}


def joined(parts: Iterable[Mapping[str, Planted]]) -> dict[str, Planted]:
    """One finding planted by several parts is found where any of them planted it, and unknown elsewhere."""
    told: dict[str, Planted] = {}
    for part in parts:
        for finding, one in part.items():
            told[finding] = one if finding not in told else _both(told[finding], one)
    return dict(sorted(told.items()))


def _both(first: Planted, second: Planted) -> Planted:
    found = sorted({*(first.found or ()), *(second.found or ())})
    doubted = {*(first.unknown or ()), *(second.unknown or ())}
    unknown = sorted(doubted - set(found))
    of = None
    for one in (first, second):
        if one.of is not None:  # its population, less what is unknown after joining
            of = one.of + len(one.unknown or ()) - len(unknown)
    return Planted(
        tuple(found), tuple(unknown), of, (*first.includes, *second.includes), {**first.evidence, **second.evidence}
    )


def document(seed: int, planted: Mapping[str, Planted]) -> dict[str, Any]:
    """The truth as it is written: by finding, the codes found and unknown, and of how many."""
    findings: dict[str, Any] = {}
    for finding, one in planted.items():
        told: dict[str, Any] = {
            "found": None if one.found is None else list(one.found),
            "unknown": None if one.unknown is None else list(one.unknown),
            "of": one.of,
        }
        if one.includes:
            told["includes"] = list(one.includes)
        if one.evidence:
            told["evidence"] = dict(one.evidence)
        findings[finding] = told
    return {
        "as_of": AS_OF.isoformat(),
        "compared_with": COMPARED_WITH.isoformat(),
        "seed": seed,
        "findings": findings,
        "notes": NOTES,
    }


def text(seed: int, planted: Mapping[str, Planted]) -> str:
    """The truth file's text: JSON in UTF-8, the same for the same seed."""
    return json.dumps(document(seed, planted), ensure_ascii=False, indent=1) + "\n"
