"""Bound the cost of every plan from below in an instant: what each order costs at the very least.

A tour's cost is shared out among its orders: an order's own handover and face; an equal share of
entering its building, by the shortest leg there is and the seconds of arriving; and a share of the
call-out, by the boxes that fit aboard and the time that a trip may take. What an order pays at
least, over all shifts that some trip lets bring it, or its price where that is less, adds up to the
bound. No way by other doors is shorter than the way to the door itself.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.search.problem import Ints, Problem
from mealroute.search.shortage import can_bring

_Floats = NDArray[np.float64]

_MIXES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How much of a call-out is shared by boxes; the rest by time. Each mix gives a bound."""
_ROWS_A_BLOCK: Final = 512
_ROUNDING_S: Final = 1e-3
"""More than all sums of floats here can be wrong by."""


def lower_bound(problem: Problem) -> int:
    """Give a cost, in whole seconds of the price list, that no plan can undercut.

    Takes some hundredths of a second for 1,000 orders. The proof is in the mathematical model.

    Examples
    --------
    Two doors, 300 s from the canteen and 200 s from each other: one call-out, two handovers of 180
    s with the building, and twice the shortest leg there is. The best plan costs 1,460.

    >>> from mealroute.search.example import two_doors
    >>> lower_bound(two_doors())
    1360
    """
    if not problem.orders:
        return 0
    entering_s = _entering_s(problem)
    least = np.full((len(_MIXES), problem.orders), np.inf)
    for shift in range(problem.shifts):
        orders = np.flatnonzero(can_bring(problem, shift))
        if not len(orders):
            continue
        own_s = problem.order_handover_s[orders] + entering_s[problem.shift_mode[shift], orders]
        by_boxes, by_time = _trip_shares(problem, shift, orders, own_s)
        trip_s = _trip_price_s(problem, shift)
        cost = own_s + face_price(problem, shift)[orders]
        for row, mix in enumerate(_MIXES):
            shared = cost + trip_s * (mix * by_boxes + (1 - mix) * by_time)
            least[row, orders] = np.minimum(least[row, orders], shared)
    total = np.minimum(least, problem.order_price).sum(axis=1).max()
    return max(0, int(np.ceil(total - _ROUNDING_S)))


def face_price(problem: Problem, shift: int) -> NDArray[np.int32]:
    """Give what each order costs more because just this shift brings it (n)."""
    prices: NDArray[np.int32] = problem.face_price[shift]
    return prices


def _entering_s(problem: Problem) -> _Floats:
    """Share out what entering a building costs at least, among all its orders (k, n).

    A building with an order served is entered at least once: by a leg from a canteen or from a
    door of another building, and with the seconds of arriving.
    """
    buildings, index, sizes = np.unique(
        problem.order_building, return_inverse=True, return_counts=True
    )
    doors, door_index = np.unique(problem.order_place, return_inverse=True)
    # A door shared by several buildings belongs to none: the way between them takes no time.
    at_door = np.full(len(doors), -1, dtype=np.int64)
    at_door[door_index] = index
    at_door[np.unique(door_index[at_door[door_index] != index])] = -1
    into_door = np.stack(
        [_into_doors_s(problem, mode, doors, at_door) for mode in range(len(problem.travel_s))]
    )
    least_s = np.full((len(into_door), len(buildings)), np.inf)
    for mode, into_s in enumerate(into_door):
        np.minimum.at(least_s[mode], index, into_s[door_index])
    shares: _Floats = (least_s[:, index] + problem.per_building_s) / sizes[index]
    return shares


def _into_doors_s(problem: Problem, mode: int, doors: Ints, at_door: Ints) -> _Floats:
    """Give the shortest leg into each door that does not start in its own building."""
    travel_s = problem.travel_s[mode]
    least_s: _Floats = travel_s[np.ix_(problem.canteen_place, doors)].min(axis=0).astype(np.float64)
    for start in range(0, len(doors), _ROWS_A_BLOCK):
        rows = slice(start, start + _ROWS_A_BLOCK)
        legs_s = travel_s[doors[rows]][:, doors].astype(np.float64)
        legs_s[(at_door[rows, None] == at_door) & (at_door >= 0)] = np.inf
        np.minimum(least_s, legs_s.min(axis=0), out=least_s)
    return least_s


def _trip_price_s(problem: Problem, shift: int) -> float:
    """Give what each trip of a tour costs at least, besides its way: call-out and reloading.

    A tour of ``r`` trips pays one call-out and reloads ``r - 1`` times.
    """
    trips = int(problem.shift_max_trips[shift])
    many = problem.price_call_out + (trips - 1) * problem.reload_s
    return min(float(problem.price_call_out), many / trips)


def _trip_shares(
    problem: Problem, shift: int, orders: Ints, own_s: _Floats
) -> tuple[_Floats, _Floats]:
    """Give the share of a trip that each order takes up: of its boxes, and of its time.

    A trip takes at most the heat limit and one more handover, and no longer than the shift.
    """
    boxes = problem.order_boxes[orders] / max(1, int(problem.shift_capacity[shift]))
    ready_s = problem.canteen_ready_s[problem.shift_works_for[shift]].min()
    shift_s = problem.shift_until_s[shift] - max(problem.shift_from_s[shift], ready_s)
    handover_s = problem.order_handover_s[orders].max() + problem.per_building_s
    trip_s = max(1, min(int(shift_s), int(problem.shift_aboard_s[shift] + handover_s)))
    return boxes, own_s / trip_s
