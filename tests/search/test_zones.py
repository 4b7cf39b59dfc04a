from collections.abc import Callable

import pytest

from mealroute.search.annealing import zones_of
from mealroute.search.engine import Budget
from mealroute.search.pool import RoutePool
from mealroute.search.problem import Problem, Solution, nothing_served
from mealroute.search.ruin_recreate import RuinRecreateEngine, first_solution
from mealroute.search.schedule import cost
from tests.search.random_problems import random_problem

ROUNDS = Budget(iterations=8_000)


def large() -> Problem:
    return random_problem(1, orders=600, shifts=150, canteens=4)


def search(
    problem: Problem, start: Solution, workers: int, report: Callable[..., None]
) -> Solution:
    return RuinRecreateEngine().improve(problem, start, ROUNDS, 3, report, workers=workers)


def test_two_cores_on_one_plan_keep_every_rule_and_price_it_right() -> None:
    problem = large()
    told: list[tuple[Solution, int]] = []
    assert zones_of(problem, workers=2) == 2

    found = search(problem, nothing_served(problem), 2, lambda *one: told.append(one))

    assert all(cost(problem, solution) == price for solution, price in told)
    assert told[-1][0] == found
    assert told[-1][1] < told[0][1]


def test_whichever_core_is_first_the_plan_is_the_same() -> None:
    problem = large()

    once, again = (
        search(problem, nothing_served(problem), 2, lambda *_found: None) for _time in range(2)
    )

    assert once == again


def test_a_price_on_balance_is_never_cut_into_zones() -> None:
    assert zones_of(large()._replace(price_balance=1.0), workers=2) == 1


@pytest.mark.parametrize(
    "problem",
    [large()._replace(price_balance=1.0), random_problem(2, orders=601, shifts=150, canteens=4)],
)
def test_a_pool_is_left_alone_where_it_is_slow_or_does_not_price_all(
    problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(_pool: RoutePool, _seconds: float | None) -> None:
        raise AssertionError("chosen from a pool")

    monkeypatch.setattr(RoutePool, "choose", choose)
    start = first_solution(problem)

    # A plan that is there is made better in two phases, after which small days choose.
    found = search(problem, start, 1, lambda *_found: None)

    before, after = cost(problem, start), cost(problem, found)
    assert before is not None
    assert after is not None
    assert after < before
