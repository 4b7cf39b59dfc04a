"""Doubt the places of a day: which rows look wrong, and why, the costliest first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from mealroute.domain import BaseMap, Coordinates, PlaceKind, PlaceRow, from_wgs84
from mealroute.domain.datum import Datum
from mealroute.travel.doubt import Doubt, DoubtKind
from mealroute.travel.misplaced import away_from_geocoded, crowds, out_of_town, two_places

_OTHER_STREET_M: Final = 300.0
_EXPLAINED: Final = (DoubtKind.OTHER_STREET, DoubtKind.WATER)
_KIND_ORDER: Final = tuple(DoubtKind)


def find_doubts(
    rows: Sequence[PlaceRow],
    base_map: BaseMap | None = None,
    geocoded: Mapping[tuple[str, int], Coordinates] | None = None,
) -> tuple[Doubt, ...]:
    """Find the rows of a day whose place looks wrong, at most one doubt of each row and kind.

    Parameters
    ----------
    rows
        The rows with coordinates, see `PlaceRow`.
    base_map
        The town, where there is an extract; without it places are only compared with each other.
    geocoded
        Where a geocoder puts the addresses of rows, by file and line, where one was asked.

    Returns
    -------
    tuple[Doubt, ...]
        Grave doubts first, canteens before the rest, then by the boxes and priorities that hang
        on the place, then by metres.

    Examples
    --------
    >>> from mealroute.domain import PlaceKind
    >>> def place(kind, number, lat, lon):
    ...     return PlaceRow(file=f"{kind}s.csv", line=number, row_id=f"{number}", kind=kind,
    ...                     coordinates=Coordinates(lat, lon), radius_m=1000)
    >>> rows = [place(PlaceKind.CANTEEN, 2, 28.29, 117.21)]
    >>> rows += [place(PlaceKind.RESIDENT, n, 28.29 + n / 1e4, 117.21) for n in range(2, 9)]
    >>> rows += [place(PlaceKind.RESIDENT, 9, 28.1724, 117.1236)]  # 28° 17′ 24″, 117° 12′ 36″
    >>> [(doubt.row.line, doubt.kind.value) for doubt in find_doubts(rows)]
    [(9, 'degrees_minutes')]
    """
    if not rows:
        return ()
    far = list(out_of_town(rows))
    away = {(doubt.row.file, doubt.row.line) for doubt in far}
    near = [row for row in rows if (row.file, row.line) not in away]
    found = [*far, *two_places(near), *crowds(near), *away_from_geocoded(near, geocoded or {})]
    if base_map is not None and near:
        found += _by_the_town(near, base_map)
    return tuple(sorted(_once(found), key=_cost))


def may_be_shifted(rows: Sequence[PlaceRow]) -> bool:
    """Whether the datum matters anywhere in the day: outside China nothing is moved."""
    places = {row.coordinates for row in rows}
    return any(
        from_wgs84(place.lat, place.lon, Datum.GCJ02) != (place.lat, place.lon) for place in places
    )


def _by_the_town(rows: Sequence[PlaceRow], base_map: BaseMap) -> Iterator[Doubt]:
    """Doubt rows that do not lie in the town as a door does."""
    # Only a day with an extract pays for loading shapely.
    from mealroute.travel.readings import other_readings  # noqa: PLC0415 -- see above
    from mealroute.travel.surroundings import Plane, Surroundings  # noqa: PLC0415 -- see above

    lat = np.array([row.coordinates.lat for row in rows])
    lon = np.array([row.coordinates.lon for row in rows])
    plane = Plane(Coordinates(float(np.median(lat)), float(np.median(lon))))
    if not base_map.roads:
        return
    surroundings = Surroundings(base_map, plane)
    yield from other_readings(rows, surroundings, plane)
    points = plane.metres(lat, lon)
    wet = surroundings.in_water(points) & (surroundings.building_m(points) > 0)
    street_m = surroundings.street_m(points)
    for number in np.flatnonzero(wet).tolist():
        yield Doubt(row=rows[number], kind=DoubtKind.WATER, metres=float(street_m[number]))
    streets = surroundings.named_streets(row.address for row in rows)
    named_m = surroundings.named_street_m(streets, points)
    for number in np.flatnonzero(np.nan_to_num(named_m) > _OTHER_STREET_M).tolist():
        yield Doubt(row=rows[number], kind=DoubtKind.OTHER_STREET, metres=float(named_m[number]))


def _once(found: Sequence[Doubt]) -> list[Doubt]:
    """Keep one doubt of each row and kind, what the town says before what two rows say.

    Another datum explains a wrong street and water as well. And where the town tells that a row was
    converted once too often, its neighbour at the same entrance is not the one that is wrong.
    """
    by_town = {_key(doubt.row): doubt for doubt in found if _is_by_town(doubt)}
    first: dict[tuple[str, int, DoubtKind], Doubt] = {}
    for doubt in found:
        kind = doubt.kind
        if kind is DoubtKind.DATUM and doubt.other is not None:
            told = by_town.get(_key(doubt.row)) or by_town.get(_key(doubt.other))
            if told is not None:
                continue
        first.setdefault((*_key(doubt.row), kind), doubt)
    shifted = {key[:2] for key in first if key[2] is DoubtKind.DATUM}
    return [
        doubt for key, doubt in first.items() if key[2] not in _EXPLAINED or key[:2] not in shifted
    ]


def _is_by_town(doubt: Doubt) -> bool:
    return doubt.kind is DoubtKind.DATUM and doubt.other is None


def _key(row: PlaceRow) -> tuple[str, int]:
    return row.file, row.line


def _cost(doubt: Doubt) -> tuple[object, ...]:
    row = doubt.row
    return (
        not doubt.grave,
        row.kind is not PlaceKind.CANTEEN,
        -row.weight,
        _KIND_ORDER.index(doubt.kind),
        -round(doubt.metres),
        row.file,
        row.line,
    )
