"""Say in words, with the figures, why an order was declined or went elsewhere."""

import datetime as dt
import math

from mealroute.domain import Canteen, CanteenId, Order, Resident
from mealroute.language import gettext as _
from mealroute.receipt import rules
from mealroute.words import diet_word


def unknown_resident(order: Order) -> str:
    """Say that nobody knows who ordered."""
    return _("no resident {resident} is known").format(resident=order.resident_id)


def duplicate(stands: Order) -> str:
    """Say which order stands instead."""
    placed_at = rules.placed(stands)
    if placed_at is None:
        words = _("order {order} for the same resident and meal stands, it was placed before")
        return words.format(order=stands.order_id)
    words = _("order {order} for the same resident and meal stands, placed {placed}")
    return words.format(order=stands.order_id, placed=_moment(placed_at))


def no_location(resident: Resident) -> str:
    """Say whose door nobody can find."""
    if resident.address:
        words = _("the address of {resident} has no coordinates: {address}")
        return words.format(resident=resident.resident_id, address=resident.address)
    words = _("{resident} has neither coordinates nor an address")
    return words.format(resident=resident.resident_id)


def past_cutoff(order: Order, canteen: Canteen, cutoff: dt.datetime) -> str:
    """Say when it was placed and until when it could have been."""
    placed_at = rules.placed(order) or cutoff
    words = _("placed {placed}, {canteen} takes orders until {cutoff}")
    return words.format(placed=_moment(placed_at), canteen=canteen.name, cutoff=_moment(cutoff))


def outside_radius(canteen: Canteen, distance_m: float, diet: str | None) -> str:
    """Say how far the door is and how far the canteen serves.

    ``diet`` is given where this is the nearest canteen cooking it: then that says more than the
    name does.
    """
    radius = _metres(canteen.service_radius_m)
    if math.isinf(distance_m):
        words = _("no way on foot from {canteen}, its radius is {radius} m")
        return words.format(canteen=canteen.name, radius=radius)
    distance = _metres(math.ceil(distance_m))  # never down to the radius itself
    if diet is not None:
        words = _("{distance} m from the nearest canteen cooking {diet}, its radius is {radius} m")
        return words.format(distance=distance, diet=diet_word(diet), radius=radius)
    words = _("{distance} m from {canteen}, its radius is {radius} m")
    return words.format(distance=distance, canteen=canteen.name, radius=radius)


def diet_not_offered(canteen: Canteen, diet: str) -> str:
    """Say what the canteen cooks instead."""
    cooks = ", ".join(diet_word(one) for one in sorted(canteen.diets))
    words = _("{canteen} cooks {diets}, not {diet}")
    return words.format(canteen=canteen.name, diets=cooks, diet=diet_word(diet))


def kitchen_full(order: Order, canteen: Canteen, left: int, capacity: int) -> str:
    """Say how many meals are left and how many were wanted."""
    words = _("{canteen} has {left} of {capacity} meals left, the order is for {boxes}")
    return words.format(canteen=canteen.name, left=left, capacity=capacity, boxes=order.meals)


def closed(canteen: Canteen) -> str:
    """Say which canteen is closed."""
    return _("{canteen} does not cook at this meal").format(canteen=canteen.name)


def unknown_canteen(canteen_id: CanteenId | None) -> str:
    """Say that there is no such canteen, or none at all."""
    if canteen_id is None:
        return _("there is no canteen")
    return _("no canteen {canteen} is known").format(canteen=canteen_id)


def by_hand(reason: str) -> str:
    """Give the coordinator's own words."""
    return reason.strip() or _("declined by hand")


def cooked_elsewhere(canteen: Canteen, why: str) -> str:
    """Say who cooks it, and why the canteen asked for does not."""
    words = _("{canteen} cooks it instead of the canteen asked for: {why}")
    return words.format(canteen=canteen.name, why=why)


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if not moment.second else f"{moment:%Y-%m-%d %H:%M:%S}"


def _metres(metres: float) -> str:
    return f"{metres:,.0f}" if metres == round(metres) else f"{metres:,.1f}"
