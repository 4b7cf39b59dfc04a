"""Hold what an atlas of coverage is made from."""

from collections.abc import Sequence
from dataclasses import dataclass

from mealroute.atlas.publication import Publication
from mealroute.coverage.assessment import Assessment
from mealroute.coverage.catchments import Catchment
from mealroute.domain import BaseMap, Canteen, CanteenId, Day, Site
from mealroute.settings import Settings
from mealroute.travel import TravelTimes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opening:
    """What would change: the canteens that would open, and coverage with them."""

    canteens: tuple[Canteen, ...]
    assessment: Assessment
    catchments: tuple[Catchment, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CoverageJob:
    """A day assessed, and how it is to be shown.

    Attributes
    ----------
    day
        With the orders and kitchens that count.
    assessment, catchments
        Of today's canteens.
    opening
        What would change, where sites are given.
    sites
        All sites, chosen or not, for the page to try things.
    publication
        What may be shown to everybody; ``None`` for planners themselves.
    elders_per_point
        The norm of residents for each canteen, ``None`` for none.
    """

    day: Day
    settings: Settings
    travel: TravelTimes
    assessment: Assessment
    catchments: Sequence[Catchment]
    opening: Opening | None = None
    sites: tuple[Site, ...] = ()
    base_map: BaseMap | None = None
    publication: Publication | None = None
    elders_per_point: int | None = None

    @property
    def closing(self) -> frozenset[CanteenId]:
        """Which of today's canteens would close."""
        if self.opening is None:
            return frozenset()
        after = {one.canteen_id for one in self.opening.assessment.reach.canteens}
        return frozenset(
            one.canteen_id for one in self.assessment.reach.canteens if one.canteen_id not in after
        )
