"""Share people among open sites with limits: the most served, and of these the shortest ways."""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from mealroute.coverage.siting.problem import Ints, SitingProblem
from mealroute.errors import EngineError
from mealroute.language import gettext as _


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Who serves whom: the site with the largest part of each point, -1 for none.

    ``weight`` is what is served in all, ``cost`` the sum of weight times way.
    """

    served_by: Ints
    weight: int
    cost: int


def serve(problem: SitingProblem, sites: tuple[int, ...], reach: int) -> Shared:
    """Serve as much weight as open sites can within reach, with the least weight times way.

    A minimum-cost flow on OR-Tools; the weight of a point may be split between sites.

    Parameters
    ----------
    problem
        With capacities, or without: then every site serves whoever comes.
    sites
        The open sites.
    reach
        The longest way, in the unit of ``problem.cost``.

    Examples
    --------
    Both live nearer to the first site, which has one place:

    >>> problem = SitingProblem(cost=np.array([[10, 40], [20, 30]]), weight=np.array([1, 1]),
    ...                         capacity=np.array([1, 5]))
    >>> shared = serve(problem, (0, 1), reach=60)
    >>> shared.served_by.tolist(), shared.cost
    ([0, 1], 40)
    """
    chosen = np.asarray(sites, dtype=np.int64)
    way = problem.cost[:, chosen]
    point, column = np.nonzero((way <= reach) & (problem.weight > 0)[:, None])
    source, first_site = problem.points, problem.points + 1
    sink = first_site + chosen.size
    whole = np.int64(problem.weight.sum())
    limits = np.full(chosen.size, whole) if problem.capacity is None else problem.capacity[chosen]
    counted = np.flatnonzero(problem.weight)
    tail = np.concatenate(
        (np.full(counted.size, source), point, first_site + np.arange(chosen.size))
    )
    head = np.concatenate((counted, first_site + column, np.full(chosen.size, sink)))
    room = np.concatenate((problem.weight[counted], problem.weight[point], limits))
    price = np.concatenate((np.zeros(counted.size), way[point, column], np.zeros(chosen.size)))
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tail, head, room, price.astype(np.int64))
    flow.set_node_supply(source, int(whole))
    flow.set_node_supply(sink, -int(whole))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise EngineError(_("the flow solver failed: {error}").format(error=status))
    amounts = flow.flows(arcs)[counted.size : counted.size + point.size]
    return Shared(
        served_by=_largest_part(problem.points, point, chosen[column], amounts),
        weight=int(amounts.sum()),
        cost=int((amounts * way[point, column]).sum()),
    )


def _largest_part(points: int, point: Ints, site: Ints, amounts: Ints) -> Ints:
    """Name for every point the site that serves most of it; of equals the first."""
    served_by = np.full(points, -1, dtype=np.int64)
    order = np.lexsort((site, -amounts, point))
    used = order[amounts[order] > 0]
    first = np.unique(point[used], return_index=True)[1]
    served_by[point[used][first]] = site[used][first]
    return served_by
