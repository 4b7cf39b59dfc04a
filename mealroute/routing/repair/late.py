"""Bring lost boxes on a later trip of somebody who goes out before they can leave again."""

from collections.abc import Iterator

import numpy as np

from mealroute.routing.repair.closeness import Held, measured_by
from mealroute.routing.repair.outlook import Outlook
from mealroute.search.problem import Problem, Solution, Tour
from mealroute.search.schedule import TourTimes, schedule, tour_allowed


def with_late_trips(outlook: Outlook, found: Held) -> Held:
    """Put lost orders that are left out into trips that leave late enough.

    In the search a tour works for a canteen or for its twin, as a whole. A tour for the canteen
    may still have a later trip, or room for one, that leaves when the lost boxes can leave too.
    """
    lost = _lost_and_left_out(outlook, found)
    if not lost:
        return found
    problem = _allowing(outlook, found.problem, lost)
    solution = found.solution
    for order in sorted(lost, key=lambda order: (-int(problem.order_price[order]), order)):
        solution = _with_order(outlook, problem, solution, order)
    return min(found, measured_by(outlook, problem, solution), key=lambda one: one.score)


def _lost_and_left_out(outlook: Outlook, found: Held) -> list[int]:
    left_out = set(range(outlook.problem.orders)) - found.solution.served
    own = outlook.problem.order_canteen
    return [order for order in sorted(left_out) if _first(outlook, order) != int(own[order])]


def _first(outlook: Outlook, order: int) -> int:
    """Give the row of the canteen itself, of which the order's row may be the twin."""
    canteens = outlook.instance.canteens
    return canteens.index(canteens[int(outlook.problem.order_canteen[order])])


def _allowing(outlook: Outlook, problem: Problem, lost: list[int]) -> Problem:
    order_may = problem.order_may.copy()
    order_may[lost, [_first(outlook, order) for order in lost]] = True
    return problem._replace(order_may=np.ascontiguousarray(order_may))


def _with_order(outlook: Outlook, problem: Problem, solution: Solution, order: int) -> Solution:
    """Put an order where it adds the least work; the same solution where nothing holds."""
    canteen = _first(outlook, order)
    best: tuple[int, Tour, Tour] | None = None
    for tour in solution.tours:
        before = schedule(problem, tour)
        if tour.canteen != canteen or before is None or not problem.able[tour.shift, order]:
            continue
        for longer in _longer(tour, order):
            times = schedule(problem, longer) if tour_allowed(problem, longer) else None
            if times is None or not _late_enough(outlook, longer, times):
                continue
            if best is None or times.work_s - before.work_s < best[0]:
                best = (times.work_s - before.work_s, tour, longer)
    if best is None:
        return solution
    cooks = list(solution.cooks)
    cooks[order] = canteen
    tours = tuple(best[2] if tour == best[1] else tour for tour in solution.tours)
    return Solution(tours, tuple(cooks))


def _longer(tour: Tour, order: int) -> Iterator[Tour]:
    """Give every tour with the order in a gap of a trip, or on a trip more at the end."""
    for row, trip in enumerate(tour.trips):
        for gap in range(len(trip) + 1):
            longer = (*trip[:gap], order, *trip[gap:])
            trips = (*tour.trips[:row], longer, *tour.trips[row + 1 :])
            yield Tour(tour.shift, tour.canteen, trips)
    yield Tour(tour.shift, tour.canteen, (*tour.trips, (order,)))


def _late_enough(outlook: Outlook, tour: Tour, times: TourTimes) -> bool:
    """Whether every trip with lost boxes leaves when their twin of the canteen is open."""
    problem = outlook.problem
    return all(
        trip_times.leaves_s >= problem.canteen_ready_s[int(problem.order_canteen[order])]
        for trip, trip_times in zip(tour.trips, times.trips, strict=True)
        for order in trip
    )
