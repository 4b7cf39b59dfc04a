"""Measure how far every resident lives from every canteen, and who is served by that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Canteen, CanteenId, Day, Meal, Mode, Resident, ResidentId
from mealroute.settings import Settings
from mealroute.travel import UNREACHABLE_S, TravelTimes, great_circle_m

MINUTES: Final = (5, 10, 15)
"""The walks that coverage is told for; 15 minutes is the circle of 民发〔2023〕58号."""

ALL: Final = "all"
ORDERED: Final = "ordered"
"""The groups of residents beside ``priority N``: everybody, and by boxes ordered."""

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reach:
    """How far it is from every canteen to every resident whose door is known.

    Attributes
    ----------
    residents, canteens
        Rows and columns of the arrays.
    without_place
        Residents whose door nobody knows: they are in no row, and outside of everything.
    seconds, metres
        The way from canteen to door by the travel times asked for, of shape (residents,
        canteens); `UNREACHABLE_S` and ``inf`` where there is none.
    radius_m
        The metres that the service radius is compared with: straight, or along the streets.
    boxes
        The boxes ordered by each resident, over all services of the day.
    """

    residents: tuple[Resident, ...]
    canteens: tuple[Canteen, ...]
    without_place: tuple[ResidentId, ...]
    seconds: Ints
    metres: Floats
    radius_m: Floats
    boxes: Ints

    @property
    def cooks(self) -> Flags:
        """Which canteen cooks the diet of which resident, of shape (residents, canteens)."""
        rows = {one.diet: [one.diet in canteen.diets for canteen in self.canteens]
                for one in self.residents}  # fmt: skip
        shape = (len(self.residents), len(self.canteens))
        flags = [rows[one.diet] for one in self.residents]
        return np.array(flags, dtype=np.bool_).reshape(shape)

    @property
    def inside(self) -> Flags:
        """Whose door lies inside whose service radius, of shape (residents, canteens)."""
        limits = np.array([canteen.service_radius_m for canteen in self.canteens])
        return np.asarray(self.radius_m <= limits)

    def within(self, limit_s: int) -> Flags:
        """Whom a canteen reaches in so many seconds, of shape (residents, canteens)."""
        return np.asarray(self.seconds <= limit_s)

    @property
    def nearest(self) -> Ints:
        """The quickest canteen that cooks the resident's diet, of shape (residents,); -1: none."""
        able = np.where(self.cooks, self.seconds, UNREACHABLE_S)
        if not self.canteens:
            return np.full(len(self.residents), -1, dtype=np.int64)
        return np.where(able.min(axis=1) < UNREACHABLE_S, able.argmin(axis=1), -1)


def measure_reach(
    day: Day, settings: Settings, travel: TravelTimes, mode: Mode = Mode.FOOT
) -> Reach:
    """Measure the way from every canteen to every resident's door.

    Parameters
    ----------
    day
        Everybody in its ``residents``, whether they ordered or not.
    settings
        ``[receipt] radius_by`` says how the service radius is measured.
    travel
        Street travel gives catchments along the streets, straight travel circles.
    mode
        Who goes: on foot is what a resident's walk to the canteen is measured by.

    Raises
    ------
    TravelError
        When travel times cannot be had.
    """
    residents = tuple(one for one in day.residents if one.coordinates is not None)
    doors = [one.coordinates for one in residents if one.coordinates is not None]
    origins = [canteen.coordinates for canteen in day.canteens]
    table = travel.table(mode, origins, doors)
    straight = settings.receipt.radius_by == "straight"
    ordered: dict[ResidentId, int] = {}
    for order in day.orders:
        ordered[order.resident_id] = ordered.get(order.resident_id, 0) + order.meals
    return Reach(
        residents=residents,
        canteens=day.canteens,
        without_place=tuple(one.resident_id for one in day.residents if one.coordinates is None),
        seconds=table.seconds.T,
        metres=table.metres.T,
        radius_m=great_circle_m(doors, origins) if straight else table.metres.T,
        boxes=np.array([ordered.get(one.resident_id, 0) for one in residents], dtype=np.int64),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What part of a group is covered: ``covered`` of ``whole``, residents or boxes.

    ``minutes`` is ``None`` for the service radius. ``with_diet`` counts only canteens that cook
    what the resident eats.
    """

    group: str
    minutes: int | None
    with_diet: bool
    covered: int
    whole: int

    @property
    def share(self) -> float:
        """Covered by whole; 1 where there is nobody to cover."""
        return self.covered / self.whole if self.whole else 1.0


def shares(reach: Reach, minutes: Sequence[int] = MINUTES) -> tuple[Share, ...]:
    """Tell the coverage (weighted share within reach) of each group, radius and walk.

    Groups are everybody, everybody weighted by the boxes ordered, and each priority. Residents
    whose door nobody knows count as not covered.
    """
    lost = len(reach.without_place)
    everybody = np.ones(len(reach.residents), dtype=np.int64)
    priority = np.array([one.priority for one in reach.residents], dtype=np.int64)
    groups = {ALL: (everybody, lost), ORDERED: (reach.boxes, 0)}
    groups |= {f"priority {n}": ((priority == n).astype(np.int64), 0) for n in (1, 2, 3)}
    found = []
    for with_diet in (False, True):
        cooks = reach.cooks if with_diet else np.ones_like(reach.cooks)
        for limit in (None, *minutes):
            near = reach.inside if limit is None else reach.within(limit * 60)
            covered = (near & cooks).any(axis=1)
            found += [
                Share(group=group, minutes=limit, with_diet=with_diet,
                      covered=int(weight[covered].sum()), whole=int(weight.sum()) + more)
                for group, (weight, more) in groups.items()
            ]  # fmt: skip
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A resident whom no canteen that cooks the diet serves, and how far that is.

    ``canteen_id`` is the one that would serve with the least addition to its radius,
    ``too_far_m``; ``None`` where no canteen cooks the diet. ``seconds`` is the walk from it.
    """

    resident_id: ResidentId
    priority: int
    canteen_id: CanteenId | None
    too_far_m: float
    seconds: int


def outside(reach: Reach) -> tuple[Outside, ...]:
    """List who lies outside every service radius that counts, the farthest first."""
    limits = np.array([canteen.service_radius_m for canteen in reach.canteens])
    able = reach.cooks
    beyond = np.where(able, reach.radius_m - limits, np.inf)
    found = []
    for row, resident in enumerate(reach.residents):
        column = int(beyond[row].argmin()) if reach.canteens else -1
        too_far_m = float(beyond[row, column]) if reach.canteens else np.inf
        if too_far_m > 0:
            cooks = column >= 0 and bool(able[row, column])
            found.append(
                Outside(
                    resident_id=resident.resident_id,
                    priority=resident.priority,
                    canteen_id=reach.canteens[column].canteen_id if cooks else None,
                    too_far_m=too_far_m,
                    seconds=int(reach.seconds[row, column]) if cooks else UNREACHABLE_S,
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.too_far_m, one.resident_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a canteen has to carry: people, boxes ordered, and the boxes its kitchen can cook.

    ``inside`` counts residents inside its radius whose diet it cooks, ``alone`` those of them
    whom no other canteen serves, ``nearest`` those of them for whom it is the quickest. ``boxes``
    are the orders of the ``nearest``; ``capacity`` is the most it can cook at one meal.
    """

    canteen_id: CanteenId
    inside: int
    alone: int
    nearest: int
    boxes: int
    capacity: int


def loads(reach: Reach, day: Day) -> tuple[Load, ...]:
    """Set the people around each canteen against its kitchen's capacity."""
    serves = reach.inside & reach.cooks
    alone = serves.sum(axis=1) == 1
    way = np.where(serves, reach.seconds, UNREACHABLE_S + 1)
    nearest = way.argmin(axis=1) if reach.canteens else np.zeros(0, dtype=np.int64)
    found = []
    for column, canteen in enumerate(reach.canteens):
        mine = serves[:, column]
        chosen = mine & (nearest == column)
        found.append(
            Load(
                canteen_id=canteen.canteen_id,
                inside=int(mine.sum()),
                alone=int((mine & alone).sum()),
                nearest=int(chosen.sum()),
                boxes=int(reach.boxes[chosen].sum()),
                capacity=max(
                    (k.capacity for k in day.kitchens if k.canteen_id == canteen.canteen_id),
                    default=0,
                ),
            )
        )
    return tuple(found)


def capacity_at(day: Day, meal: Meal) -> dict[CanteenId, int]:
    """Give the capacity of each kitchen at a meal, the row for every day before others."""
    found: dict[CanteenId, int] = {}
    for kitchen in sorted(day.kitchens, key=lambda one: one.date is not None):
        if kitchen.meal == meal:
            found.setdefault(kitchen.canteen_id, kitchen.capacity)
    return found
