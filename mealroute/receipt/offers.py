"""Hold every way orders can go, as arrays: which kitchen cooks them, or none."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Demand:
    """What competes for the kitchens: n orders, in the order of their ids, and k kitchens.

    ``boxes`` and ``priority`` (n); ``asked`` (n) the kitchen asked for, -1 for any; ``eligible``
    (n, k) whether every rule but the kitchen's capacity is kept; ``distance_mm`` (n, k) whole
    millimetres, any number where not eligible; ``capacity`` (k) meals, kitchens in the order of
    their canteens' ids.
    """

    boxes: Ints
    priority: Ints
    asked: Ints
    eligible: Flags
    distance_mm: Ints
    capacity: Ints

    def favourite(self, eligible: Flags) -> Ints:
        """Choose each order's best kitchen: asked for, then nearest, then first; -1 for none."""
        if not eligible.size:
            return np.full(len(self.boxes), -1)
        farther = int(self.distance_mm.max(initial=0, where=eligible)) + 1
        wanted = self.asked[:, None] == np.arange(len(self.capacity))
        dislike = np.where(eligible, self.distance_mm - farther * wanted, farther)
        return np.where(eligible.any(axis=1), dislike.argmin(axis=1), -1)

    def left(self, chosen: Ints) -> Ints:
        """Count the meals each kitchen has left when it cooks what is ``chosen``; -1 is none."""
        cooked = np.zeros(len(self.capacity) + 1, dtype=np.int64)
        np.add.at(cooked, chosen, self.boxes)  # -1 falls into the last, spare place
        return self.capacity - cooked[:-1]


class Offers(NamedTuple):
    """Every way orders can go: one row for each kind of order and way, a kind's best way first.

    Orders that can go the same ways at the same distances are of one kind. ``kind`` and
    ``kitchen`` (m) are indices; ``kitchen`` is the number of kitchens where the way takes from no
    kitchen that is short: a decline, or a canteen with room for all. ``boxes`` (m) is what an
    order takes from the kitchen; ``priority``, ``asked`` and ``distance_mm`` (m) what it brings
    and costs, 0 for a decline. ``size`` (q) is the boxes of an order of the kind, ``members``
    (q) how many orders are of it, ``capacity`` (k) meals. ``turn`` (n) is the kind of each order
    in the order of ids.
    """

    kind: Ints
    kitchen: Ints
    boxes: Ints
    priority: Ints
    asked: Ints
    distance_mm: Ints
    size: Ints
    members: Ints
    capacity: Ints
    turn: Ints

    @property
    def starts(self) -> Ints:
        """The first row of each kind."""
        return np.flatnonzero(np.diff(self.kind, prepend=-1))


def offers(demand: Demand, orders: Ints, kitchens: Ints, otherwise: Ints) -> Offers:
    """List the ways of some orders: some kitchens, and the one way ``otherwise``.

    ``otherwise`` (n) is a kitchen of the whole demand that is not short, -1 for a decline.
    """
    turn, samples = _kinds(demand, orders, kitchens, otherwise)
    orders = orders[samples]
    row, column = np.nonzero(demand.eligible[np.ix_(orders, kitchens)])
    kind = np.concatenate([row, np.arange(len(orders))])
    kitchen = np.concatenate([kitchens[column], otherwise[orders]])
    local = np.concatenate([column, np.full(len(orders), len(kitchens))])
    cooked = kitchen >= 0
    asked = cooked & (kitchen == demand.asked[orders][kind])
    distance = np.where(cooked, demand.distance_mm[orders[kind], kitchen], 0)
    best_first = np.lexsort((kitchen, distance, ~asked, ~cooked, kind))
    kind, local, cooked = kind[best_first], local[best_first], cooked[best_first]
    size = demand.boxes[orders]
    return Offers(
        kind=kind,
        kitchen=local,
        boxes=np.where(local < len(kitchens), size[kind], 0),
        priority=np.where(cooked, demand.priority[orders][kind], 0),
        asked=asked[best_first].astype(np.int64),
        distance_mm=distance[best_first],
        size=size,
        members=np.bincount(turn),
        capacity=demand.capacity[kitchens],
        turn=turn,
    )


def _kinds(demand: Demand, orders: Ints, kitchens: Ints, otherwise: Ints) -> tuple[Ints, list[int]]:
    """Give the kind of each of some orders, and one order of each kind."""
    reach = demand.eligible[np.ix_(orders, kitchens)]
    away = otherwise[orders]
    signs = np.column_stack(
        [
            demand.boxes[orders],
            demand.priority[orders],
            demand.asked[orders],
            away,
            np.where(away >= 0, demand.distance_mm[orders, away], 0),
            np.where(reach, demand.distance_mm[np.ix_(orders, kitchens)], -1),
        ]
    )
    known: dict[bytes, int] = {}
    turn = [known.setdefault(sign.tobytes(), len(known)) for sign in signs]
    samples = {kind: position for position, kind in reversed(list(enumerate(turn)))}
    return np.array(turn, dtype=np.int64), [samples[kind] for kind in range(len(known))]
