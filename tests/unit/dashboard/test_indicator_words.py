"""Is a reported figure told in words, and is nothing else taken for one?"""

from __future__ import annotations

import re

import pytest

from dashboard.i18n import Wording
from graph_model.indicators import indicator_names


@pytest.mark.parametrize(
    ("indicator", "zh", "en"),
    [
        ("members/age=46_59", "党员（46—59 岁）", "members (aged 46 to 59)"),
        ("members/age=60_up%", "党员（60 岁及以上）占比", "members (aged 60 or over), share"),
        (
            "team_members/type=converted_village/education=college",
            "两委成员（村改居、大专）",
            "team members (converted village, college)",
        ),
        ("members/age=46_59=1923", "党员（46—59 岁） = 1923", "members (aged 46 to 59) = 1923"),
        ("communities/with_organisation", "社区（有党组织）", "communities (with an organisation)"),
        ("secretary_vacancies", "书记空缺的组织", "Organisations without a secretary"),
        ("posts/type=converted_village/held=second", "书记、主任职位（村改居、兼任）",
         "posts of secretary and director (converted village, second post)"),
    ],
)  # fmt: skip
def test_a_figure_is_told_in_words(indicator, zh, en):
    assert (Wording("zh").word(indicator), Wording("en").word(indicator)) == (zh, en)


@pytest.mark.parametrize("text", ["东风/西湖党支部", "units/of=nobody", "a/b", "members/nobody=1", "members/"])
def test_what_is_no_figure_that_has_words_stays_as_it_is(text):
    assert Wording("zh").word(text) == text


def test_every_indicator_that_can_be_handed_in_has_words():
    told = [Wording("zh").word(name) for name in indicator_names() if "/" in name]
    assert [text for text in told if re.search("[a-z]", text)] == []
