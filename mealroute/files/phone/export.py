"""Name the files of a plan's routes and write each one's text, format by format."""

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from mealroute.domain import Datum
from mealroute.files.phone.calendar import calendar_text
from mealroute.files.phone.geojson import geojson_text
from mealroute.files.phone.gpx import gpx_text
from mealroute.files.phone.kml import kml_text
from mealroute.files.phone.routes import PhoneRoute, datum_name


class Format(StrEnum):
    """The formats of route files, by the ends of their names."""

    GPX = "gpx"
    KML = "kml"
    GEOJSON = "geojson"
    ICS = "ics"


FORMATS: Final = tuple(Format)

ALL_ROUTES: Final = "routes"
"""The stem of the one GeoJSON file that holds every route."""


def phone_files(
    routes: Sequence[PhoneRoute],
    stems: Mapping[int, str],
    formats: Sequence[Format] = FORMATS,
    *,
    zone: dt.tzinfo | None = None,
    together: bool = True,
) -> dict[str, str]:
    """Write every route in every format.

    Parameters
    ----------
    routes
        The routes, all in one datum.
    stems
        The beginning of the file's name for every route, by its place in the plan.
    formats
        What to write.
    zone
        The time zone of the day's times, for GPX.
    together
        Whether to write one more GeoJSON file with all routes.

    Returns
    -------
    dict
        Texts by file name. Outside WGS-84 the name ends in the datum, ``V1-GCJ-02.gpx``; a
        calendar has no coordinates, hence no datum.
    """
    files: dict[str, str] = {}
    for route in routes:
        stem = stems[route.index]
        mark = _mark(route.datum)
        for kind in formats:
            if kind is Format.GPX:
                files[f"{stem}{mark}.gpx"] = gpx_text(route, zone)
            elif kind is Format.KML:
                files[f"{stem}{mark}.kml"] = kml_text(route)
            elif kind is Format.GEOJSON:
                files[f"{stem}{mark}.geojson"] = geojson_text([route])
            else:
                files[f"{stem}.ics"] = calendar_text(route)
    if together and routes and Format.GEOJSON in formats:
        files[f"{ALL_ROUTES}{_mark(routes[0].datum)}.geojson"] = geojson_text(routes)
    return files


def _mark(datum: Datum) -> str:
    return "" if datum is Datum.WGS84 else f"-{datum_name(datum)}"
