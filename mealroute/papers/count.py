"""Count what a kitchen cooks and packs for a plan: by diet, by size, by departure, with clashes."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mealroute.domain import REGULAR_DIET, Canteen, Meal, Order, Plan, ReceiptStatus, Service
from mealroute.papers.clashes import Clash, clashes_of
from mealroute.views import RouteView


@dataclass(frozen=True, slots=True, kw_only=True)
class DietCount:
    """The boxes of one diet; ``sizes`` holds, for boxes in an order, how many orders have so many.

    ``waiting`` of the boxes are of orders that no volunteer brings.
    """

    diet: str
    orders: int
    boxes: int
    waiting: int
    sizes: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What leaves in one minute: ``trips`` as route letter and trip number; boxes by diet.

    ``so_far`` counts the boxes of this and all earlier batches.
    """

    leaves: dt.datetime
    trips: tuple[tuple[str, int], ...]
    loads: tuple[tuple[str, int], ...]
    boxes: int
    so_far: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KitchenCount:
    """All that one canteen cooks for delivery at one meal."""

    canteen: Canteen
    date: dt.date
    meal: Meal
    ready_from: dt.time | None
    diets: tuple[DietCount, ...]
    batches: tuple[Batch, ...]
    clashes: tuple[Clash, ...]

    @property
    def orders(self) -> int:
        """Orders accepted by this canteen."""
        return sum(count.orders for count in self.diets)

    @property
    def boxes(self) -> int:
        """Boxes to cook, brought or not."""
        return sum(count.boxes for count in self.diets)

    @property
    def waiting(self) -> int:
        """Boxes that no volunteer brings."""
        return sum(count.waiting for count in self.diets)


def kitchen_counts(
    plan: Plan, service: Service, views: Sequence[RouteView]
) -> tuple[KitchenCount, ...]:
    """Count what each canteen cooks, canteens in the order of the day.

    An accepted order is cooked by the canteen of its receipt, whether a route brings it or not. A
    canteen without an accepted order has no count.

    Parameters
    ----------
    plan
        The plan.
    service
        The meal it was made for.
    views
        Its routes with their people, by `mealroute.views.route_views`.
    """
    accepted: dict[str, list[Order]] = defaultdict(list)
    for receipt in plan.receipts:
        if receipt.status is ReceiptStatus.ACCEPTED and receipt.canteen_id is not None:
            accepted[receipt.canteen_id].append(service.orders[receipt.order_id])
    brought = {stop.order_id for _route, stop in plan.stops()}
    return tuple(
        KitchenCount(
            canteen=canteen,
            date=plan.date,
            meal=plan.meal,
            ready_from=kitchen.ready_from
            if (kitchen := service.kitchens.get(canteen.canteen_id))
            else None,
            diets=_diet_counts(accepted[canteen.canteen_id], service, brought),
            batches=_batches(
                [view for view in views if view.canteen.canteen_id == canteen.canteen_id]
            ),
            clashes=clashes_of(accepted[canteen.canteen_id], service),
        )
        for canteen in service.canteens.values()
        if accepted[canteen.canteen_id]
    )


def in_diet_order(diets: Iterable[str]) -> list[str]:
    """Sort diets as every paper lists them: regular first, then by name.

    Examples
    --------
    >>> in_diet_order({"soft", "halal", "regular"})
    ['regular', 'halal', 'soft']
    """
    return sorted(diets, key=lambda diet: (diet != REGULAR_DIET, diet))


def _diet_counts(
    orders: Iterable[Order], service: Service, brought: Iterable[str]
) -> tuple[DietCount, ...]:
    by_diet: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        by_diet[service.diet_of(order)].append(order)
    return tuple(
        DietCount(
            diet=diet,
            orders=len(of_diet),
            boxes=sum(order.meals for order in of_diet),
            waiting=sum(order.meals for order in of_diet if order.order_id not in brought),
            sizes=tuple(sorted(Counter(order.meals for order in of_diet).items())),
        )
        for diet in in_diet_order(by_diet)
        if (of_diet := by_diet[diet])
    )


def _batches(views: Iterable[RouteView]) -> tuple[Batch, ...]:
    leaving: dict[dt.datetime, list[tuple[str, int]]] = defaultdict(list)
    loads: dict[dt.datetime, Counter[str]] = defaultdict(Counter)
    for view in views:
        for trip in view.trips:
            # Paper tells minutes: of two rows of 11:15 one looks like a slip.
            minute = trip.trip.leaves.replace(second=0, microsecond=0)
            leaving[minute].append((view.code, trip.number))
            loads[minute].update(dict(trip.loads))
    batches: list[Batch] = []
    so_far = 0
    for leaves in sorted(leaving):
        boxes = loads[leaves].total()
        so_far += boxes
        batches.append(
            Batch(
                leaves=leaves,
                trips=tuple(leaving[leaves]),
                loads=tuple((diet, loads[leaves][diet]) for diet in in_diet_order(loads[leaves])),
                boxes=boxes,
                so_far=so_far,
            )
        )
    return tuple(batches)
