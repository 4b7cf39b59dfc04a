"""Hold the streets of an extract as flat arrays: edges between crossings, with their geometry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mealroute.travel.sphere import distance_m
from mealroute.travel.way_rules import KINDS

_Types = Mapping[str, np.dtype[Any]]

_PER_POINT: Final[_Types] = {
    "lat_e7": np.dtype("<i4"),
    "lon_e7": np.dtype("<i4"),
    "shut": np.dtype("u1"),
}
_PER_EDGE: Final[_Types] = {
    "start": np.dtype("<i4"),
    "stop": np.dtype("<i4"),
    "tail": np.dtype("<i4"),
    "head": np.dtype("<i4"),
    "kind": np.dtype("u1"),
    "access": np.dtype("u1"),
    "name": np.dtype("<i4"),
    "marks": np.dtype("u1"),
    "slope_permille": np.dtype("<i2"),
    "ride_percent": np.dtype("u1"),
    "walk_percent": np.dtype("u1"),
    "limit_kmh": np.dtype("u1"),
}
_PER_TURN: Final[_Types] = {"turn_stop": np.dtype("<i4"), "turn_only": np.dtype("u1")}
_PER_CORNER: Final[_Types] = {"outline_lat_e7": np.dtype("<i4"), "outline_lon_e7": np.dtype("<i4")}
_PER_ENTRANCE: Final[_Types] = {
    "entrance_lat_e7": np.dtype("<i4"),
    "entrance_lon_e7": np.dtype("<i4"),
    "entrance_of": np.dtype("<i4"),
    "entrance_rank": np.dtype("u1"),
}
_OTHER: Final[_Types] = {
    "names": np.dtype("u1"),
    "turn_arc": np.dtype("<i4"),
    "outline_stop": np.dtype("<i4"),
}

ARRAYS: Final[_Types] = {
    **_PER_POINT,
    **_PER_EDGE,
    **_PER_TURN,
    **_PER_CORNER,
    **_PER_ENTRANCE,
    **_OTHER,
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
    ``i`` is called; ``names[0]`` is empty, for streets without a name. ``shut`` says of a point
    whom a barrier there keeps out (`mealroute.travel.barriers.kept_out`); such a point ends edges.
    ``marks`` are bits of `mealroute.travel.way_marks.Mark`; the other arrays of edges are those of
    `mealroute.travel.way_rules` and `mealroute.travel.pace`.

    A turn restriction is a row of arcs, from the first to the last street; ``turn_stop`` says
    where each row ends in ``turn_arc``, and ``turn_only`` whether the last turn is the only one
    allowed or forbidden. Arc ``2 * i`` goes along edge ``i``, arc ``2 * i + 1`` against it.

    Outlines of buildings are rows of corners that end at ``outline_stop``; an entrance lies on the
    outline ``entrance_of`` (`mealroute.travel.outlines`).
    """

    source: str
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    along_m: NDArray[np.float64]
    shut: NDArray[np.uint8]
    start: NDArray[np.int32]
    stop: NDArray[np.int32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    kind: NDArray[np.uint8]
    access: NDArray[np.uint8]
    name: NDArray[np.int32]
    marks: NDArray[np.uint8]
    slope_permille: NDArray[np.int16]
    ride_percent: NDArray[np.uint8]
    walk_percent: NDArray[np.uint8]
    limit_kmh: NDArray[np.uint8]
    names: tuple[str, ...]
    turn_arc: NDArray[np.int32]
    turn_stop: NDArray[np.int32]
    turn_only: NDArray[np.uint8]
    outline_lat_e7: NDArray[np.int32]
    outline_lon_e7: NDArray[np.int32]
    outline_stop: NDArray[np.int32]
    entrance_lat_e7: NDArray[np.int32]
    entrance_lon_e7: NDArray[np.int32]
    entrance_of: NDArray[np.int32]
    entrance_rank: NDArray[np.uint8]

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
        for group in (_PER_POINT, _PER_EDGE, _PER_TURN, _PER_CORNER, _PER_ENTRANCE):
            if len({arrays[key].size for key in group}) != 1:
                raise ValueError(f"rows of different length among {', '.join(group)}")
        names = tuple(arrays["names"].tobytes().decode("utf-8").split("\n"))
        _refuse_foreign(arrays, len(names))
        lat = arrays["lat_e7"].astype(np.float64) / 1e7
        lon = arrays["lon_e7"].astype(np.float64) / 1e7
        along_m = np.zeros(lat.size)
        np.cumsum(distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]), out=along_m[1:])
        rest = {
            key: arrays[key].astype(dtype.newbyteorder("="))
            for key, dtype in ARRAYS.items()
            if key not in {"lat_e7", "lon_e7", "names"}
        }
        return cls(source, lat, lon, along_m, names=names, **rest)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Give back the `ARRAYS` that the streets were built from."""
        found: dict[str, NDArray[np.generic]] = {
            "lat_e7": np.rint(self.lat * 1e7),
            "lon_e7": np.rint(self.lon * 1e7),
            "names": stored_names(self.names),
        }
        return {
            key: (found[key] if key in found else getattr(self, key)).astype(dtype)
            for key, dtype in ARRAYS.items()
        }

    @property
    def length_m(self) -> NDArray[np.float64]:
        """The length of every edge in metres."""
        length: NDArray[np.float64] = self.along_m[self.stop] - self.along_m[self.start]
        return length


def stored_names(names: Iterable[str]) -> NDArray[np.uint8]:
    """Write names as the bytes that a cache keeps.

    Examples
    --------
    >>> stored_names(["", "解放路"]).size
    10
    """
    return np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)


def _refuse_foreign(arrays: Mapping[str, NDArray[np.generic]], names: int) -> None:
    """Refuse arrays whose numbers point outside each other or the earth.

    Raises
    ------
    ValueError
        Where they do.
    """
    points, edges = arrays["lat_e7"].size, arrays["start"].size
    bounds = {
        "lat_e7": (-900_000_000, 900_000_000),
        "lon_e7": (-1_800_000_000, 1_800_000_000),
        "start": (0, points - 1),
        "stop": (0, points - 1),
        "tail": (0, 2 * edges - 1),
        "head": (0, 2 * edges - 1),
        "kind": (0, len(KINDS) - 1),
        "name": (0, names - 1),
        "turn_arc": (0, 2 * edges - 1),
        "turn_stop": (0, arrays["turn_arc"].size),
        "outline_stop": (0, arrays["outline_lat_e7"].size),
        "entrance_of": (0, arrays["outline_stop"].size - 1),
    }
    for key, (low, high) in bounds.items():
        row = arrays[key]
        if row.size and not (low <= row.min() and row.max() <= high):
            raise ValueError(f"{key} out of range")
    starts, stops = arrays["start"].astype(np.int64), arrays["stop"].astype(np.int64)
    rises = all(
        (np.diff(arrays[key].astype(np.int64)) > 0).all() for key in ("turn_stop", "outline_stop")
    )
    if not (rises and (starts < stops).all()):
        raise ValueError("rows out of order")
