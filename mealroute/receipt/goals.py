"""Weigh the three goals one after the other, and bound what each can reach."""

from collections import Counter
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from mealroute.errors import EngineError
from mealroute.receipt.network import Flow
from mealroute.receipt.offers import Ints, Offers
from mealroute.receipt.proof import WholeNumbers


class Goals(NamedTuple):
    """What prices prove of priority, asked-for canteens and (negative) millimetres, in shares.

    Nobody reaches more than ``bound`` (3), goal before goal. ``excess`` (m, 3) is what a way falls
    behind its kind's best way once both have paid ``worth`` (k, 3) for their meals.
    """

    bound: Ints
    excess: Ints
    worth: Ints
    share: int

    def reached_by(self, offers: Offers, amounts: Ints) -> bool:
        """Whether so many orders on each way reach the bound of every goal."""
        return bool((self.share * (amounts @ _value(offers)) == self.bound).all())


def weigh(offers: Offers, flow: Flow) -> Goals:
    """Weigh every way by what the best flow says meals are worth."""
    free = np.zeros((1, 3), dtype=np.int64)
    paid = np.concatenate([flow.worth, free])[offers.kitchen] * offers.boxes[:, None]
    gain = flow.share * _value(offers) - paid
    ascending = np.lexsort((gain[:, 2], gain[:, 1], gain[:, 0], offers.kind))
    best = gain[ascending[np.append(offers.starts[1:], len(gain)) - 1]]
    bound = offers.members @ best + offers.capacity @ flow.worth
    return Goals(bound, best[offers.kind] - gain, flow.worth, flow.share)


def _value(offers: Offers) -> Ints:
    return np.stack([offers.priority, offers.asked, -offers.distance_mm], axis=1)


def targets(goals: Goals) -> tuple[int, int]:
    """Bound the priority accepted, and at that priority the orders that get their canteen.

    What the best flow gets beyond a whole number of priority may be given up for canteens asked
    for, at no better rate than the best way does.
    """
    priority = int(goals.bound[0]) // goals.share
    beyond = int(goals.bound[0]) - priority * goals.share
    asked = int(goals.bound[1]) + beyond * _rate(goals)
    return priority, int(asked // goals.share)


def _rate(goals: Goals) -> Fraction:
    """Say how many canteens asked for can be had at most for one of priority."""
    pairs = np.concatenate([goals.excess[:, :2], goals.worth[:, :2]])
    trades = np.unique(pairs[(pairs[:, 0] > 0) & (pairs[:, 1] < 0)], axis=0)
    rates = (Fraction(int(-asked), int(priority)) for priority, asked in trades)
    return max(rates, default=Fraction(0))


def proven_targets(offers: Offers) -> tuple[int, int]:
    """Find the most priority, and at that the most canteens asked for, whatever the distance.

    Kinds that differ only by distance are counted together, which leaves few numbers to find.
    """
    brings = np.stack([offers.kitchen, offers.boxes, offers.priority, offers.asked], axis=1)
    kinds: Counter[tuple[tuple[int, ...], ...]] = Counter()
    ways = np.split(brings, offers.starts[1:])
    for own, members in zip(ways, offers.members.tolist(), strict=True):
        kinds[tuple(sorted(map(tuple, own.tolist())))] += members
    model = WholeNumbers()
    taken: list[tuple[int, ...]] = []
    for kind, members in kinds.items():
        split = [model.number(0, members) for _ in kind]
        model.limit(split, [1] * len(split), members, members)
        taken += kind
    numbers = range(len(taken))
    kitchen, boxes, priority, asked = np.array(taken).T
    for index, capacity in enumerate(offers.capacity.tolist()):
        model.limit(numbers, np.where(kitchen == index, boxes, 0).tolist(), capacity)
    most = _most(model, priority)
    model.limit(numbers, priority.tolist(), most, most)
    return most, _most(model, asked)


def _most(model: WholeNumbers, amounts: Ints) -> int:
    found = model.minimize(range(len(amounts)), (-amounts).tolist())
    if found is None:
        raise EngineError("CP-SAT found no assignment, though declining all is one")
    return int(amounts @ found)
