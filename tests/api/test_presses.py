"""Does every press reach the server by a store that no drawing touches?"""

from __future__ import annotations

from dashboard.components.press import PRESSES, store_of


def server_callbacks(client):
    """The callbacks that the server answers, as the browser is told of them."""
    told = client.get("/_dash-dependencies").json()
    return [one for one in told if not one["clientside_function"]]


def test_no_callback_of_the_server_listens_to_a_button(client):
    """Dash drops what it answers when that button, or another of its pattern, is drawn anew before."""
    asked = server_callbacks(client)
    assert len(asked) > 40
    assert [one["output"] for one in asked if any(at["property"] == "n_clicks" for at in one["inputs"])] == []


def test_each_press_is_heard_by_one_callback_that_hears_nothing_else_and_is_silent_at_first(client):
    """With two inputs, an input drawn anew would take the answer to the press away."""
    stores = {store_of(press) for press in PRESSES}
    heard = [one for one in server_callbacks(client) if any(at["id"] in stores for at in one["inputs"])]
    assert sorted(at["id"] for one in heard for at in one["inputs"]) == sorted(stores)
    assert [one["output"] for one in heard if len(one["inputs"]) > 1 or not one["prevent_initial_call"]] == []
