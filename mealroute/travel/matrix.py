"""Find the cheapest ways between many points of a network, a few sources at a time."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from mealroute.travel.contraction import contract
from mealroute.travel.network import Links, Network, Snaps

_CHUNK: Final = 64  # sources searched at once: 11 MB of costs in a network of 22,000 nodes
_WORTH_CONTRACTING: Final = 128  # from about so many sources on it saves more than it takes


def cost_blocks(
    network: Network, sources: Snaps, sinks: Snaps, *, against_traffic: bool = False
) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Yield the costs from sources to all sinks, some rows at a time.

    Parameters
    ----------
    network
        The streets of one mode.
    sources, sinks
        Points that are on the network, all of them.
    against_traffic
        Search from the destinations back: the rows are then the destinations, which pays where
        they are fewer than the origins.

    Yields
    ------
    tuple
        Which sources, and their packed costs to every sink.
    """
    graph = network.graph
    starts, goals = network.leaving(sources), network.arriving(sinks)
    if against_traffic:
        graph = graph.T.tocsr()
        starts, goals = network.arriving(sources), network.leaving(sinks)
    number = np.arange(graph.shape[0])
    if sources.edge.size >= _WORTH_CONTRACTING:
        kept = np.zeros(graph.shape[0], dtype=np.bool_)
        kept[starts.state] = kept[goals.state] = True
        graph, number = contract(graph, kept)
    goal = number[goals.state]
    for first in range(0, sources.edge.size, _CHUNK):
        rows = slice(first, min(first + _CHUNK, sources.edge.size))
        chunk = Links(number[starts.state[:, rows]], starts.cost[:, rows])
        reached = dijkstra(*_with_starts(graph, chunk))
        costs = np.minimum(reached[:, goal[0]] + goals.cost[0], reached[:, goal[1]] + goals.cost[1])
        ends = (sources.take(rows), sinks)
        _shorten_along_one_edge(costs, *ends, against_traffic=against_traffic)
        yield rows, costs


def search_from(
    network: Network, source: Snaps, limit: float
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Find the cheapest ways from one point to all states that cost ``limit`` at most.

    Returns
    -------
    tuple
        The cost of every state, ``inf`` beyond the limit, and the state before it; the source is
        the state after the last.
    """
    search = _with_starts(network.graph, network.leaving(source))
    cost, before = dijkstra(*search, return_predecessors=True, limit=limit)
    return cost[0], before[0]


def along_one_edge(sources: Snaps, sinks: Snaps) -> NDArray[np.float64]:
    """Price the way between pairs of points on one edge, without leaving it.

    Sources and sinks are pairs, each of one edge; ``inf`` where the way is against a one-way
    street.
    """
    costs = np.full(sources.edge.shape, np.inf)
    along = (sinks.along_m >= sources.along_m) & np.isfinite(sources.to_head)
    costs[along] = sinks.from_tail[along] - sources.from_tail[along]
    against = (sinks.along_m <= sources.along_m) & np.isfinite(sources.to_tail)
    back = sources.to_tail[against] - sinks.to_tail[against]
    costs[against] = np.minimum(costs[against], back)
    return costs


def _shorten_along_one_edge(
    costs: NDArray[np.float64], rows: Snaps, columns: Snaps, *, against_traffic: bool
) -> None:
    """Put in the ways between points of one edge, where they are cheaper."""
    row, column = np.nonzero(rows.edge[:, None] == columns.edge)
    pairs = rows.take(row), columns.take(column)
    direct = along_one_edge(*(pairs[::-1] if against_traffic else pairs))
    costs[row, column] = np.minimum(costs[row, column], direct)


def _with_starts(graph: Any, starts: Links) -> tuple[Any, bool, Any]:  # noqa: ANN401 -- scipy has no types
    """Add the sources behind the last state, with arcs to the states they are tied to.

    Returns what `dijkstra` takes: the graph, that it is directed, the indices of the sources.
    """
    states, costs = starts.state.T, starts.cost.T.copy()
    same = states[:, 0] == states[:, 1]  # both ends are one state: one arc to it, the cheaper
    costs[same, 0], costs[same, 1] = costs[same].min(axis=1), np.inf
    linked = np.isfinite(costs)
    count, more = graph.shape[0], states.shape[0]
    row_ends = graph.indptr[-1] + np.cumsum(linked.sum(axis=1))
    targets = np.concatenate((graph.indices, states[linked].astype(np.int32)))
    index = (targets, np.concatenate((graph.indptr, row_ends.astype(np.int32))))
    shape = (count + more, count + more)
    data = np.concatenate((graph.data, costs[linked]))
    return csr_array((data, *index), shape=shape), True, np.arange(count, count + more)
