"""Follow a route door by door: where it goes, what each leg takes, what the plan says of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from mealroute.domain import (
    Coordinates,
    EndsAt,
    Kitchen,
    Order,
    Resident,
    Route,
    Service,
    Shift,
    Stop,
    Trip,
)
from mealroute.language import gettext as _
from mealroute.routing.judge.clock import Clock
from mealroute.routing.judge.doors import handover_s
from mealroute.routing.judge.legs import Leg, LegKey
from mealroute.settings import Settings


class Place(NamedTuple):
    """Somewhere on a route; ``coordinates`` is ``None`` where the day does not know them."""

    name: str
    coordinates: Coordinates | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the judge goes by besides the plan."""

    service: Service
    settings: Settings
    clock: Clock
    legs: Mapping[LegKey, Leg]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stop of the plan beside what the day says of it.

    ``order`` and ``resident`` are ``None`` where the day has none of that id, ``leg`` where one
    end of it is unknown. ``left_s`` is the stated departure from ``origin``, the place before.
    ``needed_s`` is the least time of this handover, with the way into the building.
    """

    stop: Stop
    order: Order | None
    resident: Resident | None
    origin: str
    left_s: int
    leg: Leg | None
    arrives_s: int
    starts_s: int
    ends_s: int
    aboard_s: int
    needed_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkedTrip:
    """One trip that has stops; ``goes_back`` says whether the route asks for a way back after it.

    ``back_leg`` is that way where both its ends are known, ``back_s`` the stated arrival.
    """

    number: int
    leaves_s: int
    steps: tuple[Step, ...]
    goes_back: bool
    back_leg: Leg | None
    back_s: int | None

    @property
    def over_s(self) -> int:
        """The moment the trip is over: back where it goes back, else at the end of the last stop.

        A ``back`` that is asked for but not stated is reckoned from the last stop and the leg.
        """
        last_s = self.steps[-1].ends_s
        if not self.goes_back:
            return last_s
        if self.back_s is not None:
            return self.back_s
        return last_s + (0 if self.back_leg is None else self.back_leg.seconds)


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A route followed under one shift row (``None``: no row is known for it).

    ``last_place`` is where the volunteer is at the end, ``None`` where the day does not know it.
    """

    route: Route
    shift: Shift | None
    kitchen: Kitchen | None
    trips: tuple[WalkedTrip, ...]
    last_place: Coordinates | None

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """All stops of all trips, in order."""
        return tuple(step for trip in self.trips for step in trip.steps)

    @property
    def starts_s(self) -> int:
        """The moment the first trip leaves; 0 for a route without stops."""
        return self.trips[0].leaves_s if self.trips else 0

    @property
    def ends_s(self) -> int:
        """The moment the work ends; 0 for a route without stops."""
        return self.trips[-1].over_s if self.trips else 0

    @property
    def work_s(self) -> int:
        """The seconds of work by the plan's clock; never negative, however wild the plan."""
        return max(0, self.ends_s - self.starts_s)

    @cached_property
    def legs(self) -> tuple[Leg | None, ...]:
        """Every leg, with the ways back that the route asks for."""
        back = [trip.back_leg for trip in self.trips if trip.goes_back]
        return (*(step.leg for step in self.steps), *back)

    @cached_property
    def distance_m(self) -> int:
        """The whole metres of all legs that are known and can be made."""
        return round(sum(leg.metres for leg in self.legs if leg and leg.can_be_made))


def legs_wanted(route: Route, rows: Sequence[Shift], service: Service) -> Iterator[LegKey]:
    """List the legs that `follow` needs under any of these shift rows."""
    ends = {row.ends_at: row for row in rows}
    for shift in ends.values() or [None]:
        for places in _way(route, shift, service):
            for origin, destination in pairwise(places):
                if origin.coordinates is not None and destination.coordinates is not None:
                    yield (route.mode, origin.coordinates, destination.coordinates)


def follow(route: Route, shift: Shift | None, evidence: Evidence) -> Walk:
    """Put the stated times of a route beside the legs and handovers they must cover."""
    ways = _way(route, shift, evidence.service)
    return Walk(
        route=route,
        shift=shift,
        kitchen=evidence.service.kitchens.get(route.canteen_id),
        trips=tuple(
            _walk_trip(route, number, way, evidence)
            for number, way in enumerate(ways, start=1)
            if way
        ),
        last_place=next((way[-1].coordinates for way in reversed(ways) if way), None),
    )


def _way(route: Route, shift: Shift | None, service: Service) -> list[list[Place]]:
    """List the places of each trip: the canteen, every door, and where it goes back to.

    A trip without stops goes nowhere.
    """
    canteen = service.canteens.get(route.canteen_id)
    start = Place(route.canteen_id, None if canteen is None else canteen.coordinates)
    last = max((n for n, trip in enumerate(route.trips) if trip.stops), default=0)
    ways: list[list[Place]] = []
    for number, trip in enumerate(route.trips):
        end = start if number < last else _end(route, shift, start, service)
        doors = [_door(stop, service) for stop in trip.stops]
        ways.append([start, *doors, *([] if end is None else [end])] if doors else [])
    return ways


def _door(stop: Stop, service: Service) -> Place:
    order = service.orders.get(stop.order_id)
    resident = None if order is None else service.residents.get(order.resident_id)
    return Place(stop.order_id, None if resident is None else resident.coordinates)


def _end(route: Route, shift: Shift | None, canteen: Place, service: Service) -> Place | None:
    """Say where the last trip must go back to.

    A volunteer whose home nobody knows ends at the last door, as with ``anywhere``.
    """
    if shift is None or shift.ends_at is EndsAt.ANYWHERE:
        return None
    if shift.ends_at is EndsAt.CANTEEN:
        return canteen
    volunteer = service.volunteers.get(route.volunteer_id)
    home = None if volunteer is None else volunteer.coordinates
    return None if home is None else Place(_("home"), home)


def _walk_trip(route: Route, number: int, way: list[Place], evidence: Evidence) -> WalkedTrip:
    trip = route.trips[number - 1]
    legs = [
        None
        if origin.coordinates is None or destination.coordinates is None
        else evidence.legs[route.mode, origin.coordinates, destination.coordinates]
        for origin, destination in pairwise(way)
    ]
    goes_back = len(legs) > len(trip.stops)
    return WalkedTrip(
        number=number,
        leaves_s=evidence.clock.of(trip.leaves),
        steps=tuple(_steps(trip, way, legs, evidence)),
        goes_back=goes_back,
        back_leg=legs[-1] if goes_back else None,
        back_s=None if trip.back is None else evidence.clock.of(trip.back),
    )


def _steps(
    trip: Trip, way: list[Place], legs: list[Leg | None], evidence: Evidence
) -> Iterator[Step]:
    service, handover, clock = evidence.service, evidence.settings.handover, evidence.clock
    leaves_s = left_s = clock.of(trip.leaves)
    before: object = None
    for place, leg, stop in zip(way, legs, trip.stops, strict=False):
        order = service.orders.get(stop.order_id)
        resident = None if order is None else service.residents.get(order.resident_id)
        building = None if resident is None else resident.building
        enters = building is not None and building != before
        starts_s, ends_s = clock.of(stop.starts), clock.of(stop.ends)
        yield Step(
            stop=stop,
            order=order,
            resident=resident,
            origin=place.name,
            left_s=left_s,
            leg=leg,
            arrives_s=clock.of(stop.arrives),
            starts_s=starts_s,
            ends_s=ends_s,
            aboard_s=starts_s - leaves_s,
            needed_s=handover_s(resident, handover) + (handover.per_building_s if enters else 0),
        )
        before, left_s = building, ends_s
