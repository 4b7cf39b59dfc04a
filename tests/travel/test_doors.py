"""Places inside a building go by its door."""

from pathlib import Path

import numpy as np
import pytest

from mealroute.domain import Coordinates, Mode
from mealroute.travel import great_circle_m
from mealroute.travel.cache import open_streets
from mealroute.travel.router import StreetTravel
from tests.builders import at_m
from tests.travel.osm import SPEEDS, STREET, Relation, Tags, travel_on, write_osm

# A street a-b from west to east, and a house p-q-r-s of 40 m by 20 m, 30 m north of it; points
# e, f and g lie on its walls: e and f in the south, g in the north.
NODES = {
    "a": (0, 0),
    "b": (0, 300),
    "p": (30, 100),
    "e": (30, 110),
    "f": (30, 130),
    "q": (30, 140),
    "r": (50, 140),
    "g": (50, 120),
    "s": (50, 100),
}
HOUSE: tuple[str, Tags] = ("pefqrgsp", {"building": "apartments"})
WAYS = [("ab", STREET), HOUSE]
A = at_m()
WEST, EAST = at_m(40, 105), at_m(40, 137)


def entrances(**kinds: str) -> dict[str, Tags]:
    return {letter: {"entrance": kind} for letter, kind in kinds.items()}


def door(folder: Path, place: Coordinates, **kinds: str) -> Coordinates:
    travel = travel_on(folder, NODES, WAYS, node_tags=entrances(**kinds))
    return travel.path(Mode.FOOT, A, place).points[-1]


def is_at(here: Coordinates, letter: str) -> bool:
    return float(great_circle_m([here], [at_m(*NODES[letter])])[0, 0]) < 0.1


def test_all_places_in_a_building_are_zero_apart_and_as_far_from_others(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, NODES, WAYS, node_tags=entrances(g="main"))
    for mode in Mode:
        table = travel.table(mode, [A, WEST, EAST], [A, WEST, EAST])
        assert table.seconds[1:, 1:].tolist() == [[0, 0], [0, 0]]
        assert table.metres[1:, 1:].tolist() == [[0, 0], [0, 0]]
        assert table.seconds[0, 1] == table.seconds[0, 2] > 0
        path = travel.path(mode, WEST, EAST)
        assert (path.seconds, path.metres) == (0, 0)
        assert path.points[0] == path.points[1]


def test_the_walk_counts_from_the_door(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, NODES, WAYS, node_tags=entrances(g="main"))
    assert travel.path(Mode.FOOT, A, WEST).metres == pytest.approx(120 + 50, abs=1)
    outside = at_m(40, 90)
    assert travel.path(Mode.FOOT, A, outside).metres == pytest.approx(90 + 40, abs=1)


def test_the_main_entrance_is_taken_before_nearer_others(tmp_path: Path) -> None:
    assert is_at(door(tmp_path, WEST, e="yes", f="main"), "f")
    assert is_at(door(tmp_path, WEST, e="staircase", g="main"), "g")


def test_without_a_main_entrance_the_nearest_is_taken(tmp_path: Path) -> None:
    assert is_at(door(tmp_path, WEST, e="yes", f="home"), "e")
    assert is_at(door(tmp_path, EAST, e="yes", f="home"), "f")


def test_of_several_staircases_each_place_goes_by_its_own(tmp_path: Path) -> None:
    kinds = {"e": "staircase", "f": "staircase", "g": "main"}
    assert is_at(door(tmp_path, WEST, **kinds), "e")
    assert is_at(door(tmp_path, EAST, **kinds), "f")
    travel = travel_on(tmp_path, NODES, WAYS, node_tags=entrances(**kinds))
    assert travel.path(Mode.FOOT, WEST, EAST).metres == pytest.approx(20 + 60, abs=1)


def test_a_place_put_down_at_an_entrance_goes_by_that_one(tmp_path: Path) -> None:
    assert is_at(door(tmp_path, at_m(30.5, 110), e="yes", f="main"), "e")


def test_a_shop_door_is_nobodys_entrance(tmp_path: Path) -> None:
    here = door(tmp_path, WEST, g="shop")
    assert here.lat == pytest.approx(at_m(30).lat, abs=1e-6)


def test_a_house_without_entrances_is_left_towards_the_nearest_street(tmp_path: Path) -> None:
    first, second = door(tmp_path, WEST), door(tmp_path, EAST)
    assert first == second
    assert first.lat == pytest.approx(at_m(30).lat, abs=1e-6)


@pytest.mark.parametrize("kind", ["roof", "no"])
def test_what_is_no_house_has_no_door(tmp_path: Path, kind: str) -> None:
    ways = [("ab", STREET), (HOUSE[0], {"building": kind})]
    travel = travel_on(tmp_path, NODES, ways, node_tags=entrances(g="main"))
    assert travel.path(Mode.FOOT, A, WEST).points[-1] == WEST


@pytest.mark.parametrize(
    "parts", [("pefq", "qrgsp"), ("pefq", "psgrq"), ("sgr", "rq", "pefq", "sp")]
)
def test_a_building_of_several_ways_is_one_house(tmp_path: Path, parts: tuple[str, ...]) -> None:
    ways: list[tuple[str, Tags]] = [("ab", STREET), *((part, {}) for part in parts)]
    relation: Relation = (
        [(1 + number, "outer") for number in range(len(parts))],
        {"type": "multipolygon", "building": "yes"},
    )
    kinds = entrances(g="main")
    travel = travel_on(tmp_path, NODES, ways, relations=[relation], node_tags=kinds)
    assert is_at(travel.path(Mode.FOOT, A, WEST).points[-1], "g")


def test_staircases_in_a_courtyard_are_doors_too(tmp_path: Path) -> None:
    nodes = {**NODES, "j": (38, 115), "k": (38, 125), "l": (42, 120)}
    ways: list[tuple[str, Tags]] = [("ab", STREET), (HOUSE[0], {}), ("jklj", {})]
    house: Relation = ([(1, "outer"), (2, "inner")], {"type": "multipolygon", "building": "yes"})
    kinds = entrances(j="staircase", k="staircase", g="main")
    travel = travel_on(tmp_path, nodes, ways, relations=[house], node_tags=kinds)
    ends = [travel.path(Mode.FOOT, A, place).points[-1] for place in (WEST, EAST)]
    courtyard = [at_m(*nodes["j"]), at_m(*nodes["k"])]
    assert np.diag(great_circle_m(ends, courtyard)).max() < 0.1


@pytest.mark.parametrize("letters", ["pefqrgs", "pe?qrgsp", "pep"])
def test_an_outline_that_is_not_whole_is_no_house(tmp_path: Path, letters: str) -> None:
    ways = [("ab", STREET), (letters, {"building": "yes"})]
    travel = travel_on(tmp_path, NODES, ways, node_tags=entrances(g="main", e="main"))
    assert travel.path(Mode.FOOT, A, WEST).points[-1] == WEST


def test_an_entrance_is_that_of_the_house_it_lies_on(tmp_path: Path) -> None:
    nodes = {**NODES, "w": (30, 200), "x": (30, 220), "y": (50, 220), "z": (50, 200)}
    ways = [*WAYS, ("wxyzw", {"building": "yes"})]
    kinds = entrances(g="main", y="main")
    travel = travel_on(tmp_path, nodes, ways, node_tags=kinds)
    assert is_at(travel.path(Mode.FOOT, A, WEST).points[-1], "g")
    far = travel.path(Mode.FOOT, A, at_m(40, 210)).points[-1]
    assert float(great_circle_m([far], [at_m(50, 220)])[0, 0]) < 0.1


def test_a_town_without_streets_on_foot_leaves_places_where_they_are(tmp_path: Path) -> None:
    ways: list[tuple[str, Tags]] = [("ab", {"highway": "residential", "foot": "no"}), HOUSE]
    travel = travel_on(tmp_path, NODES, ways)
    assert travel.path(Mode.CAR, A, WEST).points[-1] == WEST


def test_doors_are_kept_in_the_cache(tmp_path: Path) -> None:
    file = write_osm(tmp_path / "town.osm", NODES, WAYS, (), entrances(g="main"))
    ways = [
        StreetTravel(open_streets(file), SPEEDS).path(Mode.FOOT, A, WEST) for _again in range(2)
    ]
    assert ways[0] == ways[1]
    assert is_at(ways[1].points[-1], "g")


def test_places_may_be_asked_for_in_any_order(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, NODES, WAYS, node_tags=entrances(e="yes", f="yes"))
    places = [A, WEST, EAST, at_m(40, 90)]
    whole = travel.table(Mode.FOOT, places, places).seconds
    again = travel_on(tmp_path, NODES, WAYS, node_tags=entrances(e="yes", f="yes"))
    turned = again.table(Mode.FOOT, places[::-1], places[::-1]).seconds[::-1, ::-1]
    assert np.array_equal(whole, turned)
