"""Read the town underneath a map from an extract: streets, buildings, water, green, names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

import osmium
import shapely

from mealroute.domain import Area, BaseMap, Coordinates, Line, NamedPlace, Road, Waterway
from mealroute.travel.extract import readable
from mealroute.travel.way_rules import OPEN_TO

ATTRIBUTION: Final = "© OpenStreetMap contributors, ODbL 1.0"

_KEYS = ("highway", "building", "natural", "landuse", "leisure", "waterway", "place", "amenity",
         "addr:housenumber")  # fmt: skip
_AREA_KINDS: Final[Mapping[str, Mapping[str, str]]] = {
    "natural": dict.fromkeys(("wood", "scrub", "grassland", "heath"), "green") | {"water": "water"},
    "landuse": dict.fromkeys(("reservoir", "basin"), "water")
    | dict.fromkeys(("forest", "grass", "meadow", "orchard", "vineyard", "allotments"), "green")
    | dict.fromkeys(("recreation_ground", "village_green", "cemetery"), "green"),
    "leisure": dict.fromkeys(("park", "garden", "playground", "pitch", "golf_course"), "green"),
    "waterway": dict.fromkeys(("riverbank", "dock"), "water"),
}
_WATERWAYS = frozenset({"river", "stream", "canal", "drain", "ditch"})
_PLACES = frozenset(
    {"city", "town", "suburb", "quarter", "neighbourhood", "village", "hamlet", "locality"}
    | {"isolated_dwelling", "square", "island"}
)
_PUBLIC_AMENITIES = frozenset(
    {"hospital", "clinic", "doctors", "pharmacy", "nursing_home", "social_facility"}
    | {"school", "kindergarten", "college", "university", "library", "community_centre"}
    | {"townhall", "public_building", "courthouse", "police", "fire_station", "post_office"}
    | {"marketplace", "place_of_worship", "bus_station", "theatre", "cinema", "arts_centre"}
)
_TOLERANCE_DEG = 1e-5  # a metre or less: no eye sees it, and a fifth of the points is saved
_LONGEST_NAME = 80
_LONGEST_NUMBER = 8  # longer ones are lists of flats, which no map has room for

_Points = list[tuple[float, float]]


def read_base_map(extract: Path) -> BaseMap:
    """Read what a map draws underneath people and routes.

    Lines are simplified by a metre. A lake or wood made of several ways is drawn by its outer
    outlines, as far as they are in the extract; islands in it are not cut out.

    Raises
    ------
    DataFileError
        When the file is missing, too large or broken.
    """
    reader = _MapReader()
    with readable(extract):
        relations = osmium.FileProcessor(str(extract), osmium.osm.RELATION)
        for relation in relations.with_filter(osmium.filter.KeyFilter(*_KEYS)):
            reader.add_relation(cast("osmium.osm.Relation", relation))
        things = osmium.FileProcessor(str(extract), osmium.osm.NODE | osmium.osm.WAY)
        for thing in (
            things.with_locations()
            .with_filter(osmium.filter.KeyFilter(*_KEYS))
            .handler_for_filtered(reader)
        ):
            reader.add(cast("osmium.osm.Node | osmium.osm.Way", thing))
    reader.close_relations()
    return BaseMap(
        roads=tuple(
            Road(points=line, kind=shape.kind, name=shape.name)
            for shape, line in _simplified(reader.roads)
        ),
        areas=tuple(
            Area(outline=line, kind=shape.kind, name=shape.name)
            for shape, line in _simplified(reader.areas)
        ),
        waterways=tuple(
            Waterway(points=line, name=shape.name) for shape, line in _simplified(reader.waterways)
        ),
        names=tuple(reader.names),
        numbers=tuple(reader.numbers),
        attribution=ATTRIBUTION,
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    points: _Points
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class _MapReader:
    """Gather the shapes and names of a map while an extract goes by."""

    roads: list[_Shape] = field(default_factory=list)
    areas: list[_Shape] = field(default_factory=list)
    waterways: list[_Shape] = field(default_factory=list)
    names: list[NamedPlace] = field(default_factory=list)
    numbers: list[NamedPlace] = field(default_factory=list)
    relations: list[tuple[dict[str, str], list[int]]] = field(default_factory=list)
    outer: dict[int, _Points] = field(default_factory=dict)

    def add_relation(self, relation: "osmium.osm.Relation") -> None:
        """Remember an area made of several ways, and which ways are its outline."""
        tags = dict(relation.tags)
        if tags.get("type") != "multipolygon" or not (_area_kind(tags) or _place_kind(tags)):
            return
        ways = [part.ref for part in relation.members if part.type == "w" and part.role != "inner"]
        self.relations.append((tags, ways))
        self.outer.update((way, []) for way in ways)

    def way(self, way: "osmium.osm.Way") -> None:
        """Take a way without a tag of its own: osmium hands over what its filter left out."""
        if way.id in self.outer:
            self.outer[way.id].extend(_known_points(way))

    def add(self, thing: "osmium.osm.Node | osmium.osm.Way") -> None:
        """Take a node or way with one of the keys."""
        tags = dict(thing.tags)
        if isinstance(thing, osmium.osm.Node):
            if thing.location.valid():
                self._name(tags, thing.location.lat, thing.location.lon)
                self._number(tags, thing.location.lat, thing.location.lon)
            return
        points = _known_points(thing)
        if thing.id in self.outer and not _area_kind(tags):
            self.outer[thing.id].extend(points)
        if tags.get("highway") in OPEN_TO:
            self.roads.append(_Shape(points, tags["highway"], _name_of(tags)))
        elif tags.get("waterway") in _WATERWAYS or tags.get("natural") == "coastline":
            self.waterways.append(_Shape(points, "", _name_of(tags)))
        elif thing.is_closed():
            self._area(tags, points)
            if points:
                self._number(tags, *_middle(points))

    def close_relations(self) -> None:
        """Join the outlines of the areas that several ways make up."""
        for tags, ways in self.relations:
            lines = [self.outer[way] for way in ways if len(self.outer[way]) > 1]
            merged = shapely.line_merge(shapely.MultiLineString(lines))
            for line in shapely.get_parts(merged):
                if line.is_closed:
                    self._area(tags, list(line.coords))

    def _area(self, tags: Mapping[str, str], points: _Points) -> None:
        kind = _area_kind(tags)
        if kind and len(points) > 3:  # a triangle, closed, has four
            ring = points if points[0] == points[-1] else [*points, points[0]]
            self.areas.append(_Shape(ring, kind, _name_of(tags)))
        if _place_kind(tags) and points:
            self._name(tags, *_middle(points))

    def _name(self, tags: Mapping[str, str], lat: float, lon: float) -> None:
        kind, name = _place_kind(tags), _name_of(tags)
        if kind and name:
            self.names.append(NamedPlace(coordinates=Coordinates(lat, lon), name=name, kind=kind))

    def _number(self, tags: Mapping[str, str], lat: float, lon: float) -> None:
        number = " ".join(tags.get("addr:housenumber", "").split())
        if number and len(number) <= _LONGEST_NUMBER:
            self.numbers.append(
                NamedPlace(coordinates=Coordinates(lat, lon), name=number, kind="house")
            )


def _known_points(way: "osmium.osm.Way") -> _Points:
    """Give the points of a way as longitude and latitude, without those outside the extract."""
    return [(node.location.lon, node.location.lat) for node in way.nodes if node.location.valid()]


def _middle(points: _Points) -> tuple[float, float]:
    """Give latitude and longitude of the middle of some points."""
    middle = shapely.centroid(shapely.multipoints(points))
    return middle.y, middle.x


def _area_kind(tags: Mapping[str, str]) -> str:
    """Say what an outline with these tags is on the map; empty for nothing."""
    if tags.get("building", "no") != "no":
        return "building"
    found = (kinds.get(tags.get(key, ""), "") for key, kinds in _AREA_KINDS.items())
    return next(filter(None, found), "")


def _place_kind(tags: Mapping[str, str]) -> str:
    """Say what kind of place people find their way by; empty for none."""
    place, amenity = tags.get("place", ""), tags.get("amenity", "")
    if place in _PLACES:
        return place
    return amenity if amenity in _PUBLIC_AMENITIES else ""


def _name_of(tags: Mapping[str, str]) -> str:
    """Give the name as people there write it, on one line."""
    return " ".join(tags.get("name", "").split())[:_LONGEST_NAME]


def _simplified(shapes: Sequence[_Shape]) -> list[tuple[_Shape, Line]]:
    """Leave out points that no eye would miss, and shapes that are no line."""
    kept = [shape for shape in shapes if len(shape.points) > 1]
    lines = [shapely.LineString(shape.points) for shape in kept]
    simple: Any = shapely.simplify(lines, _TOLERANCE_DEG)
    return [
        (shape, tuple(Coordinates(lat, lon) for lon, lat in line.coords))
        for shape, line in zip(kept, simple, strict=True)
    ]
