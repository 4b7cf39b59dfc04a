"""The base map of a page: what is near, cut to size, streets joined, short."""

import math
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mealroute.domain import Area, BaseMap, Coordinates, Datum, Line, NamedPlace, Road, from_wgs84
from mealroute.maps.clip import clip_line, clip_outline
from mealroute.maps.frame import Box, Frame
from mealroute.maps.ground import ground_value, join_lines
from mealroute.settings import MapSettings
from tests.builders import CENTRE, METRES_PER_DEGREE, at_m
from tests.maps.lunch import a_base_map, decode_line

BOX = Box(-1.0, -2.0, 1.0, 2.0)
FRAME = Frame(Box.around([CENTRE], margin_m=700.0))
coordinates = st.builds(Coordinates, st.floats(-4, 4), st.floats(-4, 4))
lines = st.lists(coordinates, min_size=2, max_size=8).map(tuple)


def ground(base_map: BaseMap, frame: Frame = FRAME) -> dict[str, Any]:
    return ground_value(base_map, frame, margin_m=0.0)


def area_of(outline: Line) -> float:
    """Twice the signed area."""
    pairs = zip(outline, outline[1:] + outline[:1], strict=True)
    return sum(a.lon * b.lat - b.lon * a.lat for a, b in pairs)


@given(lines)
def test_a_clipped_line_keeps_every_piece_that_may_be_seen(line: Line) -> None:
    kept = {piece for run in clip_line(line, BOX) for piece in pairwise(run)}
    pieces = set(pairwise(line))
    assert {piece for piece in pieces if any(BOX.holds(end) for end in piece)} <= kept <= pieces


@given(lines)
def test_a_cut_outline_stays_inside_the_box(outline: Line) -> None:
    edge = BOX.wider(0.01)
    assert all(edge.holds(point) for point in clip_outline(outline, BOX))


def test_a_square_over_a_corner_leaves_the_part_inside() -> None:
    square = tuple(Coordinates(*corner) for corner in [(0, 0), (0, 4), (4, 4), (4, 0)])
    assert abs(area_of(clip_outline(square, BOX))) == 2 * (1.0 * 2.0)


def test_an_outline_outside_is_nothing() -> None:
    square = tuple(Coordinates(*corner) for corner in [(2, 3), (2, 4), (3, 4), (3, 3)])
    assert clip_outline(square, BOX) == ()


@settings(max_examples=40)
@given(st.lists(lines, max_size=6))
def test_joined_lines_hold_the_same_pieces(some: list[Line]) -> None:
    def pieces(of: list[Line]) -> list[tuple[Coordinates, Coordinates]]:
        found = [piece for line in of for piece in pairwise(line)]
        return sorted(found, key=repr)

    assert pieces(join_lines(some)) == pieces(some)


def test_the_pieces_of_a_street_become_one_line_with_one_name() -> None:
    a, b, c = at_m(0, 0), at_m(0, 100), at_m(0, 200)
    pieces = (Road(points=(b, c), kind="residential", name="和平路"),
              Road(points=(a, b), kind="unclassified", name="和平路"))  # fmt: skip
    (street,) = ground(BaseMap(roads=pieces))["roads"]["street"]
    name, line = street
    assert name == "和平路"
    assert decode_line(line) == [(round(p.lat, 5), round(p.lon, 5)) for p in (a, b, c)]


def test_roads_come_by_class() -> None:
    assert set(ground(a_base_map())["roads"]) == {"major", "path"}


def test_areas_names_and_waterways_keep_their_names() -> None:
    value = ground(a_base_map())
    assert [name for name, _outline in value["areas"]["green"]] == ["公园"]
    assert [name for name, *_lines in value["waterways"]] == ["克兰河"]
    assert [(name, rank) for _lat, _lon, name, rank in value["names"]] == [("东门社区", 0)]


def test_what_lies_elsewhere_is_left_away() -> None:
    far = [at_m(5000, 0), at_m(5000, 100), at_m(5100, 100)]
    base_map = BaseMap(
        roads=(Road(points=tuple(far), kind="primary", name="far"),),
        areas=(Area(outline=tuple(far), kind="water", name="far"),),
        names=(NamedPlace(coordinates=far[0], name="far", kind="village"),),
    )
    assert ground(base_map) == {
        "roads": {}, "waterways": [], "areas": {}, "names": [], "numbers": ["", ""],
    }  # fmt: skip


def test_a_margin_widens_the_ground_on_all_sides() -> None:
    box = Box.around([CENTRE], margin_m=100.0)
    assert box.holds(at_m(99, 99))
    assert not box.holds(at_m(102, 0))
    assert not box.holds(at_m(0, -102))
    assert abs((box.north - box.south) * METRES_PER_DEGREE - 200) < 0.5


def test_a_margin_ends_where_the_earth_does() -> None:
    assert Box.around([CENTRE], margin_m=math.inf) == Box(-90.0, -180.0, 90.0, 180.0)


def test_the_ground_moves_with_the_datum_of_the_tiles() -> None:
    tiles = MapSettings(tiles="https://tiles.example/{z}/{x}/{y}.png", datum="gcj02")
    frame = Frame.of(FRAME.box, tiles)
    ((lat, lon, _name, _rank),) = ground(a_base_map(), frame)["names"]
    expected = from_wgs84(at_m(100, 100).lat, at_m(100, 100).lon, Datum.GCJ02)
    assert (lat, lon) == (round(expected[0], 5), round(expected[1], 5))


def test_a_datum_without_tiles_moves_nothing() -> None:
    frame = Frame.of(FRAME.box, MapSettings(datum="gcj02"))
    assert frame.place(CENTRE) == (CENTRE.lat, CENTRE.lon)


def test_house_numbers_are_one_text_and_one_line_from_south_to_north() -> None:
    spots = [(at_m(300, 10), "14"), (at_m(100, 0), "2甲"), (at_m(9000, 0), "far")]
    numbers = tuple(NamedPlace(coordinates=at, name=name, kind="house") for at, name in spots)
    words, line = ground(BaseMap(numbers=numbers))["numbers"]
    assert words.split("\n") == ["2甲", "14"]
    places = [(round(at.lat, 5), round(at.lon, 5)) for at, _name in (spots[1], spots[0])]
    assert decode_line(line) == places
