import itertools
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mealroute.domain import Coordinates, Isochrone, Line, Mode
from mealroute.errors import TravelError
from mealroute.settings import TravelSettings
from mealroute.travel.extract import read_streets
from mealroute.travel.headings import plane
from mealroute.travel.isochrone import HOLE_M2, TOLERANCE_M, WIDTH_M, reached
from mealroute.travel.router import StreetTravel
from tests.builders import at_m
from tests.travel.osm import GUIXI, STREET, travel_on

STREETS = read_streets(GUIXI)
TOWN = StreetTravel(STREETS, TravelSettings())
LAT_0 = 28.30
LONG = {"w": (0, -2000), "e": (0, 2000)}


def on_plane(points: Line, lat_0: float = LAT_0) -> list[tuple[float, float]]:
    lat, lon = np.array([(point.lat, point.lon) for point in points]).T
    x, y = plane(lat, lon, lat_0)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def area_of(isochrone: Isochrone, lat_0: float = LAT_0) -> shapely.MultiPolygon:
    return shapely.MultiPolygon(
        [
            (on_plane(part.outer, lat_0), [on_plane(hole, lat_0) for hole in part.holes])
            for part in isochrone.parts
        ]
    )


def bounds_m(isochrone: Isochrone) -> list[float]:
    """West, south, east and north of the area, in metres from the centre of the tests."""
    centre = at_m()
    area = area_of(isochrone, centre.lat)
    ((x, y),) = on_plane((centre,), centre.lat)
    west, south, east, north = area.bounds
    return [west - x, south - y, east - x, north - y]


def one(travel: StreetTravel, minutes: int, *origins: Coordinates, mode: str = "foot") -> Isochrone:
    return travel.isochrones(Mode(mode), list(origins), [minutes])[0]


def near(value: float) -> object:
    """What the outline may differ from the exact place by."""
    return pytest.approx(value, abs=TOLERANCE_M + 3)


def test_a_street_is_reached_as_far_as_the_time_runs(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, LONG, [("we", STREET)])
    drawn = one(travel, 5, at_m(0, 100))
    edge = WIDTH_M
    assert bounds_m(drawn) == [near(-200 - edge), near(-edge), near(400 + edge), near(edge)]
    assert drawn.area_km2 == pytest.approx((600 * 2 * edge + np.pi * edge**2) / 1e6, rel=0.02)
    assert (drawn.mode, drawn.minutes) == (Mode.FOOT, 5)


def test_the_walk_from_the_door_to_the_street_counts(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, LONG, [("we", STREET)])
    west, _south, east, _north = bounds_m(one(travel, 5, at_m(200, 0)))
    assert (west, east) == (near(-100 - WIDTH_M), near(100 + WIDTH_M))
    assert one(travel, 3, at_m(200, 0)).parts == ()


def test_a_one_way_street_is_reached_one_way(tmp_path: Path) -> None:
    nodes = {**LONG, "n": (1500, 0)}
    ways = [("we", {**STREET, "oneway": "yes"}), ("enw", STREET)]
    travel = travel_on(tmp_path, nodes, ways)
    west, _south, east, _north = bounds_m(one(travel, 1, at_m(), mode="car"))
    assert (west, east) == (near(-WIDTH_M), near(600 + WIDTH_M))


def test_several_places_reach_together_what_each_reaches(tmp_path: Path) -> None:
    travel = travel_on(tmp_path, LONG, [("we", STREET)])
    origins = [at_m(0, -700), at_m(0, 700)]
    apart = [one(travel, 5, origin) for origin in origins]
    together = one(travel, 5, *origins)
    assert len(together.parts) == 2
    assert together.area_km2 == pytest.approx(sum(each.area_km2 for each in apart), rel=0.02)


def test_a_large_block_keeps_its_hole_and_a_small_one_does_not(tmp_path: Path) -> None:
    def square(side: float) -> dict[str, tuple[float, float]]:
        return {"a": (0, 0), "b": (0, side), "c": (side, side), "d": (side, 0)}

    for side, holes in ((300, 1), (140, 0)):
        travel = travel_on(tmp_path, square(side), [("abcda", STREET)])
        (part,) = one(travel, 30, at_m()).parts
        assert len(part.holes) == holes
    assert (140 - 2 * WIDTH_M) ** 2 < HOLE_M2


def test_outer_lines_go_anticlockwise_and_holes_clockwise_and_close(tmp_path: Path) -> None:
    nodes = {"a": (0, 0), "b": (0, 300), "c": (300, 300), "d": (300, 0)}
    (part,) = one(travel_on(tmp_path, nodes, [("abcda", STREET)]), 30, at_m()).parts
    assert shapely.is_ccw(shapely.LinearRing(on_plane(part.outer)))
    assert not shapely.is_ccw(shapely.LinearRing(on_plane(part.holes[0])))
    assert part.outer[0] == part.outer[-1]


def test_places_far_from_every_street_are_told() -> None:
    with pytest.raises(TravelError, match="no point is within 1000 m of a street for foot"):
        TOWN.isochrones(Mode.FOOT, [at_m()], [5])


def test_a_far_place_beside_a_near_one_is_passed_over() -> None:
    near_one = DOORS[0]
    alone, both = (
        TOWN.isochrones(Mode.FOOT, origins, [5])[0].parts
        for origins in ([near_one], [near_one, near_one])
    )
    assert alone == both
    assert TOWN.isochrones(Mode.FOOT, [near_one, at_m()], [5])[0].parts


PLACE = st.builds(Coordinates, st.floats(28.285, 28.325), st.floats(117.197, 117.248))


def doors(count: int, seed: int) -> list[Coordinates]:
    random = np.random.default_rng(seed)
    point = random.choice(STREETS.lat.size, count)
    lat = STREETS.lat[point] + random.uniform(-2e-4, 2e-4, count)
    lon = STREETS.lon[point] + random.uniform(-2e-4, 2e-4, count)
    return [Coordinates(*door) for door in zip(lat.tolist(), lon.tolist(), strict=True)]


DOORS = doors(300, seed=8)


@settings(max_examples=25)
@given(
    mode=st.sampled_from(Mode),
    origins=st.lists(PLACE, min_size=1, max_size=3),
    minutes=st.lists(st.integers(1, 30), min_size=2, max_size=3, unique=True),
)
def test_more_minutes_reach_no_less(
    mode: Mode, origins: list[Coordinates], minutes: list[int]
) -> None:
    drawn = TOWN.isochrones(mode, origins, sorted(minutes))
    for less, more in itertools.pairwise(drawn):
        assert less.area_km2 <= more.area_km2 + 1e-3
        rest = shapely.difference(area_of(less), area_of(more).buffer(2 * TOLERANCE_M + 1))
        assert rest.is_empty


@settings(max_examples=25)
@given(
    mode=st.sampled_from(Mode),
    origins=st.lists(PLACE, min_size=1, max_size=3),
    minutes=st.integers(1, 30),
)
def test_every_door_within_the_minutes_lies_inside(
    mode: Mode, origins: list[Coordinates], minutes: int
) -> None:
    area = area_of(TOWN.isochrones(mode, origins, [minutes])[0])
    seconds = TOWN.table(mode, origins, DOORS).seconds.min(axis=0)
    snaps = TOWN._network(mode).snap(*np.array([door.key for door in DOORS]).T)
    walk_m = np.hypot(
        *np.subtract(on_plane(tuple(DOORS)), on_plane(_places(snaps.lat, snaps.lon))).T
    )
    inside = shapely.contains_xy(area, on_plane(tuple(DOORS)))
    beside = walk_m <= WIDTH_M - TOLERANCE_M
    assert inside[(seconds <= 60 * minutes) & beside].all()


@pytest.mark.parametrize(("mode", "minutes"), [("foot", 15), ("ebike", 6), ("car", 4)])
def test_streets_are_reached_where_the_table_says_so_and_nowhere_else(
    mode: str, minutes: int
) -> None:
    network = TOWN._network(Mode(mode))
    origins = DOORS[:2]
    sources = network.snap(*np.array([origin.key for origin in origins]).T)
    (parts,) = reached(network, sources, TOWN._walks(origins, sources), [minutes * 60])
    at = np.random.default_rng(4).choice(network.segment_point.size, 300, replace=False)
    point, edge = network.segment_point[at], network.segment_edge[at]
    part = 0.3  # of the way from one vertex to the next, so that it is no crossing
    ends = [
        (array[point] * (1 - part) + array[point + 1] * part)
        for array in (STREETS.lat, STREETS.lon)
    ]
    along_m = STREETS.along_m[point] * (1 - part) + STREETS.along_m[point + 1] * part
    seconds = TOWN.table(Mode(mode), origins, _places(*ends)).seconds.min(axis=0)
    inside = np.array(
        [
            ((parts.edge == one) & (parts.low_m <= here) & (here <= parts.high_m)).any()
            for one, here in zip(edge, along_m, strict=True)
        ]
    )
    sure = np.abs(seconds - minutes * 60) > 3  # a place is rounded to a metre, and seconds up
    assert 20 < inside.sum() < 280
    assert (inside == (seconds <= minutes * 60))[sure].all()


def _places(lat: np.ndarray, lon: np.ndarray) -> Line:
    return tuple(Coordinates(*place) for place in zip(lat.tolist(), lon.tolist(), strict=True))
