"""Settle one competition for a few kitchens: by the flow where it is whole, else by proof."""

from typing import Final

import numpy as np

from mealroute.errors import EngineError
from mealroute.receipt.exact import cheapest, first_by_order
from mealroute.receipt.goals import Goals, proven_targets, targets, weigh
from mealroute.receipt.network import Flow
from mealroute.receipt.offers import Ints, Offers
from mealroute.receipt.program import Program
from mealroute.receipt.relaxation import tighten

_TICKS: Final = 8  # prices are whole, in these parts of a millimetre
_METRE: Final = 1000 * _TICKS
_FIRST_WAYS: Final = 128  # how many ways beyond one a kind are looked at first,
_MOST_WAYS: Final = 512  # and how many at most, as long as prices get better
_LAST_LOOK: Final = 500 * _METRE  # how far from the prices' bound its goals are believed in
_FEW_WAYS: Final = 64  # more cuts are made until so few ways are left to choose equals from,
_MORE_ROUNDS: Final = 4  # in so many more rounds at most
_WIDER: Final = 5
_NO_LIMIT: Final = 2**60


def settle(offers: Offers, flow: Flow) -> Ints:
    """Choose a kitchen for every order, or the number of kitchens for elsewhere or none.

    ``flow`` is the best one with split orders. Where it splits none it is the answer. Otherwise
    its prices bound priority and canteens asked for, and the least distance within those bounds is
    found and proven; only if the bounds cannot be kept are they found exactly first.
    """
    goals = weigh(offers, flow)
    size = offers.size[offers.kind]
    amounts: Ints = np.floor_divide(flow.boxes, size)
    if (amounts * size == flow.boxes).all() and goals.reached_by(offers, amounts):
        ways: Ints | None = _first_of_equals(offers, goals, amounts)
    else:
        ways = _nearest(offers, goals, targets(goals), _LAST_LOOK)
        if ways is None:
            ways = _nearest(offers, goals, proven_targets(offers), _NO_LIMIT)
    if ways is None:
        raise EngineError("no assignment reaches what was proven to be reachable")
    return offers.kitchen[ways]


def _first_of_equals(offers: Offers, goals: Goals, amounts: Ints) -> Ints:
    """Among the answers that prices prove to be best, of which one is given, give the first."""
    scarce = np.any(goals.worth != 0, axis=1).astype(np.int64)
    loses = np.any(goals.excess != 0, axis=1)
    taken = np.append(scarce, 0)[offers.kitchen] * offers.boxes
    rows = _kitchen_rows(offers)
    program = Program(offers.kind, offers.members, loses - taken, rows, offers.capacity)
    return first_by_order(program, scarce, amounts, offers.turn)


def _nearest(offers: Offers, goals: Goals, wanted: tuple[int, int], most: int) -> Ints | None:
    """Find the least distance at which the wanted priority and asked-for canteens are reached.

    Returns
    -------
    Ints | None
        The way of each order; ``None`` where none is found within ``most`` of what prices prove.
    """
    rows = np.concatenate([_kitchen_rows(offers), [-offers.priority, -offers.asked]])
    limits = np.concatenate([offers.capacity, -np.array(wanted)])
    cost = offers.distance_mm * _TICKS
    program = Program(offers.kind, offers.members, cost, rows, limits)
    prices = _first_prices(goals)
    best, over, looks, last = None, _METRE, _FIRST_WAYS, 0
    for rounds, tight in enumerate(tighten(program, offers, prices)):
        program, prices = tight.program, tight.prices
        if best is None:
            over = tight.gap(looks)
            best = cheapest(program, prices, over)
            looks = min(2 * looks, _MOST_WAYS)
            last = rounds + _MORE_ROUNDS
        if best is not None and (tight.contested(best) <= _FEW_WAYS or rounds >= last):
            break
    while best is None and (over := max(_METRE, _WIDER * over)) <= most:
        best = cheapest(program, prices, over)
    return None if best is None else first_by_order(program, prices, best, offers.turn)


def _kitchen_rows(offers: Offers) -> Ints:
    """Give the boxes that each way takes from each kitchen."""
    kitchens = np.arange(len(offers.capacity))
    rows: Ints = np.where(offers.kitchen == kitchens[:, None], offers.boxes, 0)
    return rows


def _first_prices(goals: Goals) -> Ints:
    """Turn what meals are worth in three goals into one price each, in ticks.

    The rates are the least at which giving up a canteen asked for, or a priority, never pays.
    """
    priority, asked, nearer = np.concatenate([goals.excess, goals.worth]).T.astype(np.float64)
    wished = (priority == 0) & (asked > 0)
    per_asked = max(0.0, (-nearer[wished] / asked[wished]).max(initial=0.0))
    missed = priority > 0
    saved = -(nearer[missed] + per_asked * asked[missed])
    per_priority = max(0.0, (saved / priority[missed]).max(initial=0.0))
    meals = goals.worth @ [per_priority, per_asked, 1.0] / goals.share
    prices: Ints = np.rint(_TICKS * np.append(meals, [per_priority, per_asked])).astype(np.int64)
    return np.maximum(prices, 0)
