import time

import numpy as np
import pytest

from benchmarks.bills import bill
from benchmarks.canteens import WHOLE, CanteenRun, Found, SolveCanteen, solve_canteens
from benchmarks.opened import DAYS, Opened, open_day
from benchmarks.peers.ortools_peer import solve_canteen as solve_with_ortools
from benchmarks.peers.pyvrp_peer import solve_canteen as solve_with_pyvrp
from benchmarks.referee import curve, judge, plan_of, settle
from mealroute.routing.build import Instance
from mealroute.search.canteen_part import parts_of
from mealroute.search.example import two_doors
from mealroute.search.one_trip import OneTrip
from mealroute.search.problem import Solution, Tour, nothing_served
from mealroute.search.schedule import cost
from tests.search.random_problems import random_problem


@pytest.fixture(scope="module")
def opened() -> Opened:
    return open_day(DAYS / "n60-s0")


@pytest.fixture(scope="module")
def instance(opened: Opened) -> Instance:
    return opened.build()


@pytest.mark.parametrize("seed", range(10))
def test_any_nonsense_of_a_peer_becomes_a_valid_solution(seed: int) -> None:
    problem = random_problem(seed)
    dice = np.random.default_rng(seed)
    answers = {}
    for part in parts_of(problem, nothing_served(problem), WHOLE, dice):
        orders = iter(dice.permutation(part.orders).tolist())
        answers[part.canteen] = {
            shift: [order for order, _ in zip(orders, range(6), strict=False)]
            for shift in part.shifts
        }

    settled = settle(problem, answers)

    assert cost(problem, settled.solution) is not None
    assert settled.put_in <= len(settled.solution.served)


def test_a_peer_without_an_answer_gets_a_plan_all_the_same(
    opened: Opened, instance: Instance
) -> None:
    settled = settle(instance.problem, {})

    plan = plan_of(opened, instance, settled.solution, "nobody", 1.0)
    judgement = judge(opened, plan)

    assert judgement.violations == ()
    assert settled.put_in == len(settled.solution.served) > 0
    assert judgement.bill.total == cost(instance.problem, settled.solution)


def test_orders_left_out_are_told_in_the_plan(opened: Opened, instance: Instance) -> None:
    plan = plan_of(opened, instance, nothing_served(instance.problem), "nobody", 1.0)

    assert judge(opened, plan).violations == ()
    assert len(plan.unassigned) == instance.problem.orders


def test_a_solution_that_breaks_a_rule_is_no_plan(opened: Opened, instance: Instance) -> None:
    everything = Tour(0, 0, (tuple(range(instance.problem.orders)),))
    broken = Solution((everything,), nothing_served(instance.problem).cooks)

    with pytest.raises(AssertionError, match="breaks a rule"):
        plan_of(opened, instance, broken, "nobody", 1.0)


@pytest.mark.parametrize("solve", [solve_with_pyvrp, solve_with_ortools])
def test_a_solver_serves_two_doors_without_help(solve: SolveCanteen) -> None:
    problem = two_doors()

    (run,) = solve_canteens(problem, solve, time.monotonic() + 0.5, 0, 1)
    settled = settle(problem, {run.part.canteen: run.routes})

    assert settled.put_in == 0
    assert cost(problem, settled.solution) == 600 + 300 + 180 + 200 + 180


def test_the_curve_gives_each_canteen_its_share_of_any_time() -> None:
    problem = random_problem(3)
    first, second = parts_of(problem, nothing_served(problem), WHOLE, np.random.default_rng(0))
    routes = {first.shifts[0]: first.orders[:1]}
    runs = [CanteenRun(first, 0.25, (Found(1.0, routes),)), CanteenRun(second, 0.75, ())]

    ((seconds, total, _left),) = curve(problem, runs)

    assert seconds == 4.0
    assert total == bill(problem, first, routes)[0] + bill(problem, second, {})[0]


def test_no_answer_makes_the_curve_rise() -> None:
    problem = random_problem(3)
    first, _second = parts_of(problem, nothing_served(problem), WHOLE, np.random.default_rng(0))
    routes = {first.shifts[0]: first.orders[:2]}
    runs = [CanteenRun(first, 1.0, (Found(1.0, routes), Found(2.0, {})))]

    points = curve(problem, runs)

    assert points[0][1] == points[1][1]


def test_what_a_canteen_does_not_use_goes_to_those_behind_it() -> None:
    problem = random_problem(1, canteens=2)
    given = []

    def idle(model: OneTrip, ends_s: float, seed: int) -> list[tuple[float, dict[int, list[int]]]]:
        given.append(ends_s)
        return []

    solve_canteens(problem, idle, 10.0**9, 0, 1)

    assert len(given) == 2
    assert given[0] < given[1] == pytest.approx(10.0**9)
