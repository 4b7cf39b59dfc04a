import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from mealroute.travel.contraction import contract

NODES = 9
ARCS = st.dictionaries(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)).filter(lambda a: a[0] != a[1]),
    st.integers(1, 20),
    max_size=30,
)


@given(arcs=ARCS, kept=st.sets(st.integers(0, NODES - 1)))
def test_no_distance_between_kept_nodes_changes(
    arcs: dict[tuple[int, int], int], kept: set[int]
) -> None:
    costs = np.zeros((NODES, NODES))
    for arc, cost in arcs.items():
        costs[arc] = cost
    graph = csr_array(costs)
    must_stay = np.isin(np.arange(NODES), list(kept))
    smaller, number = contract(graph, must_stay)
    nodes = np.flatnonzero(must_stay)
    assert (number[nodes] >= 0).all()
    before = dijkstra(graph)[np.ix_(nodes, nodes)]
    after = dijkstra(smaller)[np.ix_(number[nodes], number[nodes])] if nodes.size else before
    assert (before == after).all()
    assert smaller.shape == ((number >= 0).sum(),) * 2


def test_dead_ends_and_chains_vanish_and_the_far_ends_stay_joined() -> None:
    chain = np.zeros((5, 5))
    for here, there, cost in [(0, 1, 2), (1, 2, 3), (2, 3, 4), (1, 4, 9)]:
        chain[here, there] = chain[there, here] = cost
    smaller, number = contract(csr_array(chain), np.array([True, False, False, True, False]))
    assert number.tolist() == [0, -1, -1, 1, -1]
    assert smaller.toarray().tolist() == [[0, 9], [9, 0]]
