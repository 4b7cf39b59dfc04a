"""Repeat ruin and recreate under a falling temperature; keep the best that was met."""

import numpy as np

from mealroute.search.compiled import compiled
from mealroute.search.core import (
    K_CANTEEN,
    K_ORDERS,
    K_WORK,
    O_BOXES,
    O_PRICE,
    S_ROW,
    T_ORDER,
)
from mealroute.search.exchange import exchange
from mealroute.search.recreate import draw, keep_kitchen_places, price_of_shift, recreate
from mealroute.search.ruin import restore, ruin

BLINK_ONCE_IN = 100
"""A route is left out of an insertion once in so many times."""
EXCHANGES_TRIED = 1
"""So many times in each round two volunteers try to change their routes."""
MOST_ABSENT_TRIED = 20
"""Of the orders nobody brings, so many are tried again in each round."""


@compiled
def price_of_balance(core, state):
    """Price the seconds by which the longest route exceeds the mean."""
    longest, used, work = 0, 0, 0
    for shift in range(state.work.shape[0]):
        if state.work[shift, K_ORDERS] > 0:
            work += state.work[shift, K_WORK]
            longest = max(longest, state.work[shift, K_WORK])
            used += 1
    if used == 0:
        return np.int64(0)
    return np.int64(np.rint(core.balance[0] * (longest - work / used)))


@compiled
def price_of_all(core, state):
    """Add up work, call-outs, faces, balance, and the orders nobody brings."""
    total = np.int64(0)
    for shift in range(state.work.shape[0]):
        total += price_of_shift(core, state, shift)
    for order_id in range(core.order.shape[0]):
        if state.row_of[order_id] < 0:
            total += core.order[order_id, O_PRICE]
    return total + price_of_balance(core, state)


@compiled
def sort_absent(core, state, count):
    """Put the absent orders into the sequence in which they are put back."""
    absent = state.absent
    for at in range(count - 1, 0, -1):
        other = draw(state, at + 1)
        absent[at], absent[other] = absent[other], absent[at]
    kind = draw(state, 8)
    column, sign = -1, 1
    if kind <= 1:
        column = 0
    elif kind == 2:
        column, sign = 0, -1
    elif kind == 3:
        column = 1
    elif kind == 4:
        column = 2
    if column >= 0:
        for at in range(1, count):
            order_id = absent[at]
            key = sign * core.hardness[order_id, column]
            to = at
            while to > 0 and sign * core.hardness[absent[to - 1], column] < key:
                absent[to] = absent[to - 1]
                to -= 1
            absent[to] = order_id


@compiled
def first_plan(core, state, sequence):
    """Insert all orders of ``sequence`` that are nowhere; False if a kitchen place is missing."""
    count = 0
    state.touched[-1] = 0
    for at in range(sequence.shape[0]):
        order_id = sequence[at]
        if state.row_of[order_id] < 0:
            state.absent[count] = order_id
            count += 1
            state.cooked[state.cook[order_id]] -= core.order[order_id, O_BOXES]
    everything = np.int64(1) << 60
    remaining = recreate(core, state, count, 0, core.neighbour.shape[1], everything)
    return keep_kitchen_places(core, state, state.left, remaining)


@compiled
def copy_all(core, state):
    """Copy the whole of a state, as the best met in what follows."""
    for shift in range(state.dirty.shape[0]):
        copy_shift(core, state, shift)
    for order_id in range(state.cook.shape[0]):
        state.copy_of_cook[order_id] = state.cook[order_id]


@compiled
def copy_shift(core, state, shift):
    """Copy the trips and the canteen of one shift."""
    state.dirty[shift] = False
    state.copy_of_shift[shift] = state.work[shift, K_CANTEEN]
    first = core.shift[shift, S_ROW]
    for row in range(first, first + core.trips[shift]):
        state.copy_of_row[row, 0] = state.length[row]
        for p in range(state.length[row]):
            state.copy_of_row[row, p + 1] = state.stop[row, p, T_ORDER]


@compiled
def copy_changes(core, state):
    """Copy what changed in this zone since the last copy: shifts, and all kitchens."""
    for at in range(state.dirty_list[-1]):
        copy_shift(core, state, state.dirty_list[at])
    state.dirty_list[-1] = 0
    for at in range(state.members[-1]):
        state.copy_of_cook[state.members[at]] = state.cook[state.members[at]]


@compiled
def undo(core, state, count, fits):
    """Bring routes and kitchens back to before the round."""
    for at in range(count):
        order_id, old_cook = state.absent[at], state.old_cook[at]
        if state.row_of[order_id] >= 0 or fits:
            state.cooked[state.cook[order_id]] -= core.order[order_id, O_BOXES]
        state.row_of[order_id] = -1
        state.cook[order_id] = old_cook
        state.cooked[old_cook] += core.order[order_id, O_BOXES]
    restore(core, state)


@compiled
def luck(state):
    """Draw the logarithm of a number between 0 and 1, as annealing asks for."""
    return np.log((draw(state, 1 << 30) + 1) / (1 << 30))


@compiled
def change_of_price(core, state):
    """Say by how much the touched shifts got dearer."""
    change = np.int64(0)
    for at in range(state.touched[-1]):
        shift = state.touched[at]
        change += price_of_shift(core, state, shift)
        change -= state.saved[state.length.shape[0] + shift, 1]
    return change


@compiled
def keep(core, state, costs, balance, change):
    """Keep what a round changed; copy it where it is the best so far, and say so."""
    costs[0] += change
    costs[2] = balance
    for at in range(state.touched[-1]):
        shift = state.touched[at]
        if not state.dirty[shift]:
            state.dirty[shift] = True
            state.dirty_list[state.dirty_list[-1]] = shift
            state.dirty_list[-1] += 1
    if costs[0] >= costs[1]:
        return False
    costs[1] = costs[0]
    copy_changes(core, state)
    return True


@compiled
def try_exchange(core, state, costs, temperature):
    """Let two volunteers change their routes, where that is accepted; says whether it is best."""
    if exchange(core, state):
        change = change_of_price(core, state)
        balance = price_of_balance(core, state) if core.balance[0] > 0 else np.int64(0)
        change += balance - costs[2]
        if change < -temperature * luck(state):
            return keep(core, state, costs, balance, change)
    restore(core, state)
    return False


@compiled
def anneal(core, state, costs, rounds, temperature, near):
    """Do ``rounds`` of ruin and recreate in one zone, at one temperature.

    ``costs`` is (cost, least cost met, balance's part of the cost), from any beginning. Gives
    whether the least got less.
    """
    absent, left, waiting = state.absent, state.left, state.waiting
    count_waiting = 0
    for at in range(state.members[-1]):
        if state.row_of[state.members[at]] < 0:
            waiting[count_waiting] = state.members[at]
            count_waiting += 1
    better = False
    for _round in range(rounds):
        for _try in range(EXCHANGES_TRIED):
            better = try_exchange(core, state, costs, temperature) or better
        limit = np.int64(-temperature * luck(state))
        count = ruin(core, state)
        change = np.int64(0)
        tried = min(MOST_ABSENT_TRIED, count_waiting)
        for at in range(tried):
            other = at + draw(state, count_waiting - at)
            waiting[at], waiting[other] = waiting[other], waiting[at]
            order_id = waiting[at]
            absent[count] = order_id
            count += 1
            change -= core.order[order_id, O_PRICE]
            state.cooked[state.cook[order_id]] -= core.order[order_id, O_BOXES]
        sort_absent(core, state, count)
        for at in range(count):
            state.old_cook[at] = state.cook[absent[at]]
        purse = limit - change - change_of_price(core, state)
        if core.balance[0] > 0:
            # A shorter longest route may be worth any way.
            purse = np.int64(1) << 60
        remaining = recreate(core, state, count, BLINK_ONCE_IN, near, purse)
        if remaining < 0:
            undo(core, state, count, fits=False)
            continue
        fits = keep_kitchen_places(core, state, left, remaining)
        for at in range(remaining):
            change += core.order[left[at], O_PRICE]
        change += change_of_price(core, state)
        balance = price_of_balance(core, state) if core.balance[0] > 0 else np.int64(0)
        change += balance - costs[2]
        if not fits or change > limit:
            undo(core, state, count, fits)
            continue
        for at in range(tried, count_waiting):
            waiting[at - tried] = waiting[at]
        count_waiting -= tried
        for at in range(remaining):
            waiting[count_waiting + at] = left[at]
        count_waiting += remaining
        better = keep(core, state, costs, balance, change) or better
    return better
