"""Solve a program as if orders could be split, with cuts that say what whole boxes cannot do."""

import itertools
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from mealroute.receipt.offers import Flags, Ints, Offers
from mealroute.receipt.program import Program

_TINY: Final = 1e-6  # what the solver's floating-point numbers may be off by
_MOST_LIMITS: Final = 100
_FIRST_WAYS: Final = 500  # beyond one for each kind
_STEEPER: Final = 8  # a limit is missed at first for so many times the highest price, then again
_STEEPEST: Final = 2**36  # beyond what any distance is worth


class Tightened(NamedTuple):
    """A program with its cuts, prices on all its limits, and the answer where it is whole."""

    program: Program
    prices: Ints
    amounts: Ints | None

    def gap(self, count: int) -> int:
        """Say how far above the prices' bound to look for the answer of whole orders.

        As far as the relaxed answer where that is whole, otherwise so far that some ``count`` of
        ways come into question beyond one for each kind.
        """
        bound, excess = self.program.priced(self.prices)
        if self.amounts is not None:
            return int(self.program.cost @ self.amounts) - bound
        return int(excess[_least(excess, len(self.program.starts) + count)].max())

    def contested(self, best: Ints) -> int:
        """Count the ways, beyond one for each kind, that answers as good as the best may take."""
        bound, excess = self.program.priced(self.prices)
        over = int(self.program.cost @ best) - bound
        return int((excess <= over).sum()) - len(self.program.starts)


class _Relaxed(NamedTuple):
    """The answer of a linear program: how much of each way is taken, and prices on the limits."""

    taken: NDArray[np.float64]
    prices: Ints
    missed: bool


def tighten(program: Program, offers: Offers, prices: Ints) -> Iterator[Tightened]:
    """Improve prices, cut by cut, until the relaxed answer splits no order or no cut is found.

    Only the ways with the least excess enter the linear program at first; those that its prices
    would rather take are added until there are none, so that they bound the whole program.
    """
    few = len(program.starts) + _FIRST_WAYS
    admitted = _least(program.priced(prices)[1], few)
    penalty = _STEEPER * int(prices.max(initial=1))
    while (relaxed := _relax(program, admitted, penalty)) is not None:
        missing = _preferred(program, relaxed.prices, admitted)
        if missing.any():
            admitted |= missing
        elif relaxed.missed:
            if penalty > _STEEPEST:
                return
            penalty *= _STEEPER
        else:
            yield Tightened(program, relaxed.prices, _whole(program, relaxed.taken))
            rows, limits = _parity_cuts(offers, relaxed.taken)
            if not len(limits) or len(program.limits) > _MOST_LIMITS:
                return
            admitted = _least(program.priced(relaxed.prices)[1], few) | (relaxed.taken > 0)
            program = program.with_rows(rows, limits)


def _least(excess: Ints, count: int) -> Flags:
    """Find the ways with the least excess, some ``count`` of them."""
    if count >= len(excess):
        return np.ones(len(excess), dtype=bool)
    near: Flags = excess <= np.partition(excess, count)[count]
    return near


def _relax(program: Program, admitted: Flags, penalty: int) -> _Relaxed | None:
    """Solve the linear program over the admitted ways; a kind with one has no variable.

    Limits may be missed at ``penalty`` a unit, so that there is an answer, and prices to admit
    more ways by, whatever has been admitted.
    """
    solver = pywraplp.Solver.CreateSolver("GLOP")
    ways = np.flatnonzero(admitted)
    alone = np.bincount(program.kind[ways])[program.kind[ways]] == 1
    taken = np.zeros(len(program.kind))
    taken[ways[alone]] = program.members[program.kind[ways[alone]]]
    ways = ways[~alone]
    goal = solver.Objective()
    rows, misses = [], []
    for limit in (program.limits - program.rows @ taken).tolist():
        rows.append(solver.Constraint(-solver.infinity(), limit))
        misses.append(solver.NumVar(0.0, solver.infinity(), ""))
        rows[-1].SetCoefficient(misses[-1], -1.0)
        goal.SetCoefficient(misses[-1], penalty)
    numbers = [solver.NumVar(0.0, solver.infinity(), "") for _ in ways]
    for number, cost in zip(numbers, program.cost[ways].tolist(), strict=True):
        goal.SetCoefficient(number, cost)
    for kind, group in itertools.groupby(range(len(ways)), key=program.kind[ways].__getitem__):
        all_of_kind = solver.Constraint(float(program.members[kind]), float(program.members[kind]))
        for position in group:
            all_of_kind.SetCoefficient(numbers[position], 1.0)
    used = program.rows[:, ways]
    row, column = np.nonzero(used)
    for i, j, amount in zip(row.tolist(), column.tolist(), used[row, column].tolist(), strict=True):
        rows[i].SetCoefficient(numbers[j], amount)
    if solver.Solve() != solver.OPTIMAL:
        return None
    taken[ways] = [number.solution_value() for number in numbers]
    prices = np.rint([-row.dual_value() for row in rows]).astype(np.int64)
    missed = any(miss.solution_value() > _TINY for miss in misses)
    return _Relaxed(taken, np.maximum(prices, 0), missed)


def _preferred(program: Program, prices: Ints, admitted: Flags) -> Flags:
    """Find the ways that prices prefer, by more than rounding, to all admitted of their kind."""
    excess = program.priced(prices)[1]
    of_admitted = np.where(admitted, excess, np.iinfo(np.int64).max)
    best = np.minimum.reduceat(of_admitted, program.starts)
    return ~admitted & (excess + 2 < best[program.kind])


def _whole(program: Program, taken: NDArray[np.float64]) -> Ints | None:
    """Give the numbers of an answer that splits no order."""
    amounts = np.rint(taken).astype(np.int64)
    near = np.abs(taken - amounts).max(initial=0.0) < _TINY
    return amounts if near and program.holds(amounts) else None


def _parity_cuts(offers: Offers, taken: NDArray[np.float64]) -> tuple[Ints, Ints]:
    """Cut off split orders that only fill a last single meal.

    Take kitchens that are full, and whose orders of an odd number of boxes stay among them. Half
    their capacity, plus half the count of those orders, bounds half the boxes of all orders there,
    rounded up for those and down for others; that counts wholes, so it may be rounded down: the
    cuts of matching (Edmonds), which are nearly all that is needed for orders of one box or two.
    """
    rows, limits = [], []
    odd = offers.size[offers.kind] % 2 == 1
    for kitchens in _closed_groups(offers, taken, odd):
        here = np.isin(offers.kitchen, kitchens)
        inside = np.zeros(len(offers.size), dtype=bool)
        inside[offers.kind[here & odd & (taken > _TINY)]] = True
        meals = int(offers.capacity[kitchens].sum() + offers.members[inside].sum())
        if meals % 2 == 1:
            rows.append(np.where(here, (offers.boxes + inside[offers.kind]) // 2, 0))
            limits.append(meals // 2)
    return np.array(rows).reshape(-1, len(taken)), np.array(limits, dtype=np.int64)


def _closed_groups(offers: Offers, taken: NDArray[np.float64], odd: Flags) -> list[list[int]]:
    """Group kitchens that share a kind of odd orders; leave out groups with a way elsewhere."""
    outside = len(offers.capacity)
    group = list(range(outside + 1))

    def head(kitchen: int) -> int:
        while group[kitchen] != kitchen:
            kitchen = group[kitchen]
        return kitchen

    used = np.flatnonzero(odd & (taken > _TINY))
    for _, ways in itertools.groupby(used.tolist(), key=offers.kind.__getitem__):
        first, *others = (int(offers.kitchen[way]) for way in ways)
        for other in others:
            group[head(other)] = head(first)
    cooked = np.bincount(offers.kitchen, offers.boxes * taken, minlength=outside + 1)[:outside]
    for kitchen in np.flatnonzero(cooked < offers.capacity - _TINY).tolist():
        group[head(kitchen)] = head(outside)
    members: dict[int, list[int]] = {}
    for kitchen in range(outside):
        members.setdefault(head(kitchen), []).append(kitchen)
    return [kitchens for first, kitchens in members.items() if first != head(outside)]
