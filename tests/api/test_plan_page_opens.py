"""Do the pages of plans and queries open with something to look at: a plan that is made, the form of a query?"""

from __future__ import annotations

from urllib.parse import parse_qs

from dashboard.ask_actions import asked_search
from dashboard.components.ask_form import query_form
from dashboard.pages import ask
from dashboard.pages.plan import draw
from dashboard.server import context_of
from graph_model.queries import catalogue


def shown(app, search: str) -> str:
    for _ in range(200):
        page = str(draw(context_of(app.state.service, "/plan", search)))
        if "wait-tick" not in page:
            return page
    raise AssertionError("still waits")


def test_without_a_plan_in_the_address_the_partners_are_suggested(app) -> None:
    page = shown(app, "?lang=en")
    assert "/api/v1/plans/suggested_partners/export" in page
    assert "Make the plan with the settings above" not in page


def test_a_plan_that_was_chosen_waits_for_its_settings(app) -> None:
    assert "Make the plan with the settings above" in shown(app, "?lang=en&plan=suggested_partners")


def test_the_page_of_queries_opens_with_the_form_of_the_first(app) -> None:
    context = context_of(app.state.service, "/ask", "")
    first = next(iter(catalogue()))
    forms = [one for one in ask.draw(context)._traverse() if getattr(one, "className", "") == "card ask-form"]
    assert [str(one) for one in forms] == [str(query_form(context, catalogue()[first]))]
    asked = asked_search(context, {"as_of": "2018-06-30"}).removeprefix("?")
    assert parse_qs(asked) == {"p.as_of": ["2018-06-30"], "q": [first]}
