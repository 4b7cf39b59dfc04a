"""Choose sites so that the longest way anybody has is as short as can be."""

from dataclasses import replace

import numpy as np

from mealroute.coverage.siting.covering import greedy_cover, set_covering
from mealroute.coverage.siting.problem import (
    Effort,
    Ints,
    SitingAnswer,
    SitingProblem,
    nearest_open,
)


def p_center(problem: SitingProblem, count: int, effort: Effort | None = None) -> SitingAnswer:
    r"""Open so many sites that the longest way to the nearest is shortest.

    The p-center problem (Hakimi 1964): :math:`\min \max_i \min_{j \in S} c_{ij}` over points with
    weight above 0; the weight counts for nothing more. Solved by halving the list of different
    ways: within a length everybody can be covered by p sites, or not (Minieka 1970, *SIAM Review*
    12); each question is a `set_covering`.

    Parameters
    ----------
    problem
        Points, sites and ways; capacities are not looked at.
    count
        How many sites are open, the fixed ones among them.
    effort
        How long to search for each answer.

    Returns
    -------
    SitingAnswer
        ``value`` is the longest way; no choice has a shorter one than ``bound``.

    Raises
    ------
    ArgumentError
        When there cannot be so many open sites.

    Examples
    --------
    >>> cost = np.array([[0, 70, 50], [70, 0, 40], [50, 40, 0]])
    >>> answer = p_center(SitingProblem(cost=cost, weight=np.ones(3, int)), 1)
    >>> answer.sites, answer.value, answer.proven
    ((2,), 50, True)
    """
    problem.refuse_count(count)
    counted = problem.weight > 0
    people = replace(problem, cost=problem.cost[counted], weight=problem.weight[counted],
                     capacity=None)  # fmt: skip
    lengths = np.unique(people.cost)
    if not lengths.size:
        sites = greedy_cover(problem, 0, count)
        served_by = nearest_open(problem.cost, sites)
        return SitingAnswer(sites=sites, value=0, bound=0, served_by=served_by)
    best = _sites_within(people, int(lengths[-1]), count, effort) or greedy_cover(people, 0, count)
    low, high = 0, int(np.searchsorted(lengths, _longest(people.cost, best)))
    least = 0  # within lengths before this one everybody cannot be covered: proven
    while low < high:
        middle = (low + high) // 2
        answer = set_covering(people, int(lengths[middle]), effort)
        everybody = bool((answer.served_by >= 0).all())
        if everybody and answer.value <= count:
            best = _filled(people, answer.sites, count, int(lengths[middle]))
            high = int(np.searchsorted(lengths, _longest(people.cost, best)))
            continue
        low = middle + 1
        if not everybody or answer.bound > count:
            least = low
    value = _longest(people.cost, best)
    served_by = nearest_open(problem.cost, best)
    return SitingAnswer(sites=best, value=value, bound=int(lengths[least]), served_by=served_by)


def _sites_within(
    people: SitingProblem, reach: int, count: int, effort: Effort | None
) -> tuple[int, ...] | None:
    answer = set_covering(people, reach, effort)
    return None if answer.value > count else _filled(people, answer.sites, count, reach)


def _filled(
    people: SitingProblem, sites: tuple[int, ...], count: int, reach: int
) -> tuple[int, ...]:
    """Open more sites up to the number asked for, where they cover the most again."""
    fixed = np.zeros(people.sites, dtype=np.bool_)
    fixed[list(sites)] = True
    return greedy_cover(replace(people, fixed=fixed), reach // 2, count)


def _longest(cost: Ints, sites: tuple[int, ...]) -> int:
    return int(cost[:, list(sites)].min(axis=1).max())
