"""Write a route as KML 2.2: a folder for each trip with its way and its numbered stops."""

from typing import Final
from xml.etree import ElementTree as ET

from mealroute.files.phone.routes import PhoneRoute, PhoneStop, PhoneTrip, Spot
from mealroute.language import gettext as _

_NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
_LINE_COLOUR: Final = "ff864a0b"  # #0b4a86 as KML writes it: opacity, blue, green, red


def kml_text(route: PhoneRoute) -> str:
    """Write a route for Google Earth, Organic Maps and whatever else reads KML.

    Pins are the application's own: no picture is fetched from anywhere.
    """
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = _child(root, "Document")
    _child(document, "name", route.title)
    _child(document, "description", route.note)
    style = _child(document, "Style", id="way")
    line = _child(style, "LineStyle")
    _child(line, "color", _LINE_COLOUR)
    _child(line, "width", "5")
    _mark(document, _("Canteen"), route.canteen_name, route.canteen)
    for trip in route.trips:
        _add_trip(document, trip)
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _add_trip(document: ET.Element, trip: PhoneTrip) -> None:
    folder = _child(document, "Folder")
    _child(folder, "name", trip.title)
    _child(folder, "description", trip.text)
    way = _child(folder, "Placemark")
    _child(way, "name", trip.title)
    _child(way, "styleUrl", "#way")
    line = _child(way, "LineString")
    _child(line, "tessellate", "1")
    _child(line, "coordinates", " ".join(_degrees(place) for place in trip.line))
    for stop in trip.stops:
        _add_stop(folder, stop)


def _add_stop(folder: ET.Element, stop: PhoneStop) -> None:
    if stop.place is not None:
        _mark(folder, stop.title, stop.text, stop.place)


def _mark(parent: ET.Element, name: str, text: str, place: Spot) -> None:
    mark = _child(parent, "Placemark")
    _child(mark, "name", name)
    _child(mark, "description", text)
    _child(_child(mark, "Point"), "coordinates", _degrees(place))


def _child(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


def _degrees(place: Spot) -> str:
    """Write longitude first, as KML and GeoJSON do."""
    return f"{place[1]:.6f},{place[0]:.6f}"
