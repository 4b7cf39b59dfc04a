"""Judge that every accepted order is handed over once or left unassigned, and no other is."""

from collections import Counter
from collections.abc import Iterator, Mapping

from mealroute.domain import Cause, OrderId, Plan, Receipt, Service, Violation
from mealroute.language import gettext as _
from mealroute.words import decline_word


def judge_orders(
    plan: Plan, service: Service, answers: Mapping[OrderId, Receipt]
) -> Iterator[Violation]:
    """List the orders that rule 1 is broken for; ``answers`` holds the plan's own receipts."""
    yield from _strangers(plan, service)
    yield from _once(plan, service, answers)
    yield from _canteens(plan, answers)


def _strangers(plan: Plan, service: Service) -> Iterator[Violation]:
    """Demand that all that is brought or left out was ordered for this meal."""
    for route, stop in plan.stops():
        if stop.order_id not in service.orders:
            yield Violation(
                cause=Cause.UNKNOWN_ORDER,
                detail=_("stands on a route, this meal has no such order"),
                order_id=stop.order_id,
                volunteer_id=route.volunteer_id,
            )
    for unassigned in plan.unassigned:
        if unassigned.order_id not in service.orders:
            detail = _("is left unassigned, this meal has no such order")
            yield Violation(cause=Cause.UNKNOWN_ORDER, detail=detail, order_id=unassigned.order_id)


def _once(plan: Plan, service: Service, answers: Mapping[OrderId, Receipt]) -> Iterator[Violation]:
    """Demand that an accepted order stands in one place of the plan, a declined one in none."""
    stops = Counter(stop.order_id for _route, stop in plan.stops())
    left_out = Counter(unassigned.order_id for unassigned in plan.unassigned)
    for order_id in service.orders:
        places = stops[order_id] + left_out[order_id]
        answer = answers.get(order_id)
        if places > 1:
            detail = _(
                "times on routes: {stops}, among the unassigned: {left_out}, expected one place"
            )
            detail = detail.format(stops=stops[order_id], left_out=left_out[order_id])
            yield Violation(cause=Cause.ORDER_TWICE, detail=detail, order_id=order_id)
        if answer is None:
            continue
        if places and not answer.accepted:
            detail = _("is declined ({reason}) and yet stands on a route or among the unassigned")
            reason = "-" if answer.reason is None else decline_word(answer.reason)
            detail = detail.format(reason=reason)
            yield Violation(cause=Cause.NOT_ACCEPTED, detail=detail, order_id=order_id)
        if answer.accepted and not places:
            detail = _("is accepted by {canteen}, on no route and not among the unassigned")
            detail = detail.format(canteen=answer.canteen_id)
            yield Violation(cause=Cause.MISSING_ORDER, detail=detail, order_id=order_id)


def _canteens(plan: Plan, answers: Mapping[OrderId, Receipt]) -> Iterator[Violation]:
    """Demand that an order is brought by a route of the canteen that cooks it."""
    for route, stop in plan.stops():
        answer = answers.get(stop.order_id)
        if answer is not None and answer.accepted and answer.canteen_id != route.canteen_id:
            yield Violation(
                cause=Cause.WRONG_CANTEEN,
                detail=_("{cooks} cooks it, the route leaves from {leaves}").format(
                    cooks=answer.canteen_id, leaves=route.canteen_id
                ),
                order_id=stop.order_id,
                volunteer_id=route.volunteer_id,
            )
