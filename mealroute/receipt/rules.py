"""Say whether a rule declines an order: one function for each, in the order they are tried.

The first three look at the order alone. The next five look at canteens: they take a row for each
order and a column for each canteen, or whatever numpy spreads to that shape, and answer with
flags of that shape. The last is the coordinator's word.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Canteen, Kitchen, Order, OrderId, Resident, ResidentId
from mealroute.receipt.offers import Flags, Ints

_LONG_AGO = dt.datetime(1, 1, 1)  # noqa: DTZ001 -- wall-clock times have no zone

Moments = NDArray[np.datetime64]
Metres = NDArray[np.float64]


def unknown_resident(order: Order, residents: Collection[ResidentId]) -> bool:
    """Whether nobody knows who ordered."""
    return order.resident_id not in residents


def duplicate(order: Order, standing: Mapping[ResidentId, OrderId]) -> bool:
    """Whether another order of the same resident stands, by `standing_orders`."""
    return standing[order.resident_id] != order.order_id


def standing_orders(orders: Iterable[Order]) -> Mapping[ResidentId, OrderId]:
    """Find the one order of each resident that stands, among orders of one meal.

    The earliest placed stands, whatever becomes of it; one without ``placed_at`` comes before all
    others. Of two placed at the same moment the lower id stands, ids compared as strings.
    """
    standing: dict[ResidentId, OrderId] = {}
    for order in sorted(orders, key=lambda order: (placed(order) or _LONG_AGO, order.order_id)):
        standing.setdefault(order.resident_id, order.order_id)
    return standing


def no_location(resident: Resident) -> bool:
    """Whether nobody knows where the door is."""
    return resident.coordinates is None


def past_cutoff(placed_at: Moments, cutoff: Moments) -> Flags:
    """Whether the order was placed after the kitchen's cut-off; at that very moment is in time.

    Both may be "not a time": an order without ``placed_at`` is in time, and so is every order
    where a kitchen has no cut-off.
    """
    return np.asarray(placed_at > cutoff)


def outside_radius(distance_m: Metres, radius_m: Metres) -> Flags:
    """Whether the door is farther than the service radius; on the circle is inside."""
    return np.asarray(distance_m > radius_m)


def diet_not_offered(diets: Iterable[str], canteens: Iterable[Canteen]) -> Flags:
    """Whether the canteen does not cook the order's diet."""
    canteens = tuple(canteens)
    diets = tuple(diets)
    lacks = {diet: [diet not in canteen.diets for canteen in canteens] for diet in set(diets)}
    flags = np.array([lacks[diet] for diet in diets], dtype=bool)
    return flags.reshape(len(diets), len(canteens))


def kitchen_full(boxes: Ints, left: Ints) -> Flags:
    """Whether fewer meals are left than the order has boxes."""
    return np.asarray(left < boxes)


def closed(kitchens: Iterable[Kitchen | None]) -> Flags:
    """Whether the canteen has no kitchen row for the meal."""
    return np.array([kitchen is None for kitchen in kitchens], dtype=bool)


def by_hand(order: Order, reasons: Mapping[OrderId, str]) -> bool:
    """Whether the coordinator declines it."""
    return order.order_id in reasons


def placed(order: Order) -> dt.datetime | None:
    """Give the wall-clock moment an order was placed; an offset from UTC is not looked at."""
    return None if order.placed_at is None else order.placed_at.replace(tzinfo=None)
