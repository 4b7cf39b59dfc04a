"""Start from another plan: keep of its routes whatever still holds today."""

from collections.abc import Mapping

from mealroute.domain import OrderId, Plan, ResidentId
from mealroute.routing.build import Instance
from mealroute.search.problem import Problem, Solution, Tour
from mealroute.search.schedule import cost, schedule, tour_allowed


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
    solution = Solution((), tuple(int(canteen) for canteen in problem.order_canteen))
    free_shifts = set(range(problem.shifts))
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
        grown = solution if tour is None else _with(solution, tour)
        if tour is not None and cost(problem, grown) is not None:
            solution = grown
            free_shifts.discard(tour.shift)
    return solution


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
