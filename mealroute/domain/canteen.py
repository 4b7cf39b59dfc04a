"""Say what a canteen is and what its kitchen can cook for one meal."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mealroute.domain.coordinates import Coordinates
from mealroute.domain.ids import CanteenId
from mealroute.errors import InvalidValueError


class Meal(StrEnum):
    """The three meals of a day."""

    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    DINNER = "dinner"


REGULAR_DIET = "regular"


@dataclass(frozen=True, slots=True, kw_only=True)
class Canteen:
    """A community canteen: where boxes leave, what diets it cooks, how far it serves."""

    canteen_id: CanteenId
    name: str
    coordinates: Coordinates
    service_radius_m: float
    address: str = ""
    diets: frozenset[str] = frozenset({REGULAR_DIET})
    phone: str = ""

    def __post_init__(self) -> None:
        """Refuse a radius below nothing."""
        if not self.service_radius_m >= 0:
            raise InvalidValueError(
                f"canteen {self.canteen_id}: service_radius_m is {self.service_radius_m}, "
                "expected 0 or more"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kitchen:
    """What one canteen can cook for delivery at one meal, of one date or of every day.

    ``order_cutoff`` is a time on the service date; an order placed at that very moment is in
    time. ``ready_from`` is the first moment boxes can leave, ``serve_until`` the last moment a
    handover may start (``None``: no limit of its own).
    """

    canteen_id: CanteenId
    meal: Meal
    capacity: int
    ready_from: dt.time
    date: dt.date | None = None
    order_cutoff: dt.time | None = None
    serve_until: dt.time | None = None

    def __post_init__(self) -> None:
        """Refuse a kitchen that closes before its boxes are ready or cooks less than nothing."""
        if self.capacity < 0:
            raise InvalidValueError(
                f"kitchen {self.canteen_id} {self.meal}: capacity is {self.capacity}, "
                "expected 0 or more"
            )
        if self.serve_until is not None and self.serve_until < self.ready_from:
            raise InvalidValueError(
                f"kitchen {self.canteen_id} {self.meal}: serve_until {self.serve_until:%H:%M} "
                f"is before ready_from {self.ready_from:%H:%M}"
            )
