"""Turn a solution's sequences and the schedule's times back into a plan with names."""

import datetime as dt
from collections.abc import Sequence

from mealroute.domain import Coordinates, Receipt, Route, Service, Stop, Trip
from mealroute.routing.build import Instance
from mealroute.search.problem import ENDS_AT_HOME, Solution, Tour
from mealroute.search.schedule import TourTimes, TripTimes, schedule
from mealroute.travel import TravelTable, TravelTimes


def routes(
    instance: Instance, solution: Solution, service: Service, travel: TravelTimes
) -> tuple[Route, ...]:
    """Write every tour as a route, in the order of volunteers and leaving times."""
    found = [_route(instance, tour, service, travel) for tour in solution.tours]
    return tuple(sorted(found, key=lambda route: (route.volunteer_id, route.trips[0].leaves)))


def final_receipts(
    instance: Instance, solution: Solution, receipts: Sequence[Receipt]
) -> tuple[Receipt, ...]:
    """Give the receipts with the canteen that finally cooks each accepted order."""
    cooks = {
        order.order_id: instance.canteens[canteen]
        for order, canteen in zip(instance.orders, solution.cooks, strict=True)
    }
    return tuple(
        Receipt(
            order_id=receipt.order_id,
            status=receipt.status,
            canteen_id=cooks.get(receipt.order_id, receipt.canteen_id),
            reason=receipt.reason,
            detail=receipt.detail,
        )
        for receipt in receipts
    )


def _route(instance: Instance, tour: Tour, service: Service, travel: TravelTimes) -> Route:
    times = schedule(instance.problem, tour)
    if times is None:  # engines and `solve` let no such tour pass
        raise AssertionError(tour)
    shift = instance.shifts[tour.shift]
    legs = _Legs(instance, tour, travel)
    trips = tuple(
        _trip(instance, service, trip, trip_times, legs)
        for trip, trip_times in zip(tour.trips, times.trips, strict=True)
    )
    return Route(
        volunteer_id=shift.volunteer_id,
        canteen_id=instance.canteens[tour.canteen],
        mode=shift.mode,
        work_s=times.work_s,
        distance_m=round(_distance_m(instance, tour, times, legs)),
        trips=trips,
    )


class _Legs:
    """Seconds and metres between the places of one tour."""

    def __init__(self, instance: Instance, tour: Tour, travel: TravelTimes) -> None:
        problem = instance.problem
        self.canteen = int(problem.canteen_place[tour.canteen])
        rows = {self.canteen: 0}
        for order in tour.orders:
            rows.setdefault(int(problem.order_place[order]), len(rows))
        if problem.shift_ends_at[tour.shift] == ENDS_AT_HOME:
            rows.setdefault(int(problem.shift_home[tour.shift]), len(rows))
        places: list[Coordinates] = [instance.places[place] for place in rows]
        self._rows = rows
        self._table: TravelTable = travel.table(instance.shifts[tour.shift].mode, places, places)

    def seconds(self, origin: int, destination: int) -> int:
        return int(self._table.seconds[self._rows[origin], self._rows[destination]])

    def metres(self, origin: int, destination: int) -> float:
        return float(self._table.metres[self._rows[origin], self._rows[destination]])


def _trip(
    instance: Instance, service: Service, trip: tuple[int, ...], times: TripTimes, legs: _Legs
) -> Trip:
    stops = []
    before = legs.canteen
    for at, order in enumerate(trip):
        door = int(instance.problem.order_place[order])
        stops.append(
            Stop(
                order_id=instance.orders[order].order_id,
                arrives=_moment(service, times.arrives_s[at]),
                starts=_moment(service, times.starts_s[at]),
                ends=_moment(service, times.ends_s[at]),
                aboard_s=times.starts_s[at] - times.leaves_s,
                leg_s=legs.seconds(before, door),
                leg_m=round(legs.metres(before, door)),
            )
        )
        before = door
    return Trip(
        leaves=_moment(service, times.leaves_s),
        stops=tuple(stops),
        back=None if times.back_s is None else _moment(service, times.back_s),
    )


def _distance_m(instance: Instance, tour: Tour, times: TourTimes, legs: _Legs) -> float:
    """Add up every leg, back to the canteen between trips and what ``ends_at`` asks for too."""
    problem = instance.problem
    total = 0.0
    for index, (trip, trip_times) in enumerate(zip(tour.trips, times.trips, strict=True)):
        before = legs.canteen
        for order in trip:
            door = int(problem.order_place[order])
            total += legs.metres(before, door)
            before = door
        if trip_times.back_s is not None:
            last = index == len(tour.trips) - 1
            home = last and problem.shift_ends_at[tour.shift] == ENDS_AT_HOME
            total += legs.metres(
                before, int(problem.shift_home[tour.shift]) if home else legs.canteen
            )
    return total


def _moment(service: Service, second: int) -> dt.datetime:
    return dt.datetime.combine(service.date, dt.time()) + dt.timedelta(seconds=second)
