"""Give travel times along straight lines: great-circle metres, a detour factor, mode speeds."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates, Mode
from mealroute.settings import TravelSettings
from mealroute.travel.sphere import degrees, distance_m, places
from mealroute.travel.times import Path, TravelTable, speed_mps

_BLOCK_CELLS = 1 << 18  # two megabytes a temporary array, whatever the size of the table


def great_circle_m(
    origins: Sequence[Coordinates], destinations: Sequence[Coordinates]
) -> NDArray[np.float64]:
    """Measure plain great-circle metres between all pairs, without any detour.

    Equal coordinates (5 decimals) are zero apart.

    Returns
    -------
    NDArray[np.float64]
        Metres, of shape (origins, destinations).

    Examples
    --------
    >>> altay, door = Coordinates(47.8484, 88.1396), Coordinates(47.8520, 88.1396)
    >>> great_circle_m([altay], [altay, door]).round(1).tolist()
    [[0.0, 400.3]]
    """
    metres = np.empty((len(origins), len(destinations)))
    for rows, block in _blocks(origins, destinations):
        metres[rows] = block
    return metres


class StraightTravel:
    """Travel in a straight line: metres times ``detour``; metres / speed, up to whole seconds.

    Examples
    --------
    >>> travel = StraightTravel(TravelSettings())
    >>> table = travel.table(Mode.FOOT, [Coordinates(47.85, 88.14)], [Coordinates(47.86, 88.14)])
    >>> table.seconds.tolist(), table.metres.round(1).tolist()
    ([[1205]], [[1445.5]])
    """

    def __init__(self, settings: TravelSettings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        """The name of this source in plan.json."""
        return "straight"

    def table(
        self, mode: Mode, origins: Sequence[Coordinates], destinations: Sequence[Coordinates]
    ) -> TravelTable:
        """Give seconds and metres between all pairs; the metres include the detour."""
        speed = speed_mps(self._settings, mode)
        shape = (len(origins), len(destinations))
        seconds, metres = np.empty(shape, dtype=np.int64), np.empty(shape)
        for rows, block in _blocks(origins, destinations):
            metres[rows] = block * self._settings.detour
            seconds[rows] = np.ceil(metres[rows] / speed)
        return TravelTable(seconds, metres)

    def path(self, mode: Mode, origin: Coordinates, destination: Coordinates) -> Path:
        """Give the straight line of one leg; its metres and seconds are the table's."""
        table = self.table(mode, [origin], [destination])
        return Path((origin, destination), float(table.metres[0, 0]), int(table.seconds[0, 0]))


def _blocks(
    origins: Sequence[Coordinates], destinations: Sequence[Coordinates]
) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Yield plain metres a few rows at a time: temporaries stay small for 10,000 x 10,000."""
    lat, lon = degrees(origins)
    other_lat, other_lon = degrees(destinations)
    _, place = places([*origins, *destinations])
    here, there = place[: len(origins)], place[len(origins) :]
    height = max(1, _BLOCK_CELLS // max(1, len(destinations)))
    for first in range(0, len(origins), height):
        rows = slice(first, first + height)
        block = distance_m(lat[rows, None], lon[rows, None], other_lat, other_lon)
        block[here[rows, None] == there] = 0.0
        yield rows, block
