"""A plan's routes as files for phones: GPX, KML, GeoJSON, iCalendar, each saying its datum."""

from mealroute.files.phone.export import FORMATS, Format, phone_files
from mealroute.files.phone.routes import PhoneRoute, PhoneStop, PhoneTrip, datum_name, phone_routes

__all__ = [
    "FORMATS",
    "Format",
    "PhoneRoute",
    "PhoneStop",
    "PhoneTrip",
    "datum_name",
    "phone_files",
    "phone_routes",
]
