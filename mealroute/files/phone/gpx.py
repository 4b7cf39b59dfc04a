"""Write a route as GPX 1.1: pins, and for each trip a route of stops and a track of the way."""

import datetime as dt

from gpxpy import gpx as xml

from mealroute import __version__
from mealroute.files.phone.routes import PhoneRoute, PhoneStop, PhoneTrip, Spot
from mealroute.language import gettext as _


def gpx_text(route: PhoneRoute, zone: dt.tzinfo | None = None) -> str:
    """Write a route for OsmAnd, Organic Maps, 两步路 and their like.

    Parameters
    ----------
    route
        The route; its datum is named in the metadata, and in the title where it is not WGS-84.
    zone
        The time zone of the day's wall-clock times. GPX knows UTC alone, so without a zone its
        time elements are left out; the hours stand in the descriptions either way.

    Returns
    -------
    str
        XML: ``wpt`` for the canteen and every stop, ``rte`` and ``trk`` for every trip.
    """
    file = xml.GPX()
    file.creator = f"mealroute {__version__}"
    file.name = route.title
    file.description = route.note
    file.keywords = f"datum {route.datum.value}"
    file.waypoints.append(
        xml.GPXWaypoint(
            *route.canteen, name=_("Canteen"), description=route.canteen_name, type="canteen"
        )
    )
    for trip in route.trips:
        for stop in trip.stops:
            if stop.place is not None:
                file.waypoints.append(
                    xml.GPXWaypoint(
                        *stop.place, name=stop.title, description=stop.text, type="stop"
                    )
                )
        file.routes.append(_rte(route, trip, zone))
        file.tracks.append(_trk(trip))
    return file.to_xml(version="1.1") + "\n"


def _rte(route: PhoneRoute, trip: PhoneTrip, zone: dt.tzinfo | None) -> xml.GPXRoute:
    """Go from the canteen by the stops in order, and back where the trip does."""
    rte = xml.GPXRoute(name=trip.title, description=trip.text, number=trip.number)
    rte.points.append(_point(route.canteen, _("Canteen"), trip.leaves, zone))
    rte.points += [_stop_point(stop, stop.place, zone) for stop in trip.stops if stop.place]
    if trip.goes_back and trip.line and trip.line[-1] == route.canteen:
        rte.points.append(_point(route.canteen, _("Canteen"), trip.ends, zone))
    return rte


def _stop_point(stop: PhoneStop, place: Spot, zone: dt.tzinfo | None) -> xml.GPXRoutePoint:
    point = _point(place, stop.title, stop.starts, zone)
    point.description = stop.text
    return point


def _point(place: Spot, name: str, at: dt.datetime, zone: dt.tzinfo | None) -> xml.GPXRoutePoint:
    time = None if zone is None else at.replace(tzinfo=zone).astimezone(dt.UTC)
    return xml.GPXRoutePoint(*place, name=name, time=time)


def _trk(trip: PhoneTrip) -> xml.GPXTrack:
    track = xml.GPXTrack(name=trip.title, number=trip.number)
    points = [xml.GPXTrackPoint(*place) for place in trip.line]
    track.segments.append(xml.GPXTrackSegment(points))
    return track
