"""Decide every order's receipt: the rules one after the other, then the best choice of canteens."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import (
    CanteenId,
    Coordinates,
    DeclineReason,
    Mode,
    Order,
    OrderId,
    Receipt,
    ReceiptStatus,
    Service,
)
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.receipt import rules
from mealroute.receipt.assignment import assign
from mealroute.receipt.offers import Demand, Flags, Ints
from mealroute.receipt.wording import Facts, decline, moved
from mealroute.settings import Settings
from mealroute.travel import TravelTimes, great_circle_m


def decide(
    service: Service,
    settings: Settings,
    travel: TravelTimes | None = None,
    *,
    by_hand: Mapping[OrderId, str] | None = None,
) -> tuple[Receipt, ...]:
    """Give every order of a service its receipt, by order id.

    The rules are tried in the order of `DeclineReason`; the first that holds is the reason. Of
    several canteens the rule is named that alone keeps a canteen from cooking the order, the first
    such one; where no single rule does, the first that no canteen keeps. Whoever passes all rules
    competes for the kitchens, see `mealroute.receipt.assignment.assign`.

    Parameters
    ----------
    travel
        Only needed, by foot, where the radius is measured by streets.
    by_hand
        Orders that the coordinator declines, with her words; another rule that holds goes first.

    Raises
    ------
    ArgumentError
        When the radius is measured by streets and no travel times are given.

    Examples
    --------
    >>> from mealroute.sample import make_straight_day
    >>> day = make_straight_day(seed=1, orders=20)
    >>> receipts = decide(day.service(*day.services()[0]), Settings())
    >>> len(receipts), receipts[0].status.value
    (20, 'accepted')
    """
    hand = by_hand or {}
    answered, open_orders = _judge_orders(service)
    facts = _facts(service, settings, travel, open_orders)
    taken_back = np.array([order.order_id in hand for order in open_orders], dtype=np.bool_)
    rows = np.flatnonzero(facts.eligible.any(axis=1) & ~taken_back)
    chosen = np.full(len(open_orders), -1)
    chosen[rows] = assign(_demand(facts, rows))
    for row, order in enumerate(open_orders):
        if chosen[row] >= 0:
            answered[order.order_id] = _accepted(facts, row, int(chosen[row]))
        elif facts.eligible[row].any() and order.order_id in hand:
            answered[order.order_id] = _declined(order, DeclineReason.BY_HAND, hand[order.order_id])
        else:
            answered[order.order_id] = _declined(order, *decline(facts, row))
    return tuple(answered[order_id] for order_id in sorted(answered))


def eligibility(
    service: Service, settings: Settings, travel: TravelTimes | None = None
) -> Mapping[OrderId, tuple[CanteenId, ...]]:
    """Give for every order the canteens that may cook it: every rule kept but for full kitchens.

    Orders declined for a reason of their own have none. See `decide` for the parameters.
    """
    _answered, orders = _judge_orders(service)
    facts = _facts(service, settings, travel, orders)
    return {
        order.order_id: tuple(facts.canteens[at] for at in np.flatnonzero(facts.eligible[row]))
        for row, order in enumerate(orders)
    }


def _judge_orders(service: Service) -> tuple[dict[OrderId, Receipt], list[Order]]:
    """Answer the orders that fail by themselves; list the others by id."""
    standing = rules.standing_orders(service)
    answered: dict[OrderId, Receipt] = {}
    others = []
    for order_id in sorted(service.orders):
        order = service.orders[order_id]
        if detail := rules.unknown_resident(order, service):
            answered[order_id] = _declined(order, DeclineReason.UNKNOWN_RESIDENT, detail)
        elif detail := rules.duplicate(order, standing):
            answered[order_id] = _declined(order, DeclineReason.DUPLICATE, detail)
        elif detail := rules.no_location(order, service):
            answered[order_id] = _declined(order, DeclineReason.NO_LOCATION, detail)
        else:
            others.append(order)
    return answered, others


def _facts(
    service: Service, settings: Settings, travel: TravelTimes | None, orders: list[Order]
) -> Facts:
    canteens = tuple(sorted(service.canteens))
    distance_m = _distance_m(service, settings, travel, orders, canteens)
    return Facts(
        service=service,
        orders=tuple(orders),
        canteens=canteens,
        distance_m=distance_m,
        candidate=rules.candidates(orders, canteens, overflow=settings.receipt.overflow),
        in_time=rules.in_time(orders, canteens, service),
        inside_radius=rules.inside_radius(distance_m, canteens, service),
        cooks_diet=rules.cooks_diet(orders, canteens, service),
        is_open=rules.is_open(orders, canteens, service),
    )


def _distance_m(
    service: Service,
    settings: Settings,
    travel: TravelTimes | None,
    orders: list[Order],
    canteens: tuple[CanteenId, ...],
) -> NDArray[np.float64]:
    """Measure from every canteen to every door, as the settings say; shape (orders, canteens)."""
    kitchens = [service.canteens[canteen_id].coordinates for canteen_id in canteens]
    rows: dict[Coordinates, int] = {}
    row_of = []
    for order in orders:
        door = service.residents[order.resident_id].coordinates
        if door is None:  # such orders are answered before
            raise AssertionError(order.order_id)
        row_of.append(rows.setdefault(door, len(rows)))
    if settings.receipt.radius_by == "straight":
        metres = great_circle_m(kitchens, list(rows))
    elif travel is None:
        raise ArgumentError(_("the radius by streets needs travel times, there are none"))
    else:
        metres = travel.table(Mode.FOOT, kitchens, list(rows)).metres
    return metres.T[np.array(row_of, dtype=np.int64)]


def _demand(facts: Facts, rows: Ints) -> Demand:
    """Set out the competition of some orders for all kitchens, as whole numbers."""
    service = facts.service
    orders = [facts.orders[row] for row in rows]
    number = {canteen_id: at for at, canteen_id in enumerate(facts.canteens)}
    eligible: Flags = facts.eligible[rows]
    return Demand(
        boxes=np.array([order.meals for order in orders], dtype=np.int64),
        priority=np.array(
            [service.residents[order.resident_id].priority for order in orders], dtype=np.int64
        ),
        asked=np.array(
            [-1 if order.canteen_id is None else number[order.canteen_id] for order in orders],
            dtype=np.int64,
        ),
        eligible=eligible,
        distance_mm=np.rint(np.where(eligible, facts.distance_m[rows], 0) * 1000).astype(np.int64),
        capacity=np.array(
            [
                service.kitchens[canteen_id].capacity if canteen_id in service.kitchens else 0
                for canteen_id in facts.canteens
            ],
            dtype=np.int64,
        ),
    )


def _accepted(facts: Facts, row: int, canteen: int) -> Receipt:
    order = facts.orders[row]
    canteen_id = facts.canteens[canteen]
    elsewhere = order.canteen_id not in {None, canteen_id}
    return Receipt(
        order_id=order.order_id,
        status=ReceiptStatus.ACCEPTED,
        canteen_id=canteen_id,
        detail=moved(facts, row, canteen_id) if elsewhere else "",
    )


def _declined(order: Order, reason: DeclineReason, detail: str) -> Receipt:
    return Receipt(
        order_id=order.order_id, status=ReceiptStatus.DECLINED, reason=reason, detail=detail
    )
