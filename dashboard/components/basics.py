"""How are a number, a share, a verdict, an icon, a chip and a link drawn, everywhere the same?

Pieces without behaviour. Unknown is never drawn like zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analytics.finding import Finding
from dashboard.domain_classes import DOMAIN_CLASSES
from dashboard.i18n import Wording
from dashboard.state import ViewState

Child = Component | str | int | float | None
Children = Child | Sequence[Child]


def attributes(told: Mapping[str, str]) -> dict[str, Any]:
    """Attributes whose names hold a hyphen (``aria-label``, ``data-…``), as a component takes them."""
    return dict(told)


def icon(name: str) -> Component:
    """A 16-pixel icon in the colour of the text around it; its meaning stands in the text beside it."""
    return html.I(className=f"i i-{name}", **attributes({"aria-hidden": "true"}))


def link(state: ViewState, children: Children, *, class_name: str = "", label: str | None = None) -> Component:
    """A link to another view that does not reload the page."""
    told: dict[str, Any] = {"href": state.href, "className": class_name}
    if label is not None:
        told["title"] = label
    return dcc.Link(children, **told)


def unknown_chip(count: int, words: Wording) -> Component:
    """How many are unknown: dotted when there are some, plain when there are none."""
    return html.Span(words.text("pages.unknown_count", count=count), className="unk" if count else "unk z")


def count_of(count: int, of: int, words: Wording, *, opens: ViewState | None = None) -> Component:
    """``count / of``, the count in ink; a link to the rows behind it where ``opens`` is given."""
    figure: Component = html.B(words.value(count), className="opens" if opens else "")
    if opens is not None:
        figure = link(opens, figure, label=words.text("pages.show_rows"))
    return html.Span([figure, html.S(f"/ {words.value(of)}")], className="of")


def finding_count(finding: Finding, words: Wording, *, opens: ViewState | None = None) -> Component:
    """A finding's count of how many; of one that could not be judged that its data were not handed in."""
    if finding.judged:
        return count_of(finding.count, finding.of, words, opens=opens)
    told: Component = html.B(words.text("common.not_handed_in"), className="opens" if opens else "")
    if opens is not None:
        told = link(opens, told, label=words.text("pages.show_rows"))
    return html.Span(told, className="of")


def share_bar(count: int, of: int, unknown: int, words: Wording) -> Component:
    """Has, has not and unknown as one bar; the unknown part dotted, never less than visible."""
    label = f"{words.value(count)} / {words.value(of)} {words.text('pages.unknown_count', count=unknown)}"
    parts: list[Component] = [
        html.I(className="y", style={"flex": str(count)}),
        html.I(className="n", style={"flex": str(max(of - count, 0))}),
    ]
    if unknown:
        parts.append(html.I(className="u", style={"flex": str(max(unknown, of * 0.035))}))
    return html.Div(parts, className="share", role="img", **attributes({"aria-label": label}))


def verdict(state: str, words: Wording) -> Component:
    """``pass``, ``fail``, ``unknown``, ``lacking`` or ``na`` as a sign, shape first (lacking: never handed in)."""
    glyph = {"pass": "✓", "fail": "×", "unknown": "?", "lacking": "○", "na": "–"}[state]
    look = "unknown" if state == "lacking" else state
    return html.Span(
        glyph, className=f"g {look}", role="img", **attributes({"aria-label": words.text(f"pages.verdict_{state}")})
    )


def chip(children: Children, *, flat: bool = False) -> Component:
    """A small label."""
    return html.Span(children, className="chip flat" if flat else "chip")


def domain_mark(domain: str, words: Wording) -> Component:
    """A domain as a coloured disc with its character."""
    number = DOMAIN_CLASSES[domain]
    return html.Span(
        words.text(f"pages.domain_mark_{number}"), className=f"mark cat-{number}", title=words.word(domain)
    )
