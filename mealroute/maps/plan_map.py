"""Draw the coordinator's map: the whole plan, a layer for each volunteer, and its lists below."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import folium

from mealroute.domain import BaseMap, Plan, RouteShape, Service
from mealroute.language import gettext as _
from mealroute.maps import words
from mealroute.maps.drawn import (
    canteen_values,
    left_out_anchor,
    left_out_values,
    points_of,
    route_value,
    stop_anchor,
    town_values,
)
from mealroute.maps.frame import Box, Frame
from mealroute.maps.layers import (
    Part,
    add_base_layers,
    add_canteens,
    add_layer,
    add_layer_control,
    empty_map,
    layer_name,
)
from mealroute.maps.left_out import LeftOut, left_out_orders
from mealroute.maps.page import render_page
from mealroute.settings import Settings
from mealroute.views import RouteView, refuse_other_shapes, route_views

# Radius circles and left-out orders are fitted into the first view as far as they lie within
# this part of the routes' own extent; the rest is a movement of the finger away.
_REACH: Final = 0.4
_GROUND_MARGIN_M: Final = 1500.0


def plan_map(
    plan: Plan,
    service: Service,
    settings: Settings,
    shapes: Sequence[RouteShape],
    base_map: BaseMap | None = None,
) -> str:
    """Write the map of a whole plan as one HTML text that opens without a network.

    Parameters
    ----------
    plan
        The plan to show.
    service
        The meal it was made for: names, doors, canteens.
    settings
        Heat limits and, where set, online tiles.
    shapes
        The way of each of the plan's routes, in the plan's order.
    base_map
        The town underneath; ``None`` leaves plain paper.

    Raises
    ------
    ArgumentError
        When the plan belongs to another day, or the shapes to another plan.
    """
    views = route_views(plan, service, settings)
    refuse_other_shapes(plan, shapes)
    left_out = left_out_orders(plan, service)
    frame = Frame.of(_box(views, shapes, service, left_out), settings.maps)
    data = {
        "single": False,
        "routes": [route_value(view, shapes[view.index], frame) for view in views],
        "canteens": canteen_values(service.canteens.values(), frame),
        "left_out": left_out_values(left_out, frame),
        **town_values(frame, settings.maps, base_map, _GROUND_MARGIN_M),
    }
    return render_page(
        "plan.html",
        _folium_map(views, service, frame, data),
        data=data,
        context={
            "title": _title(plan),
            "words": words,
            "views": views,
            "indicators": indicator_words(plan, views),
            "unassigned": [order for order in left_out if order.kind == "unassigned"],
            "declined": [order for order in left_out if order.kind == "declined"],
            "stop_anchor": stop_anchor,
            "left_out_anchor": left_out_anchor,
        },
        styles=("map.css", "plan.css"),
    )


def indicator_words(plan: Plan, views: Sequence[RouteView]) -> list[tuple[str, str]]:
    """Sum a plan up in a few figures, each with its word."""
    accepted = sum(receipt.accepted for receipt in plan.receipts)
    stops = [stop for view in views for stop in view.stops]
    longest_s = max((stop.stop.aboard_s for stop in stops), default=0)
    warmths_c = [stop.food_c for stop in stops if stop.food_c is not None]
    coldest = [(_("Coldest food"), words.celsius_word(min(warmths_c)))] if warmths_c else []
    return [
        (_("Orders"), str(len(plan.receipts))),
        (_("Accepted"), str(accepted)),
        (_("Declined"), str(len(plan.receipts) - accepted)),
        (_("Brought"), str(len(stops))),
        (_("Without a volunteer"), str(len(plan.unassigned))),
        (_("Boxes"), str(sum(view.boxes for view in views))),
        (_("Routes"), str(len(views))),
        (_("On the way"), words.metres_word(sum(view.route.distance_m for view in views))),
        (_("Longest aboard"), words.duration_word(longest_s)),
        *coldest,
        (_("Cost"), f"{plan.made.cost:,}"),
    ]


def _title(plan: Plan) -> str:
    return _("{meal}, {date}").format(meal=words.meal_word(plan.meal), date=plan.date.isoformat())


def _layer_title(view: RouteView) -> str:
    swatch = f'<span class="swatch" style="--colour:{view.colour}">{view.code}</span>'
    return f"{swatch} {layer_name(view.volunteer.name)}"


def _folium_map(
    views: Sequence[RouteView], service: Service, frame: Frame, data: Mapping[str, Any]
) -> folium.Map:
    """Put the layers in the order in which the control lists them."""
    the_map = empty_map(frame)
    add_base_layers(the_map, data)
    add_canteens(the_map, service.canteens.values(), frame)
    for position, view in enumerate(views):
        add_layer(the_map, _layer_title(view), Part("route", position))
    if data["left_out"]:
        add_layer(the_map, layer_name(_("Orders nobody brings")), Part("leftOut"))
    the_map.add_child(Part("start", add_layer_control(the_map)))
    return the_map


def _box(
    views: Sequence[RouteView],
    shapes: Sequence[RouteShape],
    service: Service,
    left_out: Sequence[LeftOut],
) -> Box:
    """Enclose canteens and routes, and what else lies near them."""
    canteens = [canteen.coordinates for canteen in service.canteens.values()]
    doors = [
        order.resident.coordinates
        for order in left_out
        if order.resident is not None and order.resident.coordinates is not None
    ]
    core = [*canteens, *points_of(views, shapes)] or doors
    if not core:
        core = [r.coordinates for r in service.residents.values() if r.coordinates is not None]
    if not core:
        return Box(-60.0, -170.0, 70.0, 170.0)
    near = Box.around(core)
    near = near.wider(near.diagonal_m() * _REACH)
    circles = [
        point
        for canteen in service.canteens.values()
        for point in Box.around([canteen.coordinates], canteen.service_radius_m).corners()
    ]
    fitting = [point for point in (*circles, *doors) if near.holds(point)]
    return Box.around([*core, *fitting], margin_m=60.0)
