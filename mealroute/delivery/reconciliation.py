"""Reconcile orders, receipts, routes and outcomes: three equations, and who breaks one.

An equation compares two lists of order ids, not two numbers: where one order is lost and another
is there twice, the numbers agree and the equation does not hold.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mealroute.delivery.record import ServiceRecord
from mealroute.domain import OrderId, OutcomeKind, ReceiptStatus


class Balance(StrEnum):
    """The three equations that every service must keep."""

    RECEIPTS = "receipts"
    ROUTES = "routes"
    OUTCOMES = "outcomes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """``left`` orders should be the sum of ``parts``; each order that is not told why.

    ``missing`` are on the left only, ``extra`` on the right only; an order that is there once too
    often stands there as often. So ``left + len(extra) - len(missing)`` is the sum of ``parts``.

    Examples
    --------
    >>> lost = OrderId("O2")
    >>> lunch = Equation(balance=Balance.RECEIPTS, left=2, parts={"accepted": 1}, missing=(lost,))
    >>> lunch.right, lunch.holds
    (1, False)
    """

    balance: Balance
    left: int
    parts: Mapping[str, int]
    missing: tuple[OrderId, ...] = ()
    extra: tuple[OrderId, ...] = ()

    @property
    def right(self) -> int:
        """The sum of the parts."""
        return sum(self.parts.values())

    @property
    def holds(self) -> bool:
        """Whether both sides are the same orders."""
        return not self.missing and not self.extra


def reconcile(record: ServiceRecord) -> tuple[Equation, ...]:
    """Compare orders with receipts, accepted orders with the plan, the routes with the outcomes.

    Returns
    -------
    tuple[Equation, ...]
        ``orders = accepted + declined``; ``accepted = on routes + unassigned``; and, where
        outcomes are on record, ``on routes = delivered + not delivered``, by kind.
    """
    plan = record.plan
    by_status = {
        status.value: [one.order_id for one in plan.receipts if one.status is status]
        for status in ReceiptStatus
    }
    on_routes = [stop.order_id for _route, stop in plan.stops()]
    planned = {"on_routes": on_routes, "unassigned": [one.order_id for one in plan.unassigned]}
    equations = [
        _equation(Balance.RECEIPTS, record.service.orders, by_status),
        _equation(Balance.ROUTES, by_status[ReceiptStatus.ACCEPTED.value], planned),
    ]
    if record.outcomes is not None:
        by_kind = {
            kind.value: [one.order_id for one in record.outcomes if one.kind is kind]
            for kind in OutcomeKind
        }
        equations.append(_equation(Balance.OUTCOMES, on_routes, by_kind))
    return tuple(equations)


def _equation(
    balance: Balance, left: Iterable[OrderId], parts: Mapping[str, list[OrderId]]
) -> Equation:
    here = Counter(iter(left))
    there = Counter(order_id for ids in parts.values() for order_id in ids)
    return Equation(
        balance=balance,
        left=here.total(),
        parts={name: len(ids) for name, ids in parts.items()},
        missing=tuple(sorted((here - there).elements())),
        extra=tuple(sorted((there - here).elements())),
    )
