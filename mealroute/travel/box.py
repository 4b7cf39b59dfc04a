"""Name a box on the map: between two meridians and two parallels."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mealroute.domain import Coordinates
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.travel.sphere import EARTH_RADIUS_M


@dataclass(frozen=True, slots=True)
class Box:
    """West, south, east, north in degrees; it never crosses the antimeridian.

    Raises
    ------
    ArgumentError
        When the sides are no degrees, or not in this order.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        """Refuse what is no box."""
        if not (-180 <= self.west < self.east <= 180 and -90 <= self.south < self.north <= 90):
            raise ArgumentError(
                _("the box is {box}, expected WEST,SOUTH,EAST,NORTH like 88.05,47.78,88.22,47.92")
                .format(box=self)
            )  # fmt: skip

    def __str__(self) -> str:
        """Tell the sides as they are asked for."""
        return f"{self.west:.4f},{self.south:.4f},{self.east:.4f},{self.north:.4f}"

    @classmethod
    def around(cls, points: Sequence[Coordinates], margin_m: float) -> "Box":
        """Give the box that holds all points and a margin around them.

        Examples
        --------
        >>> print(Box.around([Coordinates(47.8484, 88.1396)], 2000))
        88.1128,47.8304,88.1664,47.8664
        """
        lats, lons = [one.lat for one in points], [one.lon for one in points]
        up = math.degrees(margin_m / EARTH_RADIUS_M)
        widest = max(abs(min(lats) - up), abs(max(lats) + up))
        across = up / max(math.cos(math.radians(min(widest, 89.0))), 0.01)
        return cls(
            max(-180.0, min(lons) - across),
            max(-90.0, min(lats) - up),
            min(180.0, max(lons) + across),
            min(90.0, max(lats) + up),
        )

    @classmethod
    def of(cls, header: Any) -> "Box | None":  # noqa: ANN401 -- osmium has no types
        """Read the box that a file says it holds; ``None`` where it says none."""
        box = header.box()
        if not box.valid():
            return None
        low, high = box.bottom_left, box.top_right
        if low.lon >= high.lon or low.lat >= high.lat:
            return None
        return cls(low.lon, low.lat, high.lon, high.lat)

    def meets(self, other: "Box") -> bool:
        """Whether two boxes have a place in common."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )

    def holds(self, point: Coordinates) -> bool:
        """Whether a place is inside."""
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north
