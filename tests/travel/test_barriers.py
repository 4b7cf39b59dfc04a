"""A barrier cuts a street for those it keeps out, and both sides of it stay reachable."""

from pathlib import Path

import numpy as np
import pytest

from mealroute.domain import Coordinates, Mode
from mealroute.settings import TravelSettings
from mealroute.travel.barriers import kept_out
from mealroute.travel.extract import read_streets
from mealroute.travel.router import StreetTravel
from tests.builders import at_m
from tests.travel.osm import SQUARE, STREET, Tags, travel_on, write_osm
from tests.travel.slow_router import SlowRouter

ALL, WALKERS_AND_E_BIKES, WALKERS, NOBODY = (
    frozenset(Mode),
    frozenset({Mode.FOOT, Mode.EBIKE}),
    frozenset({Mode.FOOT}),
    frozenset[Mode](),
)


def let_through(**tags: str) -> frozenset[Mode]:
    shut = kept_out(tags)
    return frozenset(mode for number, mode in enumerate(Mode) if not shut >> number & 1)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("gate lift_gate swing_gate toll_booth cattle_grid kerb entrance border_control", ALL),
        (
            "bollard block cycle_barrier chain jersey_barrier planter bus_trap yes",
            WALKERS_AND_E_BIKES,
        ),
        ("kissing_gate stile turnstile full-height_turnstile", WALKERS),
        ("wall fence hedge", NOBODY),
    ],
)
def test_each_kind_of_barrier_keeps_out_whom_it_is_built_for(
    kinds: str, expected: frozenset[Mode]
) -> None:
    assert {let_through(barrier=kind) for kind in kinds.split()} == {expected}


def test_a_node_that_is_no_barrier_keeps_nobody_out() -> None:
    assert let_through(highway="crossing", access="no") == ALL


def test_a_sign_on_a_barrier_is_stronger_than_its_kind() -> None:
    assert let_through(barrier="gate", access="private") == NOBODY
    assert let_through(barrier="gate", access="private", foot="yes") == WALKERS
    assert let_through(barrier="gate", locked="yes") == NOBODY
    assert let_through(barrier="gate", locked="yes", foot="yes") == WALKERS
    assert let_through(barrier="bollard", motor_vehicle="destination") == ALL
    assert let_through(barrier="bollard", bicycle="no") == WALKERS
    assert let_through(barrier="stile", bicycle="dismount") == WALKERS_AND_E_BIKES


# The square's side a-d has a point m in its middle.
NODES = {**SQUARE, "m": (50, 0)}
WAYS = [("abcd", STREET), ("amd", STREET)]
A, D = at_m(*SQUARE["a"]), at_m(*SQUARE["d"])


def metres(travel: StreetTravel, mode: Mode, origin: Coordinates, goal: Coordinates) -> int:
    path = travel.path(mode, origin, goal)
    assert travel.table(mode, [origin], [goal]).metres[0, 0] == path.metres
    return round(path.metres)


@pytest.mark.parametrize(
    ("tags", "foot", "ebike", "car"),
    [
        ({"barrier": "bollard"}, 100, 100, 300),
        ({"barrier": "stile"}, 100, 300, 300),
        ({"barrier": "wall"}, 300, 300, 300),
        ({"barrier": "gate"}, 100, 100, 100),
    ],
)
def test_a_barrier_in_the_middle_of_a_street_cuts_it_for_those_it_keeps_out(
    tmp_path: Path, tags: Tags, foot: int, ebike: int, car: int
) -> None:
    travel = travel_on(tmp_path, NODES, WAYS, node_tags={"m": tags})
    assert [metres(travel, mode, A, D) for mode in Mode] == [foot, ebike, car]


def test_doors_on_either_side_of_a_barrier_are_reached_from_their_side(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, NODES, WAYS, node_tags={"m": {"barrier": "bollard"}})
    before, behind = at_m(40, 0), at_m(60, 0)
    assert metres(travel, Mode.FOOT, before, behind) == 20
    assert metres(travel, Mode.CAR, A, before) == 40
    assert metres(travel, Mode.CAR, A, behind) == 340
    assert metres(travel, Mode.CAR, before, behind) == 380  # back out, and round
    assert metres(travel, Mode.CAR, behind, before) == 380


def test_a_barrier_on_a_crossing_cuts_all_that_meets_there(tmp_path: Path) -> None:
    nodes = {**NODES, "n": (50, -50)}
    ways = [*WAYS, ("mn", STREET)]
    travel = travel_on(tmp_path, nodes, ways, node_tags={"m": {"barrier": "block"}})
    assert metres(travel, Mode.FOOT, A, at_m(50, -50)) == 100
    assert metres(travel, Mode.CAR, A, D) == 300


@pytest.mark.parametrize("mode", [Mode.FOOT, Mode.EBIKE])
def test_the_matrix_is_that_of_a_slow_search_in_a_town_of_barriers_and_slopes(
    tmp_path: Path, mode: Mode
) -> None:
    random = np.random.default_rng(4)
    nodes = {chr(65 + n): (80.0 * (n // 6), 80.0 * (n % 6)) for n in range(36)}
    kinds = ["residential", "footway", "steps", "cycleway", "path"]
    ways = []
    for first, second in [(n, m) for n in range(36) for m in (n + 1, n + 6) if m < 36]:
        if random.random() < 0.75 and (second - first == 6 or second % 6):
            tags = {"highway": kinds[random.integers(5)], "incline": f"{random.integers(-12, 12)}%"}
            ways.append((chr(65 + first) + chr(65 + second), tags))
    barriers = ["bollard", "stile", "gate", "wall"]
    node_tags = {letter: {"barrier": barriers[n]} for n, letter in enumerate("HKPT")}
    streets = read_streets(write_osm(tmp_path / "town.osm", nodes, ways, (), node_tags))
    settings = TravelSettings(foot=1.0)
    doors = [at_m(*place) for place in random.uniform(0, 400, (12, 2))]
    slow = SlowRouter(streets, mode, settings)
    expected = np.array([slow.seconds(door, doors) for door in doors])
    np.fill_diagonal(expected, 0)
    fast = StreetTravel(streets, settings).table(mode, doors, doors).seconds
    assert fast == pytest.approx(np.ceil(expected), abs=1)
    assert (fast != fast.T).any()
