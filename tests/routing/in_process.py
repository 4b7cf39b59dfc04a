"""Solve in this process, so that tests can try many days: no child is started."""

from collections.abc import Callable
from typing import Any

import pytest

from mealroute.domain import Meal, Service
from mealroute.routing import Search
from mealroute.routing.sweep import Ground, prepare_ground
from mealroute.sample.straight import SAMPLE_DATE, make_straight_day
from mealroute.search.engine import Budget
from mealroute.search.engines import get_engine
from mealroute.search.problem import Problem, Solution
from mealroute.search.schedule import cost
from mealroute.search.solve import Solved
from mealroute.settings import Settings
from mealroute.travel import StraightTravel
from tests.routing.greedy_receipts import greedy_receipts

SETTINGS = Settings()
TRAVEL = StraightTravel(SETTINGS.travel)


def solve_here(
    problem: Problem,
    start: Solution,
    *,
    engine: str,
    budget: Budget,
    seed: int,
    workers: int = 1,
    on_progress: Callable[..., None] = lambda _progress: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Solved:
    """As `mealroute.search.solve.solve`, of one worker and without a child."""
    del workers, on_progress
    if should_stop():
        return Solved(start, price(problem, start), 0.0, stopped=True)
    found = get_engine(engine).improve(problem, start, budget, seed, lambda *_found: None)
    return Solved(found, price(problem, found), 0.0)


def price(problem: Problem, solution: Solution) -> int:
    priced = cost(problem, solution)
    assert priced is not None
    return priced


@pytest.fixture
def without_children(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("plan", "sweep"):
        monkeypatch.setattr(f"mealroute.routing.{module}.solve", solve_here)


def straight_lunch(seed: int, orders: int, **words: Any) -> Service:
    return make_straight_day(seed=seed, orders=orders, **words).service(SAMPLE_DATE, Meal.LUNCH)


def ground_of(service: Service, iterations: int = 400, settings: Settings = SETTINGS) -> Ground:
    receipts, eligible = greedy_receipts(service)
    search = Search(budget=Budget(iterations=iterations), seed=1)
    return prepare_ground(service, settings, receipts, TRAVEL, search, eligible)
