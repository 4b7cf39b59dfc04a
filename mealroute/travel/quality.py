"""Judge an extract as a basis for planning: what a mode can reach on it, and what it cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from mealroute.domain import Coordinates, Mode
from mealroute.settings import TravelSettings
from mealroute.travel.box import Box
from mealroute.travel.network import build_network
from mealroute.travel.sphere import EARTH_RADIUS_M, degrees
from mealroute.travel.streets import Streets
from mealroute.travel.survey import Survey
from mealroute.travel.way_rules import KINDS, may_go, may_stop

FAR_M: Final = (50, 100, 300)
"""How far from every street a house is counted as far, in metres."""

OFF_M: Final = 100.0
"""A place of a day this far from the streets that a mode can use is remarkable."""

_BORDER_M: Final = 50.0
_MOST_LISTED: Final = 10
_NAMED_KINDS: Final = frozenset(
    {"trunk", "primary", "secondary", "tertiary", "unclassified", "residential"}
    | {"living_street", "pedestrian"}
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Streets that hang together: how long, and where one of them is."""

    km: float
    at: Coordinates


@dataclass(frozen=True, slots=True)
class FarHouse:
    """A building, and how far it is from the nearest street."""

    metres: int
    at: Coordinates


@dataclass(frozen=True, slots=True)
class ModeQuality:
    """What one mode can do with the streets of an extract.

    ``main_km`` are the streets of the part where every crossing reaches every other; ``islands``
    are not joined to it, ``traps`` are, but one can only get in or only out. Of both the longest
    are listed. ``border_ends`` are dead ends at the border of the data. ``far`` counts buildings
    by how far, at least, they are from the main part.
    """

    mode: Mode
    km: float
    main_km: float
    island_count: int
    island_km: float
    islands: tuple[Stretch, ...]
    trap_count: int
    trap_km: float
    traps: tuple[Stretch, ...]
    border_ends: int
    far: dict[int, int]
    farthest: tuple[FarHouse, ...]

    @property
    def main_share(self) -> float:
        """How much of the mode's streets the main part is."""
        return self.main_km / self.km if self.km else 0.0


class Off(StrEnum):
    """Why a place cannot be served well on an extract."""

    OUTSIDE = "outside"
    FAR = "far"
    ISLAND = "island"


@dataclass(frozen=True, slots=True)
class OffPlace:
    """A place of a day that is not well on the streets: which one, for which mode, how far."""

    position: int
    mode: Mode | None
    why: Off
    metres: int | None


def judge_mode(
    streets: Streets, survey: Survey, mode: Mode, settings: TravelSettings
) -> ModeQuality:
    """Judge the streets of one mode.

    Parameters
    ----------
    streets
        The streets of the extract.
    survey
        What else is in it.
    mode, settings
        Who travels, and what the winter closes.
    """
    used, inside = _used(streets, mode, settings)
    length_km = streets.length_m / 1000
    part, trapped = _parts(streets, used, inside, mode)
    strong, lost = used[inside], used[part != 0]
    islands = _stretches(streets, lost, part[part != 0])
    inner = _components(streets, used[trapped], mode)
    traps = _stretches(streets, used[trapped], inner)
    metres = _house_distances(streets, survey, _stops(streets, strong))
    order = np.argsort(-metres, kind="stable")[:_MOST_LISTED]
    first = np.searchsorted(survey.building, np.arange(survey.buildings))
    return ModeQuality(
        mode=mode,
        km=float(length_km[used].sum()),
        main_km=float(length_km[strong].sum()),
        island_count=len(islands),
        island_km=float(length_km[lost].sum()),
        islands=tuple(islands[:_MOST_LISTED]),
        trap_count=len(traps),
        trap_km=float(length_km[used[trapped]].sum()),
        traps=tuple(traps[:_MOST_LISTED]),
        border_ends=_border_ends(streets, survey.box, used),
        far={far_m: int((metres > far_m).sum()) for far_m in FAR_M},
        farthest=tuple(
            FarHouse(
                round(min(metres[one], 999_999)),
                Coordinates(
                    float(survey.corner_lat[first[one]]), float(survey.corner_lon[first[one]])
                ),
            )
            for one in order
            if metres[one] > FAR_M[0]
        ),
    )


def nameless_share(streets: Streets) -> float:
    """Say which share of the streets that usually have a name has none, by length."""
    usual = np.array([kind in _NAMED_KINDS for kind in KINDS])[streets.kind]
    length_m = streets.length_m
    total = float(length_m[usual].sum())
    return float(length_m[usual & (streets.name == 0)].sum()) / total if total else 0.0


def places_off(
    streets: Streets,
    box: Box,
    modes: Sequence[Mode],
    places: Sequence[Coordinates],
    settings: TravelSettings,
) -> list[OffPlace]:
    """Find the places of a day that are outside, far from streets, or on an island.

    Parameters
    ----------
    streets, box
        The streets of the extract, and what it covers.
    modes, settings
        Those of the day's shifts, and what the winter closes.
    places
        Doors and canteens; the answer names their positions.
    """
    outside = [not box.holds(place) for place in places]
    off = [OffPlace(number, None, Off.OUTSIDE, None) for number, one in enumerate(outside) if one]
    lat, lon = degrees(places)
    for mode in modes:
        used, inside = _used(streets, mode, settings)
        to_main = _nearest_m(streets, _stops(streets, used[inside]), lat, lon)
        to_any = _nearest_m(streets, _stops(streets, used), lat, lon)
        off += [
            OffPlace(
                int(number),
                mode,
                Off.ISLAND if to_any[number] <= OFF_M else Off.FAR,
                round(float(min(to_main[number], 999_999))),
            )
            for number in np.flatnonzero(to_main > OFF_M)
            if not outside[number]
        ]
    return off


def _used(
    streets: Streets, mode: Mode, settings: TravelSettings
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Give the edges that a mode may use, and which of them are of the part that is searched."""
    open_ = may_go(streets.access, mode, backward=False)
    open_ |= may_go(streets.access, mode, backward=True)
    uncleared = [KINDS.index(name) for name in settings.winter.uncleared]
    used = np.flatnonzero(open_ & ~np.isin(streets.kind, uncleared))
    return used, np.isin(used, build_network(streets, mode, settings).street)


def _stops(streets: Streets, edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pick the edges where one may stop: no motorway, no tunnel."""
    return edges[may_stop(streets.access[edges])]


def _components(streets: Streets, edges: NDArray[np.int64], mode: Mode) -> NDArray[np.int64]:
    """Give each edge the number of the part that it is of, whatever its direction.

    Barriers that keep the mode out part streets.
    """
    ends = np.stack((streets.tail[edges], streets.head[edges])).astype(np.int64)
    points = np.stack((streets.start[edges], streets.stop[edges]))
    shut = (streets.shut[points] >> list(Mode).index(mode) & 1).astype(np.bool_)
    ends[shut] = ends.max(initial=-1) + 1 + np.arange(shut.sum())
    _, number = np.unique(ends, return_inverse=True)
    tail, head = number.reshape(2, -1)
    nodes = int(number.max(initial=-1)) + 1
    if not nodes:
        return np.zeros(0, dtype=np.int64)
    graph = csr_array((np.ones(tail.size), (tail, head)), shape=(nodes, nodes))
    part: NDArray[np.int64] = connected_components(graph, directed=False)[1][tail]
    return part


def _parts(
    streets: Streets, used: NDArray[np.int64], inside: NDArray[np.bool_], mode: Mode
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Give each edge the number of its part, 0 for the main one, and whether it is a trap."""
    part = _components(streets, used, mode) + 1
    part[np.isin(part, part[inside])] = 0
    return part, (part == 0) & ~inside


def _stretches(
    streets: Streets, edges: NDArray[np.int64], part: NDArray[np.int64]
) -> list[Stretch]:
    """Measure parts, the longest first; a part is where its longest edge begins."""
    stretches = []
    for number in np.unique(part):
        own = edges[part == number]
        length_m = streets.length_m[own]
        point = streets.start[own[length_m.argmax()]]
        at = Coordinates(float(streets.lat[point]), float(streets.lon[point]))
        stretches.append(Stretch(float(length_m.sum()) / 1000, at))
    return sorted(stretches, key=lambda one: -one.km)


def _border_ends(streets: Streets, box: Box, used: NDArray[np.int64]) -> int:
    """Count dead ends near the border of the data, or beyond it."""
    node = np.concatenate((streets.tail[used], streets.head[used]))
    point = np.concatenate((streets.start[used], streets.stop[used]))
    _, first, count = np.unique(node, return_index=True, return_counts=True)
    end = point[first[count == 1]]
    up = np.degrees(_BORDER_M / EARTH_RADIUS_M)
    across = up / np.cos(np.radians((box.south + box.north) / 2))
    lat, lon = streets.lat[end], streets.lon[end]
    within = (lat > box.south + up) & (lat < box.north - up)
    within &= (lon > box.west + across) & (lon < box.east - across)
    return int((~within).sum())


def _house_distances(
    streets: Streets, survey: Survey, edges: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Measure from each building's nearest corner to the nearest of the streets."""
    if not survey.buildings:
        return np.zeros(0)
    metres = _nearest_m(streets, edges, survey.corner_lat, survey.corner_lon)
    first = np.searchsorted(survey.building, np.arange(survey.buildings))
    nearest: NDArray[np.float64] = np.minimum.reduceat(metres, first)
    return nearest


def _nearest_m(
    streets: Streets,
    edges: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Measure from places to the nearest of some streets; ``inf`` where there is none.

    On a plane that is true to scale in the middle of the town: good to a per mille of the way
    over 100 km.
    """
    if not edges.size or not lat.size:
        return np.full(lat.size, np.inf)
    middle = np.radians(float(np.median(streets.lat)))

    def plane(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
        x = np.radians(lon) * np.cos(middle) * EARTH_RADIUS_M
        return np.stack((x, np.radians(lat) * EARTH_RADIUS_M), axis=-1)

    count = (streets.stop[edges] - streets.start[edges] + 1).astype(np.int64)
    line = np.repeat(np.arange(edges.size), count)
    point = np.arange(line.size) + np.repeat(
        streets.start[edges] - (np.cumsum(count) - count), count
    )
    corners = plane(streets.lat[point], streets.lon[point])
    tree = shapely.STRtree(shapely.linestrings(corners, indices=line))
    found, metres = tree.query_nearest(
        shapely.points(plane(lat, lon)), return_distance=True, all_matches=False
    )
    nearest = np.full(lat.size, np.inf)
    nearest[found[0]] = metres
    return nearest
