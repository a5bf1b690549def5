"""Does the page of isolation tell whom each could join, as the plan does?"""

from __future__ import annotations

from dashboard.pages.isolation import isolated_panel
from dashboard.server import context_of
from tests.region import AS_OF


def told(component: object) -> list[object]:
    return list(component._traverse())


def test_each_that_is_alone_has_the_first_partner_of_the_plan(app, client) -> None:
    """XQ and FL are alone on that day; FL has no place, so nobody can be near it."""
    plan = client.get("/api/v1/plans/suggested_partners", params={"as_of": AS_OF}).json()
    first = {row["code"]: row["partner"] for row in plan["rows"] if row["rank"] == 1}
    panel = isolated_panel(context_of(app.state.service, "/isolation", f"?as_of={AS_OF}"))
    rows = [one for one in told(panel) if type(one).__name__ == "Tr"][1:]
    shown = {}
    for row in rows:
        opened = [one.href.split("card:")[1] for one in told(row) if "card:" in str(getattr(one, "href", ""))]
        shown[opened[0]] = opened[1] if len(opened) > 1 else None
    assert shown == {code: first.get(code) for code in ("FL", "XQ")}
