"""Size the kitchens of a made-up day, one of them too small for all who ask for it by name."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from mealroute.domain import CanteenId, Kitchen, Meal, Order
from mealroute.sample.town import Town

READY: Final = dt.time(11)
CUTOFF: Final = dt.time(9, 30)
SERVE_UNTIL: Final = dt.time(13)

_OVERFLOW_BOXES = 3

Choice = tuple[Order, tuple[CanteenId, ...]]
"""An order with the canteens that may cook it, nearest first, at least one."""


def open_kitchens(town: Town, capacity: Mapping[CanteenId, int]) -> tuple[Kitchen, ...]:
    """Open every canteen for lunch, with so many boxes."""
    return tuple(
        Kitchen(
            canteen_id=canteen.canteen_id,
            meal=Meal.LUNCH,
            capacity=capacity.get(canteen.canteen_id, 0),
            order_cutoff=CUTOFF,
            ready_from=READY,
            serve_until=SERVE_UNTIL,
        )
        for canteen in town.canteens
    )


def with_one_too_small(choices: Sequence[Choice]) -> dict[CanteenId, int]:
    """Give every kitchen room for all who may come, but one a few boxes too little.

    That one cannot cook for all who have no other canteen or ask for it by name, so some who ask
    are taken by another canteen; nobody has to be declined.
    """
    everybody, bound, by_name = Counter[CanteenId](), Counter[CanteenId](), Counter[CanteenId]()
    for order, canteens in choices:
        everybody.update(dict.fromkeys(canteens, order.meals))
        if len(canteens) == 1:
            bound[canteens[0]] += order.meals
        elif order.canteen_id is not None:
            by_name[order.canteen_id] += order.meals
    capacity = {one: 10 * math.ceil(boxes / 10) for one, boxes in everybody.items()}
    if by_name:
        # The one that sends fewest others away: its neighbours' hands have to bring those.
        short = min(
            by_name,
            key=lambda one: (
                by_name[one] < _OVERFLOW_BOXES,
                everybody[one] - bound[one] - by_name[one],
                one,
            ),
        )
        capacity[short] = bound[short] + max(0, by_name[short] - _OVERFLOW_BOXES)
    return capacity


def boxes_to_cook(
    choices: Sequence[Choice], capacity: Mapping[CanteenId, int]
) -> Counter[CanteenId]:
    """Count about how many boxes each kitchen will cook: by need, by name, then the nearest."""
    boxes: Counter[CanteenId] = Counter()
    for order, canteens in sorted(choices, key=_rank):
        wanted = (order.canteen_id, *canteens) if order.canteen_id in canteens else canteens
        takes = next(
            (
                one
                for one in wanted
                if one is not None and boxes[one] + order.meals <= capacity[one]
            ),
            canteens[0],
        )
        boxes[takes] += order.meals
    return boxes


def _rank(choice: Choice) -> tuple[bool, bool]:
    order, canteens = choice
    return len(canteens) > 1, order.canteen_id is None
