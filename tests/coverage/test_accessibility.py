"""Floating catchments agree with the library `access`, and share out all supply."""

import numpy as np
import pandas as pd
import pytest
from access.fca import two_stage_fca
from access.weights import step_fn
from hypothesis import given
from hypothesis import strategies as st

from mealroute.coverage.accessibility import floating_catchment, gaussian, step, zones


def ways(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    seconds = rng.integers(30, 2000, (60, 5))
    return rng.integers(20, 90, 5).astype(float), rng.integers(1, 9, 60).astype(float), seconds


def peer(
    supply: np.ndarray, demand: np.ndarray, seconds: np.ndarray, limit_s: int, weight: object
) -> np.ndarray:
    """Access by the library, which wants one row for every pair."""
    place, canteen = (index.ravel() for index in np.indices(seconds.shape))
    # A place that is no canteen supplies nothing; the library wants one index for both.
    canteen = canteen + demand.size
    pairs = pd.DataFrame({"origin": place, "dest": canteen, "cost": seconds.ravel()})
    supplied = pd.DataFrame({"supply": supply}, index=np.arange(supply.size) + demand.size)
    asked = pd.DataFrame({"demand": demand})
    for frame in (supplied, asked):
        frame.index.name = "geoid"
    found = two_stage_fca(asked, supplied, pairs, limit_s, weight_fn=weight)
    return found.reindex(range(demand.size)).fillna(0.0).to_numpy().ravel()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_two_step_floating_catchment_is_that_of_access(seed: int) -> None:
    supply, demand, seconds = ways(seed)
    ours = floating_catchment(supply, demand, seconds, step(900))
    assert ours == pytest.approx(peer(supply, demand, seconds, 900, None), rel=1e-9)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_enhanced_method_is_that_of_access(seed: int) -> None:
    supply, demand, seconds = ways(seed)
    steps = {300: 1.0, 600: 0.68, 900: 0.22}
    ours = floating_catchment(supply, demand, seconds, zones(tuple(steps), tuple(steps.values())))
    assert ours == pytest.approx(peer(supply, demand, seconds, 900, step_fn(steps)), rel=1e-9)


@given(st.integers(0, 10_000), st.sampled_from([step(900), gaussian(900)]))
def test_all_supply_that_anybody_reaches_is_shared_out(seed: int, decay: object) -> None:
    supply, demand, seconds = ways(seed)
    access = floating_catchment(supply, demand, seconds, decay)  # type: ignore[arg-type]
    reached = (seconds < 900).any(axis=0)
    assert demand @ access == pytest.approx(supply[reached].sum())


def test_more_competition_is_less_access() -> None:
    seconds = np.array([[100, 5000], [100, 100]])
    alone = floating_catchment(np.array([10.0, 10.0]), np.array([1.0, 0.0]), seconds, step(900))
    shared = floating_catchment(np.array([10.0, 10.0]), np.array([1.0, 4.0]), seconds, step(900))
    assert (alone[0], shared[0]) == (10.0, 2.0)
