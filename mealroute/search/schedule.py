"""Time every stop of a tour; the one place in the package that computes times.

A trip that leaves the canteen at ``t`` starts its ``i``-th handover at ``max(t + A_i, W_i)``:
``A_i`` are the seconds of travel and handovers before it, ``W_i`` the earliest start that doors
opening late force on it. So everything a trip allows is told by four numbers: ``A`` and ``W`` of
its last handover, the latest leave ``T`` at which no door has shut, and, with the heat limit
``H``, the earliest leave ``W - H``. Trips follow one another as stops do. The work of a route is
then ``max(A, W - T)``, reached by leaving at ``min(T, max(earliest leave, W - A))``: as late as
the end does not move, so that nobody waits at a door who could wait at home and no food travels
longer than it must.

Savelsbergh, M. W. P. (1992): The vehicle routing problem with time windows: minimizing route
duration. ORSA Journal on Computing 4(2), 146-154.
"""

from dataclasses import dataclass
from itertools import pairwise

from mealroute.search.problem import (
    ENDS_AT_CANTEEN,
    ENDS_AT_HOME,
    Problem,
    Solution,
    Tour,
)


@dataclass(frozen=True, slots=True)
class TripTimes:
    """When one trip leaves, arrives, starts and ends at each of its stops, and is back.

    All in seconds after midnight, one entry a stop; ``back_s`` is ``None`` at the last door.
    """

    leaves_s: int
    arrives_s: tuple[int, ...]
    starts_s: tuple[int, ...]
    ends_s: tuple[int, ...]
    back_s: int | None


@dataclass(frozen=True, slots=True)
class TourTimes:
    """The times of all trips, and the seconds of work they add up to."""

    trips: tuple[TripTimes, ...]
    work_s: int


@dataclass(frozen=True, slots=True)
class _TripShape:
    """What a trip allows, whenever it leaves; seconds as in the module's words."""

    offset_s: int
    forced_s: int
    latest_leave_s: int
    last_handover_s: int
    after_s: int


def schedule(problem: Problem, tour: Tour) -> TourTimes | None:
    """Time a tour with the least work, leaving as late as that allows.

    Returns ``None`` where no choice of times keeps shift, windows, kitchen hours and heat limit.
    Loads, skills and other rules without a clock are `tour_allowed`'s.

    Examples
    --------
    One door 300 s away that opens at 11:10; boxes are ready at 11:00, so nobody waits outside:

    >>> from mealroute.search.example import two_doors
    >>> times = schedule(two_doors(earliest_s=40_200), Tour(0, 0, ((0,),)))
    >>> times.trips[0].leaves_s, times.trips[0].starts_s, times.work_s
    (39900, (40200,), 480)
    """
    shapes = [_shape(problem, tour, index) for index in range(len(tour.trips))]
    if not shapes or any(shape is None for shape in shapes):
        return None
    leaves = _leaves(problem, tour, [shape for shape in shapes if shape is not None])
    if leaves is None:
        return None
    trips = tuple(
        _trip_times(problem, tour, index, leave_s) for index, leave_s in enumerate(leaves)
    )
    last = trips[-1]
    return TourTimes(trips, (last.back_s or last.ends_s[-1]) - leaves[0])


def tour_allowed(problem: Problem, tour: Tour) -> bool:
    """Whether the rules without a clock hold: canteen, boxes, trips, skills, diets."""
    return (
        bool(problem.shift_works_for[tour.shift, tour.canteen])
        and 0 < len(tour.trips) <= problem.shift_max_trips[tour.shift]
        and all(
            0 < sum(problem.order_boxes[order] for order in trip)
            <= problem.shift_capacity[tour.shift]
            for trip in tour.trips
        )
        and all(
            problem.able[tour.shift, order] and problem.order_may[order, tour.canteen]
            for order in tour.orders
        )
    )  # fmt: skip


def cost(problem: Problem, solution: Solution) -> int | None:
    """Price a solution by the price list; ``None`` where it breaks a rule.

    This is the search's own bill. The checker computes another from the day itself, and the two
    are compared in tests.
    """
    works: list[int] = []
    total = 0
    for tour in solution.tours:
        times = schedule(problem, tour) if tour_allowed(problem, tour) else None
        if times is None:
            return None
        works.append(times.work_s)
        faces = sum(int(problem.face_price[tour.shift, order]) for order in tour.orders)
        total += times.work_s + problem.price_call_out + faces
    if not _together(problem, solution):
        return None
    if works:
        total += round(problem.price_balance * (max(works) - sum(works) / len(works)))
    served = solution.served
    return total + sum(
        int(price) for order, price in enumerate(problem.order_price) if order not in served
    )


def _together(problem: Problem, solution: Solution) -> bool:
    """Whether the tours do not disturb each other: orders, shifts, volunteers and kitchens."""
    orders = [order for tour in solution.tours for order in tour.orders]
    shifts = {tour.shift for tour in solution.tours}
    if len(set(orders)) < len(orders) or len(shifts) < len(solution.tours):
        return False
    for shift in shifts:
        lo, hi = problem.conflict_start[shift], problem.conflict_start[shift + 1]
        if shifts & {int(other) for other in problem.conflict_with[lo:hi]}:
            return False
    if any(
        solution.cooks[order] != tour.canteen for tour in solution.tours for order in tour.orders
    ):
        return False
    cooked = [0] * problem.canteens
    for order, canteen in enumerate(solution.cooks):
        if not problem.order_may[order, canteen]:
            return False
        cooked[canteen] += int(problem.order_boxes[order])
    return all(boxes <= problem.canteen_capacity[row] for row, boxes in enumerate(cooked))


def _legs(problem: Problem, tour: Tour, index: int) -> list[tuple[int, int]]:
    """Give seconds of travel to, and of handover at, every stop of one trip."""
    travel_s = problem.travel_s[problem.shift_mode[tour.shift]]
    place, building = int(problem.canteen_place[tour.canteen]), -1
    legs = []
    for order in tour.trips[index]:
        door = int(problem.order_place[order])
        handover_s = int(problem.order_handover_s[order])
        if int(problem.order_building[order]) != building:
            handover_s += problem.per_building_s
        legs.append((int(travel_s[place, door]), handover_s))
        place, building = door, int(problem.order_building[order])
    return legs


def _after_s(problem: Problem, tour: Tour, index: int) -> int | None:
    """Give the seconds from the last door to where the trip must be back; ``None``: nowhere."""
    if index == len(tour.trips) - 1:
        ends_at = problem.shift_ends_at[tour.shift]
        if ends_at == ENDS_AT_CANTEEN:
            place = problem.canteen_place[tour.canteen]
        elif ends_at == ENDS_AT_HOME:
            place = problem.shift_home[tour.shift]
        else:
            return None
    else:
        place = problem.canteen_place[tour.canteen]
    door = problem.order_place[tour.trips[index][-1]]
    return int(problem.travel_s[problem.shift_mode[tour.shift], door, place])


def _shape(problem: Problem, tour: Tour, index: int) -> _TripShape | None:
    """Reduce a trip to what it allows; ``None`` where no leave is late and early enough."""
    serve_until_s = int(problem.canteen_serve_until_s[tour.canteen])
    offset_s, forced_s, latest_leave_s, handover_s = 0, -(10**9), 10**9, 0
    for order, (leg_s, next_handover_s) in zip(
        tour.trips[index], _legs(problem, tour, index), strict=True
    ):
        shuts_s = min(int(problem.order_latest_s[order]), serve_until_s)
        offset_s += handover_s + leg_s
        forced_s = max(forced_s + handover_s + leg_s, int(problem.order_earliest_s[order]))
        latest_leave_s = min(latest_leave_s, shuts_s - offset_s)
        if forced_s > shuts_s:
            return None
        handover_s = next_handover_s
    if offset_s > problem.shift_aboard_s[tour.shift]:
        return None
    after_s = _after_s(problem, tour, index) or 0
    return _TripShape(offset_s, forced_s, latest_leave_s, handover_s, after_s)


def _leaves(problem: Problem, tour: Tour, shapes: list[_TripShape]) -> list[int] | None:
    """Choose when every trip leaves: least work first, then as late as ends do not move."""
    heat_s = int(problem.shift_aboard_s[tour.shift])
    ready_s = max(int(problem.shift_from_s[tour.shift]), int(problem.canteen_ready_s[tour.canteen]))
    until_s = int(problem.shift_until_s[tour.shift])
    # The whole route as one trip: end = max(leave + offset, forced) for leave <= latest.
    offset_s, forced_s, latest_s = 0, -(10**9), 10**9
    for index, shape in enumerate(shapes):
        pause_s = problem.reload_s if index else 0
        hot_from_s = shape.forced_s - heat_s
        leave_forced_s = max(forced_s + pause_s, hot_from_s)
        if leave_forced_s > shape.latest_leave_s:
            return None
        rest_s = shape.last_handover_s + shape.after_s
        offset_s += pause_s
        latest_s = min(latest_s, shape.latest_leave_s - offset_s)
        offset_s += shape.offset_s + rest_s
        forced_s = max(leave_forced_s + shape.offset_s, shape.forced_s) + rest_s
    latest_s = min(latest_s, until_s - offset_s)
    earliest_s = max(ready_s, shapes[0].forced_s - heat_s)
    if earliest_s > latest_s or forced_s > until_s:
        return None
    leave_s = min(latest_s, max(earliest_s, forced_s - offset_s))
    leaves = [leave_s]
    for shape, following in pairwise(shapes):
        back_s = max(leave_s + shape.offset_s, shape.forced_s) + shape.last_handover_s
        free_s = back_s + shape.after_s + problem.reload_s
        unhurried_s = min(following.latest_leave_s, following.forced_s - following.offset_s)
        leave_s = max(free_s, unhurried_s, ready_s)
        leaves.append(leave_s)
    return leaves


def _trip_times(problem: Problem, tour: Tour, index: int, leave_s: int) -> TripTimes:
    now_s = leave_s
    arrives, starts, ends = [], [], []
    for order, (leg_s, handover_s) in zip(
        tour.trips[index], _legs(problem, tour, index), strict=True
    ):
        arrives.append(now_s + leg_s)
        starts.append(max(arrives[-1], int(problem.order_earliest_s[order])))
        now_s = starts[-1] + handover_s
        ends.append(now_s)
    after_s = _after_s(problem, tour, index)
    back_s = None if after_s is None else now_s + after_s
    return TripTimes(leave_s, tuple(arrives), tuple(starts), tuple(ends), back_s)
