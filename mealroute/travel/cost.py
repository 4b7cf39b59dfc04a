"""Pack the time and the length of a way into one number, so that one search finds both.

A cost is ``milliseconds * 2**27 + centimetres``, a whole number kept in a float64. Costs add and
compare as they are: the least cost is the least time and, among ways of equal time, the least
length. Whole numbers below 2**53 add without rounding, so a sum does not depend on its order and
the two parts come back exact: up to 18 hours of travel, 1,342 km each. Beyond that a sum loses
centimetres first, never the order of magnitude.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

_MILLISECOND: Final = 2.0**27


def pack(metres: ArrayLike, speed_mps: ArrayLike) -> NDArray[np.float64]:
    """Make the cost of going so many metres at a speed.

    Examples
    --------
    >>> cost = pack(12.34, 1.2)
    >>> whole_seconds(cost).tolist(), metres_of(cost).tolist()
    (11, 12.34)
    """
    cost: NDArray[np.float64] = np.rint(np.divide(metres, speed_mps) * 1000) * _MILLISECOND
    return cost + np.rint(np.multiply(metres, 100))


def share(cost: NDArray[np.float64], fraction: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take a part of a cost, in whole milliseconds and centimetres.

    ``share`` grows with ``fraction`` in both parts, so what is left is a cost as well.
    """
    milliseconds = np.floor(cost / _MILLISECOND)
    centimetres = cost - milliseconds * _MILLISECOND
    part: NDArray[np.float64] = np.rint(milliseconds * fraction) * _MILLISECOND
    return part + np.rint(centimetres * fraction)


def whole_seconds(cost: NDArray[np.float64]) -> NDArray[np.int64]:
    """Read the time of finite costs, rounded up to whole seconds."""
    milliseconds = np.floor(cost / _MILLISECOND)
    return np.ceil(milliseconds / 1000).astype(np.int64)


def milliseconds_of(cost: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read the time of finite costs in milliseconds, as it was added up."""
    milliseconds: NDArray[np.float64] = np.floor(cost / _MILLISECOND)
    return milliseconds


def within(milliseconds: float) -> float:
    """Give the highest cost that takes so many whole milliseconds and no more.

    Examples
    --------
    >>> within(5000.0) >= float(pack(5.0, 1.0)), within(4999.0) < float(pack(5.0, 1.0))
    (True, True)
    """
    return (milliseconds + 1) * _MILLISECOND - 1


def metres_of(cost: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read the length of finite costs in metres, to the centimetre."""
    centimetres = cost - np.floor(cost / _MILLISECOND) * _MILLISECOND
    metres: NDArray[np.float64] = centimetres / 100
    return metres
