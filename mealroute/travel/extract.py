"""Read the streets and buildings of an OpenStreetMap extract; refuse what is no extract."""

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn, cast

import numpy as np
import osmium
from numpy.typing import NDArray

from mealroute.errors import DataFileError, Fault
from mealroute.language import gettext as _
from mealroute.travel.barriers import kept_out
from mealroute.travel.outlines import Corner, OutlineReader, is_building
from mealroute.travel.pace import limit_kmh, ride_percent, slope_permille, walk_percent
from mealroute.travel.restrictions import Restriction, restriction_of, turn_arrays
from mealroute.travel.streets import ARRAYS, Streets, stored_names
from mealroute.travel.way_marks import way_marks
from mealroute.travel.way_rules import KINDS, way_access

MOST_MEGABYTES: Final = 256
"""A province of China fits; a whole country would fill the memory of a small machine."""

_SIGN_ARRAYS = (
    "kind",
    "access",
    "name",
    "marks",
    "slope_permille",
    "ride_percent",
    "walk_percent",
    "limit_kmh",
)
_SIGNS = ("restriction", "restriction:motorcar", "restriction:motor_vehicle")
_READ_FAILURES = (RuntimeError, ValueError, OSError, osmium.InvalidLocationError)


def read_streets(extract: Path, closed: Collection[int] = ()) -> Streets:
    """Read the street network of an extract, for all modes at once.

    Ways that are cut at the border of the extract keep the stretches whose points are known.
    ``closed`` ways are left out, by their numbers in OpenStreetMap.

    Raises
    ------
    DataFileError
        When the file is missing, too large, broken, or has no street in it.
    """
    with readable(extract):
        restrictions, buildings = _relations(extract)
        streets, outlines = _StreetReader(closed), OutlineReader(buildings)
        things = osmium.FileProcessor(str(extract), osmium.osm.NODE | osmium.osm.WAY)
        keys = osmium.filter.KeyFilter("highway", "building", "barrier", "entrance")
        for thing in things.with_locations().with_filter(keys):
            tags = dict(thing.tags)
            if isinstance(thing, osmium.osm.Node):
                streets.add_node(thing.id, tags)
                outlines.add_entrance(thing.id, tags.get("entrance", ""))
            elif isinstance(thing, osmium.osm.Way):
                streets.add(thing, tags)
                if is_building(tags):
                    outlines.add(_corners(thing))
        for part in _parts(extract, outlines.parts):
            outlines.add_part(part.id, _corners(part))
    if streets.unknown:
        ways = ", ".join(map(str, sorted(streets.unknown)))
        refuse(extract, _("the closed ways {ways} to be streets in it").format(ways=ways))
    arrays = streets.arrays(restrictions) | outlines.arrays()
    arrays = {name: arrays[name].astype(dtype) for name, dtype in ARRAYS.items()}
    if not arrays["start"].size:
        refuse(extract, _("an OpenStreetMap extract with streets in it; this one has none"))
    return Streets.from_arrays(arrays, extract.name)


@contextmanager
def readable(extract: Path) -> Iterator[None]:
    """Turn what goes wrong while reading an extract into one clear error.

    Raises
    ------
    DataFileError
        When the file is missing, too large, or no extract.
    """
    if not extract.is_file():
        refuse(extract, _("a file that exists"))
    if extract.stat().st_size > MOST_MEGABYTES * 1_000_000:
        expected = _("an extract of the town, {most} MB at most; cut it out with osmium extract")
        refuse(extract, expected.format(most=MOST_MEGABYTES))
    try:
        yield
    except _READ_FAILURES as error:
        expected = _("an OpenStreetMap extract (.osm.pbf) that is whole; reading it says: {error}")
        refuse(extract, expected.format(error=" ".join(str(error).split())[:100]))


def refuse(extract: Path, expected: str) -> NoReturn:
    """Raise the one fault of an extract.

    Raises
    ------
    DataFileError
        Always.
    """
    raise DataFileError([Fault(extract.name, None, None, None, expected)]) from None


def _relations(extract: Path) -> tuple[list[Restriction], list[tuple[list[int], list[int]]]]:
    """Read turn restrictions, and of buildings that are relations the outer and inner ways."""
    restrictions, buildings = [], []
    relations = osmium.FileProcessor(str(extract), osmium.osm.RELATION)
    for thing in relations.with_filter(osmium.filter.KeyFilter("building", *_SIGNS)):
        relation = cast("osmium.osm.Relation", thing)
        tags = dict(relation.tags)
        members = [(member.type, member.ref, member.role) for member in relation.members]
        restriction = restriction_of(tags, members)
        if restriction is not None:
            restrictions.append(restriction)
        elif tags.get("type") == "multipolygon" and is_building(tags):
            outer = [way for kind, way, role in members if (kind, role) == ("w", "outer")]
            inner = [way for kind, way, role in members if (kind, role) == ("w", "inner")]
            buildings.append((outer, inner))
    return restrictions, buildings


def _parts(extract: Path, ways: Collection[int]) -> Iterator["osmium.osm.Way"]:
    """Read ways by their numbers: the parts of a building have no tags to find them by."""
    if not ways:
        return
    things = osmium.FileProcessor(str(extract), osmium.osm.NODE | osmium.osm.WAY)
    only = osmium.filter.EntityFilter(osmium.osm.WAY)
    wanted = osmium.filter.IdFilter(ways)
    for thing in things.with_locations().with_filter(only).with_filter(wanted):
        yield cast("osmium.osm.Way", thing)


def _corners(way: "osmium.osm.Way") -> list[Corner]:
    """Read the points of an outline; none where some lie outside the extract."""
    nodes = list(way.nodes)
    if not all(node.location.valid() for node in nodes):
        return []
    return [(node.ref, node.location.y, node.location.x) for node in nodes]


class _StreetReader:
    """Gather ways point by point, then cut them into edges at their crossings and barriers."""

    def __init__(self, closed: Collection[int]) -> None:
        self._closed = frozenset(closed)
        self.unknown = set(closed)
        self._shut_at: dict[int, int] = {}
        self._node = array("q")
        self._lat_e7 = array("i")
        self._lon_e7 = array("i")
        self._shut = array("B")
        self._first = array("i", [0])  # of each stretch; the last entry closes the last stretch
        self._way = array("q")
        self._names = {"": 0}
        self._signs: list[tuple[int, ...]] = []

    def add_node(self, node: int, tags: Mapping[str, str]) -> None:
        """Take a node that may be a barrier; all nodes come before all ways."""
        shut = kept_out(tags)
        if shut:
            self._shut_at[node] = shut

    def add(self, way: "osmium.osm.Way", tags: Mapping[str, str]) -> None:
        """Take a way that somebody may use; where points are unknown a new stretch begins."""
        if way.id in self._closed:
            if "highway" in tags:
                self.unknown.discard(way.id)
            return
        access = way_access(tags)
        if not access:
            return
        called = " ".join(tags.get("name", tags.get("ref", "")).split())
        name = self._names.setdefault(called, len(self._names))
        kind = KINDS.index(tags["highway"])
        pace = slope_permille(tags), ride_percent(tags), walk_percent(tags), limit_kmh(tags)
        signs = (kind, access, name, way_marks(tags), *pace)
        for node in way.nodes:
            location = node.location
            if location.valid():
                self._node.append(node.ref)
                self._lat_e7.append(location.y)
                self._lon_e7.append(location.x)
                self._shut.append(self._shut_at.get(node.ref, 0))
            else:
                self._close(way.id, signs)
        self._close(way.id, signs)

    def _close(self, way: int, signs: tuple[int, ...]) -> None:
        if len(self._node) > self._first[-1]:
            self._first.append(len(self._node))
            self._way.append(way)
            self._signs.append(signs)

    def arrays(self, restrictions: Sequence[Restriction]) -> dict[str, NDArray[np.generic]]:
        """Cut every stretch at barriers and crossings: points that stretches or passes share."""
        first, node, shut = np.array(self._first), np.array(self._node), np.array(self._shut)
        _nodes, crossing, passes = np.unique(node, return_inverse=True, return_counts=True)
        cut = (passes[crossing] > 1) | (shut > 0)
        cut[first[:-1]] = True
        cut[first[1:] - 1] = True
        point = np.flatnonzero(cut)
        stretch = np.searchsorted(first, point, side="right") - 1
        start, stop = point[:-1], point[1:]
        whole = stretch[:-1] == stretch[1:]
        start, stop, stretch = start[whole], stop[whole], stretch[:-1][whole]
        _crossings, ends = np.unique(crossing[np.stack((start, stop))], return_inverse=True)
        tail, head = ends.reshape(2, -1)
        signs = np.array(self._signs, dtype=np.int64).reshape(-1, len(_SIGN_ARRAYS))[stretch].T
        turns = turn_arrays(restrictions, np.array(self._way)[stretch], node[start], node[stop])
        return {
            "lat_e7": np.array(self._lat_e7),
            "lon_e7": np.array(self._lon_e7),
            "start": start,
            "stop": stop,
            "tail": tail,
            "head": head,
            "shut": shut,
            "names": stored_names(self._names),
            **dict(zip(_SIGN_ARRAYS, signs, strict=True)),
            **turns,
        }
