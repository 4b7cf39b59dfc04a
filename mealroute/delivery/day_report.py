"""Report one service: what was planned, what happened, and what does not add up."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from mealroute.delivery.reconciliation import Equation, reconcile
from mealroute.delivery.record import Ending, ServiceRecord
from mealroute.delivery.routes import (
    ColdReading,
    LateHandover,
    RouteRecord,
    cold_readings,
    late_handovers,
    route_records,
)
from mealroute.domain import DeclineReason, OrderId, Outcome, UnassignedReason, VolunteerId
from mealroute.settings import Settings

_Reason = TypeVar("_Reason", DeclineReason, UnassignedReason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How many orders, and how many boxes they are."""

    orders: int = 0
    boxes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerTime:
    """What one volunteer was asked for and gave: seconds planned and credited, meals brought."""

    volunteer_id: VolunteerId
    services: int = 0
    planned_s: int = 0
    credited_s: int = 0
    orders: int = 0
    boxes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """Everything there is to say of one service.

    ``endings`` counts every order of the day once. ``cases`` are in the order of the file;
    ``readings`` counts the looks at a thermometer, of which ``cold`` were below safe.
    """

    record: ServiceRecord
    safe_c: float
    equations: tuple[Equation, ...]
    endings: Mapping[Ending, Amount]
    declined: Mapping[DeclineReason, tuple[OrderId, ...]]
    unassigned: Mapping[UnassignedReason, tuple[OrderId, ...]]
    routes: tuple[RouteRecord, ...]
    late: tuple[LateHandover, ...]
    cases: tuple[Outcome, ...]
    readings: int
    cold: tuple[ColdReading, ...]
    volunteers: tuple[VolunteerTime, ...]

    def total(self, endings: Iterable[Ending] = tuple(Ending)) -> Amount:
        """Add up orders and boxes that ended so."""
        amounts = [self.endings.get(ending, Amount()) for ending in endings]
        return Amount(
            orders=sum(amount.orders for amount in amounts),
            boxes=sum(amount.boxes for amount in amounts),
        )

    @property
    def received(self) -> Amount:
        """The meals that reached their residents."""
        return self.total(ending for ending in Ending if ending.is_received)


def day_report(record: ServiceRecord, settings: Settings) -> DayReport:
    """Report one service; without outcomes, what was planned.

    Parameters
    ----------
    record
        The service, its plan and its outcomes.
    settings
        Of the day; they say what temperature is safe.
    """
    routes = route_records(record)
    plan, outcomes = record.plan, record.outcomes or ()
    return DayReport(
        record=record,
        safe_c=settings.heat.safe_c,
        equations=reconcile(record),
        endings=_amounts(record),
        declined=_by_reason(
            DeclineReason, ((one.reason, one.order_id) for one in plan.receipts if one.reason)
        ),
        unassigned=_by_reason(
            UnassignedReason, ((one.reason, one.order_id) for one in plan.unassigned)
        ),
        routes=routes,
        late=late_handovers(record),
        cases=tuple(one for one in outcomes if one.is_case),
        readings=sum(one.food_c is not None for one in outcomes),
        cold=cold_readings(record, settings.heat.safe_c),
        volunteers=_volunteers(record, routes),
    )


def _amounts(record: ServiceRecord) -> dict[Ending, Amount]:
    orders, boxes = Counter[Ending](), Counter[Ending]()
    for order_id, ending in record.endings.items():
        orders[ending] += 1
        boxes[ending] += record.service.orders[order_id].meals
    return {
        ending: Amount(orders=orders[ending], boxes=boxes[ending])
        for ending in Ending
        if orders[ending]
    }


def _by_reason(
    reasons: Iterable[_Reason], pairs: Iterable[tuple[_Reason, OrderId]]
) -> dict[_Reason, tuple[OrderId, ...]]:
    found: dict[_Reason, list[OrderId]] = {reason: [] for reason in reasons}
    for reason, order_id in pairs:
        found[reason].append(order_id)
    return {reason: tuple(sorted(ids)) for reason, ids in found.items() if ids}


def _volunteers(
    record: ServiceRecord, routes: tuple[RouteRecord, ...]
) -> tuple[VolunteerTime, ...]:
    planned, credited = Counter[VolunteerId](), Counter[VolunteerId]()
    orders, boxes = Counter[VolunteerId](), Counter[VolunteerId]()
    for route in routes:
        planned[route.volunteer_id] += route.planned_s
        credited.update(route.credited_s)
    for order in record.received():
        who = record.who_came(order.order_id)
        if who is not None:
            orders[who] += 1
            boxes[who] += order.meals
    return tuple(
        VolunteerTime(
            volunteer_id=who,
            services=1,
            planned_s=planned[who],
            credited_s=credited[who],
            orders=orders[who],
            boxes=boxes[who],
        )
        for who in sorted({*planned, *credited, *orders})
    )
