"""Replay a plan on many perturbed days, and report what is on time, hot and brought at all."""

from collections.abc import Callable
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from mealroute.coverage.draws import Draws
from mealroute.coverage.estimate import mean, proportion
from mealroute.coverage.itinerary import Door, Itinerary, itineraries
from mealroute.coverage.perturbation import Perturbation
from mealroute.coverage.report import (
    DayCounts,
    RouteStress,
    StopStress,
    StressReport,
    outcome,
)
from mealroute.coverage.walk import Conditions, Handovers, Walked, added, ordered, walk
from mealroute.domain import CanteenId, Plan, Service, VolunteerId
from mealroute.errors import InvalidValueError
from mealroute.language import gettext as _
from mealroute.settings import Settings
from mealroute.travel import TravelTimes

FEWEST_DAYS = 2
"""A spread from day to day needs two."""


def replay(
    plan: Plan,
    service: Service,
    settings: Settings,
    travel: TravelTimes,
    perturbation: Perturbation,
    *,
    days: int,
    seed: int,
    on_progress: Callable[[int, int], None] | None = None,
) -> StressReport:
    """Replay a plan on so many perturbed days.

    The same seed gives the same days for every plan of the service, so that plans can be compared
    day by day (`compare`). Orders the plan leaves unassigned are wanted and not brought. Memory
    is that of one route's days, and of the minutes of all late handovers.

    Parameters
    ----------
    plan
        Of this service, valid or not. Only its sequences and the times of leaving are taken from
        it; travel and handovers are worked out from the day.
    days
        How many, 2 or more.
    on_progress
        Called with the routes replayed so far and all of them.

    Raises
    ------
    ArgumentError
        Where the plan does not fit the service.
    InvalidValueError
        Where there are fewer than two days.
    TravelError
        Where travel times cannot be had.
    """
    if days < FEWEST_DAYS:
        raise InvalidValueError(_("days is {days}, expected 2 or more").format(days=days))
    routes = itineraries(plan, service, settings, travel)
    draws = Draws(seed, days)
    present, covered = _attendance(routes, draws, perturbation)
    weather = draws.factor(perturbation.weather_sigma, "weather")
    tally = _Tally(_wanted(plan, draws, perturbation))
    for number, route in enumerate(routes):
        conditions = Conditions(
            draws=draws,
            perturbation=perturbation,
            walked=present[number] | covered[number],
            delay_s=covered[number] * perturbation.reserve_delay_min * 60,
            weather=weather,
            late_s=_late_s(route.canteen_id, draws, perturbation),
        )
        tally.add(route, walk(route, conditions), conditions.walked, present[number])
        if on_progress is not None:
            on_progress(number + 1, len(routes))
    return tally.report(days, seed, perturbation)


def _wanted(plan: Plan, draws: Draws, perturbation: Perturbation) -> NDArray[np.int64]:
    """Count the orders of each day: accepted ones that are not cancelled, and added ones."""
    accepted = dict.fromkeys(
        chain(
            (receipt.order_id for receipt in plan.receipts if receipt.accepted),
            (stop.order_id for _route, stop in plan.stops()),
            (one.order_id for one in plan.unassigned),
        )
    )
    wanted = np.zeros(draws.days, dtype=np.int64)
    for order_id in accepted:
        wanted += ordered(order_id, draws, perturbation)
        wanted += added(order_id, draws, perturbation)
    return wanted


def _late_s(canteen_id: CanteenId, draws: Draws, perturbation: Perturbation) -> NDArray[np.float64]:
    """Give by how much a canteen's boxes are late on each day."""
    return draws.seconds(
        perturbation.late_canteen_share,
        perturbation.late_canteen_mean_min,
        "late canteen",
        canteen_id,
    )


def _attendance(
    routes: tuple[Itinerary, ...], draws: Draws, perturbation: Perturbation
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say which routes have their volunteer, and which others a reserve; (routes, days) each.

    The reserves of a canteen take over the absent volunteers' routes with the most boxes.
    """
    present = np.ones((len(routes), draws.days), dtype=np.bool_)
    for number, route in enumerate(routes):
        present[number] = ~draws.occurs(perturbation.absence, "absence", route.volunteer_id)
    covered = np.zeros_like(present)
    left = {
        route.canteen_id: np.full(draws.days, perturbation.reserves, dtype=np.int64)
        for route in routes
    }
    for number in sorted(range(len(routes)), key=lambda number: -routes[number].boxes):
        reserves = left[routes[number].canteen_id]
        covered[number] = ~present[number] & (reserves > 0)
        reserves -= covered[number]
    return present, covered


class _Tally:
    """The counts of all routes so far, with the reserves and without."""

    def __init__(self, wanted: NDArray[np.int64]) -> None:
        self._with = _Counts(wanted)
        self._without = _Counts(wanted)
        self._routes: list[RouteStress] = []
        self._stops: list[StopStress] = []

    def add(
        self,
        route: Itinerary,
        walked: Walked,
        anybody: NDArray[np.bool_],
        present: NDArray[np.bool_],
    ) -> None:
        """Count one route, walked on the days with anybody, by its own volunteer when present."""
        self._with.add(walked, anybody)
        self._without.add(walked, present)
        self._routes.append(_route_stress(route, walked, anybody))
        planned = (one for one in walked.handovers if not one.added)
        self._stops += [
            _stop_stress(door, one, route.volunteer_id)
            for door, one in zip(route.doors, planned, strict=True)
        ]

    def report(self, days: int, seed: int, perturbation: Perturbation) -> StressReport:
        counts = self._with.counts()
        return StressReport(
            days=days,
            seed=seed,
            perturbation=perturbation,
            outcome=outcome(counts, self._with.late_min()),
            without_reserves=outcome(self._without.counts(), self._without.late_min()),
            routes=tuple(
                sorted(self._routes, key=lambda one: (-one.poor_per_day.value, one.volunteer_id))
            ),
            stops=tuple(
                sorted(
                    self._stops, key=lambda one: (-one.late.value - one.cold.value, one.order_id)
                )
            ),
            counts=counts,
        )


class _Counts:
    """The counts of every day, growing route by route."""

    def __init__(self, wanted: NDArray[np.int64]) -> None:
        self._wanted = wanted
        self._brought = np.zeros_like(wanted)
        self._on_time = np.zeros_like(wanted)
        self._hot = np.zeros_like(wanted)
        self._walked = np.zeros_like(wanted)
        self._kept_shift = np.zeros_like(wanted)
        self._late_min: list[NDArray[np.float64]] = []

    def add(self, walked: Walked, who: NDArray[np.bool_]) -> None:
        for one in walked.handovers:
            brought = one.brought & who
            late = brought & (one.late_s > 0)
            self._brought += brought
            self._on_time += brought & ~late
            self._hot += brought & one.hot
            self._late_min.append(one.late_s[late] / 60)
        self._walked += who
        self._kept_shift += walked.kept_shift & who

    def counts(self) -> DayCounts:
        return DayCounts(
            wanted=self._wanted,
            brought=self._brought,
            on_time=self._on_time,
            hot=self._hot,
            walked=self._walked,
            kept_shift=self._kept_shift,
        )

    def late_min(self) -> NDArray[np.float64]:
        return np.concatenate([*self._late_min, np.zeros(0)])


def _route_stress(route: Itinerary, walked: Walked, who: NDArray[np.bool_]) -> RouteStress:
    late = np.zeros(who.size)
    cold = np.zeros(who.size)
    poor = np.zeros(who.size)
    for one in walked.handovers:
        is_late = one.brought & (one.late_s > 0)
        is_cold = one.brought & ~one.hot
        late += is_late
        cold += is_cold
        poor += is_late | is_cold
    days = int(who.sum())
    return RouteStress(
        volunteer_id=route.volunteer_id,
        canteen_id=route.canteen_id,
        stops=sum(1 for _door in route.doors),
        days_walked=days,
        any_late=proportion(int((late > 0).sum()), days),
        late_per_day=mean(late[who]),
        cold_per_day=mean(cold[who]),
        poor_per_day=mean(poor[who]),
        kept_shift=proportion(int((walked.kept_shift & who).sum()), days),
    )


def _stop_stress(door: Door, one: Handovers, volunteer_id: VolunteerId) -> StopStress:
    days = int(one.brought.sum())
    late = one.brought & (one.late_s > 0)
    times_late = int(late.sum())
    return StopStress(
        order_id=door.order_id,
        volunteer_id=volunteer_id,
        days_brought=days,
        late=proportion(times_late, days),
        cold=proportion(int((one.brought & ~one.hot).sum()), days),
        late_mean_min=float(one.late_s[late].mean()) / 60 if times_late else 0.0,
        spare_min=door.spare_s / 60,
    )
