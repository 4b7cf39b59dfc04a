"""Draw the way of every route of a plan: leg by leg, from the canteen to the last door and back."""

from itertools import pairwise

from mealroute.domain import Coordinates, EndsAt, Plan, Route, RouteShape, Service
from mealroute.travel import TravelTimes


def route_shapes(plan: Plan, service: Service, travel: TravelTimes) -> tuple[RouteShape, ...]:
    """Give one shape for each route of the plan, in the plan's order.

    The plan must be of this service (see `mealroute.routing.check`).
    """
    return tuple(_shape(route, service, travel) for route in plan.routes)


def leg_ends(
    route: Route, service: Service
) -> tuple[tuple[tuple[Coordinates, Coordinates], ...], ...]:
    """Give the two places of every leg, for every trip of a route."""
    canteen = service.canteens[route.canteen_id].coordinates
    trips = []
    for index, trip in enumerate(route.trips):
        places = [canteen]
        for stop in trip.stops:
            door = service.residents[service.orders[stop.order_id].resident_id].coordinates
            places.append(places[-1] if door is None else door)
        if trip.back is not None:
            last = index == len(route.trips) - 1
            places.append(_end(route, service) or canteen if last else canteen)
        trips.append(tuple(pairwise(places)))
    return tuple(trips)


def _shape(route: Route, service: Service, travel: TravelTimes) -> RouteShape:
    return RouteShape(
        tuple(
            tuple(travel.path(route.mode, *ends).points for ends in legs)
            for legs in leg_ends(route, service)
        )
    )


def _end(route: Route, service: Service) -> Coordinates | None:
    """Give the home a route ends at; ``None`` where it ends at the canteen."""
    ends = {
        shift.ends_at
        for shift in service.shifts
        if shift.volunteer_id == route.volunteer_id
        and route.canteen_id in shift.canteen_ids
        and shift.mode == route.mode
        and shift.starts <= route.trips[0].leaves.time() <= shift.until
    }
    if EndsAt.HOME not in ends:
        return None
    return service.volunteers[route.volunteer_id].coordinates
