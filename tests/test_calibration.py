"""Readings made with known constants give the constants back; too few are refused."""

import dataclasses
import datetime as dt
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mealroute.calibration import Calibration, TooLittle, calibrate
from mealroute.domain import Cooling, Reading

DATE = dt.date(2026, 11, 24)
FOOD_C = 76.0
K_PER_MIN = 0.011


def a_reading(minutes: int, food_c: float, outside_c: float = 0.0, **changes: object) -> Reading:
    reading = Reading(
        date=DATE,
        container="bag",
        left_at=dt.time(11),
        read_at=(dt.datetime.combine(DATE, dt.time(11)) + dt.timedelta(minutes=minutes)).time(),
        food_c=food_c,
        outside_c=outside_c,
    )
    return dataclasses.replace(reading, **changes)  # type: ignore[arg-type]  # named by the test


def readings(
    count: int, *, seed: int = 0, paired: bool, k_per_min: float = K_PER_MIN, noise_c: float = 0.5
) -> list[Reading]:
    """Trips of 4 to 45 minutes in air from -30 to 10 °C, loaded at about `FOOD_C`."""
    drawn = random.Random(seed)  # noqa: S311 -- made-up readings, no secret
    made = []
    for _ in range(count):
        cooling = Cooling(
            food_c=drawn.gauss(FOOD_C, 2.0 if paired else 0.3),
            outside_c=drawn.uniform(-30, 10),
            k_per_min=k_per_min,
        )
        minutes = drawn.randint(4, 45)
        food_c = cooling.temperature_c(minutes * 60) + drawn.gauss(0, noise_c)
        leaving_c = cooling.food_c + drawn.gauss(0, noise_c) if paired else None
        made.append(
            a_reading(
                minutes, max(food_c, cooling.outside_c + 0.1), cooling.outside_c,
                food_at_leaving_c=leaving_c,
            )
        )  # fmt: skip
    return made


def estimate(given_readings: list[Reading]) -> Calibration:
    (found,) = calibrate(given_readings)
    assert isinstance(found, Calibration)
    return found


def refusal(given_readings: list[Reading]) -> TooLittle:
    (found,) = calibrate(given_readings)
    assert isinstance(found, TooLittle)
    return found


@given(st.integers(0, 10**6), st.floats(0.004, 0.03), st.booleans())
@settings(max_examples=60)
def test_noisy_readings_give_the_constants_back(seed: int, k_per_min: float, paired: bool) -> None:  # noqa: FBT001 -- drawn by hypothesis
    found = estimate(readings(40, seed=seed, paired=paired, k_per_min=k_per_min))

    # Six standard errors: once in a hundred million draws by chance.
    assert abs(found.k_per_min - k_per_min) < 6 * found.k_se_per_min
    assert abs(found.food_c - FOOD_C) < 6 * found.food_se_c
    assert found.k_se_per_min < 0.1 * k_per_min
    assert 0.2 < found.scatter_c < 1.5


@pytest.mark.parametrize("paired", [True, False])
def test_standard_errors_say_how_far_off_an_estimate_is(paired: bool) -> None:  # noqa: FBT001 -- a parameter
    found = [estimate(readings(15, seed=seed, paired=paired)) for seed in range(200)]

    k_within = sum(abs(one.k_per_min - K_PER_MIN) < one.k_se_per_min for one in found)
    food_within = sum(abs(one.food_c - FOOD_C) < one.food_se_c for one in found)

    # 68 % of all draws lie within one standard error of the truth, give or take few readings.
    assert 110 < k_within < 160
    assert 110 < food_within < 160


@pytest.mark.parametrize("paired", [True, False])
def test_exact_readings_leave_no_doubt(paired: bool) -> None:  # noqa: FBT001 -- a parameter
    made = []
    for minutes in (5, 9, 14, 20, 26, 31, 38, 44):
        cooling = Cooling(food_c=FOOD_C, outside_c=-minutes, k_per_min=K_PER_MIN)
        leaving = FOOD_C if paired else None
        food_c = cooling.temperature_c(minutes * 60)
        made.append(a_reading(minutes, food_c, -minutes, food_at_leaving_c=leaving))

    found = estimate(made)

    assert found.k_per_min == pytest.approx(K_PER_MIN)
    assert found.food_c == pytest.approx(FOOD_C)
    assert found.k_se_per_min == pytest.approx(0.0, abs=1e-9)
    assert found.doubtful == ()


@pytest.mark.parametrize("paired", [True, False])
def test_a_tenth_of_spoilt_readings_is_named_and_does_little_harm(paired: bool) -> None:  # noqa: FBT001 -- a parameter
    made = readings(30, seed=5, paired=paired)
    spoilt = [dataclasses.replace(one, food_c=one.food_c - 20) for one in made[::10]]

    found = estimate([*spoilt, *(one for n, one in enumerate(made) if n % 10)])

    assert set(spoilt) <= set(found.doubtful)
    assert found.k_per_min == pytest.approx(K_PER_MIN, rel=0.1)


def test_the_careful_figures_are_the_pessimistic_ends() -> None:
    found = estimate(readings(20, paired=True))
    assert found.careful_k_per_min >= found.k_per_min + found.k_se_per_min
    # Loads were drawn with a standard deviation of 2 °C, and measured with one of half a degree.
    assert 1 < found.loads_scatter_c < 4
    assert found.careful_food_c <= found.food_c - found.loads_scatter_c
    assert found.careful_k_per_min == round(found.careful_k_per_min, 5)
    assert found.careful_food_c == round(found.careful_food_c, 1)


def test_how_hot_a_canteen_loads_spoils_nothing_where_it_was_measured() -> None:
    hot = [
        a_reading(30, Cooling(food_c=f, outside_c=0, k_per_min=0.01).temperature_c(1800),
                  food_at_leaving_c=f)
        for f in (65.0, 71.0, 78.0, 84.0, 90.0)
    ]  # fmt: skip
    found = estimate(hot)
    assert found.paired
    assert found.k_per_min == pytest.approx(0.01)
    assert found.food_c == pytest.approx(77.6, abs=0.1)
    assert found.food_se_c > 2


def test_a_few_temperatures_at_leaving_are_readings_at_nought_minutes() -> None:
    made = readings(8, paired=False, noise_c=0.0)
    made[0] = dataclasses.replace(made[0], food_at_leaving_c=FOOD_C)
    found = estimate(made)
    assert (found.paired, found.readings) == (False, 8)
    assert found.food_c == pytest.approx(FOOD_C, abs=0.5)


def test_too_few_readings_are_refused_with_what_is_needed() -> None:
    few = refusal(readings(4, paired=True))
    assert few.readings == 4
    assert re.search(r"5 readings with food_at_leaving_c \(4 so far\), or 8 .*\(4 so", few.needed)


def test_readings_at_one_distance_cannot_tell_both_figures() -> None:
    together = [a_reading(20 + n % 3, 64.0 - n % 3) for n in range(12)]
    assert "at least 10 minutes apart" in refusal(together).needed


def test_food_that_does_not_cool_gives_no_estimate() -> None:
    warmer = [a_reading(5 * n, 60.0 + n) for n in range(1, 12)]
    assert "agree" in refusal(warmer).needed


def test_readings_that_contradict_each_other_give_no_estimate() -> None:
    wild = [a_reading(10 + n, 30.0 + 40 * (n % 2), food_at_leaving_c=75.0) for n in range(6)]
    assert "agree" in refusal(wild).needed


def test_each_container_is_estimated_by_itself_in_the_files_order() -> None:
    boxes = [dataclasses.replace(one, container="box") for one in readings(10, paired=True)]
    bags = readings(10, seed=1, paired=True, k_per_min=0.02)
    found = calibrate([bag_or_box for pair in zip(boxes, bags, strict=True) for bag_or_box in pair])
    assert [one.container for one in found] == ["box", "bag"]
    assert found == (*calibrate(boxes), *calibrate(bags))


any_readings = st.lists(
    st.builds(
        lambda minutes, outside_c, above_c, start_c: a_reading(
            minutes,
            outside_c + above_c,
            outside_c,
            food_at_leaving_c=None if start_c is None else outside_c + start_c,
        ),
        st.integers(1, 700),
        st.floats(-60, 60),
        st.floats(0.01, 110),
        st.none() | st.floats(0.01, 110),
    ),
    max_size=14,
)


@given(any_readings)
def test_whatever_was_read_an_estimate_cools_or_there_is_none(
    given_readings: list[Reading],
) -> None:
    for found in calibrate(given_readings):
        if isinstance(found, Calibration):
            assert found.k_per_min > 0
            assert found.careful_k_per_min >= found.k_per_min
            assert found.food_se_c <= 5
