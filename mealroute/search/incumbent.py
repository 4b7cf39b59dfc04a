"""Keep the best solution of a run, and let nothing replace it that is invalid or not cheaper."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mealroute.errors import InvalidValueError
from mealroute.search.engine import Report
from mealroute.search.problem import Problem, Solution, Tour
from mealroute.search.schedule import cost, schedule, tour_allowed


@dataclass(frozen=True, slots=True)
class TourPrice:
    """What one tour costs by itself: ``total`` is work, calling out and new faces."""

    work_s: int
    total: int
    brought: int
    """The price of the orders it brings: what leaving them all unassigned would cost."""


def tour_price(problem: Problem, tour: Tour) -> TourPrice | None:
    """Price a tour; ``None`` where it breaks a rule.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> tour_price(two_doors(), Tour(0, 0, ((0,),)))
    TourPrice(work_s=480, total=1080, brought=100000)
    """
    times = schedule(problem, tour) if tour_allowed(problem, tour) else None
    if times is None:
        return None
    orders = list(tour.orders)
    faces = int(problem.face_price[tour.shift, orders].sum())
    total = times.work_s + problem.price_call_out + faces
    return TourPrice(times.work_s, total, int(problem.order_price[orders].sum()))


class Incumbent:
    """The best solution so far; every improvement is reported at once.

    It prices each different tour once, so that engines may offer as often as they like.

    Raises
    ------
    InvalidValueError
        When the start breaks a rule.
    """

    def __init__(self, problem: Problem, start: Solution, report: Report) -> None:
        start_cost = cost(problem, start)
        if start_cost is None:
            raise InvalidValueError("start: breaks a rule, expected a valid solution")
        self._problem = problem
        self._report = report
        self._priced: dict[Tour, TourPrice | None] = {}
        self._all_unassigned = int(problem.order_price.sum())
        self.solution = start
        self.cost = start_cost

    def offer(self, tours: Iterable[Tour], instead_of: Collection[int]) -> bool:
        """Put ``tours`` in the place of all tours of the shifts ``instead_of``, if that is better.

        The caller answers for what tours could do to each other: no order twice, no shifts in
        conflict, the canteen that cooks. Returns whether the offer was taken.
        """
        kept = [tour for tour in self.solution.tours if tour.shift not in instead_of]
        candidate = (*kept, *(tour for tour in tours if tour.trips))
        total = self._bill(candidate)
        if total is None or total >= self.cost:
            return False
        self.solution = Solution(candidate, self.solution.cooks)
        self.cost = total
        self._report(self.solution, total)
        return True

    def _bill(self, tours: Collection[Tour]) -> int | None:
        """Add up as `mealroute.search.schedule.cost` does."""
        prices = [self._price(tour) for tour in tours]
        valid = [price for price in prices if price is not None]
        if len(valid) < len(prices):
            return None
        total = self._all_unassigned + sum(price.total - price.brought for price in valid)
        if valid:
            works = [price.work_s for price in valid]
            total += round(self._problem.price_balance * (max(works) - sum(works) / len(works)))
        return total

    def _price(self, tour: Tour) -> TourPrice | None:
        if tour not in self._priced:
            self._priced[tour] = tour_price(self._problem, tour)
        return self._priced[tour]
