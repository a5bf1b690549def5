"""Which value does a reference stand for, in what a finding, a plan or a step of a trend tells?

Reads parts of answers in the form the API gives them. What is asked of which day and place is ``material``'s business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.story.pieces import Value
from graph_model.errors import UnknownName

PART = re.compile(
    r"(?P<head>\w+)(?P<names>(?:\.\w+)*)(?P<where>(?:\[[^\]]*\])*)(?:(?<=\])\.(?P<field>\w+)|#(?P<of>\w*))?"
)
WHERE = re.compile(r"\[(?P<column>\w+)(?P<sign>[=>])(?P<value>[^\]]*)\]")


def value_at(told: Mapping[str, Any], part: str) -> Value:
    """The value of a part of an answer.

    Parameters
    ----------
    told
        ``Finding.as_json``, ``Plan.as_json``, ``Step.as_json`` or ``WhatIf.as_json``.
    part
        ``count``, ``of``, ``unknown``; ``measures.NAME``; ``thresholds.NAME``; ``new``, ``gone``, ``still`` (their
        number); ``before.findings.NAME.count``, ``plans.0.scorecard.all.NAME``;
        ``breakdowns.NAME[column=value].field``, 0 where there is no such entry;
        ``breakdowns.NAME[column>0]#`` for the number of entries, ``#column`` for that of distinct values; ``rows`` in
        the place of ``breakdowns.NAME``. ``[column=]`` asks for blanks, several brackets for all of them.

    Raises
    ------
    UnknownName
        ``part``: the answer has no such part.
    """
    read = PART.fullmatch(part)
    if read is None or read["head"] not in told:
        raise UnknownName("part", part, known=told)
    value: Any = told[read["head"]]
    for name in read["names"].split(".")[1:]:
        value = _named(value, name)
    for asked in WHERE.finditer(read["where"]):
        value = [entry for entry in value if _holds(entry, asked)]
    if read["of"] is not None:
        return len({entry[read["of"]] for entry in value}) if read["of"] else len(value)
    if read["field"] is not None:
        return value[0][read["field"]] if value else 0
    return len(value) if isinstance(value, list) else value


def _named(value: Any, name: str) -> Any:
    if isinstance(value, Sequence):
        if name.isdecimal():
            return value[int(name)]
        return next((entry["value"] for entry in value if entry["name"] == name), None)
    return value.get(name, [] if any(isinstance(one, list) for one in value.values()) else None)


def _holds(entry: Mapping[str, Any], asked: re.Match[str]) -> bool:
    held = entry[asked["column"]]
    if asked["sign"] == ">":
        return held is not None and held > float(asked["value"])
    return ("" if held is None else str(held)) == asked["value"]
