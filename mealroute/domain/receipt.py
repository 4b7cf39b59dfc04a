"""Say what a canteen answers to an order."""

from dataclasses import dataclass
from enum import StrEnum

from mealroute.domain.ids import CanteenId, OrderId
from mealroute.errors import InvalidValueError


class ReceiptStatus(StrEnum):
    """Every order is one or the other."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class DeclineReason(StrEnum):
    """Why an order is declined, in the order in which the rules are tried."""

    UNKNOWN_RESIDENT = "unknown_resident"
    DUPLICATE = "duplicate"
    NO_LOCATION = "no_location"
    PAST_CUTOFF = "past_cutoff"
    OUTSIDE_RADIUS = "outside_radius"
    DIET_NOT_OFFERED = "diet_not_offered"
    KITCHEN_FULL = "kitchen_full"
    CLOSED = "closed"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The canteen's answer to one order.

    ``canteen_id`` is the canteen that cooks it, ``None`` when declined. ``detail`` says it in
    words with the figures; an accepted order has one where another canteen than the one asked
    for took it.
    """

    order_id: OrderId
    status: ReceiptStatus
    canteen_id: CanteenId | None = None
    reason: DeclineReason | None = None
    detail: str = ""

    def __post_init__(self) -> None:
        """Refuse an acceptance without a canteen and a decline without a reason."""
        accepted = self.status is ReceiptStatus.ACCEPTED
        if accepted in (self.canteen_id is None, self.reason is not None):
            raise InvalidValueError(
                f"receipt of {self.order_id}: {self.status} with canteen {self.canteen_id} and "
                f"reason {self.reason}, expected accepted with a canteen or declined with a reason"
            )

    @property
    def accepted(self) -> bool:
        """Whether a canteen cooks it."""
        return self.status is ReceiptStatus.ACCEPTED
