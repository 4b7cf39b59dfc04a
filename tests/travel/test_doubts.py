"""Doubted places: what is told, what is not, and of which row."""

import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mealroute.domain import (
    Area,
    BaseMap,
    Coordinates,
    Datum,
    PlaceKind,
    PlaceRow,
    Road,
    from_wgs84,
    to_wgs84,
)
from mealroute.files import read_day
from mealroute.travel.base_map import read_base_map
from mealroute.travel.doubt import Doubt, DoubtKind, Reading
from mealroute.travel.doubts import find_doubts, may_be_shifted
from tests.builders import CENTRE, at_m

DATA = Path(__file__).resolve().parents[2] / "data"
CLEAN = [DATA / "guixi", DATA / "village", *sorted((DATA / "days").glob("n*"))]
SLIPS = {
    "swapped": DoubtKind.SWAPPED,
    "sign": DoubtKind.SIGN,
    "zero": DoubtKind.ZERO,
    "degrees_minutes": DoubtKind.DEGREES_MINUTES,
    "away": DoubtKind.OUT_OF_TOWN,
}


def a_row(line: int, place: Coordinates, **changes: Any) -> PlaceRow:
    values: dict[str, Any] = {
        "file": "residents.csv",
        "line": line,
        "row_id": f"R{line}",
        "kind": PlaceKind.RESIDENT,
        "coordinates": place,
    }
    return PlaceRow(**values | changes)


def a_kitchen(place: Coordinates = CENTRE, line: int = 2) -> PlaceRow:
    return a_row(
        line, place, file="canteens.csv", row_id=f"C{line}", kind=PlaceKind.CANTEEN, radius_m=1000.0
    )


def a_town() -> list[PlaceRow]:
    homes = [a_row(n, at_m(60 * n, -40 * n)) for n in range(2, 12)]
    return [a_kitchen(), *homes]


def told(doubts: tuple[Doubt, ...]) -> list[tuple[int, str]]:
    return [(doubt.row.line, doubt.kind.value) for doubt in doubts]


def shown(row: PlaceRow, datum: Datum) -> PlaceRow:
    place = Coordinates(*from_wgs84(row.coordinates.lat, row.coordinates.lon, datum))
    return replace(row, coordinates=place)


@cache
def guixi() -> tuple[tuple[PlaceRow, ...], BaseMap]:
    files = read_day(DATA / "guixi")
    assert files.streets is not None
    return files.places, read_base_map(files.streets)


@pytest.mark.parametrize("folder", CLEAN, ids=lambda folder: folder.name)
def test_a_clean_day_has_no_grave_doubt(folder: Path) -> None:
    files = read_day(folder)
    base_map = None if files.streets is None else read_base_map(files.streets)
    doubts = find_doubts(files.places, base_map)
    assert [doubt for doubt in doubts if doubt.grave] == []
    # Made-up days have house numbers by chance: some address stands at two places.
    assert {doubt.kind for doubt in doubts} <= {DoubtKind.TWO_PLACES}
    for doubt in doubts:
        assert doubt.other is not None
        assert doubt.row.address == doubt.other.address


@pytest.mark.parametrize(
    ("slip", "place"),
    [
        ("swapped", Coordinates(88.1396, 47.8484)),
        ("sign", Coordinates(47.8484, -88.1396)),
        ("zero", Coordinates(0.0, 0.0)),
        ("degrees_minutes", Coordinates(47.5054, 88.0822)),  # 47° 50′ 54″, 88° 08′ 22″
        ("degrees_minutes", Coordinates(47.5090, 88.0838)),  # 47° 50.90′, 88° 08.38′
        ("away", Coordinates(47.95, 88.30)),
    ],
)
def test_a_place_out_of_town_is_told_with_the_slip_that_explains_it(
    slip: str, place: Coordinates
) -> None:
    rows = [*a_town(), a_row(50, place)]
    (doubt,) = find_doubts(rows)
    assert (doubt.row.line, doubt.kind, doubt.grave) == (50, SLIPS[slip], True)
    assert doubt.metres > 10_000


def test_a_canteen_out_of_town_is_told_and_not_its_residents() -> None:
    rows = [*a_town(), a_kitchen(at_m(40_000, 0), line=3)]
    (doubt,) = find_doubts(rows)
    assert (doubt.row.file, doubt.row.line) == ("canteens.csv", 3)


def test_villages_around_a_town_are_no_slip() -> None:
    rows = [*a_town(), *(a_row(30 + n, at_m(900 * n, 300 * n)) for n in range(6))]
    assert find_doubts(rows) == ()


def test_residents_of_a_wide_district_are_judged_by_each_other() -> None:
    homes = [a_row(n, at_m(1500 * n, 800 * (n % 5))) for n in range(2, 22)]
    assert find_doubts([a_kitchen(at_m(15_000, 0)), *homes]) == ()


@pytest.mark.parametrize(("datum", "moved_m"), [(Datum.GCJ02, 289), (Datum.BD09, 1080)])
def test_two_rows_of_one_entrance_apart_by_the_shift_are_told(datum: Datum, moved_m: int) -> None:
    home = a_row(20, at_m(100, 100), building_id="B1")
    rows = [*a_town(), home, shown(replace(home, line=21), datum)]
    (doubt,) = find_doubts(rows)
    assert (doubt.row.line, doubt.kind, doubt.reading) == (21, DoubtKind.DATUM, datum.value)
    assert doubt.other is not None
    assert doubt.other.line == 20
    assert doubt.metres == pytest.approx(moved_m, abs=2)


def test_two_rows_of_one_address_apart_by_anything_else_are_told_so() -> None:
    rows = [
        *a_town(),
        a_row(20, at_m(0, 0), address="解放路12号3单元301室"),
        a_row(21, at_m(0, 10), address="解放路12号3单元402室"),
        a_row(22, at_m(700, 0), address="解放路12号3单元502室"),
        a_row(23, at_m(700, 0), address="解放路12号4单元101室"),
    ]
    (doubt,) = find_doubts(rows)
    assert (doubt.row.line, doubt.kind, doubt.grave) == (22, DoubtKind.TWO_PLACES, False)
    assert doubt.metres == pytest.approx(700, abs=2)


def test_many_addresses_on_one_point_are_a_geocoder_that_gave_up() -> None:
    rows = [
        *a_town(),
        *(a_row(20 + n, at_m(1, 1), address=f"团结路{n}号{n}01室") for n in range(5)),
    ]
    doubts = find_doubts(rows)
    assert told(doubts) == [(line, "crowd") for line in range(20, 25)]
    assert doubts[0].figures == {"residents": 5, "addresses": 5}


def test_a_tower_with_one_address_is_no_crowd() -> None:
    rows = [*a_town(), *(a_row(20 + n, at_m(1, 1), address=f"团结路9号{n}01室") for n in range(40))]
    assert find_doubts(rows) == ()


def test_a_place_away_from_its_geocoded_address_is_told_with_the_datum_that_fits() -> None:
    home = a_row(20, at_m(100, 100))
    rows = [*a_town(), shown(home, Datum.BD09), a_row(21, at_m(0, 900))]
    found = {("residents.csv", 20): home.coordinates, ("residents.csv", 21): at_m(0, 0)}
    by_line = {one.row.line: one for one in find_doubts(rows, geocoded=found)}
    assert {line: one.reading for line, one in by_line.items()} == {20: Reading.BD09, 21: None}
    assert by_line[20].kind is DoubtKind.GEOCODED


def test_water_and_another_street_are_told_and_a_bridge_house_is_not() -> None:
    def square(north_m: float, east_m: float, half_m: float) -> tuple[Coordinates, ...]:
        corners = ((-1, -1), (-1, 1), (1, 1), (1, -1), (-1, -1))
        return tuple(at_m(north_m + half_m * n, east_m + half_m * e) for n, e in corners)

    base_map = BaseMap(
        roads=(
            Road(points=(at_m(0, 0), at_m(0, 2000)), kind="residential", name="团结路"),
            Road(points=(at_m(900, 0), at_m(900, 2000)), kind="residential", name="解放路"),
        ),
        areas=(
            Area(outline=square(400, 400, 200), kind="water"),
            Area(outline=square(300, 400, 20), kind="building"),
        ),
    )
    rows = [
        a_kitchen(),
        a_row(2, at_m(400, 400)),
        a_row(3, at_m(300, 400)),
        a_row(4, at_m(20, 100), address="解放路3号"),
        a_row(5, at_m(20, 150), address="团结路3号"),
    ]
    doubts = find_doubts(rows, base_map)
    assert told(doubts) == [(4, "other_street"), (2, "water")]
    assert [round(doubt.metres) for doubt in doubts] == [880, 400]


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_undeclared_rows_are_found_by_how_they_lie_in_the_town(datum: Datum) -> None:
    rows, base_map = guixi()
    homes = [row for row in rows if row.kind is PlaceKind.RESIDENT]
    wrong = {row.line for row in random.Random(5).sample(homes, 30)}  # noqa: S311 -- no secret
    given = [
        shown(row, datum) if row.kind is PlaceKind.RESIDENT and row.line in wrong else row
        for row in rows
    ]
    doubts = [one for one in find_doubts(given, base_map) if one.kind is DoubtKind.DATUM]
    found = {one.row.line for one in doubts if one.reading == datum.value}
    assert len(found & wrong) >= 27
    assert len(found - wrong) <= 1
    assert {one.row.file for one in doubts} == {"residents.csv"}


def test_a_file_that_is_shifted_as_a_whole_is_found() -> None:
    rows, base_map = guixi()
    given = [shown(row, Datum.GCJ02) for row in rows]
    doubts = [one for one in find_doubts(given, base_map) if one.kind is DoubtKind.DATUM]
    assert len(doubts) > 0.9 * len(rows)
    assert {one.reading for one in doubts} == {Reading.GCJ02}
    assert doubts[0].row.kind is PlaceKind.CANTEEN


def test_rows_that_declare_a_datum_they_are_not_of_are_found() -> None:
    rows, base_map = guixi()
    given = [
        replace(
            row,
            datum=Datum.GCJ02,
            coordinates=Coordinates(
                *to_wgs84(row.coordinates.lat, row.coordinates.lon, Datum.GCJ02)
            ),
        )
        for row in rows
    ]
    doubts = [one for one in find_doubts(given, base_map) if one.kind is DoubtKind.DATUM]
    assert len(doubts) > 0.9 * len(rows)
    assert {one.reading for one in doubts} == {Reading.WGS84}


def test_rows_that_were_converted_once_too_often_are_found() -> None:
    rows, base_map = guixi()
    given = [
        replace(
            row,
            coordinates=Coordinates(
                *to_wgs84(row.coordinates.lat, row.coordinates.lon, Datum.GCJ02)
            ),
        )
        for row in rows
    ]
    doubts = [one for one in find_doubts(given, base_map) if one.kind is DoubtKind.DATUM]
    assert len(doubts) > 0.9 * len(rows)
    assert {one.reading for one in doubts} == {Reading.CONVERTED_GCJ02}


def test_a_dozen_clean_days_raise_no_false_alarm() -> None:
    rows, base_map = guixi()
    rng = random.Random(1)  # noqa: S311 -- no secret
    for _day in range(12):
        some = [
            replace(
                row,
                coordinates=Coordinates(
                    row.coordinates.lat + rng.gauss(0, 1e-4),
                    row.coordinates.lon + rng.gauss(0, 1e-4),
                ),
                building_id="",
                address="" if rng.random() < 0.5 else row.address,
            )
            for row in rng.sample(rows, 100)
        ]
        assert [one for one in find_doubts(some, base_map) if one.kind is DoubtKind.DATUM] == []


def test_what_much_hangs_on_comes_first() -> None:
    rows = [
        *a_town(),
        a_row(50, at_m(20_000, 0), weight=1),
        a_row(51, at_m(30_000, 0), weight=0),
        a_row(52, at_m(20_000, 9), weight=6),
    ]
    assert [doubt.row.line for doubt in find_doubts(rows)] == [52, 50, 51]


def test_outside_china_no_datum_matters() -> None:
    assert may_be_shifted([a_row(2, CENTRE)])
    assert not may_be_shifted([a_row(2, Coordinates(60.17, 24.94))])


def test_a_day_without_places_has_no_doubts() -> None:
    assert find_doubts([], BaseMap()) == ()
    assert find_doubts([a_kitchen()], BaseMap()) == ()
