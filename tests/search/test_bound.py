import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mealroute.search.bound import lower_bound
from mealroute.search.exact import optimum
from mealroute.search.example import two_doors
from mealroute.search.problem import Problem, nothing_served
from mealroute.search.ruin_recreate import first_solution
from mealroute.search.schedule import cost
from tests.search.random_problems import random_problem


def least_cost(problem: Problem) -> int:
    price = cost(problem, optimum(problem))
    assert price is not None
    return price


@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(2, 5), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_the_bound_never_exceeds_the_optimum(
    seed: int, orders: int, shifts: int, canteens: int
) -> None:
    problem = random_problem(seed, orders, shifts, canteens)

    assert 0 < lower_bound(problem) <= least_cost(problem)


@pytest.mark.parametrize("seed", range(3))
def test_the_bound_of_hundreds_of_orders_is_below_a_plan(seed: int) -> None:
    problem = random_problem(seed, orders=200, shifts=40, canteens=4)

    found = cost(problem, first_solution(problem, None))

    assert found is not None
    assert 0 < lower_bound(problem) < found


def test_an_order_that_nobody_may_bring_costs_its_price() -> None:
    problem = two_doors()
    problem.able[:, 1] = False

    assert lower_bound(problem) == 100_000 + (200 + 180) + 600 // 2


def test_nothing_to_bring_costs_nothing() -> None:
    nothing = random_problem(0, orders=1)
    empty = nothing._replace(order_place=nothing.order_place[:0])

    assert lower_bound(empty) == 0
    assert cost(nothing, nothing_served(nothing)) == int(nothing.order_price.sum())
