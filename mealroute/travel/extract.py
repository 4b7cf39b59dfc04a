"""Read the streets of an OpenStreetMap extract in one pass; refuse what is no extract."""

from array import array
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn, cast

import numpy as np
import osmium
from numpy.typing import NDArray

from mealroute.errors import DataFileError, Fault
from mealroute.language import gettext as _
from mealroute.travel.streets import ARRAYS, Streets, stored_names
from mealroute.travel.way_rules import KINDS, way_access

MOST_MEGABYTES: Final = 256
"""A province of China fits; a whole country would fill the memory of a small machine."""

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
    reader = _StreetReader()
    unknown = set(closed)
    with readable(extract):
        processor = (
            osmium.FileProcessor(str(extract), osmium.osm.NODE | osmium.osm.WAY)
            .with_locations()
            .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
            .with_filter(osmium.filter.KeyFilter("highway"))
        )
        for way in processor:
            street = cast("osmium.osm.Way", way)
            if street.id in closed:
                unknown.discard(street.id)
            else:
                reader.add(street)
    if unknown:
        ways = ", ".join(map(str, sorted(unknown)))
        refuse(extract, _("the closed ways {ways} to be streets in it").format(ways=ways))
    arrays = reader.arrays()
    if not arrays["start"].size:
        refuse(extract, _("an OpenStreetMap extract with streets in it; this one has none"))
    return Streets.from_arrays(arrays, extract.name)


@contextmanager
def readable(extract: Path, *, of_any_size: bool = False) -> Iterator[None]:
    """Turn what goes wrong while reading an extract into one clear error.

    ``of_any_size`` is for whoever keeps little of it in memory.

    Raises
    ------
    DataFileError
        When the file is missing, too large, or no extract.
    """
    if not extract.is_file():
        refuse(extract, _("a file that exists"))
    if not of_any_size and extract.stat().st_size > MOST_MEGABYTES * 1_000_000:
        expected = _("an extract of the town, {most} MB at most; cut it out: mealroute streets cut")
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


class _StreetReader:
    """Gather ways point by point, then cut them into edges at their crossings."""

    def __init__(self) -> None:
        self._node = array("q")
        self._lat_e7 = array("i")
        self._lon_e7 = array("i")
        self._first = array("i", [0])  # of each stretch; the last entry closes the last stretch
        self._kind = array("B")
        self._access = array("B")
        self._name = array("i")
        self._names = {"": 0}

    def add(self, way: "osmium.osm.Way") -> None:
        """Take a way that somebody may use; where points are unknown a new stretch begins."""
        tags = dict(way.tags)
        access = way_access(tags)
        if not access:
            return
        called = " ".join(tags.get("name", tags.get("ref", "")).split())
        name = self._names.setdefault(called, len(self._names))
        signs = KINDS.index(tags["highway"]), access, name
        for node in way.nodes:
            location = node.location
            if location.valid():
                self._node.append(node.ref)
                self._lat_e7.append(location.y)
                self._lon_e7.append(location.x)
            else:
                self._close(*signs)
        self._close(*signs)

    def _close(self, kind: int, access: int, name: int) -> None:
        if len(self._node) > self._first[-1]:
            self._first.append(len(self._node))
            self._kind.append(kind)
            self._access.append(access)
            self._name.append(name)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Cut every stretch at crossings: points that several stretches or passes share."""
        first = np.array(self._first)
        _nodes, crossing, passes = np.unique(
            np.array(self._node), return_inverse=True, return_counts=True
        )
        cut = passes[crossing] > 1
        cut[first[:-1]] = True
        cut[first[1:] - 1] = True
        point = np.flatnonzero(cut)
        stretch = np.searchsorted(first, point, side="right") - 1
        start, stop = point[:-1], point[1:]
        whole = stretch[:-1] == stretch[1:]
        start, stop, stretch = start[whole], stop[whole], stretch[:-1][whole]
        _crossings, ends = np.unique(crossing[np.stack((start, stop))], return_inverse=True)
        tail, head = ends.reshape(2, -1)
        arrays = {
            "lat_e7": np.array(self._lat_e7),
            "lon_e7": np.array(self._lon_e7),
            "start": start,
            "stop": stop,
            "tail": tail,
            "head": head,
            "kind": np.array(self._kind)[stretch],
            "access": np.array(self._access)[stretch],
            "name": np.array(self._name)[stretch],
            "names": stored_names(self._names),
        }
        return {name: arrays[name].astype(dtype) for name, dtype in ARRAYS.items()}
