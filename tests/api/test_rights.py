"""Does everything that is asked pass the one place where it is decided what a person may see?"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from dashboard import rights
from dashboard.server import context_of
from graph_model.errors import UserError

DASHBOARD = Path(__file__).parents[2] / "dashboard"
DRAW_FOR_WHO_ASKS = {"context_of", "draw_page", "draw_drawer", "draw_bar"}
"""They take all there is and draw what ``rights.seen`` leaves of it."""
TELLS_NOTHING_OF_THE_DATA = {"/api/v1/template", "/api/v1/queries"}


def refuse(_service):
    raise UserError("no_data")


def asked_paths(app):
    return sorted((path, method) for path, methods in app.openapi()["paths"].items() for method in methods)


def test_no_route_answers_a_person_who_may_see_nothing(app, client, monkeypatch):
    asked = asked_paths(app)
    assert len(asked) > 10
    monkeypatch.setattr(rights, "seen", refuse)
    answered = []
    for path, method in asked:
        if path in TELLS_NOTHING_OF_THE_DATA:
            continue
        answer = client.request(method.upper(), re.sub(r"\{.*?\}", "none", path), json={} if method != "get" else None)
        if answer.status_code < 400:
            answered.append((path, method))
    assert answered == []


def test_a_route_hears_who_asks_before_it_looks_anything_up(client, monkeypatch):
    monkeypatch.setattr(rights, "seen", refuse)
    told = client.get("/api/v1/findings/isolated_organisations").json()
    assert told["error"]["code"] == "no_data"


def test_no_page_is_drawn_for_a_person_who_may_see_nothing(app, monkeypatch):
    monkeypatch.setattr(rights, "seen", refuse)
    with pytest.raises(UserError):
        context_of(app.state.service, "/", "")


def callbacks(tree):
    """Functions that a browser can call: decorated with ``something.callback(...)``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if isinstance(called, ast.Attribute) and called.attr == "callback":
                    yield node


def uses_past_the_decision(callback):
    """Lines where a callback takes the bare service elsewhere than to what draws for who asks."""
    allowed = {
        id(argument)
        for node in ast.walk(callback)
        if isinstance(node, ast.Call)
        for argument in node.args
        if "context_of" in ast.unparse(node.func)
        or ast.unparse(node.func) in DRAW_FOR_WHO_ASKS
        or (ast.unparse(node.func) == "asyncio.to_thread" and ast.unparse(node.args[0]) in DRAW_FOR_WHO_ASKS)
    }
    return [
        node.lineno
        for node in ast.walk(callback)
        if isinstance(node, ast.Name) and node.id == "service" and id(node) not in allowed
    ]


def test_no_callback_looks_past_the_decision():
    found, past = 0, []
    for path in sorted(DASHBOARD.rglob("*.py")):
        for callback in callbacks(ast.parse(path.read_text("utf-8"))):
            found += 1
            past += [f"{path.name}:{line}" for line in uses_past_the_decision(callback)]
    assert found > 10
    assert past == []


def test_a_callback_that_looks_past_the_decision_would_be_found():
    tree = ast.parse("@pages.callback(1)\nasync def told(path, search):\n    return service.ledger")
    assert [uses_past_the_decision(one) for one in callbacks(tree)] == [[3]]
