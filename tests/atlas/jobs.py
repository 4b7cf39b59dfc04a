"""Build small atlases: a town of made-up people around two canteens, with sites beside it."""

from collections.abc import Collection, Sequence
from typing import Any

from mealroute.atlas import CoverageJob
from mealroute.atlas.job import Opening
from mealroute.coverage.assessment import assess
from mealroute.coverage.catchments import catchments
from mealroute.coverage.opening import opened, with_sites
from mealroute.domain import CanteenId, Day, Site
from mealroute.settings import Settings
from mealroute.travel import StraightTravel
from tests.builders import a_canteen, a_kitchen, a_resident, an_order, at_m

SETTINGS = Settings()
TRAVEL = StraightTravel(SETTINGS.travel)
MINUTES = (5, 10, 15)
A_SITE = Site(name="北区活动中心", coordinates=at_m(3100.0, 40.0))


def a_town(**changes: Any) -> Day:
    """Two canteens 2 km apart, people every 97 m along a street 4 km long, some halal, some frail.

    Nobody lives at a canteen, and every third door has a neighbour behind it.
    """
    people = [
        a_resident(
            f"R{number:03}",
            name=f"王秀{chr(0x4E00 + 37 * number)}",
            coordinates=at_m(50.0 + 97.0 * (number - number % 3 // 2), 60.0 * (number % 2)),
            diet="halal" if number % 7 == 0 else "regular",
            priority=1 + number % 3,
            community=("东门社区", "西街社区")[number % 2],
        )
        for number in range(40)
    ]
    values: dict[str, Any] = {
        "canteens": (
            a_canteen("C1", name="西街社区长者食堂"),
            a_canteen(
                "C2", name="$东门$ <b>食堂", coordinates=at_m(2000.0),
                diets=frozenset({"regular", "halal"}), service_radius_m=700.0,
            ),
        ),
        "kitchens": (a_kitchen("C1", capacity=10), a_kitchen("C2", capacity=30)),
        "residents": tuple(people),
        "orders": tuple(
            an_order(f"O{number}", one.resident_id, meals=1 + number % 2)
            for number, one in enumerate(people)
            if number % 4
        ),
    }  # fmt: skip
    return Day(**values | changes)


def a_job(
    day: Day | None = None,
    sites: Sequence[Site] = (),
    closing: Collection[CanteenId] = (),
    **changes: Any,
) -> CoverageJob:
    town = a_town() if day is None else day
    chosen = tuple(one for one in sites if one.opens)
    opening = None
    if chosen or closing:
        new = opened(town, chosen)
        opening = Opening(
            canteens=new,
            assessment=assess(with_sites(town, chosen, closing), SETTINGS, TRAVEL, minutes=MINUTES),
            catchments=catchments(new, TRAVEL, SETTINGS.travel, MINUTES),
        )
    values: dict[str, Any] = {
        "day": town,
        "settings": SETTINGS,
        "travel": TRAVEL,
        "assessment": assess(town, SETTINGS, TRAVEL, minutes=MINUTES),
        "catchments": catchments(town.canteens, TRAVEL, SETTINGS.travel, MINUTES),
        "opening": opening,
        "sites": tuple(sites),
    }
    return CoverageJob(**values | changes)
