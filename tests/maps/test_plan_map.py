"""The map of the whole plan: all of it drawn and listed, nothing foreign, nothing executed."""

import dataclasses
import re
from html.parser import HTMLParser

import pytest

from mealroute.domain import Datum, from_wgs84
from mealroute.errors import ArgumentError
from mealroute.language import use
from mealroute.maps import plan_map
from mealroute.settings import MapSettings, Settings
from tests.builders import CENTRE, a_service
from tests.maps.lunch import (
    SVG,
    WEB_ADDRESS,
    a_base_map,
    a_lunch,
    decode_line,
    page_data,
)

ONLINE = Settings(
    maps=MapSettings(
        tiles="https://{s}.tiles.example/{z}/{x}/{y}.png",
        attribution="© <b>Tiles</b>",
        datum="gcj02",
    )
)


class Rows(HTMLParser):
    """The text of each table row, and every address that an element names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[str] = []
        self.addresses: list[str] = []
        self._open = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href"}]
        self._open = self._open or tag == "tr"
        if tag == "tr":
            self.rows.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "tr"

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1] = " ".join([*self.rows[-1].split(), *data.split()])

    def of(self, text: str) -> str:
        """The one row that says a text."""
        (row,) = [row for row in self.rows if text in row]
        return row


def a_page(settings: Settings | None = None) -> str:
    plan, service, shapes = a_lunch()
    return plan_map(plan, service, settings or Settings(), shapes, a_base_map())


PAGE = a_page()
ROWS = Rows(PAGE)
DATA = page_data(PAGE)


def test_the_page_names_no_foreign_host() -> None:
    assert set(WEB_ADDRESS.findall(PAGE)) <= {SVG}


def test_nothing_on_the_page_is_loaded() -> None:
    assert {address[:1] for address in ROWS.addresses} <= {"#", "t"}
    assert {address for address in ROWS.addresses if not address.startswith(("#", "tel:"))} == set()
    (style,) = re.findall(r"(?s)<style>(.*?)</style>", PAGE)
    assert re.findall(r"url\(|@import", style) == []
    assert re.findall(r"<(link|iframe|img|object|embed|audio|video)\b", PAGE) == []


def test_the_browser_is_told_to_load_nothing() -> None:
    assert "default-src &#39;none&#39;" in PAGE
    assert "img-src data:;" in PAGE


def test_each_volunteer_has_a_layer_in_a_collapsed_control() -> None:
    assert re.findall(r"mealroute\.route\(feature_group_\d+, (\d)\)", PAGE) == ["0", "1"]
    assert '"collapsed": true' in PAGE
    assert "马志明" in PAGE.split("L.control.layers")[0].rsplit("overlays", 1)[1].encode().decode(
        "unicode_escape"
    )


def test_marks_group_stops_behind_one_entrance() -> None:
    assert [mark[0] for mark in DATA["routes"][0]["marks"]] == ["1–2", "3"]
    assert DATA["routes"][0]["marks"][0][3] == ["stop-A-1", "stop-A-2"]


def test_every_mark_speaks_of_rows_that_are_there() -> None:
    anchors = {anchor for route in DATA["routes"] for mark in route["marks"] for anchor in mark[3]}
    anchors |= {order[3] for order in DATA["left_out"]}
    assert all(f'id="{anchor}"' in PAGE for anchor in anchors)


def test_route_lines_follow_the_way_and_keep_the_way_back_apart() -> None:
    plan, _service, shapes = a_lunch()
    first = DATA["routes"][0]["trips"][0]
    legs = shapes[0].trips[0]
    out = [(round(p.lat, 5), round(p.lon, 5)) for leg in legs[:2] for p in leg]
    assert decode_line(first["out"]) == list(dict.fromkeys(out))
    assert decode_line(first["back"])[-1] == (round(CENTRE.lat, 5), round(CENTRE.lon, 5))
    assert len(plan.routes[0].trips) == len(DATA["routes"][0]["trips"])


def test_canteens_have_their_service_radius() -> None:
    assert DATA["canteens"] == [[round(CENTRE.lat, 5), round(CENTRE.lon, 5), "长者食堂"]]
    assert re.search(r"L\.circle\(.*?\"radius\": 1000\.0", PAGE, re.DOTALL)


def test_left_out_orders_are_on_the_map_where_they_have_a_place() -> None:
    assert [(kind, anchor) for _lat, _lon, kind, anchor in DATA["left_out"]] == [
        ("unassigned", "left-1"),
        ("declined", "left-2"),
    ]


def test_left_out_orders_are_listed_with_their_reasons() -> None:
    assert "too far even on a trip of its own a direct trip takes 52 min" in ROWS.of("Left Alone")
    assert "outside every service radius 1,273 m" in ROWS.of("Far Away")
    assert "not on the map" in ROWS.of("No Place")
    assert "address not found on the map" in ROWS.of("No Place")


def test_a_declined_order_of_an_unknown_resident_is_listed_by_its_id() -> None:
    plan, service, shapes = a_lunch()
    residents = {name: who for name, who in service.residents.items() if name != "R7"}
    page = plan_map(plan, dataclasses.replace(service, residents=residents), Settings(), shapes)
    assert "O7 R7 not on the map" in Rows(page).of("O7")


def test_stops_are_listed_with_time_boxes_and_diet_as_sign_and_word() -> None:
    assert ROWS.of("王秀英").startswith(
        "A1 12:04 王秀英 建设路1号 Floor 3, no lift 2 ● regular 4 min"
    )
    assert "◆ halal" in ROWS.of("李建国")
    assert "12:10–12:40" in ROWS.of("Айгүл")
    assert "Floor 5, lift" in ROWS.of("Айгүл")


def test_each_trip_tells_what_to_load_and_until_when_it_is_hot() -> None:
    assert "Trip 1: leave at 12:00 with 3 boxes, hot until 12:45" in ROWS.of("Trip 1")
    assert "Trip 2: leave at 12:19 with 1 box, hot until 13:04" in ROWS.of("Trip 2")


def test_the_figures_sum_the_plan_up() -> None:
    figures = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", PAGE))
    assert figures == {
        "Orders": "7",
        "Accepted": "5",
        "Declined": "2",
        "Brought": "4",
        "Without a volunteer": "1",
        "Boxes": "5",
        "Routes": "2",
        "On the way": "3.0 km",
        "Longest aboard": "7 min",
        "Cost": "123,456",
    }


def test_the_credit_of_the_base_map_is_shown_without_an_address() -> None:
    assert DATA["attribution"] == "© OpenStreetMap contributors, openstreetmap.org/copyright"


def test_without_a_base_map_the_page_still_stands() -> None:
    plan, service, shapes = a_lunch()
    data = page_data(plan_map(plan, service, Settings(), shapes))
    assert (data["attribution"], data["ground"]) == ("", None)


def test_a_day_that_nobody_can_serve_is_still_shown() -> None:
    plan, service, _shapes = a_lunch()
    empty = dataclasses.replace(plan, routes=(), receipts=(), unassigned=())
    assert "Every accepted order is brought." in plan_map(empty, service, Settings(), ())
    nothing = a_service(canteens=[], residents=[], orders=[], shifts=[])
    assert "Every accepted order is brought." in plan_map(empty, nothing, Settings(), ())


def test_the_same_plan_gives_the_same_page() -> None:
    assert a_page() == PAGE


def test_the_page_says_its_language() -> None:
    with use("zh_Hans"):
        assert '<html lang="zh-Hans" dir="ltr">' in a_page()
    assert '<html lang="en" dir="ltr">' in PAGE


def test_a_right_to_left_language_turns_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mealroute.maps.page.active", lambda: "kk_Arab")
    assert '<html lang="kk-Arab" dir="rtl">' in a_page()


def test_online_tiles_are_a_choice_when_they_are_set() -> None:
    page = a_page(ONLINE)
    assert page_data(page)["tiles"]["urls"] == ["https://{s}.tiles.example/{z}/{x}/{y}.png"]
    assert "mealroute.tiles(" in page
    hosts = " ".join(f"https://{one}.tiles.example" for one in "abc")
    assert f"img-src data: {hosts};" in page
    assert "mealroute.tiles(" not in PAGE


def test_everything_drawn_moves_with_the_datum_of_the_tiles() -> None:
    shown = from_wgs84(CENTRE.lat, CENTRE.lon, Datum.GCJ02)
    data = page_data(a_page(ONLINE))
    assert data["canteens"][0][:2] == [round(shown[0], 5), round(shown[1], 5)]
    line = decode_line(data["routes"][0]["trips"][0]["out"])
    assert line[0] == (round(shown[0], 5), round(shown[1], 5))
    assert f"[{shown[0]}, {shown[1]}]" in a_page(ONLINE)  # folium's circle
    ((lat, *_rest),) = data["ground"]["names"]
    assert lat - page_data(PAGE)["ground"]["names"][0][0] == pytest.approx(
        shown[0] - CENTRE.lat, 1e-2
    )


def test_shapes_of_another_plan_are_refused() -> None:
    plan, service, shapes = a_lunch()
    for wrong in (shapes[:1], shapes[::-1]):
        with pytest.raises(ArgumentError, match="do not belong"):
            plan_map(plan, service, Settings(), wrong)
