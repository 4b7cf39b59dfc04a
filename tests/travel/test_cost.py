import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.travel.cost import metres_of, pack, share, whole_seconds

METRES = st.floats(0, 30_000)  # on foot, as far as both parts are exact


@given(metres=METRES, speed=st.floats(0.5, 30))
def test_time_and_length_come_back(metres: float, speed: float) -> None:
    cost = pack([metres], speed)
    assert metres_of(cost)[0] == pytest.approx(metres, abs=0.0051)
    assert metres / speed - 0.001 <= whole_seconds(cost)[0] <= metres / speed + 1.001


@given(parts=st.lists(st.floats(0, 2_500), min_size=2, max_size=30))
def test_a_sum_does_not_depend_on_its_order(parts: list[float]) -> None:
    costs = pack(parts, 1.2)
    assert np.cumsum(costs)[-1] == np.cumsum(costs[::-1])[-1]
    assert metres_of(costs.sum(keepdims=True))[0] == pytest.approx(metres_of(costs).sum())


@given(metres=METRES, fractions=st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted))
def test_shares_grow_and_what_is_left_is_a_cost(metres: float, fractions: list[float]) -> None:
    whole = pack([metres, metres, metres], 1.2)
    parts = share(whole, np.array([*fractions, 1.0]))
    steps = np.diff(parts, prepend=0.0)
    assert parts[-1] == whole[0]
    assert (steps >= 0).all()
    assert metres_of(steps).sum() == pytest.approx(metres, abs=0.0051)


def test_of_two_ways_of_equal_time_the_shorter_is_cheaper() -> None:
    slow, fast = pack([100.0], 1.0), pack([200.0], 2.0)
    assert whole_seconds(slow)[0] == whole_seconds(fast)[0] == 100
    assert slow < fast
    assert fast < pack([100.2], 1.0)
