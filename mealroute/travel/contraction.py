"""Make a street graph smaller without changing any distance between the nodes that matter."""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

_MOST_NEIGHBOURS = 4  # measured: fewer leaves more nodes, more makes the arcs too many


def contract(graph: Any, kept: NDArray[np.bool_]) -> tuple[Any, NDArray[np.int64]]:  # noqa: ANN401 -- scipy has no types
    """Take out nodes with few neighbours, joining those neighbours past them.

    Dead ends vanish, chains become one arc, small crossings become triangles or crosses between
    their neighbours: the cheapest way between any two nodes that are left costs what it did.

    Parameters
    ----------
    graph
        Arc costs as a CSR matrix, no entry twice.
    kept
        For every node whether it must stay.

    Returns
    -------
    tuple
        The smaller graph, and for every node its number there, -1 for those that are gone.

    Examples
    --------
    A chain of three nodes, of which the ends stay:

    >>> chain = csr_array(np.array([[0.0, 2.0, 0.0], [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]]))
    >>> smaller, number = contract(chain, np.array([True, False, True]))
    >>> smaller.toarray().tolist(), number.tolist()
    ([[0.0, 5.0], [0.0, 0.0]], [0, -1, 1])
    """
    onward, inward = _neighbours(graph)
    settled = kept.tolist()
    waiting = np.flatnonzero(~kept).tolist()
    waiting.sort(key=lambda node: len(onward[node]), reverse=True)
    left = np.ones(len(onward), dtype=np.bool_)
    while waiting:
        node = waiting.pop()
        around = onward[node].keys() | inward[node].keys()
        if not settled[node] and len(around) <= _MOST_NEIGHBOURS:
            _bypass(node, onward, inward)
            settled[node], left[node] = True, False
            waiting.extend(around)
    return _graph_of(onward, left)


def _neighbours(graph: Any) -> tuple[list[dict[int, float]], list[dict[int, float]]]:  # noqa: ANN401 -- scipy has no types
    """Spread a matrix into one dictionary of arcs a node, onward and inward."""
    ends, targets, costs = graph.indptr.tolist(), graph.indices.tolist(), graph.data.tolist()
    onward = [
        dict(zip(targets[first:last], costs[first:last], strict=True))
        for first, last in pairwise(ends)
    ]
    inward: list[dict[int, float]] = [{} for _ in onward]
    for node, arcs in enumerate(onward):
        for target, cost in arcs.items():
            inward[target][node] = cost
    return onward, inward


def _bypass(node: int, onward: list[dict[int, float]], inward: list[dict[int, float]]) -> None:
    """Join every neighbour before the node with every one after it, where that is cheaper."""
    after, before = onward[node], inward[node]
    for target in after:
        del inward[target][node]
    for origin, cost in before.items():
        arcs = onward[origin]
        del arcs[node]
        for target, more in after.items():
            through = cost + more
            if target != origin and through < arcs.get(target, np.inf):
                arcs[target] = inward[target][origin] = through
    onward[node], inward[node] = {}, {}


def _graph_of(
    onward: list[dict[int, float]], left: NDArray[np.bool_]
) -> tuple[Any, NDArray[np.int64]]:
    number = np.where(left, np.cumsum(left) - 1, -1)
    rows = [onward[node] for node in np.flatnonzero(left).tolist()]
    row_ends = np.cumsum([0, *(len(row) for row in rows)])
    targets = number[np.array([target for row in rows for target in row], dtype=np.int64)]
    costs = np.array([cost for row in rows for cost in row.values()], dtype=np.float64)
    index = (targets.astype(np.int32), row_ends.astype(np.int32))
    return csr_array((costs, *index), shape=(len(rows), len(rows))), number
