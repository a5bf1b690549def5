"""How does the network look as a drawing that prints sharp and opens in any editor?

An SVG in the look of the page: shape, colour and character, size, hulls, names where there is room. A large network is
drawn as its places. Positions come from ``network_view``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.spatial import ConvexHull, QhullError

from dashboard.domain_classes import CLASS_COLOURS, DARK_CLASSES, DOMAIN_CLASSES
from dashboard.i18n import Wording
from dashboard.network_parts import Parts
from dashboard.network_picture import short
from dashboard.network_view import NetworkView

WIDTH, HEIGHT, EDGE = 1600, 1000, 40
INK, LINE = "#1F2328", "#6B7480"
SHADES = (0.16, 0.26, 0.45, 0.6)
"""How dark a tie of one to four layers is."""
Spot = Sequence[float]


@dataclass(frozen=True)
class Box:
    """A part of the sheet that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        across = self.left < other.right and self.right > other.left
        return across and self.top < other.bottom and self.bottom > other.top


def network_svg(
    view: NetworkView, words: Wording, *, title: str, groups: Mapping[int, str], parts: Parts | None
) -> str:
    """The drawing of a view; ``parts`` draws its places with their ties added up instead of every organisation."""
    told = _parts(view, words, parts) if parts is not None else _organisations(view, words, groups)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        "font-family=\"'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif\">"
    )
    sheet = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    line = f'<text x="{EDGE}" y="26" font-size="15" font-weight="600" fill="{INK}">{escape(title)}</text>'
    return "\n".join([head, f"<title>{escape(title)}</title>", sheet, line, *told, "</svg>\n"])


def _organisations(view: NetworkView, words: Wording, groups: Mapping[int, str]) -> list[str]:
    rows = np.flatnonzero((view.degrees > 0) & np.isfinite(view.positions[:, 0]))
    if not rows.size:
        return []
    spot = dict(zip(rows.tolist(), _on_sheet(view.positions[rows], box=view.box).tolist(), strict=True))
    scale = min(1.0, max(0.25, np.sqrt((WIDTH * HEIGHT) / (rows.size * 3200))))
    facts = view.snapshot.organisations.select("code", "name", "level", "domain").rows()
    radius = {
        row: (20 if facts[row][2] == "working_committee" else 7 + 1.1 * np.sqrt(view.degrees[row])) * scale
        for row in spot
    }
    out = ["<g>"]
    outlines = {}
    for group in np.unique(view.groups[rows]).tolist():
        held = [row for row in spot if view.groups[row] == group]
        line = _outline(np.array([spot[row] for row in held]), max(radius[row] for row in held))
        if line is not None and group >= 0:
            outlines[group] = line
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
            for colour, width in (("#C9CED5", 24), ("#F4F5F7", 22)):
                out.append(
                    f'<polygon points="{path}" fill="{colour}" stroke="{colour}" stroke-width="{width}" '
                    'stroke-linejoin="round"/>'
                )
    out.append(f'</g><g stroke="{LINE}">')
    for i, j, weight in view.ties.select("i", "j", "weight").iter_rows():
        if i in spot and j in spot:
            (x1, y1), (x2, y2) = spot[i], spot[j]
            out.append(
                f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke-opacity="{SHADES[weight - 1]}" '
                f'stroke-width="{0.4 + 0.6 * weight:.1f}"/>'
            )
    out.append("</g><g>")
    for row in sorted(spot, key=lambda one: -radius[one]):
        _, name, level, domain = facts[row]
        number = DOMAIN_CLASSES.get(domain, 7)
        out.append(_mark(level, spot[row], radius[row], CLASS_COLOURS[number], f"{name} · {words.word(level)}"))
        if radius[row] >= 7:
            x, y = spot[row]
            colour = "#fff" if number in DARK_CLASSES else INK
            mark = escape(words.text(f"pages.domain_mark_{number}"))
            out.append(
                f'<text x="{x:.1f}" y="{y + 4:.1f}" font-size="11" font-weight="600" text-anchor="middle" '
                f'fill="{colour}">{mark}</text>'
            )
    taken = [Box(x - radius[row], y - radius[row], x + radius[row], y + radius[row]) for row, (x, y) in spot.items()]
    out.append('</g><g paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round">')
    for group, line in outlines.items():
        members = int((view.groups[rows] == group).sum())
        at = (float(line[:, 0].mean()), float(line[:, 1].min()) - 30)
        text = words.text("network_page.group_members", name=groups.get(group, ""), members=members)
        out += _name(text, at, 0.0, taken, size=13, bold=True)
    for row in sorted(spot, key=lambda one: (-view.degrees[one], facts[one][0])):
        out += _name(short(facts[row][1]), spot[row], radius[row], taken)
    return [*out, "</g>"]


def _parts(view: NetworkView, words: Wording, parts: Parts) -> list[str]:
    tied = (view.degrees > 0) & np.isfinite(view.positions[:, 0])
    count = np.bincount(parts.of[tied], minlength=parts.places.height)
    held = np.flatnonzero(count)
    if not held.size:
        return []
    middle = np.array([view.positions[tied & (parts.of == one)].mean(axis=0) for one in held])
    spot = dict(zip(held.tolist(), _on_sheet(middle, box=None).tolist(), strict=True))
    ends = pl.DataFrame({"a": parts.of[view.ties["i"].to_numpy()], "b": parts.of[view.ties["j"].to_numpy()]})
    between = (
        ends.filter(pl.col("a") != pl.col("b"))
        .select(pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b"))
        .group_by("a", "b")
        .len()
        .sort("len", "a", "b")
    )
    most = max([1, *between["len"].to_list()])
    out = [f'<g stroke="{LINE}">']
    for a, b, ties in between.iter_rows():
        (x1, y1), (x2, y2) = spot[a], spot[b]
        share = np.sqrt(ties / most)
        out.append(
            f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke-opacity="{0.12 + 0.5 * share:.2f}" '
            f'stroke-width="{0.5 + 5 * share:.1f}"><title>{ties}</title></path>'
        )
    out.append("</g><g>")
    scale = 26 / np.sqrt(count.max())
    radius = {one: max(4.0, float(scale * np.sqrt(count[one]))) for one in spot}
    for one, (x, y) in spot.items():
        out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius[one]:.1f}" fill="#B3C9DF" stroke="#3A6796"/>')
    taken = [Box(x - radius[one], y - radius[one], x + radius[one], y + radius[one]) for one, (x, y) in spot.items()]
    out.append('</g><g paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round">')
    for one in sorted(spot, key=lambda part: (-count[part], part)):
        name = parts.places["name"][one] or words.text("common.unknown")
        out += _name(f"{name} {count[one]}", spot[one], radius[one], taken)
    return [*out, "</g>"]


def _on_sheet(
    positions: npt.NDArray[np.float64], *, box: tuple[float, float, float, float] | None
) -> npt.NDArray[np.float64]:
    if box is None:
        (left, low), (right, high) = positions.min(axis=0), positions.max(axis=0)
    else:
        left, right, low, high = box
    across = (WIDTH - 2 * EDGE - 40) / max(right - left, 1e-6)
    down = (HEIGHT - 2 * EDGE - 60) / max(high - low, 1e-6)
    across, down = min(across, down * 2.2), min(down, across * 2.2)
    x = (WIDTH - (right - left) * across) / 2 + (positions[:, 0] - left) * across
    y = (HEIGHT - (high - low) * down) / 2 + 20 + (high - positions[:, 1]) * down
    return np.column_stack([x, y])


def _outline(spots: npt.NDArray[np.float64], reach: float) -> npt.NDArray[np.float64] | None:
    if len(spots) < 2:
        return None
    angle = np.arange(8) * np.pi / 4
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) * reach
    points = (spots[:, None] + ring[None]).reshape(-1, 2)
    try:
        return np.asarray(points[ConvexHull(points).vertices])
    except QhullError:
        return None


def _mark(level: str, at: Spot, r: float, colour: str, told: str) -> str:
    x, y = at
    paint = f'fill="{colour}" stroke="#4B535D" stroke-width="1"><title>{escape(told)}</title>'
    if level == "general_branch":
        side = 1.8 * r
        return (
            f'<rect x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side:.1f}" height="{side:.1f}" {paint}</rect>'
        )
    corners = {"committee": (6, 0.0, 1.12), "group": (3, -np.pi / 2, 1.15)}.get(level)
    if level == "working_committee":
        turns = -np.pi / 2 + np.arange(10) * np.pi / 5
        reach = np.where(np.arange(10) % 2, 0.55, 1.25) * r
    elif corners is not None:
        turns = corners[1] + np.arange(corners[0]) * 2 * np.pi / corners[0]
        reach = np.full(corners[0], corners[2] * r)
    else:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" {paint}</circle>'
    path = " ".join(f"{x + d * np.cos(t):.1f},{y + d * np.sin(t):.1f}" for t, d in zip(turns, reach, strict=True))
    return f'<polygon points="{path}" {paint}</polygon>'


def _name(text: str, at: Spot, r: float, taken: list[Box], *, size: int = 12, bold: bool = False) -> list[str]:
    """A name below, beside or above a spot where it covers nothing; none where there is no room."""
    x, y = at
    wide = sum(size if ord(sign) > 255 else size * 0.56 for sign in text)
    below, beside = (x - wide / 2, y + r + 1), (x + r + 3, y - size / 2)
    for left, top in (below, beside, (x - r - 3 - wide, y - size / 2), (x - wide / 2, y - r - size - 2)):
        box = Box(left, top, left + wide, top + size + 1)
        if left < 2 or box.right > WIDTH - 2 or top < 30 or box.bottom > HEIGHT - 2 or any(map(box.meets, taken)):
            continue
        taken.append(box)
        look = f'font-size="{size}"' + (' font-weight="600" fill="#4B535D"' if bold else f' fill="{INK}"')
        return [f'<text x="{left:.1f}" y="{top + size * 0.86:.1f}" {look}>{escape(text)}</text>']
    return []
