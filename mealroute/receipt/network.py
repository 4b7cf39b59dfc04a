"""Let the boxes flow to the kitchens, as if orders could be split, and say what a meal is worth.

A box of an order is a unit of flow; a kitchen's capacity is an arc's. Where the best flow splits no
order it is the best assignment. Where it does, its prices still say what every way would cost.
"""

import math
from typing import Final, NamedTuple

import numpy as np
from ortools.graph.python import min_cost_flow

from mealroute.errors import EngineError
from mealroute.receipt.offers import Ints, Offers

_FINEST_SHARE: Final = 60  # values are shared out among boxes exactly up to this common multiple
_MOST: Final = 2**61


class Flow(NamedTuple):
    """The best flow: boxes sent each way (m), and what a meal of each kitchen is worth (k, 3).

    The worth is in priority, asked-for canteens and millimetres, each times ``share``.
    """

    boxes: Ints
    worth: Ints
    share: int


class _Scale(NamedTuple):
    """How the three goals become one number, of distances in units of ``coarse_mm``."""

    share: int
    priority: int
    asked: int
    coarse_mm: int


def best_flow(offers: Offers) -> Flow:
    """Send every box where priority, then asked-for canteens, then distance are best.

    Raises
    ------
    EngineError
        When the network solver gives no answer, which no input can cause.
    """
    scale = _scale(offers)
    cost = _cost_of_a_box(offers, scale)
    n, k = len(offers.size), len(offers.capacity)
    solver = min_cost_flow.SimpleMinCostFlow()
    supply = offers.size * offers.members
    ways = solver.add_arcs_with_capacity_and_unit_cost(
        offers.kind, n + offers.kitchen, supply[offers.kind], cost
    )
    cooked, nowhere = n + np.arange(k), n + k
    solver.add_arcs_with_capacity_and_unit_cost(
        cooked, np.full(k, nowhere), offers.capacity, np.zeros(k, dtype=np.int64)
    )
    solver.set_nodes_supplies(np.arange(n), supply)
    solver.set_node_supply(nowhere, -int(supply.sum()))
    if solver.solve() != solver.OPTIMAL:
        raise EngineError("the network solver found no flow, though declining all is one")
    boxes = solver.flows(ways)
    return Flow(boxes, _worth(offers, boxes, cost, scale), scale.share)


def _scale(offers: Offers) -> _Scale:
    """Choose weights that keep the goals apart and every sum within 64 bits.

    A better flow differs from a given one by shifts of boxes that pass each kitchen once, so a
    goal outweighs the next where it does so over as many steps as there are kitchens.
    """
    share = min(math.lcm(*set(offers.size.tolist())), _FINEST_SHARE)
    steps = 2 * (len(offers.capacity) + 2) * share
    nodes = len(offers.size) + len(offers.capacity) + 2
    longest_mm = int(offers.distance_mm.max(initial=0)) + 1
    most = int(offers.priority.max(initial=0)) + 1
    coarse_mm = 1
    while True:
        asked = steps * (longest_mm // coarse_mm + 1)
        priority = steps * (asked + longest_mm // coarse_mm + 1)
        if most * priority * share * nodes < _MOST or coarse_mm > longest_mm:
            return _Scale(share, priority, asked, coarse_mm)
        coarse_mm *= 2


def _cost_of_a_box(offers: Offers, scale: _Scale) -> Ints:
    """Give what sending one box costs: the order's value, shared out among its boxes."""
    size = offers.size[offers.kind]
    distance = offers.distance_mm // scale.coarse_mm
    cost: Ints = (
        distance * scale.share // size
        - (offers.asked * scale.share // size) * scale.asked
        - (offers.priority * scale.share // size) * scale.priority
    )
    return cost


def _worth(offers: Offers, boxes: Ints, cost: Ints, scale: _Scale) -> Ints:
    """Price a meal of each kitchen: what one less of it would lose, 0 where some are left.

    One meal less sends a box away, which sends another box away from where it goes, and so on
    until a box goes where nothing is short: the cheapest such chain, by Bellman and Ford.
    """
    k = len(offers.capacity)
    loss = np.full((k + 1, k + 1), _MOST)
    rows = np.arange(len(offers.kind))
    last = np.append(offers.starts[1:], len(rows)) - 1
    for apart in range(1, int((last - offers.starts).max(initial=0)) + 1):
        near = rows[rows + apart <= last[offers.kind]]
        for here, there in ((near, near + apart), (near + apart, near)):
            sent = boxes[here] > 0
            pairs = offers.kitchen[here[sent]], offers.kitchen[there[sent]]
            np.minimum.at(loss, pairs, (cost[there] - cost[here])[sent])
    cooked = np.bincount(offers.kitchen, weights=boxes, minlength=k + 1)[:k]
    left = np.flatnonzero(cooked < offers.capacity)
    loss[left, k] = np.minimum(loss[left, k], 0)
    worth = np.append(np.full(k, _MOST), 0)
    for _ in range(k):
        worth = np.minimum(worth, (loss + worth).min(axis=1))
    worth = np.where(worth < _MOST, worth, 0)  # nobody can go where no chain begins
    return _apart(np.maximum(worth[:k], 0), scale)


def _apart(worth: Ints, scale: _Scale) -> Ints:
    """Take a folded worth apart into its three goals."""
    priority = (worth + scale.priority // 2) // scale.priority
    worth = worth - priority * scale.priority
    asked = (worth + scale.asked // 2) // scale.asked
    return np.stack([priority, asked, (worth - asked * scale.asked) * scale.coarse_mm], axis=1)
