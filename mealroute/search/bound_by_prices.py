"""Bound the cost of every plan from below by prices for orders and kitchens, better every second.

Whatever each order is paid for being served, and each box for being cooked, what is paid in sum
plus the least reduced cost of a tour of each shift is a bound (Lagrangian duality). Prices follow
the subgradient: an order that the best tours leave out is paid more, one that several bring less.
The best tours are those of `mealroute.search.pricing`, a relaxation; so each round gives a bound
that holds, and the search for better prices may stop at any time.

Held, M., Karp, R. M. (1971): The traveling-salesman problem and minimum spanning trees: part II.
Mathematical Programming 1(1), 6-25. Baldacci, R., Mingozzi, A., Roberti, R. (2011): New route
relaxation and pricing strategies for the vehicle routing problem. Operations Research 59(5).
"""

import time
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import floyd_warshall

from mealroute.search.bound import face_price, lower_bound
from mealroute.search.legs import legs_back_s, legs_to_end_s
from mealroute.search.pricing import best_trip
from mealroute.search.problem import Ints, Problem, Solution
from mealroute.search.schedule import cost, schedule

_Floats = NDArray[np.float64]

_UNIT: Final = 100
"""Prices are whole hundredths of a second, so that sums are exact."""
_STAGES: Final = ((2, 10, 0.3), (4, 10, 0.3), (6, 6, 0.1), (8, 4, 0.05))
"""Buildings remembered, seconds of a time step, first step length; each tighter and slower."""
_SHORTEST_STEP: Final = 0.004
_PATIENCE: Final = 6
_MOST_STATES: Final = 60_000_000
"""A stage that needs more for one shift is left out; 16 bytes each."""


@dataclass(frozen=True, slots=True)
class _Ways:
    """What one shift may bring for one canteen, as `best_trip` reads it."""

    shift: int
    canteen: int
    orders: Ints
    leg_s: Ints
    arriving_s: Ints
    spot: Ints
    spot_building: Ints
    spot_leg_s: Ints
    longest_s: int


def bound_by_prices(problem: Problem, start: Solution, *, seconds: float) -> int:
    """Give a cost, in whole seconds of the price list, that no plan can undercut.

    Parameters
    ----------
    start
        A valid solution; prices start from what its tours cost.
    seconds
        How long to look for better prices; a round under way is brought to its end.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> from mealroute.search.problem import Tour
    >>> bound_by_prices(two_doors(), Solution((Tour(0, 0, ((0, 1),)),), (0, 0)), seconds=1)
    1460
    """
    ends_s = time.monotonic() + seconds
    instant = lower_bound(problem)
    upper = cost(problem, start)
    if upper is None:
        raise AssertionError("the start of a bound breaks a rule")
    prices = _Prices(_first_prices(problem, start), np.zeros(problem.canteens))
    best = float(instant)
    ways = [
        _ways(problem, shift, int(canteen))
        for shift in range(problem.shifts)
        for canteen in np.flatnonzero(problem.shift_works_for[shift])
        if (problem.able[shift] & problem.order_may[:, canteen]).any()
    ]
    for memory, step_s, length in _STAGES:
        states = max((len(one.orders) * one.longest_s // step_s << memory for one in ways),
                     default=0)  # fmt: skip
        if time.monotonic() >= ends_s or states > _MOST_STATES or best >= upper:
            break
        found, prices = _climb(
            problem, _Stage(ways, memory, step_s), prices, (upper, length, ends_s)
        )
        best = max(best, found)
    return min(upper, int(np.ceil(best - 1e-9)))


@dataclass(frozen=True, slots=True)
class _Prices:
    """What each order is paid for (n), and each box of each canteen costs (c), in seconds."""

    orders: _Floats
    boxes: _Floats


@dataclass(frozen=True, slots=True)
class _Answer:
    """A bound, how often the best tours bring each order, and boxes they take of each canteen."""

    bound: float
    visits: _Floats
    cooked: _Floats


class _Stage:
    """The relaxation with a memory of so many buildings and time steps of so many seconds."""

    def __init__(self, ways: list[_Ways], memory: int, step_s: int) -> None:
        self._step_s = step_s
        self._ways = [(one, _forget(one, memory)) for one in ways]

    def answer(self, problem: Problem, prices: _Prices) -> _Answer:
        """Price the best tour of each shift, and add up."""
        paid = np.clip(np.floor(prices.orders * _UNIT), 0, problem.order_price * _UNIT)
        paid = paid.astype(np.int64)
        box = np.ceil(np.maximum(prices.boxes, 0) * _UNIT).astype(np.int64)
        least = [(0, np.zeros(0, np.int64), 0)] * problem.shifts
        for one, forget in self._ways:
            value, brought = self._tour(problem, one, forget, paid, int(box[one.canteen]))
            if value < least[one.shift][0]:
                least[one.shift] = (value, brought, one.canteen)
        visits, cooked = np.zeros(problem.orders), np.zeros(problem.canteens)
        for _value, brought, canteen in least:
            np.add.at(visits, brought, 1)
            cooked[canteen] += problem.order_boxes[brought].sum()
        total = int(paid.sum() - (box * problem.canteen_capacity).sum())
        return _Answer((total + sum(int(value) for value, *_ in least)) / _UNIT, visits, cooked)

    def _tour(
        self, problem: Problem, one: _Ways, forget: Ints, paid: Ints, box: int
    ) -> tuple[int, Ints]:
        """Give the least reduced cost of a tour and the orders it brings: its trips one by one."""
        shift, orders = one.shift, one.orders
        prize = (
            paid[orders]
            - _UNIT * face_price(problem, shift)[orders].astype(np.int64)
            - box * problem.order_boxes[orders]
        )

        def trip(closing_s: Ints) -> tuple[int, Ints]:
            gain, rows = best_trip(
                one.leg_s, problem.order_handover_s[orders], one.arriving_s, one.spot, forget,
                prize, closing_s, int(problem.shift_aboard_s[shift]), one.longest_s,
                (self._step_s, _UNIT),
            )  # fmt: skip
            return int(gain), orders[rows[rows >= 0]]

        gain, last = trip(legs_to_end_s(problem, shift, one.canteen, orders))
        value, brought = _UNIT * problem.price_call_out - gain, [last]
        more = int(problem.shift_max_trips[shift]) - 1
        if more:
            back_s = legs_back_s(problem, shift, one.canteen, orders) + problem.reload_s
            gain, earlier = trip(back_s)
            if gain > 0:
                value -= more * gain
                brought += [earlier] * more
        return value, np.concatenate(brought)


def _climb(
    problem: Problem, stage: _Stage, prices: _Prices, goal: tuple[int, float, float]
) -> tuple[float, _Prices]:
    """Follow the subgradient from some prices; give the best bound and its prices."""
    upper, length, ends_s = goal
    best, at = -np.inf, prices
    way = np.zeros(problem.orders)
    stalled = 0
    while length > _SHORTEST_STEP:
        answer = stage.answer(problem, prices)
        if answer.bound > best:
            stalled = 0 if answer.bound > best + 0.5 else stalled + 1
            best, at = answer.bound, prices
        else:
            stalled += 1
        if time.monotonic() >= ends_s or best >= upper:
            break
        slope = 1 - answer.visits
        if stalled > _PATIENCE:
            prices, length, stalled = at, length / 2, 0
            way = np.zeros(problem.orders)
            continue
        way = 0.7 * way + 0.3 * slope
        size = max(float(way @ way), 0.3 * float(slope @ slope), 1e-9)
        # A poor start is no reason to leap: half of the bound is as far as it can be away.
        far = min(max(upper - max(answer.bound, best), 0.01 * upper), 0.5 * abs(best))
        step = length * far / size
        over = answer.cooked - problem.canteen_capacity
        prices = _Prices(
            np.clip(prices.orders + np.clip(step * way, -50, 50), 0, problem.order_price),
            np.maximum(0, prices.boxes + np.clip(0.25 * step * over, -20, 20)),
        )
    return best, at


def _first_prices(problem: Problem, start: Solution) -> _Floats:
    """Share the cost of each tour out among its orders: its own handover, and equal parts."""
    guess = problem.order_handover_s + problem.price_call_out / 4
    paid: _Floats = np.minimum(problem.order_price, guess)
    for tour in start.tours:
        times = schedule(problem, tour)
        orders = np.array(tour.orders)
        own_s = problem.order_handover_s[orders]
        total = (0 if times is None else times.work_s) + problem.price_call_out
        paid[orders] = own_s + (total - own_s.sum()) / len(orders)
    return paid


def _ways(problem: Problem, shift: int, canteen: int) -> _Ways:
    """Lay out what one shift may bring for one canteen, the orders of each door side by side."""
    orders = np.flatnonzero(problem.able[shift] & problem.order_may[:, canteen])
    building, place = problem.order_building[orders], problem.order_place[orders]
    ranked = np.lexsort((problem.order_handover_s[orders], place, building))
    orders, building, place = orders[ranked], building[ranked], place[ranked]
    doors, first, spot = np.unique(
        np.stack([building, place]), axis=1, return_index=True, return_inverse=True
    )
    # A building with doors at several places is entered for nothing here: it never costs more.
    entrances = np.bincount(np.unique(building, return_inverse=True)[1].ravel()[first])
    several = np.isin(building, np.unique(building)[entrances > 1])
    places = np.concatenate(([problem.canteen_place[canteen]], place))
    # No way is longer than one by way of other doors, whatever the travel times say.
    named, row = np.unique(places, return_inverse=True)
    travel_s = problem.travel_s[problem.shift_mode[shift]][np.ix_(named, named)]
    shortest = _shortest_s(travel_s)[np.ix_(row, row)]
    ready_s = max(int(problem.shift_from_s[shift]), int(problem.canteen_ready_s[canteen]))
    longest_s = int(problem.shift_until_s[shift]) - ready_s
    heat_s = int(problem.shift_aboard_s[shift])
    handover_s = int(problem.order_handover_s[orders].max()) + problem.per_building_s
    return _Ways(
        shift=shift,
        canteen=canteen,
        orders=orders,
        leg_s=shortest,
        arriving_s=np.where(several, 0, problem.per_building_s).astype(np.int64),
        spot=spot.ravel().astype(np.int64),
        spot_building=doors[0],
        spot_leg_s=shortest[np.ix_(first + 1, first + 1)],
        longest_s=max(0, min(longest_s, heat_s + handover_s)),
    )


def _shortest_s(travel_s: NDArray[np.int32]) -> Ints:
    """Give the shortest ways between places, through any of them: a way of no time counts too."""
    legs_s = travel_s.astype(np.float64)
    through = floyd_warshall(np.where(legs_s == 0, 1e-6, legs_s))
    np.fill_diagonal(through, 0)
    shortest: Ints = np.minimum(legs_s, np.floor(through + 1e-3)).astype(np.int64)
    return shortest


def _forget(one: _Ways, memory: int) -> Ints:
    """Say what a path remembers after each step between doors (g, g, 2**k); see `best_trip`."""
    doors = len(one.spot_leg_s)
    memory = max(0, min(memory, doors - 1))
    near = [
        [
            int(door)
            for door in np.argsort(one.spot_leg_s[row] + one.spot_leg_s[:, row], kind="stable")
            if door != row and one.spot_building[door] != one.spot_building[row]
        ][:memory]
        for row in range(doors)
    ]
    kept = np.full((doors, doors, 1 << memory), -1, np.int64)
    states = np.arange(1 << memory)
    for old in range(doors):
        for new in range(doors):
            if old == new:
                continue
            bits = [
                np.full(len(states), door == old) | _remembered(states, near[old], door)
                for door in near[new]
            ]
            after = sum((bit.astype(np.int64) << row for row, bit in enumerate(bits)), states * 0)
            kept[old, new] = np.where(_remembered(states, near[old], new), -1, after)
    return kept


def _remembered(states: Ints, near: list[int], door: int) -> NDArray[np.bool_]:
    """Say in which states a door is remembered."""
    if door not in near:
        return np.zeros(len(states), dtype=np.bool_)
    return (states >> near.index(door) & 1).astype(np.bool_)
