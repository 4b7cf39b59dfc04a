"""Doors without any way: from which canteen, by which mode, and why."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from mealroute.domain import Canteen, Coordinates, Mode, Resident
from mealroute.settings import TravelSettings, WinterSettings
from mealroute.travel import StraightTravel
from mealroute.travel.extract import read_streets
from mealroute.travel.router import StreetTravel
from mealroute.travel.unreachable import NoWay, Unreachable, find_unreachable
from tests.builders import a_canteen, a_resident, at_m
from tests.travel.osm import SPEEDS, STREET, write_osm

# A main street of 5 km from a by b and c to d, an island from x to y in the far north, and a
# street from b to n that may be closed.
NODES = {
    "a": (0, 0), "b": (0, 1000), "c": (0, 2000), "d": (0, 5000),
    "n": (3000, 1000), "m": (3500, 1000),
    "x": (6000, 2000), "y": (6000, 3000),
}  # fmt: skip
WAYS = [("abcd", STREET), ("bn", STREET), ("nm", STREET), ("xy", STREET)]
BRIDGE = 2


def missed(
    folder: Path,
    residents: Iterable[Resident],
    canteens: Iterable[Canteen] | None = None,
    modes: Iterable[Mode] = (Mode.FOOT,),
    closed: tuple[int, ...] = (),
    ways: list[tuple[str, dict[str, str]]] | None = None,
    settings: TravelSettings = SPEEDS,
    nodes: dict[str, tuple[float, float]] | None = None,
) -> tuple[Unreachable, ...]:
    extract = write_osm(folder / "town.osm", nodes or NODES, ways or WAYS)
    streets, unclosed = read_streets(extract, closed), read_streets(extract)
    some = list(canteens or [a_canteen(coordinates=at_m(0, 0), service_radius_m=9000.0)])
    return find_unreachable(
        some,
        residents,
        {canteen.canteen_id: set(modes) for canteen in some},
        StreetTravel(streets, settings),
        settings,
        lambda: (streets, unclosed),
    )


def at(north_m: float, east_m: float, name: str = "R1") -> Resident:
    return a_resident(name, coordinates=at_m(north_m, east_m))


def test_where_every_door_has_a_way_nothing_is_told(tmp_path: Path) -> None:
    assert missed(tmp_path, [at(50, 900), at(3100, 1000, "R2")]) == ()


@pytest.mark.parametrize(
    ("door", "closed", "cause", "metres"),
    [
        ((1500, 4000), (), NoWay.FAR, 1500),
        ((6050, 2500), (), NoWay.CUT_OFF, 50),
        ((3100, 1020), (BRIDGE,), NoWay.CLOSED, 20),
        ((2000, 7000), (), NoWay.OUTSIDE, 2000),
    ],
)
def test_each_door_is_told_with_why_and_metres(
    tmp_path: Path, door: tuple[float, float], closed: tuple[int, ...], cause: NoWay, metres: float
) -> None:
    (one,) = missed(tmp_path, [at(20, 20, "R0"), at(*door)], closed=closed)
    assert (one.cause, one.resident_ids, one.mode) == (cause, ("R1",), Mode.FOOT)
    assert one.metres[0] == pytest.approx(metres, rel=0.02)
    assert not one.at_canteen


def test_a_closed_street_that_is_not_to_blame_is_not_blamed(tmp_path: Path) -> None:
    (one,) = missed(tmp_path, [at(20, 20, "R0"), at(6050, 2500)], closed=(BRIDGE,))
    assert one.cause is NoWay.CUT_OFF


def test_a_motorway_nearby_is_no_street_that_leads_to_a_door(tmp_path: Path) -> None:
    nodes = {**NODES, "p": (2000, 0), "q": (2000, 5000)}
    roads = [*WAYS[:1], ("ap", STREET), ("pqd", {"highway": "motorway", "oneway": "no"})]
    door = at(1600, 2500)
    (one,) = missed(tmp_path, [at(20, 20, "R0"), door], modes=(Mode.CAR,), ways=roads, nodes=nodes)
    assert (one.cause, one.resident_ids) == (NoWay.FAR, ("R1",))
    assert one.metres[0] == pytest.approx(1600, rel=0.02)


def test_where_our_streets_lead_to_a_door_another_engine_is_not_explained(tmp_path: Path) -> None:
    streets = read_streets(write_osm(tmp_path / "town.osm", NODES, WAYS))
    kitchen = a_canteen(coordinates=at_m(0, 0), service_radius_m=9000.0)
    island = StreetTravel(read_streets(write_osm(tmp_path / "other.osm", NODES, WAYS[:1])), SPEEDS)
    found = find_unreachable(
        [kitchen],
        [at(3100, 1000), at(6050, 2500, "R2")],
        {kitchen.canteen_id: {Mode.FOOT}},
        island,
        SPEEDS,
        lambda: (streets, streets),
    )
    assert [(one.cause, one.resident_ids) for one in found] == [(NoWay.CUT_OFF, ("R2",))]


def test_a_street_that_nobody_clears_in_winter_is_a_closed_one(tmp_path: Path) -> None:
    snow = replace(SPEEDS, winter=WinterSettings(uncleared=("track",)))
    ways = [*WAYS[:1], ("bn", {"highway": "track"}), *WAYS[2:]]
    door = at(3100, 1020)
    (one,) = missed(tmp_path, [at(20, 20, "R0"), door], ways=ways, settings=snow)
    assert (one.cause, one.resident_ids) == (NoWay.CLOSED, ("R1",))
    assert missed(tmp_path, [at(20, 20, "R0"), door], ways=ways) == ()


def test_only_the_mode_that_has_no_way_is_told(tmp_path: Path) -> None:
    ways = [*WAYS[:1], ("bn", {"highway": "footway"}), ("nm", {"highway": "footway"}), WAYS[3]]
    (one,) = missed(tmp_path, [at(3000, 1000)], modes=(Mode.FOOT, Mode.CAR), ways=ways)
    assert (one.mode, one.cause) == (Mode.CAR, NoWay.FAR)
    assert one.metres[0] == pytest.approx(3000, rel=0.01)


def test_canteens_that_miss_the_same_doors_are_told_together(tmp_path: Path) -> None:
    canteens = [
        a_canteen("C1", coordinates=at_m(0, 0), service_radius_m=9000.0),
        a_canteen("C2", coordinates=at_m(0, 2000), service_radius_m=9000.0),
        a_canteen("C3", coordinates=at_m(0, 5000), service_radius_m=100.0),
    ]
    (one,) = missed(tmp_path, [at(6050, 2500), at(6050, 2600, "R2")], canteens)
    assert (one.canteen_ids, one.resident_ids) == (("C1", "C2"), ("R1", "R2"))


def test_a_door_outside_the_service_radius_is_the_receipts_business(tmp_path: Path) -> None:
    canteens = [a_canteen(coordinates=at_m(0, 0), service_radius_m=2000.0)]
    assert missed(tmp_path, [at(6050, 2500), at(10, 10, "R2")], canteens) == ()


def test_a_canteen_without_a_street_is_told_once_for_all(tmp_path: Path) -> None:
    canteens = [a_canteen(coordinates=at_m(1500, 3000), service_radius_m=9000.0)]
    (one,) = missed(tmp_path, [at(20, 20), at(30, 30, "R2")], canteens)
    assert (one.at_canteen, one.cause, one.resident_ids) == (True, NoWay.FAR, ("R1", "R2"))
    assert one.metres == pytest.approx((1500,), rel=0.02)


def test_where_nobody_is_near_a_street_that_is_told_too(tmp_path: Path) -> None:
    canteens = [a_canteen(coordinates=at_m(1500, 3000), service_radius_m=9000.0)]
    told = missed(tmp_path, [at(1500, 4000)], canteens)
    assert [(one.at_canteen, one.cause) for one in told] == [(True, NoWay.FAR)]


def test_straight_travel_reaches_everybody_and_reads_no_streets() -> None:
    def no_streets() -> tuple[None, None]:
        raise AssertionError

    told = find_unreachable(
        [a_canteen(service_radius_m=90_000.0)],
        [a_resident(coordinates=Coordinates(47.5, 88.0)), a_resident("R2", coordinates=None)],
        {"C1": [Mode.FOOT]},  # type: ignore[dict-item]  # a plain string serves as an id here
        StraightTravel(TravelSettings()),
        TravelSettings(),
        no_streets,  # type: ignore[arg-type]  # never called
    )
    assert told == ()
