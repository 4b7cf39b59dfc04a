import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mealroute.search.canteen_part import parts_of, shifts_in_conflict
from mealroute.search.mend import insert
from mealroute.search.problem import Problem, Solution, nothing_served
from tests.search.random_problems import random_problem


def one_canteen_served(problem: Problem) -> Solution:
    orders = np.flatnonzero(problem.order_canteen == 0).tolist()
    tours = insert(problem, 0, (), range(problem.shifts - 1), orders)
    return Solution(tours, tuple(problem.order_canteen.tolist()))


@given(
    seed=st.integers(0, 10_000),
    most_orders=st.integers(5, 40),
    served=st.booleans(),
    thaw=st.booleans(),
)
def test_parts_share_nothing_and_keep_what_is_at_work(
    *, seed: int, most_orders: int, served: bool, thaw: bool
) -> None:
    problem = random_problem(seed, orders=40, shifts=9, canteens=2)
    start = one_canteen_served(problem) if served else nothing_served(problem)

    parts = parts_of(problem, start, most_orders, np.random.default_rng(seed), thaw=thaw)

    frozen = [tour for tour in start.tours if len(tour.trips) > 1 and not thaw]
    orders = [order for part in parts for order in part.orders]
    shifts = [shift for part in parts for shift in part.shifts]
    tours = [tour for part in parts for tour in part.tours]
    left_out = {order for tour in frozen for order in tour.orders}
    assert sorted(orders) == sorted(set(range(problem.orders)) - left_out)
    assert len(set(shifts)) == len(shifts)
    assert set(tours) | set(frozen) == set(start.tours)
    at_work = {*shifts, *(tour.shift for tour in frozen)}
    for part in parts:
        assert all(start.cooks[order] == part.canteen for order in part.orders)
        assert all(problem.shift_works_for[shift, part.canteen] for shift in part.shifts)
        assert not any(shifts_in_conflict(problem, shift) & at_work for shift in part.shifts)


def test_a_large_canteen_is_cut_into_parts_of_about_equal_size() -> None:
    problem = random_problem(0, orders=100, shifts=20, canteens=1)

    parts = parts_of(problem, nothing_served(problem), 30, np.random.default_rng(0))

    assert [len(part.orders) for part in parts] == [25, 25, 25, 25]
    assert all(part.shifts for part in parts)


def test_the_next_cut_is_another() -> None:
    problem = random_problem(0, orders=100, shifts=20, canteens=1)
    dice = np.random.default_rng(0)

    first = parts_of(problem, nothing_served(problem), 30, dice)
    second = parts_of(problem, nothing_served(problem), 30, dice)

    assert {part.orders for part in first} != {part.orders for part in second}
