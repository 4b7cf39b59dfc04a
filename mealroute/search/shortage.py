"""Prove that hands are missing: orders whose boxes outnumber all the places that could take them.

Boxes flow from orders through the shifts that may bring them into the shifts' places. Where they
cannot all flow, the minimum cut names orders and shifts by which anybody can count the shortage
again: Hall's condition, by the theorem of maximum flow and minimum cut. The flow forgets the road,
splits orders and counts overlapping shifts of one volunteer twice, so it never claims too much.

All that is said of time takes it that no detour is quicker than the direct way, as straight and
street travel have it.

Ford, L. R. and Fulkerson, D. R. (1956): Maximal flow through a network. Canadian Journal of
Mathematics 8, 399-404.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from mealroute.search.legs import legs_back_s, legs_out_s, legs_to_end_s
from mealroute.search.problem import MOST_TRIPS, Flags, Ints, Problem, Tour
from mealroute.search.schedule import schedule, tour_allowed


@dataclass(frozen=True, slots=True)
class Shortage:
    """Orders that compete for too few places: ``boxes`` is above ``places``.

    ``orders`` are all that compete, whether a plan serves them or not; ``shifts`` are all that
    could bring any of them, from any of the ``canteens`` that may cook them; ``places`` is what
    these shifts can carry of these orders in all their trips, as `room_of` counts.
    """

    canteens: tuple[int, ...]
    orders: tuple[int, ...]
    boxes: int
    shifts: tuple[int, ...]
    places: int

    def verify(self, problem: Problem) -> bool:
        """Count everything again from the problem, by the schedule and without the flow."""
        others = set(range(problem.shifts)) - set(self.shifts)
        return (
            len(set(self.orders)) == len(self.orders)
            and len(set(self.shifts)) == len(self.shifts)
            and self.boxes == sum(int(problem.order_boxes[order]) for order in self.orders)
            and self.places == _places(problem, self.shifts, self.orders)
            and self.boxes > self.places
            and not any(
                _may_bring(problem, shift, order) for shift in others for order in self.orders
            )
        )


def find_shortages(problem: Problem, among: Flags | None = None) -> tuple[Shortage, ...]:
    """Find all orders that could be left over for want of places, one shortage a neighbourhood.

    The shortages share no shift and no order. Orders that not even a trip of their own could
    reach compete for nothing and are in none. No shortage does not mean that there is a plan.

    Parameters
    ----------
    among
        The orders that compete at all; ``None`` for all. What is short for the urgent ones alone
        is not mended by leaving others behind.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> problem = two_doors()
    >>> find_shortages(problem)
    ()
    >>> find_shortages(problem._replace(order_boxes=np.array([1, 2])))
    (Shortage(canteens=(0,), orders=(0, 1), boxes=3, shifts=(0,), places=2),)
    """
    brings = np.zeros((problem.shifts, problem.orders), dtype=np.bool_)
    alone = np.zeros(problem.orders, dtype=np.bool_)
    for shift in range(problem.shifts):
        brings[shift] = can_bring(problem, shift)
        alone |= can_bring(problem, shift, alone=True)
    brings &= alone
    if among is not None:
        brings &= among
    places = [places_of(problem, shift, brings[shift]) for shift in range(problem.shifts)]
    short = _left_over(problem, brings, places)
    found = [
        _shortage(problem, orders, shifts) for orders, shifts in _neighbourhoods(brings, short)
    ]
    return tuple(found)


def places_of(problem: Problem, shift: int, brings: Flags | None = None) -> int:
    """Count the boxes a shift can carry at most: its trips times what fits into one.

    ``brings`` marks the orders the shift can bring at all, where known already.

    Examples
    --------
    Two boxes at a time; a second trip would end at 11:00 + (300 + 180 + 300 + 300) s + 480 s:

    >>> from mealroute.search.example import two_doors
    >>> places_of(two_doors(max_trips=3)._replace(shift_until_s=np.array([39_600 + 1_560])), 0)
    4
    """
    trips, boxes = _room(problem, shift, can_bring(problem, shift) if brings is None else brings)
    return trips * boxes


def room_of(problem: Problem, shift: int, orders: Sequence[int]) -> tuple[int, int]:
    """Count the trips a shift can make at most for these orders, and their boxes in one trip.

    Trips are limited by ``max_trips`` and by the clock: every trip but the last takes at least the
    quickest way to a door and back, and reloading. A trip takes no more boxes than its capacity,
    and no more than can be handed over before the last handover must have started.
    """
    among = np.zeros(problem.orders, dtype=np.bool_)
    among[list(orders)] = True
    return _room(problem, shift, can_bring(problem, shift) & among)


def _places(problem: Problem, shifts: Iterable[int], orders: Sequence[int]) -> int:
    rooms = (room_of(problem, shift, orders) for shift in shifts)
    return sum(trips * boxes for trips, boxes in rooms)


def _room(problem: Problem, shift: int, brings: Flags) -> tuple[int, int]:
    rows = np.flatnonzero(brings)
    if not rows.size:
        return 0, 0
    canteens = np.flatnonzero(problem.shift_works_for[shift]).tolist()
    opens_s = max(int(problem.shift_from_s[shift]), int(problem.canteen_ready_s[canteens].min()))
    span_s = int(problem.shift_until_s[shift]) - opens_s
    out_s = np.array([legs_out_s(problem, shift, canteen, rows) for canteen in canteens])
    back_s = np.array([legs_back_s(problem, shift, canteen, rows) for canteen in canteens])
    end_s = np.array([legs_to_end_s(problem, shift, canteen, rows) for canteen in canteens])
    door_s = problem.order_handover_s[rows] + problem.per_building_s
    round_s = int((out_s + door_s + back_s).min()) + problem.reload_s
    spare_s = span_s - int((out_s + door_s + end_s).min())
    trips = int(problem.shift_max_trips[shift])
    if trips >= MOST_TRIPS:  # the search's own limit proves nothing; a trip has at least a box
        trips = int(problem.order_boxes[rows].sum())
    if round_s > 0:
        trips = min(trips, 1 + max(0, spare_s) // round_s)
    # All handovers but the last one lie between the first door and the start of the last.
    before_last_s = min(int(problem.shift_aboard_s[shift]), span_s) - int(out_s.min())
    return trips, min(
        int(problem.shift_capacity[shift]),
        _most_boxes(problem, rows, max(0, before_last_s - problem.per_building_s)),
    )


def _most_boxes(problem: Problem, rows: Ints, seconds: int) -> int:
    """Bound the boxes of a trip with so many seconds for all handovers but the last."""
    boxes, handover_s = problem.order_boxes[rows], problem.order_handover_s[rows]
    if (handover_s == 0).any():
        return int(boxes.sum())
    return int(boxes.max()) + int((seconds * boxes // handover_s).max())


def can_bring(problem: Problem, shift: int, *, alone: bool = False) -> Flags:
    """Say which orders the shift can bring from any of its canteens by some trip, or ``alone``.

    With others of its building a trip can bring one that opens later in fewer seconds: the
    volunteer has entered for somebody else, and waits inside.
    """
    able = problem.able[shift] & (problem.order_boxes <= problem.shift_capacity[shift])
    brings = np.zeros(problem.orders, dtype=np.bool_)
    for canteen in np.flatnonzero(problem.shift_works_for[shift]).tolist():
        rows = np.flatnonzero(able & problem.order_may[:, canteen] & ~brings)
        leg_s = legs_out_s(problem, shift, canteen, rows)
        ready_s = max(int(problem.shift_from_s[shift]), int(problem.canteen_ready_s[canteen]))
        start_s = np.maximum(ready_s + leg_s, problem.order_earliest_s[rows])
        shuts_s = np.minimum(problem.order_latest_s[rows], problem.canteen_serve_until_s[canteen])
        inside_s = start_s + problem.per_building_s
        if not alone:
            inside_s = np.maximum(
                ready_s + leg_s + problem.per_building_s, problem.order_earliest_s[rows]
            )
        end_s = inside_s + problem.order_handover_s[rows]
        end_s += legs_to_end_s(problem, shift, canteen, rows)
        in_time = (start_s <= shuts_s) & (end_s <= problem.shift_until_s[shift])
        brings[rows] = in_time & (leg_s <= problem.shift_aboard_s[shift])
    return brings


def _may_bring(problem: Problem, shift: int, order: int) -> bool:
    """Say the same as `can_bring` of one order alone, by the schedule of that trip."""
    tours = (Tour(shift, canteen, ((order,),)) for canteen in range(problem.canteens))
    return any(
        tour_allowed(problem, tour) and schedule(problem, tour) is not None for tour in tours
    )


def _left_over(problem: Problem, brings: Flags, places: Sequence[int]) -> Ints:
    """Send all boxes through the shifts; give the orders that some best flow leaves over."""
    rows = np.flatnonzero(brings.any(axis=0))
    source, sink = 0, 1
    order_node = 2 + np.arange(problem.orders)
    shift_node = 2 + problem.orders + np.arange(problem.shifts)
    flow = SimpleMaxFlow()
    boxes = problem.order_boxes[rows].astype(np.int64)
    flow.add_arcs_with_capacity(np.full(rows.size, source), order_node[rows], boxes)
    shifts, orders = np.nonzero(brings)
    flow.add_arcs_with_capacity(
        order_node[orders], shift_node[shifts], problem.order_boxes[orders].astype(np.int64)
    )
    flow.add_arcs_with_capacity(
        shift_node, np.full(problem.shifts, sink), np.array(places, dtype=np.int64)
    )
    if flow.solve(source, sink) != flow.OPTIMAL:
        raise AssertionError("a network of this form always has a largest flow")
    if flow.optimal_flow() == boxes.sum():
        return np.zeros(0, dtype=np.int64)
    cut = np.array(flow.get_source_side_min_cut(), dtype=np.int64) - 2
    return np.sort(cut[(cut >= 0) & (cut < problem.orders)])


def _neighbourhoods(brings: Flags, short: Ints) -> list[tuple[set[int], set[int]]]:
    """Part the orders so that those which share a shift stay together, with their shifts."""
    found: list[tuple[set[int], set[int]]] = []
    for order in short.tolist():
        orders, shifts = {order}, set(np.flatnonzero(brings[:, order]).tolist())
        apart = []
        for other in found:
            if other[1] & shifts:
                orders |= other[0]
                shifts |= other[1]
            else:
                apart.append(other)
        found = [*apart, (orders, shifts)]
    return sorted(found, key=lambda pair: min(pair[0]))


def _shortage(problem: Problem, orders: Iterable[int], shifts: Iterable[int]) -> Shortage:
    competing = tuple(sorted(orders))
    short_of = tuple(sorted(shifts))
    return Shortage(
        canteens=tuple(np.flatnonzero(problem.order_may[list(competing)].any(axis=0)).tolist()),
        orders=competing,
        boxes=int(problem.order_boxes[list(competing)].sum()),
        shifts=short_of,
        places=_places(problem, short_of, competing),
    )
