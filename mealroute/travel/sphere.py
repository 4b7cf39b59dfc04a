"""Measure great-circle metres on the model's sphere, for any arrays of degrees."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mealroute.domain import Coordinates

EARTH_RADIUS_M: Final = 6_371_009.0
"""The mean radius of the earth (IUGG), as the planning model fixes it."""


def distance_m(
    lat: ArrayLike, lon: ArrayLike, other_lat: ArrayLike, other_lon: ArrayLike
) -> NDArray[np.float64]:
    """Measure from points to points, by the rules of numpy broadcasting.

    The haversine formula: exact for neighbours, and the same there and back to the last bit.

    Parameters
    ----------
    lat, lon, other_lat, other_lon
        Degrees.

    Returns
    -------
    NDArray[np.float64]
        Metres along the great circle.

    Examples
    --------
    >>> round(float(distance_m(47.0, 88.0, 48.0, 88.0)))
    111195
    """
    phi, other_phi = np.radians(lat), np.radians(other_lat)
    across = np.sin(np.radians(np.subtract(other_lon, lon)) / 2) ** 2
    h = np.sin((other_phi - phi) / 2) ** 2 + np.cos(phi) * np.cos(other_phi) * across
    metres: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(h, 1.0)))
    return metres


def degrees(points: Sequence[Coordinates]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Spread points into an array of latitudes and one of longitudes."""
    lat = np.fromiter((point.lat for point in points), dtype=np.float64, count=len(points))
    lon = np.fromiter((point.lon for point in points), dtype=np.float64, count=len(points))
    return lat, lon


def places(points: Sequence[Coordinates]) -> tuple[list[tuple[float, float]], NDArray[np.int64]]:
    """Tell which points are the same place (equal to 5 decimals).

    Returns
    -------
    tuple
        The keys of the places in order of first appearance, and for every point the number of
        its place.

    Examples
    --------
    >>> keys, place = places([Coordinates(1.0, 2.0), Coordinates(1.0, 3.0), Coordinates(1, 2)])
    >>> keys, place.tolist()
    ([(1.0, 2.0), (1.0, 3.0)], [0, 1, 0])
    """
    numbers: dict[tuple[float, float], int] = {}
    place = [numbers.setdefault(point.key, len(numbers)) for point in points]
    return list(numbers), np.array(place, dtype=np.int64)
