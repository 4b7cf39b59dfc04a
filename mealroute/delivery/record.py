"""Put a service, its plan and its outcomes side by side, and say how each order ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from mealroute.domain import (
    Order,
    OrderId,
    Outcome,
    OutcomeKind,
    Plan,
    Receipt,
    ResidentId,
    Route,
    Service,
    Stop,
    VolunteerId,
)
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _


class Ending(StrEnum):
    """How an order of the day ended; every order has exactly one."""

    DELIVERED = "delivered"
    GIVEN_TO_NEIGHBOUR = "given_to_neighbour"
    NOT_HOME = "not_home"
    REFUSED = "refused"
    WRONG_ADDRESS = "wrong_address"
    CANCELLED_LATE = "cancelled_late"
    RETURNED = "returned"
    NO_OUTCOME = "no_outcome"
    UNASSIGNED = "unassigned"
    NOT_PLANNED = "not_planned"
    DECLINED = "declined"
    NO_RECEIPT = "no_receipt"

    @property
    def outcome(self) -> OutcomeKind | None:
        """The kind of outcome it is; ``None`` where no outcome is on record."""
        return _KINDS.get(self.value)

    @property
    def is_received(self) -> bool:
        """Whether the meal reached the resident."""
        return self.outcome is not None and self.outcome.is_received


_Value = TypeVar("_Value")
_KINDS = {kind.value: kind for kind in OutcomeKind}


@dataclass(frozen=True)
class ServiceRecord:
    """One service as it was planned and as it went.

    ``outcomes`` is ``None`` where nobody has written down anything yet: then only the plan counts.

    Raises
    ------
    ArgumentError
        When the plan is of another service.
    """

    service: Service
    plan: Plan
    outcomes: tuple[Outcome, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a plan of another service."""
        service, plan = self.service, self.plan
        if (service.date, service.meal) != (plan.date, plan.meal):
            words = _("a plan of {date} {meal}, expected one of {expected_date} {expected_meal}")
            raise ArgumentError(
                words.format(
                    date=plan.date,
                    meal=plan.meal,
                    expected_date=service.date,
                    expected_meal=service.meal,
                )
            )

    @cached_property
    def outcome_of(self) -> Mapping[OrderId, Outcome]:
        """The outcome of each order that has one, by id."""
        return {outcome.order_id: outcome for outcome in self.outcomes or ()}

    @cached_property
    def receipt_of(self) -> Mapping[OrderId, Receipt]:
        """The receipt of each order, by id; of two the first."""
        return _first((receipt.order_id, receipt) for receipt in self.plan.receipts)

    @cached_property
    def stop_of(self) -> Mapping[OrderId, tuple[Route, Stop]]:
        """Where the plan brings each order, by id; of two stops the first."""
        return _first((stop.order_id, (route, stop)) for route, stop in self.plan.stops())

    @cached_property
    def endings(self) -> Mapping[OrderId, Ending]:
        """How each order of the day ended, in the order of the file."""
        unassigned = {one.order_id for one in self.plan.unassigned}
        return {order_id: self._ending(order_id, unassigned) for order_id in self.service.orders}

    def received(self) -> Iterable[Order]:
        """Go through the orders whose meals reached the resident."""
        orders = self.service.orders
        return (orders[one] for one, ending in self.endings.items() if ending.is_received)

    def resident_of(self, order_id: OrderId) -> ResidentId | None:
        """Say who eats; ``None`` where the day has no such order."""
        order = self.service.orders.get(order_id)
        return None if order is None else order.resident_id

    def who_came(self, order_id: OrderId) -> VolunteerId | None:
        """Say who stood at the door: as written down, else as planned."""
        outcome = self.outcome_of.get(order_id)
        if outcome is not None and outcome.volunteer_id is not None:
            return outcome.volunteer_id
        planned = self.stop_of.get(order_id)
        return None if planned is None else planned[0].volunteer_id

    def _ending(self, order_id: OrderId, unassigned: set[OrderId]) -> Ending:
        receipt = self.receipt_of.get(order_id)
        if receipt is None:
            return Ending.NO_RECEIPT
        if not receipt.accepted:
            return Ending.DECLINED
        outcome = self.outcome_of.get(order_id)
        if outcome is not None:
            return Ending(outcome.kind.value)
        if order_id in self.stop_of:
            return Ending.NO_OUTCOME
        return Ending.UNASSIGNED if order_id in unassigned else Ending.NOT_PLANNED


def _first(pairs: Iterable[tuple[OrderId, _Value]]) -> dict[OrderId, _Value]:
    found: dict[OrderId, _Value] = {}
    for order_id, value in pairs:
        found.setdefault(order_id, value)
    return found
