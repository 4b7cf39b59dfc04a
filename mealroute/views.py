"""Put a plan's routes beside the people they serve, in the order of the road."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase
from typing import Final

from mealroute.domain import (
    REGULAR_DIET,
    Canteen,
    Cooling,
    Coordinates,
    Order,
    Plan,
    Resident,
    Route,
    RouteDirections,
    RouteShape,
    Service,
    Shift,
    Stop,
    Trip,
    Volunteer,
)
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.settings import Settings

# Dark enough for white letters (contrast 7 : 1 and more). Routes are told apart by their letter;
# the colour only helps the eye, so it may come again.
_COLOURS: Final = (
    "#0b5394", "#b00020", "#146327", "#753a9a", "#8f4100", "#00616a",
    "#a3156d", "#5c5a00", "#31408c", "#7a3b12", "#2f5d50", "#4a4a4a",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StopView:
    """One handover: its number on the route, and who waits behind which door.

    ``same_entrance`` is true where the stop before on this trip was behind the same entrance.
    ``spare_s`` are the seconds from here to the limit of minutes aboard; ``food_c`` is how hot the
    food still is when the handover starts, ``None`` where the hot-food clock does not run.
    """

    number: int
    stop: Stop
    order: Order
    resident: Resident
    diet: str
    same_entrance: bool
    spare_s: int
    food_c: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TripView:
    """One loading: what to take along, when to leave, and until when it is hot."""

    number: int
    trip: Trip
    hot_until: dt.datetime
    stops: tuple[StopView, ...]

    @property
    def boxes(self) -> int:
        """All boxes of the trip."""
        return sum(stop.order.meals for stop in self.stops)

    @property
    def loads(self) -> tuple[tuple[str, int], ...]:
        """The boxes of each diet, regular ones first."""
        counted: Counter[str] = Counter()
        for stop in self.stops:
            counted[stop.diet] += stop.order.meals
        return tuple(sorted(counted.items(), key=lambda load: (load[0] != REGULAR_DIET, load[0])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What stands at one entrance on the map: ``label`` is ``3``, or ``3–5`` for three doors."""

    label: str
    coordinates: Coordinates
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteView:
    """One route with its people. ``code`` is its letter on the map, unique in the plan."""

    index: int
    code: str
    colour: str
    route: Route
    volunteer: Volunteer
    canteen: Canteen
    shift: Shift | None
    trips: tuple[TripView, ...]

    @property
    def stops(self) -> tuple[StopView, ...]:
        """All stops of all trips, in order."""
        return tuple(stop for trip in self.trips for stop in trip.stops)

    @property
    def boxes(self) -> int:
        """All boxes of all trips."""
        return sum(trip.boxes for trip in self.trips)

    @property
    def leaves(self) -> dt.datetime:
        """When the first trip leaves."""
        return self.trips[0].trip.leaves

    @property
    def over(self) -> dt.datetime:
        """When the route is over."""
        return self.trips[-1].trip.back or max(stop.stop.ends for stop in self.stops)

    def marks(self) -> Iterator[Mark]:
        """Group stops that follow each other behind one entrance."""
        for trip in self.trips:
            located = [stop for stop in trip.stops if stop.resident.coordinates is not None]
            for _entrance, group in groupby(located, key=lambda stop: stop.resident.building):
                yield _mark(tuple(group))


def route_views(plan: Plan, service: Service, settings: Settings) -> tuple[RouteView, ...]:
    """Join the routes of a plan with the day they were planned for.

    Raises
    ------
    ArgumentError
        When the plan names orders, residents, volunteers or canteens that the day does not have:
        it was made from another day.
    """
    _refuse_strangers(plan, service)
    return tuple(
        _route_view(index, route, service, settings)
        for index, route in enumerate(plan.routes)
        if route.stops
    )


def route_code(index: int) -> str:
    """Letter routes as spreadsheets letter columns.

    Examples
    --------
    >>> [route_code(index) for index in (0, 25, 26, 27)]
    ['A', 'Z', 'AA', 'AB']
    """
    code = ""
    index += 1
    while index > 0:
        index, letter = divmod(index - 1, 26)
        code = ascii_uppercase[letter] + code
    return code


def refuse_other_shapes(plan: Plan, shapes: Sequence[RouteShape]) -> None:
    """Refuse shapes that do not go with a plan's routes, one for each, in the same order.

    Raises
    ------
    ArgumentError
        When there are more or fewer shapes than routes, or one does not fit its route.
    """
    if len(shapes) != len(plan.routes):
        raise ArgumentError(_("the lines to draw do not belong to this plan"))
    for route, shape in zip(plan.routes, shapes, strict=True):
        refuse_other_shape(route, shape)


def refuse_other_shape(route: Route, shape: RouteShape | RouteDirections) -> None:
    """Refuse a shape, or directions, that do not go with a route.

    Raises
    ------
    ArgumentError
        When a trip has no lines, or other legs than one for each stop and perhaps one back.
    """
    legs = [len(trip) for trip in shape.trips]
    stops = [len(trip.stops) for trip in route.trips]
    fits = len(legs) == len(stops) and all(
        there <= lines <= there + 1 for lines, there in zip(legs, stops, strict=True)
    )
    if not fits:
        raise ArgumentError(
            _("the lines to draw do not belong to the route of {volunteer}").format(
                volunteer=route.volunteer_id
            )
        )


def _route_view(index: int, route: Route, service: Service, settings: Settings) -> RouteView:
    shift = _shift_of(route, service)
    container = "" if shift is None else shift.container
    hot_s, cooling = settings.max_aboard_s(container), settings.cooling(container)
    trips: list[TripView] = []
    number = 1
    for trip in route.trips:
        stops = tuple(_stop_views(trip, number, service, hot_s, cooling))
        number += len(stops)
        hot_until = trip.leaves + dt.timedelta(seconds=hot_s)
        trips.append(TripView(number=len(trips) + 1, trip=trip, hot_until=hot_until, stops=stops))
    return RouteView(
        index=index,
        code=route_code(index),
        colour=_COLOURS[index % len(_COLOURS)],
        route=route,
        volunteer=service.volunteers[route.volunteer_id],
        canteen=service.canteens[route.canteen_id],
        shift=shift,
        trips=tuple(trips),
    )


def _stop_views(
    trip: Trip, first_number: int, service: Service, hot_s: int, cooling: Cooling | None
) -> Iterator[StopView]:
    before: object = None
    for number, stop in enumerate(trip.stops, start=first_number):
        order = service.orders[stop.order_id]
        resident = service.residents[order.resident_id]
        yield StopView(
            number=number,
            stop=stop,
            order=order,
            resident=resident,
            diet=service.diet_of(order),
            same_entrance=resident.building is not None and resident.building == before,
            spare_s=hot_s - stop.aboard_s,
            food_c=None if cooling is None else cooling.temperature_c(stop.aboard_s),
        )
        before = resident.building


def _mark(stops: tuple[StopView, ...]) -> Mark:
    first, last = stops[0], stops[-1]
    label = str(first.number) if first is last else f"{first.number}–{last.number}"
    coordinates = first.resident.coordinates
    assert coordinates is not None  # noqa: S101 -- the caller groups located stops only
    return Mark(label=label, coordinates=coordinates, numbers=tuple(stop.number for stop in stops))


def _shift_of(route: Route, service: Service) -> Shift | None:
    """Find the shift a route works: a volunteer may have two at one meal."""
    leaves = route.trips[0].leaves.time()
    fitting = [
        shift
        for shift in service.shifts
        if shift.volunteer_id == route.volunteer_id
        and route.canteen_id in shift.canteen_ids
        and shift.mode == route.mode
    ]
    in_time = [shift for shift in fitting if shift.starts <= leaves <= shift.until]
    return next(iter(in_time or fitting), None)


def _refuse_strangers(plan: Plan, service: Service) -> None:
    orders = service.orders
    brought = {stop.order_id for _route, stop in plan.stops()}
    left_out = {entry.order_id for entry in plan.unassigned}
    answered = {receipt.order_id for receipt in plan.receipts}
    residents = {orders[name].resident_id for name in brought if name in orders}
    volunteers = {route.volunteer_id for route in plan.routes}
    canteens = {route.canteen_id for route in plan.routes}
    unknown: list[str] = [
        *sorted((brought | left_out | answered) - orders.keys()),
        *sorted(residents - service.residents.keys()),
        *sorted(volunteers - service.volunteers.keys()),
        *sorted(canteens - service.canteens.keys()),
    ]
    if unknown:
        raise ArgumentError(
            _("the plan names what the day does not have: {names}").format(
                names=", ".join(unknown[:10])
            )
        )
