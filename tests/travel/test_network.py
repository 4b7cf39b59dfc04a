import math
from pathlib import Path

import numpy as np
import pytest

from mealroute.domain import Coordinates, Mode
from mealroute.settings import TravelSettings
from mealroute.travel import great_circle_m
from mealroute.travel.extract import read_streets
from mealroute.travel.network import Network, Snaps, build_network
from tests.builders import at_m
from tests.travel.osm import SQUARE, STREET, write_osm


def network_on(folder: Path, ways: list[tuple[str, dict[str, str]]], mode: Mode) -> Network:
    streets = read_streets(write_osm(folder / "town.osm", SQUARE, ways))
    return build_network(streets, mode, TravelSettings(foot=1.0, ebike=1.0, car=1.0))


def snap(network: Network, door: Coordinates) -> Snaps:
    return network.snap(np.array([door.lat]), np.array([door.lon]))


def test_the_nearest_street_is_that_in_metres_not_in_degrees(tmp_path: Path) -> None:
    network = network_on(tmp_path, [("ab", STREET), ("ad", STREET)], Mode.FOOT)
    door = at_m(north_m=45, east_m=40)  # nearer to the street in the west, farther in degrees
    spot = snap(network, door)
    away_m = great_circle_m([door], [Coordinates(spot.lat[0], spot.lon[0])])[0, 0]
    assert away_m == pytest.approx(40, abs=0.1)


def test_a_spot_parts_its_street_into_what_lies_before_and_after(tmp_path: Path) -> None:
    network = network_on(tmp_path, [("abc", STREET)], Mode.FOOT)
    spot = snap(network, at_m(30, 120))
    edge = spot.edge[0]
    assert spot.along_m[0] == pytest.approx(130, abs=0.2)
    assert spot.to_tail[0] == spot.from_tail[0]
    assert spot.to_head[0] == spot.from_head[0]
    assert (spot.to_tail[0] + spot.to_head[0] == network.cost[:, edge]).all()


def test_a_spot_on_a_one_way_street_has_no_way_against_it(tmp_path: Path) -> None:
    network = network_on(tmp_path, [("abcda", {**STREET, "oneway": "yes"})], Mode.CAR)
    spot = snap(network, at_m(0, 50))
    assert (spot.to_tail[0], spot.from_head[0]) == (math.inf, math.inf)
    assert network.leaving(spot).cost[:, 0].tolist() == [spot.to_head[0], math.inf]
    assert network.arriving(spot).cost[:, 0].tolist() == [spot.from_tail[0], math.inf]


def test_the_part_with_most_street_is_kept_not_that_with_most_crossings(tmp_path: Path) -> None:
    ways = [("ab", STREET), ("bc", STREET), ("cd", {**STREET, "oneway": "yes"})]
    network = network_on(tmp_path, ways, Mode.CAR)
    assert network.street.size == 2
    assert snap(network, at_m(100, 10)).edge[0] >= 0


def test_places_at_the_ends_of_the_earth_are_merely_far(tmp_path: Path) -> None:
    network = network_on(tmp_path, [("ab", STREET)], Mode.FOOT)
    poles = network.snap(np.array([90.0, -90.0, 0.0]), np.array([0.0, 180.0, -180.0]))
    assert poles.edge.tolist() == [-1, -1, -1]


def test_a_mode_without_streets_has_an_empty_network(tmp_path: Path) -> None:
    network = network_on(tmp_path, [("ab", {**STREET, "oneway": "yes"})], Mode.CAR)
    assert network.cost.size == 0
    assert snap(network, at_m()).edge.tolist() == [-1]


@pytest.mark.parametrize("tags", [{"highway": "trunk_link"}, {**STREET, "tunnel": "yes"}])
def test_a_door_beside_a_ramp_or_above_a_tunnel_goes_by_a_street_where_one_can_stop(
    tmp_path: Path, tags: dict[str, str]
) -> None:
    for mode in Mode:
        network = network_on(tmp_path, [("ab", tags), ("bcd", STREET), ("da", STREET)], mode)
        spot = snap(network, at_m(10, 50))  # 10 m from a-b, which may be driven through
        assert network.street.size == 3
        assert abs(spot.lat[0] - at_m(10).lat) < 1e-6


def test_a_town_of_motorways_alone_has_no_place_to_stop(tmp_path: Path) -> None:
    motorway = {"highway": "motorway", "oneway": "no"}
    network = network_on(tmp_path, [("abcda", motorway)], Mode.CAR)
    assert network.street.size
    assert snap(network, at_m()).edge.tolist() == [-1]
