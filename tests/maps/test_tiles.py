"""Online tiles by name and by address: hosts, datum, what is owed to their owner."""

import pytest

from mealroute.domain import Coordinates, Datum, from_wgs84
from mealroute.errors import DataFileError
from mealroute.maps.frame import Box, Frame
from mealroute.maps.tiles import tile_source
from mealroute.settings import MapSettings, Settings
from tests.builders import CENTRE


def source(**settings: str):  # type: ignore[no-untyped-def]  # noqa: ANN201 -- of a test
    found = tile_source(MapSettings(**settings))
    assert found is not None
    return found


def test_without_tiles_there_is_no_source() -> None:
    assert tile_source(MapSettings(tiles_key="k", datum="gcj02")) is None


def test_gaode_is_drawn_in_gcj02_from_its_four_hosts() -> None:
    gaode = source(tiles="gaode")
    assert gaode.datum is Datum.GCJ02
    assert gaode.hosts() == [f"https://webrd0{n}.is.autonavi.com" for n in (1, 2, 3, 4)]
    assert gaode.attribution == "© 高德地图"


def test_tianditu_is_streets_and_names_in_wgs84_with_the_key() -> None:
    tianditu = source(tiles="tianditu", tiles_key="a&b{x}")
    assert tianditu.datum is Datum.WGS84
    streets, names = tianditu.urls
    assert "/vec_w/wmts?" in streets
    assert "/cva_w/wmts?" in names
    assert streets.endswith("&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=a%26b%7Bx%7D")
    assert tianditu.hosts() == [f"https://t{n}.tianditu.gov.cn" for n in range(8)]


@pytest.mark.parametrize(
    ("tiles", "hosts"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png", ["https://tiles.example"]),
        ("http://10.0.0.7:8080/{z}/{x}/{y}.png", ["http://10.0.0.7:8080"]),
        ("tiles/{z}/{x}/{y}.png", []),
        ("https://a.example; script-src *;/{z}/{x}/{y}", []),
        ("javascript:alert(1)//{z}", []),
    ],
)
def test_only_the_hosts_of_an_address_are_allowed(tiles: str, hosts: list[str]) -> None:
    assert source(tiles=tiles).hosts() == hosts


def test_the_page_is_drawn_in_the_datum_of_the_service_whatever_the_settings_say() -> None:
    box = Box.around([CENTRE], 500.0)
    point = Coordinates(47.85, 88.14)
    gaode = Frame.of(box, MapSettings(tiles="gaode", datum="wgs84"))
    assert gaode.place(point) == from_wgs84(point.lat, point.lon, Datum.GCJ02)
    tianditu = Frame.of(box, MapSettings(tiles="tianditu", tiles_key="k", datum="gcj02"))
    assert tianditu.place(point) == (point.lat, point.lon)


@pytest.mark.parametrize(
    ("maps", "column", "expected"),
    [
        ({"tiles": "tianditu"}, "[maps] tiles_key", "the key that tianditu.gov.cn gives"),
        ({"tiles": "gaodee"}, "[maps] tiles", "gaode, tianditu, or an address with {z}"),
        ({"navigation": "google"}, "[maps] navigation", "one of geo, amap, baidu"),
    ],
)
def test_settings_that_make_no_map_are_refused(
    maps: dict[str, str], column: str, expected: str
) -> None:
    with pytest.raises(DataFileError) as caught:
        Settings.from_mapping({"maps": maps})
    (fault,) = caught.value.faults
    assert (fault.column, expected in fault.expected) == (column, True)
