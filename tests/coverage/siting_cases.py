"""Small siting problems, and the best choice by trying all."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from mealroute.coverage.siting import SitingProblem


@st.composite
def problems(draw: st.DrawFn, *, with_capacity: bool = False) -> SitingProblem:
    """Up to nine points and six sites, ways of few different lengths, some sites fixed."""
    points, sites = draw(st.integers(1, 9)), draw(st.integers(1, 6))
    numbers = st.integers(0, 12)
    cost = draw(st.lists(numbers, min_size=points * sites, max_size=points * sites))
    weight = draw(st.lists(st.integers(0, 4), min_size=points, max_size=points))
    fixed = draw(st.lists(st.sampled_from([False, False, True]), min_size=sites, max_size=sites))
    capacity = draw(st.lists(st.integers(0, 9), min_size=sites, max_size=sites))
    return SitingProblem(
        cost=np.array(cost, dtype=np.int64).reshape(points, sites) * 100,
        weight=np.array(weight, dtype=np.int64),
        fixed=np.array(fixed),
        capacity=np.array(capacity, dtype=np.int64) if with_capacity else None,
    )


def counts(problem: SitingProblem) -> list[int]:
    """Every number of open sites that can be asked for."""
    return list(range(max(1, int(problem.open_anyway.sum())), problem.sites + 1))


def choices(problem: SitingProblem, count: int) -> list[tuple[int, ...]]:
    """Every choice of so many sites with the fixed ones among them."""
    fixed = set(np.flatnonzero(problem.open_anyway).tolist())
    return [one for one in combinations(range(problem.sites), count) if fixed <= set(one)]


def best(
    problem: SitingProblem, count: int, value: Callable[[tuple[int, ...]], int], *, most: bool
) -> int:
    """The value of the best choice, by trying all of them."""
    values = [value(one) for one in choices(problem, count)]
    return max(values) if most else min(values)
