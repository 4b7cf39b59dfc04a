"""Choose sites so that all ways together are shortest, with a proof by prices."""

import math
from time import monotonic

import numpy as np
from ortools.math_opt.python import mathopt

from mealroute.coverage.siting.exchange import exchanged, greedy_median
from mealroute.coverage.siting.mip import Solved, rounded_up, solve, total
from mealroute.coverage.siting.prices import Floats, Priced, Ways, raise_bound, still_open
from mealroute.coverage.siting.problem import (
    Effort,
    Flags,
    Ints,
    SitingAnswer,
    SitingProblem,
    nearest_open,
)
from mealroute.coverage.siting.serve import serve
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _

_ROUNDS = 800
_MOST_CELLS_FOR_A_TREE = 60_000  # pairs of point and site that SCIP takes in some seconds


def p_median(problem: SitingProblem, count: int, effort: Effort | None = None) -> SitingAnswer:
    r"""Open so many sites that the weighted ways of all are shortest together.

    The p-median problem (Hakimi 1964, *Operations Research* 12):
    :math:`\min \sum_i w_i c_{i s(i)}`, everybody served by an open site; with capacities no site
    serves more weight than it can (capacitated p-median; the weight of a point may be split).

    Choices are made by exchange of single sites (Teitz and Bart 1968). The bound is Lagrangian,
    see `raise_bound`. Sites that it shows to be in no better choice fall away; where several
    choices are left and they are few, SCIP decides among them.

    Parameters
    ----------
    problem
        Points, sites and ways; a point without a way to a site counts `UNREACHABLE_S` there.
    count
        How many sites are open, the fixed ones among them.
    effort
        How long to search for a proof; a step is a round of prices.

    Returns
    -------
    SitingAnswer
        ``value`` is the sum of weight times way; no choice is below ``bound``.

    Raises
    ------
    ArgumentError
        When there cannot be so many open sites, or so many cannot serve everybody.

    Examples
    --------
    >>> cost = np.array([[0, 10, 50], [10, 0, 40], [50, 40, 0]])
    >>> answer = p_median(SitingProblem(cost=cost, weight=np.array([1, 3, 1])), 2)
    >>> answer.sites, answer.value, answer.proven
    ((1, 2), 10, True)
    """
    problem.refuse_count(count)
    _refuse_too_little_room(problem, count)
    search = _Search(problem, count)
    allowed = effort or Effort()
    until = math.inf if allowed.seconds is None else monotonic() + allowed.seconds
    rounds = _ROUNDS if allowed.steps is None else min(_ROUNDS, allowed.steps)
    priced = raise_bound(
        search.ways,
        search.value,
        search.look,
        lambda number: number < rounds and monotonic() < until,
    )
    bound = rounded_up(priced.bound)
    if bound < search.value:
        left_s = None if allowed.seconds is None else max(0.0, until - monotonic())
        bound = search.close(priced, Effort(seconds=left_s, steps=allowed.steps))
    served_by, value = search.served()
    return SitingAnswer(
        sites=tuple(search.chosen), value=value, bound=min(value, bound), served_by=served_by
    )


class _Search:
    """The best choice so far, and how a better one is looked for."""

    def __init__(self, problem: SitingProblem, count: int) -> None:
        counted = problem.weight > 0
        self.problem = problem
        self.ways = Ways(
            cost=problem.cost[counted],
            weight=problem.weight[counted],
            fixed=problem.open_anyway,
            capacity=problem.capacity,
            count=count,
        )
        ways = self.ways
        start = exchanged(
            ways.cost, ways.weight, greedy_median(ways.cost, ways.weight, ways.fixed, count),
            ways.fixed,
        )  # fmt: skip
        self.chosen = start
        self.value = self._cost_of(start)
        if not math.isfinite(self.value):
            self.chosen = self._roomiest()
            self.value = self._cost_of(self.chosen)

    def look(self, taken: Ints, places: Floats) -> float:
        """Improve the sites that the bound opens by exchanges, at its prices of places."""
        ways = self.ways
        cost = ways.cost
        if ways.capacity is not None:
            cost = cost + np.rint(places).astype(np.int64)
        for chosen in (exchanged(cost, ways.weight, taken.tolist(), ways.fixed), taken.tolist()):
            value = self._cost_of(chosen)
            if value < self.value:
                self.chosen, self.value = chosen, value
        return self.value

    def close(self, priced: Priced, effort: Effort) -> int:
        """Decide among the sites that are left, where they are few; give the bound then known."""
        may, must = still_open(priced, self.ways, int(self.value))
        bound = rounded_up(priced.bound)
        if may.sum() <= self.ways.count:
            # Nothing else is left: a better choice could only be this one.
            value = self._cost_of(np.flatnonzero(may).tolist())
            if may.sum() == self.ways.count and value < self.value:
                self.chosen, self.value = np.flatnonzero(may).tolist(), value
            return int(self.value)
        rows, point = np.unique(self.ways.cost[:, may], axis=0, return_inverse=True)
        if rows.size > _MOST_CELLS_FOR_A_TREE:
            return bound
        weight = np.zeros(rows.shape[0], dtype=np.int64)
        np.add.at(weight, point.ravel(), self.ways.weight)
        solved = self._tree(rows, weight, may, must, effort)
        if solved.values:
            left = np.flatnonzero(may)
            chosen = left[np.array(solved.values) > 0.5].tolist()
            value = self._cost_of(chosen)
            if value < self.value:
                self.chosen, self.value = chosen, value
        # A better choice lies among these sites or nowhere.
        proven = int(self.value) if solved.feasible is False else rounded_up(solved.bound)
        return max(bound, min(int(self.value), proven))

    def _tree(self, cost: Ints, weight: Ints, may: Flags, must: Flags, effort: Effort) -> Solved:
        """Let SCIP choose among the sites that may be open."""
        model = mathopt.Model(name="p-median")
        sites = np.flatnonzero(may)
        is_open = [model.add_variable(lb=float(must[site]), ub=1.0, is_integer=True)
                   for site in sites]  # fmt: skip
        parts = [[model.add_variable(lb=0.0, ub=1.0) for _site in sites] for _point in weight]
        model.add_linear_constraint(total(is_open) == self.ways.count)
        for row in parts:
            model.add_linear_constraint(total(row) == 1)
            for part, one in zip(row, is_open, strict=True):
                model.add_linear_constraint(part <= one)
        if self.ways.capacity is not None:
            for column, site in enumerate(sites):
                loads = [float(w) * row[column] for w, row in zip(weight, parts, strict=True)]
                room = float(self.ways.capacity[site]) * is_open[column]
                model.add_linear_constraint(total(loads) <= room)
        model.minimize(
            total(
                float(w * c) * part
                for w, costs, row in zip(weight, cost, parts, strict=True)
                for c, part in zip(costs, row, strict=True)
            )
        )
        hint = [(one, float(site in self.chosen)) for site, one in zip(sites, is_open, strict=True)]
        return solve(model, is_open, effort, hint)

    def served(self) -> tuple[Ints, int]:
        """Say who serves each point, and the sum of weight times way."""
        if self.problem.capacity is not None:
            shared = serve(self.problem, tuple(self.chosen), int(self.problem.cost.max()))
            return shared.served_by, shared.cost
        served_by = nearest_open(self.problem.cost, self.chosen)
        way = self.problem.cost[np.arange(self.problem.points), served_by]
        return served_by, int(self.problem.weight @ way)

    def _cost_of(self, chosen: list[int]) -> float:
        """Sum weight times way; endless where the sites cannot serve everybody."""
        ways = self.ways
        if ways.capacity is None:
            return int(ways.weight @ ways.cost[:, chosen].min(axis=1))
        if ways.capacity[chosen].sum() < ways.weight.sum():
            return math.inf
        shared = serve(self.problem, tuple(chosen), int(self.problem.cost.max(initial=0)))
        return shared.cost

    def _roomiest(self) -> list[int]:
        """Open the fixed sites, then those with the most room."""
        capacity = self.ways.capacity
        assert capacity is not None  # noqa: S101 -- only capacities make a choice impossible
        return sorted(np.lexsort((-capacity, ~self.ways.fixed))[: self.ways.count].tolist())


def _refuse_too_little_room(problem: SitingProblem, count: int) -> None:
    """Refuse a number of sites that cannot serve everybody, whichever they are."""
    if problem.capacity is None:
        return
    fixed = problem.open_anyway
    others = np.sort(problem.capacity[~fixed])[::-1][: count - int(fixed.sum())]
    room = int(problem.capacity[fixed].sum() + others.sum())
    if room < problem.weight.sum():
        raise ArgumentError(
            _("{count} sites serve {room} at most, expected room for {weight}").format(
                count=count, room=room, weight=int(problem.weight.sum())
            )
        )
