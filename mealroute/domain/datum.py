"""Turn coordinates of China's shifted datums into WGS-84 and back.

AMap and Tencent show GCJ-02, Baidu shows BD-09; both are WGS-84 plus a published-by-use shift that
only applies inside China. Everything in mealroute is WGS-84: conversion happens at the border.

Inside China means, as in every published implementation, inside the rectangle 72.004 to 137.8347
degrees east and 0.8293 to 55.8271 degrees north. It holds Hong Kong, Macau and Taiwan, where maps
differ by provider, and neighbours such as Mongolia and Korea, where nobody shifts: declare places
there as WGS-84. Outside it nothing is moved, whatever is declared.
"""

import math
from enum import StrEnum

# Krasovsky 1940, the ellipsoid in which the shift of GCJ-02 is computed.
_A = 6378245.0
_EE = 0.00669342162296594323
_BD_TURN = math.pi * 3000.0 / 180.0


class Datum(StrEnum):
    """The datums a column may declare."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def to_wgs84(lat: float, lon: float, datum: Datum) -> tuple[float, float]:
    """Convert degrees of any datum to WGS-84, latitude first; to well under a millimetre.

    The shift has no closed inverse: fixed-point steps undo it, each gaining about two digits.

    Examples
    --------
    >>> lat, lon = to_wgs84(*from_wgs84(47.8484, 88.1396, Datum.BD09), Datum.BD09)
    >>> round(lat, 9), round(lon, 9)
    (47.8484, 88.1396)
    """
    if datum is Datum.WGS84:
        return lat, lon
    guess_lat, guess_lon = lat, lon
    for _step in range(8):
        shown_lat, shown_lon = from_wgs84(guess_lat, guess_lon, datum)
        guess_lat += lat - shown_lat
        guess_lon += lon - shown_lon
    return guess_lat, guess_lon


def from_wgs84(lat: float, lon: float, datum: Datum) -> tuple[float, float]:
    """Convert WGS-84 degrees to what a map of ``datum`` shows, latitude first.

    Examples
    --------
    Altay is shown 145 m further north and 251 m further east:

    >>> lat, lon = from_wgs84(47.8484, 88.1396, Datum.GCJ02)
    >>> round(lat, 5), round(lon, 5)
    (47.8497, 88.14296)
    """
    if datum is Datum.WGS84:
        return lat, lon
    lat, lon = _gcj02(lat, lon)
    return _bd09(lat, lon) if datum is Datum.BD09 else (lat, lon)


def _in_china(lat: float, lon: float) -> bool:
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def _gcj02(lat: float, lon: float) -> tuple[float, float]:
    if not _in_china(lat, lon):
        return lat, lon
    x, y = lon - 105.0, lat - 35.0
    fast = (20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + fast
    north += (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
    north += (
        (160.0 * math.sin(y / 12.0 * math.pi) + 320.0 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0
    )
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + fast
    east += (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
    east += (
        (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0
    )
    phi = math.radians(lat)
    magic = 1.0 - _EE * math.sin(phi) ** 2
    root = math.sqrt(magic)
    return (
        lat + math.degrees(north * magic * root / (_A * (1.0 - _EE))),
        lon + math.degrees(east * root / (_A * math.cos(phi))),
    )


def _bd09(lat: float, lon: float) -> tuple[float, float]:
    if not _in_china(lat, lon):
        return lat, lon
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BD_TURN)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BD_TURN)
    return radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065
