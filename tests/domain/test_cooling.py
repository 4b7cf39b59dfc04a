"""Newton's law: food falls towards the air, and the safe time is when it is just safe."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.domain import Cooling, Reading
from mealroute.settings import Container, HeatSettings, Settings

SAFE_C = 60.0
coolings = st.builds(
    Cooling,
    food_c=st.floats(SAFE_C + 0.1, 95.0),
    outside_c=st.floats(-45.0, 45.0),
    k_per_min=st.floats(0.002, 0.1),
)


@given(coolings)
def test_after_the_safe_seconds_food_is_at_the_safe_temperature(cooling: Cooling) -> None:
    assert cooling.temperature_c(cooling.safe_s(SAFE_C)) == pytest.approx(SAFE_C, abs=1e-6)


@given(coolings, st.floats(0, 10_000), st.floats(0, 10_000))
def test_cooling_in_two_steps_is_cooling_in_one(
    cooling: Cooling, first_s: float, then_s: float
) -> None:
    between = Cooling(
        food_c=cooling.temperature_c(first_s),
        outside_c=cooling.outside_c,
        k_per_min=cooling.k_per_min,
    )
    at_once_c = cooling.temperature_c(first_s + then_s)
    assert between.temperature_c(then_s) == pytest.approx(at_once_c, abs=1e-9)


@given(coolings)
def test_the_limit_and_the_temperature_agree_to_the_second(cooling: Cooling) -> None:
    settings = Settings(
        heat=HeatSettings(outside_c=cooling.outside_c, container="bag", max_aboard_min=10_000.0),
        containers={"bag": Container(food_c=cooling.food_c, k_per_min=cooling.k_per_min)},
    )

    limit_s = settings.max_aboard_s()

    assert settings.cooling() == cooling
    assert cooling.temperature_c(limit_s) >= SAFE_C - 1e-9
    assert cooling.temperature_c(limit_s + 1) <= SAFE_C + 1e-9


def test_half_of_the_warmth_is_lost_in_the_half_life() -> None:
    cooling = Cooling(food_c=80.0, outside_c=-20.0, k_per_min=math.log(2) / 30)
    assert cooling.temperature_c(30 * 60) == pytest.approx(30.0)
    assert cooling.temperature_c(60 * 60) == pytest.approx(5.0)


def test_food_that_has_not_left_has_not_cooled() -> None:
    assert Cooling(food_c=80.0, outside_c=0.0, k_per_min=0.1).temperature_c(-(10**9)) == 80.0


@pytest.mark.parametrize(
    ("heat", "container"),
    [
        (HeatSettings(container="bag"), ""),
        (HeatSettings(outside_c=-30.0), ""),
        (HeatSettings(outside_c=-30.0), "other"),
    ],
)
def test_without_air_or_container_the_clock_does_not_run(
    heat: HeatSettings, container: str
) -> None:
    settings = Settings(heat=heat, containers={"bag": Container(food_c=75.0, k_per_min=0.01)})
    assert settings.cooling(container) is None
    assert settings.max_aboard_s(container) == 2_700


def test_a_reading_tells_its_minutes() -> None:
    reading = Reading(
        date=dt.date(2026, 11, 24),
        container="bag",
        left_at=dt.time(11, 58, 30),
        read_at=dt.time(12, 6),
        food_c=70.0,
        outside_c=0.0,
    )
    assert reading.minutes == 7.5
