"""Isochrones as GeoJSON: RFC 7946, as every map program reads it."""

import json

from mealroute.domain import Isochrone, Mode, Outline
from mealroute.files import isochrones_to_geojson
from tests.builders import at_m


def an_isochrone(**changes: object) -> Isochrone:
    outer = (at_m(), at_m(0, 500), at_m(500, 500), at_m(500, 0), at_m())
    hole = (at_m(100, 100), at_m(400, 100), at_m(400, 400), at_m(100, 400), at_m(100, 100))
    values = {
        "mode": Mode.FOOT,
        "minutes": 10,
        "area_km2": 0.16,
        "parts": (Outline(outer, (hole,)),),
    }
    return Isochrone(**{**values, **changes})  # type: ignore[arg-type]


def test_an_isochrone_is_a_feature_with_what_is_known_of_it() -> None:
    text = isochrones_to_geojson([({"canteen_id": "C1"}, an_isochrone())])
    collection = json.loads(text)
    (feature,) = collection["features"]
    assert collection["type"] == "FeatureCollection"
    assert feature["properties"] == {
        "canteen_id": "C1",
        "mode": "foot",
        "minutes": 10,
        "area_km2": 0.16,
    }


def test_positions_are_longitude_before_latitude_and_lines_close() -> None:
    (feature,) = json.loads(isochrones_to_geojson([({}, an_isochrone())]))["features"]
    ((outer, hole),) = feature["geometry"]["coordinates"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert outer[0] == [88.1396, 47.8484]
    assert outer[0] == outer[-1]
    assert len(hole) == 5


def test_what_reaches_nothing_has_no_geometry() -> None:
    empty = an_isochrone(parts=(), area_km2=0.0)
    (feature,) = json.loads(isochrones_to_geojson([({}, empty)]))["features"]
    assert feature["geometry"] is None
