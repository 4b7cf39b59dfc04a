"""Follow the cheapest way of one leg through a network, back to its points on the map."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mealroute.travel.cost import pack
from mealroute.travel.matrix import along_one_edge, search_from
from mealroute.travel.network import Network, Snaps
from mealroute.travel.sphere import distance_m

_FIRST_GUESS = 2.0  # most ways are no longer than twice the straight line
_GUESS_GROWTH = 3.0


@dataclass(frozen=True, eq=False, slots=True)
class Trail:
    """The cheapest way between two points of a network.

    Parameters
    ----------
    cost
        Packed, see `mealroute.travel.cost`.
    lat, lon
        All points of the way in travel order, both ends included.
    edge
        For each stretch between two points in a row the edge of the network that it lies on, one
        fewer than the points. What the edge is called and its kind are those of
        ``network.streets`` at ``network.street[edge]``.
    """

    cost: float
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    edge: NDArray[np.int64]


def cheapest_trail(network: Network, source: Snaps, sink: Snaps) -> Trail:
    """Find the cheapest way from one point on the network to another.

    The search goes no farther than a guess of the cost, which grows until the way is found: a leg
    between neighbours looks at one quarter of the town only.
    """
    edge = int(sink.edge[0])
    tail, head = int(network.tail[edge]), int(network.head[edge])
    direct = along_one_edge(source, sink)[0] if source.edge[0] == edge else np.inf
    straight_m = distance_m(source.lat, source.lon, sink.lat, sink.lon)[0]
    limit = float(pack(_FIRST_GUESS * straight_m + 100.0, network.speed_mps))
    while True:
        reached, before = search_from(network, source, limit)
        over_tail, over_head = reached[tail] + sink.from_tail[0], reached[head] + sink.from_head[0]
        cost = min(direct, over_tail, over_head)
        if cost <= limit:
            break
        limit *= _GUESS_GROWTH
    if cost == direct:
        points = _between(network, edge, source.along_m[0], sink.along_m[0])
        edges = np.full(points.size + 1, edge)
    else:
        last, end = (tail, network.start[edge]) if cost == over_tail else (head, network.stop[edge])
        nodes = _nodes_to(before, last)
        first = _way_out(network, source, nodes[0])
        whole = [_whole_edge(network, *pair) for pair in pairwise(nodes)]
        rest = _between(network, edge, network.streets.along_m[end], sink.along_m[0])
        # Every piece but the first begins at the crossing where the one before it ends.
        points = np.concatenate([first, *(piece[1:] for _, piece in whole), rest[1:]])
        on = [int(source.edge[0]), *(number for number, _ in whole), edge]
        counts = [first.size, *(piece.size - 1 for _, piece in whole), rest.size]
        edges = np.repeat(on, counts)
    lat = np.concatenate((source.lat, network.streets.lat[points], sink.lat))
    lon = np.concatenate((source.lon, network.streets.lon[points], sink.lon))
    return Trail(float(cost), lat, lon, edges)


def _nodes_to(before: NDArray[np.int32], node: int) -> list[int]:
    """List the nodes of the way from the source, which is no node itself, to a node."""
    source = before.size - 1
    nodes = []
    while node != source:
        nodes.append(node)
        node = int(before[node])
    return nodes[::-1]


def _way_out(network: Network, source: Snaps, node: int) -> NDArray[np.int64]:
    """List the points from the source to the end of its edge that is the first node."""
    edge = int(source.edge[0])
    is_head = node == network.head[edge]
    if is_head and node == network.tail[edge]:
        is_head = source.to_head[0] <= source.to_tail[0]
    end = network.stop[edge] if is_head else network.start[edge]
    return _between(network, edge, source.along_m[0], network.streets.along_m[end])


def _whole_edge(network: Network, origin: int, target: int) -> tuple[int, NDArray[np.int64]]:
    """Find the cheapest edge from one node to the next, and its points in travel order."""
    graph = network.graph
    first, last = graph.indptr[origin], graph.indptr[origin + 1]
    arc = first + int(np.flatnonzero(graph.indices[first:last] == target)[0])
    edge = int(network.arc_edge[arc])
    points = np.arange(network.start[edge], network.stop[edge] + 1)
    return edge, points if network.tail[edge] == origin else points[::-1]


def _between(
    network: Network, edge: int, from_m: np.float64, to_m: np.float64
) -> NDArray[np.int64]:
    """List the points of an edge from one distance along it to another, both included."""
    first, last = network.start[edge], network.stop[edge]
    along_m = network.streets.along_m[first : last + 1]
    low = np.searchsorted(along_m, min(from_m, to_m), side="left")
    high = np.searchsorted(along_m, max(from_m, to_m), side="right")
    points = np.arange(first + low, first + high)
    return points if from_m <= to_m else points[::-1]
