"""What a setting of a plan takes, and what it refuses whatever the bounds."""

from __future__ import annotations

import pytest

from analytics.plans.catalogue import PLANS
from analytics.plans.plan import Parameter
from analytics.rules import rules_with
from graph_model.errors import BadValue

NUMBERS = [(plan, one) for plan, of in PLANS.items() for one in of.parameters if one.type in ("int", "float")]


@pytest.mark.parametrize(("plan", "parameter"), NUMBERS, ids=lambda one: getattr(one, "name", one))
@pytest.mark.parametrize("value", ["nan", "NaN", "inf", "-inf", "1e999", float("nan"), float("inf")])
def test_what_is_no_number_or_has_no_end_is_no_setting(plan, parameter, value):
    with pytest.raises(BadValue) as refused:
        parameter.checked(value)
    assert (refused.value.code, refused.value.values["name"]) == ("plan_parameter", parameter.name)


@pytest.mark.parametrize("type_", ["int", "float", "list", "pairs"])
def test_a_value_of_another_kind_is_refused_in_words_and_not_by_a_fault(type_):
    for value in (None, {}, 3) if type_ in ("list", "pairs") else (None, {}, []):
        if value == {} and type_ in ("list", "pairs"):
            continue  # nothing named
        with pytest.raises(BadValue):
            Parameter("x", type_).checked(value)


def test_numbers_within_their_bounds_are_taken():
    assert Parameter("x", "float", least=0, most=2).checked("1.5") == 1.5
    assert Parameter("x", "int", least=0, most=2).checked("2") == 2


@pytest.mark.parametrize("value", [2.7, "2.7", -0.5])
def test_a_part_of_what_is_counted_in_whole_numbers_is_refused_and_not_rounded(value):
    with pytest.raises(BadValue) as refused:
        Parameter("x", "int", least=0, most=3).checked(value)
    assert (refused.value.code, refused.value.values) == ("plan_parameter_whole", {"name": "x", "value": value})


def test_a_whole_number_is_taken_however_it_is_written_and_yes_is_no_number():
    assert Parameter("x", "int").checked(2.0) == 2
    with pytest.raises(BadValue):
        Parameter("x", "int").checked(True)


def test_a_rule_in_months_takes_no_part_of_one_and_one_in_yuan_does(tmp_path):
    own = tmp_path / "rules.toml"
    own.write_text("[work_funds_from]\nvalue = 70000.5\n[activity_months]\nvalue = 6.0\n", "utf-8")
    assert rules_with(own).value("work_funds_from") == 70000.5
    own.write_text("[activity_months]\nvalue = 2.7\n", "utf-8")
    with pytest.raises(BadValue) as refused:
        rules_with(own)
    assert (refused.value.code, refused.value.values["rule"]) == ("rule_whole", "activity_months")
