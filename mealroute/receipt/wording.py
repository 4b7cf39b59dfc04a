"""Name the rule that declines an order, and say its figures in words."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import CanteenId, DeclineReason, Order, Service
from mealroute.language import gettext as _
from mealroute.receipt.offers import Flags, Ints


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Facts:
    """What the rules say of every order (n) and canteen (k); flags are of shape (n, k)."""

    service: Service
    orders: tuple[Order, ...]
    canteens: tuple[CanteenId, ...]
    distance_m: NDArray[np.float64]
    candidate: Flags
    in_time: Flags
    inside_radius: Flags
    cooks_diet: Flags
    is_open: Flags

    @property
    def eligible(self) -> Flags:
        """The canteens that may cook an order, full or not."""
        return self.candidate & self.in_time & self.inside_radius & self.cooks_diet & self.is_open


def decline(facts: Facts, row: int) -> tuple[DeclineReason, str]:
    """Name the rule that declines an order without a canteen, with its figures.

    A canteen that all other rules allow shows what to mend: the first rule that alone stands
    between the order and such a canteen is the reason. Where every canteen fails two rules, it is
    the first rule that no canteen keeps; where there is none, the first that the nearest fails.
    """
    if facts.eligible[row].any():
        return DeclineReason.KITCHEN_FULL, _full(facts, row)
    kept = {
        DeclineReason.PAST_CUTOFF: facts.in_time[row],
        DeclineReason.OUTSIDE_RADIUS: facts.inside_radius[row],
        DeclineReason.DIET_NOT_OFFERED: facts.cooks_diet[row],
        DeclineReason.CLOSED: facts.is_open[row],
    }
    candidate = facts.candidate[row]
    for reason in kept:
        others = candidate.copy()
        for other, flags in kept.items():
            if other is not reason:
                others &= flags
        if others.any():
            return reason, _WORDS[reason](facts, row, np.flatnonzero(others))
    looked_at = np.flatnonzero(candidate)
    if not looked_at.size:
        return DeclineReason.CLOSED, _("no canteen {canteen_id} is known").format(
            canteen_id=facts.orders[row].canteen_id
        )
    for reason, flags in kept.items():
        if not flags[looked_at].any():
            return reason, _WORDS[reason](facts, row, looked_at)
    nearest = looked_at[np.argmin(facts.distance_m[row, looked_at])]
    reason = next(reason for reason, flags in kept.items() if not flags[nearest])
    return reason, _WORDS[reason](facts, row, np.array([nearest]))


def moved(facts: Facts, row: int, canteen_id: CanteenId) -> str:
    """Say that another canteen than the one asked for cooks an order, and why."""
    order = facts.orders[row]
    asked = order.canteen_id
    at = facts.canteens.index(asked) if asked in facts.canteens else -1
    why = _("its kitchen is full")
    if at < 0 or not facts.is_open[row, at]:
        why = _("it is closed")
    elif not facts.in_time[row, at]:
        why = _("it was past its cut-off")
    elif not facts.inside_radius[row, at]:
        why = _("it is too far")
    elif not facts.cooks_diet[row, at]:
        why = _("it does not cook {diet}").format(diet=facts.service.diet_of(order))
    return _("asked for {asked}, {why}: {canteen_id} cooks it").format(
        asked=asked, why=why, canteen_id=canteen_id
    )


def _past_cutoff(facts: Facts, row: int, canteens: Ints) -> str:
    last = max(
        kitchen.order_cutoff
        for at in canteens
        if (kitchen := facts.service.kitchens.get(facts.canteens[at])) is not None
        and kitchen.order_cutoff is not None
    )
    return _("placed at {placed}, orders were taken until {cutoff}").format(
        placed=f"{facts.orders[row].placed_at:%Y-%m-%d %H:%M:%S}".removesuffix(":00"),
        cutoff=f"{facts.service.at(last):%Y-%m-%d %H:%M}",
    )


def _outside_radius(facts: Facts, row: int, canteens: Ints) -> str:
    # The canteen whose radius is missed by least shows best what to mend.
    radius_m = np.array(
        [facts.service.canteens[facts.canteens[at]].service_radius_m for at in canteens]
    )
    over = facts.distance_m[row, canteens] - radius_m
    best = int(np.argmin(over))
    canteen_id = facts.canteens[canteens[best]]
    distance_m = facts.distance_m[row, canteens[best]]
    if not np.isfinite(distance_m):
        return _("no way on foot leads to canteen {canteen_id}").format(canteen_id=canteen_id)
    diet = facts.service.diet_of(facts.orders[row])
    return _(
        "{distance_m:,} m from canteen {canteen_id} cooking {diet}, its radius is {radius_m:,} m"
    ).format(
        # Rounded up, so that a metre too far never reads as if it were inside.
        distance_m=int(np.ceil(distance_m)),
        canteen_id=canteen_id,
        diet=diet,
        radius_m=round(radius_m[best]),
    )


def _diet_not_offered(facts: Facts, row: int, canteens: Ints) -> str:
    diets = sorted(
        set().union(*(facts.service.canteens[facts.canteens[at]].diets for at in canteens))
    )
    return _("{diet} is not cooked at {canteens}, only {diets}").format(
        diet=facts.service.diet_of(facts.orders[row]),
        canteens=_names(facts, canteens),
        diets=", ".join(diets) or "-",
    )


def _closed(facts: Facts, _row: int, canteens: Ints) -> str:
    return _("no kitchen row for {date} {meal} at {canteens}").format(
        date=facts.service.date, meal=facts.service.meal, canteens=_names(facts, canteens)
    )


def _full(facts: Facts, row: int) -> str:
    kitchens = [
        f"{facts.canteens[at]} {facts.service.kitchens[facts.canteens[at]].capacity}"
        for at in np.flatnonzero(facts.eligible[row])
    ]
    return _("{boxes} of its boxes find no room; the kitchens can cook: {kitchens}").format(
        boxes=facts.orders[row].meals, kitchens=", ".join(kitchens)
    )


def _names(facts: Facts, canteens: Ints) -> str:
    return ", ".join(facts.canteens[at] for at in canteens)


_WORDS: dict[DeclineReason, Callable[[Facts, int, Ints], str]] = {
    DeclineReason.PAST_CUTOFF: _past_cutoff,
    DeclineReason.OUTSIDE_RADIUS: _outside_radius,
    DeclineReason.DIET_NOT_OFFERED: _diet_not_offered,
    DeclineReason.CLOSED: _closed,
}
