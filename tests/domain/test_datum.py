"""Coordinates shown by Chinese maps, there and back.

The GCJ-02 points are the public test vectors of eviltransform; the BD-09 ones were computed with
prcoords 1.0.2, an implementation of its own.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.domain import Coordinates, Datum, from_wgs84, to_wgs84
from mealroute.travel import great_circle_m

SHIFTED = (Datum.GCJ02, Datum.BD09)
IN_CHINA = {"lat": st.floats(18.2, 53.5), "lon": st.floats(73.6, 134.7)}


def metres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Measure without the rule that equal coordinates are one place."""
    (lat, lon), (other_lat, other_lon) = here, there
    return 111_195 * ((other_lat - lat) ** 2 + (other_lon - lon) ** 2) ** 0.5


@pytest.mark.parametrize(
    ("wgs84", "gcj02", "bd09"),
    [
        pytest.param(
            (31.1774276, 121.5272106),
            (31.17530398364597, 121.531541859215),
            (31.181328606874466, 121.53801568643858),
            id="Shanghai",
        ),
        pytest.param(
            (22.543847, 113.912316),
            (22.540796131694766, 113.9171764808363),
            (22.546667437751108, 113.92368472926734),
            id="Shenzhen",
        ),
        pytest.param(
            (39.911954, 116.377817),
            (39.91334545536069, 116.38404722455657),
            (39.919575550965874, 116.39045471310828),
            id="Beijing",
        ),
    ],
)
def test_known_points_are_shown_where_other_libraries_show_them(
    wgs84: tuple[float, float], gcj02: tuple[float, float], bd09: tuple[float, float]
) -> None:
    assert from_wgs84(*wgs84, Datum.GCJ02) == pytest.approx(gcj02, abs=1e-10)
    assert from_wgs84(*wgs84, Datum.BD09) == pytest.approx(bd09, abs=1e-10)
    assert to_wgs84(*gcj02, Datum.GCJ02) == pytest.approx(wgs84, abs=1e-9)
    assert to_wgs84(*bd09, Datum.BD09) == pytest.approx(wgs84, abs=1e-9)


@pytest.mark.parametrize(("datum", "moved_m"), [(Datum.GCJ02, 289), (Datum.BD09, 1080)])
def test_altay_is_moved_by_what_was_measured(datum: Datum, moved_m: int) -> None:
    shown = Coordinates(*from_wgs84(47.8484, 88.1396, datum))
    moved = great_circle_m([Coordinates(47.8484, 88.1396)], [shown])[0, 0]
    assert moved == pytest.approx(moved_m, abs=1)


@given(datum=st.sampled_from(SHIFTED), **IN_CHINA)
def test_there_and_back_is_the_same_place_to_a_millimetre(
    datum: Datum, lat: float, lon: float
) -> None:
    assert metres(to_wgs84(*from_wgs84(lat, lon, datum), datum), (lat, lon)) < 0.001


@given(datum=st.sampled_from(SHIFTED), **IN_CHINA)
def test_back_and_there_is_the_same_place_to_a_millimetre(
    datum: Datum, lat: float, lon: float
) -> None:
    assert metres(from_wgs84(*to_wgs84(lat, lon, datum), datum), (lat, lon)) < 0.001


@pytest.mark.parametrize("datum", Datum)
@pytest.mark.parametrize("place", [(60.17, 24.94), (-33.9, 18.4), (56.5, 100.0), (40.0, 71.9)])
def test_outside_china_nothing_is_moved(datum: Datum, place: tuple[float, float]) -> None:
    assert from_wgs84(*place, datum) == place
    assert to_wgs84(*place, datum) == place


@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180))
def test_wgs84_is_wgs84_everywhere(lat: float, lon: float) -> None:
    assert from_wgs84(lat, lon, Datum.WGS84) == (lat, lon)
    assert to_wgs84(lat, lon, Datum.WGS84) == (lat, lon)
