"""Make the streets of one mode searchable: its connected part, costs, and the nearest edge."""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from mealroute.domain import Mode
from mealroute.travel.cost import pack, share
from mealroute.travel.sphere import distance_m
from mealroute.travel.streets import Streets
from mealroute.travel.way_rules import may_go, speed_factors

REACH_M: Final = 1000.0
"""A point farther than this from every street of a mode cannot be reached by it."""


@dataclass(frozen=True, eq=False, slots=True)
class Snaps:
    """Points on the edges of a network, each beside the place it stands for.

    ``edge`` is -1 where no street is within `REACH_M`; the other values mean nothing there.
    ``before`` is the cost along the edge from its tail to the point. The four links are the costs
    between the point and the ends of its edge, ``inf`` against a one-way street.
    """

    edge: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    along_m: NDArray[np.float64]
    before: NDArray[np.float64]
    to_tail: NDArray[np.float64]
    to_head: NDArray[np.float64]
    from_tail: NDArray[np.float64]
    from_head: NDArray[np.float64]

    def take(self, index: NDArray[np.int64] | slice) -> "Snaps":
        """Pick some of the points."""
        return Snaps(*(getattr(self, name)[index] for name in self.__slots__))

    def against_traffic(self) -> "Snaps":
        """Give the same points in the network with every street turned round."""
        return replace(
            self,
            to_tail=self.from_tail,
            to_head=self.from_head,
            from_tail=self.to_tail,
            from_head=self.to_head,
        )


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """The largest strongly connected part of the streets that one mode may use.

    Edges and nodes are numbered anew; ``street`` is the number of each edge in `Streets`, and
    ``start`` and ``stop`` are those of `Streets`. ``cost`` is that of the whole edge, either way.
    ``graph`` holds the cheapest arc between any two nodes and ``arc_edge`` the edge of each of its
    entries. ``segment_edge`` and ``segment_point`` say for every piece in ``tree`` which edge it
    is of and at which point of `Streets` it begins.
    """

    streets: Streets
    speed_mps: float
    street: NDArray[np.int64]
    start: NDArray[np.int32]
    stop: NDArray[np.int32]
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    forward: NDArray[np.bool_]
    backward: NDArray[np.bool_]
    cost: NDArray[np.float64]
    graph: Any
    arc_edge: NDArray[np.int64]
    tree: shapely.STRtree
    segment_edge: NDArray[np.int64]
    segment_point: NDArray[np.int64]

    def snap(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Snaps:
        """Find for every place the nearest point of an edge."""
        if not self.segment_edge.size:
            return _nowhere(lat.size)
        x, y = _mercator(lat, lon)
        segment = self.tree.nearest(shapely.points(x, y))
        edge, point = self.segment_edge[segment], self.segment_point[segment]
        streets = self.streets
        here_lat, here_lon = streets.lat[point], streets.lon[point]
        next_lat, next_lon = streets.lat[point + 1], streets.lon[point + 1]
        from_x, from_y = _mercator(here_lat, here_lon)
        to_x, to_y = _mercator(next_lat, next_lon)
        dx, dy = to_x - from_x, to_y - from_y
        part = ((x - from_x) * dx + (y - from_y) * dy) / (dx * dx + dy * dy)
        part = np.clip(part, 0.0, 1.0)
        snap_lat = here_lat + part * (next_lat - here_lat)
        snap_lon = here_lon + part * (next_lon - here_lon)
        step_m = streets.along_m[point + 1] - streets.along_m[point]
        along_m = streets.along_m[point] + part * step_m
        start_m, stop_m = streets.along_m[self.start[edge]], streets.along_m[self.stop[edge]]
        before = share(self.cost[edge], (along_m - start_m) / (stop_m - start_m))
        after = self.cost[edge] - before
        forward, backward = self.forward[edge], self.backward[edge]
        near = distance_m(lat, lon, snap_lat, snap_lon) <= REACH_M
        return Snaps(
            edge=np.where(near, edge, -1),
            lat=snap_lat,
            lon=snap_lon,
            along_m=along_m,
            before=before,
            to_tail=np.where(backward, before, np.inf),
            to_head=np.where(forward, after, np.inf),
            from_tail=np.where(forward, before, np.inf),
            from_head=np.where(backward, after, np.inf),
        )


def build_network(streets: Streets, mode: Mode, speed_mps: float) -> Network:
    """Cut out of all streets the part that a mode can use, and price its edges.

    Parameters
    ----------
    streets
        The streets of an extract.
    mode, speed_mps
        Who travels, and how fast on an ordinary street; see `speed_factors` for the others.
    """
    forward = may_go(streets.access, mode, backward=False)
    backward = may_go(streets.access, mode, backward=True)
    edge = _strongest(streets, forward, backward)
    forward, backward = forward[edge], backward[edge]
    _, ends = np.unique(np.stack((streets.tail[edge], streets.head[edge])), return_inverse=True)
    tail, head = ends.reshape(2, -1)
    start, stop = streets.start[edge], streets.stop[edge]
    speed = speed_mps * speed_factors(mode)[streets.kind[edge]]
    cost = pack(streets.length_m[edge], speed)
    graph, arc_edge = _cheapest_arcs(tail, head, forward, backward, cost)
    segment_edge, segment_point = _segments(streets, start, stop)
    x, y = _mercator(streets.lat, streets.lon)
    pieces = np.stack((segment_point, segment_point + 1), axis=1)
    lines = shapely.linestrings(np.stack((x[pieces], y[pieces]), axis=-1))
    return Network(
        streets,
        speed_mps,
        edge,
        start,
        stop,
        tail,
        head,
        forward,
        backward,
        cost,
        graph,
        arc_edge,
        shapely.STRtree(lines),
        segment_edge,
        segment_point,
    )


def _strongest(
    streets: Streets, forward: NDArray[np.bool_], backward: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Find the edges of the part, longest in all, where every crossing reaches every other."""
    used = np.flatnonzero(forward | backward)
    nodes, ends = np.unique(np.stack((streets.tail[used], streets.head[used])), return_inverse=True)
    tail, head = ends.reshape(2, -1)
    ahead, back = forward[used], backward[used]
    arcs = (np.concatenate((tail[ahead], head[back])), np.concatenate((head[ahead], tail[back])))
    graph = csr_array((np.ones(arcs[0].size), arcs), shape=(nodes.size, nodes.size))
    parts, part = connected_components(graph, directed=True, connection="strong")
    inside = part[tail] == part[head]
    used, part = used[inside], part[tail[inside]]
    metres = np.bincount(part, weights=streets.length_m[used], minlength=parts)
    strongest: NDArray[np.int64] = used[part == metres.argmax()] if used.size else used
    return strongest


def _cheapest_arcs(
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    forward: NDArray[np.bool_],
    backward: NDArray[np.bool_],
    cost: NDArray[np.float64],
) -> tuple[Any, NDArray[np.int64]]:
    """Make the graph of all arcs; of parallel ones the cheapest stays, and no loop."""
    edge = np.concatenate((np.flatnonzero(forward), np.flatnonzero(backward)))
    origin = np.concatenate((tail[forward], head[backward]))
    target = np.concatenate((head[forward], tail[backward]))
    order = np.lexsort((edge, cost[edge], target, origin))
    edge, origin, target = edge[order], origin[order], target[order]
    kept = origin != target
    kept[1:] &= (origin[1:] != origin[:-1]) | (target[1:] != target[:-1])
    edge, origin, target = edge[kept], origin[kept], target[kept]
    nodes = int(max(tail.max(initial=-1), head.max(initial=-1))) + 1
    row_ends = np.cumsum(np.bincount(origin, minlength=nodes))
    index = (target.astype(np.int32), np.concatenate(([0], row_ends)).astype(np.int32))
    return csr_array((cost[edge], *index), shape=(nodes, nodes)), edge


def _segments(
    streets: Streets, start: NDArray[np.int32], stop: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """List the straight pieces of all edges, leaving out those without length."""
    count = (stop - start).astype(np.int64)
    edge = np.repeat(np.arange(count.size), count)
    point = np.arange(edge.size) + np.repeat(start - (np.cumsum(count) - count), count)
    long = (streets.lat[point] != streets.lat[point + 1]) | (
        streets.lon[point] != streets.lon[point + 1]
    )
    return edge[long], point[long]


def _mercator(
    lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Project to a plane that keeps angles: around any place the nearest stays the nearest."""
    kept = np.clip(lat, -89.9, 89.9)
    return np.radians(lon), np.arcsinh(np.tan(np.radians(kept)))


def _nowhere(count: int) -> Snaps:
    """Give points that are on no street."""
    nothing = np.full(count, np.nan)
    return Snaps(np.full(count, -1, dtype=np.int64), *([nothing] * (len(Snaps.__slots__) - 1)))
