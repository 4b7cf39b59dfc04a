"""Where things lie on a printed map: inside the frame, apart, true to scale."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.domain import Area, BaseMap, Coordinates, Road, Waterway
from mealroute.papers.town import Ground, Projection, scale_bar_m, set_apart, street_names
from tests.builders import at_m

AT, SIZE = (12.0, 154.0), (186.0, 124.0)
metres = st.floats(-3000, 3000)


@given(st.lists(st.tuples(metres, metres), min_size=1, max_size=30))
def test_every_place_lies_inside_the_frame_and_north_is_up(
    spots: list[tuple[float, float]],
) -> None:
    places = [at_m(*spot) for spot in spots]
    projection = Projection.fitting(places, AT, SIZE, 9)
    for place in places:
        x, y = projection.place(place)
        assert AT[0] + 9 - 0.01 <= x <= AT[0] + SIZE[0] - 9 + 0.01
        assert AT[1] + 9 - 0.01 <= y <= AT[1] + SIZE[1] - 9 + 0.01
        north, east = Coordinates(place.lat + 0.001, place.lon), at_m(0, 0)
        assert projection.place(north)[1] < y
        assert projection.place(Coordinates(east.lat, place.lon + 0.001))[0] > x


def test_the_scale_is_true_in_both_directions() -> None:
    projection = Projection.fitting([at_m(-500, -500), at_m(500, 500)], AT, SIZE, 9)
    origin = projection.place(at_m())
    for place in (at_m(200, 0), at_m(0, 200)):
        drawn = math.dist(origin, projection.place(place))
        assert drawn == pytest.approx(200 * projection.mm_per_m, rel=0.002)


@given(st.tuples(metres, metres))
def test_a_point_of_the_paper_is_where_its_place_is_drawn(spot: tuple[float, float]) -> None:
    projection = Projection.fitting([at_m(-500, -500), at_m(500, 500)], AT, SIZE, 9)
    point = projection.place(at_m(*spot))
    assert projection.place(projection.where(point)) == pytest.approx(point)
    assert projection.line([at_m(*spot)])[0] == pytest.approx(point)


@given(st.lists(st.tuples(metres, metres, metres, metres), max_size=20))
def test_the_ground_of_a_map_is_what_may_be_seen_on_it(
    pieces: list[tuple[float, float, float, float]],
) -> None:
    lines = [(at_m(a, b), at_m(c, d)) for a, b, c, d in pieces]
    town = BaseMap(
        roads=tuple(Road(points=line, kind="x", name="") for line in lines),
        areas=tuple(Area(outline=line, kind="water") for line in lines),
        waterways=tuple(Waterway(points=line) for line in lines),
        attribution="©",
    )
    projection = Projection.fitting([at_m(-900, -900), at_m(900, 900)], AT, SIZE, 9)
    shown = Ground(town).within(projection, AT, SIZE)
    met = []
    for line in lines:
        drawn = [projection.place(place) for place in line]
        ends = [sorted(point[axis] for point in drawn) for axis in (0, 1)]
        if all(ends[n][1] > AT[n] and ends[n][0] < AT[n] + SIZE[n] for n in (0, 1)):
            met.append(line)
    assert [road.points for road in shown.roads] == met
    assert [area.outline for area in shown.areas] == met
    assert [water.points for water in shown.waterways] == met
    assert shown.attribution == "©"


@given(st.floats(0.001, 2))
def test_a_scale_bar_has_a_round_length_that_fits(mm_per_m: float) -> None:
    length = scale_bar_m(mm_per_m, 38)
    assert str(length).rstrip("0") in {"1", "2", "5"}
    assert length == 1 or length * mm_per_m <= 38


@given(st.lists(st.tuples(st.floats(40, 170), st.floats(170, 260)), min_size=1, max_size=12))
def test_marks_stand_apart_and_inside_wherever_their_doors_lie(
    doors: list[tuple[float, float]],
) -> None:
    radii = [3.1] * len(doors)
    canteen = ((100.0, 210.0), 3.6)
    placed = set_apart(doors, radii, [canteen], AT, SIZE)
    for number, (x, y) in enumerate(placed):
        assert AT[0] + 3 <= x <= AT[0] + SIZE[0] - 3
        assert AT[1] + 3 <= y <= AT[1] + SIZE[1] - 3
        assert math.dist((x, y), canteen[0]) > 6.0
        assert all(math.dist((x, y), other) > 5.4 for other in placed[:number])


def test_a_mark_with_room_stands_on_its_door() -> None:
    assert set_apart([(60.0, 200.0)], [3.1], [((100.0, 200.0), 3.6)], AT, SIZE) == [(60.0, 200.0)]


def a_town(*roads: Road) -> list[tuple[str, float]]:
    projection = Projection.fitting([at_m(-400, -600), at_m(400, 600)], AT, SIZE, 9)
    widths = {road.name: 15.0 for road in roads}
    town = BaseMap(roads=roads)
    return [(n.name, round(n.angle)) for n in street_names(town, projection, AT, SIZE, widths, [])]


def test_a_name_runs_along_its_street_and_stands_once() -> None:
    long = Road(points=(at_m(100, -5000), at_m(100, 5000)), kind="primary", name="和平路")
    north = Road(points=(at_m(-300, 0), at_m(300, 0)), kind="primary", name="建设路")
    again = Road(points=(at_m(-300, 200), at_m(-300, 500)), kind="primary", name="建设路")
    assert sorted(a_town(long, north, again)) == sorted([("和平路", 0), ("建设路", 90)])


def test_a_name_without_room_is_left_away() -> None:
    short = Road(points=(at_m(0, 0), at_m(0, 20)), kind="service", name="巷")
    crooked = Road(
        points=tuple(at_m(30 * (n % 2), 30 * n) for n in range(9)), kind="x", name="弯路"
    )
    outside = Road(points=(at_m(5000, 0), at_m(5000, 900)), kind="primary", name="远路")
    assert a_town(short, crooked, outside) == []
