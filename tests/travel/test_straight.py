import math
from collections.abc import Sequence

import numpy as np
import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from mealroute.domain import Coordinates, Mode
from mealroute.settings import TravelSettings, WinterSettings
from mealroute.travel import StraightTravel, great_circle_m, straight
from tests.builders import CENTRE, at_m

TOWN = st.builds(at_m, st.floats(-9000, 9000), st.floats(-9000, 9000))
EARTH = st.builds(Coordinates, st.floats(-85, 85), st.floats(-180, 180))


def geopy_m(here: Coordinates, there: Coordinates) -> float:
    metres: float = great_circle((here.lat, here.lon), (there.lat, there.lon)).meters
    return metres


@given(here=TOWN, there=TOWN)
def test_metres_are_the_great_circle_of_geopy(here: Coordinates, there: Coordinates) -> None:
    expected = 0.0 if here.key == there.key else geopy_m(here, there)
    assert great_circle_m([here], [there])[0, 0] == pytest.approx(expected, abs=1e-6)


@given(here=EARTH, there=EARTH)
def test_metres_are_right_across_the_earth(here: Coordinates, there: Coordinates) -> None:
    expected = 0.0 if here.key == there.key else geopy_m(here, there)
    assert great_circle_m([here], [there])[0, 0] == pytest.approx(expected, rel=1e-6, abs=1e-3)


@given(points=st.lists(TOWN, min_size=2, max_size=6))
def test_there_and_back_are_equal_to_the_last_bit(points: Sequence[Coordinates]) -> None:
    table = StraightTravel(TravelSettings()).table(Mode.EBIKE, points, points)
    assert (table.metres == table.metres.T).all()
    assert (table.seconds == table.seconds.T).all()


@pytest.mark.parametrize(("mode", "speed"), [("foot", 1.2), ("ebike", 4.2), ("car", 6.0)])
def test_seconds_are_the_detour_over_the_speed_rounded_up(mode: str, speed: float) -> None:
    door = at_m(700, 300)
    table = StraightTravel(TravelSettings()).table(Mode(mode), [CENTRE], [door])
    metres = geopy_m(CENTRE, door) * 1.3
    assert table.metres[0, 0] == pytest.approx(metres, abs=1e-6)
    assert table.seconds[0, 0] == math.ceil(metres / speed)


def test_the_radius_is_measured_without_the_detour() -> None:
    assert great_circle_m([CENTRE], [at_m(north_m=1000)])[0, 0] == pytest.approx(1000, abs=1e-6)


def test_equal_coordinates_to_five_decimals_are_zero_apart() -> None:
    here, same, other = Coordinates(1.000001, 2), Coordinates(1.000004, 2), Coordinates(1.000006, 2)
    table = StraightTravel(TravelSettings()).table(Mode.FOOT, [here], [same, other])
    assert table.seconds.tolist() == [[0, 1]]
    assert table.metres[0, 0] == 0.0
    assert table.metres[0, 1] == pytest.approx(0.723, abs=0.001)


def test_a_table_in_blocks_is_the_table_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    travel = StraightTravel(TravelSettings())
    points = [at_m(north_m, 2 * north_m) for north_m in range(0, 500, 25)]
    at_once = travel.table(Mode.FOOT, points, points[:7])
    monkeypatch.setattr(straight, "_BLOCK_CELLS", 20)
    in_blocks = travel.table(Mode.FOOT, points, points[:7])
    assert (at_once.seconds == in_blocks.seconds).all()
    assert (at_once.metres == in_blocks.metres).all()


def test_a_path_is_the_line_between_the_doors_with_the_figures_of_the_table() -> None:
    travel, door = StraightTravel(TravelSettings()), at_m(250, 250)
    path, table = travel.path(Mode.CAR, CENTRE, door), travel.table(Mode.CAR, [CENTRE], [door])
    assert path.points == (CENTRE, door)
    assert (path.seconds, path.metres) == (table.seconds[0, 0], table.metres[0, 0])


def test_a_table_is_read_only_and_may_be_empty() -> None:
    table = StraightTravel(TravelSettings()).table(Mode.FOOT, [], [CENTRE])
    assert table.seconds.shape == (0, 1)
    assert not table.seconds.flags.writeable
    assert not table.metres.flags.writeable
    assert (table.seconds.dtype, table.metres.dtype) == (np.int64, np.float64)


def test_snow_slows_straight_travel_by_the_part_of_the_mode() -> None:
    here, there = Coordinates(47.85, 88.14), Coordinates(47.86, 88.14)
    winter = WinterSettings(foot=0.5, steps=0.1, uncleared=("path",))
    slow = StraightTravel(TravelSettings(winter=winter)).path(Mode.FOOT, here, there)
    plain = StraightTravel(TravelSettings(foot=0.6)).path(Mode.FOOT, here, there)
    assert (slow.seconds, slow.metres) == (plain.seconds, plain.metres)
