"""A lunch small enough to work out by hand, and a plan of it to break in every way.

Canteen C1 lies 300 s (360 m) from door A and 400 s (480 m) from door B; A and B are 200 s (240 m)
apart; canteen C2 is 100 s (120 m) from C1 and 500 s (600 m) from B. O1 and O2 go to A, O3 to B, a
box each. A handover takes 120 s, a way into a building 60 s. V1 leaves C1 at 11:00:

====  ========  ========  ========  ===================================
stop  arrives   starts    ends      why
====  ========  ========  ========  ===================================
O1    11:05     11:05     11:08     300 s; 120 s and 60 s into building A
O2    11:08     11:08     11:10     the same building
O3    11:13:20  11:13:20  11:16:20  200 s; 120 s and 60 s into building B
====  ========  ========  ========  ===================================

Work 980 s, 600 m, cost 980 + 600 = 1,580.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mealroute.domain import (
    CanteenId,
    Cause,
    Coordinates,
    Made,
    Meal,
    Mode,
    OrderId,
    Plan,
    Receipt,
    ReceiptStatus,
    Route,
    Service,
    Stop,
    Trip,
    Unassigned,
    UnassignedReason,
    VolunteerId,
)
from mealroute.routing.check import Judgement, check
from mealroute.settings import Settings
from mealroute.travel import TravelTimes
from tests.builders import (
    CENTRE,
    DATE,
    a_canteen,
    a_kitchen,
    a_resident,
    a_service,
    a_shift,
    an_order,
    at_m,
)
from tests.routing.fakes import FixedTravelTimes

A, B, C2, HOME = at_m(north_m=300), at_m(east_m=400), at_m(north_m=-100), at_m(east_m=900)
TRAVEL = FixedTravelTimes(
    {
        (CENTRE, A): (300, 360.0),
        (CENTRE, B): (400, 480.0),
        (A, B): (200, 240.0),
        (CENTRE, C2): (100, 120.0),
        (C2, B): (500, 600.0),
        (B, HOME): (600, 720.0),
    }
)
SETTINGS = Settings()


def a_lunch(**changes: object) -> Service:
    """The lunch of the module's docstring; two canteens, three orders, V1 on foot from C1."""
    values: dict[str, Any] = {
        "canteens": [a_canteen(), a_canteen("C2", coordinates=C2)],
        "kitchens": [a_kitchen(), a_kitchen("C2")],
        "residents": [
            a_resident("R1", coordinates=A),
            a_resident("R2", coordinates=A),
            a_resident("R3", coordinates=B),
        ],
        "orders": [an_order("O1", "R1"), an_order("O2", "R2"), an_order("O3", "R3")],
        "shifts": [a_shift("V1", capacity=3)],
    }
    values.update(changes)
    return a_service(**values)


def moment(text: str) -> dt.datetime:
    return dt.datetime.combine(DATE, dt.time.fromisoformat(text))


def a_route(
    service: Service,
    *trips: tuple[str | dt.datetime, Sequence[str]],
    volunteer_id: str = "V1",
    canteen_id: str = "C1",
    mode: Mode = Mode.FOOT,
    back_to: Coordinates | None = None,
    travel: TravelTimes = TRAVEL,
    settings: Settings = SETTINGS,
) -> Route:
    """Time trips, each a departure and its orders: on at once, waiting at doors not open yet."""
    canteen = service.canteens[CanteenId(canteen_id)].coordinates
    timed: list[Trip] = []
    metres = 0.0
    for number, (departure, order_ids) in enumerate(trips, start=1):
        now = leaves = moment(departure) if isinstance(departure, str) else departure
        here, building, stops = canteen, None, []
        for order_id in order_ids:
            order = service.orders[OrderId(order_id)]
            resident = service.residents[order.resident_id]
            assert resident.coordinates is not None
            leg = travel.path(mode, here, resident.coordinates)
            arrives = now + dt.timedelta(seconds=leg.seconds)
            opens = arrives if order.earliest is None else service.at(order.earliest)
            starts = max(arrives, opens)
            floors = 0 if resident.lift else resident.floor - 1
            needed_s = settings.handover.per_order_s
            needed_s += floors * settings.handover.per_floor_without_lift_s
            if resident.handover_s is not None:
                needed_s = resident.handover_s
            if resident.building != building:
                needed_s += settings.handover.per_building_s
            now = starts + dt.timedelta(seconds=needed_s)
            stops.append(
                Stop(
                    order_id=OrderId(order_id),
                    arrives=arrives,
                    starts=starts,
                    ends=now,
                    aboard_s=int((starts - leaves).total_seconds()),
                    leg_s=leg.seconds,
                    leg_m=round(leg.metres),
                )
            )
            metres += leg.metres
            here, building = resident.coordinates, resident.building
        end = canteen if number < len(trips) else back_to
        if end is not None:
            leg = travel.path(mode, here, end)
            now += dt.timedelta(seconds=leg.seconds)
            metres += leg.metres
        timed.append(Trip(leaves=leaves, stops=tuple(stops), back=None if end is None else now))
    return Route(
        volunteer_id=VolunteerId(volunteer_id),
        canteen_id=CanteenId(canteen_id),
        mode=mode,
        work_s=int((now - timed[0].leaves).total_seconds()),
        distance_m=round(metres),
        trips=tuple(timed),
    )


def a_receipt(order_id: str, canteen_id: str = "C1") -> Receipt:
    return Receipt(
        order_id=OrderId(order_id),
        status=ReceiptStatus.ACCEPTED,
        canteen_id=CanteenId(canteen_id),
    )


def a_plan(
    service: Service, routes: Iterable[Route] | None = None, *, cost: int = 0, **changes: object
) -> Plan:
    """The plan of the module's docstring unless routes are given; all accepted where brought.

    Orders that no route brings are accepted by C1 and left unassigned.
    """
    if routes is None:
        routes = [a_route(service, ("11:00", ["O1", "O2", "O3"]))]
    routes = tuple(routes)
    cooks = {stop.order_id: route.canteen_id for route in routes for stop in route.stops}
    left_out = [order_id for order_id in service.orders if order_id not in cooks]
    values: dict[str, Any] = {
        "date": DATE,
        "meal": Meal.LUNCH,
        "made": Made(version="0", engine="hand", seed=0, seconds=0.0, travel="straight", cost=cost),
        "receipts": tuple(a_receipt(one, cooks.get(one, "C1")) for one in service.orders),
        "routes": routes,
        "unassigned": tuple(
            Unassigned(order_id=one, reason=UnassignedReason.NOT_FITTED) for one in left_out
        ),
    }
    values.update(changes)
    return Plan(**values)


def judge(
    plan: Plan,
    service: Service,
    settings: Settings = SETTINGS,
    travel: TravelTimes = TRAVEL,
    receipts: Sequence[Receipt] | None = None,
    eligible: Mapping[OrderId, Collection[CanteenId]] | None = None,
) -> Judgement:
    """Judge a plan that states its cost truly, whatever was done to it."""
    cost = check(plan, service, settings, travel).bill.total
    true = replace(plan, made=replace(plan.made, cost=cost))
    return check(true, service, settings, travel, receipts, eligible)


def causes(plan: Plan, service: Service, settings: Settings = SETTINGS) -> list[Cause]:
    """Name the rules that a plan breaks, its cost put right."""
    return [violation.cause for violation in judge(plan, service, settings).violations]


def change_stop(plan: Plan, which: str, **changes: object) -> Plan:
    """Change what a plan states at one order's stop, and nothing that follows from it."""
    fields: dict[str, Any] = dict(changes)
    routes = tuple(
        replace(
            route,
            trips=tuple(
                replace(
                    trip,
                    stops=tuple(
                        replace(stop, **fields) if stop.order_id == which else stop
                        for stop in trip.stops
                    ),
                )
                for trip in route.trips
            ),
        )
        for route in plan.routes
    )
    return replace(plan, routes=routes)


def change_route(plan: Plan, **changes: object) -> Plan:
    """Change what a plan states of its first route."""
    fields: dict[str, Any] = dict(changes)
    return replace(plan, routes=(replace(plan.routes[0], **fields), *plan.routes[1:]))
