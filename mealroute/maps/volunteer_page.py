"""Draw a volunteer's page: one route, big and plain, for a phone in a stairwell without signal."""

from collections.abc import Mapping
from typing import Any, Final

import folium

from mealroute.domain import BaseMap, EndsAt, Plan, RouteDirections, RouteShape, Service
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.maps import words
from mealroute.maps.drawn import canteen_values, points_of, route_value, stop_anchor, town_values
from mealroute.maps.frame import Box, Frame
from mealroute.maps.layers import Part, add_base_layers, add_layer, add_layer_control, empty_map
from mealroute.maps.page import render_page
from mealroute.settings import Settings
from mealroute.step_words import step_sentences
from mealroute.views import RouteView, StopView, refuse_other_shape, route_views

_FRAME_MARGIN_M: Final = 60.0
_GROUND_MARGIN_M: Final = 350.0
_COLOUR: Final = "#0b4a86"  # white letters on it have a contrast of 8.9 : 1


def volunteer_page(
    plan: Plan,
    route_index: int,
    service: Service,
    settings: Settings,
    shape: RouteShape,
    base_map: BaseMap | None = None,
    directions: RouteDirections | None = None,
) -> str:
    """Write one route's page as one HTML text that opens without a network.

    Nothing of any other route is in it: no other name, address or number.

    Parameters
    ----------
    plan
        The plan the route belongs to.
    route_index
        The route's place in ``plan.routes``, from 0.
    service
        The meal it was made for.
    settings
        Heat limits, the time to load again and, where set, online tiles.
    shape
        The way of this route.
    base_map
        The town underneath; only the part around the route goes into the page.
    directions
        The steps of each leg of this route, where streets are known.

    Raises
    ------
    ArgumentError
        When the plan has no such route with stops, or belongs to another day.
    """
    views = route_views(plan, service, settings)
    view = next((view for view in views if view.index == route_index), None)
    if view is None:
        raise ArgumentError(
            _("the plan has no route number {number} with stops").format(number=route_index + 1)
        )
    return draw_page(plan, view, settings, shape, base_map, directions)


def draw_page(
    plan: Plan,
    view: RouteView,
    settings: Settings,
    shape: RouteShape,
    base_map: BaseMap | None,
    directions: RouteDirections | None,
) -> str:
    """Write the page of a route that is joined with its day already, see `volunteer_page`."""
    refuse_other_shape(view.route, shape)
    if directions is not None:
        refuse_other_shape(view.route, directions)
    box = Box.around(points_of([view], [shape]), _FRAME_MARGIN_M)
    frame = Frame.of(box, settings.maps)
    data = {
        "single": True,
        "routes": [route_value(view, shape, frame, _COLOUR)],
        "canteens": canteen_values([view.canteen], frame),
        "ticks": _ticks(plan, view),
        **town_values(frame, settings.maps, base_map, _GROUND_MARGIN_M),
    }
    return render_page(
        "volunteer.html",
        _folium_map(frame, data),
        data=data,
        context={
            "title": _title(plan, view),
            "words": words,
            "plan": plan,
            "view": view,
            "ends": _ends_word(view),
            "navigation_link": navigation_link,
            "stop_anchor": stop_anchor,
            "legs": _legs(view, directions),
            "way_back": _way_back(view, directions),
        },
        styles=("map.css", "volunteer.css"),
        late_scripts=("ticks.js",),
    )


def navigation_link(stop: StopView) -> str:
    """Give the address that opens a stop in the phone's own map; it tells no name and no door.

    WGS-84, as RFC 5870 defines ``geo:``; the query makes Android's maps set a pin.
    """
    place = stop.resident.coordinates
    if place is None:
        return ""
    spot = f"{place.lat:.6f},{place.lon:.6f}"
    return f"geo:{spot}?q={spot}({stop.number})"


def _legs(view: RouteView, directions: RouteDirections | None) -> dict[int, tuple[str, ...]]:
    """Say how to get to each stop, by its number; a stop without steps is not there."""
    if directions is None:
        return {}
    return {
        stop.number: step_sentences(steps)
        for trip, legs in zip(view.trips, directions.trips, strict=True)
        for stop, steps in zip(trip.stops, legs, strict=False)  # a leg more leads back
        if steps
    }


def _way_back(view: RouteView, directions: RouteDirections | None) -> list[tuple[str, ...]]:
    """Say for each trip how to get back from its last door; empty where it ends there."""
    if directions is None:
        return [()] * len(view.trips)
    return [
        step_sentences(legs[-1]) if len(legs) > len(trip.stops) else ()
        for trip, legs in zip(view.trips, directions.trips, strict=True)
    ]


def _folium_map(frame: Frame, data: Mapping[str, Any]) -> folium.Map:
    """One route needs no layer control, unless there are online tiles to choose."""
    the_map = empty_map(frame)
    add_base_layers(the_map, data)
    add_layer(the_map, _("Canteen"), Part("canteens"), control=False)
    add_layer(the_map, _("Route"), Part("route", 0), control=False)
    control = [add_layer_control(the_map)] if data["tiles"] else []
    the_map.add_child(Part("start", *control))
    return the_map


def _ticks(plan: Plan, view: RouteView) -> dict[str, Any]:
    """Name the place in the phone's storage, and what the script says about ticks."""
    return {
        "day": plan.date.isoformat(),
        "key": f"{plan.meal}:{view.route.volunteer_id}",
        "words": {
            "progress": _("{done} of {all} delivered"),
            "unsaved": _("This phone does not keep the ticks."),
        },
    }


def _title(plan: Plan, view: RouteView) -> str:
    return _("{volunteer}: {meal}, {date}").format(
        volunteer=view.volunteer.name, meal=words.meal_word(plan.meal), date=plan.date.isoformat()
    )


def _ends_word(view: RouteView) -> str:
    """Say where the route is over and when."""
    time = words.clock(view.over)
    back = view.trips[-1].trip.back is not None
    if back and view.shift is not None and view.shift.ends_at is EndsAt.HOME:
        return _("You are home at about {time}.").format(time=time)
    if back:
        return _("You are back at the canteen at about {time}.").format(time=time)
    return _("You are done at the last door at about {time}.").format(time=time)
