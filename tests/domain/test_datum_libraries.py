"""Our conversion beside two libraries of other people, on a grid over the whole of China.

The way there agrees everywhere to a millimetre. On the way back both stop earlier than we do:
prcoords 1.0 at steps below 1e-5 degrees, which leaves up to 2 cm; coord-convert 0.2 undoes BD-09 by
a closed formula that misses by up to 25 cm. There the round trip is the judge.
"""

import math
import warnings
from collections.abc import Callable, Iterator

import prcoords
import pytest
from coord_convert import transform

from mealroute.domain import Datum, from_wgs84, to_wgs84

MILLIMETRE = 0.001
SHIFTED = (Datum.GCJ02, Datum.BD09)


def places() -> Iterator[tuple[float, float]]:
    """6,000 places from the Pamir to the Ussuri and from Hainan to the Amur, none twice."""
    for step in range(6000):
        # A lattice by the golden ratio: even over the rectangle, and the same every time.
        yield 18.0 + 35.8 * ((step + 0.5) / 6000), 73.5 + 61.5 * (step * 0.6180339887498949 % 1)


def apart_m(here: tuple[float, float], there: tuple[float, float]) -> float:
    (lat, lon), (other_lat, other_lon) = here, there
    east = (other_lon - lon) * math.cos(math.radians(lat))
    return 111_195 * math.hypot(other_lat - lat, east)


def by_coord_convert(name: str, lat: float, lon: float) -> tuple[float, float]:
    east, north = getattr(transform, name)(lon, lat)
    return north, east


def test_both_libraries_show_every_place_where_we_do() -> None:
    for place in places():
        gcj02, bd09 = from_wgs84(*place, Datum.GCJ02), from_wgs84(*place, Datum.BD09)
        assert apart_m(by_coord_convert("wgs2gcj", *place), gcj02) < MILLIMETRE
        assert apart_m(by_coord_convert("wgs2bd", *place), bd09) < MILLIMETRE
        assert apart_m(tuple(prcoords.wgs_gcj(place)), gcj02) < MILLIMETRE
        assert apart_m(tuple(prcoords.wgs_bd(place)), bd09) < MILLIMETRE


def test_coord_convert_brings_gcj02_back_to_where_we_do() -> None:
    for place in places():
        ours = to_wgs84(*place, Datum.GCJ02)
        assert apart_m(by_coord_convert("gcj2wgs", *place), ours) < MILLIMETRE


@pytest.mark.parametrize(
    ("datum", "back"),
    [
        pytest.param(Datum.GCJ02, prcoords.gcj_wgs_bored, id="prcoords gcj02"),
        pytest.param(Datum.BD09, prcoords.bd_wgs_bored, id="prcoords bd09"),
        pytest.param(Datum.BD09, lambda place: by_coord_convert("bd2wgs", *place), id="convert"),
    ],
)
def test_where_a_library_comes_back_elsewhere_the_round_trip_proves_us_right(
    datum: Datum, back: Callable[[tuple[float, float]], tuple[float, float]]
) -> None:
    for place in places():
        ours, theirs = to_wgs84(*place, datum), tuple(back(place))
        assert apart_m(ours, theirs) < 1.0
        if apart_m(ours, theirs) >= MILLIMETRE:
            missed_m = apart_m(from_wgs84(*theirs, datum), place)
            assert apart_m(from_wgs84(*ours, datum), place) < MILLIMETRE / 100 < missed_m


@pytest.mark.parametrize("datum", SHIFTED)
def test_there_and_back_is_the_same_place_to_a_hundredth_of_a_millimetre(datum: Datum) -> None:
    for place in places():
        assert apart_m(to_wgs84(*from_wgs84(*place, datum), datum), place) < MILLIMETRE / 100
        assert apart_m(from_wgs84(*to_wgs84(*place, datum), datum), place) < MILLIMETRE / 100


@pytest.mark.parametrize(
    "place", [(60.17, 24.94), (0.82, 100.0), (55.83, 100.0), (30.0, 72.0), (30.0, 137.84)]
)
def test_outside_the_rectangle_all_three_move_nothing(place: tuple[float, float]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # prcoords says aloud that a place is abroad
        assert tuple(prcoords.wgs_gcj(place)) == place
    assert by_coord_convert("wgs2gcj", *place) == place
    assert [from_wgs84(*place, datum) for datum in Datum] == [place] * 3
    assert [to_wgs84(*place, datum) for datum in Datum] == [place] * 3


def test_just_inside_the_rectangle_all_three_move_places() -> None:
    for place in ((0.83, 100.0), (55.82, 100.0), (30.0, 72.005), (30.0, 137.83)):
        moved = from_wgs84(*place, Datum.GCJ02)
        assert apart_m(moved, place) > 10
        assert apart_m(tuple(prcoords.wgs_gcj(place)), moved) < MILLIMETRE
        assert apart_m(by_coord_convert("wgs2gcj", *place), moved) < MILLIMETRE
