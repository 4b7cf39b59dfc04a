"""Stay close to another plan: start from its routes, and price every change of volunteer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import OrderId, Plan, ResidentId, VolunteerId
from mealroute.routing.build import Instance, shifts_of_volunteers
from mealroute.search.problem import Problem, Solution, Tour
from mealroute.search.schedule import cost, schedule, tour_allowed

KEEP_S: Final = 60
"""What the search pays, where nothing is said, for a resident who keeps the volunteer."""


@dataclass(frozen=True, slots=True)
class KeptVolunteers:
    """Of the orders brought whose resident had a volunteer in the previous plan, who keeps one.

    ``same`` of ``orders`` are brought by the same volunteer again; for ``away`` of them none of
    those volunteers is at work today and may bring it.
    """

    orders: int
    same: int
    away: int


def volunteers_before(
    previous: Plan, resident_of: Mapping[OrderId, ResidentId]
) -> dict[ResidentId, frozenset[VolunteerId]]:
    """Give the volunteers who come to each resident in a plan.

    Parameters
    ----------
    resident_of
        The resident of every order of the plan; orders unknown to it are passed over.
    """
    found: dict[ResidentId, set[VolunteerId]] = {}
    for route, stop in previous.stops():
        resident_id = resident_of.get(stop.order_id)
        if resident_id is not None:
            found.setdefault(resident_id, set()).add(route.volunteer_id)
    return {resident_id: frozenset(volunteers) for resident_id, volunteers in found.items()}


def changes(
    instance: Instance, before: Mapping[ResidentId, Collection[VolunteerId]]
) -> NDArray[np.int32]:
    """Say, by 1 and 0, which shift (m) would be a change to the resident of an order (n).

    Where none of the volunteers from before may bring the order today there is nothing to keep,
    and nobody is a change.
    """
    problem = instance.problem
    shifts_of = shifts_of_volunteers(instance.shifts)
    changed = np.zeros((problem.shifts, problem.orders), dtype=np.int32)
    for row, order in enumerate(instance.orders):
        same = [
            shift
            for volunteer_id in before.get(order.resident_id, ())
            for shift in shifts_of.get(volunteer_id, [])
        ]
        works = problem.shift_works_for[same] & problem.order_may[row]
        if (works.any(axis=1) & problem.able[same, row]).any():
            changed[:, row] = 1
            changed[same, row] = 0
    return changed


def kept_volunteers(
    instance: Instance,
    solution: Solution,
    before: Mapping[ResidentId, Collection[VolunteerId]],
) -> KeptVolunteers:
    """Count who keeps the volunteer of a previous plan."""
    changed = changes(instance, before)
    orders = same = away = 0
    for tour in solution.tours:
        volunteer_id = instance.shifts[tour.shift].volunteer_id
        for order in tour.orders:
            known = before.get(instance.orders[order].resident_id)
            if known:
                orders += 1
                same += volunteer_id in known
                away += not changed[:, order].any() and volunteer_id not in known
    return KeptVolunteers(orders, same, away)


def start_from(
    previous: Plan, instance: Instance, resident_of: Mapping[OrderId, ResidentId]
) -> Solution:
    """Rebuild the previous routes with today's orders of the same residents.

    Parameters
    ----------
    previous
        A plan of any date, of the same canteens and volunteers as far as they still exist.
    resident_of
        The resident of every order of both plans; ids unknown to it are passed over.

    Returns
    -------
    Solution
        Always valid: orders that no longer fit are left out for the search to place.
    """
    problem = instance.problem
    today: dict[ResidentId, list[int]] = {}
    for row, order in enumerate(instance.orders):
        today.setdefault(order.resident_id, []).append(row)
    canteens = {canteen_id: row for row, canteen_id in enumerate(instance.canteens)}
    free_shifts = set(range(problem.shifts))
    tours: list[Tour] = []
    for route in previous.routes:
        canteen = canteens.get(route.canteen_id)
        shifts = [
            shift
            for shift in sorted(free_shifts)
            if instance.shifts[shift].volunteer_id == route.volunteer_id
            and canteen is not None
            and problem.shift_works_for[shift, canteen]
        ]
        if canteen is None or not shifts:
            continue
        trips = []
        for trip in route.trips:
            residents = [resident_of.get(stop.order_id) for stop in trip.stops]
            rows = [row for one in residents if one in today for row in today.pop(one)]
            trips.append(rows)
        tour = _longest_valid(problem, shifts[0], canteen, trips)
        if tour is not None:
            tours.append(tour)
            free_shifts.discard(tour.shift)
    return _together(problem, tours)


def _together(problem: Problem, tours: list[Tour]) -> Solution:
    """Put all tours into one plan, or one after the other those that still fit.

    Kitchens change orders with each other, so a part of a plan may ask more of one than all of it.
    """
    nothing = Solution((), tuple(int(canteen) for canteen in problem.order_canteen))
    whole = nothing
    for tour in tours:
        whole = _with(whole, tour)
    if cost(problem, whole) is not None:
        return whole
    grown = nothing
    for tour in tours:
        if cost(problem, _with(grown, tour)) is not None:
            grown = _with(grown, tour)
    return grown


def _with(solution: Solution, tour: Tour) -> Solution:
    cooks = list(solution.cooks)
    for order in tour.orders:
        cooks[order] = tour.canteen
    return Solution((*solution.tours, tour), tuple(cooks))


def _longest_valid(
    problem: Problem, shift: int, canteen: int, trips: list[list[int]]
) -> Tour | None:
    """Add stop by stop in the old sequence, passing over what no longer fits."""
    tour: Tour | None = None
    kept: list[tuple[int, ...]] = []
    for rows in trips:
        trip: tuple[int, ...] = ()
        for order in rows:
            longer = Tour(shift, canteen, (*kept, (*trip, order)))
            if tour_allowed(problem, longer) and schedule(problem, longer) is not None:
                trip = (*trip, order)
                tour = longer
        if trip:
            kept.append(trip)
    return tour
