"""What every engine must do, whoever wrote it."""

from typing import Any

import numpy as np
import pytest

from mealroute.errors import InvalidValueError
from mealroute.search.engine import Budget
from mealroute.search.engines import ENGINE_NAMES, get_engine
from mealroute.search.example import two_doors
from mealroute.search.incumbent import Incumbent
from mealroute.search.mend import insert
from mealroute.search.problem import (
    ENDS_AT_CANTEEN,
    ENDS_AT_HOME,
    Problem,
    Solution,
    Tour,
    nothing_served,
)
from mealroute.search.schedule import cost
from tests.search.random_problems import random_problem

FEW = Budget(iterations=150)
engines = pytest.mark.parametrize("engine", ENGINE_NAMES)


def improve(
    engine: str, problem: Problem, start: Solution, budget: Budget = FEW, seed: int = 0
) -> Solution:
    """Search, and hold every report against the schedule's own price."""
    last = cost(problem, start)
    assert last is not None

    def heard(solution: Solution, stated: int) -> None:
        nonlocal last
        assert stated == cost(problem, solution)
        assert last is None or stated < last
        last = stated

    found = get_engine(engine).improve(problem, start, budget, seed, heard)
    assert cost(problem, found) == last
    return found


def inserted(problem: Problem) -> Solution:
    """Make a start without any engine: every order into its cheapest gap, further trips too."""
    tours: list[Tour] = []
    free = set(range(problem.shifts - 1))  # the last shift clashes with the one before it
    for canteen in range(problem.canteens):
        orders = np.flatnonzero(problem.order_canteen == canteen).tolist()
        tours += insert(problem, canteen, (), sorted(free), orders)
        free -= {tour.shift for tour in tours}
    return Solution(tuple(tours), tuple(problem.order_canteen.tolist()))


def changed(problem: Problem, **values: object) -> Problem:
    arrays: dict[str, Any] = {
        name: np.array(value, dtype=getattr(problem, name).dtype) for name, value in values.items()
    }
    return problem._replace(**arrays)


@engines
@pytest.mark.parametrize("seed", range(5))
def test_a_plan_from_nothing_keeps_every_rule_and_serves_most(engine: str, seed: int) -> None:
    problem = random_problem(seed)

    found = improve(engine, problem, nothing_served(problem), seed=seed)

    assert len(found.served) > problem.orders // 3


@engines
@pytest.mark.parametrize("seed", range(5, 9))
def test_a_start_with_several_trips_only_gets_better(engine: str, seed: int) -> None:
    problem = random_problem(seed, canteens=3)
    start = inserted(problem)
    assert any(len(tour.trips) > 1 for tour in start.tours)

    improve(engine, problem, start, seed=seed)


@engines
def test_a_large_canteen_is_searched_too(engine: str) -> None:
    problem = random_problem(4, orders=150, shifts=30, canteens=1)
    start = inserted(problem)

    found = improve(engine, problem, start, Budget(iterations=60))

    assert len(found.served) >= len(start.served)


@engines
def test_balance_is_priced_as_the_schedule_prices_it(engine: str) -> None:
    problem = random_problem(2)._replace(price_balance=0.7)

    assert improve(engine, problem, nothing_served(problem)).served


@engines
def test_the_same_seed_and_iterations_give_the_same_plan(engine: str) -> None:
    problem = random_problem(3)
    start = nothing_served(problem)

    assert improve(engine, problem, start, seed=7) == improve(engine, problem, start, seed=7)


@engines
@pytest.mark.parametrize("budget", [Budget(seconds=0), Budget(iterations=0)])
def test_without_a_budget_the_start_comes_back(engine: str, budget: Budget) -> None:
    problem = random_problem(0)
    start = inserted(problem)

    assert set(improve(engine, problem, start, budget).tours) == set(start.tours)


@engines
def test_seconds_end_a_search_that_has_iterations_left(engine: str) -> None:
    problem = random_problem(0)
    budget = Budget(seconds=0.2, iterations=10**9)

    found = improve(engine, problem, nothing_served(problem), budget)

    assert found.served


@engines
def test_a_search_prints_nothing(engine: str, capfd: pytest.CaptureFixture[str]) -> None:
    problem = random_problem(1)
    improve(engine, problem, nothing_served(problem))
    improve(engine, problem, nothing_served(problem), Budget(seconds=0.05))

    assert capfd.readouterr() == ("", "")


@engines
def test_nothing_to_bring_and_nobody_to_bring_it_are_no_fault(engine: str) -> None:
    nobody = random_problem(0)
    nobody = nobody._replace(able=np.zeros_like(nobody.able))

    assert improve(engine, nobody, nothing_served(nobody)) == nothing_served(nobody)


ONE_BUILDING = {"order_building": [0, 0], "travel_s": [[[0, 300, 300], [300, 0, 0], [300, 0, 0]]]}
RULES: dict[str, Problem] = {
    "no limit binds": two_doors(),
    "heat limit just kept": changed(two_doors(), shift_aboard_s=[680]),
    "heat limit too short for both": changed(two_doors(), shift_aboard_s=[679]),
    "heat limit too short for one": changed(two_doors(), shift_aboard_s=[299]),
    "shift just long enough": changed(two_doors(), shift_until_s=[40_460]),
    "shift too short for both": changed(two_doors(), shift_until_s=[40_459]),
    "shift begins late": changed(two_doors(), shift_from_s=[46_000]),
    "kitchen just open": changed(two_doors(), canteen_serve_until_s=[40_280]),
    "kitchen shut for the second": changed(two_doors(), canteen_serve_until_s=[40_279]),
    "boxes ready late": changed(two_doors(), canteen_ready_s=[46_200]),
    "a door opens late": two_doors(earliest_s=43_000),
    "a door opens too late": two_doors(earliest_s=46_700),
    "a door shuts early": changed(two_doors(), order_latest_s=[10**7, 39_900]),
    "one may wait in the street": changed(
        two_doors(), order_earliest_s=[0, 41_000], order_latest_s=[40_000, 10**7]
    ),
    "one box at a time": changed(two_doors(), shift_capacity=[1]),
    "one box at a time, two trips": changed(two_doors(max_trips=2), shift_capacity=[1]),
    "boxes that do not fit": changed(two_doors(), order_boxes=[1, 3]),
    "not able": changed(two_doors(), able=[[True, False]]),
    "not known": changed(two_doors(), face_price=[[120, 0]]),
    "back at the canteen in time": changed(
        two_doors(), shift_ends_at=[ENDS_AT_CANTEEN], shift_until_s=[40_760]
    ),
    "back at the canteen too late": changed(
        two_doors(), shift_ends_at=[ENDS_AT_CANTEEN], shift_until_s=[40_759]
    ),
    "home in the last house": changed(two_doors(), shift_ends_at=[ENDS_AT_HOME], shift_home=[1]),
    "one building": changed(two_doors(), **ONE_BUILDING),
    "one building, heat just kept": changed(two_doors(), **ONE_BUILDING, shift_aboard_s=[480]),
    "one building, heat too short": changed(two_doors(), **ONE_BUILDING, shift_aboard_s=[479]),
}


@engines
@pytest.mark.parametrize("rule", RULES)
def test_two_doors_are_brought_at_least_cost(engine: str, rule: str) -> None:
    problem = RULES[rule]

    found = improve(engine, problem, nothing_served(problem), Budget(iterations=30))

    assert cost(problem, found) == least_cost(problem)


@engines
def test_an_order_cheaper_to_leave_out_than_to_bring_is_left_out(engine: str) -> None:
    problem = changed(two_doors(), order_price=[100, 2_000])

    found = improve(engine, problem, nothing_served(problem), Budget(iterations=30))

    assert cost(problem, found) == least_cost(problem) == 480 + 600 + 100


def least_cost(problem: Problem) -> int:
    """Try every tour of the only shift."""
    tours: list[tuple[Tour, ...]] = [()]
    for orders in [(0,), (1,), (0, 1), (1, 0)]:
        tours += [(Tour(0, 0, (orders,)),), (Tour(0, 0, tuple((order,) for order in orders)),)]
    prices = [cost(problem, Solution(choice, (0, 0))) for choice in tours]
    return min(price for price in prices if price is not None)


def four_doors(**values: object) -> Problem:
    """Two shifts as in `two_doors` and a second pair of doors beside the first."""
    one = two_doors()
    twice = [name for name in Problem._fields if name.startswith(("order_", "shift_"))]
    doubled: dict[str, object] = {name: np.tile(getattr(one, name), 2) for name in twice}
    doubled |= {
        "order_place": [1, 2, 1, 2],
        "order_building": [0, 1, 0, 1],
        "order_may": np.ones((4, 1)),
        "shift_works_for": np.ones((2, 1)),
        "able": np.ones((2, 4)),
        "face_price": np.zeros((2, 4)),
        "conflict_start": [0, 0, 0],
    }
    return changed(one, **doubled | values)


@engines
def test_shifts_in_conflict_are_never_both_at_work(engine: str) -> None:
    problem = four_doors(conflict_start=[0, 1, 2], conflict_with=[1, 0])

    assert len(improve(engine, problem, nothing_served(problem)).tours) == 1
    assert len(improve(engine, four_doors(), nothing_served(problem)).tours) == 2


@engines
def test_faces_are_worth_a_longer_way(engine: str) -> None:
    problem = four_doors(face_price=[[120, 0, 120, 0], [0, 120, 0, 120]])

    found = improve(engine, problem, nothing_served(problem), Budget(iterations=300))

    assert {tour.shift: set(tour.orders) for tour in found.tours} == {0: {1, 3}, 1: {0, 2}}


@engines
def test_a_shift_of_several_canteens_works_where_it_is_needed(engine: str) -> None:
    one = four_doors()
    problem = changed(
        one,
        order_canteen=[0, 0, 1, 1],
        order_may=np.eye(2, dtype=bool)[[0, 0, 1, 1]],
        canteen_place=[0, 0],
        canteen_ready_s=np.tile(one.canteen_ready_s, 2),
        canteen_serve_until_s=np.tile(one.canteen_serve_until_s, 2),
        canteen_capacity=np.tile(one.canteen_capacity, 2),
        shift_works_for=[[True, True], [True, False]],
    )

    found = improve(engine, problem, nothing_served(problem))

    assert found.served == {0, 1, 2, 3}
    assert {tour.shift: tour.canteen for tour in found.tours} == {0: 1, 1: 0}


def test_a_start_that_breaks_a_rule_is_refused() -> None:
    twice = Solution((Tour(0, 0, ((0, 0),)),), (0, 0))

    with pytest.raises(InvalidValueError, match="breaks a rule"):
        Incumbent(two_doors(), twice, lambda *_found: None)
