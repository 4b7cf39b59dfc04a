"""Say what part of the earth a page shows, and in which datum it is drawn."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mealroute.domain import Coordinates, Datum, from_wgs84
from mealroute.maps.tiles import tile_source
from mealroute.settings import MapSettings

_METRES_PER_DEGREE: Final = 111_195.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in WGS-84 degrees.

    Examples
    --------
    >>> box = Box.around([Coordinates(47.85, 88.14)], margin_m=111_195)
    >>> round(box.south, 3), round(box.north, 3), box.holds(Coordinates(48.0, 88.2))
    (46.85, 48.85, True)
    """

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def around(cls, points: Iterable[Coordinates], margin_m: float = 0.0) -> "Box":
        """Enclose points, at least one, with a margin in metres on every side."""
        known = list(points)
        south, north = min(p.lat for p in known), max(p.lat for p in known)
        west, east = min(p.lon for p in known), max(p.lon for p in known)
        return cls(south, west, north, east).wider(margin_m)

    def wider(self, margin_m: float) -> "Box":
        """Move every side out by a margin in metres, as far as there is earth."""
        lat = margin_m / _METRES_PER_DEGREE
        lon = lat / self._shrink()
        return Box(
            max(-90.0, self.south - lat),
            max(-180.0, self.west - lon),
            min(90.0, self.north + lat),
            min(180.0, self.east + lon),
        )

    def diagonal_m(self) -> float:
        """Measure from corner to corner, near enough for choosing a margin."""
        north_m = (self.north - self.south) * _METRES_PER_DEGREE
        east_m = (self.east - self.west) * _METRES_PER_DEGREE * self._shrink()
        return math.hypot(north_m, east_m)

    def corners(self) -> tuple[Coordinates, Coordinates]:
        """Give the south-west and the north-east corner."""
        return Coordinates(self.south, self.west), Coordinates(self.north, self.east)

    def holds(self, point: Coordinates) -> bool:
        """Whether a point lies inside or on the edge."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east

    def meets(self, points: Sequence[Coordinates]) -> bool:
        """Whether the rectangle around these points overlaps this one."""
        return (
            min(p.lat for p in points) <= self.north
            and max(p.lat for p in points) >= self.south
            and min(p.lon for p in points) <= self.east
            and max(p.lon for p in points) >= self.west
        )

    def _shrink(self) -> float:
        """How much shorter a degree of longitude is than one of latitude."""
        return max(0.01, math.cos(math.radians((self.south + self.north) / 2)))


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the earth a page opens with, and the datum all its coordinates are drawn in.

    Online tiles of China's shifted datums would lie hundreds of metres beside our lines; so
    everything drawn is shifted when the page is written, and stays together.
    """

    box: Box
    datum: Datum = Datum.WGS84

    @classmethod
    def of(cls, box: Box, settings: MapSettings) -> "Frame":
        """Choose the datum that the settings' tiles need; WGS-84 without tiles."""
        source = tile_source(settings)
        return cls(box, Datum.WGS84 if source is None else source.datum)

    def place(self, point: Coordinates) -> tuple[float, float]:
        """Give the degrees at which the page draws a point, latitude first."""
        return from_wgs84(point.lat, point.lon, self.datum)

    def bounds(self) -> list[tuple[float, float]]:
        """Give the south-west and north-east corners as the page draws them."""
        return [self.place(corner) for corner in self.box.corners()]
