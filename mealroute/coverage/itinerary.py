"""Reduce a plan to what a replay walks: per route the doors in sequence, legs, windows, limits.

Times are seconds after midnight of the service date. What the plan says of the way (arrivals,
legs) is not taken over: travel and handovers are worked out from the day, as the checker does.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import (
    CanteenId,
    Coordinates,
    EndsAt,
    OrderId,
    Plan,
    Resident,
    Route,
    Service,
    Shift,
    Stop,
    Trip,
    VolunteerId,
)
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.settings import HandoverSettings, Settings
from mealroute.travel import TravelTimes
from mealroute.words import meal_word, mode_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One planned stop: where it is, how long it takes, when it may start.

    ``place`` is its row in the route's legs. ``building`` is equal for neighbours behind one
    entrance. ``shuts_s`` is the last moment for this order, ``serve_until_s``
    for any order of the kitchen; infinite where there is none. ``spare_s`` is by how much later
    than planned the handover could start and still be in time and hot.
    """

    order_id: OrderId
    boxes: int
    place: int
    building: int
    handover_s: int
    opens_s: float
    shuts_s: float
    serve_until_s: float
    spare_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """One trip that has stops; ``back_place`` is where it goes back to, ``None`` for nowhere."""

    leaves_s: int
    doors: tuple[Door, ...]
    back_place: int | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Itinerary:
    """One route of a plan, ready to be walked on many days.

    ``leg_s`` is the travel between all its places, float64 of shape (places, places); row 0 is
    the canteen. ``ready_s`` is when its boxes leave at the earliest, on a day without delay.
    """

    volunteer_id: VolunteerId
    canteen_id: CanteenId
    capacity: int
    ready_s: int
    until_s: int
    aboard_s: int
    per_building_s: int
    reload_s: int
    leg_s: NDArray[np.float64]
    loadings: tuple[Loading, ...]

    @property
    def doors(self) -> Iterator[Door]:
        """All doors of all trips, in sequence."""
        for loading in self.loadings:
            yield from loading.doors

    @property
    def boxes(self) -> int:
        """All boxes of the route."""
        return sum(door.boxes for door in self.doors)


def itineraries(
    plan: Plan, service: Service, settings: Settings, travel: TravelTimes
) -> tuple[Itinerary, ...]:
    """Reduce every route of a plan that has stops.

    A plan may break rules (a window, the heat limit): its replay then shows what comes of it.

    Raises
    ------
    ArgumentError
        Where the plan is not of this service, or names what the day does not have; lists all.
    TravelError
        Where travel times cannot be had.
    """
    faults = list(_faults(plan, service))
    if faults:
        head = _("the plan does not fit the day; `mealroute check` says more:")
        raise ArgumentError("\n".join([head, *faults]))
    taken: set[int] = set()
    found = []
    for route in plan.routes:
        if not route.stops:
            continue
        row = min(
            _rows(route, service),
            key=lambda row: (row in taken, not _covers(row, route, service), row),
        )
        taken.add(row)
        found.append(_itinerary(route, service.shifts[row], service, settings, travel))
    return tuple(found)


def _faults(plan: Plan, service: Service) -> Iterator[str]:
    """Name everything without which a plan cannot be walked."""
    if (plan.date, plan.meal) != (service.date, service.meal):
        words = _("the plan is of {date} ({meal})")
        yield words.format(date=plan.date, meal=meal_word(plan.meal))
    for route in plan.routes:
        if not _rows(route, service):
            words = _("no shift of volunteer {volunteer_id!r} for canteen {canteen_id!r} ({mode})")
            yield words.format(
                volunteer_id=route.volunteer_id,
                canteen_id=route.canteen_id,
                mode=mode_word(route.mode),
            )
    for canteen_id in dict.fromkeys(route.canteen_id for route in plan.routes):
        if canteen_id not in service.canteens or canteen_id not in service.kitchens:
            yield _("canteen {canteen_id!r} is not open").format(canteen_id=canteen_id)
    stops = Counter(stop.order_id for _route, stop in plan.stops())
    for order_id, times in stops.items():
        if times > 1:
            yield _("order {order_id!r} is brought twice").format(order_id=order_id)
        if order_id not in service.orders:
            yield _("there is no order {order_id!r}").format(order_id=order_id)
        elif _resident(order_id, service) is None:
            yield _("nobody knows the door of order {order_id!r}").format(order_id=order_id)


def _rows(route: Route, service: Service) -> list[int]:
    """List the shift rows under which a route may be worked."""
    return [
        row
        for row, shift in enumerate(service.shifts)
        if shift.volunteer_id == route.volunteer_id
        and shift.mode == route.mode
        and route.canteen_id in shift.canteen_ids
    ]


def _covers(row: int, route: Route, service: Service) -> bool:
    """Whether the planned times lie within a shift row."""
    shift = service.shifts[row]
    trips = [trip for trip in route.trips if trip.stops]
    over = trips[-1].back or trips[-1].stops[-1].ends
    return service.at(shift.starts) <= trips[0].leaves and over <= service.at(shift.until)


def _resident(order_id: OrderId, service: Service) -> Resident | None:
    """Find who lives behind an order's door; ``None`` where nobody knows where that is."""
    resident = service.residents.get(service.orders[order_id].resident_id)
    return None if resident is None or resident.coordinates is None else resident


def _itinerary(
    route: Route, shift: Shift, service: Service, settings: Settings, travel: TravelTimes
) -> Itinerary:
    trips = [trip for trip in route.trips if trip.stops]
    at = _Places(route.canteen_id, service)
    aboard_s = settings.max_aboard_s(shift.container)
    loadings = tuple(
        Loading(
            leaves_s=_second(trip.leaves, service),
            doors=tuple(_door(stop, trip, at, aboard_s, settings.handover) for stop in trip.stops),
            back_place=at.end_of(shift) if trip is trips[-1] else 0,
        )
        for trip in trips
    )
    return Itinerary(
        volunteer_id=route.volunteer_id,
        canteen_id=route.canteen_id,
        capacity=shift.capacity,
        ready_s=_seconds(at.kitchen.ready_from),
        until_s=_seconds(shift.until),
        aboard_s=aboard_s,
        per_building_s=settings.handover.per_building_s,
        reload_s=settings.trips.reload_s,
        leg_s=travel.table(route.mode, at.known, at.known).seconds.astype(np.float64),
        loadings=loadings,
    )


class _Places:
    """The places of one route, numbered as they come up, and its buildings."""

    def __init__(self, canteen_id: CanteenId, service: Service) -> None:
        self.service = service
        self.kitchen = service.kitchens[canteen_id]
        self.known: list[Coordinates] = [service.canteens[canteen_id].coordinates]
        self._buildings: dict[object, int] = {}

    def number_of(self, place: Coordinates) -> int:
        if place not in self.known:
            self.known.append(place)
        return self.known.index(place)

    def building_of(self, resident: Resident) -> int:
        return self._buildings.setdefault(resident.building, len(self._buildings))

    def end_of(self, shift: Shift) -> int | None:
        """Say where the last trip goes back to: a home nobody knows counts as ``anywhere``."""
        if shift.ends_at is EndsAt.ANYWHERE:
            return None
        if shift.ends_at is EndsAt.CANTEEN:
            return 0
        volunteer = self.service.volunteers.get(shift.volunteer_id)
        home = None if volunteer is None else volunteer.coordinates
        return None if home is None else self.number_of(home)


def _door(stop: Stop, trip: Trip, at: _Places, aboard_s: int, handover: HandoverSettings) -> Door:
    order = at.service.orders[stop.order_id]
    resident = at.service.residents[order.resident_id]
    # The faults were told before: everybody on a route has a known door.
    where = resident.coordinates or at.known[0]
    serve_until, latest = at.kitchen.serve_until, order.latest
    serve_until_s = math.inf if serve_until is None else _seconds(serve_until)
    shuts_s = min(serve_until_s, math.inf if latest is None else _seconds(latest))
    starts_s = _second(stop.starts, at.service)
    return Door(
        order_id=stop.order_id,
        boxes=order.meals,
        place=at.number_of(where),
        building=at.building_of(resident),
        handover_s=_handover_s(resident, handover),
        opens_s=-math.inf if order.earliest is None else _seconds(order.earliest),
        shuts_s=shuts_s,
        serve_until_s=serve_until_s,
        spare_s=min(shuts_s, _second(trip.leaves, at.service) + aboard_s) - starts_s,
    )


def _handover_s(resident: Resident, times: HandoverSettings) -> int:
    """Give the planned seconds of a handover, without the way into the building (rule 7)."""
    if resident.handover_s is not None:
        return resident.handover_s
    stairs = 0 if resident.lift else max(0, resident.floor - 1)
    return times.per_order_s + stairs * times.per_floor_without_lift_s


def _seconds(time: dt.time) -> int:
    return (time.hour * 60 + time.minute) * 60 + time.second


def _second(moment: dt.datetime, service: Service) -> int:
    """Give a moment of the plan in seconds after midnight."""
    return round((moment.replace(tzinfo=None) - service.at(dt.time())).total_seconds())
