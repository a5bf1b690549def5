"""How does a press of a button reach the server once, whatever is drawn anew meanwhile?

A button, and the store in which its presses are noted. Dash drops the answer to a callback whose input is drawn anew
before it came, so no callback of the server listens to a button itself. Noting is ``assets/press.js``'s business.
"""

from __future__ import annotations

import json
from typing import Any, Final, Literal, get_args

from dash import Input, dcc, html
from dash.development.base_component import Component

from dashboard.components.basics import Children

Press = Literal[
    "ask-back",
    "ask-go",
    "ask-own",
    "ask-save",
    "batch-ask",
    "batch-go",
    "case-do",
    "case-many-begin",
    "case-many-open",
    "case-many-undo",
    "cypher-go",
    "edit-add",
    "load-drop",
    "load-go",
    "plan-back",
    "plan-delete",
    "plan-make",
    "plan-save",
    "sample-load",
    "sample-remove",
    "story-discard",
    "story-file",
    "story-follow",
    "story-make",
    "story-save",
    "suppose-keep",
    "taught-forget",
    "to-deck",
    "wait-stop",
]
"""What can be asked for by a press."""
PRESSES: Final[tuple[Press, ...]] = get_args(Press)
"""Each has a store of its own, so that one never takes the answer of another away."""


def press_button(
    children: Children,
    press: Press,
    *,
    about: dict[str, Any] | None = None,
    id: str | None = None,
    class_name: str = "btn",
    disabled: bool = False,
) -> Component:
    """A button whose press the server hears of.

    Parameters
    ----------
    press
        What it asks for, by name.
    about
        Which of several it is, as the press tells it: two presses of a button that tell the same are one while the
        server works.
    id
        The button's own; ``press`` where it tells nothing.
    """
    told: dict[str, Any] = {"data-press": press}
    if about is not None:
        told["data-about"] = json.dumps(about, ensure_ascii=False)
    if about is None or id is not None:
        told["id"] = id or press
    return html.Button(children, type="button", className=class_name, disabled=disabled, **told)


def pressed(press: Press) -> Input:
    """What a callback listens to: the last press as a dict of what it tells, and a ``serial`` that no other has."""
    return Input(store_of(press), "data")


def press_stores() -> list[Component]:
    """The stores of all presses, for the frame: they are never drawn anew."""
    return [dcc.Store(id=store_of(press)) for press in PRESSES]


def store_of(press: Press) -> str:
    """The id of the store of a press."""
    return f"pressed-{press}"
