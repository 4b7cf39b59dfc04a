"""Say the map in folium: a map without tiles, a layer for each volunteer, and our own parts.

folium renders what its elements say twice, the second time as a template, and writes layer names
as HTML. So no element here carries a text from a file: parts name what the page's script takes
from the page's data, and `layer_name` escapes the one text that folium must know.
"""

import html
from collections.abc import Iterable, Mapping
from typing import Any

import folium
from branca.element import Element, MacroElement
from folium.map import Layer

from mealroute.domain import Canteen
from mealroute.language import gettext as _
from mealroute.maps.assets import templates
from mealroute.maps.frame import Frame


class Part(MacroElement):
    """Calls one function of the page's script for the layer or map it is added to."""

    _template = templates().get_template("part.js")

    def __init__(self, part: str, *arguments: Element | int) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # branca's is untyped
        self._name = "Part"
        self.part = part
        self.arguments = arguments

    def spoken(self) -> str:
        """Write the call's arguments, elements by the name they have when the page is written."""
        named = (
            argument.get_name() if isinstance(argument, Element) else str(argument)
            for argument in (self._parent, *self.arguments)
        )
        return ", ".join(named)


class BaseLayer(Layer):
    """A base layer that the page's script makes: the ground, or online tiles."""

    _template = templates().get_template("base_layer.js")

    def __init__(self, part: str, name: str, *, control: bool, show: bool) -> None:
        super().__init__(name=layer_name(name), overlay=False, control=control, show=show)
        self._name = "BaseLayer"
        self.part = part


def empty_map(frame: Frame) -> folium.Map:
    """Make a map without tiles whose zoom steps are fine enough to fill a sheet of paper."""
    (south, west), (north, east) = frame.bounds()
    return folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_start=15,
        max_zoom=19,
        min_zoom=3,
        zoom_snap=0.25,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=90,
    )


def add_base_layers(the_map: folium.Map, data: Mapping[str, Any]) -> None:
    """Add the streets in the page and, where set, the online tiles as a choice beside them."""
    tiles, ground = bool(data["tiles"]), bool(data["ground"])
    streets = _("Streets in this file")
    BaseLayer("ground", streets, control=tiles, show=ground or not tiles).add_to(the_map)
    if tiles:
        BaseLayer("tiles", _("Online tiles"), control=True, show=not ground).add_to(the_map)


def add_layer(
    the_map: folium.Map, name: str, part: Part, *, control: bool = True, show: bool = True
) -> Any:  # noqa: ANN401 -- folium's
    """Add a layer that can be switched on and off, drawn by one part."""
    group = folium.FeatureGroup(name=name, control=control, show=show)
    group.add_child(part)
    group.add_to(the_map)
    return group


def add_canteens(the_map: folium.Map, canteens: Iterable[Canteen], frame: Frame) -> None:
    """Add the layer of canteens, each with its service radius dotted around it."""
    group = add_layer(the_map, layer_name(_("Canteens and service radius")), Part("canteens"))
    for canteen in canteens:
        add_radius(group, canteen, frame)


def add_radius(group: Any, canteen: Canteen, frame: Frame) -> None:  # noqa: ANN401 -- folium's
    """Dot a canteen's service radius around it."""
    folium.Circle(
        location=frame.place(canteen.coordinates),
        radius=canteen.service_radius_m,
        color="#111111",
        weight=1.5,
        dash_array="2 6",
        fill=False,
        interactive=False,
    ).add_to(group)


def add_layer_control(the_map: folium.Map) -> folium.LayerControl:
    """Add the collapsed control that switches layers."""
    control = folium.LayerControl(collapsed=True)
    control.add_to(the_map)
    return control


def layer_name(text: str) -> str:
    """Escape a text for folium's layer control: it is a template first and HTML afterwards.

    Examples
    --------
    >>> layer_name("{{7*7}}<b>")
    '&#123;&#123;7*7&#125;&#125;&lt;b&gt;'
    """
    return html.escape(text).replace("{", "&#123;").replace("}", "&#125;")


def number_elements(root: Element) -> None:
    """Give every element a counted id in place of folium's random one: same plan, same page."""
    waiting = [root]
    count = 0
    while waiting:
        element = waiting.pop()
        element._id = str(count)  # noqa: SLF001 -- folium offers no other way to choose an id
        count += 1
        waiting.extend(reversed(element._children.values()))  # noqa: SLF001 -- the same
