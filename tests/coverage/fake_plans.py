"""A planner that needs no search: each volunteer brings as many orders as boxes fit."""

import datetime as dt
import itertools

from mealroute.domain import (
    Made,
    Plan,
    Receipt,
    ReceiptStatus,
    Route,
    Service,
    Stop,
    Trip,
    Unassigned,
    UnassignedReason,
)
from mealroute.travel import TravelTimes

PRICE = 100_000


def plan_with(service: Service, travel: TravelTimes, before: Plan | None) -> Plan:
    """Accept everything; bring orders by id until bags are full."""
    del before
    waiting = iter(sorted(service.orders))
    routes = []
    for shift in service.shifts:
        carried = list(itertools.islice(waiting, shift.capacity))
        if carried:
            leaves = service.at(shift.starts)
            stops = tuple(
                Stop(order_id=one, arrives=leaves, starts=leaves,
                     ends=leaves + dt.timedelta(minutes=2), aboard_s=0, leg_s=0, leg_m=0)
                for one in carried
            )  # fmt: skip
            routes.append(
                Route(volunteer_id=shift.volunteer_id, canteen_id=shift.canteen_ids[0],
                      mode=shift.mode, work_s=60, distance_m=0,
                      trips=(Trip(leaves=leaves, stops=stops),))
            )  # fmt: skip
    left = list(waiting)
    return Plan(
        date=service.date,
        meal=service.meal,
        made=Made(version="0", engine="fake", seed=0, seconds=0.0, travel=travel.name,
                  cost=PRICE * len(left) + 60 * len(routes), lower_bound=60),
        receipts=tuple(
            Receipt(order_id=one, status=ReceiptStatus.ACCEPTED, canteen_id="C1")
            for one in service.orders
        ),
        routes=tuple(routes),
        unassigned=tuple(
            Unassigned(order_id=one, reason=UnassignedReason.NOT_FITTED, detail="") for one in left
        ),
    )  # fmt: skip
