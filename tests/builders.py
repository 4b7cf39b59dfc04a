"""Build valid domain values for tests; a test overrides only what it is about.

One degree of latitude is 111,195 m on the model's sphere, so `at_m` puts points whole metres
north and east of a fictitious centre.
"""

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any

from mealroute.domain import (
    Canteen,
    Coordinates,
    Kitchen,
    Meal,
    Mode,
    Order,
    Resident,
    Service,
    Shift,
    Volunteer,
)

DATE = dt.date(2026, 11, 24)
CENTRE = Coordinates(47.8484, 88.1396)
METRES_PER_DEGREE = math.pi / 180 * 6_371_009


def at_m(north_m: float = 0.0, east_m: float = 0.0) -> Coordinates:
    lat = CENTRE.lat + north_m / METRES_PER_DEGREE
    lon = CENTRE.lon + east_m / (METRES_PER_DEGREE * math.cos(math.radians(CENTRE.lat)))
    return Coordinates(lat, lon)


def clock(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


def a_canteen(canteen_id: str = "C1", **changes: Any) -> Canteen:
    values: dict[str, Any] = {
        "canteen_id": canteen_id,
        "name": f"食堂 {canteen_id}",
        "coordinates": CENTRE,
        "service_radius_m": 1000.0,
    }
    return Canteen(**values | changes)


def a_kitchen(canteen_id: str = "C1", **changes: Any) -> Kitchen:
    values: dict[str, Any] = {
        "canteen_id": canteen_id,
        "meal": Meal.LUNCH,
        "capacity": 100,
        "ready_from": clock("11:00"),
    }
    return Kitchen(**values | changes)


def a_resident(resident_id: str = "R1", **changes: Any) -> Resident:
    values: dict[str, Any] = {
        "resident_id": resident_id,
        "name": f"居民 {resident_id}",
        "coordinates": at_m(north_m=300),
    }
    return Resident(**values | changes)


def an_order(order_id: str = "O1", resident_id: str = "R1", **changes: Any) -> Order:
    values: dict[str, Any] = {
        "order_id": order_id,
        "resident_id": resident_id,
        "date": DATE,
        "meal": Meal.LUNCH,
    }
    return Order(**values | changes)


def a_volunteer(volunteer_id: str = "V1", **changes: Any) -> Volunteer:
    values: dict[str, Any] = {"volunteer_id": volunteer_id, "name": f"志愿者 {volunteer_id}"}
    return Volunteer(**values | changes)


def a_shift(volunteer_id: str = "V1", **changes: Any) -> Shift:
    values: dict[str, Any] = {
        "volunteer_id": volunteer_id,
        "meal": Meal.LUNCH,
        "canteen_ids": ("C1",),
        "mode": Mode.FOOT,
        "capacity": 10,
        "starts": clock("10:50"),
        "until": clock("13:00"),
    }
    return Shift(**values | changes)


def a_service(
    *,
    canteens: Iterable[Canteen] | None = None,
    kitchens: Iterable[Kitchen] | None = None,
    residents: Iterable[Resident] | None = None,
    orders: Iterable[Order] | None = None,
    volunteers: Iterable[Volunteer] | None = None,
    shifts: Iterable[Shift] | None = None,
    visits: dict[tuple[str, str], int] | None = None,
) -> Service:
    """One canteen, one resident 300 m north of it, one order, one volunteer, unless overridden."""
    shifts = tuple([a_shift()] if shifts is None else shifts)
    if volunteers is None:
        volunteers = [a_volunteer(name) for name in sorted({s.volunteer_id for s in shifts})]
    return Service(
        date=DATE,
        meal=Meal.LUNCH,
        canteens={c.canteen_id: c for c in ([a_canteen()] if canteens is None else canteens)},
        kitchens={k.canteen_id: k for k in ([a_kitchen()] if kitchens is None else kitchens)},
        residents={r.resident_id: r for r in ([a_resident()] if residents is None else residents)},
        orders={o.order_id: o for o in ([an_order()] if orders is None else orders)},
        volunteers={v.volunteer_id: v for v in volunteers},
        shifts=shifts,
        visits=dict(visits or {}),  # type: ignore[arg-type]  # plain strings serve as ids here
    )
