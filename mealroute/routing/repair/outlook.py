"""Write what can still be changed of a running day as a problem of its own."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mealroute.domain import (
    Coordinates,
    EndsAt,
    OrderId,
    Plan,
    Receipt,
    Service,
    VolunteerId,
)
from mealroute.routing.build import Instance, build
from mealroute.routing.repair.event import Event
from mealroute.routing.repair.frozen import Leg, LegKey, Parted, door_of, measured
from mealroute.search.problem import NO_LIMIT_S, Flags, Ints, Problem, Solution, Tour
from mealroute.search.schedule import schedule, tour_allowed
from mealroute.settings import Settings
from mealroute.travel import TravelTimes


@dataclass(frozen=True, slots=True)
class Begun:
    """A shift with trips on the road: the old route, and when its work is over as it stands."""

    parted: Parted
    ends_s: int


@dataclass(frozen=True, eq=False, slots=True)
class Outlook:
    """What can still be changed: n orders that have not left, m shifts.

    ``instance`` has a second row for a canteen with lost boxes: the same canteen, from the moment
    they can leave it once more. ``kept`` are the old tours as far as they still hold, and
    ``route_of`` says which old route each shift comes from. ``planned_s`` (n) is when the
    handover was planned to start, -1 where none was; ``own`` (m, n) whether the shift is of the
    volunteer who was planned; ``begun`` the shifts on the road.
    """

    instance: Instance
    kept: Solution
    route_of: Mapping[int, int]
    planned_s: Ints
    own: Flags
    begun: Mapping[int, Begun]

    @property
    def problem(self) -> Problem:
        """The problem, each handover at any time that the rules allow."""
        return self.instance.problem


def look_ahead(
    plan: Plan,
    service: Service,
    settings: Settings,
    travel: TravelTimes,
    receipts: Sequence[Receipt],
    parted: Sequence[Parted],
    event: Event,
) -> Outlook:
    """Build the problem of all accepted orders that are neither handed over nor aboard.

    A shift on the road is free again when it is back and has loaded. Nobody leaves before now.
    An accepted order stays at its canteen.

    Parameters
    ----------
    receipts
        The answers that stand now.
    parted
        The old routes, by `mealroute.routing.repair.frozen.part`.

    Raises
    ------
    TravelError
        When travel times cannot be had.
    """
    gone = {stop.order_id for one in parted for trip in one.left for stop in trip.stops}
    shifts = [row for row, s in enumerate(service.shifts) if s.volunteer_id not in event.without]
    working = replace(service, shifts=tuple(service.shifts[row] for row in shifts))
    open_receipts = [one for one in receipts if one.accepted and one.order_id not in gone]
    built = build(working, settings, open_receipts, travel)
    # `build` leaves out shifts of canteens that are not open; objects of rows may be equal.
    kept_rows = [row for row in shifts if set(service.shifts[row].canteen_ids) & {*built.canteens}]
    row_of = {row: shift for shift, row in enumerate(kept_rows)}
    begun = {
        row_of[one.shift]: Begun(one, _ends_s(one, service, travel))
        for one in parted
        if one.left and one.shift is not None
    }
    lost = {order_id for one in parted for order_id in one.lost}
    problem = _from_now(built, begun, service, settings, travel, event)
    problem, twin = _with_twins(problem, built, lost, event)
    instance = replace(
        built,
        problem=problem,
        canteens=(*built.canteens, *(built.canteens[row] for row in twin)),
    )
    planned_s, own = _planned(plan, instance, service)
    kept = _kept(parted, instance, row_of, len(built.canteens), twin)
    route_of = {
        row_of[one.shift]: index for index, one in enumerate(parted) if one.shift is not None
    }
    return Outlook(instance, kept, route_of, planned_s, own, begun)


def second(moment: dt.datetime) -> int:
    """Give a moment in seconds after its midnight."""
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def way_on(parted: Parted, service: Service, *, on: bool) -> LegKey | None:
    """Name the leg after the last trip on the road: to the canteen where the route goes on."""
    shift = None if parted.shift is None else service.shifts[parted.shift]
    route, last = parted.route, parted.left[-1].stops[-1]
    canteen = service.canteens[route.canteen_id].coordinates
    end: Coordinates | None = None
    if on or (shift is not None and shift.ends_at is EndsAt.CANTEEN):
        end = canteen
    elif shift is not None and shift.ends_at is EndsAt.HOME:
        end = service.volunteers[route.volunteer_id].coordinates
    return None if end is None else (route.mode, door_of(service, last.order_id), end)


def _ends_s(parted: Parted, service: Service, travel: TravelTimes) -> int:
    """Say when the work of a route on the road is over if nothing follows."""
    key = way_on(parted, service, on=False)
    way_s = 0 if key is None else measured([key], travel)[key].seconds
    return second(parted.left[-1].stops[-1].ends) + way_s


def _from_now(
    built: Instance,
    begun: Mapping[int, Begun],
    service: Service,
    settings: Settings,
    travel: TravelTimes,
    event: Event,
) -> Problem:
    """Let nobody leave before now, nor before being back; let what is accepted be cooked."""
    problem = built.problem
    from_s, trips = problem.shift_from_s.copy(), problem.shift_max_trips.copy()
    works_for, able = problem.shift_works_for.copy(), problem.able.copy()
    keys = {shift: way_on(one.parted, service, on=True) for shift, one in begun.items()}
    legs: dict[LegKey, Leg] = measured((key for key in keys.values() if key), travel)
    for shift, one in begun.items():
        key = keys[shift]
        back_s = second(one.parted.left[-1].stops[-1].ends)
        back_s += 0 if key is None else legs[key].seconds
        from_s[shift] = back_s + settings.trips.reload_s
        canteen = built.canteens.index(one.parted.route.canteen_id)
        works_for[shift] = np.arange(problem.canteens) == canteen
        # A trip that was dropped on the road was made all the same.
        made = sum(event.past(trip.leaves) for trip in one.parted.route.trips)
        able[shift] &= trips[shift] > made
        trips[shift] = max(1, trips[shift] - made)
        lo, hi = problem.conflict_start[shift : shift + 2]
        able[[other for other in problem.conflict_with[lo:hi] if other not in begun]] = False
    return problem._replace(
        shift_from_s=from_s,
        shift_max_trips=trips,
        shift_works_for=works_for,
        able=able,
        canteen_ready_s=np.maximum(problem.canteen_ready_s, event.now_s()),
        # A receipt given is a box that is cooked, whatever the kitchen's row says by now.
        canteen_capacity=np.full(problem.canteens, NO_LIMIT_S),
    )


def _with_twins(
    problem: Problem, built: Instance, lost: set[OrderId], event: Event
) -> tuple[Problem, list[int]]:
    """Open a canteen with lost boxes once more, from when they can leave it again.

    Whatever the canteen cooks may leave with them; they may not leave before.
    """
    rows = [row for row, order in enumerate(built.orders) if order.order_id in lost]
    twin = sorted({int(problem.order_canteen[row]) for row in rows})
    if not twin:
        return problem, []
    again_s = event.now_s() + event.again_s
    order_may = np.hstack([problem.order_may, problem.order_may[:, twin]])
    order_canteen = problem.order_canteen.copy()
    for row in rows:
        order_canteen[row] = problem.canteens + twin.index(int(order_canteen[row]))
        order_may[row] = np.arange(order_may.shape[1]) == order_canteen[row]

    def both(values: Ints) -> Ints:
        return np.concatenate([values, values[twin]])

    ready_s = both(problem.canteen_ready_s)
    ready_s[problem.canteens :] = np.maximum(ready_s[problem.canteens :], again_s)
    return problem._replace(
        order_canteen=order_canteen,
        order_may=order_may,
        canteen_place=both(problem.canteen_place),
        canteen_ready_s=ready_s,
        canteen_serve_until_s=both(problem.canteen_serve_until_s),
        canteen_capacity=both(problem.canteen_capacity),
        shift_works_for=np.hstack([problem.shift_works_for, problem.shift_works_for[:, twin]]),
    ), twin


def _planned(plan: Plan, instance: Instance, service: Service) -> tuple[Ints, Flags]:
    """Say when each order was planned, and which shifts are of the volunteer who was."""
    promised: dict[OrderId, tuple[VolunteerId, dt.datetime]] = {
        stop.order_id: (route.volunteer_id, stop.starts) for route, stop in plan.stops()
    }
    midnight = dt.datetime.combine(service.date, dt.time())
    planned_s = np.full(len(instance.orders), -1, dtype=np.int64)
    own = np.zeros((len(instance.shifts), len(instance.orders)), dtype=np.bool_)
    names = np.array([shift.volunteer_id for shift in instance.shifts], dtype=object)
    for row, order in enumerate(instance.orders):
        if order.order_id in promised:
            volunteer_id, starts = promised[order.order_id]
            planned_s[row] = int((starts.replace(tzinfo=None) - midnight).total_seconds())
            own[:, row] = names == volunteer_id
    return planned_s, own


def _kept(
    parted: Sequence[Parted],
    instance: Instance,
    row_of: Mapping[int, int],
    canteens: int,
    twin: Sequence[int],
) -> Solution:
    """Keep the old tours that have not left, as far as they still hold."""
    problem = instance.problem
    orders = {order.order_id: row for row, order in enumerate(instance.orders)}
    cooks = [int(canteen) for canteen in problem.order_canteen]
    tours: list[Tour] = []
    for one in parted:
        if one.shift is None or not one.open:
            continue
        canteen = instance.canteens.index(one.route.canteen_id)
        trips = [[orders[order_id] for order_id in trip] for trip in one.open]
        tour = _longest_valid(problem, row_of[one.shift], canteen, trips)
        if tour is None:
            continue
        if canteen in twin:
            # A tour that leaves late enough anyhow can also carry boxes that are made again.
            late = replace(tour, canteen=canteens + twin.index(canteen))
            if schedule(problem, late) == schedule(problem, tour):
                tour = late
        for order in tour.orders:
            cooks[order] = tour.canteen
        tours.append(tour)
    return Solution(tuple(tours), tuple(cooks))


def _longest_valid(
    problem: Problem, shift: int, canteen: int, trips: Sequence[Sequence[int]]
) -> Tour | None:
    """Keep a tour whole where it holds, else every stop that still fits behind those before it."""
    whole = Tour(shift, canteen, tuple(map(tuple, trips)))
    if _holds(problem, whole):
        return whole
    tour: Tour | None = None
    kept: list[tuple[int, ...]] = []
    for orders in trips:
        trip: tuple[int, ...] = ()
        for order in orders:
            longer = Tour(shift, canteen, (*kept, (*trip, order)))
            if _holds(problem, longer):
                trip, tour = (*trip, order), longer
        if trip:
            kept.append(trip)
    return tour


def _holds(problem: Problem, tour: Tour) -> bool:
    return tour_allowed(problem, tour) and schedule(problem, tour) is not None
