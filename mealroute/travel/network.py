"""Make the streets of one mode searchable: its connected part, costs, and the nearest edge."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from mealroute.domain import Mode
from mealroute.settings import TravelSettings
from mealroute.travel.cost import pack, share
from mealroute.travel.pace import edge_speeds
from mealroute.travel.sphere import distance_m
from mealroute.travel.states import States, crossing_states, turning_states
from mealroute.travel.streets import Streets
from mealroute.travel.times import speed_mps
from mealroute.travel.turns import Turn, allowed_turns
from mealroute.travel.way_rules import KINDS, may_go, may_stop

REACH_M: Final = 1000.0
"""A point farther than this from every street of a mode cannot be reached by it."""


@dataclass(frozen=True, eq=False, slots=True)
class Snaps:
    """Points on the edges of a network, each beside the place it stands for.

    ``edge`` is -1 where no street is within `REACH_M`; the other values mean nothing there. The
    four links are the costs between the point and the ends of its edge, ``inf`` against a one-way
    street.
    """

    edge: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    along_m: NDArray[np.float64]
    to_tail: NDArray[np.float64]
    to_head: NDArray[np.float64]
    from_tail: NDArray[np.float64]
    from_head: NDArray[np.float64]

    def take(self, index: NDArray[np.int64] | slice) -> "Snaps":
        """Pick some of the points."""
        return Snaps(*(getattr(self, name)[index] for name in self.__slots__))


@dataclass(frozen=True, eq=False, slots=True)
class Links:
    """How points are tied to a graph: two states each, one by either end, and the costs.

    Both arrays have two rows; a cost is ``inf`` where there is no way.
    """

    state: NDArray[np.int64]
    cost: NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """The largest strongly connected part of the streets that one mode may use.

    Edges and nodes are numbered anew; ``street`` is the number of each edge in `Streets`, and
    ``start`` and ``stop`` are those of `Streets`. ``usable`` and ``cost`` have two rows: along
    the edges and against them. ``graph`` and ``arc`` are those of `mealroute.travel.states`;
    ``leave`` and ``arrive`` have two rows as well. ``segment_edge`` and ``segment_point`` say for
    every piece in ``tree`` which edge it is of and at which point of `Streets` it begins.
    """

    streets: Streets
    speed_mps: float
    street: NDArray[np.int64]
    start: NDArray[np.int32]
    stop: NDArray[np.int32]
    usable: NDArray[np.bool_]
    cost: NDArray[np.float64]
    graph: Any
    arc: NDArray[np.int64]
    leave: NDArray[np.int64]
    arrive: NDArray[np.int64]
    tree: shapely.STRtree
    segment_edge: NDArray[np.int64]
    segment_point: NDArray[np.int64]

    def leaving(self, snaps: Snaps) -> Links:
        """Tie points to the states in which one is at the ends of their edges."""
        return Links(self.leave[:, snaps.edge], np.stack((snaps.to_head, snaps.to_tail)))

    def arriving(self, snaps: Snaps) -> Links:
        """Tie points to the states from which one enters their edges."""
        return Links(self.arrive[:, snaps.edge], np.stack((snaps.from_tail, snaps.from_head)))

    def snap(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Snaps:
        """Find for every place the nearest point of an edge."""
        if not self.segment_edge.size:
            return _nowhere(lat.size)
        x, y = mercator(lat, lon)
        segment = self.tree.nearest(shapely.points(x, y))
        edge, point = self.segment_edge[segment], self.segment_point[segment]
        streets = self.streets
        here_lat, here_lon = streets.lat[point], streets.lon[point]
        next_lat, next_lon = streets.lat[point + 1], streets.lon[point + 1]
        from_x, from_y = mercator(here_lat, here_lon)
        to_x, to_y = mercator(next_lat, next_lon)
        dx, dy = to_x - from_x, to_y - from_y
        part = ((x - from_x) * dx + (y - from_y) * dy) / (dx * dx + dy * dy)
        part = np.clip(part, 0.0, 1.0)
        snap_lat = here_lat + part * (next_lat - here_lat)
        snap_lon = here_lon + part * (next_lon - here_lon)
        step_m = streets.along_m[point + 1] - streets.along_m[point]
        along_m = streets.along_m[point] + part * step_m
        start_m, stop_m = streets.along_m[self.start[edge]], streets.along_m[self.stop[edge]]
        part = (along_m - start_m) / (stop_m - start_m)
        before = share(self.cost[:, edge], part)
        after = self.cost[:, edge] - before
        along, against = self.usable[:, edge]
        near = distance_m(lat, lon, snap_lat, snap_lon) <= REACH_M
        return Snaps(
            edge=np.where(near, edge, -1),
            lat=snap_lat,
            lon=snap_lon,
            along_m=along_m,
            to_tail=np.where(against, before[1], np.inf),
            to_head=np.where(along, after[0], np.inf),
            from_tail=np.where(along, before[0], np.inf),
            from_head=np.where(against, after[1], np.inf),
        )


def build_network(streets: Streets, mode: Mode, settings: TravelSettings) -> Network:
    """Cut out of all streets the part that a mode can use, and price its edges.

    Cars obey turn restrictions and do not turn round at crossings. Everybody else may get off
    and walk round the corner: signs for turns, those that do not except bicycles included, bind
    nobody who pushes.

    Parameters
    ----------
    streets
        The streets of an extract.
    mode, settings
        Who travels, and how fast, see `edge_speeds`.
    """
    edge, usable = _usable(streets, mode, settings)
    states = crossing_states(*_ends(streets, mode, edge), _by_arc(usable))
    edge, usable = _strongest(streets, states, edge, usable)
    if mode is Mode.CAR:
        # A way that nobody comes back from is gone now, and where it left is a dead end.
        edge, usable = _strongest(streets, _turning(streets, edge, usable), edge, usable)
        states = _turning(streets, edge, usable)
    else:
        states = crossing_states(*_ends(streets, mode, edge), _by_arc(usable))
    cost = pack(streets.length_m[edge], edge_speeds(streets, edge, mode, settings))
    graph, arc = states.graph(_by_arc(cost))
    start, stop = streets.start[edge], streets.stop[edge]
    segment_edge, segment_point = _segments(streets, edge)
    x, y = mercator(streets.lat, streets.lon)
    pieces = np.stack((segment_point, segment_point + 1), axis=1)
    lines = shapely.linestrings(np.stack((x[pieces], y[pieces]), axis=-1))
    return Network(
        streets,
        speed_mps(settings, mode),
        edge,
        start,
        stop,
        usable,
        cost,
        graph,
        arc,
        _by_direction(states.leave),
        _by_direction(states.arrive),
        shapely.STRtree(lines),
        segment_edge,
        segment_point,
    )


def _usable(
    streets: Streets, mode: Mode, settings: TravelSettings
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Find the edges that a mode may use, and in which directions."""
    usable = np.stack([may_go(streets.access, mode, backward=b) for b in (False, True)])
    uncleared = [KINDS.index(name) for name in settings.winter.uncleared]
    usable &= ~np.isin(streets.kind, uncleared)
    edge = np.flatnonzero(usable.any(axis=0))
    return edge, usable[:, edge]


def _ends(
    streets: Streets, mode: Mode, edge: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give numbers to the nodes at the beginning and the end of every arc.

    A barrier that keeps the mode out is a dead end of its own to every edge that meets there.
    """
    bit = list(Mode).index(mode)
    nodes = np.stack((streets.tail[edge], streets.head[edge])).astype(np.int64)
    points = np.stack((streets.start[edge], streets.stop[edge]))
    shut = (streets.shut[points] >> bit & 1).astype(np.bool_)
    nodes[shut] = nodes.max(initial=-1) + 1 + np.arange(shut.sum())
    _found, number = np.unique(nodes, return_inverse=True)
    number = number.reshape(nodes.shape)
    return _by_arc(number), _by_arc(number[::-1])


def _strongest(
    streets: Streets, states: States, edge: NDArray[np.int64], usable: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Keep the edges of the part, longest in all, where every state reaches every other.

    Of an edge that is in the part in one direction the other stays open too: it is no trap to
    those who are on the edge already, and a town that is one ring has a part each way round.
    """
    inside = _by_direction(states.strongest(streets.length_m[edge])).any(axis=0)
    return edge[inside], usable[:, inside]


def _turning(streets: Streets, edge: NDArray[np.int64], usable: NDArray[np.bool_]) -> States:
    """Make the states of cars: no turning round, no forbidden turn."""
    origin, target = _ends(streets, Mode.CAR, edge)
    can = _by_arc(usable)
    number = np.full(streets.start.size, -1)
    number[edge] = np.arange(edge.size)
    arcs = 2 * number[streets.turn_arc >> 1] + (streets.turn_arc & 1)
    known = arcs >= 0
    known[known] = can[arcs[known]]
    signs = []
    first = 0
    for stop, only in zip(streets.turn_stop.tolist(), streets.turn_only.tolist(), strict=True):
        if known[first:stop].all():
            *row, to = arcs[first:stop].tolist()
            signs.append(Turn(tuple(row), to, bool(only)))
        first = stop
    return turning_states(origin, target, can, allowed_turns(origin, target, can, signs))


def _by_arc(rows: NDArray[Any]) -> NDArray[Any]:
    """Lay the two rows of edges out by arc: along and against in turn."""
    return rows.T.ravel()


def _by_direction(arcs: NDArray[Any]) -> NDArray[Any]:
    """Lay what is known of every arc out in two rows: along the edges, and against them."""
    return np.ascontiguousarray(arcs.reshape(-1, 2).T)


def _segments(
    streets: Streets, street: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """List the straight pieces, those without length left out, of edges where one may stop."""
    start, stop = streets.start[street], streets.stop[street]
    count = np.where(may_stop(streets.access[street]), stop - start, 0).astype(np.int64)
    edge = np.repeat(np.arange(count.size), count)
    point = np.arange(edge.size) + np.repeat(start - (np.cumsum(count) - count), count)
    long = (streets.lat[point] != streets.lat[point + 1]) | (
        streets.lon[point] != streets.lon[point + 1]
    )
    return edge[long], point[long]


def mercator(lat: ArrayLike, lon: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Project to a plane that keeps angles: around any place the nearest stays the nearest."""
    kept = np.clip(lat, -89.9, 89.9)
    return np.radians(lon), np.arcsinh(np.tan(np.radians(kept)))


def from_mercator(x: float, y: float) -> tuple[float, float]:
    """Give the latitude and longitude of a point in the plane of `mercator`.

    Examples
    --------
    >>> lat, lon = from_mercator(*(float(axis) for axis in mercator(47.8, 88.1)))
    >>> round(lat, 9), round(lon, 9)
    (47.8, 88.1)
    """
    return math.degrees(math.atan(math.sinh(y))), math.degrees(x)


def _nowhere(count: int) -> Snaps:
    """Give points that are on no street."""
    nothing = np.full(count, np.nan)
    return Snaps(np.full(count, -1, dtype=np.int64), *([nothing] * (len(Snaps.__slots__) - 1)))
