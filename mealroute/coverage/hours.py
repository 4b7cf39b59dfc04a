"""Tell what one more volunteer-hour is worth, from the routing itself."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from statistics import median_low

from mealroute.domain import (
    CanteenId,
    Kitchen,
    Mode,
    Plan,
    Service,
    Shift,
    Volunteer,
    VolunteerId,
)
from mealroute.travel import TravelTimes

PlanWith = Callable[[Service, TravelTimes, Plan | None], Plan]
"""Plans a service with travel times, from a plan to start from where there is one.

`mealroute.coverage` knows no routing: who calls brings it along.
"""

HOUR_MIN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class HourValue:
    """What an hour more of one way to travel at one canteen gains.

    Attributes
    ----------
    orders, boxes, priority
        What more is brought: orders, their boxes, boxes times priority.
    most_orders
        No plan brings more: so many were left out without the hour.
    saved
        By how much the cost of the price list falls, the hour's own work and call-out paid.
    least_saved, most_saved
        Between which the fall from best plan to best plan lies, by the plans' lower bounds.
    """

    canteen_id: CanteenId
    mode: Mode
    orders: int
    boxes: int
    priority: int
    most_orders: int
    saved: int
    least_saved: int
    most_saved: int


def hour_values(
    service: Service,
    travel: TravelTimes,
    plan_with: PlanWith,
    on_plan: Callable[[CanteenId | None, Mode | None], None] = lambda _canteen, _mode: None,
) -> Iterator[HourValue]:
    """Plan without, then with one more hour of each way to travel at each open canteen.

    The hour begins when boxes can leave; who gives it has no special skill, carries every diet and
    as many boxes as the middle shift of the same way to travel. Every plan starts from the one
    without the hour, so none is worse. ``on_plan`` is called before each.

    Yields
    ------
    HourValue
        As soon as it is known.
    """
    on_plan(None, None)
    base = plan_with(service, travel, None)
    modes = [mode for mode in Mode if any(shift.mode is mode for shift in service.shifts)]
    before = _brought(base, service)
    for canteen_id in sorted(service.kitchens):
        for mode in modes:
            on_plan(canteen_id, mode)
            more = plan_with(_with_hour(service, service.kitchens[canteen_id], mode), travel, base)
            after = _brought(more, service)
            yield HourValue(
                canteen_id=canteen_id,
                mode=mode,
                orders=after[0] - before[0],
                boxes=after[1] - before[1],
                priority=after[2] - before[2],
                most_orders=len(base.unassigned),
                saved=base.made.cost - more.made.cost,
                least_saved=(base.made.lower_bound or 0) - more.made.cost,
                most_saved=base.made.cost - (more.made.lower_bound or 0),
            )


def _with_hour(service: Service, kitchen: Kitchen, mode: Mode) -> Service:
    alike = [shift for shift in service.shifts if shift.mode is mode]
    new = VolunteerId(_unused(service))
    starts = dt.datetime.combine(service.date, kitchen.ready_from)
    last = dt.datetime.combine(service.date, dt.time(23, 59, 59))
    until = min(starts + dt.timedelta(minutes=HOUR_MIN), last)
    shift = Shift(
        volunteer_id=new,
        meal=service.meal,
        canteen_ids=(kitchen.canteen_id,),
        mode=mode,
        capacity=median_low(one.capacity for one in alike),
        starts=kitchen.ready_from,
        until=until.time(),
        max_trips=max(one.max_trips for one in alike),
        container=Counter(one.container for one in alike).most_common(1)[0][0],
    )
    volunteers = {**service.volunteers, new: Volunteer(volunteer_id=new, name="+1")}
    return replace(service, volunteers=volunteers, shifts=(*service.shifts, shift))


def _unused(service: Service) -> str:
    number = 1
    while f"+{number}" in service.volunteers:
        number += 1
    return f"+{number}"


def _brought(plan: Plan, service: Service) -> tuple[int, int, int]:
    """Count orders, boxes, and boxes times priority."""
    orders = [service.orders[stop.order_id] for _route, stop in plan.stops()]
    return (
        len(orders),
        sum(one.meals for one in orders),
        sum(one.meals * service.residents[one.resident_id].priority for one in orders),
    )
