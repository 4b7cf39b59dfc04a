"""Lay a town out on a piece of paper: projection, scale, marks apart, names of streets."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from mealroute.domain import BaseMap, Coordinates

Point = tuple[float, float]

_METRES_PER_DEGREE: Final = 111_195.0
_LEAST_EXTENT_M: Final = 160.0
_ROUNDS: Final = 120
_STRAIGHT: Final = 0.985
# Names stand beside their street, where the way of the route leaves them readable.
_BESIDE_MM: Final = 2.4


@dataclass(frozen=True, slots=True)
class Projection:
    """Where places lie on the paper: millimetres from the left and the top of the page."""

    middle: Coordinates
    centre: Point
    mm_per_m: float

    @classmethod
    def fitting(
        cls, places: Iterable[Coordinates], at: Point, size: Point, margin: float
    ) -> "Projection":
        """Show all places, at least one, in a rectangle, as large as they fit."""
        known = list(places)
        south, north = min(p.lat for p in known), max(p.lat for p in known)
        west, east = min(p.lon for p in known), max(p.lon for p in known)
        middle = Coordinates((south + north) / 2, (west + east) / 2)
        shrink = math.cos(math.radians(middle.lat))
        north_m = max((north - south) * _METRES_PER_DEGREE, _LEAST_EXTENT_M)
        east_m = max((east - west) * _METRES_PER_DEGREE * shrink, _LEAST_EXTENT_M)
        mm_per_m = min((size[0] - 2 * margin) / east_m, (size[1] - 2 * margin) / north_m)
        return cls(middle, (at[0] + size[0] / 2, at[1] + size[1] / 2), mm_per_m)

    def place(self, place: Coordinates) -> Point:
        """Give where a place lies."""
        shrink = math.cos(math.radians(self.middle.lat))
        east_m = (place.lon - self.middle.lon) * _METRES_PER_DEGREE * shrink
        north_m = (place.lat - self.middle.lat) * _METRES_PER_DEGREE
        return self.centre[0] + east_m * self.mm_per_m, self.centre[1] - north_m * self.mm_per_m

    def where(self, point: Point) -> Coordinates:
        """Give the place that lies at a point of the paper."""
        north_mm = _METRES_PER_DEGREE * self.mm_per_m
        east_mm = north_mm * math.cos(math.radians(self.middle.lat))
        return Coordinates(
            self.middle.lat + (self.centre[1] - point[1]) / north_mm,
            self.middle.lon + (point[0] - self.centre[0]) / east_mm,
        )

    def line(self, places: Iterable[Coordinates]) -> list[Point]:
        """Give where a line runs, without points that paper cannot tell apart."""
        # As `place`, with what is the same for all of them reckoned once: towns have many points.
        middle, (x, y) = self.middle, self.centre
        north_mm = _METRES_PER_DEGREE * self.mm_per_m
        east_mm = north_mm * math.cos(math.radians(middle.lat))
        drawn: list[Point] = []
        for place in places:
            point = (
                x + (place.lon - middle.lon) * east_mm,
                y - (place.lat - middle.lat) * north_mm,
            )
            if not drawn or math.dist(point, drawn[-1]) > 0.05:
                drawn.append(point)
        return drawn


class Ground:
    """A base map that knows where each of its lines lies, so that a piece is soon cut out.

    The papers of a plan draw one town many times, and each route meets a small part of it.
    """

    def __init__(self, base_map: BaseMap) -> None:
        self._base_map = base_map
        self._roads = [(_bounds(road.points), road) for road in base_map.roads]
        self._areas = [(_bounds(area.outline), area) for area in base_map.areas]
        self._waterways = [(_bounds(water.points), water) for water in base_map.waterways]

    def within(self, projection: Projection, at: Point, size: Point) -> BaseMap:
        """Give the roads, areas and waterways whose bounds meet a rectangle of the paper."""
        box = _bounds([projection.where(at), projection.where((at[0] + size[0], at[1] + size[1]))])
        return replace(
            self._base_map,
            roads=tuple(road for bounds, road in self._roads if _meet(bounds, box)),
            areas=tuple(area for bounds, area in self._areas if _meet(bounds, box)),
            waterways=tuple(water for bounds, water in self._waterways if _meet(bounds, box)),
        )


_Bounds = tuple[float, float, float, float]
"""South, west, north and east, in degrees."""


def _bounds(places: Sequence[Coordinates]) -> _Bounds:
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    return min(lats), min(lons), max(lats), max(lons)


def _meet(one: _Bounds, other: _Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def scale_bar_m(mm_per_m: float, most_mm: float) -> int:
    """Choose the longest round length that a scale bar may show.

    Examples
    --------
    >>> scale_bar_m(0.1, 40), scale_bar_m(0.5, 40)
    (200, 50)
    """
    lengths = [base * 10**power for power in range(6) for base in (1, 2, 5)]
    return max((one for one in lengths if one * mm_per_m <= most_mm), default=1)


def set_apart(
    anchors: Sequence[Point],
    radii: Sequence[float],
    fixed: Sequence[tuple[Point, float]],
    at: Point,
    size: Point,
) -> list[Point]:
    """Move round marks off each other and off fixed ones, each as near to its place as it can.

    Parameters
    ----------
    anchors, radii
        Where each mark belongs and how large it is.
    fixed
        What does not move: centre and radius.
    at, size
        The rectangle in which marks stay.
    """
    placed = list(anchors)
    for _round in range(_ROUNDS):
        for i in range(len(placed)):
            pulls = [(anchors[i][n] - placed[i][n]) * 0.04 for n in (0, 1)]
            placed[i] = (placed[i][0] + pulls[0], placed[i][1] + pulls[1])
            for centre, radius in fixed:
                dx, dy = _push(placed[i], centre, radii[i] + radius + 0.3, i)
                placed[i] = (placed[i][0] + dx, placed[i][1] + dy)
            for j in range(i):
                dx, dy = _push(placed[i], placed[j], radii[i] + radii[j] + 0.3, i)
                placed[i] = (placed[i][0] + dx / 2, placed[i][1] + dy / 2)
                placed[j] = (placed[j][0] - dx / 2, placed[j][1] - dy / 2)
            placed[i] = (
                min(max(placed[i][0], at[0] + radii[i]), at[0] + size[0] - radii[i]),
                min(max(placed[i][1], at[1] + radii[i]), at[1] + size[1] - radii[i]),
            )
    return placed


def _push(here: Point, other: Point, least: float, number: int) -> Point:
    """Say how far to move so that two centres are as far apart as they must be."""
    gap = math.dist(here, other)
    if gap >= least:
        return 0.0, 0.0
    if gap < 1e-6:
        # Marks of one place fan out, each in a direction of its own (the golden angle).
        angle = number * 2.39996
        return least * math.cos(angle), least * math.sin(angle)
    factor = (least - gap) / gap
    return (here[0] - other[0]) * factor, (here[1] - other[1]) * factor


@dataclass(frozen=True, slots=True)
class StreetName:
    """A name along its street: its middle, and how far it is turned, counter-clockwise."""

    name: str
    middle: Point
    angle: float
    length: float


def street_names(
    base_map: BaseMap,
    projection: Projection,
    at: Point,
    size: Point,
    widths: dict[str, float],
    taken: Iterable[tuple[Point, float]],
) -> Iterator[StreetName]:
    """Place the name of each street once, on a straight stretch where nothing else stands.

    Parameters
    ----------
    base_map, projection
        The town, and where it lies.
    at, size
        The rectangle of the map.
    widths
        How long each street's name is when written.
    taken
        Where something stands already: centre and radius.
    """
    full = list(taken)
    named: set[str] = set()
    candidates = [
        (math.dist(a, b), road.name, a, b)
        for road in base_map.roads
        if road.name in widths
        for a, b in _stretches(_inside(projection.line(road.points), at, size), widths[road.name])
    ]
    for _length, name, a, b in sorted(candidates, key=lambda one: (-one[0], one[1])):
        if name in named:
            continue
        label = _label(name, a, b, widths[name])
        circles = _circles(label)
        if any(math.dist(c, o) < r + s for c, r in circles for o, s in full):
            continue
        named.add(name)
        full.extend(circles)
        yield label


def _inside(line: Sequence[Point], at: Point, size: Point) -> list[list[Point]]:
    """Cut a line into its runs inside a rectangle."""
    runs: list[list[Point]] = []
    for piece in pairwise(line):
        kept = _piece_inside(*piece, at, size)
        if kept is None:
            continue
        if runs and runs[-1][-1] == kept[0]:
            runs[-1].append(kept[1])
        else:
            runs.append(list(kept))
    return runs


def _piece_inside(a: Point, b: Point, at: Point, size: Point) -> tuple[Point, Point] | None:
    """Cut a piece of a line at a rectangle (Liang and Barsky 1984); nothing where it is outside."""
    start, end = 0.0, 1.0
    for axis in (0, 1):
        along = b[axis] - a[axis]
        for low, room in ((-along, a[axis] - at[axis]), (along, at[axis] + size[axis] - a[axis])):
            if low == 0:
                if room < 0:
                    return None
            elif low < 0:
                start = max(start, room / low)
            else:
                end = min(end, room / low)
    if start >= end:
        return None
    return _between(a, b, start), _between(a, b, end)


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _stretches(runs: Iterable[Sequence[Point]], least: float) -> Iterator[tuple[Point, Point]]:
    """Give the straight stretches that are long enough."""
    for run in runs:
        start = 0
        while start < len(run) - 1:
            end, along = start + 1, math.dist(run[start], run[start + 1])
            while end + 1 < len(run):
                further = along + math.dist(run[end], run[end + 1])
                if math.dist(run[start], run[end + 1]) < further * _STRAIGHT:
                    break
                end, along = end + 1, further
            if math.dist(run[start], run[end]) >= least:
                yield run[start], run[end]
            start = end


def _label(name: str, a: Point, b: Point, length: float) -> StreetName:
    (x1, y1), (x2, y2) = (a, b) if a[0] <= b[0] else (b, a)
    turn = math.atan2(y1 - y2, x2 - x1)
    beside = (-math.sin(turn) * _BESIDE_MM, -math.cos(turn) * _BESIDE_MM)
    middle = ((x1 + x2) / 2 + beside[0], (y1 + y2) / 2 + beside[1])
    return StreetName(name, middle, math.degrees(turn), length)


def _circles(label: StreetName) -> list[tuple[Point, float]]:
    """Cover a name with circles along it."""
    reach = label.length / 2
    turn = math.radians(label.angle)
    steps = max(2, math.ceil(label.length / 3))
    return [
        (
            (
                label.middle[0] + math.cos(turn) * (reach * (2 * n / steps - 1)),
                label.middle[1] - math.sin(turn) * (reach * (2 * n / steps - 1)),
            ),
            1.6,
        )
        for n in range(steps + 1)
    ]


def middle_of(line: Sequence[Point]) -> tuple[Point, float, float]:
    """Give the point half-way along a line, its direction in radians and the line's length.

    Examples
    --------
    >>> middle_of([(0.0, 0.0), (4.0, 0.0)])
    ((2.0, 0.0), 0.0, 4.0)
    """
    length = sum(math.dist(a, b) for a, b in pairwise(line))
    left = length / 2
    for a, b in pairwise(line):
        piece = math.dist(a, b)
        if piece and left <= piece:
            share = left / piece
            spot = (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
            return spot, math.atan2(b[1] - a[1], b[0] - a[0]), length
        left -= piece
    return line[0], 0.0, length
