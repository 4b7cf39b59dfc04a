"""Assess a day's coverage once, for everything that shows it: reach, loads, access, equity."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.coverage.accessibility import floating_catchment, step, zones
from mealroute.coverage.equity import Equity, by_community, equity
from mealroute.coverage.reach import (
    MINUTES,
    Load,
    Outside,
    Reach,
    Share,
    loads,
    measure_reach,
    outside,
    shares,
)
from mealroute.domain import CanteenId, Day, Meal, Mode
from mealroute.settings import Settings
from mealroute.travel import UNREACHABLE_S, TravelTimes

ZONE_WEIGHTS: Final = (1.0, 0.68, 0.22)
"""What ways of the near, the middle and the far zone count (Luo and Qi 2009, their set 1)."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Access:
    """Meals within reach of each resident, shared among all who compete for them.

    Attributes
    ----------
    method
        ``2SFCA`` or ``E2SFCA``.
    meals
        For each resident of the reach at one meal, in the mean of the services, counting canteens
        that cook the diet, of shape (residents,).
    """

    method: str
    meals: Floats

    @property
    def spread(self) -> Equity:
        """How unequally the meals are spread."""
        return equity(self.meals)

    @property
    def without(self) -> int:
        """How many residents reach no meal at all."""
        return int((self.meals <= 0).sum())

    @property
    def least_tenth(self) -> float:
        """The mean of the tenth of residents with the least."""
        lowest = np.sort(self.meals)[: max(1, round(self.meals.size / 10))]
        return float(lowest.mean()) if lowest.size else 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assessment:
    """How a day's residents are covered.

    Attributes
    ----------
    reach
        The ways that everything else is counted from.
    minutes
        The walks that are told, in ascending order.
    services
        The dates and meals whose orders and kitchens count.
    shares, outside, loads
        As in `mealroute.coverage.reach`; a load's ``capacity`` adds up over the services.
    access
        By 2SFCA and by E2SFCA.
    walk_min
        Minutes from the quickest canteen that cooks the diet to each resident, ``inf`` where there
        is none, of shape (residents,).
    equity
        Of ``walk_min`` where it is finite.
    communities
        The same for each community; the unnamed one is the empty text.
    """

    reach: Reach
    mode: Mode
    travel: str
    minutes: tuple[int, ...]
    services: tuple[tuple[dt.date, Meal], ...]
    shares: tuple[Share, ...]
    outside: tuple[Outside, ...]
    loads: tuple[Load, ...]
    access: tuple[Access, ...]
    walk_min: Floats
    equity: Equity
    communities: Mapping[str, Equity]

    def share(self, group: str, minutes: int | None, *, with_diet: bool = True) -> Share:
        """Find the share of a group; ``minutes`` ``None`` asks for the service radius."""
        return next(
            one
            for one in self.shares
            if (one.group, one.minutes, one.with_diet) == (group, minutes, with_diet)
        )


def of_service(day: Day, date: dt.date | None, meal: Meal | None) -> Day:
    """Leave in a day only the orders and kitchens of a date, a meal, or both; everybody stays."""
    return replace(
        day,
        orders=tuple(
            one for one in day.orders if date in {None, one.date} and meal in {None, one.meal}
        ),
        kitchens=tuple(
            one
            for one in day.kitchens
            if meal in {None, one.meal} and (date is None or one.date in {None, date})
        ),
    )


def assess(
    day: Day,
    settings: Settings,
    travel: TravelTimes,
    *,
    minutes: Sequence[int] = MINUTES,
    mode: Mode = Mode.FOOT,
) -> Assessment:
    """Assess how the canteens of a day cover its residents.

    Parameters
    ----------
    day
        Residents, canteens, and the orders and kitchens that count; see `of_service`.
    settings
        How the service radius is measured.
    travel
        Streets give catchments along the streets, straight travel circles.
    minutes
        The walks to tell. The farthest bounds the catchments of 2SFCA; the first three are the
        zones of E2SFCA.
    mode
        Who goes.

    Raises
    ------
    TravelError
        When travel times cannot be had.
    """
    walks = tuple(sorted(set(minutes)))
    reach = measure_reach(day, settings, travel, mode)
    capacity = capacities(day)
    walk_min = walks_min(reach)
    finite = np.isfinite(walk_min)
    community = [one.community for one in reach.residents]
    return Assessment(
        reach=reach,
        mode=mode,
        travel=travel.name,
        minutes=walks,
        services=day.services(),
        shares=shares(reach, walks),
        outside=outside(reach),
        loads=tuple(
            replace(one, capacity=capacity.get(one.canteen_id, 0)) for one in loads(reach, day)
        ),
        access=_access(day, reach, walks, with_diet=True),
        walk_min=walk_min,
        equity=equity(walk_min[finite]),
        communities=by_community(
            walk_min[finite], [name for name, ok in zip(community, finite, strict=True) if ok]
        ),
    )


def capacities(day: Day) -> dict[CanteenId, int]:
    """Add up what each kitchen can cook over the services of a day; without orders, at one meal."""
    found: dict[CanteenId, int] = {}
    for date, meal in day.services():
        for canteen_id, kitchen in day.service(date, meal).kitchens.items():
            found[canteen_id] = found.get(canteen_id, 0) + kitchen.capacity
    if not day.orders:
        for kitchen in day.kitchens:
            found[kitchen.canteen_id] = max(found.get(kitchen.canteen_id, 0), kitchen.capacity)
    return found


def walks_min(reach: Reach, *, with_diet: bool = True) -> Floats:
    """Give the minutes to each resident from the quickest canteen; ``inf`` where there is none."""
    seconds = np.where(reach.cooks, reach.seconds, UNREACHABLE_S) if with_diet else reach.seconds
    best = seconds.min(axis=1, initial=UNREACHABLE_S)
    return np.where(best < UNREACHABLE_S, best / 60.0, np.inf)


def _access(
    day: Day, reach: Reach, minutes: Sequence[int], *, with_diet: bool
) -> tuple[Access, ...]:
    """Share what is cooked at one meal, in the mean of the services, among all residents."""
    capacity, meals = capacities(day), max(1, len(day.services()))
    supply = np.array([capacity.get(one.canteen_id, 0) / meals for one in reach.canteens])
    seconds = np.where(reach.cooks, reach.seconds, UNREACHABLE_S) if with_diet else reach.seconds
    demand = np.ones(len(reach.residents))
    near = [60 * one for one in minutes]
    weights = ZONE_WEIGHTS[: len(near)]
    decays = {
        "2SFCA": step(near[-1]),
        "E2SFCA": zones(tuple(near[: len(weights)]), weights),
    }
    return tuple(
        Access(method=name, meals=floating_catchment(supply, demand, seconds, decay))
        for name, decay in decays.items()
    )


def access_of(day: Day, reach: Reach, minutes: Sequence[int]) -> tuple[Access, ...]:
    """Give access as if every canteen cooked every diet, for what must not tell of diets."""
    return _access(day, reach, tuple(sorted(set(minutes))), with_diet=False)
