"""Make places of latitude and longitude, and tell those that cannot be meant."""

import math
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from mealroute.domain import Coordinates, Datum, to_wgs84
from mealroute.errors import Fault
from mealroute.language import gettext as _

FAR_M = 200_000
"""Farther from every canteen nobody brings a meal: such a place is a slip."""

_EARTH_RADIUS_M = 6_371_009
_NEAR_DEGREES = 0.2
# Nobody delivers nearer to a pole: the northernmost town, Longyearbyen, lies at 78.2 degrees.
_HIGHEST_LAT = 84


def take_place(values: dict[str, Any], fault: Callable[[str, str, str], Fault]) -> Fault | None:
    """Replace ``lat``, ``lon`` and ``datum`` of a row by its ``coordinates`` in WGS-84.

    Parameters
    ----------
    values
        The values of the row by keyword; without ``lat`` and ``lon`` it gets no coordinates.
    fault
        Makes a fault of this row of column, value and expectation.
    """
    lat, lon = values.pop("lat", None), values.pop("lon", None)
    datum = values.pop("datum", Datum.WGS84)
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        missing, there = ("lat", "lon") if lat is None else ("lon", "lat")
        return fault(
            missing, "", _("decimal degrees, as the row has {column}").format(column=there)
        )
    if _HIGHEST_LAT < abs(lat) <= 180 and abs(lon) <= _HIGHEST_LAT:
        return fault("lat", repr(lat), _("a latitude; lat and lon look swapped"))
    if not -90 <= lat <= 90:
        return fault("lat", repr(lat), _("degrees from -90 to 90"))
    if not -180 <= lon <= 180:
        return fault("lon", repr(lon), _("degrees from -180 to 180"))
    values["coordinates"] = Coordinates(*to_wgs84(lat, lon, datum))
    return None


def middle(places: Sequence[Coordinates]) -> Coordinates:
    """Give the median latitude and longitude, which a few slips do not move.

    Examples
    --------
    >>> middle([Coordinates(47.8, 88.1), Coordinates(47.9, 88.2), Coordinates(0, 0)])
    Coordinates(lat=47.8, lon=88.1)
    """
    return Coordinates(median(p.lat for p in places), median(p.lon for p in places))


def why_misplaced(
    place: Coordinates, centre: Coordinates, canteens: Sequence[Coordinates]
) -> str | None:
    """Say what is expected of a place that cannot be meant; ``None`` for one that may.

    Parameters
    ----------
    centre
        The middle of all places of the day.
    canteens
        The canteens of which one should be near.
    """
    if abs(place.lat - centre.lat) < _NEAR_DEGREES and abs(place.lon - centre.lon) < _NEAR_DEGREES:
        return None
    if abs(place.lon) <= 90:
        swapped_m = _distance_m(Coordinates(place.lon, place.lat), centre)
        if swapped_m < FAR_M and swapped_m * 10 < _distance_m(place, centre):
            return _("a place near the others; lat and lon look swapped")
    nearest_m = min((_distance_m(place, canteen) for canteen in canteens), default=0.0)
    if nearest_m > FAR_M:
        words = _("a place within {most} km of a canteen; it is far from every canteen, {far} km")
        return words.format(most=FAR_M // 1000, far=f"{nearest_m / 1000:,.0f}")
    return None


def _distance_m(a: Coordinates, b: Coordinates) -> float:
    """Give great-circle metres, by the haversine formula."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))
