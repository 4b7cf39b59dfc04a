"""Choose sites for the shortest ways quickly: one after another, then exchange by exchange."""

import numpy as np

from mealroute.coverage.siting.problem import Flags, Ints


def greedy_median(cost: Ints, weight: Ints, fixed: Flags, count: int) -> list[int]:
    """Open sites one by one, each time the one that shortens the weighted ways the most."""
    chosen = np.flatnonzero(fixed).tolist()
    if not chosen:
        chosen = [int((weight @ cost).argmin())]
    nearest = cost[:, chosen].min(axis=1)
    while len(chosen) < count:
        saved = weight @ np.maximum(nearest[:, None] - cost, 0)
        saved[chosen] = -1
        chosen.append(int(saved.argmax()))
        nearest = np.minimum(nearest, cost[:, chosen[-1]])
    return sorted(chosen)


def exchanged(cost: Ints, weight: Ints, chosen: list[int], fixed: Flags) -> list[int]:
    """Exchange an open site for another, the best pair each time, as long as that shortens ways.

    Teitz and Bart (1968, *Operations Research* 16), all pairs priced at once as in Whitaker
    (1983, *INFOR* 21): leaving site r for site j changes the ways of those whom r serves to the
    nearer of j and their second nearest, and of all others to j where it is nearer.
    """
    now = list(chosen)
    while True:
        pair = _best_exchange(cost, weight, now, fixed)
        if pair is None:
            return sorted(now)
        now[pair[0]] = pair[1]


def _best_exchange(
    cost: Ints, weight: Ints, chosen: list[int], fixed: Flags
) -> tuple[int, int] | None:
    open_ways = cost[:, chosen]
    order = np.argsort(open_ways, axis=1, kind="stable")
    rows = np.arange(cost.shape[0])
    first = order[:, 0]
    nearest = open_ways[rows, first]
    second = (
        open_ways[rows, order[:, 1]] if len(chosen) > 1 else np.full(rows.size, cost.max(initial=0))
    )
    saved = weight[:, None] * np.maximum(nearest[:, None] - cost, 0)
    saved_in_all = saved.sum(axis=0)
    best, pair = 0, None
    for position, site in enumerate(chosen):
        if fixed[site]:
            continue
        served = first == position
        after = np.minimum(cost[served], second[served, None])
        change = weight[served] @ (after - nearest[served, None])
        change -= saved_in_all - saved[served].sum(axis=0)
        change[chosen] = 0
        other = int(change.argmin())
        if change[other] < best:
            best, pair = int(change[other]), (position, other)
    return pair
