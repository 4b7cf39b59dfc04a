"""Join a plan's routes with their doors, in the datum and with the words that a file will carry."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mealroute.domain import (
    CanteenId,
    Coordinates,
    Datum,
    Line,
    Meal,
    Mode,
    OrderId,
    Plan,
    Route,
    RouteShape,
    Service,
    Stop,
    Trip,
    VolunteerId,
    from_wgs84,
)
from mealroute.files.phone.texts import door, first_name, one_line
from mealroute.language import gettext as _
from mealroute.words import boxes_word, diet_word, meal_word

_DECIMALS = 6  # a tenth of a metre, as RFC 7946 advises (section 11.2)

Spot = tuple[float, float]
"""Degrees of the file's datum, latitude first, to 6 decimals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneStop:
    """One handover: ``number`` counts through the route, ``person`` is empty without names.

    ``place`` is ``None`` where the door is nowhere on the map.
    """

    number: int
    order_id: OrderId
    place: Spot | None
    starts: dt.datetime
    boxes: int
    diet: str
    person: str

    @property
    def title(self) -> str:
        """What stands beside the pin."""
        return f"{self.number} {self.person}".strip()

    @property
    def text(self) -> str:
        """When, and what to hand over."""
        return _("{time}, {boxes}, {diet}").format(
            time=f"{self.starts:%H:%M}", boxes=boxes_word(self.boxes), diet=diet_word(self.diet)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneTrip:
    """One loading: ``line`` goes from the canteen by every door, and back where the trip does."""

    number: int
    leaves: dt.datetime
    ends: dt.datetime
    goes_back: bool
    stops: tuple[PhoneStop, ...]
    line: tuple[Spot, ...]

    @property
    def title(self) -> str:
        """The trip's name."""
        return _("Trip {number}").format(number=self.number)

    @property
    def text(self) -> str:
        """When to leave, with how many boxes."""
        boxes = sum(stop.boxes for stop in self.stops)
        return _("leave at {time}, {boxes}").format(
            time=f"{self.leaves:%H:%M}", boxes=boxes_word(boxes)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneRoute:
    """One route of a plan as a file tells it.

    ``index`` is its place in the plan, ``nth`` its place among the volunteer's own, from 1.
    """

    index: int
    nth: int
    volunteer_id: VolunteerId
    canteen_id: CanteenId
    canteen_name: str
    canteen_address: str
    canteen: Spot
    date: dt.date
    meal: Meal
    mode: Mode
    datum: Datum
    trips: tuple[PhoneTrip, ...]

    @property
    def title(self) -> str:
        """Whose route this is, of which meal; outside WGS-84 also the datum."""
        words = [
            _("{meal}, {date}").format(meal=meal_word(self.meal), date=self.date.isoformat()),
            one_line(self.volunteer_id),
        ]
        if self.datum is not Datum.WGS84:
            words.append(datum_name(self.datum))
        return " · ".join(words)

    @property
    def note(self) -> str:
        """What the coordinates refer to, and who says so."""
        return _("Datum: {datum}. Made by mealroute.").format(datum=datum_name(self.datum))


def datum_name(datum: Datum) -> str:
    """Write a datum as people do.

    Examples
    --------
    >>> [datum_name(datum) for datum in Datum]
    ['WGS-84', 'GCJ-02', 'BD-09']
    """
    return {Datum.WGS84: "WGS-84", Datum.GCJ02: "GCJ-02", Datum.BD09: "BD-09"}[datum]


def phone_routes(
    plan: Plan,
    service: Service,
    shapes: Sequence[RouteShape],
    datum: Datum = Datum.WGS84,
    *,
    names: bool = False,
) -> tuple[PhoneRoute, ...]:
    """Join the routes of a plan that have stops with the doors they go to.

    Parameters
    ----------
    plan
        The plan, of this service (see `mealroute.routing.check`).
    service
        The meal it was made for.
    shapes
        The way of each of the plan's routes, in the plan's order.
    datum
        What the degrees refer to.
    names
        Whether stops carry the first name and the door; otherwise their number alone.
    """
    routes: list[PhoneRoute] = []
    count: Counter[VolunteerId] = Counter()
    for index, (route, shape) in enumerate(zip(plan.routes, shapes, strict=True)):
        if not route.stops:
            continue
        count[route.volunteer_id] += 1
        canteen = service.canteens[route.canteen_id]
        routes.append(
            PhoneRoute(
                index=index,
                nth=count[route.volunteer_id],
                volunteer_id=route.volunteer_id,
                canteen_id=route.canteen_id,
                canteen_name=one_line(canteen.name),
                canteen_address=one_line(canteen.address),
                canteen=_spot(canteen.coordinates, datum),
                date=plan.date,
                meal=plan.meal,
                mode=route.mode,
                datum=datum,
                trips=_trips(route, service, shape, datum, names=names),
            )
        )
    return tuple(routes)


def _trips(
    route: Route, service: Service, shape: RouteShape, datum: Datum, *, names: bool
) -> tuple[PhoneTrip, ...]:
    trips: list[PhoneTrip] = []
    number = 1
    for trip, legs in zip(route.trips, shape.trips, strict=True):
        stops = tuple(
            _stop(at, stop, service, datum, names=names)
            for at, stop in enumerate(trip.stops, start=number)
        )
        number += len(stops)
        trips.append(_trip(len(trips) + 1, trip, stops, legs, datum))
    return tuple(trips)


def _stop(number: int, stop: Stop, service: Service, datum: Datum, *, names: bool) -> PhoneStop:
    order = service.orders[stop.order_id]
    resident = service.residents[order.resident_id]
    place = resident.coordinates
    return PhoneStop(
        number=number,
        order_id=stop.order_id,
        place=None if place is None else _spot(place, datum),
        starts=stop.starts,
        boxes=order.meals,
        diet=one_line(service.diet_of(order)),
        person=f"{first_name(resident.name)} {door(resident)}".strip() if names else "",
    )


def _trip(
    number: int, trip: Trip, stops: tuple[PhoneStop, ...], legs: Sequence[Line], datum: Datum
) -> PhoneTrip:
    line: list[Spot] = []
    for leg in legs:
        for point in leg:
            spot = _spot(point, datum)
            if not line or line[-1] != spot:
                line.append(spot)
    return PhoneTrip(
        number=number,
        leaves=trip.leaves,
        ends=trip.back or max((stop.ends for stop in trip.stops), default=trip.leaves),
        goes_back=trip.back is not None,
        stops=stops,
        line=tuple(line),
    )


def _spot(point: Coordinates, datum: Datum) -> Spot:
    lat, lon = from_wgs84(point.lat, point.lon, datum)
    return round(lat, _DECIMALS), round(lon, _DECIMALS)
