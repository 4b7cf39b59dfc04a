"""Measure how close a repair stays to the plan, and hold a search to that closeness."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from mealroute.routing.repair.event import MOST_SHIFT_S
from mealroute.routing.repair.outlook import Outlook
from mealroute.search.problem import Problem, Solution, Tour
from mealroute.search.schedule import TourTimes, schedule

OTHER_FACE: Final = 3_000
"""What a search that is not held pays for bringing somebody by another volunteer than planned."""


class Score(NamedTuple):
    """What a repair is compared by, the first that differs counts; less is better.

    ``unassigned`` is the price of the orders left out; ``touched`` counts residents whose
    volunteer changes or comes more than `MOST_SHIFT_S` earlier or later, or no longer comes;
    ``cost`` is by the price list, without what nothing can change any more.
    """

    unassigned: int
    touched: int
    cost: int


@dataclass(frozen=True, eq=False, slots=True)
class Held:
    """A solution with the problem that its times are taken from.

    In it all orders but some, the ``free`` ones, are held to the volunteer and the time that was
    planned; so the schedule lets a volunteer wait at a door rather than come too early.
    """

    problem: Problem
    solution: Solution
    free: frozenset[int]
    score: Score


def hold(outlook: Outlook, free: Collection[int]) -> Problem:
    """Hold every planned order that is not free to its volunteer and to its time.

    The schedule of any tour that is valid here touches nobody but the free ones.
    """
    problem = outlook.problem
    held = outlook.planned_s >= 0
    held[list(free)] = False
    planned_s = outlook.planned_s
    earliest_s = np.where(held, planned_s - MOST_SHIFT_S, 0)
    latest_s = planned_s + MOST_SHIFT_S
    return problem._replace(
        order_earliest_s=np.maximum(problem.order_earliest_s, earliest_s),
        order_latest_s=np.where(
            held, np.minimum(problem.order_latest_s, latest_s), problem.order_latest_s
        ),
        able=problem.able & (outlook.own | ~held),
    )


def let_go(outlook: Outlook) -> Problem:
    """Hold nobody, but let another face than the planned one cost `OTHER_FACE`."""
    problem = outlook.problem
    other = (outlook.planned_s >= 0) & ~outlook.own
    face_price = problem.face_price + OTHER_FACE * other.astype(np.int32)
    return problem._replace(face_price=face_price)


def touched(outlook: Outlook, problem: Problem, solution: Solution) -> frozenset[int]:
    """Name the planned orders whose volunteer or time changes, or that nobody brings any more."""
    untouched: set[int] = set()
    for tour in solution.tours:
        for order, starts_s in _starts(problem, tour):
            near = abs(starts_s - int(outlook.planned_s[order])) <= MOST_SHIFT_S
            if outlook.own[tour.shift, order] and near:
                untouched.add(order)
    return frozenset(np.flatnonzero(outlook.planned_s >= 0).tolist()) - untouched


def held(outlook: Outlook, problem: Problem, solution: Solution) -> Held:
    """Measure a solution whose times are those of ``problem``, and hold what it does not touch."""
    changed = touched(outlook, problem, solution)
    return _scored(outlook, hold(outlook, changed), solution, changed)


def measured_by(outlook: Outlook, problem: Problem, solution: Solution) -> Held:
    """Measure a solution, its times by just this problem."""
    return _scored(outlook, problem, solution, touched(outlook, problem, solution))


def _scored(
    outlook: Outlook, problem: Problem, solution: Solution, changed: frozenset[int]
) -> Held:
    served = solution.served
    unassigned = sum(
        int(price) for order, price in enumerate(problem.order_price) if order not in served
    )
    score = Score(unassigned, len(changed), _cost(outlook, problem, solution))
    return Held(problem, solution, changed, score)


def kept_held(outlook: Outlook) -> Held:
    """Measure the old tours that still hold, each at the planned times wherever it can be."""
    kept = outlook.kept
    gone = frozenset(range(outlook.problem.orders)) - kept.served
    strict = hold(outlook, gone)
    free = set(gone)
    for tour in kept.tours:
        if schedule(strict, tour) is None:
            free |= touched(outlook, outlook.problem, Solution((tour,), kept.cooks)) & {
                *tour.orders
            }
    return held(outlook, hold(outlook, free), kept)


def times_of(problem: Problem, tour: Tour) -> TourTimes:
    """Time a tour that is known to be valid."""
    times = schedule(problem, tour)
    if times is None:
        raise AssertionError(tour)
    return times


def _starts(problem: Problem, tour: Tour) -> list[tuple[int, int]]:
    starts = [at for trip in times_of(problem, tour).trips for at in trip.starts_s]
    return list(zip(tour.orders, starts, strict=True))


def _cost(outlook: Outlook, problem: Problem, solution: Solution) -> int:
    """Price the work that is added to what is on the road; exact but for ``balance``."""
    total = 0
    for tour in solution.tours:
        times = times_of(problem, tour)
        begun = outlook.begun.get(tour.shift)
        if begun is None:
            total += times.work_s + problem.price_call_out
        else:
            total += times.trips[0].leaves_s + times.work_s - begun.ends_s
        total += int(outlook.problem.face_price[tour.shift, list(tour.orders)].sum())
    return total
