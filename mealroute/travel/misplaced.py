"""Doubt places that no street map is needed for: out of town, badly written, two, too many."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates, Datum, PlaceKind, PlaceRow, from_wgs84, to_wgs84
from mealroute.travel.doubt import Doubt, DoubtKind, Reading
from mealroute.travel.sphere import degrees, distance_m

_LEAST_TOWN_M: Final = 5_000.0
_RADII: Final = 3.0
_DEVIATIONS: Final = 8.0
_MAD_TO_DEVIATION: Final = 1.4826
_ZERO_DEGREES: Final = 0.01
_SAME_PLACE_M: Final = 20.0
_ONE_BUILDING_M: Final = 200.0
_GEOCODED_M: Final = 60.0  # a geocoder gives a house, not a door
_CROWD: Final = 5
_CROWD_ADDRESSES: Final = 4
Floats = NDArray[np.float64]

_HOUSE: Final = re.compile(r"^.*?\d+\s*[号號]?")
# As far as the entrance: 石林路49号平安里2号楼4单元 of 石林路49号平安里2号楼4单元201室.
_ENTRANCE: Final = re.compile(r"^(?:.*(?:[号號]楼|栋|幢|座|单元)|.*?\d+\s*[号號])")


def out_of_town(rows: Sequence[PlaceRow]) -> Iterator[Doubt]:
    """Doubt rows far from every canteen, or a canteen far from every resident; guess the slip.

    Far is beyond `_LEAST_TOWN_M`, beyond three service radii, and beyond the median by eight
    robust standard deviations (1.4826 times the median absolute deviation).
    """
    people = [row for row in rows if row.kind is not PlaceKind.CANTEEN]
    residents = [row for row in people if row.kind is PlaceKind.RESIDENT] or people
    canteens = [row for row in rows if row.kind is PlaceKind.CANTEEN]
    if not canteens or not residents:
        return
    widest_m = max(row.radius_m for row in canteens)
    # A canteen is judged by residents, who are many; the rest by the canteens that pass.
    middle = np.median(np.array([_pair(row.coordinates) for row in residents]), axis=0)
    canteen_m = _nearest_m([row.coordinates for row in canteens], [Coordinates(*middle)])
    resident_m = _nearest_m([row.coordinates for row in residents], [Coordinates(*middle)])
    most_m = _most_m(resident_m, widest_m)
    wrong = [row for row, far in zip(canteens, canteen_m > most_m, strict=True) if far]
    if len(wrong) == len(canteens):
        wrong = []
    good = [row.coordinates for row in canteens if row not in wrong]
    away_m = _nearest_m([row.coordinates for row in people], good)
    most_m = _most_m(_nearest_m([row.coordinates for row in residents], good), widest_m)
    far = [(row, m) for row, m in zip(people, away_m.tolist(), strict=True) if m > most_m]
    far += zip(wrong, _nearest_m([row.coordinates for row in wrong], good).tolist(), strict=True)

    def in_town(place: Coordinates) -> bool:
        return bool(_nearest_m([place], good)[0] <= most_m)

    for row, metres in far:
        yield Doubt(row=row, kind=_slip(row, in_town), metres=metres)


def two_places(rows: Sequence[PlaceRow]) -> Iterator[Doubt]:
    """Doubt rows of one entrance that lie apart; by just the shift of a datum is another reading.

    Where one place is the other as AMap or Baidu would show it, the shown one is doubted.
    """
    entrances: dict[str, list[PlaceRow]] = defaultdict(list)
    for row in rows:
        if row.kind is PlaceKind.RESIDENT:
            entrance = row.building_id or (_ENTRANCE.match(row.address) or [""])[0]
            if entrance:
                entrances[entrance].append(row)
    for neighbours in entrances.values():
        if len({row.coordinates.key for row in neighbours}) > 1:
            yield from _apart(neighbours)


def away_from_geocoded(
    rows: Sequence[PlaceRow], geocoded: Mapping[tuple[str, int], Coordinates]
) -> Iterator[Doubt]:
    """Doubt rows far from where a geocoder puts their address, by file and line; guess a datum."""
    for row in rows:
        found = geocoded.get((row.file, row.line))
        if found is None:
            continue
        metres = float(_nearest_m([row.coordinates], [found])[0])
        if metres <= _ONE_BUILDING_M:
            continue
        raw = from_wgs84(row.coordinates.lat, row.coordinates.lon, row.datum)
        fitting = [
            Reading.of(datum)
            for datum in Datum
            if datum is not row.datum
            and _nearest_m([Coordinates(*to_wgs84(*raw, datum))], [found])[0] <= _GEOCODED_M
        ]
        reading = fitting[0] if fitting else None
        yield Doubt(row=row, kind=DoubtKind.GEOCODED, metres=metres, reading=reading)


def crowds(rows: Sequence[PlaceRow]) -> Iterator[Doubt]:
    """Doubt one point at which residents of many addresses live: a geocoder that gave up."""
    points: dict[tuple[float, float], list[PlaceRow]] = defaultdict(list)
    for row in rows:
        if row.kind is PlaceKind.RESIDENT:
            points[row.coordinates.key].append(row)
    for here in points.values():
        if len(here) < _CROWD:
            continue
        houses = {row.building_id or (_HOUSE.match(row.address) or [""])[0] for row in here} - {""}
        if len(houses) >= _CROWD_ADDRESSES:
            figures = {"residents": len(here), "addresses": len(houses)}
            for row in here:
                yield Doubt(row=row, kind=DoubtKind.CROWD, metres=0.0, figures=figures)


def _slip(row: PlaceRow, in_town: Callable[[Coordinates], bool]) -> DoubtKind:
    """Guess how a place came to be out of town: which mending brings it back."""
    lat, lon = row.coordinates.lat, row.coordinates.lon
    if abs(lat) < _ZERO_DEGREES and abs(lon) < _ZERO_DEGREES:
        return DoubtKind.ZERO
    if abs(lon) <= 90 and in_town(Coordinates(lon, lat)):
        return DoubtKind.SWAPPED
    if any(in_town(Coordinates(*turned)) for turned in ((-lat, lon), (lat, -lon), (-lat, -lon))):
        return DoubtKind.SIGN
    written = from_wgs84(lat, lon, row.datum)
    for seconds in (True, False):
        mended = [_from_minutes(degree, seconds=seconds) for degree in written]
        if None not in mended and in_town(Coordinates(*(float(one or 0) for one in mended))):
            return DoubtKind.DEGREES_MINUTES
    return DoubtKind.OUT_OF_TOWN


def _from_minutes(degree: float, *, seconds: bool) -> float | None:
    """Read 47.5054 as 47° 50′ 54″, or as 47° 50.54′; ``None`` where it cannot be."""
    whole = int(degree)
    rest = round(abs(degree - whole) * 100, 6)
    minutes = int(rest) if seconds else rest
    second = round((rest - int(rest)) * 100, 4) if seconds else 0.0
    if minutes >= 60 or second >= 60:
        return None
    part = minutes / 60 + second / 3600
    mended = whole + (part if degree >= 0 else -part)
    return mended if abs(mended) <= 90 or abs(degree) > 90 else None


def _apart(neighbours: Sequence[PlaceRow]) -> Iterator[Doubt]:
    """Compare the rows of one entrance with the place that most of them give."""
    places: dict[tuple[float, float], list[PlaceRow]] = defaultdict(list)
    for row in neighbours:
        places[row.coordinates.key].append(row)
    shifted = dict(_shown(places))
    for key, rows in places.items():
        if key in shifted:
            reading, other, metres = shifted[key]
            for row in rows:
                yield Doubt(
                    row=row, kind=DoubtKind.DATUM, metres=metres, reading=reading, other=other
                )
    left = {key: rows for key, rows in places.items() if key not in shifted}
    if len(left) < 2:
        return
    first = max(left.values(), key=len)[0]
    for rows in left.values():
        metres = float(_nearest_m([rows[0].coordinates], [first.coordinates])[0])
        if metres > _ONE_BUILDING_M:
            for row in rows:
                yield Doubt(row=row, kind=DoubtKind.TWO_PLACES, metres=metres, other=first)


def _shown(
    places: dict[tuple[float, float], list[PlaceRow]],
) -> Iterator[tuple[tuple[float, float], tuple[Reading, PlaceRow, float]]]:
    """Find the places that are another of them as a map of a shifted datum shows it."""
    for true, rows in places.items():
        here = rows[0].coordinates
        for datum in (Datum.GCJ02, Datum.BD09):
            shown = Coordinates(*from_wgs84(here.lat, here.lon, datum))
            moved_m = float(_nearest_m([shown], [here])[0])
            for key, others in places.items():
                if key == true or moved_m <= 2 * _SAME_PLACE_M:
                    continue
                if others[0].datum is not Datum.WGS84:
                    continue
                if _nearest_m([shown], [others[0].coordinates])[0] <= _SAME_PLACE_M:
                    yield key, (Reading.of(datum), rows[0], moved_m)


def _most_m(away_m: Floats, widest_m: float) -> float:
    middle_m = float(np.median(away_m))
    spread_m = _MAD_TO_DEVIATION * float(np.median(np.abs(away_m - middle_m)))
    return max(_LEAST_TOWN_M, _RADII * widest_m, middle_m + _DEVIATIONS * spread_m)


def _nearest_m(places: Sequence[Coordinates], others: Sequence[Coordinates]) -> Floats:
    """Measure from each place to the nearest of the others."""
    lat, lon = degrees(places)
    other_lat, other_lon = degrees(others)
    if not len(places):
        return np.zeros(0)
    nearest: Floats = distance_m(lat[:, None], lon[:, None], other_lat, other_lon).min(axis=1)
    return nearest


def _pair(place: Coordinates) -> tuple[float, float]:
    return place.lat, place.lon
