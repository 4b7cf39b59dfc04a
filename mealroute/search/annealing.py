"""Anneal one solution in progress: the compiled state, its best, and the zones it is cut into."""

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
    to_solution,
)
from mealroute.search.insertion import refresh_row
from mealroute.search.pool import PricedTour
from mealroute.search.problem import Ints, Problem, Solution
from mealroute.search.recreate import NEAR_TRIED, price_of_shift, refresh_shift
from mealroute.search.zones import Zones

ORDERS_OF_A_ZONE: Final = 1_000
"""About so many orders fit a core's cache, and are enough to find good neighbours in."""
FEWEST_OF_A_ZONE: Final = 250
_ROUNDS_AT_ONCE: Final = 100
_ROUNDS_OF_A_ZONE: Final = 1_000


class Annealing:
    """One run from ``start``, or from a plan built on it where it leaves orders out."""

    def __init__(
        self, problem: Problem, core: Core, start: Solution, seed: int, workers: int = 1
    ) -> None:
        self._core = core
        self._state = complete(problem, self._core, start, seed)
        self.cost = int(price_of_all(self._core, self._state))
        """The cost of the best so far."""
        balance = price_of_balance(self._core, self._state)
        self._costs = np.array([self.cost, self.cost, balance], dtype=np.int64)
        copy_all(self._core, self._state)
        self._best = _copy(self._state)
        count = zones_of(problem, workers)
        self._zones = Zones(problem, self._core, self._state, count, seed) if count > 1 else None
        self._threads = ThreadPoolExecutor(workers) if count > 1 < workers else None
        self.rounds_at_once = count * _ROUNDS_OF_A_ZONE if count > 1 else _ROUNDS_AT_ONCE

    def go_on(self, rounds: int, temperature: float) -> None:
        """Do some rounds, and keep the best met."""
        if self._zones is None:
            anneal(self._core, self._state, self._costs, rounds, temperature, NEAR_TRIED)
        else:
            self._anneal_zones(self._zones, rounds, temperature)
        if self._costs[1] < self.cost:
            self.cost = int(self._costs[1])
            self._best = _copy(self._state)

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

    def tours(self) -> list[PricedTour]:
        """Read the routes out as they are now, and what they cost."""
        now = to_solution(self._core, self._state)
        return [
            PricedTour(tour, int(price_of_shift(self._core, self._state, tour.shift)))
            for tour in now.tours
        ]


def zones_of(problem: Problem, workers: int) -> int:
    """Choose how many zones: enough for the workers and for the cache, none too small."""
    if problem.price_balance > 0:
        # The longest route is the business of all.
        return 1
    cached = round(problem.orders / ORDERS_OF_A_ZONE)
    each = max(1, round(cached / workers))
    return workers * each if problem.orders >= FEWEST_OF_A_ZONE * workers * each else 1


def _copy(state: State) -> tuple[Ints, Ints, Ints]:
    return state.copy_of_row.copy(), state.copy_of_shift.copy(), state.copy_of_cook.copy()


def complete(problem: Problem, core: Core, start: Solution, seed: int) -> State:
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
