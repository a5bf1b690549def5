"""What a setting of a plan takes, and what it refuses whatever the bounds."""

from __future__ import annotations

import pytest

from analytics.plans.catalogue import PLANS
from analytics.plans.plan import Parameter
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
