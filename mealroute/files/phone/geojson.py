"""Write routes as one GeoJSON FeatureCollection (RFC 7946): canteen, stops and ways."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from mealroute import __version__
from mealroute.domain import Datum
from mealroute.errors import ArgumentError
from mealroute.files.phone.routes import PhoneRoute, PhoneStop, PhoneTrip, Spot, datum_name
from mealroute.language import gettext as _


def geojson_text(routes: Sequence[PhoneRoute]) -> str:
    """Write routes of one plan; longitude first, as GeoJSON wants it.

    GeoJSON is WGS-84 and has no member to say otherwise: RFC 7946, section 4, leaves other datums
    to "prior arrangement". So every file names its datum in a foreign member ``mealroute``, and
    one in GCJ-02 or BD-09 carries a warning there.

    Raises
    ------
    ArgumentError
        When the routes do not share one datum.
    """
    datums = {route.datum for route in routes} or {Datum.WGS84}
    if len(datums) > 1:
        raise ArgumentError(_("the routes of one file need one datum"))
    (datum,) = datums
    about: dict[str, Any] = {"datum": datum_name(datum), "made_by": f"mealroute {__version__}"}
    if datum is not Datum.WGS84:
        about["warning"] = _(
            "Not WGS-84, although GeoJSON always is: only for apps whose maps are {datum}."
        ).format(datum=datum_name(datum))
    features = [_json(feature) for route in routes for feature in _features(route)]
    lines = ",\n".join(features)
    return (
        f'{{"type": "FeatureCollection", "mealroute": {_json(about)}, "features": [\n{lines}\n]}}\n'
    )


def _features(route: PhoneRoute) -> Iterator[dict[str, Any]]:
    whose = {"volunteer_id": route.volunteer_id, "canteen_id": route.canteen_id}
    about = {"kind": "canteen", "name": route.canteen_name, **whose}
    yield _feature("Point", _position(route.canteen), about)
    for trip in route.trips:
        if len(trip.line) > 1:
            yield _feature("LineString", list(map(_position, trip.line)), _way(trip, whose))
        for stop in trip.stops:
            # RFC 7946, section 3.2: a feature without a place has the geometry null.
            place = None if stop.place is None else _position(stop.place)
            yield _feature("Point", place, _about(stop, trip, whose))


def _way(trip: PhoneTrip, whose: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "trip", "trip": trip.number, "leaves": trip.leaves.isoformat(), **whose}


def _about(stop: PhoneStop, trip: PhoneTrip, whose: dict[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {
        "kind": "stop",
        **whose,
        "trip": trip.number,
        "stop": stop.number,
        "order_id": stop.order_id,
        "starts": stop.starts.isoformat(),
        "boxes": stop.boxes,
        "diet": stop.diet,
    }
    return about | ({"name": stop.person} if stop.person else {})


def _feature(kind: str, coordinates: object, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = None if coordinates is None else {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _position(place: Spot) -> list[float]:
    return [place[1], place[0]]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
