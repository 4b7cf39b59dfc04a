"""Files for phones: read back by other readers, in the right datum, whatever the names say."""

import datetime as dt
import json
import re
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import gpxpy
import icalendar
import pytest

from mealroute.domain import Datum, to_wgs84
from mealroute.files.phone import PhoneRoute, phone_files, phone_routes
from tests.builders import a_resident
from tests.maps.lunch import NOON, a_lunch

STEMS = {0: "routes/V1", 1: "routes/V2"}
ATTACKS = (
    "</name><wpt lat='0' lon='0'>",
    "x\r\nBEGIN:VALARM\r\nACTION:EMAIL",
    '","evil":"1',
    "王\x00秀\x1f英",
    "&amp;<![CDATA[",
    "\u202e\ufffe",
    "王秀英" * 40,
)
KML = {"k": "http://www.opengis.net/kml/2.2"}


def routes(datum: Datum = Datum.WGS84, *, names: bool = False, **people: Any) -> Any:
    plan, service, shapes = a_lunch(**people)
    return phone_routes(plan, service, shapes, datum, names=names)


def files(
    datum: Datum = Datum.WGS84, zone: dt.tzinfo | None = None, **asked: Any
) -> dict[str, str]:
    return phone_files(routes(datum, **asked), STEMS, zone=zone)


def way(route: PhoneRoute) -> list[list[tuple[float, float]]]:
    return [list(trip.line) for trip in route.trips]


def test_gpx_is_read_back_with_a_route_and_a_track_for_each_trip() -> None:
    read = gpxpy.parse(files()["routes/V1.gpx"])

    assert [point.name for point in read.waypoints] == ["Canteen", "1", "2", "3"]
    assert [[point.name for point in route.points] for route in read.routes] == [
        ["Canteen", "1", "2", "Canteen"],
        ["Canteen", "3", "Canteen"],
    ]
    drawn = [[(p.latitude, p.longitude) for s in t.segments for p in s.points] for t in read.tracks]
    assert drawn == way(routes()[0])
    assert "WGS-84" in read.description


def test_gpx_keeps_the_order_of_its_schema() -> None:
    root = ET.fromstring(files()["routes/V1.gpx"])  # noqa: S314 -- our own text
    tags = [child.tag.rpartition("}")[2] for child in root]
    order = ["metadata", "wpt", "rte", "trk"]
    assert tags == sorted(tags, key=order.index)


def test_gpx_tells_times_in_utc_only_where_the_zone_is_known() -> None:
    told = gpxpy.parse(files(zone=ZoneInfo("Asia/Urumqi"))["routes/V1.gpx"])
    silent = files()["routes/V1.gpx"]

    assert told.routes[0].points[0].time == NOON.replace(tzinfo=dt.UTC) - dt.timedelta(hours=6)
    assert "<time>" not in silent
    assert "12:04" in silent


def test_kml_has_a_folder_for_each_trip_and_fetches_nothing() -> None:
    text = files()["routes/V1.kml"]
    root = ET.fromstring(text)  # noqa: S314 -- our own text

    folders = root.findall("k:Document/k:Folder", KML)
    assert [len(folder.findall("k:Placemark/k:Point", KML)) for folder in folders] == [2, 1]
    lines = [
        folder.findtext("k:Placemark/k:LineString/k:coordinates", "", KML) for folder in folders
    ]
    spots = [[tuple(map(float, spot.split(",")[::-1])) for spot in line.split()] for line in lines]
    assert spots == way(routes()[0])
    assert re.findall(r"https?://[^\"]+", text) == [KML["k"]]
    assert "<href" not in text


def test_geojson_has_positions_longitude_first_and_says_what_stops_are() -> None:
    read = json.loads(files()["routes/V1.geojson"])

    kinds = [one["properties"]["kind"] for one in read["features"]]
    assert kinds == ["canteen", "trip", "stop", "stop", "trip", "stop"]
    stop = read["features"][2]
    assert stop["geometry"]["type"] == "Point"
    lon, lat = stop["geometry"]["coordinates"]
    assert (lat, lon) == routes()[0].trips[0].stops[0].place
    assert stop["properties"] == {
        "kind": "stop", "volunteer_id": "V1", "canteen_id": "C1", "trip": 1, "stop": 1,
        "order_id": "O1", "starts": "2026-11-24T12:04:00", "boxes": 2, "diet": "regular",
    }  # fmt: skip
    assert read["mealroute"]["datum"] == "WGS-84"
    assert "warning" not in read["mealroute"]


def test_one_more_geojson_file_holds_every_route() -> None:
    read = json.loads(files()["routes.geojson"])
    assert {one["properties"]["volunteer_id"] for one in read["features"]} == {"V1", "V2"}


def test_a_calendar_is_read_back_with_floating_times_and_an_alarm() -> None:
    read = icalendar.Calendar.from_ical(files()["routes/V1.ics"])

    (event,) = read.walk("VEVENT")
    assert event["DTSTART"].dt == NOON
    assert event["DTSTART"].dt.tzinfo is None
    assert event["LOCATION"] == "长者食堂, 和平路8号"
    assert "3 boxes" in event["DESCRIPTION"]
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == dt.timedelta(minutes=-30)


def test_a_calendar_keeps_its_id_when_the_plan_is_made_anew() -> None:
    ids = [
        icalendar.Calendar.from_ical(files(**people)["routes/V1.ics"]).walk("VEVENT")[0]["UID"]
        for people in ({}, {"R1": a_resident("R1", name="another")})
    ]
    others = icalendar.Calendar.from_ical(files()["routes/V2.ics"]).walk("VEVENT")[0]["UID"]
    assert ids[0] == ids[1] != others


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_another_datum_is_in_the_name_and_in_the_file_and_converts_back(datum: Datum) -> None:
    mark = {Datum.GCJ02: "GCJ-02", Datum.BD09: "BD-09"}[datum]
    made = files(datum)

    moving = [name for name in made if not name.endswith(".ics")]
    assert all(f"-{mark}." in name and mark in made[name] for name in moving)
    assert "Not WGS-84" in made[f"routes/V1-{mark}.geojson"]
    for shown, true in zip(routes(datum), routes(), strict=True):
        for there, here in zip(way(shown), way(true), strict=True):
            back = [to_wgs84(lat, lon, datum) for lat, lon in there]
            assert len(back) == len(here)
            # Both are rounded to 6 decimals: half a millionth each.
            assert all(
                abs(one - other) <= 1.02e-6
                for a, b in zip(back, here, strict=True)
                for one, other in zip(a, b, strict=True)
            )


def test_the_geometry_is_the_plans_own_to_a_millionth_of_a_degree() -> None:
    _plan, _service, shapes = a_lunch()
    for route, shape in zip(routes(), shapes, strict=True):
        for trip, legs in zip(route.trips, shape.trips, strict=True):
            true = {(point.lat, point.lon) for leg in legs for point in leg}
            for lat, lon in trip.line:
                assert any(abs(lat - a) <= 1e-6 and abs(lon - b) <= 1e-6 for a, b in true)


def test_nobodys_name_or_address_is_told_unless_asked_for() -> None:
    people = {"R1": a_resident("R1", name="王秀英", address="建设路1号3栋502室", phone="0906 1")}
    silent = "".join(files(**people).values())
    told = "".join(files(names=True, **people).values())

    assert not re.search("王|秀英|建设路|502|0906 1", silent)
    assert "秀英 3栋502室" in told
    assert not re.search("王秀英|建设路|0906 1", told)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_name_stays_a_name(attack: str) -> None:
    made = files(names=True, R1=a_resident("R1", name=attack, address=attack))
    calm = files(names=True)

    read = gpxpy.parse(made["routes/V1.gpx"])
    assert len(read.waypoints) == 4
    tags = [[e.tag for e in ET.fromstring(all_[n]).iter()] for all_ in (made, calm)  # noqa: S314
            for n in ("routes/V1.kml", "routes/V1.gpx")]  # fmt: skip
    assert tags[:2] == tags[2:]
    properties = [one["properties"] for one in json.loads(made["routes/V1.geojson"])["features"]]
    assert not any("evil" in one for one in properties)
    (event,) = icalendar.Calendar.from_ical(made["routes/V1.ics"]).walk("VEVENT")
    assert len(event.walk("VALARM")) == 1


def test_calendar_lines_are_folded_within_75_bytes_and_between_signs() -> None:
    made = files(names=True, R1=a_resident("R1", name="阿不都热合曼·" * 30))["routes/V1.ics"]
    lines = made.encode().split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert files(Datum.GCJ02, names=True) == files(Datum.GCJ02, names=True)
