"""A small lunch to draw: two volunteers, three trips, one left out, two declined."""

import dataclasses
import datetime as dt
import json
import re
from itertools import pairwise
from typing import Any

from mealroute.domain import (
    Area,
    BaseMap,
    Canteen,
    Coordinates,
    DeclineReason,
    EndsAt,
    Line,
    Made,
    Mode,
    NamedPlace,
    Plan,
    Receipt,
    ReceiptStatus,
    Resident,
    Road,
    Route,
    RouteShape,
    Service,
    Stop,
    Trip,
    Unassigned,
    UnassignedReason,
    Waterway,
)
from tests.builders import (
    DATE,
    a_canteen,
    a_resident,
    a_service,
    a_shift,
    a_volunteer,
    an_order,
    at_m,
    clock,
)

NOON = dt.datetime.combine(DATE, dt.time(12, 0))
WEB_ADDRESS = re.compile(r"(?i)\bhttps?:\\*/\\*/[^\s\"'<>)]*")
SVG = "http://www.w3.org/2000/svg"

HOUSE = at_m(north_m=300)
RESIDENTS = {
    "R1": a_resident("R1", name="王秀英", address="建设路1号", building_id="B1", floor=3),
    "R2": a_resident("R2", name="李建国", building_id="B1", diet="halal", phone="0906 212 3456"),
    "R3": a_resident("R3", name="Айгүл", coordinates=at_m(500, 200), floor=5, lift=True),
    "R4": a_resident("R4", name="陈玉兰", coordinates=at_m(-400, 100), notes="门铃坏了"),
    "R5": a_resident("R5", name="Left Alone", coordinates=at_m(800, 0)),
    "R6": a_resident("R6", name="Far Away", coordinates=at_m(900, 900)),
    "R7": a_resident("R7", name="No Place", coordinates=None),
}


def after(minutes: float) -> dt.datetime:
    return NOON + dt.timedelta(minutes=minutes)


def a_stop(order_id: str, minutes: float, left: float = 0.0) -> Stop:
    """A handover so many minutes after noon, on a trip that left so many minutes after noon."""
    return Stop(
        order_id=order_id,  # type: ignore[arg-type]  # plain strings serve as ids here
        arrives=after(minutes),
        starts=after(minutes),
        ends=after(minutes + 3),
        aboard_s=round((minutes - left) * 60),
        leg_s=120,
        leg_m=300,
    )


def a_route(volunteer_id: str, *trips: Trip, **changes: Any) -> Route:
    values: dict[str, Any] = {
        "volunteer_id": volunteer_id,
        "canteen_id": "C1",
        "mode": Mode.FOOT,
        "work_s": 1800,
        "distance_m": 1500,
        "trips": trips,
    }
    return Route(**values | changes)


def a_lunch(**residents: Resident) -> tuple[Plan, Service, tuple[RouteShape, ...]]:
    """The lunch; residents given by id replace those of `RESIDENTS`."""
    people = RESIDENTS | residents
    service = a_service(
        canteens=[the_canteen()],
        residents=people.values(),
        orders=[
            an_order("O1", "R1", meals=2),
            an_order("O2", "R2", latest=clock("12:30")),
            an_order("O3", "R3", earliest=clock("12:10"), latest=clock("12:40")),
            an_order("O4", "R4", note="请放在门口"),
            *(an_order(f"O{number}", f"R{number}") for number in (5, 6, 7)),
        ],
        volunteers=[a_volunteer("V1", phone="1390906"), a_volunteer("V2", name="马志明")],
        shifts=[
            a_shift("V1", max_trips=2, ends_at=EndsAt.CANTEEN),
            a_shift("V2", mode=Mode.EBIKE),
        ],
    )
    routes = (
        a_route(
            "V1",
            Trip(leaves=NOON, stops=(a_stop("O1", 4), a_stop("O2", 7)), back=after(14)),
            Trip(leaves=after(19), stops=(a_stop("O3", 25, left=19),), back=after(33)),
        ),
        a_route("V2", Trip(leaves=after(2), stops=(a_stop("O4", 5, left=2),)), mode=Mode.EBIKE),
    )
    plan = Plan(
        date=DATE,
        meal=service.meal,
        made=Made(version="1", engine="e", seed=1, seconds=1, travel="streets", cost=123456),
        receipts=(
            *(accepted(f"O{number}") for number in range(1, 6)),
            declined("O6", DeclineReason.OUTSIDE_RADIUS, "1,273 m, its radius is 1,000 m"),
            declined("O7", DeclineReason.NO_LOCATION, ""),
        ),
        routes=routes,
        unassigned=(
            Unassigned(
                order_id="O5",  # type: ignore[arg-type]  # as above
                reason=UnassignedReason.TOO_FAR_EVEN_ALONE,
                detail="a direct trip takes 52 min",
            ),
        ),
    )
    return plan, service, shapes_of(plan, service)


def the_canteen() -> Canteen:
    return a_canteen(name="长者食堂", address="和平路8号", phone="0906-2120000")


def accepted(order_id: str) -> Receipt:
    return Receipt(order_id=order_id, status=ReceiptStatus.ACCEPTED, canteen_id="C1")  # type: ignore[arg-type]


def declined(order_id: str, reason: DeclineReason, detail: str) -> Receipt:
    status = ReceiptStatus.DECLINED
    return Receipt(order_id=order_id, status=status, reason=reason, detail=detail)  # type: ignore[arg-type]


def shapes_of(plan: Plan, service: Service) -> tuple[RouteShape, ...]:
    """Ways round one corner each: out of the canteen, door by door, and back where a trip goes."""
    return tuple(
        RouteShape(tuple(tuple(_legs(trip, service)) for trip in route.trips))
        for route in plan.routes
    )


def _legs(trip: Trip, service: Service) -> list[Line]:
    home = the_canteen().coordinates
    doors = [service.residents[service.orders[s.order_id].resident_id] for s in trip.stops]
    places = [home, *(door.coordinates or home for door in doors)]
    places += [home] if trip.back else []
    return [(here, Coordinates(here.lat, there.lon), there) for here, there in pairwise(places)]


def a_base_map(**changes: Any) -> BaseMap:
    """Two streets, a river, a park and a house around the centre."""
    square = (at_m(40, 40), at_m(40, 80), at_m(80, 80), at_m(80, 40), at_m(40, 40))
    values: dict[str, Any] = {
        "roads": (
            Road(points=(at_m(-600, 0), at_m(0, 0), at_m(600, 0)), kind="primary", name="建设路"),
            Road(points=(at_m(300, -500), at_m(300, 500)), kind="footway"),
        ),
        "areas": (
            Area(outline=square, kind="building"),
            Area(outline=tuple(_moved(square, 600)), kind="green", name="公园"),
        ),
        "waterways": (Waterway(points=(at_m(-300, -900), at_m(-300, 900)), name="克兰河"),),
        "names": (NamedPlace(coordinates=at_m(100, 100), name="东门社区", kind="neighbourhood"),),
        "attribution": "© OpenStreetMap contributors, https://www.openstreetmap.org/copyright",
    }
    return BaseMap(**values | changes)


def _moved(line: Line, north_m: float) -> list[Coordinates]:
    shift = at_m(north_m).lat - at_m().lat
    return [dataclasses.replace(point, lat=point.lat + shift) for point in line]


def page_data(page: str) -> dict[str, Any]:
    """What the page's script draws from."""
    found = re.search(
        r'<script type="application/json" id="mealroute-data">(.*?)</script>', page, re.DOTALL
    )
    assert found is not None
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def decode_line(text: str) -> list[tuple[float, float]]:
    """Read an encoded polyline, written from its published description."""
    numbers: list[int] = []
    value = shift = 0
    for sign in text:
        part = ord(sign) - 63
        value |= (part & 0x1F) << shift
        shift += 5
        if part < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    points = []
    lat = lon = 0
    for north, east in zip(numbers[::2], numbers[1::2], strict=True):
        lat, lon = lat + north, lon + east
        points.append((lat / 1e5, lon / 1e5))
    return points
