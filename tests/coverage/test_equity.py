"""Inequality by its definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mealroute.coverage.equity import by_community, equity, gini, worst_tenth

burdens = arrays(np.float64, st.integers(1, 30), elements=st.integers(0, 50).map(float))


@given(burdens)
def test_gini_is_half_the_mean_difference_of_two_people_by_the_mean(burden: np.ndarray) -> None:
    if burden.sum() == 0:
        assert gini(burden) == 0
        return
    differences = np.abs(burden[:, None] - burden)
    assert gini(burden) == pytest.approx(differences.mean() / (2 * burden.mean()), abs=1e-9)


@given(burdens)
def test_nobody_but_the_worst_tenth_bears_more_than_it_in_the_mean(burden: np.ndarray) -> None:
    summary = equity(burden)
    assert summary.mean <= summary.worst_tenth + 1e-9
    assert summary.worst_tenth <= burden.max() + 1e-9
    assert np.mean(burden <= summary.p90) >= 0.9
    # Ten copies of everybody: the worst tenth is then whole people.
    copies = np.sort(np.repeat(burden, 10))[::-1]
    assert worst_tenth(copies) == pytest.approx(copies[: burden.size].mean())


def test_communities_are_told_apart() -> None:
    found = by_community(np.array([1.0, 3.0, 8.0]), ["东", "东", ""])
    assert {name: one.mean for name, one in found.items()} == {"": 8.0, "东": 2.0}


def test_nobody_bears_nothing() -> None:
    assert equity(np.zeros(0)).people == 0
