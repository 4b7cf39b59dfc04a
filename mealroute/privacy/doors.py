"""Look doors up by place: which is nearest, and how far."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates, Datum, from_wgs84

_METRES: Final = 111_195.0  # of a degree of latitude, on the model's sphere
_CELL_DEGREES: Final = 0.0005


class DoorGrid:
    """Doors in one datum, in cells of some fifty metres."""

    def __init__(self, people: Sequence[tuple[str, Coordinates]], datum: Datum) -> None:
        self.people = [(whose, *from_wgs84(place.lat, place.lon, datum)) for whose, place in people]
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, (_whose, lat, lon) in enumerate(self.people):
            self._cells[_cell(lat), _cell(lon)].append(number)
        around = {
            (row + north, column + east)
            for row, column in self._cells
            for north in (-1, 0, 1)
            for east in (-2, -1, 0, 1, 2)
        }
        cells = np.array(sorted(around), dtype=np.int64).reshape(-1, 2)
        self._around = _keys(cells[:, 0], cells[:, 1])

    def may_hold(self, lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell which points are in or beside a cell with a door."""
        keys = _keys(
            np.floor(lats / _CELL_DEGREES).astype(np.int64),
            np.floor(lons / _CELL_DEGREES).astype(np.int64),
        )
        if not len(self._around):
            return np.zeros(len(keys), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self._around, keys), len(self._around) - 1)
        same: NDArray[np.bool_] = self._around[at] == keys
        return same

    def nearest(self, lat: float, lon: float) -> tuple[str, float] | None:
        """Give the nearest door of the cells around, and the metres to it."""
        row, column = _cell(lat), _cell(lon)
        found = [
            (_apart_m(lat, lon, *self.people[number][1:]), self.people[number][0])
            for north in (-1, 0, 1)
            for east in (-2, -1, 0, 1, 2)
            for number in self._cells.get((row + north, column + east), ())
        ]
        if not found:
            return None
        metres, whose = min(found)
        return whose, metres

    def within(self, lat: float, lon: float, most_m: float) -> bool:
        """Whether a door is no farther than so many metres."""
        near = self.nearest(lat, lon)
        return near is not None and near[1] <= most_m


def _cell(degrees: float) -> int:
    return math.floor(degrees / _CELL_DEGREES)


def _keys(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give each cell of the earth a number."""
    keys: NDArray[np.int64] = rows * 10_000_000 + columns
    return keys


def _apart_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Measure between neighbours on a plane; exact to a millimetre over a hundred metres."""
    east = (other_lon - lon) * math.cos(math.radians(lat))
    return math.hypot(other_lat - lat, east) * _METRES
