"""Work out again how hot each meal is when it is handed over, and which one is the coldest."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from mealroute.domain import OrderId, VolunteerId
from mealroute.routing.judge.walk import Walk
from mealroute.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Warmth:
    """One meal at the door: how long it was aboard, how hot it is, what would still be allowed.

    ``spare_s`` are the seconds between ``aboard_s`` and the limit of its trip, below 0 where the
    limit is broken.
    """

    volunteer_id: VolunteerId
    order_id: OrderId
    aboard_s: int
    food_c: float
    spare_s: int


def coldest_handover(walks: Iterable[Walk], settings: Settings) -> Warmth | None:
    """Find the meal that is coldest when its handover starts; of several the first.

    Returns
    -------
    Warmth or None
        ``None`` where the hot-food clock does not run for any meal brought.
    """
    found = [warmth for walk in walks for warmth in _of_walk(walk, settings)]
    return min(found, key=lambda warmth: warmth.food_c, default=None)


def _of_walk(walk: Walk, settings: Settings) -> list[Warmth]:
    container = "" if walk.shift is None else walk.shift.container
    box = settings.containers.get(container or settings.heat.container)
    outside_c = settings.heat.outside_c
    if box is None or outside_c is None:
        return []
    limit_s = settings.max_aboard_s(container)
    return [
        Warmth(
            volunteer_id=walk.route.volunteer_id,
            order_id=step.stop.order_id,
            aboard_s=step.aboard_s,
            food_c=_after(step.aboard_s, box.food_c, outside_c, box.k_per_min),
            spare_s=limit_s - step.aboard_s,
        )
        for step in walk.steps
    ]


def _after(aboard_s: int, food_c: float, outside_c: float, k_per_min: float) -> float:
    """Cool food by Newton's law, written out here once more: the judge trusts no other hand."""
    lost = -math.expm1(-k_per_min / 60 * max(0, aboard_s))
    return food_c - (food_c - outside_c) * lost
