"""Hold a plan: who brings what to whom and when, what is left out and why, and what it costs."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from typing import Any

from mealroute.domain.canteen import Meal
from mealroute.domain.ids import CanteenId, OrderId, VolunteerId
from mealroute.domain.proof import Proof
from mealroute.domain.receipt import Receipt
from mealroute.domain.volunteer import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One handover at one door.

    ``arrives`` <= ``starts`` < ``ends``; ``aboard_s`` runs from leaving the canteen to
    ``starts``; ``leg_s`` and ``leg_m`` are the travel from the stop or canteen before.
    """

    order_id: OrderId
    arrives: dt.datetime
    starts: dt.datetime
    ends: dt.datetime
    aboard_s: int
    leg_s: int
    leg_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """One loading of a volunteer: out of the canteen, door by door, and perhaps back.

    ``back`` is the arrival at the canteen, or at home where the shift ends there; ``None`` where
    the route is over at the last door.
    """

    leaves: dt.datetime
    stops: tuple[Stop, ...]
    back: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One shift at work for one canteen.

    ``work_s`` runs from leaving the canteen on the first trip to the end of the last handover, or
    to being back where the shift's ``ends_at`` asks. ``distance_m`` counts every leg.
    """

    volunteer_id: VolunteerId
    canteen_id: CanteenId
    mode: Mode
    work_s: int
    distance_m: int
    trips: tuple[Trip, ...]

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All stops of all trips, in order."""
        return tuple(stop for trip in self.trips for stop in trip.stops)


class UnassignedReason(StrEnum):
    """Why an accepted order is not brought, in the order in which it is proven."""

    NO_VOLUNTEER = "no_volunteer"
    TOO_FAR_EVEN_ALONE = "too_far_even_alone"
    NOT_ENOUGH_HANDS = "not_enough_hands"
    NOT_FITTED = "not_fitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """An accepted order that no route takes, and why.

    ``proof`` is what the reason can be counted again by; ``None`` where nothing is proven.
    """

    order_id: OrderId
    reason: UnassignedReason
    detail: str = ""
    proof: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How a plan came to be, enough to make it again.

    ``seconds`` is wall time; ``travel`` is ``straight`` or ``streets``; ``cost`` is by the price
    list of the settings; ``lower_bound`` a cost no plan can undercut, ``None`` where none is
    proven.
    """

    version: str
    engine: str
    seed: int
    seconds: float
    travel: str
    cost: int
    lower_bound: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole answer for one meal of one date; amending it makes a new one."""

    date: dt.date
    meal: Meal
    made: Made
    receipts: tuple[Receipt, ...] = ()
    routes: tuple[Route, ...] = ()
    unassigned: tuple[Unassigned, ...] = ()
    indicators: Mapping[str, int | float] = field(default_factory=dict)

    def stops(self) -> Iterator[tuple[Route, Stop]]:
        """Go through every stop with the route it belongs to."""
        for route in self.routes:
            for stop in route.stops:
                yield route, stop

    def to_frame(self) -> Any:  # noqa: ANN401 -- the domain knows no pandas
        """Give the handovers as a table of pandas, see `mealroute.frames.plan_frame`."""
        # By name, when asked: the domain stands on nothing, and most plans become no table.
        return import_module("mealroute.frames").plan_frame(self)
