"""Measure every order in question against every canteen: distances, and which rules it breaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Canteen, Coordinates, DeclineReason, Mode, Order, Resident, Service
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.receipt import rules
from mealroute.receipt.offers import Demand, Flags, Ints
from mealroute.settings import ReceiptSettings
from mealroute.travel import TravelTimes, great_circle_m


@dataclass(frozen=True, slots=True)
class Survey:
    """Orders in the order of their ids (n), canteens in the order of theirs (k), and their rules.

    ``breaks`` says for each rule that looks at canteens, except a full kitchen, where it declines
    (n, k). ``asked`` (n) is the index of the canteen asked for, -1 for any or for one that is not
    in the day. ``in_question`` (n, k) are the canteens that may take the order at all: without
    overflow only the one asked for. ``distance_m`` (n, k) is ``inf`` where there is no way.
    """

    orders: tuple[Order, ...]
    residents: tuple[Resident, ...]
    canteens: tuple[Canteen, ...]
    boxes: Ints
    asked: Ints
    in_question: Flags
    distance_m: NDArray[np.float64]
    capacity: Ints
    breaks: Mapping[DeclineReason, Flags]

    @property
    def eligible(self) -> Flags:
        """Where every rule but the kitchen's capacity is kept (n, k)."""
        may: Flags = self.in_question & ~np.any(list(self.breaks.values()), axis=0)
        return may

    def nearest_cooking(self, row: int) -> int:
        """Find the nearest canteen that cooks the order's diet at this meal; -1 for none."""
        cooks = ~self.breaks[DeclineReason.DIET_NOT_OFFERED][row]
        cooks = cooks & ~self.breaks[DeclineReason.CLOSED][row]
        far = np.where(cooks, self.distance_m[row], np.inf)
        return int(far.argmin()) if cooks.any() else -1

    def demand(self, orders: Ints) -> Demand:
        """Let some of the orders compete for the kitchens."""
        eligible = self.eligible[orders]
        distance_mm = np.where(eligible, self.distance_m[orders] * 1000, 0)
        return Demand(
            boxes=self.boxes[orders],
            priority=np.array([self.residents[order].priority for order in orders], dtype=np.int64),
            asked=self.asked[orders],
            eligible=eligible,
            distance_mm=np.rint(distance_mm).astype(np.int64),
            capacity=self.capacity,
        )


def survey(
    orders: Sequence[Order], service: Service, settings: ReceiptSettings, travel: TravelTimes | None
) -> Survey:
    """Measure orders whose doors are known.

    Raises
    ------
    ArgumentError
        When the radius is to be measured along streets and there are no travel times.
    """
    orders = tuple(sorted(orders, key=lambda order: order.order_id))
    residents = tuple(service.residents[order.resident_id] for order in orders)
    canteens = tuple(service.canteens[canteen_id] for canteen_id in sorted(service.canteens))
    kitchens = [service.kitchens.get(canteen.canteen_id) for canteen in canteens]
    index = {canteen.canteen_id: number for number, canteen in enumerate(canteens)}
    asked = np.array(
        [-1 if one.canteen_id is None else index.get(one.canteen_id, -1) for one in orders],
        dtype=np.int64,
    )
    any_will_do = np.array([order.canteen_id is None for order in orders], dtype=bool)
    any_will_do |= settings.overflow
    in_question = any_will_do[:, None] | (asked[:, None] == np.arange(len(canteens)))
    distance_m = _distances(residents, canteens, settings, travel)
    placed = np.array([rules.placed(order) for order in orders], dtype="datetime64[us]")
    cutoffs = [None if one is None else one.order_cutoff for one in kitchens]
    cutoff = np.array(
        [None if one is None else service.at(one) for one in cutoffs], dtype="datetime64[us]"
    )
    radius_m = np.array([canteen.service_radius_m for canteen in canteens], dtype=np.float64)
    diets = [service.diet_of(order) for order in orders]
    shut = rules.closed(kitchens)
    breaks = {
        DeclineReason.PAST_CUTOFF: rules.past_cutoff(placed[:, None], cutoff),
        DeclineReason.OUTSIDE_RADIUS: rules.outside_radius(distance_m, radius_m),
        DeclineReason.DIET_NOT_OFFERED: rules.diet_not_offered(diets, canteens),
        DeclineReason.CLOSED: np.broadcast_to(shut, in_question.shape),
    }
    return Survey(
        orders=orders,
        residents=residents,
        canteens=canteens,
        boxes=np.array([order.meals for order in orders], dtype=np.int64),
        asked=asked,
        in_question=in_question,
        distance_m=distance_m,
        capacity=np.array([0 if one is None else one.capacity for one in kitchens], dtype=np.int64),
        breaks=breaks,
    )


def _distances(
    residents: Sequence[Resident],
    canteens: Sequence[Canteen],
    settings: ReceiptSettings,
    travel: TravelTimes | None,
) -> NDArray[np.float64]:
    """Measure metres from every canteen to every door, once for doors in one place."""
    doors: dict[Coordinates, int] = {}
    row = [
        doors.setdefault(resident.coordinates, len(doors))
        for resident in residents
        if resident.coordinates is not None
    ]
    sources, places = [canteen.coordinates for canteen in canteens], list(doors)
    if settings.radius_by == "straight":
        metres = great_circle_m(sources, places)
    elif travel is not None:
        metres = travel.table(Mode.FOOT, sources, places).metres
    else:
        raise ArgumentError(_("radius_by is 'streets', expected travel times along streets"))
    return metres.T[np.array(row, dtype=np.int64)]
