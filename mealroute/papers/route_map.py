"""Draw a route's map in black and white: streets with names, numbered stops, north, scale."""

import math
from collections.abc import Sequence
from typing import Final

from mealroute.domain import BaseMap, Coordinates, RouteShape
from mealroute.language import gettext as _
from mealroute.papers.paper import Paper, Point, line_mm
from mealroute.papers.town import (
    Ground,
    Projection,
    middle_of,
    scale_bar_m,
    set_apart,
    street_names,
)
from mealroute.views import RouteView
from mealroute.words import metres_word

_MARGIN_MM: Final = 9.0
_NAME_PT: Final = 9.0
_MARK_PT: Final = 11.0
_LONG_MARK_PT: Final = 8.5
_MARK_RADIUS: Final = 3.1
_CANTEEN_RADIUS: Final = 3.6
# Width in millimetres and grey, from the ground up; whatever is not named is a street.
_ROADS: Final = {
    "path": (0.3, 0.78),
    "service": (0.5, 0.82),
    "street": (0.9, 0.78),
    "middle": (1.3, 0.74),
    "major": (1.7, 0.70),
}
_CLASSES: Final = {
    "motorway": "major", "trunk": "major", "primary": "major", "secondary": "middle",
    "tertiary": "middle", "service": "service", "track": "service", "footway": "path",
    "path": "path", "pedestrian": "path", "cycleway": "path", "steps": "path",
}  # fmt: skip


def draw_map(
    paper: Paper, at: Point, size: Point, view: RouteView, shape: RouteShape,
    ground: Ground | None,
) -> None:  # fmt: skip
    """Draw the map of one route into a rectangle.

    Without ground it is a schema: the way and the stops where they lie, on white. A route none
    of whose doors has a place shows the canteen alone.
    """
    with paper.plain():
        places = [view.canteen.coordinates, *(mark.coordinates for mark in view.marks())]
        places += [place for trip in shape.trips for leg in trip for place in leg]
        projection = Projection.fitting(places, at, size, _MARGIN_MM)
        base_map = None if ground is None else ground.within(projection, at, size)
        with paper.clipped(at, size):
            if base_map is not None:
                _draw_ground(paper, projection, base_map)
            _draw_way(paper, projection, shape)
        marks = _placed_marks(paper, projection, at, size, view)
        if base_map is not None:
            canteen = (projection.place(view.canteen.coordinates), _CANTEEN_RADIUS)
            taken = [canteen, *((spot, radius) for _label, _anchor, spot, radius in marks)]
            _draw_names(paper, projection, at, size, base_map, taken)
        _draw_marks(paper, projection, view.canteen.coordinates, marks)
        _draw_scale(paper, projection, at, size)
        paper.box(at, size)
        if base_map is not None and base_map.attribution:
            _draw_attribution(paper, at, size, base_map.attribution)


_Mark = tuple[str, Point, Point, float]
"""What a mark says, where its door lies, where it stands, and its radius."""


def _draw_ground(paper: Paper, projection: Projection, base_map: BaseMap) -> None:
    for area in base_map.areas:
        if area.kind != "green":
            fill = 0.86 if area.kind == "water" else 0.94
            paper.path(projection.line(area.outline), line_mm=0, fill=fill, closed=True)
    for water in base_map.waterways:
        paper.path(projection.line(water.points), line_mm=1.2, grey=0.86)
    lines: dict[str, list[list[Point]]] = {kind: [] for kind in _ROADS}
    for road in base_map.roads:
        kind = _CLASSES.get(road.kind.removesuffix("_link"), "street")
        lines[kind].append(projection.line(road.points))
    for kind, (width, grey) in _ROADS.items():
        for line in lines[kind]:
            paper.path(line, line_mm=width, grey=grey)


def _draw_way(paper: Paper, projection: Projection, shape: RouteShape) -> None:
    """Draw every trip's legs; the second trip and later ones are dashed."""
    trips = [[projection.line(leg) for leg in trip] for trip in shape.trips]
    for legs in trips:
        for leg in legs:
            if len(leg) > 1:
                paper.path(leg, line_mm=1.7, grey=1.0)
    for number, legs in enumerate(trips):
        for leg in legs:
            if len(leg) > 1:
                paper.path(leg, line_mm=0.8, dash_mm=1.6 * min(number, 1))
            _draw_arrow(paper, leg)


def _draw_arrow(paper: Paper, leg: Sequence[Point]) -> None:
    if len(leg) < 2:
        return
    (x, y), angle, length = middle_of(leg)
    if length < 7:
        return
    corners = [(1.7, 0.0), (-1.3, 1.4), (-1.3, -1.4)]
    turned = [
        (
            x + a * math.cos(angle) - b * math.sin(angle),
            y + a * math.sin(angle) + b * math.cos(angle),
        )
        for a, b in corners
    ]
    paper.path(turned, line_mm=0, fill=0.0, closed=True)


def _placed_marks(
    paper: Paper, projection: Projection, at: Point, size: Point, view: RouteView
) -> list[_Mark]:
    labels = [paper.printable(mark.label) for mark in view.marks()]
    anchors = [projection.place(mark.coordinates) for mark in view.marks()]
    radii = [
        max(_MARK_RADIUS, paper.text_width(label, _mark_pt(label)) / 2 + 0.8) for label in labels
    ]
    canteen = (projection.place(view.canteen.coordinates), _CANTEEN_RADIUS)
    spots = set_apart(anchors, radii, [canteen], at, size)
    return list(zip(labels, anchors, spots, radii, strict=True))


def _draw_names(
    paper: Paper, projection: Projection, at: Point, size: Point, base_map: BaseMap,
    taken: Sequence[tuple[Point, float]],
) -> None:  # fmt: skip
    shown = {road.name for road in base_map.roads if road.name}
    written = {name: paper.printable(name, _("the extract")) for name in sorted(shown)}
    widths = {name: paper.text_width(text, _NAME_PT) for name, text in written.items()}
    # The north arrow, the scale bar and the attribution have the corners.
    bottom = at[1] + size[1] - 2
    ends = [((at[0] + size[0] - 4 * n, bottom), 3.0) for n in range(18)]
    corners = [((at[0] + 6, at[1] + 8), 8.0), ((at[0] + 20, bottom), 14.0), *ends]
    for name in street_names(base_map, projection, at, size, widths, [*taken, *corners]):
        with paper.turned(name.angle, name.middle):
            corner = (name.middle[0] - name.length / 2, name.middle[1] - line_mm(_NAME_PT) / 2)
            paper.halo(corner, written[name.name], _NAME_PT)


def _draw_marks(
    paper: Paper, projection: Projection, canteen: Coordinates, marks: Sequence[_Mark]
) -> None:
    for _label, anchor, spot, radius in marks:
        if math.dist(anchor, spot) > radius:
            paper.line(anchor, spot, line_mm=0.35)
        paper.dot(anchor, 0.7)
    _draw_canteen(paper, projection.place(canteen))
    for label, _anchor, spot, radius in marks:
        paper.dot(spot, radius, fill=1.0, line_mm=0.5)
        size = _mark_pt(label)
        corner = (spot[0] - radius, spot[1] - line_mm(size) / 2)
        paper.text(corner, label, size, width=2 * radius, align="centre", bold=True)


def _mark_pt(label: str) -> float:
    return _MARK_PT if len(label) < 4 else _LONG_MARK_PT


def _draw_canteen(paper: Paper, spot: Point) -> None:
    """Draw a black house."""
    x, y = spot
    house = [
        (-2.6, 2.6),
        (-2.6, -0.4),
        (-3.4, -0.4),
        (0, -3.6),
        (3.4, -0.4),
        (2.6, -0.4),
        (2.6, 2.6),
    ]
    paper.path([(x + a, y + b) for a, b in house], line_mm=0.5, grey=1.0, fill=0.0, closed=True)


def _draw_scale(paper: Paper, projection: Projection, at: Point, size: Point) -> None:
    length_m = scale_bar_m(projection.mm_per_m, 38)
    length = length_m * projection.mm_per_m
    left, y = at[0] + 3, at[1] + size[1] - 3
    paper.box((left - 1.5, y - 5.5), (length + 3, 7), line_mm=0, fill=1.0)
    paper.path(
        [(left, y - 1.5), (left, y), (left + length, y), (left + length, y - 1.5)], line_mm=0.5
    )
    label = paper.printable(metres_word(length_m))
    paper.text((left, y - 5), label, 8, width=length, align="centre")
    x, top = at[0] + 6, at[1] + 4
    paper.box((at[0] + 1.5, at[1] + 1.5), (9, 13), line_mm=0, fill=1.0)
    paper.path([(x, top), (x + 2.2, top + 6), (x, top + 4.6), (x - 2.2, top + 6)], line_mm=0.2,
               fill=0.0, closed=True)  # fmt: skip
    paper.text((x - 4, top + 6), paper.printable(_("N")), 9, width=8, align="centre", bold=True)


def _draw_attribution(paper: Paper, at: Point, size: Point, attribution: str) -> None:
    text = paper.printable(attribution)
    width = paper.text_width(text, 6.5)
    corner = (at[0] + size[0] - width - 1, at[1] + size[1] - line_mm(6.5) - 0.5)
    paper.box((corner[0] - 1, corner[1]), (width + 2, line_mm(6.5) + 0.5), line_mm=0, fill=1.0)
    paper.text(corner, text, 6.5)
