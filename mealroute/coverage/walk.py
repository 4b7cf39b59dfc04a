"""Walk one route on many days at once: the stops are a loop, the days are the arrays' axis.

A volunteer leaves as planned, or when the boxes are there; follows the planned sequence; waits at
a door that opens later. With $t_j$ the leg to stop $j$ and $q_j$ the seconds until its door opens,

    start_j = max(end_before + t_j, opens_j) + q_j,    end_j = start_j + handover_j,

on each day with that day's factors. A cancelled stop is passed over, straight from the stop before
to the one after; an added order is handed over at the door it came up at, right after the planned
one, while there is room aboard for its box.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mealroute.coverage.draws import Draws
from mealroute.coverage.itinerary import Door, Itinerary, Loading
from mealroute.coverage.perturbation import Perturbation
from mealroute.domain import OrderId

_NOWHERE = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Handovers:
    """What comes of one order, planned or added, on each day; all arrays of shape (days,).

    ``wanted``: it was ordered and not cancelled. ``brought``: somebody comes who has its box.
    ``starts_s`` and ``aboard_s`` have a meaning where it is brought; ``late_s`` is 0 in time.
    """

    order_id: OrderId
    added: bool
    wanted: NDArray[np.bool_]
    brought: NDArray[np.bool_]
    starts_s: NDArray[np.float64]
    late_s: NDArray[np.float64]
    aboard_s: NDArray[np.float64]
    hot: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walked:
    """One route on all days: its handovers in sequence, and whether the shift ended in time."""

    handovers: tuple[Handovers, ...]
    kept_shift: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Conditions:
    """The days as one route meets them; arrays of shape (days,).

    ``walked``: the volunteer or a reserve is there. ``delay_s``: how much later a reserve leaves.
    ``weather`` is the day's travel factor, ``late_s`` by how much the canteen's boxes are late.
    """

    draws: Draws
    perturbation: Perturbation
    walked: NDArray[np.bool_]
    delay_s: NDArray[np.float64]
    weather: NDArray[np.float64]
    late_s: NDArray[np.float64]


def walk(route: Itinerary, conditions: Conditions) -> Walked:
    """Walk a route on all days."""
    walker = _Walker(route, conditions)
    handovers = [one for loading in route.loadings for one in walker.trip(loading)]
    return Walked(handovers=tuple(handovers), kept_shift=walker.free_s <= route.until_s)


def ordered(order_id: OrderId, draws: Draws, perturbation: Perturbation) -> NDArray[np.bool_]:
    """Say on which days an accepted order is not cancelled."""
    return ~draws.occurs(perturbation.cancelled_share, "cancelled", order_id)


def added(order_id: OrderId, draws: Draws, perturbation: Perturbation) -> NDArray[np.bool_]:
    """Say on which days another order comes up at the door of an accepted one."""
    return draws.occurs(perturbation.added_share, "added", order_id)


class _Walker:
    """Where one volunteer is on every day, and what the clock says there."""

    def __init__(self, route: Itinerary, conditions: Conditions) -> None:
        days = conditions.draws.days
        self._route = route
        self._days = conditions
        self._clock_s = np.zeros(days)
        self._left_s = np.zeros(days)
        self._place = np.zeros(days, dtype=np.intp)
        self._building = np.full(days, _NOWHERE)
        self._room = np.zeros(days, dtype=np.int64)
        self._out = np.zeros(days, dtype=np.bool_)
        self.free_s = np.full(days, -np.inf)
        """When the volunteer is done with everything so far."""

    def trip(self, loading: Loading) -> Iterator[Handovers]:
        """Bring one loading; a day on which all its orders are cancelled has no such trip."""
        draws, perturbation = self._days.draws, self._days.perturbation
        wanted = [ordered(door.order_id, draws, perturbation) for door in loading.doors]
        self._load(loading, wanted)
        for door, comes in zip(loading.doors, wanted, strict=True):
            yield self._bring(door, comes, extra=False)
            if perturbation.added_share > 0:
                yield self._bring(door, added(door.order_id, draws, perturbation), extra=True)
        self._come_back(loading)

    def _load(self, loading: Loading, wanted: list[NDArray[np.bool_]]) -> None:
        first = loading is self._route.loadings[0]
        planned_s = loading.leaves_s + (self._days.delay_s if first else 0.0)
        ready_s = self._route.ready_s + self._days.late_s
        again_s = self.free_s + (0 if first else self._route.reload_s)
        self._left_s = np.maximum(np.maximum(planned_s, ready_s), again_s)
        self._clock_s = self._left_s
        self._place = np.zeros_like(self._place)
        self._building = np.full_like(self._building, _NOWHERE)
        self._room = np.full_like(self._room, self._route.capacity)
        for door, comes in zip(loading.doors, wanted, strict=True):
            self._room -= door.boxes * comes
        self._out = np.zeros_like(self._out)

    def _bring(self, door: Door, wanted: NDArray[np.bool_], *, extra: bool) -> Handovers:
        draws, perturbation = self._days.draws, self._days.perturbation
        whose, which = door.order_id, "added " if extra else ""
        aboard = wanted & (self._room > 0) if extra else wanted
        if extra:
            self._room -= aboard
        leg = draws.factor(perturbation.leg_sigma, f"{which}leg", whose) * self._days.weather
        arrives_s = self._clock_s + self._route.leg_s[self._place, door.place] * leg
        closed_s = draws.seconds(
            perturbation.slow_door_share,
            perturbation.slow_door_mean_min,
            f"{which}slow door",
            whose,
        )
        # Nobody knows a window of an order that came up after planning: the kitchen's hours hold.
        opens_s = -np.inf if extra else door.opens_s
        shuts_s = door.serve_until_s if extra else door.shuts_s
        starts_s = np.maximum(arrives_s, opens_s) + closed_s
        handover_s = door.handover_s * draws.factor(
            perturbation.handover_sigma, f"{which}handover", whose
        )
        enters_s = self._route.per_building_s * (self._building != door.building)
        self._clock_s = np.where(aboard, starts_s + handover_s + enters_s, self._clock_s)
        self._place = np.where(aboard, door.place, self._place)
        self._building = np.where(aboard, door.building, self._building)
        self._out = self._out | aboard
        aboard_s = starts_s - self._left_s
        return Handovers(
            order_id=door.order_id,
            added=extra,
            wanted=wanted,
            brought=aboard & self._days.walked,
            starts_s=starts_s,
            late_s=np.maximum(starts_s - shuts_s, 0.0),
            aboard_s=aboard_s,
            hot=aboard_s <= self._route.aboard_s,
        )

    def _come_back(self, loading: Loading) -> None:
        """End the trip where it was made: back where the route asks for it, else at the door."""
        over_s = self._clock_s
        if loading.back_place is not None:
            perturbation = self._days.perturbation
            number = self._route.loadings.index(loading) + 1
            whose = f"{self._route.volunteer_id} {number}"
            leg = self._days.draws.factor(perturbation.leg_sigma, "way back", whose)
            back_s = self._route.leg_s[self._place, loading.back_place]
            over_s = over_s + back_s * leg * self._days.weather
        self.free_s = np.where(self._out, over_s, self.free_s)
