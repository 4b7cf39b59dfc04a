"""Days with too few hands, planned in this process, so that very many of them can be tried."""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from mealroute.domain import CanteenId, Day, Meal, OrderId, Plan, Receipt, Service
from mealroute.receipt import decide, eligibility
from mealroute.routing import Judgement, Search, check, make_plan
from mealroute.sample.straight import SAMPLE_DATE, make_straight_day
from mealroute.sample.town import Mix
from mealroute.search.engine import Budget
from mealroute.search.problem import Problem, Solution
from mealroute.search.ruin_recreate import RuinRecreateEngine
from mealroute.search.schedule import cost
from mealroute.search.solve import Solved
from mealroute.settings import Container, HeatSettings, ReceiptSettings, Settings
from mealroute.travel import StraightTravel

CONTAINERS = {
    "bag": Container(food_c=75.0, k_per_min=0.012),
    "box": Container(food_c=80.0, k_per_min=0.006),
}


@dataclass(frozen=True, kw_only=True)
class Lunch:
    """One service, decided and planned."""

    service: Service
    settings: Settings
    travel: StraightTravel
    receipts: Sequence[Receipt]
    eligible: Mapping[OrderId, Collection[CanteenId]]
    plan: Plan

    def check(self, plan: Plan) -> Judgement:
        """Judge another plan of the same service."""
        return check(plan, self.service, self.settings, self.travel, self.receipts, self.eligible)


def solve_here(problem: Problem, start: Solution, **how: Any) -> Solved:
    """Search in this process instead of in children."""
    found = RuinRecreateEngine().improve(
        problem, start, how["budget"], how["seed"], lambda *_found: None
    )
    price = cost(problem, found)
    assert price is not None
    return Solved(found, price, 0.0)


def plan_lunch(
    service: Service, settings: Settings, monkeypatch: pytest.MonkeyPatch, iterations: int = 60
) -> Lunch:
    """Decide and plan a service by the whole path but for the child process."""
    monkeypatch.setattr("mealroute.routing.plan.solve", solve_here)
    travel = StraightTravel(settings.travel)
    receipts = decide(service, settings, travel)
    eligible = eligibility(service, settings, travel)
    search = Search(budget=Budget(iterations=iterations))
    made = make_plan(service, settings, receipts, travel, search, eligible=eligible)
    return Lunch(
        service=service, settings=settings, travel=travel, receipts=receipts, eligible=eligible,
        plan=made.plan,
    )  # fmt: skip


def plan_again(lunch: Lunch, service: Service, monkeypatch: pytest.MonkeyPatch) -> Lunch:
    """Plan a service with other shifts or fewer orders, from the plan there is; receipts stand."""
    monkeypatch.setattr("mealroute.routing.plan.solve", solve_here)
    residents = {order_id: order.resident_id for order_id, order in service.orders.items()}
    receipts = [one for one in lunch.receipts if one.order_id in service.orders]
    made = make_plan(
        service, lunch.settings, receipts, lunch.travel, Search(budget=Budget(iterations=2_000)),
        eligible=lunch.eligible, previous=(lunch.plan, residents),
    )  # fmt: skip
    return replace(lunch, service=service, receipts=receipts, plan=made.plan)


def scarce_day(number: int) -> tuple[Service, Settings]:
    """Make up a day of 8 to 60 orders with all difficulties, most of them short of hands."""
    dice = random.Random(number)  # noqa: S311 -- made-up people, no secrets
    orders = dice.randint(8, 60)
    mix = Mix(
        windows=dice.choice([0.0, 0.25, 0.8]),
        needs=dice.choice([0.0, 0.3]),
        avoids=dice.choice([0.0, 0.3]),
        two_trips=dice.choice([0.0, 0.5, 1.0]),
        several_canteens=dice.choice([0.0, 0.5, 1.0]),
        ends_elsewhere=dice.choice([0.0, 0.5, 1.0]),
        some_diets=dice.choice([0.0, 0.3]),
        second_shifts=dice.choice([0.0, 0.4]),
        places_per_box=dice.choice([0.4, 0.7, 1.2, 2.0]),
        kitchen_slack=dice.choice([0.8, 1.0, 1.3]),
    )
    few = max(1, orders // 12)
    day = make_straight_day(
        seed=number, orders=orders, canteens=dice.randint(1, 4),
        volunteers=dice.choice([None, None, few]), mix=mix,
    )  # fmt: skip
    settings = Settings(
        receipt=ReceiptSettings(
            overflow=dice.random() < 0.7,
            may_move=dice.random() < 0.7,
        ),
        heat=HeatSettings(
            outside_c=dice.choice([None, 8.0, -30.0]),
            container=dice.choice(["", "bag"]),
            max_aboard_min=dice.choice([20.0, 45.0]),
        ),
        containers=CONTAINERS,
    )
    return packed(day, dice).service(SAMPLE_DATE, Meal.LUNCH), settings


def packed(day: Day, dice: random.Random) -> Day:
    """Give every shift one of the containers, or none."""
    shifts = tuple(replace(one, container=dice.choice(["", "bag", "box"])) for one in day.shifts)
    return replace(day, shifts=shifts)
