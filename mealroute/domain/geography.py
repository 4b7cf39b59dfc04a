"""Hold what a map draws besides people: the shape of routes and the town underneath."""

from dataclasses import dataclass
from typing import TypeAlias

from mealroute.domain.coordinates import Coordinates
from mealroute.domain.volunteer import Mode

Line: TypeAlias = tuple[Coordinates, ...]


@dataclass(frozen=True, slots=True)
class RouteShape:
    """The way of one route of a plan: for every trip its legs, each a line of two or more points.

    A trip of three stops has three legs, and a fourth where it goes back.
    """

    trips: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """An area with holes: closed lines, the outer one anticlockwise and the holes clockwise."""

    outer: Line
    holes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Isochrone:
    """What is within ``minutes`` of some places by one mode: an area of one or several parts."""

    mode: Mode
    minutes: int
    area_km2: float
    parts: tuple[Outline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """A street or path of the base map; ``kind`` is OpenStreetMap's highway value."""

    points: Line
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A closed outline of the base map: ``kind`` is ``building``, ``water`` or ``green``."""

    outline: Line
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterway:
    """A river, stream or canal drawn as a line."""

    points: Line
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A name to write on the map: ``kind`` is OpenStreetMap's place or amenity value."""

    coordinates: Coordinates
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseMap:
    """The town underneath a map, from an extract; ``attribution`` must be shown with it."""

    roads: tuple[Road, ...] = ()
    areas: tuple[Area, ...] = ()
    waterways: tuple[Waterway, ...] = ()
    names: tuple[NamedPlace, ...] = ()
    attribution: str = ""
