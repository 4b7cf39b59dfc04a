"""Hold what a replay found: the shares of all days, and which routes and stops are weak."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mealroute.coverage.estimate import Estimate, difference, ratio
from mealroute.coverage.perturbation import Perturbation
from mealroute.domain import CanteenId, OrderId, VolunteerId
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DayCounts:
    """Counts of every day, int64 of shape (days,), read-only.

    ``wanted`` orders are accepted or added and not cancelled; of these so many are ``brought``,
    brought ``on_time``, brought ``hot``. Of the routes ``walked`` so many ``kept_shift``.
    """

    wanted: NDArray[np.int64]
    brought: NDArray[np.int64]
    on_time: NDArray[np.int64]
    hot: NDArray[np.int64]
    walked: NDArray[np.int64]
    kept_shift: NDArray[np.int64]

    def __post_init__(self) -> None:
        """Lock the arrays."""
        for name in self.__slots__:
            getattr(self, name).setflags(write=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What comes of a plan over all days.

    ``brought``, ``on_time`` and ``hot`` are shares of the orders wanted: a meal that nobody brings
    is neither on time nor hot. ``on_time_days`` are the 5, 50 and 95 % quantiles of the days'
    shares on time. ``kept_shift`` is a share of the routes walked. Minutes late are those of the
    handovers that are late: their mean and 95 % quantile, 0 where none is.
    """

    wanted_per_day: float
    brought: Estimate
    on_time: Estimate
    hot: Estimate
    on_time_days: tuple[float, float, float]
    kept_shift: Estimate
    late_mean_min: float
    late_p95_min: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStress:
    """How one route fares on the days on which somebody walks it.

    ``any_late`` is the share of those days with a late handover; ``late_per_day`` and
    ``cold_per_day`` are orders a day; ``poor_per_day`` counts an order that is late, cold or both
    once.
    """

    volunteer_id: VolunteerId
    canteen_id: CanteenId
    stops: int
    days_walked: int
    any_late: Estimate
    late_per_day: Estimate
    cold_per_day: Estimate
    poor_per_day: Estimate
    kept_shift: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class StopStress:
    """How one planned stop fares on the days on which it is brought.

    ``late_mean_min`` is the mean of the days on which it is late. ``spare_min`` is by how much
    later than planned it could start and still be in time and hot.
    """

    order_id: OrderId
    volunteer_id: VolunteerId
    days_brought: int
    late: Estimate
    cold: Estimate
    late_mean_min: float
    spare_min: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StressReport:
    """A plan replayed on many days.

    ``outcome`` is with the reserves of the perturbation, ``without_reserves`` the same days had
    there been none. Routes and stops come weakest first: by orders late or cold, then by id.
    """

    days: int
    seed: int
    perturbation: Perturbation
    outcome: Outcome
    without_reserves: Outcome
    routes: tuple[RouteStress, ...]
    stops: tuple[StopStress, ...]
    counts: DayCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One plan's shares less another's, on the same days."""

    brought: Estimate
    on_time: Estimate
    hot: Estimate


def outcome(counts: DayCounts, late_min: NDArray[np.float64]) -> Outcome:
    """Sum up the days; ``late_min`` are the minutes of every handover that is late, any order."""
    daily = counts.on_time / np.maximum(counts.wanted, 1)
    daily[counts.wanted == 0] = 1.0
    low, middle, high = (float(share) for share in np.quantile(daily, (0.05, 0.5, 0.95)))
    any_late = late_min.size > 0
    return Outcome(
        wanted_per_day=float(counts.wanted.mean()),
        brought=ratio(counts.brought, counts.wanted),
        on_time=ratio(counts.on_time, counts.wanted),
        hot=ratio(counts.hot, counts.wanted),
        on_time_days=(low, middle, high),
        kept_shift=ratio(counts.kept_shift, counts.walked),
        late_mean_min=float(late_min.mean()) if any_late else 0.0,
        late_p95_min=float(np.quantile(late_min, 0.95)) if any_late else 0.0,
    )


def compare(one: StressReport, other: StressReport) -> Comparison:
    """Compare two plans that were replayed on the same days.

    Raises
    ------
    ArgumentError
        Where days, seed or perturbation differ.
    """
    if (one.days, one.seed, one.perturbation) != (other.days, other.seed, other.perturbation):
        raise ArgumentError(_("two plans can only be compared on the same days"))
    ours, theirs = one.counts, other.counts
    return Comparison(
        brought=difference(ours.brought, ours.wanted, theirs.brought, theirs.wanted),
        on_time=difference(ours.on_time, ours.wanted, theirs.on_time, theirs.wanted),
        hot=difference(ours.hot, ours.wanted, theirs.hot, theirs.wanted),
    )
