"""Find a repair at once, then better ones while somebody waits."""

import random
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from typing import Final

import numpy as np

from mealroute.routing.repair.closeness import Held, held, hold, kept_held, let_go
from mealroute.routing.repair.outlook import Outlook
from mealroute.search.engine import Budget
from mealroute.search.problem import Problem, Solution
from mealroute.search.ruin_recreate import RuinRecreateEngine, first_solution
from mealroute.search.schedule import schedule

ROUNDS: Final = 30
"""In so many rounds the search looks for fewer touched residents."""
NEAR: Final = 12
"""So many residents beside those whom the event touches are looked at."""
WORTH_A_CALL_S: Final = 60
"""Another sequence of the same doors has to save more than this."""


def first_repair(outlook: Outlook) -> Held:
    """Give the first valid repair: all that holds stays, the rest goes into the cheapest gaps.

    First held: nobody is touched whom the event itself does not touch. Where that leaves orders
    out, gaps that touch others are looked for too.
    """
    start = kept_held(outlook)
    best = _filled(outlook, start.problem, start.solution)
    if len(best.solution.served) < outlook.problem.orders:
        best = min(best, _filled(outlook, let_go(outlook), start.solution), key=_score)
        best = min(best, _filled(outlook, best.problem, best.solution), key=_score)
    return best


def tightened(outlook: Outlook, found: Held, budget: Budget, seed: int) -> Held:
    """Search for less left out and less cost, touching nobody whom the repair does not touch."""
    problem = found.problem
    better = RuinRecreateEngine().improve(
        problem, found.solution, budget, seed, lambda *_found: None
    )
    return min(found, held(outlook, problem, better), key=_score)


def improve(
    outlook: Outlook,
    first: Held,
    budget: Budget,
    seed: int,
    on_better: Callable[[Held], None] = lambda _better: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Held:
    """Search on from a first repair; Ctrl-C ends it and keeps the best so far.

    Held to the best so far, the search can only lower what is left out and the cost, and touches
    nobody else. Where orders are left out or more residents are touched than the event itself
    touches, half of the effort goes into searches that may touch anybody, at a price, and into
    letting go of fewer.

    Parameters
    ----------
    budget
        Of nothing, the first repair is kept.
    on_better
        Called with every better repair.
    should_stop
        Asked between two searches, each of which has its share of the budget.
    """
    if 0 in {budget.seconds, budget.iterations}:
        return first
    search = _Improvement(outlook, first, on_better, should_stop)
    with suppress(KeyboardInterrupt):
        search.go(budget, seed)
    return _calmed(outlook, search.best)


class _Improvement:
    """The best repair so far, and the searches that make it better."""

    def __init__(
        self,
        outlook: Outlook,
        first: Held,
        on_better: Callable[[Held], None],
        should_stop: Callable[[], bool],
    ) -> None:
        self._outlook = outlook
        self._start = kept_held(outlook)
        self._lost_price = _price_of_hopeless(outlook.problem)
        self._near = _near(outlook, self._start.free)
        self._on_better = on_better
        self._should_stop = should_stop
        self.best = first

    def go(self, budget: Budget, seed: int) -> None:
        """Spend the budget."""
        if not self._settled():
            self._tighten(_share(budget, 1 / 4), seed)
            seed += 1
            budget = _share(budget, 3 / 4)
        if not self._settled():
            self._loosen(_share(budget, 1 / 3), seed)
            for free in self._fewer(seed):
                seed += 1
                self._from_both(hold(self._outlook, free), _share(budget, 1 / 3 / ROUNDS), seed)
            budget = _share(budget, 1 / 3)
        if not self._should_stop():
            self._tighten(budget, seed + 1)

    def _settled(self) -> bool:
        """Whether nothing is left out and nobody is touched whom the event does not touch."""
        score = self.best.score
        floor = (self._lost_price, self._start.score.touched)
        return (score.unassigned, score.touched) <= floor

    def _tighten(self, budget: Budget, seed: int) -> None:
        """Search for less cost, held to the best so far."""
        self._run(self.best.problem, self.best.solution, budget, seed)

    def _loosen(self, budget: Budget, seed: int) -> None:
        """Search with nobody held, for orders that are left out.

        Where a search that pays for other faces is stuck, one that does not may still find a way.
        """
        half = _share(budget, 1 / 2)
        self._from_both(let_go(self._outlook), half, seed)
        if self.best.score.unassigned > self._lost_price:
            self._from_both(self._outlook.problem, half, seed)

    def _fewer(self, seed: int) -> Iterator[frozenset[int]]:
        """Propose sets of free orders, each with one order less than the best has by now.

        First the best's own without one after the other of those it adds to what the event
        touches; when all were tried, any of these and of those who live near.
        """
        forced = self._start.free
        draw = random.Random(seed)  # noqa: S311 -- a search, no secrets
        tried: set[int] = set()
        for _turn in range(ROUNDS):
            added = self.best.free - forced
            if not added:
                return
            if added - tried:
                without = min(added - tried)
                tried.add(without)
                yield self.best.free - {without}
            else:
                pool = sorted(added | self._near)
                yield forced | frozenset(draw.sample(pool, len(added) - 1))

    def _from_both(self, problem: Problem, budget: Budget, seed: int) -> None:
        """Search from the planned routes, and from nothing: each leads where the other does not."""
        for kept in (self._start.solution, None):
            if not self._should_stop():
                self._run(problem, first_solution(problem, kept), _share(budget, 1 / 2), seed)

    def _run(self, problem: Problem, start: Solution, budget: Budget, seed: int) -> None:
        def offer(solution: Solution, _cost: int) -> None:
            found = held(self._outlook, problem, solution)
            if found.score < self.best.score:
                self.best = found
                self._on_better(found)

        offer(start, 0)
        engine = RuinRecreateEngine()
        offer(engine.improve(problem, start, budget, seed, offer), 0)


def _calmed(outlook: Outlook, best: Held) -> Held:
    """Restore the planned sequence where another one of the same doors hardly saves anything.

    Nobody should be phoned for a few seconds.
    """
    planned = {tour.shift: tour for tour in outlook.kept.tours}
    for tour in best.solution.tours:
        old = planned.get(tour.shift)
        if old is None or old == tour or set(old.orders) != set(tour.orders):
            continue
        if schedule(best.problem, old) is None:
            continue
        cooks = list(best.solution.cooks)
        for order in old.orders:
            cooks[order] = old.canteen
        tours = tuple(old if one == tour else one for one in best.solution.tours)
        calm = held(outlook, best.problem, Solution(tours, tuple(cooks)))
        if (calm.score.unassigned, calm.score.touched) <= best.score[:2] and (
            calm.score.cost <= best.score.cost + WORTH_A_CALL_S
        ):
            best = calm
    return best


def _filled(outlook: Outlook, problem: Problem, kept: Solution) -> Held:
    return held(outlook, problem, first_solution(problem, kept))


def _price_of_hopeless(problem: Problem) -> int:
    """Price the orders that no shift may bring, whatever is searched."""
    works = problem.shift_works_for.astype(np.int64) @ problem.order_may.T.astype(np.int64) > 0
    hopeless = ~(works & problem.able).any(axis=0)
    return int(problem.order_price[hopeless].sum())


def _near(outlook: Outlook, free: Collection[int]) -> frozenset[int]:
    """Name the planned orders that live nearest to the ones that the event touches."""
    held = np.setdiff1d(np.flatnonzero(outlook.planned_s >= 0), list(free))
    if not held.size or not free:
        return frozenset()
    place = outlook.problem.order_place
    ways = outlook.problem.travel_s[0][np.ix_(place[list(free)], place[held])].min(axis=0)
    return frozenset(held[np.argsort(ways, kind="stable")[:NEAR]].tolist())


def _score(one: Held) -> tuple[int, int, int]:
    return one.score


def _share(budget: Budget, share: float) -> Budget:
    return Budget(
        seconds=None if budget.seconds is None else budget.seconds * share,
        iterations=None if budget.iterations is None else round(budget.iterations * share),
    )
