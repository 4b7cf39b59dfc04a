from pathlib import Path

import pytest

from mealroute.domain import BaseMap
from mealroute.travel import great_circle_m
from mealroute.travel.base_map import read_base_map
from tests.builders import at_m
from tests.travel.osm import GUIXI, SQUARE, STREET, write_osm

BIG = SQUARE | {"e": (300, 0), "f": (300, 300), "g": (0, 300)}


@pytest.fixture(scope="module")
def guixi() -> BaseMap:
    return read_base_map(GUIXI)


def test_guixi_has_its_chinese_names(guixi: BaseMap) -> None:
    assert {"信江"} <= {waterway.name for waterway in guixi.waterways}
    assert {"雄石路", "贵溪大道", "沿河路"} <= {road.name for road in guixi.roads}
    assert {"贵溪市", "西街社区", "贵溪市第四中学"} <= {place.name for place in guixi.names}
    assert all(place.name and place.kind for place in guixi.names)


def test_guixi_has_its_streets_buildings_water_and_green(guixi: BaseMap) -> None:
    kinds = [area.kind for area in guixi.areas]
    assert len(guixi.roads) == 170
    assert kinds.count("building") == 165
    assert kinds.count("water") == 10
    assert kinds.count("green") == 7
    assert guixi.attribution == "© OpenStreetMap contributors, ODbL 1.0"


def test_every_outline_is_closed_and_every_line_has_two_points(guixi: BaseMap) -> None:
    assert all(area.outline[0] == area.outline[-1] for area in guixi.areas)
    assert all(len(area.outline) > 3 for area in guixi.areas)
    assert all(len(road.points) > 1 for road in guixi.roads)
    assert all(len(waterway.points) > 1 for waterway in guixi.waterways)


def test_what_is_drawn_follows_the_tags(tmp_path: Path) -> None:
    ways = [
        ("abcda", {"building": "apartments", "name": "3号楼"}),
        ("abcda", {"building": "no"}),
        ("abcda", {"natural": "water"}),
        ("abcda", {"leisure": "park", "name": "滨河公园"}),
        ("ab", {"highway": "steps"}),
        ("ab", {"highway": "construction"}),
        ("bc", {"waterway": "ditch"}),
        ("cd", {"natural": "coastline"}),
        ("ab", {"barrier": "wall"}),
    ]
    town = read_base_map(write_osm(tmp_path / "town.osm", SQUARE, ways))
    assert [(area.kind, area.name) for area in town.areas] == [
        ("building", "3号楼"),
        ("water", ""),
        ("green", "滨河公园"),
    ]
    assert [road.kind for road in town.roads] == ["steps"]
    assert len(town.waterways) == 2


def test_a_lake_of_several_ways_is_drawn_by_its_outer_outline(tmp_path: Path) -> None:
    ways = [("aefg", {}), ("ga", {}), ("abcda", {"natural": "wood"})]
    lake = {"type": "multipolygon", "natural": "water", "name": "克兰湖"}
    members = [(0, "outer"), (1, "outer"), (2, "inner"), (7, "inner")]
    town = read_base_map(write_osm(tmp_path / "t.osm", BIG, ways, [(members, lake)]))
    assert [(area.kind, area.name, len(area.outline)) for area in town.areas] == [
        ("green", "", 5),
        ("water", "克兰湖", 5),
    ]


def test_a_lake_that_is_only_half_in_the_extract_is_left_out(tmp_path: Path) -> None:
    lake = {"type": "multipolygon", "natural": "water"}
    members = [(0, "outer"), (8, "outer")]
    town = read_base_map(
        write_osm(tmp_path / "t.osm", BIG, [("aefg", {}), ("ab", STREET)], [(members, lake)])
    )
    assert town.areas == ()


def test_an_outline_that_is_an_area_by_its_own_tags_is_drawn_once(tmp_path: Path) -> None:
    lake = {"type": "multipolygon", "natural": "water"}
    ways = [("abcda", {"natural": "water"})]
    town = read_base_map(write_osm(tmp_path / "t.osm", BIG, ways, [([(0, "outer")], lake)]))
    assert len(town.areas) == 1


def test_places_and_public_buildings_are_named_where_they_stand(tmp_path: Path) -> None:
    node_tags = {
        "a": {"place": "village", "name": "团结村"},
        "b": {"place": "country", "name": "中国"},
        "c": {"amenity": "bench", "name": "bench"},
        "d": {"amenity": "clinic"},
    }
    ways = [("abcda", {"amenity": "hospital", "name": "人民医院", "building": "yes"})]
    town = read_base_map(write_osm(tmp_path / "t.osm", SQUARE, ways, node_tags=node_tags))
    assert [(place.kind, place.name) for place in town.names] == [
        ("village", "团结村"),
        ("hospital", "人民医院"),
    ]
    middle = [place.coordinates for place in town.names]
    assert great_circle_m(middle, [at_m(), at_m(50, 50)]).diagonal() == pytest.approx(0, abs=20)


def test_a_name_is_one_short_line(tmp_path: Path) -> None:
    ways = [("ab", {**STREET, "name": " 解放\t路  " + "长" * 200})]
    town = read_base_map(write_osm(tmp_path / "town.osm", SQUARE, ways))
    assert town.roads[0].name == "解放 路 " + "长" * 75


def test_a_point_beside_a_straight_line_by_less_than_a_metre_is_left_out(tmp_path: Path) -> None:
    nodes = SQUARE | {"m": (0.3, 50), "n": (20, 50)}
    town = read_base_map(
        write_osm(tmp_path / "town.osm", nodes, [("amb", STREET), ("anb", STREET)])
    )
    assert [len(road.points) for road in town.roads] == [2, 3]


def test_ways_that_leave_the_extract_are_drawn_as_far_as_they_are_known(tmp_path: Path) -> None:
    ways = [("abZ", STREET), ("aZY", STREET), ("abcZda", {"building": "yes"})]
    town = read_base_map(write_osm(tmp_path / "town.osm", SQUARE, ways))
    assert [len(road.points) for road in town.roads] == [2]
    assert [len(area.outline) for area in town.areas] == [5]


def test_house_numbers_of_nodes_and_buildings_are_read(tmp_path: Path) -> None:
    house = {"building": "yes", "addr:housenumber": "12"}
    extract = write_osm(
        tmp_path / "town.osm",
        {**SQUARE, "e": (500, 500), "f": (600, 500)},
        [("abcda", house)],
        node_tags={"e": {"addr:housenumber": " 3  甲 "}, "f": {"addr:housenumber": "1-99 odd" * 3}},
    )
    numbers = read_base_map(extract).numbers
    assert sorted(one.name for one in numbers) == ["12", "3 甲"]
    (middle,) = (one.coordinates for one in numbers if one.name == "12")
    assert middle.lat == pytest.approx(at_m(50, 50).lat, abs=2e-4)
