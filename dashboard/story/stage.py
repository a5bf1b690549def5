"""How is a slide drawn on the page: on a stage of 1920 by 1080 that is scaled, with both a name and its code in place?

Components without behaviour; ``assets/story.js`` scales, turns and swaps. Figures and texts come drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from dashboard.components.basics import Child, attributes, icon
from dashboard.story.blocks import Bars, Block, Drawn, Grid, Picture, Steps, Tiles
from dashboard.story.pieces import Figure, Name, Text
from dashboard.story.telling import Telling

TICKS: Final = 5
KEYS: Final = (
    ("← →", "turn"),
    ("N", "names"),
    ("P", "notes"),
    ("W", "speaker"),
    ("F", "full"),
    ("Esc", "leave"),
)
"""Keys while presenting, and what they do."""
FIELD_LEFT: Final = 250
"""Pixels at the left of a picture that the names take."""
MOST_DOTS: Final = 24
"""Slides up to which each has a dot at the foot."""


def stage_slide(drawn: Drawn, telling: Telling, header: Text, *, number: int, of: int) -> Component:
    """One slide; ``data-own`` marks the texts that a person wrote."""
    words, slide = telling.words, drawn.slide
    body = html.Div(
        [DRAW[type(block)](block, telling) for block in drawn.blocks],
        className=f"s-body n{len(drawn.blocks)}" + (" tables" if _two_tables(drawn.blocks) else ""),
    )
    badge = html.Span(
        [
            html.Span([icon("eye"), words.text("story.names_shown")], className="real"),
            html.Span([icon("eye-off"), html.B(words.text("story.names_hidden"))], className="code"),
        ],
        className="s-badge",
        role="status",
    )
    marks = range(1, of + 1) if of <= MOST_DOTS else ()
    dots = [html.I(className="now" if at == number else "done" if at < number else "") for at in marks]
    page = words.text("story.page_of", number=number, of=of)
    children: list[Child] = [
        html.Div([_editable(html.Span, "header", header, telling, own=False), badge], className="s-top"),
        _editable(html.H2, "title", drawn.title, telling, own=slide.title is not None),
        _editable(html.P, "subtitle", drawn.subtitle, telling, own=slide.subtitle is not None),
        body,
        html.P(told(drawn.source, telling), className="s-source"),
        html.Div(
            [
                html.Div([*dots, html.B(f"{number} / {of}")], className="dots", role="img", **_label(page)),
                html.Span(
                    [
                        html.Span([*map(html.Kbd, keys.split()), words.text(f"story.key_{name}")])
                        for keys, name in KEYS
                    ],
                    className="s-keys",
                ),
            ],
            className="s-foot",
        ),
    ]  # fmt: skip
    return html.Section(
        children, className="slide", **attributes({"data-slide": slide.id, "data-number": str(number)}), **_label(page)
    )


def _label(text: str) -> dict[str, Any]:
    return attributes({"aria-label": text})


def _two_tables(blocks: Sequence[Block]) -> bool:
    return len(blocks) == 2 and isinstance(blocks[1], Grid)


def _editable(element: Any, field: str, text: Text, telling: Telling, *, own: bool) -> Component:
    """A text that opens for writing at a click or Enter."""
    told_plain = Telling(telling.words, telling.codes).text(text)
    marks = {
        "data-edit": field,
        "data-text": told_plain,
        "data-own": "yes" if own else "",
        "aria-label": telling.words.text(f"story.edit_{field}", text=told_plain),
    }
    told_role = {} if element is html.H2 else {"role": "button"}
    drawn: Component = element(
        told(text, telling), className=f"s-{field}", tabIndex=0, **told_role, **attributes(marks)
    )
    return drawn


def told(text: Text, telling: Telling) -> list[Child]:
    """A text with its figures bold, and every name with its code beside it, one of which is shown."""
    children: list[Child] = []
    for piece in text:
        if isinstance(piece, Figure):
            children.append(html.B(telling.figure(piece)))
        elif isinstance(piece, Name):
            children.append(name_span(piece, telling))
        else:
            children.append(piece)
    return children


def name_span(name: Name, telling: Telling) -> Component:
    """A name and its code; the style sheet shows one of them."""
    code = telling.codes.told(name, telling.words)
    return html.Span([html.Span(name.text, className="real"), html.Span(code, className="code")], className="nm")


def _tiles(block: Tiles, telling: Telling) -> Component:
    children = []
    for tile in block.tiles:
        count, of, below = telling.tile(tile)
        children.append(
            html.Div(
                [
                    html.P(told(tile.label, telling)),
                    html.B(count),
                    html.P(of),
                    html.P(below, className="less"),
                ],
                className="s-tile",
            )
        )
    return html.Div(children, className="s-tiles")


def _bars(block: Bars, telling: Telling) -> Component:
    values = [[_size(figure) for figure in figures] for _, figures, _ in block.rows]
    longest = max((max(row, default=0) if block.beside else sum(row) for row in values), default=0)
    top, step = (100.0, 20.0) if block.share else _scale(longest)
    rows: list[Component] = []
    for (label, figures, end), sizes in zip(block.rows, values, strict=True):
        whole = (sum(sizes) or 1) if block.share else top
        parts: list[Component] = [
            html.I(
                telling.figure(figure) if size / whole > 0.025 and not block.beside else "",
                className=f"look-{look}",
                style={"width": f"{100 * size / whole:.3f}%"},
                title=telling.figure(figure),
            )
            for figure, size, (_, look, _) in zip(figures, sizes, block.series, strict=True)
            if size or block.beside
        ]
        rows.append(
            html.Div(
                [
                    html.Span(told(label, telling), className="lab"),
                    html.Span(
                        [
                            html.Span(parts, className="track beside" if block.beside else "track"),
                            html.Span(told(end, telling), className="end"),
                        ],
                        className="ruled",
                        style={"backgroundSize": f"{100 * step / top:.4f}% 100%"},
                    ),
                ],
                className="s-row",
            )
        )
    ticks = [
        html.Span(telling.words.value(int(at)), style={"left": f"{100 * at / top:.3f}%"})
        for at in (step * number for number in range(int(top / step) + 1))
    ]
    legend = [
        html.Span(
            [
                html.I(className=f"look-{look}"),
                html.Span(told(name, telling)),
                *([html.B(telling.figure(total))] if total is not None else []),
            ]
        )
        for name, look, total in block.series
    ]
    axis = html.Div(
        [html.Span(told(block.axis, telling), className="lab"), html.Span(ticks, className="ticks")],
        className="s-row ax",
    )
    unit = html.P(told(block.unit, telling), className="unit")
    return html.Div(
        [html.Div(rows, className="plot"), axis, unit, html.Div(legend, className="leg")], className="s-bars"
    )


def _scale(longest: float) -> tuple[float, float]:
    """The end of an axis and the step of its ticks: 1, 2 or 5 times a power of ten, whole numbers."""
    rough = max(longest, 1) / TICKS
    power = 10 ** math.floor(math.log10(rough))
    step = max(next(one * power for one in (1, 2, 5, 10) if one * power >= rough), 1)
    return math.ceil(max(longest, 1) / step) * step, step


def _size(figure: Figure) -> float:
    return float(figure.value) if isinstance(figure.value, int | float) else 0.0


def _grid(block: Grid, telling: Telling) -> Component:
    whole = sum(block.widths)
    columns = html.Colgroup([html.Col(style={"width": f"{100 * width / whole:.3f}%"}) for width in block.widths])
    marked = {at: "mid" for _, at in block.looks}  # signs stand in the middle of their cells, and so do their heads
    head = html.Tr(
        [
            html.Th(told(text, telling), className="num" if at in block.numbers else marked.get(at, ""), scope="col")
            for at, text in enumerate(block.heads)
        ]
    )
    body = []
    for down, row in enumerate(block.rows):
        cells = []
        for at, text in enumerate(row):
            look = block.looks.get((down, at))
            kind = f"look-{look} mid" if look else "num" if at in block.numbers else ""
            cells.append(html.Td(told(text, telling), className=kind))
        body.append(html.Tr(cells))
    table = html.Table([columns, html.Thead(head), html.Tbody(body)])
    return html.Div([table, html.P(told(block.note, telling), className="note")], className="s-grid")


def _steps(block: Steps, telling: Telling) -> Component:
    entries = [
        html.Li(
            [
                html.Span(str(number), className="no"),
                html.Div(
                    [
                        html.Div(
                            [html.B(told(step.head, telling)), html.Em(told(step.right, telling))], className="one"
                        ),
                        html.P(told(step.below, telling)) if step.below else None,
                    ]
                ),
            ]
        )
        for number, step in enumerate(block.steps, start=1)
    ]
    head = html.H3([html.Span(told(block.title, telling)), html.Span(told(block.right, telling))])
    return html.Div([head, html.Ol(entries), html.P(told(block.foot, telling), className="foot")], className="s-steps")


def _picture(block: Picture, telling: Telling) -> Component:
    """Lines as a drawing that fills its field, over it the dots, which stay round, and the names in their places."""
    lines = "".join(
        f"<line x1='{_at(block, a)[0]}' y1='{_at(block, a)[1]}' x2='{_at(block, b)[0]}' y2='{_at(block, b)[1]}' "
        f"stroke='{'#1F2328' if strong else '#B4BCC5'}' stroke-width='{3 if strong else 1}'/>"
        for a, b, strong in sorted(block.lines, key=lambda line: line[2])
    )
    dots = [
        html.I(
            className=f"dot look-{look}",
            style={"left": f"{FIELD_LEFT + _at(block, at)[0]}px", "top": f"{100 * y:.3f}%"},
        )
        for at, (_, y, _, look) in enumerate(block.nodes)
    ]
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 630 540' preserveAspectRatio='none'>" + lines
    label = telling.words.text("story.picture_alt", nodes=len(block.nodes), lines=len(block.lines))
    names = [
        html.Span(
            name_span(name, telling),
            className="left" if x < 0.5 else "right",
            style={"top": f"{100 * y:.3f}%"},
        )
        for x, y, name, _ in block.nodes
    ]
    heads = [html.B(told(text, telling), className="left" if x < 0.5 else "right") for x, text in block.heads]
    picture = html.Img(src="data:image/svg+xml," + quote(drawing + "</svg>"), alt=label)
    return html.Div(
        [
            html.Div(heads, className="heads"),
            html.Div([picture, *dots, *names], className="field"),
            html.P(told(block.note, telling), className="note"),
        ],
        className="s-picture",
    )


def _at(block: Picture, node: int) -> tuple[float, float]:
    x, y, _, _ = block.nodes[node]
    return round(8 + x * 614, 1), round(y * 540, 1)


DRAW: Final[dict[type, Any]] = {Tiles: _tiles, Bars: _bars, Grid: _grid, Steps: _steps, Picture: _picture}
