"""Lay a problem and a solution in progress out as the compiled search wants them.

One row of 64 bytes (a cache line) tells all of an order, a shift or a stop. A *row* of the state is
one trip of one shift; shift ``k`` owns rows ``shift[k, S_ROW]`` up to its ``max_trips``.

A search of several zones has one `State` for each: what belongs to a shift or an order is shared,
for no two zones ever hold the same one; the rest is each zone's own.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mealroute.search.compiled import compiled_making_arrays
from mealroute.search.problem import Flags, Ints, Problem, Solution, Tour

# Columns of `Core.order`.
O_PLACE: Final = 0
O_BOXES: Final = 1
O_HANDOVER: Final = 2
O_BUILDING: Final = 3
O_EARLIEST: Final = 4
O_LATEST: Final = 5
O_PRICE: Final = 6
O_HOME: Final = 7  # the canteen of the receipt
# Columns of `Core.shift`.
S_MODE: Final = 0
S_CAPACITY: Final = 1
S_FROM: Final = 2
S_UNTIL: Final = 3
S_ENDS: Final = 4
S_HOME: Final = 5
S_ABOARD: Final = 6
S_ROW: Final = 7
# Columns of `Core.canteen`.
C_PLACE: Final = 0
C_READY: Final = 1
C_UNTIL: Final = 2
C_CAPACITY: Final = 3
# Columns of `State.stop`: who is brought something and where; the schedule's A, W and T at the
# start of a stop and its handover; the same three numbers of the rest of the trip as seen from
# this stop's start.
T_ORDER: Final = 0
T_PLACE: Final = 1
T_BUILDING: Final = 2
T_EARLIEST: Final = 3
T_CLOSES: Final = 4
T_OFFSET: Final = 5
T_FORCED: Final = 6
T_LATEST: Final = 7
T_HANDOVER: Final = 8
T_REST_OFFSET: Final = 9
T_REST_FORCED: Final = 10
T_REST_LATEST: Final = 11
_STOP_COLUMNS: Final = 16
# Columns of `State.trip`: A, W, T of the whole trip, its last handover and last place.
P_OFFSET: Final = 0
P_FORCED: Final = 1
P_LATEST: Final = 2
P_HANDOVER: Final = 3
P_PLACE: Final = 4
# Columns of `State.work`.
K_CANTEEN: Final = 0  # -1: not called out
K_WORK: Final = 1
K_FACES: Final = 2
K_ORDERS: Final = 3
K_SLACK: Final = 4  # seconds of waiting in the work: so much may be inserted for nothing

NOT_ABLE: Final = -1  # in `Core.face`

_NEIGHBOURS: Final = 100


class Core(NamedTuple):
    """A problem as the compiled search reads it; never written."""

    order: Ints
    shift: Ints
    canteen: Ints
    trips: Ints
    may: Flags
    face: NDArray[np.int32]
    travel_s: NDArray[np.int32]
    arrive_s: NDArray[np.int32]  # the same by the place of arrival: one row holds all ways to it
    conflict_start: Ints
    conflict_with: Ints
    staff_start: Ints
    staff: Ints
    neighbour: NDArray[np.int32]
    shift_of_row: Ints
    hardness: Ints
    price: Ints
    balance: NDArray[np.float64]


class State(NamedTuple):
    """A solution in progress, with what is needed to price a change without walking a route."""

    # Of shifts and orders, shared by all zones.
    stop: NDArray[np.int32]
    length: Ints
    load: Ints
    trip: Ints
    work: Ints
    row_of: Ints
    cook: Ints
    saved: Ints  # shifts before a round
    dirty: Flags  # shifts that are not as they were when last copied
    copy_of_row: Ints  # the best met: sequences, canteens of shifts, canteens that cook
    copy_of_shift: Ints
    copy_of_cook: Ints
    zone_of: Ints  # of a shift
    # Each zone's own.
    zone: Ints
    cooked: Ints
    members: Ints  # the orders of the zone, their number last; so for all lists here
    dirty_list: Ints
    touched: Ints  # shifts remembered in `saved`
    chosen: Ints  # in this round: whose call-out is free while choosing, who stays at home
    stamp: Ints
    place: Ints
    absent: Ints
    left: Ints
    old_cook: Ints
    waiting: Ints
    rng: NDArray[np.uint64]


def make_core(problem: Problem) -> Core:
    """Lay a problem out for the compiled search, with the nearest orders of every order."""
    order = np.stack(
        [
            problem.order_place, problem.order_boxes, problem.order_handover_s,
            problem.order_building, problem.order_earliest_s, problem.order_latest_s,
            problem.order_price, problem.order_canteen,
        ], axis=1,
    )  # fmt: skip
    trips = problem.shift_max_trips
    first_row = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(trips)[:-1]])
    if not problem.shifts:
        first_row = trips
    shift = np.stack(
        [
            problem.shift_mode, problem.shift_capacity, problem.shift_from_s,
            problem.shift_until_s, problem.shift_ends_at, problem.shift_home,
            problem.shift_aboard_s, first_row,
        ], axis=1,
    )  # fmt: skip
    canteen = np.stack(
        [
            problem.canteen_place, problem.canteen_ready_s, problem.canteen_serve_until_s,
            problem.canteen_capacity,
        ], axis=1,
    )  # fmt: skip
    face = np.where(problem.able, problem.face_price, NOT_ABLE).astype(np.int32)
    members = [np.flatnonzero(column) for column in problem.shift_works_for.T]
    travel_s = np.ascontiguousarray(problem.travel_s)
    able = problem.able.sum(axis=0)
    width_s = np.minimum(problem.order_latest_s, 10**5) - problem.order_earliest_s
    farness_s = problem.travel_s[0][
        problem.canteen_place[problem.order_canteen], problem.order_place
    ]
    return Core(
        order=np.ascontiguousarray(order),
        shift=np.ascontiguousarray(shift),
        canteen=np.ascontiguousarray(canteen),
        trips=np.ascontiguousarray(trips),
        may=np.ascontiguousarray(problem.order_may),
        face=np.ascontiguousarray(face.T),
        travel_s=travel_s,
        arrive_s=_by_arrival(travel_s),
        conflict_start=problem.conflict_start,
        conflict_with=problem.conflict_with,
        staff_start=np.cumsum([0, *(len(row) for row in members)], dtype=np.int64),
        staff=np.concatenate([np.zeros(0, dtype=np.int64), *members]).astype(np.int64),
        neighbour=nearest_orders(
            np.ascontiguousarray(order), np.ascontiguousarray(problem.order_may),
            np.ascontiguousarray(problem.travel_s[_slowest_mode(problem)]),
            min(_NEIGHBOURS, max(1, problem.orders)),
        ),
        shift_of_row=np.repeat(np.arange(problem.shifts, dtype=np.int64), trips),
        hardness=np.stack([farness_s.astype(np.int64), -width_s, -able], axis=1),
        price=np.array(
            [
                problem.price_call_out, problem.per_building_s, problem.reload_s
            ], dtype=np.int64,
        ),
        balance=np.array([problem.price_balance]),
    )  # fmt: skip


def _by_arrival(travel_s: NDArray[np.int32]) -> NDArray[np.int32]:
    """Transpose the ways of each mode, unless every way takes as long as the way back."""
    if all(_is_symmetric(ways_s) for ways_s in travel_s):
        return travel_s
    return np.ascontiguousarray(travel_s.transpose(0, 2, 1))


def _is_symmetric(ways_s: NDArray[np.int32]) -> bool:
    step = 512
    return all(
        np.array_equal(ways_s[at : at + step], ways_s[:, at : at + step].T)
        for at in range(0, len(ways_s), step)
    )


def _slowest_mode(problem: Problem) -> int:
    return int(np.argmax(problem.travel_s.sum(axis=(1, 2), dtype=np.int64)))


def empty_state(problem: Problem, core: Core, seed: int) -> State:
    """Start from nobody called out, all in one zone."""
    rows, n, m = int(core.trips.sum()), problem.orders, problem.shifts
    most = int(min(problem.shift_capacity.max(initial=1), max(1, n))) + 1
    cooked = np.bincount(
        problem.order_canteen, weights=problem.order_boxes, minlength=problem.canteens
    ).astype(np.int64)
    work = np.zeros((m, 5), dtype=np.int64)
    work[:, K_CANTEEN] = -1
    return State(
        stop=np.zeros((rows, most, _STOP_COLUMNS), dtype=np.int32),
        length=np.zeros(rows, dtype=np.int64),
        load=np.zeros(rows, dtype=np.int64),
        trip=np.zeros((rows, 5), dtype=np.int64),
        work=work,
        row_of=np.full(n, -1, dtype=np.int64),
        cook=problem.order_canteen.copy(),
        saved=np.zeros((rows + m, most + 1), dtype=np.int64),
        dirty=np.zeros(m, dtype=np.bool_),
        copy_of_row=np.zeros((rows, most + 1), dtype=np.int64),
        copy_of_shift=np.full(m, -1, dtype=np.int64),
        copy_of_cook=problem.order_canteen.copy(),
        zone_of=np.zeros(m, dtype=np.int64),
        **own_part(problem, cooked, np.arange(n, dtype=np.int64), 0, seed),
    )


def own_part(
    problem: Problem, cooked: Ints, members: Ints, zone: int, seed: int
) -> dict[str, NDArray[Any]]:
    """Make what each zone of a `State` has for itself."""
    n, m = problem.orders, problem.shifts
    lists = dict.fromkeys(("members", "absent", "left", "old_cook", "waiting"), n)
    lists |= dict.fromkeys(("dirty_list", "touched", "stamp"), m)
    own: dict[str, NDArray[Any]] = {
        name: np.zeros(length + 1, dtype=np.int64) for name, length in lists.items()
    }
    own["members"][: len(members)] = members
    own["members"][-1] = len(members)
    return own | {
        "zone": np.array([zone], dtype=np.int64),
        "cooked": cooked,
        "chosen": np.full(2, -1, dtype=np.int64),
        "place": np.zeros(4, dtype=np.int64),
        "rng": np.array([seed * 2654435769 + 88172645463325252], dtype=np.uint64),
    }


def to_solution(core: Core, state: State) -> Solution:
    """Read the sequences out of a state."""
    tours = []
    for shift in np.flatnonzero(state.work[:, K_CANTEEN] >= 0):
        first = int(core.shift[shift, S_ROW])
        trips = tuple(
            tuple(int(order) for order in state.stop[row, : state.length[row], T_ORDER])
            for row in range(first, first + int(core.trips[shift]))
            if state.length[row]
        )
        tours.append(Tour(int(shift), int(state.work[shift, K_CANTEEN]), trips))
    return Solution(tuple(tours), tuple(int(canteen) for canteen in state.cook))


@compiled_making_arrays
def nearest_orders(order, may, travel_s, most):
    """List for every order the nearest orders that some canteen may cook together with it.

    Shape (n, most), nearest first, the order itself first of all; filled up with -1.
    """
    n, canteens = may.shape
    found = np.full((n, most), -1, dtype=np.int32)
    near = np.empty(most + 1, dtype=np.int64)
    far = np.empty(most + 1, dtype=np.int64)
    seen = np.full(n, -1, dtype=np.int64)
    for one in range(n):
        count = 0
        for canteen in range(canteens):
            if not may[one, canteen]:
                continue
            for other in range(n):
                if not may[other, canteen] or seen[other] == one:
                    continue
                seen[other] = one
                way_s = travel_s[order[one, 0], order[other, 0]] if other != one else -1
                if count == most and way_s >= far[count - 1]:
                    continue
                # Keep the nearest sorted, the one met first before others as far.
                at = min(count, most - 1)
                while at > 0 and far[at - 1] > way_s:
                    far[at], near[at] = far[at - 1], near[at - 1]
                    at -= 1
                far[at], near[at] = way_s, other
                count = min(count + 1, most)
        for rank in range(count):
            found[one, rank] = near[rank]
    return found
