"""Hold the streets of an extract as flat arrays: edges between crossings, with their geometry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.travel.sphere import distance_m
from mealroute.travel.way_rules import KINDS

ARRAYS: Final[Mapping[str, np.dtype[np.generic]]] = {
    "lat_e7": np.dtype("<i4"),
    "lon_e7": np.dtype("<i4"),
    "start": np.dtype("<i4"),
    "stop": np.dtype("<i4"),
    "tail": np.dtype("<i4"),
    "head": np.dtype("<i4"),
    "kind": np.dtype("u1"),
    "access": np.dtype("u1"),
}
"""The arrays that say everything about the streets of an extract, as they are stored."""


@dataclass(frozen=True, eq=False, slots=True)
class Streets:
    """The street network of one extract, before any mode or speed.

    Points are the vertices of ways, one way after another. Edge ``i`` runs along its way from
    point ``start[i]`` to point ``stop[i]``, both included, and joins the crossings ``tail[i]`` and
    ``head[i]``. ``along_m`` is the way length up to each point, so that a difference of two
    points of one edge is their distance along it.
    """

    source: str
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    along_m: NDArray[np.float64]
    start: NDArray[np.int32]
    stop: NDArray[np.int32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    kind: NDArray[np.uint8]
    access: NDArray[np.uint8]

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], source: str) -> "Streets":
        """Build streets from `ARRAYS`.

        Raises
        ------
        ValueError
            When the arrays contradict each other, as those of a foreign cache may.
        """
        for name, dtype in ARRAYS.items():
            if arrays[name].dtype != dtype or arrays[name].ndim != 1:
                raise ValueError(f"{name} is not a row of {dtype}")
        points, edges = arrays["lat_e7"].size, arrays["start"].size
        start, stop = arrays["start"].astype(np.int32), arrays["stop"].astype(np.int32)
        tail, head = arrays["tail"].astype(np.int32), arrays["head"].astype(np.int32)
        kind, access = arrays["kind"].astype(np.uint8), arrays["access"].astype(np.uint8)
        lat = arrays["lat_e7"].astype(np.float64) / 1e7
        lon = arrays["lon_e7"].astype(np.float64) / 1e7
        if {lon.size} != {points} or {a.size for a in (stop, tail, head, kind, access)} != {edges}:
            raise ValueError("rows of different length")
        if edges and not (
            start.min() >= 0
            and (start < stop).all()
            and stop.max() < points
            and min(tail.min(), head.min()) >= 0
            and kind.max() < len(KINDS)
            and np.abs(lat).max() <= 90
            and np.abs(lon).max() <= 180
        ):
            raise ValueError("values out of range")
        along_m = np.zeros(points)
        np.cumsum(distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]), out=along_m[1:])
        return cls(source, lat, lon, along_m, start, stop, tail, head, kind, access)

    @property
    def length_m(self) -> NDArray[np.float64]:
        """The length of every edge in metres."""
        length: NDArray[np.float64] = self.along_m[self.stop] - self.along_m[self.start]
        return length
