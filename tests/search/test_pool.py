import itertools

import numpy as np
import pytest

from mealroute.search.example import two_doors
from mealroute.search.pool import PricedTour, RoutePool
from mealroute.search.problem import Problem, Solution, Tour, nothing_served
from mealroute.search.ruin_recreate import first_solution
from mealroute.search.schedule import cost
from tests.search.random_problems import random_problem


def chosen_together(problem: Problem, tours: tuple[Tour, ...]) -> int | None:
    """Price a plan of these tours; ``None`` where they break a rule together."""
    cooks = list(nothing_served(problem).cooks)
    for tour in tours:
        for order in tour.orders:
            cooks[order] = tour.canteen
    return cost(problem, Solution(tours, tuple(cooks)))


def priced(problem: Problem, tour: Tour) -> PricedTour:
    """Price a tour alone: without limits of kitchens, which are the business of all tours."""
    roomy = problem._replace(canteen_capacity=problem.canteen_capacity + 1_000)
    alone = chosen_together(roomy, (tour,))
    assert alone is not None
    left_out = np.delete(problem.order_price, list(tour.orders)).sum()
    return PricedTour(tour, alone - int(left_out))


def some_plans(problem: Problem, count: int) -> list[Solution]:
    """Build plans that differ: each for residents who know other volunteers."""
    rng = np.random.default_rng(1)
    shape = problem.face_price.shape
    return [
        first_solution(problem._replace(face_price=rng.integers(0, 900, shape, dtype=np.int32)))
        for _plan in range(count)
    ]


@pytest.mark.parametrize("seed", range(12))
def test_no_choice_of_the_routes_met_is_cheaper(seed: int) -> None:
    problem = random_problem(seed, orders=8, shifts=4)
    plans = some_plans(problem, 3)
    tours = {tour for plan in plans for tour in plan.tours}
    pool = RoutePool(problem)
    pool.add(priced(problem, tour) for tour in tours)

    chosen = pool.choose()

    assert chosen is not None
    price = cost(problem, chosen)
    every = itertools.chain.from_iterable(
        itertools.combinations(tours, size) for size in range(len(tours) + 1)
    )
    prices = [chosen_together(problem, some) for some in every if len(some) <= problem.shifts]
    assert price == min(price for price in prices if price is not None)


def test_an_empty_pool_has_no_plan() -> None:
    assert RoutePool(two_doors()).choose() is None


def test_of_two_ways_to_the_same_doors_the_cheaper_is_kept() -> None:
    problem = two_doors()
    there, back = Tour(0, 0, ((0, 1),)), Tour(0, 0, ((1, 0),))
    pool = RoutePool(problem)

    pool.add([priced(problem, back), priced(problem, there), priced(problem, back)])

    chosen = pool.choose()
    assert chosen is not None
    assert cost(problem, chosen) == min(priced(problem, there).price, priced(problem, back).price)
