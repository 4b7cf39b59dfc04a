"""The engine of our own: compiled ruin and recreate that prices every term of the price list."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from mealroute.search.annealing import Annealing, complete, zones_of
from mealroute.search.core import make_core, to_solution
from mealroute.search.engine import Budget, Report
from mealroute.search.example import two_doors
from mealroute.search.pool import RoutePool
from mealroute.search.problem import Problem, Solution, nothing_served
from mealroute.search.schedule import cost

COLD: Final = 2.0
"""The last temperature of every phase, in volunteer-seconds."""
_POOLED_BELOW: Final = 6.0
_MOST_POOLED_ORDERS: Final = 600
_CHOOSING_SHARE: Final = 0.05
_TELL_EVERY_S: Final = 0.5
_TELLING_SHARE: Final = 0.03


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the budget: from nothing or from the best so far, and how hot it begins."""

    share: float
    fresh: bool
    hot: float


_WARM: Final = (Phase(0.5, fresh=False, hot=100.0), Phase(0.5, fresh=False, hot=300.0))
_LARGE: Final = (Phase(1.0, fresh=True, hot=200.0),)
_AGAIN, _BETTER = Phase(0.16, fresh=True, hot=200.0), Phase(0.12, fresh=False, hot=100.0)
_SMALL: Final = (_AGAIN, _AGAIN, _BETTER, _AGAIN, _BETTER, _AGAIN, _BETTER)


class RuinRecreateEngine:
    """Simulated annealing over ruin and recreate; knows every rule, so nothing is repaired.

    Small problems are annealed several times: from nothing, and from the best set of all routes
    met. Christiaens, J. and Vanden Berghe, G. (2020): Slack induction by string removals for
    vehicle routing problems. Transportation Science 54(2), 417-433.
    """

    name = "mealroute"
    runs_here = True

    def improve(
        self,
        problem: Problem,
        start: Solution,
        budget: Budget,
        seed: int,
        report: Report,
        *,
        workers: int = 1,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Solution:
        """Search from ``start`` on ``workers`` cores; see `mealroute.search.engine.Engine`."""
        if not problem.orders or not problem.shifts:
            return start
        return _Search(problem, start, budget, seed, report, workers, should_stop).run()


def first_solution(problem: Problem, kept: Solution | None = None) -> Solution:
    """Build a plan by inserting every order at its cheapest place, the hardest first.

    Valid and, wherever greedy insertion finds room, complete. ``kept`` is a valid solution whose
    tours stay as they are but for what is inserted between their stops.
    """
    start = nothing_served(problem) if kept is None else kept
    if not problem.orders or not problem.shifts:
        return start
    core = make_core(problem)
    return to_solution(core, complete(problem, core, start, 0))


def prepare() -> None:
    """Compile the search on a tiny problem, so that no real one has to wait for it."""
    problem = two_doors()
    start = first_solution(problem)
    RuinRecreateEngine().improve(problem, start, Budget(iterations=9), 0, lambda *_found: None)


def phases_of(problem: Problem, start: Solution) -> tuple[Phase, ...]:
    """Choose how to spend a budget: a plan that is there is only made better.

    Large problems take the whole budget for one run; small ones are soon stuck, each time with
    other routes.
    """
    if start.tours:
        return _WARM
    return _SMALL if is_pooled(problem) else _LARGE


def is_pooled(problem: Problem) -> bool:
    """Whether choosing among all routes met is quick, and prices all that a plan costs."""
    return problem.orders <= _MOST_POOLED_ORDERS and problem.price_balance == 0


class _Search:
    """One search: its phases, the best so far, and the clock."""

    def __init__(
        self,
        problem: Problem,
        start: Solution,
        budget: Budget,
        seed: int,
        report: Report,
        workers: int,
        should_stop: Callable[[], bool],
    ) -> None:
        self._began_s = time.monotonic()
        self._problem, self._budget, self._seed = problem, budget, seed
        self._report, self._should_stop = report, should_stop
        self._core = make_core(problem)
        self._start = self._best = start
        self._cost = cost(problem, start)
        self._pool = RoutePool(problem) if is_pooled(problem) else None
        self._told_s, self._pause_s = self._began_s, 0.0
        self._done = 0
        # A problem too small to be cut is searched by each worker for itself.
        self._alone = zones_of(problem, workers) == 1
        self._workers = workers
        self._threads = ThreadPoolExecutor(workers) if self._alone and workers > 1 else None

    def run(self) -> Solution:
        """Spend the budget; the best solution met."""
        phases = phases_of(self._problem, self._start)
        ends = [sum(phase.share for phase in phases[:row]) for row in range(len(phases) + 1)]
        total = ends[-1]
        for row, (begin, end) in enumerate(pairwise(ends)):
            if row and self._over():
                break
            self._anneal(phases[row], row, begin / total, end / total)
            if row and self._pool is not None and not self._over():
                self._choose(self._pool)
        return self._best

    def _anneal(self, phase: Phase, row: int, begin: float, end: float) -> None:
        """Spend the budget from ``begin`` to ``end``, shares of the whole, on one phase."""
        crew = self._crew(self._start if phase.fresh else self._best, 1_000 * self._seed + row)
        if row == 0:
            self._offer(crew, at_once=True)
        last = False
        while not last and not self._should_stop():
            spent = self._spent()
            if spent >= end:
                break
            rounds = crew[0].rounds_at_once * len(crew)
            if self._budget.iterations is not None:
                left = round(end * self._budget.iterations) - self._done
                rounds, last = min(rounds, left), rounds >= left
            temperature = phase.hot * (COLD / phase.hot) ** ((spent - begin) / (end - begin))
            self._go_on(crew, rounds, temperature)
            self._done += rounds
            if temperature < _POOLED_BELOW and self._pool is not None:
                for one in crew:
                    self._pool.add(one.tours())
            self._offer(crew, at_once=False)
        self._offer(crew, at_once=True)

    def _crew(self, start: Solution, seed: int) -> list[Annealing]:
        if not self._alone:
            return [Annealing(self._problem, self._core, start, seed, self._workers)]
        return [
            Annealing(self._problem, self._core, start, seed + 101 * worker)
            for worker in range(self._workers)
        ]

    def _go_on(self, crew: Sequence[Annealing], rounds: int, temperature: float) -> None:
        each, odd = divmod(rounds, len(crew))
        if self._threads is None:
            crew[0].go_on(rounds, temperature)
            return
        done = self._threads.map(
            lambda row: crew[row].go_on(each + (row < odd), temperature), range(len(crew))
        )
        list(done)

    def _offer(self, crew: Sequence[Annealing], *, at_once: bool) -> None:
        """Keep what is better than the best, and tell of it unless that was done just now."""
        best = min(crew, key=lambda one: one.cost)
        now_s = time.monotonic()
        if self._cost is not None and best.cost >= self._cost:
            return
        if at_once or now_s - self._told_s > self._pause_s:
            self._keep(best.best(), best.cost)
            # Reading a large solution out, and pricing it anew, takes as long as many rounds.
            took_s = time.monotonic() - now_s
            self._pause_s = max(_TELL_EVERY_S, took_s / _TELLING_SHARE)
            self._told_s = time.monotonic()

    def _keep(self, solution: Solution, price: int) -> None:
        self._best, self._cost = solution, price
        self._report(solution, price)

    def _choose(self, pool: RoutePool) -> None:
        """Take the cheapest set of all routes met, where it is better than the best."""
        limit_s = None
        if self._budget.seconds is not None:
            limit_s = self._budget.seconds * _CHOOSING_SHARE
        chosen = pool.choose(limit_s)
        if chosen is None:
            return
        price = cost(self._problem, chosen)
        if price is not None and (self._cost is None or price < self._cost):
            self._keep(chosen, price)

    def _over(self) -> bool:
        return self._should_stop() or self._spent() >= 1

    def _spent(self) -> float:
        """Say which share of the budget is spent; 1 or more when it is over."""
        shares = [0.0]
        if self._budget.iterations is not None:
            whole = self._budget.iterations
            shares.append(self._done / whole if whole else 1.0)
        if self._budget.seconds is not None:
            seconds = time.monotonic() - self._began_s
            shares.append(seconds / self._budget.seconds if self._budget.seconds else 1.0)
        return max(shares)
