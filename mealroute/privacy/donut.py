"""Move a door so that it is hidden among k others: donut geomasking, verified point by point."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates

_TRIES: Final = 40
_ROUNDS: Final = 8
_METRES: Final = 111_195.0  # of a degree of latitude, on the model's sphere
_DECIMALS: Final = 5


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a door is published, how many are as near to it as the true one, and how far it went.

    ``k`` counts the true door itself.
    """

    place: Coordinates
    k: int
    moved_m: float


class Crowd:
    """The buildings a door can be hidden among, on a plane around the first of them."""

    def __init__(self, places: Sequence[Coordinates]) -> None:
        self._origin = places[0] if places else Coordinates(0.0, 0.0)
        self._scale = math.cos(math.radians(self._origin.lat))
        points = [self._plane(place) for place in places]
        self._points: NDArray[np.float64] = np.array(points, dtype=np.float64).reshape(-1, 2)

    def _plane(self, place: Coordinates) -> tuple[float, float]:
        north = (place.lat - self._origin.lat) * _METRES
        east = (place.lon - self._origin.lon) * _METRES * self._scale
        return north, east

    def _place(self, north: float, east: float) -> Coordinates:
        return Coordinates(
            round(self._origin.lat + north / _METRES, _DECIMALS),
            round(self._origin.lon + east / _METRES / self._scale, _DECIMALS),
        )

    def distances_m(self, place: Coordinates) -> NDArray[np.float64]:
        """Measure from a place to every building."""
        north, east = self._plane(place)
        metres: NDArray[np.float64] = np.hypot(
            self._points[:, 0] - north, self._points[:, 1] - east
        )
        return metres

    def as_near(self, published: Coordinates, true: Coordinates) -> int:
        """Count the buildings as near to the published point as the true one, itself included."""
        moved_m = self._apart_m(published, true)
        return int(np.count_nonzero(self.distances_m(published) <= moved_m + 1e-6))

    def hide(
        self,
        true: Coordinates,
        k: int,
        most_m: float,
        chance: random.Random,
        may_be: Callable[[Coordinates], bool],
    ) -> Moved | None:
        """Draw a point for a building of this crowd.

        The point lies in a ring whose edges follow how far the next buildings are, so that it goes
        far where few live and stays near where many do: donut geomasking (Hampton et al. 2010,
        doi:10.1093/aje/kwq248). A ring promises nothing where people live unevenly (Allshouse et
        al. 2010, doi:10.1080/10106049.2010.496496), so a point is kept only if enough buildings are
        as near to it as the true one. How many is enough is drawn from k to 2k: else the k-th
        nearest would be the best guess, and mostly right.

        Parameters
        ----------
        true
            Where the building is.
        k
            How many buildings, itself included, must be as near at least.
        most_m
            The farthest it may be moved.
        chance
            Draws the point; whoever can repeat it can undo it.
        may_be
            What else the published point must fulfil.

        Returns
        -------
        Moved or None
            ``None`` where no such point was found.
        """
        near = np.sort(self.distances_m(true))
        if len(near) < k:
            return None
        wished = min(chance.randint(k, 2 * k), len(near))
        for enough in dict.fromkeys((wished, k)):
            # A circle through the door that holds so many cannot be smaller: all of it lies
            # within twice its radius.
            inner = float(near[enough - 1]) / 2
            for outer in _edges(inner, most_m):
                moved = self._drawn(true, enough, (inner, outer), chance, may_be)
                if moved is not None:
                    return moved
        return None

    def _drawn(
        self,
        true: Coordinates,
        enough: int,
        ring: tuple[float, float],
        chance: random.Random,
        may_be: Callable[[Coordinates], bool],
    ) -> Moved | None:
        """Draw points of a ring, uniformly by area, until one will do."""
        north, east = self._plane(true)
        for _try in range(_TRIES):
            radius = math.sqrt(chance.uniform(ring[0] ** 2, ring[1] ** 2))
            angle = chance.uniform(0.0, 2.0 * math.pi)
            published = self._place(
                north + radius * math.cos(angle), east + radius * math.sin(angle)
            )
            found = self.as_near(published, true)
            if found >= enough and may_be(published):
                return Moved(published, found, self._apart_m(published, true))
        return None

    def _apart_m(self, one: Coordinates, other: Coordinates) -> float:
        return math.dist(self._plane(one), self._plane(other))


def _edges(inner_m: float, most_m: float) -> Iterator[float]:
    """Give outer edges that grow to the farthest, which leaves a metre for rounding."""
    farthest = most_m - 1.0
    step = (farthest - inner_m) / _ROUNDS
    if step > 0:
        yield from (inner_m + step * part for part in range(1, _ROUNDS + 1))
