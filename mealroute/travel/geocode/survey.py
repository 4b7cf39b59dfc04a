"""Read out of an OpenStreetMap extract what addresses can be found by: doors, streets, places."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import osmium

from mealroute.domain import GeocodeLevel
from mealroute.travel.extract import readable

Point: TypeAlias = tuple[float, float]
"""Latitude and longitude."""

_KEYS = ("addr:housenumber", "addr:interpolation", "addr:housename", "entrance", "name")
_LANGUAGES: Final = ("", ":zh", ":zh-Hans", ":en", ":fi", ":sv", ":de", ":kk", ":ug", ":ru")
_NAMES: Final = ("name", "alt_name", "old_name", "short_name", "official_name", "loc_name")
_PLACES: Final = (
    "building", "amenity", "place", "leisure", "tourism", "office", "shop", "healthcare",
    "landuse", "historic", "man_made",
)  # fmt: skip
TOWNS: Final = frozenset({"city", "town", "village", "municipality"})
QUARTERS: Final = frozenset({"suburb", "quarter", "neighbourhood", "borough", "hamlet"})
_LONGEST: Final = 120
_WKB: Final = osmium.geom.WKBFactory()


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A house number of the map; ``named`` where it is that of a shop or the like."""

    street: str
    number: str
    city: str
    postcode: str
    point: Point
    level: GeocodeLevel
    named: bool
    street_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A stretch of a street that has a name."""

    names: tuple[str, ...]
    line: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Something else that has a name; ``kind`` is OpenStreetMap's value of ``place``, if any."""

    names: tuple[str, ...]
    point: Point
    level: GeocodeLevel
    kind: str = ""
    city: str = ""


@dataclass(slots=True)
class Survey:
    """What an extract has, in the order of the file.

    ``regions`` are the names of administrative areas, ``areas`` those of them that lie wholly in
    the extract, with their outlines in well-known binary form (longitude, latitude).
    """

    doors: list[Door] = field(default_factory=list)
    streets: list[Street] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    regions: set[str] = field(default_factory=set)
    areas: list[tuple[tuple[str, ...], str]] = field(default_factory=list)


def read_survey(extract: Path) -> Survey:
    """Read an extract for everything with a house number or a name.

    A building's place is its one entrance, or its main one, else its middle. House numbers along
    an interpolation way are spread evenly between the numbers at its ends.

    Raises
    ------
    DataFileError
        When the file is missing, too large or broken.
    """
    reader = _Reader()
    with readable(extract):
        things: Any = (
            osmium.FileProcessor(str(extract))
            .with_areas(osmium.filter.KeyFilter("addr:housenumber", "name", "addr:housename"))
            .with_filter(osmium.filter.KeyFilter(*_KEYS))
        )
        for thing in things:
            reader.add(thing)
    return reader.survey


@dataclass(slots=True)
class _Reader:
    survey: Survey = field(default_factory=Survey)
    entrances: dict[int, tuple[Point, str]] = field(default_factory=dict)
    numbered: dict[int, tuple[str, str, Point]] = field(default_factory=dict)

    def add(self, thing: Any) -> None:  # noqa: ANN401 -- any object of osmium
        tags = dict(thing.tags)
        if thing.is_node():
            self._node(thing, tags)
        elif thing.is_way():
            self._way(thing, tags)
        elif thing.is_area() and not thing.from_way():
            self._area(thing, tags)
        elif thing.is_relation() and tags.get("boundary") == "administrative":
            self.survey.regions.update(names_of(tags))

    def _node(self, node: "osmium.osm.Node", tags: Mapping[str, str]) -> None:
        if not node.location.valid():
            return
        point = (node.location.lat, node.location.lon)
        if "entrance" in tags:
            self.entrances[node.id] = (point, tags["entrance"])
        level = GeocodeLevel.ENTRANCE if "entrance" in tags else GeocodeLevel.NUMBER
        street, number = _street_of(tags), tags.get("addr:housenumber", "")
        if street and number:
            self.numbered[node.id] = (street, number, point)
        self._door(tags, point, level)
        self._place(tags, point, closed=False)

    def _way(self, way: "osmium.osm.Way", tags: Mapping[str, str]) -> None:
        points = [(n.location.lat, n.location.lon) for n in way.nodes if n.location.valid()]
        if not points:
            return
        if "addr:interpolation" in tags:
            ends = [self.numbered.get(way.nodes[end].ref) for end in (0, -1)]
            self.survey.doors += _between(ends[0], ends[1], tags["addr:interpolation"], points)
        elif "highway" in tags and tags.get("area") != "yes":
            names = names_of(tags)
            if names and len(points) > 1:
                self.survey.streets.append(Street(names=names, line=tuple(points)))
        elif tags.get("boundary") != "administrative":
            self._building(tags, points, [node.ref for node in way.nodes])

    def _area(self, area: "osmium.osm.Area", tags: Mapping[str, str]) -> None:
        rings, _holes = area.num_rings()
        if not rings:  # cut off at the border of the extract, so that no outline is whole
            return
        if tags.get("boundary") == "administrative":
            outline = _WKB.create_multipolygon(area)
            self.survey.areas.append((names_of(tags), outline))
            return
        nodes = [node for ring in area.outer_rings() for node in ring]
        points = [(n.location.lat, n.location.lon) for n in nodes if n.location.valid()]
        if points:
            self._building(tags, points, [node.ref for node in nodes])

    def _building(
        self, tags: Mapping[str, str], points: Sequence[Point], nodes: Sequence[int]
    ) -> None:
        middle = _middle(points)
        found = {ref: self.entrances[ref] for ref in nodes if ref in self.entrances}
        main = [point for point, kind in found.values() if kind == "main"]
        only = main if len(main) == 1 else [point for point, _kind in found.values()]
        if len(only) == 1:
            self._door(tags, only[0], GeocodeLevel.ENTRANCE)
        else:
            self._door(tags, middle, GeocodeLevel.BUILDING)
        self._place(tags, middle, closed=True)

    def _door(self, tags: Mapping[str, str], point: Point, level: GeocodeLevel) -> None:
        street, number = _street_of(tags), tags.get("addr:housenumber", "")
        if not street or not number:
            return
        others = [tags.get(f"addr:street{language}", "") for language in _LANGUAGES[1:]]
        self.survey.doors.append(
            Door(
                street=_one_line(street),
                number=_one_line(number),
                city=_one_line(tags.get("addr:city", "")),
                postcode=_one_line(tags.get("addr:postcode", "")),
                point=point,
                level=level,
                named="name" in tags,
                street_names=tuple(_one_line(name) for name in others if name),
            )
        )

    def _place(self, tags: Mapping[str, str], point: Point, *, closed: bool) -> None:
        kind, city = tags.get("place", ""), _one_line(tags.get("addr:city", ""))
        house = _one_line(tags.get("addr:housename", ""))
        if house:
            level = GeocodeLevel.BUILDING
            self.survey.places.append(Place(names=(house,), point=point, level=level, city=city))
        names = names_of(tags)
        if not names or not any(key in tags for key in _PLACES):
            return
        level = GeocodeLevel.PLACE
        if not kind:
            building = not closed or tags.get("building", "no") != "no"
            level = GeocodeLevel.BUILDING if building else GeocodeLevel.COMPOUND
        self.survey.places.append(
            Place(names=names, point=point, level=level, kind=kind, city=city)
        )


def names_of(tags: Mapping[str, str]) -> tuple[str, ...]:
    """Give the names of a thing in all languages and times that people use, its own first."""
    found: dict[str, None] = {}
    for key in _NAMES:
        for language in _LANGUAGES:
            for name in tags.get(f"{key}{language}", "").split(";"):
                if name.strip():
                    found.setdefault(_one_line(name))
    return tuple(found)


def _street_of(tags: Mapping[str, str]) -> str:
    return tags.get("addr:street") or tags.get("addr:place") or ""


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def _middle(points: Sequence[Point]) -> Point:
    """Give the middle of an outline: the centroid by the shoelace formula, or the mean."""
    lat_0, lon_0 = points[0]
    area = lat = lon = 0.0
    for (lat_a, lon_a), (lat_b, lon_b) in zip(points, (*points[1:], points[0]), strict=True):
        y_a, x_a, y_b, x_b = lat_a - lat_0, lon_a - lon_0, lat_b - lat_0, lon_b - lon_0
        cross = x_a * y_b - x_b * y_a
        area += cross
        lat += (y_a + y_b) * cross
        lon += (x_a + x_b) * cross
    if abs(area) < 1e-12:
        return (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
    return (lat_0 + lat / (3 * area), lon_0 + lon / (3 * area))


def _between(
    first: tuple[str, str, Point] | None,
    last: tuple[str, str, Point] | None,
    kind: str,
    points: Sequence[Point],
) -> Iterator[Door]:
    """Spread the numbers between two numbered ends along a line, where it is plain how."""
    if first is None or last is None or first[0] != last[0]:
        return
    if not (first[1].isdigit() and last[1].isdigit()):
        return
    low, high = int(first[1]), int(last[1])
    by_word = {"all": 1, "odd": 2, "even": 2}
    step = by_word.get(kind, int(kind) if kind.isdigit() else 0)
    if step == 0 or (high - low) % step or abs(high - low) > 500:
        return
    for number in range(min(low, high) + step, max(low, high), step):
        yield Door(
            street=_one_line(first[0]), number=str(number), city="", postcode="",
            point=_along(points, (number - low) / (high - low)), level=GeocodeLevel.NUMBER,
            named=False,
        )  # fmt: skip


def _along(points: Sequence[Point], part: float) -> Point:
    """Give the point at a part of a line's length."""
    scale = math.cos(math.radians(points[0][0]))
    steps = [math.hypot(b[0] - a[0], (b[1] - a[1]) * scale) for a, b in itertools.pairwise(points)]
    left = part * sum(steps)
    for (a, b), step in zip(itertools.pairwise(points), steps, strict=True):
        if left <= step and step > 0:
            share = left / step
            return (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
        left -= step
    return points[-1]
