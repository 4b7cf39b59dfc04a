import itertools

import numpy as np
import pytest

from mealroute.errors import InvalidValueError
from mealroute.search.exact import optimum
from mealroute.search.example import two_doors
from mealroute.search.problem import Problem, Solution, Tour
from mealroute.search.ruin_recreate import first_solution
from mealroute.search.schedule import cost
from tests.search.random_problems import random_problem


def tours_of(problem: Problem, shift: int, orders: tuple[int, ...]) -> list[Tour]:
    """Every tour of a shift that brings just these orders: all sequences, all cuts into trips."""
    tours = []
    for canteen in np.flatnonzero(problem.shift_works_for[shift]):
        for sequence in itertools.permutations(orders):
            for cuts in itertools.product((False, True), repeat=len(orders) - 1):
                trips = [[sequence[0]]]
                for cut, order in zip(cuts, sequence[1:], strict=True):
                    if cut:
                        trips.append([order])
                    else:
                        trips[-1].append(order)
                tours.append(Tour(shift, int(canteen), tuple(tuple(trip) for trip in trips)))
    return tours


def least_cost_by_trying_all(problem: Problem) -> int:
    """Price every plan there is: each order to a shift or out, each tour in each way."""
    kitchens = [tuple(int(canteen) for canteen in np.flatnonzero(may)) for may in problem.order_may]
    least = None
    for share in itertools.product(range(-1, problem.shifts), repeat=problem.orders):
        choices = []
        for shift in range(problem.shifts):
            orders = tuple(order for order, row in enumerate(share) if row == shift)
            if orders:
                choices.append(tours_of(problem, shift, orders))
        for tours in itertools.product(*choices):
            fixed = {order: tour.canteen for tour in tours for order in tour.orders}
            ways = [(fixed[row],) if row in fixed else kitchens[row] for row in range(len(share))]
            for cooks in itertools.product(*ways):
                price = cost(problem, Solution(tours, cooks))
                if price is not None and (least is None or price < least):
                    least = price
                    break
    assert least is not None
    return least


@pytest.mark.parametrize("seed", range(12))
def test_the_optimum_is_what_trying_every_plan_finds(seed: int) -> None:
    problem = random_problem(seed, orders=4, shifts=2)

    assert cost(problem, optimum(problem)) == least_cost_by_trying_all(problem)


@pytest.mark.parametrize("seed", range(6))
def test_no_search_is_cheaper_than_the_optimum(seed: int) -> None:
    problem = random_problem(seed, orders=12, shifts=5)

    best, found = cost(problem, optimum(problem)), cost(problem, first_solution(problem, None))

    assert best is not None
    assert found is not None
    assert best <= found


def test_a_problem_too_large_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="26 orders, expected 25 at most"):
        optimum(random_problem(0, orders=26))


def test_sets_without_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mealroute.search.exact.MOST_LABELS", 1)

    with pytest.raises(InvalidValueError, match="more sets of orders"):
        optimum(two_doors())


def test_a_price_of_balance_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="balance"):
        optimum(two_doors()._replace(price_balance=1.0))
