"""Find a plan of the least cost there is, for problems small enough to look at every tour.

For each shift and canteen all sets of orders that one tour can bring are listed with their
cheapest tour, by dynamic programming over sets; CP-SAT then chooses tours that together are the
cheapest plan. Meant as a judge of bounds and searches, not for planning.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from mealroute.errors import EngineError, InvalidValueError
from mealroute.language import gettext as _
from mealroute.search.bound import face_price
from mealroute.search.legs import legs_back_s, legs_to_end_s
from mealroute.search.problem import Problem, Solution, Tour

MOST_ORDERS: Final = 25
"""So many orders are tried; how far it gets depends on how much one tour can bring."""
MOST_LABELS: Final = 1_000_000
"""So many ways to begin a tour are looked at, for one shift and canteen."""
_NEVER: Final = 10**9


def optimum(problem: Problem) -> Solution:
    """Give a solution of the least cost, proven.

    Raises
    ------
    InvalidValueError
        Where the problem is too large, or where balance has a price.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> optimum(two_doors()).tours[0].trips
    ((0, 1),)
    """
    if problem.orders > MOST_ORDERS:
        raise InvalidValueError(
            _("{orders} orders, expected {most} at most for a proven optimum").format(
                orders=problem.orders, most=MOST_ORDERS
            )
        )
    if problem.price_balance:
        raise InvalidValueError(_("a price of balance, expected none for a proven optimum"))
    columns = [
        column
        for shift in range(problem.shifts)
        for canteen in np.flatnonzero(problem.shift_works_for[shift])
        for column in _columns(problem, shift, int(canteen))
    ]
    return _choose(problem, columns)


class _Label(NamedTuple):
    """The beginning of a tour, after the handover of its last order: the schedule's numbers.

    Seconds since the first leave, the earliest end, the latest first leave; offset and latest
    leave of the trip at hand, its boxes; what faces cost; and the label before.
    """

    offset_s: int
    forced_s: int
    latest_s: int
    trip_offset_s: int
    trip_latest_s: int
    boxes: int
    before: "_Label | None"
    order: int
    trip: int


@dataclass(frozen=True, slots=True)
class _Column:
    """A tour, and what it costs by itself."""

    tour: Tour
    cost: int


def _columns(problem: Problem, shift: int, canteen: int) -> Iterator[_Column]:
    """List the cheapest tour of one shift for one canteen for every set of orders it can bring."""
    found: dict[int, tuple[int, _Label]] = {}
    reach = _Reach(problem, shift, canteen)
    level: dict[tuple[int, int, int], list[_Label]] = {}
    for label in reach.onward(None, 0):
        _keep(level, (1 << label.order, label.order, label.trip), label)
    labels = 0
    while level:
        labels += sum(len(some) for some in level.values())
        if labels > MOST_LABELS:
            raise InvalidValueError(
                _("shift {shift} can bring more sets of orders than can be looked at").format(
                    shift=shift
                )
            )
        longer: dict[tuple[int, int, int], list[_Label]] = {}
        for (done, _order, _trip), some in level.items():
            for label in some:
                work_s = reach.work_s(label)
                if work_s is not None and work_s < found.get(done, (_NEVER, label))[0]:
                    found[done] = work_s, label
                for new in reach.onward(label, done):
                    _keep(longer, (done | 1 << new.order, new.order, new.trip), new)
        level = longer
    price = face_price(problem, shift)
    for work_s, label in found.values():
        tour = Tour(shift, canteen, _trips(label))
        faces = sum(int(price[order]) for order in tour.orders)
        yield _Column(tour, work_s + problem.price_call_out + faces)


class _Reach:
    """What one shift can do for one canteen: extend a tour by one order, or end it."""

    def __init__(self, problem: Problem, shift: int, canteen: int) -> None:
        self._problem, self._shift = problem, shift
        allowed = problem.able[shift] & problem.order_may[:, canteen]
        self._orders = [int(order) for order in np.flatnonzero(allowed)]
        every = np.arange(problem.orders)
        places = np.concatenate((problem.order_place, [problem.canteen_place[canteen]]))
        travel_s = problem.travel_s[problem.shift_mode[shift]]
        self._leg_s = travel_s[np.ix_(places, places)].tolist()  # the canteen last
        self._after_s = legs_to_end_s(problem, shift, canteen, every).tolist()
        self._back_s = legs_back_s(problem, shift, canteen, every).tolist()
        self._shuts_s = np.minimum(
            problem.order_latest_s, problem.canteen_serve_until_s[canteen]
        ).tolist()
        self._opens_s = problem.order_earliest_s.tolist()
        self._handover_s = problem.order_handover_s.tolist()
        self._building = problem.order_building.tolist()
        self._boxes = problem.order_boxes.tolist()
        self._ready_s = int(max(problem.shift_from_s[shift], problem.canteen_ready_s[canteen]))
        self._until_s = int(problem.shift_until_s[shift])
        self._heat_s = int(problem.shift_aboard_s[shift])
        self._capacity = int(problem.shift_capacity[shift])
        self._trips = int(problem.shift_max_trips[shift])

    def work_s(self, label: _Label) -> int | None:
        """Give the work of a tour that ends with a label; ``None`` where it is over too late."""
        after_s = self._after_s[label.order]
        if label.forced_s + after_s > self._until_s:
            return None
        return int(after_s + max(label.offset_s, label.forced_s - label.latest_s))

    def onward(self, label: _Label | None, done: int) -> Iterator[_Label]:
        """Extend the beginning of a tour by each order that may follow."""
        for order in self._orders:
            if done >> order & 1:
                continue
            if label is not None:
                yield from self._next_door(label, order)
            if label is None or label.trip + 1 < self._trips:
                yield from self._next_trip(label, order)

    def _next_door(self, label: _Label, order: int) -> Iterator[_Label]:
        arriving_s = (
            0
            if self._building[label.order] == self._building[order]
            else self._problem.per_building_s
        )
        leg_s = self._leg_s[label.order][order]
        yield from self._handed(label, order, label, leg_s, arriving_s)

    def _next_trip(self, label: _Label | None, order: int) -> Iterator[_Label]:
        if label is None:
            fresh = _Label(0, self._ready_s, _NEVER, 0, _NEVER, 0, None, -1, 0)
        else:
            pause_s = self._back_s[label.order] + self._problem.reload_s
            fresh = label._replace(
                offset_s=label.offset_s + pause_s,
                forced_s=label.forced_s + pause_s,
                trip_offset_s=0,
                trip_latest_s=_NEVER,
                boxes=0,
                trip=label.trip + 1,
            )
        leg_s = self._leg_s[-1][order]
        yield from self._handed(fresh, order, label, leg_s, self._problem.per_building_s)

    def _handed(
        self, start: _Label, order: int, before: _Label | None, leg_s: int, arriving_s: int
    ) -> Iterator[_Label]:
        """Hand over one order after a leg, where boxes, heat, door and shift allow."""
        boxes = start.boxes + self._boxes[order]
        trip_offset_s = start.trip_offset_s + leg_s
        forced_s = max(start.forced_s + leg_s, self._opens_s[order])
        shuts_s = self._shuts_s[order]
        trip_latest_s = min(start.trip_latest_s, shuts_s - trip_offset_s)
        handover_s = self._handover_s[order] + arriving_s
        if (
            boxes > self._capacity
            or trip_offset_s > self._heat_s
            or forced_s > shuts_s
            or forced_s - self._heat_s > trip_latest_s
            or forced_s + handover_s > self._until_s
        ):
            return
        offset_s = start.offset_s + leg_s
        yield _Label(
            offset_s + handover_s,
            forced_s + handover_s,
            min(start.latest_s, shuts_s - offset_s),
            trip_offset_s + handover_s,
            trip_latest_s,
            boxes,
            before,
            order,
            start.trip,
        )


def _keep(
    level: dict[tuple[int, int, int], list[_Label]], key: tuple[int, int, int], new: _Label
) -> None:
    """Keep a label unless another of the same orders, last door and trip is nowhere worse."""
    some = level.setdefault(key, [])
    if any(_no_worse(old, new) for old in some):
        return
    some[:] = [old for old in some if not _no_worse(new, old)]
    some.append(new)


def _no_worse(one: _Label, other: _Label) -> bool:
    return (
        one.offset_s <= other.offset_s
        and one.forced_s <= other.forced_s
        and one.latest_s >= other.latest_s
        and one.trip_offset_s <= other.trip_offset_s
        and one.trip_latest_s >= other.trip_latest_s
        and one.boxes <= other.boxes
    )


def _trips(label: _Label) -> tuple[tuple[int, ...], ...]:
    """Follow a label back to the canteen, and give its orders by trip."""
    trips: list[list[int]] = [[] for _row in range(label.trip + 1)]
    here: _Label | None = label
    while here is not None:
        trips[here.trip].insert(0, here.order)
        here = here.before
    return tuple(tuple(trip) for trip in trips)


def _choose(problem: Problem, columns: list[_Column]) -> Solution:
    """Choose the tours that together cost least, by CP-SAT."""
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _column in columns]
    out = [model.new_bool_var("") for _row in range(problem.orders)]
    cooks = {
        (int(order), int(canteen)): model.new_bool_var("")
        for order, canteen in np.argwhere(problem.order_may)
    }
    brings: dict[tuple[int, int], list[cp_model.IntVar]] = {key: [] for key in cooks}
    works: list[list[cp_model.IntVar]] = [[] for _row in range(problem.shifts)]
    for column, taken in zip(columns, chosen, strict=True):
        works[column.tour.shift].append(taken)
        for order in column.tour.orders:
            brings[order, column.tour.canteen].append(taken)
    for order in range(problem.orders):
        own = [key for key in cooks if key[0] == order]
        model.add_exactly_one(cooks[key] for key in own)
        model.add_exactly_one([out[order], *(taken for key in own for taken in brings[key])])
    for key, some in brings.items():
        model.add(sum(some) <= cooks[key])
    for canteen in range(problem.canteens):
        boxes = [
            int(problem.order_boxes[key[0]]) * cooked
            for key, cooked in cooks.items()
            if key[1] == canteen
        ]
        model.add(sum(boxes) <= int(problem.canteen_capacity[canteen]))
    for shift in range(problem.shifts):
        model.add_at_most_one(works[shift])
        lo, hi = problem.conflict_start[shift], problem.conflict_start[shift + 1]
        for other in problem.conflict_with[lo:hi]:
            model.add_at_most_one(works[shift] + works[int(other)])
    left_out = sum(
        int(price) * missing for price, missing in zip(problem.order_price, out, strict=True)
    )
    tours = sum(column.cost * taken for column, taken in zip(columns, chosen, strict=True))
    model.minimize(left_out + tours)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) != cp_model.OPTIMAL:
        raise EngineError(_("no proven optimum: {status}").format(status=solver.status_name()))
    kitchen = {key[0]: key[1] for key, cooked in cooks.items() if solver.value(cooked)}
    return Solution(
        tuple(
            column.tour
            for column, taken in zip(columns, chosen, strict=True)
            if solver.value(taken)
        ),
        tuple(kitchen[order] for order in range(problem.orders)),
    )
