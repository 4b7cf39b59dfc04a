"""List the orders nobody brings: declined, or accepted and left without a volunteer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from mealroute.domain import Order, Plan, Resident, Service
from mealroute.maps.words import decline_word, unassigned_word

_Found: TypeAlias = tuple[str, Order, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One order nobody brings. ``kind`` is ``unassigned`` or ``declined``; the words say why.

    ``number`` counts from 1 in the list, and names its row in the page.
    """

    number: int
    kind: str
    order: Order
    resident: Resident | None
    diet: str
    reason: str
    detail: str


def left_out_orders(plan: Plan, service: Service) -> tuple[LeftOut, ...]:
    """Give the unassigned orders first, then the declined, each in the plan's order."""
    found = (*_unassigned(plan, service), *_declined(plan, service))
    return tuple(
        LeftOut(
            number=number,
            kind=kind,
            order=order,
            resident=service.residents.get(order.resident_id),
            diet=service.diet_of(order),
            reason=reason,
            detail=detail,
        )
        for number, (kind, order, reason, detail) in enumerate(found, start=1)
    )


def _unassigned(plan: Plan, service: Service) -> Iterator[_Found]:
    for entry in plan.unassigned:
        order = service.orders[entry.order_id]
        yield "unassigned", order, unassigned_word(entry.reason), entry.detail


def _declined(plan: Plan, service: Service) -> Iterator[_Found]:
    for receipt in plan.receipts:
        if receipt.reason is not None:
            order = service.orders[receipt.order_id]
            yield "declined", order, decline_word(receipt.reason), receipt.detail
