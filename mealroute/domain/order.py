"""Say what an order asks for."""

import datetime as dt
from dataclasses import dataclass

from mealroute.domain.canteen import Meal
from mealroute.domain.ids import CanteenId, OrderId, ResidentId
from mealroute.errors import InvalidValueError


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Meals for one resident at one meal of one date.

    ``meals`` counts boxes. ``diet`` is ``None`` where the resident's own diet holds.
    ``canteen_id`` is the canteen asked for, ``None`` for any. A handover may start between
    ``earliest`` and ``latest``, both included; ``None`` leaves it to the kitchen's hours.
    ``placed_at`` is ``None`` where it is not known: before any cut-off.
    """

    order_id: OrderId
    resident_id: ResidentId
    date: dt.date
    meal: Meal
    meals: int = 1
    diet: str | None = None
    canteen_id: CanteenId | None = None
    earliest: dt.time | None = None
    latest: dt.time | None = None
    placed_at: dt.datetime | None = None
    channel: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse an order without a box or with a window that shuts before it opens."""
        if self.meals < 1:
            raise InvalidValueError(
                f"order {self.order_id}: meals is {self.meals}, expected 1 or more"
            )
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest:
            raise InvalidValueError(
                f"order {self.order_id}: latest {self.latest:%H:%M} is before "
                f"earliest {self.earliest:%H:%M}"
            )
