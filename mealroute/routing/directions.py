"""Tell the way of every route of a plan, leg by leg, in steps."""

from typing import Protocol, runtime_checkable

from mealroute.domain import (
    Coordinates,
    Mode,
    Plan,
    Route,
    RouteDirections,
    Service,
    Step,
)
from mealroute.routing.shapes import leg_ends
from mealroute.travel import TravelTimes


@runtime_checkable
class KnowsSteps(Protocol):
    """Travel along known streets, as `StreetTravel`."""

    def steps(self, mode: Mode, origin: Coordinates, destination: Coordinates) -> tuple[Step, ...]:
        """Tell the way of one leg step by step."""
        ...


def route_directions(
    plan: Plan, service: Service, travel: TravelTimes
) -> tuple[RouteDirections, ...]:
    """Give the steps of each route of the plan, in the plan's order, as `route_shapes` draws it.

    Where travel knows no streets there is nothing to tell: no leg has steps.
    """
    return tuple(_directions(route, service, travel) for route in plan.routes)


def _directions(route: Route, service: Service, travel: TravelTimes) -> RouteDirections:
    knows = travel if isinstance(travel, KnowsSteps) else None
    return RouteDirections(
        tuple(
            tuple(
                () if knows is None else knows.steps(route.mode, origin, destination)
                for origin, destination in legs
            )
            for legs in leg_ends(route, service)
        )
    )
