"""Hold the streets of an extract as flat arrays: edges between crossings, with their geometry."""

from collections.abc import Iterable, Mapping
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
    "name": np.dtype("<i4"),
    "names": np.dtype("u1"),
}
"""The arrays that say everything about the streets of an extract, as they are stored.

``names`` holds the different names of streets in UTF-8, one a line.
"""


@dataclass(frozen=True, eq=False, slots=True)
class Streets:
    """The street network of one extract, before any mode or speed.

    Points are the vertices of ways, one way after another. Edge ``i`` runs along its way from
    point ``start[i]`` to point ``stop[i]``, both included, and joins the crossings ``tail[i]`` and
    ``head[i]``. ``along_m`` is the way length up to each point, so that a difference of two
    points of one edge is their distance along it. ``names[name[i]]`` is what the street of edge
    ``i`` is called; ``names[0]`` is empty, for streets without a name.
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
    name: NDArray[np.int32]
    names: tuple[str, ...]

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], source: str) -> "Streets":
        """Build streets from `ARRAYS`.

        Raises
        ------
        ValueError
            When the arrays contradict each other, as those of a foreign cache may.
        """
        for key, dtype in ARRAYS.items():
            if arrays[key].dtype != dtype or arrays[key].ndim != 1:
                raise ValueError(f"{key} is not a row of {dtype}")
        points, edges = arrays["lat_e7"].size, arrays["start"].size
        start, stop = arrays["start"].astype(np.int32), arrays["stop"].astype(np.int32)
        tail, head = arrays["tail"].astype(np.int32), arrays["head"].astype(np.int32)
        kind, access = arrays["kind"].astype(np.uint8), arrays["access"].astype(np.uint8)
        name, names = arrays["name"].astype(np.int32), _spelled(arrays["names"])
        lat = arrays["lat_e7"].astype(np.float64) / 1e7
        lon = arrays["lon_e7"].astype(np.float64) / 1e7
        rows = (stop, tail, head, kind, access, name)
        if {lon.size} != {points} or {row.size for row in rows} != {edges}:
            raise ValueError("rows of different length")
        if edges and not (
            start.min() >= 0
            and (start < stop).all()
            and stop.max() < points
            and min(tail.min(), head.min(), name.min()) >= 0
            and name.max() < len(names)
            and kind.max() < len(KINDS)
            and np.abs(lat).max() <= 90
            and np.abs(lon).max() <= 180
        ):
            raise ValueError("values out of range")
        along_m = np.zeros(points)
        np.cumsum(distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]), out=along_m[1:])
        return cls(source, lat, lon, along_m, start, stop, tail, head, kind, access, name, names)

    @property
    def length_m(self) -> NDArray[np.float64]:
        """The length of every edge in metres."""
        length: NDArray[np.float64] = self.along_m[self.stop] - self.along_m[self.start]
        return length


def _spelled(stored: NDArray[np.generic]) -> tuple[str, ...]:
    """Read names out of their bytes."""
    return tuple(stored.tobytes().decode("utf-8").split("\n"))


def stored_names(names: Iterable[str]) -> NDArray[np.uint8]:
    """Write names as the bytes that a cache keeps.

    Examples
    --------
    >>> stored_names(["", "解放路"]).size
    10
    """
    return np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)
