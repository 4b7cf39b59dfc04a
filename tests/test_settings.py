import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.errors import DataFileError
from mealroute.settings import Container, HeatSettings, Settings


def faults(raw: dict[str, object]) -> list[str]:
    with pytest.raises(DataFileError) as caught:
        Settings.from_mapping(raw)
    return [str(fault) for fault in caught.value.faults]


def test_every_unfit_value_and_unknown_key_is_told_at_once() -> None:
    settings = "max_aboard_min, outside_c, safe_c, container"
    tables = "travel, handover, heat, trips, receipt, price, maps, papers, containers"

    assert faults(
        {
            "heat": {"max_aboard_min": -1, "colour": "red"},
            "travel": {"by": "boat", "foot": 10**400},
            "price": 7,
            "weather": {},
        }
    ) == [
        "mealroute.toml, [heat] max_aboard_min: '-1', expected a number above 0",
        f"mealroute.toml, [heat] colour: expected one of the settings {settings}",
        "mealroute.toml, [travel] by: 'boat', expected one of straight, streets",
        "mealroute.toml, [travel] foot: '" + "1" + "0" * 58 + "…', expected a number above 0",
        "mealroute.toml, [price]: '7', expected a table of settings",
        f"mealroute.toml, [weather]: expected one of the tables {tables}",
    ]


def test_a_face_has_a_price_that_the_search_can_hold() -> None:
    at_most = {"price": {"unfamiliar": 1_000_000}}

    assert Settings.from_mapping(at_most).price.unfamiliar == 1_000_000
    assert faults({"price": {"unfamiliar": 1_000_001}}) == [
        "mealroute.toml, [price] unfamiliar: '1000001', expected a whole number from 0 to 1,000,000"
    ]


def test_a_container_needs_both_figures_and_must_be_there() -> None:
    assert faults({"containers": {"bag": {"food_c": 75.0}}}) == [
        "mealroute.toml, [containers.bag] k_per_min: expected a number above 0"
    ]
    assert faults({"heat": {"container": "bag"}}) == [
        "mealroute.toml, [heat] container: 'bag', expected the NAME of a table [containers.NAME]"
    ]


def test_an_unprintable_key_cannot_steer_the_terminal() -> None:
    (told,) = faults({"\x1b[31mred": {}})

    assert "\x1b" not in told


def clock(food_c: float, outside_c: float, k_per_min: float = 0.011) -> Settings:
    return Settings(
        heat=HeatSettings(outside_c=outside_c, container="bag"),
        containers={"bag": Container(food_c=food_c, k_per_min=k_per_min)},
    )


def test_the_hot_food_clock_never_allows_more_than_the_fixed_limit() -> None:
    # ln((85 - 20) / (60 - 20)) / 0.011 = 44.1 min; at -30 degrees 22.3 min; on a hot day for ever.
    assert clock(85.0, 20.0).max_aboard_s() == 2_648
    assert clock(85.0, -30.0).max_aboard_s() == 1_337
    assert clock(85.0, 65.0).max_aboard_s() == 2_700


def test_food_that_leaves_too_cold_may_not_travel_at_all() -> None:
    assert clock(60.0, 20.0).max_aboard_s() == 0
    assert clock(50.0, 20.0).max_aboard_s() == 0


def test_a_shift_s_own_container_counts_before_the_setting_s() -> None:
    settings = Settings(
        heat=HeatSettings(outside_c=0.0, container="bag"),
        containers={
            "bag": Container(food_c=70.0, k_per_min=0.02),
            "box": Container(food_c=80.0, k_per_min=0.01),
        },
    )

    assert settings.max_aboard_s() == 462
    assert settings.max_aboard_s("box") == 1_726


@given(st.floats(60.1, 95.0), st.floats(-45.0, 40.0), st.floats(0.001, 0.1))
def test_at_the_limit_food_is_just_at_the_safe_temperature(
    food_c: float, outside_c: float, k_per_min: float
) -> None:
    settings = clock(food_c, outside_c, k_per_min)

    limit_s = settings.max_aboard_s()

    cooled_c = outside_c + (food_c - outside_c) * 2.718281828459045 ** (-k_per_min * limit_s / 60)
    assert cooled_c >= 60 - 1e-6
