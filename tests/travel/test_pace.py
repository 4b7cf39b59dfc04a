"""How fast a street is: its kind, slope, surface, limit, the settings, and the winter."""

import math
from pathlib import Path

import numpy as np
import pytest

from mealroute.domain import Mode
from mealroute.errors import DataFileError
from mealroute.settings import Settings, TravelSettings
from mealroute.travel import great_circle_m
from mealroute.travel.extract import read_streets
from mealroute.travel.pace import (
    edge_speeds,
    limit_kmh,
    ride_percent,
    slope_factors,
    slope_permille,
    walk_percent,
)
from tests.builders import at_m
from tests.travel.osm import SPEEDS, SQUARE, STREET, Tags, travel_on, write_osm

A, B, D = (at_m(*SQUARE[letter]) for letter in "abd")


def speeds(
    folder: Path, tags: Tags, mode: Mode, settings: TravelSettings = SPEEDS
) -> tuple[float, float]:
    """The speeds along a street and against it."""
    streets = read_streets(write_osm(folder / "town.osm", SQUARE, [("ab", tags)]))
    along, against = edge_speeds(streets, np.array([0]), mode, settings)[:, 0].tolist()
    return along, against


def travel_settings(**tables: object) -> TravelSettings:
    return Settings.from_mapping({"travel": {"foot": 1, "ebike": 5, "car": 10, **tables}}).travel


@pytest.mark.parametrize(
    ("text", "permille"),
    [
        ("10%", 100),
        ("-7.5 %", -75),
        ("+4%", 40),
        ("5", 50),
        ("45°", 500),
        ("-3°", -52),
        ("up", 60),
        ("down", -60),
        ("90%", 500),
        ("steep", 0),
        ("yes", 0),
        ("", 0),
    ],
)
def test_a_slope_is_read_as_far_as_it_is_a_figure_or_a_direction(text: str, permille: int) -> None:
    assert slope_permille({"highway": "path", "incline": text}) == permille


def test_on_foot_a_slope_counts_by_the_hiking_function() -> None:
    def hiking_kmh(slope: float) -> float:
        return 6 * math.exp(-3.5 * abs(slope + 0.05))

    slopes = np.array([-0.3, -0.05, 0.0, 0.05, 0.2])
    expected = [hiking_kmh(slope) / hiking_kmh(0) for slope in slopes]
    assert slope_factors(slopes, Mode.FOOT) == pytest.approx(expected)
    assert slope_factors(np.zeros(1), Mode.FOOT)[0] == 1.0


def test_wheels_are_slower_up_and_no_faster_down() -> None:
    slopes = np.array([-0.1, 0.0, 0.1, 0.5])
    assert slope_factors(slopes, Mode.EBIKE).tolist() == [1.0, 1.0, 0.7, 0.6]
    assert slope_factors(slopes, Mode.CAR).tolist() == [1.0, 1.0, 0.9, 0.7]


def test_the_way_up_takes_longer_than_the_way_down(tmp_path: Path) -> None:
    ways = [("ab", {**STREET, "incline": "10%"})]
    travel = travel_on(tmp_path, SQUARE, ways)
    up, down = travel.path(Mode.FOOT, A, B), travel.path(Mode.FOOT, B, A)
    assert up.metres == down.metres == pytest.approx(100, abs=0.1)
    assert up.seconds == pytest.approx(100 * math.exp(0.35), abs=1)
    assert down.seconds == pytest.approx(100, abs=1)
    table = travel.table(Mode.FOOT, [A, B], [A, B])
    assert (table.seconds[0, 1], table.seconds[1, 0]) == (up.seconds, down.seconds)


def test_steps_are_slow_either_way_and_their_slope_is_in_that(tmp_path: Path) -> None:
    steps = {"highway": "steps", "incline": "up"}
    assert speeds(tmp_path, steps, Mode.FOOT) == (0.5, 0.5)
    assert speeds(tmp_path, {**steps, "ramp:bicycle": "yes"}, Mode.EBIKE) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("tags", "ride", "walk"),
    [
        ({"surface": "asphalt", "smoothness": "good", "tracktype": "grade1"}, 100, 100),
        ({"surface": "gravel"}, 70, 100),
        ({"surface": "sand", "smoothness": "bad"}, 40, 80),
        ({"smoothness": "horrible"}, 50, 100),
        ({"tracktype": "grade5"}, 60, 100),
        ({"surface": "nobody knows"}, 100, 100),
    ],
)
def test_the_worst_that_is_told_of_the_ground_counts(tags: Tags, ride: int, walk: int) -> None:
    assert (ride_percent(tags), walk_percent(tags)) == (ride, walk)


def test_bad_ground_slows_an_e_bike_and_hardly_a_walker(tmp_path: Path) -> None:
    sand, track = {**STREET, "surface": "sand"}, {"highway": "track", "surface": "fine_gravel"}
    assert speeds(tmp_path, sand, Mode.EBIKE) == (2.0, 2.0)
    assert speeds(tmp_path, sand, Mode.FOOT) == (0.8, 0.8)
    assert speeds(tmp_path, track, Mode.EBIKE) == (3.5, 3.5)  # the kind is worse than its ground


def test_an_e_bike_is_pushed_as_fast_as_its_walker_walks(tmp_path: Path) -> None:
    assert speeds(tmp_path, {"highway": "footway"}, Mode.EBIKE) == (1.0, 1.0)
    assert speeds(tmp_path, {**STREET, "bicycle": "dismount"}, Mode.EBIKE) == (1.0, 1.0)
    assert speeds(tmp_path, {"highway": "footway", "bicycle": "yes"}, Mode.EBIKE) == (2.5, 2.5)


@pytest.mark.parametrize(
    ("text", "kmh"),
    [("50", 50), ("30 km/h", 30), ("20 mph", 32), ("walk", 7), ("CN:urban", 0), ("none", 0)],
)
def test_a_speed_limit_is_read_where_it_is_a_figure(text: str, kmh: int) -> None:
    assert limit_kmh({"maxspeed": text}) == kmh


def test_a_car_keeps_to_the_limit_and_nobody_else_asks(tmp_path: Path) -> None:
    street = {"highway": "primary", "maxspeed": "36"}
    assert speeds(tmp_path, street, Mode.CAR) == pytest.approx((10.0, 10.0))
    assert speeds(tmp_path, {**street, "maxspeed": "120"}, Mode.CAR) == (18.0, 18.0)
    assert speeds(tmp_path, {**STREET, "maxspeed": "5"}, Mode.EBIKE) == (5.0, 5.0)


def test_a_speed_of_the_settings_is_stronger_than_the_factor_of_the_kind(tmp_path: Path) -> None:
    own = travel_settings(speeds={"car": {"primary": 9.0}, "foot": {"steps": 0.8}})
    assert speeds(tmp_path, {"highway": "primary"}, Mode.CAR, own) == (9.0, 9.0)
    assert speeds(tmp_path, {"highway": "secondary"}, Mode.CAR, own) == (15.0, 15.0)
    assert speeds(tmp_path, {"highway": "primary"}, Mode.EBIKE, own) == (5.0, 5.0)
    assert speeds(tmp_path, {"highway": "steps"}, Mode.FOOT, own) == (0.8, 0.8)
    limited = {"highway": "primary", "maxspeed": "18"}
    assert speeds(tmp_path, limited, Mode.CAR, own) == pytest.approx((5.0, 5.0))


def test_in_winter_everybody_is_slower_and_on_steps_most(tmp_path: Path) -> None:
    snow = travel_settings(winter={"foot": 0.8, "ebike": 0.6, "car": 0.7, "steps": 0.5})
    on = {mode: speeds(tmp_path, STREET, mode, snow)[0] for mode in Mode}
    assert on == pytest.approx({Mode.FOOT: 0.8, Mode.EBIKE: 3.0, Mode.CAR: 7.0})
    assert speeds(tmp_path, {"highway": "steps"}, Mode.FOOT, snow) == (0.25, 0.25)
    assert speeds(tmp_path, {"highway": "footway"}, Mode.EBIKE, snow) == (0.8, 0.8)


def test_what_nobody_clears_is_closed_to_all(tmp_path: Path) -> None:
    ways = [("abcd", STREET), ("ad", {"highway": "path"})]
    snow = travel_settings(winter={"uncleared": ["path", "steps"]})
    free = travel_on(tmp_path, SQUARE, ways)
    closed = travel_on(tmp_path, SQUARE, ways, snow)
    for mode in (Mode.FOOT, Mode.EBIKE):
        assert round(free.path(mode, A, D).metres) == 100
        assert round(closed.path(mode, A, D).metres) == 300
    spot = closed.path(Mode.FOOT, A, at_m(50, 0)).points[-2]
    assert great_circle_m([spot], [A, D]).min() < 1  # where the closed path begins or ends


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            {"speeds": {"car": {"primry": 9}}},
            r"\[travel.speeds.car\] primry: .* classes motorway, ",
        ),
        ({"speeds": {"car": {"path": 0}}}, r"\[travel.speeds.car\] path: '0', .* number above 0"),
        ({"speeds": {"car": 9}}, r"\[travel.speeds.car\]: '9', expected a table of settings"),
        ({"speeds": {"train": {}}}, r"\[travel.speeds\] train: expected one of the settings foot"),
        ({"speeds": 9}, r"\[travel.speeds\]: '9', expected a table"),
        ({"winter": {"uncleared": ["ice"]}}, r"\[travel.winter\] uncleared: .* the road classes"),
        ({"winter": {"foot": 0}}, r"\[travel.winter\] foot: '0.*', expected a number above 0"),
    ],
)
def test_what_is_no_road_class_or_no_speed_is_a_fault(table: dict[str, object], told: str) -> None:
    with pytest.raises(DataFileError, match=told):
        travel_settings(**table)
