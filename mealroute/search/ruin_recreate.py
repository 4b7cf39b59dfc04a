"""The engine of our own: compiled ruin and recreate that prices every term of the price list."""

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np

from mealroute.search.anneal import anneal, copy_all, first_plan, price_of_all, price_of_balance
from mealroute.search.core import (
    K_CANTEEN,
    NOT_ABLE,
    O_BOXES,
    S_ROW,
    T_ORDER,
    Core,
    State,
    empty_state,
    make_core,
    to_solution,
)
from mealroute.search.engine import Budget, Report
from mealroute.search.example import two_doors
from mealroute.search.insertion import refresh_row
from mealroute.search.problem import Ints, Problem, Solution, nothing_served
from mealroute.search.recreate import NEAR_TRIED, refresh_shift
from mealroute.search.zones import Zones

ORDERS_OF_A_ZONE: Final = 1_000
"""About so many orders fit a core's cache, and are enough to find good neighbours in."""
FEWEST_OF_A_ZONE: Final = 250
_ROUNDS_AT_ONCE: Final = 100
_ROUNDS_OF_A_ZONE: Final = 1_000
_TELL_EVERY_S: Final = 0.5
_TELLING_SHARE: Final = 0.03


class RuinRecreateEngine:
    """Simulated annealing over ruin and recreate; knows every rule, so nothing is repaired.

    Christiaens, J. and Vanden Berghe, G. (2020): Slack induction by string removals for vehicle
    routing problems. Transportation Science 54(2), 417-433.
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
        began_s = time.monotonic()
        if not problem.orders or not problem.shifts:
            return start
        search = _Search(problem, start, seed, workers)
        if search.better_than_start:
            report(search.best(), search.cost)
        hot, cold = temperatures(problem.orders)
        done, told_s, pause_s, untold = 0, time.monotonic(), _TELL_EVERY_S, False
        while (share := _spent(budget, done, time.monotonic() - began_s)) < 1.0:
            if should_stop():
                break
            rounds = search.rounds_at_once
            if budget.iterations is not None:
                rounds = min(rounds, budget.iterations - done)
            untold |= search.go_on(rounds, hot * (cold / hot) ** share)
            done += rounds
            if untold and time.monotonic() - told_s > pause_s:
                told_s = time.monotonic()
                report(search.best(), search.cost)
                # Reading a large solution out, and pricing it anew, takes as long as many rounds.
                pause_s = max(_TELL_EVERY_S, (time.monotonic() - told_s) / _TELLING_SHARE)
                untold, told_s = False, time.monotonic()
        if untold:
            report(search.best(), search.cost)
        return search.best()


def _spent(budget: Budget, rounds: int, seconds: float) -> float:
    """Say which share of the budget is spent; 1 or more when it is over."""
    shares = [0.0]
    if budget.iterations is not None:
        shares.append(rounds / budget.iterations if budget.iterations else 1.0)
    if budget.seconds is not None:
        shares.append(seconds / budget.seconds if budget.seconds else 1.0)
    return max(shares)


def first_solution(problem: Problem, kept: Solution | None = None) -> Solution:
    """Build a plan by inserting every order at its cheapest place, the hardest first.

    Valid and, wherever greedy insertion finds room, complete. ``kept`` is a valid solution whose
    tours stay as they are but for what is inserted between their stops.
    """
    start = nothing_served(problem) if kept is None else kept
    if not problem.orders or not problem.shifts:
        return start
    core = make_core(problem)
    return to_solution(core, _complete(problem, core, start, 0))


def prepare() -> None:
    """Compile the search on a tiny problem, so that no real one has to wait for it."""
    problem = two_doors()
    start = first_solution(problem)
    RuinRecreateEngine().improve(problem, start, Budget(iterations=1), 0, lambda *_found: None)


def temperatures(orders: int) -> tuple[float, float]:
    """Give the first and the last temperature of annealing, in volunteer-seconds.

    Measured to work at 200, 1,000 and 3,000 orders; between them by the logarithm of the size.
    """
    sizes = np.log([200, 1_000, 3_000])
    at = math.log(max(orders, 1))
    hot = np.exp(np.interp(at, sizes, np.log([300.0, 100.0, 60.0])))
    return float(hot), float(np.interp(at, sizes, [2.0, 2.0, 3.0]))


class _Search:
    """One annealing run: the compiled state, its best, and the zones it is cut into."""

    def __init__(self, problem: Problem, start: Solution, seed: int, workers: int = 1) -> None:
        self._core = make_core(problem)
        begun = int(price_of_all(self._core, _loaded(problem, self._core, start, seed)))
        self._state = _complete(problem, self._core, start, seed)
        self.cost = int(price_of_all(self._core, self._state))
        """The cost of the best so far."""
        self.better_than_start = self.cost < begun
        balance = price_of_balance(self._core, self._state)
        self._costs = np.array([self.cost, self.cost, balance], dtype=np.int64)
        copy_all(self._core, self._state)
        self._best = _copy(self._state)
        count = _zones_of(problem, workers)
        self._zones = Zones(problem, self._core, self._state, count, seed) if count > 1 else None
        self._threads = ThreadPoolExecutor(workers) if count > 1 < workers else None
        self.rounds_at_once = count * _ROUNDS_OF_A_ZONE if count > 1 else _ROUNDS_AT_ONCE

    def go_on(self, rounds: int, temperature: float) -> bool:
        """Do some rounds; says whether the best got better."""
        if self._zones is None:
            anneal(self._core, self._state, self._costs, rounds, temperature, NEAR_TRIED)
        else:
            self._anneal_zones(self._zones, rounds, temperature)
        if self._costs[1] >= self.cost:
            return False
        self.cost = int(self._costs[1])
        self._best = _copy(self._state)
        return True

    def _anneal_zones(self, zones: Zones, rounds: int, temperature: float) -> None:
        """Let each zone do its share of the rounds; their bests together are one plan."""
        zones.cut()
        copy_all(self._core, self._state)
        states = [state for state in zones.states if state.members[-1]]
        shares = np.diff(np.linspace(0, rounds, len(states) + 1).astype(np.int64))

        def search(row: int) -> Ints:
            costs = np.zeros(3, dtype=np.int64)
            anneal(self._core, states[row], costs, shares[row], temperature, NEAR_TRIED)
            return costs

        run = map if self._threads is None else self._threads.map
        costs = np.sum(list(run(search, range(len(states)))), axis=0)
        zones.join()
        self._costs[1] = self._costs[0] + costs[1]
        self._costs[0] += costs[0]

    def best(self) -> Solution:
        """Read the best out."""
        rows, shifts, cooks = self._best
        work = np.zeros_like(self._state.work)
        work[:, K_CANTEEN] = shifts
        stop = np.zeros_like(self._state.stop)
        stop[:, :, T_ORDER] = rows[:, 1:]
        found = self._state._replace(stop=stop, length=rows[:, 0], work=work, cook=cooks)
        return to_solution(self._core, found)


def _zones_of(problem: Problem, workers: int) -> int:
    """Choose how many zones: enough for the workers and for the cache, none too small."""
    if problem.price_balance > 0:
        # The longest route is the business of all.
        return 1
    cached = round(problem.orders / ORDERS_OF_A_ZONE)
    each = max(1, round(cached / workers))
    return workers * each if problem.orders >= FEWEST_OF_A_ZONE * workers * each else 1


def _copy(state: State) -> tuple[Ints, Ints, Ints]:
    return state.copy_of_row.copy(), state.copy_of_shift.copy(), state.copy_of_cook.copy()


def _complete(problem: Problem, core: Core, start: Solution, seed: int) -> State:
    """Insert whatever ``start`` does not serve; ``start`` itself where that is impossible."""
    able = np.count_nonzero(core.face != NOT_ABLE, axis=1)
    sequence = np.lexsort((np.arange(problem.orders), core.hardness[:, 0] * -1, able))
    for may in (core.may, np.eye(problem.canteens, dtype=np.bool_)[list(start.cooks)]):
        # The second time without moves between canteens: moving orders in can take the kitchen
        # places of orders that nobody can bring.
        state = _loaded(problem, core, start, seed)
        own = core._replace(may=np.ascontiguousarray(may))
        if first_plan(own, state, sequence.astype(np.int64)):
            return state
    return _loaded(problem, core, start, seed)


def _loaded(problem: Problem, core: Core, solution: Solution, seed: int) -> State:
    """Write a valid solution into an empty state."""
    state = empty_state(problem, core, seed)
    state.cook[:] = solution.cooks
    state.cooked[:] = 0
    np.add.at(state.cooked, state.cook, core.order[:, O_BOXES])
    for tour in solution.tours:
        first = int(core.shift[tour.shift, S_ROW])
        state.work[tour.shift, K_CANTEEN] = tour.canteen
        for row, trip in enumerate(tour.trips, first):
            state.length[row] = len(trip)
            state.stop[row, : len(trip), T_ORDER] = trip
            state.row_of[list(trip)] = row
            refresh_row(core, state, tour.shift, row)
        refresh_shift(core, state, tour.shift)
    return state
