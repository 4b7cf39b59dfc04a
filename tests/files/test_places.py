from pathlib import Path

import pytest

from mealroute.domain import Coordinates, Datum, from_wgs84
from mealroute.files import read_day
from mealroute.files.places import middle, why_misplaced
from tests.files.folders import SHEETS, a_folder, faults_of, read_with, rows, told_of

ALTAY = Coordinates(47.8484, 88.1396)
HEADER = "resident_id,name,lat,lon"
NEAR = [f"R{i},居民,47.85,88.1{i}" for i in range(9)]


def test_a_resident_with_swapped_coordinates_is_told(tmp_path: Path) -> None:
    changes = {
        "canteens.csv": rows("canteen_id,name,lat,lon,service_radius_m", "C1,食堂,28.3,71.2,1000"),
        "residents.csv": rows(HEADER, "R1,居民,28.3,71.2", "R2,居民,71.21,28.31"),
    }
    (fault,) = faults_of(a_folder(tmp_path, changes))
    assert (fault.line, fault.column, fault.value) == (3, "lat, lon", "71.210000, 28.310000")
    assert fault.expected == "a place near the others; lat and lon look swapped"


def test_a_latitude_where_nobody_lives_is_taken_for_a_longitude(tmp_path: Path) -> None:
    changes = {"residents.csv": rows(HEADER, "R1,居民,88.1396,47.8484")}
    (told,) = told_of(a_folder(tmp_path, changes))
    assert told.endswith("lat: '88.1396', expected a latitude; lat and lon look swapped")


def test_one_canteen_far_from_everybody_is_the_one_that_is_told(tmp_path: Path) -> None:
    canteens = SHEETS["canteens.csv"] + "C2,解放食堂,0,0,1000,\n"
    changes = {"canteens.csv": canteens, "residents.csv": rows(HEADER, *NEAR)}
    (fault,) = faults_of(a_folder(tmp_path, changes))
    assert (fault.file, fault.line) == ("canteens.csv", 3)
    assert fault.expected == (
        "a place within 200 km of a canteen; it is far from every canteen, 9,869 km"
    )


def test_a_resident_far_from_every_canteen_is_told_and_can_be_skipped(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"residents.csv": rows(HEADER, *NEAR, "R9,居民,30.1,88.1")})
    (told,) = told_of(folder)
    assert "it is far from every canteen, 1," in told
    assert len(read_day(folder, skip_bad_rows=True).day.residents) == len(NEAR)


def test_a_resident_without_a_place_is_no_fault(tmp_path: Path) -> None:
    files = read_with(tmp_path, {"residents.csv": rows("resident_id,name", "R1,居民")})
    assert files.day.residents[0].coordinates is None


@pytest.mark.parametrize(
    ("place", "canteens"),
    [
        (Coordinates(47.9, 88.2), [ALTAY]),
        (Coordinates(48.5, 89.0), [ALTAY]),
        (Coordinates(51.0, 88.0), [Coordinates(50.9, 88.1), ALTAY]),
        (Coordinates(0.0, 179.9), [Coordinates(0.0, -179.9)]),
    ],
    ids=["in town", "in the next town", "near another canteen", "across the date line"],
)
def test_a_place_near_a_canteen_may_be(place: Coordinates, canteens: list[Coordinates]) -> None:
    assert why_misplaced(place, canteens[-1], canteens) is None


def test_a_few_slips_do_not_move_the_middle() -> None:
    assert middle([ALTAY, ALTAY, ALTAY, Coordinates(0, 0), Coordinates(89, 1)]) == ALTAY


@pytest.mark.parametrize(
    ("word", "datum"),
    [
        ("高德", "gcj02"), ("高德地图", "gcj02"), ("腾讯", "gcj02"), ("火星坐标", "gcj02"),
        ("国测局", "gcj02"), ("GCJ-02", "gcj02"), ("AMap", "gcj02"),
        ("百度", "bd09"), ("百度地图", "bd09"), ("BD09LL", "bd09"),
        ("天地图", "wgs84"), ("CGCS2000", "wgs84"), ("GPS", "wgs84"),
    ],
)  # fmt: skip
def test_every_sheet_with_places_knows_the_words_of_map_services(
    tmp_path: Path, word: str, datum: str
) -> None:
    lat, lon = from_wgs84(ALTAY.lat, ALTAY.lon, Datum(datum))
    place = f"{lat:.9f},{lon:.9f},{word}"
    changes = {
        "canteens.csv": rows("canteen_id,name,纬度,经度,坐标系,service_radius_m",
                             f"C1,食堂,{place},1000"),
        "residents.csv": rows("resident_id,name,纬度,经度,坐标系", f"R1,居民,{place}",
                              "R2,居民,47.8474,88.1396,"),
        "volunteers.csv": rows("volunteer_id,name,纬度,经度,坐标系", f"V1,志愿者,{place}"),
    }  # fmt: skip
    files = read_day(a_folder(tmp_path, changes))
    found = [files.day.canteens[0], files.day.residents[0], files.day.volunteers[0]]
    for one in found:
        assert one.coordinates is not None
        assert one.coordinates.lat == pytest.approx(ALTAY.lat, abs=1e-8)
        assert one.coordinates.lon == pytest.approx(ALTAY.lon, abs=1e-8)
    assert [row.datum.value for row in files.places] == [datum, datum, "wgs84", datum]


def test_rows_with_places_are_kept_with_what_hangs_on_them(tmp_path: Path) -> None:
    changes = {
        "residents.csv": rows(HEADER + ",priority,address,building_id,datum",
                              "R1,居民,47.85,88.14,3,解放路1号,B1,", "R2,居民,,,1,,,"),
        "orders.csv": rows("order_id,resident_id,date,meal,meals,channel",
                           "O1,R1,2026-11-24,lunch,2,phone", "O2,R2,2026-11-24,lunch,1,app"),
    }  # fmt: skip
    canteen, resident = read_day(a_folder(tmp_path, changes)).places
    assert (canteen.file, canteen.line, canteen.radius_m, canteen.weight) == (
        "canteens.csv", 2, 1200.0, 3,
    )  # fmt: skip
    assert (resident.row_id, resident.line, resident.weight, resident.group) == (
        "R1",
        2,
        6,
        "phone",
    )
    assert (resident.address, resident.building_id) == ("解放路1号", "B1")
