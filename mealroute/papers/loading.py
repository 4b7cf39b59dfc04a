"""Say in which order boxes go into a volunteer's bag: the last stop first, for each trip."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mealroute.domain import Canteen, Service, Volunteer
from mealroute.views import RouteView, StopView, TripView


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One order on its way into the bag; ``number`` is its stop on the route."""

    number: int
    stop: StopView
    boxes: int
    diet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadingList:
    """What one volunteer takes along on one trip, in the order of packing.

    ``code`` is the letter of the route on maps and labels; ``capacity`` is ``None`` where the day
    has no shift for the route any more.
    """

    code: str
    volunteer: Volunteer
    canteen: Canteen
    trip: int
    trips: int
    leaves: dt.datetime
    hot_until: dt.datetime
    capacity: int | None
    loads: tuple[Load, ...]
    by_diet: tuple[tuple[str, int], ...]

    @property
    def boxes(self) -> int:
        """All boxes of the trip."""
        return sum(load.boxes for load in self.loads)


def loading_lists(views: Sequence[RouteView], service: Service) -> tuple[LoadingList, ...]:
    """List every trip of a plan as it is loaded: canteen by canteen, by departure."""
    lists = [_loading_list(view, trip) for view in views for trip in view.trips]
    places = {canteen_id: place for place, canteen_id in enumerate(service.canteens)}
    return tuple(
        sorted(lists, key=lambda one: (places[one.canteen.canteen_id], one.leaves, one.code))
    )


def in_loading_order(views: Iterable[RouteView], service: Service) -> tuple[RouteView, ...]:
    """Sort routes as sheets are handed out: canteen by canteen, by first departure."""
    places = {canteen_id: place for place, canteen_id in enumerate(service.canteens)}
    return tuple(
        sorted(views, key=lambda view: (places[view.canteen.canteen_id], view.leaves, view.index))
    )


def _loading_list(view: RouteView, trip: TripView) -> LoadingList:
    return LoadingList(
        code=view.code,
        volunteer=view.volunteer,
        canteen=view.canteen,
        trip=trip.number,
        trips=len(view.trips),
        leaves=trip.trip.leaves,
        hot_until=trip.hot_until,
        capacity=None if view.shift is None else view.shift.capacity,
        loads=tuple(
            Load(number=stop.number, stop=stop, boxes=stop.order.meals, diet=stop.diet)
            for stop in reversed(trip.stops)
        ),
        by_diet=trip.loads,
    )
