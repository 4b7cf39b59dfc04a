"""Find the cheapest ways between many points of a network, a few sources at a time."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from mealroute.travel.contraction import contract
from mealroute.travel.network import Network, Snaps

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
    if against_traffic:
        graph = graph.T.tocsr()
        sources, sinks = sources.against_traffic(), sinks.against_traffic()
    number = np.arange(graph.shape[0])
    if sources.edge.size >= _WORTH_CONTRACTING:
        kept = np.zeros(graph.shape[0], dtype=np.bool_)
        for snaps in (sources, sinks):
            kept[network.tail[snaps.edge]] = kept[network.head[snaps.edge]] = True
        graph, number = contract(graph, kept)
    sink_tail, sink_head = number[network.tail[sinks.edge]], number[network.head[sinks.edge]]
    for first in range(0, sources.edge.size, _CHUNK):
        rows = slice(first, min(first + _CHUNK, sources.edge.size))
        chunk = sources.take(rows)
        ends = np.stack((number[network.tail[chunk.edge]], number[network.head[chunk.edge]]), 1)
        reached = dijkstra(*_with_sources(graph, ends, chunk))
        costs = np.minimum(
            reached[:, sink_tail] + sinks.from_tail, reached[:, sink_head] + sinks.from_head
        )
        _shorten_along_one_edge(costs, chunk, sinks)
        yield rows, costs


def search_from(
    network: Network, source: Snaps, limit: float
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Find the cheapest ways from one point to all nodes that cost ``limit`` at most.

    Returns
    -------
    tuple
        The cost of every node, ``inf`` beyond the limit, and the node before it; the source is
        the node after the last.
    """
    ends = np.stack((network.tail[source.edge], network.head[source.edge]), 1)
    search = _with_sources(network.graph, ends, source)
    cost, before = dijkstra(*search, return_predecessors=True, limit=limit)
    return cost[0], before[0]


def along_one_edge(sources: Snaps, sinks: Snaps) -> NDArray[np.float64]:
    """Price the way between pairs of points on one edge, without leaving it.

    Sources and sinks are pairs, each of one edge; ``inf`` where the way is against a one-way
    street.
    """
    ahead = sinks.before - sources.before
    forward = np.where((ahead >= 0) & np.isfinite(sources.to_head), ahead, np.inf)
    backward = np.where((ahead <= 0) & np.isfinite(sources.to_tail), -ahead, np.inf)
    return np.minimum(forward, backward)


def _shorten_along_one_edge(costs: NDArray[np.float64], sources: Snaps, sinks: Snaps) -> None:
    """Put in the ways between points of one edge, where they are cheaper."""
    row, column = np.nonzero(sources.edge[:, None] == sinks.edge)
    direct = along_one_edge(sources.take(row), sinks.take(column))
    costs[row, column] = np.minimum(costs[row, column], direct)


def _with_sources(graph: Any, ends: NDArray[np.int64], sources: Snaps) -> tuple[Any, bool, Any]:  # noqa: ANN401 -- scipy has no types
    """Add the sources behind the last node, with arcs to the ends of their edges.

    Returns what `dijkstra` takes: the graph, that it is directed, the indices of the sources.
    """
    links = np.stack((sources.to_tail, sources.to_head), 1)
    loop = ends[:, 0] == ends[:, 1]  # both ends are one node: one arc to it, the cheaper
    links[loop, 0], links[loop, 1] = links[loop].min(axis=1), np.inf
    linked = np.isfinite(links)
    nodes, count = graph.shape[0], ends.shape[0]
    row_ends = graph.indptr[-1] + np.cumsum(linked.sum(axis=1))
    costs = np.concatenate((graph.data, links[linked]))
    targets = np.concatenate((graph.indices, ends[linked].astype(np.int32)))
    index = (targets, np.concatenate((graph.indptr, row_ends.astype(np.int32))))
    shape = (nodes + count, nodes + count)
    return csr_array((costs, *index), shape=shape), True, np.arange(nodes, nodes + count)
