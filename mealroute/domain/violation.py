"""Name each rule a plan can break; a violation is data, with its cause and its figures."""

from dataclasses import dataclass
from enum import StrEnum

from mealroute.domain.ids import OrderId, VolunteerId


class Cause(StrEnum):
    """The rules of the planning model that a plan can break."""

    WRONG_DAY = "wrong_day"
    UNKNOWN_ORDER = "unknown_order"
    UNKNOWN_SHIFT = "unknown_shift"
    MISSING_RECEIPT = "missing_receipt"
    RECEIPT_TWICE = "receipt_twice"
    WRONG_RECEIPT = "wrong_receipt"
    MAY_NOT_MOVE = "may_not_move"
    KITCHEN_OVERFULL = "kitchen_overfull"
    NOT_ACCEPTED = "not_accepted"
    MISSING_ORDER = "missing_order"
    ORDER_TWICE = "order_twice"
    WRONG_CANTEEN = "wrong_canteen"
    SHIFT_TWICE = "shift_twice"
    TWO_PLACES_AT_ONCE = "two_places_at_once"
    OVERLOAD = "overload"
    TOO_MANY_TRIPS = "too_many_trips"
    EMPTY_TRIP = "empty_trip"
    TOO_EARLY = "too_early"
    SHIFT_OVERRUN = "shift_overrun"
    RELOAD_TOO_SHORT = "reload_too_short"
    BEFORE_WINDOW = "before_window"
    AFTER_WINDOW = "after_window"
    KITCHEN_CLOSED = "kitchen_closed"
    TOO_LONG_ABOARD = "too_long_aboard"
    SKILL_MISSING = "skill_missing"
    AVOIDED_VOLUNTEER = "avoided_volunteer"
    DIET_NOT_CARRIED = "diet_not_carried"
    TRAVEL_TOO_SHORT = "travel_too_short"
    HANDOVER_TOO_SHORT = "handover_too_short"
    FIGURE_WRONG = "figure_wrong"
    REASON_UNPROVEN = "reason_unproven"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken rule: its cause, whom it concerns, and the figures in words."""

    cause: Cause
    detail: str
    order_id: OrderId | None = None
    volunteer_id: VolunteerId | None = None
