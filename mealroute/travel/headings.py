"""Measure headings along a way and name turns, as somebody who walks it would."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Compass, Manoeuvre
from mealroute.travel.sphere import EARTH_RADIUS_M

STRAIGHT_DEG: Final = 25.0
"""A smaller angle than this nobody calls a turn."""

_SLIGHT_DEG: Final = 50.0
SHARP_DEG: Final = 120.0
"""From here on a turn leads back."""

_UTURN_DEG: Final = 165.0


def plane(
    lat: NDArray[np.float64], lon: NDArray[np.float64], lat_0: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Project to metres east and north, true along meridians and along the parallel ``lat_0``.

    The equidistant cylindrical projection: within a town it is wrong by less than a walk's share
    of a percent, and it has an inverse.
    """
    x = np.radians(lon) * (EARTH_RADIUS_M * np.cos(np.radians(lat_0)))
    return x, np.radians(lat) * EARTH_RADIUS_M


def heading(dx: float, dy: float) -> float:
    """Give the direction of so many metres east and north, in degrees clockwise from north.

    Examples
    --------
    >>> heading(1.0, 0.0), heading(0.0, -1.0)
    (90.0, 180.0)
    """
    return float(np.degrees(np.arctan2(dx, dy)) % 360)


def turn_between(before: float, after: float) -> float:
    """Give the turn from one heading to another: to the right up to 180, to the left below 0.

    Examples
    --------
    >>> turn_between(350.0, 20.0), turn_between(0.0, 270.0)
    (30.0, -90.0)
    """
    return 180.0 - (before - after + 180.0) % 360.0


def turn_word(turn: float, *, fork: bool = False) -> Manoeuvre:
    """Name a turn; at a ``fork`` even a small one, for going straight on might mean the other way.

    Examples
    --------
    >>> turn_word(-88.0).value, turn_word(12.0).value, turn_word(12.0, fork=True).value
    ('left', 'straight', 'slight_right')
    """
    size = abs(turn)
    if size < STRAIGHT_DEG and not fork:
        return Manoeuvre.STRAIGHT
    if size >= _UTURN_DEG:
        return Manoeuvre.UTURN
    right = turn > 0
    if size < _SLIGHT_DEG:
        return Manoeuvre.SLIGHT_RIGHT if right else Manoeuvre.SLIGHT_LEFT
    if size < SHARP_DEG:
        return Manoeuvre.RIGHT if right else Manoeuvre.LEFT
    return Manoeuvre.SHARP_RIGHT if right else Manoeuvre.SHARP_LEFT


def compass(degrees: float) -> Compass:
    """Name the nearest of eight directions.

    Examples
    --------
    >>> compass(359.0).value, compass(44.0).value
    ('north', 'north_east')
    """
    return tuple(Compass)[round(degrees / 45.0) % 8]


class Line:
    """A polyline on the plane that can be asked where one is after so many metres.

    Parameters
    ----------
    x, y
        Metres east and north of its points, at least one.
    """

    def __init__(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        self._x, self._y = x, y
        self._along_m = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))

    @property
    def along_m(self) -> NDArray[np.float64]:
        """The metres from the first point to each."""
        return self._along_m

    def heading(self, from_m: float, to_m: float) -> float:
        """Give the heading from the place after ``from_m`` metres to that after ``to_m``."""
        x = np.interp([from_m, to_m], self._along_m, self._x)
        y = np.interp([from_m, to_m], self._along_m, self._y)
        return heading(x[1] - x[0], y[1] - y[0])
