"""Give each hexagon its figures: the share served, the minutes, the meals within reach."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mealroute.atlas.job import CoverageJob
from mealroute.coverage.assessment import Assessment, access_of, walks_min
from mealroute.coverage.hexagons import Hexagon, hexagons
from mealroute.domain import Day


@dataclass(frozen=True, slots=True, eq=False)
class HexagonValues:
    """A hexagon's figures: means over its residents.

    ``share`` lives inside a service radius that counts; ``minutes`` of those whom a canteen can
    reach, ``inf`` where nobody is; ``meals`` is access by 2SFCA; ``share_after`` is ``share`` with
    the sites open, ``None`` without sites.
    """

    hexagon: Hexagon
    share: float
    minutes: float
    meals: float
    share_after: float | None


def hexagon_values(job: CoverageJob) -> tuple[list[HexagonValues], int]:
    """Sum a day up by hexagons.

    What is published tells of no diet and of no hexagon with fewer than k residents.

    Returns
    -------
    tuple
        The hexagons, and how many residents live in those that are left out.
    """
    found = job.assessment
    public = job.publication is not None
    places = [one.coordinates for one in found.reach.residents if one.coordinates is not None]
    share = _served(found, public=public)
    after = None if job.opening is None else _served(job.opening.assessment, public=public)
    minutes = walks_min(found.reach, with_diet=not public)
    meals = _meals(job.day, found, public=public)
    every = hexagons(places)
    least = 0 if job.publication is None else job.publication.k
    told = [one for one in every if one.people >= least]
    values = [
        HexagonValues(
            hexagon=one,
            share=float(share[one.rows].mean()),
            minutes=_mean_finite(minutes[one.rows]),
            meals=float(meals[one.rows].mean()),
            share_after=None if after is None else float(after[one.rows].mean()),
        )
        for one in told
    ]
    return values, sum(one.people for one in every) - sum(one.people for one in told)


def _served(found: Assessment, *, public: bool) -> NDArray[np.float64]:
    near = found.reach.inside if public else found.reach.inside & found.reach.cooks
    return np.asarray(near.any(axis=1), dtype=np.float64)


def _meals(day: Day, found: Assessment, *, public: bool) -> NDArray[np.float64]:
    both = access_of(day, found.reach, found.minutes) if public else found.access
    return both[0].meals


def _mean_finite(values: NDArray[np.float64]) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("inf")


def ranks(values: Sequence[float], edges: Sequence[float]) -> list[int]:
    """Give each value the number of its class, from the edges between classes.

    Examples
    --------
    >>> ranks([0.0, 0.5, 1.0], (0.25, 0.5, 0.75, 0.999))
    [0, 2, 4]
    """
    places = np.searchsorted(np.asarray(edges), np.asarray(values), side="right")
    return [int(place) for place in places]
