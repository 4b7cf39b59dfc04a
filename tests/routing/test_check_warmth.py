"""The judge's temperatures: worked out anew, and never below the safe one where the limit holds."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mealroute.domain import Cause, Made, Meal, Plan
from mealroute.routing.assemble import final_receipts, routes
from mealroute.routing.build import build
from mealroute.routing.check import check
from mealroute.sample.straight import SAMPLE_DATE, make_straight_day
from mealroute.search.engine import Budget
from mealroute.search.problem import nothing_served
from mealroute.search.ruin_recreate import RuinRecreateEngine
from mealroute.settings import Container, HeatSettings, Settings
from mealroute.travel import StraightTravel
from tests.builders import a_shift
from tests.routing.greedy_receipts import greedy_receipts
from tests.routing.lunch import a_lunch, a_plan, a_route, judge

CLOCK = Settings(
    heat=HeatSettings(outside_c=-30.0, container="bag"),
    containers={
        "bag": Container(food_c=75.0, k_per_min=0.011),
        "box": Container(food_c=85.0, k_per_min=0.006),
    },
)
SAFE_C = CLOCK.heat.safe_c


def cooled_c(minutes: float, food_c: float, k_per_min: float) -> float:
    return -30.0 + (food_c + 30.0) * math.exp(-k_per_min * minutes)


def test_the_coldest_handover_is_the_last_of_the_lunch() -> None:
    # O3 is handed over 800 s after leaving; at -30 degrees a bag stays hot for 840 s.
    service = a_lunch()
    plan = a_plan(service, [a_route(service, ("11:00", ["O1", "O2", "O3"]))])

    judgement = judge(plan, service, settings=CLOCK)

    assert judgement.valid
    assert judgement.coldest is not None
    assert (judgement.coldest.order_id, judgement.coldest.volunteer_id) == ("O3", "V1")
    assert (judgement.coldest.aboard_s, judgement.coldest.spare_s) == (800, 40)
    assert judgement.coldest.food_c == pytest.approx(cooled_c(800 / 60, 75.0, 0.011))
    assert judgement.indicators["coldest_c"] == 60.6
    assert judgement.indicators["coldest_spare_s"] == 40


def test_the_shifts_own_container_counts() -> None:
    service = a_lunch(shifts=[a_shift("V1", capacity=3, container="box")])
    plan = a_plan(service, [a_route(service, ("11:00", ["O1", "O2", "O3"]))])

    coldest = judge(plan, service, settings=CLOCK).coldest

    assert coldest is not None
    assert coldest.food_c == pytest.approx(cooled_c(800 / 60, 85.0, 0.006))


def test_a_meal_aboard_too_long_is_colder_than_safe() -> None:
    service = a_lunch()
    plan = a_plan(service, [a_route(service, ("11:00", ["O3", "O1", "O2"]))])
    hasty = replace(CLOCK, containers={"bag": Container(food_c=70.0, k_per_min=0.011)})

    judgement = judge(plan, service, settings=hasty)

    assert {one.cause for one in judgement.violations} == {Cause.TOO_LONG_ABOARD}
    assert judgement.indicators["coldest_c"] < SAFE_C
    assert judgement.indicators["coldest_spare_s"] < 0


@pytest.mark.parametrize("heat", [HeatSettings(outside_c=-30.0), HeatSettings(container="bag")])
def test_without_the_clock_nothing_is_said_of_temperatures(heat: HeatSettings) -> None:
    service = a_lunch()
    plan = a_plan(service, [a_route(service, ("11:00", ["O1", "O2", "O3"]))])

    judgement = judge(plan, service, settings=replace(CLOCK, heat=heat))

    assert judgement.coldest is None
    assert not {"coldest_c", "coldest_spare_s"} & set(judgement.indicators)


@given(st.integers(0, 10**6), st.integers(5, 60), st.floats(-40.0, 10.0))
@settings(max_examples=20)
def test_no_plan_of_ours_hands_over_food_below_the_safe_temperature(
    seed: int, orders: int, outside_c: float
) -> None:
    cold = replace(CLOCK, heat=replace(CLOCK.heat, outside_c=outside_c))
    travel = StraightTravel(cold.travel)
    day = make_straight_day(seed=seed, orders=orders)
    shifts = tuple(
        replace(shift, container=("", "box")[number % 2]) for number, shift in enumerate(day.shifts)
    )
    service = replace(day, shifts=shifts).service(SAMPLE_DATE, Meal.LUNCH)
    receipts, eligible = greedy_receipts(service)
    instance = build(service, cold, receipts, travel, eligible)
    found = RuinRecreateEngine().improve(
        instance.problem,
        nothing_served(instance.problem),
        Budget(iterations=100),
        seed,
        lambda *_found: None,
    )
    plan = Plan(
        date=service.date,
        meal=service.meal,
        made=Made(version="", engine="", seed=0, seconds=0.0, travel="straight", cost=0),
        receipts=final_receipts(instance, found, receipts),
        routes=routes(instance, found, service, travel),
    )

    coldest = check(plan, service, cold, travel, receipts, eligible).coldest

    assert (coldest is None) == (not any(plan.stops()))
    assert coldest is None or coldest.food_c >= SAFE_C - 1e-9
