"""``python -m benchmarks.datums``: how well rows of an undeclared datum are found, as a table.

Doors are drawn on the streets of Guixi without the help of `mealroute.sample`: half of them inside
buildings, half beside streets, each with an error of some metres, one to six residents behind each.
Part of the rows is then given as another datum would show them, and nothing says so.
"""

import argparse
import itertools
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import shapely

from mealroute.domain import (
    BaseMap,
    Coordinates,
    Datum,
    Line,
    PlaceKind,
    PlaceRow,
    from_wgs84,
    to_wgs84,
)
from mealroute.travel.base_map import read_base_map
from mealroute.travel.doubt import DoubtKind, Reading
from mealroute.travel.doubts import find_doubts

EXTRACT: Final = Path(__file__).parents[1] / "data" / "guixi" / "streets.osm.pbf"
KINDS: Final = ("gcj02", "bd09", "converted_gcj02")
RESIDENTS: Final = (60, 150, 500)
SHARES: Final = (0.05, 0.1, 0.2, 0.5)
_METRES_PER_DEGREE: Final = 111_195.0


@dataclass(frozen=True, slots=True)
class Town:
    """What doors are drawn from: buildings and street pieces in degrees, with names."""

    buildings: tuple[shapely.Polygon, ...]
    streets: tuple[tuple[str, shapely.LineString], ...]
    tree: shapely.STRtree


def town_of(base_map: BaseMap) -> Town:
    """Make shapes of a base map."""
    lines = [
        (road.name, shapely.LineString([(p.lon, p.lat) for p in road.points]))
        for road in base_map.roads
        if road.kind in {"residential", "tertiary", "secondary", "unclassified", "living_street"}
    ]
    buildings = [
        shapely.Polygon([(p.lon, p.lat) for p in area.outline])
        for area in base_map.areas
        if area.kind == "building"
    ]
    tree = shapely.STRtree([line for _name, line in lines])
    return Town(tuple(buildings), tuple(lines), tree)


def moved_east(base_map: BaseMap, degrees: float) -> BaseMap:
    """Move a town along its parallel, so that one from elsewhere lies where maps are shifted."""

    def moved(points: Line) -> Line:
        return tuple(Coordinates(p.lat, p.lon + degrees) for p in points)

    return replace(
        base_map,
        roads=tuple(replace(road, points=moved(road.points)) for road in base_map.roads),
        areas=tuple(replace(area, outline=moved(area.outline)) for area in base_map.areas),
    )


def a_day(town: Town, rng: random.Random, residents: int, addresses: float) -> list[PlaceRow]:
    """Draw residents behind doors; so large a share of doors has an address with its street."""
    rows: list[PlaceRow] = []
    while len(rows) < residents:
        place, street = _door(town, rng)
        told = bool(street) and rng.random() < addresses
        address = f"{street}{rng.randint(1, 300)}号" if told else ""
        group = rng.choice(("phone", "app", "counter"))
        for _one in range(rng.choice((1, 1, 1, 2, 3, 4, 6))):
            number = len(rows) + 2
            rows.append(
                PlaceRow(
                    file="residents.csv", line=number, row_id=f"R{number}", weight=1,
                    kind=PlaceKind.RESIDENT, coordinates=place, address=address, group=group,
                )
            )  # fmt: skip
    return rows[:residents]


def shifted(row: PlaceRow, kind: str) -> PlaceRow:
    """Give a row as a file would hold it after the mistake."""
    lat, lon = row.coordinates.lat, row.coordinates.lon
    if kind == Reading.CONVERTED_GCJ02:
        return replace(row, coordinates=Coordinates(*to_wgs84(lat, lon, Datum.GCJ02)))
    return replace(row, coordinates=Coordinates(*from_wgs84(lat, lon, Datum(kind))))


def _door(town: Town, rng: random.Random) -> tuple[Coordinates, str]:
    if rng.random() < 0.5:
        building = rng.choice(town.buildings)
        west, south, east, north = building.bounds
        point = shapely.Point(rng.uniform(west, east), rng.uniform(south, north))
        name, line = town.streets[int(town.tree.nearest(point))]
        near = line.distance(point) * _METRES_PER_DEGREE < 120
        return _noisy(point.y, point.x, rng, 5.0), name if near else ""
    name, line = rng.choices(town.streets, [line.length for _name, line in town.streets])[0]
    at = line.interpolate(rng.random(), normalized=True)
    return _noisy(at.y, at.x, rng, rng.uniform(8.0, 30.0)), name


def _noisy(lat: float, lon: float, rng: random.Random, metres: float) -> Coordinates:
    degree = metres / _METRES_PER_DEGREE
    return Coordinates(lat + rng.gauss(0, degree), lon + rng.gauss(0, degree) * 1.13)


def table(base_map: BaseMap, seeds: int, addresses: float) -> Iterator[str]:
    """Measure every case, and tell each in a line."""
    town = town_of(base_map)
    yield "| residents | given as | shifted | days told | rows told right | of the shifted found |"
    yield "|---|---|---|---|---|---|"
    for residents, (kind, share) in itertools.product(
        RESIDENTS, [("-", 0.0), *itertools.product(KINDS, SHARES)]
    ):
        told_days = right = told = wrong = 0
        for seed in range(seeds):
            rng = random.Random(seed * 1000 + residents)  # noqa: S311 -- doors are no secrets
            rows = a_day(town, rng, residents, addresses)
            hit = set(rng.sample(range(residents), round(share * residents)))
            given = [shifted(row, kind) if n in hit else row for n, row in enumerate(rows)]
            doubts = [one for one in find_doubts(given, base_map) if one.kind is DoubtKind.DATUM]
            found = {one.row.line - 2 for one in doubts if one.reading == kind}
            told_days += bool(doubts)
            told += len(doubts)
            right += len(found & hit)
            wrong += len(hit)
        precision = f"{100 * right / told:.0f} %" if told else "-"
        recall = f"{100 * right / wrong:.0f} %" if wrong else "-"
        yield f"| {residents} | {kind} | {100 * share:.0f} % | {told_days} of {seeds} | {precision} | {recall} |"  # noqa: E501 -- one row of the table


def main(words: Sequence[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.datums", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--addresses", type=float, default=0.6, help="share of doors with a street")
    parser.add_argument("--extract", type=Path, default=EXTRACT)
    parser.add_argument("--east", type=float, default=0.0, help="move the town, in degrees")
    given = parser.parse_args(words)
    began_s = time.process_time()
    base_map = moved_east(read_base_map(given.extract), given.east)
    for line in table(base_map, given.seeds, given.addresses):
        print(line, flush=True)
    print(f"{time.process_time() - began_s:.1f} s of CPU", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
