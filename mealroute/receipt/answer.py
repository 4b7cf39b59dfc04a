"""Decide the receipt of every order: the rules, then the best assignment, then the words."""

from collections.abc import Iterator, Mapping

import numpy as np

from mealroute.domain import (
    CanteenId,
    DeclineReason,
    Order,
    OrderId,
    Receipt,
    ReceiptStatus,
    Service,
)
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.receipt import rules, words
from mealroute.receipt.assignment import assign
from mealroute.receipt.offers import Ints
from mealroute.receipt.reasons import AT_CANTEENS, blame
from mealroute.receipt.survey import Survey, survey
from mealroute.settings import Settings
from mealroute.travel import TravelTimes


def decide(
    service: Service,
    settings: Settings,
    travel: TravelTimes | None = None,
    *,
    by_hand: Mapping[OrderId, str] | None = None,
) -> tuple[Receipt, ...]:
    """Answer every order of a service, in the order of their ids (compared as strings).

    The rules are tried in the order of `DeclineReason`; the first that holds is the reason. What
    is left competes for the kitchens, and the assignment is optimal: the most accepted, weighted
    by priority; then canteens asked for; then the least distance, in whole millimetres; then in
    the order of ids each order gets the best place left. An order that another canteen takes than
    the one asked for says so in its detail.

    Parameters
    ----------
    service
        One meal of one date.
    settings
        ``[receipt]`` says how the radius is measured, and whether another canteen may take an
        order that asked for one.
    travel
        Needed where the radius is measured along streets, on foot.
    by_hand
        The orders that the coordinator declines, with her reason. They compete for no place, so
        no kitchen is full for them; every other rule tried before still names its own reason.

    Raises
    ------
    ArgumentError
        When ``by_hand`` names an order that is not of this service, or travel times are missing.

    Examples
    --------
    >>> import datetime as dt
    >>> from mealroute.domain import Canteen, Coordinates, Day, Kitchen, Meal, Order, Resident
    >>> today = dt.date(2026, 11, 24)
    >>> day = Day(
    ...     canteens=(
    ...         Canteen(canteen_id="C1", name="团结食堂", coordinates=Coordinates(47.85, 88.14),
    ...                 service_radius_m=1000),
    ...     ),
    ...     kitchens=(
    ...         Kitchen(canteen_id="C1", meal=Meal.LUNCH, capacity=9, ready_from=dt.time(11)),
    ...     ),
    ...     residents=(
    ...         Resident(resident_id="R1", name="王", coordinates=Coordinates(47.851, 88.14)),
    ...         Resident(resident_id="R2", name="李", coordinates=Coordinates(47.871, 88.14)),
    ...     ),
    ...     orders=(
    ...         Order(order_id="O1", resident_id="R1", date=today, meal=Meal.LUNCH),
    ...         Order(order_id="O2", resident_id="R2", date=today, meal=Meal.LUNCH),
    ...     ),
    ... )
    >>> for receipt in decide(day.service(today, Meal.LUNCH), Settings()):
    ...     print(receipt.order_id, receipt.canteen_id or receipt.detail)
    O1 C1
    O2 2,336 m from the nearest canteen cooking regular, its radius is 1,000 m
    """
    hand = dict(by_hand or {})
    unknown = ", ".join(sorted(set(hand) - set(service.orders)))
    if unknown:
        raise ArgumentError(
            _("declined by hand: {orders}, expected orders of this meal").format(orders=unknown)
        )
    receipts = {receipt.order_id: receipt for receipt in _declined_alone(service)}
    in_question = [order for order in service.orders.values() if order.order_id not in receipts]
    surveyed = survey(in_question, service, settings.receipt, travel)
    receipts |= {receipt.order_id: receipt for receipt in _answered(surveyed, service, hand)}
    return tuple(receipts[order_id] for order_id in sorted(receipts))


def eligibility(
    service: Service, settings: Settings, travel: TravelTimes | None = None
) -> Mapping[OrderId, tuple[CanteenId, ...]]:
    """Give the canteens that may cook each order, by every rule but the kitchen's capacity.

    An order that no canteen can answer (resident unknown, duplicate, no location) has none. For
    what planning may move, `decide` must have accepted the order, and it asked for no canteen.

    Raises
    ------
    ArgumentError
        When the radius is measured along streets and there are no travel times.
    """
    alone = {receipt.order_id for receipt in _declined_alone(service)}
    in_question = [order for order in service.orders.values() if order.order_id not in alone]
    surveyed = survey(in_question, service, settings.receipt, travel)
    ids = [canteen.canteen_id for canteen in surveyed.canteens]
    eligible: dict[OrderId, tuple[CanteenId, ...]] = dict.fromkeys(alone, ())
    for order, may in zip(surveyed.orders, surveyed.eligible.tolist(), strict=True):
        eligible[order.order_id] = tuple(one for one, can in zip(ids, may, strict=True) if can)
    return eligible


def _declined_alone(service: Service) -> Iterator[Receipt]:
    """Decline what no canteen need be asked for."""
    standing = rules.standing_orders(service.orders.values())
    for order in service.orders.values():
        if rules.unknown_resident(order, service.residents):
            yield _declined(order, DeclineReason.UNKNOWN_RESIDENT, words.unknown_resident(order))
            continue
        resident = service.residents[order.resident_id]
        if rules.duplicate(order, standing):
            stands = service.orders[standing[order.resident_id]]
            yield _declined(order, DeclineReason.DUPLICATE, words.duplicate(stands))
        elif rules.no_location(resident):
            yield _declined(order, DeclineReason.NO_LOCATION, words.no_location(resident))


def _answered(surveyed: Survey, service: Service, hand: Mapping[OrderId, str]) -> Iterator[Receipt]:
    """Accept what the best assignment accepts, decline the rest with the rule that says why."""
    by_hand = np.array([rules.by_hand(order, hand) for order in surveyed.orders], dtype=bool)
    competing = np.flatnonzero(~by_hand)
    demand = surveyed.demand(competing)
    chosen = np.full(len(surveyed.orders), -1)
    chosen[competing] = assign(demand)
    left = demand.left(chosen[competing])
    full = surveyed.eligible & rules.kitchen_full(surveyed.boxes[:, None], left)
    by_hand &= surveyed.eligible.any(axis=1)
    breaks = {**surveyed.breaks, DeclineReason.KITCHEN_FULL: full}
    accepted = chosen >= 0
    asked = surveyed.asked[:, None] == np.arange(len(surveyed.canteens))
    told = blame(
        np.stack([breaks[reason] for reason in AT_CANTEENS]),
        np.where(accepted[:, None], asked, surveyed.in_question),
        surveyed.asked,
        surveyed.distance_m,
    )
    for row, order in enumerate(surveyed.orders):
        rule, column = AT_CANTEENS[told.rule[row]], int(told.canteen[row])
        if accepted[row]:
            canteen = surveyed.canteens[chosen[row]]
            detail = ""
            if order.canteen_id not in {None, canteen.canteen_id}:
                why = _why(surveyed, service, left, row, rule, column)
                detail = words.cooked_elsewhere(canteen, why)
            yield Receipt(
                order_id=order.order_id,
                status=ReceiptStatus.ACCEPTED,
                canteen_id=canteen.canteen_id,
                detail=detail,
            )
        elif by_hand[row]:
            detail = words.by_hand(hand[order.order_id])
            yield _declined(order, DeclineReason.BY_HAND, detail)
        else:
            yield _declined(order, rule, _why(surveyed, service, left, row, rule, column))


def _why(
    surveyed: Survey, service: Service, left: Ints, row: int, rule: DeclineReason, column: int
) -> str:
    """Tell why a canteen, by its column, does not take an order, by its row."""
    order = surveyed.orders[row]
    if column < 0:
        return words.unknown_canteen(order.canteen_id)
    canteen = surveyed.canteens[column]
    kitchen = service.kitchens.get(canteen.canteen_id)
    diet = service.diet_of(order)
    if rule is DeclineReason.OUTSIDE_RADIUS:
        distance_m = float(surveyed.distance_m[row, column])
        nearest = surveyed.nearest_cooking(row) == column
        return words.outside_radius(canteen, distance_m, diet if nearest else None)
    if rule is DeclineReason.DIET_NOT_OFFERED:
        return words.diet_not_offered(canteen, diet)
    if kitchen is None:
        return words.closed(canteen)
    if rule is DeclineReason.PAST_CUTOFF and kitchen.order_cutoff is not None:
        return words.past_cutoff(order, canteen, service.at(kitchen.order_cutoff))
    return words.kitchen_full(order, canteen, int(left[column]), kitchen.capacity)


def _declined(order: Order, reason: DeclineReason, detail: str) -> Receipt:
    return Receipt(
        order_id=order.order_id, status=ReceiptStatus.DECLINED, reason=reason, detail=detail
    )
