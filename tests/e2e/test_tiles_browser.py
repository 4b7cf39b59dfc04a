"""Online tiles in a real browser: the tile under a door is the one its datum asks for."""

import math
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from mealroute.domain import BaseMap, Coordinates, Datum, from_wgs84
from mealroute.maps import map_files
from mealroute.settings import MapSettings, Settings
from tests.builders import CENTRE
from tests.maps.lunch import a_base_map, a_lunch

pytestmark = pytest.mark.browser

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "789c63f8cfc0f01f00050001ff89998f1d0000000049454e44ae426082"
)
Tile = tuple[int, int, int]


def spot_of(place: Coordinates, datum: Datum, zoom: int) -> tuple[float, float]:
    """Where a place is among the Web Mercator tiles of a zoom, on a map of a datum."""
    lat, lon = from_wgs84(place.lat, place.lon, datum)
    phi = math.radians(lat)
    y = (1 - math.log(math.tan(phi) + 1 / math.cos(phi)) / math.pi) / 2
    return (lon / 360 + 0.5) * 2**zoom, y * 2**zoom


def opened(
    page: Page, folder: Path, maps: MapSettings, base_map: BaseMap | None
) -> tuple[list[str], list[str]]:
    """Open the plan's map, every tile answered here; what was asked for, and what went wrong."""
    asked: list[str] = []
    trouble: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url.startswith("file:"):
            route.continue_()
            return
        asked.append(route.request.url)
        route.fulfill(body=PIXEL, content_type="image/png")

    page.route("**/*", answer)
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    plan, service, shapes = a_lunch()
    files = map_files(plan, service, Settings(maps=maps), shapes, base_map)
    (folder / "map.html").write_text(files["map.html"], encoding="utf-8")
    page.goto((folder / "map.html").as_uri())
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    page.wait_for_function(
        """() => [...document.querySelectorAll("img.leaflet-tile")]
          .every((one) => one.classList.contains("leaflet-tile-loaded"))"""
    )
    return asked, trouble


def gaode_tile(url: str) -> Tile:
    query = parse_qs(urlsplit(url).query)
    return int(query["z"][0]), int(query["x"][0]), int(query["y"][0])


def tianditu_tile(url: str) -> Tile:
    query = parse_qs(urlsplit(url).query)
    return int(query["TILEMATRIX"][0]), int(query["TILECOL"][0]), int(query["TILEROW"][0])


def under_the_canteen(
    page: Page, asked: list[str], read: Callable[[str], Tile]
) -> tuple[Tile, tuple[float, float]]:
    """The tile under the pin of the canteen at the town's centre, and where the pin is on tiles."""
    pin = page.locator(".pin.canteen").first.evaluate(
        "one => { const r = one.getBoundingClientRect(); return [r.x, r.y]; }"
    )
    source, across, down = page.evaluate(
        """([x, y]) => {
          for (const one of document.querySelectorAll("img.leaflet-tile")) {
            const r = one.getBoundingClientRect();
            if (r.x <= x && x < r.right && r.y <= y && y < r.bottom)
              return [one.src, (x - r.x) / r.width, (y - r.y) / r.height];
          }
        }""",
        pin,
    )
    assert source in asked
    tile = read(source)
    return tile, (tile[1] + across, tile[2] + down)


def test_gaodes_tile_under_the_canteen_is_that_of_gcj02(page: Page, tmp_path: Path) -> None:
    asked, trouble = opened(page, tmp_path, MapSettings(tiles="gaode"), None)
    assert trouble == []
    assert {urlsplit(url).netloc for url in asked} <= {
        f"webrd0{n}.is.autonavi.com" for n in (1, 2, 3, 4)
    }
    (zoom, *_tile), spot = under_the_canteen(page, asked, gaode_tile)
    assert spot == pytest.approx(spot_of(CENTRE, Datum.GCJ02, zoom), abs=0.02)
    assert spot != pytest.approx(spot_of(CENTRE, Datum.WGS84, zoom), abs=0.1)
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("© 高德地图")


def test_tianditus_tiles_are_streets_and_names_where_the_canteen_is(
    page: Page, tmp_path: Path
) -> None:
    maps = MapSettings(tiles="tianditu", tiles_key="secret")
    asked, trouble = opened(page, tmp_path, maps, None)
    assert trouble == []
    assert all(re.fullmatch(r"t[0-7]\.tianditu\.gov\.cn", urlsplit(url).netloc) for url in asked)
    assert all(url.endswith("&tk=secret") for url in asked)
    tile, spot = under_the_canteen(page, asked, tianditu_tile)
    assert spot == pytest.approx(spot_of(CENTRE, Datum.WGS84, tile[0]), abs=0.02)
    layers = {urlsplit(url).path for url in asked if tianditu_tile(url) == tile}
    assert layers == {"/vec_w/wmts", "/cva_w/wmts"}
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("天地图")


def test_with_the_streets_in_the_file_no_tile_is_asked_for_until_it_is_chosen(
    page: Page, tmp_path: Path
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    plan, service, shapes = a_lunch()
    maps = Settings(maps=MapSettings(tiles="gaode"))
    files = map_files(plan, service, maps, shapes, a_base_map())
    (tmp_path / "map.html").write_text(files["map.html"], encoding="utf-8")
    page.goto((tmp_path / "map.html").as_uri())
    expect(page.locator(".pin.canteen .label").first).to_be_visible()
    assert [url for url in asked if not url.startswith("file:")] == []
