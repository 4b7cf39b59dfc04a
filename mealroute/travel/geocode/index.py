"""Build the index of an extract's addresses and names, a SQLite file that is kept beside it.

The cache is a convenience, as that of the streets: it is trusted only when its key says that it
was made from this very file by this version of the reader.
"""

import hashlib
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from mealroute.domain import GeocodeLevel
from mealroute.travel.extract import readable
from mealroute.travel.geocode.address import base_number, name_key, numbers_of, region_key
from mealroute.travel.geocode.likeness import one_slip
from mealroute.travel.geocode.survey import (
    QUARTERS,
    TOWNS,
    Door,
    Place,
    Point,
    Survey,
    read_survey,
)
from mealroute.travel.sphere import distance_m

_FORMAT: Final = "mealroute addresses 4"
"""Raise the number when the tables, the survey or `name_key` change."""

_SAME_DOOR_M: Final = 60.0
_QUARTER_WITHIN_M: Final = 1500.0
_ORDER: Final = {level: rank for rank, level in enumerate(GeocodeLevel)}

_TABLES: Final = """
CREATE TABLE made (key TEXT);
CREATE TABLE region (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE spot (id INTEGER PRIMARY KEY, label TEXT, street INTEGER, level TEXT, regions TEXT,
                   lat REAL, lon REAL);
CREATE TABLE name (id INTEGER PRIMARY KEY, key TEXT UNIQUE);
CREATE TABLE named (name INTEGER, spot INTEGER, PRIMARY KEY (name, spot)) WITHOUT ROWID;
CREATE TABLE slip (form TEXT, name INTEGER, PRIMARY KEY (form, name)) WITHOUT ROWID;
CREATE VIRTUAL TABLE gram USING fts5(key, content='name', content_rowid='id', tokenize='trigram');
CREATE TABLE door (spot INTEGER, number TEXT, rank INTEGER, base TEXT, postcode TEXT, level TEXT,
                   label TEXT, lat REAL, lon REAL);
CREATE INDEX door_number ON door (spot, number);
CREATE INDEX door_base ON door (spot, base);
"""


def open_index(extract: Path) -> sqlite3.Connection:
    """Give the index of an extract, from the cache beside it where that is good.

    Where nothing can be written beside the extract, the index is in memory.

    Raises
    ------
    DataFileError
        When the extract is missing, too large or broken.
    """
    with readable(extract), extract.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    key = f"{_FORMAT} {content}"
    cache = index_of(extract)
    found = _load(cache, key)
    if found is None:
        survey = read_survey(extract)
        with suppress(OSError, sqlite3.Error):
            _store(cache, key, survey, like=extract)
            found = _load(cache, key)
        if found is None:
            found = sqlite3.connect(":memory:")
            fill_index(found, survey, key)
    return found


def index_of(extract: Path) -> Path:
    """Name the index of an extract.

    Examples
    --------
    >>> index_of(Path("day/streets.osm.pbf")).name
    'streets.osm.pbf.addresses.sqlite'
    """
    return extract.with_name(f"{extract.name}.addresses.sqlite")


def _load(cache: Path, key: str) -> sqlite3.Connection | None:
    if not cache.is_file():
        return None
    with suppress(sqlite3.Error, ValueError):
        uri = f"{cache.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True)
        with suppress(sqlite3.Error):
            if connection.execute("SELECT key FROM made").fetchall() == [(key,)]:
                return connection
        connection.close()
    return None


def _store(cache: Path, key: str, survey: Survey, *, like: Path) -> None:
    """Write the cache under another name first: nobody ever reads half of one."""
    with tempfile.TemporaryDirectory(dir=cache.parent, prefix=".addresses-") as aside:
        temporary = Path(aside) / cache.name
        with closing(sqlite3.connect(temporary)) as connection:
            fill_index(connection, survey, key)
        shutil.copymode(like, temporary)  # who may read the extract may read its index
        temporary.replace(cache)


def fill_index(connection: sqlite3.Connection, survey: Survey, key: str = "") -> None:
    """Write what a survey found into an empty database."""
    connection.executescript(_TABLES)
    _Filler(connection, _Towns.of(survey)).fill(survey)
    connection.execute("INSERT INTO gram (gram) VALUES ('rebuild')")
    connection.execute("INSERT INTO made VALUES (?)", (key,))
    connection.commit()


@dataclass(frozen=True, slots=True)
class _Towns:
    """The named towns and quarters of an extract, to say which a point belongs to."""

    towns: tuple[str, ...]
    town_at: NDArray[np.float64]
    cities: tuple[bool, ...]
    quarters: tuple[str, ...]
    quarter_at: NDArray[np.float64]
    known_as: dict[str, tuple[str, ...]]
    areas: tuple[tuple[str, ...], ...]
    outlines: shapely.STRtree

    @classmethod
    def of(cls, survey: Survey) -> "_Towns":
        towns = [place for place in survey.places if place.kind in TOWNS]
        quarters = [place for place in survey.places if place.kind in QUARTERS]
        return cls(
            tuple(place.names[0] for place in towns),
            np.array([place.point for place in towns]).reshape(-1, 2),
            tuple(place.kind == "city" for place in towns),
            tuple(place.names[0] for place in quarters),
            np.array([place.point for place in quarters]).reshape(-1, 2),
            {
                region_key(place.names[0]): tuple(map(region_key, place.names))
                for place in (*quarters, *towns)
            },
            tuple(tuple(map(region_key, names)) for names, _outline in survey.areas),
            shapely.STRtree(shapely.from_wkb([outline for _names, outline in survey.areas])),
        )

    def town(self, point: Point) -> str:
        """Name the nearest town; empty where none is mapped."""
        if not self.towns:
            return ""
        metres = distance_m(point[0], point[1], self.town_at[:, 0], self.town_at[:, 1])
        return self.towns[int(metres.argmin())]

    def around(self, point: Point) -> list[str]:
        """Give the keys of the administrative areas that a point lies in.

        Where the extract's edge cuts them off, those of the nearest city stand in for them.
        """
        found = self.outlines.query(shapely.Point(point[1], point[0]), predicate="within")
        keys = [key for row in sorted(found.tolist()) for key in self.areas[row]]
        if keys or not any(self.cities):
            return keys
        at = self.town_at[list(self.cities)]
        names = [name for name, city in zip(self.towns, self.cities, strict=True) if city]
        metres = distance_m(point[0], point[1], at[:, 0], at[:, 1])
        key = region_key(names[int(metres.argmin())])
        return [key, *self.known_as[key]]

    def quarters_near(self, point: Point) -> list[str]:
        """Name the quarters around a point."""
        if not self.quarters:
            return []
        metres = distance_m(point[0], point[1], self.quarter_at[:, 0], self.quarter_at[:, 1])
        near = np.flatnonzero(metres <= _QUARTER_WITHIN_M)
        return [self.quarters[row] for row in near.tolist()]


@dataclass(slots=True)
class _Group:
    """One street of one town: its names, the lines drawn of it and its doors."""

    label: str
    town: str
    names: dict[str, None] = field(default_factory=dict)
    lines: list[Sequence[Point]] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)

    def middle(self) -> Point:
        """Give a point of the street near its middle, or the middle of its doors."""
        points = [point for line in self.lines for point in line]
        points = points or [door.point for door in self.doors]
        lat = sum(point[0] for point in points) / len(points)
        lon = sum(point[1] for point in points) / len(points)
        if self.lines:
            segments = [pair for line in self.lines for pair in pairwise(line)]
            halves = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in segments]
            return min(halves, key=lambda p: (p[0] - lat) ** 2 + ((p[1] - lon) / 2) ** 2)
        return (lat, lon)


@dataclass(slots=True)
class _Filler:
    connection: sqlite3.Connection
    towns: _Towns
    name_ids: dict[str, int] = field(default_factory=dict)
    spots: int = 0

    def fill(self, survey: Survey) -> None:
        """Write streets with their doors, then places, then the names of regions."""
        groups = self._groups(survey)
        cities = {door.city for door in survey.doors if door.city}
        for group in groups.values():
            spot = self._spot(group.label, group.names, group.middle(), GeocodeLevel.STREET,
                              [group.town], street=True)  # fmt: skip
            self._doors(spot, group)
        for place in _distinct(survey.places):
            towns = [place.city or self.towns.town(place.point)]
            self._spot(place.names[0], place.names, place.point, place.level, towns, street=False)
        regions = survey.regions | cities
        for place in survey.places:
            if place.kind in TOWNS | QUARTERS:
                regions |= set(place.names)
        keys = {region_key(name) for name in regions}
        self.connection.executemany(
            "INSERT INTO region VALUES (?)", [(key,) for key in sorted(keys) if key]
        )

    def _groups(self, survey: Survey) -> dict[tuple[str, str], _Group]:
        groups: dict[tuple[str, str], _Group] = {}
        also: dict[str, dict[str, None]] = defaultdict(dict)  # other names, by street name

        def group(name: str, town: str) -> _Group:
            return groups.setdefault((name_key(name), region_key(town)), _Group(name, town))

        for street in survey.streets:
            found = group(street.names[0], self.towns.town(street.line[len(street.line) // 2]))
            found.lines.append(street.line)
            also[name_key(street.names[0])].update(dict.fromkeys(street.names))
        for door in survey.doors:
            group(door.street, door.city or self.towns.town(door.point)).doors.append(door)
            also[name_key(door.street)].update(dict.fromkeys((door.street, *door.street_names)))
        for (key, _town), one in groups.items():
            one.names.update(also[key])
        return groups

    def _spot(
        self,
        label: str,
        names: Iterable[str],
        point: Point,
        level: GeocodeLevel,
        towns: Sequence[str],
        *,
        street: bool,
    ) -> int:
        self.spots += 1
        regions = [region_key(name) for name in (*towns, *self.towns.quarters_near(point))]
        keys = dict.fromkeys(
            key for own in regions for key in (own, *self.towns.known_as.get(own, ())) if key
        )
        keys.update(dict.fromkeys(filter(None, self.towns.around(point))))
        self.connection.execute(
            "INSERT INTO spot VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.spots, label, int(street), level.value, ";".join(keys), *point),
        )
        for key in dict.fromkeys(map(name_key, names)):
            if key:
                self.connection.execute(
                    "INSERT OR IGNORE INTO named VALUES (?, ?)", (self._name(key), self.spots)
                )
        return self.spots

    def _name(self, key: str) -> int:
        if key not in self.name_ids:
            number = self.name_ids[key] = len(self.name_ids) + 1
            self.connection.execute("INSERT INTO name VALUES (?, ?)", (number, key))
            self.connection.executemany(
                "INSERT INTO slip VALUES (?, ?)", [(form, number) for form in sorted(one_slip(key))]
            )
        return self.name_ids[key]

    def _doors(self, spot: int, group: _Group) -> None:
        rows = [
            (spot, number, rank, base_number(number), door.postcode, door.level.value,
             _label(door, group.town), *door.point)
            for door in _one_each(group.doors)
            for rank, number in enumerate(numbers_of(door.number))
        ]  # fmt: skip
        self.connection.executemany("INSERT INTO door VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _label(door: Door, town: str) -> str:
    chinese = any("\u3400" <= sign <= "\u9fff" for sign in door.street)
    if chinese:
        return f"{door.street}{door.number.removesuffix('号')}号"
    return ", ".join(
        filter(None, (f"{door.street} {door.number}", f"{door.postcode} {town}".strip()))
    )


def _one_each(doors: Sequence[Door]) -> Iterator[Door]:
    """Give each address once at one place: an entrance before a building, a shop last of all."""
    kept: dict[str, list[Door]] = defaultdict(list)
    for door in sorted(doors, key=lambda one: (one.named, _ORDER[one.level], not one.postcode)):
        near = kept[door.number]
        if all(_metres(door.point, other.point) > _SAME_DOOR_M for other in near):
            near.append(door)
            yield door


def _distinct(places: Sequence[Place]) -> Iterator[Place]:
    """Give each name once at one place: the same square is mapped as an outline and as a dot."""
    kept: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda one: _ORDER[one.level]):
        near = kept[name_key(place.names[0])]
        if all(_metres(place.point, other.point) > _SAME_DOOR_M for other in near):
            near.append(place)
            yield place


def _metres(one: Point, other: Point) -> float:
    return float(distance_m(one[0], one[1], other[0], other[1]))
