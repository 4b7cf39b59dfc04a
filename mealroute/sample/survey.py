"""Find doors to live behind, and places to call canteens after, on the map of a real town.

Where the map has house numbers, people live at those. Elsewhere real buildings near a street
become apartment blocks, and where none is mapped, as in most Chinese towns, doors are put along
the streets that have a name; their house numbers are made up.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from mealroute.domain import BaseMap, Coordinates, NamedPlace, Road
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.sample.plane import Cells, Plane, Spot, Stretch

_LIVED_IN: Final = frozenset(
    {"residential", "living_street", "pedestrian", "unclassified", "tertiary", "secondary"}
)
QUARTERS: Final = frozenset({"quarter", "suburb", "neighbourhood", "village", "hamlet", "town"})
"""The places of a map whose name people give when asked where they live."""
_PUBLIC: Final = frozenset({"townhall", "school", "community_centre", "social_facility"})
_MOST_BUILDINGS: Final = 3000
_FOOTPRINT_M2: Final = (80.0, 2500.0)
_STREET_WITHIN_M: Final = 150.0
_NAME_WITHIN_M: Final = 300.0
_MAPPED_WITHIN_M: Final = 120.0
_LIVELY_WITHIN_M: Final = 600.0
_STEP_M: Final = 50.0
_SET_BACK_M: Final = 14.0
_ELBOW_ROOM_M: Final = 28.0
_ENOUGH_NUMBERS: Final = 60
_PLAIN_NUMBER: Final = re.compile(r"\d{1,4} ?[A-Za-z]?")


@dataclass(frozen=True, slots=True)
class Address:
    """A house number of the map."""

    street: str
    number: str
    coordinates: Coordinates


@dataclass(frozen=True, slots=True)
class Door:
    """A door found on the map: ``built`` where a building stands, else put beside the street."""

    spot: Spot
    street: str
    number: str
    built: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """What a map offers: doors, and named places to call a canteen after."""

    plane: Plane
    doors: tuple[Door, ...]
    places: tuple[NamedPlace, ...]


def survey(rng: random.Random, base: BaseMap, addresses: Sequence[Address] = ()) -> Survey:
    """Look over a town for doors and places.

    Parameters
    ----------
    addresses
        The house numbers of the map; where there are enough, everybody lives at one of them.

    Raises
    ------
    ArgumentError
        When no street of the extract has a name.
    """
    roads = [road for road in base.roads if road.kind in _LIVED_IN and len(road.points) > 1]
    named = [road for road in roads if road.name]
    if not named:
        raise ArgumentError(_("the extract has no street with a name to make a sample day on"))
    plane = Plane(named[0].points[0])
    quarters = tuple(place for place in base.names if place.name and place.kind in QUARTERS)
    places = quarters or tuple(p for p in base.names if p.name and p.kind in _PUBLIC)
    taken: Cells[Spot] = Cells()
    addressed = tuple(_addressed(plane, addresses, taken))
    if len(addressed) >= _ENOUGH_NUMBERS:
        return Survey(plane, addressed, places)
    taken = Cells()
    homes = list(_buildings(rng, base, plane, roads))
    homes = [(spot, street) for spot, street in homes if _claim(taken, spot)]
    built = len(homes)
    homes += _roadside(plane, named, places, homes, taken)
    return Survey(plane, _numbered(homes, built), places)


def _addressed(plane: Plane, addresses: Sequence[Address], taken: Cells[Spot]) -> Iterator[Door]:
    """Give every plain house number of the map once, with elbow room between doors."""
    known: set[tuple[str, str]] = set()
    for address in addresses:
        key = (address.street, address.number)
        if key in known or not _PLAIN_NUMBER.fullmatch(address.number):
            continue
        known.add(key)
        spot = plane.spot(address.coordinates)
        if _claim(taken, spot):
            yield Door(spot, *key, built=True)


def _stretches(plane: Plane, roads: Sequence[Road]) -> Iterator[Stretch]:
    for road in roads:
        for a, b in pairwise(map(plane.spot, road.points)):
            yield Stretch(a, b, road.name)


def _claim(taken: Cells[Spot], spot: Spot) -> bool:
    """Take a spot, unless another door is too near; say whether it was taken."""
    if any(spot.metres_to(other) < _ELBOW_ROOM_M for other in taken.near(spot, _ELBOW_ROOM_M)):
        return False
    taken.add(spot, spot)
    return True


def _buildings(
    rng: random.Random, base: BaseMap, plane: Plane, roads: Sequence[Road]
) -> Iterator[tuple[Spot, str]]:
    """Find houses, no sheds or halls, near a street and not far from one that has a name."""
    streets: Cells[Stretch] = Cells()
    for stretch in _stretches(plane, roads):
        streets.add(stretch, stretch.a, stretch.b)
    outlines = [
        [plane.spot(point) for point in area.outline]
        for area in base.areas
        if area.kind == "building" and len(area.outline) > 3
    ]
    smallest, largest = _FOOTPRINT_M2
    outlines = [outline for outline in outlines if smallest <= _footprint_m2(outline) <= largest]
    if len(outlines) > _MOST_BUILDINGS:
        outlines = [
            outlines[row] for row in sorted(rng.sample(range(len(outlines)), _MOST_BUILDINGS))
        ]
    for outline in outlines:
        corners = outline[:-1]
        centre = Spot(
            sum(corner.x for corner in corners) / len(corners),
            sum(corner.y for corner in corners) / len(corners),
        )
        near = [(one.metres_to(centre), one.street) for one in streets.near(centre, _NAME_WITHIN_M)]
        called = [(metres, street) for metres, street in near if street]
        if called and min(near)[0] <= _STREET_WITHIN_M and min(called)[0] <= _NAME_WITHIN_M:
            yield centre, min(called)[1]


def _footprint_m2(outline: Sequence[Spot]) -> float:
    """Measure a closed outline by the shoelace formula."""
    return abs(sum(a.x * b.y - b.x * a.y for a, b in pairwise(outline))) / 2


def _roadside(
    plane: Plane,
    named: Sequence[Road],
    places: Sequence[NamedPlace],
    built: Sequence[tuple[Spot, str]],
    taken: Cells[Spot],
) -> list[tuple[Spot, str]]:
    """Put doors along named streets near a named place, where no building is mapped."""
    mapped: Cells[Spot] = Cells()
    for spot, _street in built:
        mapped.add(spot, spot)
    lively = [plane.spot(place.coordinates) for place in places]
    doors = []
    for number, stretch in enumerate(_stretches(plane, named)):
        length = stretch.a.metres_to(stretch.b)
        for step in range(int(length // _STEP_M) + 1):
            along_m = min(length, (step + 0.5) * _STEP_M)
            side = 1 if (number + step) % 2 else -1
            spot = stretch.beside(along_m, side * _SET_BACK_M)
            if (
                (not lively or min(map(spot.metres_to, lively)) <= _LIVELY_WITHIN_M)
                and not any(
                    spot.metres_to(other) <= _MAPPED_WITHIN_M
                    for other in mapped.near(spot, _MAPPED_WITHIN_M)
                )
                and _claim(taken, spot)
            ):
                doors.append((spot, stretch.street))
    return doors


def _numbered(homes: Sequence[tuple[Spot, str]], built: int) -> tuple[Door, ...]:
    """Give the doors of every street their numbers, from its south-western end."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, (_spot, street) in enumerate(homes):
        rows[street].append(row)
    number = {}
    for members in rows.values():
        for rank, row in enumerate(sorted(members, key=lambda row: sum(homes[row][0]))):
            number[row] = 3 * rank + 1 + row % 2
    return tuple(
        Door(spot, street, str(number[row]), built=row < built)
        for row, (spot, street) in enumerate(homes)
    )
