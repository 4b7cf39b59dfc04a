"""The same models by another library, spopt on CBC, have the same best values."""

import numpy as np
import pulp
import pytest
from numpy.typing import NDArray
from spopt.locate import LSCP, MCLP, PCenter, PMedian

from mealroute.coverage.siting import (
    SitingProblem,
    maximal_covering,
    p_center,
    p_median,
    set_covering,
)

REACH_S = 900

# spopt speaks to pulp in words that pulp will drop; nothing of ours.
pytestmark = pytest.mark.filterwarnings("ignore:.*PuLP 4.0:DeprecationWarning")


def town(seed: int) -> SitingProblem:
    """A town of 12 neighbourhoods: 150 doors, 25 sites, seconds on foot."""
    rng = np.random.default_rng(seed)
    middles = rng.uniform(0, [6000, 4000], (12, 2))
    doors = middles[rng.integers(0, 12, 150)] + rng.normal(0, 300, (150, 2))
    sites = doors[rng.choice(150, 25, replace=False)]
    metres = np.hypot(*np.moveaxis(doors[:, None] - sites, -1, 0)) * 1.3
    return SitingProblem(
        cost=np.ceil(metres / 1.2).astype(np.int64), weight=rng.integers(1, 4, 150)
    )


def cbc() -> pulp.LpSolver:
    return pulp.PULP_CBC_CMD(msg=False)


def as_floats(problem: SitingProblem) -> NDArray[np.float64]:
    return problem.cost.astype(np.float64)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_maximal_covering_covers_as_much(seed: int) -> None:
    problem = town(seed)
    peer = MCLP.from_cost_matrix(
        as_floats(problem), problem.weight, service_radius=REACH_S, p_facilities=4
    ).solve(cbc())
    ours = maximal_covering(problem, REACH_S, 4)
    assert ours.proven
    assert ours.value == round(pulp.value(peer.problem.objective))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_set_covering_opens_as_few(seed: int) -> None:
    problem = town(seed)
    reach_s = 1500
    peer = LSCP.from_cost_matrix(as_floats(problem), service_radius=reach_s).solve(cbc())
    ours = set_covering(problem, reach_s)
    assert ours.proven
    assert ours.value == round(pulp.value(peer.problem.objective))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_p_median_has_ways_as_short(seed: int) -> None:
    problem = town(seed)
    peer = PMedian.from_cost_matrix(as_floats(problem), problem.weight, p_facilities=4).solve(cbc())
    ours = p_median(problem, 4)
    assert ours.proven
    assert ours.value == round(pulp.value(peer.problem.objective))


def test_p_center_has_a_longest_way_as_short() -> None:
    problem = town(0)
    peer = PCenter.from_cost_matrix(as_floats(problem), p_facilities=4).solve(cbc())
    ours = p_center(problem, 4)
    assert ours.proven
    assert ours.value == round(pulp.value(peer.problem.objective))
