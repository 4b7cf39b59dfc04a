"""Take stock of an extract: what is in it besides streets, and what is broken or old."""

import unicodedata
from array import array
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import osmium
from numpy.typing import NDArray

from mealroute.travel.base_map import ATTRIBUTION
from mealroute.travel.box import Box
from mealroute.travel.extract import readable
from mealroute.travel.way_rules import OPEN_TO

_UNKNOWN: Final = datetime(1971, 1, 1, tzinfo=UTC)
_ROLES: Final = ("from", "via", "to")


@dataclass(slots=True)
class Survey:
    """What an extract holds.

    ``box`` is what the file says it covers, else what its points cover. ``said_by`` names who
    made the file. ``building`` says of which building every corner is, corners in a row.
    ``cut_lat`` and ``cut_lon`` are where streets lead out of the data. ``strange_streets`` are
    the streets of addresses that no street is called, with the number of their addresses.
    """

    box: Box
    boxed: bool
    newest: datetime | None
    said_by: str
    attribution: str
    building: NDArray[np.int64]
    corner_lat: NDArray[np.float64]
    corner_lon: NDArray[np.float64]
    cut_lat: NDArray[np.float64]
    cut_lon: NDArray[np.float64]
    house_numbers: int
    strange_streets: dict[str, int]
    barriers: dict[str, int]
    restrictions: int
    unreadable: list[int]

    @property
    def buildings(self) -> int:
        """How many buildings there are."""
        return int(self.building[-1]) + 1 if self.building.size else 0


def take_survey(extract: Path) -> Survey:
    """Read an extract once and take stock.

    Raises
    ------
    DataFileError
        When the file is missing, too large or broken.
    """
    taker = _Taker()
    with readable(extract):
        with osmium.io.Reader(str(extract)) as reader:
            header: Any = reader.header()
        _mark_parts(extract, taker)
        for thing in osmium.FileProcessor(str(extract)).with_locations():
            taker.take(thing)
    box = Box.of(header)
    return taker.survey(box, str(header.get("generator")), _moment(header))


@dataclass(slots=True)
class _Taker:
    """Gather while an extract goes by: points, then ways, then relations."""

    barriers: dict[int, str] = field(default_factory=dict)
    parts: set[int] = field(default_factory=set)
    ways: set[int] = field(default_factory=set)
    streets: set[str] = field(default_factory=set)
    on_street: Counter[str] = field(default_factory=Counter)
    stopped: Counter[str] = field(default_factory=Counter)
    buildings: int = 0
    building: "array[int]" = field(default_factory=lambda: array("i"))
    corners: "array[float]" = field(default_factory=lambda: array("d"))
    cuts: "array[float]" = field(default_factory=lambda: array("d"))
    numbers: int = 0
    restrictions: int = 0
    unreadable: list[int] = field(default_factory=list)
    newest: datetime = _UNKNOWN
    low: list[float] = field(default_factory=lambda: [180.0, 90.0])
    high: list[float] = field(default_factory=lambda: [-180.0, -90.0])

    def take(self, thing: Any) -> None:  # noqa: ANN401 -- osmium has no types
        """Take one object."""
        self.newest = max(self.newest, thing.timestamp)
        if thing.is_node():
            self._node(thing)
        elif thing.is_way():
            self._way(thing)
        elif thing.is_relation():
            self._relation(thing)

    def _node(self, node: Any) -> None:  # noqa: ANN401 -- as above
        location = node.location
        if location.valid():
            lon, lat = location.lon, location.lat
            self.low = [min(self.low[0], lon), min(self.low[1], lat)]
            self.high = [max(self.high[0], lon), max(self.high[1], lat)]
        if node.tags:
            self._address(node.tags)
            if "barrier" in node.tags:
                self.barriers[node.id] = node.tags["barrier"]

    def _way(self, way: Any) -> None:  # noqa: ANN401 -- as above
        tags = way.tags
        self.ways.add(way.id)
        self._address(tags)
        if tags.get("highway") in OPEN_TO:
            self._street(way)
        if way.id in self.parts or tags.get("building", "no") != "no":
            corners = [node.location for node in way.nodes if node.location.valid()]
            self._building([(one.lat, one.lon) for one in corners])

    def _street(self, way: Any) -> None:  # noqa: ANN401 -- as above
        self.streets.update(
            _folded(way.tags[key]) for key in ("name", "name:zh") if key in way.tags
        )
        known = [node.location.valid() for node in way.nodes]
        for here, there in zip(range(len(known)), range(1, len(known)), strict=False):
            if known[here] != known[there]:
                last = way.nodes[here if known[here] else there].location
                self.cuts.extend((last.lat, last.lon))
        for node in way.nodes:
            kind = self.barriers.pop(node.ref, None)
            if kind is not None:
                self.stopped[kind] += 1

    def _building(self, corners: list[tuple[float, float]]) -> None:
        if corners:
            for corner in corners:
                self.corners.extend(corner)
            self.building.extend([self.buildings] * len(corners))
            self.buildings += 1

    def _relation(self, relation: Any) -> None:  # noqa: ANN401 -- as above
        self._address(relation.tags)
        if relation.tags.get("type", "").startswith("restriction"):
            self.restrictions += 1
            roles = Counter(member.role for member in relation.members)
            ways = {member.ref for member in relation.members if member.type == "w"}
            if not ways <= self.ways or not all(roles[role] for role in _ROLES):
                self.unreadable.append(relation.id)

    def _address(self, tags: Any) -> None:  # noqa: ANN401 -- as above
        if "addr:housenumber" in tags:
            self.numbers += 1
            if "addr:street" in tags:
                self.on_street[" ".join(tags["addr:street"].split())] += 1

    def survey(self, box: Box | None, said_by: str, said: datetime | None) -> Survey:
        """Put together what was gathered."""
        corners = np.array(self.corners).reshape(-1, 2)
        cuts = np.array(self.cuts).reshape(-1, 2)
        hair = 1e-7  # a file of one point is no box
        return Survey(
            box=box
            or Box(
                self.low[0] - hair, self.low[1] - hair, self.high[0] + hair, self.high[1] + hair
            ),
            boxed=box is not None,
            newest=said if self.newest == _UNKNOWN else self.newest,
            said_by=said_by,
            attribution=ATTRIBUTION,
            building=np.array(self.building, dtype=np.int64),
            corner_lat=corners[:, 0],
            corner_lon=corners[:, 1],
            cut_lat=cuts[:, 0],
            cut_lon=cuts[:, 1],
            house_numbers=self.numbers,
            strange_streets={
                street: count
                for street, count in self.on_street.most_common()
                if _folded(street) not in self.streets
            },
            barriers=dict(self.stopped.most_common()),
            restrictions=self.restrictions,
            unreadable=self.unreadable,
        )


def _mark_parts(extract: Path, taker: _Taker) -> None:
    """Note the outlines of buildings that several ways make up."""
    relations: Any = osmium.FileProcessor(str(extract), osmium.osm.RELATION)
    for relation in relations:
        if relation.tags.get("type") == "multipolygon" and "building" in relation.tags:
            taker.parts.update(
                member.ref
                for member in relation.members
                if member.type == "w" and member.role != "inner"
            )


def _moment(header: Any) -> datetime | None:  # noqa: ANN401 -- osmium has no types
    """Read when the data was taken, as the header says it."""
    try:
        return datetime.fromisoformat(str(header.get("osmosis_replication_timestamp")))
    except ValueError:
        return None


def _folded(name: str) -> str:
    """Make names comparable: wide and narrow signs, capitals and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
