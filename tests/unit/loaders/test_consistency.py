"""Whether a disagreement is told only where it cannot be otherwise."""

from __future__ import annotations

import pytest

from tests.unit.loaders.hand_ins import problems_told

HEADERS = ["组织编码", "组织名称", "组织类别", "领域", "正式党员", "预备党员", "女党员"]


@pytest.mark.parametrize(
    ("full", "probationary", "women", "told"),
    [
        (10, 2, 13, True),
        (10, 2, 12, False),
        (10, None, 11, False),  # the probationary members may make up for it
        (None, 2, 11, False),
        (10, 0, 11, True),
    ],
)
def test_more_women_than_members_is_told_only_when_both_kinds_of_members_are_known(
    read, full, probationary, women, told
):
    rows = [HEADERS, ["O1", "甲支部", "党支部", "社区", full, probationary, women]]
    draft = read({"党组织台账": rows}, region=False)
    problem = (2, "女党员", str(women), "inconsistent", "warning")
    assert problems_told(draft.problems) == ([problem] if told else [])
    assert draft.tables["organisations"].get_column("women").to_list() == [women]
