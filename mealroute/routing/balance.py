"""Tell what fairness costs: the curve of the longest route against what all routes cost."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from mealroute.routing.steer import outweighed
from mealroute.routing.sweep import Finds, Ground, pareto_front, price_of
from mealroute.search.problem import NO_LIMIT_S, Problem, Solution
from mealroute.search.schedule import schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class BalancePoint:
    """One plan of the curve.

    Seconds of work of the longest and the shortest route, their mean and standard deviation, and
    of all together; ``cost`` by the price list of the day, ``balance`` what of it asks for
    fairness.
    """

    longest_s: int
    shortest_s: int
    mean_s: float
    spread_s: float
    work_s: int
    call_outs: int
    cost: int
    balance: int
    solution: Solution = field(repr=False)

    @property
    def without_balance(self) -> int:
        """The cost without the term for balance: what the curve measures."""
        return self.cost - self.balance


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceCurve:
    """The plans that no other beats in longest route and cost, the cheapest first."""

    points: tuple[BalancePoint, ...]
    stopped: bool
    fault: str


def limits_s(longest_s: int, steps: int) -> tuple[int, ...]:
    """Give the lengths of a route to try: from the longest down to half of it.

    Examples
    --------
    >>> limits_s(3600, 3)
    (3600, 2700, 1800)
    """
    return tuple(round(float(one)) for one in np.linspace(longest_s, longest_s / 2, steps))


def solves(steps: int) -> int:
    """Say how many solves a curve takes; the command shares its seconds out among them."""
    return 2 * steps + 1


def balance_curve(
    ground: Ground,
    *,
    steps: int = 8,
    on_limit: Callable[[int], None] = lambda _limit_s: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> BalanceCurve:
    """Find the cheapest plans for every longest route.

    The price of `balance` alone does not find them: where several routes are equally long,
    shortening one of them gains nothing. So the length of a route is limited instead (the
    epsilon-constraint method), tighter and tighter and then wider again; each solve starts from
    the cheapest plan so far that keeps its limit, and each plan met counts.

    Parameters
    ----------
    steps
        How many limits are tried, 1 or more.
    on_limit
        Called before each solve with the seconds a route may take in it; 0 for no limit.

    Raises
    ------
    EngineError
        When an engine broke a rule unnoticed.

    References
    ----------
    Haimes, Y. Y., Lasdon, L. S., Wismer, D. A. (1971): On a bicriterion formulation of the
    problems of integrated system identification and system optimization. IEEE Transactions on
    Systems, Man, and Cybernetics 1(3), 296-297.
    """
    finds = Finds(ground, should_stop)
    free = ground.problem._replace(price_balance=0.0)

    def solve_at(limit_s: int) -> Solution:
        if not finds.stopped:
            on_limit(limit_s)
        return finds.solve(_limited(free, limit_s) if limit_s else free)

    longest_s = max(_works_s(free, solve_at(0)), default=0)
    tighter = limits_s(min(longest_s, _longest_trip_s(free)), steps)
    for limit_s in (*tighter, *tighter[-2::-1], 0):
        solve_at(limit_s)
    return BalanceCurve(
        points=_unbeaten(ground, finds.complete()), stopped=finds.stopped, fault=finds.fault
    )


def _limited(problem: Problem, limit_s: int) -> Problem:
    """Let no trip take longer than the limit, the last handover as short as any.

    What a route takes to come back, and a second trip, are beyond this; balance, priced at 1,
    weighs on them. No order is left out to make a route shorter.
    """
    aboard_s = np.minimum(problem.shift_aboard_s, max(0, limit_s - _last_handover_s(problem)))
    shifts_s = int((problem.shift_until_s - problem.shift_from_s).max(initial=0))
    return outweighed(problem, shifts_s)._replace(shift_aboard_s=aboard_s, price_balance=1.0)


def _longest_trip_s(problem: Problem) -> int:
    """Say how long a trip of any shift may take by the heat limit."""
    return int(problem.shift_aboard_s.max(initial=0)) + _last_handover_s(problem)


def _last_handover_s(problem: Problem) -> int:
    return int(problem.order_handover_s.min(initial=NO_LIMIT_S)) + problem.per_building_s


def _works_s(problem: Problem, solution: Solution) -> list[int]:
    times = [schedule(problem, tour) for tour in solution.tours]
    return [one.work_s for one in times if one is not None]


def _unbeaten(ground: Ground, solutions: Sequence[Solution]) -> tuple[BalancePoint, ...]:
    free = ground.problem._replace(price_balance=0.0)
    figures = [
        (
            price_of(free, solution),
            max(_works_s(ground.problem, solution), default=0),
            solution,
        )
        for solution in solutions
    ]
    front = pareto_front(figures, lambda one: (one[0], one[1]))
    return tuple(_point(ground, solution) for _price, _longest_s, solution in front)


def _point(ground: Ground, solution: Solution) -> BalancePoint:
    works_s = _works_s(ground.problem, solution) or [0]
    bill = ground.judge(solution).bill
    return BalancePoint(
        longest_s=max(works_s),
        shortest_s=min(works_s),
        mean_s=statistics.fmean(works_s),
        spread_s=statistics.pstdev(works_s),
        work_s=bill.work,
        call_outs=len(solution.tours),
        cost=bill.total,
        balance=bill.balance,
        solution=solution,
    )
