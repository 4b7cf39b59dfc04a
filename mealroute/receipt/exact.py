"""Find the best whole answer near proven prices, and of equal ones the first by order id."""

import itertools
import operator
from collections import deque
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from mealroute.errors import EngineError
from mealroute.receipt.offers import Ints
from mealroute.receipt.program import Program
from mealroute.receipt.proof import WholeNumbers

_MOST_RANKS: Final = 2**30  # orders are ranked together while their ranks multiply to less

_Waiting = tuple[int, list[int]]  # an order and the ways still open to it, best first


class _Model(NamedTuple):
    """How many go each way that is open, and what that costs above the bound.

    Number ``i`` of ``whole`` says how many go the way ``ways[i]``; ``spent`` are the amounts of
    all its numbers in the cost.
    """

    whole: WholeNumbers
    ways: Ints
    spent: list[int]


def cheapest(program: Program, prices: Ints, over: int) -> Ints | None:
    """Find an answer of least cost, if one costs at most ``over`` more than the prices prove.

    A way with more excess than ``over`` can be in no such answer, so only the others are looked
    at: what is found is exact, and ``None`` is a proof too.

    Returns
    -------
    Ints | None
        How many orders go each way.
    """
    most = _most(program, prices, over)
    model = _model(program, prices, over, np.zeros_like(most), most)
    found = model.whole.minimize(range(len(model.spent)), model.spent)
    return None if found is None else _amounts(model, found, most)


def first_by_order(program: Program, prices: Ints, amounts: Ints, turn: Ints) -> Ints:
    """Among all answers as good as ``amounts``, the best one, give the first by order id.

    In the order of ids, each order takes the best of the ways that equally good answers leave it;
    a kind's ways stand best first in the program. ``turn`` is the kind of each order.

    Returns
    -------
    Ints
        The way of each order.
    """
    over = int(program.cost @ amounts) - program.priced(prices)[0]
    most = _most(program, prices, over)
    least = np.zeros_like(most)
    ways = [
        [int(way) for way in group]
        for _, group in itertools.groupby(np.flatnonzero(most), key=program.kind.__getitem__)
    ]
    taken = np.array([own[0] for own in ways])[turn]
    waiting = deque(order for order in range(len(turn)) if len(ways[turn[order]]) > 1)
    while waiting:
        own = ways[turn[waiting[0]]]
        if amounts[own[0]] > least[own[0]]:
            least[own[0]] += 1
            taken[waiting.popleft()] = own[0]
            continue
        model = _model(program, prices, over, least, most)
        together = _ranked_together((order, ways[turn[order]]) for order in waiting)
        amounts, chosen = _rank(model, together, least, most)
        for order, way in chosen:
            waiting.popleft()
            least[way] += 1
            taken[order] = way
            own = ways[turn[order]]
            while own[0] != way:  # who comes later cannot have what this order could not
                most[own[0]] = least[own[0]]
                del own[0]
    return taken


def _most(program: Program, prices: Ints, over: int) -> Ints:
    """Say how many may go each way: all of the kind, or none where a single one costs too much."""
    excess = program.priced(prices)[1]
    return np.where(excess <= over, program.members[program.kind], 0)


def _model(program: Program, prices: Ints, over: int, least: Ints, most: Ints) -> _Model:
    """Build the program between bounds on each way; a kind with one way is no variable."""
    whole = WholeNumbers()
    excess = program.priced(prices)[1]
    ways = np.flatnonzero(most)
    alone = np.bincount(program.kind[ways])[program.kind[ways]] == 1
    settled, ways = ways[alone], ways[~alone]
    limits = program.limits - program.rows[:, settled] @ most[settled]
    bounds = zip(least[ways].tolist(), most[ways].tolist(), strict=True)
    numbers = [whole.number(fewest, highest) for fewest, highest in bounds]
    for kind, group in itertools.groupby(numbers, key=program.kind[ways].__getitem__):
        own, members = list(group), int(program.members[kind])
        whole.limit(own, [1] * len(own), members, members)
    spent = excess[ways].tolist()
    for row, limit, price in zip(program.rows, limits.tolist(), prices.tolist(), strict=True):
        used = row[ways].tolist()
        if price == 0:
            whole.limit(numbers, used, limit)
        else:
            left = whole.number(0, over // price)
            whole.limit([*numbers, left], [*used, 1], limit, limit)
            spent.append(price)
    whole.limit(range(len(spent)), spent, over - int(excess[settled] @ most[settled]))
    return _Model(whole, ways, spent)


def _amounts(model: _Model, found: list[int], most: Ints) -> Ints:
    """Read how many go each way; all of a kind go the only way it has."""
    amounts = most.copy()
    amounts[model.ways] = found[: len(model.ways)]
    return amounts


def _ranked_together(waiting: Iterable[_Waiting]) -> list[_Waiting]:
    """Take as many orders as one objective can rank one after the other."""
    together: list[_Waiting] = []
    ranks = 1
    for order, own in waiting:
        ranks *= len(own)
        if together and ranks > _MOST_RANKS:
            break
        together.append((order, own))
    return together


def _rank(
    model: _Model, together: list[_Waiting], least: Ints, most: Ints
) -> tuple[Ints, Iterable[tuple[int, int]]]:
    """Let each order take the best way that those before it leave.

    Returns
    -------
    tuple[Ints, Iterable[tuple[int, int]]]
        How many orders go each way, and the way of each of these orders.
    """
    whole = model.whole
    takes = [{way: whole.number(0, 1) for way in own} for _, own in together]
    users: dict[int, list[int]] = {}
    for own in takes:
        whole.limit(list(own.values()), [1] * len(own), 1, 1)
        for way, take in own.items():
            users.setdefault(way, []).append(take)
    for number, way in enumerate(model.ways.tolist()):
        takers = users.get(way, [])
        whole.limit([*takers, number], [1] * len(takers) + [-1], -int(least[way]))
    weights = itertools.accumulate(map(len, reversed(takes)), operator.mul, initial=1)
    ranked = {
        take: rank * weight
        for own, weight in zip(reversed(takes), weights, strict=False)
        for rank, take in enumerate(own.values())
    }
    found = whole.minimize(list(ranked), list(ranked.values()))
    if found is None:
        raise EngineError("CP-SAT lost an answer that it was given")
    chosen = [
        (order, next(way for way, take in own.items() if found[take]))
        for (order, _), own in zip(together, takes, strict=True)
    ]
    return _amounts(model, found, most), chosen
