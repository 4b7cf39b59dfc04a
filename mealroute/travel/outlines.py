"""Gather the outlines of buildings and the entrances on them while an extract is read."""

from array import array
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

MAIN: Final = 1
STAIRCASE: Final = 2
ANY: Final = 3
"""The ranks of entrances that people live behind; others (shop, garage, ...) lead to no flat."""

_RANKS: Final[Mapping[str, int]] = {"main": MAIN, "staircase": STAIRCASE, "yes": ANY, "home": ANY}
_NO_HOUSE: Final = frozenset({"no", "roof", "carport"})

Corner = tuple[int, int, int]
"""The number of a node, and its latitude and longitude in 1e-7 degrees."""


def is_building(tags: Mapping[str, str]) -> bool:
    """Whether the outline with these tags is that of a building one can be inside."""
    return tags.get("building", "no") not in _NO_HOUSE


class OutlineReader:
    """Outlines one after another, each with the entrances that lie on it.

    Parameters
    ----------
    wanted
        Of each building that is a relation its outer ways, and the inner ones around courtyards.
    """

    def __init__(self, wanted: Sequence[tuple[Collection[int], Collection[int]]] = ()) -> None:
        self._wanted = wanted
        self.parts = {way for outer, inner in wanted for way in (*outer, *inner)}
        self._kept: dict[int, Sequence[Corner]] = {}
        self._rank: dict[int, int] = {}
        self._lat_e7 = array("i")
        self._lon_e7 = array("i")
        self._stop = array("i")
        self._entrances: list[tuple[int, int, int, int]] = []

    def add_entrance(self, node: int, value: str) -> None:
        """Take a node that is an entrance; all entrances come before all outlines."""
        if value in _RANKS:
            self._rank[node] = _RANKS[value]

    def add_part(self, way: int, corners: Sequence[Corner]) -> None:
        """Keep a way that is part of a building of several ways."""
        self._kept[way] = corners

    def add(self, corners: Sequence[Corner]) -> None:
        """Take an outline; one that does not end where it began is none."""
        if len(corners) < 4 or corners[0][0] != corners[-1][0]:
            return
        for _node, lat_e7, lon_e7 in corners[:-1]:
            self._lat_e7.append(lat_e7)
            self._lon_e7.append(lon_e7)
        self._stop.append(len(self._lat_e7))
        self._find_entrances(corners[:-1])

    def _find_entrances(self, corners: Sequence[Corner]) -> None:
        """Take the entrances on a wall of the last building."""
        for node, lat_e7, lon_e7 in corners:
            if node in self._rank:
                self._entrances.append((lat_e7, lon_e7, len(self._stop) - 1, self._rank[node]))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Give the outlines and entrances as arrays of `Streets`."""
        for outer, inner in self._wanted:
            before = len(self._stop)
            for ring in _rings([self._kept[way] for way in sorted(outer) if way in self._kept]):
                self.add(ring)
            for way in sorted(inner) if len(self._stop) > before else ():
                self._find_entrances(self._kept.get(way, ())[:-1])
        lat_e7, lon_e7, of, rank = np.array(self._entrances, dtype=np.int64).reshape(-1, 4).T
        return {
            "outline_lat_e7": np.array(self._lat_e7),
            "outline_lon_e7": np.array(self._lon_e7),
            "outline_stop": np.array(self._stop),
            "entrance_lat_e7": lat_e7,
            "entrance_lon_e7": lon_e7,
            "entrance_of": of,
            "entrance_rank": rank,
        }


def _rings(ways: Sequence[Sequence[Corner]]) -> list[list[Corner]]:
    """Join ways end to end until each chain closes or nothing fits."""
    left = [list(way) for way in ways if way]
    rings = []
    while left:
        ring = left.pop(0)
        while ring[0][0] != ring[-1][0]:
            end = ring[-1][0]
            fits = next((way for way in left if end in {way[0][0], way[-1][0]}), None)
            if fits is None:
                break
            left.remove(fits)
            ring += (fits if fits[0][0] == end else fits[::-1])[1:]
        rings.append(ring)
    return rings
