"""Judge the receipts of a plan: one to each order, as decided, within what the kitchens cook."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from mealroute.domain import (
    CanteenId,
    Cause,
    DeclineReason,
    Order,
    OrderId,
    Plan,
    Receipt,
    Service,
    Violation,
)
from mealroute.language import gettext as _
from mealroute.words import diet_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The receipts as the judge would have them, where they were worked out again.

    ``eligible`` names for each order the canteens that may cook it, ``None`` where that is not
    known: then a move is not measured against it.
    """

    receipts: Mapping[OrderId, Receipt]
    eligible: Mapping[OrderId, Collection[CanteenId]] | None
    may_move: bool


def answers_of(plan: Plan, service: Service) -> dict[OrderId, Receipt]:
    """Give the plan's receipt of each order of the service; the first one where there are two."""
    answers: dict[OrderId, Receipt] = {}
    for receipt in plan.receipts:
        if receipt.order_id in service.orders:
            answers.setdefault(receipt.order_id, receipt)
    return answers


def judge_receipts(plan: Plan, service: Service, decided: Decided | None) -> Iterator[Violation]:
    """List what is wrong with the receipts of a plan."""
    answers = answers_of(plan, service)
    yield from _counts(plan, service)
    for order_id, receipt in answers.items():
        order = service.orders[order_id]
        if receipt.accepted:
            yield from _acceptance(receipt, order, service)
        if decided is not None and order_id in decided.receipts:
            yield from _as_decided(receipt, order, decided)
    yield from _capacity(answers, service)


def _counts(plan: Plan, service: Service) -> Iterator[Violation]:
    """Demand exactly one receipt for every order, and none for anything else."""
    counts = Counter(receipt.order_id for receipt in plan.receipts)
    for order_id, receipts in counts.items():
        if order_id not in service.orders:
            detail = _("has a receipt, this meal has no such order")
            yield Violation(cause=Cause.UNKNOWN_ORDER, detail=detail, order_id=order_id)
        elif receipts > 1:
            detail = _("has {receipts} receipts").format(receipts=receipts)
            yield Violation(cause=Cause.RECEIPT_TWICE, detail=detail, order_id=order_id)
    for order_id in service.orders:
        if order_id not in counts:
            detail = _("has no receipt")
            yield Violation(cause=Cause.MISSING_RECEIPT, detail=detail, order_id=order_id)


def _acceptance(receipt: Receipt, order: Order, service: Service) -> Iterator[Violation]:
    """Demand of an accepted order an open kitchen that cooks its diet, and a known door."""
    canteen = None if receipt.canteen_id is None else service.canteens.get(receipt.canteen_id)
    resident = service.residents.get(order.resident_id)
    diet = service.diet_of(order)
    if canteen is None or canteen.canteen_id not in service.kitchens:
        detail = _("is accepted by {canteen}, which has no kitchen at work for this meal")
    elif diet not in canteen.diets:
        detail = _("is accepted by {canteen}, which does not cook {diet}")
    elif resident is None:
        detail = _("is accepted, its resident {resident} is not known")
    elif resident.coordinates is None:
        detail = _("is accepted, nobody knows where its resident {resident} lives")
    else:
        return
    detail = detail.format(
        canteen=receipt.canteen_id, diet=diet_word(diet), resident=order.resident_id
    )
    yield Violation(cause=Cause.WRONG_RECEIPT, detail=detail, order_id=order.order_id)


def _as_decided(receipt: Receipt, order: Order, decided: Decided) -> Iterator[Violation]:
    """Demand the decided answer; a coordinator may decline by hand, planning may move."""
    by_rule = decided.receipts[order.order_id]
    if receipt.reason is DeclineReason.BY_HAND:
        return
    if (receipt.status, receipt.reason) != (by_rule.status, by_rule.reason):
        detail = _("is {stated}, by the rules it is {decided}")
        detail = detail.format(stated=_answer(receipt), decided=_answer(by_rule))
        yield Violation(cause=Cause.WRONG_RECEIPT, detail=detail, order_id=order.order_id)
    elif receipt.canteen_id != by_rule.canteen_id:
        why_not = _why_not_move(receipt, order, decided)
        if why_not:
            detail = _("is moved from {decided} to {stated}: {why_not}").format(
                decided=by_rule.canteen_id, stated=receipt.canteen_id, why_not=why_not
            )
            yield Violation(cause=Cause.MAY_NOT_MOVE, detail=detail, order_id=order.order_id)


def _answer(receipt: Receipt) -> str:
    """Say an answer in the words of plan.json."""
    return f"{receipt.status} ({receipt.reason or receipt.canteen_id})"


def _why_not_move(receipt: Receipt, order: Order, decided: Decided) -> str:
    """Say why the order may not be cooked there; empty where it may."""
    if not decided.may_move:
        return _("the settings let no order move")
    if order.canteen_id is not None:
        return _("the order asked for {canteen}").format(canteen=order.canteen_id)
    if decided.eligible is None or receipt.canteen_id in decided.eligible.get(order.order_id, ()):
        return ""
    return _("that canteen is not eligible")


def _capacity(answers: Mapping[OrderId, Receipt], service: Service) -> Iterator[Violation]:
    """Demand that no kitchen accepts more boxes than it can cook."""
    boxes: Counter[CanteenId] = Counter()
    for order_id, receipt in answers.items():
        if receipt.canteen_id is not None and receipt.accepted:
            boxes[receipt.canteen_id] += service.orders[order_id].meals
    for canteen_id, accepted in boxes.items():
        kitchen = service.kitchens.get(canteen_id)
        if kitchen is not None and accepted > kitchen.capacity:
            detail = _("boxes accepted by {canteen}: {boxes}, it can cook {capacity}").format(
                canteen=canteen_id, boxes=accepted, capacity=kitchen.capacity
            )
            yield Violation(cause=Cause.KITCHEN_OVERFULL, detail=detail)
