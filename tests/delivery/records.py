"""Build services that went somehow: by hand, or drawn with everything that can go wrong."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from mealroute.delivery import ServiceRecord
from mealroute.domain import (
    Day,
    DeclineReason,
    Made,
    Meal,
    Mode,
    Order,
    Outcome,
    OutcomeKind,
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
from tests.builders import (
    DATE,
    a_canteen,
    a_kitchen,
    a_resident,
    a_service,
    a_shift,
    a_volunteer,
    an_order,
)

MADE = Made(version="0", engine="none", seed=0, seconds=0.0, travel="straight", cost=0)
NOON = dt.time(12)


def moment(text: str, date: dt.date = DATE) -> dt.datetime:
    return dt.datetime.combine(date, dt.time.fromisoformat(text))


def accepted(order_id: Any, canteen_id: Any = "C1") -> Receipt:
    return Receipt(order_id=order_id, status=ReceiptStatus.ACCEPTED, canteen_id=canteen_id)


def declined(order_id: Any, reason: DeclineReason = DeclineReason.KITCHEN_FULL) -> Receipt:
    return Receipt(order_id=order_id, status=ReceiptStatus.DECLINED, reason=reason)


def unassigned(order_id: Any) -> Unassigned:
    return Unassigned(order_id=order_id, reason=UnassignedReason.NOT_FITTED)


def an_outcome(order_id: Any = "O1", kind: str = "delivered", **values: Any) -> Outcome:
    return Outcome(order_id=order_id, kind=OutcomeKind(kind), **values)


def a_route(
    order_ids: Sequence[Any], volunteer_id: Any = "V1", *, date: dt.date = DATE, **values: Any
) -> Route:
    """A route that leaves at 11:00 and is at a door every ten minutes, two minutes each."""
    leaves = dt.datetime.combine(date, dt.time(11))
    stops = []
    for number, order_id in enumerate(order_ids, start=1):
        starts = leaves + dt.timedelta(minutes=10 * number)
        stops.append(
            Stop(
                order_id=order_id,
                arrives=starts,
                starts=starts,
                ends=starts + dt.timedelta(minutes=2),
                aboard_s=600 * number,
                leg_s=480,
                leg_m=500,
            )
        )
    whole: dict[str, Any] = {
        "volunteer_id": volunteer_id,
        "canteen_id": "C1",
        "mode": Mode.FOOT,
        "work_s": 600 * len(stops) + 120,
        "distance_m": 500 * len(stops),
        "trips": (Trip(leaves=leaves, stops=tuple(stops)),),
    }
    return Route(**whole | values)


def a_plan(service: Service, **parts: Any) -> Plan:
    return Plan(date=service.date, meal=service.meal, made=MADE, **parts)


def a_record(
    orders: Iterable[Order] | None = None,
    *,
    receipts: Iterable[Receipt] | None = None,
    routes: Iterable[Route] | None = None,
    left_out: Iterable[Unassigned] = (),
    outcomes: Iterable[Outcome] | None = (),
    **service: Any,
) -> ServiceRecord:
    """One order on one route of V1, unless overridden; every order accepted."""
    orders = [an_order()] if orders is None else list(orders)
    service.setdefault("residents", [a_resident(one) for one in {o.resident_id for o in orders}])
    service.setdefault("shifts", [a_shift("V1"), a_shift("V2")])
    whole = a_service(orders=orders, **service)
    ids = [order.order_id for order in orders]
    plan = a_plan(
        whole,
        receipts=tuple([accepted(one) for one in ids] if receipts is None else receipts),
        routes=tuple([a_route(ids)] if routes is None else routes),
        unassigned=tuple(left_out),
    )
    return ServiceRecord(
        service=whole, plan=plan, outcomes=None if outcomes is None else tuple(outcomes)
    )


def on_date(record: ServiceRecord, date: dt.date, meal: Meal = Meal.LUNCH) -> ServiceRecord:
    """The same service at another meal."""
    orders = {
        order_id: replace(order, date=date, meal=meal)
        for order_id, order in record.service.orders.items()
    }
    return ServiceRecord(
        service=replace(record.service, date=date, meal=meal, orders=orders),
        plan=replace(record.plan, date=date, meal=meal),
        outcomes=record.outcomes,
    )


RESIDENTS = tuple(
    a_resident(f"R{number}", priority=1 + number % 3, tier=("", "over75", "frail")[number % 3])
    for number in range(6)
)
VOLUNTEERS = tuple(a_volunteer(f"V{number}") for number in range(3))
EVERYBODY = Day(canteens=(a_canteen(),), residents=RESIDENTS, volunteers=VOLUNTEERS)

_IDS = [f"O{number}" for number in range(8)]
_some_ids = st.lists(st.sampled_from(_IDS), max_size=10)


def _orders(draw: st.DrawFn) -> list[Order]:
    ids = draw(st.lists(st.sampled_from(_IDS), unique=True, max_size=8))
    return [
        an_order(
            order_id,
            draw(st.sampled_from([one.resident_id for one in RESIDENTS] + ["nobody"])),
            meals=draw(st.integers(1, 4)),
        )
        for order_id in ids
    ]


@st.composite
def records(draw: st.DrawFn) -> ServiceRecord:
    """Draw a service in which anything may be lost, doubled or made up."""
    receipts = [
        accepted(one, draw(st.sampled_from(["C1", "C2"])))
        if draw(st.booleans())
        else declined(one, draw(st.sampled_from(DeclineReason)))
        for one in draw(_some_ids)
    ]
    routes = [a_route(draw(_some_ids), who) for who in draw(st.sets(st.sampled_from(["V1", "V2"])))]
    kinds = draw(st.dictionaries(st.sampled_from(_IDS), st.sampled_from(OutcomeKind)))
    outcomes = [
        an_outcome(
            order_id,
            kind,
            at=draw(st.none() | st.just(moment("11:25"))),
            volunteer_id=draw(st.none() | st.sampled_from(["V0", "V1", "V2"])),
        )
        for order_id, kind in kinds.items()
    ]
    return a_record(
        _orders(draw),
        receipts=receipts,
        routes=routes,
        left_out=[unassigned(one) for one in draw(_some_ids)],
        outcomes=draw(st.none() | st.just(outcomes)),
        canteens=[a_canteen("C1"), a_canteen("C2")],
        kitchens=[a_kitchen("C1"), a_kitchen("C2")],
        residents=RESIDENTS,
    )


@st.composite
def sound_records(draw: st.DrawFn) -> ServiceRecord:
    """Draw a service in which every order is accounted for."""
    orders = _orders(draw)
    fates = [draw(st.sampled_from(["declined", "left_out", *OutcomeKind])) for _order in orders]
    by_fate = list(zip([order.order_id for order in orders], fates, strict=True))
    brought = [one for one, fate in by_fate if fate not in {"declined", "left_out"}]
    return a_record(
        orders,
        receipts=[declined(one) if f == "declined" else accepted(one) for one, f in by_fate],
        routes=[a_route(brought[::2], "V1"), a_route(brought[1::2], "V2")],
        left_out=[unassigned(one) for one, fate in by_fate if fate == "left_out"],
        outcomes=[an_outcome(one, fate) for one, fate in by_fate if one in brought],
        residents=RESIDENTS,
    )
