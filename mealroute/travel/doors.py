"""Put places that lie inside a building at its door, so that all in one house start from one."""

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from mealroute.domain import Coordinates
from mealroute.travel.network import Network, from_mercator, mercator
from mealroute.travel.outlines import ANY, MAIN, STAIRCASE
from mealroute.travel.sphere import distance_m
from mealroute.travel.streets import Streets

_AT_AN_ENTRANCE_M = 3.0  # who is put down as close to one as this means that one


class Doors:
    """The doors of the buildings of an extract.

    A place inside an outline goes by an entrance on it: where the house has several staircases
    by the nearest of them, else by the main entrance, else by the nearest that people live
    behind. Without any it goes by the point of the outline that is nearest to the nearest street
    on foot. Every other place is its own door.

    Parameters
    ----------
    streets
        The extract.
    on_foot
        Gives the network on foot, asked for where a house without entrances is met.
    """

    def __init__(self, streets: Streets, on_foot: Callable[[], Network]) -> None:
        self._streets = streets
        self._on_foot = on_foot
        self._boxes: shapely.STRtree | None = None
        self._door_of: dict[tuple[float, float], Coordinates | None] = {}
        self._nearest: dict[int, Coordinates | None] = {}

    def of(self, places: Sequence[Coordinates]) -> list[Coordinates]:
        """Give the door of every place; equal places (5 decimals) have equal doors."""
        if not self._streets.outline_stop.size:
            return list(places)
        new = sorted({place.key for place in places} - self._door_of.keys())
        if new:
            self._door_of |= dict(zip(new, self._find(new), strict=True))
        return [self._door_of[place.key] or place for place in places]

    def _find(self, keys: Sequence[tuple[float, float]]) -> list[Coordinates | None]:
        """Find the doors of places; ``None`` for those outside every building."""
        lat, lon = np.array(keys).T
        house = self._house(lat, lon)
        return [
            self._door(int(outline), key) if outline >= 0 else None
            for outline, key in zip(house, keys, strict=True)
        ]

    def _house(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.int64]:
        """Find the first outline around each place, -1 where there is none."""
        if self._boxes is None:
            self._boxes = shapely.STRtree(_boxes(self._streets))
        place, outline = self._boxes.query(shapely.points(lon, lat), predicate="intersects")
        rings = {one: shapely.polygons(self._corners(one)) for one in np.unique(outline).tolist()}
        house = np.full(lat.size, -1)
        for at, one in sorted(zip(place.tolist(), outline.tolist(), strict=True), reverse=True):
            if shapely.contains_xy(rings[one], lon[at], lat[at]):
                house[at] = one
        return house

    def _corners(self, outline: int) -> NDArray[np.float64]:
        """Give the longitudes and latitudes of an outline."""
        streets = self._streets
        first = int(streets.outline_stop[outline - 1]) if outline else 0
        part = slice(first, int(streets.outline_stop[outline]))
        return np.stack((streets.outline_lon_e7[part], streets.outline_lat_e7[part]), axis=1) / 1e7

    def _door(self, outline: int, key: tuple[float, float]) -> Coordinates | None:
        """Choose the door of a place inside an outline."""
        streets = self._streets
        first, last = np.searchsorted(streets.entrance_of, [outline, outline + 1])
        if first == last:
            if outline not in self._nearest:
                self._nearest[outline] = self._towards_the_street(outline)
            return self._nearest[outline]
        lat = streets.entrance_lat_e7[first:last] / 1e7
        lon = streets.entrance_lon_e7[first:last] / 1e7
        rank = streets.entrance_rank[first:last]
        away_m = distance_m(key[0], key[1], lat, lon)
        if (rank == STAIRCASE).sum() > 1:
            wanted = rank == STAIRCASE
        elif (rank == MAIN).any():
            wanted = rank == MAIN
        else:
            wanted = rank <= ANY
        if away_m.min() <= _AT_AN_ENTRANCE_M:
            wanted = away_m <= _AT_AN_ENTRANCE_M
        chosen = int(np.where(wanted, away_m, np.inf).argmin())
        return Coordinates(float(lat[chosen]), float(lon[chosen]))

    def _towards_the_street(self, outline: int) -> Coordinates | None:
        """Find the point of an outline nearest to a street; ``None`` where there is no street."""
        network = self._on_foot()
        if not network.segment_edge.size:
            return None
        lon, lat = self._corners(outline).T
        wall = shapely.linearrings(np.stack(mercator(lat, lon), axis=1))
        street = network.tree.geometries[network.tree.nearest(wall)]
        x, y = shapely.get_coordinates(shapely.shortest_line(wall, street))[0]
        door = from_mercator(float(x), float(y))
        return Coordinates(round(door[0], 7), round(door[1], 7))


def _boxes(streets: Streets) -> NDArray[np.object_]:
    """Give the box around every outline, in degrees."""
    first = np.concatenate(([0], streets.outline_stop[:-1]))
    lat, lon = streets.outline_lat_e7 / 1e7, streets.outline_lon_e7 / 1e7
    low, high = np.minimum.reduceat, np.maximum.reduceat
    sides = low(lon, first), low(lat, first), high(lon, first), high(lat, first)
    boxes: NDArray[np.object_] = shapely.box(*sides)
    return boxes
