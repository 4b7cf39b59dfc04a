"""Spend a budget on the parts of a problem, round after round, each round cut anew.

The engines search single trips. So every second round leaves the tours of several trips out of
their hands, and in the others such a tour is only replaced where single trips are cheaper; what
an engine leaves unserved is put into further trips where they fit.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from mealroute.search.canteen_part import Part, parts_of
from mealroute.search.engine import Budget, Report
from mealroute.search.incumbent import Incumbent
from mealroute.search.mend import insert, mend
from mealroute.search.one_trip import OneTrip, one_trip
from mealroute.search.problem import Problem, Solution, Tour

Proposal: TypeAlias = Mapping[int, Sequence[int]]
"""For each shift at work the orders it brings, in sequence."""
SolvePart: TypeAlias = Callable[[OneTrip, Budget, int, Callable[[Proposal], None]], Proposal]
"""Search a part within a budget, from a seed, telling every better proposal; give the best."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How an engine likes its parts: at most so many orders, so much for each order a round."""

    most_orders: int
    seconds_per_order: float
    iterations_per_order: float


class _Purse:
    """Divides what is left of a budget, so that late parts get no less than early ones."""

    def __init__(self, budget: Budget, manner: Manner, orders: int) -> None:
        self._end = None if budget.seconds is None else time.monotonic() + budget.seconds
        self._iterations = budget.iterations
        if budget.iterations is not None:
            rounds = budget.iterations / (manner.iterations_per_order * max(1, orders))
        else:
            rounds = (budget.seconds or 0) / (manner.seconds_per_order * max(1, orders))
        self._weight_left = float(orders * max(1, round(rounds)))

    @property
    def spent(self) -> bool:
        return (
            self._weight_left <= 0
            or self._iterations == 0
            or (self._end is not None and time.monotonic() >= self._end)
        )

    def share(self, weight: int) -> Budget:
        """Take what ``weight`` orders are worth of all that are still to come."""
        part = min(1.0, weight / self._weight_left) if self._weight_left > 0 else 1.0
        self._weight_left -= weight
        seconds = iterations = None
        if self._end is not None:
            seconds = max(0.0, self._end - time.monotonic()) * part
        if self._iterations is not None:
            iterations = round(self._iterations * part)
            self._iterations -= iterations
        return Budget(seconds, iterations)


def improve_in_parts(
    problem: Problem,
    start: Solution,
    budget: Budget,
    seed: int,
    report: Report,
    *,
    manner: Manner,
    solve: SolvePart,
) -> Solution:
    """Improve a solution part by part with an engine for single trips.

    Raises
    ------
    InvalidValueError
        When the start breaks a rule.
    """
    incumbent = Incumbent(problem, start, report)
    dice = np.random.default_rng(seed)
    purse = _Purse(budget, manner, problem.orders)
    thaw = True
    while not purse.spent:
        parts = parts_of(problem, incumbent.solution, manner.most_orders, dice, thaw=thaw)
        thaw = not thaw
        for part in parts:
            share = purse.share(len(part.orders))
            _improve_part(problem, incumbent, part, share, int(dice.integers(2**31)), solve)
        purse.share(problem.orders - sum(len(part.orders) for part in parts))
    return incumbent.solution


def _improve_part(
    problem: Problem,
    incumbent: Incumbent,
    part: Part,
    share: Budget,
    seed: int,
    solve: SolvePart,
) -> None:
    """Let the engine search one part, and take what it finds as far as it is valid and better.

    What it leaves out is put where it fits, also into further trips and into the tours of several
    trips that are no part of its search.
    """
    if 0 in {share.seconds, share.iterations}:
        return

    def found(proposal: Proposal) -> None:
        tours = [Tour(shift, part.canteen, (tuple(row),)) for shift, row in proposal.items()]
        incumbent.offer(tours, part.shifts)

    model = one_trip(problem, part)
    tours = part.tours
    if model.orders and model.vehicles:
        tours = mend(problem, part.canteen, solve(model, share, seed, found))
    brought = {order for tour in tours for order in tour.orders}
    left = [order for order in part.orders if order not in brought]
    frozen = [
        tour
        for tour in incumbent.solution.tours
        if tour.canteen == part.canteen and len(tour.trips) > 1 and tour.shift not in part.shifts
    ]
    longer = insert(problem, part.canteen, (*tours, *frozen), part.shifts, left)
    incumbent.offer(longer, {*part.shifts, *(tour.shift for tour in frozen)})
