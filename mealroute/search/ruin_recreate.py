"""The engine of our own: compiled ruin and recreate that prices every term of the price list."""

import math
import time

import numpy as np

from mealroute.search.anneal import anneal, first_plan, price_of_absent, price_of_work, snapshot
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

_ROUNDS_AT_ONCE = 100
_TELL_EVERY_S = 0.2


class RuinRecreateEngine:
    """Simulated annealing over ruin and recreate; knows every rule, so nothing is repaired.

    Christiaens, J. and Vanden Berghe, G. (2020): Slack induction by string removals for vehicle
    routing problems. Transportation Science 54(2), 417-433.
    """

    name = "mealroute"

    def improve(
        self, problem: Problem, start: Solution, budget: Budget, seed: int, report: Report
    ) -> Solution:
        """Search from ``start``; see `mealroute.search.engine.Engine`."""
        began_s = time.monotonic()
        if not problem.orders or not problem.shifts:
            return start
        search = _Search(problem, start, seed)
        if search.better_than_start:
            report(search.best(), search.cost)
        hot, cold = temperatures(problem.orders)
        done, told_s, untold = 0, began_s, False
        while (share := _spent(budget, done, time.monotonic() - began_s)) < 1.0:
            rounds = _ROUNDS_AT_ONCE
            if budget.iterations is not None:
                rounds = min(rounds, budget.iterations - done)
            untold |= search.go_on(rounds, hot * (cold / hot) ** share)
            done += rounds
            # Reading a large solution out takes as long as many rounds: not at every step.
            if untold and time.monotonic() - told_s > _TELL_EVERY_S:
                report(search.best(), search.cost)
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
    empty = nothing_served(problem) if kept is None else kept
    if not problem.orders or not problem.shifts:
        return empty
    core = make_core(problem)
    for may in (core.may, np.eye(problem.canteens, dtype=np.bool_)[list(empty.cooks)]):
        # The second time without moves between canteens: moving orders in can take the kitchen
        # places of orders that nobody can bring.
        core = core._replace(may=np.ascontiguousarray(may))
        state = empty_state(problem, core, 0)
        _load(core, state, empty)
        if _insert_all(problem, core, state):
            break
    return to_solution(core, state)


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
    """One annealing run: the compiled state, its best, and what a round needs to be undone."""

    def __init__(self, problem: Problem, start: Solution, seed: int) -> None:
        self._core = make_core(problem)
        self._state = empty_state(problem, self._core, seed)
        self._shift_of_row = _shift_of_row(self._core)
        rows, most = self._state.stop.shape[:2]
        self._saved = np.zeros((rows + problem.shifts, most + 1), dtype=np.int64)
        self._touched = np.zeros(problem.shifts + 1, dtype=np.int64)
        self._dirty = np.ones(problem.shifts, dtype=np.bool_)
        self._best = (
            np.zeros((rows, most + 1), dtype=np.int64),
            np.full(problem.shifts, -1, dtype=np.int64),
            self._state.cook.copy(),
        )
        _load(self._core, self._state, start)
        begun = self._price()
        if not _insert_all(problem, self._core, self._state):
            self._state = empty_state(problem, self._core, seed)
            _load(self._core, self._state, start)
        cost = self._price()
        self.better_than_start = cost < begun
        self._costs = np.array([cost, cost], dtype=np.int64)
        snapshot(self._core, self._state, self._dirty, self._best)

    def _price(self) -> int:
        return int(
            price_of_work(self._core, self._state) + price_of_absent(self._core, self._state)
        )

    @property
    def cost(self) -> int:
        """The cost of the best so far."""
        return int(self._costs[1])

    def go_on(self, rounds: int, temperature: float) -> bool:
        """Do some rounds; says whether the best got better."""
        return bool(
            anneal(
                self._core, self._state, self._shift_of_row, self._costs, rounds, temperature,
                NEAR_TRIED, self._dirty, self._best, self._saved, self._touched,
            )
        )  # fmt: skip

    def best(self) -> Solution:
        """Read the best out."""
        sequence, canteen, cook = self._best
        work = np.zeros_like(self._state.work)
        work[:, K_CANTEEN] = canteen
        stop = np.zeros_like(self._state.stop)
        stop[:, :, T_ORDER] = sequence[:, 1:]
        found = self._state._replace(stop=stop, length=sequence[:, 0], work=work, cook=cook)
        return to_solution(self._core, found)


def _insert_all(problem: Problem, core: Core, state: State) -> bool:
    able = np.count_nonzero(core.face != NOT_ABLE, axis=1)
    sequence = np.lexsort((np.arange(problem.orders), core.hardness[:, 0] * -1, able))
    rows, most = state.stop.shape[:2]
    saved = np.zeros((rows + problem.shifts, most + 1), dtype=np.int64)
    touched = np.zeros(problem.shifts + 1, dtype=np.int64)
    return bool(
        first_plan(core, state, _shift_of_row(core), sequence.astype(np.int64), saved, touched)
    )


def _shift_of_row(core: Core) -> Ints:
    return np.repeat(np.arange(len(core.trips), dtype=np.int64), core.trips)


def _load(core: Core, state: State, solution: Solution) -> None:
    """Write a valid solution into an empty state."""
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
