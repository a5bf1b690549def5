"""What happens when a person makes, saves or deletes a plan, or supposes a change, on the page of plans?

Callbacks of that page alone. Making and supposing change the address, which draws the page; saving writes to the
operations database; nothing touches the dataset.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import dash
from dash import ALL, Input, Output, State, dcc, html, no_update

from analytics.plans.catalogue import PLANS
from analytics.supposing import FIELDS
from dashboard.components.basics import link
from dashboard.components.edit_list import LOOKED_UP, edits_of_address, meant, offered, plan_on_page, with_edits
from dashboard.components.panel import notice
from dashboard.components.plan_form import OPENS_WITH, PREFIX, given_settings
from dashboard.components.press import press_button, pressed
from dashboard.page import PageContext
from dashboard.plan_files import WHAT_IF, plan_files
from dashboard.plans_asked import asked_plan, made_content
from dashboard.service import Service
from graph_model.errors import GongjianError

Context = Callable[[Service, str | None, str | None], PageContext]


def add_plan_callbacks(pages: dash.Dash, service: Service, *, context_of: Context) -> None:
    """Add the callbacks of the page of plans.

    Parameters
    ----------
    context_of
        Gives what drawing for who is asking needs.
    """
    view = (State("address", "pathname"), State("address", "search"))
    search = Output("address", "search", allow_duplicate=True)

    @pages.callback(
        search,
        pressed("plan-make"),
        State({"type": "plan-param", "name": ALL}, "value"),
        State({"type": "plan-param", "name": ALL}, "id"),
        *view,
        prevent_initial_call=True,
    )
    async def make(
        _: dict[str, int], values: list[Any], ids: list[dict[str, str]], path: str | None, search: str | None
    ) -> Any:
        context = context_of(service, path, search)
        given = {one["name"]: value for one, value in zip(ids, values, strict=True)}
        return asked_search(context, given)

    @pages.callback(
        search,
        Output("edit-told", "children"),
        pressed("edit-add"),
        State({"type": "edit-field", "name": ALL}, "value"),
        State({"type": "edit-field", "name": ALL}, "id"),
        *view,
        prevent_initial_call=True,
    )
    async def add(
        _: dict[str, int], values: list[Any], ids: list[dict[str, str]], path: str | None, search: str | None
    ) -> Any:
        context = context_of(service, path, search)
        given = {one["name"]: value for one, value in zip(ids, values, strict=True)}
        try:
            return await asyncio.to_thread(added, context, given), ""
        except GongjianError as error:
            return no_update, context.words.error(error)

    for name in LOOKED_UP:
        field = {"type": "edit-field", "name": name}
        add_look_up(pages, service, name, where=f"edit-names-{name}", field=field, context_of=context_of)
    field = {"type": "plan-param", "name": "organisation"}
    add_look_up(pages, service, "organisation", where="plan-organisations", field=field, context_of=context_of)

    @pages.callback(
        Output("plan-saved", "children"),
        pressed("plan-save"),
        State("plan-name", "value"),
        *view,
        prevent_initial_call=True,
    )
    async def saved(_: dict[str, int], name: str | None, path: str | None, search: str | None) -> Any:
        context = context_of(service, path, search)
        try:
            return await asyncio.to_thread(save, context, name or "")
        except GongjianError as error:
            return html.Span(context.words.error(error), className="wrong")

    @pages.callback(
        Output("plan-deleted", "children"),
        pressed("plan-delete"),
        *view,
        prevent_initial_call=True,
    )
    async def deleted(_: dict[str, int], path: str | None, search: str | None) -> Any:
        context = context_of(service, path, search)
        try:
            held = await asyncio.to_thread(
                lambda: plan_files(context.service).delete(context.state.own.get("file", ""))
            )
        except GongjianError as error:
            return notice(context.words.error(error), error=True)
        back = press_button(context.words.text("plan_page.undo"), "plan-back")
        kept = dcc.Store(id="plan-kept", data={"name": held.name, "content": dict(held.content)})
        return notice([html.Span(context.words.text("plan_page.deleted", name=held.name)), back, kept])

    @pages.callback(
        Output("plan-deleted", "children", allow_duplicate=True),
        pressed("plan-back"),
        State("plan-kept", "data"),
        *view,
        prevent_initial_call=True,
    )
    async def brought_back(_: dict[str, int], kept: dict[str, Any] | None, path: str | None, search: str | None) -> Any:
        if not kept:
            return no_update
        context = context_of(service, path, search)
        try:
            await asyncio.to_thread(lambda: plan_files(context.service).save(kept["name"], kept["content"]))
        except GongjianError as error:
            return notice(context.words.error(error), error=True)
        return notice(context.words.text("plan_page.brought_back", name=kept["name"]))


def add_look_up(
    pages: dash.Dash, service: Service, name: str, *, where: str, field: dict[str, str], context_of: Context
) -> None:
    """Offer, in the list ``where``, what a field may mean while one types."""

    @pages.callback(
        Output(where, "children"),
        Input(field, "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    async def look_up(text: str | None, path: str | None, search: str | None) -> Any:
        context = context_of(service, path, search)
        try:
            return await asyncio.to_thread(offered, context, name, text or "")
        except GongjianError:  # the page itself tells what is wrong with its edits
            return []


def asked_search(context: PageContext, given: Mapping[str, Any]) -> str:
    """The address that makes the plan of the page with these settings; those at their defaults are left out."""
    plan_id = context.state.own.get("plan", "")
    plan_id = plan_id if plan_id in PLANS else OPENS_WITH
    own = {"plan": plan_id, "go": "1"}
    for parameter in PLANS[plan_id].parameters:
        value = given.get(parameter.name)
        if value is None or value == "":
            continue
        whole = isinstance(value, float) and value.is_integer()
        text = str(int(value)) if whole else str(value).strip()
        if parameter.name == "organisation":
            text = meant(context, "organisation", text)
        try:
            if parameter.checked(text) == parameter.default:
                continue
        except GongjianError:
            pass  # the page tells what is wrong with it
        own[f"{PREFIX}{parameter.name}"] = text
    return context.state.to(open=None, own=own).search


def added(context: PageContext, given: Mapping[str, Any]) -> str:
    """The address with one more edit; an error where the edits then make no sense.

    Raises
    ------
    BadValue
        As ``supposed_network``; the edit is not added.
    """
    from analytics.supposing import supposed_network

    asked = context.state.own.get("do", "")
    kind = asked if asked in FIELDS else next(iter(FIELDS))
    edit: dict[str, str] = {"do": kind}
    for name in FIELDS[kind]:
        text = str(given.get(name) or "").strip()
        if not text:
            continue
        new = kind == "add_organisation" and name == "organisation"
        edit[name] = meant(context, name, text) if name in LOOKED_UP and not new else text
    edits = [*edits_of_address(context), edit]
    plan = plan_on_page(context, edits)
    supposed_network(context.investigation.snapshot(as_of=context.as_of), plan.edits)
    return context.state.switched(edits=with_edits(edits)).search


def save(context: PageContext, name: str) -> Any:
    """Save what the page shows, the plan made or the edits, and say so."""
    state, files = context.state, plan_files(context.service)
    if state.own.get("plan") == WHAT_IF:
        content: dict[str, Any] = {"as_of": context.as_of.isoformat(), "edits": edits_of_address(context)}
        content |= {"place": state.place} if state.place else {}
    else:
        plan_id = state.own.get("plan", OPENS_WITH)
        plan_id = plan_id if plan_id in PLANS else OPENS_WITH
        given = given_settings(context, plan_id)
        made = asked_plan(context.service, plan_id, given, as_of=context.as_of, place=state.place).result()
        content = made_content(context.service, made, as_of=context.as_of, place=state.place)
    held = files.save(name, content)
    target = state.to(open=None, own={}).switched(plan="saved", file=held.name)
    return link(target, context.words.text("plan_page.saved_told", name=held.name), class_name="opens")
