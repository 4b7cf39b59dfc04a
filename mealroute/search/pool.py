"""Keep the routes met by several searches, and choose the set of them that costs least.

Each search ends with some routes that are better than another's; choosing among all of them is a
set partitioning problem, which is solved exactly. Rochat, Y. and Taillard, E. D. (1995):
Probabilistic diversification and intensification in local search for vehicle routing. Journal of
Heuristics 1(1), 147-167.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix

from mealroute.search.problem import Problem, Solution, Tour

MOST_ROUTES: Final = 2_000
"""So many are chosen from, the newest: beyond that choosing takes longer than searching."""
_MOST_NODES: Final = 200
_NEAR_ENOUGH: Final = 1e-4


class PricedTour(NamedTuple):
    """A tour and what it costs: its work, call-out and faces."""

    tour: Tour
    price: int


class RoutePool:
    """The cheapest tour met for each shift, canteen and set of orders."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._met: dict[tuple[int, int, frozenset[int]], PricedTour] = {}

    def add(self, tours: Iterable[PricedTour]) -> None:
        """Take tours in."""
        for one in tours:
            key = (one.tour.shift, one.tour.canteen, frozenset(one.tour.orders))
            known = self._met.get(key)
            if known is None or one.price < known.price:
                self._met[key] = one

    def choose(self, seconds: float | None = None) -> Solution | None:
        """Choose the cheapest set of tours, each order on one of them or left out at its price.

        ``None`` where none was found within ``seconds`` or `_MOST_NODES` nodes. What ``balance``
        asks is left out of account.
        """
        met = list(self._met.values())[-MOST_ROUTES:]
        if not met:
            return None
        problem = self._problem
        prices = np.array([one.price for one in met], dtype=np.float64)
        options = {"node_limit": _MOST_NODES, "mip_rel_gap": _NEAR_ENOUGH}
        if seconds is not None:
            options["time_limit"] = max(0.01, seconds)
        found = milp(
            np.concatenate([prices, problem.order_price]),
            constraints=self._rules([one.tour for one in met]),
            integrality=np.ones(len(met) + problem.orders),
            bounds=Bounds(0, 1),
            options=options,
        )
        if found.x is None:
            return None
        cooks = [int(canteen) for canteen in problem.order_canteen]
        tours = [met[row].tour for row in np.flatnonzero(found.x[: len(met)] > 1 / 2)]
        for tour in tours:
            for order in tour.orders:
                cooks[order] = tour.canteen
        return Solution(tuple(tours), tuple(cooks))

    def _rules(self, tours: list[Tour]) -> LinearConstraint:
        """Each order once, a shift once, shifts that clash not both, kitchens within capacity."""
        problem = self._problem
        n, m = problem.orders, problem.shifts
        pairs = [
            (one, int(other))
            for one in range(m)
            for other in problem.conflict_with[
                problem.conflict_start[one] : problem.conflict_start[one + 1]
            ]
            if one < other
        ]
        clashes: dict[int, list[int]] = {}
        for row, pair in enumerate(pairs, n + m + problem.canteens):
            for shift in pair:
                clashes.setdefault(shift, []).append(row)
        rows, columns, values = [], [], []
        for column, tour in enumerate(tours):
            boxes = int(problem.order_boxes[list(tour.orders)].sum())
            of_shift = [n + tour.shift, *clashes.get(tour.shift, [])]
            rows += [*tour.orders, *of_shift, n + m + tour.canteen]
            columns += [column] * (len(tour.orders) + len(of_shift) + 1)
            values += [1] * (len(tour.orders) + len(of_shift)) + [boxes]
        for order in range(n):
            # Whoever is left out is cooked for all the same, by the canteen of the receipt.
            rows += [order, n + m + int(problem.order_canteen[order])]
            columns += [len(tours) + order] * 2
            values += [1, int(problem.order_boxes[order])]
        height = n + m + problem.canteens + len(pairs)
        matrix = coo_matrix((values, (rows, columns)), shape=(height, len(tours) + n)).tocsr()
        least = np.zeros(height)
        least[:n] = 1
        most = np.ones(height)
        most[n + m : n + m + problem.canteens] = problem.canteen_capacity
        return LinearConstraint(matrix, least, most)
