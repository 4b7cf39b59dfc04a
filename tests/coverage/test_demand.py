"""A forecast knows only what came before, and is judged by what came after."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.coverage.demand import (
    METHODS,
    History,
    backtest,
    best_method,
    forecast,
    histories,
)
from mealroute.domain import Meal
from mealroute.errors import ArgumentError
from tests.builders import DATE, a_resident, an_order

MONDAY = dt.date(2026, 10, 5)
WEEK = [12.0, 9.0, 9.0, 10.0, 14.0, 3.0, 2.0]


def history(boxes: list[float]) -> History:
    return History(meal=Meal.LUNCH, community="东", first=MONDAY, boxes=np.array(boxes))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("ahead", [1, 7, 10])
def test_every_method_is_right_where_all_weeks_are_alike(method: str, ahead: int) -> None:
    found = backtest(history(WEEK * 8), method, ahead)
    assert found.mae == pytest.approx(0)
    assert found.days >= 8 * 7 - 28


@given(st.lists(st.integers(0, 30).map(float), min_size=35, max_size=60), st.integers(1, 14))
def test_a_forecast_does_not_know_the_day_it_is_for(boxes: list[float], ahead: int) -> None:
    day = 28
    known = np.array(boxes)
    other = known.copy()
    other[day:] = 999.0
    for method in METHODS.values():
        told = method(known[: day - ahead + 1], ahead)
        assert told == pytest.approx(method(other[: day - ahead + 1], ahead), nan_ok=True)


def test_a_new_level_is_learnt_by_the_method_that_looks_at_it() -> None:
    grown = WEEK * 4 + [2 * boxes for boxes in WEEK] * 3
    assert best_method(history(grown)).method == "same_day_last_week"
    means = backtest(history(grown), "weekday_mean")
    fading = backtest(history(grown), "fading_weekday_mean")
    assert fading.mae < means.mae
    assert means.mase > 1
    assert means.bias < 0


def test_noise_is_best_met_by_a_mean() -> None:
    rng = np.random.default_rng(5)
    noisy = rng.poisson(np.array(WEEK * 20)).astype(float).tolist()
    best = best_method(history(noisy))
    assert best.method in {"weekday_mean", "fading_weekday_mean", "level_and_weekday"}
    assert best.mase < 0.9


def test_limits_hold_for_about_four_days_of_five() -> None:
    rng = np.random.default_rng(6)
    weeks = 40
    noisy = rng.poisson(np.array(WEEK * weeks)).astype(float)
    held = []
    for week in range(30, weeks - 1):
        told = forecast(history(noisy[: week * 7].tolist()), days=7)
        came = noisy[week * 7 : week * 7 + 7]
        held += [one.low <= boxes <= one.high for one, boxes in zip(told, came, strict=True)]
    assert 0.7 < np.mean(held) < 0.95


def test_closed_days_are_no_days_without_appetite() -> None:
    closed = np.array(WEEK * 6)
    closed[30] = np.nan
    assert best_method(history(closed.tolist())).mae == pytest.approx(0)


def test_boxes_are_counted_by_meal_and_community() -> None:
    residents = {
        "R1": a_resident("R1", community="东"),
        "R2": a_resident("R2", community="西"),
    }
    later = DATE + dt.timedelta(2)
    orders = [
        an_order("O1", "R1", meals=2),
        an_order("O2", "R2"),
        an_order("O3", "R1", date=later),
        an_order("O4", "R9", date=later),
        an_order("O5", "R2", meal=Meal.DINNER),
    ]
    found = {(one.meal, one.community): one.boxes for one in histories(orders, residents)}
    assert found[Meal.LUNCH, "东"] == pytest.approx([2, np.nan, 1], nan_ok=True)
    assert found[Meal.LUNCH, "西"] == pytest.approx([1, np.nan, 0], nan_ok=True)
    assert found[Meal.LUNCH, ""] == pytest.approx([0, np.nan, 1], nan_ok=True)
    assert found[Meal.DINNER, "西"].tolist() == [1.0]
    assert sum(np.nansum(boxes) for boxes in found.values()) == sum(one.meals for one in orders)


def test_a_short_history_is_refused() -> None:
    with pytest.raises(ArgumentError, match="the history has 21 days, expected 28 or more"):
        best_method(history(WEEK * 3))


def test_an_unknown_method_is_named() -> None:
    with pytest.raises(ArgumentError, match="'crystal ball', expected one of same_day_last_week"):
        backtest(history(WEEK * 8), "crystal ball")
