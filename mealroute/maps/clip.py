"""Cut lines and outlines of the base map down to the part that a page shows."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TypeAlias

from mealroute.domain import Coordinates, Line
from mealroute.maps.frame import Box

_Inside: TypeAlias = Callable[[Coordinates], bool]
_Crossing: TypeAlias = Callable[[Coordinates, Coordinates], Coordinates]


def clip_line(points: Line, box: Box) -> tuple[Line, ...]:
    """Keep the runs of a line whose pieces come near the box, whole pieces only.

    Examples
    --------
    >>> west_to_east = tuple(Coordinates(0.0, lon) for lon in (-9.0, -5.0, -1.0, 1.0, 5.0, 9.0))
    >>> runs = clip_line(west_to_east, Box(-2.0, -2.0, 2.0, 2.0))
    >>> [[point.lon for point in run] for run in runs]
    [[-5.0, -1.0, 1.0, 5.0]]
    """
    if all(box.holds(point) for point in points):
        return (points,)
    return tuple(_runs(points, box))


def clip_outline(outline: Line, box: Box) -> Line:
    """Cut a closed outline at the box (Sutherland and Hodgman 1974); empty when outside.

    Examples
    --------
    >>> square = [(-9.0, -9.0), (-9.0, 9.0), (9.0, 9.0), (9.0, -9.0)]
    >>> outline = tuple(Coordinates(*corner) for corner in square)
    >>> cut = clip_outline(outline, Box(-1.0, -2.0, 1.0, 2.0))
    >>> sorted({(point.lat, point.lon) for point in cut})
    [(-1.0, -2.0), (-1.0, 2.0), (1.0, -2.0), (1.0, 2.0)]
    """
    if all(box.holds(point) for point in outline):
        return outline
    kept = outline
    for inside, crossing in _sides(box):
        kept = _cut(kept, inside, crossing)
    return kept


def _runs(points: Line, box: Box) -> Iterator[Line]:
    run: list[Coordinates] = []
    for piece in pairwise(points):
        if box.meets(piece):
            run.extend(piece if not run else piece[1:])
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _sides(box: Box) -> tuple[tuple[_Inside, _Crossing], ...]:
    return (
        (lambda p: p.lat >= box.south, lambda a, b: _at_lat(a, b, box.south)),
        (lambda p: p.lat <= box.north, lambda a, b: _at_lat(a, b, box.north)),
        (lambda p: p.lon >= box.west, lambda a, b: _at_lon(a, b, box.west)),
        (lambda p: p.lon <= box.east, lambda a, b: _at_lon(a, b, box.east)),
    )


def _cut(outline: Line, inside: _Inside, crossing: _Crossing) -> Line:
    kept: list[Coordinates] = []
    for before, here in zip(outline[-1:] + outline[:-1], outline, strict=True):
        if inside(here) != inside(before):
            kept.append(crossing(before, here))
        if inside(here):
            kept.append(here)
    return tuple(kept)


def _at_lat(a: Coordinates, b: Coordinates, lat: float) -> Coordinates:
    return Coordinates(lat, a.lon + (b.lon - a.lon) * (lat - a.lat) / (b.lat - a.lat))


def _at_lon(a: Coordinates, b: Coordinates, lon: float) -> Coordinates:
    return Coordinates(a.lat + (b.lat - a.lat) * (lon - a.lon) / (b.lon - a.lon), lon)
