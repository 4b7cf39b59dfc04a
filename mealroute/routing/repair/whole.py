"""Put a repair together: what is on the road, what stays as planned, what is new."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from mealroute.domain import Route, Service, Trip
from mealroute.routing.assemble import routes
from mealroute.routing.repair.closeness import Held
from mealroute.routing.repair.frozen import Leg, LegKey, Parted, door_of, measured
from mealroute.routing.repair.outlook import Outlook, way_on
from mealroute.search.problem import Tour
from mealroute.travel import TravelTimes


def whole_routes(
    outlook: Outlook,
    found: Held,
    parted: Sequence[Parted],
    service: Service,
    travel: TravelTimes,
) -> tuple[Route, ...]:
    """Give every route of the repaired plan, in the order of volunteers and leaving times.

    A route whose trips and legs are as planned is the planned one, to the second.
    """
    instance = replace(outlook.instance, problem=found.problem)
    same, changed = _same(outlook, found, parted)
    new = _by_shift(
        changed, [routes(instance, replace(found.solution, tours=(tour,)), service, travel)[0]
                  for tour in changed]
    )  # fmt: skip
    done: list[Route] = []
    for index, one in enumerate(parted):
        if index in same:
            done.append(one.route)
        elif one.left:
            shift = _shift_of(outlook, index)
            after = None if shift is None else new.pop(shift, None)
            done.append(_joined(one, after, service, travel))
    done += new.values()
    return tuple(sorted(done, key=lambda route: (route.volunteer_id, route.trips[0].leaves)))


def _same(
    outlook: Outlook, found: Held, parted: Sequence[Parted]
) -> tuple[frozenset[int], list[Tour]]:
    """Tell the old routes that stay to the second, and the tours that are of no such route."""
    tour_of = {tour.shift: tour for tour in found.solution.tours}
    same: set[int] = set()
    for index, one in enumerate(parted):
        if one.altered:
            continue
        shift = _shift_of(outlook, index)
        tour = None if shift is None else tour_of.get(shift)
        planned = one.route.trips[len(one.left) :]
        if _is_as_planned(outlook, found, tour, planned):
            same.add(index)
            if tour is not None:
                del tour_of[tour.shift]
    return frozenset(same), list(tour_of.values())


def _is_as_planned(
    outlook: Outlook, found: Held, tour: Tour | None, planned: Sequence[Trip]
) -> bool:
    """Whether a tour hands over the same orders in the same sequence, and its legs are the same.

    Then the planned times, which may be later than need be, still hold.
    """
    if tour is None or not planned:
        return tour is None and not planned
    orders = [[outlook.instance.orders[order].order_id for order in trip] for trip in tour.trips]
    if orders != [[stop.order_id for stop in trip.stops] for trip in planned]:
        return False
    problem = found.problem
    ways = problem.travel_s[problem.shift_mode[tour.shift]]
    for trip, old in zip(tour.trips, planned, strict=True):
        here = problem.canteen_place[tour.canteen]
        for order, stop in zip(trip, old.stops, strict=True):
            door = problem.order_place[order]
            if int(ways[here, door]) != stop.leg_s:
                return False
            here = door
    return True


def _shift_of(outlook: Outlook, index: int) -> int | None:
    return next((shift for shift, old in outlook.route_of.items() if old == index), None)


def _by_shift(tours: Sequence[Tour], made: Sequence[Route]) -> dict[int, Route]:
    return {tour.shift: route for tour, route in zip(tours, made, strict=True)}


def _joined(one: Parted, after: Route | None, service: Service, travel: TravelTimes) -> Route:
    """Join the trips on the road and the trips that follow; say where the last of them goes."""
    key = _way_after(one, service, on=after is not None)
    way = None if key is None else measured([key], travel)[key]
    last = one.left[-1]
    back = None if way is None else last.stops[-1].ends + dt.timedelta(seconds=way.seconds)
    left = (*one.left[:-1], replace(last, back=back))
    following = () if after is None else after.trips
    trips = (*left, *following)
    end = trips[-1].back or trips[-1].stops[-1].ends
    return Route(
        volunteer_id=one.route.volunteer_id,
        canteen_id=one.route.canteen_id,
        mode=one.route.mode,
        work_s=int((end - trips[0].leaves).total_seconds()),
        distance_m=_distance_m(one, left, way, travel, service)
        + (0 if after is None else after.distance_m),
        trips=trips,
    )


def _way_after(one: Parted, service: Service, *, on: bool) -> LegKey | None:
    if one.shift is not None:
        return way_on(one, service, on=on)
    # Somebody who dropped out: the row, if there is one, still says where the work would end.
    rows = [
        row
        for row, shift in enumerate(service.shifts)
        if shift.volunteer_id == one.route.volunteer_id
        and one.route.canteen_id in shift.canteen_ids
        and shift.mode == one.route.mode
    ]
    return way_on(replace(one, shift=rows[0]), service, on=False) if rows else None


def _distance_m(
    one: Parted, left: Sequence[Trip], way_after: Leg | None, travel: TravelTimes, service: Service
) -> int:
    """Add up every leg of the trips on the road, with the ways back."""
    canteen = service.canteens[one.route.canteen_id].coordinates
    backs = [
        (one.route.mode, door_of(service, trip.stops[-1].order_id), canteen) for trip in left[:-1]
    ]
    legs = measured(backs, travel)
    metres = sum(legs[key].metres for key in backs)
    metres += 0.0 if way_after is None else way_after.metres
    return round(metres) + sum(stop.leg_m for trip in left for stop in trip.stops)
