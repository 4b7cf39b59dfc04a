"""Decide what is new on a running day; what was answered before stands."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mealroute.domain import (
    CanteenId,
    DeclineReason,
    Kitchen,
    Order,
    OrderId,
    Receipt,
    ReceiptStatus,
    Service,
)
from mealroute.receipt import words
from mealroute.receipt.answer import decide
from mealroute.settings import Settings
from mealroute.travel import TravelTimes


def decide_added(
    service: Service,
    settings: Settings,
    standing: Sequence[Receipt],
    travel: TravelTimes | None = None,
) -> tuple[Receipt, ...]:
    """Answer every order of a running day, in the order of their ids.

    A receipt that was given stands, whatever the rules would say now; a cancelled order has one
    declined by hand, and leaves its boxes to the kitchen. An order without a receipt is decided by
    the rules, with the meals that those who stand leave; it is a duplicate where its resident has
    an accepted order already.

    Parameters
    ----------
    standing
        The receipts given so far; those of orders that are no longer there are passed over.

    Raises
    ------
    ArgumentError
        When the radius is measured along streets and there are no travel times.
    """
    given = {one.order_id: one for one in standing if one.order_id in service.orders}
    new = {order_id: one for order_id, one in service.orders.items() if order_id not in given}
    accepted = {
        service.orders[one.order_id].resident_id: service.orders[one.order_id]
        for one in given.values()
        if one.accepted
    }
    for order in new.values():
        if order.resident_id in accepted:
            given[order.order_id] = _duplicate(order, accepted[order.resident_id])
    left = replace(
        service,
        orders={order_id: one for order_id, one in new.items() if order_id not in given},
        kitchens=_left(service, given),
    )
    given |= {one.order_id: one for one in decide(left, settings, travel)}
    return tuple(given[order_id] for order_id in sorted(given))


def _left(service: Service, given: Mapping[OrderId, Receipt]) -> dict[CanteenId, Kitchen]:
    cooked: dict[CanteenId, int] = {}
    for one in given.values():
        if one.canteen_id is not None:
            boxes = service.orders[one.order_id].meals
            cooked[one.canteen_id] = cooked.get(one.canteen_id, 0) + boxes
    return {
        canteen_id: replace(kitchen, capacity=max(0, kitchen.capacity - cooked.get(canteen_id, 0)))
        for canteen_id, kitchen in service.kitchens.items()
    }


def _duplicate(order: Order, stands: Order) -> Receipt:
    return Receipt(
        order_id=order.order_id,
        status=ReceiptStatus.DECLINED,
        reason=DeclineReason.DUPLICATE,
        detail=words.duplicate(stands),
    )
