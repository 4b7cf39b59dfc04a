"""Open canteens at sites, so that a day can be assessed before and after."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import count
from statistics import median

from mealroute.domain import REGULAR_DIET, Canteen, CanteenId, Day, Kitchen, Site


def opened(day: Day, sites: Sequence[Site]) -> tuple[Canteen, ...]:
    """Make canteens of sites: ``new-1``, ``new-2`` and so on, in their order.

    Where a site does not say, its radius is the median of today's canteens (1,000 m without any),
    and it cooks every diet that one of them cooks.
    """
    taken = {one.canteen_id for one in day.canteens}
    ids = (one for number in count(1) if (one := CanteenId(f"new-{number}")) not in taken)
    radius_m = median([one.service_radius_m for one in day.canteens] or [1000.0])
    diets = frozenset[str]().union(*(one.diets for one in day.canteens)) or {REGULAR_DIET}
    return tuple(
        Canteen(
            canteen_id=canteen_id,
            name=site.name,
            coordinates=site.coordinates,
            service_radius_m=radius_m if site.service_radius_m is None else site.service_radius_m,
            diets=frozenset(diets) if site.diets is None else site.diets,
        )
        for site, canteen_id in zip(sites, ids, strict=False)
    )


def with_sites(day: Day, sites: Sequence[Site], closing: Collection[CanteenId] = ()) -> Day:
    """Add the canteens of sites to a day, each with a kitchen for every meal that is cooked today.

    A kitchen whose capacity nobody said cooks what the middle one of today's does at that meal.
    Today's canteens that are ``closing`` are taken away, with their kitchens.
    """
    kitchens = [one for one in day.kitchens if one.canteen_id not in closing]
    for canteen, site in zip(opened(day, sites), sites, strict=True):
        for meal in dict.fromkeys(one.meal for one in day.kitchens):
            today = [one for one in day.kitchens if one.meal == meal]
            capacity = round(median(one.capacity for one in today))
            kitchens.append(
                Kitchen(
                    canteen_id=canteen.canteen_id,
                    meal=meal,
                    capacity=capacity if site.capacity is None else site.capacity,
                    ready_from=min(one.ready_from for one in today),
                )
            )
    kept = [one for one in day.canteens if one.canteen_id not in closing]
    return replace(day, canteens=(*kept, *opened(day, sites)), kitchens=tuple(kitchens))
