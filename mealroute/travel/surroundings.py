"""Measure how places lie in the town of a base map: metres to streets, buildings, water."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from mealroute.domain import BaseMap, Coordinates, Line

_METRES_PER_DEGREE: Final = 111_195.0
_SHORTEST_NAME: Final = 2

Floats = NDArray[np.float64]


class Plane:
    """A flat map in metres around a town: exact to a thousandth within 20 km."""

    def __init__(self, centre: Coordinates) -> None:
        self._centre = centre
        self._east = _METRES_PER_DEGREE * np.cos(np.radians(centre.lat))

    def metres(self, lat: Floats, lon: Floats) -> Floats:
        """Give metres east and north of the centre, as rows of two."""
        east = (np.asarray(lon) - self._centre.lon) * self._east
        north = (np.asarray(lat) - self._centre.lat) * _METRES_PER_DEGREE
        return np.stack((east, north), axis=-1)


class Surroundings:
    """The streets, buildings and waters of a base map, to be asked for distances in metres.

    Parameters
    ----------
    base_map
        The town.
    plane
        The flat map that points are given in, as rows of metres east and north.
    """

    def __init__(self, base_map: BaseMap, plane: Plane) -> None:
        self._plane = plane
        by_name: dict[str, list[Any]] = defaultdict(list)
        roads = [self._line(road.points) for road in base_map.roads]
        for road, line in zip(base_map.roads, roads, strict=True):
            if len(road.name) >= _SHORTEST_NAME:
                by_name[road.name].append(line)
        self._roads = shapely.STRtree(roads)
        self._buildings = self._areas(base_map, "building")
        self._waters = self._areas(base_map, "water")
        self._names = sorted(by_name, key=lambda name: (-len(name), name))
        self._streets = np.array(
            [shapely.multilinestrings(by_name[name]) for name in self._names], dtype=object
        )
        self._pattern = re.compile("|".join(map(re.escape, self._names)) or r"(?!)")
        self._number = {name: number for number, name in enumerate(self._names)}

    def street_m(self, points: Floats) -> Floats:
        """Measure to the nearest street of any kind."""
        return nearest_m(self._roads, points)

    def building_m(self, points: Floats) -> Floats:
        """Measure to the nearest building, 0 inside one; ``inf`` where none is mapped."""
        return nearest_m(self._buildings, points)

    def in_water(self, points: Floats) -> NDArray[np.bool_]:
        """Whether the points lie in water."""
        wet = np.zeros(len(points), dtype=bool)
        wet[self._waters.query(shapely.points(points), predicate="within")[0]] = True
        return wet

    def named_streets(self, addresses: Iterable[str]) -> NDArray[np.int64]:
        """Give for each address the number of the street it names, -1 where it names none."""
        found = (self._pattern.search(address) for address in addresses)
        numbers = [-1 if match is None else self._number[match[0]] for match in found]
        return np.array(numbers, dtype=np.int64)

    def named_street_m(self, numbers: NDArray[np.int64], points: Floats) -> Floats:
        """Measure to the street of each number, ``nan`` for -1."""
        metres = np.full(len(points), np.nan)
        known = np.flatnonzero(numbers >= 0)
        if known.size:
            streets = self._streets[numbers[known]]
            metres[known] = shapely.distance(streets, shapely.points(points[known]))
        return metres

    def _line(self, line: Line) -> Any:  # noqa: ANN401 -- shapely has no types
        return shapely.linestrings(self._metres(line))

    def _metres(self, line: Sequence[Coordinates]) -> Floats:
        degrees = np.array([(point.lat, point.lon) for point in line])
        return self._plane.metres(degrees[:, 0], degrees[:, 1])

    def _areas(self, base_map: BaseMap, kind: str) -> shapely.STRtree:
        outlines = [
            shapely.polygons(self._metres(area.outline))
            for area in base_map.areas
            if area.kind == kind and len(area.outline) > 3
        ]
        return shapely.STRtree(shapely.make_valid(outlines) if outlines else [])


def nearest_m(tree: shapely.STRtree, points: Floats) -> Floats:
    """Measure from points to the nearest shape of a tree, ``inf`` where it has none."""
    if not len(tree.geometries):
        return np.full(len(points), np.inf)
    spots = shapely.points(points)
    metres: Floats = shapely.distance(tree.geometries[tree.nearest(spots)], spots)
    return metres
