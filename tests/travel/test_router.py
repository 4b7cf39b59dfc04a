import itertools
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mealroute.domain import Coordinates, Mode
from mealroute.errors import TravelError
from mealroute.settings import TravelSettings
from mealroute.travel import UNREACHABLE_S, great_circle_m, matrix
from mealroute.travel import Path as Leg
from mealroute.travel.extract import read_streets
from mealroute.travel.router import StreetTravel
from mealroute.travel.sphere import distance_m
from mealroute.travel.trail import cheapest_trail
from tests.builders import at_m
from tests.travel.osm import GUIXI, SPEEDS, SQUARE, STREET, travel_on
from tests.travel.slow_router import SlowRouter

A, B, C, D = (at_m(*SQUARE[letter]) for letter in "abcd")
STREETS = read_streets(GUIXI)
TOWN = StreetTravel(STREETS, TravelSettings())


def doors_near_streets(count: int, seed: int) -> list[Coordinates]:
    random = np.random.default_rng(seed)
    point = random.choice(TOWN._network(Mode.CAR).segment_point, count)
    lat = STREETS.lat[point] + random.uniform(-5e-4, 5e-4, count)
    lon = STREETS.lon[point] + random.uniform(-5e-4, 5e-4, count)
    places = [Coordinates(*door) for door in zip(lat.tolist(), lon.tolist(), strict=True)]
    return TOWN._doors.of(places)  # ways begin at the doors of houses


DOORS = st.sampled_from(doors_near_streets(400, seed=1))


def seconds(travel: StreetTravel, mode: str, origin: Coordinates, goal: Coordinates) -> int:
    return int(travel.table(Mode(mode), [origin], [goal]).seconds[0, 0])


def metres(travel: StreetTravel, mode: str, origin: Coordinates, goal: Coordinates) -> float:
    return float(travel.table(Mode(mode), [origin], [goal]).metres[0, 0])


def length_m(points: Sequence[Coordinates]) -> float:
    lat, lon = np.array([(point.lat, point.lon) for point in points]).T
    return float(distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]).sum())


def is_the_leg_of_the_table(travel: StreetTravel, mode: Mode, leg: Leg) -> bool:
    table = travel.table(mode, leg.points[:1], leg.points[-1:])
    figures = (table.seconds[0, 0], table.metres[0, 0])
    return (leg.seconds, leg.metres) == figures and abs(length_m(leg.points) - leg.metres) < 0.5


def test_a_walk_along_a_street_takes_its_length_over_the_speed(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, SQUARE, [("abcd", STREET)])
    assert seconds(travel, "foot", A, D) == pytest.approx(300, abs=1)
    assert seconds(travel, "ebike", A, D) == pytest.approx(60, abs=1)
    assert seconds(travel, "car", A, D) == pytest.approx(30, abs=1)
    assert metres(travel, "car", A, D) == pytest.approx(300, abs=0.2)
    assert travel.name == "streets"


def test_wheels_go_round_a_one_way_square_and_feet_do_not(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, SQUARE, [("abcda", {**STREET, "oneway": "yes"})])
    assert [round(metres(travel, "car", *pair)) for pair in [(A, B), (B, A)]] == [100, 300]
    assert [round(metres(travel, "ebike", *pair)) for pair in [(A, B), (B, A)]] == [100, 300]
    assert [round(metres(travel, "foot", *pair)) for pair in [(A, B), (B, A)]] == [100, 100]


def test_bicycles_let_in_against_the_traffic_take_the_short_way(tmp_path: Path) -> None:
    tags = {**STREET, "oneway": "-1", "oneway:bicycle": "no"}
    travel = travel_on(tmp_path, SQUARE, [("abcda", tags)])
    assert round(metres(travel, "car", A, B)) == 300
    assert round(metres(travel, "ebike", A, B)) == 100


def test_steps_are_a_short_cut_on_foot_at_half_the_speed(tmp_path: Path) -> None:
    ways = [("abcd", STREET), ("ad", {"highway": "steps"})]
    travel = travel_on(tmp_path, SQUARE, ways)
    assert seconds(travel, "foot", A, D) == pytest.approx(200, abs=1)
    assert metres(travel, "foot", A, D) == pytest.approx(100, abs=0.2)
    assert metres(travel, "ebike", A, D) == pytest.approx(300, abs=0.2)


def test_an_e_bike_is_pushed_through_a_passage_where_that_is_quicker(tmp_path: Path) -> None:
    long_way = {**SQUARE, "b": (0, 600), "c": (100, 600)}
    ways = [("abcd", STREET), ("ad", {"highway": "footway"})]
    travel = travel_on(tmp_path, long_way, ways)
    assert seconds(travel, "ebike", A, D) == pytest.approx(100, abs=1)  # at walking speed
    closed = travel_on(tmp_path, long_way, [ways[0], ("ad", {**ways[1][1], "bicycle": "no"})])
    assert seconds(closed, "ebike", A, D) == pytest.approx(1300 / 5, abs=1)


def test_a_private_street_is_gone_round_unless_walkers_are_let_in(tmp_path: Path) -> None:
    private = {"highway": "service", "access": "private"}
    closed = travel_on(tmp_path, SQUARE, [("abcd", STREET), ("ad", private)])
    walkable = travel_on(tmp_path, SQUARE, [("abcd", STREET), ("ad", {**private, "foot": "yes"})])
    assert round(metres(closed, "foot", A, D)) == 300
    assert round(metres(walkable, "foot", A, D)) == 100
    assert round(metres(walkable, "car", A, D)) == 300


def test_the_quickest_way_is_taken_and_its_metres_told_though_another_is_shorter(
    tmp_path: Path,
) -> None:
    ways = [("ad", {"highway": "living_street"}), ("abcd", {"highway": "motorway", "oneway": "no"})]
    travel = travel_on(tmp_path, SQUARE, ways)
    assert seconds(travel, "car", A, D) == math.ceil(300 / 35)
    assert round(metres(travel, "car", A, D)) == 300
    assert round(metres(travel, "foot", A, D)) == 100


def test_of_parallel_streets_the_quickest_counts_once(tmp_path: Path) -> None:
    nodes = SQUARE | {"m": (-60, 50), "n": (10, 50)}
    travel = travel_on(tmp_path, nodes, [("amb", STREET), ("ab", STREET), ("anb", STREET)])
    assert seconds(travel, "foot", A, B) == pytest.approx(100, abs=1)
    path = travel.path(Mode.FOOT, A, B)
    assert path.metres == pytest.approx(100, abs=0.2)
    assert max(point.lat for point in path.points) - A.lat < 1e-6


def test_a_street_that_ends_where_it_began_is_gone_the_shorter_way_round(tmp_path: Path) -> None:
    nodes = SQUARE | {"s": (-100, 0)}
    travel = travel_on(tmp_path, nodes, [("sa", STREET), ("abcda", STREET)])
    start = at_m(-100, 0)
    assert [round(metres(travel, "foot", start, goal)) for goal in (B, C, D)] == [200, 300, 200]
    assert [round(metres(travel, "foot", goal, start)) for goal in (B, C, D)] == [200, 300, 200]
    for goal in (B, C, D):
        assert is_the_leg_of_the_table(travel, Mode.FOOT, travel.path(Mode.FOOT, start, goal))
        assert is_the_leg_of_the_table(travel, Mode.FOOT, travel.path(Mode.FOOT, goal, start))


def test_a_street_nobody_can_come_back_from_is_not_driven_into(tmp_path: Path) -> None:
    nodes = SQUARE | {"e": (0, 160)}
    travel = travel_on(tmp_path, nodes, [("abcda", STREET), ("be", {**STREET, "oneway": "yes"})])
    end = at_m(0, 160)
    assert round(metres(travel, "foot", A, end)) == 160
    assert round(metres(travel, "car", A, end)) == 160
    assert seconds(travel, "car", A, end) == pytest.approx(10 + 60, abs=1)


def test_an_island_without_a_bridge_is_left_out(tmp_path: Path) -> None:
    nodes = SQUARE | {"x": (0, 400), "y": (0, 500)}
    travel = travel_on(tmp_path, nodes, [("abcda", STREET), ("xy", STREET)])
    island = at_m(0, 450)
    spot = travel.path(Mode.CAR, A, island).points[-2]
    assert seconds(travel, "car", A, island) == pytest.approx(10 + 350, abs=1)
    assert great_circle_m([B], [spot])[0, 0] < 1


def test_the_walk_from_the_street_to_the_door_counts_for_every_mode(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, SQUARE, [("abcd", STREET)])
    yard = at_m(-40, 50)
    assert seconds(travel, "foot", A, yard) == pytest.approx(90, abs=1)
    assert seconds(travel, "car", A, yard) == pytest.approx(5 + 40, abs=1)
    assert metres(travel, "car", A, yard) == pytest.approx(90, abs=0.2)


def test_doors_on_one_street_are_as_far_as_they_are_along_it_in_either_order(
    tmp_path: Path,
) -> None:
    travel = travel_on(tmp_path, SQUARE, [("ab", STREET)])
    doors = [at_m(0, east_m) for east_m in (20, 90, 50)]
    table = travel.table(Mode.FOOT, doors, doors)
    assert table.metres == pytest.approx(np.array([[0, 70, 30], [70, 0, 40], [30, 40, 0]]), abs=1.5)
    for origin, goal in itertools.permutations(doors, 2):
        assert is_the_leg_of_the_table(travel, Mode.FOOT, travel.path(Mode.FOOT, origin, goal))


def test_doors_on_one_one_way_street_are_a_whole_round_apart_backwards(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, SQUARE, [("abcda", {**STREET, "oneway": "yes"})])
    early, late = at_m(0, 20), at_m(0, 70)
    assert round(metres(travel, "car", early, late)) == 50
    assert round(metres(travel, "car", late, early)) == 350
    back = travel.path(Mode.CAR, late, early)
    assert is_the_leg_of_the_table(travel, Mode.CAR, back)
    assert len(back.points) >= 6


def test_a_far_point_is_unreachable_and_the_others_are_not(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, SQUARE, [("abcda", STREET)])
    far, near = at_m(-1010, 0), at_m(-990, 0)
    table = travel.table(Mode.FOOT, [A, far], [A, far, near])
    assert table.seconds[:, 1].tolist() == [UNREACHABLE_S, 0]
    assert table.seconds[1].tolist() == [UNREACHABLE_S, 0, UNREACHABLE_S]
    assert table.metres[0, 1] == math.inf
    assert table.seconds[0, 2] == pytest.approx(990, abs=1)
    assert travel.path(Mode.FOOT, A, far) == Leg((A, far), math.inf, UNREACHABLE_S)


def test_points_that_are_nowhere_near_the_extract_are_told_with_both_places() -> None:
    with pytest.raises(TravelError) as raised:
        TOWN.table(Mode.FOOT, [A], [B])
    assert str(raised.value) == (
        "no point is within 1000 m of a street for foot: the points lie in lat 47.8484 – 47.8484, "
        "lon 88.1396 – 88.1409, the streets of streets.osm.pbf in lat 28.2786 – 28.3355, "
        "lon 117.1905 – 117.2548"
    )


def test_a_mode_without_any_street_of_its_own_is_told(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, SQUARE, [("abcda", {"highway": "footway"})])
    assert seconds(travel, "foot", A, B) == pytest.approx(100, abs=1)
    with pytest.raises(TravelError, match="a street for car"):
        travel.table(Mode.CAR, [A], [B])
    assert travel.path(Mode.CAR, A, B).seconds == UNREACHABLE_S


def test_an_empty_table_asks_for_no_streets() -> None:
    assert TOWN.table(Mode.FOOT, [], [A]).seconds.shape == (0, 1)
    assert TOWN.table(Mode.FOOT, [A], []).metres.shape == (1, 0)


def test_one_place_is_zero_apart_and_stands_on_one_spot() -> None:
    here, same = Coordinates(28.300001, 117.220001), Coordinates(28.300004, 117.220004)
    goal = Coordinates(28.31, 117.21)
    table = TOWN.table(Mode.EBIKE, [here, same], [same, goal])
    assert table.seconds[:, 0].tolist() == [0, 0]
    assert table.metres[:, 0].tolist() == [0, 0]
    assert abs(table.metres[0, 1] - table.metres[1, 1]) < 1
    assert TOWN.path(Mode.EBIKE, here, same) == Leg((here, same), 0.0, 0)


@pytest.mark.parametrize("mode", Mode)
def test_the_matrix_is_that_of_a_slow_search_over_the_raw_streets(mode: Mode) -> None:
    slow = SlowRouter(STREETS, mode, TravelSettings())
    origins, goals = doors_near_streets(5, seed=6), doors_near_streets(20, seed=30)
    fast = TOWN.table(mode, origins, goals).seconds
    expected = np.array([slow.seconds(origin, goals) for origin in origins])
    assert fast == pytest.approx(np.ceil(expected), abs=1)
    assert np.abs(fast - expected).mean() < 0.6


@given(mode=st.sampled_from(Mode), origin=DOORS, goal=DOORS)
def test_a_path_goes_from_door_to_door_and_has_the_figures_of_the_table(
    mode: Mode, origin: Coordinates, goal: Coordinates
) -> None:
    assume(origin.key != goal.key)
    path = TOWN.path(mode, origin, goal)
    assert path.seconds < UNREACHABLE_S
    assert (path.points[0], path.points[-1]) == (origin, goal)
    assert is_the_leg_of_the_table(TOWN, mode, path)
    assert all(here != there for here, there in itertools.pairwise(path.points))


@given(mode=st.sampled_from(Mode), origin=DOORS, goal=DOORS)
def test_a_path_is_as_long_as_it_says(mode: Mode, origin: Coordinates, goal: Coordinates) -> None:
    path = TOWN.path(mode, origin, goal)
    network = TOWN._network(mode)
    snaps = network.snap(*np.array([origin.key, goal.key]).T)
    edges = cheapest_trail(network, snaps.take(slice(0, 1)), snaps.take(slice(1, 2))).edge
    # Every edge and both walks are told to the centimetre.
    pieces = np.count_nonzero(np.diff(edges)) + 3
    assert abs(length_m(path.points) - path.metres) <= 1e-6 * path.metres + 0.005 * pieces + 1e-9


@given(mode=st.sampled_from(Mode), doors=st.lists(DOORS, min_size=3, max_size=3))
def test_a_way_round_by_another_door_is_never_shorter(mode: Mode, doors: list[Coordinates]) -> None:
    table = TOWN.table(mode, doors, doors)
    first, second, third = table.seconds
    assert first[2] <= first[1] + second[2]
    assert third[0] <= third[1] + second[0]
    assert (table.metres + 1e-6 >= great_circle_m(doors, doors)).all()


@given(doors=st.lists(DOORS, min_size=1, max_size=4))
def test_on_foot_there_and_back_take_the_same(doors: list[Coordinates]) -> None:
    table = TOWN.table(Mode.FOOT, doors, doors)
    assert (table.seconds == table.seconds.T).all()


@pytest.mark.parametrize("mode", Mode)
def test_a_leg_takes_the_same_in_a_table_of_any_size_and_form(
    mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors = doors_near_streets(150, seed=5)
    doors[100] = at_m()  # one that is nowhere near
    doors[20:40] = doors[:20]  # some that share a building
    whole = TOWN.table(mode, doors, doors)  # wide enough for the contracted graph
    few = slice(98, 103)
    back = TOWN.table(mode, doors, doors[few])  # searched from the destinations
    there = TOWN.table(mode, doors[few], doors)
    for table, part in [(back, whole.seconds[:, few]), (there, whole.seconds[few])]:
        assert (table.seconds == part).all()
    assert (back.metres == whole.metres[:, few]).all()
    assert (there.metres == whole.metres[few]).all()
    monkeypatch.setattr(matrix, "_WORTH_CONTRACTING", 10_000)
    plain = TOWN.table(mode, doors, doors)
    assert (plain.seconds == whole.seconds).all()
    assert (plain.metres == whole.metres).all()
    assert (whole.seconds[100] == UNREACHABLE_S).sum() == 149


def test_the_speeds_are_those_of_the_settings() -> None:
    slow = StreetTravel(STREETS, SPEEDS)
    doors = [Coordinates(28.29, 117.20), Coordinates(28.31, 117.24)]
    walk = TOWN.table(Mode.FOOT, doors, doors).seconds[0, 1]
    assert slow.table(Mode.FOOT, doors, doors).seconds[0, 1] == pytest.approx(walk * 1.2, abs=2)
