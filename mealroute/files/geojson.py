"""Write areas as GeoJSON (RFC 7946), which every map program opens."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mealroute.domain import Isochrone, Line, Outline

_DECIMALS = 6  # a tenth of a metre


def isochrones_to_geojson(isochrones: Iterable[tuple[Mapping[str, Any], Isochrone]]) -> str:
    """Write isochrones as a collection of features, each with what else is known of it.

    WGS-84, longitude before latitude; outer rings anticlockwise, holes clockwise. One that
    reaches nothing has no geometry.
    """
    features = [
        {
            "type": "Feature",
            "properties": {
                **known,
                "mode": isochrone.mode,
                "minutes": isochrone.minutes,
                "area_km2": round(isochrone.area_km2, 4),
            },
            "geometry": _geometry(isochrone.parts),
        }
        for known, isochrone in isochrones
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n"


def _geometry(parts: Iterable[Outline]) -> dict[str, Any] | None:
    polygons = [[_positions(line) for line in (part.outer, *part.holes)] for part in parts]
    return {"type": "MultiPolygon", "coordinates": polygons} if polygons else None


def _positions(line: Line) -> list[list[float]]:
    return [[round(point.lon, _DECIMALS), round(point.lat, _DECIMALS)] for point in line]
