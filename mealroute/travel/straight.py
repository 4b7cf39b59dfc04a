"""Give travel times along straight lines: great-circle metres, a detour factor, mode speeds."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates, Mode
from mealroute.settings import TravelSettings
from mealroute.travel.sphere import degrees, distance_m, places
from mealroute.travel.times import Path, TravelTable, speed_mps

_BLOCK_CELLS = 1 << 18  # two megabytes a temporary array, whatever the size of the table
_MOST_KEPT_CELLS = 25_000_000  # 200 megabytes


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
    to_and_fro = len(origins) > 1 and tuple(origins) == tuple(destinations)
    lat, lon = degrees(origins)
    other_lat, other_lon = degrees(destinations)
    _, place = places([*origins, *destinations])
    here, there = place[: len(origins)], place[len(origins) :]
    height = max(1, _BLOCK_CELLS // max(1, len(destinations)))
    for first in range(0, len(origins), height):
        # A few rows at a time: temporaries stay small for 10,000 x 10,000.
        rows = slice(first, first + height)
        rest = slice(first if to_and_fro else 0, None)
        block = distance_m(lat[rows, None], lon[rows, None], other_lat[rest], other_lon[rest])
        block[here[rows, None] == there[rest]] = 0.0
        metres[rows, rest] = block
        if to_and_fro:
            metres[rest, rows] = block.T
    return metres


class StraightTravel:
    """Travel in a straight line: metres times ``detour``; metres / speed, up to whole seconds.

    The speed is the mode's, times what ``[travel.winter]`` leaves of it.

    Examples
    --------
    >>> travel = StraightTravel(TravelSettings())
    >>> table = travel.table(Mode.FOOT, [Coordinates(47.85, 88.14)], [Coordinates(47.86, 88.14)])
    >>> table.seconds.tolist(), table.metres.round(1).tolist()
    ([[1205]], [[1445.5]])
    """

    def __init__(self, settings: TravelSettings) -> None:
        self._settings = settings
        self._kept: tuple[object, NDArray[np.float64]] | None = None

    @property
    def name(self) -> str:
        """The name of this source in plan.json."""
        return "straight"

    def table(
        self, mode: Mode, origins: Sequence[Coordinates], destinations: Sequence[Coordinates]
    ) -> TravelTable:
        """Give seconds and metres between all pairs; the metres include the detour."""
        winter: float = getattr(self._settings.winter, mode.value)
        speed = speed_mps(self._settings, mode) * winter
        metres = self._metres(origins, destinations)
        seconds = np.empty(metres.shape, dtype=np.int64)
        height = max(1, _BLOCK_CELLS // max(1, len(destinations)))
        for first in range(0, len(origins), height):
            rows = slice(first, first + height)
            seconds[rows] = np.ceil(metres[rows] / speed)
        return TravelTable(seconds, metres)

    def _metres(
        self, origins: Sequence[Coordinates], destinations: Sequence[Coordinates]
    ) -> NDArray[np.float64]:
        """Give metres with the detour, to be read only; those of the last pairs are kept.

        A day asks for the same pairs once for each way to travel.
        """
        pairs = tuple(origins), tuple(destinations)
        if self._kept is not None and self._kept[0] == pairs:
            return self._kept[1]
        metres = great_circle_m(origins, destinations)
        metres *= self._settings.detour
        metres.flags.writeable = False
        if metres.size <= _MOST_KEPT_CELLS:
            self._kept = pairs, metres
        return metres

    def path(self, mode: Mode, origin: Coordinates, destination: Coordinates) -> Path:
        """Give the straight line of one leg; its metres and seconds are the table's."""
        table = self.table(mode, [origin], [destination])
        return Path((origin, destination), float(table.metres[0, 0]), int(table.seconds[0, 0]))
