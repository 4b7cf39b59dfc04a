"""Cover people from few sites: the most people, or everybody."""

import math
from dataclasses import replace
from itertools import compress

import numpy as np
from ortools.math_opt.python import mathopt

from mealroute.coverage.siting.mip import ALMOST, rounded_up, solve, total
from mealroute.coverage.siting.problem import (
    Effort,
    Flags,
    Ints,
    SitingAnswer,
    SitingProblem,
    nearest_open,
)
from mealroute.coverage.siting.serve import serve


def maximal_covering(
    problem: SitingProblem, reach: int, count: int, effort: Effort | None = None
) -> SitingAnswer:
    r"""Open so many sites that the most weight lies within reach of one.

    The maximal covering location problem (Church and ReVelle 1974, *Papers of the Regional
    Science Association* 32): with :math:`N_i = \{j : c_{ij} \le R\}`

    .. math:: \max \sum_i w_i z_i \quad\text{with}\quad
              z_i \le \sum_{j \in N_i} y_j,\; \sum_j y_j = p,\; y_j \in \{0, 1\},\; z_i \le 1.

    Points within reach of the same sites are one point of the model, which changes nothing. With
    capacities every site serves so much weight at most (Current and Storbeck 1988, *Environment
    and Planning B* 15), and the weight of a point may be split between sites.

    Parameters
    ----------
    problem
        Points, sites and ways.
    reach
        Within reach is a way of at most so much, in the unit of ``problem.cost``.
    count
        How many sites are open, the fixed ones among them.
    effort
        How long to search for a proof; with capacities as long once more for the bound of the
        model without them, which mostly takes a second.

    Returns
    -------
    SitingAnswer
        ``value`` is the weight covered; ``bound`` is what no choice exceeds.

    Raises
    ------
    ArgumentError
        When there cannot be so many open sites.

    Examples
    --------
    Two sites; one reaches two neighbours, the other a single resident:

    >>> cost = np.array([[100, 900], [200, 900], [900, 300]])
    >>> answer = maximal_covering(SitingProblem(cost=cost, weight=np.ones(3, int)), 600, 1)
    >>> answer.sites, answer.value, answer.proven
    ((0,), 2, True)
    """
    problem.refuse_count(count)
    covers, weight = _patterns(problem.cost <= reach, problem.weight)
    model = mathopt.Model(name="maximal covering")
    is_open = _site_variables(model, problem)
    model.add_linear_constraint(total(is_open) == count)
    if problem.capacity is None:
        covered = [model.add_variable(lb=0.0, ub=1.0) for _point in range(weight.size)]
        for row, one in zip(covers, covered, strict=True):
            model.add_linear_constraint(one <= total(compress(is_open, row)))
        gains = [float(w) * one for w, one in zip(weight, covered, strict=True)]
    else:
        gains = _served_flows(model, is_open, covers, weight, problem.capacity)
    model.maximize(total(gains))
    first = greedy_cover(problem, reach, count)
    no_more = float(weight.sum())
    if problem.capacity is not None:
        # What counts without capacities, or without ways, counts with them: a bound at once.
        free = maximal_covering(replace(problem, capacity=None), reach, count, effort)
        no_more = min(free.bound, _most_room(problem, count))
        first = max(first, free.sites, key=lambda sites: _served(problem, reach, sites)[1])
    hint = [(one, float(site in first)) for site, one in enumerate(is_open)]
    solved = solve(model, is_open, effort or Effort(), hint)
    served_by, value = _served(problem, reach, first)
    sites = first
    if solved.feasible:
        found = _opened(solved.values)
        found_by, found_value = _served(problem, reach, found)
        if found_value >= value:  # a search cut short may know less than it was told
            sites, served_by, value = found, found_by, found_value
    bound = int(min(_floor(solved.bound), no_more))
    return SitingAnswer(sites=sites, value=value, bound=max(value, bound), served_by=served_by)


def set_covering(problem: SitingProblem, reach: int, effort: Effort | None = None) -> SitingAnswer:
    r"""Open the fewest sites so that everybody who can be within reach of one is.

    The location set covering problem (Toregas, Swain, ReVelle and Bergman 1971, *Operations
    Research* 19): :math:`\min \sum_j y_j` with :math:`\sum_{j \in N_i} y_j \ge 1` for every point.
    Points that no site reaches are left out of the model and have -1 in ``served_by``.

    Parameters
    ----------
    problem
        Points, sites and ways; capacities are not looked at.
    reach
        Within reach is a way of at most so much, in the unit of ``problem.cost``.
    effort
        How long to search for a proof.

    Returns
    -------
    SitingAnswer
        ``value`` is the number of open sites; no choice has fewer than ``bound``.

    Examples
    --------
    >>> cost = np.array([[100, 900, 500], [900, 100, 500]])
    >>> answer = set_covering(SitingProblem(cost=cost, weight=np.ones(2, int)), 600)
    >>> answer.sites, answer.bound
    ((2,), 1)
    """
    covers = np.unique(problem.cost <= reach, axis=0)
    covers = covers[covers.any(axis=1)]
    model = mathopt.Model(name="set covering")
    is_open = _site_variables(model, problem)
    for row in covers:
        model.add_linear_constraint(total(compress(is_open, row)) >= 1)
    model.minimize(total(is_open))
    first = _greedy_all(problem, covers)
    hint = [(one, float(site in first)) for site, one in enumerate(is_open)]
    solved = solve(model, is_open, effort or Effort(), hint)
    sites = first if not solved.feasible else _opened(solved.values)
    uncapped = replace(problem, capacity=None)
    served_by, _weight = _served(uncapped, reach, sites)
    least = max(rounded_up(solved.bound), int(problem.open_anyway.sum()))
    return SitingAnswer(
        sites=sites, value=len(sites), bound=min(len(sites), least), served_by=served_by
    )


def greedy_cover(problem: SitingProblem, reach: int, count: int) -> tuple[int, ...]:
    """Open sites one by one, each time the one that adds the most weight within reach.

    At least 1 - 1/e of the best (Nemhauser, Wolsey and Fisher 1978); capacities are not looked
    at.
    """
    covers, weight = _patterns(problem.cost <= reach, problem.weight)
    chosen = np.flatnonzero(problem.open_anyway).tolist()
    open_points = np.asarray(~covers[:, chosen].any(axis=1))
    gains = weight @ (covers & open_points[:, None])
    while len(chosen) < count:
        gains[chosen] = -1
        site = int(gains.argmax())
        chosen.append(site)
        newly = covers[:, site] & open_points
        gains -= weight[newly] @ covers[newly]
        open_points &= ~newly
    return tuple(sorted(chosen))


def _greedy_all(problem: SitingProblem, covers: Flags) -> tuple[int, ...]:
    """Open sites until everybody is covered, each time the one that covers the most points."""
    chosen = np.flatnonzero(problem.open_anyway).tolist()
    waiting = covers[~covers[:, chosen].any(axis=1)]
    while waiting.size:
        chosen.append(int(waiting.sum(axis=0).argmax()))
        waiting = waiting[~waiting[:, chosen[-1]]]
    return tuple(sorted(chosen))


def _patterns(covers: Flags, weight: Ints) -> tuple[Flags, Ints]:
    """Join points that the same sites cover; leave out those that none does."""
    packed = np.packbits(covers, axis=1)
    rows, pattern = np.unique(packed, axis=0, return_inverse=True)
    weights = np.zeros(rows.shape[0], dtype=np.int64)
    np.add.at(weights, pattern.ravel(), weight)
    unpacked = np.unpackbits(rows, axis=1)[:, : covers.shape[1]].astype(np.bool_)
    counted = unpacked.any(axis=1) & (weights > 0)
    return unpacked[counted], weights[counted]


def _site_variables(model: mathopt.Model, problem: SitingProblem) -> list[mathopt.Variable]:
    return [model.add_variable(lb=float(one), ub=1.0, is_integer=True)
            for one in problem.open_anyway]  # fmt: skip


def _served_flows(
    model: mathopt.Model, is_open: list[mathopt.Variable], covers: Flags, weight: Ints,
    capacity: Ints,
) -> list[mathopt.Variable]:  # fmt: skip
    """Let weight flow from points to open sites, no more than a point has or a site can serve.

    Nothing flows from a point none of whose sites is open: said once for each point, not for each
    way, it keeps the bound of the model without capacities at a tenth of the rows.
    """
    out: list[list[mathopt.Variable]] = [[] for _point in weight]
    into: list[list[mathopt.Variable]] = [[] for _site in is_open]
    for point, site in zip(*np.nonzero(covers), strict=True):
        flow = model.add_variable(lb=0.0, ub=float(min(weight[point], capacity[site])))
        out[point].append(flow)
        into[site].append(flow)
    for flows, w, row in zip(out, weight, covers, strict=True):
        served = total(flows)
        model.add_linear_constraint(served <= float(w))
        model.add_linear_constraint(served <= float(w) * total(compress(is_open, row)))
    for flows, limit, one in zip(into, capacity, is_open, strict=True):
        model.add_linear_constraint(total(flows) <= float(limit) * one)
    return [flow for flows in out for flow in flows]


def _most_room(problem: SitingProblem, count: int) -> int:
    """Add up what the fixed sites and the roomiest others can serve."""
    room, fixed = problem.capacity, problem.open_anyway
    assert room is not None  # noqa: S101 -- asked for with capacities only
    others = np.sort(room[~fixed])[::-1][: count - int(fixed.sum())]
    return int(room[fixed].sum() + others.sum())


def _served(problem: SitingProblem, reach: int, sites: tuple[int, ...]) -> tuple[Ints, int]:
    """Say who serves each point, and how much weight is served in all."""
    if problem.capacity is not None:
        flow = serve(problem, sites, reach)
        return flow.served_by, flow.weight
    served_by = nearest_open(problem.cost, sites)
    far = problem.cost[np.arange(problem.points), served_by] > reach
    served_by[far] = -1
    return served_by, int(problem.weight[~far].sum())


def _opened(values: tuple[float, ...]) -> tuple[int, ...]:
    return tuple(site for site, value in enumerate(values) if value > 0.5)


def _floor(value: float) -> float:
    return math.floor(value + ALMOST) if math.isfinite(value) else math.inf
