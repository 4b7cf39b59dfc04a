"""Choose beforehand when each vehicle leaves, for solvers that know the heat limit only so.

Orders that are open for half an hour around one o'clock and orders for eleven cannot be in one
trip. A solver that fixes or guesses the moment of leaving needs vehicles that leave at different
times, as many of each as the windows of the orders ask for.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.model import vehicles
from mealroute.search.one_trip import OneTrip, Vehicle

STEP_S: Final = 300
"""Departures are tried so many seconds apart."""


def departures(model: OneTrip) -> dict[int, int]:
    """Give each shift a moment to leave, so that between them they can meet every window.

    The largest vehicles choose first. Each takes the moment from which it reaches most of the
    orders that nobody is there for yet, where an order weighs more the fewer moments suit it; it
    is then there for as many orders as it has places, those with the fewest moments first.

    Examples
    --------
    The first door opens at 12:46:40; a volunteer who left at 11:00 would have cold boxes by then:

    >>> from mealroute.search.canteen_part import Part
    >>> from mealroute.search.example import two_doors
    >>> from mealroute.search.one_trip import one_trip
    >>> model = one_trip(two_doors(earliest_s=46_000), Part(0, (0,), (0,), ()))
    >>> departures(model)[0] >= 46_000 - 2_700
    True
    """
    kinds = list(vehicles(model))
    earliest_s = min(vehicle.from_s for _row, _shift, vehicle in kinds)
    latest_s = max(vehicle.until_s for _row, _shift, vehicle in kinds)
    moments = np.arange(earliest_s, latest_s + 1, STEP_S)
    suits = [_suits(model, vehicle, moments) for vehicle in model.vehicles]
    rarity = 1.0 / np.maximum(1, np.max([table.sum(axis=0) for table in suits], axis=0))
    waiting = np.ones(len(model.orders), dtype=np.bool_)
    chosen = {}
    for row, shift, vehicle in sorted(kinds, key=lambda kind: (-kind[2].capacity, kind[1])):
        if not (waiting & suits[row].any(axis=0)).any():
            waiting[:] = True
        at = int(np.argmax(suits[row] @ (rarity * waiting)))
        chosen[shift] = max(int(moments[at]), vehicle.from_s)
        there_for = np.flatnonzero(suits[row][at] & waiting)
        waiting[there_for[np.argsort(-rarity[there_for], kind="stable")][: vehicle.capacity]] = (
            False
        )
    return chosen


def _suits(model: OneTrip, vehicle: Vehicle, moments: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say for each moment to leave (rows) which orders could be first on the way, and in time."""
    reach_s = moments[:, np.newaxis] + vehicle.seconds[model.canteen_node, : len(model.orders)]
    start_s = np.maximum(reach_s, model.earliest_s)
    aboard_s = start_s - moments[:, np.newaxis]
    in_time = (start_s <= model.latest_s) & (aboard_s <= vehicle.longest_s)
    in_shift = (start_s <= vehicle.until_s) & (moments[:, np.newaxis] >= vehicle.from_s)
    suits: NDArray[np.bool_] = in_time & in_shift & vehicle.able
    return suits
