"""Where does a person take a page away: its data as files, its charts as pictures?

One control in the head of every page. What a page has no way to give is not listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import attributes, icon
from dashboard.page import PageContext

FILES: Final = ("xlsx", "csv", "pdf")
PICTURES: Final = ("svg", "png")


@dataclass(frozen=True)
class Picture:
    """One picture of a page: the name of its chart, its title, where the server draws it (else the browser does)."""

    name: str
    title: str
    href: str | None = None


def export_menu(
    context: PageContext,
    files: Mapping[str, str],
    pictures: Sequence[Picture] = (),
    *,
    others: Sequence[Component] = (),
    lines: Sequence[Component] = (),
) -> Component:
    """The menu: links to files by format, buttons that save pictures.

    ``others`` are a page's own ways out beside the files, ``lines`` its own lines below them.
    """
    words = context.words
    links = [html.A(output, href=href, className="btn sm", download="") for output, href in files.items()]
    parts: list[Component] = []
    if links or others:
        parts.append(line(words.text("exports.data"), [*links, *others]))
    parts += [*lines]
    parts += [line(one.title, [picture_way(one, output) for output in PICTURES]) for one in pictures]
    summary = html.Summary([icon("export"), words.text("exports.export")], className="btn")
    box = html.Div(parts, role="group", **attributes({"aria-label": words.text("exports.of_page")}))
    return html.Details([summary, box], className="menu export-menu", id="export-menu")


def drawn_in(parts: Sequence[Component], pictures: Sequence[Picture]) -> list[Picture]:
    """Those pictures whose charts stand in these parts of a page: a panel without data draws none."""
    names = {
        name.get("name")
        for part in parts
        for one in part._traverse()
        if isinstance(name := getattr(one, "id", None), dict)
    }
    return [one for one in pictures if one.name in names]


def line(title: str, ways: Sequence[Component]) -> Component:
    """One line of the menu: what is taken away, and in which formats."""
    told = html.Span(title, className="what", title=title)
    return html.Div(
        [told, html.Span(list(ways))], className="export-line", role="group", **attributes({"aria-label": title})
    )


def picture_way(picture: Picture, output: str) -> Component:
    """One format of a picture: a file of the server, or what the browser makes of the chart."""
    if picture.href is not None and output == "svg":
        return html.A(output, href=picture.href, className="btn sm", download="")
    told = {"data-picture": picture.name, "data-format": output}
    if picture.href is not None:
        told["data-href"] = picture.href
    return html.Button(output, type="button", className="btn sm", **attributes(told))


def page_menu(context: PageContext, pictures: Sequence[Picture] = ()) -> Component:
    """The menu of a page whose files ``dashboard.page_files`` makes."""
    return export_menu(context, page_files(context), pictures)


def page_files(context: PageContext) -> dict[str, str]:
    """Where the files of a page lie, by format, for the place, days and layer that its address names."""
    state = context.state
    page = state.path.strip("/") or "overview"
    told = {
        "as_of": context.as_of.isoformat(),
        "compare": None if state.compare is None else state.compare.isoformat(),
        "place": state.place,
        "layer": state.layer,
        "span": state.own.get("span"),
        "lang": context.words.lang,
    }
    return files_at(f"/api/v1/pages/{page}/export", {name: value for name, value in told.items() if value})


def files_at(path: str, given: Mapping[str, str], formats: Sequence[str] = FILES) -> dict[str, str]:
    """Where an API answers with files, by format."""
    return {output: f"{path}?{urlencode({'format': output} | dict(given))}" for output in formats}
