import numpy as np
import pytest

from mealroute.search.engine import Budget
from mealroute.search.example import two_doors
from mealroute.search.problem import Problem, Solution, Tour, nothing_served
from mealroute.search.ruin_recreate import RuinRecreateEngine, first_solution
from mealroute.search.schedule import cost
from tests.search.random_problems import random_problem


def improve(problem: Problem, start: Solution, rounds: int, seed: int = 0) -> Solution:
    """Search, and hold every report against the schedule's own price."""
    last = cost(problem, start)
    assert last is not None

    def heard(solution: Solution, stated: int) -> None:
        nonlocal last
        assert stated == cost(problem, solution)
        assert stated < last
        last = stated

    found = RuinRecreateEngine().improve(problem, start, Budget(iterations=rounds), seed, heard)
    assert cost(problem, found) == last
    return found


@pytest.mark.parametrize("seed", range(12))
def test_every_better_solution_is_valid_and_costs_what_the_engine_says(seed: int) -> None:
    problem = random_problem(seed)

    found = improve(problem, nothing_served(problem), 2_000, seed)

    assert found.served


@pytest.mark.parametrize("seed", range(6))
def test_balance_is_priced_as_the_schedule_prices_it(seed: int) -> None:
    problem = random_problem(seed)._replace(price_balance=0.7)

    found = improve(problem, nothing_served(problem), 500, seed)

    assert found.served


@pytest.mark.parametrize("seed", range(12))
def test_the_first_solution_is_valid(seed: int) -> None:
    problem = random_problem(seed, orders=40, shifts=12, canteens=3)

    assert cost(problem, first_solution(problem)) is not None


def test_the_first_solution_serves_everybody_where_there_is_plenty() -> None:
    problem = random_problem(1, orders=30, shifts=40)
    plenty = problem._replace(
        able=np.ones_like(problem.able),
        shift_until_s=problem.shift_until_s + 7_200,
        order_earliest_s=np.zeros_like(problem.order_earliest_s),
        order_latest_s=np.full_like(problem.order_latest_s, 10**7),
        canteen_serve_until_s=problem.canteen_serve_until_s + 7_200,
    )

    assert len(first_solution(plenty).served) == 30


def test_what_is_kept_stays_and_the_rest_is_put_in() -> None:
    problem = two_doors()
    kept = Solution((Tour(0, 0, ((1,),)),), (0, 0))

    assert first_solution(problem, kept).served == {0, 1}


def test_the_same_seed_and_rounds_give_the_same_solution() -> None:
    problem = random_problem(3)
    start = first_solution(problem)

    assert improve(problem, start, 1_500, 7) == improve(problem, start, 1_500, 7)
    assert improve(problem, start, 1_500, 7) != improve(problem, start, 1_500, 8)


def test_two_doors_are_brought_by_the_shorter_way() -> None:
    problem = two_doors()

    assert cost(problem, improve(problem, nothing_served(problem), 50)) == 860 + 600


@pytest.mark.parametrize("seed", range(4))
def test_the_cheapest_of_all_plans_is_found_where_all_can_be_tried(seed: int) -> None:
    problem = random_problem(seed, orders=4, shifts=2, canteens=1)._replace(
        conflict_start=np.zeros(3, dtype=np.int64),
        conflict_with=np.zeros(0, dtype=np.int64),
        shift_max_trips=np.array([2, 1]),
    )

    found = improve(problem, nothing_served(problem), 3_000, seed)

    assert cost(problem, found) == cheapest_by_trying(problem)


def cheapest_by_trying(problem: Problem) -> int:
    """Build all plans order by order, at every place: slow, complete, and nothing clever."""
    best = cost(problem, nothing_served(problem))
    assert best is not None
    empty = tuple(((),) * int(trips) for trips in problem.shift_max_trips)
    reached, frontier = {empty}, [empty]
    while frontier:
        plan = frontier.pop()
        price = cost(problem, as_solution(problem, plan))
        if price is not None:
            best = min(best, price)
        placed = {order for shift in plan for trip in shift for order in trip}
        for order in set(range(problem.orders)) - placed:
            for grown in with_order(plan, order):
                if grown not in reached:
                    reached.add(grown)
                    frontier.append(grown)
    return best


Trips = tuple[tuple[tuple[int, ...], ...], ...]


def with_order(plan: Trips, order: int) -> list[Trips]:
    grown = []
    for s, shift in enumerate(plan):
        for t, trip in enumerate(shift):
            for p in range(len(trip) + 1):
                longer = (*trip[:p], order, *trip[p:])
                trips = (*shift[:t], longer, *shift[t + 1 :])
                grown.append((*plan[:s], trips, *plan[s + 1 :]))
    return grown


def as_solution(problem: Problem, plan: Trips) -> Solution:
    tours = [
        Tour(shift, 0, tuple(trip for trip in trips if trip))
        for shift, trips in enumerate(plan)
        if any(trips)
    ]
    return Solution(tuple(tours), tuple(0 for _ in range(problem.orders)))
