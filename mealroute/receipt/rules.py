"""The rules of a receipt, one function each: which orders, or which canteens, keep it.

Rules about the order alone give the detail of a decline, or nothing. Rules about a canteen give
one flag for each order and canteen, shape (n, k), so that thousands of orders are quick.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import CanteenId, Order, OrderId, ResidentId, Service
from mealroute.language import gettext as _
from mealroute.receipt.offers import Flags

LONG_AGO = dt.datetime(1, 1, 1)  # noqa: DTZ001 -- wall-clock times have no zone
"""When an order without ``placed_at`` was placed: before any cut-off and any other order."""
_NEVER = dt.datetime(9999, 12, 31)  # noqa: DTZ001 -- wall-clock times have no zone


def unknown_resident(order: Order, service: Service) -> str:
    """Say that nobody is known under the resident's id; empty where somebody is."""
    if order.resident_id in service.residents:
        return ""
    return _("resident {resident_id} is not in residents.csv").format(resident_id=order.resident_id)


def standing_orders(service: Service) -> Mapping[ResidentId, OrderId]:
    """Find for every resident the order that stands: placed first, then the lower id."""
    standing: dict[ResidentId, OrderId] = {}
    for order in sorted(service.orders.values(), key=_placed_first):
        standing.setdefault(order.resident_id, order.order_id)
    return standing


def duplicate(order: Order, standing: Mapping[ResidentId, OrderId]) -> str:
    """Say which earlier order of the resident stands instead; empty where this one does.

    Whatever became of the earlier one: a resident is asked before a second order counts.
    """
    first = standing[order.resident_id]
    if first == order.order_id:
        return ""
    return _("order {order_id} of the same resident was placed earlier").format(order_id=first)


def no_location(order: Order, service: Service) -> str:
    """Say that nobody knows where the door is; empty where somebody does."""
    if service.residents[order.resident_id].coordinates is not None:
        return ""
    return _("resident {resident_id} has no lat and lon").format(resident_id=order.resident_id)


def in_time(orders: Sequence[Order], canteens: Sequence[CanteenId], service: Service) -> Flags:
    """Flag the canteens whose cut-off an order keeps; at the very moment is in time."""
    placed = np.array([order.placed_at or LONG_AGO for order in orders], dtype="datetime64[s]")
    cutoffs = np.array(
        [_cutoff(service, canteen_id) for canteen_id in canteens], dtype="datetime64[s]"
    )
    return placed[:, None] <= cutoffs[None, :]


def inside_radius(
    distance_m: NDArray[np.float64], canteens: Sequence[CanteenId], service: Service
) -> Flags:
    """Flag the canteens within whose service radius a door lies, the radius included."""
    radius_m = np.array([service.canteens[canteen_id].service_radius_m for canteen_id in canteens])
    return distance_m <= radius_m


def cooks_diet(orders: Sequence[Order], canteens: Sequence[CanteenId], service: Service) -> Flags:
    """Flag the canteens that cook an order's diet."""
    diets = [service.diet_of(order) for order in orders]
    names = sorted(set(diets))
    cooked = np.array(
        [[diet in service.canteens[canteen_id].diets for canteen_id in canteens] for diet in names],
        dtype=np.bool_,
    ).reshape(len(names), len(canteens))
    row = {diet: at for at, diet in enumerate(names)}
    return cooked[[row[diet] for diet in diets]]


def is_open(orders: Sequence[Order], canteens: Sequence[CanteenId], service: Service) -> Flags:
    """Flag the canteens whose kitchen cooks this meal at all."""
    row = np.array([canteen_id in service.kitchens for canteen_id in canteens], dtype=np.bool_)
    return np.tile(row, (len(orders), 1))


def candidates(orders: Sequence[Order], canteens: Sequence[CanteenId], *, overflow: bool) -> Flags:
    """Flag the canteens that may be looked at: all, or without overflow the one asked for."""
    may = np.ones((len(orders), len(canteens)), dtype=np.bool_)
    if not overflow:
        for row, order in enumerate(orders):
            if order.canteen_id is not None:
                may[row] = [canteen_id == order.canteen_id for canteen_id in canteens]
    return may


def _placed_first(order: Order) -> tuple[dt.datetime, OrderId]:
    return order.placed_at or LONG_AGO, order.order_id


def _cutoff(service: Service, canteen_id: CanteenId) -> dt.datetime:
    kitchen = service.kitchens.get(canteen_id)
    if kitchen is None or kitchen.order_cutoff is None:
        return _NEVER
    return service.at(kitchen.order_cutoff)
