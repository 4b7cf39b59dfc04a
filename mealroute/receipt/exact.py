"""Find the best whole answer near proven prices, and of equal ones the first by order id."""

import itertools
import operator
from collections import deque
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from mealroute.errors import EngineError
from mealroute.receipt.offers import Ints
from mealroute.receipt.program import Program
from mealroute.receipt.proof import prove, total

_MOST_RANKS: Final = 2**30  # orders are ranked together while their ranks multiply to less


_Waiting = tuple[int, list[int]]  # an order and the ways still open to it, best first


class _Model(NamedTuple):
    """A CP-SAT model of how many go each way, and what its answer costs above the bound."""

    model: cp_model.CpModel
    numbers: dict[int, cp_model.IntVar]
    over: cp_model.LinearExprT


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
    model.model.minimize(model.over)
    solver = prove(model.model)
    return None if solver is None else _amounts(model, solver, most)


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
    model = cp_model.CpModel()
    excess = program.priced(prices)[1]
    rows = np.flatnonzero(most)
    alone = np.bincount(program.kind[rows])[program.kind[rows]] == 1
    settled, rows = rows[alone], rows[~alone]
    limits = program.limits - program.rows[:, settled] @ most[settled]
    numbers = {way: model.new_int_var(int(least[way]), int(most[way]), "") for way in rows.tolist()}
    for kind, group in itertools.groupby(rows.tolist(), key=program.kind.__getitem__):
        model.add(cp_model.LinearExpr.sum([numbers[way] for way in group]) == program.members[kind])
    variables = list(numbers.values())
    spent = [total(variables, excess[rows]), int(excess[settled] @ most[settled])]
    for row, limit, price in zip(program.rows, limits.tolist(), prices.tolist(), strict=True):
        used = total(variables, row[rows])
        if price == 0:
            model.add(used <= limit)
        else:
            left = model.new_int_var(0, over // price, "")
            model.add(used + left == limit)
            spent.append(price * left)
    above = cp_model.LinearExpr.sum(spent)
    model.add(above <= over)
    return _Model(model, numbers, above)


def _amounts(model: _Model, solver: cp_model.CpSolver, most: Ints) -> Ints:
    """Read how many go each way."""
    amounts = most.copy()
    for way, number in model.numbers.items():
        amounts[way] = solver.value(number)
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
    takes = [{way: model.model.new_bool_var("") for way in own} for _, own in together]
    users: dict[int, list[cp_model.IntVar]] = {}
    for own in takes:
        model.model.add_exactly_one(own.values())
        for way, take in own.items():
            users.setdefault(way, []).append(take)
    for way, users_of_way in users.items():
        if way in model.numbers:
            model.model.add(sum(users_of_way) + int(least[way]) <= model.numbers[way])
    weights = list(itertools.accumulate(map(len, reversed(takes)), operator.mul, initial=1))
    ranked = [
        (take, rank * weight)
        for own, weight in zip(takes, weights[-2::-1], strict=True)
        for rank, take in enumerate(own.values())
    ]
    model.model.minimize(cp_model.LinearExpr.weighted_sum(*zip(*ranked, strict=True)))
    solver = prove(model.model)
    if solver is None:
        raise EngineError("CP-SAT lost an answer that it was given")
    chosen = [
        (order, next(way for way, take in own.items() if solver.boolean_value(take)))
        for (order, _), own in zip(together, takes, strict=True)
    ]
    return _amounts(model, solver, most), chosen
