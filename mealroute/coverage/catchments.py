"""Draw the catchment of every canteen: along the streets, or as circles."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from mealroute.domain import Canteen, CanteenId, Coordinates, Isochrone, Mode, Outline
from mealroute.errors import TravelError
from mealroute.settings import TravelSettings
from mealroute.travel import TravelTimes, speed_mps

CORNERS: Final = 72
_METRES_PER_DEGREE: Final = math.pi / 180 * 6_371_009


@runtime_checkable
class _AlongStreets(Protocol):
    def isochrones(
        self, mode: Mode, origins: Sequence[Coordinates], minutes: Sequence[int]
    ) -> tuple[Isochrone, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Catchment:
    """What is within some minutes of one canteen, the longest time first.

    ``isochrones`` is empty for a canteen that is near no street.
    """

    canteen_id: CanteenId
    isochrones: tuple[Isochrone, ...]


def catchments(
    canteens: Sequence[Canteen],
    travel: TravelTimes,
    settings: TravelSettings,
    minutes: Sequence[int],
    mode: Mode = Mode.FOOT,
) -> tuple[Catchment, ...]:
    """Draw isochrones, lines of equal travel time, around each canteen.

    With street travel they follow the streets (`mealroute.travel.isochrone`). With straight travel
    they are circles: seconds × speed ÷ detour.
    """
    wanted = sorted(set(minutes), reverse=True)
    return tuple(
        Catchment(canteen_id=one.canteen_id, isochrones=_drawn(one, travel, settings, wanted, mode))
        for one in canteens
    )


def circle(centre: Coordinates, radius_m: float) -> Outline:
    """Give a circle as an outline of `CORNERS` corners, anticlockwise.

    Examples
    --------
    >>> ring = circle(Coordinates(0.0, 0.0), 111_195.0).outer
    >>> ring[0] == ring[-1], round(ring[0].lon, 3), round(ring[CORNERS // 4].lat, 3)
    (True, 1.0, 1.0)
    """
    lat = radius_m / _METRES_PER_DEGREE
    lon = lat / max(0.01, math.cos(math.radians(centre.lat)))
    turns = [2 * math.pi * corner / CORNERS for corner in range(CORNERS)]
    ring = [
        Coordinates(centre.lat + lat * math.sin(turn), centre.lon + lon * math.cos(turn))
        for turn in turns
    ]
    return Outline((*ring, ring[0]))


def _drawn(
    canteen: Canteen,
    travel: TravelTimes,
    settings: TravelSettings,
    minutes: Sequence[int],
    mode: Mode,
) -> tuple[Isochrone, ...]:
    if isinstance(travel, _AlongStreets):
        try:
            return travel.isochrones(mode, [canteen.coordinates], minutes)
        except TravelError:
            return ()
    winter: float = getattr(settings.winter, mode.value)
    pace_mps = speed_mps(settings, mode) * winter / settings.detour
    return tuple(
        Isochrone(
            mode=mode,
            minutes=one,
            area_km2=math.pi * (60 * one * pace_mps) ** 2 / 1e6,
            parts=(circle(canteen.coordinates, 60 * one * pace_mps),),
        )
        for one in minutes
    )
