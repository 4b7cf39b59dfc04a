"""Turn the base map into the compact value that a page carries and its script draws."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from mealroute.domain import BaseMap, Coordinates, Line, NamedPlace, Road
from mealroute.maps.clip import clip_line, clip_outline
from mealroute.maps.encoding import encode_line
from mealroute.maps.frame import Frame

ROAD_CLASSES: Final = ("major", "middle", "street", "service", "path")
"""Road classes from the widest to the narrowest, as `static/ground.js` draws them."""

_CLASS_OF: Final[Mapping[str, str]] = {
    "motorway": "major",
    "trunk": "major",
    "primary": "major",
    "secondary": "middle",
    "tertiary": "middle",
    "service": "service",
    "track": "service",
    "footway": "path",
    "path": "path",
    "pedestrian": "path",
    "cycleway": "path",
    "steps": "path",
    "bridleway": "path",
    "corridor": "path",
}

_SETTLEMENTS: Final = (
    "city", "town", "suburb", "quarter", "village", "neighbourhood", "hamlet", "locality",
)  # fmt: skip


def ground_value(base_map: BaseMap, frame: Frame, margin_m: float) -> dict[str, object]:
    """Give the part of a base map inside a page's frame, as values for JSON.

    Parameters
    ----------
    base_map
        The town.
    frame
        What the page shows; what lies farther outside than ``margin_m`` is left away.
    margin_m
        Metres drawn around the frame, so that a little panning meets no empty paper.

    Returns
    -------
    dict
        ``roads`` by class and ``waterways``: lists of ``[name, line…]``; ``areas`` by kind: lists
        of ``[name, outline]``; ``names``: lists of ``[lat, lon, name, rank]`` with rank 0 for
        settlements and 1 for the rest; ``numbers``: house numbers separated by line breaks, and
        their places as one line. Lines and outlines are encoded.
    """
    box = frame.box.wider(margin_m)
    roads: dict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for road in base_map.roads:
        if box.meets(road.points):
            roads[road_class(road)][road.name].extend(clip_line(road.points, box))
    waterways: dict[str, list[Line]] = defaultdict(list)
    for waterway in base_map.waterways:
        if box.meets(waterway.points):
            waterways[waterway.name].extend(clip_line(waterway.points, box))
    areas: dict[str, list[list[str]]] = defaultdict(list)
    for area in base_map.areas:
        if box.meets(area.outline):
            outline = clip_outline(area.outline, box)
            if len(outline) > 2:
                areas[area.kind].append([area.name, _encode(outline, frame)])
    return {
        "roads": {kind: _named_lines(roads[kind], frame) for kind in ROAD_CLASSES if kind in roads},
        "waterways": _named_lines(waterways, frame),
        "areas": areas,
        "names": [
            _name_value(name, frame) for name in base_map.names if box.holds(name.coordinates)
        ],
        "numbers": _numbers_value(
            [number for number in base_map.numbers if box.holds(number.coordinates)], frame
        ),
    }


def road_class(road: Road) -> str:
    """Say how wide a road is drawn.

    Examples
    --------
    >>> line = (Coordinates(0, 0), Coordinates(0, 1))
    >>> road_class(Road(points=line, kind="primary_link")), road_class(Road(points=line, kind="x"))
    ('major', 'street')
    """
    return _CLASS_OF.get(road.kind.removesuffix("_link"), "street")


def join_lines(lines: Iterable[Line]) -> list[Line]:
    """Join lines end to end where one starts at the very point another ended.

    A street comes in many short pieces; its name needs a long one to be written along.

    Examples
    --------
    >>> a, b, c = (Coordinates(0.0, lon) for lon in (1.0, 2.0, 3.0))
    >>> join_lines([(b, c), (a, b)]) == [(a, b, c)]
    True
    """
    waiting = {number: line for number, line in enumerate(lines) if len(line) > 1}
    starting: dict[tuple[float, float], list[int]] = defaultdict(list)
    for number, line in waiting.items():
        starting[_key(line[0])].append(number)
    entered = {_key(line[-1]) for line in waiting.values()}
    # Pieces that nothing leads into come first, so that a chain is walked from its beginning.
    order = sorted(waiting, key=lambda number: (_key(waiting[number][0]) in entered, number))
    joined: list[Line] = []
    for number in order:
        if number not in waiting:
            continue
        chain = waiting.pop(number)
        while follower := _waiting_at(chain[-1], starting, waiting):
            chain += waiting.pop(follower[0])[1:]
        joined.append(chain)
    return joined


def _waiting_at(
    point: Coordinates,
    starting: Mapping[tuple[float, float], list[int]],
    waiting: Mapping[int, Line],
) -> list[int]:
    return [number for number in starting.get(_key(point), ()) if number in waiting][:1]


def _key(point: Coordinates) -> tuple[float, float]:
    return (point.lat, point.lon)


def _named_lines(by_name: Mapping[str, list[Line]], frame: Frame) -> list[list[str]]:
    return [
        [name, *(_encode(line, frame) for line in join_lines(lines))]
        for name, lines in by_name.items()
    ]


def _encode(line: Iterable[Coordinates], frame: Frame) -> str:
    return encode_line(frame.place(point) for point in line)


def _numbers_value(numbers: Iterable[NamedPlace], frame: Frame) -> list[str]:
    """Give numbers from south to north, so that the steps between them are short to write."""
    ordered = sorted(numbers, key=lambda number: (_key(number.coordinates), number.name))
    words = "\n".join(number.name for number in ordered)
    return [words, _encode((number.coordinates for number in ordered), frame)]


def _name_value(name: NamedPlace, frame: Frame) -> list[object]:
    lat, lon = frame.place(name.coordinates)
    rank = 0 if name.kind in _SETTLEMENTS else 1
    return [round(lat, 5), round(lon, 5), name.name, rank]
