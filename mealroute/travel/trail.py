"""Follow the cheapest way of one leg through a network, back to its points on the map."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mealroute.travel.cost import pack
from mealroute.travel.matrix import along_one_edge, search_from
from mealroute.travel.network import Network, Snaps
from mealroute.travel.sphere import distance_m
from mealroute.travel.states import NO_ARC

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
    goals = network.arriving(sink)
    states, last = goals.state[:, 0], goals.cost[:, 0]
    direct = along_one_edge(source, sink)[0] if source.edge[0] == sink.edge[0] else np.inf
    straight_m = distance_m(source.lat, source.lon, sink.lat, sink.lon)[0]
    limit = float(pack(_FIRST_GUESS * straight_m + 100.0, network.speed_mps))
    while True:
        reached, before = search_from(network, source, limit)
        around = reached[states] + last
        cost = min(direct, around.min())
        if cost <= limit:
            break
        limit *= _GUESS_GROWTH
    if cost == direct:
        edge = int(source.edge[0])
        pieces = [(edge, _between(network, edge, source.along_m[0], sink.along_m[0]))]
    else:
        against = int(around.argmin())
        way = _states_to(before, int(states[against]))
        arcs = [arc for pair in pairwise(way) if (arc := _arc(network, *pair)) != NO_ARC]
        pieces = [_way_out(network, source, way[0])]
        pieces.extend((arc >> 1, _whole_edge(network, arc)) for arc in arcs)
        pieces.append(_way_in(network, sink, against))
    # Every piece but the first begins at the crossing where the one before it ends.
    points = np.concatenate([part[min(at, 1) :] for at, (_, part) in enumerate(pieces)])
    counts = [part.size - (at > 0) for at, (_, part) in enumerate(pieces)]
    counts[-1] += 1
    lat = np.concatenate((source.lat, network.streets.lat[points], sink.lat))
    lon = np.concatenate((source.lon, network.streets.lon[points], sink.lon))
    return Trail(float(cost), lat, lon, np.repeat([edge for edge, _ in pieces], counts))


def _states_to(before: NDArray[np.int32], state: int) -> list[int]:
    """List the states of the way from the source, which is no state itself, to a state."""
    source = before.size - 1
    states = []
    while state != source:
        states.append(state)
        state = int(before[state])
    return states[::-1]


def _arc(network: Network, state: int, target: int) -> int:
    """Find the cheapest arc from one state to the next."""
    graph = network.graph
    first, last = graph.indptr[state], graph.indptr[state + 1]
    entry = first + int(np.flatnonzero(graph.indices[first:last] == target)[0])
    return int(network.arc[entry])


def _whole_edge(network: Network, arc: int) -> NDArray[np.int64]:
    """List the points of an arc in travel order."""
    edge = arc >> 1
    points = np.arange(network.start[edge], network.stop[edge] + 1)
    return points[::-1] if arc & 1 else points


def _way_out(network: Network, source: Snaps, state: int) -> tuple[int, NDArray[np.int64]]:
    """List the points from the source to the end of its edge where one is in a state."""
    links = network.leaving(source)
    costs = np.where(links.state[:, 0] == state, links.cost[:, 0], np.inf)
    edge = int(source.edge[0])
    end = network.start[edge] if costs.argmin() else network.stop[edge]
    end_m = network.streets.along_m[end]
    return edge, _between(network, edge, source.along_m[0], end_m)


def _way_in(network: Network, sink: Snaps, against: int) -> tuple[int, NDArray[np.int64]]:
    """List the points from the end where a sink's edge is entered to the sink."""
    edge = int(sink.edge[0])
    end = network.stop[edge] if against else network.start[edge]
    return edge, _between(network, edge, network.streets.along_m[end], sink.along_m[0])


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
