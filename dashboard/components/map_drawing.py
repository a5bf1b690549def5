"""What does the map say: what each place, point and line tells, the legend, and the line on where it comes from?

Puts the model of a map into words for its drawing. Nothing is computed, and nothing is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from analytics.finding import UNKNOWN
from analytics.place_figures import NOTHING
from analytics.place_indicators import LEVELS
from analytics.place_outlines import BOUNDARY, NEAREST, PARTS, POINT
from dashboard.figures.map_legend import MOST_RADIUS, RADII, LegendEntry, class_fill, sized
from dashboard.figures.map_plane import Ground, Plane
from dashboard.figures.place_map import OVER, Background, Drawing, Flow, Frame, Mark, Near, Shape
from dashboard.geography.units import UnitPoint
from dashboard.geography.view import AT_A_GLANCE, USUAL, MapView
from dashboard.sample_mark import mark_told

ABOVE = LEVELS[LEVELS.index("community") + 1 :]
BANDS = ("band_200", "band_50", "band_10", "hidden", "small", "unknown")
COVERED: Final = 0.22
"""Share of the map that circles may cover; with many they are drawn smaller."""
LEAST_LARGEST: Final = 6.0
"""Radius under which even the largest of many circles does not go."""
ON_SCREEN: Final = 0.56
"""Area of the map on an office screen, as a share of that of its drawing: radii are of the screen."""


def map_drawing(view: MapView, *, near: str = "", background: Background | None = None) -> Drawing:
    """The drawing of a map, with its words; ``near`` is where what shows nearer is asked for."""
    words, choice = view.context.words, view.choice
    mark = mark_told(view.context.investigation.data, words)
    ground, frames = view.ground, view.frame_ground
    names = dict(view.scope.select("code", "name").iter_rows())
    return Drawing(
        plane=ground.plane,
        shapes=shapes(view, ground),
        frames=[Frame(frames.paths[code], frames.spots[code], short(names[code])) for code in frames.paths],
        marks=marks(view, view.points, ground.plane) if choice.units else (),
        flows=lines(view, ground) if choice.flows else (),
        north=words.text("coverage_page.north"),
        label=answer_line(view),
        legend=legend(view),
        heading=heading(view),
        notes=[*notes(view), *([mark] if mark is not None else [])],
        near=near_of(view, near) if near else None,
        background=background,
    )


def near_of(view: MapView, href: str) -> Near | None:
    """From which nearness on communities show, so that there are about as many in sight as at a glance."""
    circles = view.choice.units and len(view.nearer_points) > len(view.points)
    if view.nearer is None and not circles:
        return None
    return Near(href, max(math.sqrt(view.numbers[USUAL] / AT_A_GLANCE), 2.0))


def nearer_parts(view: MapView) -> tuple[list[Shape], list[Mark]]:
    """Places and circles of the communities, on the plane of the map that they lie over."""
    plane = view.ground.plane
    told = [] if view.nearer is None else shapes(view.nearer, view.nearer_ground)
    return told, marks(view, view.nearer_points, plane) if view.choice.units else []


def indicator_name(view: MapView) -> str:
    """The indicator in words."""
    return view.context.words.text(f"geography.of_{view.choice.indicator}")


def heading(view: MapView) -> str:
    """The indicator, by what level, on which day, of which place."""
    words, place = view.context.words, view.context.state.place
    named = view.places.filter(view.places["code"] == place).get_column("name") if place is not None else ()
    region = words.text("pages.whole_region") if place is None else next(iter(named), place)
    return words.text(
        "geography.heading",
        indicator=indicator_name(view),
        level=words.word(view.level),
        place=region,
        as_of=view.context.as_of,
    )


def answer_line(view: MapView) -> str:
    """How many places can be told, how many cannot, and the two ends."""
    words = view.context.words
    known = view.rows.filter(view.rows["state"] == "known").sort("value", "code")
    told = words.text(
        "geography.answer",
        known=known.height,
        level=words.word(view.level),
        unknown=view.state_count(UNKNOWN),
        nothing=view.state_count(NOTHING),
    )
    if known.is_empty():
        return told
    low, high = known.row(0, named=True), known.row(-1, named=True)
    return told + words.text(
        "geography.ends",
        low=view.told_value(low["value"]),
        low_name=low["name"],
        high=view.told_value(high["value"]),
        high_name=high["name"],
    )


def place_told(view: MapView, row: dict[str, object]) -> str:
    """One place: its name, its value, of how many, how many unknown."""
    words = view.context.words
    if row["state"] == NOTHING:
        return words.text("geography.told_nothing", name=row["name"])
    if row["state"] == UNKNOWN:
        return words.text("geography.told_unknown", name=row["name"], unknown=row["unknown"])
    return words.text(
        "geography.told_share" if view.figures.indicator.share else "geography.told_rate",
        name=row["name"],
        value=view.told_value(row["value"]),  # type: ignore[arg-type]
        count=row["count"],
        of=row["of"],
        unknown=row["unknown"],
    )


def short(name: str) -> str:
    """A place's name as a map shows it."""
    return name.removesuffix("社区")


def shapes(view: MapView, ground: Ground) -> list[Shape]:
    """Every place drawn."""
    rows = {row["code"]: row for row in view.rows.iter_rows(named=True)}
    zero = view.classes.zero
    fills = [class_fill(one, view.classes.number, zero=zero) for one in range(view.classes.number)]
    told = []
    for code, path in ground.paths.items():
        row = rows[code]
        one = row["class"]
        look = row["state"] if one < 0 else "zero" if zero and one == 0 else f"c{one}"
        fill = "" if one < 0 else fills[one]
        told.append(
            Shape(path, ground.spots[code], look, fill, short(row["name"]), place_told(view, row), f"place:{code}")
        )
    return told


def marks(view: MapView, points: Sequence[UnitPoint], plane: Plane) -> list[Mark]:
    """Units without organisation, or the number of them at each place."""
    words = view.context.words
    sizes = circle_sizes(view, {point.number for point in points})
    at = plane.at([[point.x, point.y] for point in points]).tolist() if points else []
    told = []
    for point, (x, y) in zip(points, at, strict=True):
        if point.band == "several":
            text = words.text("geography.units_at", place=point.place, count=point.number)
        else:
            band = words.text(f"geography.band_{point.band.removeprefix('band_')}", **bar(view))
            text = words.text("geography.unit_at", name=point.name, place=point.place, band=band)
        radius = sizes[point.number] if point.band == "several" else None
        told.append(Mark(x, y, point.nth, point.band, radius, text, point.opens))
    return told


def circle_sizes(view: MapView, numbers: set[int]) -> dict[int, float]:
    """The radius of a circle for each number of units: one measure for the map, what shows nearer, and the legend."""
    drawn = [point.number for point in view.points]
    top = max(drawn, default=1)
    _, _, wide, high = view.ground.plane.box
    fits = math.sqrt(COVERED * ON_SCREEN * wide * high / (math.pi * max(sum(drawn) / top, 1)))
    return sized(numbers, top=top, most=min(MOST_RADIUS, max(LEAST_LARGEST, fits)))


def lines(view: MapView, ground: Ground) -> list[Flow]:
    """Every line drawn."""
    words = view.context.words
    names = dict(view.rows.select("code", "name").iter_rows())
    rows, _, _ = view.lines
    return [
        Flow(
            ground.spots[row["a"]],
            ground.spots[row["b"]],
            row["ties"],
            row["urban_rural"] > 0,
            words.text(
                "geography.line_told",
                a=names[row["a"]],
                b=names[row["b"]],
                ties=row["ties"],
                crossing=row["urban_rural"],
            ),
        )
        for row in rows.iter_rows(named=True)
    ]


def bar(view: MapView) -> dict[str, object]:
    """The least count of people that is told, for sentences."""
    return {"bar": view.context.service.settings.people_shown_from}


def legend(view: MapView) -> list[LegendEntry]:
    """Classes with the number of places, unknown and nothing to ask of; bands of units; lines."""
    words, choice = view.context.words, view.choice
    told = classes_legend(view)
    if choice.units:
        told += units_legend(view)
    if choice.flows:
        rows, _, _ = view.lines
        crossing = int((rows["urban_rural"] > 0).sum())
        told.append(LegendEntry("head", words.text("geography.legend_lines")))
        told.append(LegendEntry("crossing", words.text("geography.crossing"), words.value(crossing)))
        told.append(LegendEntry("flow", words.text("geography.not_crossing"), words.value(rows.height - crossing)))
    return told


def classes_legend(view: MapView) -> list[LegendEntry]:
    """Classes with the number of places, unknown and nothing to ask of."""
    words = view.context.words
    held = dict(view.rows.get_column("class").value_counts().iter_rows())
    number, zero = view.classes.number, view.classes.zero
    over = 1.0 if view.background is None else OVER
    head = words.text("geography.legend_places", indicator=indicator_name(view), level=words.word(view.level))
    told = [LegendEntry("head", head)]
    for one in range(number):
        kind = "zero" if zero and one == 0 else "class"
        fill, count = class_fill(one, number, zero=zero), words.value(held.get(one, 0))
        told.append(LegendEntry(kind, view.class_told(one), count, fill, over=over))
    unknown, nothing = words.value(view.state_count(UNKNOWN)), words.value(view.state_count(NOTHING))
    told.append(LegendEntry("unknown", words.text("common.unknown"), unknown, over=over))
    told.append(LegendEntry("nothing", words.text("geography.nothing"), nothing, over=over))
    return told


def units_legend(view: MapView) -> list[LegendEntry]:
    """Bands of members of the units drawn one by one, or how large a circle is for how many units."""
    words = view.context.words
    points = view.points
    several = [point for point in points if point.band == "several"]
    if several:
        most = max(point.number for point in several)
        steps = sorted({most, max(most // 3, 1), 1}, reverse=True)
        sizes = circle_sizes(view, set(steps))
        head = LegendEntry("head", words.text("geography.legend_several"))
        return [head, *(LegendEntry("mark", words.value(one), "", "several", sizes[one]) for one in steps)]
    told = [LegendEntry("head", words.text("geography.legend_units"))]
    for band in BANDS:
        count = sum(point.band == band for point in points)
        if count:
            text = words.text(f"geography.band_{band.removeprefix('band_')}", **bar(view))
            told.append(LegendEntry("mark", text, words.value(count), band, RADII[band]))
    return told


def notes(view: MapView) -> list[str]:
    """How places are outlined and classed, what is not on the map, and which data this is of."""
    words, choice = view.context.words, view.choice
    kinds = {one.kind for one in view.outlines}
    told = []
    if NEAREST in kinds:
        told.append(words.text("geography.from_nearest"))
    elif kinds & {BOUNDARY, PARTS}:
        told.append(words.text("geography.from_boundaries"))
    without = sum(one.kind == POINT for one in view.outlines)
    if without and kinds != {POINT}:
        told.append(words.text("geography.as_points", count=without))
    nowhere = view.rows.height - len(view.outlines)
    if nowhere and not view.too_many:
        told.append(words.text("geography.no_position", count=nowhere))
    rest = view.figures.unplaced
    if rest["of"] or rest["unknown"]:
        told.append(
            words.text(
                "geography.unplaced_below" if view.level in ABOVE and not view.by_place else "geography.unplaced",
                count=rest["count"],
                of=rest["of"],
                unknown=rest["unknown"],
                level=words.word(view.level),
            )
        )
    if choice.units and view.uncovered.unplaced:
        told.append(words.text("geography.units_unplaced", count=view.uncovered.unplaced))
    if choice.flows:
        rows, sums, cut = view.lines
        told.append(words.text("geography.lines_sums", within=sums["within"], no_place=sums["no_place"]))
        if cut:
            told.append(words.text("geography.lines_cut", drawn=rows.height, cut=cut))
    if view.background is not None:
        file = view.background
        told.append(
            words.text("geography.background_by", name=file.name, attribution=file.attribution)
            if file.attribution
            else words.text("geography.background_of", name=file.name)
        )
    published = view.context.investigation.published
    source = words.text(
        "geography.source",
        method=words.text(f"geography.by_{choice.method}"),
        as_of=view.context.as_of,
        version=published.version[:8],
    )
    return [*told, source]
