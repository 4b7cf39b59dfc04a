import numpy as np
import pytest

from mealroute.receipt import decide, eligibility
from mealroute.routing.build import build
from mealroute.sample import make_straight_day
from mealroute.search.bound import lower_bound
from mealroute.search.bound_by_prices import bound_by_prices
from mealroute.search.exact import optimum
from mealroute.search.problem import Problem, nothing_served
from mealroute.search.ruin_recreate import first_solution
from mealroute.search.schedule import cost
from mealroute.settings import Settings
from mealroute.travel import open_travel
from tests.search.random_problems import random_problem


@pytest.mark.parametrize("seed", range(40))
def test_no_round_of_prices_exceeds_the_optimum(seed: int) -> None:
    rng = np.random.default_rng(seed)
    problem = random_problem(seed, int(rng.integers(1, 10)), 4, int(rng.integers(1, 4)))
    least = cost(problem, optimum(problem))

    bound = bound_by_prices(problem, nothing_served(problem), seconds=0.05)

    assert least is not None
    assert lower_bound(problem) <= bound <= least


def problem_of_a_day(seed: int, orders: int) -> Problem:
    day = make_straight_day(seed=seed, orders=orders, volunteers=orders // 3)
    ((date, meal),) = day.services()
    service, settings = day.service(date, meal), Settings()
    travel = open_travel(settings, None, "straight")
    return build(
        service,
        settings,
        decide(service, settings, travel),
        travel,
        eligibility(service, settings, travel),
    ).problem


def test_on_a_made_up_day_prices_do_better_than_the_instant_bound() -> None:
    problem = problem_of_a_day(seed=5, orders=60)
    start = first_solution(problem, None)
    found = cost(problem, start)

    bound = bound_by_prices(problem, start, seconds=1.5)

    assert found is not None
    assert 0 < lower_bound(problem) < bound <= found


def test_no_time_gives_the_instant_bound() -> None:
    problem = random_problem(3, orders=40, shifts=10)

    bound = bound_by_prices(problem, nothing_served(problem), seconds=0)

    assert bound == lower_bound(problem)
