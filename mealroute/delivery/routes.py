"""Set each route as planned beside how it went: times, boxes, late doors, cold food, minutes."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from mealroute.delivery.record import ServiceRecord
from mealroute.domain import CanteenId, Mode, OrderId, Route, Stop, VolunteerId

LATE_AFTER_PLAN_S = 600
"""A handover that begins later than this after the planned moment is late, whatever its window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRecord:
    """One route, planned and actual.

    ``first`` and ``last`` are starts of handovers; the actual ones are ``None`` where no time is
    on record. ``late_s`` is how much later than planned the last recorded handover began, negative
    where it was earlier. ``credited_s`` are the seconds by volunteer that count as given.
    """

    volunteer_id: VolunteerId
    canteen_id: CanteenId
    mode: Mode
    orders: int
    boxes: int
    received_boxes: int
    leaves: dt.datetime
    planned_first: dt.datetime
    planned_last: dt.datetime
    planned_s: int
    actual_first: dt.datetime | None
    actual_last: dt.datetime | None
    late_s: int | None
    credited_s: Mapping[VolunteerId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateHandover:
    """A handover that began after its window, or more than ten minutes after the plan's moment.

    ``latest`` is the end of the order's window, or of the kitchen's hours; ``None`` without one.
    """

    order_id: OrderId
    volunteer_id: VolunteerId
    planned: dt.datetime
    at: dt.datetime
    latest: dt.datetime | None

    @property
    def after_plan_s(self) -> int:
        """Seconds after the planned start."""
        return round((self.at - self.planned).total_seconds())

    @property
    def after_window_s(self) -> int:
        """Seconds after the window had shut; 0 where it had not."""
        return 0 if self.latest is None else max(0, round((self.at - self.latest).total_seconds()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdReading:
    """A meal that a thermometer at the door found colder than is safe."""

    order_id: OrderId
    volunteer_id: VolunteerId | None
    at: dt.datetime | None
    food_c: float


def route_records(record: ServiceRecord) -> tuple[RouteRecord, ...]:
    """Give every route that has a stop, in the order of the plan."""
    return tuple(_route(record, route) for route in record.plan.routes if route.stops)


def late_handovers(record: ServiceRecord) -> tuple[LateHandover, ...]:
    """Find the late handovers of meals that were received, the latest first."""
    found = []
    for order_id, (route, stop) in record.stop_of.items():
        outcome = record.outcome_of.get(order_id)
        if outcome is None or outcome.at is None or not outcome.kind.is_received:
            continue
        late = LateHandover(
            order_id=order_id,
            volunteer_id=record.who_came(order_id) or route.volunteer_id,
            planned=stop.starts,
            at=outcome.at,
            latest=_latest(record, order_id, route.canteen_id),
        )
        if late.after_window_s or late.after_plan_s > LATE_AFTER_PLAN_S:
            found.append(late)
    return tuple(sorted(found, key=lambda one: (-one.after_plan_s, one.order_id)))


def cold_readings(record: ServiceRecord, safe_c: float) -> tuple[ColdReading, ...]:
    """Find the readings below ``safe_c``, °C, the coldest first."""
    found = [
        ColdReading(
            order_id=one.order_id,
            volunteer_id=record.who_came(one.order_id),
            at=one.at,
            food_c=one.food_c,
        )
        for one in record.outcomes or ()
        if one.food_c is not None and one.food_c < safe_c
    ]
    return tuple(sorted(found, key=lambda one: (one.food_c, one.order_id)))


def allot(total_s: int, shares: Mapping[VolunteerId, int]) -> dict[VolunteerId, int]:
    """Divide whole seconds in proportion to whole shares; the sum is the total.

    What division leaves over goes by the largest remainder, then by id.

    Examples
    --------
    >>> allot(100, {VolunteerId("V1"): 2, VolunteerId("V2"): 1})
    {'V1': 67, 'V2': 33}
    """
    parts = sum(shares.values())
    given = {who: total_s * share // parts for who, share in shares.items()}
    by_remainder = sorted(shares, key=lambda who: (-(total_s * shares[who] % parts), who))
    for who in by_remainder[: total_s - sum(given.values())]:
        given[who] += 1
    return given


def _route(record: ServiceRecord, route: Route) -> RouteRecord:
    stops = route.stops
    orders = [record.service.orders[one.order_id] for one in stops if _is_known(record, one)]
    timed = [
        (outcome.at, stop.starts)
        for stop in stops
        if (outcome := record.outcome_of.get(stop.order_id)) is not None and outcome.at is not None
    ]
    last, planned_last = max(timed, default=(None, None))
    late_s = (
        None
        if last is None or planned_last is None
        else round((last - planned_last).total_seconds())
    )
    return RouteRecord(
        volunteer_id=route.volunteer_id,
        canteen_id=route.canteen_id,
        mode=route.mode,
        orders=len(stops),
        boxes=sum(order.meals for order in orders),
        received_boxes=sum(
            order.meals for order in orders if record.endings[order.order_id].is_received
        ),
        leaves=route.trips[0].leaves,
        planned_first=stops[0].starts,
        planned_last=stops[-1].starts,
        planned_s=route.work_s,
        actual_first=min((at for at, _planned in timed), default=None),
        actual_last=last,
        late_s=late_s,
        credited_s=_credited(record, route, late_s or 0),
    )


def _credited(record: ServiceRecord, route: Route, late_s: int) -> dict[VolunteerId, int]:
    """Say who gave how many seconds to a route.

    When a volunteer left is not on record, so the planned work is lengthened or shortened by how
    late the last recorded handover began. A route without any outcome gives nobody anything.
    """
    recorded = [stop for stop in route.stops if stop.order_id in record.outcome_of]
    if not recorded:
        return {}
    came = Counter(record.who_came(stop.order_id) or route.volunteer_id for stop in recorded)
    return allot(max(0, route.work_s + late_s), came)


def _is_known(record: ServiceRecord, stop: Stop) -> bool:
    return stop.order_id in record.service.orders


def _latest(record: ServiceRecord, order_id: OrderId, canteen_id: CanteenId) -> dt.datetime | None:
    order, kitchen = (
        record.service.orders.get(order_id),
        record.service.kitchens.get(canteen_id),
    )
    times = [
        time
        for time in (
            None if order is None else order.latest,
            None if kitchen is None else kitchen.serve_until,
        )
        if time is not None
    ]
    return record.service.at(min(times)) if times else None
