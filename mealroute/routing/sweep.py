"""Solve one service again and again under other prices, and let the judge price what comes out."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import mealroute
from mealroute.domain import (
    CanteenId,
    Made,
    OrderId,
    Plan,
    Receipt,
    Service,
    Unassigned,
    UnassignedReason,
)
from mealroute.errors import EngineError
from mealroute.language import gettext as _
from mealroute.routing.assemble import final_receipts, routes
from mealroute.routing.build import Instance, build
from mealroute.routing.check import Judgement, check
from mealroute.routing.plan import Search
from mealroute.search.compiled import is_ready
from mealroute.search.problem import Problem, Solution
from mealroute.search.ruin_recreate import first_solution, prepare
from mealroute.search.schedule import cost, schedule
from mealroute.search.solve import solve
from mealroute.settings import Settings
from mealroute.travel import TravelTimes

_Point = TypeVar("_Point")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One service with all that solving and judging it takes.

    ``search`` is how each single solve searches; its budget is that of one solve.
    """

    instance: Instance
    service: Service
    settings: Settings
    receipts: Sequence[Receipt]
    eligible: Mapping[OrderId, Collection[CanteenId]]
    travel: TravelTimes
    search: Search

    @property
    def problem(self) -> Problem:
        """The problem by the price list."""
        return self.instance.problem

    def judge(self, solution: Solution) -> Judgement:
        """Have the independent judge price a solution.

        Raises
        ------
        EngineError
            When the judge finds a fault or another cost: a fault of the program.
        """
        stated = cost(self.problem, solution)
        served = solution.served
        plan = Plan(
            date=self.service.date,
            meal=self.service.meal,
            made=Made(
                version=mealroute.__version__,
                engine=self.search.engine,
                seed=self.search.seed,
                seconds=0.0,
                travel=self.travel.name,
                cost=-1 if stated is None else stated,
            ),
            receipts=final_receipts(self.instance, solution, self.receipts),
            routes=routes(self.instance, solution, self.service, self.travel),
            unassigned=tuple(
                Unassigned(order_id=order.order_id, reason=UnassignedReason.NOT_FITTED)
                for row, order in enumerate(self.instance.orders)
                if row not in served
            ),
        )
        judgement = check(
            plan, self.service, self.settings, self.travel, self.receipts, self.eligible
        )
        if judgement.violations:
            raise EngineError(
                _("engine {engine}: {violation}").format(
                    engine=self.search.engine, violation=judgement.violations[0].detail
                )
            )
        return judgement


def prepare_ground(
    service: Service,
    settings: Settings,
    receipts: Sequence[Receipt],
    travel: TravelTimes,
    search: Search,
    eligible: Mapping[OrderId, Collection[CanteenId]] | None = None,
) -> Ground:
    """Build the problem of a service once, for many solves.

    Raises
    ------
    ArgumentError
        When the orders lead to more places than can be planned at once.
    TravelError
        When travel times cannot be had.
    """
    if not is_ready():
        prepare()
    return Ground(
        instance=build(service, settings, receipts, travel, eligible),
        service=service,
        settings=settings,
        receipts=receipts,
        eligible=eligible or {},
        travel=travel,
        search=search,
    )


class Finds:
    """All solutions met so far; each solve starts from the one that is cheapest for it."""

    def __init__(self, ground: Ground, should_stop: Callable[[], bool] = lambda: False) -> None:
        self._ground = ground
        self._should_stop = should_stop
        self.solutions: list[Solution] = []
        self.stopped = False
        self.fault = ""

    def solve(self, problem: Problem) -> Solution:
        """Search under the prices and limits of ``problem``; the cheapest solution known there.

        Ctrl-C ends this solve and all that follow; what was found is kept.
        """
        start = self._start(problem)
        if not self.solutions:
            self.solutions.append(start)
        try:
            if not self.stopped:
                self._search(problem, start)
        except KeyboardInterrupt:
            self.stopped = True
        return self._start(problem)

    def _start(self, problem: Problem) -> Solution:
        """Give the cheapest valid solution; where there is none, mend the newest."""
        priced = [(cost(problem, solution), solution) for solution in self.solutions]
        valid = [(price, solution) for price, solution in priced if price is not None]
        if valid:
            return min(valid, key=lambda one: one[0])[1]
        kept = _still_allowed(problem, self.solutions[-1]) if self.solutions else None
        return first_solution(problem, kept)

    def _search(self, problem: Problem, start: Solution) -> None:
        search = self._ground.search
        solved = solve(
            problem,
            start,
            engine=search.engine,
            budget=search.budget,
            seed=search.seed,
            workers=search.workers,
            should_stop=self._should_stop,
        )
        self.stopped = self.stopped or solved.stopped
        self.fault = self.fault or solved.fault
        if solved.solution not in self.solutions:
            self.solutions.append(solved.solution)

    def complete(self) -> list[Solution]:
        """Give the solutions that leave out as little as any of them does."""
        left_out = [self._left_out(solution) for solution in self.solutions]
        return [
            solution
            for solution, price in zip(self.solutions, left_out, strict=True)
            if price == min(left_out)
        ]

    def _left_out(self, solution: Solution) -> int:
        served = list(solution.served)
        prices = self._ground.problem.order_price
        return int(prices.sum()) - int(prices[served].sum())


def _still_allowed(problem: Problem, solution: Solution) -> Solution:
    """Take out the tours that break a limit."""
    tours = tuple(tour for tour in solution.tours if schedule(problem, tour) is not None)
    return Solution(tours, solution.cooks)


def price_of(problem: Problem, solution: Solution) -> int:
    """Price a valid solution by the prices of ``problem``."""
    price = cost(problem, solution)
    if price is None:  # `solve` lets no such solution pass
        raise AssertionError("a solution breaks a rule")
    return price


def pareto_front(
    points: Iterable[_Point], figures: Callable[[_Point], tuple[float, float]]
) -> tuple[_Point, ...]:
    """Keep the points that no other beats in both figures, by the first figure, lowest first.

    Examples
    --------
    >>> pareto_front([(3, 1), (1, 5), (2, 5), (2, 2), (2, 2)], lambda point: point)
    ((1, 5), (2, 2), (3, 1))
    """
    front: list[_Point] = []
    for point in sorted(points, key=figures):
        if not front or figures(point)[1] < figures(front[-1])[1]:
            front.append(point)
    return tuple(front)
