"""Lay a small town out flat, in metres, and find what is near a spot."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from mealroute.domain import Coordinates

_METRES_PER_DEGREE = 111_195.0
_CELL_M = 100.0

Thing = TypeVar("Thing")


class Spot(NamedTuple):
    """A point in metres east and north of the plane's origin."""

    x: float
    y: float

    def metres_to(self, other: "Spot") -> float:
        """Measure the straight distance."""
        return math.hypot(self.x - other.x, self.y - other.y)


class Stretch(NamedTuple):
    """One straight piece of a street."""

    a: Spot
    b: Spot
    street: str

    def metres_to(self, spot: Spot) -> float:
        """Measure from a spot to the nearest point of the stretch."""
        dx, dy = self.b.x - self.a.x, self.b.y - self.a.y
        square = dx * dx + dy * dy
        along = ((spot.x - self.a.x) * dx + (spot.y - self.a.y) * dy) / square if square else 0.0
        along = min(1.0, max(0.0, along))
        return spot.metres_to(Spot(self.a.x + along * dx, self.a.y + along * dy))

    def beside(self, along_m: float, set_back_m: float) -> Spot:
        """Find the spot so far along and so far to the left (below 0: right) of the stretch."""
        length = self.a.metres_to(self.b) or 1.0
        ex, ey = (self.b.x - self.a.x) / length, (self.b.y - self.a.y) / length
        return Spot(
            self.a.x + along_m * ex - set_back_m * ey, self.a.y + along_m * ey + set_back_m * ex
        )


@dataclass(frozen=True, slots=True)
class Plane:
    """A flat picture of a town around an origin; good to a metre over ten kilometres.

    Examples
    --------
    >>> plane = Plane(Coordinates(28.29, 117.22))
    >>> spot = plane.spot(Coordinates(28.291, 117.22))
    >>> spot, plane.point(spot)
    (Spot(x=0.0, y=111.195), Coordinates(lat=28.291, lon=117.22))
    """

    origin: Coordinates

    def spot(self, point: Coordinates) -> Spot:
        """Lay a point out flat, to the millimetre."""
        shrink = math.cos(math.radians(self.origin.lat))
        return Spot(
            round((point.lon - self.origin.lon) * _METRES_PER_DEGREE * shrink, 3),
            round((point.lat - self.origin.lat) * _METRES_PER_DEGREE, 3),
        )

    def point(self, spot: Spot) -> Coordinates:
        """Put a spot back on the earth, to 6 decimals."""
        shrink = math.cos(math.radians(self.origin.lat))
        return Coordinates(
            round(self.origin.lat + spot.y / _METRES_PER_DEGREE, 6),
            round(self.origin.lon + spot.x / (_METRES_PER_DEGREE * shrink), 6),
        )


@dataclass(frozen=True, slots=True)
class Cells(Generic[Thing]):
    """Things in square cells, so that a search looks at its neighbourhood only."""

    _cells: dict[tuple[int, int], list[Thing]] = field(default_factory=lambda: defaultdict(list))

    def add(self, thing: Thing, *corners: Spot) -> None:
        """File a thing under every cell of the box that its corners span."""
        columns = [math.floor(spot.x / _CELL_M) for spot in corners]
        rows = [math.floor(spot.y / _CELL_M) for spot in corners]
        for column in range(min(columns), max(columns) + 1):
            for row in range(min(rows), max(rows) + 1):
                self._cells[column, row].append(thing)

    def near(self, spot: Spot, metres: float) -> Iterator[Thing]:
        """Give everything within so many metres and some beyond; a large thing may come twice."""
        reach = math.ceil(metres / _CELL_M)
        column, row = math.floor(spot.x / _CELL_M), math.floor(spot.y / _CELL_M)
        for x in range(column - reach, column + reach + 1):
            for y in range(row - reach, row + reach + 1):
                yield from self._cells.get((x, y), ())
