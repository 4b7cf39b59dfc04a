"""The link to a stop: the right app, the right datum, the number and nothing else."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mealroute.domain import Datum, Mode, from_wgs84
from mealroute.maps import volunteer_page
from mealroute.maps.navigation import navigation
from mealroute.settings import MapSettings, Settings
from mealroute.views import StopView, route_views
from tests.maps.lunch import a_lunch


def a_stop_view() -> StopView:
    plan, service, _shapes = a_lunch()
    return route_views(plan, service, Settings())[0].stops[0]


STOP = a_stop_view()


def query_of(link: str) -> dict[str, Any]:
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


def shown(datum: Datum) -> list[str]:
    place = STOP.resident.coordinates
    assert place is not None
    return [f"{degree:.6f}" for degree in from_wgs84(place.lat, place.lon, datum)]


@pytest.mark.parametrize(("mode", "t"), [(Mode.CAR, "0"), (Mode.FOOT, "2"), (Mode.EBIKE, "3")])
def test_amap_gets_gcj02_and_is_told_so(mode: Mode, t: str) -> None:
    link = navigation(STOP, mode, "amap")
    assert link is not None
    assert link.href.startswith("amapuri://route/plan/?")
    assert link.iphone.startswith("iosamap://path?")
    for address in link:
        query = query_of(address)
        assert [query["dlat"], query["dlon"]] == shown(Datum.GCJ02)
        assert (query["dev"], query["t"], query["dname"]) == ("0", t, "1")


@pytest.mark.parametrize(
    ("mode", "word"), [(Mode.CAR, "driving"), (Mode.FOOT, "walking"), (Mode.EBIKE, "riding")]
)
def test_baidu_gets_bd09_and_is_told_so(mode: Mode, word: str) -> None:
    link = navigation(STOP, mode, "baidu")
    assert link is not None
    assert link.href.startswith("bdapp://map/direction?")
    assert link.iphone.startswith("baidumap://map/direction?")
    for address in link:
        query = query_of(address)
        lat, lon = shown(Datum.BD09)
        assert query["destination"] == f"latlng:{lat},{lon}|name:1"
        assert (query["coord_type"], query["mode"]) == ("bd09ll", word)


def test_geo_is_wgs84_and_the_same_on_every_phone() -> None:
    link = navigation(STOP, Mode.FOOT)
    assert link is not None
    spot = ",".join(shown(Datum.WGS84))
    assert link == (f"geo:{spot}?q={spot}(1)", "")


@pytest.mark.parametrize("app", ["geo", "amap", "baidu"])
def test_no_link_tells_a_name_or_an_address(app: str) -> None:
    link = navigation(STOP, Mode.FOOT, app)
    assert link is not None
    assert all(address.isascii() and "%E" not in address for address in link)


@pytest.mark.parametrize(("app", "scheme"), [("amap", "amapuri:"), ("baidu", "bdapp:")])
def test_the_page_has_one_link_for_each_stop(app: str, scheme: str) -> None:
    plan, service, shapes = a_lunch()
    settings = Settings(maps=MapSettings(navigation=app))
    page = volunteer_page(plan, 0, service, settings, shapes[0])
    assert page.count(f'href="{scheme}') == page.count('class="stop-card"') == 3
    assert "geo:" not in page
