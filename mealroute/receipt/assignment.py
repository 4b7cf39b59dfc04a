"""Choose which kitchen cooks which order: the proven best, whatever the boxes and capacities."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mealroute.receipt.competition import settle
from mealroute.receipt.network import Flow, best_flow
from mealroute.receipt.offers import Demand, Flags, Ints, Offers, offers


def assign(demand: Demand) -> Ints:
    """Choose a kitchen for every order, -1 for none.

    First the largest sum of priority over accepted orders, then the most orders at the kitchen
    asked for, then the least distance in whole millimetres. Among answers equal in all three, in
    the order of ids each order takes the best place that such an answer leaves it: the kitchen
    asked for, else the nearest, else the first by id, and last of all none.

    A kitchen's limit is left out until it proves to be short: without it the rest falls apart
    into small competitions, each settled by itself, and as long as the joint answer keeps the
    limits left out, it is the best with them too.

    Returns
    -------
    Ints
        The index of the kitchen for each order, -1 where it is declined.

    Examples
    --------
    >>> demand = Demand(
    ...     boxes=np.array([1, 2, 1]),
    ...     priority=np.array([1, 3, 1]),
    ...     asked=np.array([-1, -1, -1]),
    ...     eligible=np.array([[True, True], [True, False], [True, False]]),
    ...     distance_mm=np.array([[100, 900], [500, 0], [300, 0]]),
    ...     capacity=np.array([3, 1]),
    ... )
    >>> assign(demand).tolist()
    [1, 0, 0]
    """
    demand = replace(demand, eligible=demand.eligible & (demand.boxes[:, None] <= demand.capacity))
    favourite = demand.favourite(demand.eligible)
    if (demand.left(favourite) >= 0).all():
        return favourite
    everyone, kitchens = np.arange(len(demand.boxes)), np.arange(len(demand.capacity))
    every_way = offers(demand, everyone, kitchens, otherwise=np.full(len(everyone), -1))
    flow = best_flow(every_way)
    short = np.any(flow.worth != 0, axis=1)
    while True:
        chosen = favourite.copy()
        elsewhere = demand.favourite(demand.eligible & ~short)
        for orders, rivals in _competitions(demand.eligible, short, favourite):
            ways = offers(demand, orders, rivals, elsewhere)
            cook = settle(ways, _part_of(flow, every_way, orders, rivals, ways))
            settled = np.append(rivals, -1)[cook]
            chosen[orders] = np.where(cook < len(rivals), settled, elsewhere[orders])
        overfull = demand.left(chosen) < 0
        if not overfull.any():
            return chosen
        short |= overfull


def _competitions(eligible: Flags, short: Flags, favourite: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Part the orders whose favourite is short, and the short kitchens, into what is connected."""
    orders = np.flatnonzero((favourite >= 0) & short[favourite])
    wants = eligible[orders] & short
    meet = wants.T.astype(np.int64) @ wants.astype(np.int64) > 0
    left = short & wants.any(axis=0)
    while left.any():
        rivals = np.zeros_like(left)
        rivals[left.argmax()] = True
        while (more := meet[rivals].any(axis=0) & ~rivals).any():
            rivals |= more
        yield orders[wants[:, rivals].any(axis=1)], np.flatnonzero(rivals)
        left &= ~rivals


def _part_of(flow: Flow, every_way: Offers, orders: Ints, rivals: Ints, ways: Offers) -> Flow:
    """Cut a competition out of the flow; what goes to none of its kitchens goes elsewhere."""
    sent = np.zeros((len(every_way.members), len(every_way.capacity) + 1), dtype=np.int64)
    sent[every_way.kind, every_way.kitchen] = flow.boxes
    kinds, sample = np.unique(every_way.turn[orders], return_index=True)
    boxes = np.zeros((len(ways.members), len(rivals) + 1), dtype=np.int64)
    np.add.at(boxes[:, :-1], ways.turn[sample], sent[np.ix_(kinds, rivals)])
    boxes[:, -1] = ways.size * ways.members - boxes.sum(axis=1)
    return Flow(boxes[ways.kind, ways.kitchen], flow.worth[rivals], flow.share)
