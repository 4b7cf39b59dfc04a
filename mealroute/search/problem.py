"""Hold one routing problem in whole numbers and indices, and a solution as bare sequences.

Places, orders, canteens, shifts and modes are rows; times are seconds after midnight. Nothing here
knows a resident, a date or a file. Shapes: n orders, m shifts, c canteens, p places, k modes.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_LIMIT_S: Final = 10**7
"""A moment later than any day (in seconds): stands where nothing shuts."""
MOST_TRIPS: Final = 24
"""More trips than this nobody makes at one meal; it bounds the memory of a search."""
ENDS_ANYWHERE: Final = 0
ENDS_AT_CANTEEN: Final = 1
ENDS_AT_HOME: Final = 2


class Problem(NamedTuple):
    """Everything a search needs, as arrays that compiled code reads directly.

    Orders
        ``order_place`` (n) index of the door's place; ``order_boxes`` (n); ``order_handover_s``
        (n) without the building's share; ``order_building`` (n) equal for one entrance;
        ``order_earliest_s`` and ``order_latest_s`` (n) when a handover may start, both included;
        ``order_price`` (n) what leaving it unassigned costs; ``order_canteen`` (n) the canteen of
        its receipt; ``order_may`` (n, c) the canteens that may cook it, its own included.
    Canteens
        ``canteen_place`` (c); ``canteen_ready_s`` (c) first moment boxes leave;
        ``canteen_serve_until_s`` (c) last start of a handover; ``canteen_capacity`` (c) boxes.
    Shifts
        ``shift_mode`` (m) row of ``travel_s``; ``shift_capacity`` (m) boxes a trip;
        ``shift_from_s``, ``shift_until_s`` (m); ``shift_ends_at`` (m) one of ``ENDS_...``;
        ``shift_home`` (m) place, -1 unknown; ``shift_max_trips`` (m) `MOST_TRIPS` at most;
        ``shift_aboard_s`` (m) the heat limit of a trip; ``shift_works_for`` (m, c); ``able`` (m, n)
        may bring the order; ``face_price`` (m, n) int32, what it costs that just this shift brings
        it: a face that a resident does not know, or whatever else is to be avoided;
        ``conflict_start`` (m + 1) and ``conflict_with``: the shifts of the same
        volunteer that cannot both be worked.
    Travel and prices
        ``travel_s`` (k, p, p) int32 seconds; ``per_building_s`` once on each arrival at a
        building; ``reload_s`` between trips; ``price_call_out`` and ``price_balance`` by the
        price list.
    """

    order_place: Ints
    order_boxes: Ints
    order_handover_s: Ints
    order_building: Ints
    order_earliest_s: Ints
    order_latest_s: Ints
    order_price: Ints
    order_canteen: Ints
    order_may: Flags
    canteen_place: Ints
    canteen_ready_s: Ints
    canteen_serve_until_s: Ints
    canteen_capacity: Ints
    shift_mode: Ints
    shift_capacity: Ints
    shift_from_s: Ints
    shift_until_s: Ints
    shift_ends_at: Ints
    shift_home: Ints
    shift_max_trips: Ints
    shift_aboard_s: Ints
    shift_works_for: Flags
    able: Flags
    face_price: NDArray[np.int32]
    conflict_start: Ints
    conflict_with: Ints
    travel_s: NDArray[np.int32]
    per_building_s: int
    reload_s: int
    price_call_out: int
    price_balance: float

    @property
    def orders(self) -> int:
        """How many orders there are."""
        return len(self.order_place)

    @property
    def shifts(self) -> int:
        """How many shifts there are."""
        return len(self.shift_mode)

    @property
    def canteens(self) -> int:
        """How many canteens there are."""
        return len(self.canteen_place)


@dataclass(frozen=True, slots=True)
class Tour:
    """One shift at work for one canteen: the orders of each trip, in sequence."""

    shift: int
    canteen: int
    trips: tuple[tuple[int, ...], ...]

    @property
    def orders(self) -> tuple[int, ...]:
        """All orders of all trips, in sequence."""
        return tuple(order for trip in self.trips for order in trip)


@dataclass(frozen=True, slots=True)
class Solution:
    """Sequences only: who brings what in which order; times are the schedule's business.

    ``cooks`` is the canteen that finally cooks each order (length n), unassigned ones included.
    """

    tours: tuple[Tour, ...]
    cooks: tuple[int, ...]

    @property
    def served(self) -> frozenset[int]:
        """The orders that some tour brings."""
        return frozenset(order for tour in self.tours for order in tour.orders)


def nothing_served(problem: Problem) -> Solution:
    """Give the plan that calls nobody out: valid from the first moment."""
    return Solution((), tuple(int(canteen) for canteen in problem.order_canteen))
