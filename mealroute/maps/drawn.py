"""Turn routes, canteens and left-out orders into the values the page's script draws."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mealroute.domain import BaseMap, Canteen, Coordinates, Line, RouteShape
from mealroute.maps.encoding import encode_line
from mealroute.maps.frame import Frame
from mealroute.maps.ground import ground_value
from mealroute.maps.left_out import LeftOut
from mealroute.maps.words import without_addresses
from mealroute.settings import MapSettings
from mealroute.views import RouteView


def route_value(
    view: RouteView, shape: RouteShape, frame: Frame, colour: str | None = None
) -> dict[str, Any]:
    """Give a route's lines, the way back apart, and its marks with the rows they speak of.

    ``colour`` replaces the one the route has on the map of the whole plan.
    """
    trips = [
        {
            "out": _encode(legs[: len(trip.stops)], frame),
            "back": _encode(legs[len(trip.stops) :], frame),
        }
        for trip, legs in zip(view.trips, shape.trips, strict=True)
    ]
    marks = [
        [
            mark.label,
            *_place(mark.coordinates, frame),
            [stop_anchor(view, number) for number in mark.numbers],
        ]
        for mark in view.marks()
    ]
    return {"code": view.code, "colour": colour or view.colour, "trips": trips, "marks": marks}


def canteen_values(canteens: Iterable[Canteen], frame: Frame) -> list[list[Any]]:
    """Give canteens as latitude, longitude and name."""
    return [[*_place(canteen.coordinates, frame), canteen.name] for canteen in canteens]


def left_out_values(orders: Iterable[LeftOut], frame: Frame) -> list[list[Any]]:
    """Give left-out orders that have a place on earth, with their kind and their row."""
    return [
        [*_place(order.resident.coordinates, frame), order.kind, left_out_anchor(order)]
        for order in orders
        if order.resident is not None and order.resident.coordinates is not None
    ]


def town_values(
    frame: Frame, settings: MapSettings, base_map: BaseMap | None, margin_m: float
) -> dict[str, Any]:
    """Give what lies under people and routes: the view, the ground, the online tiles if set."""
    tiles = {"url": settings.tiles, "attribution": settings.attribution}
    return {
        "bounds": frame.bounds(),
        "ground": None if base_map is None else ground_value(base_map, frame, margin_m),
        "attribution": "" if base_map is None else without_addresses(base_map.attribution),
        "tiles": tiles if settings.tiles else None,
    }


def stop_anchor(view: RouteView, number: int) -> str:
    """Name the row of a stop in the page."""
    return f"stop-{view.code}-{number}"


def left_out_anchor(order: LeftOut) -> str:
    """Name the row of a left-out order in the page."""
    return f"left-{order.number}"


def points_of(views: Iterable[RouteView], shapes: Iterable[RouteShape]) -> Iterator[Coordinates]:
    """Go through every point that routes draw: canteens, doors, bends of the way."""
    for view in views:
        yield view.canteen.coordinates
        for mark in view.marks():
            yield mark.coordinates
    for shape in shapes:
        for legs in shape.trips:
            for leg in legs:
                yield from leg


def _encode(legs: Sequence[Line], frame: Frame) -> str:
    points: list[tuple[float, float]] = []
    for leg in legs:
        for point in leg:
            place = frame.place(point)
            if not points or points[-1] != place:
                points.append(place)
    return encode_line(points)


def _place(point: Coordinates, frame: Frame) -> tuple[float, float]:
    lat, lon = frame.place(point)
    return round(lat, 5), round(lon, 5)
